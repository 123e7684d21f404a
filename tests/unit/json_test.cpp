// SPDX-License-Identifier: MIT
// "redacted returns JSON without the secret", and to_json and from_json convert all else: whether nlohmann_json gets
// and gives what the structs hold.
#include <stytch/m2m.hpp>
#include <stytch/m2m/fixtures.hpp>

#include <nlohmann/json.hpp>

#include <map>
#include <string>
#include <vector>

#include "catch.hpp"
#include "samples.hpp"

using namespace stytch::m2m;
using nlohmann::json;
using nlohmann::ordered_json;
using Client = M2MClientWithNextClientSecret;

namespace {
struct OtherText : std::string {
    using std::string::string;
    OtherText(const std::string& text) : std::string(text) {}  // required by nlohmann_json to convert a json
};
using OtherJson = nlohmann::basic_json<std::map, std::vector, OtherText, bool, int, unsigned, float>;
}  // namespace

TEST_CASE("to_json and from_json convert a client to and from any basic_json") {
    CHECK(json(samples::client()) == json::parse(samples::client_text));
    CHECK(json(samples::client()).get<Client>() == samples::client());
    CHECK(ordered_json(samples::client()).get<Client>() == samples::client());
    const OtherJson document = OtherJson::parse(samples::client_text);
    CHECK(validate(document).empty());
    CHECK(document.get<Client>() == samples::client());
    CHECK(OtherJson(samples::client()) == document);
    CHECK(samples::thrown([] { OtherJson::object().get<Client>(); }).size() == 7);
}

TEST_CASE("to_json keeps the schema's order if the json is ordered") {
    CHECK(ordered_json(samples::client()).dump() ==
          R"({"client_id":"m2m-client-test-d731954d-dab3-4a2b-bdee-07f3ad1be885",)"
          R"("next_client_secret":"NHQhc7ZqsXJVtgmN2MXr1etqsQrGAwJ-iBWNLKY7DzJj","client_name":"Example client name",)"
          R"("client_description":"Example client description.","status":"active",)"
          R"("scopes":["read:users","write:users"],"client_secret_last_four":"DzJj","trusted_metadata":{},)"
          R"("next_client_secret_last_four":"DzJj"})");
    CHECK(ordered_json(StytchError(404, "r", "t", "m", "u")).dump() ==
          R"({"status_code":404,"request_id":"r","error_type":"t","error_message":"m","error_url":"u"})");
}

TEST_CASE("to_json does not write absent members") {
    Client client = samples::client();
    client.trusted_metadata.emplace(nullptr);
    client.next_client_secret_last_four = std::nullopt;
    CHECK(json(client).size() == 7);
    CHECK(json(client).get<Client>() == client);
    CHECK(json(StytchError(0, "", "", "a message", "")) == json{{"error_message", "a message"}});
}

TEST_CASE("from_json reads null in an optional member as absent, or throws what is wrong and leaves what was there") {
    Client client = samples::client();
    const json invalid = {{"client_id", ""}, {"scopes", {1}}};
    CHECK(samples::thrown([&] { from_json(invalid, client); }) == samples::findings(validate(invalid)));
    CHECK(validate(invalid).size() == 7);
    CHECK(client == samples::client());

    json document = samples::client();
    document["trusted_metadata"] = nullptr;
    document["next_client_secret_last_four"] = nullptr;
    from_json(document, client);
    CHECK_FALSE(client.trusted_metadata.has_value());
    CHECK_FALSE(client.next_client_secret_last_four.has_value());
    CHECK(client.scopes.size() == 2);
}

TEST_CASE("to_json and redacted refuse metadata too deep to copy") {
    RotateStartResponse response;
    Client& client = response.m2m_client;
    client.trusted_metadata = json{{"a", samples::nested_json(127)}};
    json j = "before";
    const samples::Findings too_deep = {{Rule::depth, "/trusted_metadata"}};
    CHECK(samples::thrown([&] { to_json(j, client); }) == too_deep);
    CHECK(samples::thrown([&] { static_cast<void>(redacted(client)); }) == too_deep);
    CHECK(samples::thrown([&] { to_json(j, response); }) ==
          samples::Findings{{Rule::depth, "/m2m_client/trusted_metadata"}});
    CHECK(j == "before");
    client.trusted_metadata = json{{"a", samples::nested_json(126)}};
    CHECK_NOTHROW(to_json(j, client));
}

TEST_CASE("redacted hides the secret and what repeats it, and may be logged") {
    RotateStartResponse response = fixtures::sample_response();
    json expected = response;
    expected["m2m_client"].erase("next_client_secret");
    CHECK(redacted(response) == expected);
    CHECK(redacted(response.m2m_client) == expected["m2m_client"]);
    CHECK(redacted(fixtures::sample_error()) == json(*fixtures::sample_error().error));

    const std::string secret = "0123456789abcdef-0123456789ABCDEF";
    response.m2m_client.next_client_secret = secret;
    response.request_id = "before " + secret;
    response.m2m_client.client_name = "next_client_secret";
    response.m2m_client.scopes = {"read", secret.substr(0, 16)};
    response.m2m_client.trusted_metadata = json{{"a", {1, json::object({{secret, true}})}}};
    expected["request_id"] = "[REDACTED]";
    expected["m2m_client"]["client_name"] = "[REDACTED]";
    expected["m2m_client"]["scopes"] = {"read", "[REDACTED]"};
    expected["m2m_client"]["trusted_metadata"] = "[REDACTED]";
    CHECK(redacted(response) == expected);
    CHECK(json(response).dump().find(secret) != std::string::npos);
}

TEST_CASE("A violation is an object in JSON; a Rule and a NextStep are their names") {
    const Violation violation = {Rule::type, "/status", "message"};
    CHECK(json(violation) == json{{"rule", "type"}, {"location", "/status"}, {"message", "message"}});
    CHECK(ordered_json(std::vector<Violation>{violation}).dump() ==
          R"([{"rule":"type","location":"/status","message":"message"}])");
    CHECK(json(Rule::misplaced) == "misplaced");
    CHECK(ordered_json{{"next", NextStep::finish}}.dump() == R"({"next":"finish"})");
}
