// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include <stytch/m2m/detail/abi.hpp>
#include <stytch/m2m/detail/check.hpp>
#include <stytch/m2m/detail/exceptions.hpp>
#include <stytch/m2m/detail/json_string.hpp>
#include <stytch/m2m/detail/json_tree.hpp>
#include <stytch/m2m/detail/limits.hpp>
#include <stytch/m2m/detail/member.hpp>
#include <stytch/m2m/detail/utf8.hpp>
#include <stytch/m2m/m2m_client_with_next_client_secret.hpp>
#include <stytch/m2m/secret.hpp>
#include <stytch/m2m/violation.hpp>

namespace stytch::m2m::detail {
inline namespace STYTCH_M2M_ABI {

/// Appends `text` as a JSON string. Returns false if it is not UTF-8.
inline bool append_quoted(std::string& out, std::string_view text) {
    const std::size_t size = escaped_size(text);
    out.resize(out.size() + size + 2, '"');
    char* const begin = out.data() + out.size() - size - 1;
    if (size == text.size()) {
        text.copy(begin, size);
    } else {
        escape(text, begin);
    }
    return is_utf8(text);
}

template <class Integer>
void append_integer(std::string& out, Integer integer) {
    std::array<char, std::numeric_limits<Integer>::digits10 + 2> digits;  // and a sign
    const char* const end = std::to_chars(digits.data(), digits.data() + digits.size(), integer).ptr;
    out.append(digits.data(), static_cast<std::size_t>(end - digits.data()));
}

/// Appends `value` as compact JSON, as nlohmann's dump() does. Returns false if JSON cannot represent it. Recurses as
/// deeply as it is nested.
inline bool append_json(std::string& out, const nlohmann::json& value) {
    using Type = nlohmann::json::value_t;
    switch (value.type()) {
        case Type::null:
            out += "null";
            return true;
        case Type::boolean:
            out += value.get_ref<const nlohmann::json::boolean_t&>() ? "true" : "false";
            return true;
        case Type::number_integer:
            append_integer(out, value.get_ref<const nlohmann::json::number_integer_t&>());
            return true;
        case Type::number_unsigned:
            append_integer(out, value.get_ref<const nlohmann::json::number_unsigned_t&>());
            return true;
        case Type::string:
            return append_quoted(out, text_of(value));
        case Type::array:
            out += '[';
            for (const nlohmann::json& element : elements(value)) {
                if (out.back() != '[') out += ',';
                if (!append_json(out, element)) return false;
            }
            out += ']';
            return true;
        case Type::object:
            out += '{';
            for (const auto& [name, member] : members(value)) {
                if (out.back() != '{') out += ',';
                if (!append_quoted(out, name)) return false;
                out += ':';
                if (!append_json(out, member)) return false;
            }
            out += '}';
            return true;
        case Type::number_float:
            out += value.dump();
            return std::isfinite(value.get_ref<const nlohmann::json::number_float_t&>());
        case Type::binary:
        case Type::discarded:
            break;
    }
    return false;
}

/// Writes a client as JSON text into one block of exactly its size, because a string that grows leaves copies behind.
class Writer {
public:
    /// `location` is the client's JSON Pointer, for violations.
    explicit Writer(const M2MClientWithNextClientSecret& client, std::string_view location = "") {
        std::size_t size = 1;  // a brace or comma goes before each member, a brace after the last
        for_each_member([&](const auto& member) {
            const auto* const value = value_of(client.*member.pointer);
            if (value != nullptr) size += member.name.size() + 4 + size_of(*value);
        });
        if (!writable_) raise(ValidationError(validate_client(client, location)));
        text_.resize(size);
        char* end = text_.data();
        for_each_member([&](const auto& member) {
            const auto* const value = value_of(client.*member.pointer);
            if (value == nullptr) return;
            char* at = end;  // a local copy, because writing a char may alias what the lambda captures
            *at++ = end == text_.data() ? '{' : ',';
            *at++ = '"';
            at = copy(member.name, at);
            *at++ = '"';
            *at++ = ':';
            end = write_value(*value, at);
        });
        *end = '}';
    }

    std::string take() && { return std::move(text_); }

private:
    std::size_t quoted_size(std::string_view text) {
        const char* const last = text.data() + text.size();
        if (skip_plain(text.data(), last) == last) return text.size() + 2;
        writable_ = writable_ && is_utf8(text);
        const std::size_t size = escaped_size(text);
        verbatim_ = verbatim_ && size == text.size();
        return size + 2;
    }
    std::size_t size_of(const std::string& text) { return quoted_size(text); }
    std::size_t size_of(const Secret& secret) { return quoted_size(secret.reveal()); }
    std::size_t size_of(const std::vector<std::string>& texts) {
        std::size_t size = texts.empty() ? 2 : texts.size() + 1;
        for (const std::string& text : texts) size += quoted_size(text);
        return size;
    }
    template <class Json, only_json<Json> = 0>
    std::size_t size_of(const Json& metadata) {
        metadata_.reserve(metadata.size() * 32);  // about what members take; growing from nothing would cost more
        writable_ = writable_ && !nested_deeper(metadata, max_member_depth) && append_json(metadata_, metadata);
        return metadata_.size();
    }

    // Each writes to `at` and returns the end of its output.

    static char* copy(std::string_view bytes, char* at) { return at + bytes.copy(at, bytes.size()); }
    char* quote(std::string_view text, char* at) const {
        *at++ = '"';
        at = verbatim_ ? copy(text, at) : escape(text, at);
        *at++ = '"';
        return at;
    }
    char* write_value(const std::string& text, char* at) const { return quote(text, at); }
    char* write_value(const Secret& secret, char* at) const { return quote(secret.reveal(), at); }
    char* write_value(const std::vector<std::string>& texts, char* at) const {
        *at++ = '[';
        for (const std::string& text : texts) {
            if (&text != texts.data()) *at++ = ',';
            at = quote(text, at);
        }
        *at++ = ']';
        return at;
    }
    template <class Json, only_json<Json> = 0>
    char* write_value(const Json&, char* at) const {
        return copy(metadata_, at);
    }

    std::string text_;
    std::string metadata_;
    bool writable_ = true;  // as JSON
    bool verbatim_ = true;  // without an escape
};

}  // namespace STYTCH_M2M_ABI
}  // namespace stytch::m2m::detail
