// GLEIF records as JSON: an array or lines of the objects the XML files hold.
#include <simdjson.h>

#include <algorithm>

#include "readers/gleif.hpp"

namespace cordon::ownership {

namespace {

using simdjson::dom::element;

std::string text_at(const element& value, std::string_view pointer) {
  std::string_view text;
  return value.at_pointer(pointer).get_string().get(text) == simdjson::SUCCESS ? std::string(text) : std::string{};
}

GleifRelationship relationship_of(const element& value) {
  GleifRelationship record;
  record.child = text_at(value, "/Relationship/StartNode/NodeID");
  record.parent = text_at(value, "/Relationship/EndNode/NodeID");
  record.type = text_at(value, "/Relationship/RelationshipType");
  record.status = text_at(value, "/Relationship/RelationshipStatus");
  record.registration = text_at(value, "/Registration/RegistrationStatus");
  record.deleted = !text_at(value, "/Extension/Deletion/DeletedAt").empty();
  simdjson::dom::array items;
  if (value.at_pointer("/Relationship/RelationshipPeriods").get_array().get(items) == simdjson::SUCCESS) {
    for (const element item : items) {
      if (text_at(item, "/PeriodType") != "RELATIONSHIP_PERIOD") continue;
      record.start = text_at(item, "/StartDate");
      record.end = text_at(item, "/EndDate");
    }
  }
  if (value.at_pointer("/Relationship/RelationshipQuantifiers").get_array().get(items) == simdjson::SUCCESS) {
    for (const element item : items) {
      if (text_at(item, "/QuantifierUnits") == "PERCENTAGE") record.percent = text_at(item, "/QuantifierAmount");
    }
  }
  return record;
}

class GleifJson {
 public:
  GleifJson(const std::string& document, OwnershipGraph::Builder& builder) : document_(document), builder_(builder) {}

  base::Result<InterestImport> read(std::string_view bytes) {
    simdjson::dom::parser parser;
    element root;
    simdjson::dom::array array;
    if (parser.parse(bytes.data(), bytes.size()).get(root) == simdjson::SUCCESS) {
      if (root.get_array().get(array) != simdjson::SUCCESS) {
        CORDON_TRY(add(root));
        return std::move(report_);
      }
      for (const element value : array) CORDON_TRY(add(value));
      return std::move(report_);
    }
    while (!bytes.empty()) {
      const std::size_t end = std::min(bytes.find('\n'), bytes.size());
      const std::string_view line = bytes.substr(0, end);
      bytes.remove_prefix(std::min(end + 1, bytes.size()));
      if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
      const auto error = parser.parse(line.data(), line.size()).get(root);
      if (error != simdjson::SUCCESS) {
        return base::Error{base::ErrorCode::kMalformed, simdjson::error_message(error), {document_, place_ + 1, {}}};
      }
      CORDON_TRY(add(root));
    }
    return std::move(report_);
  }

 private:
  base::Result<void> add(const element& value) {
    ++place_;
    element part;
    if (value.is_object() && value["Relationship"].get(part) == simdjson::SUCCESS) {
      return add_gleif(relationship_of(value), document_, place_, builder_, report_);
    }
    if (value.is_object() && value["ExceptionReason"].get(part) == simdjson::SUCCESS) {
      add_gleif_exception(text_at(value, "/LEI"), text_at(value, "/ExceptionReason"), builder_, report_);
    } else if (value.is_object() && value["LEI"].get(part) == simdjson::SUCCESS) {
      add_gleif_entity(text_at(value, "/LEI"), text_at(value, "/Entity/LegalName"), builder_, report_);
    } else {
      ++report_.records;
      report_.rejected.push_back({{document_, place_, {}}, "expected a GLEIF record"});
    }
    return {};
  }

  std::string document_;
  OwnershipGraph::Builder& builder_;
  std::uint64_t place_ = 0;
  InterestImport report_;
};

}  // namespace

base::Result<InterestImport> read_gleif_json(std::string_view bytes, const std::string& document,
                                             OwnershipGraph::Builder& builder) {
  return GleifJson(document, builder).read(bytes);
}

}  // namespace cordon::ownership
