#include "cordon/horizon/scan.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>
#include <mutex>
#include <optional>

#include "cordon/base/parallel.hpp"
#include "dyad_table.hpp"
#include "event_sums.hpp"
#include "gdelt_row.hpp"
#include "named_events.hpp"

namespace cordon::horizon {
namespace {

// Bytes are read, not mapped: a block stays in the processor's cache, the memory needed does not grow with the file,
// and a file that shrinks while it is read is an error and not a signal.
constexpr std::size_t kBlockBytes = 256U << 10U;
constexpr std::size_t kMaxRowBytes = 1U << 20U;
constexpr std::size_t kSlackBytes = 8;  // the row parser reads whole words
constexpr std::size_t kMaxDyadPeriods = 4'000'000;
constexpr std::size_t kMaxFoundBytes = 60;
// Some programs put it in front of UTF-8.
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

class InputFile {
 public:
  explicit InputFile(const std::string& path) : descriptor_(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {}
  ~InputFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  InputFile(const InputFile&) = delete;
  InputFile& operator=(const InputFile&) = delete;
  [[nodiscard]] bool is_open() const noexcept { return descriptor_ >= 0; }
  [[nodiscard]] std::optional<std::uint64_t> size() const {
    struct stat status{};
    if (::fstat(descriptor_, &status) != 0 || !S_ISREG(status.st_mode)) return std::nullopt;
    return static_cast<std::uint64_t>(status.st_size);
  }
  // Returns: bytes read, fewer than wanted only at the end of the file; nullopt when the system refuses.
  [[nodiscard]] std::optional<std::size_t> read_at(std::uint64_t offset, char* to, std::size_t wanted) const {
    std::size_t done = 0;
    while (done < wanted) {
      const ssize_t got = ::pread(descriptor_, to + done, wanted - done, static_cast<off_t>(offset + done));
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) return std::nullopt;
      if (got == 0) break;
      done += static_cast<std::size_t>(got);
    }
    return done;
  }

 private:
  int descriptor_;
};

struct BlockResult {
  std::uint64_t lines = 0;
  std::vector<RejectedRow> examples;  // lines counted from the start of the block
};

// What one thread gathers over all its blocks.
struct WorkerState {
  std::vector<char> buffer;
  DyadTable table;
  std::array<std::uint64_t, kRowRejectCount> rejects{};
  std::uint64_t rows = 0;
  std::uint64_t without_dyad = 0;
  std::uint64_t without_goldstein = 0;
  std::uint64_t repeated = 0;
  bool header = false;
  OneADay seen;
  GdeltRow row;
};

class Scanner {
 public:
  // codes: for the issue areas; null when none are wanted.
  Scanner(const InputFile& file, std::uint64_t size, const ScanOptions& options, unsigned threads,
          const EventCodes* codes)
      : file_(file), size_(size), options_(options), codes_(codes), workers_(threads) {
    blocks_.resize(static_cast<std::size_t>((size + kBlockBytes - 1) / kBlockBytes));
  }

  void run() {
    base::parallel_blocks(blocks_.size(), 1, static_cast<unsigned>(workers_.size()),
                          [this](std::size_t begin, std::size_t end, unsigned worker) {
                            for (std::size_t block = begin; block < end; ++block) scan_block(block, workers_[worker]);
                          });
  }

  [[nodiscard]] bool failed() const noexcept { return failed_; }
  [[nodiscard]] bool full() const noexcept { return full_; }
  [[nodiscard]] ScanReport report();

 private:
  void scan_block(std::size_t block, WorkerState& worker);
  void scan_rows(std::string_view bytes, bool first_block, WorkerState& worker, BlockResult& result);
  void reject(WorkerState& worker, BlockResult& result, RowReject why, std::string_view found) const;
  void fail() noexcept {
    const std::lock_guard lock(mutex_);
    failed_ = true;
  }

