// A libpq connection with results as values. Parameters are texts, numbers and bytes; results come in text form.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "cordon/base/result.hpp"

struct pg_conn;
struct pg_result;

namespace cordon::monitoring {

// One parameter of a statement. Lifetime: views of the caller's texts.
class PgParam {
 public:
  PgParam(std::string_view text) : text_(text) {}    // NOLINT(google-explicit-constructor): reads as the value
  PgParam(const char* text) : text_(text) {}         // NOLINT(google-explicit-constructor)
  PgParam(const std::string& text) : text_(text) {}  // NOLINT(google-explicit-constructor)
  PgParam(std::int64_t number) : text_(std::to_string(number)) {}   // NOLINT(google-explicit-constructor)
  PgParam(std::uint32_t number) : text_(std::to_string(number)) {}  // NOLINT(google-explicit-constructor)
  PgParam(double number);                                           // NOLINT(google-explicit-constructor)
  [[nodiscard]] static PgParam bytes(std::string_view value);       // bytea
  [[nodiscard]] const std::string& text() const noexcept { return text_; }
  [[nodiscard]] bool binary() const noexcept { return binary_; }

 private:
  std::string text_;
  bool binary_ = false;
};

class PgRows {
 public:
  [[nodiscard]] int size() const noexcept;
  [[nodiscard]] bool empty() const noexcept { return size() == 0; }
  // Lifetime: the rows'.
  [[nodiscard]] std::string_view text(int row, int column) const noexcept;
  [[nodiscard]] std::int64_t integer(int row, int column) const noexcept;
  [[nodiscard]] double real(int row, int column) const noexcept;
  [[nodiscard]] std::string bytes(int row, int column) const;  // of a bytea

 private:
  friend class PgConnection;
  struct Free {
    void operator()(pg_result* result) const noexcept;
  };
  explicit PgRows(pg_result* result) : result_(result) {}
  std::unique_ptr<pg_result, Free> result_;
};

// Thread: one user.
class PgConnection {
 public:
  // schema: becomes the search path. Errors: kIo with the server's message.
  [[nodiscard]] static base::Result<PgConnection> open(const std::string& url, const std::string& schema);

  // Errors: kIo with the server's message; kConflict when a lock was not to be had in time or the server ended the
  // transaction for another one.
  [[nodiscard]] base::Result<PgRows> query(const char* sql, const std::vector<PgParam>& parameters = {});
  [[nodiscard]] base::Result<void> run(const char* sql, const std::vector<PgParam>& parameters = {});
  // Several statements without parameters.
  [[nodiscard]] base::Result<void> script(const std::string& sql);

  // COPY table FROM STDIN: rows as text lines, see append_copy_field().
  [[nodiscard]] base::Result<void> copy_in(const char* sql, std::string_view lines);

 private:
  struct Close {
    void operator()(pg_conn* connection) const noexcept;
  };
  explicit PgConnection(pg_conn* connection) : connection_(connection) {}
  [[nodiscard]] base::Result<PgRows> checked(pg_result* result) const;
  [[nodiscard]] base::Error error(const pg_result* result) const;
  std::unique_ptr<pg_conn, Close> connection_;
};

// A field of a COPY line. The caller writes tabs between fields and a line feed behind the last.
void append_copy_text(std::string& out, std::string_view text);
void append_copy_bytes(std::string& out, std::string_view bytes);

}  // namespace cordon::monitoring
