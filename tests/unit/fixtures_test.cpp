// SPDX-License-Identifier: MIT
// "In your tests": whether the fixtures are what Stytch sends, and whether == and differences() miss no member.
#include <stytch/m2m.hpp>
#include <stytch/m2m/fixtures.hpp>

#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include "catch.hpp"
#include "samples.hpp"

using namespace stytch::m2m;
using Response = RotateStartResponse;
using Pointers = std::vector<std::string>;

TEST_CASE("The samples are what Stytch documents") {
    CHECK(fixtures::sample_client() == parse(samples::client_text).value());
    CHECK(fixtures::sample_response() == parse_rotate_start_response(samples::response_text));
    CHECK(fixtures::sample_response().ok());
    for (const auto& [type, status] :
         std::vector<std::pair<const char*, int>>{{StytchErrorType::m2m_client_not_found, 404},
                                                  {StytchErrorType::too_many_requests, 429},
                                                  {StytchErrorType::unauthorized_credentials, 401},
                                                  {StytchErrorType::internal_server_error, 500},
                                                  {"another", 400}}) {
        const RotateStartResponse error = fixtures::sample_error(type);
        CHECK(error.status_code == status);
        CHECK(error.error->status_code == status);
        CHECK(error.error->error_type == type);
        CHECK(fixtures::sample_error(type, 418).error->status_code == 418);
    }
    CHECK(fixtures::sample_error().error->error_type == "m2m_client_not_found");
}

TEST_CASE("== and differences() see each member of a response, of its client and of its error") {
    using Change = std::pair<std::string, void (*)(Response&)>;
    Response response = fixtures::sample_error();
    response.m2m_client = fixtures::sample_client();
    for (const auto& [location, change] : std::initializer_list<Change>{
             {"/status_code", [](Response& other) { other.status_code = 1; }},
             {"/status_code", [](Response& other) { other.error->status_code = 1; }},
             {"/request_id", [](Response& other) { other.request_id = "x"; }},
             {"/request_id", [](Response& other) { other.error->request_id = "x"; }},
             {"/error_type", [](Response& other) { other.error->error_type = "x"; }},
             {"/error_type", [](Response& other) { other.error.reset(); }},
             {"/error_message", [](Response& other) { other.error->error_message = "x"; }},
             {"/error_url", [](Response& other) { other.error->error_url = "x"; }},
             {"/scopes",
              [](Response& other) {
                  other.violations.push_back({Rule::type, "/scopes", "a"});
              }},
             {"/m2m_client/client_id", [](Response& other) { other.m2m_client.client_id = "x"; }},
             {"/m2m_client/next_client_secret", [](Response& other) { other.m2m_client.next_client_secret = "x"; }},
             {"/m2m_client/client_name", [](Response& other) { other.m2m_client.client_name = "x"; }},
             {"/m2m_client/client_description", [](Response& other) { other.m2m_client.client_description = "x"; }},
             {"/m2m_client/status", [](Response& other) { other.m2m_client.status = "x"; }},
             {"/m2m_client/scopes", [](Response& other) { other.m2m_client.scopes.pop_back(); }},
             {"/m2m_client/client_secret_last_four",
              [](Response& other) { other.m2m_client.client_secret_last_four = "x"; }},
             {"/m2m_client/trusted_metadata",
              [](Response& other) { other.m2m_client.trusted_metadata->emplace("a", 1); }},
             {"/m2m_client/trusted_metadata", [](Response& other) { other.m2m_client.trusted_metadata.reset(); }},
             {"/m2m_client/next_client_secret_last_four",
              [](Response& other) { other.m2m_client.next_client_secret_last_four = "x"; }},
             {"/m2m_client/next_client_secret_last_four",
              [](Response& other) { other.m2m_client.next_client_secret_last_four.reset(); }}}) {
        CAPTURE(location);
        Response other = response;
        CHECK(other == response);
        CHECK_FALSE(other != response);
        CHECK(fixtures::differences(other, response).empty());
        change(other);
        CHECK(other != response);
        CHECK_FALSE(other == response);
        CHECK(fixtures::differences(other, response).at(0) == location);
        CHECK(fixtures::differences(response, other).at(0) == location);
        const Pointers in_client = fixtures::differences(other.m2m_client, response.m2m_client);
        CHECK((other.m2m_client != response.m2m_client) == !in_client.empty());
        for (const std::string& pointer : in_client) CHECK("/m2m_client" + pointer == location);
    }
}

TEST_CASE("differences() and locations() are in order, and what is empty is absent") {
    RotateStartResponse other = fixtures::sample_response();
    other.status_code = 201;
    other.m2m_client.next_client_secret = "other";
    other.m2m_client.trusted_metadata.reset();
    CHECK(fixtures::differences(fixtures::sample_response(), other) ==
          Pointers{"/status_code", "/m2m_client/next_client_secret", "/m2m_client/trusted_metadata"});
    other = RotateStartResponse();
    other.m2m_client.trusted_metadata.emplace(nullptr);
    CHECK(other == RotateStartResponse());
    other.error.emplace(0, "", "", "", "");
    CHECK(fixtures::differences(other, RotateStartResponse()) == Pointers{"/error_type"});
    other.m2m_client.trusted_metadata.emplace(nlohmann::json::object());
    CHECK(fixtures::differences(other, Response{0, "", {}, other.error, {}}).size() == 1);
    CHECK(fixtures::locations({{Rule::type, "/scopes/1", "a"}, {Rule::status, "/status", "b"}}) ==
          Pointers{"/scopes/1", "/status"});
}

TEST_CASE("Results and violations compare by all their members") {
    CHECK(parse("{}") == parse("{}"));
    CHECK(parse("{}") != parse("[]"));
    CHECK(parse(R"({"client_id":"a"})") != parse(R"({"client_id":"b"})"));
    const Violation violation{Rule::type, "/status", "message"};
    CHECK(violation == Violation{Rule::type, "/status", "message"});
    CHECK(violation != Violation{Rule::empty, "/status", "message"});
    CHECK(violation != Violation{Rule::type, "/scopes", "message"});
    CHECK(violation != Violation{Rule::type, "/status", "other"});
}
