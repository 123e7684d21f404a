// SPDX-License-Identifier: MIT
// Violations in the form that the tests compare.
#pragma once

#include <stytch/m2m.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace proof {

using stytch::m2m::Rule;
using stytch::m2m::Violation;

constexpr std::array<const char*, 9> client_members = {
    "client_id", "next_client_secret",      "client_name",      "client_description",          "status",
    "scopes",    "client_secret_last_four", "trusted_metadata", "next_client_secret_last_four"};
constexpr std::array<const char*, 6> response_members = {"status_code", "request_id",    "m2m_client",
                                                         "error_type",  "error_message", "error_url"};

template <class Names>
bool is_one_of(const Names& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

/// Violations as "rule location: message", without positions in the messages.
using Verdict = std::multiset<std::string>;

inline std::string line(Rule rule, const std::string& location, const std::string& message) {
    std::ostringstream out;
    out << rule << ' ' << location << ": " << message;
    return out.str();
}
inline std::string too_deep(const std::string& location) {
    return line(Rule::depth, location, "must not be nested deeper than 128 levels");
}
inline std::string twice(const std::string& location) {
    return line(Rule::duplicate, location, "must occur only once; the first one is kept");
}
inline std::string wrong_type(const std::string& location, const std::string& expected, const std::string& found) {
    return line(Rule::type, location, "must be of type " + expected + ", not " + found);
}
inline std::string misplaced(const std::string& location) {
    return line(Rule::misplaced, location, "was not in its place, but was found elsewhere in the text");
}
inline Verdict verdict_of(const std::vector<Violation>& violations) {
    Verdict verdict;
    for (const Violation& violation : violations) {
        verdict.insert(line(violation.rule, violation.location, violation.message));
    }
    return verdict;
}

inline std::string shown(const Verdict& verdict) {
    std::string text;
    for (const std::string& entry : verdict) text += "\n    " + entry;
    return text.empty() ? " nothing" : text;
}

/// Replaces each run of digits with one '#'.
inline std::string without_numbers(std::string_view text) {
    std::string result;
    for (const char byte : text) {
        const bool digit = byte >= '0' && byte <= '9';
        if (!digit) result += byte;
        if (digit && (result.empty() || result.back() != '#')) result += '#';
    }
    return result;
}

/// The number of violations before the one that says that there are more.
constexpr std::size_t most_violations = 100;
constexpr std::string_view there_are_more = "there are more violations than the first 100";

/// Whether `violations` are `expected`, or a hundred of these and the rule of another one.
inline bool is_verdict(const std::vector<Violation>& violations, const Verdict& expected) {
    if (expected.size() <= most_violations) return verdict_of(violations) == expected;
    if (violations.size() != most_violations + 1) return false;
    const Verdict listed = verdict_of({violations.begin(), violations.end() - 1});
    if (!std::includes(expected.begin(), expected.end(), listed.begin(), listed.end())) return false;
    Verdict others;
    std::set_difference(expected.begin(), expected.end(), listed.begin(), listed.end(),
                        std::inserter(others, others.end()));
    std::ostringstream rule;
    rule << violations.back().rule << ' ';
    return violations.back().location.empty() && violations.back().message == there_are_more &&
           std::any_of(others.begin(), others.end(),
                       [&](const std::string& other) { return other.compare(0, rule.str().size(), rule.str()) == 0; });
}

/// Everything that a violation may say, none of which comes from the document.
inline bool is_known_form(const Violation& violation) {
    static const auto forms = [] {
        std::set<std::string> all = {"must not be nested deeper than # levels",
                                     "must occur only once; the first one is kept",
                                     "is required, but missing",
                                     "must not be empty",
                                     "must be \"active\" or \"inactive\"",
                                     "was not in its place, but was found elsewhere in the text",
                                     "there are more violations than the first #",
                                     "must be of type integer, not a number that no int holds"};
        for (const char* expected :
             {"an object", "a member's name", "':'", "a value", "',' or '}'", "',' or ']'", "JSON",
              "the end of the text", "the end of the string", "the end of the array", "the end of the object"}) {
            all.insert(std::string("expected ") + expected + " at byte #");
            all.insert(std::string("expected ") + expected + " at byte #, where the text ends");
        }
        for (const char* expected : {"object", "array", "string", "number"}) {
            for (const char* found : {"null", "boolean", "number", "string", "array", "object"}) {
                all.insert(std::string("must be of type ") + expected + ", not " + found);
            }
        }
        return all;
    }();
    static const auto locations = [] {
        std::set<std::string> all = {""};
        for (const char* name : response_members) all.insert(without_numbers(std::string("/") + name));
        for (const std::string parent : {"", "/m#m_client"}) {
            for (const char* name : client_members) all.insert(parent + "/" + name);
            all.insert(parent + "/scopes/#");
        }
        return all;
    }();
    return forms.count(without_numbers(violation.message)) != 0 &&
           locations.count(without_numbers(violation.location)) != 0;
}

}  // namespace proof
