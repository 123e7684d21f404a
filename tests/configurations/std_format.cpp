// SPDX-License-Identifier: MIT
// std::format writes every type as << does.
#include <stytch/m2m/fixtures.hpp>
#include <stytch/m2m/format.hpp>

#include <format>
#include <iostream>
#include <sstream>

using namespace stytch::m2m;

namespace {

template <class T>
bool same(const T& value) {
    std::ostringstream out;
    out << value;
    if (std::format("{}", value) == out.str()) return true;
    std::cerr << "written in another way: " << value << '\n';
    return false;
}

}  // namespace

int main() {
    const bool all = same(Secret("secret")) && same(Rule::type) && same(NextStep::cancel) &&
                     same(Violation{Rule::type, "/status", "message"}) && same(fixtures::sample_client()) &&
                     same(*fixtures::sample_error().error) && same(parse("{}")) && same(fixtures::sample_response());
    return all && std::format("{:>11}", Secret("secret")) == " [REDACTED]" ? 0 : 1;
}
