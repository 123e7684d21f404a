// SPDX-License-Identifier: MIT
// Breaks each rule of README.md's reference, to see whether all that is wrong is listed and the rest is read.
// tests/proof compares what is read from every kind of text with an oracle; here is an example of each that a user
// would recognize.
#include <stytch/m2m.hpp>

#include <algorithm>
#include <sstream>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "catch.hpp"
#include "samples.hpp"

using namespace stytch::m2m;
using nlohmann::json;
using samples::Findings;
using samples::replaced;

static_assert(!std::is_convertible_v<ParseResult, bool>);
static_assert(!std::is_convertible_v<RotateStartResponse, bool>);

namespace {

Findings findings(const std::string& text) { return samples::findings(parse(text).violations); }
Findings response_findings(const std::string& body) {
    return samples::findings(parse_rotate_start_response(body).violations);
}
std::string message(const std::string& text) { return parse(text).violations.at(0).message; }
std::string enveloped(const std::string& client) { return "{\"m2m_client\":" + client + "}"; }

/// The documented client with more members.
std::string with_member(const std::string& member) {
    return samples::client_text.substr(0, samples::client_text.size() - 1) + "," + member + "}";
}

template <class BasicJson>
void check_json(const BasicJson& document, const std::vector<Violation>& expected) {
    CHECK(validate(document) == expected);
    M2MClientWithNextClientSecret target = samples::client();
    CHECK(samples::thrown([&] { from_json(document, target); }) == samples::findings(expected));
    if (!expected.empty()) CHECK(target == samples::client());
}

/// The same must be found in a client, in a response and in a json.
void check_everywhere(const std::string& text, const std::string& expected) {
    CAPTURE(text);
    std::vector<Violation> violations = parse(text).violations;
    std::string lines;
    for (const Violation& violation : violations) lines += samples::printed(violation) + "\n";
    CHECK(lines == expected);
    check_json(json::parse(text), violations);
    check_json(nlohmann::ordered_json::parse(text), violations);
    for (Violation& violation : violations) violation.location.insert(0, "/m2m_client");
    CHECK(parse_rotate_start_response(enveloped(text)).violations == violations);
}

}  // namespace

TEST_CASE("The documented client and response are read whole") {
    CHECK(static_cast<bool>(parse(samples::client_text)));
    CHECK(parse(samples::client_text).client == samples::client());
    const RotateStartResponse response = parse_rotate_start_response(samples::response_text);
    CHECK(static_cast<bool>(response));
    CHECK(response.status_code == 200);
    CHECK(response.request_id == "request-id-test-b05c992f-ebdc-489d-a754-c7e70ba13141");
    CHECK(response.m2m_client == samples::client());
    CHECK_FALSE(response.error.has_value());
}

TEST_CASE("Whatever JSON can break of the rules is found in a client, in a response and in a json") {
    using Broken = std::tuple<std::string, std::string, std::string>;
    for (const auto& [from, to, expected] : std::vector<Broken>{
             {"", "", ""},
             {R"("status": "active", )", "", "/status: is required, but missing [required]\n"},
             {R"("next_client_secret_last_four": "DzJj",)", "", ""},
             {R"("active")", "null", "/status: must be of type string, not null [type]\n"},
             {R"("Example client name")", "7", "/client_name: must be of type string, not number [type]\n"},
             {R"(["read:users", "write:users"])", "{}", "/scopes: must be of type array, not object [type]\n"},
             {R"("write:users")", R"(false, "", null)",
              "/scopes/1: must be of type string, not boolean [type]\n"
              "/scopes/3: must be of type string, not null [type]\n"},
             {"{}", "[]", "/trusted_metadata: must be of type object, not array [type]\n"},
             {"{}", "null", ""},
             {R"("DzJj", "status")", R"(null, "status")", ""},
             {R"("DzJj", "status")", R"(1, "status")",
              "/next_client_secret_last_four: must be of type string, not number [type]\n"},
             {"m2m-client-test-d731954d-dab3-4a2b-bdee-07f3ad1be885", "", "/client_id: must not be empty [empty]\n"},
             {std::string(samples::secret), "", "/next_client_secret: must not be empty [empty]\n"},
             {"Example client name", "", ""},
             {R"("active")", R"("inactive")", ""},
             {R"("active")", R"("Active")", "/status: must be \"active\" or \"inactive\" [status]\n"},
             {"{}", R"({"status":7},"unknown":[{"client_id":7}],"":1,"Status":1,"statu":1)", ""}}) {
        check_everywhere(replaced(samples::client_text, from, to), expected);
    }
}

