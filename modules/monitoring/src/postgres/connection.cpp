#include "postgres/connection.hpp"

#include <libpq-fe.h>

#include <array>
#include <charconv>
#include <cstring>

namespace cordon::monitoring {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

constexpr std::size_t kCopyChunk = 1U << 20U;  // bytes handed to the server at a time
constexpr Oid kByteaOid = 17;

std::string first_line(const char* message) {
  std::string text = message == nullptr ? "" : message;
  text.resize(std::min(text.find('\n'), text.size()));
  return text;
}

char hex_digit(unsigned value) { return "0123456789abcdef"[value & 15U]; }
unsigned hex_value(char c) { return static_cast<unsigned>(c <= '9' ? c - '0' : c - 'a' + 10); }

}  // namespace

PgParam::PgParam(double number) {
  std::array<char, 32> buffer{};
  text_.assign(buffer.data(), std::to_chars(buffer.data(), buffer.data() + buffer.size(), number).ptr);
}

PgParam PgParam::bytes(std::string_view value) {
  PgParam param{value};
  param.binary_ = true;
  return param;
}

void PgRows::Free::operator()(pg_result* result) const noexcept { PQclear(result); }
int PgRows::size() const noexcept { return PQntuples(result_.get()); }

std::string_view PgRows::text(int row, int column) const noexcept {
  return {PQgetvalue(result_.get(), row, column), static_cast<std::size_t>(PQgetlength(result_.get(), row, column))};
}

std::int64_t PgRows::integer(int row, int column) const noexcept {
  const std::string_view value = text(row, column);
  std::int64_t number = 0;
  std::from_chars(value.begin(), value.end(), number);
  return number;
}

double PgRows::real(int row, int column) const noexcept {
  const std::string_view value = text(row, column);
  double number = 0;
  std::from_chars(value.begin(), value.end(), number);
  return number;
}

std::string PgRows::bytes(int row, int column) const {
  std::string_view value = text(row, column);  // "\x0123ab"
  std::string out;
  if (!value.starts_with("\\x")) return out;
  value.remove_prefix(2);
  out.reserve(value.size() / 2);
  for (std::size_t i = 0; i + 1 < value.size(); i += 2) {
    out += static_cast<char>(hex_value(value[i]) * 16U + hex_value(value[i + 1]));
  }
  return out;
}

void PgConnection::Close::operator()(pg_conn* connection) const noexcept { PQfinish(connection); }

Result<PgConnection> PgConnection::open(const std::string& url, const std::string& schema) {
  PgConnection out{PQconnectdb(url.c_str())};
  if (PQstatus(out.connection_.get()) != CONNECTION_OK) {
    return Error{ErrorCode::kIo, "PostgreSQL: " + first_line(PQerrorMessage(out.connection_.get()))};
  }
  PQsetNoticeProcessor(out.connection_.get(), [](void*, const char*) {}, nullptr);
  CORDON_TRY(
      out.script("SET client_encoding = 'UTF8'; SET extra_float_digits = 3; SET bytea_output = 'hex'; "
                 "SET search_path = " +
                 schema));
  return out;
}

Error PgConnection::error(const pg_result* result) const {
  const char* state = result == nullptr ? nullptr : PQresultErrorField(result, PG_DIAG_SQLSTATE);
  const std::string_view code = state == nullptr ? std::string_view{} : std::string_view{state};
  // 55P03 lock not available, 40001 serialization failure, 40P01 deadlock
  const bool conflict = code == "55P03" || code == "40001" || code == "40P01";
  const char* primary = result == nullptr ? nullptr : PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
  const std::string message = primary == nullptr ? first_line(PQerrorMessage(connection_.get())) : std::string(primary);
  if (conflict) return {ErrorCode::kConflict, "another process is writing to the database: " + message};
  return {ErrorCode::kIo, "PostgreSQL: " + message};
}

Result<PgRows> PgConnection::checked(pg_result* result) const {
  PgRows rows{result};
  const ExecStatusType status = PQresultStatus(result);
  if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK || status == PGRES_COPY_IN) return rows;
  return error(result);
}

Result<PgRows> PgConnection::query(const char* sql, const std::vector<PgParam>& parameters) {
  std::vector<const char*> values;
  std::vector<int> lengths;
  std::vector<int> formats;
  std::vector<Oid> types;
  for (const PgParam& parameter : parameters) {
    values.push_back(parameter.text().data());
    lengths.push_back(static_cast<int>(parameter.text().size()));
    formats.push_back(parameter.binary() ? 1 : 0);
    types.push_back(parameter.binary() ? kByteaOid : Oid{0});
  }
  return checked(PQexecParams(connection_.get(), sql, static_cast<int>(parameters.size()), types.data(), values.data(),
                              lengths.data(), formats.data(), 0));
}

Result<void> PgConnection::run(const char* sql, const std::vector<PgParam>& parameters) {
  CORDON_TRY(query(sql, parameters));
  return {};
}

Result<void> PgConnection::script(const std::string& sql) {
  CORDON_TRY(checked(PQexec(connection_.get(), sql.c_str())));
  return {};
}

Result<void> PgConnection::copy_in(const char* sql, std::string_view lines) {
  CORDON_TRY(checked(PQexec(connection_.get(), sql)));
  while (!lines.empty()) {
    const std::string_view chunk = lines.substr(0, kCopyChunk);
    if (PQputCopyData(connection_.get(), chunk.data(), static_cast<int>(chunk.size())) != 1) return error(nullptr);
    lines.remove_prefix(chunk.size());
  }
  if (PQputCopyEnd(connection_.get(), nullptr) != 1) return error(nullptr);
  Result<PgRows> done = checked(PQgetResult(connection_.get()));
  while (pg_result* rest = PQgetResult(connection_.get())) PQclear(rest);
  if (!done) return done.error();
  return {};
}

void append_copy_text(std::string& out, std::string_view text) {
  for (const char c : text) {
    switch (c) {
      case '\\':
        out += "\\\\";
        break;
      case '\t':
        out += "\\t";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      default:
        out += c;
    }
  }
}

void append_copy_bytes(std::string& out, std::string_view bytes) {
  out += "\\\\x";
  for (const char c : bytes) {
    const auto value = static_cast<unsigned char>(c);
    out += hex_digit(value >> 4U);
    out += hex_digit(value);
  }
}

}  // namespace cordon::monitoring
