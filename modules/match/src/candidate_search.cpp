#include "candidate_search.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <map>
#include <utility>

#include "cordon/base/date.hpp"
#include "cordon/match/scorer.hpp"
#include "headroom.hpp"
#include "meeting_levels.hpp"
#include "met_tokens.hpp"
#include "name_ceiling.hpp"
#include "slot_kinds.hpp"
#include "token_search.hpp"
#include "word_choice.hpp"

namespace cordon::match {
namespace {

// Posting lists longer than this are cut to the ranges wanted by binary search; shorter ones are read through.
constexpr std::size_t kLongPostings = 64;

// Postings of a token that are read, for each name they may tell something about: a name that is looked at costs about
// as much as a hundred of them.
constexpr std::size_t kMostPostingsPerName = 64;

struct NameRange {
  std::uint32_t first = 0;
  std::uint32_t last = 0;
};

// One name of the query against one segment.
class NameSearch {
 public:
  NameSearch(const Segment& segment, const SubjectView& query, std::uint32_t query_name, const Policy& policy,
             const std::array<double, 2>& floors, Kernel kernel, CandidateScratch& scratch, SearchWork& work)
      : segment_(segment),
        arrays_(segment.arrays()),
        query_(query.names[query_name]),
        query_kind_(query.attributes.kind),
        query_name_(query_name),
        policy_(policy),
        floors_(floors),
        scratch_(scratch),
        work_(work),
        search_(segment, kernel),
        tokens_(segment, search_, query_, policy, scratch.known, scratch.map, scratch.hits) {
    for (std::size_t kind = 0; kind < kinds_.size(); ++kind) {
      kinds_[kind] = kind_logit(query_kind_, static_cast<SubjectKind>(kind), policy_);
    }
    for (std::size_t nearness = 0; nearness < name_floors_.size(); ++nearness) {
      for (std::size_t kind = 0; kind < kinds_.size(); ++kind) {
        name_floors_[nearness][kind] = floor_of(static_cast<SubjectKind>(kind), nearness);
      }
    }
    for (const DateRange& date : query.attributes.birth_dates) {
      years_.push_back({brief_year(base::Date{date.first}.year() - 1), brief_year(base::Date{date.last}.year() + 1)});
    }
  }

  void run(std::uint64_t few_postings) {
    tokens_.find();
    for (const QueryMap::Entry& entry : scratch_.map.entries()) {
      __builtin_prefetch(arrays_.postings.data() + arrays_.posting_starts[entry.token]);
      __builtin_prefetch(arrays_.posting_marks.data() + arrays_.posting_starts[entry.token]);
    }
    scratch_.exclusion.begin(query_, query_kind_, arrays_.classes, tokens_.net(), name_floors_, nearness_count(),
                             policy_);
    find_readings();
    if (tokens_.postings() <= few_postings) {
      walk_all();
    } else {
      tokens_.find_faint_nets();
      plan();
      walk_chosen();
    }
    bound_all();
    for (const std::uint32_t name : scratch_.names) scratch_.visited[name / 64U] = 0;
    work_.tokens_compared += tokens_.compared();
    work_.names_bounded += scratch_.names.size();
    scratch_.names.clear();
  }

 private:
  // How the names of every class are read. Kinds are numbered so that names that may be either come first, then those
  // read as persons.
  void find_readings() {
    readings_.assign(arrays_.classes.size(), kOthers);
    for (std::size_t c = 0; c < arrays_.classes.size(); ++c) {
      const NameClass& names = arrays_.classes[c];
      if (pair_mode(query_kind_, names.kind, query_.facts, NameFacts{}) != NameMode::kPerson) continue;
      const bool either = query_kind_ == SubjectKind::kUnknown && names.kind == SubjectKind::kUnknown;
      readings_[c] = either ? kEither : kPersons;
      (either ? ends_.either : ends_.persons) = names.last;
    }
    ends_.persons = std::max(ends_.persons, ends_.either);
  }

  [[nodiscard]] std::span<const std::uint32_t> postings_of(std::uint32_t token) const noexcept {
    const std::uint32_t first = arrays_.posting_starts[token];
    return arrays_.postings.subspan(first, arrays_.posting_starts[token + 1] - first);
  }

