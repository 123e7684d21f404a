// SPDX-License-Identifier: MIT
// Every rule that a JSON document can break or keep, through every function that accepts JSON.
#include <stytch/m2m.hpp>

#include <algorithm>
#include <string>
#include <vector>

#include "catch.hpp"
#include "samples.hpp"

using namespace stytch::m2m;
using nlohmann::json;
using samples::Finding;

namespace {

std::vector<Finding> sorted(std::vector<Finding> findings) {
    std::sort(findings.begin(), findings.end());
    return findings;
}

template <class BasicJson>
std::vector<Finding> from_json_findings(const BasicJson& document) {
    M2MClientWithNextClientSecret target = samples::client();
    const std::vector<Finding> thrown = samples::thrown([&] { from_json(document, target); });
    CHECK((thrown.empty() || target == samples::client()));
    return thrown;
}

/// All of these functions must find exactly this.
void expect(const json& document, std::vector<Finding> expected) {
    const std::string text = document.dump();
    CAPTURE(text);
    expected = sorted(expected);
    CHECK(sorted(samples::findings(parse(text).violations)) == expected);
    CHECK(sorted(samples::findings(validate(document))) == expected);
    CHECK(sorted(samples::findings(validate(nlohmann::ordered_json(document)))) == expected);
    CHECK(sorted(from_json_findings(document)) == expected);
    CHECK(sorted(from_json_findings(nlohmann::ordered_json(document))) == expected);

    for (Finding& finding : expected) finding.location.insert(0, "/m2m_client");
    CHECK(sorted(samples::findings(parse_rotate_start_response("{\"m2m_client\":" + text + "}").violations)) ==
          expected);
}

json valid() { return json::parse(samples::client_text); }

json with(const std::string& name, const json& value) {
    json document = valid();
    document[name] = value;
    return document;
}

json without(const std::string& name) {
    json document = valid();
    document.erase(name);
    return document;
}

const std::vector<std::string> required_members = {
    "client_id", "next_client_secret",     "client_name", "client_description", "status",
    "scopes",    "client_secret_last_four"};
const std::vector<std::string> optional_members = {"trusted_metadata", "next_client_secret_last_four"};

/// A value of each JSON type and notable form.
const std::vector<json> values = {nullptr,          true,           false,           0, -1.5, "a", "", json::array(),
                                  json::array({1}), json::object(), json{{"a", "b"}}};

}  // namespace

TEST_CASE("The documented client is valid") { expect(valid(), {}); }

TEST_CASE("required: all but the optional members must be there") {
    for (const std::string& name : required_members) expect(without(name), {{Rule::required, "/" + name}});
    for (const std::string& name : optional_members) expect(without(name), {});

    std::vector<Finding> all;
    for (const std::string& name : required_members) all.push_back({Rule::required, "/" + name});
    expect(json::object(), all);
}

TEST_CASE("type: a member has the schema's type, and null is the absence of an optional one") {
    const auto check_member = [](const std::string& name, json::value_t type, bool nullable) {
        for (const json& value : values) {
            if (name == "client_id" || name == "next_client_secret" || name == "status" || name == "scopes") {
                if (value.type() == type) continue;  // other rules apply as well
            }
            const bool valid_type = value.type() == type || (nullable && value.is_null());
            expect(with(name, value),
                   valid_type ? std::vector<Finding>{} : std::vector<Finding>{{Rule::type, "/" + name}});
        }
    };
    for (const std::string& name : required_members) {
        check_member(name, name == "scopes" ? json::value_t::array : json::value_t::string, false);
    }
    check_member("trusted_metadata", json::value_t::object, true);
    check_member("next_client_secret_last_four", json::value_t::string, true);
}

TEST_CASE("type: scopes are strings") {
    expect(with("scopes", json::array()), {});
    expect(with("scopes", {"a", "", "\u00e9"}), {});
    expect(with("scopes", {"a", 1, "b", nullptr, {"c"}}),
           {{Rule::type, "/scopes/1"}, {Rule::type, "/scopes/3"}, {Rule::type, "/scopes/4"}});
}

