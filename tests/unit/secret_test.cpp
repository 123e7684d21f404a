// SPDX-License-Identifier: MIT
// "Never printed": a Secret gives its text to nothing but reveal(), and leaves none behind.
#include <stytch/m2m/secret.hpp>

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "catch.hpp"
#include "samples.hpp"

using stytch::m2m::Secret;

static_assert(!std::is_constructible_v<nlohmann::json, Secret>);
static_assert(!std::is_constructible_v<nlohmann::ordered_json, Secret>);
static_assert(!std::is_constructible_v<std::string, Secret>);
static_assert(!std::is_convertible_v<Secret, std::string_view>);
static_assert(!std::is_convertible_v<Secret, const char*>);
static_assert(!std::is_constructible_v<bool, Secret>);
static_assert(std::is_nothrow_default_constructible_v<Secret>);
static_assert(std::is_nothrow_move_constructible_v<Secret>);
static_assert(std::is_nothrow_move_assignable_v<Secret>);
static_assert(std::is_convertible_v<const char*, Secret>);
static_assert(std::is_convertible_v<std::string, Secret>);
static_assert(std::is_convertible_v<std::string_view, Secret>);
static_assert(!std::is_convertible_v<int, Secret>);

TEST_CASE("A Secret is made from any text, which it owns, and reveals it") {
    std::string text("a\0b", 3);
    Secret secret = text;
    text[0] = 'X';
    CHECK(secret.reveal() == std::string_view("a\0b", 3));
    CHECK(secret.size() == 3);
    CHECK_FALSE(secret.empty());
    CHECK(Secret().empty());
    CHECK(Secret("").reveal().empty());

    Secret copy = secret;
    CHECK(copy == secret);
    CHECK(copy.reveal().data() != secret.reveal().data());
    copy = "other";
    CHECK(copy.reveal() == "other");
    CHECK(secret.size() == 3);
    secret = copy;
    CHECK(secret.reveal() == "other");
    const Secret& alias = secret;
    secret = alias;
    CHECK(secret.reveal() == "other");
}

TEST_CASE("A moved-from Secret is empty, and the block moves along") {
    Secret source = "something";
    const char* const block = source.reveal().data();
    Secret target = std::move(source);
    CHECK(target.reveal().data() == block);
    CHECK(source.empty());  // NOLINT(bugprone-use-after-move): this is the question
    CHECK(source.reveal().data() == nullptr);

    Secret assigned = "before";
    assigned = std::move(target);
    CHECK(assigned.reveal() == "something");
    CHECK(target.empty());  // NOLINT(bugprone-use-after-move)
    Secret& alias = assigned;
    assigned = std::move(alias);
    CHECK(assigned.reveal() == "something");
}

TEST_CASE("Short secrets do not stay inside the object either") {
    Secret secret = "abcdefgh";
    const auto holds = [&] {
        const char* const bytes = reinterpret_cast<const char*>(&secret);
        return std::string(bytes, sizeof secret).find("abcdefgh") != std::string::npos;
    };
    CHECK_FALSE(holds());
    const Secret other = std::move(secret);
    CHECK_FALSE(holds());
}

TEST_CASE("Secrets compare by their text") {
    CHECK(Secret("abc") == Secret("abc"));
    CHECK_FALSE(Secret("abc") != Secret("abc"));
    for (const char* other : {"abd", "bbc", "ab", "abcd", ""}) {
        CHECK(Secret("abc") != Secret(other));
        CHECK_FALSE(Secret(other) == Secret("abc"));
    }
    CHECK(Secret() == Secret(""));
    CHECK(Secret("abc") == "abc");
    CHECK(std::string("abc") == Secret("abc"));
}

TEST_CASE("A Secret prints as redacted") {
    CHECK(samples::printed(Secret("abc")) == "[REDACTED]");
    CHECK(samples::printed(Secret()) == "[EMPTY]");
}
