// SPDX-License-Identifier: MIT
// How a service's tests can build and compare responses, with GoogleTest and its matchers. unit_test_fixture.cpp has
// more cases.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stytch/m2m.hpp>
#include <stytch/m2m/testing.hpp>

#include <string>
#include <utility>

using namespace stytch::m2m;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::IsEmpty;

namespace {

// The code under test: how the service handles a response body.
M2MClientWithNextClientSecret next_client(std::string body) {
    auto response = parse_rotate_start_response(std::move(body));
    return std::move(response).value();
}

}  // namespace

TEST(Service, ReadsAResponse) {
    const auto response = stytch::m2m::testing::sample_response();
    EXPECT_EQ(next_client(serialize(response)), response.m2m_client);
}

TEST(Service, PassesOnAnError) {
    EXPECT_THROW(next_client(serialize(stytch::m2m::testing::sample_error())), StytchError);
}

TEST(Service, NamesEachFault) {
    auto response = stytch::m2m::testing::sample_response();
    response.m2m_client.status = "paused";
    EXPECT_THAT(parse_rotate_start_response(serialize(response)).violations,
                ElementsAre(Field(&Violation::location, "/m2m_client/status")));
}

// Disabled; run it with --gtest_also_run_disabled_tests to see what a failing comparison prints.
TEST(Service, DISABLED_PrintsNoSecret) {
    const auto client = stytch::m2m::testing::sample_client();
    auto other = client;
    other.next_client_secret = "rBqNgkVYt9uFWzQ4LmTe-oa3XsjPDhc_6yKJf2SvUHxE";
    EXPECT_EQ(client, other);
    EXPECT_THAT(stytch::m2m::testing::differences(client, other), IsEmpty());
}
