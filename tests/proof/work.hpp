// SPDX-License-Identifier: MIT
// Counts work in numbers that are the same on each run.
#pragma once

#include <cstddef>

namespace proof {

struct Work {
    std::size_t blocks = 0;     // basic blocks executed; 0 if the compiler cannot count them
    std::size_t allocated = 0;  // in bytes, freed or not
    std::size_t peak = 0;       // the most bytes held at once
};

/// Restarts the counts at 0; what is held now does not count.
void start_work();
Work work() noexcept;

}  // namespace proof
