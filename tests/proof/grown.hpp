// SPDX-License-Identifier: MIT
// Texts made of the documented client, of any size.
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

/// The documented client with its first `from` replaced.
inline std::string client_with(const std::string& from, const std::string& to) {
    std::string text = samples::client_text;
    return text.replace(text.find(from), from.size(), to);
}

}  // namespace proof
