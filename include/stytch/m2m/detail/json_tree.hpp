// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>
#include <cstddef>
#include <string_view>
#include <type_traits>

#include <nlohmann/json.hpp>

#include <stytch/m2m/detail/utf8.hpp>

namespace stytch::m2m::detail {

/// Restricts a template to nlohmann::json itself: a parameter of that type would also accept what converts to it, and
/// testing whether a std::optional does would instantiate its adl_serializer, which a user may specialize later.
template <class T>
using only_json = std::enable_if_t<std::is_same_v<T, nlohmann::json>, int>;

// Direct access to elements and members; nlohmann's iterators check at each step what they belong to.

template <class BasicJson>
const typename BasicJson::array_t& elements(const BasicJson& array) {
    return array.template get_ref<const typename BasicJson::array_t&>();
}
template <class BasicJson>
const typename BasicJson::object_t& members(const BasicJson& object) {
    return object.template get_ref<const typename BasicJson::object_t&>();
}

/// Whether `predicate(child, key)` holds for any direct child of an array or object; elements have an empty key.
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

/// Whether `value` is nested deeper than `levels`, which also limits the recursion. Call this before anything of
/// nlohmann's that recurses without a limit: copying, dumping, comparing.
template <class BasicJson>
bool nested_deeper(const BasicJson& value, std::size_t levels) {
    if (!value.is_structured()) return false;
    if (levels == 0) return true;
    return any_child(value, [&](const BasicJson& child, std::string_view) { return nested_deeper(child, levels - 1); });
}

/// Returns the text of a string.
template <class BasicJson>
std::string_view text_of(const BasicJson& string) {
    const auto& text = string.template get_ref<const typename BasicJson::string_t&>();
    return {text.data(), text.size()};
}

/// Returns the member called `name`, or null if there is none.
template <class BasicJson>
const BasicJson* find_member(const BasicJson& object, std::string_view name) {
    // Parentheses, because `find` may be a macro.
    const auto found = (members(object).find)(typename BasicJson::object_t::key_type(name.data(), name.size()));
    return found == members(object).end() ? nullptr : &found->second;
}

/// Whether every string and key in `value` is UTF-8. Recurses as deeply as `value` is nested.
template <class BasicJson>
bool all_utf8(const BasicJson& value) {
    if (value.is_string()) return is_utf8(text_of(value));
    return !any_child(value, [](const BasicJson& child, std::string_view name) {  //
        return !is_utf8(name) || !all_utf8(child);
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
    return !any_child(value, [](const BasicJson& child, std::string_view) { return !all_representable(child); });
}

/// Destroys the contents of `value`, innermost first, because nlohmann's destructor would allocate memory to flatten
/// them. Recurses as deeply as `value` is nested.
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
