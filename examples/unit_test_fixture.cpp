// SPDX-License-Identifier: MIT
// How a service's own Catch2 tests build, serialize, damage and compare clients.
#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
#else
#define CATCH_CONFIG_MAIN
#include <catch2/catch.hpp>
#endif

#include <stytch/m2m.hpp>

#include <string>
#include <utility>

using stytch::m2m::M2MClientWithNextClientSecret;

namespace {

// The code under test: what the service makes of the body that Stytch answered with.
M2MClientWithNextClientSecret next_client(const std::string& body) {
    auto response = stytch::m2m::parse_rotate_start_response(body);
    return std::move(response).value();
}

M2MClientWithNextClientSecret sample_client() {
    M2MClientWithNextClientSecret client;
    client.client_id = "m2m-client-test-d731954d-dab3-4a2b-bdee-07f3ad1be885";
    client.next_client_secret = "NHQhc7ZqsXJVtgmN2MXr1etqsQrGAwJ-iBWNLKY7DzJj";
    client.client_name = "Example client name";
    client.client_description = "Example client description.";
    client.status = stytch::m2m::M2MClientStatus::active;
    client.scopes = {"read:users", "write:users"};
    client.client_secret_last_four = "DzJj";
    client.trusted_metadata = nlohmann::json::object({{"team", "billing"}});
    return client;
}

std::string body_of(const std::string& client_text) {
    return R"({"status_code": 200, "request_id": "request-id-test-1", "m2m_client": )" + client_text + "}";
}
std::string body_of(const M2MClientWithNextClientSecret& client) { return body_of(stytch::m2m::serialize(client)); }

// Where the code under test finds fault with `body`.
std::string faults(const std::string& body) try {
    next_client(body);
    return "none";
} catch (const stytch::m2m::ValidationError& error) {
    std::string locations;
    for (const auto& violation : error.violations()) locations += violation.location + ' ';
    return locations;
}

}  // namespace

TEST_CASE("the service reads what Stytch answers") {
    const auto client = sample_client();
    CHECK(next_client(body_of(client)) == client);
}

TEST_CASE("serialize() does not validate, so a fixture may be invalid") {
    auto client = sample_client();
    client.client_id = "";
    client.status = "paused";
    CHECK(faults(body_of(client)) == "/m2m_client/client_id /m2m_client/status ");
}

TEST_CASE("what a struct cannot express is damaged as JSON") {
    nlohmann::json document = sample_client();

    SECTION("a member is missing") {
        document.erase("client_name");
        CHECK(faults(body_of(document.dump())) == "/m2m_client/client_name ");
    }
    SECTION("a member has another type") {
        document["scopes"][1] = 2;
        CHECK(faults(body_of(document.dump())) == "/m2m_client/scopes/1 ");
    }
}

TEST_CASE("a body that breaks off after the secret still gives it") {
    const auto client = sample_client();
    std::string body = body_of(client);
    body.erase(body.find("\"client_name\""));
    const auto response = stytch::m2m::parse_rotate_start_response(body);
    CHECK_FALSE(response.ok());
    CHECK(response.m2m_client.next_client_secret == client.next_client_secret);
}

// Only runs when asked for, with the argument [failing]: see what a failing comparison prints. Compare clients and
// secrets themselves; what reveal() returns would be printed, and so is a secret that the compared expression spells
// out.
TEST_CASE("a failing comparison prints no secret", "[.][failing]") {
    const auto client = sample_client();
    auto other = client;
    other.next_client_secret = "rBqNgkVYt9uFWzQ4LmTe-oa3XsjPDhc_6yKJf2SvUHxE";
    CHECK(client == other);
    CHECK(client.next_client_secret == other.next_client_secret);
}