TEST_CASE("All violations are reported, not just the first") {
    const std::string text =
        R"({"client_id":"","scopes":[1],"status":"gone","client_name":"","client_description":""})";
    const Findings expected = {{Rule::empty, "/client_id"},
                               {Rule::type, "/scopes/0"},
                               {Rule::status, "/status"},
                               {Rule::required, "/next_client_secret"},
                               {Rule::required, "/client_secret_last_four"}};
    CHECK(findings(text) == expected);
    Findings validated = samples::findings(validate(json::parse(text)));
    CHECK(std::is_permutation(validated.begin(), validated.end(), expected.begin(), expected.end()));
    CHECK(findings("[]") == Findings{{Rule::type, ""}});
    CHECK(parse(std::string_view()) == parse(""));
    CHECK(parse_rotate_start_response(std::string_view()) == parse_rotate_start_response(""));
    CHECK(samples::findings(validate(json::array())) == Findings{{Rule::type, ""}});
}

TEST_CASE("depth: 128 levels, the client's own being the first, and the envelope one more") {
    const auto metadata = [](std::size_t levels) {
        return replaced(samples::client_text, "{}", "{\"a\":" + samples::nested_text(levels) + "}");
    };
    CHECK(findings(metadata(126)).empty());
    CHECK(findings(metadata(127)) == Findings{{Rule::depth, "/trusted_metadata"}});
    CHECK(response_findings(enveloped(metadata(126))).empty());
    CHECK(response_findings(enveloped(metadata(127))) == Findings{{Rule::depth, "/m2m_client/trusted_metadata"}});
    CHECK(findings(with_member("\"x\":" + samples::nested_text(127))).empty());
    CHECK(findings(with_member("\"x\":" + samples::nested_text(128))) == Findings{{Rule::depth, ""}});
    CHECK(message(std::string(129, '[')) == "must not be nested deeper than 128 levels, as at byte 128");
}

TEST_CASE("duplicate: a member may occur once, however its name is spelt, and the first is kept") {
    for (const char* repeated :
         {R"("client_id":7)", R"("cli\u0065nt_id":"a")", R"("next_client_secret":"a")", R"("scopes":[1])",
          R"("trusted_metadata":{"a":1})", R"("status":null)", R"("\u0073tatus":"gone")"}) {
        const ParseResult result = parse(with_member(repeated));
        REQUIRE(result.violations.size() == 1);
        CHECK(result.violations[0].rule == Rule::duplicate);
        CHECK(result.violations[0].message == "must occur only once; the first one is kept");
        CHECK(result.client == samples::client());
    }
    CHECK(findings(with_member(R"("client_id":tru)")) ==
          Findings{{Rule::duplicate, "/client_id"}, {Rule::syntax, "/client_id"}});
    CHECK(findings(with_member(R"("unknown":1,"unknown":2)")).empty());
    CHECK(parse(replaced(samples::client_text, "client_name", "client_n\\u0061me")).client == samples::client());
    const std::string body =
        R"({"status_code":200,"status_code":1,"m2m_client":)" + samples::client_text + R"(,"m2m_client":{}})";
    CHECK(response_findings(body) == Findings{{Rule::duplicate, "/status_code"}, {Rule::duplicate, "/m2m_client"}});
    CHECK(parse_rotate_start_response(body).status_code == 200);
    CHECK(parse_rotate_start_response(body).m2m_client == samples::client());
}

