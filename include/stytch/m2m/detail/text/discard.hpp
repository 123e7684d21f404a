// SPDX-License-Identifier: MIT
// What was read from a text may repeat the secret: if it is not kept, it is wiped.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <stytch/m2m/secret.hpp>

STYTCH_M2M_BEGIN_NAMESPACE
namespace detail {

inline void discard(Secret&) noexcept {}  // wipes itself

inline void discard(std::string& text) noexcept { wipe(text); }

inline void discard(std::vector<std::string>& texts) noexcept {
    for (std::string& text : texts) wipe(text);
    texts.clear();
}

/// Makes `value` null. Recurses as deeply as it is nested. Unlike nlohmann's destructor, allocates nothing: if memory
/// runs out, that ends the program.
inline void discard(nlohmann::json& value) noexcept {
    if (value.is_string()) {
        wipe(value.get_ref<nlohmann::json::string_t&>());
    } else if (value.is_array()) {
        for (nlohmann::json& element : value) discard(element);
        value.clear();
    } else if (value.is_object()) {
        auto& members = value.get_ref<nlohmann::json::object_t&>();
        while (!members.empty()) {
            auto node = members.extract(members.begin());
            wipe(node.key());
            discard(node.mapped());
        }
    }
    value = nullptr;
}

template <class T>
void discard(std::optional<T>& value) noexcept {
    if (value.has_value()) discard(*value);
}

}  // namespace detail
STYTCH_M2M_END_NAMESPACE
