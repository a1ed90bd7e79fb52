// The reader of OFAC's Advanced XML: SDN_ADVANCED.XML and CONS_ADVANCED.XML. What is in it: ofac_advanced.hpp.
#include <memory>
#include <string>
#include <utility>

#include "ofac_advanced.hpp"
#include "ofac_list.hpp"
#include "readers.hpp"

namespace cordon::ingest {
namespace {

using base::Result;
using namespace ofac;  // NOLINT(google-build-using-namespace): this file is the reader of that namespace's records

constexpr std::uint32_t kRevision = 2;  // 2: every day that a date may mean is in its values

class AdvancedXml final : public Reader {
 public:
  std::string_view format() const override { return "ofac-advanced-xml"; }

  // The root is <Sanctions> in the namespace of the UN model or of the Sanctions List Service.
  Detection detect(const Input& input) const override {
    const std::size_t at = input.head.find("<Sanctions");
    if (at == std::string::npos || at > 4096) return {};
    const std::string_view behind = std::string_view(input.head).substr(at + 10, 1);
    if (behind != " " && behind != "\n" && behind != "\r" && behind != "\t" && behind != ">") return {};
    const bool known = input.head.find("sanctions/1.0") != std::string::npos ||
                       input.head.find("ADVANCED_XML") != std::string::npos ||
                       input.head.find("<ReferenceValueSets") != std::string::npos;
    return {known ? 100 : 0, {}};
  }

  // The entries, which name the list, stand at the end of the file. OFAC's file names are telling, so they are asked
  // first here: the content is asked only for a file that was renamed.
  Result<model::SourceId> source(const InputGroup& group) const override {
    const Input& input = group.parts.front().input;
    if (std::string source = ListEvidence{}.source(input.file_name); !source.empty()) {
      return model::SourceId{std::move(source)};
    }
    CORDON_ASSIGN(const std::unique_ptr<ByteStream> stream, open_stream(input));
    ListEvidence evidence;
    constexpr std::string_view kMark = " ListID=\"";
    constexpr std::string_view kSdnListId = "1550";  // OFAC's number of the SDN list in all its XML layouts
    std::string window;
    for (;;) {
      CORDON_ASSIGN(const std::string_view bytes, stream->next());
      if (bytes.empty()) break;
      window += bytes;
      std::size_t done = 0;
      for (std::size_t at = window.find(kMark); at != std::string::npos; at = window.find(kMark, done)) {
        const std::size_t begin = at + kMark.size();
        const std::size_t end = window.find('"', begin);
        if (end == std::string::npos) break;
        const bool sdn = std::string_view(window).substr(begin, end - begin) == kSdnListId;
        evidence.add_list_name(sdn ? "SDN List" : "another list");
        done = end;
      }
      window.erase(0, std::max(done, window.size() - std::min<std::size_t>(window.size(), 64)));
    }
    std::string source = evidence.source(input.file_name);
    if (source.empty()) return undecided_source(input.document);
    return model::SourceId{std::move(source)};
  }

  Result<void> read(ReadContext& context) const override {
    const GroupPart& part = context.group.parts.front();
    CORDON_ASSIGN(const std::unique_ptr<ByteStream> stream, open_stream(part.input));
    AdvancedParties parties(context, part.input.document);
    CORDON_TRY(parse_xml(*stream, part.input.document, parties));
    CORDON_ASSIGN(const base::ContentHash hash, stream->finish());
    context.add_part_hash(part.part, hash);
    context.description.title = list_title(context.group.source);
    context.description.reader_revision = kRevision;
    CORDON_ASSIGN(const std::vector<Record> records, parties.finish());
    return emit_records(records, context);
  }
};

}  // namespace

const Reader& ofac_advanced_xml_reader() {
  static const AdvancedXml reader;
  return reader;
}

}  // namespace cordon::ingest
