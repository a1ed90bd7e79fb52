// A stranger's program: scores two names with the installed library.
#include <cstdio>

#include "cordon/service/screening.hpp"

int main() {
  const auto done = cordon::service::compare_names("Vladimir Putin", "PUTIN, Vladimir", "Person", "onboarding",
                                                   [](std::string_view json) -> cordon::base::Result<void> {
                                                     std::printf("%.*s\n", static_cast<int>(json.size()), json.data());
                                                     return {};
                                                   });
  return done ? 0 : 1;
}
