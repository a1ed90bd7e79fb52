// The shipped tables of addresses and limits, and the forms they are read in.
#include <gmock/gmock.h>

#include "cordon/ingest/read_list.hpp"
#include "freshness.hpp"
#include "health_limits.hpp"
#include "http_date.hpp"
#include "source_catalogue.hpp"

namespace cordon::service {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

TEST(SourceCatalogue, the_shipped_table_reads_and_its_formats_exist) {
  const auto sources = load_catalogue(std::nullopt);
  ASSERT_TRUE(sources) << sources.error().to_string();
  EXPECT_THAT(*sources, Not(IsEmpty()));
  for (const CatalogueSource& source : *sources) {
    EXPECT_FALSE(source.title.empty()) << source.source;
    if (!source.format.empty()) {
      EXPECT_THAT(ingest::known_formats(), Contains(source.format)) << source.source;
    }
    for (const SourceFile& file : source.files) EXPECT_THAT(file.url, HasSubstr("https://")) << source.source;
  }
}

TEST(SourceCatalogue, rows_of_one_source_go_together) {
  const auto sources = parse_catalogue(
      "# comment\nsource,url,kind\na,http://h/sdn.csv?x=1,\na,http://h/add.csv,list\nb,https://h/,\n", "t.csv");
  ASSERT_TRUE(sources) << sources.error().to_string();
  ASSERT_THAT(*sources, SizeIs(2));
  ASSERT_THAT((*sources)[0].files, SizeIs(2));
  EXPECT_EQ((*sources)[0].files[0].file, "sdn.csv");
  EXPECT_EQ((*sources)[1].files[0].file, "list");
}

TEST(SourceCatalogue, wrong_rows_are_named) {
  const auto error = [](const std::string& rows) {
    const auto sources = parse_catalogue(rows, "t.csv");
    return sources ? std::string{"no error"} : sources.error().to_string();
  };
  EXPECT_THAT(error("id,address\n"), HasSubstr("t.csv:1: expected a header with the columns source and url"));
  EXPECT_THAT(error("source,url\na,ftp://h/x\n"), HasSubstr("t.csv:2: expected an http or https address"));
  EXPECT_THAT(error("source,url\n../a,http://h/x\n"), HasSubstr("expected a source id"));
  EXPECT_THAT(error("source,url,file\na,http://h/x,../../x\n"), HasSubstr("expected a plain file name"));
  EXPECT_THAT(error("source,url\na,http://h/x\na,http://i/x\n"), HasSubstr("each file of a once, found 'x' again"));
  EXPECT_THAT(error("source,url,kind,file\na,http://h/x,checksum,x\n"),
              HasSubstr("expected a list file of a named 'x'"));
  EXPECT_THAT(error("source,url,kind\na,http://h/x,mirror\n"), HasSubstr("expected kind list, checksum or copy"));
  EXPECT_THAT(error("source,url,format\na,http://h/x,f\na,http://h/y,g\n"), HasSubstr("expected one format for a"));
}

TEST(HealthLimits, the_shipped_table_is_the_default) {
  const auto limits = health_limits(model::SourceId{"any"});
  ASSERT_TRUE(limits) << limits.error().to_string();
  const store::HealthLimits built_in;
  EXPECT_EQ(limits->smallest_kept_percent, built_in.smallest_kept_percent);
  EXPECT_EQ(limits->smallest_kept_far_percent, built_in.smallest_kept_far_percent);
  EXPECT_EQ(limits->largest_growth_percent, built_in.largest_growth_percent);
  EXPECT_EQ(limits->compared_subjects, built_in.compared_subjects);
  EXPECT_EQ(limits->near_days, built_in.near_days);
  EXPECT_EQ(limits->rejected_basis_points, built_in.rejected_basis_points);
  EXPECT_EQ(limits->drift_basis_points, built_in.drift_basis_points);
  EXPECT_EQ(limits->smallest_fill_percent, built_in.smallest_fill_percent);
  EXPECT_EQ(limits->compared_values, built_in.compared_values);
  EXPECT_EQ(limits->same_edition_is_kept_apart, built_in.same_edition_is_kept_apart);
  EXPECT_EQ(limits->same_date_is_kept_apart, built_in.same_date_is_kept_apart);
  EXPECT_EQ(limits->future_days, built_in.future_days);
}

TEST(HealthLimits, a_source_overrides_the_default_wherever_it_stands) {
  const auto limits =
      parse_health_limits("source,limit,value,unit,reason\nx,smallest_kept,10,percent,why\ndefault,near,5,days,why\n");
  ASSERT_TRUE(limits) << limits.error().to_string();
  EXPECT_EQ(limits->at("x").smallest_kept_percent, 10U);
  EXPECT_EQ(limits->at("x").near_days, 5);
  EXPECT_EQ(limits->at("default").smallest_kept_percent, store::HealthLimits{}.smallest_kept_percent);
}

TEST(HealthLimits, every_row_has_a_reason_and_a_known_name) {
  EXPECT_FALSE(parse_health_limits("default,near,5,days,\n"));
  EXPECT_FALSE(parse_health_limits("default,nearness,5,days,why\n"));
  EXPECT_FALSE(parse_health_limits("default,near,soon,days,why\n"));
}

TEST(HttpDate, the_form_that_servers_write) {
  const auto time = parse_http_date("Tue, 24 Nov 2026 14:03:11 GMT");
  ASSERT_TRUE(time);
  EXPECT_EQ(base::to_iso(*time), "2026-11-24T14:03:11Z");
  for (const char* wrong : {"", "2026-11-24", "Tue, 24 Xxx 2026 14:03:11 GMT", "Tue, 31 Feb 2026 14:03:11 GMT",
                            "Tue, 24 Nov 2026 14:03:11 UTC", "Tuesday, 24-Nov-26 14:03:11 GMT"}) {
    EXPECT_FALSE(parse_http_date(wrong)) << wrong;
  }
}

}  // namespace
}  // namespace cordon::service
