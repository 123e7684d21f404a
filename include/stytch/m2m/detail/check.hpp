// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <stytch/m2m/detail/abi.hpp>
#include <stytch/m2m/detail/json_tree.hpp>
#include <stytch/m2m/detail/kind.hpp>
#include <stytch/m2m/detail/limits.hpp>
#include <stytch/m2m/detail/member.hpp>
#include <stytch/m2m/detail/report.hpp>
#include <stytch/m2m/detail/utf8.hpp>
#include <stytch/m2m/m2m_client_with_next_client_secret.hpp>
#include <stytch/m2m/secret.hpp>
#include <stytch/m2m/violation.hpp>

namespace stytch::m2m::detail {
inline namespace STYTCH_M2M_ABI {

/// Reports a string that violates `constraint`.
inline void check_constraint(Report& report, const Location& where, Constraint constraint, std::string_view text) {
    switch (constraint) {
        case Constraint::none:
            return;
        case Constraint::not_empty:
            if (text.empty()) report.empty(where);
            return;
        case Constraint::status:
            if (text != M2MClientStatus::active && text != M2MClientStatus::inactive) report.status(where);
            return;
    }
}

/// Reports text in memory that is not UTF-8 or violates `constraint`.
inline void check_text(Report& report, const Location& where, Constraint constraint, std::string_view text) {
    if (!is_utf8(text)) report.encoding(where);
    check_constraint(report, where, constraint, text);
}

/// Reports what is wrong with a member of a document, which must be of type `kind`, or with an element of an array.
template <class BasicJson>
void check_json_value(Report& report, const Location& where, Constraint constraint, Kind kind, const BasicJson& value) {
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
            check_json_value(report, at, constraint, Kind::string, element);
            ++at.index;
        }
    }
}

// Each reports what is wrong with the value of a member of the struct.

inline void check_member(Report& report, const Location& where, Constraint constraint, const std::string& text) {
    check_text(report, where, constraint, text);
}
inline void check_member(Report& report, const Location& where, Constraint constraint, const Secret& secret) {
    check_text(report, where, constraint, secret.reveal());
}
inline void check_member(Report& report, const Location& where, Constraint constraint,
                         const std::vector<std::string>& texts) {
    Location at{where.parent, where.member, 0};
    for (const std::string& text : texts) {
        check_text(report, at, constraint, text);
        ++at.index;
    }
}
template <class Json, only_json<Json> = 0>
void check_member(Report& report, const Location& where, Constraint constraint, const Json& metadata) {
    check_json_value(report, where, constraint, Kind::object, metadata);
}

/// What validate() returns for a client as JSON.
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
    const auto check_json_member = [&](const Location& where, bool required, Constraint constraint, Kind kind) {
        if (const BasicJson* const value = find_member(document, where.member); value == nullptr) {
            if (required) report.required(where);
        } else if (required || !value->is_null()) {
            check_json_value(report, where, constraint, kind, *value);
        }
    };
    for_each_member([&](const auto& member) {
        check_json_member({"", member.name}, member.required, member.constraint, member.kind);
    });
    return violations;
}

/// What validate() returns for a client whose JSON Pointer is `location`.
inline std::vector<Violation> validate_client(const M2MClientWithNextClientSecret& client, std::string_view location) {
    std::vector<Violation> violations;
    Report report(violations);
    for_each_member([&](const auto& member) {
        const auto* const value = value_of(client.*member.pointer);
        if (value != nullptr) check_member(report, {location, member.name}, member.constraint, *value);
    });
    return violations;
}

}  // namespace STYTCH_M2M_ABI
}  // namespace stytch::m2m::detail
