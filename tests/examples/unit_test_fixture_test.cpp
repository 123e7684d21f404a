// SPDX-License-Identifier: MIT
#include <cstdio>
#include <string>
#include <string_view>

#include "catch.hpp"
#include "samples.hpp"

namespace {

/// The output of a program that must fail.
std::string output_of(const std::string& command) {
    FILE* pipe = popen((command + " 2>&1").c_str(), "r");
    REQUIRE(pipe != nullptr);
    std::string output;
    for (int c = std::fgetc(pipe); c != EOF; c = std::fgetc(pipe)) output += static_cast<char>(c);
    CHECK(pclose(pipe) != 0);
    return output;
}

void check_no_secret(const std::string& output) {
    CAPTURE(output);
    CHECK(output.find("next_client_secret: [REDACTED]") != std::string::npos);
    CHECK(output.find("\"/next_client_secret\"") != std::string::npos);
    for (const std::string_view secret :
         {samples::secret, std::string_view("rBqNgkVYt9uFWzQ4LmTe-oa3XsjPDhc_6yKJf2SvUHxE")}) {
        for (std::size_t i = 0; i + 4 <= secret.size(); ++i) {
            CAPTURE(i);
            CHECK(output.find(secret.substr(i, 4)) == std::string::npos);
        }
    }
}

}  // namespace

TEST_CASE("Catch2 prints a failing comparison of clients without their secrets") {
    const std::string output = output_of(std::string("'") + UNIT_TEST_FIXTURE + "' '[failing]' -r compact");
    CAPTURE(output);
    CHECK(output.find("failed: client == other for: M2MClientWithNextClientSecret{") != std::string::npos);
    CHECK(output.find("for: [REDACTED] == [REDACTED]") != std::string::npos);
    check_no_secret(output);
}

#ifdef UNIT_TEST_FIXTURE_GTEST
TEST_CASE("GoogleTest prints a failing comparison of clients without their secrets") {
    check_no_secret(output_of(std::string("'") + UNIT_TEST_FIXTURE_GTEST + "' --gtest_also_run_disabled_tests"));
}
#endif
