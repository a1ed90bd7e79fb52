#include "ofac_table_parts.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <string>

#include "cordon/base/csv.hpp"
#include "ofac_fixed.hpp"
#include "ofac_text.hpp"

namespace cordon::ingest::ofac {
namespace {

constexpr std::array<TablePart, 4> kParts{kMain, kAddresses, kAliases, kComments};

bool is_number(std::string_view field) { return !field.empty() && field.size() <= 10 && digit_count(field) > 0; }

bool is_alias_type(std::string_view text) {
  const std::string type = ascii_lowered(text);
  return type == "aka" || type == "fka" || type == "nka" || type == "a.k.a." || type == "f.k.a." || type == "n.k.a.";
}

// Whether a data row can be one of this table.
bool fits(const TablePart& part, const std::vector<std::string>& fields) {
  if (fields.size() != part.columns || !is_number(field_text(fields[0]))) return false;
  if (part.part == kAddresses.part) return is_number(field_text(fields[1]));
  if (part.part == kAliases.part) return is_number(field_text(fields[1])) && is_alias_type(field_text(fields[2]));
  return !field_text(fields[1]).empty();
}

// The part a file name claims; empty when it claims none.
std::string_view named_part(std::string_view file_name) {
  const std::string name = ascii_lowered(file_name);
  if (name.find("comments") != std::string::npos) return kComments.part;
  if (name.starts_with("cons_prim") || name.starts_with("sdn")) return kMain.part;
  if (name.starts_with("add") || name.starts_with("cons_add")) return kAddresses.part;
  if (name.starts_with("alt") || name.starts_with("cons_alt")) return kAliases.part;
  return {};
}

// What stays of a file name when the words for the list and the part are taken out: "sdn_2021-07" -> "_2021-07".
std::string name_rest(std::string_view stem) {
  std::string rest = ascii_lowered(stem);
  for (std::string_view word :
       {"cons_prim", "cons_add", "cons_alt", "cons_comments", "sdn_comments", "comments", "sdn", "add", "alt"}) {
    if (rest.starts_with(word)) return rest.substr(word.size());
  }
  return rest;
}

struct SetKey {
  std::string place;  // directory or archive
  bool consolidated = false;
  std::string rest;
  friend auto operator<=>(const SetKey&, const SetKey&) = default;
};

SetKey key_of(const Input& input) {
  SetKey key;
  key.place = input.container == Container::kZip ? input.path.string() : input.path.parent_path().string();
  key.consolidated = input.file_name.find("cons") != std::string::npos;
  key.rest = name_rest(input.stem);
  return key;
}

using Sets = std::map<SetKey, std::map<std::string, std::vector<GroupPart>>>;

bool has_main(const Sets::mapped_type& set) { return set.contains(std::string(kMain.part)); }

// Where parts without a main file of their own name may go: the one set with a main file in the same place, else the
// one set that has a main file at all. nullptr when there is none or more than one.
Sets::mapped_type* home_of(const SetKey& key, Sets& sets) {
  for (const bool same_place : {true, false}) {
    Sets::mapped_type* home = nullptr;
    std::size_t count = 0;
    for (auto& [other, set] : sets) {
      if (!has_main(set) || other.consolidated != key.consolidated) continue;
      if (same_place && other.place != key.place) continue;
      home = &set;
      ++count;
    }
    if (count == 1) return home;
  }
  return nullptr;
}

base::Error parts_without_main(const Sets::mapped_type& set) {
  std::string found;
  const Input* first = nullptr;
  for (const auto& [part, inputs] : set) {
    found += (found.empty() ? "" : ", ") + part;
    if (first == nullptr) first = &inputs.front().input;
  }
  return base::Error{base::ErrorCode::kMissingField,
                     "expected the main file of an OFAC set (sdn.csv or cons_prim.csv, or .pip) with its parts, found "
                     "only: " +
                         found,
                     {first->document, 0, {}}};
}

}  // namespace

std::string_view field_text(std::string_view field) noexcept {
  const std::string_view text = trimmed(field);
  return text == "-0-" ? std::string_view{} : text;
}

bool is_header(const std::vector<std::string>& fields) {
  if (fields.empty()) return false;
  const std::string first = ascii_lowered(field_text(fields[0]));
  const bool names_number = first.find("ent") != std::string::npos || first.find("num") != std::string::npos ||
                            first.find("id") != std::string::npos;
  return names_number && std::none_of(first.begin(), first.end(), is_ascii_digit);
}

Detection detect_table(const Input& input, char delimiter) {
  const std::string_view named = named_part(input.file_name);
  const std::string_view extension = delimiter == '|' ? ".pip" : ".csv";
  const bool same_extension = input.file_name.ends_with(extension);
  base::CsvReader reader(input.head, {.delimiter = delimiter, .stop_at_ctrl_z = true}, input.document);
  std::vector<std::string> fields;
  bool header = false;
  for (int row = 0; row < 2; ++row) {
    const base::Result<bool> more = reader.next(fields);
    if (!more.has_value() || !*more) break;
    if (row == 0 && is_header(fields)) {
      header = true;
      continue;
    }
    for (const TablePart& part : kParts) {
      if (!fits(part, fields)) continue;
      // Two columns and a number are little to go by: the name must say so too.
      if (part.part == kComments.part) {
        if (named != part.part && !header) return {};
        return {named == part.part ? 90 : 50, std::string(part.part)};
      }
      return {named == part.part ? 95 : 80, std::string(part.part)};
    }
    break;
  }
  // A damaged file is still refused under its own name, with the line that is wrong.
  const std::size_t delimiters = static_cast<std::size_t>(std::count(
      input.head.begin(),
      input.head.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(input.head.size(), 4096)), delimiter));
  if (!named.empty() && same_extension && delimiters > 0) return {40, std::string(named)};
  return {};
}

