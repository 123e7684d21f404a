// SPDX-License-Identifier: MIT
// Texts of any size.
#pragma once

#include <cstddef>
#include <string>

#include "samples.hpp"

namespace proof {

inline std::string repeated(const std::string& part, std::size_t times) {
    std::string text;
    text.reserve(part.size() * times);
    for (std::size_t i = 0; i < times; ++i) text += part;
    return text;
}

/// Repeats the text as often as fits into `size` bytes.
inline std::string filled(const std::string& before, const std::string& part, const std::string& behind,
                          std::size_t size) {
    return before + repeated(part, size / part.size()) + behind;
}

/// The documented client with its first `from` replaced.
inline std::string client_with(const std::string& from, const std::string& to) {
    std::string text = samples::client_text;
    return text.replace(text.find(from), from.size(), to);
}

}  // namespace proof
