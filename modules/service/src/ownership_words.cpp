#include "ownership_words.hpp"

namespace cordon::service {

std::string path_of(const ownership::OwnershipFinding& finding, const ownership::OwnershipGraph& graph) {
  const auto name = [&graph](const ownership::EntityId& id) {
    const auto node = graph.find(id.str());
    return node ? std::string(graph.caption(*node)) : id.str();
  };
  std::string words;
  for (const ownership::EvidenceStep& step : finding.evidence) {
    if (step.kind != ownership::EvidenceKind::kOwnership) continue;
    if (!words.empty()) words += "; ";
    words += name(step.owner);
    words += step.owner_status == ownership::OwnerStatus::kListed           ? " (listed) "
             : step.owner_status == ownership::OwnerStatus::kPossiblyListed ? " (perhaps listed) "
                                                                            : " ";
    words += std::string(ownership::interest_words(step.via)) + " " + name(step.asset) + " (" +
             ownership::range_text(step.share) + ")";
  }
  return words;
}

}  // namespace cordon::service
