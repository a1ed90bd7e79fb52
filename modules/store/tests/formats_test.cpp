// The persisted bytes: round trips, damage, and one example of each format held byte for byte.
#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>

#include "body_codec.hpp"
#include "manifest.hpp"
#include "store_fixture.hpp"
#include "varint.hpp"

namespace cordon::store {
namespace {

using namespace cordon::store::testing;

std::string hex(std::string_view bytes) {
  static constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  for (const char c : bytes) {
    text += kDigits[static_cast<unsigned char>(c) >> 4U];
    text += kDigits[static_cast<unsigned char>(c) & 15U];
  }
  return text;
}

TEST(BodyCodec, bytes_of_format_1) {
  std::string bytes;
  encode_body(subject("p", "Person", {{"name", "AB"}, {"name", "C"}}), bytes);
  //              format, self|subject, "p", "Person",        1 property "name", 2 values "AB", "C"
  EXPECT_EQ(hex(bytes),
            "0109"
            "0170"
            "06506572736f6e"
            "01"
            "046e616d65"
            "02"
            "024142"
            "0143");
  EXPECT_EQ(hex(std::string(reinterpret_cast<const char*>(hash_body(bytes).data()), 16)),
            base::ContentHash::of(bytes).hex().substr(0, 32));
  encode_body(part("x", "Address", "p", {}), bytes);
  EXPECT_EQ(hex(bytes),
            "0104"
            "0178"
            "0170"
            "0741646472657373"
            "00");
}

TEST(BodyCodec, every_cut_and_every_flip_is_noticed_or_harmless) {
  std::string bytes;
  encode_body(subject("p", "Person", {{"name", "AB"}}, "raw"), bytes);
  for (std::size_t size = 0; size < bytes.size(); ++size) EXPECT_FALSE(decode_body(bytes.substr(0, size))) << size;
  EXPECT_FALSE(decode_body(bytes + "x"));
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    for (unsigned bit = 0; bit < 8U; ++bit) {
      std::string damaged = bytes;
      damaged[at] = static_cast<char>(static_cast<unsigned char>(damaged[at]) ^ (1U << bit));
      static_cast<void>(decode_body(damaged));  // must not crash
      EXPECT_NE(body_checksum(damaged), body_checksum(bytes));
      EXPECT_NE(hash_body(damaged), hash_body(bytes));
    }
  }
}

RC_GTEST_PROP(BodyCodec, round_trip, ()) {
  const auto id = *rc::gen::nonEmpty<std::string>();
  ListEntity entity;
  entity.entity = model::Entity(EntityId{id}, *rc::gen::arbitrary<std::string>());
  for (const auto& [property, value] : *rc::gen::arbitrary<std::vector<std::pair<std::string, std::string>>>()) {
    entity.entity.add(property, value);
  }
  entity.is_subject = *rc::gen::arbitrary<bool>();
  entity.subject_id = EntityId{*rc::gen::element(std::string(), id, std::string("other"))};
  if (*rc::gen::arbitrary<bool>()) entity.raw_hash = base::ContentHash::of(id);
  std::string bytes;
  encode_body(entity, bytes);
  const auto back = decode_body(bytes);
  RC_ASSERT(back.has_value());
  RC_ASSERT(back->entity == entity.entity);
  RC_ASSERT(back->subject_id == entity.subject_id);
  RC_ASSERT(back->is_subject == entity.is_subject);
  RC_ASSERT(back->raw_hash == entity.raw_hash);
}

RC_GTEST_PROP(BodyCodec, any_bytes_are_refused_or_read, (const std::string& bytes)) {
  const auto entity = decode_body(bytes);
  if (!entity) RC_ASSERT(entity.error().code == base::ErrorCode::kDamaged);
}

TEST(Manifest, bytes_of_format_1) {
  const std::string bytes = encode_manifest({{1, 2, 300}, 2, 0x0102030405060708U});
  EXPECT_EQ(hex(bytes.substr(0, bytes.size() - 8)),
            "01"
            "03"
            "02"
            "0807060504030201"
            "01"
            "01"
            "aa02");
}

TEST(Manifest, damage_is_noticed) {
  const std::string bytes = encode_manifest({{1, 2, 300}, 2, 77});
  ASSERT_TRUE(decode_manifest(bytes));
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    std::string damaged = bytes;
    damaged[at] = static_cast<char>(static_cast<unsigned char>(damaged[at]) ^ 1U);
    EXPECT_FALSE(decode_manifest(damaged)) << at;
    EXPECT_FALSE(decode_manifest(bytes.substr(0, at))) << at;
  }
}

RC_GTEST_PROP(Manifest, round_trip, (const std::set<std::uint32_t>& keys, std::uint64_t sum)) {
  Manifest manifest;
  for (const std::uint32_t key : keys) manifest.keys.push_back(static_cast<BodyKey>(key) + 1);
  manifest.body_sum = sum;
  const auto back = decode_manifest(encode_manifest(manifest));
  RC_ASSERT(back.has_value());
  RC_ASSERT(*back == manifest);
}

TEST(Manifest, difference_of_keys) {
  const KeyDifference d = difference({1, 2, 5}, {2, 3, 5, 9});
  EXPECT_THAT(d.only_before, ::testing::ElementsAre(1));
  EXPECT_THAT(d.only_after, ::testing::ElementsAre(3, 9));
  EXPECT_THAT(d.common, ::testing::ElementsAre(2, 5));
}

TEST(VersionRef, numbers_and_dates) {
  EXPECT_EQ(std::get<std::uint32_t>(*parse_version_ref("12")), 12U);
  EXPECT_EQ(std::get<Date>(*parse_version_ref("2021-08-19")), day("2021-08-19"));
  for (const char* bad : {"", "x", "-1", "12x", "2021-13-01", "2021-08", "99999999999"}) {
    EXPECT_FALSE(parse_version_ref(bad)) << bad;
  }
}

}  // namespace
}  // namespace cordon::store
