// Writes an invented list in OFAC's Advanced XML and measures reading it; the answer is checked.
//   bench_ofac FILE [PROFILES [RELATIONSHIPS]]     writes FILE, reads it, prints one JSON line
#include <sys/resource.h>

#include <chrono>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <string>

#include "advanced_xml.hpp"
#include "cordon/ingest/read_list.hpp"
#include "cordon/model/schema.hpp"

namespace {

using cordon::base::Result;

class Counter final : public cordon::model::ListEntitySink {
 public:
  Result<void> add(cordon::model::ListEntity&& entity) override {
    const auto* schema = cordon::model::SchemaRegistry::instance().find(entity.entity.schema());
    const bool document = entity.entity.is_a("Identification");
    if (schema != nullptr && schema->is_edge() && !document) {
      ++relationships;
      if (!entity.entity.values("startDate").empty()) ++dated;
    }
    if (entity.entity.is_a("Sanction") && !entity.entity.values("listingDate").empty()) ++listed;
    return {};
  }
  std::uint64_t relationships = 0;
  std::uint64_t dated = 0;
  std::uint64_t listed = 0;
};

int fail(const std::string& message) {
  std::cerr << message << "\n";
  return 1;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) return fail("usage: bench_ofac FILE [PROFILES [RELATIONSHIPS]]");
  cordon::bench::AdvancedXmlOptions options;
  if (argc > 2) options.profiles = static_cast<std::uint32_t>(std::stoul(argv[2]));
  if (argc > 3) options.relationships = static_cast<std::uint32_t>(std::stoul(argv[3]));
  {
    std::ofstream out(argv[1], std::ios::binary);
    cordon::bench::write_advanced_xml(out, options);
    if (!out) return fail("cannot write the file");
  }
  cordon::ingest::ReadOptions read;
  read.source = cordon::model::SourceId{"us_ofac_sdn"};
  Counter counter;
  const auto start = std::chrono::steady_clock::now();
  const auto groups = cordon::ingest::group_inputs({argv[1]}, read);
  if (!groups) return fail(groups.error().to_string());
  const auto list = cordon::ingest::read_group(groups->front(), read, counter);
  if (!list) return fail(list.error().to_string());
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  const std::uint64_t dated = (options.relationships + 2) / 3;  // the generator dates every third
  if (list->subjects != options.profiles || counter.relationships != options.relationships || counter.dated != dated ||
      counter.listed != options.profiles || list->unmapped_total != 0) {
    return fail("expected every profile, relationship and date, found " + std::to_string(list->subjects) + " / " +
                std::to_string(counter.relationships) + " / " + std::to_string(counter.dated));
  }
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  std::cout << "{\"profiles\":" << list->subjects << ",\"relationships\":" << counter.relationships
            << ",\"entities\":" << list->entities << ",\"seconds\":" << seconds << ",\"peak_kib\":" << usage.ru_maxrss
            << "}\n";
  return 0;
}
