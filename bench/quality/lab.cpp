// What a user of a policy asks: which spellings of listed names it misses, what a threshold costs on one's own book,
// and what another policy would change.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <ostream>

#include "csv.hpp"
#include "metrics.hpp"
#include "perturb.hpp"
#include "suites.hpp"

namespace cordon::bench {

namespace {

constexpr std::size_t kRedTeamNames = 1000;
constexpr std::size_t kExamples = 8;
constexpr double kBelow = 0.15;  // the band below the line that is sampled
constexpr std::size_t kBelowSample = 60;

template <typename... Args>
void print(std::ostream& out, const char* format, Args... args) {
  std::array<char, 512> line{};
  std::snprintf(line.data(), line.size(), format, args...);
  out << line.data();
}

struct Attack {
  const char* name;
  std::string (*change)(std::string_view, Random&);
};

// Two changes at once: what somebody would do who wants to pass.
const std::array<Attack, 9> kAttacks{
    Attack{"one edit", edit_once},
    Attack{"edit in every word", edit_every_word},
    Attack{"edit and shuffle", [](std::string_view n, Random& r) { return shuffled(edit_once(n, r), r); }},
    Attack{"keyboard slip", keyboard_slip},
    Attack{"scanner slip", scanner_slip},
    Attack{"two scanner slips", [](std::string_view n, Random& r) { return scanner_slip(scanner_slip(n, r), r); }},
    Attack{"look-alike letter", homoglyph},
    Attack{"word cut short", truncated},
    Attack{"cut short and edited", [](std::string_view n, Random& r) { return edit_once(truncated(n, r), r); }}};

// Wilson's interval at 95 %. Source: Wilson (1927), Probable inference.
std::pair<double, double> wilson(double found, double n) {
  constexpr double kZ = 1.959964;
  const double p = found / n;
  const double middle = (p + kZ * kZ / (2 * n)) / (1 + kZ * kZ / n);
  const double half = kZ * std::sqrt(p * (1 - p) / n + kZ * kZ / (4 * n * n)) / (1 + kZ * kZ / n);
  return {std::max(0.0, middle - half), std::min(1.0, middle + half)};
}

match::SubjectFeatures renamed(const match::SubjectFeatures& subject, std::string name) {
  match::SubjectFeatures out;
  out.schema = subject.schema;
  out.names.push_back(std::move(name));
  return out;
}

}  // namespace

base::Result<void> run_red_team(const std::string& ofac, const Context& context, std::ostream& out) {
  CORDON_ASSIGN(Reference list, read_ofac(ofac));
  list.build(context.policy);
  Random random(context.seed);
  const double threshold = context.policy.default_threshold();
  for (const Attack& attack : kAttacks) {
    std::size_t missed = 0;
    std::vector<std::pair<double, std::string>> examples;
    for (std::size_t n = 0; n < kRedTeamNames; ++n) {
      const std::size_t subject = random.below(list.size());
      const std::string& name = list.features(subject).names[0];
      const std::string variant = attack.change(turned(name), random);
      const double score = list.score_of(renamed(list.features(subject), variant), subject);
      if (score >= threshold) continue;
      ++missed;
      examples.emplace_back(score, variant + " <- " + name);
    }
    print(out, "red team, %-20s missed %zu of %zu\n", attack.name, missed, kRedTeamNames);
    context.ledger->note(std::string("red_team.") + attack.name, static_cast<double>(missed));
    std::sort(examples.begin(), examples.end());
    for (std::size_t i = 0; i < std::min(kExamples, examples.size()); ++i) {
      print(out, "    %.3f %s\n", examples[i].first, examples[i].second.c_str());
    }
  }
  return {};
}

base::Result<void> run_threshold_report(const std::string& ofac, const std::string& book, const std::string& reviewed,
                                        const Context& context, std::ostream& out) {
  CORDON_ASSIGN(Reference list, read_ofac(ofac));
  list.build(context.policy);
  CORDON_ASSIGN(const std::vector<match::SubjectFeatures> people, read_people(book, context.sample));
  const std::vector<double> scores = list.best_of_all(people, context);
  Random random(context.seed);
  std::vector<double> variants;
  for (std::size_t n = 0; n < kRedTeamNames; ++n) {
    const std::size_t subject = random.below(list.size());
    const std::string variant = shuffled(edit_once(list.features(subject).names[0], random), random);
    variants.push_back(list.score_of(renamed(list.features(subject), variant), subject));
  }
  print(out, "threshold report: %zu records of the book, %zu changed names of the list\n", people.size(),
        variants.size());
  out << "  threshold  alerts  share   recall of changed names\n";
  for (const double threshold : {0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95}) {
    const double share = share_at_or_above(scores, threshold);
    print(out, "  %9.2f  %6.0f  %.4f  %.4f\n", threshold, share * static_cast<double>(scores.size()), share,
          share_at_or_above(variants, threshold));
  }
  const double line = context.policy.default_threshold();
  std::vector<std::size_t> band;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    if (scores[i] >= line - kBelow && scores[i] < line) band.push_back(i);
  }
  print(out, "below the line: %zu records from %.2f to %.2f\n", band.size(), line - kBelow, line);
  if (!reviewed.empty()) {
    CORDON_ASSIGN(const CsvTable table, read_csv(reviewed, true));
    double found = 0;
    for (std::size_t i = 0; i < table.rows.size(); ++i) found += table.cell(i, "is_match") == "true" ? 1 : 0;
    const auto reviewed_count = static_cast<double>(table.rows.size());
    if (reviewed_count == 0) return base::Error{base::ErrorCode::kMalformed, "no reviewed rows", {reviewed, 0, {}}};
    const auto [low, high] = wilson(found, reviewed_count);
    print(out, "  reviewed %.0f, matches %.0f: share %.4f, 95 %% interval %.4f to %.4f, that is %.1f to %.1f records\n",
          reviewed_count, found, found / reviewed_count, low, high, low * static_cast<double>(band.size()),
          high * static_cast<double>(band.size()));
    return {};
  }
  for (std::size_t i = band.size(); i > 1; --i) std::swap(band[i - 1], band[random.below(i)]);
  band.resize(std::min(band.size(), kBelowSample));
  out << "  sample to review (add a column is_match and give the file with --reviewed):\nname,listed,score\n";
  for (const std::size_t i : band) {
    std::size_t which = 0;
    const double score = list.best(people[i], which);
    out << '"' << people[i].names[0] << "\",\"" << list.features(which).names[0] << "\",";
    print(out, "%.6f\n", score);
  }
  return {};
}

