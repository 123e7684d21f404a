// SPDX-License-Identifier: MIT
// Whose the secret is, in texts without a fault, cut off, or damaged.
#include <stytch/m2m.hpp>

#include <string>
#include <vector>

#include "catch.hpp"
#include "samples.hpp"

using namespace stytch::m2m;

namespace {

/// The secret that was read, with a `?` behind it if it is misplaced; empty if there is none.
std::string read(const ParseResult& result, const std::string& place = "/next_client_secret") {
    const std::string secret(result.client.next_client_secret.reveal());
    const bool misplaced = samples::has(result.violations, {Rule::misplaced, place});
    if (!secret.empty()) CHECK_FALSE(samples::has(result.violations, {Rule::required, place}));
    return misplaced ? secret + "?" : secret;
}
std::string client(const std::string& text) { return read(parse(text)); }
std::string response(const std::string& text) {
    const RotateStartResponse read_response = parse_rotate_start_response(text);
    return read({read_response.m2m_client, read_response.violations}, "/m2m_client/next_client_secret");
}

}  // namespace

TEST_CASE("Rule 1: without a fault, the first usable secret in its place") {
    CHECK(client(R"({"next_client_secret":"a","next_client_secret":"b"})") == "a");
    CHECK(client(R"({"next\u005fclient_secret":"\u0061"})") == "a");
    CHECK(client(R"({"next_client_secret":"","next_client_secret":null,"next_client_secret":"b"})") == "b");
    CHECK(client(R"({"trusted_metadata":{"next_client_secret":"evil"},"next_client_secret":"a"})") == "a");
    CHECK(client(R"({"x":{"next_client_secret":"b"},"next_client_secret":"a"})") == "a");
    CHECK(client(R"({"next_client_secret":"RE,"})") == "RE,");
    CHECK(response(R"({"m2m_client":{"next_client_secret":"a"},"m2m_client":{"next_client_secret":"b"}})") == "a");
    CHECK(response(R"({"next_client_secret":"b","m2m_client":{"next_client_secret":"a"}})") == "a");
    CHECK(samples::findings(parse(R"({"next_client_secret":"","next_client_secret":"b"})").violations)[1] ==
          samples::Finding{Rule::duplicate, "/next_client_secret"});
}

TEST_CASE("Rule 1: otherwise those outside of their place, but not inside of trusted_metadata, if all say the same") {
    for (const char* text :
         {R"({"m2m_client":{"next_client_secret":"a"}})", R"({"x":[{"y":{"next_client_secret":"a"}}]})",
          R"([{"next_client_secret":"a"},{"next_client_secret":"\u0061"},{"next_client_secret":""}])",
          R"({"next_client_secret":["b",{"next_client_secret":"a"}]})", R"({"scopes":[{"next_client_secret":"a"}]})",
          R"({"next_client_secret":null,"client_name":{"next\u005fclient_secret":"a"}})",
          R"({"data":{"m2m_client":{"next_client_secret":"a","trusted_metadata":{"next_client_secret":"evil"}}}})"}) {
        CAPTURE(text);
        CHECK(client(text) == "a?");
    }
    for (const char* text :
         {R"({"m2m_client":null,"m2m_client":{"next_client_secret":"a"}})", R"({"next_client_secret":"a"})",
          R"({"m2m_client":{},"client":{"next_client_secret":"a"}})", R"({"m2m_client":[{"next_client_secret":"a"}]})",
          R"({"m2m_client":{"m2m_client":{"next_client_secret":"a"}}})",
          R"({"error_type":"x","details":{"next_client_secret":"a"}})"}) {
        CAPTURE(text);
        CHECK(response(text) == "a?");
    }
    for (const char* text :
         {R"({"trusted_metadata":{"next_client_secret":"evil"}})",
          R"({"trusted_metadata":[{"next_client_secret":"evil"}]})",
          R"({"x":{"trusted\u005fmetadata":{"y":[{"next_client_secret":"evil"}]}}})",
          R"({"trusted_metadata":{},"trusted_metadata":{"next_client_secret":"evil"}})",
          R"([{"next_client_secret":"a"},{"next_client_secret":"b"},{"next_client_secret":"a"}])",
          R"({"x":{"next_client_secrets":"a"}})", R"({"x":{"next_client_secret":7}})", R"("next_client_secret")",
          R"({"client_name":"\"next_client_secret\":\"a\""})", R"(["next_client_secret","a"])"}) {
        CAPTURE(text);
        CHECK(client(text).empty());
        CHECK(response(text).empty());
    }
    CHECK(samples::has(parse(R"({"x":{"next_client_secret":7}})").violations, {Rule::required, "/next_client_secret"}));
}

TEST_CASE("Rule 2: in a text that only ends too early, the one in its place") {
    const std::string evil = R"({"trusted_metadata":{"next_client_secret":"evil"},"next_client_secret":"a")";
    for (const char* end : {"", ",", " ", ",\"", R"(,"x)", R"(,"x\)", R"(,"x\u00)", R"(,"x\ud83d)", R"(,"x\ud83d\)",
                            ",\"x\xE2\x82", R"(,"x":)", R"(,"x":tr)", R"(,"x":-)", R"(,"x":1.)", R"(,"x":[{)"}) {
        CAPTURE(end);
        CHECK(client(evil + end) == "a");
        CHECK(response("{\"m2m_client\":" + evil + end) == "a");
    }
    const std::string too_large = evil + ",\"x\":1" + std::string(400, '0');
    for (const char* power : {"", "e", "e-", "e-1"}) CHECK(client(too_large + power) == "a");  // e-100 could come of it
    for (const char* power : {"e+", "e0", "e+1", "e-1}x"}) CHECK(client(too_large + power).empty());
    CHECK(response("{\"m2m_client\":" + evil + "}") == "a");
    CHECK(client(R"({"next_client_secret":"REAL,")") == "REAL,");
    // Nothing that could be appended mends these.
    for (const char* end : {"x", ",\"x\\q", R"(,"x\u00g)", R"(,"x\udc)", ",\"x\xE2\x28", ",\"x\x01", R"(,"x":01)", ",}",
                            R"(,"x":1e400)", "}x"}) {
        CAPTURE(end);
        CHECK(client(evil + end).empty());
        CHECK(response("{\"m2m_client\":" + evil + end).empty());
    }
    CHECK(client(evil + ",\"x\":" + std::string(128, '[')).empty());
}

