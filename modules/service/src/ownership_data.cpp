#include "ownership_data.hpp"

#include <algorithm>
#include <cctype>
#include <set>

#include "cordon/base/file.hpp"
#include "cordon/base/parallel.hpp"
#include "cordon/ingest/input.hpp"
#include "cordon/ownership/interest_readers.hpp"
#include "cordon/ownership/what_if_text.hpp"
#include "cordon/screening/screener.hpp"
#include "index_cache.hpp"
#include "json_writer.hpp"
#include "ownership_import.hpp"

namespace cordon::service {
namespace {

using base::Error;
using base::ErrorCode;

// From which score on a name in a file of interests is taken for a listed party: a wrong link makes a wrong verdict.
constexpr double kLinkThreshold = 0.90;

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
}

// One line for people about what a file held, when there is anything to know.
void report(const std::string& document, const ownership::InterestImport& read, const MessageSink& message) {
  std::string text =
      document + ": " + std::to_string(read.interests) + " interests from " + std::to_string(read.records) + " records";
  if (read.ignored > 0) text += ", " + std::to_string(read.ignored) + " left out on purpose";
  if (!read.rejected.empty()) text += ", " + std::to_string(read.rejected.size()) + " rejected";
  for (const model::UnmappedValue& value : read.unmapped) {
    text += "; unmapped " + value.field + " '" + value.value + "' x" + std::to_string(value.count);
  }
  message(text);
  for (const std::string& warning : read.warnings) message(document + ": " + warning);
  for (const model::RejectedRecord& record : read.rejected) {
    message(document + ": record " + (record.where.record.empty() ? "?" : record.where.record) +
            " rejected: " + record.reason);
  }
}

base::Result<void> read_graph(const Document& document, base::Date today, ownership::OwnershipGraph::Builder& builder,
                              OwnershipData& data, const MessageSink& message) {
  CORDON_ASSIGN(const ownership::InterestImport read,
                ownership::read_interests(document.bytes, document.name, builder, today));
  report(document.name, read, message);
  if (!read.rejected.empty() && !data.rejected) {
    data.rejected = Error{
        ErrorCode::kMalformed,
        std::to_string(read.rejected.size()) + " records could not be read, the first: " + read.rejected.front().reason,
        read.rejected.front().where};
    if (data.rejected->where.document.empty()) data.rejected->where.document = document.name;
  }
  return {};
}

// Whether a list names the party itself: what an imported file of interests names is not listed.
bool is_of_a_list(const OwnershipData& data, const std::string& id) {
  const auto found = data.snapshot->find_all(model::EntityId{id});
  return std::any_of(found.begin(), found.end(), [&](const model::SourcedEntity* entity) {
    return !is_ownership_source(*data.snapshot, entity->source);
  });
}

// "whether 'A. Testov' is the listed Arkady TESTOV (x-1), name score 0.83". others: further parties it may be.
std::string question_of(const NameLink& link, std::size_t others) {
  std::string text = "whether '" + link.name + "'";
  if (link.name != link.party) text += " (" + link.party + ")";
  // Cut, not rounded: what is below the threshold must not read as if it were not.
  const int hundredths = static_cast<int>(link.score * 100);
  text += " is the listed " + link.caption + " (" + link.entity.str() + "), name score 0." +
          (hundredths < 10 ? "0" : "") + std::to_string(hundredths);
  if (others > 0) text += ", or one of " + std::to_string(others) + " other listed parties with a like name";
  return text;
}

class Linker {
 public:
  Linker(const OwnershipData& data, std::shared_ptr<const match::Corpus> corpus, const match::Policy& policy,
         unsigned threads)
      : data_(data), screener_(std::move(corpus), policy), threshold_(policy.default_threshold()), threads_(threads) {}

  NameLinks links(base::Date day) {
    std::vector<ownership::NodeIndex> holders;  // of interests that may hold on the day
    std::vector<ownership::NodeIndex> others;
    for (ownership::NodeIndex node = 0; node < data_.graph.node_count(); ++node) {
      const std::string id(data_.graph.id(node));
      const bool is_listed = data_.listed.parties().count(id) != 0;
      if (data_.graph.held_by(node).empty() || (is_listed && is_of_a_list(data_, id))) continue;
      (holds_on(node, day) ? holders : others).push_back(node);
    }
    NameLinks links;
    find(holders, std::min(threshold_, kLinkThreshold), links);
    find(others, kLinkThreshold, links);
    drop_contradicted(links.doubtful);
    return links;
  }