  const InputFile& file_;
  std::uint64_t size_;
  const ScanOptions& options_;
  const EventCodes* codes_;
  std::vector<WorkerState> workers_;
  std::vector<BlockResult> blocks_;
  std::mutex mutex_;
  bool failed_ = false;
  bool full_ = false;
};

void Scanner::reject(WorkerState& worker, BlockResult& result, RowReject why, std::string_view found) const {
  ++worker.rejects[static_cast<std::size_t>(why)];
  if (result.examples.size() >= options_.reject_examples) return;
  const std::size_t cut = std::min({found.size(), kMaxFoundBytes, found.find('\t') + 60});
  result.examples.push_back({result.lines, std::string(reject_name(why)), std::string(found.substr(0, cut))});
}

// A block owns the rows that start in it: it begins behind the first line end at or after its start less one byte, and
// reads on to the end of its last row.
void Scanner::scan_block(std::size_t block, WorkerState& worker) {
  const std::uint64_t start = static_cast<std::uint64_t>(block) * kBlockBytes;
  const std::uint64_t from = block == 0 ? 0 : start - 1;
  const std::size_t owned = static_cast<std::size_t>(std::min<std::uint64_t>(size_, start + kBlockBytes) - from);
  worker.buffer.resize(owned + kMaxRowBytes + kSlackBytes);
  std::size_t have = 0;
  const auto read_more = [&](std::size_t bytes) {
    const auto got = file_.read_at(from + have, worker.buffer.data() + have, bytes);
    if (!got) return false;
    have += *got;
    return true;
  };
  if (!read_more(owned) || have < owned) return fail();
  const char* const data = worker.buffer.data();
  std::size_t begin = 0;
  if (block != 0) {
    const void* const line_end = std::memchr(data, '\n', have);
    if (line_end == nullptr) return;  // inside one long row that an earlier block owns
    begin = static_cast<std::size_t>(static_cast<const char*>(line_end) - data) + 1;
    if (begin >= owned) return;
  }
  BlockResult& result = blocks_[block];
  if (data[owned - 1] != '\n') {  // the last row reaches into the next block
    constexpr std::size_t kStep = 16U << 10U;
    for (std::size_t search = owned;;) {
      const std::size_t step = std::min(kStep, owned + kMaxRowBytes - have);
      const std::size_t before = have;
      if (step > 0 && !read_more(step)) return fail();
      const void* const line_end = std::memchr(data + search, '\n', have - search);
      if (line_end != nullptr) {
        have = static_cast<std::size_t>(static_cast<const char*>(line_end) - data) + 1;
        break;
      }
      if (have == before) break;  // end of the file, or a row beyond the limit
      search = have;
    }
  }
  scan_rows(std::string_view(data + begin, have - begin), block == 0, worker, result);
  if (worker.table.size() > kMaxDyadPeriods) {
    const std::lock_guard lock(mutex_);
    full_ = true;
  }
}

void Scanner::scan_rows(std::string_view bytes, bool first_block, WorkerState& worker, BlockResult& result) {
  GdeltRow& row = worker.row;
  std::size_t at = 0;
  while (at < bytes.size()) {
    const void* const found = std::memchr(bytes.data() + at, '\n', bytes.size() - at);
    const std::size_t end =
        found == nullptr ? bytes.size() : static_cast<std::size_t>(static_cast<const char*>(found) - bytes.data());
    std::string_view line = bytes.substr(at, end - at);
    at = end + 1;
    ++result.lines;
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    if (first_block && result.lines == 1 && line.starts_with(kByteOrderMark)) line.remove_prefix(kByteOrderMark.size());
    if (first_block && result.lines == 1 &&
        (line.starts_with("GLOBALEVENTID\t") || line.starts_with("GlobalEventID\t"))) {
      worker.header = true;
      continue;
    }
    ++worker.rows;
    if (line.size() >= kMaxRowBytes) {
      reject(worker, result, RowReject::kLength, line);
      continue;
    }
    const RowOutcome outcome = parse_gdelt_row(line, row);
    if (outcome.reject != RowReject::kNone) {
      reject(worker, result, outcome.reject, outcome.found);
      continue;
    }
    if (!row.has_goldstein) ++worker.without_goldstein;
    if (row.country1.empty() || row.country2.empty()) {
      ++worker.without_dyad;
      continue;
    }
    if (options_.one_a_day && !worker.seen.is_first(row.days, row.actor1, row.actor2, row.code)) {
      ++worker.repeated;
      continue;
    }
    const bool by_day = options_.period == ScanPeriod::kDay;
    SeenEvent event{row.country1,      row.country2,
                    row.days,          by_day ? row.days : row.days - row.yyyymmdd % 100 + 1,
                    row.quad_class,    0,
                    row.has_goldstein, row.goldstein_nano,
                    row.mentions};
    if (codes_ != nullptr) {
      const EventCode* const code = codes_->cameo(row.code);
      event.issue = code == nullptr ? std::uint8_t{0} : code->issue;
    }
    add_event(worker.table, event);
  }
}

ScanReport Scanner::report() {
  ScanReport report;
  std::array<std::uint64_t, kRowRejectCount> rejects{};
  DyadTable& all = workers_.front().table;
  for (std::size_t i = 0; i < workers_.size(); ++i) {
    const WorkerState& worker = workers_[i];
    report.rows += worker.rows;
    report.without_dyad += worker.without_dyad;
    report.without_goldstein += worker.without_goldstein;
    report.repeated += worker.repeated;
    report.header = report.header || worker.header;
    for (std::size_t why = 0; why < kRowRejectCount; ++why) rejects[why] += worker.rejects[why];
    if (i > 0) all.merge(worker.table);
  }
  for (std::size_t why = 1; why < kRowRejectCount; ++why) {
    if (rejects[why] == 0) continue;
    report.rejected += rejects[why];
    report.reject_reasons.push_back({std::string(reject_name(static_cast<RowReject>(why))), rejects[why]});
  }
  report.parsed = report.rows - report.rejected;
  std::uint64_t line = 0;
  for (BlockResult& block : blocks_) {
    for (RejectedRow& example : block.examples) {
      if (report.reject_examples.size() >= options_.reject_examples) break;
      example.line += line;
      report.reject_examples.push_back(std::move(example));
    }
    line += block.lines;
  }
  report.dyads = all.sorted();
  return report;
}

bool looks_compressed(std::string_view head) noexcept {
  return head.starts_with("PK\x03\x04") || head.starts_with("\x1F\x8B");
}

// The width of the first line tells the table's version; a file without one is refused before it is read.
base::Result<unsigned> check_head(const InputFile& file, const std::string& path) {
  std::vector<char> head(kMaxRowBytes + kSlackBytes);
  const auto got = file.read_at(0, head.data(), kMaxRowBytes);
  const base::SourceLocation where{path, 1, {}};
  if (!got) return base::Error{base::ErrorCode::kIo, std::strerror(errno), where};
  const std::string_view text(head.data(), *got);
  if (looks_compressed(text)) {
    return base::Error{base::ErrorCode::kUnsupported,
                       "expected a plain event table, found a compressed file: unpack it", where};
  }
  std::size_t at = 0;
  for (unsigned lines = 0; at < text.size() && lines < 1'000; ++lines) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const auto columns = static_cast<unsigned>(std::count(text.begin() + static_cast<std::ptrdiff_t>(at),
                                                          text.begin() + static_cast<std::ptrdiff_t>(end), '\t')) +
                         1;
    if (columns == 57 || columns == 58 || columns == 61) return columns;
    at = end + 1;
  }
  if (text.empty()) return 0U;
  return base::Error{base::ErrorCode::kUnsupported,
                     "expected a GDELT event table of 57, 58 or 61 tab-separated columns, or an ICEWS or POLECAT table "
                     "with its column "
                     "names; found no such row",
                     where};
}

}  // namespace

