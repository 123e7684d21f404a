// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include <stytch/m2m/detail/text/characters.hpp>
#include <stytch/m2m/secret.hpp>

STYTCH_M2M_BEGIN_NAMESPACE
namespace detail {

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

/// Decodes the character at `at` into `out` and moves `at` past it. Requires at != last, and as much room as
/// there are bytes to decode. Returns the number of bytes written, or 0 if the character is not allowed in a JSON
/// string.
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

/// Whether the text ends within the character or escape at `at`, so that appending something could make it valid.
inline bool is_cut(const char* at, const char* last) noexcept {
    const auto rest = static_cast<std::size_t>(last - at);
    // Completed with the end of one of these, whatever can be made valid is.
    for (const std::string_view whole : {"\\ud800\\udc00", "\x80\x80\x80\x80", "\xA0\xA0\xA0\xA0"}) {
        if (rest >= whole.size()) continue;
        std::array<char, 12> text{};
        whole.copy(text.data(), whole.size());
        std::memcpy(text.data(), at, rest);
        std::array<char, 4> decoded{};
        const char* first = text.data();
        if (decode_character(first, first + whole.size(), decoded.data()) != 0) return true;
    }
    return false;
}

/// The contents of a string in a text, between its quotes. They are valid.
struct Literal {
    std::string_view text{};
    bool escaped = false;  // has escapes, and so does not stand for itself

    bool empty() const noexcept { return text.empty(); }
};

/// Calls `use` with the text that a literal stands for: a part of the text that it is in or, if it has escapes, a copy,
/// which is then wiped. Returns what `use` returns.
template <class Use>
decltype(auto) with_text(const Literal& literal, Use&& use) {
    if (!literal.escaped) return use(literal.text);
    const WipedBlock copy = make_wiped_block(literal.text.size());
    const char* const last = literal.text.data() + literal.text.size();
    char* end = copy.get();
    for (const char* at = literal.text.data(); at != last;) end += decode_character(at, last, end);
    return use({copy.get(), static_cast<std::size_t>(end - copy.get())});
}

/// Skips `text` at `at`, however it is escaped there. Returns its end, or null if something else is there. Keeps
/// nothing that it decodes.
inline const char* skip_spelling(std::string_view text, const char* at, const char* last) noexcept {
    while (!text.empty()) {
        if (at == last) return nullptr;
        std::array<char, 4> character{};
        const std::size_t length = decode_character(at, last, character.data());
        if (length == 0 || text.substr(0, length) != std::string_view(character.data(), length)) return nullptr;
        text.remove_prefix(length);
    }
    return at;
}

/// Whether `literal` stands for `text`.
inline bool stands_for(const Literal& literal, std::string_view text) noexcept {
    if (!literal.escaped) return literal.text == text;
    const char* const last = literal.text.data() + literal.text.size();
    return skip_spelling(text, literal.text.data(), last) == last;
}

}  // namespace detail
STYTCH_M2M_END_NAMESPACE
