#include "summary.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <utility>
#include <vector>

namespace cordon::store {
namespace {

// A line is for reading: long texts are shortened, long lists counted; fields hold everything.
constexpr std::size_t kMostValueBytes = 100;
constexpr std::size_t kMostValues = 5;

constexpr std::string_view kRemarks = "notes";
constexpr std::array<std::string_view, 6> kNameParts{"firstName",  "secondName", "middleName",
                                                     "fatherName", "lastName",   "nameSuffix"};
// Shorter ones are years and house numbers, which may well occur twice.
constexpr std::size_t kShortestNumber = 5;

struct Noun {
  std::string_view property;
  std::string_view text;
};

constexpr std::array kNouns{
    Noun{"name", "name"},
    Noun{"alias", "alias"},
    Noun{"weakAlias", "weak alias"},
    Noun{"previousName", "former name"},
    Noun{"schema", "kind"},
    Noun{"birthDate", "date of birth"},
    Noun{"birthPlace", "place of birth"},
    Noun{"birthCountry", "country of birth"},
    Noun{"deathDate", "date of death"},
    Noun{"idNumber", "identity number"},
    Noun{"imoNumber", "IMO"},
    Noun{"mmsi", "MMSI"},
    Noun{"innCode", "INN"},
    Noun{"ogrnCode", "OGRN"},
    Noun{"kppCode", "KPP"},
    Noun{"leiCode", "LEI"},
    Noun{"dunsCode", "DUNS"},
    Noun{"swiftBic", "BIC"},
    Noun{"okpoCode", "OKPO"},
    Noun{"vatCode", "VAT number"},
    Noun{"publicKey", "wallet address"},
    Noun{"topics", "topic"},
    Noun{"addressEntity", "address"},
    Noun{"unknownLink.object", "linked to"},
    Noun{"unknownLink.subject", "linked from"},
    Noun{"unknownLink.namesMentioned", "linked to (by name)"},
    Noun{"unknownLink.role", "kind of link"},
    Noun{"ownership.asset", "owned entity"},
    Noun{"ownership.owner", "owner"},
    Noun{"directorship.organization", "directed entity"},
    Noun{"directorship.director", "director"},
    Noun{"family.relative", "relative"},
    Noun{"associate.associate", "associate"},
    Noun{"identification.number", "document number"},
    Noun{"identification.passportNumber", "passport number"},
    Noun{"identification.type", "document type"},
    Noun{"identification.country", "document country"},
    Noun{"identification.holder", "document holder"},
    Noun{"sanction.startDate", "listing date"},
    Noun{"sanction.listingDate", "listing date"},
    Noun{"sanction.reason", "reason for listing"},
};

// "sanction.listingDate" -> "sanction listing date" for properties without a noun of their own.
std::string noun_of(std::string_view property) {
  const auto at = std::ranges::find(kNouns, property, &Noun::property);
  if (at != kNouns.end()) return std::string(at->text);
  std::string text;
  for (const char c : property) {
    if (c == '.') {
      text += ' ';
    } else if (c >= 'A' && c <= 'Z') {
      text += ' ';
      text += static_cast<char>(c - 'A' + 'a');
    } else {
      text += c;
    }
  }
  return text;
}

std::string shortened(const std::string& value) {
  if (value.size() <= kMostValueBytes) return value;
  std::size_t end = kMostValueBytes;
  // Not inside a character: UTF-8 continuation bytes are 10xxxxxx.
  while (end > 0 && (static_cast<unsigned char>(value[end]) & 0xC0U) == 0x80U) --end;
  return value.substr(0, end) + "...";
}

bool inside_character(const std::string& text, std::size_t at) {
  return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U;
}

// Two long texts, shortened around the place where they begin to differ: their beginnings alone may read the same.
std::pair<std::string, std::string> shortened_pair(const std::string& before, const std::string& after) {
  constexpr std::size_t kLeadBytes = 30;
  const auto same = static_cast<std::size_t>(
      std::mismatch(before.begin(), before.end(), after.begin(), after.end()).first - before.begin());
  if (same + kLeadBytes < kMostValueBytes) return {shortened(before), shortened(after)};
  std::size_t start = same - kLeadBytes;
  while (start > 0 && inside_character(before, start)) --start;
  const auto tail = [start](const std::string& text) { return "..." + shortened(text.substr(start)); };
  return {tail(before), tail(after)};
}

std::string listed(const std::vector<std::string>& values) {
  std::string text;
  const std::size_t shown = std::min(values.size(), kMostValues);
  for (std::size_t i = 0; i < shown; ++i) {
    if (i > 0) text += ", ";
    text += shortened(values[i]);
  }
  if (values.size() > shown) text += " and " + std::to_string(values.size() - shown) + " more";
  return text;
}

struct Values {
  std::string property;
  std::vector<std::string> removed;
  std::vector<std::string> added;
};

bool contains(const std::vector<std::string>& values, const std::string& value) {
  return std::ranges::find(values, value) != values.end();
}

// "a; b; c." -> a, b, c
std::vector<std::string> pieces(const std::vector<std::string>& texts) {
  std::vector<std::string> result;
  for (const std::string& text : texts) {
    for (std::size_t begin = 0; begin < text.size();) {
      const std::size_t end = std::min(text.find(';', begin), text.size());
      std::string piece = text.substr(begin, end - begin);
      piece.erase(0, piece.find_first_not_of(" \n\t"));
      while (!piece.empty() && (piece.back() == '.' || piece.back() == ' ')) piece.pop_back();
      if (!piece.empty()) result.push_back(std::move(piece));
      begin = end + 1;
    }
  }
  return result;
}

class Summary {
 public:
  explicit Summary(const SubjectChange& change) {
    for (const FieldChange& field : change.fields) {
      Values values{field.property, {}, {}};
      for (const std::string& value : field.before) {
        if (!contains(field.after, value)) values.removed.push_back(value);
      }
      for (const std::string& value : field.after) {
        if (!contains(field.before, value)) values.added.push_back(value);
      }
      fields_.push_back(std::move(values));
    }
  }

