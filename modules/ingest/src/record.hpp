// RecordBuilder: the entities of one list record while a reader fills them: the subject and what hangs on it.
// Values are cleaned by the type of their property. What is not understood, or has no place in the schema, is counted
// in the context's unmapped and kept as a note of the subject, so that an analyst still sees it.
// Ids of further entities: "<subject>-<kind>-<12 digits of the hash of their content>": the same from version to
// version and from layout to layout.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cordon/base/date.hpp"
#include "reader.hpp"

namespace cordon::ingest {

// The parts of a postal address as lists give them; all may be empty.
struct AddressParts {
  std::string full;  // one text for all; the other parts then only add city, country ...
  std::string street;
  std::string street2;
  std::string po_box;
  std::string city;
  std::string postal_code;
  std::string region;
  std::string country;  // name or code as given
  std::string remarks;
};

// The reader revision of every reader that uses RecordBuilder. 2: every day that a date may mean is in its values.
inline constexpr std::uint32_t kRecordRevision = 2;

// An identity document or number.
struct DocumentParts {
  std::string type;  // as the list words it; a passport is recognised by the reader
  bool is_passport = false;
  std::string number;
  std::string country;  // name or code as given
  std::string authority;
  std::string issued;  // FtM dates
  std::string expires;
  std::string summary;
};

class RecordBuilder {
 public:
  RecordBuilder(ReadContext& context, std::string id, std::string_view schema, base::SourceLocation where);

  [[nodiscard]] model::Entity& subject() noexcept { return subject_; }
  [[nodiscard]] const base::SourceLocation& where() const noexcept { return where_; }
  // The one Sanction of the record; made on first use.
  [[nodiscard]] model::Entity& sanction();
  // A further entity; gets its id when the record is emitted. Lifetime of the reference: until the next call.
  [[nodiscard]] model::Entity& dependent(std::string_view schema, std::string_view kind);

  // Adds a cleaned value to the subject. field names the place in the source for the count of what is not understood.
  // Returns: whether it was understood (empty text is).
  bool add(std::string_view property, std::string_view text, std::string_view field);
  // Adds to any entity of the record.
  bool add_to(model::Entity& entity, std::string_view property, std::string_view text, std::string_view field);
  // A country with remarks around it: "Libya (in custody)", "Possibly Ethiopian".
  bool add_country(model::Entity& entity, std::string_view property, std::string_view text, std::string_view field);
  // A date in the forms PartialDate::parse_english reads, as ftm_texts() gives it. Where the list's order of day and
  // month is not known and the text is a day in both, both are added and the text is counted as ambiguous.
  bool add_date(model::Entity& entity, std::string_view property, std::string_view text, std::string_view field,
                base::DayMonthOrder order = base::DayMonthOrder::kUnknown);
  void note(std::string_view field, std::string_view text);  // kept as a note without being counted
  void not_understood(std::string_view field, std::string_view text);

  void address(const AddressParts& parts, std::string_view field);
  void document(const DocumentParts& parts, std::string_view field);

  // Hands the subject, then the others, to the context.
  [[nodiscard]] base::Result<void> emit(const base::ContentHash& raw_hash);
  // The same for a record that stands in the file but is no longer listed: kept for reference, not a subject.
  [[nodiscard]] base::Result<void> emit_inactive();

 private:
  // Gives the further entities their ids.
  [[nodiscard]] std::vector<model::Entity> finish();

  struct Dependent {
    std::string kind;
    model::Entity entity;
  };
  ReadContext* context_;
  base::SourceLocation where_;
  model::Entity subject_;
  model::Entity sanction_;
  bool has_sanction_ = false;
  std::vector<Dependent> dependents_;
};

// The FtM texts of a date: PartialDate::ftm_values(). 'circa' widens only the properties that scoring compares (births,
// foundings, building years); elsewhere the stated date is what the list says.
[[nodiscard]] std::vector<std::string> ftm_texts(const base::PartialDate& date, std::string_view property);

// Joins the parts that are not empty.
[[nodiscard]] std::string join(const std::vector<std::string>& parts, std::string_view separator);
// Splits and trims; empty parts are left out.
[[nodiscard]] std::vector<std::string> split(std::string_view text, std::string_view separator);
[[nodiscard]] std::string lower_ascii(std::string_view text);
[[nodiscard]] bool contains_ignoring_case(std::string_view text, std::string_view part);

}  // namespace cordon::ingest
