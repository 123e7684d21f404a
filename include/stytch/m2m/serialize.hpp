// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <stytch/m2m/detail/json_tree.hpp>
#include <stytch/m2m/detail/text/characters.hpp>
#include <stytch/m2m/rotate_start_response.hpp>
#include <stytch/m2m/validate.hpp>

STYTCH_M2M_BEGIN_NAMESPACE
namespace detail {

// A client or response is written as compact JSON text, as nlohmann's dump() does, into one block of exactly its size,
// because a string that grows leaves copies behind. So it is written twice: first it is only counted.

struct Counter {
    std::size_t size = 0;
    bool writable = true;  // as JSON
    bool verbatim = true;  // without an escape

    void put(char) noexcept { ++size; }
    void put(std::string_view text) noexcept { size += text.size(); }
    void put_quoted(std::string_view text) noexcept {
        size += text.size() + 2;
        const char* const last = text.data() + text.size();
        if (skip_plain(text.data(), last) == last) return;
        const std::size_t escaped = escaped_size(text);
        writable = writable && is_utf8(text);
        verbatim = verbatim && escaped == text.size();
        size += escaped - text.size();
    }
    bool accepts(const nlohmann::json& value) {
        return writable = writable && !nested_deeper(value, max_member_depth) && all_representable(value);
    }
};

template <bool verbatim>
struct Copier {
    char* at;

    void put(char byte) noexcept { *at++ = byte; }
    void put(std::string_view text) noexcept {
        at = std::char_traits<char>::copy(at, text.data(), text.size()) + text.size();
    }
    void put_quoted(std::string_view text) noexcept {
        put('"');
        if constexpr (verbatim) {
            put(text);
        } else {
            at = escape(text, at);
        }
        put('"');
    }
    static constexpr bool accepts(const nlohmann::json&) noexcept { return true; }
};

// Each writes a value and returns where the next one goes. By value, because writing a char may change what a reference
// refers to.

/// Recurses as deeply as `value` is nested.
template <class Output>
Output write_json(Output out, const nlohmann::json& value) {
    if (value.is_string()) {
        out.put_quoted(text_of(value));
    } else if (value.is_number_integer()) {
        out.put(value.is_number_unsigned() ? std::to_string(value.get<unsigned long long>())
                                           : std::to_string(value.get<long long>()));
    } else if (value.is_null() || value.is_boolean()) {
        out.put(value.is_null() ? "null" : value.get<bool>() ? "true" : "false");
    } else if (!value.is_structured()) {
        out.put(value.dump());
    } else {
        const bool is_array = value.is_array();
        char separator = is_array ? '[' : '{';
        any_child(value, [&](const nlohmann::json& child, std::string_view name) {
            Output here = out;
            here.put(std::exchange(separator, ','));
            if (!is_array) {
                here.put_quoted(name);
                here.put(':');
            }
            out = write_json<Output>(here, child);
            return false;
        });
        if (value.empty()) out.put(separator);
        out.put(is_array ? ']' : '}');
    }
    return out;
}

template <class Output, class T>
Output write_value(Output out, const T& value) {
    if constexpr (std::is_same_v<T, std::string>) {
        out.put_quoted(value);
    } else if constexpr (std::is_same_v<T, Secret>) {
        out.put_quoted(value.reveal());
    } else if constexpr (std::is_same_v<T, int>) {
        out.put(std::to_string(value));
    } else if constexpr (std::is_same_v<T, nlohmann::json>) {
        if (out.accepts(value)) out = write_json<Output>(out, value);
    } else if constexpr (std::is_same_v<T, std::vector<std::string>>) {
        out.put('[');
        for (const std::string& text : value) {
            if (&text != value.data()) out.put(',');
            out.put_quoted(text);
        }
        out.put(']');
    } else {
        char separator = '{';
        for_each_value(value, [&](const auto& property, const auto& member) {
            Output here = out;
            here.put(std::exchange(separator, ','));
            here.put('"');
            here.put(property.name);
            here.put('"');
            here.put(':');
            out = write_value<Output>(here, member);
        });
        if (separator == '{') out.put('{');
        out.put('}');
    }
    return out;
}

template <class Struct>
std::string serialize_struct(const Struct& object) {
    Counter counter;
    write_value<Counter&>(counter, object);
    if (!counter.writable) raise(ValidationError(validate_struct(object)));
    std::string text(counter.size, '\0');
    if (counter.verbatim) {
        write_value(Copier<true>{text.data()}, object);
    } else {
        write_value(Copier<false>{text.data()}, object);
    }
    return text;
}

}  // namespace detail

/// Returns `client` as compact JSON in the schema's order, with the secret in plain text and without absent members.
/// Does not validate, so that fixtures may be invalid, but throws ValidationError with all violations if JSON cannot
/// represent `client`: text that is not UTF-8 (Rule::encoding), metadata nested too deeply (Rule::depth), or a number
/// such as NaN (Rule::type). The caller must wipe() the result.
[[nodiscard]] inline std::string serialize(const M2MClientWithNextClientSecret& client) {
    return detail::serialize_struct(client);
}

/// Returns the whole body as compact JSON, as Stytch would send it, with the secret in plain text; for fixtures. Does
/// not validate. Omits absent members, the violations, and `error`'s copies of `status_code` and `request_id`. Throws
/// ValidationError as serialize() of a client does. The caller must wipe() the result.
[[nodiscard]] inline std::string serialize(const RotateStartResponse& response) {
    return detail::serialize_struct(response);
}

STYTCH_M2M_END_NAMESPACE
