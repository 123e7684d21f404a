// SPDX-License-Identifier: MIT
#pragma once

#include <utility>

namespace stytch::m2m::detail {

/// Does something at the end of a scope, however that ends.
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
