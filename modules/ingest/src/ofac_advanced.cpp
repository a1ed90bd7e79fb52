#include "ofac_advanced.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "ofac_list.hpp"
#include "ofac_names.hpp"
#include "ofac_text.hpp"

namespace cordon::ingest::ofac {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

// OFAC prints family names and the names of organisations, vessels and aircraft in capitals in all other layouts.
std::string capitals(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return out;
}

void append_words(std::string& text, std::string_view more, std::string_view separator) {
  if (more.empty()) return;
  if (!text.empty()) text += separator;
  text += more;
}

}  // namespace

AdvancedParties::AdvancedParties(ReadContext& context, std::string document)
    : context_(context), document_(std::move(document)) {}

Result<void> AdvancedParties::on_root(std::string_view name, std::span<const XmlAttribute> attributes,
                                      std::uint64_t line) {
  if (name != "Sanctions") {
    return Error{ErrorCode::kMalformed,
                 "expected the root element Sanctions, found " + std::string(name),
                 {document_, line, {}}};
  }
  for (const XmlAttribute& attribute : attributes) {
    if (attribute.name == "DeltaBaseVersion") {
      return Error{ErrorCode::kUnsupported,
                   "expected a whole list, found a delta file (DeltaBaseVersion " + std::string(attribute.value) + ")",
                   {document_, line, {}}};
    }
  }
  return {};
}

bool AdvancedParties::is_record(std::string_view name, std::span<const std::string> path) {
  static constexpr std::array<std::string_view, 7> kSections{
      "ReferenceValueSets",   "Locations",        "IDRegDocuments",     "DistinctParties",
      "ProfileRelationships", "SanctionsEntries", "SanctionsEntryLinks"};
  if (path.size() == 1) return std::find(kSections.begin(), kSections.end(), name) == kSections.end();
  if (path[1] == "ReferenceValueSets") return path.size() == 3;
  return path.size() == 2;
}

Result<void> AdvancedParties::on_record(XmlNode node, const XmlTree& tree) {
  const std::string_view name = node.name();
  if (name == "DistinctParty") return read_party(node, tree);
  if (name == "DateOfIssue") return read_issue_date(node);
  if (name == "Location") {
    read_location(node, tree);
  } else if (name == "IDRegDocument") {
    read_document(node, tree);
  } else if (name == "ProfileRelationship") {
    read_relationship(node, tree);
  } else if (name == "SanctionsEntry") {
    read_entry(node, tree);
  } else if (name == "SanctionsEntryLink") {
    read_entry_link(node, tree);
  } else if (!node.attribute("ID").empty()) {
    values_.add(node);
    if (name == "PartySubType") {
      party_types_[std::string(node.attribute("ID"))] = std::string(node.attribute("PartyTypeID"));
    }
  } else {
    unmapped("Sanctions", node);
  }
  return {};
}

void AdvancedParties::unmapped(std::string_view parent, XmlNode node) {
  context_.unmapped.count(std::string(parent) + "/" + std::string(node.name()), node.text());
}

// A number that the file's reference values do not define is reported, and stands for itself.
std::string_view AdvancedParties::value(std::string_view kind, std::string_view id) {
  if (id.empty()) return {};
  const std::string_view text = values_.text(kind, id);
  if (!text.empty()) return text;
  context_.unmapped.count("reference value " + std::string(kind), id);
  return id;
}

// Lengths of time without a day stand in no publication of OFAC, and FtM has no place for them.
void AdvancedParties::report_durations(XmlNode period) {
  for (std::string_view name : {"DurationMinimum", "DurationMaximum"}) {
    if (const XmlNode duration = period.child(name)) unmapped("DatePeriod", duration);
  }
}

Result<void> AdvancedParties::read_issue_date(XmlNode node) {
  const std::string date = point_date(node);
  const Result<base::Date> day = base::Date::parse(date);
  if (!day.has_value()) {
    return Error{ErrorCode::kMalformed,
                 "expected Year, Month and Day in DateOfIssue, found '" + date + "'",
                 {document_, node.line(), {}}};
  }
  context_.description.published = *day;
  context_.description.edition = date;
  return {};
}

