#include "cordon/service/programmes.hpp"

#include <algorithm>

#include "programme_table.hpp"

namespace cordon::service {

base::Result<void> list_programmes(const std::optional<std::string>& name, const std::optional<std::string>& source,
                                   const JsonSink& sink) {
  const auto holds = [](const std::vector<std::string>& values, const std::string& value) {
    return std::find(values.begin(), values.end(), value) != values.end();
  };
  bool found = false;
  for (const Programme& programme : programme_table()) {
    if (name && programme.key != *name && !holds(programme.names, *name)) continue;
    if (source && !holds(programme.sources, *source)) continue;
    found = true;
    JsonWriter json;
    json.begin_object();
    write_programme(json, programme);
    json.key("names").strings(programme.names);
    json.key("sources").strings(programme.sources);
    json.end_object();
    CORDON_TRY(sink(json.text()));
  }
  if (found) return {};
  return base::Error{base::ErrorCode::kNotFound,
                     "expected a programme of the table, found '" + name.value_or(source.value_or("")) + "'"};
}

}  // namespace cordon::service
