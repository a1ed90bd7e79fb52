// With a memory and without, a clustering gives the same; and what is remembered is not searched for again.
#include "cordon/cluster/name_memory.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "cordon/cluster/clustering.hpp"

namespace cordon::cluster {
namespace {

// Lists that share words, so that many names come near each other; they change like lists do.
class Lists {
 public:
  explicit Lists(unsigned seed) : random_(seed) {
    for (int i = 0; i < 90; ++i) add();
  }

  void change() {
    for (int i = 0; i < 9; ++i) {
      switch (pick(5)) {
        case 0:
          add();
          break;
        case 1:
          people_.erase(people_.begin() + static_cast<std::ptrdiff_t>(pick(people_.size())));
          break;
        case 2:
          some().names.push_back(name());
          break;
        case 3:
          some().birth = birth();
          break;
        default:
          some().list = pick(kLists.size());  // delisted here, listed there
      }
    }
  }
  // Without one list at times, as when it is looked at another day.
  [[nodiscard]] std::vector<Subject> subjects(std::size_t left_out) const {
    std::vector<model::SourcedEntity> entities;
    for (const Person& person : people_) {
      if (person.list == left_out) continue;
      model::Entity entity{model::EntityId{"p-" + std::to_string(person.id)}, "Person"};
      for (const std::string& name : person.names) entity.add("name", name);
      entity.add("birthDate", person.birth);
      entity.add("nationality", "eg");
      const model::EntityId id = entity.id();
      entities.push_back({model::SourceId{kLists[person.list]}, {std::move(entity), id, true, {}}});
    }
    return subjects_of(model::MemoryEntitySource{std::move(entities)});
  }
  std::size_t pick(std::size_t below) { return std::uniform_int_distribution<std::size_t>(0, below - 1)(random_); }

  static constexpr std::array<const char*, 3> kLists{"list_a", "list_b", "list_c"};

 private:
  struct Person {
    int id = 0;
    std::size_t list = 0;
    std::vector<std::string> names;
    std::string birth;
  };
  std::string name() {
    static const std::vector<std::string> words{"Tariq",  "Salim", "Haruni", "Karim",  "Nasser", "Wahid",
                                                "Qasimi", "Yusuf", "Idris",  "Mansur", "Rahat",  "Zubair"};
    return words[pick(words.size())] + " " + words[pick(words.size())] + " " + words[pick(words.size())];
  }
  std::string birth() { return std::to_string(1950 + pick(3)) + "-03-1" + std::to_string(pick(3)); }
  void add() {
    // Half of them stand on some list already.
    const bool again = !people_.empty() && pick(2) == 0;
    Person person = again ? some() : Person{0, 0, {name()}, birth()};
    person.id = next_++;
    // The first list is the largest.
    person.list = std::min<std::size_t>(pick(5), 4) / 2;
    people_.push_back(std::move(person));
  }
  Person& some() { return people_[pick(people_.size())]; }

