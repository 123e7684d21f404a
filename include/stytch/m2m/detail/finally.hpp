// SPDX-License-Identifier: MIT
#pragma once

#include <utility>

namespace stytch::m2m::detail {

/// Runs `action` at the end of the scope, however it is left.
template <class Action>
class Finally {
public:
    explicit Finally(Action action) noexcept : action_(std::move(action)) {}
    Finally(const Finally&) = delete;
    Finally(Finally&&) = delete;
    Finally& operator=(const Finally&) = delete;
    Finally& operator=(Finally&&) = delete;
    ~Finally() { action_(); }

private:
    Action action_;
};
template <class Action>
Finally(Action) -> Finally<Action>;

}  // namespace stytch::m2m::detail
