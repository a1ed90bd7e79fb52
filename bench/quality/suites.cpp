#include "suites.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <fstream>
#include <map>
#include <ostream>

#include "cordon/match/scorer.hpp"
#include "csv.hpp"
#include "metrics.hpp"
#include "perturb.hpp"

namespace cordon::bench {

namespace {

template <typename... Args>
void print(std::ostream& out, const char* format, Args... args) {
  std::array<char, 512> line{};
  std::snprintf(line.data(), line.size(), format, args...);
  out << line.data();
}

constexpr const char* kDumpHeader =
    "match,mode,group,edit,far_edit,conflict,excess,length,information,number_conflict,legal_conflict,"
    "patronymic_conflict,single_token,word_conflict,lossy_script,initial_conflict,identical,name1,name2\n";

match::SubjectFeatures named(std::string name, std::string schema) {
  match::SubjectFeatures out;
  out.schema = std::move(schema);
  out.names.push_back(std::move(name));
  return out;
}

void print_groups(const std::vector<Labelled>& pairs, double threshold, const char* title, std::ostream& out) {
  std::map<std::string, std::vector<Labelled>> groups;
  for (const Labelled& pair : pairs) groups[pair.group].push_back(pair);
  for (const auto& [name, members] : groups) {
    const Confusion c = confusion(members, threshold);
    print(out, "  %-10s %-26s n %4zu  P %.3f  R %.3f  F1 %.3f  AP %.3f  errors %zu\n", title, name.c_str(), c.total(),
          c.precision(), c.recall(), c.f1(), average_precision(members), c.false_positive + c.false_negative);
  }
}

void print_reliability(const std::vector<Labelled>& pairs, std::ostream& out) {
  print(out, "  reliability (score bin: n, mean score, share of matches)\n");
  for (int bin = 0; bin < 10; ++bin) {
    double sum = 0;
    std::size_t count = 0;
    std::size_t matches = 0;
    for (const Labelled& pair : pairs) {
      if (std::min(9, static_cast<int>(pair.score * 10)) != bin) continue;
      sum += pair.score;
      ++count;
      matches += pair.match ? 1 : 0;
    }
    if (count > 0) {
      print(out, "    %.1f-%.1f: %4zu  %.3f  %.3f\n", bin / 10.0, (bin + 1) / 10.0, count,
            sum / static_cast<double>(count), static_cast<double>(matches) / static_cast<double>(count));
    }
  }
  print(out, "  Brier (equal odds) %.4f\n", brier_equal_odds(pairs));
}

void dump_row(std::ostream& file, const match::SubjectFeatures& a, const match::SubjectFeatures& b, bool is_match,
              const std::string& group, const match::Policy& policy) {
  const match::PreparedSubject x(a);
  const match::PreparedSubject y(b);
  match::NameAlignment found;
  match::NameMode mode = match::NameMode::kPerson;
  double best = -1e9;
  std::size_t which = 0;
  const match::SubjectView view_x = x.view();
  const match::SubjectView view_y = y.view();
  for (std::size_t i = 0; i < view_y.names.size(); ++i) {
    const match::NameView& p = view_x.names[0];
    const match::NameView& q = view_y.names[i];
    const match::NameMode read = match::pair_mode(view_x.attributes.kind, view_y.attributes.kind, p.facts, q.facts);
    match::NameAlignment alignment;
    const double logit = match::name_logit(p, q, read, policy, &alignment);
    if (logit > best) best = logit, found = alignment, mode = read, which = i;
  }
  const match::NameMeasures& f = found.measures;
  print(file, "%d,%d,%s,%.3f,%.3f,%.3f,%.3f,%.3f,%.3f,%d,%d,%d,%d,%d,%.1f,%d,%d,", is_match ? 1 : 0,
        static_cast<int>(mode), group.c_str(), f.edit, f.far_edit, f.conflict, f.excess, f.length, f.information,
        f.number_conflict ? 1 : 0, f.legal_conflict ? 1 : 0, f.patronymic_conflict ? 1 : 0, f.single ? 1 : 0,
        f.word_conflict ? 1 : 0, f.lossy_script, f.initial_conflict ? 1 : 0, f.identical ? 1 : 0);
  file << '"' << a.names[0] << "\",\"" << y.texts()[which] << "\"\n";
}

}  // namespace

base::Result<void> run_pairs(const std::string& path, const std::string& dump, const Context& context,
                             std::ostream& out) {
  CORDON_ASSIGN(const CsvTable table, read_csv(path, true));
  const double threshold = context.policy.default_threshold();
  std::vector<Labelled> all;
  std::vector<Labelled> by_tier;
  std::vector<Labelled> by_group;
  std::size_t non_identical = 0;
  std::size_t saturated = 0;
  std::ofstream file;
  if (!dump.empty()) {
    file.open(dump);
    file << kDumpHeader;
  }
  for (std::size_t i = 0; i < table.rows.size(); ++i) {
    const std::string schema(table.cell(i, "schema"));
    const match::SubjectFeatures a = named(std::string(table.cell(i, "name1")), schema);
    const match::SubjectFeatures b = named(std::string(table.cell(i, "name2")), schema);
    const double score = match::compare(a, b, context.policy).score;
    const bool is_match = table.cell(i, "is_match") == "true";
    all.push_back({score, is_match, {}});
    by_tier.push_back({score, is_match, std::string(table.cell(i, "quality")) + (is_match ? "/same" : "/other")});
    by_group.push_back({score, is_match, std::string(table.cell(i, "case_group"))});
    context.ledger->note("pair:" + a.names[0] + " | " + b.names[0], score);
    if (a.names != b.names) {
      ++non_identical;
      saturated += score >= 1.0 ? 1 : 0;
    }
    if (file.is_open()) dump_row(file, a, b, is_match, by_group.back().group, context.policy);
    if (context.show_errors && (score >= threshold) != is_match) {
      print(out, "  %s %.3f %-6s %s | %s\n", is_match ? "MISSED" : "FALSE ", score,
            std::string(table.cell(i, "quality")).c_str(), a.names[0].c_str(), b.names[0].c_str());
    }
  }
  const Confusion c = confusion(all, threshold);
  print(out, "labelled pairs: n %zu  P %.3f  R %.3f  F1 %.3f  AP %.3f at %.2f\n", all.size(), c.precision(), c.recall(),
        c.f1(), average_precision(all), threshold);
  context.ledger->note("pairs.f1", c.f1());
  context.ledger->note("pairs.ap", average_precision(all));
  double best_f1 = 0;
  double best_at = 0;
  for (const Labelled& pair : all) {
    const double f1 = confusion(all, pair.score).f1();
    if (f1 > best_f1) best_f1 = f1, best_at = pair.score;
  }
  print(out, "  best threshold of this sample %.3f gives F1 %.3f; non-identical pairs at 1.0: %zu of %zu\n", best_at,
        best_f1, saturated, non_identical);
  print_groups(by_group, threshold, "group", out);
  print_groups(by_tier, threshold, "tier", out);
  std::map<std::string, std::pair<double, std::size_t>> means;
  for (const Labelled& pair : by_tier) {
    means[pair.group].first += pair.score;
    ++means[pair.group].second;
  }
  for (const auto& [tier, mean] : means) {
    print(out, "  mean score %-14s %.3f (n %zu)\n", tier.c_str(), mean.first / static_cast<double>(mean.second),
          mean.second);
  }
  print_reliability(all, out);
  return {};
}

base::Result<void> run_two_columns(const std::string& path, const std::string& label, const Context& context,
                                   std::ostream& out) {
  CORDON_ASSIGN(const CsvTable table, read_csv(path, false));
  std::size_t found = 0;
  std::size_t total = 0;
  for (const std::vector<std::string>& row : table.rows) {
    if (row.size() < 2 || row[0].empty() || row[1].empty()) continue;
    ++total;
    const double score = match::compare(named(row[0], "Person"), named(row[1], "Person"), context.policy).score;
    if (score >= context.policy.default_threshold()) {
      ++found;
    } else if (context.show_errors && total - found <= 60) {
      print(out, "  MISSED %.3f %s | %s\n", score, row[0].c_str(), row[1].c_str());
    }
  }
  print(out, "%s: %zu of %zu found (%.4f)\n", label.c_str(), found, total,
        total == 0 ? 0.0 : static_cast<double>(found) / static_cast<double>(total));
  context.ledger->note(label + ".found", static_cast<double>(found));
  return {};
}

base::Result<void> run_spellings(const std::string& path, const std::string& name, const std::string& people,
                                 const Context& context, std::ostream& out) {
  CORDON_ASSIGN(const std::vector<std::string> spellings, read_lines(path));
  Reference list;
  list.add(named(name, "Person"));
  list.build(context.policy);
  std::size_t found = 0;
  for (const std::string& spelling : spellings) {
    const double score = list.score_of(named(spelling, "Person"), 0);
    if (score >= context.policy.default_threshold()) {
      ++found;
    } else {
      print(out, "  MISSED %.3f %s\n", score, spelling.c_str());
    }
  }
  print(out, "spellings of %s: %zu of %zu found\n", name.c_str(), found, spellings.size());
  context.ledger->note("spellings.found", static_cast<double>(found));
  if (people.empty()) return {};
  CORDON_ASSIGN(std::vector<match::SubjectFeatures> unrelated, read_people(people, context.sample));
  for (match::SubjectFeatures& person : unrelated) person.birth_dates.clear();
  const std::vector<double> scores = list.best_of_all(unrelated, context);
  print(out, "  unrelated people alerting: %.4f of %zu\n",
        share_at_or_above(scores, context.policy.default_threshold()), scores.size());
  return {};
}

base::Result<void> run_fixed_alert_rate(const std::string& ofac, const std::string& people, const std::string& dump,
                                        const Context& context, std::ostream& out) {
  CORDON_ASSIGN(Reference list, read_ofac(ofac));
  list.build(context.policy);
  CORDON_ASSIGN(std::vector<match::SubjectFeatures> unrelated, read_people(people, context.sample));
  for (match::SubjectFeatures& person : unrelated) person.birth_dates.clear();
  const std::vector<double> alerts = list.best_of_all(unrelated, context);
  std::ofstream file;
  if (!dump.empty()) {
    file.open(dump);
    file << kDumpHeader;
    for (const match::SubjectFeatures& person : unrelated) {
      std::size_t which = 0;
      (void)list.best(person, which);
      dump_row(file, person, list.features(which), false, "unrelated", context.policy);
    }
  }
  Random random(context.seed);
  std::vector<std::size_t> chosen;
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (list.features(i).schema == "Person") chosen.push_back(i);
  }
  std::vector<double> found;
  std::vector<double> found_small;  // the same in small letters
  std::vector<std::pair<double, std::string>> worst;
  for (std::size_t n = 0; n < 2000; ++n) {
    const std::size_t subject = chosen[random.below(chosen.size())];
    const std::string& name = list.features(subject).names[0];
    const std::string query = edit_every_word(turned(name), random);
    found.push_back(list.score_of(named(query, "Person"), subject));
    std::string small = query;
    for (char& c : small) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    found_small.push_back(list.score_of(named(small, "Person"), subject));
    worst.emplace_back(found.back(), query + " <- " + name);
    if (file.is_open()) dump_row(file, named(query, "Person"), list.features(subject), true, "edited", context.policy);
  }
  print(out, "OFAC people, an edit in every word, order turned: %zu queries; alerts on %zu unrelated people\n",
        found.size(), alerts.size());
  for (const double share : {0.001, 0.005, 0.01, 0.05}) {
    const double threshold = threshold_for_share(alerts, share);
    print(out, "  at %.1f %% alerts: threshold %.4f recall %.4f, in small letters %.4f\n", share * 100, threshold,
          share_at_or_above(found, threshold), share_at_or_above(found_small, threshold));
    context.ledger->note("edited.recall_at_" + std::to_string(share), share_at_or_above(found, threshold));
  }
  print(out, "  at the default threshold: alerts %.4f recall %.4f\n",
        share_at_or_above(alerts, context.policy.default_threshold()),
        share_at_or_above(found, context.policy.default_threshold()));
  if (context.show_errors) {
    std::sort(worst.begin(), worst.end());
    for (std::size_t i = 0; i < 40 && i < worst.size(); ++i)
      print(out, "  LOW %.4f %s\n", worst[i].first, worst[i].second.c_str());
    std::vector<std::pair<double, std::size_t>> high;
    for (std::size_t i = 0; i < alerts.size(); ++i) high.emplace_back(alerts[i], i);
    std::sort(high.rbegin(), high.rend());
    for (std::size_t i = 0; i < 60 && i < high.size(); ++i) {
      std::size_t which = 0;
      const double score = list.best(unrelated[high[i].second], which);
      print(out, "  HIGH %.4f %s | %s\n", score, unrelated[high[i].second].names[0].c_str(),
            list.features(which).names[0].c_str());
    }
  }
  return {};
}

