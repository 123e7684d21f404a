// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include <stytch/m2m/detail/text/literal.hpp>
#include <stytch/m2m/detail/text/number.hpp>

// For the slow half of a function, so that compilers inline the fast one.
#ifdef __GNUC__
#define STYTCH_M2M_NOINLINE [[gnu::noinline]]
#else
#define STYTCH_M2M_NOINLINE
#endif

STYTCH_M2M_BEGIN_NAMESPACE
namespace detail {

/// A pull parser: reads a text from the front, strictly as JSON (RFC 8259), and recovers from nothing. Accepts what
/// nlohmann_json accepts, and so no number beyond a double, but only `levels` levels of arrays and objects.
///
/// Each function skips white space and then what it is named after. At the first fault it returns false; after that
/// only the fault may be asked for. Allocates nothing.
class Parser {
public:
    Parser(std::string_view text, std::size_t levels) noexcept
        : at_(text.data()), last_(at_ + text.size()), levels_(levels) {}

    /// Where the parser is: behind what it has read, or at the fault.
    const char* at() const noexcept { return at_; }
    /// What has been read since the parser was at `first`.
    std::string_view since(const char* first) const noexcept { return {first, static_cast<std::size_t>(at_ - first)}; }
    /// If there is a fault: whether it is only that the text ends, so that something could be appended to mend it.
    bool at_end() const noexcept { return at_ == last_; }
    bool failed() const noexcept { return !expected_.empty(); }
    /// What is missing at the fault.
    std::string_view expected() const noexcept { return expected_; }
    /// Whether the fault is that a value is nested too deeply.
    bool too_deep() const noexcept { return too_deep_; }

    /// Skips white space, and returns the byte behind it, or NUL at the end.
    char peek() noexcept { return at_ != last_ && static_cast<unsigned char>(*at_) > ' ' ? *at_ : peek_behind_space(); }

    /// Skips `name` in quotes if it comes right here, without escapes. If not, this is no fault.
    bool skip_name(std::string_view name) noexcept {
        if (static_cast<std::size_t>(last_ - at_) < name.size() + 2) return false;
        // The closing quote first: it tells most names apart.
        if (at_[name.size() + 1] != '"' || *at_ != '"' || std::memcmp(at_ + 1, name.data(), name.size()) != 0)
            return false;
        at_ += name.size() + 2;
        return true;
    }
    bool name(Literal& literal) noexcept { return peek() == '"' ? string(literal) : fail("a member's name"); }
    bool colon() noexcept {
        if (peek() != ':') return fail("':'");
        ++at_;
        return true;
    }

    /// A string whose opening quote comes right here.
    bool string(Literal& literal) noexcept {
        const char* const first = ++at_;
        at_ = skip_plain(first, last_);
        literal.escaped = false;
        if ((at_ == last_ || *at_ != '"') && !rest_of_string(literal.escaped)) return false;
        literal.text = since(first);
        ++at_;
        return true;
    }

    /// A value that is neither an array nor an object.
    bool scalar() {
        const char first = peek();
        if (first == 't') return word("true");
        if (first == 'f') return word("false");
        if (first == 'n') return word("null");
        if (first != '"') return number();
        Literal ignored;
        return string(ignored);
    }

    /// Enters the array or object that comes next and that `close` ends. Returns whether there is anything in it;
    /// otherwise has left it again, or failed.
    bool enter(char close) noexcept {
        peek();
        if (levels_ == 0) {
            too_deep_ = true;
            return fail("no further level of arrays and objects");
        }
        ++at_;
        if (peek() == close) {
            ++at_;
            return false;
        }
        --levels_;
        return true;
    }
    /// Behind an element or member, returns whether another one comes; otherwise has left the array or object, or
    /// failed.
    bool another(char close) noexcept {
        const char next = peek();
        if (next != ',' && next != close) return fail(close == ']' ? "',' or ']'" : "',' or '}'");
        ++at_;
        if (next == close) ++levels_;
        return next != close;
    }

    bool end() noexcept {
        peek();
        return at_end() || fail("the end of the text");
    }

private:
    static bool is_space(char byte) noexcept {
        constexpr std::uint64_t spaces = 1ULL << ' ' | 1ULL << '\n' | 1ULL << '\r' | 1ULL << '\t';
        const auto code = static_cast<unsigned char>(byte);
        return code <= ' ' && (spaces >> code & 1) != 0;
    }

    STYTCH_M2M_NOINLINE char peek_behind_space() noexcept {
        const char* at = at_;
        while (at != last_ && is_space(*at)) {
            if (*at++ != '\n') continue;
            while (last_ - at >= 8 && std::memcmp(at, "        ", 8) == 0) at += 8;
        }
        at_ = at;
        return at == last_ ? '\0' : *at;
    }

    /// Skips `byte` if it comes right here. If not, this is no fault.
    bool skip(char byte) noexcept {
        const bool found = at_ != last_ && *at_ == byte;
        if (found) ++at_;
        return found;
    }

    bool fail(std::string_view expected) noexcept {
        expected_ = expected;
        return false;
    }

    /// From the first character of a string on that is not plain.
    STYTCH_M2M_NOINLINE bool rest_of_string(bool& escaped) noexcept {
        while ((at_ = skip_plain(at_, last_)) != last_ && *at_ != '"') {
            const char* const first = at_;
            std::array<char, 4> decoded{};
            escaped = escaped || *first == '\\';
            if (decode_character(at_, last_, decoded.data()) != 0) continue;
            at_ = is_cut(first, last_) ? last_ : first;
            return fail("a character or escape that JSON allows");
        }
        return at_ != last_ || fail("the end of the string");
    }

    bool word(std::string_view text) noexcept {
        for (const char byte : text) {
            if (!skip(byte)) return fail("a value");
        }
        return true;
    }

    bool digits() noexcept {
        const char* const first = at_;
        while (at_ != last_ && *at_ >= '0' && *at_ <= '9') ++at_;
        return at_ != first || fail("a digit");
    }
    bool number() {
        const char* const first = at_;
        const bool negative = skip('-');
        if (!skip('0') && !digits()) return negative ? false : fail("a value");
        if (skip('.') && !digits()) return false;
        double value = 0;
        const bool fits = at_ - first < 300 || to_double(since(first), value);
        const bool power = skip('e') || skip('E');
        const char sign = power && (skip('+') || skip('-')) ? at_[-1] : ' ';
        if (power && !digits() && (fits || sign != '+')) return false;
        if (power ? to_double(since(first), value) : fits) return true;
        // At the end of the text, a negative power could be appended or go on.
        if (!at_end() || (power && sign != '-')) at_ = first;
        return fail("a number that a double can hold");
    }

    const char* at_;
    const char* last_;
    std::size_t levels_;
    std::string_view expected_{};
    bool too_deep_ = false;
};

}  // namespace detail
STYTCH_M2M_END_NAMESPACE
