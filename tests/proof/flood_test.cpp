// SPDX-License-Identifier: MIT
// Texts full of faults: work stays linear, memory within 32 times the text, and violations few.
#include <stytch/m2m.hpp>

#include <cstddef>
#include <string>
#include <vector>

#include "catch.hpp"
#include "grown.hpp"
#include "linear.hpp"
#include "samples.hpp"

using namespace stytch::m2m;

namespace {

/// Each is repeated over and over.
const std::vector<std::string> parts = {
    // wrong, unknown and repeated members and scopes
    "1,",
    "{},",
    "\"\",",
    "\"\\q\",",
    "\"a\":0,",
    "\"a\":01,",
    "\"a\":[1,],",
    "\"a\\q\":1,",
    "\"status\":0,",
    "\"status\":\"gone\",",
    "\"status\":{\"a\":[]},",
    "\"\\u0073tatus\":tru,",
    "\"trusted_metadata\":{\"a\":\"next_client_secret\"},",
    "\"next_client_secret\":null,",
    "\"next_client_secret\":\"\",",
    "\"next_client_secret\":\"a\",",
    "\"next_client_secret\":\"\\q\",",
    "\"next_client_secret\":\"a\",\"next_client_secret\":\"b\",",
    "\"m2m_client\":{},",
    "{\"next_client_secret\":\"a\"},",
    // brackets
    "[",
    "]",
    "{",
    "}",
    "[]",
    "[[],",
    "{[",
    "}]",
    "]}[{",
    "{\"a\":",
    // faults
    ",",
    ":",
    "'",
    "\"",
    ",\"",
    "\",\"",
    "\\\"",
    "\"\\",
    "\"a\"",
    "\"a\",",
    ",\"a\"",
    "\"a\":",
    ",\"a\":",
    ",\"a\":,",
    ",\"a\":'",
    ",\"a\":\"",
    ",\"a\":[",
    ",\"a\":{\"b\"",
    ",\"a\":]",
    ",\"a\":1 2",
    ",\"client_id\":",
    ",\"client_id\":[,",
    " x[,\"b\":1",
    " x{,\"b\":1",
    "[,\"\":1",
    "\"a\":\"b,",
    "\"a\":\",  ",
    "\"a\":[\"b\":1},",
    "\"scopes\":[\"b\":1},",
    // the secret's name without a secret
    "\"next_client_secret\"",
    "\"next_client_secret\":",
    "\"next_client_secret\":,",
    "\"next_client_secret\":\"",
    ",\"next_client_secret\":[",
    "\\\"next_client_secret\\\":",
    "\"next_client_secret\"" + std::string(200, ' '),
    "\"next_client_secret\":\"a",
    "\"next_client_secret\":\"a\\",
    "\"next\\u005fclient_secret\":\"\\u0061",
    std::string(100, '\\') + "\"",
    "\xFF",
};

/// Repeats `part` an even number of times, so that its quotes always pair up the same way.
std::string flooded(const std::string& part, std::size_t size) {
    return proof::repeated(part, size / part.size() / 2 * 2);
}

/// What surrounds a flood.
struct Place {
    std::string before;
    std::string behind;
};
const std::string rest = samples::client_text.substr(1);
const std::vector<Place> places = {
    {"", ""},
    {"{", rest},
    {"{\"x\":[", "]," + rest},
    {"{\"scopes\":[", "]," + rest},
    {"{\"client_name\":\"", "\"," + rest},
    {samples::client_text.substr(0, samples::client_text.size() - 1) + ",", "}"},
    {"{\"m2m_client\":{", rest + "}"},
};

bool few(const std::vector<Violation>& violations) {
    return violations.size() <= 100 || (violations.size() == 101 && violations.back().location.empty());
}

/// Parses with both functions.
bool few_violations(const std::string& text) {
    return few(parse(text).violations) && few(parse_rotate_start_response(text).violations);
}

}  // namespace

