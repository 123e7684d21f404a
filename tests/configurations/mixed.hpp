// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>

// Each uses the whole library in a translation unit of its own JSON_DIAGNOSTICS. Returns the size of the struct there,
// 0 where something is not as it should be. Throws a StytchError where there is no text.
std::size_t part_0(const std::string& text);
std::size_t part_1(const std::string& text);
