// SPDX-License-Identifier: MIT
#include <stytch/m2m.hpp>

#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "catch.hpp"
#include "samples.hpp"

using namespace stytch::m2m;
using samples::Finding;

static_assert(std::is_base_of_v<std::runtime_error, StytchError>);
static_assert(!std::is_convertible_v<RotateStartResponse, bool>);

namespace {
std::vector<Finding> findings(const std::string& body) {
    return samples::findings(parse_rotate_start_response(body).violations);
}
}  // namespace

TEST_CASE("The documented response is read whole") {
    RotateStartResponse response = parse_rotate_start_response(samples::response_text);
    CHECK(response.ok());
    CHECK(static_cast<bool>(response));
    CHECK(response.status_code == 200);
    CHECK(response.request_id == "request-id-test-b05c992f-ebdc-489d-a754-c7e70ba13141");
    CHECK(response.m2m_client == samples::client());
    CHECK_FALSE(response.error.has_value());
    CHECK(std::move(response).value() == samples::client());
}

TEST_CASE("status_code and request_id may be missing or null, but not have another type") {
    const auto body = [](const std::string& members) {
        return "{" + members + "\"m2m_client\":" + samples::client_text + "}";
    };
    const auto with_status = [&](const std::string& value) { return body("\"status_code\":" + value + ","); };
    CHECK(findings(body("")).empty());
    CHECK(parse_rotate_start_response(body("")).status_code == 0);
    CHECK(findings(with_status("null")).empty());
    CHECK(findings(body("\"request_id\":null,")).empty());
    for (const char* value : {"0", "-0", "1", "9", "-1", "2147483647", "-2147483648"}) {
        const RotateStartResponse response = parse_rotate_start_response(with_status(value));
        CHECK(response.ok());
        CHECK(response.status_code == nlohmann::json::parse(value));
    }
    for (const char* value : {"200.0", "2e2", "2000e-1"}) {
        CHECK(parse_rotate_start_response(with_status(value)).status_code == 200);
    }
    for (const char* value : {"2147483648", "-2147483649", "\"200\"", "404.5", "2e10", "true", "[]", "{}",
                              "99999999999", "-99999999999", "18446744073709551615"}) {
        CAPTURE(value);
        CHECK(nlohmann::json::accept(value));
        CHECK(findings(with_status(value)) == std::vector<Finding>{{Rule::type, "/status_code"}});
        CHECK(parse_rotate_start_response(with_status(value)).status_code == 0);
    }
    for (const char* value : {"1", "true", "[]", "{}"}) {
        CHECK(findings(body("\"request_id\":" + std::string(value) + ",")) ==
              std::vector<Finding>{{Rule::type, "/request_id"}});
    }
    CHECK(parse_rotate_start_response(with_status("true")).violations.at(0).message ==
          "must be of type number, not boolean");
    CHECK(parse_rotate_start_response(with_status("404.5")).violations.at(0).message ==
          "must be of type integer, not a number that no int holds");
    using Where = std::pair<const char*, const char*>;
    for (const auto& [value, location] : std::vector<Where>{{"-", "/status_code"},
                                                            {"200.", "/status_code"},
                                                            {"1e999", "/status_code"},
                                                            {"2x0", ""},
                                                            {"00", ""},
                                                            {"0200", ""},
                                                            {"-0200", ""},
                                                            {"0x10", ""}}) {
        CHECK_FALSE(nlohmann::json::accept(value));
        CHECK(findings(with_status(value)) ==
              std::vector<Finding>{{Rule::syntax, location}, {Rule::misplaced, "/m2m_client/next_client_secret"}});
    }
    CHECK(parse_rotate_start_response(body("\"request_id\":\"\\u00e9\",")).request_id == "\u00e9");
}

