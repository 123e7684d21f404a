// SPDX-License-Identifier: MIT
// A separate translation unit: a compiler that could see this operator delete would be free to drop the wipe.
#include "counting_delete.hpp"

#include <cstdlib>
#include <cstring>
#include <new>

namespace {

// No containers in this file: they would allocate while allocating.
struct Needle {
    char text[4096];
    std::size_t size;
    std::size_t window;
};
Needle needles[2];
std::size_t needle_count = 0;
std::size_t finds = 0;
std::size_t live = 0;
enum class Failing { none, one, all };
Failing failing = Failing::none;
bool failed = false;
std::size_t countdown = 0;

// The pairs of bytes that occur in a needle; a block without any, as nearly all are, is searched quickly.
unsigned char pairs[2][65536];

std::size_t pair_at(const char* at) noexcept {
    return static_cast<std::size_t>(static_cast<unsigned char>(at[0])) * 256 + static_cast<unsigned char>(at[1]);
}

void mark_pairs(std::size_t index, unsigned char mark) noexcept {
    const Needle& needle = needles[index];
    for (std::size_t i = 0; i + 1 < needle.size; ++i) pairs[index][pair_at(needle.text + i)] = mark;
}

bool window_at(const Needle& needle, const char* at) noexcept {
    for (std::size_t i = 0; i + needle.window <= needle.size; ++i) {
        if (std::memcmp(needle.text + i, at, needle.window) == 0) return true;
    }
    return false;
}

bool holds(std::size_t index, const char* block, std::size_t size) noexcept {
    const Needle& needle = needles[index];
    const std::size_t window = needle.window;
    if (size < window) return false;
    if (window == 1) return std::memchr(block, needle.text[0], size) != nullptr;
    // A window has window - 1 pairs, so it is enough to look at every (window - 1)th pair.
    for (std::size_t pair = window - 2; pair + 1 < size; pair += window - 1) {
        if (pairs[index][pair_at(block + pair)] == 0) continue;
        for (std::size_t i = pair + 2 - window; i <= pair && i + window <= size; ++i) {
            if (window_at(needle, block + i)) return true;
        }
    }
    return false;
}

// Portable, and unlike malloc_usable_size it excludes the bytes after the block.
constexpr std::size_t header = alignof(std::max_align_t) < 16 ? 16 : alignof(std::max_align_t);

void* allocate(std::size_t size) noexcept {
    if (failing != Failing::none) {
        if (countdown == 0) {
            if (failing == Failing::one) failing = Failing::none;
            failed = true;
            return nullptr;
        }
        --countdown;
    }
    if (size > static_cast<std::size_t>(-1) - header) return nullptr;
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
    for (std::size_t i = 0; i < needle_count; ++i) {
        if (!holds(i, static_cast<const char*>(block), size)) continue;
        ++finds;
        break;
    }
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

void watch(std::string_view text, std::size_t window) noexcept {
    Needle& needle = needles[needle_count];
    if (needle_count == 2 || text.empty() || text.size() > sizeof needle.text) std::abort();
    std::memcpy(needle.text, text.data(), text.size());
    needle.size = text.size();
    needle.window = window < text.size() ? window : text.size();
    mark_pairs(needle_count, 1);
    if (needle_count++ == 0) finds = 0;
}

std::size_t unwatch() noexcept {
    while (needle_count != 0) mark_pairs(--needle_count, 0);
    return finds;
}

std::size_t live_blocks() noexcept { return live; }

void fail_after(std::size_t count) noexcept {
    countdown = count;
    failing = Failing::one;
    failed = false;
}

void fail_from(std::size_t count) noexcept {
    fail_after(count);
    failing = Failing::all;
}

bool stop_failing() noexcept {
    failing = Failing::none;
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
