// SPDX-License-Identifier: MIT
// What any text at all has to fulfil, with nlohmann's engine as the judge: used by a property and by the fuzzers.
#pragma once

#include <stytch/m2m.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <limits>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "json_nodes.hpp"

namespace proof {

using stytch::m2m::M2MClientWithNextClientSecret;
using stytch::m2m::Rule;
using stytch::m2m::Violation;

constexpr std::size_t max_levels = 128;

constexpr std::array<const char*, 9> client_members = {
    "client_id", "next_client_secret",      "client_name",      "client_description",          "status",
    "scopes",    "client_secret_last_four", "trusted_metadata", "next_client_secret_last_four"};
constexpr std::array<const char*, 6> response_members = {"status_code", "request_id",    "m2m_client",
                                                         "error_type",  "error_message", "error_url"};

template <class Names>
bool is_one_of(const Names& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

/// Calls `function(name, value, first)` for each member of an object that has a value, `first` where it is named so for
/// the first time.
template <class Function>
void for_each_member(const Node& object, Function&& function) {
    std::set<std::string> names;
    for (std::size_t i = 0; i < std::min(object.keys.size(), object.children.size()); ++i) {
        function(object.keys[i], object.children[i], names.insert(object.keys[i]).second);
    }
}

/// Violations without what their messages say of the place: "rule location: message".
using Verdict = std::multiset<std::string>;

inline std::string line(Rule rule, const std::string& location, const std::string& message) {
    static const char* const rules[] = {"syntax", "depth", "duplicate", "required",
                                        "type",   "empty", "encoding",  "status"};
    return rules[static_cast<std::size_t>(rule)] + (" " + location) + ": " + message;
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

/// What is wrong with a whole client that begins at `location`: what validate() says of the DOM, and what is not in a
/// DOM any more.
inline Verdict expected_of_client(const Node& client, const std::string& location) {
    Verdict expected;
    if (!client.scalar.is_object()) {
        if (client.levels > max_levels) expected.insert(too_deep(location));
        expected.insert(wrong_type(location, "object", client.scalar.type_name()));
        return expected;
    }
    json document = json::object();
    for_each_member(client, [&](const std::string& name, const Node& value, bool first) {
        const bool deep = value.levels > max_levels - 1;
        const std::string where = location + "/" + name;
        if (!is_one_of(client_members, name)) {
            if (deep) expected.insert(too_deep(location));
        } else if (!first) {
            expected.insert(twice(where));
            if (deep) expected.insert(too_deep(where));
        } else if (deep) {
            const std::string type = name == "scopes" ? "array" : name == "trusted_metadata" ? "object" : "string";
            expected.insert(too_deep(where));
            if (value.scalar.type_name() != type) expected.insert(wrong_type(where, type, value.scalar.type_name()));
            // So that validate() finds a valid one.
            document[name] = type == "array" ? json::array() : type == "object" ? json::object() : json("active");
        } else {
            document[name] = as_json(value);
        }
    });
    for (const Violation& violation : stytch::m2m::validate(document)) {
        expected.insert(line(violation.rule, location + violation.location, violation.message));
    }
    return expected;
}

inline bool names_secret(const Node& node) {
    return is_one_of(node.keys, "next_client_secret") ||
           std::any_of(node.children.begin(), node.children.end(), names_secret);
}

/// Whether each member of `client` that the text has in whole is as the engine reads it; the name of one that is not.
inline std::optional<std::string> lost_of_client(const Node& node, const M2MClientWithNextClientSecret& client) {
    std::optional<std::string> lost;
    for_each_member(node, [&](const std::string& name, const Node& value, bool first) {
        if (!first || !value.complete || value.levels > max_levels - 1) return;
        const json expected = as_json(value);
        const auto is = [&](std::string_view read) {
            if (read != (expected.is_string() ? expected.get_ref<const std::string&>() : "")) lost = name;
        };
        if (name == "client_id") is(client.client_id);
        if (name == "next_client_secret") is(client.next_client_secret.reveal());
        if (name == "client_name") is(client.client_name);
        if (name == "client_description") is(client.client_description);
        if (name == "status") is(client.status);
        if (name == "client_secret_last_four") is(client.client_secret_last_four);
        if (name == "next_client_secret_last_four") {
            is(client.next_client_secret_last_four.value_or(""));
            if (client.next_client_secret_last_four.has_value() != expected.is_string()) lost = name;
        }
        if (name == "trusted_metadata") {
            // Metadata may have swallowed the secret where it is nowhere else; they are left out then.
            if (client.next_client_secret.empty() && names_secret(value)) {
                if (client.trusted_metadata.has_value()) lost = name;
                return;
            }
            if (client.trusted_metadata.has_value() != expected.is_object()) lost = name;
            if (client.trusted_metadata.has_value() && !(*client.trusted_metadata == expected)) lost = name;
        }
        if (name == "scopes") {
            const bool readable =
                expected.is_array() &&
                std::all_of(expected.begin(), expected.end(), [](const json& scope) { return scope.is_string(); });
            const auto scopes = readable ? expected.get<std::vector<std::string>>() : std::vector<std::string>();
            if (client.scopes != scopes) lost = name;
        }
    });
    return lost;
}

/// Each run of digits as one '#'.
inline std::string without_numbers(std::string_view text) {
    std::string result;
    for (const char byte : text) {
        const bool digit = byte >= '0' && byte <= '9';
        if (!digit) result += byte;
        if (digit && (result.empty() || result.back() != '#')) result += '#';
    }
    return result;
}

/// Everything that a violation may say; nothing of it comes from the document.
inline bool is_known_form(const Violation& violation) {
    static const auto forms = [] {
        std::set<std::string> all = {"must not be nested deeper than # levels",
                                     "must occur only once; the first one is kept",
                                     "is required, but missing",
                                     "must not be empty",
                                     "must be \"active\" or \"inactive\"",
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

/// That the forms are known, and whether the engine and the rule `syntax` agree on the text.
inline std::optional<std::string> check_violations(std::string_view text, const std::vector<Violation>& violations) {
    bool syntax = false;
    for (const Violation& violation : violations) {
        syntax = syntax || violation.rule == Rule::syntax;
        if (!is_known_form(violation)) return "of no known form: " + violation.location + ": " + violation.message;
    }
    const bool is_json = json::accept(text) && text.find('\0') == std::string_view::npos;
    if (is_json == syntax) return is_json ? "a syntax violation in JSON" : "no syntax violation in what is not JSON";
    return std::nullopt;
}

/// What was read can be written, and is then read again as the same.
inline std::optional<std::string> check_round_trip(const M2MClientWithNextClientSecret& client) {
    const std::string text = stytch::m2m::serialize(client);
    if (!json::accept(text)) return "serialize() does not write JSON";
    if (json::parse(text) != json(client)) return "serialize() and to_json() differ";
    const stytch::m2m::ParseResult again = stytch::m2m::parse(text);
    if (again.client != client) return "another client after serialize()";
    if (again.violations != stytch::m2m::validate(client)) return "another verdict after serialize()";
    return std::nullopt;
}

/// What is wrong with parse() of `text`, if anything.
inline std::optional<std::string> check_parse(std::string_view text) {
    const stytch::m2m::ParseResult result = stytch::m2m::parse(text);
    if (result.ok() != result.violations.empty()) return "ok() is wrong";
    if (auto wrong = check_violations(text, result.violations)) return wrong;
    const NodeReader engine(text);
    const bool whole = engine.whole() && text.find('\0') == std::string_view::npos;
    if (const auto lost = lost_of_client(engine.root(), result.client)) return "not as the engine reads it: " + *lost;
    if (whole) {
        const Verdict verdict = verdict_of(result.violations);
        const Verdict expected = expected_of_client(engine.root(), "");
        if (verdict != expected) return "violations are" + shown(verdict) + "\n  and should be" + shown(expected);
        if (result.ok() && json::parse(text).get<M2MClientWithNextClientSecret>() != result.client) {
            return "from_json() reads another client";
        }
    }
    return check_round_trip(result.client);
}

/// What is wrong with parse_rotate_start_response() of `body`, if anything.
inline std::optional<std::string> check_parse_rotate_start_response(std::string_view body) {
    const stytch::m2m::RotateStartResponse response = stytch::m2m::parse_rotate_start_response(body);
    if (response.ok() != (response.violations.empty() && !response.error.has_value())) return "ok() is wrong";
    if (auto wrong = check_violations(body, response.violations)) return wrong;

    const NodeReader engine(body);
    const Node& root = engine.root();
    const bool whole = engine.whole() && body.find('\0') == std::string_view::npos;
    Verdict expected;
    if (!root.scalar.is_object()) {
        expected = expected_of_client(root, "");
    } else {
        std::optional<std::string> lost;
        const Node* client = nullptr;
        bool error = false;
        for_each_member(root, [&](const std::string& name, const Node& node, bool first) {
            const std::string where = "/" + name;
            const bool deep = node.levels > max_levels - 1;
            const bool known = is_one_of(response_members, name);
            if (known && !first) expected.insert(twice(where));
            if (!known || !first) {
                if (deep) expected.insert(too_deep(known ? where : ""));
                return;
            }
            if (name == "m2m_client") {
                client = &node;
                return;
            }
            if (deep) expected.insert(too_deep(where));
            const json value = node.complete ? as_json(node) : json();
            if (name == "status_code") {
                if (!value.is_number()) {
                    expected.insert(wrong_type(where, "number", value.type_name()));
                } else if (!value.is_number_integer() || value < (std::numeric_limits<int>::min)() ||
                           value > (std::numeric_limits<int>::max)()) {
                    expected.insert(wrong_type(where, "integer", "a number that no int holds"));
                } else if (whole && response.status_code != value) {  // a broken text may end a number anywhere
                    lost = name;
                }
                return;
            }
            const std::string text = value.is_string() ? value.get<std::string>() : "";
            if (!value.is_string() && (name == "request_id" || !value.is_null())) {
                expected.insert(wrong_type(where, "string", value.type_name()));
            }
            error = error || (name == "error_type" && value.is_string());
            if (!node.complete) return;
            if (name == "request_id" && response.request_id != text) lost = name;
            if (name == "error_type" && value.is_string() && (!response.error || response.error->error_type != text)) {
                lost = name;
            }
            if (name == "error_message" && response.error && response.error->error_message != text) lost = name;
            if (name == "error_url" && response.error && response.error->error_url != text) lost = name;
        });
        if (whole && error != response.error.has_value()) lost = "error";
        if (response.error && response.error->request_id != response.request_id) lost = "error's request_id";
        if (response.error && response.error->status_code != response.status_code) lost = "error's status_code";
        if (client != nullptr && !lost) lost = lost_of_client(*client, response.m2m_client);
        if (lost) return "not as the engine reads it: " + *lost;

        if (client == nullptr) {
            if (!error) expected.insert(line(Rule::required, "/m2m_client", "is required, but missing"));
        } else if (client->scalar.is_object()) {
            expected.merge(expected_of_client(*client, "/m2m_client"));
        } else if (!client->scalar.is_null() || !error) {
            if (client->levels > max_levels - 1) expected.insert(too_deep("/m2m_client"));
            expected.insert(wrong_type("/m2m_client", "object", client->scalar.type_name()));
        }
    }
    const Verdict verdict = verdict_of(response.violations);
    if (whole && verdict != expected) {
        return "violations are" + shown(verdict) + "\n  and should be" + shown(expected);
    }
    return check_round_trip(response.m2m_client);
}

}  // namespace proof
