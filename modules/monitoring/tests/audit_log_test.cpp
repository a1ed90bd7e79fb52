#include "cordon/monitoring/audit_log.hpp"

#include <gmock/gmock.h>

namespace cordon::monitoring {
namespace {

std::vector<AuditRecord> sample_log() {
  std::vector<AuditRecord> log;
  AuditHead head;
  for (int i = 0; i < 4; ++i) {
    const base::Timestamp at(std::chrono::seconds(1'700'000'000 + i));
    log.push_back(chain(head, {at, "anna", "alert.note", {{"b", "2"}, {"a", "caf\xC3\xA9 \"x\"\n"}}}));
    head = {log.back().sequence, log.back().hash};
  }
  return log;
}

TEST(AuditLog, record_is_the_documented_text) {
  const AuditRecord record = sample_log()[0];
  EXPECT_EQ(
      record.text,
      "{\"action\":\"alert.note\",\"actor\":\"anna\",\"at\":\"2023-11-14T22:13:20Z\",\"payload\":{\"a\":\"caf\xC3\xA9 "
      "\\\"x\\\"\\n\",\"b\":\"2\"},\"previous\":"
      "\"0000000000000000000000000000000000000000000000000000000000000000\",\"seq\":1}");
  EXPECT_EQ(record.hash, base::ContentHash::of(record.text));
}

TEST(AuditLog, lines_come_back) {
  for (const AuditRecord& record : sample_log()) {
    const auto read = record_of_line(export_line(record));
    ASSERT_TRUE(read) << read.error().to_string();
    EXPECT_EQ(*read, record);
  }
}

// Every byte of every line, replaced by every other value of its low bits and by a digit: always found.
TEST(AuditLog, any_flipped_byte_is_found) {
  const std::vector<AuditRecord> log = sample_log();
  for (std::size_t flipped = 0; flipped < log.size(); ++flipped) {
    const std::string line = export_line(log[flipped]);
    for (std::size_t at = 0; at < line.size(); ++at) {
      for (const int mask : {1, 2, 4, 8, 16, 32, 64, 128}) {
        std::string damaged = line;
        damaged[at] = static_cast<char>(damaged[at] ^ mask);
        ChainVerifier verifier;
        bool found = false;
        for (std::size_t i = 0; i < log.size() && !found; ++i) {
          const auto record = record_of_line(i == flipped ? damaged : export_line(log[i]));
          found = !record || !verifier.add(*record);
        }
        EXPECT_TRUE(found) << "byte " << at << " of record " << flipped + 1 << " mask " << mask;
      }
    }
  }
}

TEST(AuditLog, missing_and_swapped_records_are_found) {
  const std::vector<AuditRecord> log = sample_log();
  ChainVerifier missing;
  ASSERT_TRUE(missing.add(log[0]));
  const auto gap = missing.add(log[2]);
  ASSERT_FALSE(gap);
  EXPECT_THAT(gap.error().message, ::testing::HasSubstr("expected record 2, found record 3"));
  ChainVerifier anchored;
  anchored.look_for(log[2].hash);
  for (const AuditRecord& record : log) ASSERT_TRUE(anchored.add(record));
  EXPECT_TRUE(anchored.met_anchor());
}

// Source: RFC 4231, test case 2.
TEST(AuditLog, keyed_digest_is_hmac_sha256) {
  EXPECT_EQ(keyed_digest("Jefe", "what do ya want for nothing?"),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  // Test case 6: a key longer than a block.
  EXPECT_EQ(keyed_digest(std::string(131, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First"),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

}  // namespace
}  // namespace cordon::monitoring