  // 1 when a birth date of the name's subject lies within a year of one of the query's, else 0: then no finding about
  // birth dates can raise the score. Indexes what is kept for either case.
  [[nodiscard]] std::size_t nearness_of(const NameBrief& name) const noexcept {
    if (name.first_year == 0) return 0;
    for (const Years& years : years_) {
      if (name.first_year <= years.last && years.first <= name.last_year) return 1;
    }
    return 0;
  }

  // How many values of nearness there are.
  [[nodiscard]] std::size_t nearness_count() const noexcept { return years_.empty() ? 1 : 2; }

  // The logit a name of a kind of subject must reach.
  [[nodiscard]] double floor_of(SubjectKind kind, std::size_t nearness) const noexcept {
    const double weak = (query_.facts.flags & kNameWeak) != 0 ? policy_.features().weak_name
                                                              : std::max(0.0, policy_.features().weak_name);
    return floors_[nearness] - kinds_[static_cast<std::size_t>(kind)] - weak;
  }

  // Whether no name of the class reaches the floor unless it meets one of the choice's words by more than its level.
  [[nodiscard]] bool is_excluded(const NameClass& names, const WordChoice& choice, double floor) const noexcept {
    const Similarity level = QueryMap::as_similarity(kLevels[choice.level]);
    // Each chosen word is met faintly or not at all: every combination must stay below.
    // Initials that are chosen are met by some letter all the same, and by nothing more.
    const std::uint32_t unmet = choice.words & ~tokens_.open();
    const std::uint32_t content = tokens_.content() & ~choice.words;
    for (std::uint32_t faint = level > 0 ? unmet : 0;; faint = (faint - 1) & unmet) {
      if (!scratch_.exclusion.excludes(names, unmet & ~faint, faint, level, tokens_.faint_net(choice.level),
                                       content | faint, floor)) {
        return false;
      }
      if (faint == 0) return true;
    }
  }

  [[nodiscard]] std::vector<WordChoice> ways_of(Reading reading) const {
    return word_choices(tokens_.costs(reading), query_.facts.positions, tokens_.open());
  }

  // Chooses, per class, the words of which a name must meet one; any word or letter, where nothing less is sure to stay
  // below the threshold. At least one always: a name that is the query as written is above any ceiling, and meets every
  // word exactly.
  void plan() {
    const std::array<std::vector<WordChoice>, kReadings> all_ways{ways_of(kOthers), ways_of(kPersons),
                                                                  ways_of(kEither)};
    const double identical = name_logit_bound(query_, {}, query_.facts, NameMode::kPerson, policy_);
    for (std::size_t nearness = 0; nearness < nearness_count(); ++nearness) {
      plans_[nearness].assign(arrays_.classes.size(), {});
      for (std::size_t c = 0; c < arrays_.classes.size(); ++c) {
        const NameClass& names = arrays_.classes[c];
        const double floor = floor_of(names.kind, nearness);
        if (identical < floor) continue;
        const std::vector<WordChoice>& ways = all_ways[readings_[c]];
        const auto way = std::find_if(ways.begin(), ways.end(),
                                      [&](const WordChoice& choice) { return is_excluded(names, choice, floor); });
        if (way != ways.end()) {
          plans_[nearness][c] = *way;
        } else if (find_unmet(c, nearness)) {
          plans_[nearness][c] = {(1U << query_.facts.positions) - 1U, 0, tokens_.postings()};
        }
      }
    }
  }

  // Whether a name with that brief that meets only these positions stays below the floor. row: of the positions.
  [[nodiscard]] bool is_excluded(Exclusion::Row& row, const NameBrief& name, std::uint32_t listed) const {
    const bool word_open = (name.telling & ~listed) != 0;
    return (scratch_.exclusion.of(row, name.name_class) & Exclusion::bit_of(nearness_of(name), word_open)) != 0;
  }

