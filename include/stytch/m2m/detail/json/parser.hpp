// SPDX-License-Identifier: MIT
#pragma once

#include <stytch/m2m/detail/json/literal.hpp>
#include <stytch/m2m/detail/json/number.hpp>

STYTCH_M2M_BEGIN_DETAIL

/// Reads a text strictly as JSON (RFC 8259), and recovers from nothing. Accepts what nlohmann_json accepts, and so no
/// number beyond a double, but only `levels` levels of arrays and objects. Allocates nothing, except where to_double()
/// does.
///
/// Each function is given where a token begins, reads what it is named after and the white space behind it, and returns
/// where the next token begins, or null at a fault. Given null, colon(), next_item(), close() and end() return null, so
/// that calls can be nested. After a fault, only that may be asked about, or the same token read again.
class Parser {
public:
    Parser(std::string_view text, std::size_t levels) noexcept
        : first_(text.data()), last_(first_ + text.size()), levels_(levels) {}

    /// The first token.
    const char* begin() const noexcept { return skip_space(first_); }
    /// The end of the text, which must be there.
    const char* end(const char* at) noexcept {
        if (at == nullptr) return nullptr;
        return is_end(at) ? at : fail(at, "the end of the text");
    }

    // About a place in the text, which must not be null.

    bool is_end(const char* at) const noexcept { return at == last_; }
    /// The first byte of the token, or NUL at the end of the text.
    char peek(const char* at) const noexcept { return is_end(at) ? '\0' : *at; }
    /// The kind of the value that begins there.
    Kind kind(const char* at) const noexcept { return kind_of(peek(at)); }

    // About the fault.

    bool failed() const noexcept { return expected_ != nullptr; }
    const char* fault() const noexcept { return fault_; }
    /// What is missing at the fault.
    std::string_view expected() const noexcept { return expected_; }
    /// Whether the fault is that a value is nested too deeply.
    bool is_too_deep() const noexcept { return too_deep_; }
    /// Whether the fault is that the text ends, so that something could be appended to mend it.
    bool is_cut_off() const noexcept { return is_end(fault_); }

    /// Whether `"NAME":` stands there, without escapes or white space.
    STYTCH_M2M_INLINE bool is_name(const char* at, std::string_view name) const noexcept {
        if (last_ - at < static_cast<std::ptrdiff_t>(name.size()) + 3) return false;
        // The closing quote first: it tells most names apart.
        return at[name.size() + 1] == '"' && *at == '"' && at[name.size() + 2] == ':' &&
               std::memcmp(at + 1, name.data(), name.size()) == 0;
    }
    /// That name and colon.
    const char* skip_name(const char* at, std::string_view name) const noexcept {
        return skip_space(at + name.size() + 3);
    }
    /// Any name.
    const char* name(const char* at, Literal& literal) noexcept {
        return peek(at) == '"' ? string(at, literal) : fail(at, "a member's name");
    }
    const char* colon(const char* at) noexcept {
        if (at == nullptr) return nullptr;
        return peek(at) == ':' ? skip_space(at + 1) : fail(at, "':'");
    }

    // An array or object: open(), then for each element or member next_item(), until the closing bracket is there.

    const char* open(const char* at) noexcept {
        if (levels_ == 0) {
            too_deep_ = true;
            return fail(at, "no further level of arrays and objects");
        }
        --levels_;
        return skip_space(at + 1);
    }
    /// Behind an element or member, the next one or `bracket`, which closes the array or object.
    STYTCH_M2M_INLINE const char* next_item(const char* at, char bracket) noexcept {
        if (at == nullptr || peek(at) == bracket) return at;
        if (peek(at) != ',') return fail(at, bracket == ']' ? "',' or ']'" : "',' or '}'");
        at = skip_space(at + 1);
        if (peek(at) == bracket) return fail(at, bracket == ']' ? "a value" : "a member's name");
        return at;
    }
    /// Same, not inlined: for what recurses, whose frames would hold its variables where nothing is optimized.
    STYTCH_M2M_NOINLINE const char* next_nested_item(const char* at, char bracket) noexcept {
        return next_item(at, bracket);
    }
    const char* close(const char* at) noexcept {
        if (at == nullptr) return nullptr;
        ++levels_;
        return skip_space(at + 1);
    }

