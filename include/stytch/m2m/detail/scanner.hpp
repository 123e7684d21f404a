// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include <stytch/m2m/detail/kind.hpp>
#include <stytch/m2m/detail/utf8.hpp>

namespace stytch::m2m::detail {

/// Where a value begins and ends in the text. Whether it is JSON is for Grammar to decide.
struct Value {
    std::string_view text{};   // from its first byte to its last
    std::uint32_t commas = 0;  // directly in an array or object
    std::uint8_t levels = 0;   // nesting depth: 1 for an array or object without another inside; counted up to 255
    Kind kind = Kind::none;
    bool complete = false;  // false if the text ends first
    bool plain = false;     // a complete string that stands for itself: no escapes, and all bytes plain

    /// Whether this is an array that a brace closes. Its own bracket may be missing.
    bool ends_with_brace() const noexcept { return kind == Kind::array && complete && text.back() == '}'; }

    /// The contents of a complete string.
    std::string_view inside() const noexcept { return {text.data() + 1, text.size() - 2}; }
};

/// Finds where things begin and end in JSON text, without recursion and tolerating any fault.
class Scanner {
public:
    explicit Scanner(std::string_view text) noexcept : at_(text.data()), last_(at_ + text.size()) {}

    const char* at() const noexcept { return at_; }
    bool at_end() const noexcept { return at_ == last_; }

    void skip_space() noexcept {
        if (at_ != last_ && static_cast<unsigned char>(*at_) <= ' ') at_ = space_end(at_, last_);
    }

    /// Skips white space; returns the next byte without skipping it, or NUL at the end.
    char peek() noexcept {
        skip_space();
        return at_ == last_ ? '\0' : *at_;
    }

    /// Skips white space and then `byte`, if it comes next. `byte` must not be NUL.
    bool skip(char byte) noexcept {
        const bool found = peek() == byte;
        if (found) ++at_;
        return found;
    }

    /// Skips `text` in quotes if it comes next. `text` must need no escaping.
    bool skip_quoted(std::string_view text) noexcept {
        if (static_cast<std::size_t>(last_ - at_) < text.size() + 2) return false;
        // The closing quote first: it tells most names apart.
        if (at_[text.size() + 1] != '"' || at_[0] != '"') return false;
        if (std::memcmp(at_ + 1, text.data(), text.size()) != 0) return false;
        at_ += text.size() + 2;
        return true;
    }

    /// Skips white space and one value, and stores where it is. Returns false, and skips nothing more, if none begins
    /// here. Not returned by value, since copying what has just been written in small parts stalls the processor.
    bool take_value(Value& value) noexcept {
        value = Value();
        const char first = peek();
        const char* const begin = at_;
        if (first == '"') {
            value.kind = Kind::string;
            at_ = string_end(begin, last_, value);
        } else if (first == '[' || first == '{') {
            value.kind = first == '[' ? Kind::array : Kind::object;
            at_ = container_end(begin, last_, value);
        } else {
            at_ = word_end(begin, last_, value);
        }
        value.text = {begin, static_cast<std::size_t>(at_ - begin)};
        return value.kind != Kind::none;
    }

    /// At a fault: if the string that ends right here has run on into the next member's name, because its closing quote
    /// is missing, moves back to that name. `{"a":"b,"c":1}` is an example.
    void back_to_name() noexcept {
        if (at_ == last_ || *at_ == '\\' || at_[-1] != '"') return;
        Scanner back = *this;
        const char* end = --back.at_;
        while (is_space(end[-1])) --end;
        if (end[-1] == ',' && back.at_member()) at_ = back.at_;
    }

    /// If `array`, which was just taken, has run on into the next member, because its closing bracket is missing, moves
    /// back to that member's name and returns true. Not if a member is all that it holds, or if a bracket follows: then
    /// an opening brace is missing. As costly as skip_to_member().
    bool back_into(const Value& array, int& searches) noexcept {
        if (!array.ends_with_brace() || searches == 0 || peek() == ']') return false;
        --searches;
        Scanner inside(array.text.substr(1));
        if (inside.at_member() || !inside.skip_to_member(false, searches)) return false;
        at_ = inside.at_;
        return true;
    }

