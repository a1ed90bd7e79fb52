// The shipped name tables (data/names), read once into hash maps keyed by the folded word. Internal to the module.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "cordon/match/prepared_name.hpp"
#include "word_map.hpp"

namespace cordon::match {

// What a word is by the tables; several may hold.
struct WordRoles {
  bool title = false;
  bool soft_title = false;     // a title before some names, a name in others
  bool object_title = false;   // MV, M/T: before a vessel's name
  bool object_before = false;  // motor, oil: weightless before an object title
  bool particle = false;       // in people's names
  bool function_word = false;  // of, the, and: in companies' names
  bool servant = false;        // abd, abdul
  bool generation = false;
  bool generic = false;
  bool place = false;
  std::uint8_t common = 0;  // 1 = among the commonest names, 2 = common
};

// What a phrase is as the end of an address.
enum class AddressPlace : std::uint8_t { kNone, kPlace, kNameToo, kCountry };

class NameTables {
 public:
  [[nodiscard]] static std::unique_ptr<const NameTables> load();

  // Words are folded UTF-8 in their own script, or their romanised form.
  [[nodiscard]] WordRoles roles(std::string_view word) const;
  [[nodiscard]] const std::vector<std::uint16_t>& classes(std::string_view word) const;
  // The number a word writes ("forty" -> 40, "first" -> 1). Returns: -1 when none.
  [[nodiscard]] int number(std::string_view word) const;
  // The canonical legal form of a phrase of folded words joined by blanks; empty when it is none.
  [[nodiscard]] std::string_view legal_form(std::string_view phrase) const;
  // Whether any legal form begins with that word. The forms written in single letters are not meant.
  [[nodiscard]] bool begins_legal_form(std::string_view word) const { return legal_beginnings_.find(word) != nullptr; }
  // Phrase: folded words joined by blanks.
  [[nodiscard]] AddressPlace address_place(std::string_view phrase) const;
  [[nodiscard]] std::size_t longest_legal_form() const noexcept { return longest_legal_form_; }
  // Splits a patronymic into base and canonical suffix ("vladimirovitch" -> "vladimir" + "ovich").
  [[nodiscard]] bool split_patronymic(std::string_view form, std::string_view& base, std::string_view& suffix) const;

 private:
  NameTables() = default;
  void load_roles();
  void load_classes();
  void load_legal_forms();

  WordMap<WordRoles> roles_;
  WordMap<std::vector<std::uint16_t>> classes_;
  WordMap<int> numbers_;
  WordMap<AddressPlace> gazetteer_;
  WordMap<std::string> legal_forms_;
  WordMap<bool> legal_beginnings_;                                // their first words
  std::vector<std::pair<std::string, std::string>> patronymics_;  // ending -> canonical, longest first
  std::size_t longest_legal_form_ = 1;
};

}  // namespace cordon::match
