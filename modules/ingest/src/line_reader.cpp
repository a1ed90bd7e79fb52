#include "line_reader.hpp"

#include <cstring>

#include "cordon/base/limits.hpp"

namespace cordon::ingest {

base::Result<bool> LineReader::next(std::string_view& line) {
  std::size_t searched = begin_;
  for (;;) {
    const void* const found =
        end_ == searched ? nullptr : std::memchr(buffer_.data() + searched, '\n', end_ - searched);
    if (found != nullptr || (at_end_ && begin_ < end_)) {
      const std::size_t stop =
          found == nullptr ? end_ : static_cast<std::size_t>(static_cast<const char*>(found) - buffer_.data());
      line = std::string_view(buffer_).substr(begin_, stop - begin_);
      if (line.ends_with('\r')) line.remove_suffix(1);
      terminated_ = found != nullptr;
      begin_ = terminated_ ? stop + 1 : stop;
      ++line_;
      return true;
    }
    if (at_end_) return false;
    if (end_ - begin_ > base::kMaxJsonLineBytes) {
      return base::Error{base::ErrorCode::kOutOfRange,
                         "expected lines of at most " + std::to_string(base::kMaxJsonLineBytes) + " bytes, found " +
                             std::to_string(end_ - begin_) + " or more",
                         {document_, line_ + 1, {}}};
    }
    CORDON_ASSIGN(const std::string_view bytes, stream_->next());
    at_end_ = bytes.empty();
    bytes_ += bytes.size();
    const std::size_t kept = end_ - begin_;
    if (begin_ != 0) std::memmove(buffer_.data(), buffer_.data() + begin_, kept);
    begin_ = 0;
    end_ = kept + bytes.size();
    if (buffer_.size() < end_ + kPaddingBytes) buffer_.resize(2 * (end_ + kPaddingBytes));
    if (!bytes.empty()) std::memcpy(buffer_.data() + kept, bytes.data(), bytes.size());
    searched = kept;
  }
}

}  // namespace cordon::ingest
