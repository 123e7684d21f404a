// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
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
#include <stytch/m2m/detail/member.hpp>
#include <stytch/m2m/detail/report.hpp>
#include <stytch/m2m/m2m_client_with_next_client_secret.hpp>
#include <stytch/m2m/secret.hpp>
#include <stytch/m2m/violation.hpp>

namespace stytch::m2m::detail {
inline namespace STYTCH_M2M_ABI {

inline void append_quoted(std::string& out, std::string_view text) {
    const std::size_t begin = out.size();
    out.resize(begin + escaped_size(text) + 2, '"');
    escape(text, out.data() + begin + 1);
}

/// Appends `value` as compact JSON, as nlohmann's dump() does. Recurses as deep as it is nested.
inline void append_json(std::string& out, const nlohmann::json& value) {
    const char* separator = "";
    if (value.is_string()) {
        append_quoted(out, text_of(value));
    } else if (value.is_array()) {
        out += '[';
        for (const nlohmann::json& element : elements(value)) {
            out += std::exchange(separator, ",");
            append_json(out, element);
        }
        out += ']';
    } else if (value.is_object()) {
        out += '{';
        for (const auto& [name, member] : members(value)) {
            out += std::exchange(separator, ",");
            append_quoted(out, name);
            out += ':';
            append_json(out, member);
        }
        out += '}';
    } else {
        out += value.dump();
    }
}

/// Writes a client as JSON text into one block of exactly its size, since a string that grows leaves copies behind.
class Writer {
public:
    /// `location` is the client's, for the violations of one that JSON cannot say.
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
            char* at = end;  // any char that is written could alias what the lambda captures
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
        if (nested_deeper(metadata, max_member_depth) || !all_utf8(metadata) || !all_representable(metadata)) {
            writable_ = false;
        } else {
            append_json(metadata_, metadata);
        }
        return metadata_.size();
    }

    // Each writes to `at` and returns the end of what it wrote.

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
