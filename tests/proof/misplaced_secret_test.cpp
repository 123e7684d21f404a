// SPDX-License-Identifier: MIT
// Bodies as they result from gateways, prefixes, mixed-up calls and missing values: the secret is read from each, and
// `misplaced` reports that it was not in its place.
#include <stytch/m2m.hpp>

#include <string>
#include <vector>

#include "bodies.hpp"
#include "catch.hpp"
#include "misplaced_bodies.hpp"
#include "samples.hpp"

using namespace stytch::m2m;

namespace {

const std::string secret = "QwKXZkJVPjRtYhBnLcGdMsFaKeUoTiVbWzyA-_019SxD";

/// What either function read from a text.
struct Read {
    M2MClientWithNextClientSecret client;
    std::vector<Violation> violations;
    std::string place;  // where the secret belongs

    bool has(Rule rule) const { return samples::has(violations, {rule, place}); }
};

Read as_client(const std::string& text) {
    ParseResult result = parse(text);
    return {result.client, result.violations, "/next_client_secret"};
}
Read as_response(const std::string& text) {
    RotateStartResponse response = parse_rotate_start_response(text);
    return {response.m2m_client, response.violations, "/m2m_client/next_client_secret"};
}

template <class Check>
void for_each_spelling(const std::string& shape, Check&& check) {
    for (const proof::Spelling spelling : proof::spellings) {
        const std::string literal = proof::spell(secret, spelling);
        for (const std::string& member :
             {proof::secret_member(literal), "\"next\\u005fclient_secret\" :\n\t\"" + literal + '"'}) {
            const std::string text = proof::filled(shape, member);
            CAPTURE(text);
            check(text);
        }
    }
}

void check_misplaced(const Read& read) {
    CHECK(read.client.next_client_secret == Secret(secret));
    CHECK(read.has(Rule::misplaced));
    CHECK_FALSE(read.has(Rule::required));
    // Metadata that may have swallowed the secret are left out.
    if (read.client.trusted_metadata.has_value()) {
        CHECK(read.client.trusted_metadata->dump().find("next_client_secret") == std::string::npos);
    }
}

void check_in_place(const Read& read) {
    CHECK(read.client.next_client_secret == Secret(secret));
    CHECK_FALSE(read.has(Rule::misplaced));
    CHECK_FALSE(read.has(Rule::required));
}

void check_none(const Read& read) {
    CHECK(read.client.next_client_secret.empty());
    CHECK_FALSE(read.has(Rule::misplaced));
    CHECK_FALSE(read.violations.empty());
}

/// No usable secret: inside a string, unusable, or not the secret's member.
const std::vector<std::string> none = {
    R"({"client_name":"\"next_client_secret\":\"a\""})",
    R"({"client_name":"\"next_client_secret\":\"a\"",x})",
    R"({"error_type":"a","error_message":"{\"m2m_client\":{\"next_client_secret\":\"a\"}}","m2m_client":{}})",
    R"({"error_message":"{\\\"next_client_secret\\\":\\\"a\\\"}")",
    R"({"a\"next_client_secret":"b"})",
    R"({"\"next_client_secret":"b","client_name":"a"})",
    R"({"client_name":"next_client_secret","scopes":["next_client_secret","a"]})",
    R"({"trusted_metadata":{"a":"next_client_secret"}})",
    R"({"next_client_secrets":"a"})",
    R"({"Next_client_secret":"a"})",
    R"({"next_client_secret":""})",
    R"({"x":{"next_client_secret":""}})",
    R"({"x":{"next_client_secret":null}})",
    R"({"x":{"next_client_secret":["a"]}})",
    R"("next_client_secret":"a\q")",
    R"("next_client_secret":"a)",
    R"("next_client_secret":'a')",
    R"("next_client_secret":a)",
    R"("next_client_secret","a")",
    R"("next_client_secret""a")",
    R"(next_client_secret:"a")",
    R"('next_client_secret':"a")",
    "\"next_client_secret\":\"a\nb\"",
    "\"next_client_secret\":\"a\xFF\"",
    "\"next_client_secret\"\v:\"a\"",
};

}  // namespace

TEST_CASE("Misplaced: whatever is around a body, the secret is read") {
    for (const std::string& wrapping : proof::wrappings()) {
        for_each_spelling(proof::replaced(wrapping, '#', "$"),
                          [](const std::string& text) { check_misplaced(as_client(text)); });
        for_each_spelling(proof::replaced(wrapping, '#', R"({"request_id":"a","m2m_client":$})"),
                          [](const std::string& text) { check_misplaced(as_response(text)); });
    }
}

TEST_CASE("Misplaced: in another envelope, or after an unusable first occurrence") {
    for (const std::string& shape : proof::misplaced_in_client()) {
        for_each_spelling(shape, [](const std::string& text) { check_misplaced(as_client(text)); });
        for_each_spelling("{\"m2m_client\":" + shape + "}",
                          [](const std::string& text) { check_misplaced(as_response(text)); });
    }
    for (const std::string& shape : proof::misplaced_in_response()) {
        for_each_spelling(shape, [](const std::string& text) { check_misplaced(as_response(text)); });
    }
}

