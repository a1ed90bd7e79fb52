// Names as lists run them together in one field: lists of aliases, and aliases behind a name.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace cordon::ingest {

// "A Co., Ltd., B Limited": separated by ';' or else by commas; a part that is only a legal form belongs to the name
// before it. "a.k.a." and "f.k.a." in front of a part are taken off.
[[nodiscard]] std::vector<std::string> split_aliases(std::string_view text);

// "Hukic, Bajro (a.k.a. Bob Hukic; Bab Hucici)" and "X Ltd, a.k.a. XL, a.k.a. X" -> the name, and what is behind it.
void split_alias_tail(std::string_view text, std::string& name, std::vector<std::string>& aliases);

// "Hukic, Bajro" -> "Bajro Hukic"; names of companies ("Trading Co., Inc.") and names without a comma stay.
[[nodiscard]] std::string natural_order(const std::string& name);

}  // namespace cordon::ingest