base::Result<void> run_shadow(const std::string& ofac, const std::string& book, const std::string& shadow,
                              const Context& context, std::ostream& out) {
  CORDON_ASSIGN(const match::Policy other, match::Policy::find(shadow));
  CORDON_ASSIGN(Reference list, read_ofac(ofac));
  CORDON_ASSIGN(const std::vector<match::SubjectFeatures> people, read_people(book, context.sample));
  list.build(context.policy);
  const std::vector<double> now = list.best_of_all(people, context);
  list.build(other);
  const std::vector<double> then = list.best_of_all(people, context);
  std::array<std::size_t, 4> count{};
  std::vector<std::size_t> turned_over;
  for (std::size_t i = 0; i < people.size(); ++i) {
    const bool a = now[i] >= context.policy.default_threshold();
    const bool b = then[i] >= other.default_threshold();
    ++count[(a ? 2U : 0U) + (b ? 1U : 0U)];
    if (a != b) turned_over.push_back(i);
  }
  print(out, "shadow run of %s against %s on %zu records: both alert %zu, only %s %zu, only %s %zu, neither %zu\n",
        other.name().c_str(), context.policy.name().c_str(), people.size(), count[3], context.policy.name().c_str(),
        count[2], other.name().c_str(), count[1], count[0]);
  for (std::size_t i = 0; i < std::min<std::size_t>(turned_over.size(), 20); ++i) {
    const std::size_t row = turned_over[i];
    print(out, "  %.4f -> %.4f  %s\n", now[row], then[row], people[row].names[0].c_str());
  }
  return {};
}

}  // namespace cordon::bench
