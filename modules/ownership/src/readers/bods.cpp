#include <simdjson.h>

#include <algorithm>
#include <map>
#include <set>

#include "cordon/base/limits.hpp"
#include "cordon/ownership/interest_readers.hpp"
#include "readers/bods_statement.hpp"

namespace cordon::ownership {

namespace {

using simdjson::dom::element;

constexpr std::size_t kShownWarnings = 1'000;

base::Error malformed(const std::string& document, std::uint64_t line, const std::string& message) {
  return base::Error{base::ErrorCode::kMalformed, message, {document, line, {}}};
}

class BodsReader {
 public:
  BodsReader(const std::string& document, OwnershipGraph::Builder& builder, std::optional<base::Date> today)
      : document_(document), builder_(builder), today_(today) {}

  base::Result<InterestImport> read(std::string_view bytes) {
    if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
    const std::size_t start = bytes.find_first_not_of(" \t\r\n");
    if (start == std::string_view::npos) return malformed(document_, 0, "expected BODS statements, found nothing");
    simdjson::dom::parser parser;
    element root;
    const auto whole = parser.parse(bytes.data(), bytes.size()).get(root);
    if (whole == simdjson::SUCCESS) {
      // A lone object is JSON lines with one line; spread over lines it is not what the standard calls a package.
      const std::size_t last = bytes.find_last_not_of(" \t\r\n");
      CORDON_TRY(read_root(root, bytes.substr(start, last - start).find('\n') == std::string_view::npos));
    } else if (bytes[start] == '{') {
      CORDON_TRY(read_lines(bytes));
    } else {
      return malformed(document_, 0, std::string("expected JSON: ") + simdjson::error_message(whole));
    }
    check_bods_package(statements_);
    return add_all();
  }

 private:
  base::Result<void> read_root(const element& root, bool one_line) {
    simdjson::dom::array array;
    if (root.get_array().get(array) == simdjson::SUCCESS) {
      for (const element value : array) keep(value);
      return {};
    }
    const bool statement =
        one_line && root.is_object() &&
        (root["statementId"].error() == simdjson::SUCCESS || root["statementID"].error() == simdjson::SUCCESS);
    if (!statement) return malformed(document_, 0, "expected an array of statements");
    keep(root);
    return {};
  }

  base::Result<void> read_lines(std::string_view bytes) {
    simdjson::dom::parser parser;
    std::uint64_t line = 0;
    while (!bytes.empty()) {
      const std::size_t end = std::min(bytes.find('\n'), bytes.size());
      const std::string_view text = bytes.substr(0, end);
      bytes.remove_prefix(std::min(end + 1, bytes.size()));
      ++line;
      if (text.find_first_not_of(" \t\r") == std::string_view::npos) continue;
      if (text.size() > base::kMaxJsonLineBytes) return malformed(document_, line, "the line is too long");
      element value;
      const auto error = parser.parse(text.data(), text.size()).get(value);
      if (error != simdjson::SUCCESS) {
        return malformed(document_, line, std::string("expected a statement: ") + simdjson::error_message(error));
      }
      keep(value);
    }
    return {};
  }

  void keep(const element& value) {
    statements_.push_back(read_bods_statement(value, today_));
    statements_.back().place = statements_.size();
  }

  // The newest statement of each record stands; before 0.4, those no other one replaces.
  [[nodiscard]] std::set<const BodsStatement*> standing() const {
    std::map<std::string, const BodsStatement*> newest;
    std::set<std::string> replaced;
    for (const BodsStatement& statement : statements_) {
      if (!statement.problems.empty()) continue;
      const BodsStatement*& known = newest[statement.record];
      if (known == nullptr || known->date <= statement.date) known = &statement;
      replaced.insert(statement.replaces.begin(), statement.replaces.end());
    }
    std::set<const BodsStatement*> out;
    for (const auto& [record, statement] : newest) {
      if (replaced.count(record) == 0) out.insert(statement);
    }
    return out;
  }

  // Before 0.4 an updated party has a new id; relationships may name the old one.
  void follow_replacements() {
    for (const BodsStatement& statement : statements_) {
      if (!statement.problems.empty()) continue;
      for (const std::string& old : statement.replaces) renamed_[old] = statement.record;
    }
  }
  [[nodiscard]] std::string current(std::string id) const {
    for (std::size_t hops = 0; hops < renamed_.size(); ++hops) {
      const auto at = renamed_.find(id);
      if (at == renamed_.end()) break;
      id = at->second;
    }
    return id;
  }

  base::Result<InterestImport> add_all() {
    follow_replacements();
    const std::set<const BodsStatement*> current_ones = standing();
    for (const BodsStatement& statement : statements_) {
      ++report_.records;
      for (const std::string& doubt : statement.doubts) {
        if (report_.warnings.size() < kShownWarnings) {
          report_.warnings.push_back("statement " + std::to_string(statement.place) + " " + statement.id + ": " +
                                     doubt);
        }
      }
      if (!statement.problems.empty()) {
        for (const std::string& problem : statement.problems) {
          report_.rejected.push_back({{document_, statement.place, statement.id}, problem});
        }
      } else if (current_ones.count(&statement) == 0) {
        ++report_.ignored;  // superseded
      } else if (statement.type != BodsType::kRelationship) {
        ++report_.parties;
        if (!statement.record.empty()) builder_.set_caption(statement.record, statement.name);
        if (!statement.record.empty()) builder_.set_facts(statement.record, statement.facts);
        if (!statement.record.empty()) builder_.add_party(statement.record);
      } else {
        CORDON_TRY(add_relationship(statement));
      }
    }
    return std::move(report_);
  }

  base::Result<void> add_relationship(const BodsStatement& statement) {
    if (statement.subject.empty() || statement.party.empty()) {
      ++report_.ignored;  // an unspecified party: shares nobody is named for
      return {};
    }
    std::vector<BodsInterest> interests = statement.interests;
    if (interests.empty()) interests.emplace_back();  // an interest nothing is said about
    for (const BodsInterest& interest : interests) {
      if (!interest.type_known) report_.count_unmapped("interestType", interest.type);
      InterestKind kind = interest.type_known ? interest.kind : InterestKind::kOwnedOrControlled;
      if (interest.indirect && kind == InterestKind::kShares) {
        kind = statement.components.empty() ? InterestKind::kIndirect : InterestKind::kDerived;
      }
      const std::string end = interest.end.empty() && statement.status == "closed" ? statement.date : interest.end;
      const std::string start = interest.start.size() > 10 ? interest.start.substr(0, 10) : interest.start;
      auto period = Period::parse(start, end.size() > 10 ? end.substr(0, 10) : end);
      if (!period) {
        report_.count_unmapped("interest dates", start + ".." + end);
        period = Period{};
      }
      const std::string owner = current(statement.party);
      const std::string asset = current(statement.subject);
      CORDON_TRY(builder_.add({owner, asset, interest.share, kind, *period, statement.id, 0}));
      ++report_.interests;
    }
    return {};
  }

  std::string document_;
  OwnershipGraph::Builder& builder_;
  std::optional<base::Date> today_;
  std::vector<BodsStatement> statements_;
  std::map<std::string, std::string> renamed_;
  InterestImport report_;
};

}  // namespace

base::Result<InterestImport> read_bods(std::string_view bytes, const std::string& document,
                                       OwnershipGraph::Builder& builder, std::optional<base::Date> today) {
  return BodsReader(document, builder, today).read(bytes);
}

}  // namespace cordon::ownership
