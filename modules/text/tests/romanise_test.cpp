#include "cordon/text/romanise.hpp"

#include <gtest/gtest.h>

#include <array>
#include <span>
#include <string>

namespace cordon::text {
namespace {

TEST(SoundKey, JoinsSpellingsOfOneSound) {
  EXPECT_EQ(sound_key("sergej"), sound_key("sergey"));
  EXPECT_EQ(sound_key("abdullah"), sound_key("abdulla"));
  EXPECT_EQ(sound_key("smirnoff"), sound_key("smirnov"));
  EXPECT_EQ(sound_key("poutine"), sound_key("putin"));
  EXPECT_EQ(sound_key("xi"), sound_key("shi"));
  // Rules of three letters and more win over those of the first two.
  EXPECT_EQ(sound_key("chtchukin"), sound_key("shchukin"));
  EXPECT_EQ(sound_key("schtschukin"), sound_key("shtshukin"));
  EXPECT_EQ(sound_key("dzhugashvili"), sound_key("jugashvili"));
  EXPECT_EQ(sound_key("dschamal"), sound_key("djamal"));
  EXPECT_EQ(sound_key("tschechow"), sound_key("tchechow"));
  EXPECT_EQ(sound_key("tshombe"), sound_key("chombe"));
  // The end of the word decides between them.
  EXPECT_EQ(sound_key("d"), "d");
  EXPECT_EQ(sound_key("sc"), "sk");
  EXPECT_EQ(sound_key("dsc"), "dsk");
  EXPECT_EQ(sound_key("a11b"), "a11b");
  EXPECT_EQ(sound_key(""), "");
}

// Every short word over letters that rules begin with: the beginning of the key is the key's beginning.
TEST(SoundKey, BeginningIsThatOfTheWholeKey) {
  constexpr std::string_view kLetters = "acdefhijnstxz7";
  std::size_t changed = 0;
  for (std::size_t number = 0; number < 200'000; ++number) {
    std::string form;
    for (std::size_t rest = number * 2'654'435'761U % 105'413'504U; rest > 0; rest /= kLetters.size()) {
      form += kLetters[rest % kLetters.size()];
    }
    if (number % 3 == 0) form += "ff";
    const std::string whole = sound_key(form);
    std::array<char, 5> out{};
    for (std::size_t size = 0; size <= out.size(); ++size) {
      const std::size_t written = sound_key(form, std::span(out).first(size));
      ASSERT_EQ(std::string_view(out.data(), written), std::string_view(whole).substr(0, size)) << form;
    }
    changed += whole != form ? 1U : 0U;
  }
  EXPECT_GT(changed, 100'000U);
}

TEST(Romanise, TakesUtf8OfAnyScript) {
  EXPECT_EQ(romanise("ivan7", Script::kLatin).forms, (std::vector<std::string>{"ivan7"}));
  EXPECT_TRUE(romanise("\u02BB", Script::kLatin).forms.empty());
  EXPECT_EQ(romanise("\u0434\u0435\u0440\u0438\u043F\u0430\u0441\u043A\u0430", Script::kCyrillic).forms.front(),
            "deripaska");
  const Romanised han = romanise("\u738B", Script::kHan);
  EXPECT_TRUE(han.syllables);
  EXPECT_EQ(han.forms.front(), "wang");
}

}  // namespace
}  // namespace cordon::text
