// SPDX-License-Identifier: MIT
// What only text can be: broken, truncated, escaped, or with duplicates.
#include <stytch/m2m.hpp>

#include <algorithm>
#include <cstddef>
#include <iomanip>
#include <sstream>
#include <string>
#include <utility>
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

TEST_CASE("syntax: what is not JSON is refused, with the byte at which it goes wrong") {
    const auto message = [](const std::string& text) { return parse(text).violations.at(0).message; };
    CHECK(message("") == "expected a value at byte 0, where the text ends");
    CHECK(message("  ") == "expected a value at byte 2, where the text ends");
    CHECK(message("<html>") == "expected a value at byte 0");
    CHECK(message("nul") == "expected a value at byte 3, where the text ends");
    CHECK(message("nuLl") == "expected a value at byte 2");
    CHECK(message("{") == "expected a member's name at byte 1, where the text ends");
    CHECK(message("{1:2}") == "expected a member's name at byte 1");
    CHECK(message("{\"a\" 1}") == "expected ':' at byte 5");
    CHECK(message("{\"a\":}") == "expected a value at byte 5");
    CHECK(message("{\"a\":12\"b\"}") == "expected ',' or '}' at byte 7");
    CHECK(message("{\"a\":1,}") == "expected a member's name at byte 7");
    CHECK(message("{\"a\":1") == "expected ',' or '}' at byte 6, where the text ends");
    CHECK(message("{\"a\":01}") == "expected ',' or '}' at byte 6");
    CHECK(message("{\"a\":-}") == "expected a digit at byte 6");
    CHECK(message("{\"a\":1e400}") == "expected a number that a double can hold at byte 5");
    CHECK(message("{\"a\":\"b") == "expected the end of the string at byte 7, where the text ends");
    CHECK(message("{\"a\":[1") == "expected ',' or ']' at byte 7, where the text ends");
    CHECK(message("{\"a\\q\":1}") == "expected a character or escape that JSON allows at byte 3");
    CHECK(message("{\"scopes\":[\"a\",,2]}") == "expected a value at byte 15");
    CHECK(message("{} x") == "expected the end of the text at byte 3");
    CHECK(message("\xEF\xBB\xBF{") == "expected a member's name at byte 4, where the text ends");
    CHECK(message(std::string(129, '[')) == "must not be nested deeper than 128 levels, as at byte 128");
}

TEST_CASE("syntax: a character or escape that is cut is told from a wrong one") {
    const auto ends = [](const std::string& literal) {
        const std::string message = parse("{\"client_name\":\"" + literal).violations.at(0).message;
        const std::string at = " at byte " + std::to_string(16 + literal.size()) + ", where the text ends";
        return message.size() > at.size() && message.compare(message.size() - at.size(), at.size(), at) == 0;
    };
    for (const std::string whole : {R"(\u0061)", R"(\ud83d\udd11)", R"(\uDBFF\uDC00)", "\xC2\x80", "\xE0\xA0\x80",
                                    "\xE2\x82\xAC", "\xED\x9F\xBF", "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF"}) {
        for (std::size_t size = 0; size <= whole.size(); ++size) {
            CAPTURE(whole, size);
            CHECK(ends(whole.substr(0, size)));
        }
    }
    for (const std::string wrong :
         {R"(\q)", R"(\u0g)", R"(\udc)", R"(\udd11)", R"(\ud83dx)", R"(\ud83d\n)", R"(\ud83d\ue)", R"(\ud83d\ud8)",
          "\x80", "\xC0", "\xE0\x9F", "\xED\xA0", "\xF0\x8F", "\xF4\x90", "\xF5", "\x01"}) {
        CAPTURE(wrong);
        CHECK_FALSE(ends(wrong));
    }
}

TEST_CASE("A fault is where a known member is whose value is being read, and otherwise where its object is") {
    using Where = std::pair<std::string, std::string>;
    for (const auto& [text, location] :
         std::vector<Where>{{"{\"client_id\" 1}", ""},
                            {"{\"client_id\":}", "/client_id"},
                            {"{\"client_id\":\"a\" \"status\":1}", ""},
                            {"{\"client_id\":\"a\",x}", ""},
                            {"{\"next_client_secret\":\"a\",\"status", ""},
                            {"{\"next_client_secret\":\"a\",\"status\"", ""},
                            {"{\"next_client_secret\":\"a\",\"status\":", "/status"},
                            {"{\"next_client_secret\":\"a", "/next_client_secret"},
                            {"{\"next_client_secret\":\"a\"", ""},
                            {"{\"scopes\":[\"a\"", "/scopes"},
                            {"{\"scopes\":[\"a\"]", ""},
                            {"{\"client_id\":\"a\",\"x\":}", ""},
                            {"{\"client_id\":\"a\",\"x\":1 2}", ""},
                            {"{\"x\":1,\"scopes\":[\"a\",,]}", "/scopes"},
                            {"{\"trusted_metadata\":{\"client_id\":}}", "/trusted_metadata"},
                            {"{\"cli\\u0065nt_id\":tru}", "/client_id"},
                            {"{\"client_id\":\"a\"} x", ""},
                            {"[{\"client_id\":}]", ""}}) {
        CAPTURE(text);
        CHECK(findings(text) == std::vector<Finding>{{Rule::syntax, location}});
    }
    const auto again = [](const std::string& value) {
        std::string text = samples::client_text;
        return findings(text.insert(text.size() - 1, ",\"client_id\":" + value));
    };
    CHECK(again("tru") == std::vector<Finding>{{Rule::duplicate, "/client_id"}, {Rule::syntax, "/client_id"}});
    CHECK(again(samples::nested_text(128)) ==
          std::vector<Finding>{{Rule::duplicate, "/client_id"}, {Rule::depth, "/client_id"}});
}

