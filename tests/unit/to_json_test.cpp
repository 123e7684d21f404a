// SPDX-License-Identifier: MIT
#include <stytch/m2m.hpp>
#include <stytch/m2m/fixtures.hpp>

#include <nlohmann/json.hpp>
#include <sstream>
#include <vector>

#include "catch.hpp"
#include "samples.hpp"

using namespace stytch::m2m;
using nlohmann::json;
using nlohmann::ordered_json;

TEST_CASE("to_json writes every member, the secret in plaintext") {
    const json j = samples::client();
    CHECK(j == json::parse(samples::client_text));
    CHECK(ordered_json(j).get<M2MClientWithNextClientSecret>() == samples::client());
}

TEST_CASE("to_json keeps the schema's order if the json is ordered") {
    CHECK(ordered_json(samples::client()).dump() ==
          R"({"client_id":"m2m-client-test-d731954d-dab3-4a2b-bdee-07f3ad1be885",)"
          R"("next_client_secret":"NHQhc7ZqsXJVtgmN2MXr1etqsQrGAwJ-iBWNLKY7DzJj","client_name":"Example client name",)"
          R"("client_description":"Example client description.","status":"active",)"
          R"("scopes":["read:users","write:users"],"client_secret_last_four":"DzJj","trusted_metadata":{},)"
          R"("next_client_secret_last_four":"DzJj"})");
}

TEST_CASE("to_json does not write absent members") {
    M2MClientWithNextClientSecret client = samples::client();
    client.trusted_metadata = std::nullopt;
    client.next_client_secret_last_four = std::nullopt;
    CHECK(json(client).size() == 7);
    client.trusted_metadata.emplace(nullptr);
    CHECK(json(client).size() == 7);
    CHECK(json(client).get<M2MClientWithNextClientSecret>().scopes == client.scopes);
}

TEST_CASE("to_json and redacted refuse metadata too deep to copy") {
    M2MClientWithNextClientSecret client = samples::client();
    client.trusted_metadata = json{{"a", samples::nested_json(127)}};
    json j = "before";
    const std::vector<samples::Finding> too_deep = {{Rule::depth, "/trusted_metadata"}};
    CHECK(samples::thrown([&] { to_json(j, client); }) == too_deep);
    CHECK(j == "before");
    CHECK(samples::thrown([&] { static_cast<void>(redacted(client)); }) == too_deep);
    RotateStartResponse response;
    response.m2m_client = client;
    CHECK(samples::thrown([&] { to_json(j, response); }) ==
          std::vector<samples::Finding>{{Rule::depth, "/m2m_client/trusted_metadata"}});
    client.trusted_metadata = json{{"a", samples::nested_json(126)}};
    CHECK_NOTHROW(to_json(j, client));
}

TEST_CASE("redacted is to_json without the secret") {
    json expected = samples::client();
    expected.erase("next_client_secret");
    CHECK(redacted(samples::client()) == expected);
}

TEST_CASE("redacted hides what repeats the secret, and may be logged") {
    RotateStartResponse response = fixtures::sample_response();
    CHECK(redacted(response)["m2m_client"] == redacted(response.m2m_client));
    CHECK(redacted(response)["request_id"] == response.request_id);
    CHECK(redacted(fixtures::sample_error()) == json(fixtures::sample_error()));

    const std::string secret = "0123456789abcdef-0123456789ABCDEF";
    response.m2m_client.next_client_secret = secret;
    response.request_id = "before " + secret;
    response.m2m_client.client_name = "next_client_secret";
    response.m2m_client.scopes = {"read", secret.substr(0, 16)};
    response.m2m_client.trusted_metadata = json{{"a", {1, json::object({{secret, true}})}}};
    const json logged = redacted(response);
    CHECK(logged["request_id"] == "[REDACTED]");
    CHECK(logged["m2m_client"]["client_name"] == "[REDACTED]");
    CHECK(logged["m2m_client"]["scopes"] == json{"read", "[REDACTED]"});
    CHECK(logged["m2m_client"]["trusted_metadata"] == "[REDACTED]");
    CHECK_FALSE(logged["m2m_client"].contains("next_client_secret"));
    CHECK(logged.dump().find("0123456789") == std::string::npos);
    CHECK(json(response).dump().find(secret) != std::string::npos);
}

