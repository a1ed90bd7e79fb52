// ISO 20022 credit transfers. The messages of one family use the same building blocks, so that roles are recognised by
// their element's name wherever it stands: a cover payment's underlying customers are found like the others. What is
// neither a role, a text (kTexts) nor a code (kCodes) is counted as not understood.
#include <algorithm>
#include <array>
#include <optional>

#include "payment_readers.hpp"
#include "xml_tree.hpp"

namespace cordon::ingest {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

struct Role {
  std::string_view element;
  std::string_view role;
};
constexpr std::array<Role, 29> kRoles{{{"InitgPty", "initiating_party"},
                                       {"UltmtDbtr", "ultimate_debtor"},
                                       {"Dbtr", "debtor"},
                                       {"DbtrAgt", "debtor_agent"},
                                       {"FwdgAgt", "forwarding_agent"},
                                       {"ChrgsAcctAgt", "charges_account_agent"},
                                       {"PrvsInstgAgt", "previous_instructing_agent"},
                                       {"PrvsInstgAgt1", "previous_instructing_agent_1"},
                                       {"PrvsInstgAgt2", "previous_instructing_agent_2"},
                                       {"PrvsInstgAgt3", "previous_instructing_agent_3"},
                                       {"InstgAgt", "instructing_agent"},
                                       {"InstdAgt", "instructed_agent"},
                                       {"IntrmyAgt1", "intermediary_agent_1"},
                                       {"IntrmyAgt2", "intermediary_agent_2"},
                                       {"IntrmyAgt3", "intermediary_agent_3"},
                                       {"CdtrAgt", "creditor_agent"},
                                       {"Cdtr", "creditor"},
                                       {"UltmtCdtr", "ultimate_creditor"},
                                       {"Invcr", "invoicer"},
                                       {"Invcee", "invoicee"},
                                       {"InstgRmbrsmntAgt", "instructing_reimbursement_agent"},
                                       {"InstdRmbrsmntAgt", "instructed_reimbursement_agent"},
                                       {"ThrdRmbrsmntAgt", "third_reimbursement_agent"},
                                       {"Agt", "charges_agent"},  // of ChrgsInf
                                       {"Grnshee", "garnishee"},
                                       {"GrnshmtAdmstr", "garnishment_administrator"},
                                       {"ChqFr", "cheque_from"},
                                       {"DlvrTo", "deliver_to"},
                                       {"RmtLctnPstlAdr", "remittance_location"}}};

// Free text that may name somebody, wherever it stands outside the roles. Numbers of documents are among them: people
// write ships and companies there.
constexpr auto kTexts = std::to_array<std::string_view>(
    {"Ustrd",      "AddtlRmtInf", "InstrInf",        "Inf",     "AddtlInf", "Nm",      "RmtLctnElctrncAdr",
     "ElctrncAdr", "RgltryDtls",  "Prtry",           "Ref",     "Nb",       "RefNb",   "Desc",
     "Rsn",        "Titl",        "InstrForDbtrAgt", "MemoFld", "PlcAndNm", "CtrctId", "Issr",
     "RmtId"});
// Codes, amounts, rates, dates and indicators: they name nobody and are left aside on purpose. Every other element
// that nothing takes is counted as not understood.
constexpr auto kCodes = std::to_array<std::string_view>({"CreDtTm",
                                                         "NbOfTxs",
                                                         "CtrlSum",
                                                         "BtchBookg",
                                                         "TtlIntrBkSttlmAmt",
                                                         "SttlmMtd",
                                                         "InstrPrty",
                                                         "ClrChanl",
                                                         "Cd",
                                                         "SeqTp",
                                                         "SttlmPrty",
                                                         "DbtDtTm",
                                                         "CdtDtTm",
                                                         "CLSTm",
                                                         "TillTm",
                                                         "FrTm",
                                                         "RjctTm",
                                                         "AccptncDtTm",
                                                         "PoolgAdjstmntDt",
                                                         "XchgRate",
                                                         "UnitCcy",
                                                         "QtdCcy",
                                                         "RateTp",
                                                         "ChrgBr",
                                                         "Amt",
                                                         "CcyOfTrf",
                                                         "Tp",
                                                         "Dt",
                                                         "Ctry",
                                                         "DbtCdtRptgInd",
                                                         "CdtDbtInd",
                                                         "PmtInfId",
                                                         "PmtMtd",
                                                         "RltdDt",
                                                         "DuePyblAmt",
                                                         "DscntApldAmt",
                                                         "CdtNoteAmt",
                                                         "TaxAmt",
                                                         "RmtdAmt",
                                                         "RmtLctnMtd",
                                                         "Mtd",
                                                         "AdmstnZone",
                                                         "TtlTaxblBaseAmt",
                                                         "TtlTaxAmt",
                                                         "SeqNb",
                                                         "Ctgy",
                                                         "CtgyDtls",
                                                         "DbtrSts",
                                                         "FrmsCd",
                                                         "Yr",
                                                         "FrDt",
                                                         "ToDt",
                                                         "Rate",
                                                         "TaxblBaseAmt",
                                                         "TtlAmt",
                                                         "ChqTp",
                                                         "ChqMtrtyDt",
                                                         "FmlyMdclInsrncInd",
                                                         "MplyeeTermntnInd",
                                                         "UETR",
                                                         "TaxTp"});
// Account of a role, beside it: DbtrAcct belongs to Dbtr.
constexpr std::string_view kAccount = "Acct";
// Of the business application header, beside the parties Fr and To: transport.
constexpr auto kTransport =
    std::to_array<std::string_view>({"CharSet", "BizMsgIdr", "MsgDefIdr", "BizSvc", "MktPrctc", "CreDt", "BizPrcgDt",
                                     "CpyDplct", "PssblDplct", "Prty", "Sgntr"});

std::optional<std::string_view> role_of(std::string_view element) {
  for (const Role& role : kRoles) {
    if (role.element == element) return role.role;
  }
  return std::nullopt;
}

bool is_text(std::string_view element) { return std::find(kTexts.begin(), kTexts.end(), element) != kTexts.end(); }
bool is_code(std::string_view element) { return std::find(kCodes.begin(), kCodes.end(), element) != kCodes.end(); }

void add(std::vector<std::string>& to, std::string value) {
  if (!value.empty()) to.push_back(std::move(value));
}

void add_name(PaymentParty& party, std::string name) {
  if (name.empty()) return;
  party.lines.push_back(name);
  party.names.push_back(std::move(name));
}

void read_address(PaymentParty& party, XmlElement& element) {
  std::vector<XmlElement*> addresses = element.all("PstlAdr");
  for (XmlElement* address : element.all("Adr")) addresses.push_back(address);  // of a cheque
  for (XmlElement* address : addresses) {
    std::string text;
    const auto part = [&](const std::string& value) {
      if (value.empty()) return;
      text += (text.empty() ? "" : ", ") + value;
      party.lines.push_back(value);
    };
    for (const char* name : {"CareOf", "Dept", "SubDept", "BldgNm", "Room", "Flr", "PstBx", "StrtNm", "BldgNb", "PstCd",
                             "TwnNm", "TwnLctnNm", "DstrctNm", "CtrySubDvsn"}) {
      part(address->take(name));
    }
    for (const std::string& line : address->take_all("AdrLine")) part(line);
    std::string country = address->take("Ctry");
    address->ignore("AdrTp");
    add(party.countries, std::move(country));
    add(party.addresses, std::move(text));
  }
}

void read_numbers(PaymentParty& party, XmlElement& element) {
  for (XmlElement* other : element.all("Othr")) {
    add(party.id_numbers, other->take("Id"));
    other->ignore("SchmeNm");
    if (std::string issuer = other->take("Issr"); !issuer.empty()) party.lines.push_back(std::move(issuer));
  }
}

void read_ids(PaymentParty& party, XmlElement& element) {
  for (XmlElement* id : element.all("Id")) {
    for (XmlElement* organisation : id->all("OrgId")) {
      party.schema = "Organization";
      for (const char* name : {"AnyBIC", "BICOrBEI", "BIC"}) {
        if (std::string bic = organisation->take(name); !bic.empty()) party.bic = std::move(bic);
      }
      if (std::string lei = organisation->take("LEI"); !lei.empty()) party.lei = std::move(lei);
      read_numbers(party, *organisation);
    }
    for (XmlElement* person : id->all("PrvtId")) {
      party.schema = "Person";
      for (XmlElement* birth : person->all("DtAndPlcOfBirth")) {
        party.birth_date = birth->take("BirthDt");
        const std::string city = birth->take("CityOfBirth");
        const std::string province = birth->take("PrvcOfBirth");
        party.birth_place = city + (city.empty() || province.empty() ? "" : ", ") + province;
        add(party.countries, birth->take("CtryOfBirth"));
      }
      read_numbers(party, *person);
    }
  }
}

void read_institution(PaymentParty& party, XmlElement& element) {
  for (XmlElement* institution : element.all("FinInstnId")) {
    party.schema = "Organization";
    for (const char* name : {"BICFI", "BIC"}) {
      if (std::string bic = institution->take(name); !bic.empty()) party.bic = std::move(bic);
    }
    if (std::string lei = institution->take("LEI"); !lei.empty()) party.lei = std::move(lei);
    add_name(party, institution->take("Nm"));
    read_address(party, *institution);
    read_numbers(party, *institution);
    for (XmlElement* clearing : institution->all("ClrSysMmbId")) {
      add(party.id_numbers, clearing->take("MmbId"));
      clearing->ignore("ClrSysId");
    }
    for (XmlElement* combined : institution->all("CmbndId")) read_institution(party, *combined);
  }
  for (XmlElement* branch : element.all("BrnchId")) {
    add(party.id_numbers, branch->take("Id"));
    add_name(party, branch->take("Nm"));
    if (std::string lei = branch->take("LEI"); !lei.empty()) party.lei = std::move(lei);
    read_address(party, *branch);
  }
}

void read_party(PaymentParty& party, XmlElement& element) {
  // pain.001 of recent versions wraps a party that may be an institution.
  for (const char* wrapper : {"Pty", "Agt", "OrgId", "FIId"}) {  // the last two: of Fr and To
    for (XmlElement* inner : element.all(wrapper)) read_party(party, *inner);
  }
  add_name(party, element.take("Nm"));
  read_address(party, element);
  read_ids(party, element);
  read_institution(party, element);
  add(party.countries, element.take("CtryOfRes"));
  for (const char* number : {"TaxId", "RegnId"}) add(party.id_numbers, element.take(number));  // of Tax/Dbtr, Tax/Cdtr
  element.ignore("TaxTp");
  for (XmlElement* signer : element.all("Authstn")) {
    add_name(party, signer->take("Nm"));
    signer->ignore("Titl");
  }
  for (XmlElement* contact : element.all("CtctDtls")) {
    add_name(party, contact->take("Nm"));
    for (const char* name : {"NmPrfx", "PhneNb", "MobNb", "FaxNb", "EmailAdr", "EmailPurp", "JobTitl", "Rspnsblty",
                             "Dept", "Othr", "PrefrdMtd"}) {
      contact->ignore(name);
    }
  }
}

std::string account_of(XmlElement& element) {
  std::string account;
  for (XmlElement* id : element.all("Id")) {
    account = id->take("IBAN");
    for (XmlElement* other : id->all("Othr")) {
      if (account.empty()) account = other->take("Id");
      other->ignore("SchmeNm");
      other->ignore("Issr");
    }
  }
  return account;
}

class Reader final : public XmlRecordHandler {
 public:
  explicit Reader(const std::string& document) : document_(document) {}

