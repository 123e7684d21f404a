// SPDX-License-Identifier: MIT
// A secret out of its place, and too little memory for the rest.
#include <stytch/m2m.hpp>

#include <algorithm>
#include <cstddef>
#include <new>
#include <string>
#include <vector>

#include "../proof/counting_delete.hpp"
#include "catch.hpp"
#include "samples.hpp"

using namespace stytch::m2m;
using samples::Finding;

namespace {
const Finding misplaced = {Rule::misplaced, "/next_client_secret"};
constexpr std::size_t max_depth = 128;
}  // namespace

TEST_CASE("A secret out of its place is found, and misplaced says so") {
    for (const char* text :
         {R"()]}'{"next_client_secret":"secret"})", R"([{"next_client_secret":"secret"}])",
          R"({"data":{"m2m_client":{"next_client_secret" : "secret"}}})", R"({"next\u005fclient_secret":"secret")",
          R"({"next_client_secret":null,"next_client_secret":"secret"})",
          R"({"next_client_secret":"\q","next_client_secret":"s\u0065cret"})",
          R"({"next_client_secret":"","a":{"next_client_secret":"secret"},"b":{"next_client_secret":"secret"}})",
          R"({"a":',\"next_client_secret":"secret"})", R"({"a":1,\"next_client_secret":"secret")",
          R"({"a":1,\"b":[1],\"next_client_secret":"secret"})", R"({} \"next_client_secret":"secret")",
          R"([{"next_client_secret":"secret"},{"next_client_secret":"\u0073ecret"}])",
          R"("next_client_secret":"secret")"}) {
        CAPTURE(text);
        const ParseResult result = parse(text);
        CHECK(result.client.next_client_secret.reveal() == "secret");
        const bool in_place = std::string(text).find("\\u005f") != std::string::npos;
        CHECK(samples::has(result.violations, misplaced) != in_place);
        CHECK_FALSE(samples::has(result.violations, {Rule::required, "/next_client_secret"}));
    }
}

TEST_CASE("A backslash before the secret's name does not hide it in broken text, however deep that is") {
    for (const std::size_t levels : {std::size_t{1}, max_depth - 1, max_depth, std::size_t{200}, std::size_t{300}}) {
        CAPTURE(levels);
        const std::string deep = "\"x\":" + samples::nested_text(levels);
        const std::string member = R"(\"next_client_secret":"secret")";
        for (const std::string& text :
             {"{" + deep + "," + member + R"(,"client_id":"a"})", "{" + member + "," + deep + "}",
              "{\"x\":" + std::string(levels, '[') + member + std::string(levels, ']') + "}"}) {
            CHECK(parse(text).client.next_client_secret == Secret("secret"));
            CHECK(samples::has(parse(text).violations, misplaced));
        }
        const std::string inside = R"({"a\"next_client_secret":"x",)" + deep + "}";
        CHECK(parse(inside).client.next_client_secret.empty());
    }
}

TEST_CASE("An ambiguous or incomplete secret is not guessed") {
    for (const char* text :
         {R"([{"next_client_secret":"one"},{"next_client_secret":"two"}])",
          R"({"note":"\"next_client_secret\":\"x\""})", R"({"a\"next_client_secret":"x","b\"next_client_secret":"x"})",
          R"(["next_client_secret","x"])", R"([{"next_client_secret":""}])", R"([{"next_client_secret":"\q"}])",
          R"([{"next_client_secret":"cut)", R"([{"next_client_secret":7}])", R"([{"next_client_secret")",
          R"(["next_client_secre"])", R"([{"next_client_secret":"one"},{"next_client_secret":"ones"}])",
          R"([{"next_client_secret":"one"},{"next_client_secret":"\u006fn"}])",
          R"([{"next_client_secret":"\u006f"},{"next_client_secret":"\u00f6"}])",
          R"({"client_id":"a"}{"a":1,"next_client_secret":"one"}{"a":1,"next_client_secret":"two")"}) {
        CAPTURE(text);
        CHECK(parse(text).client.next_client_secret.empty());
        CHECK_FALSE(samples::has(parse(text).violations, misplaced));
    }
}

