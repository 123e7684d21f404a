// SPDX-License-Identifier: MIT
// README.md's table of next steps: the first row that applies, whatever the HTTP status is.
#include <stytch/m2m.hpp>
#include <stytch/m2m/fixtures.hpp>

#include "catch.hpp"

using namespace stytch::m2m;

TEST_CASE("next_step: with a secret, whether the response is as it should be decides") {
    const RotateStartResponse good = fixtures::sample_response();
    for (const int status : {200, 201, 299}) CHECK(next_step(good, status) == NextStep::finish);
    for (const int status : {0, 199, 300, 400, 429, 500}) CHECK(next_step(good, status) == NextStep::try_secret);
    RotateStartResponse odd = good;
    odd.violations.push_back({Rule::status, "/m2m_client/status", ""});
    CHECK(next_step(odd, 200) == NextStep::try_secret);
    odd = fixtures::sample_error(StytchErrorType::m2m_client_already_rotating_secret);
    odd.m2m_client = good.m2m_client;
    CHECK(next_step(odd, 400) == NextStep::try_secret);
}

TEST_CASE("next_step: without a secret, the error and the HTTP status decide") {
    const RotateStartResponse rotating = fixtures::sample_error(StytchErrorType::m2m_client_already_rotating_secret);
    for (const int status : {0, 200, 400, 429, 500}) CHECK(next_step(rotating, status) == NextStep::wait_for_other);
    for (const RotateStartResponse& response :
         {fixtures::sample_error(), RotateStartResponse(), parse_rotate_start_response("<html>")}) {
        CHECK(next_step(response, 429) == NextStep::retry_later);
        for (const int status : {400, 401, 404, 407, 409, 498})
            CHECK(next_step(response, status) == NextStep::fix_request);
        for (const int status : {0, 200, 302, 399, 408, 499, 500, 503})
            CHECK(next_step(response, status) == NextStep::cancel);
    }
}
