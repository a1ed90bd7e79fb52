// match_bench: speed of the match engine, with every answer checked against scoring the whole list in the same run.
//   match_bench [--names N | --list FILE] [--seed N] [--queries N] [--query-file FILE] [--threshold X] [--check N]
//               [--kernel best|scalar|avx2|avx512] [--index FILE] [--aliases N] [--threads N] [--probes N] [--trace 1]
//               [--batch N] [--rounds N] [--brief 1]
// --names N: the generated corpus of N names (default 20886, the size of OFAC's list of July 2021).
// --list FILE: `id<TAB>schema<TAB>name` lines, names of one id together. --query-file FILE: one name a line.
// --check N: that many queries are also scored exhaustively, and the result filtered to 0.70 and 0.85 where these are
// higher; any difference is exit status 1. --brief 1: single queries and their check only. --probes N: that many
// queries in the reverse direction, as a list's changes. --batch N: queries of a batch, different ones (default ten
// times --queries; a query file gives what it has). Batches run on one thread and on --threads by turns, --rounds
// times, each on a new engine: none profits from what an earlier one has met. Times are processor time of the thread
// (of the wall for files and batches). Baselines in the same run: a naive scan (dynamic programming over every whole
// name) and a bit-parallel scan (SIMD longest common subsequence over every whole name); they answer an easier question
// and are there for the ratio.
#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cordon/match/engine.hpp"
#include "corpus_generator.hpp"
#include "kernels/kernels.hpp"

namespace {

using namespace cordon;
using Clock = std::chrono::steady_clock;

struct Arguments {
  std::size_t names = 20'886;
  std::uint64_t seed = 1;
  std::size_t queries = 2'000;
  std::size_t check = 200;
  std::size_t aliases = 20;
  std::size_t probes = 0;
  std::size_t batch = 0;  // 0: ten times the queries
  std::size_t rounds = 3;
  unsigned threads = 2;
  double threshold = 0.70;
  std::size_t trace = 0;  // 1: a line for every query
  bool brief = false;
  std::string list, query_file, index;
  match::Kernel kernel = match::Kernel::kBest;
};

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

// Processor time of this thread: what one core needs, also on a machine that others use. Units: seconds.
double thread_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

// Processor time of all threads. Units: seconds.
double process_seconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

std::vector<std::string> split(const std::string& line, char separator) {
  std::vector<std::string> out(1);
  for (const char c : line) {
    if (c == separator) {
      out.emplace_back();
    } else {
      out.back() += c;
    }
  }
  return out;
}

match::SubjectFeatures named(std::string id, std::string schema, std::vector<std::string> names) {
  match::SubjectFeatures out;
  out.id = std::move(id);
  out.schema = std::move(schema);
  out.names = std::move(names);
  if (!out.names.empty()) out.caption = out.names.front();
  return out;
}

std::vector<match::SubjectFeatures> read_list(const std::string& path) {
  std::vector<match::SubjectFeatures> out;
  std::ifstream in(path);
  for (std::string line; std::getline(in, line);) {
    const auto cells = split(line, '\t');
    if (cells.size() != 3) continue;
    if (out.empty() || out.back().id != cells[0]) {
      out.push_back(named(cells[0], cells[1], {cells[2]}));
    } else {
      out.back().names.push_back(cells[2]);
    }
  }
  return out;
}

std::vector<match::SubjectFeatures> generated_list(const Arguments& arguments) {
  std::vector<match::SubjectFeatures> out;
  for (auto& subject : bench::CorpusGenerator(arguments.seed).subjects_with_names(arguments.names)) {
    match::SubjectFeatures features = named(subject.id, subject.schema, std::move(subject.names));
    features.weak_names = std::move(subject.weak_names);
    features.birth_dates = std::move(subject.birth_dates);
    features.countries = std::move(subject.countries);
    for (auto& [type, value] : subject.identifiers) features.identifiers.push_back({type, value, ""});
    out.push_back(std::move(features));
  }
  return out;
}

std::vector<match::SubjectFeatures> make_queries(const Arguments& arguments, std::size_t subjects, std::size_t count) {
  std::vector<match::SubjectFeatures> out;
  if (!arguments.query_file.empty()) {
    std::ifstream in(arguments.query_file);
    for (std::string line; out.size() < count && std::getline(in, line);) {
      out.push_back(named("q" + std::to_string(out.size()), "", {line}));
    }
    return out;
  }
  const bench::CorpusGenerator generator(arguments.seed);
  for (std::size_t i = 0; i < count; ++i) {
    bench::GeneratedQuery query = generator.query(i, subjects);
    out.push_back(named("q" + std::to_string(i), query.schema, {query.name}));
  }
  return out;
}

struct Timing {
  double mean_us, p50_us, p99_us, max_us;
};

double median_of(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

Timing timing_of(std::vector<double> seconds) {
  std::sort(seconds.begin(), seconds.end());
  double sum = 0;
  for (const double value : seconds) sum += value;
  const auto at = [&](double share) {
    return seconds[std::min(seconds.size() - 1,
                            static_cast<std::size_t>(share * static_cast<double>(seconds.size())))] *
           1e6;
  };
  return {sum / static_cast<double>(seconds.size()) * 1e6, at(0.5), at(0.99), seconds.back() * 1e6};
}

void print(const char* what, const Timing& timing, std::size_t queries) {
  std::printf("%-34s %8zu queries  mean %10.1f us  p50 %10.1f  p99 %10.1f  max %10.1f  %10.0f/s\n", what, queries,
              timing.mean_us, timing.p50_us, timing.p99_us, timing.max_us, 1e6 / timing.mean_us);
}

// Whole names as texts of letters, for the baselines.
std::string letters_of(const std::string& name) {
  std::string out;
  for (const char c : name) {
    if (c >= 'A' && c <= 'Z') {
      out += static_cast<char>(c - 'A' + 'a');
    } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
      out += c;
    }
  }
  return out.substr(0, match::kernels::kMaxPattern);
}

std::size_t naive_lcs(const std::string& a, const std::string& b) {
  std::vector<std::size_t> row(b.size() + 1, 0);
  for (const char x : a) {
    std::size_t diagonal = 0;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t above = row[j];
      row[j] = b[j - 1] == x ? diagonal + 1 : std::max(above, row[j - 1]);
      diagonal = above;
    }
  }
  return row[b.size()];
}