TEST_CASE("Stytch's error is an error, not a violation") {
    RotateStartResponse response = parse_rotate_start_response(
        R"({"status_code": 404, "request_id": "request-id", "error_type": "m2m_client_not_found",)"
        R"( "error_message": "M2M client could not be found.", "error_url": "https://stytch.com/docs"})");
    CHECK_FALSE(response.ok());
    CHECK_FALSE(static_cast<bool>(response));
    CHECK(response.violations.empty());
    REQUIRE(response.error.has_value());
    CHECK(response.error->status_code == 404);
    CHECK(response.error->request_id == "request-id");
    CHECK(response.error->error_type == "m2m_client_not_found");
    CHECK(response.error->error_message == "M2M client could not be found.");
    CHECK(response.error->error_url == "https://stytch.com/docs");
    CHECK(std::string(response.error->what()) == "m2m_client_not_found: M2M client could not be found.");
    const auto value = [&] { return std::move(response).value(); };
    CHECK_THROWS_AS(value(), StytchError);
}

TEST_CASE("An error needs no more than a type or a message") {
    const RotateStartResponse response = parse_rotate_start_response(R"({"error_type":"x","m2m_client":null})");
    CHECK(response.violations.empty());
    REQUIRE(response.error.has_value());
    CHECK(std::string(response.error->what()) == "x");
    CHECK(response.error->status_code == 0);
    CHECK(response.error->error_message.empty());
    CHECK(std::string(parse_rotate_start_response(R"({"error_message":"x"})").error->what()) == "x");
    CHECK(findings(R"({"error_message":"x","m2m_client":null})").empty());
    CHECK(findings(R"({"error_type":"x","error_url":null,"error_message":null,"error_details":[{}]})").empty());
    CHECK(findings(R"({"error_type":"x","error_url":1})") == std::vector<Finding>{{Rule::type, "/error_url"}});
    CHECK(findings(R"({"error_type":"x","m2m_client":7})") == std::vector<Finding>{{Rule::type, "/m2m_client"}});
    CHECK(findings(R"({"error_type":1})") ==
          std::vector<Finding>{{Rule::type, "/error_type"}, {Rule::required, "/m2m_client"}});
    for (const char* none : {R"({"error_type":null})", R"({"error_type":""})", R"({"error_url":"x"})", "{}",
                             R"({"error_details":{"error_type":"x"}})"}) {
        CHECK(findings(none) == std::vector<Finding>{{Rule::required, "/m2m_client"}});
    }
    CHECK(findings(R"({"error_type":"","m2m_client":null})") == std::vector<Finding>{{Rule::type, "/m2m_client"}});
    CHECK(std::string(StytchError(400, "", "type", "message", "").what()) == "type: message");
    CHECK(std::string(StytchError(400, "", "", "", "").what()).empty());
}

TEST_CASE("A client alongside an error is read as well") {
    const auto response =
        parse_rotate_start_response(R"({"error_type":"x","m2m_client":{"next_client_secret":"secret"}})");
    CHECK(response.error.has_value());
    CHECK(response.m2m_client.next_client_secret.reveal() == "secret");
    CHECK(response.violations.size() == 6);
}

TEST_CASE("What is neither a client nor an error is a violation") {
    CHECK(findings("{}") == std::vector<Finding>{{Rule::required, "/m2m_client"}});
    CHECK(findings("[]") == std::vector<Finding>{{Rule::type, ""}});
    CHECK(findings("") == std::vector<Finding>{{Rule::syntax, ""}});
    CHECK(findings("<html><body>502 Bad Gateway</body></html>") == std::vector<Finding>{{Rule::syntax, ""}});
    for (const char* value : {"null", "1", "\"text\"", "[]", "true"}) {
        CHECK(findings(std::string("{\"m2m_client\":") + value + "}") ==
              std::vector<Finding>{{Rule::type, "/m2m_client"}});
    }
    CHECK(findings("{\"m2m_client\":nul}") == std::vector<Finding>{{Rule::syntax, "/m2m_client"}});
    CHECK(findings("{\"request_id\":\"r\",}") == std::vector<Finding>{{Rule::syntax, ""}});
    CHECK(findings("{\"m2m_client\":null,}") == std::vector<Finding>{{Rule::syntax, ""}, {Rule::type, "/m2m_client"}});
    RotateStartResponse response = parse_rotate_start_response("{}");
    const auto value = [&] { return std::move(response).value(); };
    CHECK_THROWS_AS(value(), ValidationError);
}

TEST_CASE("A member of the envelope may occur once") {
    std::string body = samples::response_text;
    body.insert(body.size() - 1, ",\"m2m_client\":{},\"status_code\":1");
    CHECK(findings(body) == std::vector<Finding>{{Rule::duplicate, "/m2m_client"}, {Rule::duplicate, "/status_code"}});
    CHECK(parse_rotate_start_response(body).m2m_client == samples::client());
    CHECK(parse_rotate_start_response(body).status_code == 200);
}

TEST_CASE("A body that is cut off keeps the secret and names one fault") {
    const std::string& body = samples::response_text;
    const std::size_t end_of_secret = body.find(samples::secret) + samples::secret.size() + 1;
    for (std::size_t size = 0; size < body.size(); ++size) {
        const RotateStartResponse response = parse_rotate_start_response(body.substr(0, size));
        CHECK_FALSE(response.ok());
        CHECK(response.m2m_client.next_client_secret.reveal() == (size < end_of_secret ? "" : samples::secret));
        CHECK(response.violations.size() == 1);
        CHECK(response.violations.at(0).rule == Rule::syntax);
    }
}

TEST_CASE("Offsets and locations in the client are the body's") {
    CHECK(parse_rotate_start_response(R"({"m2m_client":{"status":tru}})").violations ==
          std::vector<Violation>{{Rule::syntax, "/m2m_client/status", "expected a value at byte 27"}});
    CHECK(findings(R"({"m2m_client":{"x":[1,]}})") == std::vector<Finding>{{Rule::syntax, "/m2m_client"}});
    CHECK(findings(R"({"m2m_client":{"status":"active" x}})") == std::vector<Finding>{{Rule::syntax, "/m2m_client"}});
    CHECK(findings(R"({"m2m_client":{"status":"active"} x})") == std::vector<Finding>{{Rule::syntax, ""}});
    CHECK(findings(R"({"m2m_client":{},"unknown":[1,]})") == std::vector<Finding>{{Rule::syntax, ""}});
    CHECK(findings(R"({"request_id":"r" x})") == std::vector<Finding>{{Rule::syntax, ""}});
    CHECK(findings("{\"m2m_client\":" + samples::client_text + "} x") == std::vector<Finding>{{Rule::syntax, ""}});
}

TEST_CASE("The depth of everything counts from the client, so that the envelope is one more") {
    const auto body = [](std::size_t metadata, std::size_t unknown) {
        nlohmann::json client = samples::client();
        client["trusted_metadata"] = {{"a", samples::nested_json(metadata)}};
        return nlohmann::json{{"m2m_client", client}, {"unknown", samples::nested_json(unknown)}}.dump();
    };
    const auto no_client = [](std::size_t levels) {
        return findings("{\"m2m_client\":" + samples::nested_text(levels) + "}");
    };
    CHECK(findings(body(126, 128)).empty());
    CHECK(findings(body(127, 1)) == std::vector<Finding>{{Rule::depth, "/m2m_client/trusted_metadata"}});
    CHECK(findings(body(1, 129)) == std::vector<Finding>{{Rule::depth, ""}});
    CHECK(no_client(128) == std::vector<Finding>{{Rule::type, "/m2m_client"}});
    CHECK(no_client(129) == std::vector<Finding>{{Rule::depth, "/m2m_client"}});
}
