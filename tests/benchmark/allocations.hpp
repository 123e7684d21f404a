// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

struct Allocations {
    std::size_t number = 0;
    std::size_t bytes = 0;  // allocated now
    std::size_t peak = 0;
};

/// The counts of the replaced operator new.
extern Allocations allocations;
