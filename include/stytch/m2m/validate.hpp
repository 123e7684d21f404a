// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include <nlohmann/json.hpp>

#include <stytch/m2m/detail/abi.hpp>
#include <stytch/m2m/detail/constraint.hpp>
#include <stytch/m2m/detail/json_tree.hpp>
#include <stytch/m2m/detail/kind.hpp>
#include <stytch/m2m/detail/limits.hpp>
#include <stytch/m2m/detail/member.hpp>
#include <stytch/m2m/detail/report.hpp>
#include <stytch/m2m/m2m_client_with_next_client_secret.hpp>
#include <stytch/m2m/violation.hpp>

namespace stytch::m2m::detail {
inline namespace STYTCH_M2M_ABI {

inline void check_text(Report& report, const Location& where, Constraint constraint, std::string_view text) {
    if (!is_utf8(text)) report.encoding(where);
    check_constraint(report, where, constraint, text);
}

template <class BasicJson>
void check_json(Report& report, const Location& where, Constraint constraint, Kind kind, const BasicJson& value) {
    const bool deep = nested_deeper(value, max_member_depth);
    if (deep) report.depth(where);
    if (value.type_name() != kind_name(kind)) {
        report.type(where, kind_name(kind), value.type_name());
    } else if (deep) {
        return;
    } else if (kind == Kind::string) {
        check_text(report, where, constraint, text_of(value));
    } else if (kind == Kind::object) {
        if (!all_utf8(value)) report.encoding(where);
        if (!all_representable(value)) report.unrepresentable(where);
    } else {
        Location at{where.parent, where.member, 0};
        for (const BasicJson& element : elements(value)) {
            check_json(report, at, constraint, Kind::string, element);
            ++at.index;
        }
    }
}

inline void check_value(Report& report, const Location& where, Constraint constraint, const std::string& text) {
    check_text(report, where, constraint, text);
}
inline void check_value(Report& report, const Location& where, Constraint constraint, const Secret& secret) {
    check_text(report, where, constraint, secret.reveal());
}
inline void check_value(Report& report, const Location& where, Constraint constraint,
                        const std::vector<std::string>& texts) {
    Location at{where.parent, where.member, 0};
    for (const std::string& text : texts) {
        check_text(report, at, constraint, text);
        ++at.index;
    }
}
template <class Json, only_json<Json> = 0>
void check_value(Report& report, const Location& where, Constraint constraint, const Json& metadata) {
    check_json(report, where, constraint, Kind::object, metadata);
}

template <class BasicJson>
std::vector<Violation> validate_json(const BasicJson& document) {
    std::vector<Violation> violations;
    Report report(violations);
    if (!document.is_object()) {
        if (nested_deeper(document, max_depth)) report.depth({});
        report.type({}, "object", document.type_name());
        return violations;
    }
    for (const auto& [key, value] : members(document)) {
        bool known = false;
        const std::string_view name(key.data(), key.size());
        for_each_member([&](const auto& member) { known = known || member.name == name; });
        if (!known && nested_deeper(value, max_member_depth)) report.depth({});
    }
    const auto check_member = [&](const Location& where, bool required, Constraint constraint, Kind kind) {
        if (const BasicJson* const value = find_member(document, where.member); value == nullptr) {
            if (required) report.required(where);
        } else if (required || !value->is_null()) {
            check_json(report, where, constraint, kind, *value);
        }
    };
    for_each_member([&](const auto& member) {
        check_member({"", member.name}, member.required, member.constraint, member.kind);
    });
    return violations;
}

inline std::vector<Violation> validate_client(const M2MClientWithNextClientSecret& client, std::string_view location) {
    std::vector<Violation> violations;
    Report report(violations);
    for_each_member([&](const auto& member) {
        const auto* const value = value_of(client.*member.pointer);
        if (value != nullptr) check_value(report, {location, member.name}, member.constraint, *value);
    });
    return violations;
}

}  // namespace STYTCH_M2M_ABI
}  // namespace stytch::m2m::detail

namespace stytch::m2m {
inline namespace STYTCH_M2M_ABI {

/// Every rule that `client` breaks, at most 100 and one that says so; none if it is valid. Throws nothing but
/// std::bad_alloc.
[[nodiscard]] inline std::vector<Violation> validate(const M2MClientWithNextClientSecret& client) {
    return detail::validate_client(client, "");
}

/// Every rule that `document`, a client in JSON but not a whole response, breaks, at most 100 and one that says so;
/// none if from_json() accepts it. Throws nothing but std::bad_alloc.
[[nodiscard]] inline std::vector<Violation> validate(const nlohmann::json& document) {
    return detail::validate_json(document);
}

/// The same for any other nlohmann::basic_json.
template <class BasicJson, class = typename BasicJson::json_sax_t>
[[nodiscard]] std::vector<Violation> validate(const BasicJson& document) {
    return detail::validate_json(document);
}

/// Text is read and validated by parse(): as a json it would be a string.
template <class Text, std::enable_if_t<std::is_convertible_v<const Text&, std::string_view>, int> = 0>
std::vector<Violation> validate(const Text& text) = delete;

}  // namespace STYTCH_M2M_ABI
}  // namespace stytch::m2m
