// SPDX-License-Identifier: MIT
#include <stytch/m2m.hpp>
#include <stytch/m2m/testing.hpp>

#include <initializer_list>
#include <limits>
#include <string>
#include <vector>

#include "catch.hpp"
#include "samples.hpp"

using namespace stytch::m2m;
using samples::printed;
using Pointers = std::vector<std::string>;

TEST_CASE("The samples are what Stytch documents") {
    CHECK(testing::sample_client() == samples::client());
    CHECK(testing::sample_response() == parse_rotate_start_response(samples::response_text));
    CHECK(testing::sample_response().ok());
    const RotateStartResponse error = testing::sample_error(StytchErrorType::too_many_requests, 429);
    CHECK(error.error->error_type == "too_many_requests");
    CHECK(error.error->status_code == 429);
}

TEST_CASE("A response is read as it was serialized") {
    RotateStartResponse both = testing::sample_error();
    both.m2m_client = testing::sample_client();
    RotateStartResponse bare;
    bare.m2m_client = testing::sample_client();
    for (const RotateStartResponse& response : {testing::sample_response(), testing::sample_error(), both, bare}) {
        CHECK(parse_rotate_start_response(serialize(response)) == response);
        CHECK(nlohmann::json(response) == nlohmann::json::parse(serialize(response)));
        CHECK(nlohmann::ordered_json(response).dump() == serialize(response));
    }
    RotateStartResponse broken = testing::sample_response();
    broken.request_id = "\xFF";
    CHECK(samples::thrown([&] { static_cast<void>(serialize(broken)); }) ==
          std::vector<samples::Finding>{{Rule::encoding, "/request_id"}});
    broken = testing::sample_response();
    broken.m2m_client.client_id = "\xFF";
    CHECK(samples::thrown([&] { static_cast<void>(serialize(broken)); }) ==
          std::vector<samples::Finding>{{Rule::encoding, "/m2m_client/client_id"}});
    CHECK(serialize(testing::sample_error("", 0)).find("status_code") == std::string::npos);
}

TEST_CASE("differences() names the members that differ") {
    const RotateStartResponse response = testing::sample_response();
    CHECK(testing::differences(response, response).empty());
    RotateStartResponse other = response;
    other.status_code = 201;
    other.request_id = "other";
    other.m2m_client.next_client_secret = "other";
    other.m2m_client.trusted_metadata.reset();
    CHECK(other != response);
    CHECK(testing::differences(response, other) ==
          Pointers{"/status_code", "/request_id", "/m2m_client/next_client_secret", "/m2m_client/trusted_metadata"});
    CHECK(testing::differences(response, testing::sample_error()).back() == "/error_url");

    other = response;
    other.violations.push_back({Rule::type, "/m2m_client/status", ""});
    CHECK(testing::differences(response, other) == Pointers{"/m2m_client/status"});
    CHECK(testing::differences(other, response) == Pointers{"/m2m_client/status"});
    RotateStartResponse twice = other;
    twice.violations.push_back(other.violations.front());
    CHECK(testing::differences(other, twice) == Pointers{""});

    RotateStartResponse error = testing::sample_error();
    other = error;
    other.error->request_id = "other";
    CHECK(testing::differences(error, other) == Pointers{"/request_id"});
    CHECK(*error.error != *other.error);
    other = testing::sample_error("other");
    CHECK(testing::differences(error, other) == Pointers{"/error_type"});
}

TEST_CASE("== compares every member of a response, an error and a result") {
    using Change = void (*)(RotateStartResponse&);
    const RotateStartResponse error = testing::sample_error();
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
        CHECK_FALSE(testing::differences(other, error).empty());
    }
    CHECK(parse("{}") != parse("[]"));
    RotateStartResponse nothing;
    nothing.error.emplace(0, "", "", "", "");
    CHECK(serialize(nothing) == "{}");
}

