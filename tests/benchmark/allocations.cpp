// SPDX-License-Identifier: MIT
// The counting operators are in a separate file, so that the compiler cannot optimize them away in what is measured.
#include "allocations.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <new>

Allocations allocations;

// Each block is preceded by its size.
static constexpr std::size_t header = alignof(std::max_align_t);
static_assert(header >= sizeof(std::size_t));

void* operator new(std::size_t size) {
    char* const block = static_cast<char*>(std::malloc(header + size));
    if (block == nullptr) throw std::bad_alloc();
    *reinterpret_cast<std::size_t*>(block) = size;
    ++allocations.number;
    allocations.bytes += size;
    allocations.peak = std::max(allocations.peak, allocations.bytes);
    return block + header;
}
void operator delete(void* pointer) noexcept {
    if (pointer == nullptr) return;
    char* const block = static_cast<char*>(pointer) - header;
    allocations.bytes -= *reinterpret_cast<std::size_t*>(block);
    std::free(block);
}
void operator delete(void* pointer, std::size_t) noexcept { operator delete(pointer); }
void* operator new[](std::size_t size) { return operator new(size); }
void operator delete[](void* pointer) noexcept { operator delete(pointer); }
void operator delete[](void* pointer, std::size_t) noexcept { operator delete(pointer); }
