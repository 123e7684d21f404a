// SPDX-License-Identifier: MIT
// What only text can be: broken, truncated, escaped, or with duplicates.
#include <stytch/m2m.hpp>
#include <stytch/m2m/testing.hpp>

#include <algorithm>
#include <iomanip>
#include <sstream>
#include <string>
#include <vector>

#include "catch.hpp"
#include "samples.hpp"

using namespace stytch::m2m;
using samples::Finding;

namespace {

std::vector<Finding> findings(const std::string& text) { return samples::findings(parse(text).violations); }

/// The documented client with its first `from` replaced.
std::string replaced(const std::string& from, const std::string& to) {
    std::string text = samples::client_text;
    return text.replace(text.find(from), from.size(), to);
}

}  // namespace

static_assert(!std::is_convertible_v<ParseResult, bool>);

TEST_CASE("parse reads every member of the documented client") {
    const ParseResult result = parse(samples::client_text);
    CHECK(result.ok());
    CHECK(static_cast<bool>(result));
    CHECK(result.client == samples::client());
    CHECK(parse(samples::client_text).value() == samples::client());
}

TEST_CASE("value() throws every violation and leaves the client in place") {
    ParseResult result = parse(replaced("\"active\"", "\"gone\""));
    CHECK_FALSE(result.ok());
    CHECK_FALSE(static_cast<bool>(result));
    const auto value = [&] { return std::move(result).value(); };
    CHECK_THROWS_AS(value(), ValidationError);
    CHECK(result.client.next_client_secret.reveal() == samples::secret);
    CHECK(result.violations.size() == 1);
}

TEST_CASE("parse decodes escapes and UTF-8 in every string") {
    // The same text with every kind of escape that JSON has.
    const std::string escaped = R"(\"\\\/\b\f\n\r\t\u0041\u00e9\u20AC\ud83d\uDD11\u0000)"
                                "\x7F \xC3\xA9\xE2\x82\xAC\xF0\x9F\x94\x91";
    const std::string decoded =
        std::string("\"\\/\b\f\n\r\tA\u00e9\u20ac\U0001F511\0", 8 + 1 + 2 + 3 + 4 + 1) + "\x7F \u00e9\u20ac\U0001F511";
    CHECK(nlohmann::json::parse("\"" + escaped + "\"") == decoded);
    for (const char* name :
         {"client_id", "next_client_secret", "client_name", "client_description", "client_secret_last_four"}) {
        const ParseResult result = parse(std::string("{\"") + name + "\":\"" + escaped + "\"}");
        const std::vector<std::string> texts = {
            result.client.client_id, std::string(result.client.next_client_secret.reveal()), result.client.client_name,
            result.client.client_description, result.client.client_secret_last_four};
        CHECK(std::count(texts.begin(), texts.end(), decoded) == 1);
    }
    const ParseResult result =
        parse(R"({"scopes":["a",")" + escaped + R"("],"next_client_secret_last_four":")" + escaped + R"("})");
    CHECK(result.client.scopes == std::vector<std::string>{"a", decoded});
    CHECK(result.client.next_client_secret_last_four == decoded);
}

TEST_CASE("A secret's literal is accepted exactly if nlohmann accepts it") {
    for (const std::string literal :
         {R"(a\q)", R"(\u12)", R"(\u12g4)", R"(\ud83d)", R"(\ud83dx)", R"(\ud83d\n)", R"(\ud83dxu)", R"(\ud83d\u0041)",
          R"(\ud83d\ud83d)", R"(\udd11)", R"(\ud83d\ue000)", R"(\ud83d\u12)", "a\nb", "a\tb", "\x1F", "\x80", "\xC3",
          "\xED\xA0\x80"}) {
        CAPTURE(literal);
        CHECK_FALSE(nlohmann::json::accept("\"" + literal + "\""));
        for (const char* name : {"next_client_secret", "client_name", "scopes", "unknown"}) {
            const bool in_array = name == std::string("scopes");
            const std::string value = in_array ? "[\"" + literal + "\"]" : "\"" + literal + "\"";
            const auto result = parse(std::string("{\"") + name + "\":" + value + ",\"status\":\"active\"}");
            CHECK(std::any_of(result.violations.begin(), result.violations.end(),
                              [](const Violation& violation) { return violation.rule == Rule::syntax; }));
            CHECK(result.client.next_client_secret.empty());
            CHECK(result.client.client_name.empty());
        }
    }
}