 private:
  // What only former owners and associates are is no part of a verdict.
  [[nodiscard]] bool holds_on(ownership::NodeIndex node, base::Date day) const {
    return std::ranges::any_of(data_.graph.held_by(node), [&](ownership::InterestIndex index) {
      const ownership::Interest& interest = data_.graph.interests()[index];
      return ownership::interest_class(interest.kind) != ownership::InterestClass::kAssociation &&
             interest.period.possible_on(day) && interest.share.max > ownership::Share{};
    });
  }

  [[nodiscard]] screening::ScreenOptions options(double threshold) const {
    screening::ScreenOptions options;
    options.threshold = threshold;
    options.limit = 0;  // however many namesakes are on the lists
    options.threads = threads_;
    return options;
  }

  void find(const std::vector<ownership::NodeIndex>& nodes, double threshold, NameLinks& links) const {
    std::vector<match::SubjectFeatures> names(nodes.size());
    for (std::size_t i = 0; i < nodes.size(); ++i) names[i].names = {std::string(data_.graph.caption(nodes[i]))};
    const auto results = screener_.screen_batch(names, options(threshold));
    for (std::size_t i = 0; i < nodes.size(); ++i) {
      for (const screening::Hit& hit : results[i]) {
        NameLink link{std::string(data_.graph.id(nodes[i])), names[i].names.front(), hit.entity_id, hit.caption,
                      hit.score};
        if (hit.score >= kLinkThreshold) {
          links.certain.push_back(std::move(link));
        } else if (!told_apart(link.party, hit.entity_id)) {
          links.doubtful.push_back(std::move(link));
        }
      }
    }
  }

  // Whether some list has both, as two parties.
  [[nodiscard]] bool told_apart(const std::string& party, const model::EntityId& entity) const {
    const auto ones = data_.snapshot->find_all(model::EntityId{party});
    const auto others = data_.snapshot->find_all(entity);
    return std::ranges::any_of(ones, [&](const model::SourcedEntity* one) {
      return std::ranges::any_of(others,
                                 [&](const model::SourcedEntity* other) { return one->source == other->source; });
    });
  }

  // A birth date or kind that contradicts brings a name below the threshold, as it does in a screening.
  void drop_contradicted(std::vector<NameLink>& links) const {
    std::vector<match::SubjectFeatures> queries;
    std::map<std::string, std::size_t> query_of;  // by party
    for (const NameLink& link : links) {
      const ownership::PartyFacts facts = data_.graph.facts(*data_.graph.find(link.party));
      if (facts == ownership::PartyFacts{} || !query_of.emplace(link.party, queries.size()).second) continue;
      match::SubjectFeatures features;
      features.names = {link.name};
      features.schema = facts.schema;
      features.birth_dates = facts.birth_dates;
      queries.push_back(std::move(features));
    }
    if (queries.empty()) return;
    const auto results = screener_.screen_batch(queries, options(threshold_));
    std::erase_if(links, [&](const NameLink& link) {
      const auto at = query_of.find(link.party);
      return at != query_of.end() && std::ranges::none_of(results[at->second], [&](const screening::Hit& hit) {
               return hit.entity_id == link.entity;
             });
    });
  }

  const OwnershipData& data_;
  screening::Screener screener_;
  double threshold_;
  unsigned threads_;
};

}  // namespace

base::Result<std::vector<Document>> read_documents(const std::filesystem::path& path) {
  CORDON_ASSIGN(const std::vector<ingest::Input> inputs, ingest::inputs_of_file(path));
  std::vector<Document> documents;
  for (const ingest::Input& input : inputs) {
    Document document{input.document, {}};
    CORDON_ASSIGN(const auto stream, ingest::open_stream(input));
    while (true) {
      CORDON_ASSIGN(const std::string_view part, stream->next());
      if (part.empty()) break;
      document.bytes += part;
    }
    documents.push_back(std::move(document));
  }
  return documents;
}

bool is_ownership_source(const store::Snapshot& snapshot, const model::SourceId& source) {
  const auto versions = snapshot.versions();
  return std::any_of(versions.begin(), versions.end(), [&](const store::VersionInfo& version) {
    return version.source == source && version.format.starts_with(kOwnershipFormat);
  });
}