TEST_CASE("Behind a bracket that is not closed, the secret is in its place if no other one differs") {
    const std::string start = R"({"client_id":"a"} {"a":1,)";
    for (const std::string& text :
         {start + R"("next_client_secret":"secret")", start + samples::client_text.substr(1)}) {
        CAPTURE(text);
        const ParseResult client = parse(text);
        const RotateStartResponse response = parse_rotate_start_response(text);
        CHECK_FALSE(client.client.next_client_secret.empty());
        CHECK(response.m2m_client.next_client_secret == client.client.next_client_secret);
        CHECK_FALSE(client.ok());
        CHECK_FALSE(response.ok());
    }
    const std::string other = R"({"next_client_secret":"other"})";
    CHECK(parse(other + start + R"("next_client_secret":"secret")").client.next_client_secret == Secret("other"));
    for (const char* stray : {"", "x"}) {
        const std::string body = start + R"("m2m_client":{)" + stray + R"("next_client_secret":"secret"})";
        const RotateStartResponse response = parse_rotate_start_response(body);
        CHECK(response.m2m_client.next_client_secret == Secret("secret"));
        CHECK_FALSE(samples::has(response.violations, {Rule::misplaced, "/m2m_client/next_client_secret"}));
        const RotateStartResponse ambiguous = parse_rotate_start_response("{}" + other + body);
        CHECK(ambiguous.m2m_client.next_client_secret.empty());
        CHECK_FALSE(samples::has(ambiguous.violations, {Rule::empty, "/m2m_client/next_client_secret"}));
    }
}

TEST_CASE("What a server repeats of the secret is not kept") {
    const auto request_id = [](const std::string& literal) {
        return parse_rotate_start_response(R"({"request_id":")" + literal +
                                           R"(","m2m_client":{"next_client_secret":"secret"}})")
            .request_id;
    };
    for (const char* literal : {"a secret", "s\\u0065cret", "s\\\\u0065cret", R"({\"next_client_secret\":1})"}) {
        CHECK(request_id(literal) == "[REDACTED]");
    }
    for (const char* literal : {"", "secre", "\\u0065", "a\\\\b"}) CHECK(request_id(literal) != "[REDACTED]");

    const std::string client = R"("m2m_client":{"next_client_secret":"secret"})";
    const std::string error =
        R"("error_type":"a secret","error_message":"s\u0065cret","error_url":"https://a.b/?next_client_secret")";
    for (const std::string& body : {"{" + client + "," + error + "}", "{" + error + "," + client + "}"}) {
        const RotateStartResponse response = parse_rotate_start_response(body);
        REQUIRE(response.error.has_value());
        CHECK(response.error->error_type == "[REDACTED]");
        CHECK(response.error->error_message == "[REDACTED]");
        CHECK(response.error->error_url == "[REDACTED]");
        CHECK(std::string(response.error->what()) == "[REDACTED]: [REDACTED]");
        CHECK(response.m2m_client.next_client_secret == "secret");
    }
}

TEST_CASE("Of a secret, the first 64 bytes are looked for, but no part of a character") {
    const auto error_message = [](const std::string& secret, const std::string& message) {
        return parse_rotate_start_response(R"({"error_type":"x","error_message":")" + message +
                                           R"(","m2m_client":{"next_client_secret":")" + secret + R"("}})")
            .error->error_message;
    };
    const std::string plain(62, 'k');
    const std::string escaped = "\\\\u006b" + plain.substr(1);
    for (const char* rest :
         {"", "a", "aa", "aaa", "\u00e9", "a\u00e9", "\u20ac", "a\u20ac", "\U0001F511", "a\U0001F511"}) {
        for (const char* tail : {"", "tail"}) {
            CHECK(error_message(plain + rest + tail, "was " + plain + rest + tail) == "[REDACTED]");
            CHECK(error_message(plain + rest + tail, "was " + escaped + rest + tail) == "[REDACTED]");
        }
        CHECK(error_message(plain + rest + "tail", "was " + plain.substr(1)) != "[REDACTED]");
    }
}

