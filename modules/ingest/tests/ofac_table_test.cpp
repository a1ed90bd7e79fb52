#include "ofac_fixture.hpp"

namespace cordon::ingest::ofac {
namespace {

// SDN list of July 2021 (OFAC, public domain): raw rows with CRLF, "-0- " and the final 0x1A.
constexpr std::string_view kSdn =
    "36,\"AEROCARIBBEAN AIRLINES\",-0- ,\"CUBA\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n"
    "8239,\"NEMBHARD, Norris\",\"individual\",\"SDNTK\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,\"DOB 05 Jan 1952; alt. DOB "
    "05 "
    "Jan 1951; alt. DOB 12 May 1954; POB Jamaica; a.k.a. 'DEDO'; a.k.a. 'DIDO'.\"\r\n"
    "19709,\"AIRCRAFT, AVIONICS, PARTS & SUPPORT LTD.\",-0- ,\"SDGT] [IFSR\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- "
    ",\"Additional Sanctions Information - Subject to Secondary Sanctions; UK Company Number 03632365; Linked To: "
    "AEROCARIBBEAN AIRLINES.\"\r\n"
    "15036,\"NEMBHARD SHIP\",\"vessel\",\"NPWMD\",-0- ,\"T2EU4\",\"Crude Oil "
    "Tanker\",\"99,144\",\"56068\",\"Tanzania\",-0- "
    ",\"Former Vessel Flag Malta; Vessel Registration Identification IMO 9074092; MMSI 572469210.\"\r\n\x1A";
constexpr std::string_view kAdd =
    "36,25,-0- ,\"Havana\",\"Cuba\",-0- \r\n"
    "8239,7,-0- ,-0- ,-0- ,-0- \r\n"
    "19709,29915,\"50 St. Leonards Road\",\"Bexhill on Sea, East Sussex\",\"United Kingdom\",-0- \r\n"
    "19709,29916,\"Privada Primitivo Torres 52\",\"El Salto, Jalisco 45680\",\"Mexico\",-0- \r\n\x1A";
constexpr std::string_view kAlt =
    "36,12,\"aka\",\"AERO-CARIBBEAN\",-0- \r\n"
    "8239,57,\"aka\",\"NEMHARD, Norris\",-0- \r\n"
    "15036,58,\"fka\",\"DELVAR\",-0- \r\n\x1A";

class OfacTable : public OfacFiles {};

TEST_F(OfacTable, JoinsTheTablesIntoSubjects) {
  const auto list = read({write("sdn.csv", kSdn), write("add.csv", kAdd), write("alt.csv", kAlt)});
  ASSERT_TRUE(list) << list.error().to_string();
  EXPECT_EQ(list->description.source.str(), "us_ofac_sdn");
  EXPECT_EQ(list->description.format, "ofac-csv");
  EXPECT_EQ(list->description.subjects, 4U);
  EXPECT_EQ(list->description.parts_present, (std::vector<std::string>{"prim", "add", "alt"}));
  EXPECT_EQ(list->description.parts_missing, (std::vector<std::string>{"comments"}));
  EXPECT_EQ(list->description.unmapped_total, 0U);

  const model::Entity& person = list->subject("ofac-8239")->entity;
  EXPECT_EQ(person.schema(), "Person");
  EXPECT_EQ(values(person, "name"), (std::vector<std::string>{"Norris NEMBHARD", "NEMBHARD, Norris"}));
  EXPECT_EQ(values(person, "alias"), (std::vector<std::string>{"Norris NEMHARD"}));
  EXPECT_EQ(values(person, "weakAlias"), (std::vector<std::string>{"DEDO", "DIDO"}));
  EXPECT_EQ(values(person, "birthDate"), (std::vector<std::string>{"1952-01-05", "1951-01-05", "1954-05-12"}));
  EXPECT_EQ(person.first("birthCountry"), "jm");
  EXPECT_EQ(person.first("topics"), "sanction");
  EXPECT_TRUE(list->of("ofac-8239", "Address").empty()) << "a row of nulls is no address";

  const model::Entity& vessel = list->subject("ofac-15036")->entity;
  EXPECT_EQ(vessel.schema(), "Vessel");
  EXPECT_EQ(vessel.first("imoNumber"), "IMO9074092");
  EXPECT_EQ(vessel.first("mmsi"), "572469210");
  EXPECT_EQ(vessel.first("flag"), "tz");
  EXPECT_EQ(vessel.first("pastFlags"), "mt");
  EXPECT_EQ(vessel.first("tonnage"), "99144");
  EXPECT_EQ(vessel.first("callSign"), "T2EU4");
  EXPECT_EQ(vessel.first("previousName"), "DELVAR");
}

TEST_F(OfacTable, MeasuresAddressesAndTies) {
  const auto list = read({write("sdn.csv", kSdn), write("add.csv", kAdd), write("alt.csv", kAlt)});
  ASSERT_TRUE(list) << list.error().to_string();
  const auto sanctions = list->of("ofac-19709", "Sanction");
  ASSERT_EQ(sanctions.size(), 1U);
  EXPECT_EQ(values(sanctions[0], "programId"), (std::vector<std::string>{"SDGT", "IFSR"}));
  EXPECT_EQ(values(sanctions[0], "provisions"),
            (std::vector<std::string>{"Additional Sanctions Information - Subject to Secondary Sanctions"}));
  const auto addresses = list->of("ofac-19709", "Address");
  ASSERT_EQ(addresses.size(), 2U);
  EXPECT_EQ(addresses[0].first("full"), "50 St. Leonards Road, Bexhill on Sea, East Sussex, United Kingdom");
  EXPECT_EQ(addresses[1].first("city"), "El Salto");
  EXPECT_EQ(addresses[1].first("region"), "Jalisco");
  EXPECT_EQ(addresses[1].first("postalCode"), "45680");
  EXPECT_EQ(addresses[1].first("country"), "mx");
  EXPECT_EQ(values(list->subject("ofac-19709")->entity, "country"), (std::vector<std::string>{"gb", "mx"}));
  EXPECT_EQ(list->subject("ofac-19709")->entity.first("registrationNumber"), "03632365");
  const auto links = list->of("ofac-19709", "UnknownLink");
  ASSERT_EQ(links.size(), 1U);
  EXPECT_EQ(links[0].first("object"), "ofac-36");
  EXPECT_EQ(links[0].first("role"), "Linked To");
}

TEST_F(OfacTable, PipeFormatGivesTheSameEntities) {
  std::string pip(kSdn);
  // The pipe files are the CSV files with another separator outside of quotes.
  bool quoted = false;
  for (char& c : pip) {
    if (c == '"') quoted = !quoted;
    if (c == ',' && !quoted) c = '|';
  }
  const auto from_csv = read({write("sdn.csv", kSdn)});
  const auto from_pip = read({write("sdn.pip", pip)});
  ASSERT_TRUE(from_csv && from_pip);
  EXPECT_EQ(from_pip->description.format, "ofac-pip");
  ASSERT_EQ(from_csv->entities.size(), from_pip->entities.size());
  for (std::size_t i = 0; i < from_csv->entities.size(); ++i) {
    EXPECT_EQ(from_csv->entities[i].entity, from_pip->entities[i].entity);
    EXPECT_EQ(from_csv->entities[i].raw_hash, from_pip->entities[i].raw_hash);
  }
}

TEST_F(OfacTable, FixedWidthGivesTheSameEntities) {
  const auto line = [](const std::vector<std::pair<std::string, std::size_t>>& columns) {
    std::string text;
    for (const auto& [value, width] : columns) text += value + std::string(width - value.size(), ' ');
    return text + "\r\n";
  };
  const std::string fixed = line({{"      4637", 10},
                                  {"BANK OF INDUSTRY AND MINE", 350},
                                  {"-0-", 12},
                                  {"NS-PLC", 50},
                                  {"-0-", 200},
                                  {"-0-", 8},
                                  {"-0-", 25},
                                  {"-0-", 14},
                                  {"-0-", 8},
                                  {"-0-", 40},
                                  {"-0-", 150},
                                  {"all offices worldwide; a.k.a. \"BIM\".", 1000}});
  const std::string csv =
      "4637,\"BANK OF INDUSTRY AND MINE\",-0- ,\"NS-PLC\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,\"all "
      "offices worldwide; a.k.a. 'BIM'.\"\r\n\x1A";
  const auto from_fixed = read({write("cons_prim.ff", fixed + "\x1A")});
  const auto from_csv = read({write("cons_prim.csv", csv)});
  ASSERT_TRUE(from_fixed && from_csv) << from_fixed.error().to_string();
  EXPECT_EQ(from_fixed->description.format, "ofac-fixed");
  ASSERT_EQ(from_fixed->entities.size(), from_csv->entities.size());
  for (std::size_t i = 0; i < from_csv->entities.size(); ++i) {
    EXPECT_EQ(from_fixed->entities[i].entity, from_csv->entities[i].entity);
    EXPECT_EQ(from_fixed->entities[i].raw_hash, from_csv->entities[i].raw_hash);
  }
  const auto cut = read({write("cons_prim.ff", fixed + fixed.substr(0, 500))});
  ASSERT_FALSE(cut);
  EXPECT_EQ(cut.error().where.line, 2U);
}

TEST_F(OfacTable, CopiesThatWereSavedAgainAreTheSame) {
  std::string saved =
      "ent_num,SDN_Name,SDN_Type,Program,Title,Call_Sign,Vess_type,Tonnage,GRT,Vess_flag,Vess_owner,"
      "Remarks\n";
  for (char c : kSdn) {
    if (c != '\r' && c != '\x1A') saved += c;
  }
  while (saved.back() == '\n') saved.pop_back();  // the last line end is often lost
  const auto original = read({write("sdn.csv", kSdn)});
  const auto copy = read({write("copy_sdn.csv", saved)}, {.source = model::SourceId{"us_ofac_sdn"}});
  ASSERT_TRUE(original && copy) << copy.error().to_string();
  ASSERT_EQ(original->entities.size(), copy->entities.size());
  for (std::size_t i = 0; i < copy->entities.size(); ++i) {
    EXPECT_EQ(original->entities[i].raw_hash, copy->entities[i].raw_hash);
  }
}

TEST_F(OfacTable, SurvivesWhatOfficeProgramsDo) {
  // A byte order mark, Windows-1252 (0xE9 is e with acute), character references, a cell over two lines, inner blanks.
  const auto list = read({write(
      "sdn.csv",
      "\xEF\xBB\xBF"
      "36,\"AERO  CARIBBEAN\",-0- ,\"CUBA\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n"
      "38,\"CAF\xE9  LA   HABANA\",-0- ,\"CUBA\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n"
      "37,\"SMITH &amp; SONS\r\nLTD.\",-0- ,\"CUBA\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,\"Website www.a.example; \r\n"
      "a.k.a. 'S&amp;S'; \"\r\n\x1A")});
  ASSERT_TRUE(list) << list.error().to_string();
  EXPECT_EQ(list->subject("ofac-36")->entity.first("name"), "AERO CARIBBEAN");
  EXPECT_EQ(list->subject("ofac-38")->entity.first("name"), "CAF\xC3\xA9 LA HABANA");
  const model::Entity& firm = list->subject("ofac-37")->entity;
  EXPECT_EQ(firm.first("name"), "SMITH & SONS LTD.");
  EXPECT_EQ(firm.first("weakAlias"), "S&S") << "the semicolon of a character reference ends no statement";
  EXPECT_EQ(firm.first("website"), "www.a.example");
  ASSERT_EQ(list->description.unmapped.size(), 1U);
  EXPECT_EQ(list->description.unmapped[0].field, "encoding");
}

TEST_F(OfacTable, EmptyFilesAreRefused) {
  EXPECT_FALSE(read({write("sdn.csv", "")}));
  EXPECT_FALSE(read({write("sdn.csv", "\x1A")}));
  const auto header = read({write("sdn.csv",
                                  "ent_num,SDN_Name,SDN_Type,Program,Title,Call_Sign,Vess_type,Tonnage,GRT,"
                                  "Vess_flag,Vess_owner,Remarks\n")});
  ASSERT_FALSE(header);
  EXPECT_NE(header.error().message.find("at least one record"), std::string::npos) << header.error().to_string();
}

TEST_F(OfacTable, EveryPartOfTheRawRecordIsInItsHash) {
  const auto hash = [this](std::string_view sdn, std::string_view add, std::string_view alt) {
    const auto list = read({write("sdn.csv", sdn), write("add.csv", add), write("alt.csv", alt)});
    return list->subject("ofac-36")->raw_hash.value();
  };
  const auto replaced = [](std::string_view text, std::string_view from, std::string_view to) {
    std::string out(text);
    return out.replace(out.find(from), from.size(), to);
  };
  const base::ContentHash before = hash(kSdn, kAdd, kAlt);
  EXPECT_EQ(before, hash(replaced(kSdn, "NEMBHARD, Norris", "NEMBHARD, Boris"), kAdd, kAlt)) << "another record";
  EXPECT_NE(before, hash(replaced(kSdn, "\"CUBA\"", "\"CUBA] [SDGT\""), kAdd, kAlt));
  EXPECT_NE(before, hash(kSdn, replaced(kAdd, "Havana", "Habana"), kAlt));
  EXPECT_NE(before, hash(kSdn, kAdd, replaced(kAlt, "AERO-CARIBBEAN", "AERO CARIBBEAN")));
}

TEST_F(OfacTable, CommentsContinueTheRemarksInTheMiddleOfAWord) {
  // The remarks column is cut at 1,000 characters; the comments table has the rest.
  std::string remarks = "Linked To: ";
  while (remarks.size() < 996) remarks += 'X';
  remarks += "; DO";  // 1,000
  const std::string row =
      "28263,\"PARK, Jin\",\"individual\",\"CYBER2\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,\"" + remarks;
  const auto whole =
      read({write("sdn.csv", row + "\"\r\n"), write("sdn_comments.csv", "28263,\"B 15 Aug 1984.\"\r\n")});
  ASSERT_TRUE(whole) << whole.error().to_string();
  EXPECT_EQ(whole->subject("ofac-28263")->entity.first("birthDate"), "1984-08-15");
  EXPECT_EQ(whole->description.unmapped_total, 0U);

  std::filesystem::remove(directory_ / "sdn_comments.csv");
  const auto cut = read({write("sdn.csv", row + "\"\r\n")});
  ASSERT_TRUE(cut) << cut.error().to_string();
  EXPECT_EQ(cut->description.unmapped_total, 1U) << "a piece of a statement is never read as a statement";
  EXPECT_EQ(cut->description.unmapped.front().value, "DO");
}

TEST_F(OfacTable, TellsTheTwoListsApart) {
  const auto row = [](std::string_view programme, std::string_view remarks) {
    return "17013,\"VTB BANK OAO\",-0- ,\"" + std::string(programme) + "\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,\"" +
           std::string(remarks) + "\"\r\n";
  };
  const auto source = [this](const std::string& name, const std::string& text) {
    const auto list = read({write(name, text)});
    return list ? list->description.source.str() : list.error().to_string();
  };
  EXPECT_EQ(source("a.csv", row("NS-PLC", "DOB 1962.")), "us_ofac_cons");
  EXPECT_EQ(source("b.csv", row("SDNTK", "DOB 1962.")), "us_ofac_sdn");
  EXPECT_EQ(source("c.csv",
                   row("UKRAINE-EO13662", "Executive Order 13662 Directive Determination - Subject to Directive 1.")),
            "us_ofac_cons");
  EXPECT_EQ(source("cons_prim.csv", row("RUSSIA-EO14024", "DOB 1962.")), "us_ofac_cons");
  EXPECT_EQ(source("sdn.csv", row("RUSSIA-EO14024", "DOB 1962.")), "us_ofac_sdn");
  EXPECT_NE(source("list.csv", row("RUSSIA-EO14024", "DOB 1962.")).find("--source"), std::string::npos);
}

TEST_F(OfacTable, PartsWithoutTheMainFileAreRefused) {
  const auto list = read({write("add.csv", kAdd), write("alt.csv", kAlt)});
  ASSERT_FALSE(list);
  EXPECT_EQ(list.error().code, base::ErrorCode::kMissingField);
  EXPECT_NE(list.error().message.find("found only: add, alt"), std::string::npos) << list.error().to_string();
}

TEST_F(OfacTable, PartsOfAnotherDayAreRefused) {
  std::string add;
  for (int i = 0; i < 200; ++i)
    add += std::to_string(90'000 + i) + "," + std::to_string(i + 1) + ",\"X\",\"Y\",\"Cuba\",-0- \r\n";
  const auto list = read({write("sdn.csv", kSdn), write("add.csv", add)});
  ASSERT_FALSE(list);
  EXPECT_NE(list.error().message.find("not of one publication"), std::string::npos);
  const auto single = read({write("sdn.csv", kSdn), write("add.csv", "90000,1,\"X\",\"Y\",\"Cuba\",-0- \r\n")});
  ASSERT_TRUE(single);
  ASSERT_EQ(single->description.rejected.size(), 1U);
  EXPECT_EQ(single->description.rejected[0].where.record, "90000");
}

TEST_F(OfacTable, DamagedFilesGiveOneErrorWithTheLine) {
  const auto error = [this](std::string_view text) {
    const auto list = read({write("sdn.csv", text)});
    return list ? std::string("read") : list.error().message + " @" + std::to_string(list.error().where.line);
  };
  const std::string first(kSdn.substr(0, kSdn.find('\n') + 1));
  EXPECT_NE(error(first + "||||").find("expected 12 columns of an OFAC 'prim' table, found 1 @2"), std::string::npos);
  EXPECT_NE(error(first + "37,\"CUT OFF").find("@2"), std::string::npos);
  EXPECT_NE(error(first + "37,\"X\",-0- ,\"CUBA\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,").find("complete last row"),
            std::string::npos);
  EXPECT_NE(
      error(first + "x7,\"X\",-0- ,\"CUBA\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n").find("number of a record"),
      std::string::npos);
  EXPECT_NE(error(first + first).find("second time"), std::string::npos);
  EXPECT_NE(error(first + "37,-0- ,-0- ,\"CUBA\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n").find("name"),
            std::string::npos);
}

TEST_F(OfacTable, OddTypesAreCounted) {
  const auto list =
      read({write("sdn.csv",
                  "37,\"X\",\"submarine\",\"CUBA\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,\"Gibberish segment; "
                  "nationality Atlantis.\"\r\n")});
  ASSERT_TRUE(list) << list.error().to_string();
  EXPECT_EQ(list->description.unmapped, (std::vector<model::UnmappedValue>{{"remarks", "Gibberish segment", 1},
                                                                           {"remarks", "nationality Atlantis", 1},
                                                                           {"sdn_type", "submarine", 1}}));
}

}  // namespace
}  // namespace cordon::ingest::ofac