  std::mt19937 random_;
  int next_ = 0;
  std::vector<Person> people_;
};

std::string text_of(const Clustering& clustering) {
  std::string text;
  const auto add = [&text](const auto&... parts) { ((text += parts, text += ' '), ...); };
  const auto add_all = [&](const std::vector<std::string>& texts) {
    for (const std::string& each : texts) add(each, ";");
    text += '\n';
  };
  for (const Link& link : clustering.links) {
    add("link", std::to_string(link.a), std::to_string(link.b), basis_name(link.basis));
    text += ::testing::PrintToString(link.name_score) + " ";
    add_all(link.reasons);
  }
  for (const Cluster& cluster : clustering.clusters) {
    add("cluster", cluster.id.str(), ::testing::PrintToString(cluster.members), ::testing::PrintToString(cluster.links),
        "\n");
  }
  for (const ReviewItem& item : clustering.review) {
    add("review", std::to_string(item.a), std::to_string(item.b), ::testing::PrintToString(item.name_score));
    add_all(item.reasons);
    add_all(item.doubts);
  }
  return text + ::testing::PrintToString(clustering.cluster_of);
}

TEST(NameMemory, ClustersAreTheSameWithItAndWithout) {
  std::size_t links = 0;
  std::size_t reviews = 0;
  for (unsigned seed = 1; seed <= 6; ++seed) {
    Lists lists(seed);
    NameMemory memory;
    Options options;
    options.memory = &memory;
    options.threads = 1 + seed % 2;
    for (int step = 0; step < 8; ++step) {
      SCOPED_TRACE("seed " + std::to_string(seed) + ", step " + std::to_string(step));
      const std::vector<Subject> subjects = lists.subjects(step % 3 == 2 ? lists.pick(3) : 3);
      const Clustering anew = cluster(subjects, {});
      EXPECT_EQ(text_of(cluster(subjects, {}, options)), text_of(anew));
      EXPECT_EQ(memory.keys.size(), subjects.size());
      memory = decode_memory(encode_memory(memory, match::Policy::standard()), match::Policy::standard());
      EXPECT_EQ(memory.keys.size(), subjects.size());
      links += anew.links.size();
      reviews += anew.review.size();
      lists.change();
    }
  }
  EXPECT_GT(links, 100U);
  EXPECT_GT(reviews, 100U);
}

TEST(NameMemory, WhatItHasIsNotSearchedForAgain) {
  Lists lists(7);
  const std::vector<Subject> subjects = lists.subjects(3);
  NameMemory memory;
  Options options;
  options.memory = &memory;
  const std::string anew = text_of(cluster(subjects, {}, options));
  ASSERT_FALSE(memory.pairs.empty());
  memory.pairs.clear();
  EXPECT_NE(text_of(cluster(subjects, {}, options)), anew);  // nothing was found again
  memory = {};
  EXPECT_EQ(text_of(cluster(subjects, {}, options)), anew);
}

TEST(NameMemory, ARecordGivenTwiceIsNotRemembered) {
  Lists lists(8);
  std::vector<Subject> subjects = lists.subjects(3);
  subjects.push_back(subjects.back());
  NameMemory memory;
  Options options;
  options.memory = &memory;
  const std::string anew = text_of(cluster(subjects, {}));
  EXPECT_EQ(text_of(cluster(subjects, {}, options)), anew);
  EXPECT_TRUE(memory.keys.empty());
  EXPECT_EQ(text_of(cluster(subjects, {}, options)), anew);
}

TEST(NameMemory, ARecordThatComesASecondTimeIsComparedAnew) {
  Lists lists(8);
  std::vector<Subject> subjects = lists.subjects(3);
  NameMemory memory;
  Options options;
  options.memory = &memory;
  static_cast<void>(cluster(subjects, {}, options));
  ASSERT_FALSE(memory.pairs.empty());
  const std::size_t count = subjects.size();
  for (std::size_t i = 0; i < count; ++i) subjects.push_back(subjects[i]);
  EXPECT_EQ(text_of(cluster(subjects, {}, options)), text_of(cluster(subjects, {})));
}

NameMemory small_memory() {
  NameMemory memory;
  for (std::uint8_t i = 0; i < 3; ++i) memory.keys.push_back({i, 1, 2, 3});
  memory.pairs = {{0, 2, 0.75}, {1, 2, 1.0}};
  return memory;
}

TEST(NameMemory, BytesGiveItBack) {
  const match::Policy& policy = match::Policy::standard();
  const std::string bytes = encode_memory(small_memory(), policy);
  EXPECT_EQ(decode_memory(bytes, policy), small_memory());
  EXPECT_EQ(decode_memory(encode_memory({}, policy), policy), NameMemory{});
}

// docs/formats/name-memory.md. The first text depends on the program and is left out here.
TEST(NameMemory, BytesAreAsDocumented) {
  const std::string bytes = encode_memory(small_memory(), match::Policy::standard());
  const auto basis_size = static_cast<std::size_t>(static_cast<unsigned char>(bytes[0]));
  ASSERT_LT(basis_size, 0x80U);
  const std::string basis = bytes.substr(1, basis_size);
  EXPECT_TRUE(basis.starts_with("cordon name memory 1\n")) << basis;
  EXPECT_TRUE(basis.ends_with("\nonboarding/" + std::to_string(match::Policy::standard().revision()))) << basis;
  std::string expected = "\x03";
  for (char i = 0; i < 3; ++i) expected += std::string{i, 1, 2, 3} + std::string(12, '\0');
  // 0.75 is 0x3FE8000000000000, 1.0 is 0x3FF0000000000000.
  expected += std::string("\x02\x00\x02\x80\x80\xa0\xff\x03\x00\x01\x02\x80\x80\xc0\xff\x03\x00", 17);
  EXPECT_EQ(bytes.substr(1 + basis_size, bytes.size() - 33 - basis_size), expected);
}

TEST(NameMemory, DamagedBytesAndOtherPoliciesGiveNothing) {
  const match::Policy& policy = match::Policy::standard();
  const std::string bytes = encode_memory(small_memory(), policy);
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    EXPECT_EQ(decode_memory(bytes.substr(0, i), policy), NameMemory{}) << i;
    std::string damaged = bytes;
    damaged[i] = static_cast<char>(damaged[i] ^ 0x10);
    EXPECT_EQ(decode_memory(damaged, policy), NameMemory{}) << i;
  }
  EXPECT_EQ(decode_memory(bytes, match::Policy::find("ofac").value()), NameMemory{});
}

}  // namespace
}  // namespace cordon::cluster