  [[nodiscard]] bool is_record(std::string_view path) const override {
    return path.ends_with("/GrpHdr") || path.ends_with("/AppHdr") || path == "AppHdr" ||
           path.ends_with("/CdtTrfTxInf") || path.ends_with("/PmtInf");
  }

  Result<void> outside(std::string_view path, XmlElement& element) override {
    for (const auto& [name, kind] :
         {std::pair{"FIToFICstmrCdtTrf", "pacs.008"}, std::pair{"FICdtTrf", "pacs.009"},
          std::pair{"FinInstnCdtTrf", "pacs.009"}, std::pair{"CstmrCdtTrfInitn", "pain.001"}}) {
      if (element.name == name) kind_ = kind;
    }
    if (kind_.empty() && path.find("Document/") != std::string_view::npos) {
      return Error{ErrorCode::kUnsupported,
                   "expected a pacs.008, pacs.009 or pain.001 message, found the element " + element.name,
                   {document_, element.line, {}}};
    }
    return {};
  }

  Result<void> record(std::string_view path, XmlElement& element) override {
    if (path.ends_with("AppHdr")) {
      envelope_ = {};
      read_envelope(element);
      for (Payment& payment : payments_) {
        if (!has_envelope_) append(payment, envelope_);  // it stands behind the message
      }
      has_envelope_ = true;
      return {};
    }
    if (path.ends_with("GrpHdr")) {
      compare_counts();
      message_id_ = element.take("MsgId");
      announced_ = element.take("NbOfTxs");
      first_of_message_ = payments_.size();
      header_ = {};
      read(header_, element, "GrpHdr");
      return {};
    }
    if (kind_.empty()) {
      return Error{ErrorCode::kUnsupported,
                   "expected a pacs.008, pacs.009 or pain.001 message, found " + std::string(path),
                   {document_, element.line, {}}};
    }
    if (path.ends_with("/PmtInf")) {
      const std::vector<XmlElement*> transfers = element.all("CdtTrfTxInf");
      std::vector<XmlElement> kept;
      for (XmlElement* transfer : transfers) kept.push_back(std::move(*transfer));
      std::erase_if(element.children,
                    [](const XmlElement& child) { return child.name.empty() || child.name == "CdtTrfTxInf"; });
      const std::string announced = element.take("NbOfTxs");
      Payment shared;
      read(shared, element, "PmtInf");
      const std::size_t first = payments_.size();
      for (XmlElement& transfer : kept) CORDON_TRY(add_payment(transfer, &shared));
      compare_count(announced, first);
      return {};
    }
    return add_payment(element, nullptr);
  }