TEST_CASE("Flood: whatever a text is full of, work is linear, memory within 32 times the text, violations few") {
    for (const Place& place : places) {
        for (const std::string& part : parts) {
            CAPTURE(place.before.substr(0, 20), part);
            bool all_few = true;
            const auto read = [&](const std::string& text) { all_few = few_violations(text) && all_few; };
            const auto measured = [&](std::size_t size) {
                return proof::measured(place.before + flooded(part, size) + place.behind, read);
            };
            const proof::PerByte small = measured(proof::small_size);
            const proof::PerByte large = measured(proof::large_size);
            proof::check_linear(small, large);
            CHECK(large.peak <= 32);
            CHECK(all_few);
        }
    }
}

TEST_CASE("Flood: work is linear if each of many arrays in each other ends with a brace") {
    for (const char* array : {"\"a\":[", "\"scopes\":[\"b\",", "\"a\":[\"b,"}) {
        CAPTURE(array);
        const auto measured = [&](std::size_t size) {
            const std::size_t count = size / (std::string(array).size() + 1) / 2 * 2;  // as in flooded()
            return proof::measured("{" + proof::repeated(array, count) + std::string(count, '}'), few_violations);
        };
        proof::check_linear(measured(proof::small_size), measured(proof::large_size));
    }
}

TEST_CASE("Flood: of more than 100 violations the last says that there are more") {
    const auto wrong_scopes = [](std::size_t count) {
        return proof::client_with("[\"read:users\"", "[" + proof::repeated("1,", count) + "\"read:users\"");
    };
    const auto last_says_more = [](const std::vector<Violation>& violations) {
        return violations.size() == 101 &&
               violations[99] == Violation{Rule::type, "/scopes/99", violations[0].message} &&
               violations[100].rule == Rule::type && violations[100].location.empty() &&
               !violations[100].message.empty();
    };
    for (const std::size_t count : {99U, 100U, 101U, 1000U}) {
        const std::string text = wrong_scopes(count);
        const nlohmann::json document = nlohmann::json::parse(text);
        M2MClientWithNextClientSecret client = samples::client();
        client.scopes.assign(count, "\xFF");
        M2MClientWithNextClientSecret target;
        std::vector<Violation> thrown;
        std::string what;
        try {
            from_json(document, target);
        } catch (const ValidationError& error) {
            thrown = error.violations();
            what = error.what();
        }
        const std::vector<Violation> encoding = validate(client);
        CAPTURE(count);
        CHECK(what.size() < 10'000);
        if (count <= 100) {
            CHECK(parse(text).violations.size() == count);
            CHECK(validate(document).size() == count);
            CHECK(thrown.size() == count);
            CHECK(encoding.size() == count);
            CHECK(encoding.back().location == "/scopes/" + std::to_string(count - 1));
        } else {
            CHECK(last_says_more(parse(text).violations));
            CHECK(last_says_more(validate(document)));
            CHECK(last_says_more(validate(nlohmann::ordered_json(document))));
            CHECK(last_says_more(thrown));
            CHECK(encoding.size() == 101);
            CHECK(encoding.back().rule == Rule::encoding);
            CHECK(encoding.back().location.empty());
        }
    }
}

TEST_CASE("Flood: a fault and a misplaced secret are reported even then, in the order in which they were found") {
    const std::string wrong = "{\"scopes\":[" + proof::repeated("1,", 1000) + "1],";
    const auto secret = [](const char* name) { return std::string("\"x\":{\"") + name + "\":\"a\"}"; };
    const std::vector<Violation> faulty = parse(wrong + secret("next_client_secret") + ",}").violations;
    const std::vector<Violation> whole = parse(wrong + secret("next_client_secret") + "}").violations;
    for (const auto* violations : {&faulty, &whole}) {
        CHECK(violations->size() == 101);
        CHECK(violations->front() == whole.front());
        CHECK(violations->back().location.empty());
        CHECK(violations->back().message == whole.back().message);
    }
    CHECK(faulty[98].rule == Rule::syntax);
    CHECK(faulty[99].rule == Rule::misplaced);
}

TEST_CASE("Flood: what() stays small whatever it is made of") {
    const std::vector<Violation> many(100'000, {Rule::type, "/scopes/1", "must be of type string, not number"});
    const ValidationError error(many);
    CHECK(std::string(error.what()).size() < 10'000);
}
