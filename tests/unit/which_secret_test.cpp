// SPDX-License-Identifier: MIT
// "Never forged", "never lost", "never passed on": which secret of those that a text names is the client's, and what
// else must not say it. tests/proof holds the same against an oracle, whatever is damaged.
#include <stytch/m2m.hpp>

#include <string>
#include <utility>
#include <vector>

#include "catch.hpp"
#include "samples.hpp"

using namespace stytch::m2m;

namespace {

/// The secret that was read, with a `?` behind it if it is misplaced; empty if there is none.
std::string found(const Secret& secret, const std::vector<Violation>& violations, const std::string& place) {
    const bool misplaced = samples::has(violations, {Rule::misplaced, place});
    if (!secret.empty()) CHECK_FALSE(samples::has(violations, {Rule::required, place}));
    return std::string(secret.reveal()) + (misplaced ? "?" : "");
}
std::string in_client(const std::string& text) {
    const ParseResult result = parse(text);
    return found(result.client.next_client_secret, result.violations, "/next_client_secret");
}
std::string in_response(const std::string& text) {
    const RotateStartResponse response = parse_rotate_start_response(text);
    return found(response.m2m_client.next_client_secret, response.violations, "/m2m_client/next_client_secret");
}

using Rows = std::vector<std::pair<std::string, std::string>>;

/// Checks each text as a client, and as the client of a response that ends with `end`.
void check(const Rows& rows, const std::string& end = "}") {
    for (const auto& [text, expected] : rows) {
        CAPTURE(text);
        CHECK(in_client(text) == expected);
        CHECK(in_response("{\"m2m_client\":" + text + end) == expected);
    }
}

RotateStartResponse with_request_id(const std::string& text, const std::string& secret) {
    return parse_rotate_start_response("{\"request_id\":\"" + text + R"(","m2m_client":{"next_client_secret":")" +
                                       secret + "\"}}");
}

const std::string cut_off = R"({"trusted_metadata":{"next_client_secret":"evil"},"next_client_secret":"a")";

}  // namespace

TEST_CASE("In a whole text, the first secret in its place that is not empty is the client's") {
    check({{R"({"next_client_secret":"a","next_client_secret":"b"})", "a"},
           {R"({"next_client_secret":"","next_client_secret":null,"next\u005fclient_secret":"\u0061"})", "a"},
           {R"({"trusted_metadata":{"next_client_secret":"evil"},"next_client_secret":"a"})", "a"},
           {R"({"x":{"next_client_secret":"b"},"next_client_secret":"a"})", "a"},
           {R"({"scopes":["\"next_client_secret\":\"evil\""],"next_client_secret":"a,"})", "a,"}});
    CHECK(in_response(R"({"next_client_secret":"b","m2m_client":{"next_client_secret":"a"}})") == "a");
}

TEST_CASE("Otherwise those elsewhere count if they agree, but not those in trusted_metadata") {
    check({{R"({"m2m_client":{"next_client_secret":"a"}})", "a?"},
           {R"([{"next_client_secret":"a"},{"next_client_secret":"\u0061"},{"next_client_secret":""}])", "a?"},
           {R"({"next_client_secret":["b",{"next_client_secret":"a"}]})", "a?"},
           {R"({"scopes":[{"next_client_secret":"a"}],"trusted_metadata":{"next_client_secret":"evil"}})", "a?"},
           {R"([{"next_client_secret":"a"},{"next_client_secret":"b"},{"next_client_secret":"a"}])", ""},
           {R"({"trusted_metadata":[{"next_client_secret":"evil"}]})", ""},
           {R"({"x":{"trusted\u005fmetadata":{"y":[{"next_client_secret":"evil"}]}}})", ""},
           {R"({"x":{"next_client_secret":7,"next_client_secrets":"a"}})", ""}});
    CHECK(in_response(R"({"next_client_secret":"a"})") == "a?");
    CHECK(in_response(R"({"m2m_client":null,"m2m_client":{"next_client_secret":"a"}})") == "a?");
}

TEST_CASE("In a text that is only cut off behind the secret, the one in its place is the client's") {
    const std::string too_large = cut_off + ",\"x\":1" + std::string(400, '0');
    for (const char* end : {"", ",\"", R"(,"x\ud83d\)", ",\"x\xE2\x82", R"(,"x":tr)", R"(,"x":1.)", R"(,"x":[{)"}) {
        check({{cut_off + end, "a"}}, "");
    }
    for (const char* power : {"", "e", "e-1"}) check({{too_large + power, "a"}}, "");  // e-100 could come of it
    // Nothing that could be appended mends these.
    for (const char* end : {"x", ",\"x\\q", R"(,"x\udc)", R"(,"x":01)"}) check({{cut_off + end, ""}}, "");
    for (const char* power : {"e+", "e0", "e-1}x"}) check({{too_large + power, ""}}, "");
    check({{cut_off + ",\"x\":" + std::string(128, '['), ""}}, "");
    CHECK(in_client(R"({"next_client_secret":"a,")") == "a,");
}

TEST_CASE("In a damaged text, all that it says must agree, and is misplaced unless it was read in its place") {
    check({{R"()]}'{"next_client_secret":"a"})", "a?"},
           {R"({x,"next\u005fclient_secret" : "\u0061"})", "a?"},
           {R"({"trusted_metadata":{"next_client_secret":"a"},})", "a?"},
           {R"("next_client_secret"next_client_secret":"a")", "a?"},
           {R"({"x":tru,"next_client_secret":"a"})", "a?"},
           {R"({"next_client_secret":"a"x})", "a?"},
           {R"({"x":{"next_client_secret":"\q"},"next_client_secret":"a"})", "a?"},
           {R"({"next_client_secret":"a","x":tru,"y":1})", "a"},
           {R"({"next_client_secret":"a","x":tru,"next_client_secret":"b"})", ""},
           {R"({"trusted_metadata":{"b":1],"next_client_secret":"evil"},"next_client_secret":"a"})", ""},
           {R"(x"next_client_secret":'a')", ""},
           {R"(x"next_client_secret")", ""},
           {R"(x"next_client_secrets":"a", "next_client_secret)", ""}});
    CHECK(in_response(R"({"m2m_client":{"next_client_secret":"a"},"x":tru})") == "a");
    // One that has lost its closing quote and has run on into what follows does not count.
    check({{R"({"next_client_secret":"REAL,"status":"active"})", ""},
           {R"({"next_client_secret":"REAL["read:users"]})", ""},
           {R"({"next_client_secret":"RE{"m2m_client":{"next_client_secret":"REAL"}})", "REAL?"},
           {R"({"next_client_secret":"REAL, ","x"})", "REAL, "},
           {R"({"next_client_secret":"   "x})", "   ?"}});
}

TEST_CASE("A text that names the secret or holds its beginning or end is not passed on") {
    const std::string secret = "0123456789abcdef-0123456789ABCDEF";
    for (const std::string& text :
         {"is " + secret + ".", secret.substr(0, 16), secret.substr(secret.size() - 16),
          std::string(R"(\u0030123456789abcdef)"), std::string(R"({\"next_client_secret\":1})"),
          std::string("next_client_secret_last"), std::string("next_client_secret_last_four, next_client_secret"),
          std::string("\\\\u006eext_client_secret")}) {
        CAPTURE(text);
        CHECK(with_request_id(text, secret).request_id == "[REDACTED]");
    }
    for (const std::string& text : {secret.substr(0, 15), secret.substr(secret.size() - 15), secret.substr(1, 16),
                                    std::string("next_client_secret_last_four"), std::string("next_client_secre")}) {
        CAPTURE(text);
        CHECK(with_request_id(text, secret).request_id == text);
    }
    CHECK(with_request_id("a short one", "shor").request_id == "[REDACTED]");
    const RotateStartResponse response = parse_rotate_start_response(
        R"({"error_type":"is s3cret","error_message":"s\u0033cret","error_url":"https://a.b/?next_client_secret",)"
        R"("m2m_client":{"next_client_secret":"s3cret"}})");
    CHECK(response.error == StytchError(0, "", "[REDACTED]", "[REDACTED]", "[REDACTED]"));
    CHECK(std::string(response.error->what()) == "[REDACTED]: [REDACTED]");
}

TEST_CASE("If there may be a secret that was not taken, no text is passed on but the types that Stytch documents") {
    using Type = StytchErrorType;
    const auto read = [](const std::string& type, const std::string& rest) {
        return parse_rotate_start_response(R"({"request_id":"r","error_message":"too_many_requests","error_type":")" +
                                           type + "\"," + rest);
    };
    for (const char* rest :
         {R"("m2m_client":{"next_client_secret":"SECRET,"status":"active"}})", R"("next\u005fclient_secret":7})",
          R"("x":{"next_client_secret":"SECRET"},"y":{"next_client_secret":"SECRE"}})",
          R"("m2m_client":{"next_client_secret":"SECRET)", R"("x":["a next\u005fclient_secret"],})"}) {
        CAPTURE(rest);
        CHECK(read("e", rest).request_id == "[REDACTED]");
        CHECK(read("e", rest).error == StytchError(0, "[REDACTED]", "[REDACTED]", "[REDACTED]", ""));
        for (const char* known :
             {Type::m2m_client_not_found, Type::m2m_client_invalid_client_id, Type::m2m_client_already_rotating_secret,
              Type::m2m_client_not_rotating_secret, Type::unauthorized_credentials, Type::too_many_requests,
              Type::internal_server_error}) {
            CHECK(read(known, rest).error == StytchError(0, "[REDACTED]", known, "[REDACTED]", ""));
        }
    }
    for (const char* rest : {R"("next_client_secret\u005flast_four":"abcd")", R"("x":"next_client_secret"})",
                             R"("next_client_secret":null})", R"("m2m_client":{"next_client_secret":""}})",
                             R"("trusted_metadata":{"next_client_secret":7}})"}) {
        CAPTURE(rest);
        CHECK(read("e", rest).error == StytchError(0, "r", "e", "too_many_requests", ""));
    }
}
