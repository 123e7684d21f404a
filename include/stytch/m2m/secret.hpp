// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <ostream>
#include <string>
#include <string_view>
#include <type_traits>

#include <stytch/m2m/detail/wiped_block.hpp>

// Lets clang and MSVC warn if a view outlives what it looks at.
#if defined(__has_cpp_attribute)
#if __has_cpp_attribute(clang::lifetimebound)
#define STYTCH_M2M_LIFETIMEBOUND [[clang::lifetimebound]]
#elif __has_cpp_attribute(msvc::lifetimebound)
#define STYTCH_M2M_LIFETIMEBOUND [[msvc::lifetimebound]]
#endif
#endif
#ifndef STYTCH_M2M_LIFETIMEBOUND
#define STYTCH_M2M_LIFETIMEBOUND
#endif

namespace stytch::m2m {

/// Overwrites all that `text` has room for, in a way that no optimization removes, and empties it. Use it on bodies
/// that held a secret; it cannot reach copies that `text` left behind while it grew.
inline void wipe(std::string& text) noexcept {
    text.resize(text.capacity());
    detail::wipe(text.data(), text.size());
    text.clear();
}

/// Text that must not leak. It lives in a heap block of its own, which is wiped before it is freed; it prints as
/// [REDACTED] and converts to nothing. What a caller copies out of reveal() is the caller's to wipe.
class Secret {
public:
    /// An empty secret; allocates nothing.
    Secret() noexcept = default;

    /// Copies `text`, anything that converts to std::string_view; a `const char*` must not be null and ends at its
    /// first NUL. Throws std::bad_alloc.
    template <class Text, std::enable_if_t<std::is_convertible_v<const Text&, std::string_view>, int> = 0>
    Secret(const Text& text) : block_(static_cast<std::string_view>(text)) {}
    /// Copies `text`, then wipes and empties it. Throws std::bad_alloc, and `text` is then unchanged.
    Secret(std::string&& text) : block_(text) { wipe(text); }
    Secret(std::nullptr_t) = delete;

    /// Copies the text into a block of its own. Throws std::bad_alloc.
    Secret(const Secret& other) : block_(other.reveal()) {}
    /// Wipes what was here before. Throws std::bad_alloc, and is then unchanged.
    Secret& operator=(const Secret& other) { return *this = Secret(other); }
    /// Takes the block over; `other` is empty afterwards.
    Secret(Secret&& other) noexcept = default;
    /// Wipes what was here before and takes the block over; `other` is empty afterwards.
    Secret& operator=(Secret&& other) noexcept = default;
    ~Secret() = default;

    /// The text in clear, valid until this object is changed or destroyed. The only way to read it.
    [[nodiscard]] std::string_view reveal() const noexcept STYTCH_M2M_LIFETIMEBOUND { return block_.view(); }
    /// The length in bytes.
    [[nodiscard]] std::size_t size() const noexcept { return reveal().size(); }
    /// Whether the length is 0.
    [[nodiscard]] bool empty() const noexcept { return size() == 0; }

    /// Takes the same time for any two secrets of the same length.
    [[nodiscard]] friend bool operator==(const Secret& lhs, const Secret& rhs) noexcept {
        if (lhs.size() != rhs.size()) return false;
        volatile unsigned char difference = 0;  // volatile, so that no compiler finds a reason to stop early
        for (std::size_t i = 0; i < lhs.size(); ++i)
            difference = static_cast<unsigned char>(difference | (lhs.reveal()[i] ^ rhs.reveal()[i]));
        return difference == 0;
    }
    /// Takes the same time for any two secrets of the same length.
    [[nodiscard]] friend bool operator!=(const Secret& lhs, const Secret& rhs) noexcept { return !(lhs == rhs); }

    /// Writes [REDACTED], whatever the text is, or [EMPTY].
    friend std::ostream& operator<<(std::ostream& out, const Secret& secret) {
        return out << (secret.empty() ? "[EMPTY]" : "[REDACTED]");
    }

private:
    detail::WipedBlock block_;
};

}  // namespace stytch::m2m

#undef STYTCH_M2M_LIFETIMEBOUND
