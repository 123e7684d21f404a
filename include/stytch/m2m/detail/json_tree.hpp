// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>
#include <cstddef>
#include <string_view>
#include <type_traits>

#include <nlohmann/json.hpp>

#include <stytch/m2m/detail/utf8.hpp>

namespace stytch::m2m::detail {

/// Lets a template take nlohmann::json and nothing that converts to it. Testing whether a std::optional converts would
/// instantiate its adl_serializer, which a user may want to specialize after including the library.
template <class T>
using only_json = std::enable_if_t<std::is_same_v<T, nlohmann::json>, int>;

// An array's elements and an object's members. nlohmann's iterators would check in every step what they belong to.

template <class BasicJson>
const typename BasicJson::array_t& elements(const BasicJson& array) {
    return array.template get_ref<const typename BasicJson::array_t&>();
}
template <class BasicJson>
const typename BasicJson::object_t& members(const BasicJson& object) {
    return object.template get_ref<const typename BasicJson::object_t&>();
}

/// Whether `predicate` holds for the value or key of anything that is directly in an array or object.
template <class BasicJson, class Predicate>
bool any_child(const BasicJson& value, Predicate&& predicate) {
    if (value.is_array()) {
        for (const BasicJson& element : elements(value)) {
            if (predicate(element, std::string_view())) return true;
        }
    } else if (value.is_object()) {
        for (const auto& [name, member] : members(value)) {
            if (predicate(member, std::string_view(name.data(), name.size()))) return true;
        }
    }
    return false;
}

/// Whether `value` has more than `levels` levels. Recurses `levels` deep at the most; has to be asked before anything
/// of nlohmann's that recurses without a limit: copying, dumping, comparing.
template <class BasicJson>
bool nested_deeper(const BasicJson& value, std::size_t levels) {
    if (!value.is_structured()) return false;
    if (levels == 0) return true;
    return any_child(value, [&](const BasicJson& child, std::string_view) { return nested_deeper(child, levels - 1); });
}

/// The text of a string.
template <class BasicJson>
std::string_view text_of(const BasicJson& string) {
    const auto& text = string.template get_ref<const typename BasicJson::string_t&>();
    return {text.data(), text.size()};
}

/// The member of an object, or null.
template <class BasicJson>
const BasicJson* find_member(const BasicJson& object, std::string_view name) {
    const auto found = (members(object).find)(typename BasicJson::object_t::key_type(name.data(), name.size()));
    return found == members(object).end() ? nullptr : &found->second;
}

/// Whether every string and key in `value` is UTF-8. Recurses as deep as `value` is nested.
template <class BasicJson>
bool all_utf8(const BasicJson& value) {
    if (value.is_string()) return is_utf8(text_of(value));
    return !any_child(value, [](const BasicJson& child, std::string_view name) {  //
        return !is_utf8(name) || !all_utf8(child);
    });
}

/// Whether JSON has a way to say everything in `value` that is no string: no NaN, infinity, binary or discarded value.
/// Recurses as deep as `value` is nested.
template <class BasicJson>
bool all_representable(const BasicJson& value) {
    if (value.is_binary() || value.is_discarded()) return false;
    if (value.is_number_float()) {
        return std::isfinite(value.template get_ref<const typename BasicJson::number_float_t&>());
    }
    return !any_child(value, [](const BasicJson& child, std::string_view) { return !all_representable(child); });
}

/// Destroys all that is in `value`, the innermost first, so that nlohmann's destructor has nothing left to unfold: for
/// that it would allocate. Recurses as deep as `value` is nested.
inline void dismantle(nlohmann::json& value) noexcept {
    if (auto* const array = value.get_ptr<nlohmann::json::array_t*>()) {
        for (nlohmann::json& element : *array) dismantle(element);
        array->clear();
    } else if (auto* const object = value.get_ptr<nlohmann::json::object_t*>()) {
        for (auto& member : *object) dismantle(member.second);
        object->clear();
    }
}

}  // namespace stytch::m2m::detail