TEST_CASE("What stands before a fault is read, checked and kept; of what is behind it, only the secret") {
    const ParseResult result = parse(
        R"({"client_id":"","scopes":["a",1],"client_name":"b","trusted_metadata":{"c":1},"next_client_secret":"d",)"
        R"("status":tru,"client_description":"e","client_secret_last_four":1})");
    CHECK(samples::findings(result.violations) ==
          std::vector<Finding>{{Rule::empty, "/client_id"}, {Rule::type, "/scopes/1"}, {Rule::syntax, "/status"}});
    M2MClientWithNextClientSecret expected;
    expected.client_name = "b";
    expected.next_client_secret = "d";
    CHECK(result.client == expected);
    CHECK(parse(R"({"client_id":"a","scopes":["b",)").client.scopes.empty());
}

TEST_CASE("syntax: text after the document is refused, white space is not") {
    CHECK(findings(samples::client_text + " \t\r\n").empty());
    CHECK(findings(" \t\r\n" + samples::client_text).empty());
    for (const char* tail : {"x", "}", ",", "{}", "\v", "\xEF\xBB\xBF"}) {
        CHECK(findings(samples::client_text + tail) == std::vector<Finding>{{Rule::syntax, ""}});
        CHECK(parse(samples::client_text + tail).client.scopes.size() == 2);
    }
    CHECK(findings("[1") == std::vector<Finding>{{Rule::syntax, ""}});
    CHECK(findings("[] x") == std::vector<Finding>{{Rule::syntax, ""}});
}

TEST_CASE("White space between tokens is skipped, however much there is") {
    for (const int indent : {0, 1, 8, 23}) {
        CHECK(parse(nlohmann::json::parse(samples::client_text).dump(indent)).value() == samples::client());
    }
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

TEST_CASE("A member that cannot be read whole is left empty") {
    CHECK(parse(R"({"scopes":["a",1,"b"]})").client.scopes.empty());
    CHECK(parse(R"({"scopes":["a","b","c","d","e","f","g","h","i"]})").client.scopes.size() == 9);
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

TEST_CASE("Numbers at the limits are read as the engine reads them") {
    for (const char* number : {"1e99999999999999999999",
                               "1e-99999999999999999999",
                               "1e99999999999",
                               "1e-99999999999",
                               "0e99999999999",
                               "0.0e99999999999",
                               "12345678901234567890123",
                               "-9e18",
                               "-9223372036854775809",
                               "1.7976931348623157e308",
                               "1.8e308",
                               "0.00001e313",
                               "0.00001e315",
                               "1000e306",
                               "-0",
                               "-0.0",
                               "-1e-400",
                               "5e-324",
                               "18446744073709551615",
                               "18446744073709551616",
                               "1E+2"}) {
        CAPTURE(number);
        const std::string text = "{\"trusted_metadata\":{\"a\":" + std::string(number) + "}}";
        const bool accepted = nlohmann::json::accept(text);
        CHECK(samples::has(parse(text).violations, {Rule::syntax, "/trusted_metadata"}) != accepted);
        CHECK(samples::has(parse("{\"a\":" + std::string(number) + "}").violations, {Rule::syntax, ""}) != accepted);
        if (!accepted) continue;
        const nlohmann::json expected = nlohmann::json::parse(text)["trusted_metadata"];
        CHECK(parse(text).client.trusted_metadata->dump() == expected.dump());
        CHECK(parse(text).client.trusted_metadata->at("a").type() == expected["a"].type());
    }
}

TEST_CASE("Metadata that nlohmann built and that were built here cannot be told apart") {
    // Under JSON_DIAGNOSTICS, every value knows what it is in.
    const std::string metadata = R"({"a":[1,{"b":[{}]}],"a":{"c":{"d":[[2]]}}})";
    nlohmann::json copy = *parse(replaced("{}", metadata)).client.trusted_metadata;
    CHECK(copy == nlohmann::json::parse(metadata));
    copy["a"]["c"]["d"].push_back(copy);
    CHECK(copy.dump() == R"({"a":{"c":{"d":[[2],{"a":{"c":{"d":[[2]]}}}]}}})");
}

TEST_CASE("Of more than 100 violations the last one says that there are more, but a fault and misplaced are there") {
    std::string scopes = "1";
    for (int i = 1; i < 150; ++i) scopes += ",1";
    const auto read = [](const std::string& text) { return parse(text).violations; };
    const auto plain = read("{\"scopes\":[" + scopes + "]}");
    REQUIRE(plain.size() == 101);
    CHECK(plain[99].location == "/scopes/99");
    CHECK(plain[100] == Violation{Rule::type, "", "there are more violations than the first 100"});
    const std::string what = ValidationError(plain).what();
    CHECK(what.find("/scopes/99") != std::string::npos);
    CHECK(what.find("more violations") != std::string::npos);
    CHECK(validate(nlohmann::json::parse("{\"scopes\":[" + scopes + "]}")).size() == 101);

    const std::string evil = R"({"trusted_metadata":{"next_client_secret":"evil"},"scopes":[)";
    for (const std::size_t count : {97U, 98U, 99U, 100U, 101U, 140U}) {
        const auto violations = read(evil + scopes.substr(0, 2 * count - 1) + "],,");
        CAPTURE(count);
        CHECK(violations.size() == std::min<std::size_t>(count + 2, 101));
        CHECK(samples::has(violations, {Rule::syntax, ""}));
        CHECK(samples::has(violations, {Rule::misplaced, "/next_client_secret"}));
        CHECK((violations.size() <= 100 || violations.back().location.empty()));
        CHECK(std::string(ValidationError(violations).what()).find("elsewhere in the text") != std::string::npos);
    }
}
