// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include <stytch/m2m/detail/member.hpp>
#include <stytch/m2m/detail/report.hpp>
#include <stytch/m2m/m2m_client_with_next_client_secret.hpp>

namespace stytch::m2m::detail {

/// Reports if a string is not what it must be over and above JSON.
inline void check_constraint(Report& report, const Location& where, Constraint constraint, std::string_view text) {
    if (constraint == Constraint::not_empty && text.empty()) {
        report.empty(where);
    } else if (constraint == Constraint::status && text != M2MClientStatus::active &&
               text != M2MClientStatus::inactive) {
        report.status(where);
    }
}

}  // namespace stytch::m2m::detail
