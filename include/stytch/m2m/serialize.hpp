// SPDX-License-Identifier: MIT
#pragma once

#include <stytch/m2m/detail/json/writer.hpp>
#include <stytch/m2m/validate.hpp>

STYTCH_M2M_BEGIN_NAMESPACE
namespace detail {

// These return whether JSON can represent the value, except for strings, about which the writer is asked.

/// Recurses at most `levels` deep. A template, so that only code that serializes compiles nlohmann's dump().
template <class BasicJson>
bool write_json(Writer& out, const BasicJson& value, std::size_t levels) {
    if (value.is_structured()) {
        const bool is_array = value.is_array();
        char separator = is_array ? '[' : '{';
        const bool wrong = levels == 0 || any_child(value, [&](const BasicJson& child, std::string_view name) {
                               out.put(std::exchange(separator, ','));
                               if (!is_array) out.put_string(name);
                               if (!is_array) out.put(':');
                               return !write_json(out, child, levels - 1);
                           });
        if (value.empty()) out.put(separator);
        out.put(is_array ? ']' : '}');
        return !wrong;
    }
    if (value.is_string()) {
        out.put_string(text_of(value));
    } else if (value.is_number_unsigned()) {
        out.put_integer(value.template get<typename BasicJson::number_unsigned_t>());
    } else if (value.is_number_integer()) {
        out.put_integer(value.template get<typename BasicJson::number_integer_t>());
    } else if (all_representable(value)) {
        out.put(value.dump());
    } else {
        return false;
    }
    return true;
}

/// A value, or an array or object of values.
template <class T>
bool write_value(Writer& out, const T& value) {
    bool representable = true;
    if constexpr (std::is_same_v<T, std::string>) {
        out.put_string(value);
    } else if constexpr (std::is_same_v<T, Secret>) {
        out.put_string(value.reveal());
    } else if constexpr (std::is_same_v<T, int>) {
        out.put_integer(value);
    } else if constexpr (std::is_same_v<T, nlohmann::json>) {
        representable = write_json(out, value, max_member_depth);
    } else if constexpr (std::is_same_v<T, std::vector<std::string>>) {
        char separator = '[';
        for (const std::string& text : value) {
            out.put(std::exchange(separator, ','));
            out.put_string(text);
        }
        out.put(value.empty() ? "[]" : "]");
    } else {
        static_assert(has_properties<T>, "no writer is known for this type");
        char separator = '{';
        for_each_value(value, [&](const auto& property, const auto& member) {
            out.put_name(std::exchange(separator, ','), property.name);
            representable = write_value(out, member) && representable;
        });
        out.put(separator == '{' ? "{}" : "}");
    }
    return representable;
}

template <class Struct>
std::string serialize_struct(const Struct& object) {
    std::array<char, 1024> buffer;  // enough for most clients
    Writer out(buffer.data(), buffer.size());
    const bool representable = write_value(out, object);
    if (!representable || !out.is_utf8()) raise(ValidationError(validate_struct(object)));
    return out.text();
}

}  // namespace detail

// Templates, for the same reason as the operators of M2MClientWithNextClientSecret.

/// Returns `client` as compact JSON in the schema's order, with the secret in plain text and without absent members.
/// Does not validate, so that fixtures may be invalid, but throws ValidationError with all violations if JSON cannot
/// represent `client`: text that is not UTF-8 (Rule::encoding), metadata nested too deeply (Rule::depth), or a number
/// such as NaN (Rule::type). The caller must wipe() the result.
template <class = void>
[[nodiscard]] std::string serialize(const M2MClientWithNextClientSecret& client) {
    return detail::serialize_struct(client);
}

/// Returns the whole body as compact JSON, as Stytch would send it, with the secret in plain text; for fixtures. Does
/// not validate. Omits absent members, the violations, and `error`'s copies of `status_code` and `request_id`. Throws
/// ValidationError as serialize() of a client does. The caller must wipe() the result.
template <class = void>
[[nodiscard]] std::string serialize(const RotateStartResponse& response) {
    return detail::serialize_struct(response);
}

STYTCH_M2M_END_NAMESPACE
