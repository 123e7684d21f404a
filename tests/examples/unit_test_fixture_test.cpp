// SPDX-License-Identifier: MIT
#include <cstdio>
#include <string>
#include <string_view>

#include "catch.hpp"
#include "samples.hpp"

TEST_CASE("Catch2 prints a failing comparison of clients without their secrets") {
    const std::string command = std::string("'") + UNIT_TEST_FIXTURE + "' '[failing]' -r compact 2>&1";
    FILE* pipe = popen(command.c_str(), "r");
    REQUIRE(pipe != nullptr);
    std::string output;
    for (int c = std::fgetc(pipe); c != EOF; c = std::fgetc(pipe)) output += static_cast<char>(c);
    CHECK(pclose(pipe) != 0);

    CAPTURE(output);
    CHECK(output.find("failed: client == other for: M2MClientWithNextClientSecret{") != std::string::npos);
    CHECK(output.find("next_client_secret: [REDACTED]") != std::string::npos);
    CHECK(output.find("for: [REDACTED] == [REDACTED]") != std::string::npos);
    for (const std::string_view secret :
         {samples::secret, std::string_view("rBqNgkVYt9uFWzQ4LmTe-oa3XsjPDhc_6yKJf2SvUHxE")}) {
        for (std::size_t i = 0; i + 4 <= secret.size(); ++i) {
            CAPTURE(i);
            CHECK(output.find(secret.substr(i, 4)) == std::string::npos);
        }
    }
}
