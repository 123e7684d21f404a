// SPDX-License-Identifier: MIT
// No surprises: whatever a text is full of, time and memory grow linearly with it, and violations are few.
#include <stytch/m2m.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

#include "bodies.hpp"
#include "catch.hpp"
#include "grown.hpp"
#include "samples.hpp"
#include "work.hpp"

using namespace stytch::m2m;

namespace {

const std::size_t small_size = std::size_t{proof::full() ? 256U : 16U} << 10;
const std::size_t large_size = std::size_t{proof::full() ? 2048U : 128U} << 10;
const std::size_t largest_size = std::size_t{proof::full() ? 32U : 1U} << 20;

/// As many of `piece` as fit, and as many of `close`.
struct Text {
    std::string before;
    std::string piece;
    std::string behind;
    std::string close{};
    std::size_t large = large_size;

    std::string of_size(std::size_t size) const {
        // An even number, so that quotes always pair up the same way.
        const std::size_t count = size / (piece.size() + close.size()) / 2 * 2;
        return before + proof::repeated(piece, count) + proof::repeated(close, count) + behind;
    }
};

const std::string rest = samples::client_text.substr(1);

/// Texts that are valid, or nearly, with one long value.
const std::vector<Text> long_texts = {
    {"{\"scopes\":[", "\"read:users\",", "\"\"]," + rest, "", largest_size},
    {"{\"trusted_metadata\":{\"a\":[", "{\"b\":[1,\"c\\n\",null]},", "0]}," + rest, "", largest_size},
    {"{\"scopes\":[", "\"\",", "\"\"]," + rest},
    {"{\"scopes\":[", "\"\\u00e9\\n:users\",", "\"\"]," + rest},
    {"{\"scopes\":[", "1,", "\"\"]," + rest},
    {"{\"trusted_metadata\":{\"a\":[", "\"\",", "0]}," + rest},
    {"{\"x\":[", "{\"b\":[1,\"c\\n\",null]},", "0]," + rest},
    {"{\"x\":[", "\"\\n\",", "0]," + rest},
    {"{\"x\":[", "\"\",", "\""},
    {"{", "\"\\u0078\":\"\\n\",", rest},
    {"{\"client_name\":\"", "x", "\"," + rest},
    {"{\"client_name\":\"", "x\\u00e9\xC3\xA9\\\\", "\"," + rest},
    {"{\"next_client_secret\":\"", "x", "\"," + rest},
    {"{\"next_client_secret\":\"", "x\\u00e9\xC3\xA9\\\\", "\"," + rest},
    {"{\"x\":\"", "\\\"", "\"," + rest},
    {"{\"", "\\\"", "\":0," + rest},
    {"{", " ", rest},
    {"{\"x\":", "1", "e-9," + rest},
    {"{\"trusted_metadata\":", "[", ""},
    // Each of many arrays in each other ends with a brace.
    {"{", "\"a\":[", "", "}"},
    {"{", "\"scopes\":[\"b\",", "", "}"},
    {"{", "\"a\":[\"b,", "", "}"},
};

/// What surrounds a flood.
struct Place {
    std::string before;
    std::string behind;
};
const std::vector<Place> places = {
    {"", ""},
    {"{", rest},
    {"{\"x\":[", "]," + rest},
    {"{\"scopes\":[", "]," + rest},
    {"{\"client_name\":\"", "\"," + rest},
    {samples::client_text.substr(0, samples::client_text.size() - 1) + ",", "}"},
    {"{\"m2m_client\":{", rest + "}"},
};

const std::vector<std::vector<std::string>> floods = {
    // wrong, unknown and repeated members and scopes
    {"1,", "{},", "\"\",", "\"\\q\",", "\"a\":0,", "\"a\":01,", "\"a\":[1,],", "\"a\\q\":1,", "\"status\":0,",
     "\"status\":\"gone\",", "\"status\":{\"a\":[]},", "\"\\u0073tatus\":tru,", "\"m2m_client\":{},"},
    {"\"trusted_metadata\":{},", "\"trusted_metadata\":{\"a\":\"next_client_secret\"},",
     "{\"next_client_secret\":\"a\"},"},
    {"\"next_client_secret\":null,", "\"next_client_secret\":\"\",", "\"next_client_secret\":\"a\",",
     "\"next_client_secret\":\"\\q\",", "\"next_client_secret\":\"a\",\"next_client_secret\":\"b\","},
    // brackets
    {"[", "]", "{", "}", "[]", "[[],", "{[", "}]", "]}[{", "{\"a\":"},
    // faults
    {",",        ":",          "'",        "\"",         ",\"",         "\",\"",
     "\\\"",     "\"\\",       "\"a\"",    "\"a\",",     ",\"a\"",      "\"a\":",
     ",\"a\":",  ",\"a\":,",   ",\"a\":'", ",\"a\":\"",  ",\"a\":[",    ",\"a\":{\"b\"",
     ",\"a\":]", ",\"a\":1 2", "[,\"\":1", "\"a\":\"b,", "\"a\":\",  ", "\xFF"},
    {",\"client_id\":", ",\"client_id\":[,", " x[,\"b\":1", " x{,\"b\":1", "\"a\":[\"b\":1},", "\"scopes\":[\"b\":1},",
     std::string(100, '\\') + "\""},
    // the secret's name without a secret
    {"\"next_client_secret\"", "\"next_client_secret\":", "\"next_client_secret\":,", "\"next_client_secret\":\"",
     ",\"next_client_secret\":[", "\\\"next_client_secret\\\":", "\"next_client_secret\":\"a",
     "\"next_client_secret\":\"a\\", "\"next\\u005fclient_secret\":\"\\u0061",
     "\"next_client_secret\"" + std::string(200, ' ')},
};

std::vector<Text> texts() {
    std::vector<Text> all;
    for (const Text& text : long_texts) {
        all.push_back(text);
        all.push_back({"{\"m2m_client\":" + text.before, text.piece, text.behind + "}", text.close, text.large});
    }
    for (const Place& place : places) {
        for (const std::vector<std::string>& pieces : floods) {
            for (const std::string& piece : pieces) all.push_back({place.before, piece, place.behind});
        }
    }
    return all;
}

bool few(const std::vector<Violation>& violations) {
    return violations.size() <= 100 || (violations.size() == 101 && violations.back().location.empty());
}

// Each tells whether violations are few.
bool read_client(const std::string& text) { return few(parse(text).violations); }
bool read_response(const std::string& text) { return few(parse_rotate_start_response(text).violations); }
bool write(const std::string& text) {
    const ParseResult result = parse(text);
    static_cast<void>(serialize(result.client));
    return few(validate(result.client));
}

struct PerByte {
    double blocks;
    double allocated;
    double peak;
};

PerByte measured(bool (*function)(const std::string&), const std::string& text) {
    proof::start_work();
    const bool all_few = function(text);
    const proof::Work done = proof::work();
    CHECK(all_few);
    const auto size = static_cast<double>(text.size());
    return {static_cast<double>(done.blocks) / size, static_cast<double>(done.allocated) / size,
            static_cast<double>(done.peak) / size};
}

}  // namespace