TEST_CASE("A secret's \\u escapes mean what they mean to nlohmann") {
    // All limits: of one to four bytes of UTF-8, of surrogates, and of digits.
    std::vector<std::string> literals;
    for (const char* first : {"0000", "007f", "0080", "07ff", "0800", "D7FF", "d800", "dbFF", "DC00", "dfff", "E000",
                              "FFFF", "9aAf", "/000", ":000", "@000", "G000", "`000", "g000", "00",   ""}) {
        const std::string escape = std::string("\\u") + first;
        literals.push_back(escape);
        for (const char* between : {"\\u", "\\\\u", "\\n", "xu", "x", ""}) {
            for (const char* second : {"D7FF", "D800", "DBFF", "DC00", "DC0", "DFFF", "DFFG", "E000", "0"}) {
                literals.push_back(escape + between + second);
                literals.push_back(escape + between + second + "0");
            }
        }
    }
    for (const std::string& literal : literals) {
        CAPTURE(literal);
        const nlohmann::json expected = nlohmann::json::parse("\"" + literal + "\"", nullptr, false);
        const std::string text = "{\"next_client_secret\":\"" + literal + "\"}";
        CHECK(samples::has(parse(text).violations, {Rule::syntax, "/next_client_secret"}) == expected.is_discarded());
        const Secret secret = parse(text).client.next_client_secret;
        CHECK(secret == Secret(expected.is_discarded() ? "" : expected.get_ref<const std::string&>()));
    }
}

TEST_CASE("duplicate: each of the nine members may occur once, however it is spelt") {
    const nlohmann::json document = nlohmann::json::parse(samples::client_text);
    for (const auto& [name, value] : document.items()) {
        std::ostringstream escaped;
        escaped << "\\u" << std::hex << std::setw(4) << std::setfill('0') << int{name.front()} << name.substr(1);
        for (const std::string& spelling : {name, escaped.str()}) {
            std::string text = samples::client_text;
            text.insert(text.size() - 1, ",\"" + spelling + "\":0");
            CHECK(findings(text) == std::vector<Finding>{{Rule::duplicate, "/" + name}});
            CHECK(parse(text).client == samples::client());
        }
        CHECK(parse(replaced("\"" + name + "\"", "\"" + escaped.str() + "\"")).client == samples::client());
    }

    std::string text = samples::client_text;
    text.insert(text.size() - 1, R"(,"unknown":1,"unknown":2,"unkn\u006fwn":3,"trusted":{"client_id":1})");
    CHECK(findings(text).empty());
}

