// SPDX-License-Identifier: MIT
// Checks that work and memory are proportional to the size of a text.
#pragma once

#include <cstddef>
#include <string>

#include "bodies.hpp"
#include "catch.hpp"
#include "work.hpp"

namespace proof {

inline const std::size_t small_size = std::size_t{full() ? 256U : 16U} << 10;
inline const std::size_t large_size = std::size_t{full() ? 2048U : 128U} << 10;

struct PerByte {
    double blocks;
    double allocated;
    double peak;
};

template <class Function>
PerByte measured(const std::string& text, Function&& function) {
    start_work();
    function(text);
    const Work done = work();
    const auto size = static_cast<double>(text.size());
    return {static_cast<double>(done.blocks) / size, static_cast<double>(done.allocated) / size,
            static_cast<double>(done.peak) / size};
}

/// The factor of 2 allows for strings and vectors, which grow by doubling.
inline void check_linear(const PerByte& small, const PerByte& large) {
    CHECK(large.blocks <= small.blocks * 1.25 + 0.5);
    CHECK(large.allocated <= small.allocated * 2 + 1);
    CHECK(large.peak <= small.peak * 2 + 1);
}

}  // namespace proof