TEST_CASE("Responses, results and errors print on one line, without secrets") {
    RotateStartResponse response = testing::sample_response();
    response.request_id = "a\nb\x7F\xC2\x9B\xE2\x80\xA8\xE2\x80\xAE\xFF\"\\";
    const std::string text = printed(response);
    CHECK(text.find(R"(request_id: "a\nb\u007f\u009b\u2028\u202e\xff\"\\")") != std::string::npos);
    for (const char* control : {"\u061C", "\u200E", "\u200F", "\u2066", "\u2069"}) {
        response.request_id = control;
        CHECK(printed(response).find(control) == std::string::npos);
    }
    for (const char* text_of_people : {"\u200D", "\u2027", "\u2065", "\u206A", "\u00A0", "\U0001F511"}) {
        response.request_id = text_of_people;
        CHECK(printed(response).find(text_of_people) != std::string::npos);
    }
    CHECK(text.find("error: absent, violations: []") != std::string::npos);
    CHECK(text.find(samples::secret) == std::string::npos);
    CHECK(printed(testing::sample_error()).find("StytchError{status_code: 404, request_id: ") != std::string::npos);
    CHECK(std::string(StytchError(1, "", "type", "a\x1B[2J\nb", "").what()) == "type: a\\u001b[2J\\nb");

    for (const char* control : {"\x01", "\x7F", "\u009B", "\u2028", "\u2029", "\u202E", "\u2066"}) {
        CAPTURE(control);
        const StytchError error(1, control, control, control, control);
        M2MClientWithNextClientSecret client = testing::sample_client();
        client.client_id = client.client_name = client.client_description = client.status = control;
        client.scopes = {control};
        client.trusted_metadata = nlohmann::json{{control, control}};
        const Violation violation = {Rule::type, control, control};
        for (const std::string& output :
             {printed(error), std::string(error.what()), printed(client), printed(violation),
              std::string(ValidationError({violation}).what()), printed(ParseResult{client, {violation}}),
              printed(RotateStartResponse{200, control, client, error, {violation}})}) {
            CHECK(output.find(control) == std::string::npos);
        }
        CHECK(error.error_message == control);
    }

    ParseResult result = parse(R"({"next_client_secret":"secret"})");
    CHECK(printed(result).find("violations: [/client_id: is required") != std::string::npos);
    CHECK(printed(M2MClientWithNextClientSecret()).find("next_client_secret: [EMPTY]") != std::string::npos);
    CHECK(result != parse("{}"));
    CHECK(result == parse(R"({"next_client_secret":"secret"})"));
}

TEST_CASE("A violation is an object in JSON") {
    const Violation violation = {Rule::type, "/status", "message"};
    CHECK(nlohmann::json(violation) ==
          nlohmann::json{{"rule", "type"}, {"location", "/status"}, {"message", "message"}});
    CHECK(nlohmann::ordered_json(std::vector<Violation>{violation}).dump() ==
          R"([{"rule":"type","location":"/status","message":"message"}])");
    CHECK(to_string(Rule::misplaced) == "misplaced");
    CHECK(to_string(Rule::memory) == "memory");
    CHECK(to_string(static_cast<Rule>(99)) == "unknown");
}

TEST_CASE("Metadata that JSON cannot represent are a violation in a struct and in a json") {
    const std::vector<nlohmann::json> values = {std::numeric_limits<double>::quiet_NaN(),
                                                std::numeric_limits<double>::infinity(), nlohmann::json::binary({1, 2}),
                                                nlohmann::json(nlohmann::json::value_t::discarded)};
    for (const nlohmann::json& value : values) {
        M2MClientWithNextClientSecret client = testing::sample_client();
        client.trusted_metadata = nlohmann::json::object();
        (*client.trusted_metadata)["a"] = nlohmann::json::array({1.5, value});
        const std::vector<samples::Finding> expected = {{Rule::type, "/trusted_metadata"}};
        CHECK(samples::findings(validate(client)) == expected);
        CHECK(samples::findings(validate(nlohmann::json(client))) == expected);
        CHECK(samples::thrown([&] { static_cast<void>(serialize(client)); }) == expected);
    }
}
