// SPDX-License-Identifier: MIT
// The characters of UTF-8 text and of JSON strings.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include <stytch/m2m/version.hpp>

STYTCH_M2M_BEGIN_NAMESPACE
namespace detail {

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
    const unsigned char lead = byte(0);
    const std::size_t length = lead < 0x80 ? 1 : lead < 0xC2 || lead > 0xF4 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (length < 2) return length;
    const int low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    const int high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    const bool second = byte(1) >= low && byte(1) <= high;
    const auto continued = [&](std::size_t i) {
        return length <= i || (byte(static_cast<std::ptrdiff_t>(i)) & 0xC0) == 0x80;
    };
    return second && continued(2) && continued(3) ? length : 0;
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
    append(code < 0x80      ? code
           : code < 0x800   ? 0xC0 | (code >> 6)
           : code < 0x10000 ? 0xE0 | (code >> 12)
                            : 0xF0 | (code >> 18));
    if (code >= 0x10000) append(0x80 | ((code >> 12) & 0x3F));
    if (code >= 0x800) append(0x80 | ((code >> 6) & 0x3F));
    if (code >= 0x80) append(0x80 | (code & 0x3F));
    return out;
}

/// The bytes that have a two-character escape (RFC 8259, section 7), and the letters of those escapes. '/' may be
/// escaped but need not be.
inline constexpr std::string_view escaped_bytes = "\"\\/\b\f\n\r\t";
inline constexpr std::string_view escape_letters = "\"\\/bfnrt";
inline constexpr std::string_view hexadecimal_digits = "0123456789abcdef";

/// Returns the index of `byte` in `bytes`, or bytes.size() if it is absent.
constexpr std::size_t index_of(std::string_view bytes, char byte) noexcept {
    std::size_t index = 0;
    while (index != bytes.size() && bytes[index] != byte) ++index;
    return index;
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
        *out++ = 'u';
        *out++ = '0';
        *out++ = '0';
        *out++ = hexadecimal_digits[static_cast<unsigned char>(byte) / 16];
        *out++ = hexadecimal_digits[static_cast<unsigned char>(byte) % 16];
    }
    return out;
}

}  // namespace detail
STYTCH_M2M_END_NAMESPACE
