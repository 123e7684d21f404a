// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include <nlohmann/json.hpp>

#include <stytch/m2m/detail/json_tree.hpp>
#include <stytch/m2m/detail/rules.hpp>
#include <stytch/m2m/m2m_client_with_next_client_secret.hpp>
#include <stytch/m2m/violation.hpp>

namespace stytch::m2m::detail {
inline namespace NLOHMANN_JSON_ABI_TAGS {

/// Reports where `value` is not of `type` or is nested too deeply to be looked into; true where it is neither.
template <class BasicJson>
bool expect(Violations& out, const Location& where, const BasicJson& value, std::string_view type) {
    const bool deep = nested_deeper(value, max_depth - 1);
    if (deep) add_depth(out, where);
    if (value.type_name() != type) add_type(out, where, type, value.type_name());
    return !deep && value.type_name() == type;
}

// The rules on a member's value in JSON. The pointer only tells the member's type in the struct.

template <class BasicJson, class Text>
void check(Violations& out, const Location& where, Content content, const BasicJson& value, const Text*) {
    if (expect(out, where, value, "string")) check_text(out, where, content, text_of(value));
}
template <class BasicJson>
void check(Violations& out, const Location& where, Content content, const BasicJson& value,
           const std::vector<std::string>*) {
    if (!expect(out, where, value, "array")) return;
    Location at{where.parent, where.member, 0};
    for (const BasicJson& element : value) {
        if (expect(out, at, element, "string")) check_text(out, at, content, text_of(element));
        ++at.index;
    }
}
template <class BasicJson>
void check(Violations& out, const Location& where, Content, const BasicJson& value, const nlohmann::json*) {
    if (expect(out, where, value, "object") && !all_utf8(value)) add_encoding(out, where);
}
template <class BasicJson, class T>
void check(Violations& out, const Location& where, Content content, const BasicJson& value, const std::optional<T>*) {
    if (!value.is_null()) check(out, where, content, value, static_cast<const T*>(nullptr));
}

// The rules on a member's value in the struct.

inline void check(Violations& out, const Location& where, Content content, const std::string& text) {
    check_text(out, where, content, text);
}
inline void check(Violations& out, const Location& where, Content content, const Secret& secret) {
    check_text(out, where, content, secret.reveal());
}
inline void check(Violations& out, const Location& where, Content content, const std::vector<std::string>& texts) {
    Location at{where.parent, where.member, 0};
    for (const std::string& text : texts) {
        check_text(out, at, content, text);
        ++at.index;
    }
}
template <class T>
void check(Violations& out, const Location& where, Content content, const std::optional<T>& value) {
    if (!value.has_value()) return;
    if constexpr (std::is_same_v<T, nlohmann::json>) {
        check(out, where, content, *value, &value);
    } else {
        check(out, where, content, *value);
    }
}

template <class BasicJson>
Violations validate_json(const BasicJson& document) {
    Violations violations;
    if (!document.is_object()) {
        if (nested_deeper(document, max_depth)) add_depth(violations, {});
        add_type(violations, {}, "object", document.type_name());
        return violations;
    }
    for (auto it = document.begin(); it != document.end(); ++it) {
        bool known = false;
        for_each_member([&](const auto& member) { known = known || member.name == view(it.key()); });
        if (!known && nested_deeper(*it, max_depth - 1)) add_depth(violations, {});
    }
    for_each_member([&](const auto& member) {
        const Location where{"", member.name};
        const auto found = find(document, member.name);
        if (found != document.end()) {
            check(violations, where, member.content, *found, member.type());
        } else if (member.is_required()) {
            add_required(violations, where);
        }
    });
    return violations;
}

}  // namespace NLOHMANN_JSON_ABI_TAGS
}  // namespace stytch::m2m::detail

namespace stytch::m2m {
inline namespace NLOHMANN_JSON_ABI_TAGS {

/// Every rule that `client` breaks, none where it is valid. Throws nothing but std::bad_alloc.
inline std::vector<Violation> validate(const M2MClientWithNextClientSecret& client) {
    detail::Violations violations;
    detail::for_each_member([&](const auto& member) {
        detail::check(violations, {"", member.name}, member.content, client.*member.pointer);
    });
    return violations;
}

/// Every rule that `document`, a client in JSON but not a whole response, breaks; none where from_json() accepts it.
/// Throws nothing but std::bad_alloc.
inline std::vector<Violation> validate(const nlohmann::json& document) { return detail::validate_json(document); }

/// As for nlohmann::json, for any other nlohmann::basic_json.
template <class BasicJson, class = typename BasicJson::json_sax_t>
std::vector<Violation> validate(const BasicJson& document) {
    return detail::validate_json(document);
}

}  // namespace NLOHMANN_JSON_ABI_TAGS
}  // namespace stytch::m2m
