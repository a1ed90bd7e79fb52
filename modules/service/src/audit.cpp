#include "cordon/service/audit.hpp"

#include "cordon/base/file.hpp"
#include "json_writer.hpp"
#include "log_comparison.hpp"
#include "monitor.hpp"

namespace cordon::service {
namespace {

namespace fs = std::filesystem;
using base::Error;
using base::ErrorCode;

base::Result<void> follow_file(const fs::path& file, monitoring::ChainVerifier& verifier) {
  CORDON_ASSIGN(const std::string bytes, base::read_file(file));
  std::string_view rest = bytes;
  std::uint64_t line = 0;
  while (!rest.empty()) {
    ++line;
    const std::size_t end = rest.find('\n');
    const auto record = monitoring::record_of_line(rest.substr(0, end));
    if (!record) return Error{record.error().code, record.error().message, {file.string(), line, {}}};
    if (const auto added = verifier.add(*record); !added) {
      return Error{added.error().code, added.error().message, {file.string(), line, added.error().where.record}};
    }
    rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
  }
  return {};
}

// The log of a storage, and that it ends where the storage says.
base::Result<void> follow_storage(monitoring::Storage& storage, monitoring::ChainVerifier& verifier) {
  CORDON_ASSIGN(const auto transaction, storage.begin_read());
  CORDON_TRY(transaction->for_each_record(
      1, [&verifier](const monitoring::AuditRecord& record) { return verifier.add(record); }));
  CORDON_ASSIGN(const monitoring::AuditHead head, transaction->audit_head());
  if (head == verifier.head()) return {};
  return Error{ErrorCode::kDamaged, "the audit log is not intact: it ends with record " +
                                        std::to_string(verifier.head().sequence) + ", the head noted is record " +
                                        std::to_string(head.sequence) + " " + head.hash.hex()};
}

struct Verified {
  base::Result<void> followed;   // the chain
  std::optional<bool> anchored;  // whether the head that was asked for is in it; nullopt: none was asked for
  std::optional<StorageComparison> compared;  // of the data directory's own log: what it says and what is there

  [[nodiscard]] bool intact() const { return followed.has_value() && anchored.value_or(true); }
  [[nodiscard]] bool agrees() const { return !compared || compared->differences.empty(); }
  [[nodiscard]] std::string problem() const {
    if (!followed) return followed.error().to_string();
    if (!anchored.value_or(true)) return "the head that was noted is not in the log";
    return agrees() ? std::string() : compared->differences.front().what;
  }
};

std::string verify_json(const monitoring::ChainVerifier& verifier, const Verified& verified) {
  JsonWriter json;
  json.begin_object();
  json.key("intact").value(verified.intact());
  json.key("records").value(verifier.head().sequence);
  json.key("head").value(verifier.head().hash.hex());
  json.key("anchored");
  if (verified.anchored) {
    json.value(*verified.anchored);
  } else {
    json.null();
  }
  json.key("problem").value(verified.problem());
  if (verified.compared) {
    json.key("differences").begin_array();
    for (const StorageDifference& difference : verified.compared->differences) {
      json.begin_object().key("alert").value(difference.alert).key("field").value(difference.field);
      json.key("what").value(difference.what).end_object();
    }
    json.end_array();
  }
  json.end_object();
  return json.text();
}

// The storage's form, its log, and what the log says of it.
base::Result<StorageComparison> compare_storage(monitoring::Storage& storage) {
  CORDON_ASSIGN(const std::vector<std::string> problems, storage.check());
  if (!problems.empty()) return Error{ErrorCode::kDamaged, "monitor.db: " + problems.front()};
  CORDON_ASSIGN(const auto transaction, storage.begin_read());
  return compare_with_log(*transaction);
}

}  // namespace

base::Result<bool> verify_audit(Workspace& workspace, const VerifyRequest& request, const JsonSink& sink) {
  monitoring::ChainVerifier verifier;
  if (request.anchor) {
    const auto anchor = base::ContentHash::from_hex(*request.anchor);
    if (!anchor) {
      return Error{ErrorCode::kInvalidArgument,
                   "--head: expected 64 hexadecimal digits, found '" + *request.anchor + "'"};
    }
    verifier.look_for(*anchor);
  }
  Verified verified;
  base::Result<void>& followed = verified.followed;
  if (request.file) {
    followed = follow_file(*request.file, verifier);
    if (!followed && followed.error().code == ErrorCode::kIo) return followed.error();
  } else {
    auto storage = open_monitor(workspace, false);
    if (storage) {
      followed = follow_storage(**storage, verifier);
      if (followed) {
        auto compared = compare_storage(**storage);
        if (compared) {
          verified.compared = *std::move(compared);
        } else if (compared.error().code == ErrorCode::kDamaged) {
          followed = compared.error();
        } else {
          return compared.error();
        }
      }
    } else if (storage.error().code == ErrorCode::kDamaged) {
      followed = storage.error();
    } else if (storage.error().code != ErrorCode::kNotFound) {
      return storage.error();
    }
  }
  if (request.anchor) verified.anchored = verifier.met_anchor();
  CORDON_TRY(sink(verify_json(verifier, verified)));
  return verified.intact() && verified.agrees();
}

base::Result<void> export_audit(Workspace& workspace, std::uint64_t from_sequence, const JsonSink& sink) {
  CORDON_ASSIGN(const auto storage, open_monitor(workspace, false));
  CORDON_ASSIGN(const auto transaction, storage->begin_read());
  return transaction->for_each_record(
      from_sequence, [&sink](const monitoring::AuditRecord& record) { return sink(monitoring::export_line(record)); });
}

base::Result<void> audit_head(Workspace& workspace, const JsonSink& sink) {
  CORDON_ASSIGN(const auto storage, open_monitor(workspace, false));
  CORDON_ASSIGN(const auto transaction, storage->begin_read());
  CORDON_ASSIGN(const monitoring::AuditHead head, transaction->audit_head());
  JsonWriter json;
  json.begin_object().key("sequence").value(head.sequence).key("hash").value(head.hash.hex()).end_object();
  return sink(json.text());
}

}  // namespace cordon::service
