#include "cordon/ingest/input.hpp"

#include <gtest/gtest.h>
#include <zlib.h>

#include <fstream>

#include "encoding.hpp"
#include "reading.hpp"

namespace cordon::ingest::testing {
namespace {

namespace fs = std::filesystem;

class InputTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto* const info = ::testing::UnitTest::GetInstance()->current_test_info();
    directory_ = fs::path(::testing::TempDir()) / (std::string("cordon_input_") + info->name());
    fs::remove_all(directory_);
    fs::create_directories(directory_);
  }
  void TearDown() override { fs::remove_all(directory_); }

  fs::path write(const std::string& name, std::string_view bytes) {
    const fs::path path = directory_ / name;
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << bytes;
    return path;
  }
  // Grouping and reading of all groups; the first error, else empty.
  std::string error_of(const std::vector<fs::path>& paths, ReadOptions options = {}) {
    const auto groups = group_inputs(paths, options);
    if (!groups) return groups.error().to_string();
    for (const InputGroup& group : *groups) {
      model::ListEntityCollector collector;
      const auto description = read_group(group, options, collector);
      if (!description) return description.error().to_string();
    }
    return {};
  }

  fs::path directory_;
};

void append_number(std::string& out, std::uint32_t value, int bytes) {
  for (int i = 0; i < bytes; ++i) out += static_cast<char>(static_cast<unsigned char>(value >> (8 * i)));
}

std::uint32_t crc32_of(std::string_view bytes) {
  std::uint32_t crc = 0xFFFFFFFFU;
  for (const char c : bytes) {
    crc ^= static_cast<unsigned char>(c);
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1U) ^ ((crc & 1U) != 0 ? 0xEDB88320U : 0U);
  }
  return ~crc;
}

