#include "cordon/cluster/judgement.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <iterator>
#include <map>
#include <system_error>
#include <utility>

#include "cordon/base/csv.hpp"
#include "cordon/base/file.hpp"

namespace cordon::cluster {
namespace {

using base::Error;
using base::ErrorCode;

struct Name {
  Decision decision;
  std::string_view text;
};
constexpr std::array kNames{Name{Decision::kSame, "same"}, Name{Decision::kDifferent, "different"},
                            Name{Decision::kUnsure, "unsure"}, Name{Decision::kWithdrawn, "withdrawn"}};

const std::vector<std::string> kHeader{"at", "a", "b", "decision", "by", "reason"};

base::Result<void> append(const std::filesystem::path& file, std::string_view text) {
  const auto failed = [&file](const char* what) {
    return Error{ErrorCode::kIo, std::string(what) + ": " + std::strerror(errno), {file.string(), 0, {}}};
  };
  const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  if (descriptor < 0) return failed("cannot be opened for writing");
  // One write: a line is there as a whole or not at all for whoever reads at the same time.
  const ssize_t written = ::write(descriptor, text.data(), text.size());
  const bool good = written == static_cast<ssize_t>(text.size()) && ::fsync(descriptor) == 0;
  if (!good) {
    const Error error = failed("cannot be written");
    ::close(descriptor);
    return error;
  }
  ::close(descriptor);
  return {};
}

}  // namespace

std::string_view decision_name(Decision decision) noexcept {
  for (const Name& name : kNames) {
    if (name.decision == decision) return name.text;
  }
  return {};
}

std::optional<Decision> decision_of(std::string_view text) noexcept {
  for (const Name& name : kNames) {
    if (name.text == text) return name.decision;
  }
  return std::nullopt;
}

base::Result<std::vector<Judgement>> read_judgements(const std::filesystem::path& file) {
  std::vector<Judgement> judgements;
  std::error_code failure;
  if (!std::filesystem::exists(file, failure)) return judgements;
  CORDON_ASSIGN(const std::string bytes, base::read_file(file));
  base::CsvReader reader{bytes, {}, file.string()};
  std::vector<std::string> fields;
  bool header = true;
  for (;;) {
    CORDON_ASSIGN(const bool more, reader.next(fields));
    if (!more) return judgements;
    const auto damaged = [&](const std::string& what) {
      return Error{ErrorCode::kDamaged, what, {file.string(), reader.line(), {}}};
    };
    if (std::exchange(header, false)) {
      if (fields != kHeader) return damaged("expected the header at,a,b,decision,by,reason");
      continue;
    }
    if (fields.size() != kHeader.size()) {
      return damaged("expected 6 fields, found " + std::to_string(fields.size()));
    }
    const auto at = base::parse_timestamp(fields[0]);
    if (!at) return damaged("at: " + at.error().message);
    const auto decision = decision_of(fields[3]);
    if (!decision) return damaged("decision: expected same, different, unsure or withdrawn, found '" + fields[3] + "'");
    judgements.push_back(
        {*at, model::EntityId{fields[1]}, model::EntityId{fields[2]}, *decision, fields[4], fields[5]});
  }
}

base::Result<void> append_judgement(const std::filesystem::path& file, Judgement judgement) {
  if (judgement.a == judgement.b) {
    return Error{ErrorCode::kInvalidArgument,
                 "expected two different subjects, found '" + judgement.a.str() + "' twice"};
  }
  if (judgement.by.empty()) return Error{ErrorCode::kInvalidArgument, "expected who judges (--by), found nothing"};
  if (judgement.reason.empty())
    return Error{ErrorCode::kInvalidArgument, "expected a reason (--reason), found nothing"};
  if (judgement.b < judgement.a) std::swap(judgement.a, judgement.b);
  std::string text;
  std::error_code failure;
  if (!std::filesystem::exists(file, failure)) base::append_csv_row(text, kHeader);
  base::append_csv_row(text, {base::to_iso(judgement.at), judgement.a.str(), judgement.b.str(),
                              std::string(decision_name(judgement.decision)), judgement.by, judgement.reason});
  return append(file, text);
}

std::vector<Judgement> in_force(std::span<const Judgement> judgements) {
  std::map<std::pair<std::string, std::string>, const Judgement*> last;
  for (const Judgement& judgement : judgements) last[{judgement.a.str(), judgement.b.str()}] = &judgement;
  std::vector<Judgement> kept;
  for (const auto& [pair, judgement] : last) {
    if (judgement->decision != Decision::kWithdrawn) kept.push_back(*judgement);
  }
  return kept;
}

}  // namespace cordon::cluster
