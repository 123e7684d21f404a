// SPDX-License-Identifier: MIT
// The grammar of JSON, wherever a value or a name can be: all short texts made of JSON's tokens and of near misses are
// accepted or rejected as nlohmann's engine does.
#include <stytch/m2m.hpp>

#include <algorithm>
#include <cstddef>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "bodies.hpp"
#include "catch.hpp"

using namespace stytch::m2m;

namespace {

using Tokens = std::vector<std::string>;

struct Position {
    const char* name;
    std::string before;
    std::string behind;
    bool in_envelope = false;
};

const std::vector<Position> positions = {
    {"the document", "", ""},
    {"an unknown member", R"({"x":)", "}"},
    {"a string", R"({"client_name":)", "}"},
    {"the secret", R"({"next_client_secret":)", R"(,"status":"active"})"},
    {"the scopes", R"({"scopes":)", "}"},
    {"a scope", R"({"scopes":["b",)", "]}"},
    {"the metadata", R"({"trusted_metadata":)", "}"},
    {"a value in the metadata", R"({"trusted_metadata":{"b":)", "}}"},
    {"a duplicate", R"({"status":"active","status":)", "}"},
    {"a name", "{", R"(:1})"},
    {"a name in the metadata", R"({"trusted_metadata":{)", R"(:1}})"},
    {"the status code", R"({"status_code":)", "}", true},
    {"the client", R"({"m2m_client":)", "}", true},
    {"an error's message", R"({"error_type":"b","error_message":)", "}", true},
};

struct Census {
    std::size_t texts = 0;
    std::size_t accepted = 0;
    proof::Failures differences;
};

bool has_syntax(const std::vector<Violation>& violations) {
    return std::any_of(violations.begin(), violations.end(),
                       [](const Violation& violation) { return violation.rule == Rule::syntax; });
}

void judge(const Position& position, const std::string& text, Census& census) {
    const bool is_json = nlohmann::json::accept(text) && text.find('\0') == std::string::npos;
    const bool refused =
        has_syntax(position.in_envelope ? parse_rotate_start_response(text).violations : parse(text).violations);
    ++census.texts;
    census.accepted += is_json ? 1U : 0U;
    if (refused != is_json) return;
    census.differences.add((is_json ? "JSON refused: " : "no JSON accepted: ") +
                           nlohmann::json(text).dump(-1, ' ', true, nlohmann::json::error_handler_t::replace));
}

/// Checks every text that begins with `text` and goes on with up to `count` tokens.
void judge_all(const Position& position, const Tokens& tokens, std::size_t count, std::string& text, Census& census) {
    const std::size_t size = text.size();
    judge(position, text += position.behind, census);
    text.resize(size);
    if (count == 0) return;
    for (const std::string& token : tokens) {
        judge_all(position, tokens, count - 1, text += token, census);
        text.resize(size);
    }
}

void check(const Tokens& tokens, std::size_t quick_count, std::size_t full_count) {
    Census census;
    for (const Position& position : positions) {
        std::string text = position.before;
        judge_all(position, tokens, proof::full() ? full_count : quick_count, text, census);
    }
    INFO(census.texts << " texts; the first: " << census.differences.first);
    CHECK(census.differences.count == 0);
    // Both verdicts must occur.
    CHECK(census.accepted > 100);
    CHECK(census.accepted < census.texts / 2);
}

}  // namespace

TEST_CASE("Grammar: arrays and objects") { check({"{", "}", "[", "]", ",", ":", "\"a\"", "1", "\"b\":1", " "}, 4, 6); }

TEST_CASE("Grammar: numbers") { check({"-", "+", "0", "1", ".", "e", "E", "99"}, 4, 6); }

TEST_CASE("Grammar: strings") {
    check({"\"", "\\", "\\u", "d83d", "dd11", "00E9", "a", "\xC3\xA9", "\xC3", "\x1F"}, 4, 6);
}

TEST_CASE("Grammar: everything else") {
    Tokens tokens = {" ", "\t\r\n", "\v", std::string(1, '\0'), "\xEF\xBB\xBF", "\xC2\xA0", "\"\xFF\""};
    std::istringstream others(
        "{ } [ ] , : \"a\" \"\\u00e9\" \"\\q\" \"\x01\" \" \\ 'a' 1 -1.5 01 - 1e400 1e-400 0x1 +1 true true1 nul "
        "null NaN a /**/ // \x7F {} [] \"a\":1 18446744073709551616");
    for (std::string token; others >> token;) tokens.push_back(token);
    check(tokens, 2, 4);
}
