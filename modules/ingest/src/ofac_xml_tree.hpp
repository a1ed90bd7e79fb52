// One record of an XML list as a small tree in flat memory, reused from record to record: lists of a hundred megabytes
// are read with the memory of one record.
// Lifetime: views and nodes live until the tree is reset. Thread: one user at a time.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cordon/base/content_hash.hpp"
#include "xml_reader.hpp"

namespace cordon::ingest::ofac {

class XmlTree;

// A handle; cheap to copy. A missing node has no name and no text, so lookups can be chained.
class XmlNode {
 public:
  XmlNode() = default;
  [[nodiscard]] explicit operator bool() const noexcept { return tree_ != nullptr; }
  [[nodiscard]] std::string_view name() const;
  // The element's own text, blanks at its ends left out; pieces between child elements are joined.
  [[nodiscard]] std::string_view text() const;
  [[nodiscard]] std::string_view attribute(std::string_view name) const;
  [[nodiscard]] std::uint64_t line() const;
  // The first child of that name.
  [[nodiscard]] XmlNode child(std::string_view name) const;
  [[nodiscard]] XmlNode first_child() const;
  [[nodiscard]] XmlNode next() const;
  void for_each_attribute(const std::function<void(std::string_view name, std::string_view value)>& visit) const;

 private:
  friend class XmlTree;
  XmlNode(const XmlTree* tree, std::uint32_t index) : tree_(tree), index_(index) {}
  const XmlTree* tree_ = nullptr;
  std::uint32_t index_ = 0;
};

class XmlTree {
 public:
  void reset();
  void open(std::string_view name, std::span<const XmlAttribute> attributes, std::uint64_t line);
  void text(std::string_view text);
  // Returns: whether the root element was closed by this.
  bool close();
  [[nodiscard]] XmlNode root() const { return nodes_.empty() ? XmlNode{} : XmlNode{this, 0}; }
  [[nodiscard]] bool is_open() const noexcept { return !open_.empty(); }
  [[nodiscard]] std::size_t bytes() const noexcept { return bytes_.size(); }
  // Names, attributes and texts of the whole tree; indentation does not count.
  [[nodiscard]] base::ContentHash hash() const;

 private:
  friend class XmlNode;
  static constexpr std::uint32_t kNone = 0xFFFFFFFF;
  struct Slice {
    std::uint32_t begin = 0;
    std::uint32_t size = 0;
  };
  struct Attribute {
    Slice name;
    Slice value;
  };
  struct Node {
    Slice name;
    Slice text;
    std::uint32_t first_attribute = 0;
    std::uint32_t attributes = 0;
    std::uint32_t first_child = kNone;
    std::uint32_t next = kNone;
    std::uint32_t last_child = kNone;
    std::uint64_t line = 0;
  };
  [[nodiscard]] Slice keep(std::string_view text);
  [[nodiscard]] std::string_view view(Slice slice) const { return {bytes_.data() + slice.begin, slice.size}; }

  std::string bytes_;
  std::vector<Node> nodes_;
  std::vector<Attribute> attributes_;
  std::vector<std::uint32_t> open_;
};

// Reads a document and hands over every element of the given names as a tree, with the path above it left out. Elements
// between the root and the records are seen by nobody; `root` is called with the root element's name and attributes.
class XmlRecords : public XmlHandler {
 public:
  base::Result<void> start(std::string_view name, std::span<const XmlAttribute> attributes,
                           std::uint64_t line) override;
  base::Result<void> end(std::string_view name, std::uint64_t line) override;
  base::Result<void> text(std::string_view text) override;

 protected:
  [[nodiscard]] virtual base::Result<void> on_root(std::string_view name, std::span<const XmlAttribute> attributes,
                                                   std::uint64_t line) = 0;
  // Whether the element starts a record. path: the names of the open elements above it, the root first.
  [[nodiscard]] virtual bool is_record(std::string_view name, std::span<const std::string> path) = 0;
  [[nodiscard]] virtual base::Result<void> on_record(XmlNode record, const XmlTree& tree) = 0;

 private:
  XmlTree tree_;
  XmlRecordSize size_;
  std::vector<std::string> path_;
};

}  // namespace cordon::ingest::ofac
