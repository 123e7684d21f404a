// SPDX-License-Identifier: MIT
#include <iostream>

#include "mixed.hpp"

int main() {
    const std::string text =
        R"({"client_id":"a client whose id is on the heap","next_client_secret":"secret","client_name":"name",)"
        R"("client_description":"","status":"active","scopes":["a","b"],"client_secret_last_four":"abcd",)"
        R"("trusted_metadata":{"a":{"b":[1,2]}},"next_client_secret_last_four":"cret"})";
    const Seen one = part_0(text);
    const Seen other = part_1(text);
    std::cout << one.name_of_secret << '\n' << other.name_of_secret << '\n';
    return one.all_good && other.all_good && one.name_of_secret != other.name_of_secret ? 0 : 1;
}
