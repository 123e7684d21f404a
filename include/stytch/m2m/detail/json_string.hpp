// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>

namespace stytch::m2m::detail {

/// The bytes that a backslash and one letter stand for (RFC 8259, 7), and those letters. '/' needs no escape.
inline constexpr std::string_view escaped_bytes = "\"\\/\b\f\n\r\t";
inline constexpr std::string_view escape_letters = "\"\\/bfnrt";

/// Whether `byte` stands for itself in a JSON string, whatever follows it: ASCII but for controls, quote and backslash.
constexpr bool is_plain(char byte) noexcept {
    const auto code = static_cast<unsigned char>(byte);
    return code >= 0x20 && code < 0x80 && byte != '"' && byte != '\\';
}

/// Eight bytes as a little-endian number; compilers turn this into one load.
inline std::uint64_t load(const char* first) noexcept {
    const auto byte = [&](int i) { return std::uint64_t{static_cast<unsigned char>(first[i])} << (8 * i); };
    return byte(0) | byte(1) | byte(2) | byte(3) | byte(4) | byte(5) | byte(6) | byte(7);
}

/// The first byte that is not plain, or `last`.
inline const char* skip_plain(const char* first, const char* last) noexcept {
    constexpr std::uint64_t every = 0x0101010101010101;
    for (; last - first >= 8; first += 8) {
        const std::uint64_t word = load(first);
        // Bit 7 of a byte is set where it is '\\', a control character or '"' (which the flipped bit puts next to
        // those), or above 0x7F. A borrow can set it wrongly too, but only above a byte where it is set rightly.
        const std::uint64_t special =
            (((word ^ ('\\' * every)) - every) | ((word ^ (2 * every)) - 0x21 * every) | word) & (0x80 * every);
        if (special == 0) continue;
        // The lowest set bit is 1 << (8 * n + 7); the product's top byte is n.
        return first + ((((special & (0 - special)) >> 7) * 0x0001020304050607) >> 56);
    }
    while (first != last && is_plain(*first)) ++first;
    return first;
}

/// The length of the well-formed UTF-8 sequence at `first` (Unicode, table 3-7), which is not `last`; 0 for none.
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

/// Four hexadecimal digits at `first`, -1 where there are none.
inline std::int_least32_t hex4(const char* first, const char* last) noexcept {
    if (last - first < 4) return -1;
    std::int_least32_t value = 0;
    for (int i = 0; i < 4; ++i) {
        constexpr std::string_view digits = "0123456789abcdef0123456789ABCDEF";
        const std::size_t digit = digits.find(first[i]);
        if (digit == std::string_view::npos) return -1;
        value = value * 16 + static_cast<std::int_least32_t>(digit % 16);
    }
    return value;
}

/// The code point of a \u escape, or of two that are a pair of surrogates; -1 where there is none. `at` points after
/// the
/// "\u" and is moved past the whole escape.
inline std::int_least32_t unicode_escape(const char*& at, const char* last) noexcept {
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

/// Writes a code point as UTF-8. Returns the end of what it wrote.
inline char* encode_utf8(std::int_least32_t code, char* out) noexcept {
    const auto put = [&](std::int_least32_t byte) { *out++ = static_cast<char>(byte); };
    if (code < 0x80) {
        put(code);
        return out;
    }
    if (code < 0x800) {
        put(0xC0 | (code >> 6));
    } else {
        if (code < 0x10000) {
            put(0xE0 | (code >> 12));
        } else {
            put(0xF0 | (code >> 18));
            put(0x80 | ((code >> 12) & 0x3F));
        }
        put(0x80 | ((code >> 6) & 0x3F));
    }
    put(0x80 | (code & 0x3F));
    return out;
}

/// Decodes what stands between the quotes of a JSON string (RFC 8259, 7) into `out`, which has room for as many bytes;
/// it never needs more. `literal` must not end in an unpaired backslash, which would have escaped the quote after it.
/// Returns how many it wrote, nothing where the literal is not JSON. This is how a secret is read: the engine would
/// keep a copy.
inline std::optional<std::size_t> unescape(std::string_view literal, char* out) noexcept {
    const char* at = literal.data();
    const char* const last = at + literal.size();
    char* const begin = out;
    const auto copy = [&](const char* end) {
        std::memcpy(out, at, static_cast<std::size_t>(end - at));
        out += end - at;
        at = end;
    };
    while (at != last) {
        copy(skip_plain(at, last));
        if (at == last) break;
        if (*at != '\\') {
            if (static_cast<unsigned char>(*at) < 0x80) return std::nullopt;  // a control character or a quote
            const std::size_t length = utf8_length(at, last);
            if (length == 0) return std::nullopt;
            copy(at + length);
            continue;
        }
        const char letter = at[1];
        at += 2;
        if (letter != 'u') {
            const std::size_t index = escape_letters.find(letter);
            if (index == std::string_view::npos) return std::nullopt;
            *out++ = escaped_bytes[index];
            continue;
        }
        const std::int_least32_t code = unicode_escape(at, last);
        if (code < 0) return std::nullopt;
        out = encode_utf8(code, out);
    }
    return static_cast<std::size_t>(out - begin);
}

/// How many bytes escape() writes for `text`.
inline std::size_t escaped_size(std::string_view text) noexcept {
    std::size_t size = text.size();
    const char* const last = text.data() + text.size();
    for (const char* at = text.data(); (at = skip_plain(at, last)) != last; ++at) {
        if (static_cast<unsigned char>(*at) >= 0x80) continue;
        size += escaped_bytes.find(*at) != std::string_view::npos ? std::size_t{1} : std::size_t{5};
    }
    return size;
}

/// Writes `text` to `out` as it stands between the quotes of a JSON string, with the escapes that nlohmann's dump()
/// uses. Returns the end of what it wrote.
inline char* escape(std::string_view text, char* out) noexcept {
    for (const char byte : text) {
        if (is_plain(byte) || static_cast<unsigned char>(byte) >= 0x80) {
            *out++ = byte;
            continue;
        }
        *out++ = '\\';
        if (const std::size_t index = escaped_bytes.find(byte); index != std::string_view::npos) {
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
