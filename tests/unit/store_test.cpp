// SPDX-License-Identifier: MIT
// That a secret is stored before anything can lose it, that what a server repeats of it is not passed on, and that what
// was moved in is wiped.
#include <stytch/m2m.hpp>
#include <stytch/m2m/fixtures.hpp>

#include <algorithm>
#include <memory>
#include <memory_resource>
#include <new>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../proof/counting_delete.hpp"
#include "catch.hpp"
#include "samples.hpp"

using namespace stytch::m2m;

namespace {

/// Stores what it is called with.
struct Store {
    std::vector<std::string> stored;

    void operator()(const Secret& secret) { stored.emplace_back(secret.reveal()); }
};

RotateStartResponse with_texts(const std::string& members, const std::string& secret = "s3cret") {
    return parse_rotate_start_response("{" + members + R"(,"m2m_client":{"next_client_secret":")" + secret + "\"}}");
}

}  // namespace

TEST_CASE("store is called once with the secret, if there is one, wherever it was") {
    const auto stored = [](std::string body) {
        Store store;
        static_cast<void>(parse_rotate_start_response(std::move(body), store));
        return store.stored;
    };
    const std::vector<std::string> once = {std::string(samples::secret)};
    CHECK(stored(samples::response_text) == once);
    CHECK(stored("x" + samples::response_text) == once);
    CHECK(stored(samples::response_text.substr(0, samples::response_text.size() - 2)) == once);
    CHECK(stored("{\"error_type\":\"x\"," + samples::response_text.substr(1)) == once);
    CHECK(stored("[" + samples::client_text + "]") == once);
    CHECK(stored(R"({"m2m_client":{"next_client_secret":""}})").empty());
    CHECK(stored("<html>").empty());
    Store store;
    CHECK(parse_rotate_start_response(std::string_view(samples::response_text), store).ok());
    CHECK(parse_rotate_start_response(samples::response_text.c_str(), store).ok());
    CHECK(store.stored.size() == 2);
}

TEST_CASE("store may be anything that is callable with a const Secret&") {
    std::string stored;
    const auto keep = [&](const Secret& secret) { stored = secret.reveal(); };
    std::string body = samples::response_text;
    CHECK(parse_rotate_start_response(std::move(body), keep).ok());
    CHECK(stored == samples::secret);
    auto move_only = [owner = std::make_unique<int>(), &stored](const Secret&) mutable { stored = "moved"; };
    CHECK(parse_rotate_start_response(samples::response_text, std::move(move_only)).ok());
    CHECK(stored == "moved");
    static std::size_t size = 0;
    void (*const function)(const Secret&) = [](const Secret& secret) { size = secret.size(); };
    CHECK(parse_rotate_start_response(samples::response_text, function).ok());
    CHECK(size == samples::secret.size());
}

TEST_CASE("What a chained value() throws does not cost the secret") {
    Store store;
    std::string body = samples::response_text;
    body.replace(body.find("active"), 6, "paused");
    CHECK_THROWS_AS(parse_rotate_start_response(std::move(body), store).value(), ValidationError);
    CHECK(store.stored.size() == 1);
}

TEST_CASE("What store throws goes on to the caller, and the body is unchanged") {
    std::string body = samples::response_text;
    const auto failing = [](const Secret&) { throw std::runtime_error("no space left"); };
    CHECK_THROWS_WITH(parse_rotate_start_response(std::move(body), failing), "no space left");
    CHECK(body == samples::response_text);  // NOLINT(bugprone-use-after-move): this is the question
    Store store;
    CHECK(parse_rotate_start_response(std::move(body), store).ok());
    CHECK(body.empty());  // NOLINT(bugprone-use-after-move)
    CHECK(store.stored.size() == 1);
}

