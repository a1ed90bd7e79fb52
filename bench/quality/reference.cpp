#include <algorithm>
#include <atomic>
#include <map>
#include <thread>

#include "cordon/base/date.hpp"
#include "cordon/match/scorer.hpp"
#include "csv.hpp"
#include "suites.hpp"

namespace cordon::bench {

void Reference::add(const match::SubjectFeatures& subject) {
  subjects_.push_back(std::make_unique<match::PreparedSubject>(subject));
  ids_.push_back(subject.id);
  features_.push_back(subject);
}

double Reference::best(const match::SubjectFeatures& query, const match::Policy& policy, std::size_t& which) const {
  const match::PreparedSubject prepared(query);
  const match::SubjectView view = prepared.view();
  double best = -1;
  for (std::size_t i = 0; i < subjects_.size(); ++i) {
    const double score = match::score(view, subjects_[i]->view(), policy).score;
    if (score > best) best = score, which = i;
  }
  return best;
}

double Reference::score_of(const match::SubjectFeatures& query, std::size_t subject,
                           const match::Policy& policy) const {
  const match::PreparedSubject prepared(query);
  return match::score(prepared.view(), subjects_[subject]->view(), policy).score;
}

std::vector<double> Reference::best_of_all(const std::vector<match::SubjectFeatures>& queries,
                                           const Context& context) const {
  std::vector<double> scores(queries.size());
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    std::size_t which = 0;
    for (std::size_t i = next++; i < queries.size(); i = next++) scores[i] = best(queries[i], context.policy, which);
  };
  std::vector<std::jthread> threads;
  for (unsigned t = 1; t < context.threads; ++t) threads.emplace_back(work);
  work();
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