void AdvancedParties::read_location(XmlNode node, const XmlTree& tree) {
  Location location;
  location.hash = tree.hash();
  PostalAddress& address = location.address;
  std::string area;
  for (XmlNode at = node.first_child(); at; at = at.next()) {
    if (at.name() == "LocationAreaCode") {
      area = value("AreaCode", at.attribute("AreaCodeID"));
    } else if (at.name() == "LocationCountry") {
      address.country = clean_text(value("Country", at.attribute("CountryID")));
    } else if (at.name() == "Comment") {
      append_words(address.remarks, clean_text(at.text()), "; ");
    } else if (at.name() == "LocationPart") {
      const std::string_view type = value("LocPartType", at.attribute("LocPartTypeID"));
      for (XmlNode part = at.first_child(); part; part = part.next()) {
        const std::string text = name_text(part.child("Value").text());
        if (text.empty()) continue;
        append_words(location.text, text, ", ");
        if (part.attribute("Primary") == "false") {
          append_words(address.remarks, std::string(type) + ": " + text, "; ");
        } else if (type == "ADDRESS1" || type == "ADDRESS2" || type == "ADDRESS3") {
          append_words(address.street, text, ", ");
        } else if (type == "CITY") {
          address.city = text;
        } else if (type == "STATE/PROVINCE") {
          address.region = text;
        } else if (type == "POSTAL CODE") {
          address.postal_code = text;
        } else {
          append_words(address.remarks, std::string(type) + ": " + text, "; ");
        }
      }
    } else if (at.name() != "FeatureVersionReference" && at.name() != "IDRegDocumentReference") {
      unmapped("Location", at);  // the references are read from the other end
    }
  }
  if (address.country.empty()) address.country = clean_text(area);
  append_words(location.text, address.country, ", ");
  locations_.emplace(node.attribute("ID"), std::move(location));
}

void AdvancedParties::read_document(XmlNode node, const XmlTree& tree) {
  Document document;
  document.hash = tree.hash();
  Fact& fact = document.fact;
  fact.text = clean_text(value("IDRegDocType", node.attribute("IDRegDocTypeID"))) + " " +
              clean_text(node.child("IDRegistrationNo").text());
  fact.country = clean_text(value("Country", node.attribute("IssuedBy-CountryID")));
  if (const std::string_view validity = value("Validity", node.attribute("ValidityID"));
      !validity.empty() && validity != "Valid") {
    fact.document.emplace_back("description", validity);
  }
  if (const auto place = locations_.find(std::string(node.attribute("IssuedIn-LocationID")));
      place != locations_.end()) {
    fact.document.emplace_back("authority", place->second.text);
  }
  for (XmlNode at = node.first_child(); at; at = at.next()) {
    if (at.name() == "DocumentDate") {
      const std::string_view type = value("IDRegDocDateType", at.attribute("IDRegDocDateTypeID"));
      const std::string words = period_words(at.child("DatePeriod"));
      if (starts_with_ignoring_case(type, "Issue")) {
        fact.issued = words;
      } else if (starts_with_ignoring_case(type, "Expir")) {
        fact.expires = words;
      } else {
        fact.document.emplace_back("description", std::string(type) + " " + words);
      }
    } else if (at.name() == "IssuingAuthority") {
      if (!at.text().empty()) fact.document.emplace_back("authority", clean_text(at.text()));
    } else if (at.name() == "Comment") {
      if (!at.text().empty()) fact.document.emplace_back("description", clean_text(at.text()));
    } else if (at.name() == "DocumentedNameReference") {
      document.name_id = at.attribute("DocumentedNameID");
    } else if (at.name() == "IDRegDocumentMention") {
      unmapped("IDRegDocument", at);
    } else if (at.name() != "IDRegistrationNo" && at.name() != "FeatureVersionReference" &&
               at.name() != "ProfileRelationshipReference") {
      unmapped("IDRegDocument", at);
    }
  }
  documents_[std::string(node.attribute("IdentityID"))].push_back(std::move(document));
}

Result<void> AdvancedParties::read_party(XmlNode node, const XmlTree& tree) {
  const base::ContentHash hash = tree.hash();
  for (XmlNode at = node.first_child(); at; at = at.next()) {
    if (at.name() == "Profile") {
      CORDON_TRY(read_profile(at, hash, node));
    } else if (at.name() != "Comment") {  // read with the profile
      unmapped("DistinctParty", at);
    }
  }
  if (records_.size() % 1024 == 0) context_.report_progress(records_.size(), 0);
  return {};
}