    /// Recovers from a fault: skips to the next member's name, which is a string followed by a colon. Between the
    /// fault, or a comma, and the name there may be anything but a backslash and an opening bracket; but if the fault
    /// is that a value is missing (`in_value`), only a comma will do, since `"a":x"b":1` may have been `"a":{"b":1`.
    /// Skips arrays and objects whole if they are complete, and enters them if not. Looking in vain for the end of one
    /// takes all of the text, so that happens at most once for each fault and `searches` times in all; `searches`
    /// counts down. Returns false at the end of the text.
    bool skip_to_member(bool in_value, int& searches) noexcept {
        bool may_begin = !in_value;
        for (bool search = searches != 0; at_ != last_;) {
            const char byte = *at_;
            const bool opens = byte == '[' || byte == '{';
            if (may_begin && byte == '"' && at_member()) return true;
            may_begin = byte == ',' || (may_begin && byte != '\\' && !opens);
            if (search && opens) {
                const char* const begin = at_;
                Value container;
                take_value(container);
                if (container.complete) continue;
                at_ = begin;
                search = false;
                --searches;
            }
            ++at_;
        }
        return false;
    }

private:
    static bool is_space(char byte) noexcept { return byte == ' ' || byte == '\n' || byte == '\r' || byte == '\t'; }
    static bool is_word(char byte) noexcept {
        return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
               byte == '-' || byte == '+' || byte == '.';
    }

    /// Whether a string and a colon come next.
    bool at_member() const noexcept {
        Scanner ahead = *this;
        Value name;
        ahead.take_value(name);
        return name.kind == Kind::string && name.complete && ahead.skip(':');
    }

    // Each returns the end of what begins at its first argument.

    static const char* space_end(const char* next, const char* last) noexcept {
        while (next != last && is_space(*next)) {
            ++next;
            while (last - next >= 4 && std::memcmp(next, "    ", 4) == 0) next += 4;
        }
        return next;
    }

    static const char* string_end(const char* first, const char* last, Value& value) noexcept {
        bool plain = true;
        for (const char* next = first + 1; (next = skip_plain(next, last)) != last;) {
            if (*next++ == '"') {
                value.complete = true;
                value.plain = plain;
                return next;
            }
            plain = false;
            if (next[-1] == '\\' && next != last) ++next;
        }
        return last;
    }

    static const char* container_end(const char* next, const char* last, Value& value) noexcept {
        std::size_t open = 0;
        while (next != last) {
            const char byte = *next;
            if (byte == '"') {
                Value string;
                next = string_end(next, last, string);
                continue;
            }
            ++next;
            if (byte == '[' || byte == '{') {
                if (++open > value.levels && open < 256) ++value.levels;
            } else if (byte == ']' || byte == '}') {
                value.complete = --open == 0;
                if (value.complete) break;
            } else if (byte == ',' && open == 1) {
                ++value.commas;
            }
        }
        return next;
    }

    /// Of null, true, false, or what may be a number. A word must end at a delimiter: `12"b"` is not a value.
    static const char* word_end(const char* first, const char* last, Value& value) noexcept {
        const char* next = first;
        while (next != last && is_word(*next)) ++next;
        const std::string_view word{first, static_cast<std::size_t>(next - first)};
        if (word.empty() || !(next == last || is_space(*next) || *next == ',' || *next == ']' || *next == '}'))
            return first;
        value.complete = true;
        value.kind = word == "null" ? Kind::null : word == "true" || word == "false" ? Kind::boolean : Kind::number;
        return next;
    }

    const char* at_;
    const char* last_;
};

}  // namespace stytch::m2m::detail
