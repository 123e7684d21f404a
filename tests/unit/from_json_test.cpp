// SPDX-License-Identifier: MIT
#include <stytch/m2m.hpp>

#include <nlohmann/json.hpp>

#include <map>
#include <string>
#include <vector>

#include "catch.hpp"
#include "samples.hpp"

using namespace stytch::m2m;
using nlohmann::json;
using nlohmann::ordered_json;

TEST_CASE("from_json reads every member") {
    CHECK(json::parse(samples::client_text).get<M2MClientWithNextClientSecret>() == samples::client());
    CHECK(ordered_json::parse(samples::client_text).get<M2MClientWithNextClientSecret>() == samples::client());
}

namespace {
struct OtherText : std::string {
    using std::string::string;
    OtherText(const std::string& text) : std::string(text) {}  // required by nlohmann_json to convert a json
};
using OtherJson = nlohmann::basic_json<std::map, std::vector, OtherText, bool, int, unsigned, float>;
}  // namespace

TEST_CASE("Any basic_json may hold a client") {
    const OtherJson document = OtherJson::parse(samples::client_text);
    CHECK(validate(document).empty());
    CHECK(document.get<M2MClientWithNextClientSecret>() == samples::client());
    CHECK(OtherJson(samples::client()) == document);
    CHECK(samples::thrown([] { OtherJson::object().get<M2MClientWithNextClientSecret>(); }).size() == 7);
}

TEST_CASE("from_json reads null in an optional member as absent, over what was there") {
    json document = json::parse(samples::client_text);
    document["trusted_metadata"] = nullptr;
    document["next_client_secret_last_four"] = nullptr;
    M2MClientWithNextClientSecret client = samples::client();
    from_json(document, client);
    CHECK_FALSE(client.trusted_metadata.has_value());
    CHECK_FALSE(client.next_client_secret_last_four.has_value());
    CHECK(client.scopes.size() == 2);
}

TEST_CASE("from_json throws every violation and leaves its target as it is") {
    M2MClientWithNextClientSecret client = samples::client();
    const json document = {{"client_id", ""}, {"scopes", {1}}};
    try {
        from_json(document, client);
        FAIL("has to throw");
    } catch (const ValidationError& error) {
        CHECK(error.violations() == validate(document));
        CHECK(error.violations().size() == 7);
    }
    CHECK(client == samples::client());
    CHECK_THROWS_AS(json(1).get<M2MClientWithNextClientSecret>(), ValidationError);
}
