// SPDX-License-Identifier: MIT
#pragma once

#include <string>

/// What a translation unit with its own settings saw of the library.
struct Seen {
    bool all_good = false;
    std::string name_of_secret;  // of the type, as the linker sees it
};

/// Each uses the whole library. `text` is a client.
Seen part_0(const std::string& text);
Seen part_1(const std::string& text);
