// SPDX-License-Identifier: MIT
// Conversions of numbers, which must be JSON. No locale decides: nlohmann_json's strtod() and localeconv() race with
// what other threads set.
#pragma once

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <locale>
#include <sstream>
#include <string>
#include <string_view>
#include <system_error>

#include <stytch/m2m/version.hpp>

STYTCH_M2M_BEGIN_NAMESPACE
namespace detail {

/// Stores an integer. Returns false, and stores nothing, if `number` is none that fits.
template <class Integer>
bool to_integer(std::string_view number, Integer& target) noexcept {
    Integer value{};
    const char* const last = number.data() + number.size();
    const auto [end, error] = std::from_chars(number.data(), last, value);
    if (end != last || error != std::errc()) return false;
    target = value;
    return true;
}

/// Whether `number`, which is JSON but out of a double's range, is too large rather than too small.
inline bool is_too_large(std::string_view number) noexcept {
    const std::string_view mantissa = number.substr(0, number.find_first_of("eE"));
    const auto point = static_cast<std::int64_t>((std::min)((mantissa.find)('.'), mantissa.size()));
    const auto digit = static_cast<std::int64_t>(mantissa.find_first_of("123456789"));
    std::string_view power = number.substr((std::min)(mantissa.size() + 1, number.size()));
    if (!power.empty() && power.front() == '+') power.remove_prefix(1);
    std::int64_t exponent = 0;
    if (std::from_chars(power.data(), power.data() + power.size(), exponent).ec == std::errc::result_out_of_range) {
        return power.front() != '-';
    }
    return exponent > digit - point;
}

/// Stores the double that is nearest to `number`, which must be a JSON number, whatever the locale. Returns false if it
/// is too large for a double.
inline bool to_double(std::string_view number, double& value) {
#ifdef __cpp_lib_to_chars
    value = number.front() == '-' ? -0.0 : 0.0;  // what is too small remains
    const std::errc error = std::from_chars(number.data(), number.data() + number.size(), value).ec;
    return error == std::errc() || !is_too_large(number);
#else
    std::istringstream in{std::string(number)};
    in.imbue(std::locale::classic());
    in >> value;
    return !in.fail() || !is_too_large(number);
#endif
}

}  // namespace detail
STYTCH_M2M_END_NAMESPACE
