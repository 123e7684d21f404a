// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <ostream>
#include <string_view>

#include <stytch/m2m/detail/json_tree.hpp>
#include <stytch/m2m/detail/print.hpp>
#include <stytch/m2m/rotate_start_response.hpp>

STYTCH_M2M_BEGIN_NAMESPACE

/// What to do after a request to start a rotation.
enum class NextStep {
    finish,          ///< Store the secret, deploy it, then finish the rotation.
    try_secret,      ///< Store the secret all the same and try it: finish if it works, otherwise cancel.
    wait_for_other,  ///< Another rotation is under way: whoever holds its secret finishes first.
    retry_later,     ///< Too many requests: nothing was started.
    fix_request,     ///< Refused: nothing was started. Fix the cause, then start again.
    cancel           ///< The rotation may have started, and its secret is lost: cancel, then start again.
};

/// Returns the name of the enumerator, or "unknown" for any other value.
[[nodiscard]] inline std::string_view to_string(NextStep step) noexcept {
    constexpr std::array<std::string_view, 6> names = {"finish",      "try_secret",  "wait_for_other",
                                                       "retry_later", "fix_request", "cancel"};
    return detail::name_of(names, step);
}
/// Prints to_string(step).
inline std::ostream& operator<<(std::ostream& out, NextStep step) { return detail::unpadded(out) << to_string(step); }
/// Writes to_string(step) to `j`, any nlohmann::basic_json.
template <class BasicJson>
void to_json(BasicJson& j, NextStep step) {
    j = detail::make_string<BasicJson>(to_string(step));
}

/// Returns what to do now. `http_status` is the status of HTTP itself, not what the body claims; 0 if there was no
/// response.
[[nodiscard]] inline NextStep next_step(const RotateStartResponse& response, int http_status) noexcept {
    const bool refused = http_status >= 400 && http_status < 500 && http_status != 408 && http_status != 499;
    if (!response.m2m_client.next_client_secret.empty()) {
        return response.ok() && http_status >= 200 && http_status < 300 ? NextStep::finish : NextStep::try_secret;
    }
    if (response.error.has_value() &&
        response.error->error_type == StytchErrorType::m2m_client_already_rotating_secret) {
        return NextStep::wait_for_other;
    }
    if (http_status == 429) return NextStep::retry_later;
    // 408 and 499 say that somebody did not wait for the response, which may have been a secret.
    return refused ? NextStep::fix_request : NextStep::cancel;
}

STYTCH_M2M_END_NAMESPACE
