// SPDX-License-Identifier: MIT
#include <stytch/m2m/secret.hpp>

#include <cstring>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <type_traits>
#include <utility>

#include "catch.hpp"

using stytch::m2m::Secret;

static_assert(!std::is_constructible_v<nlohmann::json, Secret>);
static_assert(!std::is_constructible_v<nlohmann::ordered_json, Secret>);
static_assert(!std::is_convertible_v<Secret, std::string>);
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

TEST_CASE("A Secret is made from any text and reveals it") {
    CHECK(Secret().empty());
    CHECK(Secret().reveal().empty());
    CHECK(Secret("").empty());
    CHECK(Secret("abc").reveal() == "abc");
    CHECK(Secret(std::string("abc")).size() == 3);
    CHECK_FALSE(Secret(std::string_view("a")).empty());
    const std::string with_nul("a\0b", 3);
    CHECK(Secret(with_nul).reveal() == with_nul);
}

TEST_CASE("A Secret owns its text") {
    std::string text = "something";
    const Secret secret = text;
    text[0] = 'X';
    CHECK(secret.reveal() == "something");

    Secret copy = secret;
    CHECK(copy.reveal() == secret.reveal());
    CHECK(copy.reveal().data() != secret.reveal().data());

    copy = "other";
    CHECK(copy.reveal() == "other");
    CHECK(secret.reveal() == "something");
    copy = secret;
    CHECK(copy.reveal() == "something");
    const Secret& alias = copy;
    copy = alias;
    CHECK(copy.reveal() == "something");
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
    CHECK(Secret("abc") != Secret("abd"));
    CHECK(Secret("abc") != Secret("bbc"));
    CHECK(Secret("abc") != Secret("ab"));
    CHECK(Secret("ab") != Secret("abc"));
    CHECK(Secret() != Secret("a"));
    CHECK(Secret() == Secret(""));
    CHECK(Secret("abc") == "abc");
    CHECK(std::string("abc") == Secret("abc"));
}

TEST_CASE("A Secret prints as redacted") {
    std::ostringstream out;
    out << Secret("abc") << Secret();
    CHECK(out.str() == "[REDACTED][EMPTY]");
}