TEST_CASE("syntax: what is not JSON is refused, with the byte at which it goes wrong") {
    for (const auto& [text, expected] : std::vector<std::pair<std::string, std::string>>{
             {"", "expected a value at byte 0, where the text ends"},
             {"<html>", "expected a value at byte 0"},
             {"nul", "expected a value at byte 3, where the text ends"},
             {"nuLl", "expected a value at byte 2"},
             {"{", "expected a member's name at byte 1, where the text ends"},
             {"{'client_id\":2}", "expected a member's name at byte 1"},
             {"{\"a\" 1}", "expected ':' at byte 5"},
             {"{\"client_id\" 1}", "expected ':' at byte 13"},
             {"{\"a\":}", "expected a value at byte 5"},
             {"{\"a\":12\"b\"}", "expected ',' or '}' at byte 7"},
             {"{\"a\":1,}", "expected a member's name at byte 7"},
             {"{\"a\":1", "expected ',' or '}' at byte 6, where the text ends"},
             {"{\"a\":-}", "expected a digit at byte 6"},
             {"{\"a\":1e400}", "expected a number that a double can hold at byte 5"},
             {"{\"a\":\"b", "expected the end of the string at byte 7, where the text ends"},
             {"{\"a\":[1", "expected ',' or ']' at byte 7, where the text ends"},
             {"{\"a\\q\":1}", "expected a character or escape that JSON allows at byte 3"},
             {"{\"scopes\":[\"a\",,2]}", "expected a value at byte 15"},
             {std::string("{\"a\":1\0}", 8), "expected ',' or '}' at byte 6"},
             {"{} x", "expected the end of the text at byte 3"},
             {"\xEF\xBB\xBF{", "expected a member's name at byte 4, where the text ends"},
             {" \xEF\xBB\xBF{", "expected a value at byte 1"}}) {
        CHECK(message(text) == expected);
    }
    CHECK(parse("\xEF\xBB\xBF \t\r\n" + samples::client_text + " \t\r\n").ok());
    CHECK(parse(json::parse(samples::client_text).dump(23)).value() == samples::client());
}

TEST_CASE("syntax: a character or escape that is cut off is told from a wrong one") {
    const auto ends = [](const std::string& literal) {
        return message("{\"client_name\":\"" + literal).find("where the text ends") != std::string::npos;
    };
    for (const std::string whole : {R"(\u0061)", R"(\uDBFF\uDC00)", "\xC2\x80", "\xE0\xA0\x80", "\xE2\x82\xAC",
                                    "\xED\x9F\xBF", "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF"}) {
        for (std::size_t size = 0; size <= whole.size(); ++size) {
            CAPTURE(whole, size);
            CHECK(ends(whole.substr(0, size)));
        }
    }
    for (const std::string wrong : {R"(\q)", R"(\u0g)", R"(\udd11)", R"(\ud83dx)", R"(\ud83d\n)", R"(\ud83d\ue)",
                                    "\x80", "\xC0", "\xE0\x9F", "\xED\xA0", "\xF0\x8F", "\xF4\x90", "\xF5", "\x01"}) {
        CAPTURE(wrong);
        CHECK_FALSE(ends(wrong));
    }
}

TEST_CASE("A fault is where a known member is whose value is being read, and otherwise where its object is") {
    for (const auto& [text, location] : std::vector<std::pair<const char*, const char*>>{
             {R"({"m2m_client":{"status":tru}})", "/m2m_client/status"},
             {R"({"m2m_client":{"scopes":["a",,]}})", "/m2m_client/scopes"},
             {R"({"m2m_client":{"trusted_metadata":{"client_id":}}})", "/m2m_client/trusted_metadata"},
             {R"({"m2m_client":{"scopes":["\q"]}})", "/m2m_client/scopes"},
             {R"({"m2m_client":{"x":[1,]}})", "/m2m_client"},
             {R"({"m2m_client":{"status":"active" x}})", "/m2m_client"},
             {R"({"m2m_client":nul})", "/m2m_client"},
             {R"({"m2m_client":{"status":"active"} x})", ""},
             {R"({"m2m_client":{},"unknown":[1,]})", ""},
             {R"({"m2m_client":{}} x)", ""},
             {R"({"error_type":"a","error_url":"\q"})", "/error_url"},
             {"<html>502 Bad Gateway</html>", ""}}) {
        CAPTURE(text);
        CHECK(response_findings(text) == Findings{{Rule::syntax, location}});
    }
    CHECK(parse_rotate_start_response(R"({"m2m_client":{"status":tru}})").violations.at(0).message ==
          "expected a value at byte 27");
    CHECK(response_findings(R"({"m2m_client":null,})") == Findings{{Rule::syntax, ""}, {Rule::type, "/m2m_client"}});
}