base::Result<ScanReport> scan_events(const std::string& path, const ScanOptions& options) {
  const InputFile file(path);
  if (!file.is_open()) {
    return base::Error{errno == ENOENT ? base::ErrorCode::kNotFound : base::ErrorCode::kIo,
                       std::string("cannot open: ") + std::strerror(errno),
                       {path, 0, {}}};
  }
  const auto size = file.size();
  if (!size) return base::Error{base::ErrorCode::kIo, "expected a regular file", {path, 0, {}}};
  CORDON_ASSIGN(const bool is_named, is_named_table(path));
  if (is_named) return scan_named_events(path, options);
  CORDON_ASSIGN(const unsigned columns, check_head(file, path));
  std::optional<EventCodes> codes;
  if (options.by_issue) {
    CORDON_ASSIGN(codes, EventCodes::shipped());
  }
  unsigned threads = options.threads == 0 ? base::hardware_threads() : options.threads;
  if (options.one_a_day) threads = 1;
  Scanner scanner(file, *size, options, std::clamp(threads, 1U, 64U), codes ? &*codes : nullptr);
  scanner.run();
  if (scanner.failed()) {
    return base::Error{
        base::ErrorCode::kIo, "could not read to the end; was the file changed meanwhile?", {path, 0, {}}};
  }
  ScanReport report = scanner.report();
  if (scanner.full() || report.dyads.size() > kMaxDyadPeriods) {
    return base::Error{base::ErrorCode::kOutOfRange,
                       "expected at most " + std::to_string(kMaxDyadPeriods) + " dyad periods in one file",
                       {path, 0, {}}};
  }
  report.columns = columns;
  report.format = "gdelt";
  return report;
}

}  // namespace cordon::horizon
