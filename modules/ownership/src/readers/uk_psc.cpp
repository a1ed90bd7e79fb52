// Companies House: persons with significant control, snapshot as JSON lines.
// Source: Companies House PSC snapshot and its natures-of-control codes (published format, read 2026-11-23).
#include <simdjson.h>

#include <algorithm>
#include <array>

#include "cordon/base/limits.hpp"
#include "cordon/ownership/interest_readers.hpp"

namespace cordon::ownership {

namespace {

using simdjson::dom::element;

struct NatureRow {
  std::string_view prefix;
  InterestKind kind;
};

constexpr std::array<NatureRow, 7> kNatures{{
    {"ownership-of-shares-", InterestKind::kShares},
    {"voting-rights-", InterestKind::kVoting},
    {"right-to-appoint-and-remove-", InterestKind::kBoard},
    {"significant-influence-or-control", InterestKind::kControl},
    {"right-to-share-surplus-assets-", InterestKind::kEconomic},
    {"part-right-to-share-surplus-assets-", InterestKind::kEconomic},
    {"registered-owner-as-nominee", InterestKind::kNominee},
}};

std::string text_at(const element& value, const char* name) {
  std::string_view text;
  return value[name].get_string().get(text) == simdjson::SUCCESS ? std::string(text) : std::string{};
}

// Bands of the register: more than 25 up to 50, more than 50 below 75, 75 or more; overseas entities: more than 25.
std::optional<ShareRange> band_of(std::string_view nature) {
  const auto units = [](std::int64_t percent) { return percent * Share::kUnitsPerPercent; };
  const auto between = [&](std::int64_t low, std::int64_t high) {
    return ShareRange{Share::from_units(low), Share::from_units(high)};
  };
  if (nature.find("25-to-50-percent") != std::string_view::npos) return between(units(25) + 1, units(50));
  if (nature.find("50-to-75-percent") != std::string_view::npos) return between(units(50) + 1, units(75) - 1);
  if (nature.find("75-to-100-percent") != std::string_view::npos) return between(units(75), units(100));
  if (nature.find("more-than-25-percent") != std::string_view::npos) return between(units(25) + 1, units(100));
  return std::nullopt;
}

std::string last_part(const std::string& path) {
  const std::size_t slash = path.find_last_of('/');
  return slash == std::string::npos ? path : path.substr(slash + 1);
}

bool is_british(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c); });
  return std::any_of(text.begin(), text.end(), [](char c) { return c > ' '; }) &&
         (text.find("england") != std::string::npos || text.find("wales") != std::string::npos ||
          text.find("scotland") != std::string::npos || text.find("united kingdom") != std::string::npos ||
          text.find("companies house") != std::string::npos || text.find("northern ireland") != std::string::npos ||
          text.find("great britain") != std::string::npos || text == "uk" || text == "gb");
}

// A company on the same register is known by its number there; everybody else by the register's id of the entry.
std::string owner_id(const element& data) {
  element identification;
  if (data["identification"].get(identification) == simdjson::SUCCESS && identification.is_object()) {
    std::string number = text_at(identification, "registration_number");
    number.erase(std::remove(number.begin(), number.end(), ' '), number.end());
    const bool british = is_british(text_at(identification, "country_registered")) ||
                         is_british(text_at(identification, "place_registered"));
    const bool plain = !number.empty() && number.size() <= 8 && std::all_of(number.begin(), number.end(), [](char c) {
      return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
    });
    if (british && plain) {
      if (number.front() >= '0' && number.front() <= '9') number.insert(0, 8 - number.size(), '0');
      return number;
    }
  }
  element links;
  if (data["links"].get(links) != simdjson::SUCCESS || !links.is_object()) return {};
  const std::string id = last_part(text_at(links, "self"));
  return id.empty() ? id : "psc-" + id;
}

// "individual-person-with-significant-control" gives month and year of birth; "legal-person" is no natural person.
PartyFacts facts_of(const element& data, std::string_view kind) {
  PartyFacts facts;
  if (!kind.starts_with("individual")) {
    if (kind.starts_with("corporate-entity") || kind.starts_with("legal-person")) facts.schema = "Organization";
    return facts;
  }
  facts.schema = "Person";
  std::int64_t year = 0;
  std::int64_t month = 0;
  if (data["date_of_birth"]["year"].get_int64().get(year) != simdjson::SUCCESS || year < 1000 || year > 9999) {
    return facts;
  }
  std::string born = std::to_string(year);
  if (data["date_of_birth"]["month"].get_int64().get(month) == simdjson::SUCCESS && month >= 1 && month <= 12) {
    born += (month < 10 ? "-0" : "-") + std::to_string(month);
  }
  facts.birth_dates.push_back(std::move(born));
  return facts;
}

