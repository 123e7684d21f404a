// SPDX-License-Identifier: MIT
// std::format writes every type as << does.
#include <stytch/m2m/format.hpp>

#include <format>
#include <iostream>
#include <sstream>

#include "../support/printed_values.hpp"

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
    bool all = true;
    samples::for_each_printed_value([&](const auto& value) { all = same(value) && all; });
    return all && std::format("{:>11}", Secret("secret")) == " [REDACTED]" ? 0 : 1;
}
