// SPDX-License-Identifier: MIT
// Controls the operator new and delete in counting_delete.cpp, with which tests try to break the README's promises
// "Never left behind" and "Never lost".
#pragma once

#include <cstddef>
#include <string_view>

namespace counting {

/// Searches every block freed from now on for any 8 consecutive bytes of `text`, which must not be shorter. May be
/// called again for a second spelling; unwatch() forgets both.
void watch(std::string_view text) noexcept;

/// Ends the search and returns the number of freed blocks in which something was found.
std::size_t unwatch() noexcept;

/// The number of blocks that are allocated now.
std::size_t live_blocks() noexcept;

/// Makes only the allocation after the next `count` ones fail.
void fail_after(std::size_t count) noexcept;

/// Makes all allocations after the next `count` ones fail.
void fail_from(std::size_t count) noexcept;

/// Lets all allocations succeed again; returns whether one was made to fail.
bool stop_failing() noexcept;

}  // namespace counting
