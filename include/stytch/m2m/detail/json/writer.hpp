// SPDX-License-Identifier: MIT
#pragma once

#include <charconv>
#include <cstddef>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>

#include <stytch/m2m/detail/json/characters.hpp>
#include <stytch/m2m/detail/wiped_block.hpp>

STYTCH_M2M_BEGIN_NAMESPACE
namespace detail {

/// Writes compact JSON text as nlohmann's dump() does, in memory that is wiped when it is outgrown or left.
class Writer {
public:
    /// `first` points to `size` bytes, which are used until they are full.
    Writer(char* first, std::size_t size) noexcept : first_(first), at_(first), last_(first + size) {}
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;
    ~Writer() { overwrite(first_, size()); }

    /// Whether all strings were UTF-8.
    bool is_utf8() const noexcept { return utf8_; }
    std::string text() const { return {first_, size()}; }

    void put(char byte) {
        *room(1) = byte;
        ++at_;
    }
    void put(std::string_view bytes) { at_ = copy(bytes, room(bytes.size())); }
    /// A member's name, which must be plain, between `separator` and the colon.
    void put_name(char separator, std::string_view name) {
        char* at = room(name.size() + 4);
        *at++ = separator;
        *at++ = '"';
        at = copy(name, at);
        *at++ = '"';
        *at++ = ':';
        at_ = at;
    }
    template <class Integer>
    void put_integer(Integer value) {
        constexpr std::size_t longest = 20;  // of 64 bits, with a sign
        char* const at = room(longest);
        at_ = std::to_chars(at, at + longest, value).ptr;
    }

    void put_string(std::string_view text) {
        const char* const last = text.data() + text.size();
        const char* const special = skip_plain(text.data(), last);
        char* at = room(text.size() + 2);
        *at++ = '"';
        at_ = copy(between(text.data(), special), at);
        if (special != last) put_rest(special, last);
        put('"');
    }

private:
    std::size_t size() const noexcept { return static_cast<std::size_t>(at_ - first_); }

    /// Returns where the next `bytes` bytes go.
    char* room(std::size_t bytes) {
        if (static_cast<std::size_t>(last_ - at_) < bytes) grow(bytes);
        return at_;
    }
    STYTCH_M2M_NOINLINE void grow(std::size_t bytes) {
        const std::size_t used = size();
        const std::size_t capacity = 2 * (used + bytes);
        WipedBlock block = make_wiped_block(capacity);
        std::memcpy(block.get(), first_, used);
        overwrite(first_, used);
        first_ = block.get();
        at_ = first_ + used;
        last_ = first_ + capacity;
        block_ = std::move(block);
    }

    static std::string_view between(const char* first, const char* last) noexcept {
        return {first, static_cast<std::size_t>(last - first)};
    }
    static char* copy(std::string_view bytes, char* to) noexcept {
        std::memcpy(to, bytes.data(), bytes.size());
        return to + bytes.size();
    }

    /// Writes the rest of a string from the first character on that is not plain.
    STYTCH_M2M_NOINLINE void put_rest(const char* at, const char* last) {
        while (at != last) {
            const std::size_t length = static_cast<unsigned char>(*at) < 0x80 ? 0 : utf8_length(at, last);
            utf8_ = utf8_ && (length != 0 || static_cast<unsigned char>(*at) < 0x80);
            if (length == 0) {
                put_escape(*at);
            } else {
                put({at, length});
            }
            const char* const plain = at + (length == 0 ? 1 : length);
            at = skip_plain(plain, last);
            put(between(plain, at));
        }
    }
    void put_escape(char byte) {
        put('\\');
        if (const std::size_t index = index_of(escaped_bytes, byte); index != escaped_bytes.size()) {
            put(escape_letters[index]);
            return;
        }
        const auto code = static_cast<unsigned char>(byte);
        put("u00");
        put(hexadecimal_digits[code / 16]);
        put(hexadecimal_digits[code % 16]);
    }

    char* first_;
    char* at_;
    char* last_;
    WipedBlock block_{};  // when what was given is full
    bool utf8_ = true;
};

}  // namespace detail
STYTCH_M2M_END_NAMESPACE
