#include "cordon/bundle/bundle.hpp"

#include <gmock/gmock.h>
#include <unistd.h>

#include <atomic>
#include <fstream>
#include <iterator>

#include "checksums.hpp"
#include "cordon/bundle/keys.hpp"

namespace cordon::bundle {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;
namespace fs = std::filesystem;

class Bundle : public ::testing::Test {
 protected:
  Bundle() {
    static std::atomic<int> counter{0};
    root_ =
        fs::temp_directory_path() / ("cordon-bundle-" + std::to_string(::getpid()) + "-" + std::to_string(counter++));
    fs::create_directories(root_ / "out");
  }
  ~Bundle() override {
    std::error_code ignored;
    fs::remove_all(root_, ignored);
  }
  Member member(const std::string& name, const std::string& bytes) {
    std::ofstream(root_ / name, std::ios::binary) << bytes;
    return {name, root_ / name};
  }
  static std::string content(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  std::vector<Member> two() {
    return {member("manifest.json", "{}"), member("list.1.jsonl", std::string(200'000, 'x'))};
  }
  base::Result<Opened> open(const OpenOptions& options = {}) { return open_bundle(file(), root_ / "out", options); }
  std::string error(const OpenOptions& options = {}) {
    const auto opened = open(options);
    return opened ? "no error" : opened.error().to_string();
  }
  fs::path file() const { return root_ / "lists.tar.gz"; }

  fs::path root_;
};

TEST_F(Bundle, what_goes_in_comes_out) {
  const KeyPair keys = *generate_keys();
  ASSERT_TRUE(write_bundle(file(), two(), keys.private_pem));
  const auto opened = open({keys.public_pem});
  ASSERT_TRUE(opened) << opened.error().to_string();
  EXPECT_TRUE(opened->has_signature);
  EXPECT_TRUE(opened->signature_checked);
  ASSERT_THAT(opened->members, SizeIs(2));
  EXPECT_EQ(opened->members[0].name, "list.1.jsonl");
  EXPECT_EQ(content(opened->members[0].path), std::string(200'000, 'x'));
  EXPECT_EQ(content(opened->members[1].path), "{}");
  EXPECT_FALSE(fs::exists(file().string() + ".part"));
}

TEST_F(Bundle, the_same_members_give_the_same_bytes) {
  const KeyPair keys = *generate_keys();
  ASSERT_TRUE(write_bundle(file(), two(), keys.private_pem));
  const std::string first = content(file());
  ASSERT_TRUE(write_bundle(file(), two(), keys.private_pem));
  EXPECT_EQ(content(file()), first);
}

TEST_F(Bundle, a_changed_member_is_named) {
  const KeyPair keys = *generate_keys();
  std::vector<Member> members{member("a.jsonl", "good")};
  ASSERT_TRUE(write_bundle(file(), members, keys.private_pem));
  // A tar of the same table and signature with another body: unpack, change, pack.
  const std::string script = "cd '" + root_.string() +
                             "' && mkdir x && tar -C x -xzf lists.tar.gz && printf evil >x/a.jsonl && tar -C x -czf "
                             "lists.tar.gz SHA256SUMS SHA256SUMS.sig a.jsonl";
  ASSERT_EQ(std::system(script.c_str()), 0);
  EXPECT_THAT(error({keys.public_pem}), HasSubstr("lists.tar.gz!a.jsonl: the bundle was changed"));
  EXPECT_THAT(error(), HasSubstr("the bundle was changed"));
}

TEST_F(Bundle, members_are_those_of_the_table) {
  ASSERT_TRUE(write_bundle(file(), two(), std::nullopt));
  const std::string cd = "cd '" + root_.string() + "' && mkdir -p x && tar -C x -xzf lists.tar.gz && ";
  ASSERT_EQ(std::system((cd + "tar -C x -czf lists.tar.gz SHA256SUMS manifest.json").c_str()), 0);
  EXPECT_THAT(error(), HasSubstr("list.1.jsonl: expected the member, which SHA256SUMS names, found none"));
  ASSERT_TRUE(write_bundle(file(), two(), std::nullopt));
  ASSERT_EQ(std::system((cd + "echo 1 >x/more && tar -C x -czf lists.tar.gz SHA256SUMS manifest.json more").c_str()),
            0);
  EXPECT_THAT(error(), HasSubstr("more: expected only members that SHA256SUMS names"));
  ASSERT_EQ(std::system((cd + "ln -s /etc x/link && tar -C x -czf lists.tar.gz SHA256SUMS link").c_str()), 0);
  EXPECT_THAT(error(), HasSubstr("expected plain files"));
}

TEST_F(Bundle, signatures_are_those_of_the_key) {
  const KeyPair keys = *generate_keys();
  const KeyPair others = *generate_keys();
  ASSERT_TRUE(write_bundle(file(), two(), keys.private_pem));
  EXPECT_THAT(error({others.public_pem}), HasSubstr("expected a signature made with the given key's other half"));
  EXPECT_THAT(error({keys.private_pem}), HasSubstr("expected an Ed25519 public key"));
  const auto unchecked = open();
  ASSERT_TRUE(unchecked);
  EXPECT_TRUE(unchecked->has_signature);
  EXPECT_FALSE(unchecked->signature_checked);
  ASSERT_TRUE(write_bundle(file(), two(), std::nullopt));
  EXPECT_THAT(error({keys.public_pem}), HasSubstr("found one without a signature"));
}

TEST_F(Bundle, other_files_are_no_bundles) {
  member("lists.tar.gz", "");
  EXPECT_THAT(error(), HasSubstr("expected an intact bundle"));
  member("lists.tar.gz", "<html>not found</html>");
  EXPECT_THAT(error(), HasSubstr("expected an intact bundle"));
  ASSERT_TRUE(write_bundle(file(), two(), std::nullopt));
  const std::string whole = content(file());
  for (const std::size_t size : {whole.size() / 4, whole.size() / 2, whole.size() * 3 / 4}) {
    member("lists.tar.gz", whole.substr(0, size));
    EXPECT_FALSE(open()) << size << " of " << whole.size() << " bytes";
  }
}

TEST_F(Bundle, sizes_are_bounded) {
  ASSERT_TRUE(write_bundle(file(), two(), std::nullopt));
  EXPECT_THAT(error({std::nullopt, 100'000}), HasSubstr("expected at most 100000 bytes in all"));
}

TEST_F(Bundle, names_are_plain) {
  for (const char* name : {"", ".", "..", "../x", "/etc/x", "a/b", ".hidden", "-option", "a b"}) {
    EXPECT_FALSE(is_plain_name(name)) << name;
  }
  EXPECT_TRUE(is_plain_name("us_ofac_sdn.12.jsonl"));
  EXPECT_FALSE(write_bundle(file(), {member("SHA256SUMS", "x")}, std::nullopt));
  const Member one = member("a", "x");
  EXPECT_FALSE(write_bundle(file(), {one, one}, std::nullopt));
}

TEST(Checksums, read_back) {
  const Checksums checksums{{"a", base::ContentHash::of("1")}, {"b", base::ContentHash::of("2")}};
  const auto read = decode_checksums(encode(checksums));
  ASSERT_TRUE(read);
  EXPECT_EQ(*read, checksums);
  EXPECT_FALSE(decode_checksums("abc  a\n"));
  EXPECT_FALSE(decode_checksums(base::ContentHash::of("1").hex() + "  ../a\n"));
  EXPECT_FALSE(decode_checksums(encode(checksums) + encode(checksums)));
}

TEST(Keys, any_changed_byte_is_noticed) {
  const KeyPair keys = *generate_keys();
  const std::string signature = *sign("message", keys.private_pem);
  EXPECT_TRUE(*is_signed("message", signature, keys.public_pem));
  EXPECT_FALSE(*is_signed("massage", signature, keys.public_pem));
  EXPECT_FALSE(*is_signed("message", signature.substr(1), keys.public_pem));
  for (std::size_t i = 0; i < signature.size(); i += 7) {
    std::string changed = signature;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    EXPECT_FALSE(*is_signed("message", changed, keys.public_pem)) << i;
  }
  EXPECT_FALSE(sign("message", keys.public_pem));
  EXPECT_FALSE(sign("message", "no key"));
}

}  // namespace
}  // namespace cordon::bundle
