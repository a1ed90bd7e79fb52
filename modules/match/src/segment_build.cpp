// Builds a segment: names are prepared in parallel, then tokens and names are numbered by content, so that the outcome
// does not depend on which thread met what.
#include <algorithm>
#include <numeric>
#include <utility>

#include "cordon/base/date.hpp"
#include "cordon/base/memory.hpp"
#include "cordon/base/parallel.hpp"
#include "feature_text.hpp"
#include "segment.hpp"
#include "segment_sections.hpp"
#include "segment_storage.hpp"
#include "slot_kinds.hpp"
#include "sort_by_key.hpp"
#include "token_index_build.hpp"

namespace cordon::match {
namespace {

constexpr std::size_t kSubjectsPerBlock = 512;
constexpr std::size_t kManyNames = 100'000;  // some 20 MB of drafts
// Losses of a class differ by at most an eighth of the smaller one (and 16 units): see name_classes.
constexpr unsigned kClassSpread = 8;

// What one block of subjects became. Tokens are numbered by the worker's own table.
struct Draft {
  unsigned worker = 0;
  std::vector<NameRecord> names;  // first_slot within this draft, subject within the segment
  std::vector<NameSlot> slots;
  std::vector<SubjectRecord> subjects;  // offsets within this draft
  std::vector<DateRange> dates;
  std::vector<std::uint16_t> countries;
  std::vector<std::uint32_t> places;
  std::vector<std::uint32_t> addresses;
  std::vector<IdentifierKey> identifiers;
  std::string text;

  void clear() noexcept {
    names.clear();
    slots.clear();
    subjects.clear();
    dates.clear();
    countries.clear();
    places.clear();
    addresses.clear();
    identifiers.clear();
    text.clear();
  }
};

std::size_t count_names(std::span<const SubjectFeatures> subjects) noexcept {
  std::size_t out = 0;
  for (const SubjectFeatures& subject : subjects) {
    out += subject.names.size() + subject.weak_names.size() + subject.derived_names.size();
  }
  return out;
}

// What a thread prepares names with.
struct Worker {
  explicit Worker(std::size_t names) {
    table.reserve(2 * names);  // lists have 1.5 to 3 tokens a name
    preparer.defer_tokens();
  }
  TokenTable table;
  NamePreparer preparer{table};
  PreparedName name;
  Draft draft;  // of its block; keeps its memory for the next one
};

void append_name(Draft& draft, const PreparedName& name, std::uint8_t flags, std::uint32_t subject, SubjectKind kind) {
  NameRecord record;
  record.identity = name.facts.identity;
  record.first_slot = static_cast<std::uint32_t>(draft.slots.size());
  record.subject = subject;
  record.slot_count = static_cast<std::uint16_t>(name.slots.size());
  record.loss = name.facts.loss;
  record.positions = name.facts.positions;
  record.flags = static_cast<std::uint8_t>(name.facts.flags | flags);
  record.kind = kind;
  draft.slots.insert(draft.slots.end(), name.slots.begin(), name.slots.end());
  draft.names.push_back(record);
}

template <typename T>
void append_all(std::vector<T>& out, const std::vector<T>& values) {
  out.insert(out.end(), values.begin(), values.end());
}

void append_subject(Draft& draft, const SubjectFeatures& features, std::uint32_t subject, Worker& worker) {
  const PreparedAttributes attributes = prepare_attributes(features);
  SubjectRecord record;
  record.text = draft.text.size();
  record.names = static_cast<std::uint32_t>(draft.names.size());
  record.dates = static_cast<std::uint32_t>(draft.dates.size());
  record.countries = static_cast<std::uint32_t>(draft.countries.size());
  record.places = static_cast<std::uint32_t>(draft.places.size());
  record.addresses = static_cast<std::uint32_t>(draft.addresses.size());
  record.identifiers = static_cast<std::uint32_t>(draft.identifiers.size());
  record.kind = attributes.kind;
  record.genders = attributes.genders;
  draft.subjects.push_back(record);
  append_all(draft.dates, attributes.birth_dates);
  append_all(draft.countries, attributes.countries);
  append_all(draft.places, attributes.birth_places);
  append_all(draft.addresses, attributes.addresses);
  append_all(draft.identifiers, attributes.identifiers);
  append_features(draft.text, features);
  PreparedName& prepared = worker.name;
  for (const std::string& name : features.names) {
    prepare_name(name, attributes.kind, worker.preparer, prepared);
    append_name(draft, prepared, 0, subject, attributes.kind);
  }
  for (const std::string& name : features.weak_names) {
    prepare_name(name, attributes.kind, worker.preparer, prepared);
    append_name(draft, prepared, kNameWeak, subject, attributes.kind);
  }
  for (const std::string& name : features.derived_names) {
    prepare_name(name, attributes.kind, worker.preparer, prepared);
    mark_derived(prepared);
    append_name(draft, prepared, 0, subject, attributes.kind);
  }
}

// Room for what the drafts hold: arrays that grow by doubling would be copied, and keep what they do not use.
void reserve_for(const std::vector<Draft>& drafts, SegmentStorage& out) {
  const auto total = [&drafts](auto member) {
    std::size_t sum = 0;
    for (const Draft& draft : drafts) sum += (draft.*member).size();
    return sum;
  };
  out.slots.resize(total(&Draft::slots));
  out.names.resize(total(&Draft::names));
  out.briefs.resize(out.names.size());
  out.subject_names.reserve(out.names.size());
  out.subjects.reserve(total(&Draft::subjects) + 1);
  out.dates.reserve(total(&Draft::dates));
  out.countries.reserve(total(&Draft::countries));
  out.places.reserve(total(&Draft::places));
  out.addresses.reserve(total(&Draft::addresses));
  out.identifiers.reserve(total(&Draft::identifiers));
  out.text.reserve(total(&Draft::text));
}

// The loss by which names of a kind are ordered.
std::uint16_t ordering_loss(const NameRecord& name) noexcept {
  if (name.kind == SubjectKind::kOrganisation) return name.loss[std::size_t(NameMode::kOrganisation)];
  if (name.kind == SubjectKind::kObject) return name.loss[std::size_t(NameMode::kObject)];
  return name.loss[std::size_t(NameMode::kPerson)];
}

// Scoring is lenient to what names with a title leave out: they are kept apart from the others.
bool is_titled(const NameRecord& name) noexcept { return (name.flags & kNameTitled) != 0; }

// The order of names: by kind, title and loss; then as they come. There are a few thousand different losses at most, so
// that names are counted first and then put where they belong, each group behind the one before.
class NameOrder {
 public:
  struct Place {
    std::uint32_t name = 0;
    std::uint32_t first_slot = 0;
  };