  [[nodiscard]] Result<std::vector<Payment>> finish() && {
    if (payments_.empty()) {
      return Error{ErrorCode::kMalformed, "expected at least one credit transfer, found none", {document_, 1, {}}};
    }
    compare_counts();
    return std::move(payments_);
  }

 private:
  static void append(Payment& to, const Payment& from) {
    to.parties.insert(to.parties.end(), from.parties.begin(), from.parties.end());
    to.texts.insert(to.texts.end(), from.texts.begin(), from.texts.end());
    to.unmapped.insert(to.unmapped.end(), from.unmapped.begin(), from.unmapped.end());
    to.problems.insert(to.problems.end(), from.problems.begin(), from.problems.end());
    if (to.date.empty()) to.date = from.date;
  }

  Result<void> add_payment(XmlElement& element, const Payment* shared) {
    if (payments_.size() >= kMaxPayments) {
      return Error{ErrorCode::kOutOfRange,
                   "expected at most " + std::to_string(kMaxPayments) + " payments",
                   {document_, element.line, {}}};
    }
    Payment payment;
    payment.kind = kind_;
    payment.message_id = message_id_;
    payment.line = element.line;
    read(payment, element, element.name);
    append(payment, header_);
    if (shared != nullptr) append(payment, *shared);
    append(payment, envelope_);
    for (const char* role : {"debtor", "creditor"}) {
      const bool is_there = std::any_of(payment.parties.begin(), payment.parties.end(),
                                        [&role](const PaymentParty& party) { return party.role == role; });
      if (!is_there) payment.problems.push_back(std::string("expected a ") + role + ", found none");
    }
    if (payment.id.empty()) payment.id = message_id_;
    payments_.push_back(std::move(payment));
    return {};
  }