TEST_CASE("Misplaced: does not apply to a secret in its place, whatever is wrong before it") {
    for (const std::string& shape : proof::in_place()) {
        for_each_spelling(shape, [](const std::string& text) { check_in_place(as_client(text)); });
        for_each_spelling("{\"m2m_client\":" + shape + "}",
                          [](const std::string& text) { check_in_place(as_response(text)); });
        for_each_spelling("{\"status_code\":,\"m2m_client\":" + shape + ",\"request_id\":'a'}",
                          [](const std::string& text) { check_in_place(as_response(text)); });
    }
}

TEST_CASE("Misplaced: does not apply to a secret in its place, even if metadata hold another that differs") {
    const std::string metadata = R"("trusted_metadata":{"next_client_secret":"other"})";
    for (std::string shape : proof::in_place()) {
        shape.insert(shape.find('@'), metadata + ",");
        for_each_spelling(shape, [](const std::string& text) { check_in_place(as_client(text)); });
        for_each_spelling("{\"m2m_client\":" + shape + "}",
                          [](const std::string& text) { check_in_place(as_response(text)); });
    }
}

TEST_CASE("Misplaced: a secret in metadata that lack a brace is not the client's") {
    for (const char* stray : {"", "x", "'", "\\", "]", ")"}) {
        const std::string text = R"({"trusted_metadata":)" + std::string(stray) +
                                 R"("next_client_secret":"other"},"client_id":"a","next_client_secret":"secret"})";
        CAPTURE(text);
        CHECK(as_client(text).client.next_client_secret != Secret("other"));
        CHECK(as_response("{\"m2m_client\":" + text + "}").client.next_client_secret != Secret("other"));
    }
}

TEST_CASE("Misplaced: of two secrets in the client, one behind a fault may be the metadata's") {
    const std::string both = R"(,"tier":1},"client_id":"a","next_client_secret":"secret"})";
    for (const char* start : {R"({"trusted_metadata":{})", R"({"trusted_metadata":,)", R"({"trusted_metadata": 1 )",
                              R"({"trusted_metadata:{"k":1,)", R"({"trusted_metadata":"k":1,)"}) {
        const std::string text = start + std::string(R"("next_client_secret":"other")") + both;
        CAPTURE(text);
        check_none(as_client(text));
        CHECK(as_client(start + std::string(R"("next_client_secret":"secret")") + both).client.next_client_secret ==
              Secret("secret"));
    }
    // The first is kept if the fault is behind it.
    CHECK(as_client(R"({"next_client_secret":"secret","client_id":,"next_client_secret":"other"})")
              .client.next_client_secret == Secret("secret"));
}

TEST_CASE("Misplaced: of two secrets behind what is not closed and that differ neither is used") {
    for (const std::string& text : proof::astray()) {
        CAPTURE(text);
        check_none(as_client(text));
        check_none(as_response("{\"m2m_client\":" + text + "}"));
        check_none(as_response("{\"m2m_client\":" + text));
        check_none(as_response(text));
    }
}

TEST_CASE("Misplaced: wherever a bracket too many puts the secret, it is read") {
    const auto check = [](const Read& read) {
        CHECK(read.client.next_client_secret == Secret(secret));
        CHECK_FALSE(read.has(Rule::required));
        CHECK_FALSE(read.violations.empty());
    };
    for (const std::string& shape : proof::unbalanced()) {
        for_each_spelling(shape, [&](const std::string& text) { check(as_client(text)); });
        for_each_spelling("{\"m2m_client\":" + shape + "}", [&](const std::string& text) { check(as_response(text)); });
    }
}

TEST_CASE("Misplaced: text in a string is no secret, nor is what cannot be one") {
    for (const std::string& text : none) {
        CAPTURE(text);
        check_none(as_client(text));
        check_none(as_response(text));
        check_none(as_client("[" + text + "]"));
        check_none(as_response("{\"m2m_client\":" + text + "}"));
    }
}

TEST_CASE("Misplaced: of two that differ neither is used, unless one is in its place") {
    for (const std::string& shape : proof::ambiguous()) {
        for_each_spelling(shape, [](const std::string& text) {
            check_none(as_client(text));
            check_none(as_response(text));
        });
        for_each_spelling(R"({@,"a":)" + shape + "}", [](const std::string& text) { check_in_place(as_client(text)); });
    }
    for_each_spelling(R"({@,"trusted_metadata":{"next_client_secret":"other"}})", [](const std::string& text) {
        const Read read = as_client(text);
        check_in_place(read);
        CHECK(read.client.trusted_metadata == nlohmann::json({{"next_client_secret", "other"}}));
    });
}
