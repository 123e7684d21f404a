// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <optional>
#include <string_view>

#include <nlohmann/json.hpp>

#include <stytch/m2m/detail/json_string.hpp>
#include <stytch/m2m/detail/json_tree.hpp>
#include <stytch/m2m/detail/kind.hpp>
#include <stytch/m2m/detail/scanner.hpp>
#include <stytch/m2m/detail/wiped_block.hpp>
#include <stytch/m2m/m2m_client_with_next_client_secret.hpp>
#include <stytch/m2m/secret.hpp>

namespace stytch::m2m::detail {
inline namespace NLOHMANN_JSON_ABI_TAGS {

/// Makes every digit but the first of an integer in `text`, which is at `data`, a 0; this does not change whether it is
/// JSON. What may overflow is left as it is: parts of other numbers, and very many digits.
inline void blank_integers(char* data, std::string_view text) noexcept {
    constexpr std::string_view digits = "0123456789";
    constexpr std::string_view part_after = ".eE+";
    constexpr std::string_view part_before = ".eE";
    constexpr std::size_t too_short_to_overflow = 300;
    for (std::size_t begin = 0; (begin = text.find_first_of(digits, begin)) != std::string_view::npos;) {
        const std::size_t end = (std::min)(text.find_first_not_of(digits, begin), text.size());
        const bool part = (begin != 0 && part_after.find(text[begin - 1]) != std::string_view::npos) ||
                          (end != text.size() && part_before.find(text[end]) != std::string_view::npos);
        if (!part && end - begin < too_short_to_overflow) std::memset(data + begin + 1, '0', end - begin - 1);
        begin = end;
    }
}

/// What a complete string says, nothing where it is not JSON. For what may be the secret and must not enter the engine.
inline std::optional<Secret> decode(const Value& string) {
    if (string.plain) return Secret(string.inside());
    WipedBlock decoded(string.inside().size());
    const std::optional<std::size_t> size = unescape(string.inside(), decoded.data());
    if (!size.has_value()) return std::nullopt;
    return Secret(decoded.view().substr(0, *size));
}

/// Whether a complete value is JSON. The engine judges all but strings, but gets a copy without what is in strings and
/// with integers blanked: what a damaged text makes of the secret, or what a caller mixed up, must not enter it either.
inline bool is_json(const Value& value) {
    if (value.kind == Kind::string) return value.plain || decode(value).has_value();
    if (value.kind == Kind::null || value.kind == Kind::boolean) return true;
    WipedBlock copy(value.text);
    char* at = copy.data();
    char* const last = at + value.text.size();
    const auto left = [&] { return static_cast<std::size_t>(last - at); };
    while ((at = static_cast<char*>(std::memchr(at, '"', left()))) != nullptr) {
        Value string;
        Scanner({at, left()}).take(string);
        if (!is_json(string)) return false;
        std::memset(at + 1, 'x', string.inside().size());
        at += string.text.size();
    }
    blank_integers(copy.data(), copy.view());
    return nlohmann::json::accept(copy.view());
}

/// Whether an object has a member of the secret's name, at whatever depth: it has swallowed the secret then, as it does
/// where a brace is missing or in the wrong place.
inline bool has_swallowed_secret(std::string_view object) {
    const Secret name = secret_name;
    for (std::size_t at = 0; (at = object.find('"', at)) != std::string_view::npos;) {
        Scanner scanner(object.substr(at));
        Value string;
        scanner.take(string);
        at += string.text.size();
        if (scanner.take(':') && decode(string) == name) return true;
    }
    return false;
}

}  // namespace NLOHMANN_JSON_ABI_TAGS
}  // namespace stytch::m2m::detail
