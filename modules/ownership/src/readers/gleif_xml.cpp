#include <expat.h>

#include <map>
#include <memory>

#include "cordon/base/limits.hpp"
#include "readers/gleif.hpp"

namespace cordon::ownership {

namespace {

std::string_view local_name(const char* name) {
  const std::string_view text(name);
  const std::size_t colon = text.find(':');
  return colon == std::string_view::npos ? text : text.substr(colon + 1);
}

// Collects the texts of one record by element path below it, then hands it over.
class GleifXml {
 public:
  GleifXml(const std::string& document, OwnershipGraph::Builder& builder) : document_(document), builder_(builder) {}

  base::Result<InterestImport> read(std::string_view bytes) {
    const std::unique_ptr<XML_ParserStruct, decltype(&XML_ParserFree)> parser(XML_ParserCreate(nullptr),
                                                                              &XML_ParserFree);
    parser_ = parser.get();
    XML_SetUserData(parser_, this);
    XML_SetElementHandler(
        parser_, [](void* self, const XML_Char* name, const XML_Char**) { static_cast<GleifXml*>(self)->open(name); },
        [](void* self, const XML_Char*) { static_cast<GleifXml*>(self)->close(); });
    XML_SetCharacterDataHandler(parser_, [](void* self, const XML_Char* text, int size) {
      static_cast<GleifXml*>(self)->text({text, static_cast<std::size_t>(size)});
    });
    constexpr std::size_t kBlock = 1U << 20U;
    for (std::size_t at = 0; at < bytes.size() || at == 0; at += kBlock) {
      const std::string_view block = bytes.substr(at, kBlock);
      const bool last = at + kBlock >= bytes.size();
      const auto status = XML_Parse(parser_, block.data(), static_cast<int>(block.size()), last ? 1 : 0);
      if (!failure_) continue_or_fail(status);
      if (failure_) return *failure_;
    }
    if (!root_known_) {
      return base::Error{
          base::ErrorCode::kUnsupported, "expected GLEIF entities, relationships or exceptions", {document_, 1, {}}};
    }
    return std::move(report_);
  }

 private:
  void continue_or_fail(XML_Status status) {
    if (status != XML_STATUS_ERROR) return;
    failure_ =
        base::Error{base::ErrorCode::kMalformed, XML_ErrorString(XML_GetErrorCode(parser_)), {document_, line(), {}}};
  }
  [[nodiscard]] std::uint64_t line() const { return static_cast<std::uint64_t>(XML_GetCurrentLineNumber(parser_)); }

  void fail(base::Error error) {
    failure_ = std::move(error);
    XML_StopParser(parser_, XML_FALSE);
  }

  void open(const char* name) {
    const std::string_view local = local_name(name);
    path_.emplace_back(local);
    if (path_.size() == 1)
      root_known_ = local == "RelationshipData" || local == "ReportingExceptionData" || local == "LEIData";
    if (path_.size() > base::kMaxXmlDepth) {
      fail({base::ErrorCode::kOutOfRange, "elements nest too deeply", {document_, line(), {}}});
    }
    if (local == "RelationshipRecord" || local == "LEIRecord" || (local == "Exception" && path_.size() == 3)) {
      fields_.clear();
      record_depth_ = path_.size();
    }
    if (local == "RelationshipPeriod" || local == "RelationshipQuantifier") part_.clear();
    text_.clear();
  }

  void text(std::string_view more) {
    if (text_.size() + more.size() > base::kMaxXmlTextBytes) {
      fail({base::ErrorCode::kOutOfRange, "the text of an element is too long", {document_, line(), {}}});
      return;
    }
    text_.append(more);
  }

  void close() {
    const std::string name = path_.back();
    const std::string parent = path_.size() > 1 ? path_[path_.size() - 2] : std::string{};
    if (path_.size() == record_depth_) {
      finish(name);
      record_depth_ = SIZE_MAX;
    } else if (path_.size() > record_depth_) {
      const std::size_t first = text_.find_first_not_of(" \t\r\n");
      const std::size_t last = text_.find_last_not_of(" \t\r\n");
      if (first != std::string::npos) {
        const std::string value = text_.substr(first, last - first + 1);
        (parent == "RelationshipPeriod" || parent == "RelationshipQuantifier" ? part_ : fields_)
            .emplace(parent + '/' + name, value);
      }
      if (name == "RelationshipPeriod" && part_["RelationshipPeriod/PeriodType"] == "RELATIONSHIP_PERIOD") {
        fields_["start"] = part_["RelationshipPeriod/StartDate"];
        fields_["end"] = part_["RelationshipPeriod/EndDate"];
      }
      if (name == "RelationshipQuantifier" && part_["RelationshipQuantifier/QuantifierUnits"] == "PERCENTAGE") {
        fields_["percent"] = part_["RelationshipQuantifier/QuantifierAmount"];
      }
    }
    path_.pop_back();
    text_.clear();
  }

  void finish(const std::string& name) {
    if (name == "LEIRecord") {
      add_gleif_entity(fields_["LEIRecord/LEI"], fields_["Entity/LegalName"], builder_, report_);
      return;
    }
    if (name == "Exception") {
      std::string reason = fields_["Exception/ExceptionReason"];
      if (reason.empty()) reason = fields_["ExceptionReasons/ExceptionReason"];
      add_gleif_exception(fields_["Exception/LEI"], reason, builder_, report_);
      return;
    }
    const GleifRelationship record{fields_["StartNode/NodeID"],
                                   fields_["EndNode/NodeID"],
                                   fields_["Relationship/RelationshipType"],
                                   fields_["Relationship/RelationshipStatus"],
                                   fields_["Registration/RegistrationStatus"],
                                   fields_["start"],
                                   fields_["end"],
                                   fields_["percent"],
                                   fields_.count("Deletion/DeletedAt") != 0};
    auto added = add_gleif(record, document_, line(), builder_, report_);
    if (!added) fail(added.error());
  }

  std::string document_;
  OwnershipGraph::Builder& builder_;
  XML_Parser parser_ = nullptr;
  std::vector<std::string> path_;
  std::size_t record_depth_ = SIZE_MAX;
  bool root_known_ = false;
  std::string text_;
  std::map<std::string, std::string> fields_;
  std::map<std::string, std::string> part_;
  std::optional<base::Error> failure_;
  InterestImport report_;
};

}  // namespace

base::Result<InterestImport> read_gleif_xml(std::string_view bytes, const std::string& document,
                                            OwnershipGraph::Builder& builder) {
  return GleifXml(document, builder).read(bytes);
}

}  // namespace cordon::ownership
