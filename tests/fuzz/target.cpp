// SPDX-License-Identifier: MIT
// A libFuzzer target: any bytes, read as a client, or with STYTCH_M2M_RESPONSE as a response, by the library and by the
// oracle.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "oracle.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
#ifdef STYTCH_M2M_RESPONSE
    constexpr bool as_response = true;
#else
    constexpr bool as_response = false;
#endif
    // Not copied, so that the sanitizer sees every read beyond the end.
    if (const auto wrong = proof::wrong_with({reinterpret_cast<const char*>(data), size}, as_response)) {
        std::fprintf(stderr, "%s\n", wrong->c_str());
        std::abort();
    }
    return 0;
}
