#include "readers/gleif.hpp"

#include <algorithm>
#include <array>

#include "cordon/base/csv.hpp"

namespace cordon::ownership {

namespace {

struct TypeRow {
  std::string_view type;
  InterestKind kind;
  bool whole;  // the child is part of the parent
};

constexpr std::array<TypeRow, 6> kTypes{{
    {"IS_DIRECTLY_CONSOLIDATED_BY", InterestKind::kOwnedOrControlled, false},
    {"IS_ULTIMATELY_CONSOLIDATED_BY", InterestKind::kIndirect, false},
    {"IS_INTERNATIONAL_BRANCH_OF", InterestKind::kProperty, true},
    {"IS_FUND-MANAGED_BY", InterestKind::kManagement, false},
    {"IS_SUBFUND_OF", InterestKind::kControl, false},
    {"IS_FEEDER_TO", InterestKind::kContract, false},
}};

constexpr std::array<std::string_view, 10> kReasons{"NO_LEI",
                                                    "NATURAL_PERSONS",
                                                    "NON_CONSOLIDATING",
                                                    "NO_KNOWN_PERSON",
                                                    "NON_PUBLIC",
                                                    "BINDING_LEGAL_COMMITMENTS",
                                                    "LEGAL_OBSTACLES",
                                                    "DETRIMENT_NOT_EXCLUDED",
                                                    "DISCLOSURE_DETRIMENTAL",
                                                    "CONSENT_NOT_OBTAINED"};

std::string day_of(const std::string& text) { return text.size() > 10 ? text.substr(0, 10) : text; }

bool is_lei(std::string_view text) {
  return text.size() == 20 &&
         std::all_of(text.begin(), text.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'); });
}

}  // namespace

base::Result<void> add_gleif(const GleifRelationship& record, const std::string& document, std::uint64_t line,
                             OwnershipGraph::Builder& builder, InterestImport& report) {
  ++report.records;
  const base::SourceLocation where{document, line, record.child};
  if (!is_lei(record.child) || !is_lei(record.parent)) {
    report.rejected.push_back(
        {where, "expected two LEIs, found \"" + record.child + "\" and \"" + record.parent + "\""});
    return {};
  }
  const auto* const row =
      std::find_if(kTypes.begin(), kTypes.end(), [&](const TypeRow& known) { return known.type == record.type; });
  if (row == kTypes.end()) {
    report.count_unmapped("RelationshipType", record.type);
    return {};
  }
  const bool void_record = record.registration == "ANNULLED" || record.registration == "DUPLICATE";
  const bool over = record.status == "INACTIVE" && record.end.empty();
  if (void_record || over || record.deleted) {
    ++report.ignored;  // never held, taken back, or ended on a day nobody gives
    return {};
  }
  ShareRange share = row->whole ? ShareRange::exactly(Share::whole()) : ShareRange::unknown();
  if (!record.percent.empty()) {
    const auto read = parse_percent(record.percent);
    // Nobody consolidates an entity of which it has one percent: some issuers write 1.00 for the whole.
    const bool fraction = read && row->kind != InterestKind::kManagement && read->max <= Share::percent(1);
    if (fraction) {
      report.warnings.push_back("line " + std::to_string(line) + ": " + record.child + ": " + record.percent +
                                " percent beside a consolidation may be a fraction; taken as unknown");
    } else if (read) {
      share = *read;
    } else {
      report.count_unmapped("QuantifierAmount", record.percent);
    }
  }
  auto period = Period::parse(day_of(record.start), day_of(record.end));
  if (!period) {
    report.rejected.push_back({where, period.error().message});
    return {};
  }
  ++report.interests;
  return builder.add({record.parent, record.child, share, row->kind, *period, record.type, 0});
}

void add_gleif_entity(const std::string& lei, const std::string& name, OwnershipGraph::Builder& builder,
                      InterestImport& report) {
  ++report.records;
  if (!is_lei(lei)) {
    report.rejected.push_back({{{}, 0, lei}, "expected an LEI, found \"" + lei + "\""});
    return;
  }
  ++report.parties;
  builder.add_party(lei);
  builder.set_caption(lei, name);
}

void add_gleif_exception(const std::string& lei, const std::string& reason, OwnershipGraph::Builder& builder,
                         InterestImport& report) {
  ++report.records;
  if (!is_lei(lei)) {
    report.rejected.push_back({{{}, 0, lei}, "expected an LEI, found \"" + lei + "\""});
    return;
  }
  if (std::find(kReasons.begin(), kReasons.end(), reason) == kReasons.end()) {
    report.count_unmapped("ExceptionReason", reason);
  }
  ++report.ignored;  // nobody is named: the shares stay with unnamed holders
  builder.add_party(lei);
}

base::Result<InterestImport> read_gleif_csv(std::string_view bytes, const std::string& document,
                                            OwnershipGraph::Builder& builder) {
  InterestImport report;
  base::CsvReader reader(bytes, {}, document);
  std::vector<std::string> header;
  CORDON_ASSIGN(const bool any, reader.next(header));
  if (any && !header.empty() && header[0].starts_with("\xEF\xBB\xBF")) header[0].erase(0, 3);
  const auto column = [&](std::string_view name) {
    return static_cast<std::size_t>(std::find(header.begin(), header.end(), name) - header.begin());
  };
  const std::size_t lei = column("LEI");
  const std::size_t reason = column("Exception.Reason.1");
  const std::size_t child = column("Relationship.StartNode.NodeID");
  const bool exceptions = reason < header.size() && lei < header.size();
  if (!any || (!exceptions && child == header.size())) {
    return base::Error{base::ErrorCode::kMissingField,
                       "expected the columns Relationship.StartNode.NodeID or LEI and Exception.Reason.1",
                       {document, 1, {}}};
  }
  std::vector<std::string> row;
  while (true) {
    CORDON_ASSIGN(const bool more, reader.next(row));
    if (!more) return report;
    const auto text = [&](std::size_t at) { return at < row.size() ? row[at] : std::string{}; };
    if (exceptions) {
      add_gleif_exception(text(lei), text(reason), builder, report);
      continue;
    }
    GleifRelationship record{text(child),
                             text(column("Relationship.EndNode.NodeID")),
                             text(column("Relationship.RelationshipType")),
                             text(column("Relationship.RelationshipStatus")),
                             text(column("Registration.RegistrationStatus")),
                             {},
                             {},
                             text(column("Relationship.Quantifiers.1.quantifierAmount")),
                             !text(column("DeletedAt")).empty()};
    for (int i = 1; i <= 5; ++i) {
      const std::string prefix = "Relationship.Period." + std::to_string(i);
      if (text(column(prefix + ".periodType")) != "RELATIONSHIP_PERIOD") continue;
      record.start = text(column(prefix + ".startDate"));
      record.end = text(column(prefix + ".endDate"));
    }
    CORDON_TRY(add_gleif(record, document, reader.line(), builder, report));
  }
}

}  // namespace cordon::ownership
