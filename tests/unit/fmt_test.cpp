// SPDX-License-Identifier: MIT
#include <stytch/m2m/fixtures.hpp>
#include <stytch/m2m/fmt.hpp>

#include <sstream>

#include <fmt/format.h>

#include "catch.hpp"

using namespace stytch::m2m;

namespace {

template <class T>
void check_format(const T& value) {
    std::ostringstream out;
    out << value;
    CHECK(fmt::format("{}", value) == out.str());
}

}  // namespace

TEST_CASE("{fmt} writes every type as << does") {
    check_format(Secret("secret"));
    check_format(Rule::misplaced);
    check_format(NextStep::try_secret);
    check_format(Violation{Rule::type, "/status", "message"});
    check_format(fixtures::sample_client());
    check_format(*fixtures::sample_error().error);
    check_format(parse("{}"));
    check_format(fixtures::sample_response());
    CHECK(fmt::format("{}", Secret("secret")) == "[REDACTED]");
}
