// SPDX-License-Identifier: MIT
// What the README says of adapters written by hand, the library beside them.
#include <stytch/m2m.hpp>

#include <cstddef>
#include <exception>
#include <string>

#include "../benchmark/hand_written.hpp"
#include "../catch.hpp"
#include "../samples.hpp"
#include "counting_delete.hpp"

namespace {

std::string response_with(const std::string& secret_literal) {
    std::string text = samples::client_text;
    return text.replace(text.find(samples::secret), samples::secret.size(), secret_literal);
}

template <class Function>
std::size_t blocks_with_secret(Function read) {
    counting::watch(samples::secret);
    read();
    return counting::unwatch();
}

std::string what_by_hand(const std::string& text) {
    try {
        hand_written::parse(text);
        return "";
    } catch (const std::exception& error) {
        return error.what();
    }
}

}  // namespace

TEST_CASE("Comparison: error texts quote the secret by hand, and not with the library") {
    const std::string broken = response_with(std::string(samples::secret) + "\n");
    CHECK(what_by_hand(broken).find(samples::secret) != std::string::npos);
    for (const auto& violation : stytch::m2m::parse(broken).violations) {
        CHECK(violation.message.find(samples::secret.substr(0, 4)) == std::string::npos);
    }
}

TEST_CASE("Comparison: freed memory holds the secret by hand, and not with the library") {
    const std::string cut = samples::client_text.substr(0, samples::client_text.size() - 1);
    CHECK(blocks_with_secret([] { hand_written::parse(samples::client_text); }) >= 2);
    CHECK(blocks_with_secret([&] { what_by_hand(cut); }) >= 2);
    CHECK(blocks_with_secret([] { stytch::m2m::parse(samples::client_text); }) == 0);
    CHECK(blocks_with_secret([&] { stytch::m2m::parse(cut); }) == 0);
}

TEST_CASE("Comparison: another member's fault costs the secret by hand, and not with the library") {
    std::string text = samples::client_text;
    text.replace(text.find("\"active\""), 8, "\"paused\"");
    CHECK_THROWS(hand_written::parse(text));
    CHECK(stytch::m2m::parse(text).client.next_client_secret.reveal() == samples::secret);
}

TEST_CASE("Comparison: a member that occurs twice goes unnoticed by hand, and not with the library") {
    std::string text = samples::client_text;
    text.insert(text.size() - 1, ",\"client_id\":\"other\"");
    CHECK(hand_written::parse(text).client_id == "other");
    CHECK(samples::has(stytch::m2m::parse(text).violations, {stytch::m2m::Rule::duplicate, "/client_id"}));
}
