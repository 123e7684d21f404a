// SPDX-License-Identifier: MIT
// What hand-written nlohmann_json adapters do with a secret, compared with the library.
#include <stytch/m2m.hpp>

#include <cstddef>
#include <exception>
#include <string>

#include "../benchmark/hand_written.hpp"
#include "catch.hpp"
#include "counting_delete.hpp"
#include "grown.hpp"
#include "samples.hpp"

namespace {

void read_by_hand(const std::string& text) { hand_written::parse(text); }
void read_with_library(const std::string& text) { static_cast<void>(stytch::m2m::parse(text)); }

std::string what(void (*read)(const std::string&), const std::string& text) {
    try {
        read(text);
        return "";
    } catch (const std::exception& error) {
        return error.what();
    }
}

std::size_t blocks_with_secret(void (*read)(const std::string&), const std::string& text) {
    counting::watch(samples::secret);
    what(read, text);
    return counting::unwatch();
}

const std::string sample_secret(samples::secret);
const std::string broken_secret = proof::client_with(sample_secret, sample_secret + "\n");
const std::string cut_off = samples::client_text.substr(0, samples::client_text.size() - 1);
const std::string wrong_type = proof::client_with("[\"read:users\", \"write:users\"]", "\"read:users\"");
const std::string twice = proof::client_with("\"client_id\"", "\"client_id\": \"first\", \"client_id\"");

}  // namespace

TEST_CASE("Comparison: hand-written adapters quote the secret, leave it in memory and lose it") {
    CHECK(what(read_by_hand, samples::client_text).empty());
    CHECK(what(read_by_hand, broken_secret).find(sample_secret) != std::string::npos);
    CHECK(blocks_with_secret(read_by_hand, samples::client_text) >= 2);
    CHECK(blocks_with_secret(read_by_hand, cut_off) >= 2);
    CHECK_FALSE(what(read_by_hand, wrong_type).empty());
    CHECK(what(read_by_hand, twice).empty());
}

TEST_CASE("Comparison: the library does not") {
    for (const std::string& text : {broken_secret, cut_off, wrong_type, twice}) {
        const auto result = stytch::m2m::parse(text);
        REQUIRE_FALSE(result.ok());
        CHECK(samples::printed(result).find(sample_secret.substr(0, 4)) == std::string::npos);
        CHECK(blocks_with_secret(read_with_library, text) == 0);
    }
    CHECK(blocks_with_secret(read_with_library, samples::client_text) == 0);
    CHECK(stytch::m2m::parse(cut_off).client.next_client_secret == sample_secret);
    CHECK(stytch::m2m::parse(wrong_type).client.next_client_secret == sample_secret);
    CHECK(stytch::m2m::parse(twice).client.client_id == "first");
    CHECK(samples::has(stytch::m2m::parse(twice).violations, {stytch::m2m::Rule::duplicate, "/client_id"}));
}