// Transport is divided into vessels and aircraft; the other types are told by the party type.
SubjectKind AdvancedParties::kind_of(std::string_view subtype_id) {
  const std::string_view subtype = values_.text("PartySubType", subtype_id);
  if (subtype == "Vessel") return SubjectKind::kVessel;
  if (subtype == "Aircraft") return SubjectKind::kAircraft;
  const auto party_type = party_types_.find(std::string(subtype_id));
  if (party_type == party_types_.end()) {
    context_.unmapped.count("reference value PartySubType", subtype_id);
    return SubjectKind::kEntity;
  }
  return subject_kind(value("PartyType", party_type->second), context_.unmapped);
}

Result<void> AdvancedParties::read_profile(XmlNode profile, const base::ContentHash& hash, XmlNode party) {
  Record record;
  std::vector<base::ContentHash> hashes{hash};
  record.line = profile.line();
  record.uid = profile.attribute("ID");
  if (record.uid.empty() || record.uid.size() > 10 || digit_count(record.uid) < 0) {
    return Error{ErrorCode::kMalformed,
                 "expected a number in the ID of a Profile, found '" + record.uid + "'",
                 {document_, profile.line(), {}}};
  }
  record.kind = kind_of(profile.attribute("PartySubTypeID"));
  for (const XmlNode parent : {party, profile}) {
    for (XmlNode at = parent.first_child(); at; at = at.next()) {
      if (at.name() == "Comment") append_words(record.remarks, clean_text(at.text()), "; ");
    }
  }
  for (XmlNode at = profile.first_child(); at; at = at.next()) {
    if (at.name() == "Identity") {
      read_identity(at, record, hashes);
    } else if (at.name() == "Feature") {
      read_feature(at, record, hashes);
    } else if (at.name() == "ExternalReference") {
      read_external_reference(at, record);
    } else if (at.name() != "Comment" && at.name() != "SanctionsEntryReference") {
      unmapped("Profile", at);
    }
  }
  if (record.name.last.empty() && record.name.first.empty()) {
    return Error{ErrorCode::kMissingField,
                 "expected a primary name in the Identity, found none",
                 {document_, profile.line(), record.uid}};
  }
  if (!by_uid_.emplace(record.uid, records_.size()).second) {
    return Error{ErrorCode::kMalformed,
                 "expected every Profile once, found its ID a second time",
                 {document_, profile.line(), record.uid}};
  }
  records_.push_back(std::move(record));
  hashes_.push_back(std::move(hashes));
  return {};
}

void AdvancedParties::read_external_reference(XmlNode node, Record& record) {
  const std::string type = clean_text(value("ExRefType", node.attribute("ExRefTypeID")));
  for (XmlNode at = node.first_child(); at; at = at.next()) {
    if (at.name() == "DirectURL") {
      if (!at.text().empty()) record.extra.emplace_back("sourceUrl", clean_text(at.text()));
    } else if (at.name() == "ExRefValue" || at.name() == "Comment") {
      if (!at.text().empty()) record.extra.emplace_back("notes", type + ": " + clean_text(at.text()));
    } else {
      unmapped("ExternalReference", at);
    }
  }
}

void AdvancedParties::read_identity(XmlNode identity, Record& record, std::vector<base::ContentHash>& hashes) {
  Names part_types;  // NamePartGroup id -> type
  for (XmlNode master = identity.child("NamePartGroups").first_child(); master; master = master.next()) {
    for (XmlNode group = master.first_child(); group; group = group.next()) {
      part_types.emplace(group.attribute("ID"), value("NamePartType", group.attribute("NamePartTypeID")));
    }
  }
  Names names;
  for (XmlNode at = identity.first_child(); at; at = at.next()) {
    if (at.name() == "Alias") {
      read_alias(at, part_types, names, record);
    } else if (at.name() == "Comment") {
      append_words(record.remarks, clean_text(at.text()), "; ");
    } else if (at.name() != "NamePartGroups" && at.name() != "IDRegDocumentReference") {
      unmapped("Identity", at);
    }
  }
  const auto documents = documents_.find(std::string(identity.attribute("ID")));
  if (documents == documents_.end()) return;
  for (Document& document : documents->second) {
    const auto issued_to = names.find(document.name_id);
    if (issued_to != names.end() && issued_to->second != listed_name(record.name)) {
      document.fact.document.emplace_back("namesMentioned", issued_to->second);
    }
    hashes.push_back(document.hash);
    record.facts.push_back(std::move(document.fact));
  }
  documents_.erase(documents);
}

