#include "cordon/model/imo.hpp"

#include <gtest/gtest.h>

namespace cordon::model {
namespace {

TEST(Imo, ReadsTheFormsListsWrite) {
  for (const char* text : {"8674156", "IMO8674156", "IMO 8674156", "imo no. 8674156", "IMO number: 8674156"}) {
    EXPECT_EQ(imo_digits(text), "8674156") << text;
  }
}

TEST(Imo, RejectsGarbage) {
  for (const char* text : {"", "0000000", "0363464", "9187", "91876290", "0009187629", "IMO 9187629 or 9187631",
                           "9187629 (former)", "MMSI 9187629", "9187629A"}) {
    EXPECT_EQ(imo_digits(text), std::nullopt) << text;
    EXPECT_EQ(imo_kind(text), ImoKind::kNeither) << text;
  }
}

TEST(Imo, TellsHullsFromCompanies) {
  EXPECT_EQ(imo_kind("9187629"), ImoKind::kShip);
  EXPECT_FALSE(is_ship_imo("9187628"));        // wrong check digit
  EXPECT_TRUE(is_company_imo("IMO 5055293"));  // a shipping company's; 151 % 11 = 8, 11 - 8 = 3
  EXPECT_FALSE(is_ship_imo("5055293"));
  EXPECT_EQ(imo_kind("5000110"), ImoKind::kEither);
}

}  // namespace
}  // namespace cordon::model