    /// A string, which must begin there.
    STYTCH_M2M_INLINE const char* string(const char* at, Literal& literal) noexcept {
        const char* const first = at + 1;
        const char* last = skip_plain(first, last_);
        literal.escaped = false;
        if (is_end(last) || *last != '"') {
            last = rest_of_string(last);
            if (last == nullptr) return nullptr;
            literal.escaped = std::memchr(first, '\\', static_cast<std::size_t>(last - first)) != nullptr;
        }
        literal.text = {first, static_cast<std::size_t>(last - first)};
        return skip_space(last + 1);
    }

    const char* number(const char* at, std::string_view& text) {
        const char* const last = end_of_number(at);
        if (last == nullptr) return nullptr;
        text = {at, static_cast<std::size_t>(last - at)};
        return skip_space(last);
    }

    /// A value that is neither an array nor an object.
    const char* scalar(const char* at) {
        std::string_view ignored;
        Literal literal;
        switch (peek(at)) {
            case '"': return string(at, literal);
            case 't': return word(at, "true");
            case 'f': return word(at, "false");
            case 'n': return word(at, "null");
            default: return number(at, ignored);
        }
    }

private:
    static bool is_space(char byte) noexcept { return byte == ' ' || byte == '\n' || byte == '\r' || byte == '\t'; }

    STYTCH_M2M_INLINE const char* skip_space(const char* at) const noexcept {
        return is_end(at) || static_cast<unsigned char>(*at) > ' ' ? at : skip_more_space(at);
    }
    STYTCH_M2M_NOINLINE const char* skip_more_space(const char* at) const noexcept {
        // Most white space is the indentation of a line.
        constexpr std::uint64_t eight_spaces = 0x2020202020202020;
        if (*at == '\n') {
            ++at;
            while (last_ - at >= 8 && load(at) == eight_spaces) at += 8;
        }
        while (!is_end(at) && is_space(*at)) ++at;
        return at;
    }

    const char* fail(const char* at, const char* expected) noexcept {
        fault_ = at;
        expected_ = expected;
        return nullptr;
    }

    // These return the end of what they read, before the white space.

    /// Finds the closing quote from the first character on that is not plain.
    const char* rest_of_string(const char* at) noexcept {
        while (!is_end(at) && *at != '"') {
            std::array<char, 4> decoded{};
            char* out = decoded.data();
            const char* const next = decode_character(at, last_, out);
            if (next == nullptr) {
                return fail(is_cut(at, last_) ? last_ : at, "a character or escape that JSON allows");
            }
            at = skip_plain(next, last_);
        }
        return is_end(at) ? fail(at, "the end of the string") : at;
    }

    const char* word(const char* at, std::string_view text) noexcept {
        for (const char byte : text) {
            if (peek(at) != byte) return fail(at, "a value");
            ++at;
        }
        return skip_space(at);
    }
    const char* digits(const char* at, const char* expected) noexcept {
        const char* const first = at;
        while (!is_end(at) && *at >= '0' && *at <= '9') ++at;
        return at == first ? fail(at, expected) : at;
    }

    const char* end_of_number(const char* const first) {
        const char* at = first;
        const bool negative = peek(at) == '-';
        if (negative) ++at;
        at = peek(at) == '0' ? at + 1 : digits(at, negative ? "a digit" : "a value");
        if (at != nullptr && peek(at) == '.') at = digits(at + 1, "a digit");
        if (at == nullptr) return nullptr;
        const bool fits = at - first < 300 || is_double(first, at);  // without a power, which may make it smaller
        if (peek(at) != 'e' && peek(at) != 'E') return fits ? at : too_large(first, at, true);

        ++at;
        const char sign = peek(at);
        if (sign == '+' && !fits) return too_large(first, at, false);  // whatever digits may come
        if (sign == '+' || sign == '-') ++at;
        at = digits(at, "a digit");
        if (at == nullptr || is_double(first, at)) return at;
        return too_large(first, at, sign == '-');
    }
    static bool is_double(const char* first, const char* last) {
        double ignored = 0;
        return to_double({first, static_cast<std::size_t>(last - first)}, ignored);
    }
    /// The number is cut off, rather than too large, if the text ends at `at` and what may follow can make it smaller:
    /// a negative power, or more digits of one.
    const char* too_large(const char* first, const char* at, bool can_shrink) noexcept {
        return fail(can_shrink && is_end(at) ? at : first, "a number that a double can hold");
    }

    const char* first_;
    const char* last_;
    std::size_t levels_;
    const char* fault_ = nullptr;
    const char* expected_ = nullptr;
    bool too_deep_ = false;
};

STYTCH_M2M_END_DETAIL
