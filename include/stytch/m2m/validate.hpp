// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include <nlohmann/json.hpp>

#include <stytch/m2m/detail/json_tree.hpp>
#include <stytch/m2m/detail/kind.hpp>
#include <stytch/m2m/detail/rules.hpp>
#include <stytch/m2m/m2m_client_with_next_client_secret.hpp>
#include <stytch/m2m/violation.hpp>

namespace stytch::m2m::detail {
inline namespace NLOHMANN_JSON_ABI_TAGS {

template <class BasicJson>
void check_json(Violations& out, const Location& where, Content content, Kind kind, const BasicJson& value) {
    const bool deep = nested_deeper(value, max_member_depth);
    if (deep) add_depth(out, where);
    if (value.type_name() != kind_name(kind)) {
        add_type(out, where, kind_name(kind), value.type_name());
    } else if (deep) {
        return;
    } else if (kind == Kind::string) {
        check_text(out, where, content, text_of(value));
    } else if (kind == Kind::object) {
        if (!all_utf8(value)) add_encoding(out, where);
    } else {
        Location at{where.parent, where.member, 0};
        for (const BasicJson& element : elements(value)) {
            check_json(out, at, content, Kind::string, element);
            ++at.index;
        }
    }
}

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
    if (!is_there(value)) return;
    if constexpr (std::is_same_v<T, nlohmann::json>) {
        check_json(out, where, content, Kind::object, *value);
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
    for (const auto& [name, value] : members(document)) {
        bool known = false;
        for_each_member([&, key = view(name)](const auto& member) { known = known || member.name == key; });
        if (!known && nested_deeper(value, max_member_depth)) add_depth(violations, {});
    }
    const auto check_member = [&](const Location& where, bool required, Content content, Kind kind) {
        if (const BasicJson* const value = find(document, where.member); value == nullptr) {
            if (required) add_required(violations, where);
        } else if (required || !value->is_null()) {
            check_json(violations, where, content, kind, *value);
        }
    };
    for_each_member([&](const auto& member) {
        check_member({"", member.name}, member.required, member.content, member.kind);
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
