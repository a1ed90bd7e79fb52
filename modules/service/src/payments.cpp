#include "cordon/service/payments.hpp"

#include <algorithm>
#include <cctype>
#include <chrono>
#include <fstream>

#include "cordon/base/parallel.hpp"
#include "cordon/ingest/payment.hpp"
#include "cordon/screening/screener.hpp"
#include "json_writer.hpp"
#include "list_loading.hpp"
#include "match_json.hpp"
#include "payment_file.hpp"
#include "payment_text.hpp"

namespace cordon::service {
namespace {

using base::Result;
using ingest::Payment;
using ingest::PaymentParty;

constexpr std::size_t kPaymentsPerBatch = 512;

void set(screening::Counterparty& party, std::string_view column, const std::string& value) {
  if (!value.empty()) screening::set_column(party, column, value);
}

screening::Counterparty counterparty_of(const PaymentParty& party) {
  screening::Counterparty out;
  out.names = party.names;
  out.schema = party.schema;
  out.addresses = party.addresses;
  for (const std::string& country : party.countries) set(out, "country", country);
  set(out, "bic", party.bic);
  set(out, "lei", party.lei);
  set(out, "birth_date", party.birth_date);
  set(out, "birth_place", party.birth_place);
  for (const std::string& number : party.id_numbers) set(out, "id_number", number);
  for (const auto& [column, value] : party.columns) set(out, column, value);
  return out;
}

class PaymentScreener {
 public:
  PaymentScreener(const screening::Screener& screener, screening::ScreenOptions options, std::string searched)
      : screener_(screener), options_(options), texts_(screener, options), searched_(std::move(searched)) {}

  struct Answer {
    std::string json;
    std::size_t hits = 0;
    bool has_problems = false;
    bool is_unread = false;
  };

  [[nodiscard]] Answer answer(const Payment& payment) const {
    Answer out;
    out.is_unread = !payment.error.empty();
    JsonWriter parties;
    JsonWriter texts;
    parties.begin_array();
    texts.begin_array();
    for (const PaymentParty& party : payment.parties) {
      const std::vector<screening::Hit> hits = write_party(parties, party, out);
      write_party_text(texts, party, hits, out);
    }
    parties.end_array();
    for (std::size_t i = 0; i < payment.texts.size(); ++i) {
      const ingest::PaymentText& text = payment.texts[i];
      const TextHits found = texts_.search(text.text, following(payment.texts, i));
      write_text(texts, text, found, out);
    }
    texts.end_array();
    JsonWriter json;
    json.begin_object().key("id").value(payment.id).key("kind").value(payment.kind);
    json.key("message_id").value(payment.message_id).key("amount").value(payment.amount);
    json.key("currency").value(payment.currency).key("date").value(payment.date);
    std::vector<std::string> problems = payment.problems;
    if (out.is_unread) {
      problems.push_back(payment.error);
    } else if (payment.parties.empty() && payment.texts.empty()) {
      problems.emplace_back("expected a party or a text, found none");
    }
    out.has_problems = out.has_problems || !problems.empty() || !payment.unmapped.empty();
    json.key("status").value(out.is_unread      ? "error"
                             : out.hits > 0     ? "hit"
                             : out.has_problems ? "incomplete"
                                                : "clear");
    if (!problems.empty()) json.key("problems").strings(problems);
    json.key("parties").raw(parties.text()).key("texts").raw(texts.text());
    json.key("unmapped").begin_array();
    for (const auto& [field, value] : payment.unmapped) {
      json.begin_object().key("field").value(field).key("value").value(value).end_object();
    }
    json.end_array().key("searched").raw(searched_).end_object();
    out.json = json.text();
    return out;
  }

 private:
  // Texts of the same field behind one: lines of 140 characters cut names in two.
  static std::string following(const std::vector<ingest::PaymentText>& texts, std::size_t at) {
    constexpr std::size_t kEnough = 200;  // bytes: more than the words that a search can use
    std::string out;
    for (std::size_t i = at + 1; i < texts.size() && texts[i].field == texts[at].field && out.size() < kEnough; ++i) {
      out += (out.empty() ? "" : " ") + texts[i].text;
    }
    return out;
  }

  // An account of a bank and nothing else is what a message may hold; of the parties who pay and are paid it is not.
  static bool is_account_only(const PaymentParty& party) {
    if (party.role == "debtor" || party.role == "creditor") return false;
    PaymentParty account;
    account.role = party.role;
    account.schema = party.schema;
    account.account = party.account;
    return !party.account.empty() && party == account;
  }

  std::vector<screening::Hit> write_party(JsonWriter& json, const PaymentParty& party, Answer& out) const {
    screening::Query query;
    std::vector<screening::Hit> hits;
    std::size_t total = 0;
    if (!is_account_only(party)) {
      query = screening::query_of(counterparty_of(party));
      hits = screener_.screen(query.features, options_, &total);
    }
    out.hits += hits.size();
    out.has_problems = out.has_problems || !query.problems.empty();
    json.begin_object().key("role").value(party.role).key("name");
    party.names.empty() ? json.null() : json.value(party.names.front());
    const auto field = [&](std::string_view name, const std::string& value) {
      if (!value.empty()) json.key(name).value(value);
    };
    field("bic", party.bic);
    field("lei", party.lei);
    field("account", party.account);
    if (!party.countries.empty()) json.key("countries").strings(party.countries);
    if (!party.addresses.empty()) json.key("addresses").strings(party.addresses);
    if (!query.problems.empty()) json.key("problems").strings(query.problems);
    json.key("hits").begin_array();
    for (const screening::Hit& hit : hits) write_hit(json, hit);
    json.end_array();
    write_total(json, total, hits.size());
    json.end_object();
    return hits;
  }

