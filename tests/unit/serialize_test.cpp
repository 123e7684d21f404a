// SPDX-License-Identifier: MIT
// "serialize writes text": what nlohmann_json would write, byte for byte, which is read as it was.
#include <stytch/m2m.hpp>
#include <stytch/m2m/fixtures.hpp>

#include <cstdint>
#include <limits>
#include <string>

#include "catch.hpp"
#include "samples.hpp"

using namespace stytch::m2m;
using nlohmann::json;

namespace {

using Client = M2MClientWithNextClientSecret;

/// A client with `text` in every place that holds text.
Client filled(const std::string& text) {
    return samples::client_after([&](Client& client) {
        client.client_id = client.client_name = client.client_description = client.status = text;
        client.next_client_secret = client.client_secret_last_four = text;
        client.scopes = {text, "", text};
        client.trusted_metadata = json{{text, {text, 1, nullptr}}};
        client.next_client_secret_last_four = text;
    });
}

void check(const Client& client) {
    CHECK(serialize(client) == nlohmann::ordered_json(client).dump());
    CHECK(parse(serialize(client)).client == client);
}

}  // namespace

TEST_CASE("serialize writes any text in every member as nlohmann_json does") {
    std::string every;
    for (int byte = 0; byte < 0x80; ++byte) {
        every += static_cast<char>(byte);
        check(filled(std::string(1, static_cast<char>(byte))));
    }
    check(filled("a\n" + every + "\u0080\u00e9\u20ac\U0001F511"));
}

TEST_CASE("serialize writes metadata of every kind as nlohmann_json does") {
    for (const json& value :
         {json(nullptr), json(true), json(false), json(-1), json(std::numeric_limits<std::int64_t>::min()), json(0U),
          json(std::numeric_limits<std::uint64_t>::max()), json(0.1), json(-1e300), json(2.0), json(""),
          json("\"\u00e9"), json::array(), json::object(), json({1, {{"b", {2, "}"}}}, "]"})}) {
        check(samples::client_after([&](Client& client) {
            client.trusted_metadata = json{{"", value}, {"a", {value, value}}};
        }));
    }
}

TEST_CASE("serialize leaves absent members out, and writes invalid clients too, for fixtures") {
    check(Client{});
    Client client = samples::client();
    client.next_client_secret_last_four = std::nullopt;
    client.trusted_metadata.emplace(nullptr);
    check(client);
    for (const char* metadata : {"[1]", "[]"}) {
        client.trusted_metadata = json::parse(metadata);
        CHECK(serialize(client).find("\"trusted_metadata\":" + std::string(metadata)) != std::string::npos);
    }
}

TEST_CASE("A response is read as it was serialized") {
    RotateStartResponse both = fixtures::sample_error();
    both.m2m_client = fixtures::sample_client();
    RotateStartResponse bare;
    bare.m2m_client = fixtures::sample_client();
    for (const RotateStartResponse& response : {fixtures::sample_response(), fixtures::sample_error(), both, bare}) {
        CHECK(parse_rotate_start_response(serialize(response)) == response);
        CHECK(nlohmann::ordered_json(response).dump() == serialize(response));
    }
    RotateStartResponse nothing;
    nothing.error.emplace(0, "", "", "", "");
    CHECK(serialize(nothing) == "{}");
}

TEST_CASE("serialize allocates the size that it needs") {
    for (const std::string& text : {std::string("a"), std::string("\"\n\x01\u00e9"), std::string(100, '\\')}) {
        const std::string written = serialize(filled(text));
        CHECK(written.capacity() == written.size());
    }
}

TEST_CASE("serialize throws what is wrong if it cannot be written") {
    RotateStartResponse response = fixtures::sample_response();
    Client& client = response.m2m_client;
    const auto refused = [&] { return samples::thrown([&] { static_cast<void>(serialize(response)); }); };
    response.request_id = "\xFF";
    client.next_client_secret = "secret\xFF";
    client.scopes = {"\xC3"};
    client.trusted_metadata = json{{"\xFF", 1}};
    CHECK(refused() == samples::Findings{{Rule::encoding, "/request_id"},
                                         {Rule::encoding, "/m2m_client/next_client_secret"},
                                         {Rule::encoding, "/m2m_client/scopes/0"},
                                         {Rule::encoding, "/m2m_client/trusted_metadata"}});
    response = fixtures::sample_response();
    client.trusted_metadata = json{{"a", samples::nested_json(127)}};
    CHECK(refused() == samples::Findings{{Rule::depth, "/m2m_client/trusted_metadata"}});
    client.trusted_metadata = json{{"a", samples::nested_json(126)}};
    CHECK(refused().empty());
}
