// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
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
        return match(scanner, target);
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

    struct Number {
        bool negative = false;
        bool integer = false;  // has neither a fraction nor an exponent
        bool zero = false;
        std::int64_t magnitude = 0;  // it is 0.DIGITS times ten to the power of this, with DIGITS not beginning with 0
    };

    /// What `text` is as a number, nothing if it is none.
    static std::optional<Number> read_number(std::string_view text) noexcept {
        const char* at = text.data();
        const char* const last = at + text.size();
        const auto skip = [&](std::string_view bytes) {
            const bool found = at != last && index_of(bytes, *at) != bytes.size();
            if (found) ++at;
            return found;
        };
        // Returns the first of them, null if there are none.
        const auto skip_digits = [&] {
            const char* const first = at;
            while (skip("0123456789")) {}
            return at == first ? nullptr : first;
        };

        Number number;
        number.negative = skip("-");
        const char* const first = at;
        if (!skip("0") && skip_digits() == nullptr) return std::nullopt;
        const char* const point = at;
        if (skip(".") && skip_digits() == nullptr) return std::nullopt;
        const char* const significant = std::find_if(first, at, [](char byte) { return byte >= '1'; });
        number.zero = significant == at;
        number.magnitude = point - significant + (significant > point ? 1 : 0);
        number.integer = at == point;
        if (skip("eE")) {
            number.integer = false;
            const bool small = skip("-");
            if (!small) skip("+");
            const char* const digits = skip_digits();
            if (digits == nullptr) return std::nullopt;
            int exponent = 0;
            if (std::from_chars(digits, at, exponent).ec != std::errc()) exponent = (std::numeric_limits<int>::max)();
            number.magnitude += small ? -std::int64_t{exponent} : std::int64_t{exponent};
        }
        return at == last ? std::optional(number) : std::nullopt;
    }

    static bool match_number(std::string_view text, nlohmann::json* target) {
        const std::optional<Number> number = read_number(text);
        if (!number.has_value()) return false;
        // Digits without quotes may be a damaged secret, so the engine gets no more of them than it has to: 10^308 is
        // finite, 10^309 is not.
        constexpr std::int64_t near_overflow = 309;
        if (!number->zero && number->magnitude > near_overflow) return false;
        if (target == nullptr && (number->zero || number->magnitude < near_overflow)) return true;
        if (target != nullptr && number->integer) {
            std::int64_t integer = 0;
            std::uint64_t natural = 0;
            const auto result = number->negative ? std::from_chars(text.data(), text.data() + text.size(), integer)
                                                 : std::from_chars(text.data(), text.data() + text.size(), natural);
            if (result.ec == std::errc()) {
                *target = number->negative ? nlohmann::json(integer) : nlohmann::json(natural);
                return true;
            }
        }
        nlohmann::json converted = nlohmann::json::parse(text, nullptr, false);
        if (converted.is_discarded()) return false;
        if (target != nullptr) *target = std::move(converted);
        return true;
    }
};

}  // namespace STYTCH_M2M_ABI
}  // namespace stytch::m2m::detail
