// Loading of interests and listed parties, and the words of what-if questions: shared by ownership, proximity and
// screening.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cordon/match/corpus.hpp"
#include "cordon/match/policy.hpp"
#include "cordon/ownership/engine.hpp"
#include "cordon/ownership/what_if.hpp"
#include "cordon/service/reach.hpp"

namespace cordon::service {

struct OwnershipData {
  std::shared_ptr<const store::Snapshot> snapshot;  // null when only files were read
  ownership::OwnershipGraph graph;
  ownership::ListedParties listed;
  ownership::NodeIndex file_parties = 0;  // the first of the graph's parties are those of the files
  std::optional<base::Error> rejected;    // the first record of a file that could not be read, with their number
};

// The decompressed files behind a path: one for plain and .gz, one for each member of a .zip.
struct Document {
  std::string name;
  std::string bytes;
};
[[nodiscard]] base::Result<std::vector<Document>> read_documents(const std::filesystem::path& path);

[[nodiscard]] base::Result<ownership::RegimeQuery> regime_query(const std::string& regime, const std::string& measure,
                                                                base::Date as_of);

// The interests of the files and, when there is a snapshot, of the lists; who is listed only where the input names a
// file. What a file holds that no rule of its reader maps goes to message.
[[nodiscard]] base::Result<OwnershipData> read_ownership(std::shared_ptr<const store::Snapshot> snapshot,
                                                         const OwnershipInput& input, const base::Clock& clock,
                                                         const MessageSink& message);

// Whether a source holds ownership data only (see ownership_import.hpp).
[[nodiscard]] bool is_ownership_source(const store::Snapshot& snapshot, const model::SourceId& source);

// What to say about a regime's listings when no list of its issuer is there, so that nobody is known to be unlisted:
// "no EU list is loaded". Nothing when one is. An empty listing of a directive is told by the lists that name it.
[[nodiscard]] std::optional<std::string> lacking_list(const store::Snapshot& snapshot,
                                                      const ownership::RegimeQuery& query,
                                                      const ownership::ListedParties& listed);
// Tells which of the regime's lists are older, on the day of the query, than their issuer leaves them.
void warn_of_stale_lists(const store::Snapshot& snapshot, const ownership::RegimeQuery& query,
                         const MessageSink& message);

// A party of a file whose name is like that of one of the loaded lists.
struct NameLink {
  std::string party;
  std::string name;  // of the party, as the file has it
  model::EntityId entity;
  std::string caption;  // of the entity
  double score = 0;
};
// Raised when the same files and lists may give other links; see monitoring::OwnershipUsed::links.
inline constexpr int kLinksRevision = 2;
struct NameLinks {
  // Taken for the listed party: score 0.90 and more. A wrong link makes a wrong verdict.
  std::vector<NameLink> certain;
  // Perhaps the listed party: what screening would alert on (the policy's default threshold, and what the file says of
  // birth and kind does not speak against it), and less than certain. Those of one party stand together, likeliest
  // first. Two parties that one list tells apart are never in doubt.
  std::vector<NameLink> doubtful;
};
// Owners that only files know, screened by name against the lists. Doubtful are only owners of interests that may hold
// on the day. corpus: the index over the names of the lists, without sources of ownership data.
[[nodiscard]] NameLinks link_names(const OwnershipData& data, std::shared_ptr<const match::Corpus> corpus,
                                   const match::Policy& policy, base::Date day, unsigned threads);
// Adds the linked parties whose entity is listed, and the questions about those that may be one listed on the day.
void add_links(const NameLinks& links, base::Date day, ownership::ListedParties& listed);

// regime: whose list counts when the loaded lists are used; none: nobody is listed. What a file holds that no rule of
// its reader maps goes to message, one line a file.
[[nodiscard]] base::Result<OwnershipData> load_ownership(Workspace* workspace, const OwnershipInput& input,
                                                         const std::optional<ownership::RegimeQuery>& regime,
                                                         const base::Clock& clock, const MessageSink& message);

// Finds parties by id, else by their name, letters of either case.
class PartyNames {
 public:
  // Lifetime: data must outlive this.
  explicit PartyNames(const OwnershipData& data) : data_(data) {}
  // Errors: kNotFound; kInvalidArgument naming the ids when several parties have the name.
  [[nodiscard]] base::Result<model::EntityId> find(const std::string& text) const;

 private:
  const OwnershipData& data_;
  mutable std::map<std::string, std::vector<std::string>> by_name_;
  mutable bool filled_ = false;
};

// Reads one what-if sentence (see what_if_text.hpp) into `change`, of several readings the one whose parties are known.
// Parties that are not known are new ones, and said to be so.
// Errors: kInvalidArgument quoting the sentence and the forms that are understood.
[[nodiscard]] base::Result<void> add_what_if(const std::string& sentence, const PartyNames& names,
                                             ownership::WhatIfChange& change, const MessageSink& message);

}  // namespace cordon::service
