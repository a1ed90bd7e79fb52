#include "ofac_xml_tree.hpp"

#include "ofac_text.hpp"

namespace cordon::ingest::ofac {

std::string_view XmlNode::name() const {
  return tree_ == nullptr ? std::string_view{} : tree_->view(tree_->nodes_[index_].name);
}

std::string_view XmlNode::text() const {
  return tree_ == nullptr ? std::string_view{} : trimmed(tree_->view(tree_->nodes_[index_].text));
}

std::uint64_t XmlNode::line() const { return tree_ == nullptr ? 0 : tree_->nodes_[index_].line; }

std::string_view XmlNode::attribute(std::string_view name) const {
  if (tree_ == nullptr) return {};
  const XmlTree::Node& node = tree_->nodes_[index_];
  for (std::uint32_t i = node.first_attribute; i < node.first_attribute + node.attributes; ++i) {
    if (tree_->view(tree_->attributes_[i].name) == name) return tree_->view(tree_->attributes_[i].value);
  }
  return {};
}

void XmlNode::for_each_attribute(const std::function<void(std::string_view, std::string_view)>& visit) const {
  if (tree_ == nullptr) return;
  const XmlTree::Node& node = tree_->nodes_[index_];
  for (std::uint32_t i = node.first_attribute; i < node.first_attribute + node.attributes; ++i) {
    visit(tree_->view(tree_->attributes_[i].name), tree_->view(tree_->attributes_[i].value));
  }
}

XmlNode XmlNode::first_child() const {
  if (tree_ == nullptr) return {};
  const std::uint32_t at = tree_->nodes_[index_].first_child;
  return at == XmlTree::kNone ? XmlNode{} : XmlNode{tree_, at};
}

XmlNode XmlNode::next() const {
  if (tree_ == nullptr) return {};
  const std::uint32_t at = tree_->nodes_[index_].next;
  return at == XmlTree::kNone ? XmlNode{} : XmlNode{tree_, at};
}

XmlNode XmlNode::child(std::string_view name) const {
  for (XmlNode at = first_child(); at; at = at.next()) {
    if (at.name() == name) return at;
  }
  return {};
}

void XmlTree::reset() {
  bytes_.clear();
  nodes_.clear();
  attributes_.clear();
  open_.clear();
}

XmlTree::Slice XmlTree::keep(std::string_view text) {
  const Slice slice{static_cast<std::uint32_t>(bytes_.size()), static_cast<std::uint32_t>(text.size())};
  bytes_ += text;
  return slice;
}

void XmlTree::open(std::string_view name, std::span<const XmlAttribute> attributes, std::uint64_t line) {
  const auto index = static_cast<std::uint32_t>(nodes_.size());
  Node node;
  node.name = keep(name);
  node.line = line;
  node.first_attribute = static_cast<std::uint32_t>(attributes_.size());
  node.attributes = static_cast<std::uint32_t>(attributes.size());
  for (const XmlAttribute& attribute : attributes) {
    const Slice key = keep(attribute.name);
    attributes_.push_back({key, keep(attribute.value)});
  }
  nodes_.push_back(node);
  if (!open_.empty()) {
    Node& parent = nodes_[open_.back()];
    if (parent.last_child == kNone) {
      parent.first_child = index;
    } else {
      nodes_[parent.last_child].next = index;
    }
    parent.last_child = index;
  }
  open_.push_back(index);
}

void XmlTree::text(std::string_view text) {
  Node& node = nodes_[open_.back()];
  if (node.first_child != kNone || node.text.size == 0) {
    // Indentation around children; text between children is joined to the text before them.
    if (trimmed(text).empty() && (node.first_child != kNone || text.find('\n') != std::string_view::npos)) return;
  }
  if (node.text.size != 0 && node.text.begin + node.text.size == bytes_.size()) {
    bytes_ += text;
    node.text.size += static_cast<std::uint32_t>(text.size());
    return;
  }
  const std::string before(view(node.text));
  node.text.begin = static_cast<std::uint32_t>(bytes_.size());
  bytes_ += before;
  bytes_ += text;
  node.text.size = static_cast<std::uint32_t>(before.size() + text.size());
}

bool XmlTree::close() {
  open_.pop_back();
  return open_.empty();
}

base::ContentHash XmlTree::hash() const {
  std::string all;
  all.reserve(bytes_.size() + nodes_.size() * 4);
  for (const Node& node : nodes_) {  // in document order; the number of children makes the nesting part of it
    all += '\x1D';
    all += view(node.name);
    for (std::uint32_t i = node.first_attribute; i < node.first_attribute + node.attributes; ++i) {
      all += '\x1E';
      all += view(attributes_[i].name);
      all += '=';
      all += view(attributes_[i].value);
    }
    all += node.first_child == kNone ? '\x1F' : '\x1C';
    all += trimmed(view(node.text));
  }
  return base::ContentHash::of(all);
}

base::Result<void> XmlRecords::start(std::string_view name, std::span<const XmlAttribute> attributes,
                                     std::uint64_t line) {
  if (tree_.is_open()) {
    CORDON_TRY(size_.add_element(name, attributes));
    tree_.open(name, attributes, line);
    return {};
  }
  if (path_.empty()) {
    CORDON_TRY(on_root(name, attributes, line));
  } else if (is_record(name, path_)) {
    size_.reset();
    CORDON_TRY(size_.add_element(name, attributes));
    tree_.reset();
    tree_.open(name, attributes, line);
    return {};
  }
  path_.emplace_back(name);
  return {};
}

base::Result<void> XmlRecords::end(std::string_view, std::uint64_t) {
  if (!tree_.is_open()) {
    path_.pop_back();
    return {};
  }
  if (tree_.close()) return on_record(tree_.root(), tree_);
  return {};
}

base::Result<void> XmlRecords::text(std::string_view text) {
  if (!tree_.is_open()) return {};
  // Text between children is written again behind what came before, so the tree's own size counts.
  const std::size_t before = tree_.bytes();
  tree_.text(text);
  return size_.add(tree_.bytes() - before);
}

}  // namespace cordon::ingest::ofac
