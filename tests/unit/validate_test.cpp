// SPDX-License-Identifier: MIT
// Breaks the rules in structs and in JSON built in memory, which can hold what no text can.
#include <stytch/m2m.hpp>

#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "catch.hpp"
#include "samples.hpp"

using namespace stytch::m2m;
using nlohmann::json;
using samples::Findings;

namespace {

using Client = M2MClientWithNextClientSecret;

template <class Change>
Findings after(Change&& change) {
    return samples::findings(validate(samples::client_after(change)));
}

}  // namespace

TEST_CASE("A struct that keeps all rules has no violations") {
    CHECK(validate(samples::client()).empty());
    CHECK(after([](Client& client) {
              client.client_name = client.client_description = client.client_secret_last_four = "";
              client.scopes = {};
              client.status = M2MClientStatus::inactive;
              client.trusted_metadata = std::nullopt;
              client.next_client_secret_last_four = std::nullopt;
          }).empty());
    CHECK(after([](Client& client) { client.trusted_metadata = json{{"a", samples::nested_json(126)}}; }).empty());
    CHECK(after([](Client& client) { client.trusted_metadata.emplace(nullptr); }).empty());
}

TEST_CASE("A struct can break the rules empty, status, type and depth") {
    CHECK(samples::findings(validate(Client{})) ==
          Findings{{Rule::empty, "/client_id"}, {Rule::empty, "/next_client_secret"}, {Rule::status, "/status"}});
    for (const json& metadata : {json("text"), json(1), json::array(), json(json::value_t::discarded)}) {
        CHECK(after([&](Client& client) { client.trusted_metadata.emplace(metadata); }) ==
              Findings{{Rule::type, "/trusted_metadata"}});
    }
    CHECK(after([](Client& client) {
              client.trusted_metadata = json{{"a", samples::nested_json(127)}};
          }) == Findings{{Rule::depth, "/trusted_metadata"}});
}

TEST_CASE("encoding: every string of a struct and of JSON built in memory is UTF-8, unknown members aside") {
    const auto filled = [](const std::string& text) {
        return samples::client_after([&](Client& client) {
            client.client_id = client.next_client_secret_last_four.emplace(text) + "x";
            client.next_client_secret = "x" + text;
            client.client_name = client.client_description = client.client_secret_last_four = text;
            client.scopes = {"a", text};
            client.trusted_metadata = json{{"a", {1, text}}};
        });
    };
    CHECK(validate(filled("\x7F \u00e9\u20ac\U0001F511")).empty());
    const Client client = filled("plain ASCII, then \xFE");
    json document = client;
    document["unknown"] = "\xC0";
    const Findings expected = {
        {Rule::encoding, "/client_id"},        {Rule::encoding, "/next_client_secret"},
        {Rule::encoding, "/client_name"},      {Rule::encoding, "/client_description"},
        {Rule::encoding, "/scopes/1"},         {Rule::encoding, "/client_secret_last_four"},
        {Rule::encoding, "/trusted_metadata"}, {Rule::encoding, "/next_client_secret_last_four"}};
    CHECK(samples::findings(validate(client)) == expected);
    CHECK(validate(document) == validate(client));
    CHECK(samples::thrown([&] { static_cast<void>(document.get<Client>()); }) == expected);
    CHECK(validate(client)[0].message == "must be UTF-8");
    CHECK(after([](Client& changed) {
              changed.status = "\xFF";
              changed.trusted_metadata = json{{"\xFF", 1}};
          }) ==
          Findings{{Rule::encoding, "/status"}, {Rule::status, "/status"}, {Rule::encoding, "/trusted_metadata"}});
}

TEST_CASE("encoding: nlohmann_json finds the same sequences well-formed") {
    const auto refused_by_nlohmann = [](const std::string& text) {
        try {
            return json(text).dump().empty();
        } catch (const json::type_error&) {
            return true;
        }
    };
    // Around every limit that the standard sets for a byte.
    constexpr std::string_view leads = "\x7F\x80\xBF\xC0\xC1\xC2\xDF\xE0\xE1\xEC\xED\xEE\xEF\xF0\xF1\xF3\xF4\xF5\xFF";
    constexpr std::string_view behind = "\x41\x7F\x80\x8F\x90\x9F\xA0\xBF\xC0\xFF";
    constexpr std::string_view far_behind = "\x7F\x80\xBF\xC0";
    Client client = samples::client();
    std::string& text = client.client_name;
    const auto differs = [&] { return validate(client).empty() == refused_by_nlohmann(text); };
    std::vector<std::string> different;
    for (const char first : leads) {
        for (const char second : behind) {
            for (const char third : far_behind) {
                for (const char fourth : far_behind) {
                    text = {first, second, third, fourth};
                    for (; !text.empty(); text.pop_back()) {
                        if (differs()) different.push_back(text);
                    }
                }
            }
        }
    }
    CHECK(different.empty());
}

TEST_CASE("depth: JSON built in memory is looked at whole, even where the type is wrong") {
    json document = samples::client();
    document["status"] = samples::nested_json(128);
    document["scopes"] = samples::nested_json(128);
    document["unknown"] = samples::nested_json(128);
    CHECK(samples::findings(validate(document)) ==
          Findings{{Rule::depth, ""}, {Rule::depth, "/status"}, {Rule::type, "/status"}, {Rule::depth, "/scopes"}});
    document = samples::client();
    document["scopes"] = samples::nested_json(127);
    document["unknown"] = samples::nested_json(127);
    CHECK(samples::findings(validate(document)) == Findings{{Rule::type, "/scopes/0"}});
    CHECK(samples::findings(validate(samples::nested_json(128))) == Findings{{Rule::type, ""}});
    CHECK(samples::findings(validate(samples::nested_json(129))) == Findings{{Rule::depth, ""}, {Rule::type, ""}});
}

TEST_CASE("type: what JSON cannot represent is a violation in metadata and in any other member") {
    for (const json& value :
         {json(std::numeric_limits<double>::quiet_NaN()), json(std::numeric_limits<double>::infinity()),
          json::binary({1, 2}), json(json::value_t::discarded)}) {
        Client client = samples::client();
        client.trusted_metadata.emplace(json::value_t::object)["a"] = json::array({1.5, value});
        const Findings expected = {{Rule::type, "/trusted_metadata"}};
        CHECK(validate(client)[0].message == "must hold only values that JSON can represent");
        CHECK(samples::findings(validate(client)) == expected);
        CHECK(samples::findings(validate(json(client))) == expected);
        CHECK(samples::thrown([&] { static_cast<void>(serialize(client)); }) == expected);
        client.trusted_metadata = value;
        CHECK(samples::thrown([&] { static_cast<void>(serialize(client)); }) == expected);
        json document = samples::client();
        document["client_name"] = value;
        document["trusted_metadata"] = value;
        CHECK(samples::findings(validate(document)) ==
              Findings{{Rule::type, "/client_name"}, {Rule::type, "/trusted_metadata"}});
    }
}