TEST_CASE("Running out of memory does not cost the secret") {
    const std::string text = samples::client_text;
    const std::string broken = ")" + text;
    const std::string violations = "{\"next_client_secret\":\"" + std::string(samples::secret) +
                                   R"(","client_id":1,"client_name":2,"client_description":3,)" +
                                   R"("trusted_metadata":{"a name that is long":"a text that is long"}})";
    std::string more_than_100 = violations;
    std::string scopes = "1";
    for (int i = 0; i < 110; ++i) scopes += ",1";
    more_than_100.insert(1, "\"scopes\":[" + scopes + "],");
    for (const std::string& body :
         {text, violations, more_than_100, broken, text.substr(0, text.size() - 1) + ",\"a\":1,}"}) {
        bool failed = true;
        for (std::size_t i = 0; failed; ++i) {
            counting::fail_after(i);
            ParseResult result = parse(body);
            failed = counting::stop_failing();
            if (!failed) break;
            CHECK(result.client.next_client_secret == Secret(samples::secret));
            CHECK_FALSE(result.ok());
            CHECK(samples::has(result.violations, {Rule::memory, ""}));
            CHECK(result.violations.size() <= 101);
        }
    }
}

TEST_CASE("At most 100 violations are reported, plus one that says there are more") {
    std::string scopes = "[1";
    for (int i = 1; i < 150; ++i) scopes += ",1";
    const ParseResult result = parse("{\"scopes\":" + scopes + "]}");
    REQUIRE(result.violations.size() == 101);
    CHECK(result.violations[99].location == "/scopes/94");
    CHECK(result.violations[100].location.empty());
    CHECK(result.violations[100].rule == Rule::type);
    const std::string what = ValidationError(result.violations).what();
    CHECK(what.find("/scopes/94") != std::string::npos);
    CHECK(what.find("more violations") != std::string::npos);
    CHECK(validate(nlohmann::json::parse("{\"scopes\":" + scopes + "]}")).size() == 101);
}

TEST_CASE("What is moved in is wiped") {
    const auto zeros = [](const char* bytes, std::size_t size) {
        return std::all_of(bytes, bytes + size, [](char byte) { return byte == '\0'; });
    };
    // On the heap, and inside the string.
    for (const std::string& text : {samples::client_text, std::string("{}")}) {
        std::string moved = text;
        static_cast<void>(parse(std::move(moved)));
        CHECK(moved.empty());  // NOLINT(bugprone-use-after-move): this is the question
        CHECK(zeros(moved.data(), text.size()));

        moved = text;
        static_cast<void>(parse_rotate_start_response(std::move(moved)));
        CHECK(moved.empty());  // NOLINT(bugprone-use-after-move)
        CHECK(zeros(moved.data(), text.size()));

        moved = text;
        const Secret secret = std::move(moved);
        CHECK(moved.empty());  // NOLINT(bugprone-use-after-move)
        CHECK(zeros(moved.data(), text.size()));
        CHECK(secret == text);

        moved = text;
        moved.pop_back();
        wipe(moved);
        CHECK(moved.empty());
        CHECK(zeros(moved.data(), text.size()));
    }
    CHECK(parse(std::string(samples::client_text)).client == samples::client());
    std::string response = samples::response_text;
    CHECK(parse_rotate_start_response(std::move(response)).ok());
}

TEST_CASE("What is moved in is wiped even if there is no memory for the secret") {
    std::string text = samples::client_text;
    const auto throws = [&](auto&& action) {
        counting::fail_from(0);
        try {
            action();
        } catch (const std::bad_alloc&) {
            return counting::stop_failing();
        }
        static_cast<void>(counting::stop_failing());
        return false;
    };
    CHECK(throws([&] { static_cast<void>(parse(std::move(text))); }));
    CHECK(text.empty());  // NOLINT(bugprone-use-after-move)
    text = samples::response_text;
    CHECK(throws([&] { static_cast<void>(parse_rotate_start_response(std::move(text))); }));
    CHECK(text.empty());  // NOLINT(bugprone-use-after-move)
    text = "a secret";
    CHECK(throws([&] { static_cast<void>(Secret(std::move(text))); }));
    CHECK(text == "a secret");  // NOLINT(bugprone-use-after-move): it would be lost
}
