// SPDX-License-Identifier: MIT
// A separate translation unit: a compiler that could see this operator delete would be free to drop the wiping that the
// README promises ("Never left behind").
#include "counting_delete.hpp"

#include <cstdlib>
#include <cstring>
#include <new>

namespace {

// No containers in this file: they would allocate while allocating.
constexpr std::size_t window = 8;
struct Needle {
    char text[4096];
    std::size_t size;
};
Needle needles[2];
std::size_t needle_count = 0;
std::size_t finds = 0;
std::size_t live = 0;
constexpr std::size_t never = static_cast<std::size_t>(-1);
// Allocations number `first_failing` up to but not including `end_of_failing` fail.
std::size_t first_failing = never;
std::size_t end_of_failing = never;
std::size_t allocations = 0;
bool failed = false;

// The pairs of bytes with which a window begins; where there is none, as nearly everywhere, nothing is compared.
bool begins[65536];

bool& begins_with(const char* at) noexcept {
    return begins[static_cast<unsigned char>(at[0]) * 256 + static_cast<unsigned char>(at[1])];
}

bool window_at(const char* at) noexcept {
    for (std::size_t i = 0; i < needle_count; ++i) {
        for (std::size_t j = 0; j + window <= needles[i].size; ++j) {
            if (std::memcmp(needles[i].text + j, at, window) == 0) return true;
        }
    }
    return false;
}

bool holds_window(const char* block, std::size_t size) noexcept {
    for (std::size_t i = 0; needle_count != 0 && i + window <= size; ++i) {
        if (begins_with(block + i) && window_at(block + i)) return true;
    }
    return false;
}

// Portable, and unlike malloc_usable_size it excludes the bytes after the block.
constexpr std::size_t header = alignof(std::max_align_t) < 16 ? 16 : alignof(std::max_align_t);

void* allocate(std::size_t size) noexcept {
    const std::size_t number = allocations++;
    if (number >= first_failing && number < end_of_failing) {
        failed = true;
        return nullptr;
    }
    if (size > never - header) return nullptr;
    char* const raw = static_cast<char*>(std::malloc(header + size));
    if (raw == nullptr) return nullptr;
    std::memcpy(raw, &size, sizeof size);
    // Whatever an earlier block left here must not count as this one's.
    std::memset(raw + header, 0xEE, size);
    ++live;
    return raw + header;
}

void release(void* block) noexcept {
    if (block == nullptr) return;
    char* const raw = static_cast<char*>(block) - header;
    std::size_t size = 0;
    std::memcpy(&size, raw, sizeof size);
    if (holds_window(static_cast<const char*>(block), size)) ++finds;
    --live;
    std::free(raw);
}

void* allocate_or_throw(std::size_t size) {
    void* const block = allocate(size);
    if (block == nullptr) throw std::bad_alloc();
    return block;
}

}  // namespace

namespace counting {

void watch(std::string_view text) noexcept {
    if (needle_count == 2 || text.size() < window || text.size() > sizeof needles[0].text) std::abort();
    if (needle_count == 0) finds = 0;
    Needle& needle = needles[needle_count++];
    std::memcpy(needle.text, text.data(), text.size());
    needle.size = text.size();
    for (std::size_t i = 0; i + window <= needle.size; ++i) begins_with(needle.text + i) = true;
}

std::size_t unwatch() noexcept {
    needle_count = 0;
    std::memset(begins, 0, sizeof begins);
    return finds;
}

std::size_t live_blocks() noexcept { return live; }

void fail_after(std::size_t count) noexcept {
    allocations = 0;
    first_failing = count;
    end_of_failing = count + 1;
    failed = false;
}

void fail_from(std::size_t count) noexcept {
    fail_after(count);
    end_of_failing = never;
}

bool stop_failing() noexcept {
    first_failing = never;
    return failed;
}

}  // namespace counting

// All forms, since a sanitizer's runtime would supply those that are missing.
void* operator new(std::size_t size) { return allocate_or_throw(size); }
void* operator new[](std::size_t size) { return allocate_or_throw(size); }
void* operator new(std::size_t size, const std::nothrow_t&) noexcept { return allocate(size); }
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept { return allocate(size); }
void operator delete(void* block) noexcept { release(block); }
void operator delete[](void* block) noexcept { release(block); }
void operator delete(void* block, std::size_t) noexcept { release(block); }
void operator delete[](void* block, std::size_t) noexcept { release(block); }
void operator delete(void* block, const std::nothrow_t&) noexcept { release(block); }
void operator delete[](void* block, const std::nothrow_t&) noexcept { release(block); }
