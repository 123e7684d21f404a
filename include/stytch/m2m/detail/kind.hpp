// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace stytch::m2m::detail {

/// JSON's types, named as in JSON Schema; `none` if no value begins here.
enum class Kind : unsigned char { none, null, boolean, number, string, array, object };

constexpr std::string_view kind_name(Kind kind) noexcept {
    constexpr std::array<std::string_view, 7> names = {"nothing", "null",  "boolean", "number",
                                                       "string",  "array", "object"};
    return names[static_cast<std::size_t>(kind)];
}

}  // namespace stytch::m2m::detail
