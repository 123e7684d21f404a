// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstring>
#include <optional>
#include <string_view>

#include <stytch/m2m/detail/abi.hpp>
#include <stytch/m2m/detail/grammar.hpp>
#include <stytch/m2m/detail/json_string.hpp>
#include <stytch/m2m/detail/kind.hpp>
#include <stytch/m2m/detail/limits.hpp>
#include <stytch/m2m/detail/scanner.hpp>
#include <stytch/m2m/detail/utf8.hpp>
#include <stytch/m2m/detail/wiped_block.hpp>
#include <stytch/m2m/m2m_client_with_next_client_secret.hpp>
#include <stytch/m2m/secret.hpp>

namespace stytch::m2m::detail {
inline namespace STYTCH_M2M_ABI {

/// Whether `value` can be a secret's: a string that is complete, valid and not empty.
inline bool is_secret(const Value& value) noexcept {
    if (value.kind != Kind::string || !value.complete || value.inside().empty()) return false;
    return value.plain || is_literal(value.inside());
}

/// Decodes a complete string, which must be JSON. Leaves no copy in freed memory.
inline Secret decode_secret(const Value& string) {
    if (string.plain) return string.inside();
    WipedBlock decoded(string.inside().size());
    return decoded.view().substr(0, unescape(string.inside(), decoded.data()));
}

/// Calls `visit(quote, after)` for each occurrence of the secret's name in quotes, however it is escaped: `quote` is
/// its opening quote, `after` follows the closing one. Tries every quote as an opening one, because in broken text
/// there is no telling which quotes begin a string. Stops and returns true as soon as `visit` does.
template <class Visit>
bool any_secret_name(std::string_view text, Visit&& visit) {
    const char* const last = text.data() + text.size();
    const char* quote = text.data();
    while (quote != last) {
        quote = static_cast<const char*>(std::memchr(quote, '"', static_cast<std::size_t>(last - quote)));
        if (quote == nullptr) return false;
        const char* const after = skip_spelling(quote + 1, last, secret_name);
        if (after != nullptr && after != last && *after == '"' && visit(quote, after + 1)) return true;
        ++quote;
    }
    return false;
}

/// Whether `object` contains the secret's name, and so may have swallowed the secret, as happens if a brace is missing
/// or misplaced.
inline bool names_secret(std::string_view object) {
    return any_secret_name(object, [](const char*, const char*) { return true; });
}

/// Whether a backslash stands outside the strings of `text`, as it does in no JSON.
inline bool has_stray_backslash(std::string_view text) noexcept {
    const char* const last = text.data() + text.size();
    for (const char* at = text.data(); at != last;) {
        if (*at == '\\') return true;
        if (*at == '"') {
            Scanner scanner({at, static_cast<std::size_t>(last - at)});
            Value string;
            scanner.take_value(string);
            at = scanner.at();
        } else {
            ++at;
        }
    }
    return false;
}

/// Whether `text` is JSON. Text that is nested too deeply to check counts as JSON unless a stray backslash betrays it.
inline bool is_json(std::string_view text) {
    Scanner scanner(text);
    Value document;
    scanner.take_value(document);
    scanner.skip_space();
    if (!document.complete || !scanner.at_end()) return false;
    return document.levels > max_depth ? !has_stray_backslash(text) : Grammar::accepts(document);
}

/// Finds the secret anywhere in `text` as the value of its member. Returns a value of no kind if there is none, or if
/// several differ. Keeps nothing of it, so that no lack of memory can lose it here.
inline Value find_secret(std::string_view text) {
    Value found;
    std::optional<bool> broken;
    const bool differ = any_secret_name(text, [&](const char* quote, const char* after) {
        Scanner scanner({after, static_cast<std::size_t>(text.data() + text.size() - after)});
        if (!scanner.skip(':') || scanner.peek() != '"') return false;
        Value value;
        scanner.take_value(value);
        if (!is_secret(value)) return false;
        // In `"a\"next_client_secret":"b"`, the quote is inside a string. If the text is broken, though, the backslash
        // may be what broke it.
        if (quote != text.data() && quote[-1] == '\\') {
            if (!broken.has_value()) broken = !is_json(text);
            if (!*broken) return false;
        }
        if (is_secret(found)) return !same_text(value.inside(), found.inside());
        found = value;
        return false;
    });
    return differ ? Value() : found;
}

/// Whether `text` contains `what`, verbatim or escaped as in a JSON string.
inline bool says(std::string_view text, std::string_view what) noexcept {
    if ((text.find)(what) != std::string_view::npos) return true;
    if ((text.find)('\\') == std::string_view::npos) return false;
    const char* const last = text.data() + text.size();
    for (const char* at = text.data(); at != last; ++at) {
        if (skip_spelling(at, last, what) != nullptr) return true;
    }
    return false;
}

/// Whether `text`, which the server sent alongside the secret, repeats it or its member's name. Compares only the first
/// bytes of a long secret, which keeps this linear in the text.
inline bool repeats_secret(std::string_view text, const Secret& secret) noexcept {
    constexpr std::size_t enough = 64;
    std::string_view start = secret.reveal();
    if (start.size() > enough) {
        std::size_t size = enough;
        while (is_continuation(start[size])) --size;  // characters are compared whole
        start = start.substr(0, size);
    }
    return says(text, secret_name) || (!start.empty() && says(text, start));
}

}  // namespace STYTCH_M2M_ABI
}  // namespace stytch::m2m::detail