  // Every name that meets anything, by what it meets: without looking at the names themselves.
  void walk_all() {
    find_unmet();
    visit_unmet();
    scratch_.touched.resize(tokens_.postings() + 1);
    std::size_t touched = 0;
    for (const QueryMap::Entry& entry : scratch_.map.entries()) {
      const std::uint32_t first = arrays_.posting_starts[entry.token];
      const std::uint32_t last = arrays_.posting_starts[entry.token + 1];
      const MetBy met_by(entry, ends_);
      for (std::uint32_t i = first; i < last; ++i) {
        const std::uint32_t name = arrays_.postings[i];
        NameMet& met = scratch_.met[name];
        // Without a branch: nobody can foresee it.
        scratch_.touched[touched] = name;
        touched += met.is_empty() ? 1U : 0U;
        met.add(met_by(name), arrays_.posting_marks[i]);
      }
    }
    scratch_.touched.resize(touched);
    sift();
  }

  // Positions of the name that may meet something.
  [[nodiscard]] std::uint32_t listed_of(const NameMet& met, const NameBrief& name,
                                        std::uint32_t assumed) const noexcept {
    return assumed != 0 || has_unseen_acronyms(name.name_class) ? ~0U : met.listed();
  }

  // Keeps of the touched names what may reach the floor by what it meets.
  void sift() {
    constexpr std::size_t kAhead = 16;
    const std::uint32_t all = (1U << query_.facts.positions) - 1U;
    // Initials of the query meet words that have no entry: taken as met by every name.
    const std::uint32_t assumed = tokens_.open() | assumed_;
    std::uint32_t of_row = 0;
    std::uint32_t content_of_row = 0;
    Exclusion::Row* row = &scratch_.exclusion.met(0, 0);
    const std::vector<std::uint32_t>& touched = scratch_.touched;
    for (std::size_t i = 0; i < touched.size(); ++i) {
      if (i + kAhead < touched.size()) {
        __builtin_prefetch(&scratch_.met[touched[i + kAhead]], 1);
        __builtin_prefetch(&arrays_.briefs[touched[i + kAhead]]);
      }
      const NameMet met = std::exchange(scratch_.met[touched[i]], {});
      const std::uint32_t positions = met.query() | assumed;
      if (positions != all) {  // the name as written meets every word, and is above any ceiling
        const std::uint32_t content = met.content() | assumed_content_;
        if (positions != of_row || content != content_of_row) row = &scratch_.exclusion.met(positions, content);
        of_row = positions;
        content_of_row = content;
        if (row->nowhere) continue;
        if (is_excluded(*row, arrays_.briefs[touched[i]], listed_of(met, arrays_.briefs[touched[i]], assumed)))
          continue;
      }
      visit(touched[i]);
    }
    scratch_.touched.clear();
  }

  // The names of all classes that may reach the floor while they meet nothing but initials.
  void find_unmet() {
    for (std::size_t c = 0; c < arrays_.classes.size(); ++c) {
      for (std::size_t nearness = 0; nearness < nearness_count(); ++nearness) (void)find_unmet(c, nearness);
    }
  }

  // Adds those of a class to whole_ or untelling_. Returns: false when they are the whole class.
  bool find_unmet(std::size_t c, std::size_t nearness) {
    const NameClass& names = arrays_.classes[c];
    const Exclusion::Answer excluded =
        scratch_.exclusion.of(scratch_.exclusion.met(readings_[c] != 0 ? tokens_.open() : 0, 0), c);
    if ((excluded & Exclusion::bit_of(nearness, false)) != 0) return true;
    // What meets nothing leaves its words open, but those that initials or acronyms may meet unseen.
    const bool unseen = tokens_.open() != 0 || has_unseen_acronyms(c);
    if (unseen || (excluded & Exclusion::bit_of(nearness, true)) == 0) {
      whole_[nearness].push_back({names.first, names.last});
      return false;
    }
    untelling_[nearness].push_back({names.first, names.last});
    return true;
  }

  // Postings of people's names do not say what their acronyms cover.
  [[nodiscard]] bool has_unseen_acronyms(std::size_t c) const noexcept {
    return readings_[c] == kOthers && arrays_.classes[c].kind == SubjectKind::kPerson;
  }

