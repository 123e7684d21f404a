// SPDX-License-Identifier: MIT
#pragma once

#include <cstdlib>
#include <new>
#include <utility>

namespace stytch::m2m::detail {

/// Throws `exception`, or aborts if exceptions are disabled, by the same test as nlohmann_json's.
template <class Exception>
[[noreturn]] void raise(Exception&& exception) {
#if (defined(__cpp_exceptions) || defined(__EXCEPTIONS) || defined(_CPPUNWIND)) && !defined(JSON_NOEXCEPTION)
    throw std::forward<Exception>(exception);
#else
    static_cast<void>(exception);
    std::abort();
#endif
}

/// Runs `action`; if that throws std::bad_alloc, runs `otherwise`. JSON_NOEXCEPTION does not matter here: allocations
/// throw all the same.
template <class Action, class Otherwise>
void if_memory_lasts(Action&& action, [[maybe_unused]] Otherwise&& otherwise) {
#if defined(__cpp_exceptions) || defined(__EXCEPTIONS) || defined(_CPPUNWIND)
    try {
        action();
    } catch (const std::bad_alloc&) {
        otherwise();
    }
#else
    action();
#endif
}

}  // namespace stytch::m2m::detail
