#include "name_tables.hpp"

#include <algorithm>
#include <cstdlib>

#include "cordon/base/embedded_data.hpp"
#include "cordon/text/unicode.hpp"

namespace cordon::match {

std::span<const base::EmbeddedFile> embedded_files() noexcept;

namespace {

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t at = text.find(separator);
    std::string_view part = text.substr(0, at);
    while (!part.empty() && part.front() == ' ') part.remove_prefix(1);
    while (!part.empty() && (part.back() == ' ' || part.back() == '\r')) part.remove_suffix(1);
    parts.push_back(part);
    if (at == std::string_view::npos) return parts;
    text = text.substr(at + 1);
  }
}

// Calls row(cells) for each line that is neither empty nor a comment; cells are separated by commas.
template <typename Row>
void for_each_row(std::string_view path, Row&& row) {
  std::string_view text = base::find_embedded(embedded_files(), path);
  if (text.empty()) std::abort();  // a file of the build is missing: programmer error
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    if (line.empty() || line.front() == '#') continue;
    row(split(line, ','));
  }
}

std::string folded(std::string_view word) { return text::encode_utf8(text::fold(word)); }

constexpr std::uint16_t kClassIds = 0x2000;  // the bit above marks patronymics, the two above that the strength

// Strength of a class by the name its rows give; the two top bits of the class id.
std::uint16_t strength_bits(std::string_view name) {
  if (name == "variant") return 3U << 14U;
  if (name == "cognate") return 2U << 14U;
  if (name == "word") return 1U << 14U;
  if (name == "nickname") return 0;
  std::abort();  // the shipped table is wrong: a programmer error, caught by the tests
}

}  // namespace

std::unique_ptr<const NameTables> NameTables::load() {
  std::unique_ptr<NameTables> tables(new NameTables);
  tables->load_roles();
  tables->load_classes();
  tables->load_legal_forms();
  return tables;
}

void NameTables::load_roles() {
  const auto each = [this](std::string_view path, auto&& set) {
    for_each_row(path, [&](const std::vector<std::string_view>& cells) {
      for (const std::string_view word : split(cells.back(), ';')) {
        if (!word.empty()) set(roles_[folded(word)], cells.front());
      }
    });
  };
  each("names/titles.csv", [](WordRoles& r, std::string_view kind) {
    (kind == "object"          ? r.object_title
     : kind == "object_before" ? r.object_before
     : kind == "generation"    ? r.generation
     : kind == "soft"          ? r.soft_title
                               : r.title) = true;
  });
  each("names/particles.csv", [](WordRoles& r, std::string_view kind) {
    (kind == "servant" ? r.servant : kind == "function" ? r.function_word : r.particle) = true;
  });
  each("names/common_names.csv", [](WordRoles& r, std::string_view kind) {
    const std::uint8_t grade = kind == "1" ? 1 : 2;
    r.common = r.common == 0 ? grade : std::min(r.common, grade);
  });
  each("names/generic_words.csv", [](WordRoles& r, std::string_view) { r.generic = true; });
  each("names/places.csv", [](WordRoles& r, std::string_view) { r.place = true; });
  for_each_row("names/gazetteer.csv", [this](const std::vector<std::string_view>& cells) {
    const AddressPlace kind = cells.front() == "name"      ? AddressPlace::kNameToo
                              : cells.front() == "country" ? AddressPlace::kCountry
                                                           : AddressPlace::kPlace;
    for (const std::string_view phrase : split(cells.back(), ';')) gazetteer_[folded(phrase)] = kind;
  });
  for_each_row("names/numbers.csv", [this](const std::vector<std::string_view>& cells) {
    for (const std::string_view word : split(cells.back(), ';')) {
      const std::string form = folded(word);
      if (numbers_.find(form) == nullptr) numbers_[form] = std::atoi(std::string(cells.front()).c_str());
    }
  });
}

void NameTables::load_classes() {
  std::uint16_t next = 1;
  const auto add_row = [&](std::string_view strength, std::string_view words) {
    if (next >= kClassIds) std::abort();  // the id would run into the bits above it; as in strength_bits()
    const std::uint16_t id = static_cast<std::uint16_t>(strength_bits(strength) | next++);
    for (const std::string_view word : split(words, ';')) {
      std::vector<std::uint16_t>& list = classes_[folded(word)];
      if (std::find(list.begin(), list.end(), id) != list.end()) continue;
      if (list.size() == Token{}.classes.size()) std::abort();  // a class would be lost without a word
      list.push_back(id);
    }
  };
  for_each_row("names/classes.csv",
               [&](const std::vector<std::string_view>& cells) { add_row(cells.front(), cells.back()); });
  for_each_row("names/places.csv",
               [&](const std::vector<std::string_view>& cells) { add_row("variant", cells.back()); });
}

void NameTables::load_legal_forms() {
  for_each_row("names/legal_forms.csv", [this](const std::vector<std::string_view>& cells) {
    for (const std::string_view phrase : split(cells.back(), ';')) {
      longest_legal_form_ =
          std::max(longest_legal_form_, static_cast<std::size_t>(std::count(phrase.begin(), phrase.end(), ' ')) + 1);
      const std::string form = folded(phrase);
      legal_beginnings_[std::string_view(form).substr(0, form.find(' '))] = true;
      if (legal_forms_.find(form) == nullptr) legal_forms_[form] = cells.front();
    }
  });
  for_each_row("names/patronymics.csv", [this](const std::vector<std::string_view>& cells) {
    for (const std::string_view ending : split(cells.back(), ';')) patronymics_.emplace_back(ending, cells.front());
  });
  std::stable_sort(patronymics_.begin(), patronymics_.end(),
                   [](const auto& a, const auto& b) { return a.first.size() > b.first.size(); });
}

WordRoles NameTables::roles(std::string_view word) const {
  const auto* const found = roles_.find(word);
  return found == nullptr ? WordRoles{} : *found;
}

const std::vector<std::uint16_t>& NameTables::classes(std::string_view word) const {
  static const std::vector<std::uint16_t> none;
  const auto* const found = classes_.find(word);
  return found == nullptr ? none : *found;
}

int NameTables::number(std::string_view word) const {
  const auto* const found = numbers_.find(word);
  return found == nullptr ? -1 : *found;
}

AddressPlace NameTables::address_place(std::string_view phrase) const {
  const auto* const found = gazetteer_.find(phrase);
  return found == nullptr ? AddressPlace::kNone : *found;
}

std::string_view NameTables::legal_form(std::string_view phrase) const {
  const auto* const found = legal_forms_.find(phrase);
  return found == nullptr ? std::string_view{} : std::string_view(*found);
}

bool NameTables::split_patronymic(std::string_view form, std::string_view& base, std::string_view& suffix) const {
  for (const auto& [ending, canonical] : patronymics_) {
    if (form.size() >= ending.size() + 3 && form.ends_with(ending)) {
      base = form.substr(0, form.size() - ending.size());
      suffix = canonical;
      return true;
    }
  }
  return false;
}

}  // namespace cordon::match