TEST_CASE("to_json writes what an error has") {
    CHECK(json(*fixtures::sample_error().error) == json(fixtures::sample_error()));
    CHECK(json(StytchError(0, "", "", "a message", "")) == json{{"error_message", "a message"}});
    CHECK(nlohmann::ordered_json(StytchError(404, "r", "t", "m", "u")).dump() ==
          R"({"status_code":404,"request_id":"r","error_type":"t","error_message":"m","error_url":"u"})");
}

TEST_CASE("A client prints for humans, without its secret or its last-fours, and not as JSON") {
    M2MClientWithNextClientSecret client = samples::client();
    const auto printed = [&] {
        std::ostringstream out;
        out << client;
        return out.str();
    };
    CHECK(printed() ==
          R"(M2MClientWithNextClientSecret{client_id: "m2m-client-test-d731954d-dab3-4a2b-bdee-07f3ad1be885", )"
          R"(next_client_secret: [REDACTED], client_name: "Example client name", )"
          R"(client_description: "Example client description.", status: "active", )"
          R"(scopes: ["read:users", "write:users"], client_secret_last_four: [REDACTED], trusted_metadata: {}, )"
          R"(next_client_secret_last_four: [REDACTED]})");
    CHECK_FALSE(json::accept(printed()));

    client.client_name = "two\nlines \"quoted\" \x1B";
    client.scopes = {};
    client.trusted_metadata = std::nullopt;
    CHECK(printed().find(R"(client_name: "two\nlines \"quoted\" \u001b")") != std::string::npos);
    CHECK(printed().find("scopes: [], ") != std::string::npos);
    CHECK(printed().find("trusted_metadata: absent") != std::string::npos);
    client.trusted_metadata.emplace(nullptr);
    CHECK(printed().find("trusted_metadata: absent") != std::string::npos);
    client.trusted_metadata = samples::nested_json(200);
    CHECK(printed().find("trusted_metadata: (nested too deeply)") != std::string::npos);
    client.trusted_metadata = json{{"a", "\xFF"}};
    CHECK(printed().find("trusted_metadata: {\"a\":\"\uFFFD\"}") != std::string::npos);
}

TEST_CASE("Clients compare by all their members") {
    using Client = M2MClientWithNextClientSecret;
    const Client client = samples::client();
    CHECK(client == samples::client());
    CHECK_FALSE(client != samples::client());
    CHECK(Client{} == Client{});
    const auto differs = [&](auto change) {
        Client other = client;
        change(other);
        return client != other && other != client;
    };
    CHECK(differs([](Client& other) { other.client_id += "x"; }));
    CHECK(differs([](Client& other) { other.next_client_secret = "x"; }));
    CHECK(differs([](Client& other) { other.client_name += "x"; }));
    CHECK(differs([](Client& other) { other.client_description += "x"; }));
    CHECK(differs([](Client& other) { other.status += "x"; }));
    CHECK(differs([](Client& other) { other.scopes.pop_back(); }));
    CHECK(differs([](Client& other) { other.client_secret_last_four += "x"; }));
    CHECK(differs([](Client& other) { other.trusted_metadata = json{{"a", 1}}; }));
    CHECK(differs([](Client& other) { other.trusted_metadata = std::nullopt; }));
    CHECK(differs([](Client& other) { other.next_client_secret_last_four = "x"; }));
    CHECK(differs([](Client& other) { other.next_client_secret_last_four = std::nullopt; }));

    Client absent;
    Client null;
    null.trusted_metadata.emplace(nullptr);
    CHECK(absent == null);
    CHECK(null == null);
    CHECK(null != client);
}
