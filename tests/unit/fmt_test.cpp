// SPDX-License-Identifier: MIT
#include <stytch/m2m/fmt.hpp>

#include <sstream>

#include <fmt/format.h>

#include "catch.hpp"
#include "printed_values.hpp"

using namespace stytch::m2m;

TEST_CASE("{fmt} writes every type as << does") {
    samples::for_each_printed_value([](const auto& value) {
        std::ostringstream out;
        out << value;
        CHECK(fmt::format("{}", value) == out.str());
    });
    CHECK(fmt::format("{}", Secret("secret")) == "[REDACTED]");
}
