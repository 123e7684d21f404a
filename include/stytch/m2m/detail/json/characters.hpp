// SPDX-License-Identifier: MIT
// The characters of UTF-8 text, of JSON strings, and those with which JSON's values begin.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include <stytch/m2m/version.hpp>

STYTCH_M2M_BEGIN_DETAIL

/// Whether `byte` stands for itself in a JSON string, whatever follows: ASCII except controls, quote and backslash.
constexpr bool is_plain(char byte) noexcept {
    const auto code = static_cast<unsigned char>(byte);
    return code >= 0x20 && code < 0x80 && byte != '"' && byte != '\\';
}

/// Returns eight bytes as a little-endian number; compilers turn this into one load.
inline std::uint64_t load(const char* first) noexcept {
    const auto byte = [&](int i) { return std::uint64_t{static_cast<unsigned char>(first[i])} << (8 * i); };
    return byte(0) | byte(1) | byte(2) | byte(3) | byte(4) | byte(5) | byte(6) | byte(7);
}

/// Returns the index of the first byte in `word`, as load() returned it, that is not 0. Requires that there is one.
inline std::ptrdiff_t first_set_byte(std::uint64_t word) noexcept {
#ifdef __GNUC__
    return __builtin_ctzll(word) / 8;
#else
    std::ptrdiff_t index = 0;
    for (; (word & 0xFF) == 0; word >>= 8) ++index;
    return index;
#endif
}

/// Returns the first byte that is not plain, or `last`.
inline const char* skip_plain(const char* first, const char* last) noexcept {
    constexpr std::uint64_t every = 0x0101010101010101;
    for (; last - first >= 8; first += 8) {
        const std::uint64_t word = load(first);
        const std::uint64_t ascii = word & (0x7F * every);
        // Bit 7 of a byte is set if that is plain. Flipping bit 1 puts '"' next to the control characters.
        const std::uint64_t plain =
            ((ascii ^ (2 * every)) + 0x5F * every) & ((ascii ^ ('\\' * every)) + 0x7F * every) & ~word;
        const std::uint64_t special = ~plain & (0x80 * every);
        if (special != 0) return first + first_set_byte(special);
    }
    while (first != last && is_plain(*first)) ++first;
    return first;
}

/// Returns the length of the well-formed UTF-8 sequence at `first` (Unicode, table 3-7), or 0 if there is none.
/// Requires first != last.
inline std::size_t utf8_length(const char* first, const char* last) noexcept {
    const auto byte = [&](std::ptrdiff_t i) { return static_cast<unsigned char>(i < last - first ? first[i] : '\0'); };
    const auto continues = [&](std::ptrdiff_t i) { return (byte(i) & 0xC0) == 0x80; };
    const unsigned char lead = byte(0);
    if (lead < 0x80) return 1;
    if (lead < 0xC2 || lead > 0xF4) return 0;
    const std::size_t length = lead < 0xE0 ? 2 : (lead < 0xF0 ? 3 : 4);
    // Overlong forms, surrogates and what is beyond Unicode.
    if ((lead == 0xE0 && byte(1) < 0xA0) || (lead == 0xED && byte(1) > 0x9F)) return 0;
    if ((lead == 0xF0 && byte(1) < 0x90) || (lead == 0xF4 && byte(1) > 0x8F)) return 0;
    return continues(1) && (length < 3 || continues(2)) && (length < 4 || continues(3)) ? length : 0;
}

inline bool is_utf8(std::string_view text) noexcept {
    const char* const last = text.data() + text.size();
    const char* at = skip_plain(text.data(), last);
    while (at != last) {
        const std::size_t length = utf8_length(at, last);
        if (length == 0) return false;
        at = skip_plain(at + length, last);
    }
    return true;
}

/// Writes a code point as UTF-8, at most four bytes. Returns the end of the output.
inline char* encode_utf8(std::int_least32_t code, char* out) noexcept {
    const auto put = [&](std::int_least32_t lead, int shift) {
        *out++ = static_cast<char>(lead | (code >> shift));
        while (shift != 0) {
            shift -= 6;
            *out++ = static_cast<char>(0x80 | ((code >> shift) & 0x3F));
        }
        return out;
    };
    if (code < 0x80) return put(0, 0);
    if (code < 0x800) return put(0xC0, 6);
    return code < 0x10000 ? put(0xE0, 12) : put(0xF0, 18);
}

/// The bytes that have a two-character escape (RFC 8259, section 7), and the letters of those escapes. '/' may be
/// escaped but need not be.
inline constexpr std::string_view escaped_bytes = "\"\\/\b\f\n\r\t";
inline constexpr std::string_view escape_letters = "\"\\/bfnrt";
inline constexpr std::string_view hexadecimal_digits = "0123456789abcdef";

/// What std::string_view's searches return if they find nothing. Calls of `find` stand in parentheses, since programs
/// define macros of that name.
inline constexpr std::size_t npos = std::string_view::npos;

/// JSON's types, named as in JSON Schema.
enum class Kind : unsigned char { null, boolean, number, string, array, object };

constexpr std::string_view kind_name(Kind kind) noexcept {
    constexpr std::array<std::string_view, 6> names = {"null", "boolean", "number", "string", "array", "object"};
    return names[static_cast<std::size_t>(kind)];
}

/// The kind of the JSON value that begins with `first`. What begins none counts as a number, in which the parser then
/// finds the fault.
constexpr Kind kind_of(char first) noexcept {
    switch (first) {
        case '"': return Kind::string;
        case '[': return Kind::array;
        case '{': return Kind::object;
        case 'n': return Kind::null;
        case 't':
        case 'f': return Kind::boolean;
        default: return Kind::number;
    }
}

STYTCH_M2M_END_DETAIL
