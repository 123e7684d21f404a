// SPDX-License-Identifier: MIT
// What the README leaves to its reader: stores the secret in the file $STORED.
#include <cstdlib>
#include <fstream>
#include <string_view>

void store(std::string_view secret);

void store(std::string_view secret) {
    std::ofstream file;
    file.exceptions(std::ios::failbit | std::ios::badbit);
    file.open(std::getenv("STORED"));
    file << secret << std::flush;
}
