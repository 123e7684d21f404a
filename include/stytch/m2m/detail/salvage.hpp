// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstring>
#include <optional>
#include <string_view>
#include <utility>

#include <stytch/m2m/detail/grammar.hpp>
#include <stytch/m2m/detail/json_string.hpp>
#include <stytch/m2m/detail/report.hpp>
#include <stytch/m2m/detail/scanner.hpp>
#include <stytch/m2m/detail/wiped_block.hpp>
#include <stytch/m2m/m2m_client_with_next_client_secret.hpp>
#include <stytch/m2m/secret.hpp>

namespace stytch::m2m::detail {

/// What a complete string says, nothing if it is not JSON. Leaves no copy in freed memory.
inline std::optional<Secret> decode_secret(const Value& string) {
    if (string.plain) return Secret(string.inside());
    WipedBlock decoded(string.inside().size());
    const std::optional<std::size_t> size = unescape(string.inside(), decoded.data());
    if (!size.has_value()) return std::nullopt;
    return Secret(decoded.view().substr(0, *size));
}

/// Calls `visit(quote, after)` for the secret's name in quotes, however it is spelled, wherever it stands in `text`:
/// from its first quote to behind its last. Every quote may be the first one, since in a broken text nobody can say
/// which quotes begin a string. Ends, and returns true, if `visit` returns true.
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

/// Whether an object has the secret's name in it: it may have swallowed the secret then, as it does if a brace is
/// missing or in the wrong place.
inline bool names_secret(std::string_view object) {
    return any_secret_name(object, [](const char*, const char*) { return true; });
}

/// Whether `text` is JSON, as far as can be said of one that is nested too deeply.
inline bool is_json(std::string_view text) {
    Scanner scanner(text);
    const Value document = scanner.take_value();
    scanner.skip_space();
    return document.complete && scanner.at_end() && (document.levels > max_depth || Grammar::accepts(document));
}

/// The secret, if it is anywhere in `text` as the value of its member: a complete string, which is JSON and not empty.
/// If there are several that differ, none is it. Empty if there is none.
inline Secret salvage_secret(std::string_view text) {
    Secret found;
    std::optional<bool> broken;
    const bool differ = any_secret_name(text, [&](const char* quote, const char* after) {
        Scanner scanner({after, static_cast<std::size_t>(text.data() + text.size() - after)});
        if (!scanner.skip(':') || scanner.peek() != '"') return false;
        const Value literal = scanner.take_value();
        std::optional<Secret> secret = literal.complete ? decode_secret(literal) : std::nullopt;
        if (!secret.has_value() || secret->empty()) return false;
        // This quote may be inside a string. If the text is broken, though, the backslash may be what broke it.
        if (quote != text.data() && quote[-1] == '\\') {
            if (!broken.has_value()) broken = !is_json(text);
            if (!*broken) return false;
        }
        if (!found.empty()) return found != *secret;
        found = *std::move(secret);
        return false;
    });
    return differ ? Secret() : found;
}

/// Whether `text` says `what`, with or without the escapes of a JSON text that was put into a string.
inline bool says(std::string_view text, std::string_view what) noexcept {
    if ((text.find)(what) != std::string_view::npos) return true;
    if (index_of(text, '\\') == text.size()) return false;
    const char* const last = text.data() + text.size();
    for (const char* at = text.data(); at != last; ++at) {
        if (skip_spelling(at, last, what) != nullptr) return true;
    }
    return false;
}

/// Whether `text`, which a server sent beside the secret, repeats it or mentions its name. Only the first bytes of a
/// long secret are compared, so that this is linear in the text.
inline bool repeats_secret(std::string_view text, const Secret& secret) noexcept {
    constexpr std::size_t enough = 64;
    return says(text, secret_name) || (!secret.empty() && says(text, secret.reveal().substr(0, enough)));
}

}  // namespace stytch::m2m::detail
