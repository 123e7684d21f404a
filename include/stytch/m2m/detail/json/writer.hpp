// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <charconv>
#include <string>
#include <utility>

#include <stytch/m2m/detail/json/characters.hpp>
#include <stytch/m2m/detail/wiped_block.hpp>

STYTCH_M2M_BEGIN_DETAIL

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
    void put(std::string_view bytes) {
        std::memcpy(room(bytes.size()), bytes.data(), bytes.size());
        at_ += bytes.size();
    }
    /// A member's name, which must be plain, between `separator` and the colon.
    void put_name(char separator, std::string_view name) {
        char* const at = room(name.size() + 4);
        at[0] = separator;
        at[1] = '"';
        std::memcpy(at + 2, name.data(), name.size());
        at[name.size() + 2] = '"';
        at[name.size() + 3] = ':';
        at_ += name.size() + 4;
    }
    template <class Integer>
    void put_integer(Integer value) {
        constexpr std::size_t longest = 20;  // of 64 bits, with a sign
        char* const at = room(longest);
        at_ = std::to_chars(at, at + longest, value).ptr;
    }

    void put_string(std::string_view text) {
        const char* at = text.data();
        const char* const last = at + text.size();
        put('"');
        while (at != last) {
            const char* const special = skip_plain(at, last);
            put({at, static_cast<std::size_t>(special - at)});
            at = special == last ? last : put_special(special, last);
        }
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
        const std::size_t capacity = used + (std::max)(used, bytes);  // which cannot wrap around
        WipedBlock block = make_wiped_block(capacity);
        std::memcpy(block.get(), first_, used);
        overwrite(first_, used);
        first_ = block.get();
        at_ = first_ + used;
        last_ = first_ + capacity;
        block_ = std::move(block);
    }

    /// Writes a character that is not plain. Returns its end.
    STYTCH_M2M_NOINLINE const char* put_special(const char* at, const char* last) {
        const std::size_t length = utf8_length(at, last);
        utf8_ = utf8_ && length != 0;
        if (length > 1) {
            put({at, length});
            return at + length;
        }
        put('\\');
        if (const std::size_t index = (escaped_bytes.find)(*at); index != npos) {
            put(escape_letters[index]);
        } else {
            const auto code = static_cast<unsigned char>(*at);
            put("u00");
            put(hexadecimal_digits[code / 16]);
            put(hexadecimal_digits[code % 16]);
        }
        return at + 1;
    }

    char* first_;
    char* at_;
    char* last_;
    WipedBlock block_{};  // when what was given is full
    bool utf8_ = true;
};

STYTCH_M2M_END_DETAIL
