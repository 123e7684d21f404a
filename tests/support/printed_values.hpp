// SPDX-License-Identifier: MIT
#pragma once

#include <stytch/m2m.hpp>
#include <stytch/m2m/fixtures.hpp>

namespace samples {

/// Calls `check` with a value of each type that << prints.
template <class Check>
void for_each_printed_value(Check&& check) {
    namespace m2m = stytch::m2m;
    check(m2m::Secret("secret"));
    check(m2m::Rule::misplaced);
    check(m2m::NextStep::cancel);
    check(m2m::Violation{m2m::Rule::type, "/status", "message"});
    check(m2m::fixtures::sample_client());
    check(*m2m::fixtures::sample_error().error);
    check(m2m::parse("{}"));
    check(m2m::fixtures::sample_response());
}

}  // namespace samples
