#include "named_events.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>
#include <fstream>
#include <map>
#include <optional>
#include <unordered_map>

#include "cordon/base/file.hpp"
#include "cordon/model/country.hpp"
#include "event_sums.hpp"

namespace cordon::horizon {
namespace {

using base::Date;
using base::Error;
using base::ErrorCode;
using base::Result;

constexpr std::string_view kFirstColumn = "Event ID\t";
constexpr double kMostIntensity = 10.0;
constexpr double kNano = 1e9;
constexpr std::size_t kMaxFoundBytes = 60;
constexpr std::size_t kMaxDyadPeriods = 4'000'000;

std::vector<std::string_view> fields_of(std::string_view line) {
  if (line.ends_with('\r')) line.remove_suffix(1);
  std::vector<std::string_view> out;
  for (;;) {
    const std::size_t end = line.find('\t');
    out.push_back(line.substr(0, end));
    if (end == std::string_view::npos) return out;
    line.remove_prefix(end + 1);
  }
}

// Where the columns stand; both tables are read by name, because their order differs between releases.
struct Layout {
  bool polecat = false;
  std::size_t columns = 0;
  std::size_t date = 0, intensity = 0, source_country = 0, target_country = 0, source = 0, target = 0;
  std::size_t code = 0;  // ICEWS: CAMEO code; POLECAT: event type
  std::optional<std::size_t> mode, contexts;
};

Result<Layout> layout_of(std::string_view header, const std::string& path) {
  std::unordered_map<std::string_view, std::size_t> index;
  const std::vector<std::string_view> names = fields_of(header);
  for (std::size_t i = 0; i < names.size(); ++i) index.emplace(names[i], i);
  Layout out;
  out.columns = names.size();
  out.polecat = index.contains("Event Type");
  Result<void> missing{};
  const auto at = [&](std::initializer_list<const char*> any) -> std::size_t {
    for (const char* name : any) {
      if (const auto found = index.find(name); found != index.end()) return found->second;
    }
    missing = Error{ErrorCode::kMissingField, std::string("expected a column '") + *any.begin() + "'", {path, 1, {}}};
    return 0;
  };
  out.date = at({"Event Date"});
  out.intensity = at({"Intensity", "Event Intensity"});
  out.source_country = out.polecat ? at({"Actor Country"}) : at({"Source Country"});
  out.target_country = out.polecat ? at({"Recipient Country"}) : at({"Target Country"});
  out.source = out.polecat ? at({"Actor Name"}) : at({"Source Name"});
  out.target = out.polecat ? at({"Recipient Name"}) : at({"Target Name"});
  out.code = out.polecat ? at({"Event Type"}) : at({"CAMEO Code"});
  if (out.polecat) {
    out.mode = at({"Event Mode"});
    out.contexts = at({"Contexts"});
  }
  if (!missing) return missing.error();
  return out;
}

// "Russian Federation", "RUS", "Russian Federation;Ukraine" (the first that is known) -> RUS. Remembers: names repeat.
class Countries {
 public:
  std::string_view code_of(std::string_view cell) {
    const auto [at, is_new] = known_.try_emplace(std::string(cell));
    if (is_new) {
      for (std::string_view rest = cell; !rest.empty();) {
        const std::size_t end = std::min(rest.find(';'), rest.size());
        if (const auto code = model::country_code(rest.substr(0, end))) at->second = model::country_alpha3(*code);
        if (at->second.size() == 3) break;
        rest.remove_prefix(std::min(end + 1, rest.size()));
      }
      for (char& c : at->second) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
      const auto is_capital = [](char c) { return c >= 'A' && c <= 'Z'; };
      if (at->second.size() != 3 || !std::all_of(at->second.begin(), at->second.end(), is_capital)) at->second.clear();
    }
    return at->second;
  }

 private:
  std::unordered_map<std::string, std::string> known_;
};

class NamedScan {
 public:
  NamedScan(const Layout& layout, const EventCodes& codes, const ScanOptions& options)
      : layout_(layout), codes_(codes), options_(options) {}

