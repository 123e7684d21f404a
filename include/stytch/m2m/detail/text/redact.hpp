// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

#include <stytch/m2m/detail/text/salvage.hpp>
#include <stytch/m2m/secret.hpp>

STYTCH_M2M_BEGIN_NAMESPACE
namespace detail {

/// Whether `text` names the secret, rather than its last four, however the name is escaped.
inline bool mentions_secret(std::string_view text) noexcept {
    constexpr std::size_t npos = std::string_view::npos;
    if ((text.find)(secret_name) == npos && (text.find)('\\') == npos) return false;  // as usual
    const char* const last = text.data() + text.size();
    for (const char* at = text.data(); at != last; ++at) {
        const char* const end = *at == 'n' || *at == '\\' ? skip_spelling(secret_name, at, last) : nullptr;
        if (end != nullptr && skip_spelling("_last_four", end, last) == nullptr) return true;
    }
    return false;
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
