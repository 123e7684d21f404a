// SPDX-License-Identifier: MIT
// What counting_delete.cpp's operator new and delete can be told and asked.
#pragma once

#include <cstddef>
#include <string_view>

namespace counting {

/// From now on every freed block is searched for any `window` consecutive bytes of `text`, of all of `text` where it is
/// shorter. May be called again for a second spelling; both are forgotten by unwatch().
void watch(std::string_view text, std::size_t window = 8) noexcept;

/// Ends the search. How many blocks were freed with a find in them.
std::size_t unwatch() noexcept;

/// How many blocks are allocated.
std::size_t live_blocks() noexcept;

/// Makes the allocation after the next `count` ones fail, and no other.
void fail_after(std::size_t count) noexcept;

/// Makes all allocations after the next `count` ones fail.
void fail_from(std::size_t count) noexcept;

/// Lets all allocations succeed again. Whether one was made to fail.
bool stop_failing() noexcept;

}  // namespace counting
