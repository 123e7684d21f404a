// SPDX-License-Identifier: MIT
// What was done, in numbers that are the same on each run.
#pragma once

#include <cstddef>

namespace proof {

struct Work {
    std::size_t blocks = 0;     // of code run; 0 where the compiler does not count them
    std::size_t allocated = 0;  // bytes, freed or not
    std::size_t peak = 0;       // of bytes held at a time
};

/// Begins to count from 0; what is held now does not count.
void start_work();
Work work() noexcept;

}  // namespace proof
