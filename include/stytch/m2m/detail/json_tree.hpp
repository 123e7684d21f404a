// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string_view>
#include <type_traits>

#include <nlohmann/json.hpp>

#include <stytch/m2m/detail/json_string.hpp>

// nlohmann::json has another layout under another JSON_DIAGNOSTICS, and so has every struct that holds one: the inline
// namespace of this name keeps them apart where a program mixes both.
#ifndef NLOHMANN_JSON_ABI_TAGS  // before nlohmann_json 3.11.2
#define NLOHMANN_JSON_ABI_TAGS NLOHMANN_JSON_ABI_STRING
#endif

namespace stytch::m2m::detail {
inline namespace NLOHMANN_JSON_ABI_TAGS {

/// How many levels of arrays and objects a document may have, the outermost included; and a member of it.
inline constexpr std::size_t max_depth = 128;
inline constexpr std::size_t max_member_depth = max_depth - 1;

/// Lets a template take nlohmann::json and nothing that converts to it. Testing whether a std::optional converts would
/// instantiate its adl_serializer, which a user may want to specialize after including the library.
template <class T>
using only_json = std::enable_if_t<std::is_same_v<T, nlohmann::json>, int>;

// An array's elements and an object's members. nlohmann's iterators would check in every step what they belong to.

template <class BasicJson>
const typename BasicJson::array_t& elements(const BasicJson& array) {
    return *array.template get_ptr<const typename BasicJson::array_t*>();
}
template <class BasicJson>
const typename BasicJson::object_t& members(const BasicJson& object) {
    return *object.template get_ptr<const typename BasicJson::object_t*>();
}

/// Whether `value` has more than `levels` levels. Recurses `levels` deep at the most; has to be asked before anything
/// of nlohmann's that recurses without a limit: copying, dumping, comparing.
template <class BasicJson>
bool nested_deeper(const BasicJson& value, std::size_t levels) {
    if (!value.is_structured()) return false;
    if (levels == 0) return true;
    if (value.is_array()) {
        for (const BasicJson& element : elements(value)) {
            if (nested_deeper(element, levels - 1)) return true;
        }
    } else {
        for (const auto& [name, member] : members(value)) {
            if (nested_deeper(member, levels - 1)) return true;
        }
    }
    return false;
}

template <class String>
std::string_view view(const String& text) {
    return {text.data(), text.size()};
}

/// The text of a string.
template <class BasicJson>
std::string_view text_of(const BasicJson& string) {
    return view(*string.template get_ptr<const typename BasicJson::string_t*>());
}

/// The member of an object, or null.
template <class BasicJson>
const BasicJson* find(const BasicJson& object, std::string_view name) {
    const auto found = members(object).find(typename BasicJson::object_t::key_type(name.data(), name.size()));
    return found == members(object).end() ? nullptr : &found->second;
}

/// Whether every string and key in `value` is UTF-8; what was discarded is not. Recurses as deep as `value` is nested.
template <class BasicJson>
bool all_utf8(const BasicJson& value) {
    if (value.is_discarded()) return false;
    if (value.is_string()) return is_utf8(text_of(value));
    if (value.is_array()) {
        for (const BasicJson& element : elements(value)) {
            if (!all_utf8(element)) return false;
        }
    } else if (value.is_object()) {
        for (const auto& [name, member] : members(value)) {
            if (!is_utf8(view(name)) || !all_utf8(member)) return false;
        }
    }
    return true;
}

}  // namespace NLOHMANN_JSON_ABI_TAGS
}  // namespace stytch::m2m::detail
