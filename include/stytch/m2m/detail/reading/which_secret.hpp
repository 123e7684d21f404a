// SPDX-License-Identifier: MIT
// Which of the secrets that a text names is the client's.
#pragma once

#include <stytch/m2m/detail/reading/reading.hpp>

STYTCH_M2M_BEGIN_DETAIL

/// Whether a string seems to have lost its closing quote, and to end at the opening quote of what comes next instead:
/// `abc,` in `"abc,"status":`, or `ab{` in `"ab{"m2m_client":`, where another body begins.
inline bool has_run_on(std::string_view literal) noexcept {
    const std::size_t last = literal.find_last_not_of(' ');
    return last != npos && (literal[last] == ',' || literal[last] == '[' || literal[last] == '{');
}

/// Whether what comes at `at` may follow a member. If not, the string before it may have run on.
inline bool ends_member(const Parser& parser, const char* at) noexcept {
    return parser.peek(at) == ',' || parser.peek(at) == '}' || parser.is_end(at);
}

/// Returns the closing quote of the next `"next_client_secret"`, however it is escaped, or null if there is none. Tries
/// every quote as the opening one, since in a damaged text there is no telling which quotes do open.
inline const char* find_secret_name(const char* at, const char* last) noexcept {
    while (at != last) {
        at = static_cast<const char*>(std::memchr(at, '"', static_cast<std::size_t>(last - at)));
        if (at == nullptr) return nullptr;
        ++at;
        const char* const close = skip_spelling(secret_name, at, last);
        if (close != nullptr && close != last && *close == '"') return close;
    }
    return nullptr;
}

/// Returns the string in `: "..."`, with which the rest of a damaged text begins. Returns an empty one if something
/// else is there, or if it seems to have run on. Otherwise it does not matter what follows: that may be the damage.
inline Literal find_string(std::string_view rest) noexcept {
    Parser parser(rest, 0);
    Literal literal;
    const char* at = parser.colon(parser.begin());
    if (at == nullptr || parser.kind(at) != Kind::string) return {};
    at = parser.string(at, literal);
    if (at == nullptr || (!ends_member(parser, at) && has_run_on(literal.text))) return {};
    return literal;
}

/// Returns what every `"next_client_secret": "..."` in the text says, whatever is around them.
inline Secret find_in_raw_text(std::string_view text) {
    Candidates candidates;
    const char* const last = text.data() + text.size();
    for (const char* at = find_secret_name(text.data(), last); at != nullptr; at = find_secret_name(at, last)) {
        candidates.add(find_string({at + 1, static_cast<std::size_t>(last - at - 1)}));
    }
    return candidates.unanimous();
}

/// Decides which secret is the client's, once the text has been read to its end or first fault. `secret` is the first
/// one in its place, which is `place`; it may be replaced by another one, or none.
inline void choose_secret(Reading& in, Secret& secret, const Location& place) {
    // In a text that is whole, or cut off behind a secret in its place, the structure tells which one is the client's:
    // nothing that was read is damaged.
    const bool sound = !in.parser.failed() || in.parser.is_cut_off();
    if (sound && !secret.empty()) return;
    // Otherwise nothing tells, and all must agree: those elsewhere in a whole text, and those anywhere in another one,
    // where the damage may be to a quote or bracket before the secret, or have cost the client's own. If they do not,
    // there is none.
    Secret agreed = in.parser.failed() ? find_in_raw_text(in.text) : in.elsewhere.unanimous();
    if (!agreed.empty() && agreed != secret) in.report.misplaced(place);
    secret = std::move(agreed);
}

STYTCH_M2M_END_DETAIL
