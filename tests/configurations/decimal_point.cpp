// SPDX-License-Identifier: MIT
// Numbers are read alike whatever the locale's decimal point: decimal_point LOCALE...
#include <stytch/m2m.hpp>

#include <clocale>
#include <initializer_list>
#include <iostream>
#include <string>

namespace {

bool reads(const std::string& number, double expected) {
    const auto result = stytch::m2m::parse("{\"trusted_metadata\":{\"a\":" + number + "}}");
    const auto& metadata = result.client.trusted_metadata;
    if (metadata.has_value() && metadata->at("a") == expected) return true;
    std::cerr << number << " was not read\n";
    return false;
}

}  // namespace

int main(int argc, char** argv) {
    bool all = argc > 1;
    for (int i = 1; i < argc; ++i) {
        const bool set = std::setlocale(LC_ALL, argv[i]) != nullptr;
        const bool comma = set && std::string(".") != std::localeconv()->decimal_point;
        if (!comma) std::cerr << argv[i] << " is missing, or its decimal point is '.'\n";
        all = all && comma && reads("1.5", 1.5) && reads("-12.25e-1", -1.225) && reads("15e-1", 1.5) &&
              reads("123456789012345678901.5", 123456789012345678901.5);
    }
    return all ? 0 : 1;
}