// Sums of the similarity 2 * LCS / (|a| + |b|) at or above 0.85: what both baselines must agree on.
bool is_near(std::size_t lcs, std::size_t a, std::size_t b) { return 200 * lcs >= 85 * (a + b); }

class Baselines {
 public:
  explicit Baselines(const std::vector<match::SubjectFeatures>& list) {
    std::map<std::size_t, std::vector<std::string>> by_length;
    for (const auto& subject : list) {
      for (const std::string& name : subject.names) by_length[letters_of(name).size()].push_back(letters_of(name));
    }
    for (auto& [length, names] : by_length) {
      for (std::size_t first = 0; first < names.size(); first += match::kernels::kBlockLanes) {
        Block block{length, {}, std::min(names.size() - first, match::kernels::kBlockLanes)};
        block.symbols.assign(length * match::kernels::kBlockLanes, 63);
        for (std::size_t i = 0; i < block.count; ++i) {
          for (std::size_t j = 0; j < length; ++j) {
            block.symbols[j * match::kernels::kBlockLanes + i] = match::kernels::symbol_of(names[first + i][j]);
          }
          names_.push_back(names[first + i]);
        }
        blocks_.push_back(std::move(block));
      }
    }
  }
  [[nodiscard]] std::size_t naive(const std::string& query) const {
    std::size_t near = 0;
    for (const std::string& name : names_) near += is_near(naive_lcs(query, name), query.size(), name.size()) ? 1U : 0U;
    return near;
  }
  [[nodiscard]] std::size_t bit_parallel(const std::string& query, match::Kernel kernel) const {
    const auto& kernels = match::kernels::table(kernel);
    const match::kernels::Pattern pattern(query);
    std::array<std::uint8_t, match::kernels::kBlockLanes> lengths{};
    std::size_t near = 0;
    for (const Block& block : blocks_) {
      kernels.lcs(pattern, block.symbols.data(), block.length, lengths.data());
      for (std::size_t i = 0; i < block.count; ++i) near += is_near(lengths[i], query.size(), block.length) ? 1U : 0U;
    }
    return near;
  }

 private:
  struct Block {
    std::size_t length;
    std::vector<std::uint8_t> symbols;
    std::size_t count;
  };
  std::vector<std::string> names_;
  std::vector<Block> blocks_;
};

std::size_t resident_megabytes() {
  std::ifstream in("/proc/self/status");
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("VmRSS:")) return static_cast<std::size_t>(std::atoll(line.c_str() + 6)) / 1024;
  }
  return 0;
}

int usage() {
  std::fprintf(
      stderr,
      "usage: match_bench [--names N | --list FILE] [--seed N] [--queries N] [--query-file FILE]\n"
      "                   [--threshold X] [--check N] [--kernel K] [--index FILE] [--aliases N] [--threads N]\n"
      "                   [--probes N] [--trace 1] [--batch N] [--rounds N] [--brief 1]\n");
  return 2;
}