TEST_CASE("What stands before a fault is read, checked and kept, except for metadata; behind it, only the secret is") {
    const ParseResult result = parse(
        R"({"client_id":"","scopes":["a",1],"client_name":"b","trusted_metadata":{"c":1},"next_client_secret":"d",)"
        R"("status":tru,"client_description":"e","client_secret_last_four":1})");
    CHECK(samples::findings(result.violations) ==
          Findings{{Rule::empty, "/client_id"}, {Rule::type, "/scopes/1"}, {Rule::syntax, "/status"}});
    M2MClientWithNextClientSecret expected;
    expected.client_name = "b";
    expected.next_client_secret = "d";
    CHECK(result.client == expected);
    CHECK(parse(R"({"scopes":["b",)").client.scopes.empty());
    CHECK(parse(R"({"scopes":["a","b","c","d","e","f","g","h","\u0069"]})").client.scopes.size() == 9);
}

TEST_CASE("What is JSON, and what it means, is what nlohmann_json says") {
    std::vector<std::string> values = {"[ ]", "[1 2]", "\"\xED\xA0\x80\"", R"("\ud83d\uDD11 \u0000")"};
    std::istringstream more(
        "true false null truE fals [1,{\"a\":0}] {\"a\":1,\"a\":{\"b\":[[2]]}} [} "
        "\"a\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\" "
        "\"\x7F\xC3\xA9\xE2\x82\xAC\xF0\x9F\x94\x91\" - 1. 1e .5 +1 012 0 -0 -0.0 1E+2 -9223372036854775808 "
        "-9223372036854775809 18446744073709551615 18446744073709551616 12345678901234567890123 1.8e308 1e309 1000e306 "
        "1.7976931348623157e308 0.00001e313 0.00001e315 5e-324 -1e-400 0e99999999999 0.0e99999999999 "
        "1e99999999999999999999 1e-99999999999999999999");
    for (std::string value; more >> value;) values.push_back(value);
    for (const std::size_t digits : {299U, 300U, 308U, 309U, 310U}) {
        for (const char* rest : {"", ".5", "e1", "e-5", "E+1"}) values.push_back(std::string(digits, '9') + rest);
    }
    for (const std::string& value : values) {
        CAPTURE(value);
        const bool accepted = json::accept(value);
        const ParseResult read = parse(replaced(samples::client_text, "{}", "{\"a\":" + value + "}"));
        CHECK(read.ok() == accepted);
        CHECK(parse(with_member("\"unknown\":" + value)).ok() == accepted);
        if (!accepted) continue;
        const json& member = read.client.trusted_metadata->at("a");
        CHECK(member.dump() == json::parse(value).dump());
        CHECK(member.type() == json::parse(value).type());
    }
}

TEST_CASE("\\u escapes mean what they mean to nlohmann_json") {
    // All limits: of one to four bytes of UTF-8, of surrogates, and of digits.
    std::vector<std::string> literals;
    for (const char* first : {"0000", "007f", "0080", "07ff", "0800", "D7FF", "d800", "dbFF", "DC00", "dfff", "E000",
                              "FFFF", "9aAf", "/000", ":000", "@000", "G000", "`000", "g000", "00",   ""}) {
        const std::string escape = std::string("\\u") + first;
        literals.push_back(escape);
        for (const char* between : {"\\u", "\\\\u", "\\n", "xu", "x", ""}) {
            for (const char* second : {"D7FF", "D800", "DBFF", "DC00", "DC0", "DFFF", "DFFG", "E000", "DC000"}) {
                literals.push_back(escape + between + second);
            }
        }
    }
    for (const std::string& literal : literals) {
        CAPTURE(literal);
        const json expected = json::parse("\"" + literal + "\"", nullptr, false);
        const ParseResult read = parse("{\"next_client_secret\":\"" + literal + "\"}");
        CHECK(samples::has(read.violations, {Rule::syntax, "/next_client_secret"}) == expected.is_discarded());
        CHECK(read.client.next_client_secret ==
              (expected.is_discarded() ? Secret() : Secret(expected.get_ref<const std::string&>())));
    }
}

TEST_CASE("Metadata that nlohmann_json built and that were built here cannot be told apart") {
    // Under JSON_DIAGNOSTICS, every value knows what it is in.
    const std::string metadata = R"({"a":[1,{"b":[{}]}],"\u0061":{"c":{"d":[[2]]}}})";
    json copy = *parse(replaced(samples::client_text, "{}", metadata)).client.trusted_metadata;
    CHECK(copy == json::parse(metadata));
    copy["a"]["c"]["d"].push_back(copy);
    CHECK(copy.dump() == R"({"a":{"c":{"d":[[2],{"a":{"c":{"d":[[2]]}}}]}}})");
}