  // Transactions that were announced and are not there were not screened; those in excess are of an unknown source.
  void compare_counts() { compare_count(announced_, first_of_message_); }
  // first: of the payments that are counted.
  void compare_count(const std::string& announced, std::size_t first) {
    const std::string found = std::to_string(payments_.size() - first);
    const std::string digits = announced.substr(std::min(announced.find_first_not_of('0'), announced.size()));
    if (announced.empty() || digits == found) return;
    for (std::size_t i = first; i < payments_.size(); ++i) {
      payments_[i].problems.push_back("NbOfTxs: expected " + announced + " transactions, found " + found);
    }
  }

  // The banks between which the message goes, under the names that they have in an MT103.
  void read_envelope(XmlElement& element) {
    read_ends(element, "");
    for (XmlElement* related : element.all("Rltd"))
      read_ends(*related, "related_");  // the message that this one answers
    count_rest(envelope_, element, "AppHdr");
  }
  void read_ends(XmlElement& element, const std::string& prefix) {
    for (const auto& [name, role] : {std::pair{"Fr", "sender"}, std::pair{"To", "receiver"}}) {
      for (XmlElement* end : element.all(name)) {
        PaymentParty party;
        read_party(party, *end);
        if (party == PaymentParty{}) continue;
        party.role = prefix + role;
        envelope_.parties.push_back(std::move(party));
      }
    }
    for (const std::string_view name : kTransport) element.ignore(name);
  }

