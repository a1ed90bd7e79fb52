// horizon_scan_bench generate ROWS FILE    writes a deterministic GDELT 2.0 table
// horizon_scan_bench FILE                  scans it with one and two threads, checks the answer against a plain reader,
//                                          prints rows per second and the memory the program itself needed
// Exit status 1 when the answer differs: a fast wrong scan fails.
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "cordon/horizon/scan.hpp"
#include "gdelt_generator.hpp"

namespace {

struct Sum {
  long long events = 0;
  double goldstein = 0.0;
  double conflict = 0.0;
  long long mentions = 0;
};

std::map<std::string, Sum> read_naively(const char* path) {
  std::map<std::string, Sum> sums;
  std::ifstream in(path);
  std::vector<std::string> cells;
  for (std::string line; std::getline(in, line);) {
    cells.clear();
    for (std::size_t at = 0; at != std::string::npos;) {
      const std::size_t tab = line.find('\t', at);
      cells.push_back(line.substr(at, tab == std::string::npos ? tab : tab - at));
      at = tab == std::string::npos ? tab : tab + 1;
    }
    if (cells[7].empty() || cells[17].empty()) continue;
    Sum& sum = sums[cells[7] + cells[17] + cells[1].substr(0, 6)];
    const double goldstein = std::strtod(cells[30].c_str(), nullptr);
    ++sum.events;
    sum.goldstein += goldstein;
    sum.conflict += std::max(0.0, -goldstein);
    sum.mentions += std::strtoll(cells[31].c_str(), nullptr, 10);
  }
  return sums;
}

// Processor time of the whole program: on a machine that is busy with other work it says what one core would reach.
double cpu_seconds() {
  struct rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

bool close(double a, double b) { return std::abs(a - b) <= 1e-9 * std::max(1.0, std::abs(b)); }

bool equal(const cordon::horizon::ScanReport& report, const std::map<std::string, Sum>& sums) {
  if (report.dyads.size() != sums.size() || report.rejected != 0) return false;
  return std::all_of(report.dyads.begin(), report.dyads.end(), [&](const cordon::horizon::DyadPeriod& dyad) {
    const std::string day = dyad.period.to_string();
    const auto found = sums.find(std::string(dyad.actor1.data(), 3) + std::string(dyad.actor2.data(), 3) +
                                 day.substr(0, 4) + day.substr(5, 2));
    return found != sums.end() && found->second.events == dyad.events && found->second.mentions == dyad.mentions &&
           close(static_cast<double>(dyad.goldstein_sum_nano()) / 1e9, found->second.goldstein) &&
           close(static_cast<double>(dyad.conflict_mass_nano) / 1e9, found->second.conflict);
  });
}

int generate(const char* rows, const char* path) {
  std::FILE* const out = std::fopen(path, "wb");
  const bool written = out != nullptr && cordon::bench::write_gdelt2(out, std::strtoull(rows, nullptr, 10), 20201215);
  if (out == nullptr || std::fclose(out) != 0 || !written) return std::fprintf(stderr, "cannot write %s\n", path), 1;
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc == 4 && std::string(argv[1]) == "generate") return generate(argv[2], argv[3]);
  if (argc != 2) return std::fprintf(stderr, "usage: horizon_scan_bench FILE | generate ROWS FILE\n"), 2;
  cordon::horizon::ScanReport last;
  for (const unsigned threads : {1U, 2U}) {
    double best_seconds = 1e9;
    double best_cpu = 1e9;
    for (int repeat = 0; repeat < 5; ++repeat) {
      cordon::horizon::ScanOptions options;
      options.threads = threads;
      const double cpu_start = cpu_seconds();
      const auto start = std::chrono::steady_clock::now();
      auto report = cordon::horizon::scan_events(argv[1], options);
      const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
      if (!report) return std::fprintf(stderr, "%s\n", report.error().to_string().c_str()), 1;
      best_seconds = std::min(best_seconds, took.count());
      best_cpu = std::min(best_cpu, cpu_seconds() - cpu_start);
      last = std::move(report).value();
    }
    std::printf("{\"threads\":%u,\"rows\":%llu,\"seconds\":%.4f,\"rows_per_second\":%.0f,\"cpu_seconds\":%.4f}\n",
                threads, static_cast<unsigned long long>(last.rows), best_seconds,
                static_cast<double>(last.rows) / best_seconds, best_cpu);
  }
  struct rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  std::printf("{\"resident_mb\":%ld}\n", usage.ru_maxrss / 1024);
  if (!equal(last, read_naively(argv[1]))) return std::fprintf(stderr, "the answer differs from a plain reader's\n"), 1;
  std::printf("{\"answer\":\"equal\",\"dyad_months\":%zu}\n", last.dyads.size());
  return 0;
}
