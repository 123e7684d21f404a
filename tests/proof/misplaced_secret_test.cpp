// SPDX-License-Identifier: MIT
// Bodies that gateways, prefixes, mixed-up calls and missing values make: the secret is read from each, and `misplaced`
// says where it was not in its place.
#include <stytch/m2m.hpp>

#include <string>
#include <vector>

#include "bodies.hpp"
#include "catch.hpp"
#include "samples.hpp"

using namespace stytch::m2m;

namespace {

const std::string secret = "QwKXZkJVPjRtYhBnLcGdMsFaKeUoTiVbWzyA-_019SxD";

/// What was read of a text, by either function.
struct Read {
    M2MClientWithNextClientSecret client;
    std::vector<Violation> violations;
    std::string place;  // the secret's

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

/// Replaces each @ by the secret's member and each $ by a whole client.
std::string filled(const std::string& shape, const std::string& member) {
    std::string text;
    for (const char byte : shape) {
        if (byte == '@') {
            text += member;
        } else if (byte == '$') {
            text += proof::client_text(member, proof::Place::middle);
        } else {
            text += byte;
        }
    }
    return text;
}

template <class Check>
void for_each_spelling(const std::string& shape, Check&& check) {
    for (const proof::Spelling spelling : proof::spellings) {
        const std::string literal = proof::spell(secret, spelling);
        for (const std::string& member :
             {proof::secret_member(literal), "\"next\\u005fclient_secret\" :\n\t\"" + literal + '"'}) {
            const std::string text = filled(shape, member);
            CAPTURE(text);
            check(text);
        }
    }
}

void check_misplaced(const Read& read) {
    CHECK(read.client.next_client_secret == Secret(secret));
    CHECK(read.has(Rule::misplaced));
    CHECK_FALSE(read.has(Rule::required));
    // What may have swallowed the secret is left out.
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

/// Around a body, whichever it is; # is the body.
const std::vector<std::string> wrappings = {
    ")]}'\n#",
    ")]}',#",
    "while(1);#",
    "x#",
    "\"#",
    ",#",
    "}#",
    "]#",
    ":#",
    "\\#",
    "\xFF#",
    std::string("\0#", 2),
    "\xEF\xBB\xBF\xEF\xBB\xBF#",
    "data: #\n\n",
    "// comment\n#",
    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 512\r\n\r\n#",
    "HTTP/1.1 200 OK\r\nETag: \"33a64df5\"\r\nX-Quote: \"\r\n\r\n#",
    "1ff\r\n#\r\n0\r\n\r\n",
    "{}\n#",
    "null#",
    "\"\"#",
    "[#]",
    "[#",
    "[[#],{}]",
    "[{\"next_client_secret\":null},#]",
    "[#,#]",
    "#}{\"a\":1}{#",
    "{\"data\":#}",
    "{\"data\":#",
    "{\"data\":{\"body\":[1,#,2]},\"client_id\":\"a\"}",
    "<html>{\"a\":#}</html>",
};

/// As their values or in their places the two functions get what is not theirs; $ is a client, @ the secret's member.
const std::vector<std::string> misplaced_in_response = {
    "$",
    R"({"data":{"m2m_client":$}})",
    R"({"client":$,"m2m_client":null})",
    R"({"client":$,"m2m_client":{}})",
    R"({"m2m_client":{"next_client_secret":null},"client":$})",
    R"({"m2m_client":[$]})",
    R"({"m2m_client":{"m2m_client":$}})",
    R"({"m2m_client":null,"m2m_client":$})",
    R"({"m2m_client":{},"m2m_client":$})",
    R"({"m2m_client":"","m2m_client":$})",
    R"({"m2m_client":[],"m2m_client":$})",
    R"({"m2m_client":{"client_id":"a"},@})",
    R"({"m2m_cl\u0131ent":$,"status_code":200})",
    R"({"error_type":"internal","error_details":{"upstream":$}})",
    R"({"error_type":"","m2m_client":{"next_client_secret":""},"previous":$})",
};
const std::vector<std::string> misplaced_in_client = {
    R"({"m2m_client":$})",
    R"({"status_code":200,"m2m_client":$,"request_id":"a"})",
    R"({"data":{"m2m_client":$}})",
    R"({"next_client_secret":null,@})",
    R"({"next_client_secret":"",@})",
    R"({"next_client_secret":"\q",@})",
    R"({"next_client_secret":"\ud800",@})",
    "{\"next_client_secret\":\"\xFF\",@}",
    R"({"next_client_secret":7,@})",
    R"({"next_client_secret":{},@})",
    R"({"next_client_secret":["a"],@,"status":"active"})",
    R"({"next_client_secret":{@}})",
    R"({"next_client_secret":null,"trusted_metadata":{@}})",
    R"({"next_client_secret":"","trusted_metadata":{"a":{@}}})",
    R"({"trusted_metadata":{"tier":"gold",@}})",
    R"({"trusted_metadata":{"tier":"gold",@})",
    R"({"client_id":"a","trusted_metadata":{"tier":{"a":[1,{"b":"c",@}]}},"status":"active"})",
    R"({"trusted_metadata":{"tier":"gold","list":["next_client_secret"],@})",
    R"({"client_id":"a"},@})",
    R"({"client_id":"a"}}@})",
    R"({"scopes":[@]})",
    R"({"scopes":["a",{@}],"client_id":"a"})",
};

/// A fault before the member that costs another one, or none; the secret is in its place.
const std::vector<std::string> in_place = {
    R"({@})",
    R"({@)",
    R"({@,)",
    R"({@"})",
    R"({@:})",
    R"({@}})",
    R"({@ @})",
    R"({"client_name":,@})",
    R"({"client_name":'x',@})",
    R"({"client_name":"the "big" one",@})",
    R"({"client_name":"the ""big""one",@})",
    R"({"client_name":"a"b,@})",
    R"({"client_name":"a":"b",@})",
    R"({"client_name":x,@})",
    R"({"client_name":nul,@})",
    R"({"client_name":undefined, @, "status":"active"})",
    R"({"client_name":NaN,@})",
    R"({"client_name":01,@})",
    R"({"client_name":1 2,@})",
    R"({"client_name":\"a\",@})",
    R"({"client_name","a",@})",
    R"({"client_name" "a",@})",
    R"({"client_name",@})",
    R"({client_name:"a",@})",
    R"({'client_name':'a',@})",
    R"({1:2,@})",
    R"({,@})",
    R"({,,,@})",
    R"({"a\q":1,@})",
    R"({"scopes":["a"]],@})",
    R"({"scopes":["a"]]],@,"status":"active"})",
    R"({"scopes":["a",,"b"],@})",
    R"({"scopes":["a" "b"],@})",
    R"({"scopes":[a,'b'],@})",
    R"({"scopes":"a","b",@})",
    R"({"trusted_metadata":{"a":},@})",
    R"({"trusted_metadata":{"a" 1},@})",
    R"({"trusted_metadata":{"a":1]},@})",
    R"({"trusted_metadata":{a:1},@})",
    R"({"x":(1,2),@})",
    R"({"x":/* a, "b" */ 1,@})",
    R"({"status":"active",,@,,"client_id":"a"})",
};

/// No member of that name: within a string, unusable, or not one.
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

/// Two that differ.
const std::vector<std::string> ambiguous = {
    R"([{@},{"next_client_secret":"other"}])",
    R"(x{@}{"next_client_secret":"other"})",
    R"(x{"next_client_secret":"other"}{@})",
    R"({"a":{@},"b":{"next_client_secret":"other"}})",
    R"({"a":[{@},{@},{"next_client_secret":"other"}]})",
    R"({"a":{@},"next_client_secret":null,"next_client_secret":"other"})",
    R"({"next_client_secret":null,@,"next_client_secret":"other"})",
    R"({"trusted_metadata":{@,"a":{"next_client_secret":"other"}})",
};

std::string wrapped(std::string wrapping, const std::string& body) {
    for (std::size_t at = 0; (at = wrapping.find('#', at)) != std::string::npos; at += body.size()) {
        wrapping.replace(at, 1, body);
    }
    return wrapping;
}

}  // namespace

