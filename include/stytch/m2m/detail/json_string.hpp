// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include <stytch/m2m/detail/utf8.hpp>

namespace stytch::m2m::detail {

/// The bytes that have a two-character escape (RFC 8259, section 7), and the letters of those escapes. '/' may be
/// escaped but need not be.
inline constexpr std::string_view escaped_bytes = "\"\\/\b\f\n\r\t";
inline constexpr std::string_view escape_letters = "\"\\/bfnrt";

/// Returns the index of `byte` in `bytes`, or bytes.size() if it is absent.
constexpr std::size_t index_of(std::string_view bytes, char byte) noexcept {
    std::size_t index = 0;
    while (index != bytes.size() && bytes[index] != byte) ++index;
    return index;
}

/// Returns the value of the four hexadecimal digits at `first`, or -1 if there are not four.
inline std::int_least32_t hex4(const char* first, const char* last) noexcept {
    if (last - first < 4) return -1;
    std::int_least32_t value = 0;
    for (int i = 0; i < 4; ++i) {
        constexpr std::string_view digits = "0123456789abcdef0123456789ABCDEF";
        const std::size_t digit = index_of(digits, first[i]);
        if (digit == digits.size()) return -1;
        value = value * 16 + static_cast<std::int_least32_t>(digit % 16);
    }
    return value;
}

/// Decodes a hexadecimal escape, or two that encode a pair of surrogates. `at` points past the first backslash and `u`,
/// and is moved past the whole escape. Returns the code point, or -1 if the escape is invalid.
inline std::int_least32_t decode_unicode_escape(const char*& at, const char* last) noexcept {
    const std::int_least32_t first = hex4(at, last);
    if (first < 0) return -1;
    at += 4;
    if (first < 0xD800 || first > 0xDFFF) return first;
    if (first > 0xDBFF || last - at < 2 || at[0] != '\\' || at[1] != 'u') return -1;
    const std::int_least32_t second = hex4(at + 2, last);
    if (second < 0xDC00 || second > 0xDFFF) return -1;
    at += 6;
    return 0x10000 + (first - 0xD800) * 0x400 + (second - 0xDC00);
}

/// Decodes the character at `at` into `out` and moves `at` past it. Requires at != last and room for four bytes.
/// Returns the number of bytes written, or 0 if the character is not allowed in a JSON string.
inline std::size_t decode_character(const char*& at, const char* last, char* out) noexcept {
    if (*at != '\\') {
        const std::size_t length = is_plain(*at) || static_cast<unsigned char>(*at) >= 0x80 ? utf8_length(at, last) : 0;
        std::memcpy(out, at, length);
        at += length;
        return length;
    }
    if (last - at < 2) return 0;
    const char letter = at[1];
    at += 2;
    if (letter == 'u') {
        const std::int_least32_t code = decode_unicode_escape(at, last);
        return code < 0 ? 0 : static_cast<std::size_t>(encode_utf8(code, out) - out);
    }
    const std::size_t index = index_of(escape_letters, letter);
    if (index == escape_letters.size()) return 0;
    *out = escaped_bytes[index];
    return 1;
}

/// Decodes the contents of a JSON string (RFC 8259, section 7), which must be valid, into `out`, which must have room
/// for literal.size() bytes. Returns the number of bytes written.
inline std::size_t unescape(std::string_view literal, char* out) noexcept {
    const char* at = literal.data();
    const char* const last = at + literal.size();
    char* const begin = out;
    while (at != last) {
        const char* const special = skip_plain(at, last);
        std::memcpy(out, at, static_cast<std::size_t>(special - at));
        out += special - at;
        at = special;
        if (at == last) break;
        std::array<char, 4> character{};
        const std::size_t length = decode_character(at, last, character.data());
        std::memcpy(out, character.data(), length);
        out += length;
    }
    return static_cast<std::size_t>(out - begin);
}

/// Whether `literal` is the valid contents of a JSON string. Keeps nothing that it decodes.
inline bool is_literal(std::string_view literal) noexcept {
    const char* const last = literal.data() + literal.size();
    for (const char* at = literal.data(); (at = skip_plain(at, last)) != last;) {
        std::array<char, 4> character{};
        if (decode_character(at, last, character.data()) == 0) return false;
    }
    return true;
}

/// Skips `text` at `at`, however it is escaped. Returns its end, or null if something else is there. Keeps nothing that
/// it decodes.
inline const char* skip_spelling(const char* at, const char* last, std::string_view text) noexcept {
    while (!text.empty()) {
        if (at == last) return nullptr;
        std::array<char, 4> character{};
        const std::size_t length = decode_character(at, last, character.data());
        if (length == 0 || text.substr(0, length) != std::string_view(character.data(), length)) return nullptr;
        text.remove_prefix(length);
    }
    return at;
}

/// Whether two valid literals stand for the same text. Keeps nothing that it decodes.
inline bool same_text(std::string_view lhs, std::string_view rhs) noexcept {
    const char* left = lhs.data();
    const char* right = rhs.data();
    const char* const left_end = left + lhs.size();
    const char* const right_end = right + rhs.size();
    while (left != left_end && right != right_end) {
        std::array<char, 4> one{};
        std::array<char, 4> other{};
        decode_character(left, left_end, one.data());
        decode_character(right, right_end, other.data());
        if (one != other) return false;
    }
    return left == left_end && right == right_end;
}

/// Returns the number of bytes that escape() writes for `text`.
inline std::size_t escaped_size(std::string_view text) noexcept {
    std::size_t size = text.size();
    const char* const last = text.data() + text.size();
    for (const char* at = text.data(); (at = skip_plain(at, last)) != last; ++at) {
        if (static_cast<unsigned char>(*at) >= 0x80) continue;
        size += index_of(escaped_bytes, *at) != escaped_bytes.size() ? std::size_t{1} : std::size_t{5};
    }
    return size;
}

/// Writes `text` to `out` as the contents of a JSON string, escaped as nlohmann's dump() does. Returns the end of the
/// output.
inline char* escape(std::string_view text, char* out) noexcept {
    for (const char byte : text) {
        if (is_plain(byte) || static_cast<unsigned char>(byte) >= 0x80) {
            *out++ = byte;
            continue;
        }
        *out++ = '\\';
        if (const std::size_t index = index_of(escaped_bytes, byte); index != escaped_bytes.size()) {
            *out++ = escape_letters[index];
            continue;
        }
        constexpr std::string_view digits = "0123456789abcdef";
        *out++ = 'u';
        *out++ = '0';
        *out++ = '0';
        *out++ = digits[static_cast<unsigned char>(byte) / 16];
        *out++ = digits[static_cast<unsigned char>(byte) % 16];
    }
    return out;
}

}  // namespace stytch::m2m::detail
