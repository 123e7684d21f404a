// SPDX-License-Identifier: MIT
// The rules that only a struct or JSON built in memory can break or keep, not text.
#include <stytch/m2m.hpp>

#include <functional>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "catch.hpp"
#include "samples.hpp"

using namespace stytch::m2m;
using nlohmann::json;
using samples::Finding;

namespace {

using Client = M2MClientWithNextClientSecret;

std::vector<Finding> after(const std::function<void(Client&)>& change) {
    Client client = samples::client();
    change(client);
    return samples::findings(validate(client));
}

// Each breaks table 3-7 of the Unicode Standard in a different way.
const std::vector<std::string> not_utf8 = {"\x80",
                                           "\xBF",
                                           "\xC0\xAF",
                                           "\xC1\xBF",
                                           "\xC2",
                                           "\xC2\x41",
                                           "\xE0\x9F\xBF",
                                           "\xE1",
                                           "\xE1\x41",
                                           "\xF1",
                                           "\xF1\x41",
                                           "\xE1\x80",
                                           "\xE1\x80\x41",
                                           "\xE1\xC0\x80",
                                           "\xED\xA0\x80",
                                           "\xF0\x8F\xBF\xBF",
                                           "\xF1\x80\x80",
                                           "\xF4\x90\x80\x80",
                                           "\xF5\x80\x80\x80",
                                           "\xFF",
                                           "\xF1\x80\x80\xC0",
                                           "\xF1\x80\xC0\x80",
                                           "\xF1\x7F\x80\x80",
                                           "\xEF\xBF",
                                           "plain ASCII, then \xFE"};
const std::vector<std::string> utf8 = {
    "",
    "\x7F",
    "\xC2\x80\xDF\xBF",
    "\xE0\xA0\x80\xE1\x80\x80\xEC\xBF\xBF\xED\x80\x80\xED\x9F\xBF\xEE\x80\x80\xEF\xBF\xBF",
    "\xF0\x90\x80\x80\xF1\x80\x80\x80\xF3\xBF\xBF\xBF\xF4\x80\x80\x80\xF4\x8F\xBF\xBF",
    std::string("\0\x01\n\"\\", 5)};

}  // namespace

TEST_CASE("validate: a struct that keeps all rules has no violations") {
    CHECK(validate(samples::client()).empty());
    CHECK(after([](Client& client) { client.trusted_metadata = std::nullopt; }).empty());
    CHECK(after([](Client& client) { client.next_client_secret_last_four = std::nullopt; }).empty());
    CHECK(after([](Client& client) { client.client_name = client.client_description = ""; }).empty());
    CHECK(after([](Client& client) { client.client_secret_last_four = ""; }).empty());
    CHECK(after([](Client& client) { client.scopes = {}; }).empty());
    CHECK(after([](Client& client) { client.status = M2MClientStatus::inactive; }).empty());
    CHECK(after([](Client& client) { client.trusted_metadata = json{{"a", samples::nested_json(126)}}; }).empty());
    CHECK(after([](Client& client) { client.trusted_metadata.emplace(nullptr); }).empty());
}

TEST_CASE("validate: empty, status, type and depth in a struct") {
    CHECK(validate(Client{}).size() == 3);
    CHECK(after([](Client& client) { client.client_id = ""; }) == std::vector<Finding>{{Rule::empty, "/client_id"}});
    CHECK(after([](Client& client) { client.next_client_secret = Secret(); }) ==
          std::vector<Finding>{{Rule::empty, "/next_client_secret"}});
    CHECK(after([](Client& client) { client.status = "gone"; }) == std::vector<Finding>{{Rule::status, "/status"}});
    for (const json& metadata : {json("text"), json(1), json(true), json::array()}) {
        CHECK(after([&](Client& client) { client.trusted_metadata = metadata; }) ==
              std::vector<Finding>{{Rule::type, "/trusted_metadata"}});
    }
    CHECK(after([](Client& client) { client.trusted_metadata.emplace(json::value_t::discarded); }) ==
          std::vector<Finding>{{Rule::type, "/trusted_metadata"}});
    CHECK(after([](Client& client) {
              client.trusted_metadata = json{{"a", samples::nested_json(127)}};
          }) == std::vector<Finding>{{Rule::depth, "/trusted_metadata"}});
}

