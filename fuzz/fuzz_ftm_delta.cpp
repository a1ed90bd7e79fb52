// Deltas of FollowTheMoney entities, applied to a version of two.
#include "reading.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace ingest = cordon::ingest;
  namespace model = cordon::model;
  if (size > ingest::kHeadBytes) return 0;
  const std::string_view bytes{reinterpret_cast<const char*>(data), size};  // NOLINT: byte type
  ingest::InputGroup group;
  group.format = "ftm-delta";
  group.source = model::SourceId{"fuzz"};
  group.parts.push_back({"", ingest::memory_input("entities.delta.json", bytes)});
  ingest::ReadOptions options;
  options.base = [](const model::SourceId&, std::optional<cordon::base::Date>,
                    const std::function<void(const model::Entity&)>& visit) -> cordon::base::Result<void> {
    for (const char* id : {"a", "b"}) {
      model::Entity entity{model::EntityId{id}, "Person"};
      entity.add("name", id);
      visit(entity);
    }
    return {};
  };
  cordon::fuzz::read_checked(group, options);
  return 0;
}
