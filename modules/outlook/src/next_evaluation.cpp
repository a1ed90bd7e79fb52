#include "cordon/outlook/next_evaluation.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

#include "cordon/base/csv.hpp"

namespace cordon::outlook {
namespace {

using base::Date;
using base::Error;
using base::ErrorCode;
using base::Result;

constexpr std::size_t kDraws = 2'000;
constexpr std::size_t kRoundDraws = 500;
constexpr double kRidge = 4.0;           // of a factor's multiplier about 1: the shipped weights are the prior
constexpr double kInterceptRidge = 0.1;  // rounds differ in size, so the level is free
constexpr int kNewtonSteps = 15;

// Contributions of the factors to the log odds, by name, so that rows of different candidates line up.
using Contributions = std::vector<double>;

std::vector<std::string> factors_of(const std::vector<RankedRound>& rounds) {
  std::map<std::string, int> names;
  for (const RankedRound& round : rounds) {
    for (const RankedCandidate& one : round.at_risk) {
      for (const NextReason& reason : one.answer.reasons) names.emplace(reason.factor, 0);
    }
  }
  std::vector<std::string> out;
  for (const auto& [name, unused] : names) out.push_back(name);
  return out;
}

Contributions contributions_of(const RankedCandidate& one, const std::vector<std::string>& factors) {
  Contributions out(factors.size() + 1, 0.0);
  out.back() = 1.0;  // the level
  for (const NextReason& reason : one.answer.reasons) {
    const auto at = std::lower_bound(factors.begin(), factors.end(), reason.factor);
    out[static_cast<std::size_t>(at - factors.begin())] += reason.weight;
  }
  return out;
}

double dot(const Contributions& a, const Contributions& b) {
  double sum = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

// Solves a symmetric positive definite system in place by elimination; the ridge keeps it regular.
Contributions solve(std::vector<Contributions> a, Contributions b) {
  const std::size_t n = b.size();
  for (std::size_t k = 0; k < n; ++k) {
    for (std::size_t row = k + 1; row < n; ++row) {
      const double factor = a[row][k] / a[k][k];
      for (std::size_t column = k; column < n; ++column) a[row][column] -= factor * a[k][column];
      b[row] -= factor * b[k];
    }
  }
  for (std::size_t k = n; k-- > 0;) {
    for (std::size_t column = k + 1; column < n; ++column) b[k] -= a[k][column] * b[column];
    b[k] /= a[k][k];
  }
  return b;
}

// Multipliers of the factors, from all rounds but one.
Contributions refit(const std::vector<std::vector<Contributions>>& rows, const std::vector<RankedRound>& rounds,
                    std::size_t left_out) {
  const std::size_t n = rows.front().front().size();
  Contributions prior(n, 1.0);
  prior.back() = 0.0;
  Contributions beta = prior;
  beta.back() = -3.0;
  prior.back() = beta.back();
  for (int step = 0; step < kNewtonSteps; ++step) {
    Contributions slope(n);
    std::vector<Contributions> curvature(n, Contributions(n, 0.0));
    for (std::size_t i = 0; i < n; ++i) {
      const double ridge = i + 1 == n ? kInterceptRidge : kRidge;
      slope[i] = -ridge * (beta[i] - prior[i]);
      curvature[i][i] = ridge;
    }
    for (std::size_t round = 0; round < rows.size(); ++round) {
      for (std::size_t i = 0; round != left_out && i < rows[round].size(); ++i) {
        const Contributions& x = rows[round][i];
        const double p = 1.0 / (1.0 + std::exp(-dot(beta, x)));
        const double error = (rounds[round].at_risk[i].designated ? 1.0 : 0.0) - p;
        for (std::size_t j = 0; j < n; ++j) {
          slope[j] += error * x[j];
          for (std::size_t k = 0; k < n; ++k) curvature[j][k] += p * (1.0 - p) * x[j] * x[k];
        }
      }
    }
    const Contributions move = solve(std::move(curvature), std::move(slope));
    for (std::size_t i = 0; i < n; ++i) beta[i] += std::clamp(move[i], -1.0, 1.0);
  }
  return beta;
}

// Pairs of a designated and another candidate, and how many of them stand in the right order (ties: half).
struct Pairs {
  double won = 0.0, all = 0.0;
};
Interval middle_95(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return {values[values.size() / 40], values[values.size() - values.size() / 40 - 1]};
}

// Of one round left out.
struct RoundScore {
  double auroc = 0.5;
  Interval interval;
  std::size_t in_first_10 = 0;
};
struct Ranking {
  const char* name;
  std::vector<Pairs> pairs;  // by round
  std::vector<RoundScore> rounds = {};
  double top_10 = 0.0, top_20 = 0.0;
  std::size_t shown_10 = 0, shown_20 = 0;
};

double auroc_of_draw(const std::vector<double>& hits, const std::vector<double>& others) {
  double won = 0.0;
  for (const double hit : hits) {
    const auto [low, high] = std::equal_range(others.begin(), others.end(), hit);
    won += static_cast<double>(low - others.begin()) + 0.5 * static_cast<double>(high - low);
  }
  return won / (static_cast<double>(hits.size()) * static_cast<double>(others.size()));
}

// Designated and others drawn again, each among themselves.
Interval round_interval(const RankedRound& round, const std::vector<double>& scores) {
  std::vector<double> hits, others, drawn;
  for (std::size_t i = 0; i < scores.size(); ++i) (round.at_risk[i].designated ? hits : others).push_back(scores[i]);
  FixedSequence sequence(scores.size());
  const auto again = [&](const std::vector<double>& from) {
    std::vector<double> out(from.size());
    for (double& one : out) one = from[sequence.below(from.size())];
    return out;
  };
  for (std::size_t draw = 0; draw < kRoundDraws; ++draw) {
    std::vector<double> others_again = again(others);
    std::sort(others_again.begin(), others_again.end());
    drawn.push_back(auroc_of_draw(again(hits), others_again));
  }
  return middle_95(std::move(drawn));
}

void add_round(Ranking& ranking, const RankedRound& round, const std::vector<double>& scores) {
  Pairs pairs;
  std::vector<std::size_t> order(scores.size());
  for (std::size_t i = 0; i < scores.size(); ++i) {
    order[i] = i;
    if (!round.at_risk[i].designated) continue;
    for (std::size_t j = 0; j < scores.size(); ++j) {
      if (round.at_risk[j].designated) continue;
      pairs.all += 1.0;
      pairs.won += scores[i] > scores[j] ? 1.0 : scores[i] < scores[j] ? 0.0 : 0.5;
    }
  }
  ranking.pairs.push_back(pairs);
  RoundScore score;
  score.auroc = pairs.all > 0 ? pairs.won / pairs.all : 0.5;
  score.interval = round_interval(round, scores);
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return scores[a] > scores[b]; });
  for (std::size_t place = 0; place < std::min<std::size_t>(20, order.size()); ++place) {
    const double hit = round.at_risk[order[place]].designated ? 1.0 : 0.0;
    ranking.top_20 += hit;
    ++ranking.shown_20;
    if (place >= 10) continue;
    ranking.top_10 += hit;
    ++ranking.shown_10;
    score.in_first_10 += hit > 0.0 ? 1U : 0U;
  }
  ranking.rounds.push_back(score);
}

double auroc_of(const std::vector<Pairs>& pairs, const std::vector<std::size_t>& rounds) {
  Pairs sum;
  for (const std::size_t round : rounds) {
    sum.won += pairs[round].won;
    sum.all += pairs[round].all;
  }
  return sum.all > 0 ? sum.won / sum.all : 0.5;
}

void write_interval(horizon::JsonOut& out, const char* name, const Interval& interval) {
  out.key(name).begin_array().fixed(interval.low, 4).fixed(interval.high, 4).end_array();
}

// Of the 12-month probabilities whose year is over; a person counts once for each round.
void write_brier(horizon::JsonOut& out, const std::vector<RankedRound>& rounds) {
  std::vector<ScoredForecast> scored;
  for (const RankedRound& round : rounds) {
    for (const RankedCandidate& one : round.at_risk) {
      if (one.within_year) scored.push_back({one.answer.probability_12m.value_or(0.0), *one.within_year});
    }
  }
  const ScoreSummary summary = summarise(scored);
  if (summary.n == 0) {
    out.null();
    return;
  }
  out.begin_object().field("n", static_cast<std::int64_t>(summary.n)).key("model").fixed(summary.brier, 6);
  out.key("of_base_rate").fixed(summary.base_rate * (1.0 - summary.base_rate), 6);
  out.key("base_rate").fixed(summary.base_rate, 4).end_object();
}

void write_rounds(horizon::JsonOut& out, const Ranking& ranking, const std::vector<RankedRound>& rounds) {
  out.begin_array();
  for (std::size_t i = 0; i < rounds.size(); ++i) {
    const auto hit = [](const RankedCandidate& one) { return one.designated; };
    const auto hits = std::count_if(rounds[i].at_risk.begin(), rounds[i].at_risk.end(), hit);
    out.begin_object().field("day", rounds[i].day.to_string());
    out.field("n", static_cast<std::int64_t>(rounds[i].at_risk.size())).field("designated", std::int64_t{hits});
    out.key("auroc").fixed(ranking.rounds[i].auroc, 4);
    write_interval(out, "interval", ranking.rounds[i].interval);
    out.field("in_first_10", static_cast<std::int64_t>(ranking.rounds[i].in_first_10)).end_object();
  }
  out.end_array();
}

Result<void> write_rankings(const std::vector<Ranking>& rankings, const std::vector<RankedRound>& rounds,
                            const std::string& data_hash, const horizon::JsonSink& sink) {
  std::size_t n = 0;
  std::size_t designated = 0;
  for (const RankedRound& round : rounds) {
    for (const RankedCandidate& one : round.at_risk) {
      ++n;
      designated += one.designated ? 1U : 0U;
    }
  }
  std::vector<std::size_t> all(rounds.size());
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = i;
  std::vector<std::vector<double>> drawn(rankings.size());
  FixedSequence sequence(rounds.size());
  for (std::size_t draw = 0; draw < kDraws; ++draw) {
    std::vector<std::size_t> again(rounds.size());
    for (std::size_t& round : again) round = sequence.below(rounds.size());
    for (std::size_t i = 0; i < rankings.size(); ++i) drawn[i].push_back(auroc_of(rankings[i].pairs, again));
  }
  const std::size_t wealth = rankings.size() - 1;
  horizon::JsonOut out;
  for (std::size_t i = 0; i < rankings.size(); ++i) {
    const Ranking& ranking = rankings[i];
    std::vector<double> difference = drawn[i];
    for (std::size_t draw = 0; draw < kDraws; ++draw) difference[draw] -= drawn[wealth][draw];
    const double auroc = auroc_of(ranking.pairs, all);
    out.clear();
    out.begin_object().field("ranking", ranking.name).field("test", "leave one round out");
    out.field("rounds", static_cast<std::int64_t>(rounds.size())).field("n", static_cast<std::int64_t>(n));
    out.field("designated", static_cast<std::int64_t>(designated)).key("base_rate");
    out.fixed(static_cast<double>(designated) / static_cast<double>(n), 4).key("auroc").fixed(auroc, 4);
    write_interval(out, "interval", middle_95(drawn[i]));
    out.key("difference_to_wealth").fixed(auroc - auroc_of(rankings[wealth].pairs, all), 4);
    write_interval(out, "difference_interval", middle_95(difference));
    out.key("precision_at_10").fixed(ranking.top_10 / static_cast<double>(ranking.shown_10), 4);
    write_interval(out, "precision_at_10_interval",
                   wilson_interval(static_cast<std::size_t>(ranking.top_10), ranking.shown_10));
    out.key("precision_at_20").fixed(ranking.top_20 / static_cast<double>(ranking.shown_20), 4);
    out.key("brier");
    i == 0 ? write_brier(out, rounds) : static_cast<void>(out.null());
    out.key("by_round");
    write_rounds(out, ranking, rounds);
    out.key("evidence").begin_array();
    for (const RankedRound& round : rounds) out.text(round.day.to_string());
    out.end_array().field("as_of", rounds.back().day.to_string()).field("model", kNextInLineModel);
    out.field("data_hash", data_hash).end_object();
    CORDON_TRY(sink(out.str()));
  }
  return {};
}

}  // namespace

