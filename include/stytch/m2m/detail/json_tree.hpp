// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>

#include <stytch/m2m/detail/json/characters.hpp>

STYTCH_M2M_BEGIN_DETAIL

/// The maximum depth of arrays and objects, counting the client: deeper than real documents, and shallow enough to
/// recurse on a small stack.
inline constexpr std::size_t max_depth = 128;
inline constexpr std::size_t max_member_depth = max_depth - 1;    // in a member of a client
inline constexpr std::size_t max_response_depth = max_depth + 1;  // around a client

/// Whether `predicate(child, key)` holds for any direct child of an array or object; elements have an empty key.
template <class BasicJson, class Predicate>
bool any_child(const BasicJson& value, Predicate&& predicate) {
    if (value.is_array()) {
        // Not by nlohmann's iterators, which check at each step what they belong to.
        for (const BasicJson& element : value.template get_ref<const typename BasicJson::array_t&>()) {
            if (predicate(element, std::string_view())) return true;
        }
    } else if (value.is_object()) {
        for (const auto& [name, member] : value.template get_ref<const typename BasicJson::object_t&>()) {
            if (predicate(member, std::string_view(name.data(), name.size()))) return true;
        }
    }
    return false;
}

/// Whether `value` is nested deeper than `levels`, which also limits the recursion. Call this before anything of
/// nlohmann's that recurses without a limit: copying, dumping, comparing.
template <class BasicJson>
bool nested_deeper(const BasicJson& value, std::size_t levels) {
    if (!value.is_structured()) return false;
    if (levels == 0) return true;
    return detail::any_child(
        value, [&](const BasicJson& child, std::string_view) { return detail::nested_deeper(child, levels - 1); });
}

/// Returns the text of a string.
template <class BasicJson>
std::string_view text_of(const BasicJson& string) {
    const auto& text = string.template get_ref<const typename BasicJson::string_t&>();
    return {text.data(), text.size()};
}

template <class BasicJson>
BasicJson make_string(std::string_view text) {
    return BasicJson(typename BasicJson::string_t(text.data(), text.size()));
}

template <class BasicJson>
typename BasicJson::object_t::key_type make_key(std::string_view name) {
    return {name.data(), name.size()};
}

/// Returns the member called `name`, or null if there is none.
template <class BasicJson>
const BasicJson* find_member(const BasicJson& object, std::string_view name) {
    const auto& members = object.template get_ref<const typename BasicJson::object_t&>();
    const auto found = (members.find)(detail::make_key<BasicJson>(name));
    return found == members.end() ? nullptr : &found->second;
}

/// Whether every string and key in `value` is UTF-8. Recurses as deeply as `value` is nested.
template <class BasicJson>
bool all_utf8(const BasicJson& value) {
    if (value.is_string()) return is_utf8(detail::text_of(value));
    return !detail::any_child(value, [](const BasicJson& child, std::string_view name) {  //
        return !is_utf8(name) || !detail::all_utf8(child);
    });
}

/// Whether JSON can represent every value in `value`, strings aside: there is no NaN, infinity, binary or discarded
/// value. Recurses as deeply as `value` is nested.
template <class BasicJson>
bool all_representable(const BasicJson& value) {
    if (value.is_binary() || value.is_discarded()) return false;
    if (value.is_number_float()) {
        return std::isfinite(value.template get_ref<const typename BasicJson::number_float_t&>());
    }
    return !detail::any_child(
        value, [](const BasicJson& child, std::string_view) { return !detail::all_representable(child); });
}

STYTCH_M2M_END_DETAIL
