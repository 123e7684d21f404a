// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>

// Each uses the whole library in a translation unit with its own value of JSON_DIAGNOSTICS. Returns the size of the
// struct there, or 0 if anything is wrong. Throws a StytchError if there is no text.
std::size_t part_0(const std::string& text);
std::size_t part_1(const std::string& text);
