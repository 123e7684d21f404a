// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace stytch::m2m::detail {

/// Whether `byte` stands for itself in a JSON string, whatever follows: ASCII except controls, quote and backslash.
constexpr bool is_plain(char byte) noexcept {
    const auto code = static_cast<unsigned char>(byte);
    return code >= 0x20 && code < 0x80 && byte != '"' && byte != '\\';
}

/// Whether `byte` is in a UTF-8 sequence but does not begin it.
constexpr bool is_continuation(char byte) noexcept { return (static_cast<unsigned char>(byte) & 0xC0) == 0x80; }

/// Returns eight bytes as a little-endian number; compilers turn this into one load.
inline std::uint64_t load(const char* first) noexcept {
    const auto byte = [&](int i) { return std::uint64_t{static_cast<unsigned char>(first[i])} << (8 * i); };
    return byte(0) | byte(1) | byte(2) | byte(3) | byte(4) | byte(5) | byte(6) | byte(7);
}

/// Returns the first byte that is not plain, or `last`.
inline const char* skip_plain(const char* first, const char* last) noexcept {
    constexpr std::uint64_t every = 0x0101010101010101;
    for (; last - first >= 8; first += 8) {
        const std::uint64_t word = load(first);
        // Bit 7 of a byte is set for '\\', for control characters, for '"' (flipping a bit puts it next to those), and
        // above 0x7F. A borrow can set it by mistake, but only above a byte that has it set correctly.
        const std::uint64_t special =
            (((word ^ ('\\' * every)) - every) | ((word ^ (2 * every)) - 0x21 * every) | word) & (0x80 * every);
        if (special == 0) continue;
        // The lowest set bit is 1 << (8 * n + 7); the product's top byte is n.
        return first + ((((special & (0 - special)) >> 7) * 0x0001020304050607) >> 56);
    }
    while (first != last && is_plain(*first)) ++first;
    return first;
}

/// Returns the length of the well-formed UTF-8 sequence at `first` (Unicode, table 3-7), or 0 if there is none.
/// Requires first != last.
inline std::size_t utf8_length(const char* first, const char* last) noexcept {
    const auto byte = [&](std::ptrdiff_t i) { return static_cast<unsigned char>(i < last - first ? first[i] : '\0'); };
    const auto within = [&](std::ptrdiff_t i, int low, int high) { return byte(i) >= low && byte(i) <= high; };
    const unsigned char lead = byte(0);
    if (lead < 0x80) return 1;
    if (lead < 0xC2 || lead > 0xF4) return 0;
    if (lead < 0xE0) return within(1, 0x80, 0xBF) ? 2 : 0;
    if (lead < 0xF0) {
        const bool second = within(1, lead == 0xE0 ? 0xA0 : 0x80, lead == 0xED ? 0x9F : 0xBF);
        return second && within(2, 0x80, 0xBF) ? 3 : 0;
    }
    const bool second = within(1, lead == 0xF0 ? 0x90 : 0x80, lead == 0xF4 ? 0x8F : 0xBF);
    return second && within(2, 0x80, 0xBF) && within(3, 0x80, 0xBF) ? 4 : 0;
}

inline bool is_utf8(std::string_view text) noexcept {
    const char* const last = text.data() + text.size();
    for (const char* at = text.data(); (at = skip_plain(at, last)) != last;) {
        const std::size_t length = utf8_length(at, last);
        if (length == 0) return false;
        at += length;
    }
    return true;
}

/// Writes a code point as UTF-8, at most four bytes. Returns the end of the output.
inline char* encode_utf8(std::int_least32_t code, char* out) noexcept {
    const auto append = [&](std::int_least32_t byte) { *out++ = static_cast<char>(byte); };
    if (code < 0x80) {
        append(code);
        return out;
    }
    if (code < 0x800) {
        append(0xC0 | (code >> 6));
    } else {
        if (code < 0x10000) {
            append(0xE0 | (code >> 12));
        } else {
            append(0xF0 | (code >> 18));
            append(0x80 | ((code >> 12) & 0x3F));
        }
        append(0x80 | ((code >> 6) & 0x3F));
    }
    append(0x80 | (code & 0x3F));
    return out;
}

}  // namespace stytch::m2m::detail