TEST_CASE("status_code is whatever an int can hold") {
    const auto read = [](const std::string& value) {
        return parse_rotate_start_response("{\"status_code\":" + value + "," +
                                           enveloped(samples::client_text).substr(1));
    };
    for (const auto& [value, expected] : std::vector<std::pair<const char*, int>>{
             {"200", 200}, {"-1", -1}, {"null", 0}, {"200.0", 200}, {"2e2", 200}, {"2147483647", 2147483647}}) {
        CHECK(read(value).ok());
        CHECK(read(value).status_code == expected);
    }
    CHECK(read("true").violations ==
          std::vector<Violation>{{Rule::type, "/status_code", "must be of type number, not boolean"}});
    const std::string expected = "must be of type integer, not a number that no int holds";
    for (const char* value : {"404.5", "2147483648", "-2147483649", "99999999999999999999"}) {
        CHECK(read(value).violations == std::vector<Violation>{{Rule::type, "/status_code", expected}});
        CHECK(read(value).status_code == 0);
    }
    CHECK(samples::has(read("-").violations, {Rule::syntax, "/status_code"}));
}

TEST_CASE("Stytch's error is an error, not a violation, and needs only a type or a message") {
    const std::string members =
        R"("status_code": 404, "request_id": "r", "error_type": "m2m_client_not_found", "error_message": "Not found.",)"
        R"( "error_url": "https://stytch.com/docs", "error_details": {"error_type": 7})";
    const StytchError error(404, "r", "m2m_client_not_found", "Not found.", "https://stytch.com/docs");
    const RotateStartResponse response = parse_rotate_start_response("{" + members + "}");
    CHECK_FALSE(response.ok());
    CHECK_FALSE(static_cast<bool>(response));
    CHECK(response.violations.empty());
    CHECK(response.error == error);
    CHECK(parse_rotate_start_response("{" + members + ",\"m2m_client\":" + samples::client_text + "}").m2m_client ==
          samples::client());
    CHECK(parse_rotate_start_response(R"({"error_type":"x"})").error == StytchError(0, "", "x", "", ""));
    CHECK(parse_rotate_start_response(R"({"error_message":"x","m2m_client":null})").violations.empty());
    for (const auto& [body, expected] : std::vector<std::pair<const char*, Findings>>{
             {"{}", {{Rule::required, "/m2m_client"}}},
             {R"({"error_type":"","error_message":null})", {{Rule::required, "/m2m_client"}}},
             {R"({"error_url":1})", {{Rule::type, "/error_url"}, {Rule::required, "/m2m_client"}}},
             {R"({"error_type":"x","m2m_client":7})", {{Rule::type, "/m2m_client"}}},
             {R"({"request_id":[],"m2m_client":null})", {{Rule::type, "/request_id"}, {Rule::type, "/m2m_client"}}},
             {"[]", {{Rule::type, ""}}}}) {
        CAPTURE(body);
        CHECK(response_findings(body) == expected);
    }
}

TEST_CASE("Of more than 100 violations the last one says that there are more, but a fault and misplaced are there") {
    std::string scopes = "1";
    for (int i = 1; i < 150; ++i) scopes += ",1";
    const std::vector<Violation> plain = parse("{\"scopes\":[" + scopes + "]}").violations;
    REQUIRE(plain.size() == 101);
    CHECK(plain[99].location == "/scopes/99");
    CHECK(plain[100] == Violation{Rule::type, "", "there are more violations than the first 100"});
    CHECK(validate(json::parse("{\"scopes\":[" + scopes + "]}")).size() == 101);

    const std::string misplaced = R"({"trusted_metadata":{"next_client_secret":"a"},"scopes":[)";
    for (const std::size_t count : {97U, 98U, 99U, 100U, 101U, 140U}) {
        const auto violations = parse(misplaced + scopes.substr(0, 2 * count - 1) + "],,").violations;
        CAPTURE(count);
        CHECK(violations.size() == std::min<std::size_t>(count + 2, 101));
        CHECK(samples::has(violations, {Rule::syntax, ""}));
        CHECK(samples::has(violations, {Rule::misplaced, "/next_client_secret"}));
        CHECK((violations.size() <= 100 || violations.back().location.empty()));
        const std::string what = ValidationError(violations).what();
        CHECK(what.find("was found in the text, but not read in its place") != std::string::npos);
        CHECK((what.find("there are more violations") != std::string::npos) == (violations.size() > 100));
    }
}
