// SPDX-License-Identifier: MIT
// Lets {fmt} >= 9, and so spdlog, write the library's types as their << does, without secrets. Not part of
// `stytch/m2m.hpp`.
#pragma once

#include <fmt/ostream.h>

#include <stytch/m2m.hpp>

/// @cond
template <>
struct fmt::formatter<stytch::m2m::Secret> : fmt::ostream_formatter {};
template <>
struct fmt::formatter<stytch::m2m::Rule> : fmt::ostream_formatter {};
template <>
struct fmt::formatter<stytch::m2m::Violation> : fmt::ostream_formatter {};
template <>
struct fmt::formatter<stytch::m2m::M2MClientWithNextClientSecret> : fmt::ostream_formatter {};
template <>
struct fmt::formatter<stytch::m2m::StytchError> : fmt::ostream_formatter {};
template <>
struct fmt::formatter<stytch::m2m::ParseResult> : fmt::ostream_formatter {};
template <>
struct fmt::formatter<stytch::m2m::RotateStartResponse> : fmt::ostream_formatter {};
/// @endcond
