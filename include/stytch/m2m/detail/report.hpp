// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <stytch/m2m/detail/describe.hpp>
#include <stytch/m2m/detail/limits.hpp>
#include <stytch/m2m/violation.hpp>

namespace stytch::m2m::detail {

/// Where a member is; becomes a JSON Pointer only if there is something to report.
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

    void syntax(const Location& where, std::string_view expected, std::size_t offset, bool at_end) {
        add(Rule::syntax, where,
            {"expected ", expected, " at byte ", std::to_string(offset), at_end ? ", where the text ends" : ""});
    }
    void depth(const Location& where) {
        add(Rule::depth, where, {"must not be nested deeper than ", std::to_string(max_depth), " levels"});
    }
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
    void misplaced(const Location& where) {
        add(Rule::misplaced, where, {"was not in its place, but was found elsewhere in the text"});
    }
    /// Allocates nothing if there is room for a violation: the message fits into every std::string without allocating.
    void memory() {
        const bool full = violations_.size() == violations_.capacity() || violations_.size() > max_violations;
        if (!violations_.empty() && full) violations_.pop_back();
        violations_.push_back({Rule::memory, {}, "out of memory"});
    }

private:
    void add(Rule rule, const Location& where, std::initializer_list<std::string_view> message) {
        if (violations_.size() > max_violations) return;
        const bool last = violations_.size() == max_violations;
        Violation violation{rule, last ? std::string() : where.pointer(), {}};
        for (const std::string_view part : message) violation.message += part;
        if (last) violation.message = more_violations;
        violations_.push_back(std::move(violation));
    }

    std::vector<Violation>& violations_;
};

}  // namespace stytch::m2m::detail
