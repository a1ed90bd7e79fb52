// Reads OFAC files given as text through the public entry points, as an import does.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cordon/ingest/read_list.hpp"

namespace cordon::ingest::ofac {

struct ReadList {
  model::ListDescription description;
  std::vector<model::ListEntity> entities;

  [[nodiscard]] const model::Entity* find(std::string_view id) const {
    for (const model::ListEntity& listed : entities) {
      if (listed.entity.id().str() == id) return &listed.entity;
    }
    return nullptr;
  }
  [[nodiscard]] const model::ListEntity* subject(std::string_view id) const {
    for (const model::ListEntity& listed : entities) {
      if (listed.is_subject && listed.entity.id().str() == id) return &listed;
    }
    return nullptr;
  }
  // The entities of one schema that belong to a subject, in order.
  [[nodiscard]] std::vector<model::Entity> of(std::string_view subject_id, std::string_view schema) const {
    std::vector<model::Entity> found;
    for (const model::ListEntity& listed : entities) {
      if (listed.subject_id.str() == subject_id && listed.entity.schema() == schema) found.push_back(listed.entity);
    }
    return found;
  }
};

inline std::vector<std::string> values(const model::Entity& entity, std::string_view property) {
  const auto found = entity.values(property);
  return {found.begin(), found.end()};
}

class OfacFiles : public ::testing::Test {
 protected:
  void SetUp() override {
    const ::testing::TestInfo* info = ::testing::UnitTest::GetInstance()->current_test_info();
    directory_ = std::filesystem::temp_directory_path() /
                 ("cordon_ofac_" + std::string(info->test_suite_name()) + "_" + info->name());
    std::filesystem::remove_all(directory_);
    std::filesystem::create_directories(directory_);
  }
  void TearDown() override { std::filesystem::remove_all(directory_); }

  std::filesystem::path write(const std::string& name, std::string_view text) {
    const std::filesystem::path path = directory_ / name;
    std::ofstream(path, std::ios::binary) << text;
    return path;
  }

  static base::Result<ReadList> read(const std::vector<std::filesystem::path>& paths, ReadOptions options = {}) {
    CORDON_ASSIGN(const std::vector<InputGroup> groups, group_inputs(paths, options));
    model::ListEntityCollector sink;
    CORDON_ASSIGN(model::ListDescription description, read_group(groups.front(), options, sink));
    return ReadList{std::move(description), std::move(sink.entities)};
  }

  std::filesystem::path directory_;
};

}  // namespace cordon::ingest::ofac
