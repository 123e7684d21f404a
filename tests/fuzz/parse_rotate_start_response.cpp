// SPDX-License-Identifier: MIT
// A libFuzzer target: parse_rotate_start_response() on any bytes.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "engine_parity.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    // Not copied, so that the sanitizer sees every read beyond the end.
    if (const auto wrong = proof::check_parse_rotate_start_response({reinterpret_cast<const char*>(data), size})) {
        std::fprintf(stderr, "%s\n", wrong->c_str());
        std::abort();
    }
    return 0;
}
