#include "cordon/base/memory.hpp"

#include <cstdlib>  // defines __GLIBC__ where it is

#if defined(__GLIBC__)
#include <malloc.h>
#endif

namespace cordon::base {

void return_freed_memory() noexcept {
#if defined(__GLIBC__)
  (void)malloc_trim(0);
#endif
}

}  // namespace cordon::base