Detection detect_fixed_table(const Input& input) {
  const std::string_view line = std::string_view(input.head).substr(0, input.head.find('\n'));
  if (const std::string_view part = fixed_part(line); !part.empty()) return {90, std::string(part)};
  const std::string_view named = named_part(input.file_name);
  if (named.empty() || !input.file_name.ends_with(".ff")) return {};
  return {40, std::string(named)};
}

base::Result<std::vector<InputGroup>> group_tables(std::vector<GroupPart> parts, std::string_view format) {
  Sets sets;
  for (GroupPart& part : parts) {
    auto& set = sets[key_of(part.input)];
    set[part.part].push_back(std::move(part));
  }
  for (auto at = sets.begin(); at != sets.end();) {
    if (has_main(at->second)) {
      ++at;
      continue;
    }
    Sets::mapped_type* home = home_of(at->first, sets);
    if (home == nullptr) return parts_without_main(at->second);
    for (auto& [part, inputs] : at->second) {
      auto& there = (*home)[part];
      std::move(inputs.begin(), inputs.end(), std::back_inserter(there));
    }
    at = sets.erase(at);
  }
  std::vector<InputGroup> groups;
  for (auto& [key, set] : sets) {
    // Several main files under one name are several publications; parts could belong to any of them.
    std::vector<GroupPart>& mains = set[std::string(kMain.part)];
    for (const auto& [part, inputs] : set) {
      if (inputs.size() > 1 && (part != kMain.part || set.size() > 1)) {
        return base::Error{base::ErrorCode::kInvalidArgument,
                           "expected one '" + part + "' file of an OFAC set, found " + std::to_string(inputs.size()) +
                               " (import one publication at a time)",
                           {inputs[1].input.document, 0, {}}};
      }
    }
    for (GroupPart& main : mains) {
      InputGroup& group = groups.emplace_back();
      group.format = format;
      group.parts.push_back(std::move(main));
    }
    for (const TablePart& part : {kAddresses, kAliases, kComments}) {
      const auto found = set.find(std::string(part.part));
      if (found != set.end()) groups.back().parts.push_back(std::move(found->second.front()));
    }
  }
  return groups;
}

}  // namespace cordon::ingest::ofac