  // What the lines of a party name besides those who were found as the party itself. Written only when there is any.
  void write_party_text(JsonWriter& json, const PaymentParty& party, const std::vector<screening::Hit>& known,
                        Answer& out) const {
    if (party.lines.empty()) return;
    TextHits found = texts_.search_party(party.lines, party.names);
    const std::size_t before = found.hits.size();
    std::erase_if(found.hits, [&known](const TextHit& hit) {
      return std::any_of(known.begin(), known.end(), [&hit](const screening::Hit& other) {
        return other.entity_id == hit.hit.entity_id && other.source == hit.hit.source;
      });
    });
    found.total -= before - found.hits.size();
    if (found.hits.empty() && found.words <= TextSearch::kMostWords) return;
    std::string text;
    for (const std::string& line : party.lines) text += (text.empty() ? "" : " ") + line;
    write_text(json, {party.role + "/lines", std::move(text)}, found, out);
  }

  static void write_text(JsonWriter& json, const ingest::PaymentText& text, const TextHits& found, Answer& out) {
    out.hits += found.hits.size();
    json.begin_object().key("field").value(text.field).key("text").value(text.text);
    if (found.words > TextSearch::kMostWords) {
      out.has_problems = true;
      json.key("problems").begin_array();
      json.value("expected at most " + std::to_string(TextSearch::kMostWords) + " words, found " +
                 std::to_string(found.words) + ": those behind were not screened");
      json.end_array();
    }
    json.key("hits").begin_array();
    for (const TextHit& hit : found.hits) {
      json.begin_object().key("found").value(hit.found).key("hit");
      write_hit(json, hit.hit);
      json.end_object();
    }
    json.end_array();
    write_total(json, found.total, found.hits.size());
    json.end_object();
  }
  static void write_total(JsonWriter& json, std::size_t total, std::size_t shown) {
    json.key("hits_total").value(std::uint64_t{total});
    if (total > shown) json.key("truncated").value(true);
  }

  const screening::Screener& screener_;
  screening::ScreenOptions options_;
  TextSearch texts_;
  std::string searched_;
};

// Answers payments in their order.
Result<void> screen_some(const std::vector<Payment>& payments, const PaymentScreener& screener, Workspace& workspace,
                         ScreenStats& stats, const JsonSink& sink) {
  for (std::size_t begin = 0; begin < payments.size(); begin += kPaymentsPerBatch) {
    const std::size_t end = std::min(payments.size(), begin + kPaymentsPerBatch);
    std::vector<PaymentScreener::Answer> answers(end - begin);
    base::parallel_blocks(end - begin, 1, stats.threads, [&](std::size_t first, std::size_t last, unsigned) {
      for (std::size_t i = first; i < last; ++i) answers[i] = screener.answer(payments[begin + i]);
    });
    for (const PaymentScreener::Answer& answer : answers) {
      ++stats.queries;
      stats.hits += answer.hits;
      if (answer.hits > 0) ++stats.rows_with_hits;
      if (answer.has_problems) ++stats.rows_with_problems;
      if (answer.is_unread) ++stats.rows_unread;
      CORDON_TRY(sink(answer.json));
    }
    workspace.progress().report("screening payments", end, payments.size());
  }
  return {};
}

}  // namespace

bool is_payment_file(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::string head(2'048, '\0');
  in.read(head.data(), static_cast<std::streamsize>(head.size()));
  head.resize(static_cast<std::size_t>(std::max<std::streamsize>(0, in.gcount())));
  return ingest::is_payment_message(head);
}

Result<ScreenStats> screen_payments(Workspace& workspace, const ScreenRequest& request,
                                    const std::filesystem::path& file, const JsonSink& sink) {
  CORDON_ASSIGN(PaymentFile reader, PaymentFile::open(file));
  const auto policy = match::Policy::find(request.policy);
  if (!policy) return policy.error();
  const unsigned threads = request.threads == 0 ? base::hardware_threads() : request.threads;
  CORDON_ASSIGN(const LoadedLists lists, load_lists(workspace, request, *policy, threads));
  const screening::Screener screener(lists.index.corpus, *policy);
  screening::ScreenOptions options;
  options.threshold = request.threshold;
  options.limit = request.limit;
  options.candidates = request.exhaustive ? match::CandidateMode::kExhaustive : match::CandidateMode::kIndex;
  const PaymentScreener payment_screener{screener, options, lists.searched_json};

  ScreenStats stats;
  if (!lists.warning.empty()) stats.messages.push_back(lists.warning);
  stats.threads = threads;
  const auto start = std::chrono::steady_clock::now();
  for (;;) {
    CORDON_ASSIGN(const std::vector<Payment> payments, reader.next());
    if (payments.empty()) break;
    CORDON_TRY(screen_some(payments, payment_screener, workspace, stats, sink));
  }
  stats.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return stats;
}

}  // namespace cordon::service
