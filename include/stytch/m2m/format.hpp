// SPDX-License-Identifier: MIT
// Lets std::format and std::print write the library's types as their << does, without secrets. Not part of
// `stytch/m2m.hpp`; takes C++20 and a standard library with <format>.
#pragma once

#include <version>

#ifndef __cpp_lib_format
#error "stytch/m2m/format.hpp needs C++20 and a standard library that has <format>; for {fmt} see stytch/m2m/fmt.hpp"
#endif

#include <format>
#include <sstream>
#include <string>

#include <stytch/m2m.hpp>

namespace stytch::m2m::detail {

/// Takes what a std::string takes between the braces: `{:>20}`.
template <class T>
struct StreamFormatter : std::formatter<std::string> {
    template <class Context>
    auto format(const T& value, Context& context) const {
        std::ostringstream out;
        out << value;
        return std::formatter<std::string>::format(out.str(), context);
    }
};

}  // namespace stytch::m2m::detail

/// @cond
template <>
struct std::formatter<stytch::m2m::Secret> : stytch::m2m::detail::StreamFormatter<stytch::m2m::Secret> {};
template <>
struct std::formatter<stytch::m2m::Rule> : stytch::m2m::detail::StreamFormatter<stytch::m2m::Rule> {};
template <>
struct std::formatter<stytch::m2m::Violation> : stytch::m2m::detail::StreamFormatter<stytch::m2m::Violation> {};
template <>
struct std::formatter<stytch::m2m::M2MClientWithNextClientSecret>
    : stytch::m2m::detail::StreamFormatter<stytch::m2m::M2MClientWithNextClientSecret> {};
template <>
struct std::formatter<stytch::m2m::StytchError> : stytch::m2m::detail::StreamFormatter<stytch::m2m::StytchError> {};
template <>
struct std::formatter<stytch::m2m::ParseResult> : stytch::m2m::detail::StreamFormatter<stytch::m2m::ParseResult> {};
template <>
struct std::formatter<stytch::m2m::RotateStartResponse>
    : stytch::m2m::detail::StreamFormatter<stytch::m2m::RotateStartResponse> {};
/// @endcond