TEST_CASE("encoding: every string of a struct is UTF-8") {
    const auto fill = [](const std::string& text) {
        Client client = samples::client();
        client.client_id = client.next_client_secret_last_four.emplace(text) + "x";
        client.next_client_secret = "x" + text;
        client.client_name = client.client_description = client.client_secret_last_four = text;
        client.scopes = {"a", text};
        client.trusted_metadata = json{{"a", {1, text}}};
        return validate(client);
    };
    for (const std::string& text : utf8) CHECK(samples::findings(fill(text)).empty());
    for (const std::string& text : not_utf8) {
        CHECK(samples::findings(fill(text)) == std::vector<Finding>{{Rule::encoding, "/client_id"},
                                                                    {Rule::encoding, "/next_client_secret"},
                                                                    {Rule::encoding, "/client_name"},
                                                                    {Rule::encoding, "/client_description"},
                                                                    {Rule::encoding, "/scopes/1"},
                                                                    {Rule::encoding, "/client_secret_last_four"},
                                                                    {Rule::encoding, "/trusted_metadata"},
                                                                    {Rule::encoding, "/next_client_secret_last_four"}});
    }
    CHECK(after([](Client& client) {
              client.trusted_metadata = json{{"\xFF", 1}};
          }) == std::vector<Finding>{{Rule::encoding, "/trusted_metadata"}});
    CHECK(after([](Client& client) { client.status = "\xFF"; }) ==
          std::vector<Finding>{{Rule::encoding, "/status"}, {Rule::status, "/status"}});
}

TEST_CASE("encoding: nlohmann finds the same sequences well-formed") {
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

TEST_CASE("encoding: every string of JSON built in memory is UTF-8, unknown members aside") {
    const json valid = json::parse(samples::client_text);
    for (const char* name : {"client_id", "next_client_secret", "client_name", "client_description",
                             "client_secret_last_four", "next_client_secret_last_four"}) {
        for (const std::string& text : not_utf8) {
            json document = valid;
            document[name] = text;
            const std::vector<Finding> expected{{Rule::encoding, std::string("/") + name}};
            CHECK(samples::findings(validate(document)) == expected);
            CHECK_THROWS_AS(document.get<Client>(), ValidationError);
            const std::string in_text = std::string("{\"") + name + "\":\"" + text + "\"}";
            CHECK(samples::has(parse(in_text).violations, {Rule::syntax, std::string("/") + name}));
        }
    }
    json document = valid;
    document["scopes"] = {"a", "\xC0"};
    document["trusted_metadata"] = {{"\xC0", 1}};
    document["unknown"] = "\xC0";
    CHECK(samples::findings(validate(document)) ==
          std::vector<Finding>{{Rule::encoding, "/scopes/1"}, {Rule::encoding, "/trusted_metadata"}});
}

TEST_CASE("What nlohmann holds beyond JSON is no object, string or array") {
    json document = json::parse(samples::client_text);
    document["trusted_metadata"] = json::binary({1, 2});
    document["client_name"] = json(json::value_t::discarded);
    CHECK(samples::findings(validate(document)) ==
          std::vector<Finding>{{Rule::type, "/client_name"}, {Rule::type, "/trusted_metadata"}});
}

TEST_CASE("Metadata that JSON cannot represent are a violation in a struct and in a json") {
    const std::vector<nlohmann::json> values = {std::numeric_limits<double>::quiet_NaN(),
                                                std::numeric_limits<double>::infinity(), nlohmann::json::binary({1, 2}),
                                                nlohmann::json(nlohmann::json::value_t::discarded)};
    for (const nlohmann::json& value : values) {
        Client client = samples::client();
        client.trusted_metadata = nlohmann::json::object();
        (*client.trusted_metadata)["a"] = nlohmann::json::array({1.5, value});
        const std::vector<samples::Finding> expected = {{Rule::type, "/trusted_metadata"}};
        CHECK(samples::findings(validate(client)) == expected);
        CHECK(samples::findings(validate(nlohmann::json(client))) == expected);
        CHECK(samples::thrown([&] { static_cast<void>(serialize(client)); }) == expected);
    }
}
