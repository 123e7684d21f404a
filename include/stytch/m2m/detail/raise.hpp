// SPDX-License-Identifier: MIT
#pragma once

#include <cstdlib>
#include <utility>

namespace stytch::m2m::detail {

/// Throws `exception`, or aborts where exceptions are off, under the condition that nlohmann_json uses for it.
template <class Exception>
[[noreturn]] void raise(Exception&& exception) {
#if (defined(__cpp_exceptions) || defined(__EXCEPTIONS) || defined(_CPPUNWIND)) && !defined(JSON_NOEXCEPTION)
    throw std::forward<Exception>(exception);
#else
    static_cast<void>(exception);
    std::abort();
#endif
}

}  // namespace stytch::m2m::detail