TEST_CASE("syntax: what is not JSON is rejected, with the byte at which it goes wrong") {
    const auto message = [](const std::string& text) { return parse(text).violations.at(0).message; };
    CHECK(message("") == "expected an object at byte 0, where the text ends");
    CHECK(message("  ") == "expected an object at byte 2, where the text ends");
    CHECK(message("<html>") == "expected an object at byte 0");
    CHECK(message("nul") == "expected JSON at byte 0");
    CHECK(message("{") == "expected a member's name at byte 1, where the text ends");
    CHECK(message("{1:2}") == "expected a member's name at byte 1");
    CHECK(message("{\"a\" 1}") == "expected ':' at byte 5");
    CHECK(message("{\"a\":}") == "expected a value at byte 5");
    CHECK(message("{\"a\":12\"b\"}") == "expected a value at byte 5");
    CHECK(message("{\"a\":1 2}") == "expected ',' or '}' at byte 7");
    CHECK(message("{\"a\":1,}") == "expected a member's name at byte 7");
    CHECK(message("{\"a\":1") == "expected ',' or '}' at byte 6, where the text ends");
    CHECK(message("{\"a\":01}") == "expected JSON at byte 5");
    CHECK(message("{\"a\":\"b") == "expected the end of the string at byte 7, where the text ends");
    CHECK(message("{\"a\":[1") == "expected the end of the array at byte 7, where the text ends");
    CHECK(message("{\"a") == "expected the end of the string at byte 3, where the text ends");
    CHECK(message("{\"a\\q\":1}") == "expected JSON at byte 1");

    const auto has = [](const std::string& text, const Violation& expected) {
        const ParseResult result = parse(text);
        return std::find(result.violations.begin(), result.violations.end(), expected) != result.violations.end();
    };
    CHECK(has("{\"next_client_secret\":\"\\q\"}", {Rule::syntax, "/next_client_secret", "expected JSON at byte 22"}));
    CHECK(has("{\"scopes\":[\"a\",,2]}", {Rule::syntax, "/scopes/1", "expected a value at byte 15"}));
    CHECK(has("{\"scopes\":[\"a\" \"b\"]}", {Rule::syntax, "/scopes/1", "expected ',' or ']' at byte 15"}));
    CHECK(has("{\"client_name\":tru}", {Rule::syntax, "/client_name", "expected JSON at byte 15"}));
    CHECK(has("{\"scopes\":[\"a\",\"\\q\"]}", {Rule::syntax, "/scopes/1", "expected JSON at byte 15"}));
}

TEST_CASE("A fault in a member is reported at its location, even after its name or in a duplicate") {
    CHECK(findings("{\"client_id\" 1}") == std::vector<Finding>{{Rule::syntax, "/client_id"}});
    CHECK(findings("{\"client_id\":}") == std::vector<Finding>{{Rule::syntax, "/client_id"}});
    CHECK(findings("{\"unknown\":}") == std::vector<Finding>{{Rule::syntax, ""}});
    const auto again = [](const std::string& value) {
        std::string text = samples::client_text;
        return findings(text.insert(text.size() - 1, ",\"client_id\":" + value));
    };
    CHECK(again("tru") == std::vector<Finding>{{Rule::duplicate, "/client_id"}, {Rule::syntax, "/client_id"}});
    CHECK(again(samples::nested_text(128)) ==
          std::vector<Finding>{{Rule::duplicate, "/client_id"}, {Rule::depth, "/client_id"}});
}

TEST_CASE("syntax: text after the document is refused, white space is not") {
    CHECK(findings(samples::client_text + " \t\r\n").empty());
    CHECK(findings(" \t\r\n" + samples::client_text).empty());
    for (const char* tail : {"x", "}", ",", "{}", "\v", "\xEF\xBB\xBF"}) {
        CHECK(findings(samples::client_text + tail) == std::vector<Finding>{{Rule::syntax, ""}});
        CHECK(parse(samples::client_text + tail).client == samples::client());
    }
    CHECK(findings("[1") == std::vector<Finding>{{Rule::syntax, ""}});
    CHECK(findings("[] x") == std::vector<Finding>{{Rule::type, ""}, {Rule::syntax, ""}});
}

TEST_CASE("syntax: a NUL byte is refused wherever it is") {
    for (std::size_t i = 0; i <= samples::client_text.size(); ++i) {
        std::string text = samples::client_text;
        text.insert(i, 1, '\0');
        CHECK_FALSE(parse(text).ok());
    }
    CHECK_FALSE(parse(std::string("{\"unknown\":12\0}", 15)).ok());
    CHECK_FALSE(parse(std::string("{\"trusted_metadata\":{\"a\":[1\0]}}", 32)).ok());
}

TEST_CASE("A byte order mark is skipped at the beginning, and only there") {
    const std::string mark = "\xEF\xBB\xBF";
    CHECK(findings(mark + samples::client_text).empty());
    CHECK_FALSE(parse(mark + mark + samples::client_text).ok());
    CHECK_FALSE(parse(mark.substr(0, 2) + samples::client_text).ok());
    CHECK_FALSE(parse(" " + mark + samples::client_text).ok());
    CHECK_FALSE(parse(replaced("{}", mark + "{}")).ok());
    CHECK_FALSE(parse("{\"unknown\":" + mark + "1}").ok());
}