bool parse(int count, char** values, Arguments& out) {
  for (int i = 1; i + 1 < count; i += 2) {
    const std::string key = values[i];
    const std::string value = values[i + 1];
    const auto number = static_cast<std::size_t>(std::strtoull(value.c_str(), nullptr, 10));
    if (key == "--names") {
      out.names = number;
    } else if (key == "--seed") {
      out.seed = number;
    } else if (key == "--queries") {
      out.queries = number;
    } else if (key == "--check") {
      out.check = number;
    } else if (key == "--aliases") {
      out.aliases = number;
    } else if (key == "--probes") {
      out.probes = number;
    } else if (key == "--batch") {
      out.batch = number;
    } else if (key == "--rounds") {
      out.rounds = std::max<std::size_t>(1, number);
    } else if (key == "--trace") {
      out.trace = number;
    } else if (key == "--brief") {
      out.brief = number != 0;
    } else if (key == "--threads") {
      out.threads = static_cast<unsigned>(number);
    } else if (key == "--threshold") {
      out.threshold = std::strtod(value.c_str(), nullptr);
    } else if (key == "--list") {
      out.list = value;
    } else if (key == "--query-file") {
      out.query_file = value;
    } else if (key == "--index") {
      out.index = value;
    } else if (key == "--kernel" && match::kernel_named(value)) {
      out.kernel = *match::kernel_named(value);
    } else {
      return false;
    }
  }
  return count % 2 == 1;
}

// Returns: the time of each query. hits receives the answers.
std::vector<double> run(const match::Engine& engine, std::span<const match::SubjectFeatures> queries,
                        const match::SearchOptions& options, std::vector<std::vector<match::Match>>& hits,
                        match::SearchWork& total, bool trace = false) {
  std::vector<double> times;
  hits.clear();
  for (const auto& query : queries) {
    match::SearchWork work;
    const double start = thread_seconds();
    hits.push_back(engine.search(query, options, &work));
    times.push_back(thread_seconds() - start);
    if (trace) {
      std::printf("  %8.1f us, %7zu tokens, %6zu names, %4zu scored, %3zu hits: %s\n", times.back() * 1e6,
                  static_cast<std::size_t>(work.tokens_compared), static_cast<std::size_t>(work.names_bounded),
                  static_cast<std::size_t>(work.subjects_scored), hits.back().size(), query.names.front().c_str());
    }
    total.tokens_compared += work.tokens_compared;
    total.names_bounded += work.names_bounded;
    total.subjects_scored += work.subjects_scored;
  }
  return times;
}

class Bench {
 public:
  explicit Bench(Arguments arguments) : arguments_(std::move(arguments)) {
    list_ = arguments_.list.empty() ? generated_list(arguments_) : read_list(arguments_.list);
    queries_ = make_queries(arguments_, list_.size(), arguments_.queries);
    options_.threshold = arguments_.threshold;
    options_.kernel = arguments_.kernel;
  }

  int run_all() {
    if (list_.empty() || queries_.empty()) return usage();
    build();
    if (!arguments_.index.empty() && !reopen()) return 1;
    engine_.emplace(corpus_, match::Policy::standard());
    single();
    const bool good = check();
    if (arguments_.brief) return good ? 0 : 1;
    const bool same = batch();
    aliases();
    delta();
    reverse();
    baselines();
    return good && same ? 0 : 1;
  }

 private:
  void build() {
    const double start = thread_seconds();
    corpus_ = match::Corpus::build(list_);
    const double seconds = thread_seconds() - start;
    std::printf(
        "build: %zu subjects, %llu names, %llu distinct tokens in %.3f s, %.0f names/s (one thread), resident %zu MB\n",
        list_.size(), static_cast<unsigned long long>(corpus_->name_count()),
        static_cast<unsigned long long>(corpus_->token_count()), seconds,
        static_cast<double>(corpus_->name_count()) / seconds, resident_megabytes());
  }

  bool reopen() {
    auto start = Clock::now();
    if (const auto saved = corpus_->save(arguments_.index); !saved) {
      std::fprintf(stderr, "%s\n", saved.error().to_string().c_str());
      return false;
    }
    const double save_seconds = seconds_since(start);
    corpus_.reset();
    start = Clock::now();
    auto opened = match::Corpus::open(arguments_.index);
    const double open_seconds = seconds_since(start);
    if (!opened) {
      std::fprintf(stderr, "%s\n", opened.error().to_string().c_str());
      return false;
    }
    corpus_ = std::move(opened).value();
    std::printf("index file: saved in %.3f s, opened (mapped and checked) in %.3f s\n", save_seconds, open_seconds);
    return true;
  }