  void visit_unmet() {
    for (std::size_t nearness = 0; nearness < whole_.size(); ++nearness) {
      for (const NameRange& range : whole_[nearness]) {
        for (std::uint32_t name = range.first; name < range.last; ++name) {
          if (nearness_of(arrays_.briefs[name]) == nearness) visit(name);
        }
      }
      const std::span<const std::uint32_t> untelling = segment_.untelling_names();
      auto at = untelling.begin();
      for (const NameRange& range : untelling_[nearness]) {
        at = std::lower_bound(at, untelling.end(), range.first);
        for (; at != untelling.end() && *at < range.last; ++at) {
          if (nearness_of(arrays_.briefs[*at]) == nearness) visit(*at);
        }
      }
    }
  }

  // Names that meet one of the words chosen for their class, then what else these meet.
  void walk_chosen() {
    visit_unmet();
    touch_chosen();
    for (const QueryMap::Entry& entry : scratch_.map.entries()) {
      const std::uint32_t first = arrays_.posting_starts[entry.token];
      const std::uint32_t last = arrays_.posting_starts[entry.token + 1];
      if ((last - first) / kMostPostingsPerName > scratch_.touched.size()) {
        assumed_ |= entry.positions;
        assumed_content_ |= entry.content;
        continue;
      }
      const MetBy met_by(entry, ends_);
      for (std::uint32_t i = first; i < last; ++i) {
        const std::uint32_t name = arrays_.postings[i];
        if ((scratch_.visited[name / 64U] >> (name % 64U) & 1U) == 0) continue;
        scratch_.met[name].add(met_by(name), arrays_.posting_marks[i]);
      }
    }
    // Names of whole classes are visited already, and were met with the others.
    for (const std::uint32_t name : scratch_.names) scratch_.met[name] = {};
    for (const std::uint32_t name : scratch_.touched) {
      scratch_.visited[name / 64U] &= ~(std::uint64_t{1} << (name % 64U));
    }
    sift();
  }

  void touch_chosen() {
    // Memory is asked for ahead of its use: postings, then the classes of the names.
    for (const QueryMap::Entry& entry : scratch_.map.entries()) __builtin_prefetch(postings_of(entry.token).data());
    std::vector<Step>& steps = scratch_.steps;
    steps.clear();
    std::map<LevelMasks, std::vector<NameRange>> ranges;
    for (const QueryMap::Entry& entry : scratch_.map.entries()) {
      const auto postings = postings_of(entry.token);
      const LevelMasks masks = masks_of(entry);
      if (postings.size() <= kLongPostings) {
        for (const std::uint32_t name : postings) {
          __builtin_prefetch(&arrays_.briefs[name]);
          steps.push_back({name, static_cast<std::uint32_t>(&entry - scratch_.map.entries().data())});
        }
        continue;
      }
      const auto [wanted, added] = ranges.try_emplace(masks);
      if (added) wanted->second = ranges_for(masks);
      auto at = postings.begin();
      for (const NameRange& range : wanted->second) {
        at = std::lower_bound(at, postings.end(), range.first);
        for (; at != postings.end() && *at < range.last; ++at) {
          if (years_.empty() || is_wanted(arrays_.briefs[*at], masks)) touch(*at);
        }
      }
    }
    LevelMasks masks{};
    std::uint32_t of_entry = ~0U;
    for (const Step& step : steps) {
      if (step.entry != of_entry) masks = masks_of(scratch_.map.entries()[step.entry]);
      of_entry = step.entry;
      if (is_wanted(arrays_.briefs[step.name], masks)) touch(step.name);
    }
  }

  // Requires: the bit of the name is cleared again once it has been sifted.
  void touch(std::uint32_t name) {
    std::uint64_t& word = scratch_.visited[name / 64U];
    const std::uint64_t bit = std::uint64_t{1} << (name % 64U);
    if ((word & bit) != 0) return;
    word |= bit;
    scratch_.touched.push_back(name);
  }

