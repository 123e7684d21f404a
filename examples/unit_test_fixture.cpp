// SPDX-License-Identifier: MIT
// How a service's tests can build valid and broken responses, and compare the results, with Catch2.
// unit_test_fixture_gtest.cpp does the same with GoogleTest. Link it with Catch2's main().
#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
#else
#include <catch2/catch.hpp>
#endif

#include <stytch/m2m.hpp>
#include <stytch/m2m/fixtures.hpp>

#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

using namespace stytch::m2m;
using Locations = std::vector<std::string>;

namespace {

// The code under test: what the service does with a response.
template <class Store>
NextStep handle(std::string&& body, int http_status, Store&& store) {
    const auto response = parse_rotate_start_response(std::move(body), store);
    return next_step(response, http_status);
}

}  // namespace

TEST_CASE("the service stores the secret, then finishes") {
    const auto response = fixtures::sample_response();
    Secret stored;
    CHECK(handle(serialize(response), 200, [&](const Secret& secret) { stored = secret; }) == NextStep::finish);
    CHECK(stored == response.m2m_client.next_client_secret);
}

TEST_CASE("the service knows what to do about each error") {
    const std::vector<std::pair<const char*, NextStep>> steps = {
        {StytchErrorType::m2m_client_not_found, NextStep::fix_request},
        {StytchErrorType::m2m_client_already_rotating_secret, NextStep::wait_for_other},
        {StytchErrorType::too_many_requests, NextStep::retry_later},
        {StytchErrorType::internal_server_error, NextStep::cancel},
    };
    for (const auto& [type, step] : steps) {
        const auto response = fixtures::sample_error(type);
        CHECK(handle(serialize(response), response.status_code, [](const Secret&) { FAIL("no secret"); }) == step);
    }
}

TEST_CASE("the service stores the secret of a response that is invalid") {
    auto response = fixtures::sample_response();
    response.m2m_client.status = "paused";  // serialize() does not validate, so a fixture may be invalid
    Secret stored;
    CHECK(handle(serialize(response), 200, [&](const Secret& secret) { stored = secret; }) == NextStep::try_secret);
    CHECK(stored == response.m2m_client.next_client_secret);
}

TEST_CASE("the service still has the body if storing fails") {
    std::string body = serialize(fixtures::sample_response());
    const auto fail = [](const Secret&) { throw std::runtime_error("disk full"); };
    CHECK_THROWS_WITH(handle(std::move(body), 200, fail), "disk full");
    CHECK(parse_rotate_start_response(body).ok());
}

TEST_CASE("each fault is named by its location") {
    nlohmann::json body = fixtures::sample_response();
    body["m2m_client"].erase("client_name");
    body["m2m_client"]["scopes"][1] = 2;
    const auto response = parse_rotate_start_response(body.dump());
    CHECK(fixtures::locations(response.violations) == Locations{"/m2m_client/scopes/1", "/m2m_client/client_name"});
}

// Hidden; run it with [failing] to see what a failing comparison prints. Compare clients and secrets themselves, never
// what reveal() returns, which would be printed.
TEST_CASE("a failing comparison prints no secret", "[.][failing]") {
    const auto client = fixtures::sample_client();
    auto other = client;
    other.next_client_secret = "rBqNgkVYt9uFWzQ4LmTe-oa3XsjPDhc_6yKJf2SvUHxE";
    CHECK(client == other);
    CHECK(client.next_client_secret == other.next_client_secret);
    CHECK(fixtures::differences(client, other) == Locations());  // names the member
}
