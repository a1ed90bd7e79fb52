// `ownership`: verdicts over files, or over the interests that the loaded lists state; what-if questions on them.
#include <chrono>

#include "cordon/base/csv.hpp"
#include "cordon/base/file.hpp"
#include "cordon/ownership/engine.hpp"
#include "cordon/ownership/what_if.hpp"
#include "cordon/service/reach.hpp"
#include "json_writer.hpp"
#include "ownership_data.hpp"
#include "ownership_words.hpp"

namespace cordon::service {
namespace {

using SteadyTime = std::chrono::steady_clock::time_point;

SteadyTime tick() { return std::chrono::steady_clock::now(); }
double since(SteadyTime start) { return std::chrono::duration<double>(tick() - start).count(); }

// The first cell of every line: ids or names of companies. A header line starting with "id" or "name" is passed over.
base::Result<std::vector<std::string>> company_lines(const std::filesystem::path& path) {
  CORDON_ASSIGN(const std::string bytes, base::read_file(path));
  std::vector<std::string> names;
  std::size_t at = bytes.starts_with("\xEF\xBB\xBF") ? 3 : 0;
  for (bool first = true; at < bytes.size(); first = false) {
    const std::size_t end = std::min(bytes.find('\n', at), bytes.size());
    std::string line = bytes.substr(at, end - at);
    at = end + 1;
    while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.pop_back();
    std::string cell;
    if (line.starts_with('"')) {
      for (std::size_t i = 1; i < line.size(); ++i) {
        if (line[i] == '"' && (i + 1 >= line.size() || line[i + 1] != '"')) break;
        if (line[i] == '"') ++i;
        cell += line[i];
      }
    } else {
      cell = line.substr(0, line.find(','));
    }
    if (cell.empty() || (first && (cell == "id" || cell == "name" || cell == "entity_id"))) continue;
    names.push_back(std::move(cell));
  }
  return names;
}

base::Result<std::vector<model::EntityId>> wanted_entities(const OwnershipRequest& request, const PartyNames& names,
                                                           const MessageSink& message) {
  std::vector<model::EntityId> wanted;
  for (const std::string& text : request.entities) {
    CORDON_ASSIGN(model::EntityId id, names.find(text));
    wanted.push_back(std::move(id));
  }
  if (!request.companies) return wanted;
  CORDON_ASSIGN(const std::vector<std::string> companies, company_lines(*request.companies));
  for (const std::string& text : companies) {
    const auto id = names.find(text);
    if (id) {
      wanted.push_back(*id);
      continue;
    }
    if (id.error().code != base::ErrorCode::kNotFound) return id.error();
    message(request.companies->string() + ": '" + text + "' is not in the data: nothing is known of its owners");
    wanted.emplace_back(text);
  }
  return wanted;
}

constexpr std::size_t kShownIds = 10;

// Listed ids that no interest names: mostly a misspelt id, or the wrong file.
void warn_of_unmet_ids(const OwnershipData& data, const MessageSink& message) {
  std::vector<std::string> unmet;
  for (const auto& [id, periods] : data.listed.parties()) {
    if (!data.graph.find(id)) unmet.push_back(id);
  }
  if (unmet.empty()) return;
  std::string text = "warning: ";
  if (unmet.size() == data.listed.parties().size()) {
    text += "none of the listed ids occurs in the graph: ";
  } else {
    text += std::to_string(unmet.size()) + " of " + std::to_string(data.listed.parties().size()) +
            " listed ids do not occur in the graph: ";
  }
  for (std::size_t i = 0; i < unmet.size() && i < kShownIds; ++i) text += (i > 0 ? ", " : "") + unmet[i];
  if (unmet.size() > kShownIds) text += ", ...";
  message(text);
}

class Run {
 public:
  Run(const OwnershipRequest& request, const OwnershipData& data, const ownership::RegimeQuery& query,
      OwnershipStats& stats, const JsonSink& sink, const MessageSink& message)
      : request_(request), data_(data), query_(query), stats_(stats), sink_(sink), message_(message) {}

  base::Result<void> verdicts(const std::vector<model::EntityId>& wanted, bool all) {
    SteadyTime start = tick();
    CORDON_ASSIGN(auto evaluation, ownership::Evaluation::run(data_.graph, data_.listed, query_));
    stats_.seconds = since(start);
    start = tick();
    base::Result<void> written;
    const auto visit = [&](ownership::OwnershipFinding&& finding) {
      written = write(finding, {});
      return written.has_value();
    };
    if (all) {
      evaluation.all_findings(visit);
    } else {
      evaluation.findings(wanted, visit);
    }
    stats_.report_seconds = since(start);
    return written;
  }