class PscReader {
 public:
  PscReader(const std::string& document, OwnershipGraph::Builder& builder) : document_(document), builder_(builder) {}

  base::Result<InterestImport> read(std::string_view bytes) {
    simdjson::dom::parser parser;
    while (!bytes.empty()) {
      const std::size_t end = std::min(bytes.find('\n'), bytes.size());
      const std::string_view text = bytes.substr(0, end);
      bytes.remove_prefix(std::min(end + 1, bytes.size()));
      ++line_;
      if (text.find_first_not_of(" \t\r") == std::string_view::npos) continue;
      ++report_.records;
      element value;
      if (text.size() > base::kMaxJsonLineBytes ||
          parser.parse(text.data(), text.size()).get(value) != simdjson::SUCCESS || !value.is_object()) {
        reject({}, "expected one JSON object");
        continue;
      }
      CORDON_TRY(read_entry(value));
    }
    return std::move(report_);
  }

 private:
  void reject(std::string record, std::string reason) {
    report_.rejected.push_back({{document_, line_, std::move(record)}, std::move(reason)});
  }

  base::Result<void> read_entry(const element& value) {
    element data;
    const std::string company = text_at(value, "company_number");
    if (value["data"].get(data) != simdjson::SUCCESS || !data.is_object()) {
      reject(company, "data is missing");
      return {};
    }
    const std::string kind = text_at(data, "kind");
    if (kind.starts_with("totals#") || kind == "persons-with-significant-control-statement" ||
        kind.starts_with("exemption")) {
      ++report_.ignored;  // says that nobody is named, or counts the lines
      return {};
    }
    if (company.empty()) {
      reject({}, "company_number is missing");
      return {};
    }
    const std::string owner = owner_id(data);
    if (owner.empty()) {
      reject(company, "the entry has no id");
      return {};
    }
    if (kind.starts_with("super-secure")) {
      ++report_.ignored;  // the register names neither the person nor the nature of control
      return {};
    }
    ++report_.parties;
    builder_.set_caption(owner, text_at(data, "name"));
    builder_.set_facts(owner, facts_of(data, kind));
    return add_natures(data, owner, company);
  }

  base::Result<void> add_natures(const element& data, const std::string& owner, const std::string& company) {
    auto period = Period::parse(text_at(data, "notified_on"), text_at(data, "ceased_on"));
    if (!period) {
      reject(company, period.error().message);
      return {};
    }
    simdjson::dom::array natures;
    if (data["natures_of_control"].get_array().get(natures) != simdjson::SUCCESS) {
      report_.count_unmapped("natures_of_control", "");
      return {};
    }
    for (const element item : natures) {
      std::string_view nature;
      if (item.get_string().get(nature) != simdjson::SUCCESS) continue;
      const auto* const row = std::find_if(kNatures.begin(), kNatures.end(),
                                           [&](const NatureRow& known) { return nature.starts_with(known.prefix); });
      const auto band = band_of(nature);
      const bool needs_band =
          row != kNatures.end() && (row->kind == InterestKind::kShares || row->kind == InterestKind::kVoting);
      if (row == kNatures.end() || (needs_band && !band)) {
        report_.count_unmapped("natures_of_control", nature);
        continue;
      }
      CORDON_TRY(builder_.add({owner,
                               company,
                               band.value_or(ShareRange::unknown()),
                               row->kind,
                               *period,
                               {},
                               static_cast<std::uint32_t>(std::min<std::uint64_t>(line_, INT32_MAX))}));
      ++report_.interests;
    }
    return {};
  }

  std::string document_;
  OwnershipGraph::Builder& builder_;
  std::uint64_t line_ = 0;
  InterestImport report_;
};

}  // namespace

base::Result<InterestImport> read_uk_psc(std::string_view bytes, const std::string& document,
                                         OwnershipGraph::Builder& builder) {
  return PscReader(document, builder).read(bytes);
}

}  // namespace cordon::ownership