Result<std::vector<std::pair<std::string, Date>>> parse_outcomes(const std::string& document, std::string_view csv) {
  base::CsvReader reader{csv, {}, document};
  std::vector<std::string> row;
  CORDON_ASSIGN(bool more, reader.next(row));
  if (!more || row.size() < 2 || row[0] != "id" || row[1] != "designated_on") {
    return Error{ErrorCode::kMissingField, "expected the columns id,designated_on", {document, 1, {}}};
  }
  std::vector<std::pair<std::string, Date>> out;
  for (;;) {
    CORDON_ASSIGN(more, reader.next(row));
    if (!more) return out;
    if (row.size() < 2 || row[1].empty()) continue;  // never designated
    const auto day = Date::parse(row[1]);
    if (!day) {
      return Error{ErrorCode::kMalformed,
                   "designated_on: expected a day (YYYY-MM-DD), found '" + row[1] + "'",
                   {document, reader.line(), row[0]}};
    }
    out.emplace_back(row[0], *day);
  }
}

Result<void> evaluate_next(const std::vector<RankedRound>& given, const std::string& data_hash,
                           const horizon::JsonSink& sink) {
  std::vector<RankedRound> rounds;
  for (const RankedRound& round : given) {
    const auto hit = [](const RankedCandidate& one) { return one.designated; };
    const bool any = std::any_of(round.at_risk.begin(), round.at_risk.end(), hit);
    if (any && !std::all_of(round.at_risk.begin(), round.at_risk.end(), hit)) rounds.push_back(round);
  }
  if (rounds.empty()) {
    return Error{
        ErrorCode::kNotFound, "expected a day on which some of the candidates were designated, found none", {}};
  }
  const std::vector<std::string> factors = factors_of(rounds);
  std::vector<std::vector<Contributions>> rows(rounds.size());
  for (std::size_t round = 0; round < rounds.size(); ++round) {
    for (const RankedCandidate& one : rounds[round].at_risk) rows[round].push_back(contributions_of(one, factors));
  }
  std::vector<Ranking> rankings{{"model", {}}, {"refitted", {}}, {"wealth", {}}};
  for (std::size_t round = 0; round < rounds.size(); ++round) {
    const Contributions beta = refit(rows, rounds, round);
    std::vector<double> model, refitted, wealth;
    for (std::size_t i = 0; i < rows[round].size(); ++i) {
      const RankedCandidate& one = rounds[round].at_risk[i];
      model.push_back(one.answer.probability_12m.value_or(0.0));
      refitted.push_back(dot(beta, rows[round][i]));
      wealth.push_back(one.wealth);
    }
    add_round(rankings[0], rounds[round], model);
    add_round(rankings[1], rounds[round], refitted);
    add_round(rankings[2], rounds[round], wealth);
  }
  return write_rankings(rankings, rounds, data_hash, sink);
}

}  // namespace cordon::outlook
