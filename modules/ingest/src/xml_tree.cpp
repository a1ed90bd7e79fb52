#include "xml_tree.hpp"

#include <algorithm>

#include "cordon/model/clean.hpp"

namespace cordon::ingest {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

// Appends the canonical form. Returns: false when the element has no content; nothing is appended then.
bool append_canonical(const XmlElement& element, std::string& out) {
  const std::size_t start = out.size();
  bool has_content = false;
  out += '<';
  out += element.name;
  auto attributes = element.attributes;
  std::sort(attributes.begin(), attributes.end());
  for (const auto& [name, value] : attributes) {
    const std::string collapsed = model::collapse_blanks(value);
    if (collapsed.empty()) continue;
    has_content = true;
    out += '\x1F';
    out += name;
    out += '=';
    out += collapsed;
  }
  out += '>';
  const std::string text = model::collapse_blanks(element.text);
  has_content |= !text.empty();
  out += text;
  for (const XmlElement& child : element.children) has_content |= append_canonical(child, out);
  if (!has_content) {
    out.resize(start);
    return false;
  }
  out += '\x1E';
  return true;
}

class TreeBuilder final : public XmlHandler {
 public:
  TreeBuilder(const std::string& document, XmlRecordHandler& handler) : document_(&document), handler_(&handler) {}

  Result<void> start(std::string_view name, std::span<const XmlAttribute> attributes, std::uint64_t line) override {
    if (!open_.empty()) {
      CORDON_TRY(size_.add_element(name, attributes));
      open_.push_back(&open_.back()->children.emplace_back());
      fill(*open_.back(), name, attributes, line);
      return {};
    }
    path_ends_.push_back(path_.size());
    if (!path_.empty()) path_ += '/';
    path_ += name;
    record_ = XmlElement{};
    fill(record_, name, attributes, line);
    if (handler_->is_record(path_)) {
      size_.reset();
      CORDON_TRY(size_.add_element(name, attributes));
      open_.push_back(&record_);
      return {};
    }
    return handler_->outside(path_, record_);
  }

  Result<void> end(std::string_view, std::uint64_t line) override {
    if (open_.size() > 1) {
      open_.pop_back();
      return {};
    }
    if (open_.size() == 1) {
      open_.clear();
      CORDON_TRY(handler_->record(path_, record_));
    }
    if (has_stray_text_)
      return Error{
          ErrorCode::kMalformed, "expected elements only in " + path_ + ", found text", {*document_, line, {}}};
    path_.resize(path_ends_.back());
    path_ends_.pop_back();
    return {};
  }

  Result<void> text(std::string_view text) override {
    if (!open_.empty()) {
      CORDON_TRY(size_.add(text.size()));
      open_.back()->text += text;
    } else if (text.find_first_not_of(" \t\r\n") != std::string_view::npos) {
      has_stray_text_ = true;
    }
    return {};
  }

 private:
  static void fill(XmlElement& element, std::string_view name, std::span<const XmlAttribute> attributes,
                   std::uint64_t line) {
    element.name = name;
    element.line = line;
    for (const XmlAttribute& attribute : attributes) element.attributes.emplace_back(attribute.name, attribute.value);
  }

  const std::string* document_;
  XmlRecordHandler* handler_;
  std::string path_;
  std::vector<std::size_t> path_ends_;
  XmlElement record_;
  // From the record to the innermost open element. Only the last child of each grows, so that pointers stay valid.
  std::vector<XmlElement*> open_;
  XmlRecordSize size_;
  bool has_stray_text_ = false;
};

}  // namespace

std::string XmlElement::take(std::string_view child) {
  XmlElement* found = find(child);
  return found == nullptr ? std::string{} : found->take_text();
}

std::vector<std::string> XmlElement::take_all(std::string_view child) {
  std::vector<std::string> texts;
  for (XmlElement* found : all(child)) {
    std::string value = found->take_text();
    if (!value.empty()) texts.push_back(std::move(value));
  }
  return texts;
}

std::string XmlElement::take_attribute(std::string_view attribute) {
  for (const auto& [key, value] : attributes) {
    if (key != attribute) continue;
    taken_attributes_.push_back(key);
    return model::collapse_blanks(value);
  }
  return {};
}

std::string XmlElement::take_text() {
  text_taken_ = true;
  return model::collapse_blanks(text);
}

std::vector<XmlElement*> XmlElement::all(std::string_view child) {
  std::vector<XmlElement*> found;
  for (XmlElement& element : children) {
    if (element.name == child) found.push_back(&element);
  }
  return found;
}

XmlElement* XmlElement::find(std::string_view child) {
  const auto at = std::find_if(children.begin(), children.end(), [&](const XmlElement& e) { return e.name == child; });
  return at == children.end() ? nullptr : &*at;
}

void XmlElement::ignore(std::string_view child) {
  for (XmlElement* found : all(child)) found->take_whole();
}

void XmlElement::ignore_attribute(std::string_view attribute) { taken_attributes_.emplace_back(attribute); }

void XmlElement::take_whole() {
  text_taken_ = true;
  for (const auto& [key, value] : attributes) taken_attributes_.push_back(key);
  for (XmlElement& child : children) child.take_whole();
}

void XmlElement::count_untaken(const std::string& path, Unmapped& unmapped) const {
  for (const auto& [key, value] : attributes) {
    if (std::find(taken_attributes_.begin(), taken_attributes_.end(), key) != taken_attributes_.end()) continue;
    const std::string collapsed = model::collapse_blanks(value);
    if (!collapsed.empty()) unmapped.count(path + "@" + key, collapsed);
  }
  if (!text_taken_) {
    const std::string collapsed = model::collapse_blanks(text);
    if (!collapsed.empty()) unmapped.count(path, collapsed);
  }
  for (const XmlElement& child : children) child.count_untaken(path + "/" + child.name, unmapped);
}

base::ContentHash XmlElement::content_hash() const {
  std::string canonical;
  (void)append_canonical(*this, canonical);
  return base::ContentHash::of(canonical);
}

Result<void> read_xml_records(ByteStream& stream, const std::string& document, XmlRecordHandler& handler) {
  TreeBuilder builder{document, handler};
  return parse_xml(stream, document, builder);
}

}  // namespace cordon::ingest
