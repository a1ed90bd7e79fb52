#include <map>

#include "cordon/base/date.hpp"
#include "cordon/match/scorer.hpp"
#include "csv.hpp"
#include "suites.hpp"

namespace cordon::bench {

void Reference::build(const match::Policy& policy) {
  engine_ = std::make_unique<const match::Engine>(match::Corpus::build(features_), policy);
}

double Reference::best(const match::SubjectFeatures& query, std::size_t& which) const {
  match::SearchOptions options;
  options.threshold = kLeastScore;
  options.limit = 1;
  const std::vector<match::Match> hits = engine_->search(query, options);
  if (hits.empty()) return 0;
  which = hits[0].subject;
  return hits[0].score;
}

double Reference::score_of(const match::SubjectFeatures& query, std::size_t subject) const {
  const match::PreparedSubject a(query);
  const match::PreparedSubject b(features_[subject]);
  return match::score(a.view(), b.view(), engine_->policy()).score;
}

std::vector<double> Reference::best_of_all(const std::vector<match::SubjectFeatures>& queries,
                                           const Context& context) const {
  match::SearchOptions options;
  options.threshold = kLeastScore;
  options.limit = 1;
  std::vector<double> scores;
  for (const std::vector<match::Match>& hits : engine_->search_batch(queries, options, context.threads)) {
    scores.push_back(hits.empty() ? 0 : hits[0].score);
  }
  return scores;
}

base::Result<Reference> read_ofac(const std::string& directory) {
  CORDON_ASSIGN(const CsvTable primary, read_csv(directory + "/sdn.csv", false));
  std::map<std::string, match::SubjectFeatures> subjects;
  for (const std::vector<std::string>& row : primary.rows) {
    if (row.size() < 3) continue;
    match::SubjectFeatures& subject = subjects[row[0]];
    subject.id = row[0];
    const std::string kind = row[2].substr(0, row[2].find_last_not_of(' ') + 1);
    subject.schema = kind == "individual" ? "Person"
                     : kind == "vessel"   ? "Vessel"
                     : kind == "aircraft" ? "Airplane"
                                          : "Organization";
    subject.names.push_back(row[1]);
    const std::string remarks = row.size() > 11 ? row[11] : "";
    if (const std::size_t at = remarks.find("DOB "); at != std::string::npos) {
      const base::Result<base::PartialDate> date =
          base::PartialDate::parse_english(remarks.substr(at + 4, remarks.find_first_of(";.", at) - at - 4));
      if (date) subject.birth_dates.push_back(date->to_string());
    }
  }
  CORDON_ASSIGN(const CsvTable aliases, read_csv(directory + "/alt.csv", false));
  for (const std::vector<std::string>& row : aliases.rows) {
    const auto subject = row.size() < 4 ? subjects.end() : subjects.find(row[0]);
    if (subject == subjects.end()) continue;
    (row[2] == "aka" || row[2] == "fka" || row[2] == "nka" ? subject->second.names : subject->second.weak_names)
        .push_back(row[3]);
  }
  Reference out;
  for (const auto& [id, subject] : subjects) out.add(subject);
  return out;
}

base::Result<std::vector<match::SubjectFeatures>> read_people(const std::string& path, std::size_t limit) {
  CORDON_ASSIGN(const CsvTable table, read_csv(path, true));
  std::vector<match::SubjectFeatures> people;
  for (std::size_t i = 0; i < table.rows.size() && (limit == 0 || people.size() < limit); ++i) {
    match::SubjectFeatures person;
    person.id = std::to_string(i);
    person.schema = "Person";
    person.names.emplace_back(table.cell(i, "full_name"));
    if (const std::string_view date = table.cell(i, "date_of_birth"); !date.empty())
      person.birth_dates.emplace_back(date);
    people.push_back(std::move(person));
  }
  return people;
}

}  // namespace cordon::bench