  std::string text() {
    programmes();
    moved("alias", "weakAlias", "alias strong to weak: ");
    moved("weakAlias", "alias", "alias weak to strong: ");
    moved("name", "alias", "name became alias: ");
    moved("name", "previousName", "name became former name: ");
    moved("alias", "name", "alias became name: ");
    leave_out_details();
    const std::optional<Values> remarks = take(kRemarks);
    for (const Noun& noun : kNouns) plain(noun.property);  // the order of the table, then the rest by name
    while (!fields_.empty()) plain(std::string(fields_.front().property));
    if (remarks) this->remarks(*remarks);
    return std::move(text_);
  }

 private:
  Values* find(std::string_view property) {
    const auto at = std::ranges::find(fields_, property, &Values::property);
    return at == fields_.end() ? nullptr : &*at;
  }

  std::optional<Values> take(std::string_view property) {
    Values* found = find(property);
    if (found == nullptr) return std::nullopt;
    std::optional<Values> values(std::move(*found));
    fields_.erase(fields_.begin() + (found - fields_.data()));
    return values;
  }

  // Parts of a name say nothing new beside the name, nor the kind and country of a document beside its number.
  void leave_out_details() {
    if (find("name") != nullptr) {
      for (const std::string_view part : kNameParts) erase(part);
    }
    if (find("identification.number") != nullptr) {
      for (const std::string_view detail : {"identification.type", "identification.country", "identification.holder"}) {
        erase(detail);
      }
    }
  }

  // One number often stands in several properties (passport, document, identity): it is quoted once.
  void drop_quoted_numbers(std::vector<std::string>& values, char direction) {
    std::erase_if(values, [&](const std::string& value) {
      const bool number = value.size() >= kShortestNumber && value.find_first_of("0123456789") != std::string::npos;
      return number && !quoted_.insert(direction + value).second;
    });
  }

  // Remarks repeat in prose what other properties say. They are quoted only where they are all that changed, and then
  // by the pieces that came and went.
  void remarks(const Values& values) {
    if (!text_.empty()) return say("remarks changed");
    const std::vector<std::string> old_pieces = pieces(values.removed);
    const std::vector<std::string> new_pieces = pieces(values.added);
    Values difference;
    for (const std::string& piece : old_pieces) {
      if (!contains(new_pieces, piece)) difference.removed.push_back(piece);
    }
    for (const std::string& piece : new_pieces) {
      if (!contains(old_pieces, piece)) difference.added.push_back(piece);
    }
    if (difference.removed.empty() && difference.added.empty()) return say("remarks reworded");
    say_difference("remarks", difference);
  }