TEST_CASE("A fault in one value does not keep the others from being read") {
    const ParseResult result = parse(R"({"client_name":"\q","client_id":tru,"scopes":["a"],"unknown":[1,],)"
                                     R"("next_client_secret":"secret","status":-})");
    CHECK(samples::findings(result.violations) == std::vector<Finding>{{Rule::syntax, ""},
                                                                       {Rule::syntax, "/client_id"},
                                                                       {Rule::syntax, "/client_name"},
                                                                       {Rule::required, "/client_description"},
                                                                       {Rule::syntax, "/status"},
                                                                       {Rule::required, "/client_secret_last_four"}});
    CHECK(result.client.next_client_secret.reveal() == "secret");
    CHECK(result.client.scopes == std::vector<std::string>{"a"});
}

TEST_CASE("The contents of a string that is not JSON are not checked as well") {
    CHECK(findings(replaced("\"active\"", "\"\\q\"")) == std::vector<Finding>{{Rule::syntax, "/status"}});
    CHECK(findings(replaced(samples::client().client_id, "\\q")) == std::vector<Finding>{{Rule::syntax, "/client_id"}});
}

TEST_CASE("parse allocates the scopes' array once") {
    for (const char* scopes :
         {R"(["a","b","c"])", R"(["","",""])", R"(["a,b","[","}, {"])", R"([ "a" , "b" , "c" ])"}) {
        const std::vector<std::string> read = parse(std::string("{\"scopes\":") + scopes + "}").client.scopes;
        CHECK(read.size() == 3);
        CHECK(read.capacity() == read.size());
    }
}

TEST_CASE("A member that cannot be read whole is left empty") {
    CHECK(parse(R"({"scopes":["a",1]})").client.scopes.empty());
    CHECK_FALSE(parse(R"({"trusted_metadata":{"a":tru}})").client.trusted_metadata.has_value());
    CHECK_FALSE(parse(R"({"trusted_metadata":[1]})").client.trusted_metadata.has_value());
    CHECK(parse(R"({"next_client_secret":"cut)").client.next_client_secret.empty());
    CHECK_FALSE(parse(R"({"next_client_secret_last_four":1})").client.next_client_secret_last_four.has_value());
}

TEST_CASE("A body that is cut off keeps every member before the cut") {
    const std::string& text = samples::client_text;
    const std::size_t end_of_secret = text.find(samples::secret) + samples::secret.size() + 1;
    for (std::size_t size = 0; size < text.size(); ++size) {
        const ParseResult result = parse(text.substr(0, size));
        CHECK_FALSE(result.ok());
        CHECK(result.client.next_client_secret.reveal() == (size < end_of_secret ? "" : samples::secret));
        for (const Violation& violation : result.violations) CHECK(violation.rule == Rule::syntax);
        CHECK(result.violations.size() == 1);
    }
}

TEST_CASE("A body that is cut off in an escape is refused") {
    const std::string text = R"({"next_client_secret":"\\\u00e9\ud83d\udd11"})";
    CHECK(parse(text).client.next_client_secret.reveal() == "\\\u00e9\U0001F511");
    for (std::size_t size = 0; size + 1 < text.size(); ++size) {
        CHECK(findings(text.substr(0, size)) ==
              std::vector<Finding>{{Rule::syntax, size > 20 ? "/next_client_secret" : ""}});
    }
}

TEST_CASE("Numbers of any length are read as the engine reads them") {
    for (const std::size_t digits : {1U, 2U, 299U, 300U, 308U, 309U, 310U, 1000U}) {
        for (const char first : {'0', '1', '9'}) {
            const std::string number = first + std::string(digits - 1, '7');
            CAPTURE(number);
            const std::string text = "{\"unknown\":" + number + "}";
            CHECK(nlohmann::json::accept(text) != samples::has(parse(text).violations, {Rule::syntax, ""}));
        }
    }
}

TEST_CASE("Metadata are read as nlohmann reads them") {
    const std::string metadata = R"({"a":[1,-2.5,true,null,"\u00e9",{"b":{}}],"c":[1],"c":2})";
    CHECK(parse(replaced("{}", metadata)).client.trusted_metadata == nlohmann::json::parse(metadata));
    CHECK(parse(replaced("{}", "{ }")).client.trusted_metadata == nlohmann::json::object());
    CHECK_FALSE(parse(replaced("{}", "null")).client.trusted_metadata.has_value());
    CHECK_FALSE(parse(replaced("{}", "{1}")).ok());
    CHECK_FALSE(parse(replaced("{}", "{\"a\":1e999}")).ok());
}

TEST_CASE("Unknown members must conform to the whole of JSON's grammar") {
    for (const char* value :
         {"0", "-0", "1.5e+10", "true", "null", "\"a\\u00e9\"", "[ ]", "[12.34,12e3,12E+30,-120,1e-12,12]",
          "[17e307,17.9e307,0.17e309,1e308]", "[1,[\"a\\\"]\",{}],\"x\\n\"]", "{\"a\":{\"b\":[\"}\"]}}"}) {
        CHECK(nlohmann::json::accept(value));
        CHECK(findings(replaced("\"client_id\"", std::string("\"unknown\":") + value + ",\"client_id\"")).empty());
    }
    for (const char* value :
         {"00",         "+1",    "1.",         ".5",      "1e",    "tru",           "nulll",    "True",
          "NaN",        "1e999", "'a'",        "\"\\x\"", "[1,]",  "[1 2]",         "[}",       "{\"a\"}",
          "{\"a\":1,}", "{a:1}", "[\"a\nb\"]", "1 2",     "/**/1", "[\"\\ud800\"]", "[1e+309]", "[12E400]",
          "[012]",      "1e309", "19e307",     "1.99e308"}) {
        CAPTURE(value);
        CHECK_FALSE(nlohmann::json::accept(value));
        CHECK_FALSE(parse(replaced("\"client_id\"", std::string("\"unknown\":") + value + ",\"client_id\"")).ok());
    }
}

TEST_CASE("Whether a number overflows depends on its value, not on the count of its digits") {
    for (const std::string& digits :
         {std::string(299, '9'), std::string(300, '9'), std::string(301, '9'), "1" + std::string(308, '0')}) {
        CHECK(nlohmann::json::accept(digits));
        CHECK(parse(replaced("\"client_id\"", "\"unknown\":" + digits + ",\"client_id\"")).ok());
    }
    const std::string digits(309, '9');
    CHECK_FALSE(nlohmann::json::accept(digits));
    CHECK_FALSE(parse(replaced("\"client_id\"", "\"unknown\":" + digits + ",\"client_id\"")).ok());
}

TEST_CASE("Metadata that have swallowed the secret stay out of the engine") {
    for (const char* metadata :
         {R"({"next_client_secret":"secret"})", R"({"a":1,"next_client_secret":"secret"})",
          R"({"a":["\"{",{"next\u005fclient_secret" : "secret"}]})", R"({"a":"\n","next_client_secret":null})"}) {
        for (const char* end : {"}", ""}) {
            const std::string text = std::string("{\"trusted_metadata\":") + metadata + end;
            CHECK_FALSE(parse(text).client.trusted_metadata.has_value());
            CHECK(samples::has(parse(text).violations, {Rule::misplaced, "/next_client_secret"}) !=
                  parse(text).client.next_client_secret.empty());
            CHECK(
                parse(R"({"next_client_secret":"s\u0065cret",)" + text.substr(1)).client.trusted_metadata.has_value());
        }
    }
    for (const char* metadata : {R"({"next_client_secrets":1,"a":"\n"})", R"({"\u0061":"\n"})", "{}"}) {
        CHECK(parse(std::string("{\"trusted_metadata\":") + metadata).client.trusted_metadata.has_value());
    }
    // Even without a colon it may be a damaged member.
    CHECK_FALSE(parse(R"({"trusted_metadata":{"a":"next_client_secret"}})").client.trusted_metadata.has_value());
    CHECK(samples::has(parse(R"({"trusted_metadata":{"next_client_secret":"secret",}})").violations,
                       {Rule::syntax, "/trusted_metadata"}));
}

