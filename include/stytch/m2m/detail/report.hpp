// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <stytch/m2m/detail/json_tree.hpp>
#include <stytch/m2m/detail/properties.hpp>
#include <stytch/m2m/detail/text/characters.hpp>
#include <stytch/m2m/m2m_client_with_next_client_secret.hpp>
#include <stytch/m2m/violation.hpp>

STYTCH_M2M_BEGIN_NAMESPACE
namespace detail {

/// Where a value is; becomes a JSON Pointer only if there is something to report.
struct Location {
    static constexpr std::size_t no_index = static_cast<std::size_t>(-1);

    std::string_view parent{};     // a JSON Pointer
    std::string_view member{};     // needs no escaping; empty for the parent itself
    std::size_t index = no_index;  // of an element in an array

    std::string pointer() const {
        std::string text(parent);
        if (!member.empty()) text.append("/").append(member);
        if (index != no_index) text.append("/").append(std::to_string(index));
        return text;
    }
};

/// Collects violations through one function per rule, so that a rule reads the same wherever it is broken. No message
/// contains anything from the document.
class Report {
public:
    explicit Report(std::vector<Violation>& violations) noexcept : violations_(violations) {}

    // There is at most one fault and one secret that is misplaced: these are added even to a full report.

    void syntax(const Location& where, std::string_view expected, std::size_t byte, bool at_end) {
        add(Rule::syntax, where,
            {"expected ", expected, " at byte ", std::to_string(byte), at_end ? ", where the text ends" : ""}, always);
    }
    void depth(const Location& where, std::size_t byte) {
        add(Rule::depth, where, {too_deep, ", as at byte ", std::to_string(byte)}, always);
    }
    void misplaced(const Location& where) {
        add(Rule::misplaced, where, {"was not in its place, but was found elsewhere in the text"}, always);
    }

    void depth(const Location& where) { add(Rule::depth, where, {too_deep}); }
    void duplicate(const Location& where) {
        add(Rule::duplicate, where, {"must occur only once; the first one is kept"});
    }
    void required(const Location& where) { add(Rule::required, where, {"is required, but missing"}); }
    void type(const Location& where, std::string_view expected, std::string_view found) {
        add(Rule::type, where, {"must be of type ", expected, ", not ", found});
    }
    void unrepresentable(const Location& where) {
        add(Rule::type, where, {"must hold only values that JSON can represent"});
    }
    void empty(const Location& where) { add(Rule::empty, where, {"must not be empty"}); }
    void encoding(const Location& where) { add(Rule::encoding, where, {"must be UTF-8"}); }
    void status(const Location& where) { add(Rule::status, where, {R"(must be "active" or "inactive")"}); }

private:
    static constexpr bool always = true;
    static constexpr std::string_view too_deep = "must not be nested deeper than 128 levels";
    static_assert(max_depth == 128, "as the message says");

    void add(Rule rule, const Location& where, std::initializer_list<std::string_view> message,
             bool even_if_full = false) {
        const bool full = violations_.size() >= max_violations;
        // In a full report, it replaces one of the last two of the others.
        constexpr auto replaced = static_cast<std::ptrdiff_t>(max_violations) - 2;
        if (violations_.size() == max_violations) {
            const Rule next = even_if_full ? violations_[replaced].rule : rule;
            violations_.push_back({next, {}, std::string(more_violations)});
        }
        if (full && !even_if_full) return;
        Violation violation{rule, where.pointer(), {}};
        for (const std::string_view part : message) violation.message += part;
        if (full) violations_.erase(violations_.begin() + replaced);
        violations_.insert(violations_.end() - (full ? 1 : 0), std::move(violation));
    }

    std::vector<Violation>& violations_;
};

/// Reports a string that violates `constraint`.
inline void check_constraint(Report& report, const Location& where, Constraint constraint, std::string_view text) {
    const auto is_status = [&] { return text == M2MClientStatus::active || text == M2MClientStatus::inactive; };
    if (constraint == Constraint::not_empty && text.empty()) report.empty(where);
    if (constraint == Constraint::status && !is_status()) report.status(where);
}

/// Reports text in memory that is not UTF-8 or violates `constraint`.
inline void check_text(Report& report, const Location& where, Constraint constraint, std::string_view text) {
    if (!is_utf8(text)) report.encoding(where);
    check_constraint(report, where, constraint, text);
}

}  // namespace detail
STYTCH_M2M_END_NAMESPACE