  void say(const std::string& part) {
    if (!text_.empty()) text_ += "; ";
    text_ += part;
  }

  // Programmes stand on the subject, on its sanctions, or on both; an id and its name say the same twice.
  void programmes() {
    std::vector<std::string> said;
    bool ids = false;
    for (const std::string_view property : {"programId", "sanction.programId", "program", "sanction.program"}) {
      const Values* values = find(property);
      if (values == nullptr) continue;
      const bool is_id = property.ends_with("Id");
      if (is_id || !ids) {
        for (const std::string& value : values->added) say_once("added to programme " + shortened(value), said);
        for (const std::string& value : values->removed) say_once("removed from programme " + shortened(value), said);
      }
      ids = ids || is_id;
      if (!values->added.empty() || !values->removed.empty()) erase(property);
    }
  }

  void say_once(const std::string& part, std::vector<std::string>& said) {
    if (contains(said, part)) return;
    said.push_back(part);
    say(part);
  }

  // A value that left one property and came to another.
  void moved(std::string_view from, std::string_view to, const std::string& words) {
    Values* source = find(from);
    Values* target = find(to);
    if (source == nullptr || target == nullptr) return;
    std::vector<std::string> both;
    for (const std::string& value : source->removed) {
      if (contains(target->added, value)) both.push_back(value);
    }
    if (both.empty()) return;
    say(words + listed(both));
    std::erase_if(source->removed, [&](const std::string& value) { return contains(both, value); });
    std::erase_if(target->added, [&](const std::string& value) { return contains(both, value); });
    if (source->removed.empty() && source->added.empty()) erase(from);
    if (target = find(to); target != nullptr && target->removed.empty() && target->added.empty()) erase(to);
  }

  void plain(std::string_view property) {
    const Values* values = find(property);
    if (values == nullptr) return;
    if (property == kRawRecord) {
      say("the list's record changed where cordon maps no property");
    } else {
      Values left = *values;
      if (property == "imoNumber") {  // the noun says it
        for (auto* values_of_side : {&left.removed, &left.added}) {
          for (std::string& value : *values_of_side) value.erase(0, value.starts_with("IMO") ? 3 : 0);
        }
      }
      drop_quoted_numbers(left.removed, '-');
      drop_quoted_numbers(left.added, '+');
      const bool all_quoted = left.removed.empty() && left.added.empty();
      const bool had_any = !values->removed.empty() || !values->added.empty();
      if (!all_quoted || !had_any) say_difference(noun_of(property), left);
    }
    erase(std::string(property));
  }

  void say_difference(const std::string& noun, const Values& values) {
    if (values.removed.size() == 1 && values.added.size() == 1) {
      const auto [before, after] = shortened_pair(values.removed.front(), values.added.front());
      say(noun + " changed from " + before + " to " + after);
    } else if (values.removed.empty() && values.added.empty()) {
      say(noun + " given more or less often");
    } else {
      if (!values.added.empty()) say(noun + " added: " + listed(values.added));
      if (!values.removed.empty()) say(noun + " removed: " + listed(values.removed));
    }
  }

  void erase(std::string_view property) {
    std::erase_if(fields_, [&](const Values& values) { return values.property == property; });
  }

  std::vector<Values> fields_;
  std::set<std::string> quoted_;  // numbers that were said, with + or - in front
  std::string text_;
};

}  // namespace

std::string summarise(const SubjectChange& change) {
  const std::string under = change.programmes.empty() ? std::string() : " under " + listed(change.programmes);
  switch (change.kind) {
    case ChangeKind::kAdded:
      return "newly listed" + under + " as " + shortened(change.caption) + " (" + change.schema + ")";
    case ChangeKind::kRemoved:
      return change.programmes.empty() ? "delisted" : "delisted (was listed" + under + ")";
    case ChangeKind::kChanged:
      break;
  }
  return Summary(change).text();
}

}  // namespace cordon::store
