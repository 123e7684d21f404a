// SPDX-License-Identifier: MIT
// "Hands it to you before anything else can go wrong": what store may do, that nothing comes before it, and that a body
// that was moved in is wiped, or unchanged if store or memory fails.
#include <stytch/m2m.hpp>
#include <stytch/m2m/fixtures.hpp>

#include <algorithm>
#include <cstddef>
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

template <class String>
void check_wiped() {
    using Take = void (*)(String&);
    for (const Take take :
         {Take([](String& text) { static_cast<void>(parse(std::move(text))); }),
          Take([](String& text) { static_cast<void>(parse_rotate_start_response(std::move(text))); }),
          Take([](String& text) { const Secret secret = std::move(text); }), Take([](String& text) { wipe(text); })}) {
        for (const char* text : {samples::client_text.c_str(), "on the stack"}) {
            String taken = text;
            const std::size_t size = taken.size();
            taken.resize(size - 2);  // what is behind its end has to be wiped as well
            take(taken);
            CHECK(taken.empty());
            CHECK(std::count(taken.data(), taken.data() + size, '\0') == static_cast<std::ptrdiff_t>(size));
        }
    }
}

}  // namespace

TEST_CASE("store is called once with the secret, if there is one, wherever it was and whatever value() throws") {
    const auto stored = [](std::string body) {
        Store store;
        static_cast<void>(parse_rotate_start_response(std::move(body), store));
        return store.stored;
    };
    const std::vector<std::string> once = {std::string(samples::secret)};
    for (const std::string& body :
         {samples::response_text, "x" + samples::response_text, "[" + samples::client_text + "]",
          samples::response_text.substr(0, samples::response_text.size() - 2),
          "{\"error_type\":\"x\"," + samples::response_text.substr(1)}) {
        CHECK(stored(body) == once);
    }
    CHECK(stored(R"({"m2m_client":{"next_client_secret":""}})").empty());
    CHECK(stored("<html>").empty());
    Store store;
    const std::string invalid = samples::replaced(samples::response_text, "active", "paused");
    CHECK_THROWS_AS(parse_rotate_start_response(invalid, store).value(), ValidationError);
    CHECK(store.stored == once);
}

TEST_CASE("store may be anything that is callable with a const Secret&, and a body whatever is text") {
    auto move_only = [owner = std::make_unique<int>()](const Secret&) mutable { ++*owner; };
    CHECK(parse_rotate_start_response(std::string_view(samples::response_text), std::move(move_only)).ok());
    static std::size_t size = 0;
    void (*const function)(const Secret&) = [](const Secret& secret) { size = secret.size(); };
    CHECK(parse_rotate_start_response(samples::response_text.c_str(), function).ok());
    CHECK(size == samples::secret.size());
}

TEST_CASE("While store runs, a body that was moved in is the library's; if it throws, that can be parsed again") {
    using Touch = void (*)(std::string&);
    for (const Touch touch : {Touch([](std::string&) {}), Touch([](std::string& body) { wipe(body); }),
                              Touch([](std::string& body) { std::string().swap(body); }),
                              Touch([](std::string& body) { body.assign(100'000, 'x'); })}) {
        std::string body = samples::response_text;
        const auto touching = [&](const Secret&) {
            CHECK(body.empty());
            touch(body);
        };
        CHECK(parse_rotate_start_response(std::move(body), touching) == fixtures::sample_response());
        CHECK(body.empty());  // NOLINT(bugprone-use-after-move): this is the question

        body = samples::response_text;
        const auto failing = [&](const Secret&) {
            touch(body);
            throw std::runtime_error("no space left");
        };
        CHECK_THROWS_WITH(parse_rotate_start_response(std::move(body), failing), "no space left");
        CHECK(body == samples::response_text);  // NOLINT(bugprone-use-after-move)
        CHECK(parse_rotate_start_response(std::move(body)) == fixtures::sample_response());
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

    result = parse(samples::replaced(samples::client_text, "active", "gone"));
    CHECK_THROWS_AS(std::move(result).value(), ValidationError);
    CHECK(result.client.next_client_secret == samples::secret);  // NOLINT(bugprone-use-after-move)
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
        const std::string& original = as_response ? samples::response_text : samples::client_text;
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

TEST_CASE("What is moved in is wiped, whatever allocator it has; what is not moved in is left alone") {
    check_wiped<std::string>();
    check_wiped<std::pmr::string>();
    std::string kept = samples::client_text;
    CHECK(parse(kept) == parse(std::pmr::string(kept.c_str())));
    CHECK(kept == samples::client_text);
}