base::Result<ownership::RegimeQuery> regime_query(const std::string& regime, const std::string& measure,
                                                  base::Date as_of) {
  ownership::RegimeQuery query;
  CORDON_ASSIGN(query.regime, ownership::parse_regime(regime));
  CORDON_ASSIGN(query.measure, ownership::parse_measure(measure));
  query.as_of = as_of;
  return query;
}

base::Result<OwnershipData> read_ownership(std::shared_ptr<const store::Snapshot> snapshot, const OwnershipInput& input,
                                           const base::Clock& clock, const MessageSink& message) {
  OwnershipData data;
  data.snapshot = std::move(snapshot);
  ownership::OwnershipGraph::Builder builder;
  const base::Date today = base::date_of(clock.now());
  for (const std::filesystem::path& path : input.graphs) {
    CORDON_ASSIGN(const std::vector<Document> documents, read_documents(path));
    for (const Document& document : documents) CORDON_TRY(read_graph(document, today, builder, data, message));
  }
  data.file_parties = builder.party_count();
  if (input.listed) {
    CORDON_ASSIGN(const std::string bytes, base::read_file(*input.listed));
    CORDON_ASSIGN(data.listed, ownership::read_listed_csv(bytes, input.listed->string()));
  }
  if (data.snapshot) CORDON_TRY(ownership::read_entities(*data.snapshot, builder));
  data.graph = builder.build();
  return data;
}

base::Result<OwnershipData> load_ownership(Workspace* workspace, const OwnershipInput& input,
                                           const std::optional<ownership::RegimeQuery>& regime,
                                           const base::Clock& clock, const MessageSink& message) {
  std::shared_ptr<const store::Snapshot> snapshot;
  if (workspace != nullptr) {
    store::SnapshotRequest wanted;
    wanted.as_of = input.as_of;
    CORDON_ASSIGN(snapshot, workspace->store().snapshot(wanted));
    if (snapshot->versions().empty()) {
      return Error{
          ErrorCode::kNotFound,
          "no list is loaded: nobody is known to be listed; run 'cordon import', or give --graph and --listed"};
    }
  }
  CORDON_ASSIGN(OwnershipData data, read_ownership(std::move(snapshot), input, clock, message));
  if (!data.snapshot || input.listed || !regime) return data;
  data.listed = ownership::listed_parties(*data.snapshot, regime->regime, regime->measure);
  if (lacking_list(*data.snapshot, *regime, data.listed)) {
    const bool blocking = regime->measure == ownership::Measure::kBlocking;
    return Error{
        ErrorCode::kNotFound,
        "no list of " + std::string(ownership::regime_name(regime->regime)) +
            (blocking ? "" : " that names parties of " + std::string(ownership::measure_name(regime->measure))) +
            " is loaded" + (input.as_of ? " as of " + input.as_of->to_string() : "") +
            ": import one, or give --listed"};
  }
  warn_of_stale_lists(*data.snapshot, *regime, message);
  const auto versions = data.snapshot->versions();
  // FollowTheMoney files are lists and ownership data at once: their owners are not those of the official lists by id.
  const bool imported = std::any_of(versions.begin(), versions.end(), [](const store::VersionInfo& version) {
    return version.format.starts_with(kOwnershipFormat) || version.format.starts_with("ftm-");
  });
  if (input.graphs.empty() && !imported) return data;
  store::SnapshotRequest wanted;
  wanted.as_of = input.as_of;
  // A file of interests lists nobody: its parties are not among the names.
  for (const store::VersionInfo& version : versions) {
    if (!version.format.starts_with(kOwnershipFormat)) wanted.sources.push_back(version.source);
  }
  if (wanted.sources.empty()) return data;
  const unsigned threads = base::hardware_threads();
  CORDON_ASSIGN(ListIndex index, open_index(*workspace, wanted, threads));
  const NameLinks links = link_names(data, std::move(index.corpus), match::Policy::standard(), regime->as_of, threads);
  for (const NameLink& link : links.certain) {
    if (!data.listed.is_listed_on(link.entity.str(), regime->as_of)) continue;
    JsonWriter score;
    score.score(link.score);
    message("'" + link.party + "' is taken for " + link.entity.str() + " of the lists, by name, score " + score.text());
  }
  add_links(links, regime->as_of, data.listed);
  if (!data.listed.doubts().empty()) {
    message(std::to_string(data.listed.doubts().size()) +
            " owners have names like listed parties': what depends on whether they are these is undetermined");
  }
  return data;
}

