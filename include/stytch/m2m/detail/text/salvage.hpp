// SPDX-License-Identifier: MIT
// Which secret is the client's, in a text that may be damaged.
#pragma once

#include <cstddef>
#include <cstring>
#include <string_view>
#include <utility>

#include <stytch/m2m/detail/text/parser.hpp>
#include <stytch/m2m/secret.hpp>

STYTCH_M2M_BEGIN_NAMESPACE
namespace detail {

inline constexpr std::string_view secret_name = "next_client_secret";

/// Secrets that are named in a text. One of them is the client's only if all of them say the same.
class Candidates {
public:
    /// Ignores an empty one.
    void add(const Literal& literal) {
        if (literal.empty() || differ_) return;
        with_text(literal, [this](std::string_view text) {
            differ_ = !first_.empty() && first_.reveal() != text;
            if (first_.empty()) first_ = text;
        });
    }
    /// Returns what they say; empty if they differ, or if there are none.
    Secret unanimous() && { return differ_ ? Secret() : std::move(first_); }

private:
    Secret first_{};
    bool differ_ = false;
};

/// Whether what comes next may follow a member's value.
inline bool is_closed(Parser& parser) noexcept {
    const char next = parser.peek();
    return next == ',' || next == '}' || parser.at_end();
}

/// Whether a string seems to have lost its closing quote, and to end at the opening quote of what comes next instead:
/// `abc,` in `"abc,"status":`, or `ab{` in `"ab{"m2m_client":`, where another body begins.
inline bool has_run_on(std::string_view literal) noexcept {
    const std::size_t last = literal.find_last_not_of(' ');
    return last != std::string_view::npos && (literal[last] == ',' || literal[last] == '[' || literal[last] == '{');
}

/// Returns where the next `"next_client_secret"` ends, however it is escaped: its closing quote. Null if there is none.
/// Tries every quote as the opening one, since in a damaged text there is no telling which quotes do open.
inline const char* find_secret_name(const char* at, const char* last) noexcept {
    while (at != last) {
        at = static_cast<const char*>(std::memchr(at, '"', static_cast<std::size_t>(last - at)));
        if (at == nullptr) return nullptr;
        const char* const close = skip_spelling(secret_name, ++at, last);
        if (close != nullptr && close != last && *close == '"') return close;
    }
    return nullptr;
}

/// Returns what every `"next_client_secret": "..."` in the text says, whatever is around them.
inline Secret find_in_raw_text(std::string_view text) {
    Candidates candidates;
    const char* const last = text.data() + text.size();
    for (const char* at = text.data(); (at = find_secret_name(at, last)) != nullptr;) {
        Parser parser({at + 1, static_cast<std::size_t>(last - at - 1)}, 0);
        Literal literal;
        if (!parser.colon() || parser.peek() != '"' || !parser.string(literal)) continue;
        if (is_closed(parser) || !has_run_on(literal.text)) candidates.add(literal);
    }
    return std::move(candidates).unanimous();
}

/// Decides which secret a text holds. `parser` has read it to its end or first fault, `secret` is the one in its place
/// before that, and `elsewhere` are those in other places. Stores it in `secret`; returns whether it is misplaced.
inline bool decide_secret(std::string_view text, const Parser& parser, Candidates elsewhere, Secret& secret) {
    // If the text is whole, or only cut off, its structure tells which place is the client's.
    if (!secret.empty() && (!parser.failed() || parser.at_end())) return false;
    // Otherwise nothing tells, and all must agree; in a damaged text, also with the one in its place, since the damage
    // may be to a quote or bracket before it.
    Secret agreed = parser.failed() ? find_in_raw_text(text) : std::move(elsewhere).unanimous();
    const bool in_place = agreed == secret;
    secret = std::move(agreed);
    return !in_place && !secret.empty();
}

}  // namespace detail
STYTCH_M2M_END_NAMESPACE