void AdvancedParties::read_alias(XmlNode alias, const Names& part_types, Names& names, Record& record) {
  const bool primary = alias.attribute("Primary") == "true";
  const bool weak = alias.attribute("LowQuality") == "true";
  const std::string_view type = value("AliasType", alias.attribute("AliasTypeID"));
  AliasKind kind = AliasKind::kAlsoKnownAs;
  if (!primary && type != "Name") kind = alias_kind(type, context_.unmapped);
  for (XmlNode at = alias.first_child(); at; at = at.next()) {
    if (at.name() == "Comment") {
      append_words(record.remarks, clean_text(at.text()), "; ");
    } else if (at.name() == "DatePeriod") {
      const std::string words = period_words(at);
      if (!words.empty()) record.extra.emplace_back("notes", "Name used: " + words);
    } else if (at.name() == "DocumentedName") {
      const bool main = primary && record.name.last.empty() && record.name.first.empty();
      Name name = name_of(at, part_types, main ? &record.extra : nullptr);
      names.emplace(at.attribute("ID"), listed_name(name));
      if (main && name.full.empty()) {
        record.name = std::move(name);
      } else {
        record.aliases.push_back({kind, weak, std::move(name)});
      }
    } else {
      unmapped("Alias", at);
    }
  }
}

// How OFAC composes the printed name (checked against the Enhanced XML, which has both): family name and mother's
// family name in capitals; given, middle and father's names as they are; a nickname as it is.
Name AdvancedParties::name_of(XmlNode documented, const Names& part_types, Properties* parts) {
  std::string family;
  std::string mother;
  std::string given;
  std::string middle;
  std::string father;
  std::string nickname;
  std::string whole;
  bool latin = true;
  for (XmlNode at = documented.first_child(); at; at = at.next()) {
    if (at.name() != "DocumentedNamePart") {
      if (at.name() != "IDRegDocumentReference" && at.name() != "Comment") unmapped("DocumentedName", at);
      continue;
    }
    const XmlNode part = at.child("NamePartValue");
    const std::string text = name_text(part.text());
    const std::string_view script = value("Script", part.attribute("ScriptID"));
    latin = latin && (script == "Latin" || script == "Latn");
    append_words(whole, text, " ");
    const auto found = part_types.find(std::string(part.attribute("NamePartGroupID")));
    const std::string_view type = found == part_types.end() ? std::string_view{} : std::string_view{found->second};
    if (type == "First Name") {
      append_words(given, text, " ");
    } else if (type == "Middle Name") {
      append_words(middle, text, " ");
    } else if (type == "Patronymic") {
      append_words(father, text, " ");
    } else if (type == "Matronymic" || type == "Maiden Name") {
      append_words(mother, text, " ");
    } else if (type == "Nickname") {
      append_words(nickname, text, " ");
    } else {
      append_words(family, text, " ");
    }
  }
  Name name;
  if (!latin) {
    name.full = whole;
    return name;
  }
  name.last = capitals(family);
  append_words(name.last, capitals(mother), " ");
  append_words(name.last, nickname, " ");
  name.first = given;
  append_words(name.first, middle, " ");
  append_words(name.first, father, " ");
  if (parts != nullptr) {
    if (!middle.empty()) parts->emplace_back("middleName", middle);
    if (!father.empty()) parts->emplace_back("fatherName", father);
    if (!mother.empty()) parts->emplace_back("motherName", mother);
  }
  return name;
}

void AdvancedParties::read_feature(XmlNode feature, Record& record, std::vector<base::ContentHash>& hashes) {
  const std::string type = clean_text(value("FeatureType", feature.attribute("FeatureTypeID")));
  for (XmlNode at = feature.first_child(); at; at = at.next()) {
    if (at.name() == "FeatureVersion") {
      read_version(type, at, record, hashes);
    } else if (at.name() != "IdentityReference") {
      unmapped("Feature", at);
    }
  }
}

