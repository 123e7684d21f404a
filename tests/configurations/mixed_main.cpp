// SPDX-License-Identifier: MIT
#include <iostream>

#include "mixed.hpp"

int main() {
    const std::string text =
        R"({"client_id":"a client whose id is on the heap","next_client_secret":"secret","client_name":"name",)"
        R"("client_description":"","status":"active","scopes":["a","b"],"client_secret_last_four":"abcd",)"
        R"("trusted_metadata":{"a":{"b":[1,2]}},"next_client_secret_last_four":"cret"})";
    const std::size_t without = part_0(text);
    const std::size_t with = part_1(text);
    std::cout << "the struct has " << without << " bytes without diagnostics and " << with << " with them\n";
    return without != 0 && with > without ? 0 : 1;
}
