// SPDX-License-Identifier: MIT
#pragma once

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include <stytch/m2m/detail/abi.hpp>
#include <stytch/m2m/detail/json_string.hpp>
#include <stytch/m2m/detail/kind.hpp>
#include <stytch/m2m/detail/scanner.hpp>

namespace stytch::m2m::detail {
inline namespace STYTCH_M2M_ABI {

/// What stands between the quotes of a complete string, decoded. Requires that it is JSON.
inline std::string decode(const Value& string) {
    std::string text(string.inside());
    if (!string.plain) text.resize(*unescape(string.inside(), text.data()));
    return text;
}

/// JSON's grammar (RFC 8259), strictly, over one complete value. Recurses as deep as the value is nested. Accepts what
/// nlohmann_json accepts; that includes no number that overflows.
class Grammar {
public:
    /// Whether `value` is JSON; fills `target` with what nlohmann_json reads from it, unless it is null.
    static bool accepts(const Value& value, nlohmann::json* target = nullptr) {
        Scanner scanner(value.text);
        return match(scanner, target) && scanner.at_end();
    }

private:
    static bool match(Scanner& scanner, nlohmann::json* target) {
        if (scanner.peek() == '{') return match_object(scanner, target);
        if (scanner.peek() == '[') return match_array(scanner, target);
        const Value value = scanner.take_value();
        if (!value.complete) return false;
        if (value.kind == Kind::number) return match_number(value.text, target);
        if (value.kind == Kind::string && !value.plain && !is_literal(value.inside())) return false;
        if (target == nullptr) return true;
        if (value.kind == Kind::string) {
            *target = decode(value);
        } else if (value.kind == Kind::boolean) {
            *target = value.text == "true";
        } else {
            *target = nullptr;
        }
        return true;
    }

    static bool match_object(Scanner& scanner, nlohmann::json* target) {
        if (target != nullptr) *target = nlohmann::json::object();
        scanner.skip('{');
        if (scanner.skip('}')) return true;
        do {
            if (scanner.peek() != '"') return false;
            const Value name = scanner.take_value();
            if (!name.complete || (!name.plain && !is_literal(name.inside())) || !scanner.skip(':')) return false;
            // As in the engine, the last of several members of one name counts.
            if (!match(scanner, target == nullptr ? nullptr : &(*target)[decode(name)])) return false;
        } while (scanner.skip(','));
        return scanner.skip('}');
    }

    static bool match_array(Scanner& scanner, nlohmann::json* target) {
        if (target != nullptr) *target = nlohmann::json::array();
        scanner.skip('[');
        if (scanner.skip(']')) return true;
        do {
            if (!match(scanner, target == nullptr ? nullptr : &target->emplace_back())) return false;
        } while (scanner.skip(','));
        return scanner.skip(']');
    }

    static bool match_number(std::string_view number, nlohmann::json* target) {
        const char* at = number.data();
        const char* const last = at + number.size();
        const auto skip = [&](std::string_view bytes) {
            const bool found = at != last && index_of(bytes, *at) != bytes.size();
            if (found) ++at;
            return found;
        };
        const auto skip_digits = [&] {
            const char* const first = at;
            while (skip("0123456789")) {}
            return static_cast<std::size_t>(at - first);
        };
        const bool negative = skip("-");
        const char* const integer = at;
        if (!skip("0") && skip_digits() == 0) return false;
        const char* const point = at;
        const bool fraction = skip(".");
        if (fraction && skip_digits() == 0) return false;
        const std::string_view mantissa(integer, static_cast<std::size_t>(at - integer));
        const bool exponent = skip("eE");
        int power = 0;
        if (exponent) {
            const bool shrinks = skip("-");
            if (!shrinks) skip("+");
            const char* const digits = at;
            if (skip_digits() == 0) return false;
            if (std::from_chars(digits, at, power).ec != std::errc()) power = (std::numeric_limits<int>::max)();
            if (shrinks) power = -power;
        }
        if (at != last) return false;

        if (target != nullptr && !fraction && !exponent) {
            std::int64_t negative_integer = 0;
            std::uint64_t natural = 0;
            const auto result = negative ? std::from_chars(number.data(), last, negative_integer)
                                         : std::from_chars(number.data(), last, natural);
            if (result.ec == std::errc()) {
                *target = negative ? nlohmann::json(negative_integer) : nlohmann::json(natural);
                return true;
            }
        }
        if (target == nullptr) {
            // Which may be a damaged secret. Only numbers near the largest double need the engine: 0.1 times ten to the
            // power of 309 is finite, and so is everything smaller.
            constexpr std::int64_t near_overflow = 309;
            const std::size_t first = mantissa.find_first_of("123456789");
            if (first == std::string_view::npos) return true;
            std::int64_t magnitude = point - (mantissa.data() + first);
            if (magnitude < 0) ++magnitude;
            magnitude += power;
            if (magnitude != near_overflow) return magnitude < near_overflow;
        }
        nlohmann::json converted = nlohmann::json::parse(number, nullptr, false);
        if (converted.is_discarded()) return false;
        if (target != nullptr) *target = std::move(converted);
        return true;
    }
};

}  // namespace STYTCH_M2M_ABI
}  // namespace stytch::m2m::detail