std::string gzip(std::string_view bytes) {
  z_stream stream{};
  std::string out(bytes.size() + bytes.size() / 100 + 100, '\0');
  EXPECT_EQ(deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
  std::string in(bytes);
  stream.next_in = reinterpret_cast<Bytef*>(in.data());
  stream.avail_in = static_cast<uInt>(in.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(out.size() - stream.avail_out);
  deflateEnd(&stream);
  return out;
}

// Text that does not compress, always the same.
std::string random_text(std::size_t size) {
  std::string out;
  std::uint32_t state = 1;
  while (out.size() < size) {
    state = state * 1'664'525U + 1'013'904'223U;
    out += static_cast<char>('a' + (state >> 24U) % 26);
  }
  return out;
}

struct Member {
  std::string name;
  std::string bytes;
};

// A zip archive of stored members. Source: APPNOTE.TXT 6.3, sections 4.3.7, 4.3.12, 4.3.16.
std::string zip_stored(const std::vector<Member>& members) {
  std::string out;
  std::string directory;
  const auto common = [](std::string& to, const Member& member) {
    append_number(to, 20, 2);
    append_number(to, 0, 2);
    append_number(to, 0, 2);
    append_number(to, 0, 4);
    append_number(to, crc32_of(member.bytes), 4);
    append_number(to, static_cast<std::uint32_t>(member.bytes.size()), 4);
    append_number(to, static_cast<std::uint32_t>(member.bytes.size()), 4);
    append_number(to, static_cast<std::uint32_t>(member.name.size()), 2);
    append_number(to, 0, 2);
  };
  for (const Member& member : members) {
    const auto offset = static_cast<std::uint32_t>(out.size());
    out += "PK\x03\x04";
    common(out, member);
    out += member.name + member.bytes;
    directory += "PK\x01\x02";
    append_number(directory, 20, 2);
    common(directory, member);
    append_number(directory, 0, 2);
    append_number(directory, 0, 2);
    append_number(directory, 0, 2);
    append_number(directory, 0, 4);
    append_number(directory, offset, 4);
    directory += member.name;
  }
  const auto start = static_cast<std::uint32_t>(out.size());
  out += directory + "PK\x05\x06";
  append_number(out, 0, 4);
  append_number(out, static_cast<std::uint32_t>(members.size()), 2);
  append_number(out, static_cast<std::uint32_t>(members.size()), 2);
  append_number(out, static_cast<std::uint32_t>(directory.size()), 4);
  append_number(out, start, 4);
  append_number(out, 0, 2);
  return out;
}

constexpr std::string_view kLine = R"({"id":"a","schema":"Person","properties":{"name":["A"]}})";

TEST_F(InputTest, PlainGzipAndZipGiveTheSameBytesAndHash) {
  const std::string text = std::string(kLine) + "\n";
  const base::ContentHash expected = base::ContentHash::of(text);
  for (const fs::path& path : {write("a/own.json", text), write("b/own.json.gz", gzip(text)),
                               write("c/set.zip", zip_stored({{"dir/own.json", text}})),
                               write("d/own.json", gzip(text))}) {  // by content, not by extension
    const auto inputs = inputs_of_file(path);
    ASSERT_TRUE(inputs) << inputs.error().to_string();
    ASSERT_EQ(inputs->size(), 1U);
    EXPECT_EQ(inputs->front().head, text);
    EXPECT_EQ(inputs->front().stem, "own");
    const auto whole = read_whole(inputs->front());
    ASSERT_TRUE(whole) << whole.error().to_string();
    EXPECT_EQ(whole->bytes, text);
    EXPECT_EQ(whole->hash, expected);
    const auto groups = group_inputs({path}, {});
    ASSERT_TRUE(groups) << groups.error().to_string();
    EXPECT_EQ(groups->front().source.str(), "own");
    EXPECT_EQ(groups->front().format, "ftm-json");
    EXPECT_EQ(error_of({path}), "");
  }
}

TEST_F(InputTest, BigInputsAreReadInPieces) {
  std::string text;
  for (int i = 0; text.size() < 3'000'000; ++i)
    text += R"({"id":")" + std::to_string(i) + R"(","schema":"Person","properties":{"name":["A"]}})" + "\n";
  const auto groups = group_inputs({write("big.json.gz", gzip(text))}, {});
  ASSERT_TRUE(groups);
  model::ListEntityCollector collector;
  const auto description = read_group(groups->front(), {}, collector);
  ASSERT_TRUE(description) << description.error().to_string();
  EXPECT_EQ(description->content, base::ContentHash::of(text));
  EXPECT_EQ(description->subjects, static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n')));
}

TEST_F(InputTest, DamageGivesOneErrorThatNamesTheFile) {
  const std::string gz = gzip(std::string(kLine) + "\n" + random_text(200'000) + "\n");
  EXPECT_NE(error_of({write("cut.json.gz", gz.substr(0, gz.size() / 2))}).find("expected an intact compressed file"),
            std::string::npos);
  EXPECT_NE(error_of({write("empty.json", "")}).find("expected a list, found an empty file"), std::string::npos);
  EXPECT_NE(error_of({write("empty.json.gz", gzip(""))}).find("found an empty file"), std::string::npos);
  EXPECT_NE(error_of({write("nested.json.gz", gzip(gzip("x")))}).find("archive inside an archive"), std::string::npos);
  EXPECT_NE(error_of({write("nested.zip", zip_stored({{"in.zip", zip_stored({{"a", "b"}})}}))}).find("archive inside"),
            std::string::npos);
  EXPECT_NE(error_of({write("x.rar", "Rar!1234")}).find("another kind of archive"), std::string::npos);
  EXPECT_NE(error_of({write("x.txt", "hello, world\n")})
                .find("x.txt: expected a list in a known format, found content that starts with 'hello, world.'"),
            std::string::npos);
  EXPECT_NE(error_of({directory_ / "missing.csv"}).find("missing.csv: no such file"), std::string::npos);
  EXPECT_NE(error_of({write("broken.zip", "PK\x03\x04 nonsense")}).find("broken.zip"), std::string::npos);
}

TEST_F(InputTest, ABombIsStoppedByItsRatio) {
  const std::string line = std::string(kLine) + "\n";
  const std::string bomb = gzip(line + std::string(30'000'000, ' '));
  EXPECT_LT(bomb.size(), 40'000U);
  EXPECT_NE(error_of({write("bomb.json.gz", bomb)}).find("expected a compression ratio of at most 200"),
            std::string::npos);
  // A list of repeated records compresses well and is none.
  std::string records;
  for (int i = 0; i < 30'000; ++i) {
    records += R"({"id":")" + std::to_string(i) + R"(","schema":"Person","properties":{"name":["A"]}})" + "\n";
  }
  EXPECT_EQ(error_of({write("list.json.gz", gzip(records))}), "");
}

TEST_F(InputTest, AChangedByteInACompressedFileIsFound) {
  std::string text;
  for (int i = 0; i < 1000; ++i)
    text += R"({"id":")" + std::to_string(i * 7919) + R"(","schema":"Person","properties":{"name":["A"]}})" + "\n";
  const std::string good = gzip(text);
  std::string bad = good;
  bad[bad.size() - 6] = static_cast<char>(bad[bad.size() - 6] ^ 1);  // in the checksum: all bytes inflate well
  EXPECT_NE(error_of({write("bad.json.gz", bad)}).find("incorrect data check"), std::string::npos);
  EXPECT_NE(error_of({write("tail.json.gz", good + "tail")}).find("other data behind"), std::string::npos);
  EXPECT_EQ(error_of({write("padded.json.gz", good + std::string(512, '\0'))}), "");
  EXPECT_EQ(error_of({write("twice.json.gz", good + gzip(std::string(kLine) + "\n"))}), "")
      << "members one behind the other are one file";
}

TEST_F(InputTest, DirectoriesAreExpandedAndCompanionsReported) {
  write("in/b.json", std::string(kLine) + "\n");
  write("in/a.csv", "id,name\n1,A\n");
  write("in/README.md", "# about\n");
  write("in/deep/c.json", std::string(kLine) + "\n");
  write("in/.hidden", "x");
  const auto groups = group_inputs({directory_ / "in"}, {});
  ASSERT_TRUE(groups) << groups.error().to_string();
  ASSERT_EQ(groups->size(), 3U);
  ASSERT_EQ(groups->front().skipped.size(), 1U);
  EXPECT_EQ(groups->front().skipped[0].path.filename(), "README.md");
  write("in/notes.txt", "not a list");
  EXPECT_NE(error_of({directory_ / "in"}).find("notes.txt"), std::string::npos);
  fs::create_directories(directory_ / "none");
  EXPECT_NE(error_of({directory_ / "none"}).find("expected at least one list"), std::string::npos);
}

TEST_F(InputTest, TheUsersSourceWins) {
  ReadOptions options;
  options.source = model::SourceId{"my_list"};
  const auto groups = group_inputs({write("x.csv", "id,name\n1,A\n")}, options);
  ASSERT_TRUE(groups);
  EXPECT_EQ(groups->front().source.str(), "my_list");
}

TEST(Encoding, Entities) {
  EXPECT_EQ(decode_html_entities("A &amp; B &#39;C&#x27; &amp;#39;D &quot;E&lt;"), "A & B 'C' 'D \"E<");
  EXPECT_EQ(decode_html_entities("AT&T; R&D &unknown; &#xD800; &"), "AT&T; R&D &unknown; &#xD800; &");
}

TEST(Encoding, Text) {
  Unmapped unmapped;
  EXPECT_EQ(*decode_text("plain\n", "t", unmapped), "plain\n");
  EXPECT_EQ(unmapped.total(), 0U);
  // A file that mixes both: only the line that is not UTF-8 is read as Windows-1252.
  EXPECT_EQ(*decode_text("M\xC3\xBCller\nCura\xE7"
                         "ao \x93quoted\x94\n",
                         "t", unmapped),
            "M\xC3\xBCller\nCura\xC3\xA7"
            "ao \xE2\x80\x9Cquoted\xE2\x80\x9D\n");
  EXPECT_EQ(unmapped.total(), 1U);
  EXPECT_EQ(decode_text("ok\nbad \x81\n", "t", unmapped).error().to_string(),
            "t:2: expected UTF-8 or Windows-1252 text, found a byte that is neither (129)");
  EXPECT_FALSE(decode_text(std::string("\xFF\xFE\0\xD8", 4), "t", unmapped));  // half a surrogate pair
}

}  // namespace
}  // namespace cordon::ingest::testing
