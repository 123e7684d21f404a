// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

struct Allocations {
    std::size_t number = 0;
    std::size_t bytes = 0;  // that live now
    std::size_t peak = 0;
};

/// What the replaced operator new has counted.
extern Allocations allocations;