  void bound_all() {
    constexpr std::size_t kRecordsAhead = 16;
    constexpr std::size_t kSlotsAhead = 8;
    const std::vector<std::uint32_t>& names = scratch_.names;
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (i + kRecordsAhead < names.size()) __builtin_prefetch(&arrays_.names[names[i + kRecordsAhead]]);
      if (i + kSlotsAhead < names.size()) {
        const NameSlot* const slots = &arrays_.slots[arrays_.names[names[i + kSlotsAhead]].first_slot];
        __builtin_prefetch(slots);
        __builtin_prefetch(slots + 64 / sizeof(NameSlot));
      }
      bound(names[i]);
    }
  }

  [[nodiscard]] bool is_wanted(std::size_t name_class, std::size_t nearness, const LevelMasks& masks) const noexcept {
    const WordChoice& wanted = plans_[nearness][name_class];
    return (wanted.words & masks[readings_[name_class]][wanted.level]) != 0;
  }
  [[nodiscard]] bool is_wanted(const NameBrief& name, const LevelMasks& masks) const noexcept {
    return is_wanted(name.name_class, nearness_of(name), masks);
  }

  [[nodiscard]] std::vector<NameRange> ranges_for(const LevelMasks& masks) const {
    std::vector<NameRange> out;
    for (std::size_t c = 0; c < arrays_.classes.size(); ++c) {
      if (!is_wanted(c, 0, masks) && (years_.empty() || !is_wanted(c, 1, masks))) continue;
      const NameClass& names = arrays_.classes[c];
      if (!out.empty() && out.back().last == names.first) {
        out.back().last = names.last;
      } else {
        out.push_back({names.first, names.last});
      }
    }
    return out;
  }

  void visit(std::uint32_t name) {
    std::uint64_t& word = scratch_.visited[name / 64U];
    const std::uint64_t bit = std::uint64_t{1} << (name % 64U);
    if ((word & bit) != 0) return;
    word |= bit;
    scratch_.names.push_back(name);
  }

  // The positions of the query that a slot of a name meets. Acronyms count in no person's name, and meet no acronyms.
  static std::uint32_t met_by(const QueryMap::Entry& entry, const NameSlot& slot, bool person) noexcept {
    if (slot.kind == SlotKind::kAcronym) return person ? 0 : entry.persons & entry.others;
    return person ? entry.persons : entry.others;
  }

  void bound(std::uint32_t number) {
    const NameRecord& record = arrays_.names[number];
    const NameFacts listed = record.facts();
    const auto slots = arrays_.slots.subspan(record.first_slot, record.slot_count);
    const NameMode mode = pair_mode(query_kind_, record.kind, query_.facts, listed);
    const bool person = mode == NameMode::kPerson;
    const std::uint32_t open = person ? tokens_.open() : 0;
    std::uint32_t met = open;
    std::uint32_t content = 0;
    std::uint32_t listed_met = 0;
    std::uint32_t listed_content = 0;
    scratch_.entries.clear();
    for (const NameSlot& slot : slots) {
      const QueryMap::Entry* const entry = scratch_.map.find(slot.token);
      scratch_.entries.push_back(entry);
      const std::uint32_t positions = entry == nullptr ? 0 : met_by(*entry, slot, person);
      met |= positions;
      if (positions != 0 || (open != 0 && tokens_.meets_open(slot.token))) listed_met |= positions_of(slot);
      if (entry == nullptr || (positions & entry->content) == 0) continue;
      content |= positions & entry->content;
      listed_content |= positions_of(slot);
    }
    const NameBrief& brief = arrays_.briefs[number];
    const std::size_t nearness = nearness_of(brief);
    if (record.identity != query_.facts.identity &&
        is_excluded(scratch_.exclusion.met(met, content), brief, listed_met)) {
      return;
    }
    std::array<std::uint8_t, kMaxNamePositions> best{};
    std::array<std::uint8_t, kMaxNamePositions> listed_best{};
    for (std::size_t i = 0; i < slots.size(); ++i) {
      const NameSlot& slot = slots[i];
      std::uint8_t most = 0;
      if (const QueryMap::Entry* const entry = scratch_.entries[i]; entry != nullptr) {
        for (std::uint32_t left = met_by(*entry, slot, person); left != 0; left &= left - 1) {
          const auto p = static_cast<std::size_t>(std::countr_zero(left));
          best[p] = std::max(best[p], entry->best[p]);
          most = std::max(most, entry->best[p]);
        }
      }
      if (open != 0 && tokens_.meets_open(slot.token)) most = QueryMap::as_byte(kSimilarityOne);
      for (std::size_t p = slot.position; p < std::size_t{slot.position} + slot.span; ++p) {
        listed_best[p] = std::max(listed_best[p], most);
      }
    }
    std::array<Similarity, kMaxNamePositions> reach{};
    for (std::size_t p = 0; p < query_.facts.positions; ++p) {
      reach[p] = (open >> p & 1U) != 0 ? kSimilarityOne : QueryMap::as_similarity(best[p]);
    }
    const bool weak = ((query_.facts.flags | listed.flags) & kNameWeak) != 0;
    const double adjustment = weak ? policy_.features().weak_name : 0.0;
    const double floor = floors_[nearness] - kinds_[static_cast<std::size_t>(record.kind)] - adjustment;
    std::array<Similarity, kMaxNamePositions> listed_reach{};
    for (std::size_t p = 0; p < record.positions; ++p) listed_reach[p] = QueryMap::as_similarity(listed_best[p]);
    const auto words = static_cast<unsigned>(std::min(std::popcount(content), std::popcount(listed_content)));
    const double logit = name_logit_pair_bound(query_, reach, {arrays_.tokens.data(), slots, listed}, listed_reach,
                                               words, mode, policy_);
    if (logit < floor) return;
    scratch_.candidates.push_back({record.subject, number, query_name_, logit + adjustment});
  }