TEST_CASE("Rule 3: behind any other fault all that the raw text says must agree") {
    for (const std::string text :
         {R"()]}'{"next_client_secret":"a"})", R"("next_client_secret":"a")",
          R"({x,"next_client_secret" :)"
          "\t\r\n"
          R"("\u0061"})",
          R"({"next\u005fclient_secret":"a")"
          "\"",
          R"({"a":',\"next_client_secret":"a"})", R"(x[{"next_client_secret":"a"},{"next_client_secret":"a"}])",
          R"({"trusted_metadata":{"next_client_secret":"a"},})",
          R"({"next_client_secret":"\q","next_client_secret":"a"})", R"("next_client_secret"next_client_secret":"a")",
          R"(<p>"next_client_secret":"a"</p>)"}) {
        CAPTURE(text);
        CHECK(client(text) == "a?");
        CHECK(response(text) == "a?");
    }
    for (const char* text :
         {R"(x{"next_client_secret":"a"}{"next_client_secret":"b"})",
          R"(x{"next_client_secret":"ab"}{"next_client_secret":"a"})", R"(x"next_client_secret":"")",
          R"(x"next_client_secret":"a)", R"(x"next_client_secret":"\q")", R"(x"next_client_secret":'a')",
          R"(x"next_client_secret"="a")", R"(x"next_client_secret","a")", R"(x'next_client_secret':"a")",
          R"(xnext_client_secret":"a")", "x\"next_client_secret\":\"\xFF\"", "x\"next_client_secret\"\v:\"a\"",
          R"(x"next_client_secrets":"a")", R"(x"next_client_secre")", R"(x{\"next_client_secret\":\"a\"})",
          R"(x"next_client_secret")", R"(x"next_client_secret":)", R"(x"next_client_)"}) {
        CAPTURE(text);
        CHECK(client(text).empty());
        CHECK(response(text).empty());
    }
}

TEST_CASE("Rule 3: a string that has run on into what follows does not count") {
    CHECK(client(R"({"next_client_secret":"REAL,"status":"active"})").empty());
    CHECK(client(R"({"next_client_secret":"REAL , "status":"active"})").empty());
    CHECK(client(R"({"next_client_secret":"REAL["read:users"]})").empty());
    CHECK(client(R"({"next_client_secret":"REAL, ","x"})") == "REAL, ");
    CHECK(response(R"({"m2m_client":{"next_client_secret":"RE{"m2m_client":{"next_client_secret":"REAL"}})") ==
          "REAL?");
    CHECK(client(R"({"next_client_secret":"a"x})") == "a?");
    CHECK(client(R"({"next_client_secret":"   "x})") == "   ?");
}

TEST_CASE("Rule 3: it is misplaced unless it was read in its place before the fault") {
    CHECK(client(R"({"next_client_secret":"a","x":tru,"y":1})") == "a");
    CHECK(client(R"({"next_client_secret":"a"},{"next_client_secret":"a"})") == "a");
    CHECK(client(R"({"next_client_secret":"a","x":tru,"next_client_secret":"b"})").empty());
    CHECK(client(R"({"x":tru,"next_client_secret":"a"})") == "a?");
    CHECK(client(R"({"trusted_metadata":{"next_client_secret":"a"},"x":tru,"next_client_secret":"a"})") == "a?");
    CHECK(response(R"({"m2m_client":{"next_client_secret":"a"},"x":tru})") == "a");
    CHECK(client(R"({"x":{"next_client_secret":"a"},"y":tru})") == "a?");
}

TEST_CASE("What metadata, names and scopes say is never returned in the secret's place") {
    for (const char* text :
         {R"({"trusted_metadata":{"a":"v"],"next_client_secret":"evil"},"next_client_secret":"REAL"})",
          R"({"trusted_metadata":,"next_client_secret":"evil"},"next_client_secret":"REAL"})",
          R"({"trusted_metadata":{"a":"v"]},"next_client_secret":"evil"},"next_client_secret":"REAL"})"}) {
        CAPTURE(text);
        CHECK(client(text).empty());
        CHECK(response(R"({"m2m_client":)" + std::string(text) + "}").empty());
    }
    CHECK(response(R"({"m2m_client":{"trusted_metadata":,"next_client_secret":"evil"},"next_client_secret":"REAL"}})")
              .empty());
    CHECK(response(
              R"({"m2m_client":{"trusted_metadata":{"a":"v"},"next_client_secret":"evil"},"next_client_secret":"REAL",)"
              R"("status":"ok\}})")
              .empty());
    CHECK(client(R"({"scopes":["next_client_secret\":\"evil"],"client_name":"\"next_client_secret\": \"evil\"",)"
                 R"("next_client_secret":"REAL"})") == "REAL");
}
