// The bounds of the index against the scorer, for pairs of names of every kind and every shipped policy.
#include "name_ceiling.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <string>
#include <vector>

#include "corpus_generator.hpp"
#include "segment.hpp"
#include "slot_kinds.hpp"

namespace cordon::match {
namespace {

std::vector<std::string> names() {
  std::vector<std::string> out{"President Putin",
                               "PUTIN, Vladimir Vladimirovich",
                               "V. V. Putin",
                               "Putin",
                               "Sheikh",
                               "bin Laden, Usama",
                               "Usama bin Muhammad bin Awad bin Ladin",
                               "Acme Trading LLC",
                               "Acme Trade Ltd",
                               "AT",
                               "MV Fortuna 44",
                               "Fortuna 45",
                               "A.B.C. Holding OOO",
                               "ABC",
                               "Kim Jong Un",
                               "\u0412\u043B\u0430\u0434\u0438\u043C\u0438\u0440 \u041F\u0443\u0442\u0438\u043D",
                               "\u0645\u062D\u0645\u062F \u062D\u0633\u0646",
                               "Ivan Ivanovich Petrov Jr"};
  const bench::CorpusGenerator generator(13);
  for (std::size_t i = 0; i < 40; ++i) {
    out.push_back(generator.subject(i).names.front());
    out.push_back(generator.query(i, 40).name);
  }
  return out;
}

// The most that any slot covering a position finds on the other side.
std::vector<Similarity> best_of(const NameView& a, const NameView& b, std::size_t mode) {
  std::vector<Similarity> out(kMaxNamePositions, 0);
  for (const NameSlot& x : a.slots) {
    for (const NameSlot& y : b.slots) {
      if (mode != 0 && (x.kind == SlotKind::kInitial) != (y.kind == SlotKind::kInitial)) continue;
      const Similarity similarity = slot_similarity(a, x, b, y);
      for (std::size_t p = x.position; p < std::size_t{x.position} + x.span; ++p) out[p] = std::max(out[p], similarity);
    }
  }
  return out;
}

// The positions of a name that meet the other by more than an initial.
std::uint32_t content_of(const NameView& a, const NameView& b) {
  std::uint32_t out = 0;
  for (const NameSlot& x : a.slots) {
    for (const NameSlot& y : b.slots) {
      if (x.kind == SlotKind::kInitial || y.kind == SlotKind::kInitial) continue;
      if (slot_similarity(a, x, b, y) > 0) out |= positions_of(x);
    }
  }
  return out;
}

NameClass class_of(const NameFacts& facts) {
  NameClass out;
  out.last = 1;
  out.loss_min = out.loss_max = facts.loss;
  out.positions_min = out.positions_max = facts.positions;
  out.flags_any = facts.flags;
  return out;
}

struct Nets {
  std::vector<PositionNet> all = std::vector<PositionNet>(kMaxNamePositions, PositionNet{});
  std::vector<PositionNet> faint = std::vector<PositionNet>(kMaxNamePositions, PositionNet{});
};

// As the search collects them from the tokens it meets.
Nets nets_of(const NameView& a, const NameView& b, const Policy& policy, Similarity faintness) {
  Nets out;
  for (const NameSlot& x : a.slots) {
    for (const NameSlot& y : b.slots) {
      const Similarity similarity = slot_similarity(a, x, b, y);
      if (similarity == 0) continue;
      for (std::size_t m = 0; m < kNameModes; ++m) {
        if (y.loss[m] <= x.loss[m]) continue;
        const double net = MeetingPrice(policy.name_weights(m)).net(x.loss[m], y.loss[m], similarity);
        for (std::size_t p = x.position; p < std::size_t{x.position} + x.span; ++p) {
          out.all[p][m] = std::min(out.all[p][m], net);
          if (similarity <= faintness) out.faint[p][m] = std::min(out.faint[p][m], net);
        }
      }
    }
  }
  return out;
}

void expect_bounded(const NameView& a, const NameView& b, const Policy& policy, const std::string& what) {
  constexpr double kRounding = 1e-9;
  for (std::size_t m = 0; m < kNameModes; ++m) {
    const auto mode = static_cast<NameMode>(m);
    const double logit = name_logit(a, b, mode, policy);
    const auto best = best_of(a, b, m);
    const auto listed_best = best_of(b, a, m);
    ASSERT_LE(logit, name_logit_bound(a, best, b.facts, mode, policy) + kRounding) << what;
    const std::uint32_t content = content_of(a, b);
    const auto words = static_cast<unsigned>(std::min(std::popcount(content), std::popcount(content_of(b, a))));
    ASSERT_LE(logit, name_logit_pair_bound(a, best, b, listed_best, words, mode, policy) + kRounding) << what;
    if (a.facts.identity == b.facts.identity) continue;
    for (const Similarity faintness : {Similarity{0}, Similarity{700}, Similarity{920}}) {
      const Nets nets = nets_of(a, b, policy, faintness);
      bool listed_word_open = false;
      for (std::size_t p = 0; p < b.facts.positions; ++p) {
        listed_word_open = listed_word_open || (listed_best[p] == 0 && tells_apart(b.slots[p], m));
      }
      Meeting meeting{0, 0, faintness, listed_word_open, nets.all, nets.faint, content};
      for (std::size_t p = 0; p < a.facts.positions; ++p) {
        if (best[p] == 0) {
          meeting.unmet |= 1U << p;
        } else if (best[p] <= faintness) {
          meeting.faint |= 1U << p;
        }
      }
      ASSERT_LE(logit, name_logit_ceiling(a, meeting, class_of(b.facts), mode, policy) + kRounding)
          << what << " faintness " << faintness;
    }
  }
}

TEST(NameCeiling, IsNeverBelowTheScoreWhateverThePolicy) {
  const std::vector<std::string> texts = names();
  TokenTable table;
  std::vector<PreparedName> prepared;
  for (const std::string& text : texts) prepared.push_back(NameAnalyser::instance().prepare(text, table));
  for (const std::string& policy_name : Policy::names()) {
    const Policy policy = Policy::find(policy_name).value();
    for (std::size_t i = 0; i < texts.size(); ++i) {
      for (std::size_t j = 0; j < texts.size(); ++j) {
        expect_bounded(prepared[i].view(table), prepared[j].view(table), policy,
                       policy_name + ": '" + texts[i] + "' and '" + texts[j] + "'");
        if (testing::Test::HasFatalFailure()) return;
      }
    }
  }
}

TEST(NameScorer, IsSymmetric) {
  const std::vector<std::string> texts = names();
  TokenTable table;
  std::vector<PreparedName> prepared;
  for (const std::string& text : texts) prepared.push_back(NameAnalyser::instance().prepare(text, table));
  for (const PreparedName& a : prepared) {
    for (const PreparedName& b : prepared) {
      for (const NameMode mode : {NameMode::kPerson, NameMode::kOrganisation, NameMode::kObject}) {
        ASSERT_EQ(name_logit(a.view(table), b.view(table), mode, Policy::standard()),
                  name_logit(b.view(table), a.view(table), mode, Policy::standard()));
      }
    }
  }
}

}  // namespace
}  // namespace cordon::match
