// SPDX-License-Identifier: MIT
#include "work.hpp"

#include <algorithm>
#include <cstdlib>
#include <new>

namespace {

proof::Work total;
std::size_t held = 0;
std::size_t held_at_start = 0;

// Each block is preceded by its size, padded so that the block stays aligned.
constexpr std::size_t header =
    alignof(std::max_align_t) < sizeof(std::size_t) ? sizeof(std::size_t) : alignof(std::max_align_t);

}  // namespace

namespace proof {

void start_work() {
    total = {};
    held_at_start = held;
}
Work work() noexcept { return total; }

}  // namespace proof

// Called by each basic block that is compiled with -fsanitize-coverage=trace-pc.
extern "C" void __sanitizer_cov_trace_pc();
extern "C" void __sanitizer_cov_trace_pc() { ++total.blocks; }

void* operator new(std::size_t size) {
    void* const block = std::malloc(size + header);
    if (block == nullptr) throw std::bad_alloc();
    *static_cast<std::size_t*>(block) = size;
    held += size;
    total.allocated += size;
    if (held > held_at_start) total.peak = std::max(total.peak, held - held_at_start);
    return static_cast<char*>(block) + header;
}
void operator delete(void* pointer) noexcept {
    if (pointer == nullptr) return;
    void* const block = static_cast<char*>(pointer) - header;
    held -= *static_cast<std::size_t*>(block);
    std::free(block);
}
void operator delete(void* pointer, std::size_t) noexcept { operator delete(pointer); }
