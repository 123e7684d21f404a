// SPDX-License-Identifier: MIT
#include <stytch/m2m.hpp>
#include <stytch/m2m/fixtures.hpp>

#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include "catch.hpp"
#include "samples.hpp"

using namespace stytch::m2m;
using Pointers = std::vector<std::string>;

TEST_CASE("The samples are what Stytch documents") {
    CHECK(fixtures::sample_client() == samples::client());
    CHECK(fixtures::sample_response() == parse_rotate_start_response(samples::response_text));
    CHECK(fixtures::sample_response().ok());
    for (const auto& [type, status] :
         std::vector<std::pair<const char*, int>>{{StytchErrorType::m2m_client_not_found, 404},
                                                  {StytchErrorType::too_many_requests, 429},
                                                  {StytchErrorType::unauthorized_credentials, 401},
                                                  {StytchErrorType::internal_server_error, 500},
                                                  {StytchErrorType::m2m_client_already_rotating_secret, 400},
                                                  {"another", 400}}) {
        const RotateStartResponse error = fixtures::sample_error(type);
        CHECK(error.status_code == status);
        CHECK(error.error->status_code == status);
        CHECK(error.error->error_type == type);
        CHECK(fixtures::sample_error(type, 418).error->status_code == 418);
    }
    CHECK(fixtures::sample_error().error->error_type == "m2m_client_not_found");
}

TEST_CASE("A response is read as it was serialized") {
    RotateStartResponse both = fixtures::sample_error();
    both.m2m_client = fixtures::sample_client();
    RotateStartResponse bare;
    bare.m2m_client = fixtures::sample_client();
    for (const RotateStartResponse& response : {fixtures::sample_response(), fixtures::sample_error(), both, bare}) {
        CHECK(parse_rotate_start_response(serialize(response)) == response);
        CHECK(nlohmann::json(response) == nlohmann::json::parse(serialize(response)));
        CHECK(nlohmann::ordered_json(response).dump() == serialize(response));
    }
    RotateStartResponse broken = fixtures::sample_response();
    broken.request_id = "\xFF";
    CHECK(samples::thrown([&] { static_cast<void>(serialize(broken)); }) ==
          std::vector<samples::Finding>{{Rule::encoding, "/request_id"}});
    broken = fixtures::sample_response();
    broken.m2m_client.client_id = "\xFF";
    CHECK(samples::thrown([&] { static_cast<void>(serialize(broken)); }) ==
          std::vector<samples::Finding>{{Rule::encoding, "/m2m_client/client_id"}});
    RotateStartResponse without_status = fixtures::sample_response();
    without_status.status_code = 0;
    CHECK(serialize(without_status).find("status_code") == std::string::npos);
}

TEST_CASE("differences() names the members that differ") {
    const RotateStartResponse response = fixtures::sample_response();
    CHECK(fixtures::differences(response, response).empty());
    RotateStartResponse other = response;
    other.status_code = 201;
    other.request_id = "other";
    other.m2m_client.next_client_secret = "other";
    other.m2m_client.trusted_metadata.reset();
    CHECK(other != response);
    CHECK(fixtures::differences(response, other) ==
          Pointers{"/status_code", "/request_id", "/m2m_client/next_client_secret", "/m2m_client/trusted_metadata"});
    CHECK(fixtures::differences(response, fixtures::sample_error()).back() == "/error_url");

    other = response;
    other.violations.push_back({Rule::type, "/m2m_client/status", ""});
    CHECK(fixtures::differences(response, other) == Pointers{"/m2m_client/status"});
    CHECK(fixtures::differences(other, response) == Pointers{"/m2m_client/status"});
    RotateStartResponse twice = other;
    twice.violations.push_back(other.violations.front());
    CHECK(fixtures::differences(other, twice) == Pointers{"/m2m_client/status"});

    RotateStartResponse error = fixtures::sample_error();
    other = error;
    other.error->request_id = "other";
    CHECK(fixtures::differences(error, other) == Pointers{"/request_id"});
    CHECK(*error.error != *other.error);
    other = error;
    other.error->status_code = 1;
    CHECK(fixtures::differences(error, other) == Pointers{"/status_code"});
    other = fixtures::sample_error("other", 404);
    CHECK(fixtures::differences(error, other) == Pointers{"/error_type"});
    other = RotateStartResponse();
    other.error.emplace(0, "", "", "", "");
    other.m2m_client.client_id = "a";
    RotateStartResponse without = other;
    without.error.reset();
    CHECK(fixtures::differences(other, without) == Pointers{"/error_type"});
}

TEST_CASE("locations() are what a test compares") {
    CHECK(fixtures::locations(parse("{").violations) == Pointers{""});
    CHECK(fixtures::locations({{Rule::type, "/scopes/1", "a"}, {Rule::status, "/status", "b"}}) ==
          Pointers{"/scopes/1", "/status"});
    CHECK(fixtures::locations({}).empty());
}

TEST_CASE("== compares every member of a response, an error and a result") {
    using Change = void (*)(RotateStartResponse&);
    const RotateStartResponse error = fixtures::sample_error();
    for (const Change change : std::initializer_list<Change>{
             [](RotateStartResponse& r) { r.status_code = 1; }, [](RotateStartResponse& r) { r.request_id = "other"; },
             [](RotateStartResponse& r) { r.m2m_client.client_id = "other"; },
             [](RotateStartResponse& r) { r.error.reset(); }, [](RotateStartResponse& r) { r.error->status_code = 1; },
             [](RotateStartResponse& r) { r.error->request_id = "other"; },
             [](RotateStartResponse& r) { r.error->error_type = "other"; },
             [](RotateStartResponse& r) { r.error->error_message = "other"; },
             [](RotateStartResponse& r) { r.error->error_url = "other"; },
             [](RotateStartResponse& r) { r.violations.emplace_back(); }}) {
        RotateStartResponse other = error;
        CHECK(other == error);
        change(other);
        CHECK(other != error);
        CHECK_FALSE(fixtures::differences(other, error).empty());
    }
    CHECK(parse("{}") != parse("[]"));
    RotateStartResponse nothing;
    nothing.error.emplace(0, "", "", "", "");
    CHECK(serialize(nothing) == "{}");
}
