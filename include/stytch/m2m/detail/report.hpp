// SPDX-License-Identifier: MIT
#pragma once

#include <initializer_list>

#include <stytch/m2m/detail/properties.hpp>
#include <stytch/m2m/violation.hpp>

STYTCH_M2M_BEGIN_DETAIL

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
        add_always(Rule::syntax, where,
                   {"expected ", expected, " at byte ", std::to_string(byte), at_end ? ", where the text ends" : ""});
    }
    void depth(const Location& where, std::size_t byte) {
        add_always(Rule::depth, where, {too_deep, ", as at byte ", std::to_string(byte)});
    }
    void misplaced(const Location& where) {
        add_always(Rule::misplaced, where, {"was found in the text, but not read in its place"});
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
    static constexpr std::string_view too_deep = "must not be nested deeper than 128 levels";
    static_assert(max_depth == 128, "as the message says");

    static Violation make(Rule rule, const Location& where, std::initializer_list<std::string_view> message) {
        Violation violation{rule, where.pointer(), {}};
        for (const std::string_view part : message) violation.message += part;
        return violation;
    }
    static Violation more(Rule next) { return {next, {}, std::string(more_violations)}; }

    void add(Rule rule, const Location& where, std::initializer_list<std::string_view> message) {
        if (violations_.size() < max_violations) {
            violations_.push_back(make(rule, where, message));
        } else if (violations_.size() == max_violations) {
            violations_.push_back(more(rule));
        }
    }
    /// In a full report, the 99th is dropped: the 100th takes its place, and this one that of the 100th. `more` has the
    /// rule of the first that was dropped.
    void add_always(Rule rule, const Location& where, std::initializer_list<std::string_view> message) {
        if (violations_.size() < max_violations) return add(rule, where, message);
        constexpr std::size_t replaced = max_violations - 2;
        if (violations_.size() == max_violations) violations_.push_back(more(violations_[replaced].rule));
        violations_[replaced] = make(rule, where, message);
        std::swap(violations_[replaced], violations_[replaced + 1]);
    }

    std::vector<Violation>& violations_;
};

/// Reports a string that violates `constraint`.
inline void check_constraint(Report& report, const Location& where, Constraint constraint, std::string_view text) {
    if (constraint == Constraint::not_empty && text.empty()) report.empty(where);
    if (constraint == Constraint::status && text != "active" && text != "inactive") report.status(where);
}

/// Reports text in memory that is not UTF-8 or violates `constraint`.
inline void check_text(Report& report, const Location& where, Constraint constraint, std::string_view text) {
    if (!is_utf8(text)) report.encoding(where);
    check_constraint(report, where, constraint, text);
}

STYTCH_M2M_END_DETAIL
