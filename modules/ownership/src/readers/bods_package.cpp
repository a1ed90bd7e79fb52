// Checks over a whole BODS package. Source: Beneficial Ownership Data Standard 0.4, "Representing records",
// "Serialising statements", "Representing trusts" (read 2026-11-23).
#include <algorithm>
#include <map>
#include <set>

#include "readers/bods_statement.hpp"

namespace cordon::ownership {

namespace {

class PackageCheck {
 public:
  explicit PackageCheck(std::vector<BodsStatement>& statements) : statements_(statements) {
    for (BodsStatement& statement : statements_) {
      const auto [at, first] = by_record_.emplace(statement.record, &statement);
      if (!first && at->second->type != statement.type) {
        statement.problems.push_back("recordId: " + statement.record + " names a record of another type");
      }
      for (const std::string& component : statement.components) used_.emplace(component, statement.place);
    }
  }

  void run() {
    check_ids();
    check_series();
    for (BodsStatement& statement : statements_) {
      check_declaration(statement);
      check_component(statement);
      if (statement.type == BodsType::kRelationship) check_relationship(statement);
    }
  }

 private:
  [[nodiscard]] const BodsStatement* find(const std::string& record) const {
    const auto at = by_record_.find(record);
    return at == by_record_.end() ? nullptr : at->second;
  }

  void check_ids() {
    std::set<std::string> seen;
    for (BodsStatement& statement : statements_) {
      if (!statement.id.empty() && !seen.insert(statement.id).second) {
        statement.problems.push_back("statementId: " + statement.id + " was used before");
      }
    }
  }

  // Statements about one record: one 'new' first, at most one 'closed' last, dates rising.
  void check_series() {
    std::map<std::string, std::vector<BodsStatement*>> series;
    for (BodsStatement& statement : statements_) {
      if (!statement.status.empty()) series[statement.record].push_back(&statement);
    }
    for (auto& [record, entries] : series) {
      for (std::size_t i = 0; i < entries.size(); ++i) {
        const bool first = i == 0;
        const bool last = i + 1 == entries.size();
        const std::string& status = entries[i]->status;
        if ((!first && status == "new") || (!last && status == "closed")) {
          entries[i]->doubts.push_back("recordStatus: " + status + " in the middle of the record's statements");
        }
        if (!first && entries[i]->date < entries[i - 1]->date) {
          entries[i]->doubts.push_back("statementDate: " + entries[i]->date +
                                       " is before that of the statement it follows");
        }
      }
    }
  }

  void check_declaration(BodsStatement& statement) const {
    if (statement.declaration_subject.empty()) return;
    const BodsStatement* subject = find(statement.declaration_subject);
    // One statement alone is not a package: its subject may be anywhere.
    if (subject == nullptr && statements_.size() > 1) {
      statement.doubts.push_back("declarationSubject: " + statement.declaration_subject + " is not in the package");
    } else if (subject != nullptr && subject->type == BodsType::kRelationship) {
      statement.doubts.push_back("declarationSubject: " + statement.declaration_subject + " is a relationship");
    }
  }

  void check_component(BodsStatement& statement) const {
    if (statement.component) {
      const auto use = used_.find(statement.record);
      if (use == used_.end() && statements_.size() > 1) {
        statement.doubts.emplace_back("isComponent: no relationship names it as a component");
      } else if (use != used_.end() && use->second < statement.place) {
        statement.doubts.emplace_back("isComponent: comes after the relationship it is a component of");
      }
    }
    for (const std::string& component : statement.components) {
      if (find(component) == nullptr && statements_.size() > 1) {
        statement.doubts.push_back("componentRecords: " + component + " is not in the package");
      }
    }
  }

  void check_relationship(BodsStatement& statement) const {
    if (statements_.size() == 1) return;
    const BodsStatement* subject = find(statement.subject);
    const BodsStatement* party = find(statement.party);
    if (!statement.subject.empty()) check_end(statement, "subject", statement.subject, subject);
    if (!statement.party.empty()) check_end(statement, "interestedParty", statement.party, party);
    if (subject != nullptr && subject->type != BodsType::kEntity) {
      statement.problems.push_back("subject: " + statement.subject + " is not an entity");
    }
    if (party != nullptr && party->type == BodsType::kRelationship) {
      statement.problems.push_back("interestedParty: " + statement.party + " is neither a person nor an entity");
    }
    for (const BodsInterest& interest : statement.interests) {
      if (interest.beneficial && (party == nullptr || party->type != BodsType::kPerson)) {
        statement.doubts.emplace_back("beneficialOwnershipOrControl: the interested party is not a person");
      }
      const bool v4 = !statement.declaration_subject.empty() && subject != nullptr;
      if (v4 && interest.kind == InterestKind::kTrust && subject->subtype != "trust") {
        statement.doubts.push_back("interests: " + interest.type + " in an entity that is not a trust");
      }
      if (v4 && interest.kind == InterestKind::kNominee && subject->subtype != "nomination") {
        statement.doubts.push_back("interests: " + interest.type + " in an entity that is not a nomination");
      }
    }
  }

  static void check_end(BodsStatement& statement, const char* end, const std::string& record,
                        const BodsStatement* found) {
    if (found == nullptr) {
      // The party may stand in another file: the interest is kept, under the id it names.
      statement.doubts.push_back(std::string(end) + ": " + record + " is not in the package");
    } else if (found->place > statement.place) {
      statement.doubts.push_back(std::string(end) + ": " + record + " comes after the relationship");
    }
  }

  std::vector<BodsStatement>& statements_;
  std::map<std::string, BodsStatement*> by_record_;
  std::map<std::string, std::uint64_t> used_;  // component -> place of the first statement that names it
};

}  // namespace

void check_bods_package(std::vector<BodsStatement>& statements) { PackageCheck(statements).run(); }

}  // namespace cordon::ownership