base::Result<void> run_listed_people(const std::string& path, const std::string& ofac, const std::string& people,
                                     const Context& context, std::ostream& out) {
  CORDON_ASSIGN(const std::vector<match::SubjectFeatures> listed, read_people(path, 0));
  CORDON_ASSIGN(Reference list, read_ofac(ofac));
  Reference own;
  for (const match::SubjectFeatures& person : listed) own.add(person);
  for (const match::SubjectFeatures& person : listed) list.add(person);
  own.build(context.policy);
  list.build(context.policy);
  Random random(context.seed);
  struct Suite {
    const char* name;
    std::string (*change)(std::string_view, Random&);
  };
  const std::array<Suite, 8> suites{
      Suite{"as listed", [](std::string_view n, Random&) { return std::string(n); }},
      Suite{"one edit", edit_once},
      Suite{"words shuffled", shuffled},
      Suite{"edit and shuffle", [](std::string_view n, Random& r) { return shuffled(edit_once(n, r), r); }},
      Suite{"keyboard slip", keyboard_slip},
      Suite{"scanner slip", scanner_slip},
      Suite{"look-alike letter", homoglyph},
      Suite{"word cut short", truncated}};
  for (const Suite& suite : suites) {
    std::vector<double> scores;
    for (std::size_t i = 0; i < listed.size(); ++i) {
      const std::string query = suite.change(listed[i].names[0], random);
      scores.push_back(own.score_of(named(query, "Person"), i));
      if (context.show_errors && scores.back() < context.policy.default_threshold()) {
        print(out, "  MISSED %.3f %s | %s\n", scores.back(), query.c_str(), listed[i].names[0].c_str());
      }
    }
    print(out, "listed people, %-18s recall %.4f of %zu\n", suite.name,
          share_at_or_above(scores, context.policy.default_threshold()), scores.size());
    context.ledger->note(std::string("listed.") + suite.name,
                         share_at_or_above(scores, context.policy.default_threshold()));
  }
  CORDON_ASSIGN(std::vector<match::SubjectFeatures> unrelated, read_people(people, context.sample));
  const std::vector<double> with_date = list.best_of_all(unrelated, context);
  for (match::SubjectFeatures& person : unrelated) person.birth_dates.clear();
  const std::vector<double> name_only = list.best_of_all(unrelated, context);
  print(out, "  unrelated people alerting (%zu): name and birth date %.4f, name alone %.4f\n", unrelated.size(),
        share_at_or_above(with_date, context.policy.default_threshold()),
        share_at_or_above(name_only, context.policy.default_threshold()));
  return {};
}

}  // namespace cordon::bench