  const Segment& segment_;
  const SegmentArrays& arrays_;
  const NameView& query_;
  const SubjectKind query_kind_;
  const std::uint32_t query_name_;
  const Policy& policy_;
  const std::array<double, 2> floors_;  // by nearness
  CandidateScratch& scratch_;
  SearchWork& work_;

  NameFloors name_floors_{};
  std::array<double, 4> kinds_{};  // what the kind of the listed subject adds
  const TokenSearch search_;
  MetTokens tokens_;
  std::uint32_t assumed_ = 0;  // positions taken as met by every name
  std::uint32_t assumed_content_ = 0;
  struct Years {
    std::uint8_t first, last;
  };
  std::vector<Years> years_;                      // of the query's birth dates, a year more on both sides
  std::array<std::vector<WordChoice>, 2> plans_;  // by nearness, per class
  std::vector<std::uint8_t> readings_;            // per class
  ReadingEnds ends_;
  // By nearness: classes in which any name may reach the threshold, and those in which names that meet nothing may, if
  // they have no word that tells parties apart.
  std::array<std::vector<NameRange>, 2> whole_;
  std::array<std::vector<NameRange>, 2> untelling_;
};

}  // namespace

bool find_candidates(const Segment& segment, const SubjectView& query, const Policy& policy,
                     const SearchOptions& options, CandidateScratch& scratch, SearchWork& work) {
  const Headroom headroom = attribute_headroom(query.attributes, segment.attribute_kinds(), policy);
  const double threshold = logit_floor(options.threshold);
  const std::array<double, 2> floors{threshold - headroom.other_dates, threshold - headroom.near_dates};
  const double least = kNoNameLogit + std::max(0.0, kind_logit(SubjectKind::kPerson, SubjectKind::kObject, policy)) +
                       std::max(0.0, policy.features().weak_name);
  if (least >= std::min(floors[0], floors[1])) return false;
  scratch.met.resize(std::max(scratch.met.size(), segment.arrays().names.size()));
  scratch.visited.resize(std::max(scratch.visited.size(), (segment.arrays().names.size() + 63U) / 64U));
  for (std::uint32_t i = 0; i < query.names.size(); ++i) {
    if (query.names[i].facts.positions == 0) continue;
    NameSearch(segment, query, i, policy, floors, options.kernel, scratch, work).run(options.few_postings);
  }
  return true;
}

}  // namespace cordon::match