TEST_CASE("Misplaced: whatever is around a body, the secret is read") {
    for (const std::string& wrapping : wrappings) {
        for_each_spelling(wrapped(wrapping, "$"), [](const std::string& text) { check_misplaced(as_client(text)); });
        for_each_spelling(wrapped(wrapping, R"({"request_id":"a","m2m_client":$})"),
                          [](const std::string& text) { check_misplaced(as_response(text)); });
    }
}

TEST_CASE("Misplaced: in another envelope, or behind a first occurrence that is of no use") {
    for (const std::string& shape : misplaced_in_client) {
        for_each_spelling(shape, [](const std::string& text) { check_misplaced(as_client(text)); });
        for_each_spelling("{\"m2m_client\":" + shape + "}",
                          [](const std::string& text) { check_misplaced(as_response(text)); });
    }
    for (const std::string& shape : misplaced_in_response) {
        for_each_spelling(shape, [](const std::string& text) { check_misplaced(as_response(text)); });
    }
}

TEST_CASE("Misplaced: not a secret that is in its place, whatever is wrong before it") {
    for (const std::string& shape : in_place) {
        for_each_spelling(shape, [](const std::string& text) { check_in_place(as_client(text)); });
        for_each_spelling("{\"m2m_client\":" + shape + "}",
                          [](const std::string& text) { check_in_place(as_response(text)); });
        for_each_spelling("{\"status_code\":,\"m2m_client\":" + shape + ",\"request_id\":'a'}",
                          [](const std::string& text) { check_in_place(as_response(text)); });
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

TEST_CASE("Misplaced: of two that differ none is taken, unless one is in its place") {
    for (const std::string& shape : ambiguous) {
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
