// bench/corpus: writes an invented watch list, or queries for it.
//   corpus --seed 1 --names 3000000 [--format ftm|names] [--queries N] [--stats]
// ftm (default): FollowTheMoney JSON lines, which `cordon import` reads. names: one name a line. --queries N writes N
// queries for that list instead, as CSV `id,name,schema,truth`. --stats: counts of tokens on stderr.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "corpus_generator.hpp"

namespace {

using cordon::bench::CorpusGenerator;
using cordon::bench::GeneratedSubject;

struct Arguments {
  std::uint64_t seed = 1;
  std::size_t names = 3'000'000;
  std::size_t queries = 0;
  bool as_names = false;
  bool stats = false;
};

// The generator's texts hold no quotes, backslashes or control characters, so that they need no escaping.
void append_list(std::string& out, std::string_view key, const std::vector<std::string>& values, bool& first) {
  if (values.empty()) return;
  if (!first) out += ',';
  first = false;
  out.append("\"").append(key).append("\":[");
  for (std::size_t i = 0; i < values.size(); ++i) out.append(i == 0 ? "\"" : ",\"").append(values[i]).append("\"");
  out += ']';
}

std::string as_ftm(const GeneratedSubject& subject) {
  std::string out = "{\"id\":\"" + subject.id + "\",\"caption\":\"" + subject.names.front() + "\",\"schema\":\"" +
                    subject.schema + "\",\"properties\":{";
  bool first = true;
  append_list(out, "name", {subject.names.front()}, first);
  append_list(out, "alias", {subject.names.begin() + 1, subject.names.end()}, first);
  append_list(out, "weakAlias", subject.weak_names, first);
  append_list(out, "birthDate", subject.birth_dates, first);
  append_list(out, subject.schema == "Vessel" ? "flag" : "country", subject.countries, first);
  for (const auto& [type, value] : subject.identifiers) append_list(out, type, {value}, first);
  return out + "}}\n";
}

class TokenCount {
 public:
  void add(const std::string& name) {
    ++names_;
    if (std::any_of(name.begin(), name.end(), [](char c) { return static_cast<unsigned char>(c) >= 128; }))
      ++non_latin_;
    std::vector<std::uint32_t> ids;
    std::string token;
    for (const char c : name + " ") {
      if (c != ' ') {
        token += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
      } else if (!token.empty()) {
        const auto [place, added] = ids_.try_emplace(token, static_cast<std::uint32_t>(counts_.size()));
        if (added) counts_.push_back(0);
        ++counts_[place->second];
        ids.push_back(place->second);
        token.clear();
      }
    }
    tokens_of_names_.push_back(std::move(ids));
  }
  void print() const {
    std::vector<std::uint32_t> order(counts_.size());
    for (std::uint32_t i = 0; i < order.size(); ++i) order[i] = i;
    std::sort(order.begin(), order.end(), [&](auto a, auto b) { return counts_[a] > counts_[b]; });
    std::vector<bool> common(counts_.size(), false);
    for (std::size_t i = 0; i < std::min<std::size_t>(20, order.size()); ++i) common[order[i]] = true;
    const auto holding = std::count_if(tokens_of_names_.begin(), tokens_of_names_.end(), [&](const auto& ids) {
      return std::any_of(ids.begin(), ids.end(), [&](auto id) { return common[id]; });
    });
    const auto tokens = [&] {
      std::uint64_t sum = 0;
      for (const auto count : counts_) sum += count;
      return sum;
    }();
    std::fprintf(stderr,
                 "names %zu, tokens %llu, distinct %zu, non-Latin names %.1f %%, names with a top-20 token %.1f %%\n",
                 names_, static_cast<unsigned long long>(tokens), counts_.size(),
                 100.0 * static_cast<double>(non_latin_) / static_cast<double>(names_),
                 100.0 * static_cast<double>(holding) / static_cast<double>(names_));
  }

 private:
  std::size_t names_ = 0;
  std::size_t non_latin_ = 0;
  std::unordered_map<std::string, std::uint32_t> ids_;
  std::vector<std::uint32_t> counts_;
  std::vector<std::vector<std::uint32_t>> tokens_of_names_;
};

int usage() {
  std::cerr << "usage: corpus [--seed N] [--names N] [--format ftm|names] [--queries N] [--stats]\n";
  return 2;
}

bool parse(int count, char** values, Arguments& out) {
  for (int i = 1; i < count; ++i) {
    const std::string_view key = values[i];
    if (key == "--stats") {
      out.stats = true;
      continue;
    }
    if (i + 1 >= count) return false;
    const std::string value = values[++i];
    char* end = nullptr;
    const unsigned long long number = std::strtoull(value.c_str(), &end, 10);
    const bool is_number = !value.empty() && *end == '\0';
    if (key == "--seed" && is_number) {
      out.seed = number;
    } else if (key == "--names" && is_number && number > 0) {
      out.names = static_cast<std::size_t>(number);
    } else if (key == "--queries" && is_number) {
      out.queries = static_cast<std::size_t>(number);
    } else if (key == "--format" && (value == "ftm" || value == "names")) {
      out.as_names = value == "names";
    } else {
      return false;
    }
  }
  return true;
}

std::size_t write_subjects(const Arguments& arguments, const CorpusGenerator& generator, TokenCount& tokens) {
  std::size_t written = 0;
  std::size_t subjects = 0;
  std::string out;
  for (std::uint64_t position = 0; written < arguments.names; ++position, ++subjects) {
    GeneratedSubject subject = generator.subject(position);
    subject.names.resize(std::min(subject.names.size(), arguments.names - written));
    written += subject.names.size();
    subject.weak_names.resize(std::min(subject.weak_names.size(), arguments.names - written));
    written += subject.weak_names.size();
    for (const auto* names : {&subject.names, &subject.weak_names}) {
      for (const std::string& name : *names) {
        if (arguments.stats) tokens.add(name);
        if (arguments.as_names) out.append(name).append("\n");
      }
    }
    if (!arguments.as_names) out += as_ftm(subject);
    if (arguments.queries > 0) {
      out.clear();
    } else if (out.size() > (1U << 20U)) {
      std::fwrite(out.data(), 1, out.size(), stdout);
      out.clear();
    }
  }
  std::fwrite(out.data(), 1, out.size(), stdout);
  return subjects;
}

}  // namespace

int main(int count, char** values) {
  Arguments arguments;
  if (!parse(count, values, arguments)) return usage();
  const CorpusGenerator generator(arguments.seed);
  TokenCount tokens;
  const std::size_t subjects = write_subjects(arguments, generator, tokens);
  if (arguments.queries > 0) std::puts("id,name,schema,truth");
  for (std::size_t i = 0; i < arguments.queries; ++i) {
    const auto query = generator.query(i, subjects);
    const bool unrelated = query.truth == cordon::bench::GeneratedQuery::kUnrelated;
    std::printf("q%zu,%s,%s,%s\n", i, query.name.c_str(), query.schema.c_str(),
                unrelated ? "" : ("gen-" + std::to_string(query.truth)).c_str());
  }
  if (arguments.stats) tokens.print();
  return std::fflush(stdout) == 0 ? 0 : 1;
}
