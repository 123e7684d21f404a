// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <charconv>
#include <clocale>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <system_error>

#include <nlohmann/json.hpp>

#include <stytch/m2m/detail/abi.hpp>
#include <stytch/m2m/detail/json_string.hpp>
#include <stytch/m2m/detail/json_tree.hpp>
#include <stytch/m2m/detail/kind.hpp>
#include <stytch/m2m/detail/scanner.hpp>
#include <stytch/m2m/detail/wiped_block.hpp>

namespace stytch::m2m::detail {
inline namespace STYTCH_M2M_ABI {

/// Decodes a complete string, which must be JSON, into `text`; leaves that unchanged if memory runs out.
inline void decode(const Value& string, std::string& text) {
    text = string.inside();
    if (!string.plain) text.resize(unescape(string.inside(), text.data()));
}

/// Returns the text of a complete string, which must be JSON. If it has escapes, decodes it into `room`.
inline std::string_view unescaped(const Value& string, std::string& room) {
    if (string.plain) return string.inside();
    decode(string, room);
    return room;
}

/// Parses one complete value strictly as JSON (RFC 8259). Recurses as deeply as the value is nested. Accepts what
/// nlohmann_json accepts, and so no number that overflows.
class Grammar {
public:
    /// Whether `value` is JSON. If `target` is not null, stores what nlohmann_json would read.
    static bool accepts(const Value& value, nlohmann::json* target = nullptr) {
        Scanner scanner(value.text);
        return match(scanner, target);
    }

private:
    static bool match(Scanner& scanner, nlohmann::json* target) {
        const char first = scanner.peek();
        if (first == '{') return match_object(scanner, target);
        if (first == '[') return match_array(scanner, target);
        Value value;
        scanner.take_value(value);
        if (!value.complete) return false;
        if (value.kind == Kind::number) return match_number(value.text, target);
        if (value.kind == Kind::string && !value.plain && !is_literal(value.inside())) return false;
        if (target == nullptr) return true;
        if (value.kind == Kind::string) {
            std::string room;
            *target = unescaped(value, room);
        } else if (value.kind == Kind::boolean) {
            *target = value.text == "true";
        } else {
            *target = nullptr;
        }
        return true;
    }

    static bool match_object(Scanner& scanner, nlohmann::json* target) {
        if (target != nullptr) *target = nlohmann::json::value_t::object;
        scanner.skip('{');
        if (scanner.skip('}')) return true;
        do {
            Value name;
            if (scanner.peek() != '"') return false;
            scanner.take_value(name);
            if ((!name.plain && !is_literal(name.inside())) || !scanner.skip(':')) return false;
            nlohmann::json* member = nullptr;
            if (target != nullptr) {
                std::string room;
                const auto [place, added] = target->emplace(unescaped(name, room), nullptr);
                member = &*place;
                if (!added) dismantle(*member);  // as in the engine, the last member of a name wins
            }
            if (!match(scanner, member)) return false;
        } while (scanner.skip(','));
        return scanner.skip('}');
    }

    static bool match_array(Scanner& scanner, nlohmann::json* target) {
        if (target != nullptr) *target = nlohmann::json::value_t::array;
        scanner.skip('[');
        if (scanner.skip(']')) return true;
        do {
            if (!match(scanner, target == nullptr ? nullptr : &target->emplace_back())) return false;
        } while (scanner.skip(','));
        return scanner.skip(']');
    }

    /// Skips digits; returns whether there are any.
    static bool skip_digits(const char*& at, const char* last) noexcept {
        const char* const first = at;
        while (at != last && *at >= '0' && *at <= '9') ++at;
        return at != first;
    }

    enum class Number { none, integer, real };

    /// Returns what kind of number `text` is. An integer has neither a fraction nor an exponent.
    static Number number_kind(std::string_view text) noexcept {
        const char* at = text.data();
        const char* const last = at + text.size();
        const auto skip = [&](std::string_view bytes) {
            const bool found = at != last && index_of(bytes, *at) != bytes.size();
            if (found) ++at;
            return found;
        };
        skip("-");
        if (!skip("0") && !skip_digits(at, last)) return Number::none;
        if (at == last) return Number::integer;
        if (skip(".") && !skip_digits(at, last)) return Number::none;
        if (skip("eE")) {
            skip("+-");
            if (!skip_digits(at, last)) return Number::none;
        }
        return at == last ? Number::real : Number::none;
    }

    /// Converts a number with std::strtod(), as nlohmann_json does. Its parser is not used because it takes long to
    /// compile, and because unquoted digits may be a damaged secret, of which it would leave copies.
    static double to_double(std::string_view number) {
        const std::string_view point = std::localeconv()->decimal_point;
        WipedBlock text(number.size() + point.size() + 1);
        char* last = text.data();
        for (const char byte : number) {
            if (byte == '.') {
                last = std::copy(point.begin(), point.end(), last);
            } else {
                *last++ = byte;
            }
        }
        *last = '\0';
        return std::strtod(text.data(), nullptr);
    }

    static bool match_number(std::string_view text, nlohmann::json* target) {
        const Number kind = number_kind(text);
        if (kind == Number::none) return false;
        const auto store = [&](auto value) {
            const bool fits = std::from_chars(text.data(), text.data() + text.size(), value).ec == std::errc();
            if (fits && target != nullptr) *target = value;
            return fits;
        };
        const bool negative = text.front() == '-';
        if (kind == Number::integer && (negative ? store(std::int64_t{}) : store(std::uint64_t{}))) return true;
        const double real = to_double(text);
        if (!std::isfinite(real)) return false;
        if (target != nullptr) *target = real;
        return true;
    }
};

}  // namespace STYTCH_M2M_ABI
}  // namespace stytch::m2m::detail
