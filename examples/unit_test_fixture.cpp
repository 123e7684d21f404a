// SPDX-License-Identifier: MIT
// How a service's tests can build valid and broken responses and compare the results, with Catch2.
// unit_test_fixture_gtest.cpp does the same with GoogleTest.
#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
#else
#define CATCH_CONFIG_MAIN
#include <catch2/catch.hpp>
#endif

#include <stytch/m2m.hpp>
#include <stytch/m2m/testing.hpp>

#include <string>
#include <utility>
#include <vector>

using namespace stytch::m2m;

namespace {

// The code under test: how the service handles a response body.
M2MClientWithNextClientSecret next_client(std::string body) {
    auto response = parse_rotate_start_response(std::move(body));
    return std::move(response).value();
}

// The locations of the faults that the code under test finds in `body`.
std::vector<std::string> faults(std::string body) try {
    static_cast<void>(next_client(std::move(body)));
    return {};
} catch (const ValidationError& error) {
    std::vector<std::string> locations;
    for (const auto& violation : error.violations()) locations.push_back(violation.location);
    return locations;
}

}  // namespace

TEST_CASE("the service reads a response") {
    const auto response = testing::sample_response();
    CHECK(next_client(serialize(response)) == response.m2m_client);
}

TEST_CASE("the service passes on each error") {
    const auto [type, status] = GENERATE(table<const char*, int>({
        {StytchErrorType::m2m_client_not_found, 404},
        {StytchErrorType::m2m_client_already_rotating_secret, 400},
        {StytchErrorType::unauthorized_credentials, 401},
        {StytchErrorType::too_many_requests, 429},
        {StytchErrorType::internal_server_error, 500},
    }));
    try {
        static_cast<void>(next_client(serialize(testing::sample_error(type, status))));
        FAIL("no error");
    } catch (const StytchError& error) {
        CHECK(error.error_type == type);
        CHECK(error.status_code == status);
    }
}

TEST_CASE("the service refuses a status that Stytch does not document") {
    auto response = testing::sample_response();
    response.m2m_client.status = "paused";  // serialize() does not validate, so a fixture may be invalid
    CHECK(faults(serialize(response)) == std::vector<std::string>{"/m2m_client/status"});
}

TEST_CASE("the service refuses faults that only JSON can have") {
    nlohmann::json body = testing::sample_response();
    body["m2m_client"].erase("client_name");
    body["m2m_client"]["scopes"][1] = 2;
    CHECK(faults(body.dump()) == std::vector<std::string>{"/m2m_client/client_name", "/m2m_client/scopes/1"});
}

TEST_CASE("a truncated body still yields the secret") {
    const std::string body = serialize(testing::sample_response());
    const auto response = parse_rotate_start_response(body.substr(0, body.find("\"client_name\"")));
    CHECK_FALSE(response.ok());
    CHECK(response.m2m_client.next_client_secret == testing::sample_client().next_client_secret);
}

// Hidden; run it with [failing] to see what a failing comparison prints. Compare clients and secrets themselves, never
// what reveal() returns, which would be printed.
TEST_CASE("a failing comparison prints no secret", "[.][failing]") {
    const auto client = testing::sample_client();
    auto other = client;
    other.next_client_secret = "rBqNgkVYt9uFWzQ4LmTe-oa3XsjPDhc_6yKJf2SvUHxE";
    CHECK(client == other);
    CHECK(client.next_client_secret == other.next_client_secret);
    CHECK(testing::differences(client, other) == std::vector<std::string>());  // names the member
}