  void single() {
    match::SearchWork warm;
    // The tables of rare scripts are read when the first such name comes, once in a process: not part of a query.
    (void)engine_->search(named("warm", "", {"\u738B\u5C0F\u660E"}), options_);
    (void)run(*engine_, std::span(queries_).first(std::min<std::size_t>(queries_.size(), 50)), options_, hits_, warm);
    match::SearchWork work;
    const Timing timing = timing_of(run(*engine_, queries_, options_, hits_, work, arguments_.trace > 0));
    indexed_mean_us_ = timing.mean_us;
    print("index, one query at a time", timing, queries_.size());
    const auto each = [&](std::uint64_t value) {
      return static_cast<double>(value) / static_cast<double>(queries_.size());
    };
    std::size_t hits = 0;
    for (const auto& found : hits_) hits += found.size();
    std::printf("  per query: %.0f tokens compared, %.1f names bounded, %.2f subjects scored, %.3f hits\n",
                each(work.tokens_compared), each(work.names_bounded), each(work.subjects_scored), each(hits));
  }

  bool check() {
    match::SearchOptions options = options_;
    options.candidates = match::CandidateMode::kExhaustive;
    // Spread over all queries.
    const std::size_t count = std::min(arguments_.check, queries_.size());
    if (count == 0) return true;
    constexpr std::array kThresholds{0.70, 0.85};
    std::size_t different = 0;
    std::vector<double> times;
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t at = i * queries_.size() / count;
      const double start = thread_seconds();
      const auto expected = engine_->search(queries_[at], options);
      times.push_back(thread_seconds() - start);
      bool same = expected == hits_[at];
      // Scored once; a search at a higher threshold must give what of it reaches that.
      for (const double threshold : kThresholds) {
        if (threshold <= options_.threshold) continue;
        std::vector<match::Match> reached;
        for (const match::Match& match : expected) {
          if (match.score >= threshold) reached.push_back(match);
        }
        match::SearchOptions higher = options_;
        higher.threshold = threshold;
        same = same && engine_->search(queries_[at], higher) == reached;
      }
      if (!same) {
        ++different;
        std::printf("  DIFFERENT: '%s'\n", queries_[at].names.front().c_str());
      }
    }
    const Timing timing = timing_of(times);
    print("exhaustive", timing, count);
    std::printf("  %zu differences in %zu queries; the index is %.0f times as fast; pair score %.3f us\n", different,
                count, timing.mean_us / indexed_mean_us_, timing.mean_us / static_cast<double>(corpus_->name_count()));
    return different == 0;
  }

  // Returns: whether all batches gave the same answers.
  bool batch() {
    const std::size_t wanted = arguments_.batch > 0 ? arguments_.batch : 10 * arguments_.queries;
    const std::vector<match::SubjectFeatures> queries = make_queries(arguments_, list_.size(), wanted);
    std::vector<std::vector<match::Match>> expected = hits_;  // the first of them, one query at a time
    expected.resize(std::min(expected.size(), queries.size()));
    bool same = true;
    const std::array<unsigned, 2> threads{1U, arguments_.threads};
    std::array<std::vector<double>, 2> walls;
    std::array<double, 2> processor{};
    for (std::size_t round = 0; round < arguments_.rounds; ++round) {
      for (std::size_t i = 0; i < threads.size(); ++i) {
        const match::Engine engine(corpus_, match::Policy::standard());
        const auto start = Clock::now();
        const double processor_start = process_seconds();
        const auto found = engine.search_batch(queries, options_, threads[i]);
        walls[i].push_back(seconds_since(start));
        processor[i] += process_seconds() - processor_start;
        same = same && std::equal(expected.begin(), expected.end(), found.begin());
        if (expected.size() < found.size()) expected = found;
      }
    }
    for (std::size_t i = 0; i < threads.size(); ++i) {
      double total = 0;
      for (const double wall : walls[i]) total += wall;
      const double median = median_of(walls[i]);
      std::printf(
          "batch, %u thread(s): %.0f queries/s, %.2f times one thread (medians of %zu runs of %zu queries); %.2f "
          "cores had time for it, %.3f s of processor time a run; %s\n",
          threads[i], static_cast<double>(queries.size()) / median, median_of(walls[0]) / median, walls[i].size(),
          queries.size(), processor[i] / total, processor[i] / static_cast<double>(walls[i].size()),
          same ? "same answers" : "DIFFERENT ANSWERS");
    }
    return same;
  }

  void aliases() {
    std::vector<match::SubjectFeatures> people;
    for (std::size_t i = 0; i + arguments_.aliases <= queries_.size() && people.size() < 100; i += arguments_.aliases) {
      match::SubjectFeatures person = named("p" + std::to_string(i), "Person", {});
      for (std::size_t a = 0; a < arguments_.aliases; ++a) person.names.push_back(queries_[i + a].names.front());
      people.push_back(std::move(person));
    }
    if (people.empty()) return;
    std::vector<std::vector<match::Match>> hits;
    match::SearchWork work;
    const Timing timing = timing_of(run(*engine_, people, options_, hits, work));
    print((std::to_string(arguments_.aliases) + " unrelated names a query").c_str(), timing, people.size());
    // A listed person with as many variants of one name: the usual case.
    std::vector<match::SubjectFeatures> listed;
    for (std::size_t i = 0; i < list_.size() && listed.size() < 100; ++i) {
      if (list_[i].schema != "Person" || list_[i].names.size() < 3) continue;
      match::SubjectFeatures person = named("l", "Person", {});
      while (person.names.size() < arguments_.aliases) {
        person.names.push_back(list_[i].names[person.names.size() % list_[i].names.size()]);
      }
      listed.push_back(std::move(person));
    }
    if (!listed.empty()) {
      print((std::to_string(arguments_.aliases) + " names of one listed person").c_str(),
            timing_of(run(*engine_, listed, options_, hits, work)), listed.size());
    }
  }

  // The reverse direction: the first --probes queries as changed listed subjects against the corpus as a portfolio.
  void reverse() {
    if (arguments_.probes == 0) return;
    const std::span<const match::SubjectFeatures> probes =
        std::span(queries_).first(std::min(arguments_.probes, queries_.size()));
    for (const unsigned threads : {1U, arguments_.threads}) {
      const auto start = Clock::now();
      const double cpu = static_cast<double>(std::clock());
      const auto found = engine_->search_reverse_batch(probes, options_, threads);
      const double seconds = seconds_since(start);
      std::size_t pairs = 0;
      for (const auto& matches : found) pairs += matches.size();
      std::printf("reverse, %zu probes, %u thread(s): %.3f s, %.3f s of processor time, %zu pairs\n", probes.size(),
                  threads, seconds, (static_cast<double>(std::clock()) - cpu) / CLOCKS_PER_SEC, pairs);
    }
  }

  void delta() {
    std::vector<match::SubjectFeatures> added(
        list_.begin(), list_.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(100, list_.size())));
    std::vector<std::string> removed;
    for (const auto& subject : added) removed.push_back(subject.id);
    const auto start = Clock::now();
    const auto changed = corpus_->with_delta(added, removed);
    std::printf("delta of %zu changed subjects: %.3f ms%s\n", added.size(), seconds_since(start) * 1e3,
                changed ? "" : " FAILED");
  }

  void baselines() {
    const Baselines scans(list_);
    const std::size_t count = std::min<std::size_t>(queries_.size(), corpus_->name_count() > 200'000 ? 10 : 100);
    std::vector<double> naive;
    std::vector<double> fast;
    std::size_t different = 0;
    for (std::size_t i = 0; i < count; ++i) {
      const std::string query = letters_of(queries_[i].names.front());
      double start = thread_seconds();
      const std::size_t expected = scans.naive(query);
      naive.push_back(thread_seconds() - start);
      start = thread_seconds();
      const std::size_t found = scans.bit_parallel(query, arguments_.kernel);
      fast.push_back(thread_seconds() - start);
      different += found == expected ? 0U : 1U;
    }
    print("baseline: naive scan", timing_of(naive), count);
    print("baseline: bit-parallel scan", timing_of(fast), count);
    std::printf("  the two scans differ in %zu queries; index against them: %.1f and %.2f times as fast\n", different,
                timing_of(naive).mean_us / indexed_mean_us_, timing_of(fast).mean_us / indexed_mean_us_);
  }

  Arguments arguments_;
  std::vector<match::SubjectFeatures> list_, queries_;
  match::SearchOptions options_;
  std::shared_ptr<const match::Corpus> corpus_;
  std::optional<match::Engine> engine_;
  std::vector<std::vector<match::Match>> hits_;
  double indexed_mean_us_ = 0;
};

}  // namespace

int main(int count, char** values) {
  Arguments arguments;
  if (!parse(count, values, arguments)) return usage();
  return Bench(std::move(arguments)).run_all();
}
