// SPDX-License-Identifier: MIT
// What stands between the quotes of a string in a JSON text, and how it is decoded.
#pragma once

#include <charconv>

#include <stytch/m2m/detail/json/characters.hpp>
#include <stytch/m2m/detail/wiped_block.hpp>

STYTCH_M2M_BEGIN_DETAIL

/// Returns the value of the four hexadecimal digits at `first`, or -1 if there are not four.
inline std::int_least32_t hex4(const char* first, const char* last) noexcept {
    std::uint64_t value = 0;
    if (last - first < 4 || std::from_chars(first, first + 4, value, 16).ptr != first + 4) return -1;
    return static_cast<std::int_least32_t>(value);
}

/// Decodes the hexadecimal escape at `at`, or two that are a pair of surrogates, and writes it to `out`, which moves to
/// its end. Returns the end of what was decoded, or null if the escape is invalid.
inline const char* decode_unicode_escape(const char* at, const char* last, char*& out) noexcept {
    std::int_least32_t code = hex4(at + 2, last);
    if (code < 0) return nullptr;
    at += 6;
    if (code >= 0xD800 && code <= 0xDFFF) {
        if (code > 0xDBFF || last - at < 2 || at[0] != '\\' || at[1] != 'u') return nullptr;
        const std::int_least32_t low = hex4(at + 2, last);
        if (low < 0xDC00 || low > 0xDFFF) return nullptr;
        code = 0x10000 + (code - 0xD800) * 0x400 + (low - 0xDC00);
        at += 6;
    }
    out = encode_utf8(code, out);
    return at;
}

/// Decodes the character or escape at `at` and writes it to `out`, which moves to its end: at most four bytes, and no
/// more than are decoded. Requires at != last. Returns the end of what was decoded, or null if JSON does not allow it.
inline const char* decode_character(const char* at, const char* last, char*& out) noexcept {
    if (*at != '\\') {
        const bool allowed = is_plain(*at) || static_cast<unsigned char>(*at) >= 0x80;
        const std::size_t length = allowed ? utf8_length(at, last) : 0;
        std::memcpy(out, at, length);
        out += length;
        return length == 0 ? nullptr : at + length;
    }
    if (last - at < 2) return nullptr;
    if (at[1] == 'u') return decode_unicode_escape(at, last, out);
    const std::size_t index = (escape_letters.find)(at[1]);
    if (index == npos) return nullptr;
    *out++ = escaped_bytes[index];
    return at + 2;
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
        char* out = decoded.data();
        if (decode_character(text.data(), text.data() + whole.size(), out) != nullptr) return true;
    }
    return false;
}

/// The contents of a string in a text, between its quotes. They are valid.
struct Literal {
    std::string_view text{};
    bool escaped = false;  // has escapes, and so does not stand for itself

    bool empty() const noexcept { return text.empty(); }
};

/// The slow half of with_text().
template <class Use>
decltype(auto) with_copy(std::string_view literal, Use&& use) {
    const WipedBlock copy = make_wiped_block(literal.size());
    const char* const last = literal.data() + literal.size();
    char* out = copy.get();
    for (const char* at = literal.data(); at != last;) at = decode_character(at, last, out);
    return use({copy.get(), static_cast<std::size_t>(out - copy.get())});
}
/// Calls `use` with the text that a literal stands for: a part of the text that it is in or, if it has escapes, a copy,
/// which is then wiped. Returns what `use` returns.
template <class Use>
decltype(auto) with_text(const Literal& literal, Use&& use) {
    return literal.escaped ? with_copy(literal.text, use) : use(literal.text);
}

/// Skips `text` at `at`, however it is escaped there. Returns its end, or null if something else is there. Keeps
/// nothing that it decodes.
inline const char* skip_spelling(std::string_view text, const char* at, const char* last) noexcept {
    while (!text.empty()) {
        if (at == last) return nullptr;
        std::array<char, 4> character{};
        char* out = character.data();
        at = decode_character(at, last, out);
        const auto length = static_cast<std::size_t>(out - character.data());
        if (at == nullptr || text.substr(0, length) != std::string_view(character.data(), length)) return nullptr;
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

STYTCH_M2M_END_DETAIL
