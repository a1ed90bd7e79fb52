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

namespace cordon::service {
namespace {

using base::Result;
using ingest::Payment;
using ingest::PaymentParty;

// A window of free text is no name that somebody gave: it must be surer than a party to be shown. Scores, inclusive.
// Evidence, under the policy payments (`compare`): windows that are the name with a typing error, in another order or
// without a patronymic score 0.95 to 0.997 ("Fortuna Shiping", "Testov Ivan" for Ivan Petrovich Testov); with a
// foreign word in them 0.07 and less ("FREIGHT FORTUNA"). 0.88 lies between. A word alone with one letter wrong scores
// 0.985 to 0.99 ("Fortune", "Rosneff"), with two 0.91 ("Fontana" for Fortuna), which 0.97 leaves out. Our choice: no
// labelled set of payment texts is public; whoever has one should set them anew. Lower: invoices have hits by chance.
// Higher: misspelt names pass.
constexpr double kTextThreshold = 0.88;
constexpr double kSingleWordThreshold = 0.97;
constexpr std::size_t kLongestWindow = 6;  // words
// Letters of a word that is screened alone: vessels, companies. Words of four letters and less are mostly codes of
// payments (INV, SWIFT fields, currencies) and first names.
constexpr std::size_t kShortestWord = 5;
// A Han or Hangul letter or kana is a syllable or a word: two of them are a name.
constexpr std::size_t kLettersOfASyllable = 3;
constexpr std::size_t kMostWords = 400;  // of one text; what is behind them is reported, not screened
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

// Words with their place, so that what was found can be quoted as it stands.
struct Word {
  std::size_t from = 0, to = 0;
};

std::vector<Word> words_of(std::string_view text) {
  std::vector<Word> out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto is_part = [&](std::size_t at) {
      const auto c = static_cast<unsigned char>(text[at]);
      return std::isalnum(c) != 0 || c >= 0x80 || c == '\'' || c == '-' || c == '.' || c == '&';
    };
    if (!is_part(i)) continue;
    const std::size_t from = i;
    while (i < text.size() && is_part(i)) ++i;
    out.push_back({from, i});
  }
  return out;
}

// Letters and digits as code points; those from U+2E80 on stand for syllables. Requires: as words_of() gives it.
std::size_t letters_of(std::string_view word) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < word.size(); ++i) {
    const auto c = static_cast<unsigned char>(word[i]);
    if (std::isalnum(c) != 0 || (c >= 0xC0 && c < 0xE2)) ++count;
    if (c < 0xE2) continue;
    const auto next = static_cast<unsigned char>(i + 1 < word.size() ? word[i + 1] : '\0');
    count += c == 0xE2 && next < 0xBA ? 1 : kLettersOfASyllable;
  }
  return count;
}

bool is_vessel_number(std::string_view word) {
  return word.size() == 7 && std::all_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
}
bool is_bic(std::string_view word) {
  if (word.size() != 8 && word.size() != 11) return false;
  return std::all_of(word.begin(), word.begin() + 6, [](char c) { return c >= 'A' && c <= 'Z'; }) &&
         std::all_of(word.begin() + 6, word.end(), [](char c) { return std::isalnum(static_cast<unsigned char>(c)); });
}

struct TextHit {
  screening::Hit hit;
  std::string found;
};

class PaymentScreener {
 public:
  PaymentScreener(const screening::Screener& screener, screening::ScreenOptions options, std::string searched)
      : screener_(screener), options_(options), searched_(std::move(searched)) {}

  struct Answer {
    std::string json;
    std::size_t hits = 0;
    bool has_problems = false;
  };

