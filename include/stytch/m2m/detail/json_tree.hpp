// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <type_traits>

#include <nlohmann/json.hpp>

#include <stytch/m2m/detail/json_string.hpp>

namespace stytch::m2m::detail {
inline namespace NLOHMANN_JSON_ABI_TAGS {

/// How many levels of arrays and objects a document may have, the outermost included.
inline constexpr std::size_t max_depth = 128;

/// Lets a template take nlohmann::json and nothing that converts to it. To try whether a std::optional converts would
/// instantiate its adl_serializer, which a user may want to specialize after including the library.
template <class T>
using only_json = std::enable_if_t<std::is_same_v<T, nlohmann::json>, int>;

/// Whether `value` has more than `levels` levels. Recurses `levels` deep at the most; has to be asked before anything
/// of nlohmann's that recurses without a limit: copying, dumping, comparing.
template <class BasicJson>
bool nested_deeper(const BasicJson& value, std::size_t levels) {
    if (!value.is_structured()) return false;
    if (levels == 0) return true;
    return std::any_of(value.begin(), value.end(),
                       [&](const BasicJson& element) { return nested_deeper(element, levels - 1); });
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

/// The member of an object, or its end.
template <class BasicJson>
typename BasicJson::const_iterator find(const BasicJson& object, std::string_view name) {
    return object.find(typename BasicJson::object_t::key_type(name.data(), name.size()));
}

/// Whether every string and key in `value` is UTF-8. Recurses as deep as `value` is nested.
template <class BasicJson>
bool all_utf8(const BasicJson& value) {
    if (value.is_string()) return is_utf8(text_of(value));
    if (!value.is_structured()) return true;
    for (auto it = value.begin(); it != value.end(); ++it) {
        if (value.is_object() && !is_utf8(view(it.key()))) return false;
        if (!all_utf8(*it)) return false;
    }
    return true;
}

}  // namespace NLOHMANN_JSON_ABI_TAGS
}  // namespace stytch::m2m::detail