TEST_CASE("After a fault reading goes on with the next member") {
    for (const char* fault : {R"("client_name":,)", R"("client_name":'x',)", R"("client_name":"the "big" one",)",
                              R"("client_name":"a"],)", R"("client_name":"a",,)", R"("client_name":' [[[ ,)",
                              R"("client_name":' {"status":1,"status":2},)", R"("client_name":' {{"a":{ ,)",
                              R"("client_name" "a",)", R"("client_name":"a"})", R"("client_name":"a"},)", R"(,)"}) {
        CAPTURE(fault);
        const ParseResult result =
            parse(std::string("{") + fault + R"("status":"active","next_client_secret":"secret","scopes":["a"]})");
        CHECK(result.client.status == "active");
        CHECK(result.client.scopes == std::vector<std::string>{"a"});
        CHECK(result.client.next_client_secret.reveal() == "secret");
        CHECK(std::count_if(result.violations.begin(), result.violations.end(),
                            [](const Violation& violation) { return violation.rule == Rule::syntax; }) >= 1);
        CHECK_FALSE(samples::has(result.violations, {Rule::misplaced, "/next_client_secret"}));
    }
    CHECK(parse(R"({"client_id":"a" 'b' "c" "status":"active"})").client.status == "active");
    CHECK(parse(R"({"trusted_metadata" {"client_id":"a")").client.client_id.empty());
    CHECK(findings(replaced("\"Example client name\"", "")) == std::vector<Finding>{{Rule::syntax, "/client_name"}});
    CHECK(findings(replaced("\"Example client name\"", "'x'")) == std::vector<Finding>{{Rule::syntax, "/client_name"}});
}

