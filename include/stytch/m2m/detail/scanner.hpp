// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include <stytch/m2m/detail/kind.hpp>
#include <stytch/m2m/detail/utf8.hpp>

namespace stytch::m2m::detail {

/// A value's place in the text. Only where it begins and ends is known of it; whether it is JSON is Grammar's to say.
struct Value {
    Kind kind = Kind::none;
    bool complete = false;    // false if the text ends first
    bool plain = true;        // of a string: it has no escapes, and its bytes are all plain
    std::size_t levels = 0;   // of nesting: 1 for an array or object that holds neither
    std::size_t commas = 0;   // directly in an array or object
    std::string_view text{};  // from its first byte to its last

    /// What stands between the quotes of a string, or the brackets of an array or object.
    std::string_view inside() const noexcept { return text.substr(1, text.size() - 2); }
};

/// Walks over JSON text and finds where things begin and end, without recursion, and tolerates everything.
class Scanner {
public:
    explicit Scanner(std::string_view text) noexcept : at_(text.data()), last_(at_ + text.size()) {}

    const char* at() const noexcept { return at_; }
    bool at_end() const noexcept { return at_ == last_; }

    void skip_space() noexcept {
        if (at_ != last_ && static_cast<unsigned char>(*at_) <= ' ') skip_more_space();
    }

    /// Skips white space. The byte after it, which is not skipped, or NUL at the end.
    char peek() noexcept {
        skip_space();
        return at_ == last_ ? '\0' : *at_;
    }

    /// Skips white space, then `byte`, which is not NUL, if it is there.
    bool skip(char byte) noexcept {
        const bool found = peek() == byte;
        if (found) ++at_;
        return found;
    }

    /// Skips `text` in quotes if it is right here. No byte of it needs an escape.
    bool skip_quoted(std::string_view text) noexcept {
        if (static_cast<std::size_t>(last_ - at_) < text.size() + 2) return false;
        // The end first: it tells most names apart.
        if (at_[text.size() + 1] != '"' || at_[0] != '"') return false;
        if (std::memcmp(at_ + 1, text.data(), text.size()) != 0) return false;
        at_ += text.size() + 2;
        return true;
    }

    /// Skips white space and one value. Its kind is none, and nothing else is skipped, if no value begins here.
    Value take_value() noexcept {
        Value value;
        const char first = peek();
        const char* const begin = at_;
        if (first == '"') {
            value.kind = Kind::string;
            at_ = string_end(begin, value);
        } else if (first == '[' || first == '{') {
            value.kind = first == '[' ? Kind::array : Kind::object;
            at_ = container_end(begin, value);
        } else {
            skip_word(value);
        }
        value.text = {begin, static_cast<std::size_t>(at_ - begin)};
        return value;
    }

    /// Skips what cannot be followed, up to the name of the next member: a string before a colon, right here or behind
    /// a comma. Arrays and objects on the way are skipped whole as long as they end. False, at the end, if there is
    /// none.
    bool skip_to_member() noexcept {
        if (at_member()) return true;
        for (bool containers_end = true; at_ != last_;) {
            const char byte = *at_;
            if (containers_end && (byte == '[' || byte == '{')) {
                const char* const begin = at_;
                containers_end = take_value().complete;
                if (containers_end) continue;
                at_ = begin;
            }
            ++at_;
            if (byte == ',' && at_member()) return true;
        }
        return false;
    }

private:
    static bool is_space(char byte) noexcept { return byte == ' ' || byte == '\n' || byte == '\r' || byte == '\t'; }

    /// Apart, so that what is called all the time is small.
    void skip_more_space() noexcept {
        constexpr std::uint64_t eight_spaces = 0x2020202020202020;
        while (at_ != last_ && is_space(*at_)) {
            ++at_;
            while (last_ - at_ >= 8 && load(at_) == eight_spaces) at_ += 8;
        }
    }

    /// Skips white space. Whether a string and a colon come next.
    bool at_member() noexcept {
        if (peek() != '"') return false;
        Scanner ahead = *this;
        return ahead.take_value().complete && ahead.skip(':');
    }

    /// Returns the end of the string that begins at `first`.
    const char* string_end(const char* first, Value& value) const noexcept {
        const char* next = first + 1;
        while ((next = skip_plain(next, last_)) != last_) {
            if (*next++ == '"') {
                value.complete = true;
                break;
            }
            value.plain = false;
            if (next[-1] == '\\' && next != last_) ++next;
        }
        return next;
    }

    /// Returns the end of the array or object that begins at `next`.
    const char* container_end(const char* next, Value& value) const noexcept {
        std::size_t open = 0;
        while (next != last_) {
            const char byte = *next;
            if (byte == '"') {
                Value string;
                next = string_end(next, string);
                continue;
            }
            ++next;
            if (byte == '[' || byte == '{') {
                if (++open > value.levels) value.levels = open;
            } else if (byte == ']' || byte == '}') {
                value.complete = --open == 0;
                if (value.complete) break;
            } else if (byte == ',' && open == 1) {
                ++value.commas;
            }
        }
        return next;
    }

    /// null, true, false, or what may be a number. A word that runs into something else is none: `12"b"` is no value.
    void skip_word(Value& value) noexcept {
        const char* const begin = at_;
        while (at_ != last_ && is_word(*at_)) ++at_;
        const std::string_view word{begin, static_cast<std::size_t>(at_ - begin)};
        if (word.empty() || !(at_ == last_ || is_space(*at_) || *at_ == ',' || *at_ == ']' || *at_ == '}')) {
            at_ = begin;
            return;
        }
        value.complete = true;
        value.kind = word == "null" ? Kind::null : word == "true" || word == "false" ? Kind::boolean : Kind::number;
    }

    static bool is_word(char byte) noexcept {
        return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
               byte == '-' || byte == '+' || byte == '.';
    }

    const char* at_;
    const char* last_;
};

}  // namespace stytch::m2m::detail