// Reliability is not read apart: the other layouts do not have it, and every statement is kept.
void AdvancedParties::read_version(std::string_view type, XmlNode version, Record& record,
                                   std::vector<base::ContentHash>& hashes) {
  const auto add_fact = [&record, type](std::string_view text) {
    if (text.empty()) return;
    Fact fact;
    fact.text = std::string(type) + " " + std::string(text);
    record.facts.push_back(std::move(fact));
  };
  bool says_more = static_cast<bool>(version.child("VersionLocation"));
  for (XmlNode at = version.first_child(); at; at = at.next()) {
    if (at.name() != "VersionDetail") continue;
    says_more = says_more || !at.text().empty() || !at.attribute("DetailReferenceID").empty();
  }
  for (XmlNode at = version.first_child(); at; at = at.next()) {
    if (at.name() == "VersionDetail") {
      add_fact(name_text(at.text()));
      if (at.text().empty()) add_fact(clean_text(value("DetailReference", at.attribute("DetailReferenceID"))));
    } else if (at.name() == "DatePeriod") {
      // The date is what is said (of birth, of building), or it says when something else was true.
      const std::string words = period_words(at);
      if (!says_more) {
        add_fact(words);
      } else if (!words.empty()) {
        record.extra.emplace_back("notes", std::string(type) + ": " + words);
      }
      report_durations(at);
    } else if (at.name() == "VersionLocation") {
      const auto location = locations_.find(std::string(at.attribute("LocationID")));
      if (location == locations_.end()) {
        context_.unmapped.count("location", at.attribute("LocationID"));
        continue;
      }
      hashes.push_back(location->second.hash);
      if (type == "Location") {
        record.addresses.push_back(location->second.address);
      } else {
        add_fact(location->second.text);  // a country of nationality, a place of birth
      }
    } else if (at.name() == "Comment") {
      if (!at.text().empty()) {
        record.extra.emplace_back("notes", std::string(type) + ": " + clean_text(at.text()));
      }
    } else if (at.name() != "IDRegDocumentReference") {
      unmapped("FeatureVersion", at);
    }
  }
}

void AdvancedParties::read_relationship(XmlNode node, const XmlTree& tree) {
  Tie tie;
  tie.id = node.attribute("ID");
  tie.role = clean_text(value("RelationType", node.attribute("RelationTypeID")));
  tie.other_uid = node.attribute("To-ProfileID");
  if (const std::string_view quality = values_.text("RelationQuality", node.attribute("RelationQualityID"));
      quality != "Unknown") {
    tie.status = clean_text(quality);
  }
  if (node.attribute("Former") == "true") append_words(tie.status, "former", ", ");
  for (XmlNode at = node.first_child(); at; at = at.next()) {
    if (at.name() == "DatePeriod") {
      PeriodEnds ends = period_ends(at);
      tie.starts = std::move(ends.starts);
      tie.ends = std::move(ends.ends);
      report_durations(at);
    } else if (at.name() == "Comment") {
      tie.comment = clean_text(at.text());
    } else if (at.name() != "IDRegDocumentReference") {
      unmapped("ProfileRelationship", at);
    }
  }
  const auto owner = by_uid_.find(std::string(node.attribute("From-ProfileID")));
  if (owner == by_uid_.end()) {
    context_.unmapped.count("relationship of an unknown profile", node.attribute("From-ProfileID"));
    return;
  }
  records_[owner->second].ties.push_back(std::move(tie));
  hashes_[owner->second].push_back(tree.hash());
}

