// SPDX-License-Identifier: MIT
// No surprises: the grammar of JSON, wherever a value or a name can be: all short texts made of JSON's tokens and of
// near misses are accepted or rejected as nlohmann's engine does.
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
#include "engine.hpp"

using namespace stytch::m2m;

namespace {

using Tokens = std::vector<std::string>;

/// A value or a name is in place of #.
const std::vector<std::string> positions = {"#",
                                            R"({"x":#})",
                                            R"({"client_name":#})",
                                            R"({"next_client_secret":#,"status":"active"})",
                                            R"({"scopes":#})",
                                            R"({"scopes":["b",#]})",
                                            R"({"trusted_metadata":#})",
                                            R"({"trusted_metadata":{"b":#}})",
                                            R"({"status":"active","status":#})",
                                            R"({#:1})",
                                            R"({"trusted_metadata":{#:1}})",
                                            R"({"status_code":#})",
                                            R"({"m2m_client":#})",
                                            R"({"error_type":"b","error_message":#})"};

struct Census {
    std::size_t texts = 0;
    std::size_t accepted = 0;
    proof::Failures differences;
};

bool refused(const std::vector<Violation>& violations) {
    return std::any_of(violations.begin(), violations.end(),
                       [](const Violation& violation) { return violation.rule == Rule::syntax; });
}

void judge(const std::string& text, Census& census) {
    const bool is_json = proof::is_json(text);
    ++census.texts;
    census.accepted += is_json ? 1U : 0U;
    const bool as_client = refused(parse(text).violations);
    const bool as_response = refused(parse_rotate_start_response(text).violations);
    if (as_client != is_json && as_response != is_json) return;
    census.differences.add((is_json ? "JSON refused: " : "no JSON accepted: ") +
                           nlohmann::json(text).dump(-1, ' ', true, nlohmann::json::error_handler_t::replace));
}

/// Judges every text that begins with `text`, goes on with up to `count` tokens and ends with `behind`.
void judge_all(const std::string& behind, const Tokens& tokens, std::size_t count, std::string& text, Census& census) {
    const std::size_t size = text.size();
    judge(text += behind, census);
    text.resize(size);
    if (count == 0) return;
    for (const std::string& token : tokens) {
        judge_all(behind, tokens, count - 1, text += token, census);
        text.resize(size);
    }
}

void check(const Tokens& tokens, std::size_t quick_count, std::size_t full_count) {
    Census census;
    for (const std::string& position : positions) {
        const std::size_t mark = position.find('#');
        std::string text = position.substr(0, mark);
        judge_all(position.substr(mark + 1), tokens, proof::full() ? full_count : quick_count, text, census);
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