  base::Result<void> what_if(const std::vector<model::EntityId>& wanted, const PartyNames& names,
                             const MessageSink& message) {
    ownership::WhatIfChange change;
    for (const std::string& sentence : request_.what_if) {
      CORDON_TRY(add_what_if(sentence, names, change, message));
    }
    ownership::EvaluateOptions options;
    options.entities = wanted;
    SteadyTime start = tick();
    CORDON_ASSIGN(auto prepared, ownership::WhatIf::prepare(data_.graph, data_.listed, query_, options));
    stats_.seconds = since(start);
    start = tick();
    CORDON_ASSIGN(const auto effects, prepared.ask(change));
    stats_.what_if_seconds = since(start);
    for (const ownership::WhatIfEffect& effect : effects) CORDON_TRY(write(effect.after, effect.before));
    return {};
  }

 private:
  base::Result<void> write(const ownership::OwnershipFinding& finding, std::optional<ownership::Verdict> before) {
    json_.clear();
    ownership::append_json(json_, finding);
    if (before) {
      json_.pop_back();
      json_ += ",\"verdict_before\":\"" + std::string(ownership::verdict_name(*before)) + "\"}";
    }
    add_words(finding);
    warn(finding);
    ++stats_.reported;
    if (finding.verdict == ownership::Verdict::kBlocked) ++stats_.blocked;
    return sink_(json_);
  }

  // What the verdict means, and its proof in words.
  void add_words(const ownership::OwnershipFinding& finding) {
    json_.pop_back();
    if (query_.measure != ownership::Measure::kBlocking) {
      const bool subject = finding.verdict == ownership::Verdict::kBlocked;
      const bool open = finding.verdict == ownership::Verdict::kUndetermined;
      json_ += ",\"means\":\"" +
               std::string(subject ? ""
                           : open  ? "perhaps "
                                   : "not ") +
               "subject to " + std::string(ownership::measure_name(query_.measure)) +
               (subject ? ", which does not block\"" : "\"");
    }
    json_ += ",\"path\":";
    base::append_json_string(json_, path_of(finding, data_.graph));
    json_ += '}';
  }

  // What a reader of the verdict has to know before he relies on it; the first few, then their number alone would do.
  void warn(const ownership::OwnershipFinding& finding) {
    for (const std::string& flag : finding.flags) {
      const bool contradiction = flag.starts_with("contradictory data");
      const bool nothing_then = flag.starts_with("no interest in ");
      if ((!contradiction && !nothing_then) || (nothing_then && request_.entities.empty())) continue;
      if (warned_++ < kShownIds) message_("warning: " + finding.entity.str() + ": " + flag);
    }
  }

  const OwnershipRequest& request_;
  const OwnershipData& data_;
  const ownership::RegimeQuery& query_;
  OwnershipStats& stats_;
  const JsonSink& sink_;
  const MessageSink& message_;
  std::size_t warned_ = 0;
  std::string json_;
};

}  // namespace

base::Result<OwnershipStats> ownership_verdicts(Workspace* workspace, const OwnershipRequest& request,
                                                const base::Clock& clock, const JsonSink& sink,
                                                const MessageSink& message) {
  const base::Date day = request.input.as_of ? *request.input.as_of : base::date_of(clock.now());
  CORDON_ASSIGN(const ownership::RegimeQuery query, regime_query(request.regime, request.measure, day));
  OwnershipStats stats;
  const SteadyTime start = tick();
  CORDON_ASSIGN(const OwnershipData data,
                load_ownership(request.needs_lists() ? workspace : nullptr, request.input, query, clock, message));
  stats.load_seconds = since(start);
  stats.interests = data.graph.interests().size();
  stats.parties = data.graph.node_count();
  stats.rejected = data.rejected;
  if (request.input.listed) warn_of_unmet_ids(data, message);
  const PartyNames names(data);
  CORDON_ASSIGN(std::vector<model::EntityId> wanted, wanted_entities(request, names, message));
  Run run(request, data, query, stats, sink, message);
  if (request.what_if.empty()) {
    bool all = request.entities.empty() && !request.companies;
    if (all && data.snapshot && data.file_parties > 0) {  // all of the files, not all of the lists
      for (ownership::NodeIndex i = 0; i < data.file_parties; ++i) wanted.emplace_back(std::string(data.graph.id(i)));
      all = false;
    }
    CORDON_TRY(run.verdicts(wanted, all));
  } else {
    CORDON_TRY(run.what_if(wanted, names, message));
  }
  return stats;
}

}  // namespace cordon::service