TEST_CASE("Flood: whatever a text is full of, work is linear, memory within 32 times the text, violations few") {
    for (const Text& text : texts()) {
        CAPTURE(text.before.substr(0, 40), text.piece, text.close);
        const std::string small_text = text.of_size(small_size);
        const std::string large_text = text.of_size(text.large);
        for (const auto function : {read_client, read_response, write}) {
            const PerByte small = measured(function, small_text);
            const PerByte large = measured(function, large_text);
            // The factor of 2 allows for strings and vectors, which grow by doubling.
            CHECK(large.blocks <= small.blocks * 1.25 + 0.5);
            CHECK(large.allocated <= small.allocated * 2 + 1);
            CHECK(large.peak <= small.peak * 2 + 1);
            CHECK(large.peak <= 32);
        }
    }
}

TEST_CASE("Flood: of more than 100 violations the last says that there are more, wherever they are reported") {
    for (const std::size_t count : {99U, 100U, 101U, 1000U}) {
        const std::string scopes = "[" + proof::repeated("1,", count - 1) + "1]";
        const std::string text = proof::client_with(R"(["read:users", "write:users"])", scopes);
        nlohmann::json document = samples::client();
        document["scopes"] = std::vector<int>(count, 1);
        M2MClientWithNextClientSecret client = samples::client();
        client.scopes.assign(count, "\xFF");
        std::vector<Violation> thrown;
        try {
            from_json(document, client);
        } catch (const ValidationError& error) {
            thrown = error.violations();
        }
        CAPTURE(count);
        for (const std::vector<Violation>& violations :
             {parse(text).violations, validate(document), validate(nlohmann::ordered_json(document)), thrown,
              validate(client)}) {
            const std::size_t shown = std::min<std::size_t>(count, 100);
            REQUIRE(violations.size() == (count > 100 ? 101 : count));
            CHECK(violations[shown - 1] ==
                  Violation{violations[0].rule, "/scopes/" + std::to_string(shown - 1), violations[0].message});
            if (count <= 100) continue;
            CHECK(violations.back() == Violation{violations[0].rule, "", violations.back().message});
            CHECK(violations.back().message.find("more") != std::string::npos);
        }
    }
}

TEST_CASE("Flood: a fault and a misplaced secret are reported even then, in the order in which they were found") {
    const std::string wrong = "{\"scopes\":[" + proof::repeated("1,", 1000) + R"(1],"x":{"next_client_secret":"a"})";
    const std::vector<Violation> faulty = parse(wrong + ",}").violations;
    const std::vector<Violation> whole = parse(wrong + "}").violations;
    for (const auto* violations : {&faulty, &whole}) {
        REQUIRE(violations->size() == 101);
        CHECK(violations->front() == whole.front());
        CHECK(violations->back().location.empty());
        CHECK(violations->back().message == whole.back().message);
        CHECK((*violations)[99].rule == Rule::misplaced);
    }
    CHECK(faulty[98].rule == Rule::syntax);
}

TEST_CASE("Flood: what() stays small whatever it is made of") {
    const std::vector<Violation> many(100'000, {Rule::type, "/scopes/1", "must be of type string, not number"});
    const ValidationError error(many);
    CHECK(std::string(error.what()).size() < 10'000);
}
