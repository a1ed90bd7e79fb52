#include "cordon/outlook/next_in_line.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "cordon/base/csv.hpp"
#include "cordon/model/country.hpp"
#include "next_text.hpp"
#include "shipped_data.hpp"

namespace cordon::outlook {
namespace {

using base::Date;
using base::Result;

constexpr double kReferenceWealth = 2.0;  // billions: the middle of a rich list; more speaks for, less against
constexpr double kWeightDoubt = 0.8;      // log odds: half the 80 % interval that the judged weights are worth
constexpr double kNoFactsDoubt = 1.6;     // the same where nothing in the row says anything
constexpr double kHigh = 0.30, kElevated = 0.15, kModerate = 0.05;  // bands, inclusive from below

double inverse_logit(double x) { return 1.0 / (1.0 + std::exp(-x)); }

std::string band_of(double p) {
  if (p >= kHigh) return "high";
  if (p >= kElevated) return "elevated";
  return p >= kModerate ? "moderate" : "low";
}

// In any language and script that the table of countries knows; several stand apart by marks.
bool is_home(const std::string& countries) {
  constexpr std::string_view kMarks = ";,/|&";
  for (std::size_t at = 0; at < countries.size();) {
    const std::size_t end = std::min(countries.find_first_of(kMarks, at), countries.size());
    const auto code = model::country_code(std::string_view(countries).substr(at, end - at));
    if (code == "ru" || code == "by") return true;
    at = end + 1;
  }
  const std::string text = lower_words(countries);
  for (const char* name : {" ru ", " russia ", " rus ", " russian federation ", " by ", " belarus ", " blr "}) {
    if (text.find(name) != std::string::npos) return true;
  }
  return false;
}

std::string text_of_wealth(double billions) {
  const auto tenths = static_cast<long>(std::lround(billions * 10));
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " bn USD";
}

}  // namespace

std::vector<std::string> allied_issuers(const NextCandidate& candidate, Date as_of) {
  return issuers_known_on(candidate.allied_lists, as_of);
}

Result<NextInLine> NextInLine::shipped() {
  NextInLine out;
  std::vector<std::string> row;
  base::CsvReader factors{base::find_embedded(embedded_files(), "outlook/factors.csv"), {}, "data/outlook/factors.csv"};
  while (true) {
    CORDON_ASSIGN(const bool more, factors.next(row));
    if (!more) break;
    if (row.size() != 5 || row[0].starts_with("#") || row[0] == "factor") continue;
    Factor factor;
    CORDON_ASSIGN(factor.weight, number_of(row[1], "weight", {"data/outlook/factors.csv", factors.line(), row[0]}));
    if (!row[2].empty()) {
      CORDON_ASSIGN(factor.limit, number_of(row[2], "limit", {"data/outlook/factors.csv", factors.line(), row[0]}));
    }
    factor.mark = row[3];
    factor.evidence = row[4];
    out.factors_.emplace(row[0], std::move(factor));
  }
  base::CsvReader words{base::find_embedded(embedded_files(), "outlook/sectors.csv"), {}, "data/outlook/sectors.csv"};
  while (true) {
    CORDON_ASSIGN(const bool more, words.next(row));
    if (!more) break;
    if (row.size() != 2 || row[0].starts_with("#") || row[0] == "class") continue;
    Word word{row[0], row[1], row[1].ends_with('*')};
    if (word.any_ending) word.text.pop_back();
    out.words_.push_back(std::move(word));
  }
  return out;
}

double NextInLine::base_rate() const noexcept {
  const auto base = factors_.find("base");
  return base == factors_.end() ? 0.5 : inverse_logit(base->second.weight);
}

std::int64_t NextInLine::base_rate_n() const noexcept {
  const auto n = factors_.find("base_n");
  return n == factors_.end() ? 0 : static_cast<std::int64_t>(n->second.weight);
}

const std::string& NextInLine::base_rate_evidence() const noexcept {
  static const std::string kNone;
  const auto base = factors_.find("base");
  return base == factors_.end() ? kNone : base->second.evidence;
}

// The first word of the class in the text; texts are in lower case with a blank at both ends.
std::optional<std::string> NextInLine::word_of(std::string_view word_class, const std::string& text) const {
  for (const Word& word : words_) {
    if (word.word_class != word_class) continue;
    const std::string pattern = " " + word.text + (word.any_ending ? "" : " ");
    if (text.find(pattern) != std::string::npos) return word.text;
  }
  return std::nullopt;
}

void NextInLine::add(NextAnswer& answer, const std::string& factor, double units, std::string value) const {
  const auto found = factors_.find(factor);
  if (found == factors_.end()) return;
  const Factor& known = found->second;
  double weight = known.weight * units;
  if (known.limit) weight = std::clamp(weight, -*known.limit, *known.limit);
  answer.reasons.push_back({factor, std::move(value), weight, known.evidence, known.mark});
}

NextAnswer NextInLine::assess(const NextCandidate& candidate, const std::vector<ListedLink>& links, Date as_of) const {
  NextAnswer out;
  std::set<std::string> relatives;
  std::set<std::string> business;
  for (const ListedLink& link : links) {
    if (link.kind == ListedLink::Kind::kSelf) {
      out.band = "listed";
      out.paths.push_back(candidate.name + (link.confirmed ? " is " : " is by the name alone ") + link.caption + " (" +
                          link.entity_id + "), listed on the day");
      return out;
    }
    const bool is_relative = link.kind == ListedLink::Kind::kRelative;
    (is_relative ? relatives : business).insert(link.text);
    out.paths.push_back(candidate.name + (is_relative ? " - relative " : " - ") + link.text + " - " + link.caption +
                        " (" + link.entity_id + "), listed");
  }
  const std::vector<std::string> allies = allied_issuers(candidate, as_of);
  for (const std::string& unknown : unknown_issuers(candidate.allied_lists)) {
    out.paths.push_back("allied list '" + unknown + "': the issuer is not known, it counts nothing");
  }
  // Wealth and office count only of people with a tie to the country: the programmes are about it.
  const bool abroad = !candidate.country.empty() && !is_home(candidate.country);
  const bool tied = !abroad || !allies.empty() || !relatives.empty() || !business.empty();
  if (candidate.net_worth_busd && *candidate.net_worth_busd > 0) {
    const double tens = std::log10(*candidate.net_worth_busd / kReferenceWealth);
    if (tied || tens < 0) add(out, "wealth", tens, text_of_wealth(*candidate.net_worth_busd));
  }
  const std::string trade = lower_words(candidate.sector + " ; " + candidate.source_of_wealth);
  if (const auto word = tied ? word_of("strategic", trade) : std::nullopt) {
    add(out, "strategic_sector", 1, *word);
  } else if (const auto consumer = word_of("consumer", trade)) {
    add(out, "consumer_sector", 1, *consumer);
  }
  std::string posts;
  for (const std::string& position : candidate.positions) posts += position + " ; ";
  posts = lower_words(posts);
  if (const auto word = tied ? word_of("official", posts) : std::nullopt) add(out, "official", 1, *word);
  if (const auto word = tied ? word_of("state_company", posts) : std::nullopt) add(out, "state_company", 1, *word);
  if (!allies.empty()) {
    add(out, "allied_list", 1.0 + 0.5 * static_cast<double>(allies.size() - 1), joined(allies));
  }
  if (!relatives.empty()) {
    add(out, "listed_relative", static_cast<double>(relatives.size()), joined({relatives.begin(), relatives.end()}));
  }
  if (!business.empty()) {
    add(out, "listed_business", static_cast<double>(business.size()), joined({business.begin(), business.end()}));
  }
  if (abroad) add(out, "elsewhere", 1, candidate.country);
  if (!tied) add(out, "no_tie", 1, "neither on an allied list nor tied to somebody listed");
  const bool nothing_known = out.reasons.empty();
  if (nothing_known) add(out, "nothing_known", 1, "no wealth, sector, post, allied list or listed tie is given");

  double sum = factors_.contains("base") ? factors_.at("base").weight : 0.0;
  for (const NextReason& reason : out.reasons) sum += reason.weight;
  std::stable_sort(out.reasons.begin(), out.reasons.end(),
                   [](const NextReason& a, const NextReason& b) { return std::abs(a.weight) > std::abs(b.weight); });
  out.probability_12m = inverse_logit(sum);
  const double doubt = nothing_known ? kNoFactsDoubt : kWeightDoubt;
  out.interval = Interval{inverse_logit(sum - doubt), inverse_logit(sum + doubt)};
  out.band = band_of(*out.probability_12m);
  return out;
}

}  // namespace cordon::outlook
