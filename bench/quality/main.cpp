// The quality lab: labelled pairs, cross-script pairs, perturbation suites, alert rates. Prints tables; see README.md.
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <map>
#include <string>

#include "suites.hpp"

namespace {

using cordon::base::Result;

constexpr const char* kUsage =
    "quality [--policy P] [--threads N] [--sample N] [--seed N] [--errors] [--dump FILE] [--dump-search FILE]\n"
    "        [--save FILE] [--previous FILE]\n"
    "        [--ofac DIR --red-team yes] [--ofac DIR --book CSV [--reviewed CSV] [--shadow POLICY]]\n"
    "        [--pairs CSV] [--latin CSV] [--arabic CSV] [--scripts CSV]\n"
    "        [--spellings TXT --name NAME] [--ofac DIR] [--listed CSV] [--people CSV]\n";

int fail(const cordon::base::Error& error) {
  std::cerr << "quality: " << error.to_string() << '\n';
  return 1;
}

}  // namespace

int main(int argc, char** argv) {
  std::map<std::string, std::string> options;
  for (int i = 1; i < argc; ++i) {
    const std::string key = argv[i];
    if (key == "--errors") {
      options[key] = "1";
    } else if (key.starts_with("--") && i + 1 < argc) {
      options[key] = argv[++i];
    } else {
      std::cerr << kUsage;
      return 2;
    }
  }
  const auto option = [&](const char* key) { return options.contains(key) ? options[key] : std::string(); };
  const Result<cordon::match::Policy> policy = cordon::match::Policy::find(option("--policy"));
  if (!policy) return fail(policy.error());
  cordon::bench::Context context{*policy};
  cordon::bench::Ledger ledger;
  context.ledger = &ledger;
  if (options.contains("--threads")) context.threads = static_cast<unsigned>(std::atoi(option("--threads").c_str()));
  if (options.contains("--sample")) context.sample = static_cast<std::size_t>(std::atoll(option("--sample").c_str()));
  if (options.contains("--seed")) context.seed = static_cast<std::uint64_t>(std::atoll(option("--seed").c_str()));
  context.show_errors = options.contains("--errors");
  std::cout << "policy " << policy->name() << " revision " << policy->revision() << '\n';

  const auto run = [](const Result<void>& result) { return result ? 0 : fail(result.error()); };
  int status = 0;
  using namespace cordon::bench;
  if (options.contains("--pairs")) status |= run(run_pairs(option("--pairs"), option("--dump"), context, std::cout));
  if (options.contains("--latin"))
    status |= run(run_two_columns(option("--latin"), "Cyrillic-Latin names", context, std::cout));
  if (options.contains("--arabic"))
    status |= run(run_two_columns(option("--arabic"), "Arabic-English tokens", context, std::cout));
  if (options.contains("--scripts"))
    status |= run(run_two_columns(option("--scripts"), "cross-script pairs", context, std::cout));
  if (options.contains("--spellings")) {
    status |= run(run_spellings(option("--spellings"), option("--name"), option("--people"), context, std::cout));
  }
  if (options.contains("--ofac") && options.contains("--people") && !options.contains("--listed")) {
    status |=
        run(run_fixed_alert_rate(option("--ofac"), option("--people"), option("--dump-search"), context, std::cout));
  }
  if (options.contains("--ofac") && options.contains("--people") && options.contains("--listed")) {
    status |= run(run_listed_people(option("--listed"), option("--ofac"), option("--people"), context, std::cout));
  }
  if (options.contains("--red-team")) status |= run(run_red_team(option("--ofac"), context, std::cout));
  if (options.contains("--book") && options.contains("--shadow")) {
    status |= run(run_shadow(option("--ofac"), option("--book"), option("--shadow"), context, std::cout));
  } else if (options.contains("--book")) {
    status |= run(run_threshold_report(option("--ofac"), option("--book"), option("--reviewed"), context, std::cout));
  }
  if (options.contains("--previous"))
    status |= run(ledger.print_difference(option("--previous"), policy->default_threshold(), std::cout));
  if (options.contains("--save")) status |= run(ledger.write(option("--save")));
  return status;
}
