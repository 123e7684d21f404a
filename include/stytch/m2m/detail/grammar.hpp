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
#include <stytch/m2m/detail/json_tree.hpp>
#include <stytch/m2m/detail/kind.hpp>
#include <stytch/m2m/detail/scanner.hpp>

namespace stytch::m2m::detail {
inline namespace STYTCH_M2M_ABI {

/// Decodes a complete string, which must be JSON, into `text`; leaves that unchanged if memory runs out.
inline void decode(const Value& string, std::string& text) {
    text = string.inside();
    if (!string.plain) text.resize(*unescape(string.inside(), text.data()));
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
        if (scanner.peek() == '{') return match_object(scanner, target);
        if (scanner.peek() == '[') return match_array(scanner, target);
        Value value;
        scanner.take_value(value);
        if (!value.complete) return false;
        if (value.kind == Kind::number) return match_number(value.text, target);
        if (value.kind == Kind::string && !value.plain && !is_literal(value.inside())) return false;
        if (target == nullptr) return true;
        if (value.kind == Kind::string) {
            *target = nlohmann::json::value_t::string;
            decode(value, target->get_ref<std::string&>());
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
                std::string key;
                decode(name, key);
                member = &(*target)[std::move(key)];
                dismantle(*member);  // as in the engine, the last member of a name wins
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

    struct Number {
        bool negative = false;
        bool integer = false;  // has neither a fraction nor an exponent
        bool zero = false;
        std::int64_t magnitude = 0;  // the value is 0.DIGITS * 10^magnitude, and DIGITS has no leading zero
    };

    /// Parses `text` as a number; std::nullopt if it is not one.
    static std::optional<Number> read_number(std::string_view text) noexcept {
        const char* at = text.data();
        const char* const last = at + text.size();
        const auto skip = [&](std::string_view bytes) {
            const bool found = at != last && index_of(bytes, *at) != bytes.size();
            if (found) ++at;
            return found;
        };
        // Returns the first digit, or null if there is none.
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
        // Unquoted digits may be a damaged secret, so the engine gets only those that it must judge: 10^308 is finite,
        // 10^309 is not.
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