TEST_CASE("A quote or bracket that is missing costs only its member") {
    const M2MClientWithNextClientSecret whole = samples::client();
    for (const std::string& text : {samples::client_text, serialize(whole)}) {
        std::size_t members = 0;
        for (std::size_t at = 0; at != text.size(); ++at) {
            const bool in_scopes = at > text.find('[') && at < text.find(']');
            if ((text[at] != '"' && text[at] != ']') || in_scopes) continue;
            const std::string broken = text.substr(0, at) + text.substr(at + 1);
            const ParseResult result = parse(broken);
            CAPTURE(broken);
            CHECK(testing::differences(result.client, whole).size() <= 1);
            CHECK_FALSE(result.ok());
            const RotateStartResponse response =
                parse_rotate_start_response("{\"status_code\":200,\"m2m_client\":" + broken + ",\"request_id\":\"a\"}");
            CHECK(response.status_code == 200);
            CHECK(testing::differences(response.m2m_client, whole).size() <= 1);
            ++members;
        }
        CHECK(members == 4 * 7 + 2 + 1 + 2);
    }
    const RotateStartResponse response = parse_rotate_start_response(
        R"({"status_code":404,"request_id":"a,"error_type":"b","error_message":"c, "error_url":"d"})");
    REQUIRE(response.error.has_value());
    CHECK(response.error->error_type == "b");
    CHECK(response.error->error_url == "d");
    CHECK(samples::findings(response.violations) ==
          std::vector<Finding>{{Rule::syntax, "/request_id"}, {Rule::syntax, "/error_message"}});
    for (const char* name : {"scopes", "x"}) {
        const RotateStartResponse in_place = parse_rotate_start_response(
            std::string(R"({"m2m_client":{")") + name + R"(":["a","next_client_secret":"secret"},"request_id":"b"})");
        CHECK(in_place.m2m_client.next_client_secret == Secret("secret"));
        CHECK_FALSE(samples::has(in_place.violations, {Rule::misplaced, "/m2m_client/next_client_secret"}));
    }
    // None is missing here.
    CHECK(parse(R"({"client_id":"a,",":":1,"b,":":c"})").client.client_id == "a,");
    CHECK(findings(R"({"client_id":"a,",":":1,"b,":":c"})").front().rule == Rule::required);
    CHECK(parse(R"({"scopes":["a",{"status":"b"}},"client_id":"c"})").client.client_id == "c");
    CHECK(parse(R"({"x":[{"a":1,"status":"b","c":{})").client.status.empty());
    CHECK(parse(R"({"scopes":["a","status":"b"],"client_id":"c",})").client.status.empty());
    CHECK(parse(R"({"client_id":"a "status":"gone" b","status":"active"})").client.status == "active");
    CHECK(samples::has(parse(R"({"client_id":"a,"x,"status":"active"})").violations, {Rule::required, "/client_name"}));
    // What was an object, or the last element of an array that was one.
    for (const char* text :
         {R"({"trusted_metadata":["status":"b"},"status":"active"})", R"({"x":["status":"b"}],"status":"active"})",
          R"({"x":[{"a":1},"status":"b"}],"status":"active"})"}) {
        CHECK(parse(text).client.status == "active");
    }
    for (const char* text :
         {R"({"scopes":["a"}],"next_client_secret":"secret","trusted_metadata":{@}})",
          R"({"trusted_metadata":{@},"scopes":[}"a"],"next_client_secret":"secret"})",
          R"({"trusted_metadata":[@},"next_client_secret":"secret"})", R"({"x":[@}],"next_client_secret":"secret"})"}) {
        std::string body = text;
        body.replace(body.find('@'), 1, R"("next_client_secret":"other")");
        CHECK(parse(body).client.next_client_secret == Secret("secret"));
    }
    const char* hidden =
        R"({"m2m_client":{"scopes":[[a","b"],"client_id":"i","client_name":"a \"b\" [c] {d},"},"request_id":"e"})";
    CHECK_FALSE(
        samples::has(parse_rotate_start_response(hidden).violations, {Rule::required, "/m2m_client/client_id"}));
    CHECK(parse(R"({"scopes":[null :1,"status":"active"})").client.status == "active");
    CHECK_FALSE(
        samples::has(parse(R"({"client_name":"a,"\"client_id":"b"})").violations, {Rule::required, "/client_id"}));
    // Of many in each other, so that work stays linear, only the first are left.
    for (const std::size_t count : {2U, 16U, 17U}) {
        std::string text = "{";
        for (std::size_t i = 0; i != count; ++i) text += "\"x\":[1,";
        text += "\"status\":\"active\"" + std::string(count, '}');
        CHECK(parse(text).client.status == (count > 16 ? "" : "active"));
    }
}

TEST_CASE("Rare faults and numbers") {
    CHECK(samples::has(parse(R"({"trusted_metadata":{"\q":1}})").violations, {Rule::syntax, "/trusted_metadata"}));
    CHECK(findings("{\"client_id\":' ,\"cut").front() == Finding{Rule::syntax, "/client_id"});
    CHECK(parse("{              \"client_id\"            :    \"a\"}").client.client_id == "a");
    for (const char* number :
         {"1e99999999999", "1e-99999999999", "0e99999999999", "0.0e99999999999", "12345678901234567890123", "-9e18",
          "-9223372036854775809", "1.7976931348623157e308", "1.8e308", "0.00001e313", "0.00001e315", "1000e306"}) {
        CAPTURE(number);
        for (const char* before : {"{\"unknown\":", "{\"trusted_metadata\":{\"a\":"}) {
            const std::string text = before + std::string(number) + (std::string(before).size() > 12 ? "}}" : "}");
            const auto violations = parse(text).violations;
            CHECK(std::any_of(violations.begin(), violations.end(), [](const Violation& violation) {
                      return violation.rule == Rule::syntax;
                  }) != nlohmann::json::accept(text));
        }
    }
}
