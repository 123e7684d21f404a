// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <stytch/m2m/detail/json_string.hpp>
#include <stytch/m2m/detail/utf8.hpp>

namespace stytch::m2m::detail {

/// Whether a terminal or a log viewer may do something else with a character than show it: C0, DEL, C1, line and
/// paragraph separators, and what changes the direction of the text around it (Unicode, Bidi_Control).
constexpr bool is_control(std::int_least32_t code) noexcept {
    return code < 0x20 || (code >= 0x7F && code < 0xA0) || code == 0x61C || code == 0x200E || code == 0x200F ||
           (code >= 0x2028 && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
}

/// The code point of the well-formed UTF-8 sequence of `length` bytes at `first`.
inline std::int_least32_t decode_utf8(const char* first, std::size_t length) noexcept {
    constexpr std::array<unsigned char, 5> lead_bits = {0, 0x7F, 0x1F, 0x0F, 0x07};
    std::int_least32_t code = static_cast<unsigned char>(first[0]) & lead_bits[length];
    for (std::size_t i = 1; i < length; ++i) code = code * 0x40 + (static_cast<unsigned char>(first[i]) & 0x3F);
    return code;
}

/// `text` with control characters as JSON's escapes and bytes that are not UTF-8 as hexadecimal ones, so that it stays
/// in its line and says where it ends. The bytes of `also` get a backslash before them.
inline std::string printable(std::string_view text, std::string_view also = {}) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string result;
    const char* const last = text.data() + text.size();
    for (const char* at = text.data(); at != last;) {
        const std::size_t length = utf8_length(at, last);
        const std::int_least32_t code = length == 0 ? static_cast<unsigned char>(*at) : decode_utf8(at, length);
        const bool control = length == 0 || is_control(code);
        const std::size_t index = control ? index_of(escaped_bytes, *at) : escaped_bytes.size();
        if (index != escaped_bytes.size()) {
            result += '\\';
            result += escape_letters[index];
        } else if (control) {
            result += length == 0 ? "\\x" : "\\u";
            for (int shift = length == 0 ? 4 : 12; shift >= 0; shift -= 4) {
                result += digits[static_cast<std::size_t>(code >> shift) % 16];
            }
        } else {
            if (index_of(also, *at) != also.size()) result += '\\';
            result.append(at, length);
        }
        at += length == 0 ? 1 : length;
    }
    return result;
}

}  // namespace stytch::m2m::detail