TEST_CASE("While store runs, the body that was moved in is the library's") {
    using Touch = void (*)(std::string&);
    for (const Touch touch :
         {Touch([](std::string& body) { wipe(body); }), Touch([](std::string& body) { std::string().swap(body); }),
          Touch([](std::string& body) { body.assign(100'000, 'x'); })}) {
        std::string body = samples::response_text;
        bool was_empty = false;
        const auto touching = [&](const Secret&) {
            was_empty = body.empty();
            touch(body);
        };
        CHECK(parse_rotate_start_response(std::move(body), touching) == fixtures::sample_response());
        CHECK(was_empty);
        CHECK(body.empty());  // NOLINT(bugprone-use-after-move): this is the question

        body = samples::response_text;
        const auto failing = [&](const Secret&) {
            touch(body);
            throw std::runtime_error("no space left");
        };
        CHECK_THROWS_AS(parse_rotate_start_response(std::move(body), failing), std::runtime_error);
        CHECK(body == samples::response_text);  // NOLINT(bugprone-use-after-move)
    }
}

TEST_CASE("value() takes nothing out, unless it is asked of an rvalue") {
    RotateStartResponse response = fixtures::sample_response();
    CHECK(&response.value() == &response.m2m_client);
    CHECK(next_step(response, 200) == NextStep::finish);
    CHECK(std::move(response).value() == fixtures::sample_client());
    CHECK(response.m2m_client.next_client_secret.empty());  // NOLINT(bugprone-use-after-move): this is the question

    ParseResult result = parse(samples::client_text);
    CHECK(&result.value() == &result.client);
    CHECK(std::move(result).value().next_client_secret == samples::secret);
    CHECK(result.client.next_client_secret.empty());  // NOLINT(bugprone-use-after-move)

    response = fixtures::sample_response();
    response.violations.emplace_back();
    CHECK_THROWS_AS(std::move(response).value(), ValidationError);
    response.error.emplace(400, "", "type", "", "");  // NOLINT(bugprone-use-after-move)
    CHECK_THROWS_AS(std::move(response).value(), StytchError);
    CHECK(response.m2m_client == fixtures::sample_client());  // NOLINT(bugprone-use-after-move)
}

TEST_CASE("The metadata are built after the secret is stored") {
    const std::string body =
        R"({"m2m_client":{"next_client_secret":"a","trusted_metadata":{"b":["a text that is long enough"],"c":{}}}})";
    bool failed = true;
    for (std::size_t count = 0; failed; ++count) {
        Store store;
        store.stored.reserve(1);
        const auto storing = [&](const Secret& secret) {
            store(secret);
            counting::fail_from(count);
        };
        try {
            const RotateStartResponse response = parse_rotate_start_response(body, storing);
            failed = counting::stop_failing();  // before metadata are destroyed, which allocates
        } catch (const std::bad_alloc&) {
            failed = counting::stop_failing();
        }
        CHECK(store.stored == std::vector<std::string>{"a"});
        if (count == 0) CHECK(failed);
    }
}

TEST_CASE("A string that was moved in is unchanged if memory runs out") {
    for (const bool as_response : {false, true}) {
        const std::string original = as_response ? samples::response_text : samples::client_text;
        std::string text = original;
        bool failed = true;
        for (std::size_t count = 0; failed; ++count) {
            counting::fail_from(count);
            Secret secret;
            try {
                secret = as_response ? parse_rotate_start_response(std::move(text)).m2m_client.next_client_secret
                                     : parse(std::move(text)).client.next_client_secret;
            } catch (const std::bad_alloc&) {}
            failed = counting::stop_failing();
            if (failed) {
                REQUIRE(text == original);  // NOLINT(bugprone-use-after-move): this is the question
            } else {
                CHECK(secret == samples::secret);
            }
        }
        CHECK(text.empty());  // NOLINT(bugprone-use-after-move)
    }
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
}

TEST_CASE("A text that names the secret or holds its beginning or end is not passed on") {
    const std::string secret = "0123456789abcdef-0123456789ABCDEF";
    const auto request_id = [&](const std::string& text, const std::string& of = "0123456789abcdef-0123456789ABCDEF") {
        return with_texts("\"request_id\":\"" + text + '"', of).request_id;
    };
    for (const std::string& text :
         {secret, "is " + secret + ".", secret.substr(0, 16), secret.substr(secret.size() - 16),
          "x" + secret.substr(0, 20), std::string("next_client_secret"), std::string("\\u006eext_client_secret=1"),
          std::string("next_client_secret_last_four, next_client_secret"), std::string("next_client_secret_last"),
          std::string(R"(\u0030123456789abcdef)"), std::string(R"({\"next_client_secret\":1})")}) {
        CAPTURE(text);
        CHECK(request_id(text) == "[REDACTED]");
    }
    for (const std::string& text : {secret.substr(0, 15), secret.substr(secret.size() - 15), secret.substr(1, 16),
                                    std::string("next_client_secret_last_four"), std::string("next_client_secre")}) {
        CAPTURE(text);
        CHECK(request_id(text) == text);
    }
    CHECK(request_id("").empty());
    CHECK(request_id("a short one", "shor") == "[REDACTED]");
    CHECK(request_id("a shorter one", "short one") == "a shorter one");
}

TEST_CASE("Every text of an error is redacted before what() is made of it") {
    const RotateStartResponse response = with_texts(
        R"("error_type":"is s3cret","error_message":"s\u0033cret","error_url":"https://a.b/?next_client_secret")");
    REQUIRE(response.error.has_value());
    CHECK(response.error->error_type == "[REDACTED]");
    CHECK(response.error->error_message == "[REDACTED]");
    CHECK(response.error->error_url == "[REDACTED]");
    CHECK(std::string(response.error->what()) == "[REDACTED]: [REDACTED]");
    CHECK(response.m2m_client.next_client_secret == "s3cret");
}

TEST_CASE("If there may be a secret that was not taken, none of the texts is passed on") {
    const std::string texts = R"({"request_id":"r","error_type":"e","error_message":"refused: SECRET","error_url":"",)";
    for (const char* rest :
         {R"("m2m_client":{"next_client_secret":"SECRET,"status":"active"}})", R"("next\u005fclient_secret":7})",
          R"("m2m_client":{"next_client_secret":{}}})", R"("x":[{"next_client_secret":false}]})",
          R"("x":{"next_client_secret":"SECRET"},"y":{"next_client_secret":"SECRE"}})",
          R"("m2m_client":{"next_client_secret":"SECRET)", R"("x":"next_client_secret")",
          R"("x":["a next\u005fclient_secret"],})", R"("x":"\u006eext_client_secret"]})"}) {
        CAPTURE(rest);
        const RotateStartResponse response = parse_rotate_start_response(texts + rest);
        CHECK(response.m2m_client.next_client_secret.empty());
        CHECK(response.request_id == "[REDACTED]");
        REQUIRE(response.error.has_value());
        CHECK(response.error->error_type == "[REDACTED]");
        CHECK(response.error->error_message == "[REDACTED]");
        CHECK(response.error->error_url.empty());
    }
    using Type = StytchErrorType;
    for (const std::string known :
         {Type::m2m_client_not_found, Type::m2m_client_invalid_client_id, Type::m2m_client_already_rotating_secret,
          Type::m2m_client_not_rotating_secret, Type::unauthorized_credentials, Type::too_many_requests,
          Type::internal_server_error}) {
        const RotateStartResponse response = parse_rotate_start_response(
            R"({"error_message":"m","next_client_secret":7,"error_type":")" + known + "\"}");
        CHECK(response.error->error_type == known);
        CHECK(response.error->error_message == "[REDACTED]");
    }
    for (const char* rest :
         {R"("next_client_secret\u005flast_four":"abcd"})", R"("next_client_secret\u005flast_four":"abcd")",
          R"("x":"next_client_secret"})", R"("next_client_secret":null})", R"("m2m_client":{"next_client_secret":""}})",
          R"("trusted_metadata":{"next_client_secret":7}})"}) {
        CAPTURE(rest);
        const RotateStartResponse response = parse_rotate_start_response(texts + rest);
        CHECK(response.request_id == "r");
        CHECK(response.error->error_type == "e");
        CHECK(response.error->error_message == "refused: SECRET");
    }
    const RotateStartResponse refused = parse_rotate_start_response(
        R"({"request_id":"r","error_type":"e","error_message":"no next_client_secret is pending"})");
    CHECK(refused.request_id == "r");
    CHECK(refused.error->error_message == "[REDACTED]");
}

TEST_CASE("Strings with any allocator are wiped, and what is read from them is the same") {
    std::pmr::string text(samples::client_text.c_str());
    CHECK(parse(std::move(text)) == parse(samples::client_text));
    CHECK(text.empty());  // NOLINT(bugprone-use-after-move): this is the question
    text = samples::response_text.c_str();
    CHECK(parse_rotate_start_response(std::move(text)) == parse_rotate_start_response(samples::response_text));
    CHECK(text.empty());  // NOLINT(bugprone-use-after-move)
    text = "a secret that is on the heap";
    CHECK(Secret(std::move(text)) == "a secret that is on the heap");
    CHECK(text.empty());  // NOLINT(bugprone-use-after-move)
    text = "short";
    wipe(text);
    CHECK(text.empty());
}