  static void read(Payment& payment, XmlElement& element, const std::string& path) {
    walk(payment, element, path);
    count_rest(payment, element, path);
  }

  // Visits what stands below an element and takes what is understood.
  static void walk(Payment& payment, XmlElement& element, const std::string& path) {
    for (XmlElement& child : element.children) {
      const std::string below = path + "/" + child.name;
      if (const auto role = role_of(child.name)) {
        PaymentParty party;
        party.role = *role;
        read_party(party, child);
        if (XmlElement* account = element.find(child.name + std::string(kAccount)))
          party.account = account_of(*account);
        PaymentParty nothing;
        nothing.role = party.role;
        if (party != nothing) payment.parties.push_back(std::move(party));
      } else if (child.name == "PmtId") {
        read_id(payment, child);
      } else if (child.name == "IntrBkSttlmAmt" || child.name == "InstdAmt") {
        const std::string currency = child.take_attribute("Ccy");
        const std::string amount = child.take_text();
        if (payment.amount.empty()) {
          payment.currency = currency;
          payment.amount = amount;
        }
      } else if (child.name == "IntrBkSttlmDt" || child.name == "ReqdExctnDt") {
        payment.date = child.take_text();
        for (const char* choice : {"Dt", "DtTm"}) {
          if (std::string date = child.take(choice); payment.date.empty()) payment.date = std::move(date);
        }
      } else if (child.name.ends_with(kAccount)) {
        read_account(payment, child, below);
      } else if (child.children.empty() && is_text(child.name)) {
        if (std::string text = child.take_text(); !text.empty()) payment.texts.push_back({below, std::move(text)});
      } else if (child.children.empty() && is_code(child.name)) {
        child.ignore_attribute("Ccy");
        (void)child.take_text();
      } else {
        walk(payment, child, below);
      }
    }
  }

  // Numbers of accounts name nobody; the name of an account and what an alias of it says may.
  static void read_account(Payment& payment, XmlElement& account, const std::string& path) {
    (void)account_of(account);
    account.ignore("Tp");
    account.ignore("Ccy");
    std::vector<std::string> texts = account.take_all("Nm");
    for (XmlElement* proxy : account.all("Prxy")) {
      add(texts, proxy->take("Id"));
      proxy->ignore("Tp");
    }
    for (std::string& text : texts) payment.texts.push_back({path, std::move(text)});
  }

  static void read_id(Payment& payment, XmlElement& element) {
    for (const char* name : {"EndToEndId", "TxId", "InstrId", "UETR", "ClrSysRef"}) {
      const std::string id = element.take(name);
      if (payment.id.empty() && id != "NOTPROVIDED") payment.id = id;
    }
  }

  static void count_rest(Payment& payment, XmlElement& element, const std::string& path) {
    Unmapped unmapped;
    element.count_untaken(path, unmapped);
    model::ListDescription counted;
    unmapped.move_to(counted);
    for (const model::UnmappedValue& value : counted.unmapped) payment.unmapped.emplace_back(value.field, value.value);
  }

  const std::string& document_;
  std::string kind_, message_id_, announced_;
  Payment header_;    // parties of the group header
  Payment envelope_;  // of the business application header
  bool has_envelope_ = false;
  std::size_t first_of_message_ = 0;
  std::vector<Payment> payments_;
};

}  // namespace

Result<std::vector<Payment>> read_iso20022(const std::string& document, std::string bytes) {
  Reader reader{document};
  const std::unique_ptr<ByteStream> stream = memory_stream(std::move(bytes));
  CORDON_TRY(read_xml_records(*stream, document, reader));
  return std::move(reader).finish();
}

}  // namespace cordon::ingest