  void add(std::string_view line, std::uint64_t number) {
    ++report_.rows;
    number_ = number;
    const std::vector<std::string_view> fields = fields_of(line);
    if (fields.size() != layout_.columns) {
      return reject("expected " + std::to_string(layout_.columns) + " columns, as the first line has", line);
    }
    SeenEvent event;
    if (!read(fields, event)) return;
    ++report_.parsed;
    event.country1 = sources_.code_of(fields[layout_.source_country]);
    event.country2 = targets_.code_of(fields[layout_.target_country]);
    if (!event.has_goldstein) ++report_.without_goldstein;
    if (event.country1.empty() || event.country2.empty()) {
      ++report_.without_dyad;
    } else if (options_.one_a_day &&
               !seen_.is_first(event.days, fields[layout_.source], fields[layout_.target], fields[layout_.code])) {
      ++report_.repeated;
    } else {
      add_event(table_, event);
    }
  }

  [[nodiscard]] ScanReport finish() {
    for (const auto& [reason, rows] : reasons_) report_.reject_reasons.push_back({reason, rows});
    report_.dyads = table_.sorted();
    report_.columns = static_cast<unsigned>(layout_.columns);
    report_.header = true;
    report_.format = layout_.polecat ? "polecat" : "icews";
    return std::move(report_);
  }

 private:
  void reject(const std::string& reason, std::string_view found) {
    ++report_.rejected;
    ++reasons_[reason];
    if (report_.reject_examples.size() >= options_.reject_examples) return;
    report_.reject_examples.push_back({number_, reason, std::string(found.substr(0, kMaxFoundBytes))});
  }

  // Everything but the countries. Returns: false when the row was rejected.
  bool read(const std::vector<std::string_view>& fields, SeenEvent& event) {
    const std::string_view day = fields[layout_.date];
    const auto date = Date::parse(std::string(day.substr(0, 10)));
    if (!date) return reject("Event Date is not a day (YYYY-MM-DD)", day), false;
    event.days = date->days();
    event.period = options_.period == ScanPeriod::kDay ? event.days : event.days - date->day() + 1;
    const std::string_view code = fields[layout_.code];
    const EventCode* cameo = nullptr;
    if (layout_.polecat) {
      event.quad = codes_.plover_quad(code);
      if (event.quad == 0) return reject("Event Type is not a type of PLOVER", code), false;
      if (options_.by_issue) event.issue = codes_.plover_issue(code, fields[*layout_.mode], fields[*layout_.contexts]);
    } else {
      cameo = codes_.cameo(code);
      if (cameo == nullptr) return reject("CAMEO Code is not a code of CAMEO", code), false;
      event.quad = cameo->quad;
      if (options_.by_issue) event.issue = cameo->issue;
    }
    const std::string_view text = fields[layout_.intensity];
    double intensity = cameo == nullptr ? 0.0 : cameo->goldstein;  // where the row has none, the table's
    event.has_goldstein = !text.empty() || cameo != nullptr;
    if (!text.empty()) {
      const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), intensity);
      const bool whole = error == std::errc{} && end == text.data() + text.size();
      if (!whole || !(std::abs(intensity) <= kMostIntensity)) {
        return reject("Intensity is not a number from -10 to 10", text), false;
      }
    }
    event.goldstein_nano = std::llround(intensity * kNano);
    event.mentions = 1;
    return true;
  }

  const Layout& layout_;
  const EventCodes& codes_;
  const ScanOptions& options_;
  ScanReport report_;
  std::map<std::string, std::uint64_t> reasons_;
  std::uint64_t number_ = 0;
  DyadTable table_;
  OneADay seen_;
  Countries sources_, targets_;
};

}  // namespace

Result<bool> is_named_table(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in.is_open()) return Error{ErrorCode::kIo, "cannot read the file", {path, 0, {}}};
  std::string head(kFirstColumn.size(), '\0');
  in.read(head.data(), static_cast<std::streamsize>(head.size()));
  return head == kFirstColumn;
}

Result<ScanReport> scan_named_events(const std::string& path, const ScanOptions& options) {
  CORDON_ASSIGN(const std::string text, base::read_file(path));
  CORDON_ASSIGN(const EventCodes codes, EventCodes::shipped());
  std::string_view rest = text;
  const auto next_line = [&rest] {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return line;
  };
  CORDON_ASSIGN(const Layout layout, layout_of(next_line(), path));
  NamedScan scan{layout, codes, options};
  for (std::uint64_t number = 2; !rest.empty(); ++number) scan.add(next_line(), number);
  ScanReport report = scan.finish();
  if (report.dyads.size() > kMaxDyadPeriods) {
    return Error{ErrorCode::kOutOfRange,
                 "expected at most " + std::to_string(kMaxDyadPeriods) + " dyad periods in one file",
                 {path, 0, {}}};
  }
  return report;
}

}  // namespace cordon::horizon
