// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include <stytch/m2m/detail/json_string.hpp>
#include <stytch/m2m/m2m_client_with_next_client_secret.hpp>
#include <stytch/m2m/violation.hpp>

namespace stytch::m2m::detail {
inline namespace NLOHMANN_JSON_ABI_TAGS {

/// Where a member is. It becomes a JSON Pointer only when there is something to report.
struct Location {
    static constexpr std::size_t no_index = static_cast<std::size_t>(-1);

    std::string_view parent;       // a JSON Pointer
    std::string_view member;       // no name of a member needs escaping; empty for the parent itself
    std::size_t index = no_index;  // of an array's element

    std::string pointer() const {
        std::string text(parent);
        if (!member.empty()) text.append("/").append(member);
        if (index != no_index) text.append("/").append(std::to_string(index));
        return text;
    }
};

using Violations = std::vector<Violation>;

inline void add(Violations& out, Rule rule, const Location& where, std::initializer_list<std::string_view> message) {
    Violation& violation = out.emplace_back();
    violation.rule = rule;
    violation.location = where.pointer();
    for (const std::string_view part : message) violation.message += part;
}

// One function per rule, so that a rule reads the same whichever way in it is broken. No message ever has a part that
// comes from the document.

inline void add_syntax(Violations& out, const Location& where, std::string_view expected, std::size_t offset,
                       bool at_end) {
    add(out, Rule::syntax, where,
        {"expected ", expected, " at byte ", std::to_string(offset), at_end ? ", where the text ends" : ""});
}
inline void add_depth(Violations& out, const Location& where) {
    add(out, Rule::depth, where, {"must not be nested deeper than ", std::to_string(max_depth), " levels"});
}
inline void add_duplicate(Violations& out, const Location& where) {
    add(out, Rule::duplicate, where, {"must occur only once; the first one is kept"});
}
inline void add_required(Violations& out, const Location& where) {
    add(out, Rule::required, where, {"is required, but missing"});
}
inline void add_type(Violations& out, const Location& where, std::string_view expected, std::string_view found) {
    add(out, Rule::type, where, {"must be of type ", expected, ", not ", found});
}
inline void add_encoding(Violations& out, const Location& where) { add(out, Rule::encoding, where, {"must be UTF-8"}); }

/// The rules on what a string may say, once it is known to be one.
inline void check_content(Violations& out, const Location& where, Content content, std::string_view text) {
    if (content == Content::not_empty && text.empty()) {
        add(out, Rule::empty, where, {"must not be empty"});
    } else if (content == Content::status && text != M2MClientStatus::active && text != M2MClientStatus::inactive) {
        add(out, Rule::status, where, {R"(must be "active" or "inactive")"});
    }
}

/// The rules on a string of which nothing is known.
inline void check_text(Violations& out, const Location& where, Content content, std::string_view text) {
    if (!is_utf8(text)) add_encoding(out, where);
    check_content(out, where, content, text);
}

}  // namespace NLOHMANN_JSON_ABI_TAGS
}  // namespace stytch::m2m::detail
