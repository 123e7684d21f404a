// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

#include <stytch/m2m/detail/text/salvage.hpp>
#include <stytch/m2m/secret.hpp>

STYTCH_M2M_BEGIN_NAMESPACE
namespace detail {

/// Whether `text` names the secret, rather than its last four.
inline bool mentions_secret(std::string_view text) noexcept {
    for (std::size_t at = 0; (at = (text.find)(secret_name, at)) != std::string_view::npos;) {
        at += secret_name.size();
        constexpr std::string_view last_four = "_last_four";
        if (text.substr(at, last_four.size()) != last_four) return true;
    }
    return false;
}

/// Whether `body` names it, however its name is escaped.
inline bool body_mentions_secret(std::string_view body) noexcept {
    return mentions_secret(body) || find_secret_name(body.data(), body.data() + body.size()) != nullptr;
}

/// Whether `text`, which the server sent alongside the secret, names it or holds it: its first or last 16 bytes, since
/// it may be cut or damaged, and since looking for more would not be linear in the text.
inline bool repeats_secret(std::string_view text, const Secret& secret) noexcept {
    constexpr std::size_t part = 16;
    const std::string_view whole = secret.reveal();
    const auto holds = [&](std::string_view bytes) { return (text.find)(bytes) != std::string_view::npos; };
    if (mentions_secret(text)) return true;
    return !whole.empty() &&
           (holds(whole.substr(0, part)) || holds(whole.substr(whole.size() - (std::min)(whole.size(), part))));
}

}  // namespace detail
STYTCH_M2M_END_NAMESPACE