NameLinks link_names(const OwnershipData& data, std::shared_ptr<const match::Corpus> corpus,
                     const match::Policy& policy, base::Date day, unsigned threads) {
  if (!data.snapshot) return {};
  return Linker(data, std::move(corpus), policy, threads).links(day);
}

void add_links(const NameLinks& links, base::Date day, ownership::ListedParties& listed) {
  for (const NameLink& link : links.certain) {
    const auto at = listed.parties().find(link.entity.str());
    if (at == listed.parties().end()) continue;
    const std::vector<ownership::Period> periods = at->second;
    for (const ownership::Period& period : periods) listed.add(link.party, period);
  }
  for (std::size_t i = 0; i < links.doubtful.size();) {
    const NameLink* likeliest = nullptr;
    std::set<std::string> entities;
    std::vector<ownership::Period> periods;
    const std::string& party = links.doubtful[i].party;
    for (; i < links.doubtful.size() && links.doubtful[i].party == party; ++i) {
      const NameLink& link = links.doubtful[i];
      if (!listed.is_listed_on(link.entity.str(), day) || !entities.insert(link.entity.str()).second) continue;
      if (likeliest == nullptr) likeliest = &link;
      const std::vector<ownership::Period>& listing = listed.parties().find(link.entity.str())->second;
      periods.insert(periods.end(), listing.begin(), listing.end());
    }
    if (likeliest != nullptr) listed.add_doubt(party, {question_of(*likeliest, entities.size() - 1), periods});
  }
}

base::Result<model::EntityId> PartyNames::find(const std::string& text) const {
  if (data_.graph.find(text) || data_.listed.parties().count(text) != 0) return model::EntityId{text};
  if (!filled_) {
    filled_ = true;
    for (ownership::NodeIndex node = 0; node < data_.graph.node_count(); ++node) {
      const std::string_view caption = data_.graph.caption(node);
      if (caption != data_.graph.id(node)) by_name_[lower(caption)].emplace_back(data_.graph.id(node));
    }
  }
  const auto at = by_name_.find(lower(text));
  if (at == by_name_.end()) {
    return Error{ErrorCode::kNotFound,
                 "expected the id or name of a party of the graph or the lists, found '" + text + "'"};
  }
  if (at->second.size() == 1) return model::EntityId{at->second.front()};
  std::string ids;
  for (const std::string& id : at->second) ids += (ids.empty() ? "" : ", ") + id;
  return Error{ErrorCode::kInvalidArgument, "expected one party named '" + text + "', found several: " + ids};
}

base::Result<void> add_what_if(const std::string& sentence, const PartyNames& names, ownership::WhatIfChange& change,
                               const MessageSink& message) {
  const auto is_known = [&names](const std::string& text) {
    const auto found = names.find(text);
    return found || found.error().code != ErrorCode::kNotFound;
  };
  const auto party = [&](const std::string& text) -> base::Result<model::EntityId> {
    auto found = names.find(text);
    if (found || found.error().code != ErrorCode::kNotFound) return found;
    message("what if: '" + text + "' is not in the data and is taken as a new party");
    return model::EntityId{text};
  };
  CORDON_ASSIGN(const std::vector<ownership::WhatIfReading> readings, ownership::read_what_if(sentence));
  // The reading with the fewest parties that nobody knows, then with the most that somebody does.
  const auto rank = [&](const ownership::WhatIfReading& reading) {
    int unknown = 0;
    int known = 0;
    for (const std::string& text : {reading.party, reading.asset, reading.seller.value_or("")}) {
      if (!text.empty()) ++(is_known(text) ? known : unknown);
    }
    return std::pair{unknown, -known};
  };
  const ownership::WhatIfReading reading =
      *std::ranges::min_element(readings, [&](const auto& a, const auto& b) { return rank(a) < rank(b); });
  CORDON_ASSIGN(model::EntityId subject, party(reading.party));
  if (reading.kind != ownership::WhatIfKind::kPurchase) {
    const bool designated = reading.kind == ownership::WhatIfKind::kDesignated;
    (designated ? change.designated : change.delisted).push_back(std::move(subject));
    return {};
  }
  ownership::Purchase purchase;
  purchase.share = reading.share;
  purchase.buyer = std::move(subject);
  CORDON_ASSIGN(purchase.asset, party(reading.asset));
  if (reading.seller) {
    CORDON_ASSIGN(purchase.seller, party(*reading.seller));
  }
  change.purchases.push_back(std::move(purchase));
  return {};
}

}  // namespace cordon::service
