// SPDX-License-Identifier: MIT
#include <stytch/m2m.hpp>

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "catch.hpp"
#include "samples.hpp"

using namespace stytch::m2m;
using nlohmann::json;

namespace {

using Client = M2MClientWithNextClientSecret;

/// A client with `text` in every place that holds text.
Client filled(const std::string& text) {
    Client client = samples::client();
    client.client_id = client.client_name = client.client_description = client.status = text;
    client.next_client_secret = text;
    client.scopes = {text, "", text};
    client.client_secret_last_four = text;
    client.trusted_metadata = json{{text, {text, 1, nullptr}}};
    client.next_client_secret_last_four = text;
    return client;
}

}  // namespace

TEST_CASE("serialize writes what nlohmann would, byte for byte") {
    CHECK(serialize(samples::client()) == nlohmann::ordered_json(samples::client()).dump());
    CHECK(serialize(Client{}) == nlohmann::ordered_json(Client{}).dump());
    std::string every;
    for (int byte = 0; byte < 0x80; ++byte) {
        every += static_cast<char>(byte);
        const Client client = filled(std::string(1, static_cast<char>(byte)));
        CHECK(serialize(client) == nlohmann::ordered_json(client).dump());
    }
    for (const std::string& text : {every, std::string("\u00e9\u20ac\U0001F511"), "a\n" + every + "\u0080\u00ff"}) {
        const Client client = filled(text);
        CHECK(serialize(client) == nlohmann::ordered_json(client).dump());
        CHECK(parse(serialize(client)).client == client);
    }
}

TEST_CASE("serialize writes metadata of every kind") {
    Client client = samples::client();
    for (const json& value :
         {json(nullptr), json(true), json(false), json(-1), json(std::numeric_limits<std::int64_t>::min()), json(0U),
          json(std::numeric_limits<std::uint64_t>::max()), json(0.1), json(-1e300), json(2.0), json(""),
          json("\"\u00e9"), json::array(), json::object(), json({1, {{"b", {2, "}"}}}, "]"})}) {
        client.trusted_metadata = json{{"", value}, {"a", {value, value}}};
        CHECK(serialize(client) == nlohmann::ordered_json(client).dump());
        CHECK(parse(serialize(client)).client == client);
    }
}

TEST_CASE("serialize does not write absent members") {
    Client client = samples::client();
    client.trusted_metadata = std::nullopt;
    client.next_client_secret_last_four = std::nullopt;
    CHECK(serialize(client) == nlohmann::ordered_json(client).dump());
    client.trusted_metadata.emplace(nullptr);
    CHECK(serialize(client) == nlohmann::ordered_json(client).dump());
}

TEST_CASE("serialize writes invalid clients too, for fixtures") {
    Client client;
    client.status = "gone";
    client.trusted_metadata = json::array({1});
    CHECK(serialize(client) == nlohmann::ordered_json(client).dump());
    CHECK(serialize(client).find(R"("trusted_metadata":[1])") != std::string::npos);
    CHECK_FALSE(parse(serialize(client)).ok());
    client.trusted_metadata = json::array();
    CHECK(serialize(client).find(R"("trusted_metadata":[])") != std::string::npos);
}

TEST_CASE("serialize allocates the size that it needs") {
    for (const std::string& text : {std::string("a"), std::string("\"\n\x01\u00e9"), std::string(100, '\\')}) {
        const std::string written = serialize(filled(text));
        CHECK(written.capacity() == written.size());
    }
}

TEST_CASE("serialize throws if a client cannot be written") {
    using Findings = std::vector<samples::Finding>;
    Client client = samples::client();
    const auto refused = [&] { return samples::thrown([&] { static_cast<void>(serialize(client)); }); };
    client.next_client_secret = "secret\xFF";
    client.scopes = {"\xC3"};
    CHECK(refused() == Findings{{Rule::encoding, "/next_client_secret"}, {Rule::encoding, "/scopes/0"}});
    client = samples::client();
    client.trusted_metadata = json{{"a", "\xFF"}};
    CHECK(refused() == Findings{{Rule::encoding, "/trusted_metadata"}});
    client.trusted_metadata = json{{"a", samples::nested_json(127)}};
    CHECK(refused() == Findings{{Rule::depth, "/trusted_metadata"}});
    for (const json& value :
         {json(json::value_t::discarded), json::binary({1}), json(std::numeric_limits<double>::infinity()),
          json(std::numeric_limits<double>::quiet_NaN())}) {
        client.trusted_metadata = value;
        CHECK(refused() == Findings{{Rule::type, "/trusted_metadata"}});
        client.trusted_metadata = json{{"a", {1, value}}};
        CHECK(refused() == Findings{{Rule::type, "/trusted_metadata"}});
    }
    client.trusted_metadata = json{{"\xFF", 1}};
    CHECK(refused() == Findings{{Rule::encoding, "/trusted_metadata"}});
    client.trusted_metadata = json{{"a", samples::nested_json(126)}};
    CHECK(refused().empty());
}