TEST_CASE("type: the document is an object") {
    for (const json& value : values) {
        if (!value.is_object()) {
            INFO(value);
            CHECK(samples::findings(parse(value.dump()).violations) == std::vector<Finding>{{Rule::type, ""}});
            CHECK(samples::findings(validate(value)) == std::vector<Finding>{{Rule::type, ""}});
            CHECK(from_json_findings(value) == std::vector<Finding>{{Rule::type, ""}});
        }
    }
}

TEST_CASE("empty: client_id and next_client_secret are not") {
    expect(with("client_id", ""), {{Rule::empty, "/client_id"}});
    expect(with("next_client_secret", ""), {{Rule::empty, "/next_client_secret"}});
    for (const char* name :
         {"client_name", "client_description", "client_secret_last_four", "next_client_secret_last_four"}) {
        expect(with(name, ""), {});
    }
}

TEST_CASE("status: active or inactive") {
    expect(with("status", "active"), {});
    expect(with("status", "inactive"), {});
    for (const char* status : {"", "Active", "active ", "pending", "inactiv"}) {
        expect(with("status", status), {{Rule::status, "/status"}});
    }
}

TEST_CASE("depth: 128 levels, the client's own being the first") {
    expect(with("trusted_metadata", {{"a", samples::nested_json(126)}}), {});
    expect(with("trusted_metadata", {{"a", samples::nested_json(127)}}), {{Rule::depth, "/trusted_metadata"}});
    expect(with("unknown", samples::nested_json(127)), {});
    expect(with("unknown", samples::nested_json(128)), {{Rule::depth, ""}});
    expect(with("scopes", samples::nested_json(127)), {{Rule::type, "/scopes/0"}});
    expect(with("scopes", samples::nested_json(128)), {{Rule::depth, "/scopes"}});
    const json wrong = with("status", samples::nested_json(128));
    CHECK(samples::findings(parse(wrong.dump()).violations) == std::vector<Finding>{{Rule::depth, "/status"}});
    CHECK(samples::findings(validate(wrong)) ==
          std::vector<Finding>{{Rule::depth, "/status"}, {Rule::type, "/status"}});
    CHECK(samples::findings(validate(samples::nested_json(128))) == std::vector<Finding>{{Rule::type, ""}});
    CHECK(samples::findings(validate(samples::nested_json(129))) ==
          std::vector<Finding>{{Rule::depth, ""}, {Rule::type, ""}});
    CHECK(samples::findings(parse(samples::nested_text(128)).violations) == std::vector<Finding>{{Rule::type, ""}});
    for (const std::string& text : {samples::nested_text(129), std::string(129, '[')}) {
        CHECK(samples::findings(parse(text).violations) == std::vector<Finding>{{Rule::depth, ""}});
    }
}

TEST_CASE("Ids, secrets, scopes and last-fours need only satisfy the schema") {
    for (const char* text : {"a", " ", "\n", "\u20ac\U0001F511", "not-a-uuid", "\x7f", "0123456789"}) {
        for (const char* name : {"client_id", "next_client_secret", "client_name", "client_description",
                                 "client_secret_last_four", "next_client_secret_last_four"}) {
            expect(with(name, text), {});
        }
        expect(with("scopes", {text}), {});
    }
}

TEST_CASE("Unknown members are ignored, whatever they are") {
    for (const json& value : values) expect(with("unknown", value), {});
    expect(with("", 1), {});
    expect(with("Client_id", 1), {});
    expect(with("client_id ", 1), {});
}

TEST_CASE("All violations are reported, not just the first") {
    json document = valid();
    document["client_id"] = "";
    document["next_client_secret"] = nullptr;
    document["status"] = "gone";
    document["scopes"] = {1, 2};
    document["trusted_metadata"] = "text";
    document.erase("client_name");
    expect(document, {{Rule::empty, "/client_id"},
                      {Rule::type, "/next_client_secret"},
                      {Rule::status, "/status"},
                      {Rule::type, "/scopes/0"},
                      {Rule::type, "/scopes/1"},
                      {Rule::type, "/trusted_metadata"},
                      {Rule::required, "/client_name"}});
}

TEST_CASE("A type violation says what was expected and what was found") {
    CHECK(parse(with("status", 1).dump()).violations.at(0).message == "must be of type string, not number");
    CHECK(validate(with("status", 1)).at(0).message == "must be of type string, not number");
}