  explicit NameOrder(const std::vector<Draft>& drafts) {
    for (const Draft& draft : drafts) {
      for (const NameRecord& name : draft.names) losses_ = std::max<std::size_t>(losses_, ordering_loss(name) + 1U);
    }
    places_.resize(kGroups * losses_);
    for (const Draft& draft : drafts) {
      for (const NameRecord& name : draft.names) {
        Place& place = place_of(name);
        ++place.name;
        place.first_slot += name.slot_count;
      }
    }
    Place start;
    for (Place& place : places_) {
      const Place count = std::exchange(place, start);
      start.name += count.name;
      start.first_slot += count.first_slot;
    }
  }

  // Where the next name of its group goes.
  Place take(const NameRecord& name) noexcept {
    Place& place = place_of(name);
    const Place out = place;
    ++place.name;
    place.first_slot += name.slot_count;
    return out;
  }

 private:
  static constexpr std::size_t kGroups = 8;  // four kinds, with a title and without

  Place& place_of(const NameRecord& name) noexcept {
    const std::size_t group = std::size_t{static_cast<std::uint8_t>(name.kind)} * 2 + (is_titled(name) ? 1U : 0U);
    return places_[group * losses_ + ordering_loss(name)];
  }

  std::size_t losses_ = 1;
  std::vector<Place> places_;
};

// All but the class.
NameBrief brief_of(std::span<const DateRange> dates, std::span<const NameSlot> positions) {
  NameBrief brief;
  for (const DateRange& date : dates) {
    const std::uint8_t from = brief_year(base::Date{date.first}.year());
    brief.first_year = brief.first_year == 0 ? from : std::min(brief.first_year, from);
    brief.last_year = std::max(brief.last_year, brief_year(base::Date{date.last}.year()));
  }
  for (std::size_t p = 0; p < positions.size(); ++p) {
    const NameSlot& slot = positions[p];
    const bool tells = tells_apart(slot, 0) && tells_apart(slot, 1) && tells_apart(slot, 2);
    brief.telling = static_cast<std::uint16_t>(brief.telling | unsigned{tells} << p);
  }
  return brief;
}

// Puts the names of a draft and their slots in their places. Tokens stay those of the workers' tables, from first_token
// of the worker on.
void place_names(const Draft& draft, std::uint32_t first_subject, std::uint32_t first_token, NameOrder& order,
                 SegmentStorage& out) {
  for (const NameRecord& name : draft.names) {
    const NameOrder::Place place = order.take(name);
    const auto from = draft.slots.begin() + name.first_slot;
    const auto to = out.slots.begin() + place.first_slot;
    std::transform(from, from + name.slot_count, to, [first_token](NameSlot slot) {
      slot.token += first_token;
      return slot;
    });
    NameRecord& record = out.names[place.name];
    record = name;
    record.first_slot = place.first_slot;
    out.subject_names.push_back(place.name);
    const std::size_t subject = name.subject - first_subject;
    const std::size_t dates_end =
        subject + 1 < draft.subjects.size() ? draft.subjects[subject + 1].dates : draft.dates.size();
    const std::size_t dates = draft.subjects[subject].dates;
    out.briefs[place.name] = brief_of(std::span(draft.dates).subspan(dates, dates_end - dates),
                                      {out.slots.data() + place.first_slot, name.positions});
  }
}

// Puts the drafts together and lets them go: the names in their order, the rest in that of the subjects.
void join(std::vector<Draft>& drafts, std::span<const std::uint32_t> first_token, SegmentStorage& out) {
  NameOrder order(drafts);
  reserve_for(drafts, out);
  const auto end_of = [](const SegmentStorage& parts) {
    SubjectRecord end;
    end.text = parts.text.size();
    end.names = static_cast<std::uint32_t>(parts.subject_names.size());
    end.dates = static_cast<std::uint32_t>(parts.dates.size());
    end.countries = static_cast<std::uint32_t>(parts.countries.size());
    end.places = static_cast<std::uint32_t>(parts.places.size());
    end.addresses = static_cast<std::uint32_t>(parts.addresses.size());
    end.identifiers = static_cast<std::uint32_t>(parts.identifiers.size());
    return end;
  };
  for (Draft& draft : drafts) {
    const SubjectRecord start = end_of(out);
    place_names(draft, static_cast<std::uint32_t>(out.subjects.size()), first_token[draft.worker], order, out);
    for (SubjectRecord subject : draft.subjects) {
      subject.text += start.text;
      subject.names += start.names;
      subject.dates += start.dates;
      subject.countries += start.countries;
      subject.places += start.places;
      subject.addresses += start.addresses;
      subject.identifiers += start.identifiers;
      out.subjects.push_back(subject);
    }
    append_all(out.dates, draft.dates);
    append_all(out.countries, draft.countries);
    append_all(out.places, draft.places);
    append_all(out.addresses, draft.addresses);
    append_all(out.identifiers, draft.identifiers);
    out.text.insert(out.text.end(), draft.text.begin(), draft.text.end());
    draft = Draft();
  }
  out.subjects.push_back(end_of(out));
}

void name_classes(SegmentStorage& out) {
  for (std::uint32_t i = 0; i < out.names.size(); ++i) {
    const NameRecord& name = out.names[i];
    const std::uint16_t loss = ordering_loss(name);
    bool open = !out.classes.empty() && out.classes.back().kind == name.kind;
    if (open) {
      const NameRecord& first = out.names[out.classes.back().first];
      const std::uint16_t least = ordering_loss(first);
      open = is_titled(first) == is_titled(name);
      open = open && loss <= least + least / kClassSpread + 16U;
    }
    if (!open) {
      NameClass next;
      next.first = i;
      next.kind = name.kind;
      next.loss_min = next.loss_max = name.loss;
      next.positions_min = next.positions_max = name.positions;
      out.classes.push_back(next);
    }
    out.briefs[i].name_class = static_cast<std::uint16_t>(out.classes.size() - 1);
    NameClass& current = out.classes.back();
    current.last = i + 1;
    current.flags_any |= name.flags;
    current.positions_min = std::min(current.positions_min, name.positions);
    current.positions_max = std::max(current.positions_max, name.positions);
    for (std::size_t m = 0; m < kNameModes; ++m) {
      current.loss_min[m] = std::min(current.loss_min[m], name.loss[m]);
      current.loss_max[m] = std::max(current.loss_max[m], name.loss[m]);
    }
  }
}

void index_identifiers(SegmentStorage& out) {
  out.identifier_keys.reserve(out.identifiers.size());
  for (std::uint32_t subject = 0; subject + 1 < out.subjects.size(); ++subject) {
    for (std::uint32_t i = out.subjects[subject].identifiers; i < out.subjects[subject + 1].identifiers; ++i) {
      out.identifier_keys.push_back({out.identifiers[i].value, subject, 0});
    }
  }
  std::sort(out.identifier_keys.begin(), out.identifier_keys.end(),
            [](const KeyEntry& a, const KeyEntry& b) { return a.key != b.key ? a.key < b.key : a.value < b.value; });
}

// By the eight bytes behind what all ids begin with; equal ones are compared whole.
std::vector<std::uint32_t> ordered_by_id(std::span<const SubjectFeatures> subjects) {
  std::string_view common = subjects.empty() ? std::string_view{} : std::string_view(subjects.front().id);
  for (const SubjectFeatures& subject : subjects) {
    const auto end = std::mismatch(common.begin(), common.end(), subject.id.begin(), subject.id.end()).first;
    common = common.substr(0, static_cast<std::size_t>(end - common.begin()));
  }
  std::vector<SortEntry> order(subjects.size());
  for (std::uint32_t i = 0; i < order.size(); ++i) {
    const std::string_view rest = std::string_view(subjects[i].id).substr(common.size());
    std::uint64_t key = 0;
    for (std::size_t c = 0; c < sizeof key; ++c) {
      key = key << 8U | (c < rest.size() ? static_cast<unsigned char>(rest[c]) : 0U);
    }
    order[i] = {key, i};
  }
  sort_by_key(order);
  for_each_equal(order, [&](std::size_t first, std::size_t last) {
    sort_values(order, first, last, [&](std::uint32_t a, std::uint32_t b) {
      const int ids = subjects[a].id.compare(subjects[b].id);
      return ids != 0 ? ids < 0 : a < b;
    });
  });
  std::vector<std::uint32_t> out(order.size());
  std::transform(order.begin(), order.end(), out.begin(), [](const SortEntry& entry) { return entry.value; });
  return out;
}

}  // namespace

void SegmentStorage::point(SegmentArrays& arrays) const {
  arrays = {tokens,
            slots,
            names,
            subjects,
            subject_names,
            dates,
            countries,
            places,
            addresses,
            identifiers,
            text,
            posting_starts,
            postings,
            posting_marks,
            groups,
            blocks.letters_all,
            blocks.letters_any,
            blocks.sounds_all,
            blocks.sounds_any,
            columns,
            token_facts,
            token_keys,
            token_key_starts,
            identifier_keys,
            subjects_by_id,
            classes,
            briefs};
}

std::shared_ptr<const Segment> Segment::build(std::span<const SubjectFeatures> subjects, unsigned threads) {
  if (threads == 0) threads = base::hardware_threads();
  std::vector<Draft> drafts((subjects.size() + kSubjectsPerBlock - 1) / kSubjectsPerBlock);
  std::vector<std::unique_ptr<Worker>> workers(threads);
  const std::size_t share = count_names(subjects) / threads;
  base::parallel_blocks(subjects.size(), kSubjectsPerBlock, threads,
                        [&](std::size_t begin, std::size_t end, unsigned worker) {
                          if (workers[worker] == nullptr) workers[worker] = std::make_unique<Worker>(share);
                          Worker& own = *workers[worker];
                          own.draft.clear();
                          own.draft.worker = worker;
                          for (std::size_t i = begin; i < end; ++i) {
                            append_subject(own.draft, subjects[i], static_cast<std::uint32_t>(i), own);
                          }
                          own.preparer.settle(own.draft.slots);
                          drafts[begin / kSubjectsPerBlock] = own.draft;  // a copy has no room to spare
                        });
  auto storage = std::make_shared<SegmentStorage>();
  std::vector<std::uint32_t> first_token;
  std::vector<Token> tokens;
  for (std::unique_ptr<Worker>& worker : workers) {
    first_token.push_back(static_cast<std::uint32_t>(tokens.size()));
    if (worker == nullptr) continue;
    if (tokens.empty()) {
      tokens = worker->table.take_tokens();
    } else {
      tokens.insert(tokens.end(), worker->table.tokens().begin(), worker->table.tokens().end());
    }
    worker.reset();
  }
  join(drafts, first_token, *storage);
  const bool large = storage->names.size() >= kManyNames;
  if (large) base::return_freed_memory();
  index_tokens(std::move(tokens), *storage);
  name_classes(*storage);
  index_identifiers(*storage);
  std::shared_ptr<Segment> out(new Segment());
  storage->point(out->arrays_);
  auto& by_id = storage->subjects_by_id;
  by_id = ordered_by_id(subjects);
  out->arrays_.subjects_by_id = by_id;
  out->owner_ = std::move(storage);
  if (large) base::return_freed_memory();
  out->summarise();
  return out;
}

}  // namespace cordon::match
