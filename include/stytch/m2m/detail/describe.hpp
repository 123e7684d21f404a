// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include <stytch/m2m/detail/limits.hpp>
#include <stytch/m2m/detail/printable.hpp>

namespace stytch::m2m::detail {

/// The message of the last violation if there are more than max_violations.
static_assert(max_violations == 100, "as the message says, and what is documented");
inline constexpr std::string_view more_violations = "there are more violations than the first 100";

/// A violation as it is printed, without its rule.
inline std::string describe(std::string_view location, std::string_view message) {
    return (location.empty() ? "document" : printable(location)) + ": " + printable(message);
}

}  // namespace stytch::m2m::detail
