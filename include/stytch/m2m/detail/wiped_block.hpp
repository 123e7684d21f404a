// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstring>
#include <string_view>
#include <utility>

namespace stytch::m2m::detail {

/// Overwrites `size` bytes in a way that outlives optimization: compilers remove a plain memset before a delete, but
/// cannot know what a volatile pointer points to.
inline void wipe(char* data, std::size_t size) noexcept {
    static void* (*const volatile fill)(void*, int, std::size_t) = std::memset;
    fill(data, 0, size);
}

/// A heap block of fixed size that is wiped before it is freed. It never grows, so no old block is left behind.
class WipedBlock {
public:
    WipedBlock() noexcept = default;
    explicit WipedBlock(std::size_t size) : data_(size == 0 ? nullptr : new char[size]), size_(size) {}
    explicit WipedBlock(std::string_view bytes) : WipedBlock(bytes.size()) {
        if (data_ != nullptr) std::memcpy(data_, bytes.data(), bytes.size());
    }
    WipedBlock(WipedBlock&& other) noexcept { swap(other); }
    WipedBlock& operator=(WipedBlock&& other) noexcept {
        WipedBlock taken(std::move(other));
        swap(taken);
        return *this;
    }
    WipedBlock(const WipedBlock&) = delete;
    WipedBlock& operator=(const WipedBlock&) = delete;
    ~WipedBlock() {
        if (data_ == nullptr) return;
        wipe(data_, size_);
        delete[] data_;
    }

    void swap(WipedBlock& other) noexcept {
        std::swap(data_, other.data_);
        std::swap(size_, other.size_);
    }
    char* data() noexcept { return data_; }
    std::string_view view() const noexcept { return {data_, size_}; }

private:
    char* data_ = nullptr;
    std::size_t size_ = 0;
};

}  // namespace stytch::m2m::detail