void AdvancedParties::read_entry(XmlNode node, const XmlTree& tree) {
  const auto owner = by_uid_.find(std::string(node.attribute("ProfileID")));
  if (owner == by_uid_.end()) {
    context_.unmapped.count("sanctions entry of an unknown profile", node.attribute("ProfileID"));
    return;
  }
  Record& record = records_[owner->second];
  hashes_[owner->second].push_back(tree.hash());
  entries_.emplace(node.attribute("ID"), owner->second);
  Listing listing;
  listing.list = clean_text(value("List", node.attribute("ListID")));
  for (XmlNode at = node.first_child(); at; at = at.next()) {
    if (at.name() == "EntryEvent") {
      if (std::string date = point_date(at.child("Date")); !date.empty()) listing.dates.push_back(std::move(date));
      // 'Unknown' says that the list gives no legal basis.
      const std::string_view basis = value("LegalBasis", at.attribute("LegalBasisID"));
      if (!basis.empty() && basis != "Unknown") listing.authority.push_back(clean_text(basis));
      if (const std::string text = clean_text(at.child("Comment").text()); !text.empty()) {
        listing.authority.push_back(text);
      }
    } else if (at.name() == "LimitationsToListing") {
      if (!at.text().empty()) listing.measures.push_back(clean_text(at.text()));
    } else if (at.name() == "SupportingInfo") {
      listing.authority.push_back(clean_text(at.child("Text").text()));
    } else if (at.name() == "Comment") {
      append_words(record.remarks, clean_text(at.text()), "; ");
    } else if (at.name() != "SanctionsMeasure" && at.name() != "ProfileRelationshipReference") {
      unmapped("SanctionsEntry", at);
    }
  }
  for (XmlNode at = node.first_child(); at; at = at.next()) {
    if (at.name() == "SanctionsMeasure") read_measure(at, listing, record);
  }
  record.listings.push_back(std::move(listing));
}

// Two listings that belong together, as the model allows: a tie between their subjects.
void AdvancedParties::read_entry_link(XmlNode node, const XmlTree& tree) {
  const auto from = entries_.find(std::string(node.attribute("EntryA-SanctionsEntryID")));
  const auto to = entries_.find(std::string(node.attribute("EntryB-SanctionsEntryID")));
  if (from == entries_.end() || to == entries_.end()) {
    context_.unmapped.count("link of unknown sanctions entries", node.attribute("ID"));
    return;
  }
  Tie tie;
  tie.id = "entry-link-" + std::string(node.attribute("ID"));
  tie.role = clean_text(value("EntryLinkType", node.attribute("EntryLinkTypeID")));
  tie.is_free_role = true;
  tie.other_uid = records_[to->second].uid;
  if (std::string date = point_date(node.child("Date")); !date.empty()) tie.starts.push_back(std::move(date));
  tie.comment = clean_text(node.child("Comment").text());
  records_[from->second].ties.push_back(std::move(tie));
  hashes_[from->second].push_back(tree.hash());
}

// A measure of type 'Program' names a programme in its comment; every other one says what is done. Its dates are told
// where they are not the day of listing.
void AdvancedParties::read_measure(XmlNode measure, Listing& listing, Record& record) {
  const std::string_view type = value("SanctionsType", measure.attribute("SanctionsTypeID"));
  const std::string comment = clean_text(measure.child("Comment").text());
  const bool programme = type == "Program" && !comment.empty();
  if (programme && std::find(record.programmes.begin(), record.programmes.end(), comment) == record.programmes.end()) {
    record.programmes.push_back(comment);
  }
  const PeriodEnds ends = period_ends(measure.child("DatePeriod"));
  report_durations(measure.child("DatePeriod"));
  std::string text(programme ? std::string_view{} : type);
  append_words(text, comment, ": ");
  std::string dates;
  for (const std::string& start : ends.starts) {
    const bool listed = std::find(listing.dates.begin(), listing.dates.end(), start) != listing.dates.end();
    if (!listed) append_words(dates, "from " + start, " ");
  }
  for (const std::string& end : ends.ends) {
    const bool same = std::find(ends.starts.begin(), ends.starts.end(), end) != ends.starts.end();
    if (!same) append_words(dates, "until " + end, " ");
  }
  const bool dated = !dates.empty();
  append_words(text, dates, " ");
  if (!programme || dated) listing.measures.push_back(std::move(text));
}

Result<std::vector<Record>> AdvancedParties::finish() {
  if (records_.empty()) {
    return Error{ErrorCode::kMalformed, "expected at least one DistinctParty, found none", {document_, 0, {}}};
  }
  for (const auto& [identity, documents] : documents_) {
    context_.unmapped.count("document of an unknown identity", identity, documents.size());
  }
  for (std::size_t i = 0; i < records_.size(); ++i) {
    std::vector<base::ContentHash>& hashes = hashes_[i];
    std::sort(hashes.begin() + 1, hashes.end());  // the order of the pieces in the file means nothing
    base::Hasher hasher;
    for (const base::ContentHash& hash : hashes) hasher.update(hash.hex());
    records_[i].raw_hash = hasher.finish();
  }
  return std::move(records_);
}

}  // namespace cordon::ingest::ofac