  [[nodiscard]] Answer answer(const Payment& payment) const {
    Answer out;
    JsonWriter parties;
    parties.begin_array();
    for (const PaymentParty& party : payment.parties) write_party(parties, party, out);
    parties.end_array();
    JsonWriter texts;
    texts.begin_array();
    for (const ingest::PaymentText& text : payment.texts) write_text(texts, text, out);
    texts.end_array();
    JsonWriter json;
    json.begin_object().key("id").value(payment.id).key("kind").value(payment.kind);
    json.key("message_id").value(payment.message_id).key("amount").value(payment.amount);
    json.key("currency").value(payment.currency).key("date").value(payment.date);
    const bool is_empty = payment.parties.empty() && payment.texts.empty();
    out.has_problems = out.has_problems || is_empty || !payment.unmapped.empty();
    json.key("status").value(out.hits > 0 ? "hit" : out.has_problems ? "incomplete" : "clear");
    if (is_empty) json.key("problems").begin_array().value("expected a party or a text, found none").end_array();
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
  void write_party(JsonWriter& json, const PaymentParty& party, Answer& out) const {
    const screening::Query query = screening::query_of(counterparty_of(party));
    std::size_t total = 0;
    const std::vector<screening::Hit> hits = screener_.screen(query.features, options_, &total);
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
  }

  void write_text(JsonWriter& json, const ingest::PaymentText& text, Answer& out) const {
    const std::vector<Word> words = words_of(text.text);
    std::size_t total = 0;
    const std::vector<TextHit> hits = hits_in(text.text, words, total);
    out.hits += hits.size();
    json.begin_object().key("field").value(text.field).key("text").value(text.text);
    if (words.size() > kMostWords) {
      out.has_problems = true;
      json.key("problems").begin_array();
      json.value("expected at most " + std::to_string(kMostWords) + " words, found " + std::to_string(words.size()) +
                 ": those behind were not screened");
      json.end_array();
    }
    json.key("hits").begin_array();
    for (const TextHit& hit : hits) {
      json.begin_object().key("found").value(hit.found).key("hit");
      write_hit(json, hit.hit);
      json.end_object();
    }
    json.end_array();
    write_total(json, total, hits.size());
    json.end_object();
  }
  static void write_total(JsonWriter& json, std::size_t total, std::size_t shown) {
    json.key("hits_total").value(std::uint64_t{total});
    if (total > shown) json.key("truncated").value(true);
  }

  // Every run of words up to the longest window, and numbers that name a vessel or a bank. Of one entity the best.
  // total: gets their number, also of those beyond the limit.
  [[nodiscard]] std::vector<TextHit> hits_in(const std::string& text, const std::vector<Word>& words,
                                             std::size_t& total) const {
    std::vector<TextHit> best;
    const std::size_t count = std::min(words.size(), kMostWords);
    for (std::size_t first = 0; first < count; ++first) {
      const std::string word = text.substr(words[first].from, words[first].to - words[first].from);
      if (is_vessel_number(word)) look_up(best, "imo", word);
      if (is_bic(word)) look_up(best, "bic", word);
      for (std::size_t last = first; last < std::min(count, first + kLongestWindow); ++last) {
        if (last == first && letters_of(word) < kShortestWord) continue;
        const std::string window = text.substr(words[first].from, words[last].to - words[first].from);
        screening::Counterparty party;
        party.names = {window};
        keep(best, screener_.screen(screening::query_of(party).features, text_options(last == first)), window);
      }
    }
    std::stable_sort(best.begin(), best.end(),
                     [](const TextHit& a, const TextHit& b) { return a.hit.score > b.hit.score; });
    total = best.size();
    if (options_.limit > 0 && best.size() > options_.limit) best.resize(options_.limit);
    return best;
  }
  [[nodiscard]] screening::ScreenOptions text_options(bool single_word) const {
    screening::ScreenOptions options = options_;
    options.limit = 0;  // that of the text holds for all its windows
    options.threshold = std::max(options.threshold, single_word ? kSingleWordThreshold : kTextThreshold);
    return options;
  }
  void look_up(std::vector<TextHit>& best, std::string_view column, const std::string& number) const {
    screening::Counterparty party;
    screening::set_column(party, column, number);
    keep(best, screener_.screen(screening::query_of(party).features, text_options(false)), number);
  }
  static void keep(std::vector<TextHit>& best, std::vector<screening::Hit> hits, const std::string& found) {
    for (screening::Hit& hit : hits) {
      const auto same = [&](const TextHit& kept) { return kept.hit.entity_id == hit.entity_id; };
      const auto place = std::find_if(best.begin(), best.end(), same);
      if (place == best.end()) {
        best.push_back({std::move(hit), found});
      } else if (hit.score > place->hit.score) {
        *place = {std::move(hit), found};
      }
    }
  }

  const screening::Screener& screener_;
  screening::ScreenOptions options_;
  std::string searched_;
};

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
  CORDON_ASSIGN(const std::vector<Payment> payments, read_payment_file(file));
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
  for (std::size_t begin = 0; begin < payments.size(); begin += kPaymentsPerBatch) {
    const std::size_t end = std::min(payments.size(), begin + kPaymentsPerBatch);
    std::vector<PaymentScreener::Answer> answers(end - begin);
    base::parallel_blocks(end - begin, 1, threads, [&](std::size_t first, std::size_t last, unsigned) {
      for (std::size_t i = first; i < last; ++i) answers[i] = payment_screener.answer(payments[begin + i]);
    });
    for (const PaymentScreener::Answer& answer : answers) {
      ++stats.queries;
      stats.hits += answer.hits;
      if (answer.hits > 0) ++stats.rows_with_hits;
      if (answer.has_problems) ++stats.rows_with_problems;
      CORDON_TRY(sink(answer.json));
    }
    workspace.progress().report("screening payments", end, payments.size());
  }
  stats.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return stats;
}

}  // namespace cordon::service
