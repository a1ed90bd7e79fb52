// Recognising the texts of an activity as classes of the vocabulary: goods by word and HS code, projects by name,
// places by country. A text that no class knows is 'something else' in an open domain and 'not understood' in a closed
// one.
#pragma once

#include <map>
#include <set>
#include <string>

#include "cordon/measures/activity.hpp"
#include "vocabulary.hpp"

namespace cordon::measures {

struct ClassText {
  bool given = false;       // some text is there, or the type or a name implies a class
  bool recognised = false;  // the text is one the vocabulary understands
  bool resembles = false;   // of an open domain: not understood, but too like a known name to be something else
  std::string text;
  std::set<std::string> classes;
};

// Returns: the type that a general word ("dealing") means with this instrument; the type itself when it says enough.
[[nodiscard]] std::string type_with_instrument(const Vocabulary& vocabulary, const std::string& type,
                                               std::string_view instrument);

// by_name, by_type: classes that a curated name or the activity type implies, used when no text says anything.
[[nodiscard]] ClassText classify(const Domain& domain, const Activity& activity,
                                 const std::map<std::string, std::string>& by_name,
                                 const std::map<std::string, std::string>* by_type);

}  // namespace cordon::measures
