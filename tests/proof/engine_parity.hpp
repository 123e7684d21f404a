// SPDX-License-Identifier: MIT
// What any text at all has to fulfil, with nlohmann's engine as the judge: used by properties and by the fuzzers.
#pragma once

#include <stytch/m2m.hpp>

#include <algorithm>
#include <cmath>
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
#include "named_secrets.hpp"
#include "verdict.hpp"

namespace proof {

using stytch::m2m::M2MClientWithNextClientSecret;

constexpr std::size_t max_levels = 128;

/// Calls `function(name, value, first)` for each member of an object that has a value, `first` where it is named so for
/// the first time.
template <class Function>
void for_each_member(const Node& object, Function&& function) {
    std::set<std::string> names;
    for (std::size_t i = 0; i < std::min(object.keys.size(), object.children.size()); ++i) {
        function(object.keys[i], object.children[i], names.insert(object.keys[i]).second);
    }
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

/// A text, and what the engine makes of it.
struct Engine {
    explicit Engine(std::string_view text)
        : reader(text),
          root(reader.root()),
          whole(reader.whole() && text.find('\0') == std::string_view::npos),
          named(named_secrets(text)) {}

    const NodeReader reader;
    const Node& root;
    const bool whole;
    const std::set<std::string> named;  // secrets
};

/// The first member of that name that has a value.
inline const Node* find(const Node& object, std::string_view name) {
    for (std::size_t i = 0; i < std::min(object.keys.size(), object.children.size()); ++i) {
        if (object.keys[i] == name) return &object.children[i];
    }
    return nullptr;
}

/// The secret that is in its place in `client`, which may be null; empty if there is none.
inline std::string placed_secret(const Node* client) {
    const Node* const secret = client == nullptr ? nullptr : find(*client, secret_name);
    return secret != nullptr && secret->scalar.is_string() ? secret->scalar.get<std::string>() : "";
}

/// Whether the right secret was read, if any, and `misplaced` says so. What the engine did not reach in broken text may
/// be in its place or not.
inline std::optional<std::string> check_secret(const Engine& engine, const std::string& placed, std::string_view read,
                                               bool misplaced) {
    if (!placed.empty()) {
        if (read != placed) return "the secret in its place was not read";
        if (misplaced) return "misplaced, though it is in its place";
    } else if (read.empty()) {
        if (engine.named.size() == 1) return "the secret was lost";
        if (misplaced) return "misplaced, but there is none";
    } else if (engine.named.count(std::string(read)) == 0) {
        return "a secret that the text does not name";
    } else if (engine.whole && !misplaced) {
        return "not misplaced, but not in its place";
    } else if (misplaced && engine.named.size() != 1) {
        return "one of two secrets was taken";
    }
    return std::nullopt;
}

/// Adds what is expected of a secret that is not in its place, of a whole text.
inline void expect_misplaced(const Engine& engine, const std::string& placed, const std::string& location,
                             Verdict& expected) {
    if (!placed.empty() || engine.named.size() != 1) return;
    const std::string where = location + "/next_client_secret";
    expected.erase(line(Rule::required, where, "is required, but missing"));
    expected.insert(misplaced(where));
}

/// Whether metadata hold the secret's name in quotes, the first of which may be escaped, and so may have swallowed it.
inline bool name_secret(const Node& node) {
    const auto names = [](const std::string& text) {
        const std::size_t at = text.size() < secret_name.size() ? text.size() : text.size() - secret_name.size();
        return std::string_view(text).substr(at) == secret_name && (at == 0 || text[at - 1] == '"');
    };
    return (node.scalar.is_string() && names(node.scalar.get<std::string>())) ||
           std::any_of(node.keys.begin(), node.keys.end(), names) ||
           std::any_of(node.children.begin(), node.children.end(), name_secret);
}

/// Whether each member of `client` that the text has in whole is as the engine reads it; the name of one that is not.
inline std::optional<std::string> lost_of_client(const Node& node, const M2MClientWithNextClientSecret& client,
                                                 bool in_place) {
    std::optional<std::string> lost;
    for_each_member(node, [&](const std::string& name, const Node& value, bool first) {
        if (!first || !value.complete || value.levels > max_levels - 1) return;
        const json expected = as_json(value);
        const auto is = [&](std::string_view read) {
            if (read != (expected.is_string() ? expected.get_ref<const std::string&>() : "")) lost = name;
        };
        if (name == "client_id") is(client.client_id);
        if (name == "client_name") is(client.client_name);
        if (name == "client_description") is(client.client_description);
        if (name == "status") is(client.status);
        if (name == "client_secret_last_four") is(client.client_secret_last_four);
        if (name == "next_client_secret_last_four") {
            is(client.next_client_secret_last_four.value_or(""));
            if (client.next_client_secret_last_four.has_value() != expected.is_string()) lost = name;
        }
        if (name == "trusted_metadata") {
            // Metadata may have swallowed the secret if it is not in its place; they are left out then.
            if (!in_place && name_secret(value)) {
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

/// That the forms are known, and whether the engine and the rule `syntax` agree on the text. What is nested too deeply
/// is not looked into, so that it may hide that it is not JSON.
inline std::optional<std::string> check_violations(std::string_view text, const std::vector<Violation>& violations) {
    bool syntax = false;
    bool hidden = violations.size() > most_violations;
    for (const Violation& violation : violations) {
        syntax = syntax || violation.rule == Rule::syntax;
        hidden = hidden || violation.rule == Rule::depth;
        if (!is_known_form(violation)) return "of no known form: " + violation.location + ": " + violation.message;
    }
    const bool is_json = json::accept(text) && text.find('\0') == std::string_view::npos;
    if (is_json && syntax) return "a syntax violation in JSON";
    if (!is_json && !syntax && !hidden) return "no syntax violation in what is not JSON";
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

/// Whether each text that was read of broken text stands there as the member's; the name of one that does not.
inline std::optional<std::string> made_up(std::string_view text, const M2MClientWithNextClientSecret& client) {
    const std::pair<const char*, std::string> members[] = {
        {"client_id", client.client_id},
        {"client_name", client.client_name},
        {"client_description", client.client_description},
        {"status", client.status},
        {"client_secret_last_four", client.client_secret_last_four},
        {"next_client_secret_last_four", client.next_client_secret_last_four.value_or("")}};
    for (const auto& [name, read] : members) {
        if (!read.empty() && named_in_bytes(text, name).count(read) == 0) return "made up: " + std::string(name);
    }
    return std::nullopt;
}

inline bool has_misplaced(const std::vector<Violation>& violations) {
    return std::any_of(violations.begin(), violations.end(),
                       [](const Violation& violation) { return violation.rule == Rule::misplaced; });
}

/// What is wrong with the verdict on a whole text, if anything.
inline std::optional<std::string> check_verdict(const std::vector<Violation>& violations, const Verdict& expected) {
    if (is_verdict(violations, expected)) return std::nullopt;
    return "violations are" + shown(verdict_of(violations)) + "\n  and should be" + shown(expected);
}

/// What is wrong with parse() of `text`, if anything.
inline std::optional<std::string> check_parse(std::string_view text) {
    const stytch::m2m::ParseResult result = stytch::m2m::parse(text);
    if (result.ok() != result.violations.empty()) return "ok() is wrong";
    if (auto wrong = check_violations(text, result.violations)) return wrong;
    const Engine engine(text);
    const std::string placed = placed_secret(&engine.root);
    const std::string_view secret = result.client.next_client_secret.reveal();
    const bool misplaced = has_misplaced(result.violations);
    if (auto wrong = check_secret(engine, placed, secret, misplaced)) return wrong;
    if (const auto lost = lost_of_client(engine.root, result.client, !secret.empty() && !misplaced)) {
        return "not as the engine reads it: " + *lost;
    }
    if (engine.whole) {
        Verdict expected = expected_of_client(engine.root, "");
        expect_misplaced(engine, placed, "", expected);
        if (auto wrong = check_verdict(result.violations, expected)) return wrong;
        if (result.ok() && json::parse(text).get<M2MClientWithNextClientSecret>() != result.client) {
            return "from_json() reads another client";
        }
    } else if (auto wrong = made_up(text, result.client)) {
        return wrong;
    }
    return check_round_trip(result.client);
}

/// The int that a number is, if it is one.
inline std::optional<int> as_int(const json& number) {
    constexpr int least = (std::numeric_limits<int>::min)();
    constexpr int most = (std::numeric_limits<int>::max)();
    if (number.is_number_unsigned() && number.get<json::number_unsigned_t>() > most) return std::nullopt;
    const auto value = number.get<double>();  // exact for every int
    if (value < least || value > most || value != std::trunc(value)) return std::nullopt;
    return static_cast<int>(value);
}

/// A text of the envelope as it is stored: not at all if it may repeat the secret.
inline std::string stored(const std::string& text, std::string_view secret) {
    const bool repeats =
        text.find(secret_name) != std::string::npos || (!secret.empty() && text.find(secret) != std::string::npos);
    return repeats ? "[REDACTED]" : text;
}

/// Compares the envelope's members apart from the client with what the engine read, and adds what is expected of them.
/// The name of one that differs.
inline std::optional<std::string> check_envelope(const Engine& engine, const stytch::m2m::RotateStartResponse& response,
                                                 Verdict& expected) {
    std::optional<std::string> lost;
    std::string type;
    for_each_member(engine.root, [&](const std::string& name, const Node& node, bool first) {
        const std::string where = "/" + name;
        const bool known = is_one_of(response_members, name);
        if (known && !first) expected.insert(twice(where));
        if (name == "m2m_client" && first) return;
        if (node.levels > max_levels - 1) expected.insert(too_deep(known ? where : ""));
        if (!known || !first) return;
        const json value = node.complete ? as_json(node) : json();
        if (name == "status_code") {
            if (!value.is_number()) {
                expected.insert(wrong_type(where, "number", value.type_name()));
            } else if (const std::optional<int> status = as_int(value); !status.has_value()) {
                expected.insert(wrong_type(where, "integer", "a number that no int holds"));
            } else if (engine.whole && response.status_code != *status) {  // a broken text may end a number anywhere
                lost = name;
            }
            return;
        }
        if (!value.is_string() && (name == "request_id" || !value.is_null())) {
            expected.insert(wrong_type(where, "string", value.type_name()));
        }
        if (!node.complete) return;
        const std::string text = value.is_string() ? value.get<std::string>() : "";
        const std::string right = stored(text, response.m2m_client.next_client_secret.reveal());
        if (name == "request_id" && response.request_id != right) lost = name;
        if (name == "error_type") type = text;
        if (name == "error_type" && text.empty() == response.error.has_value()) lost = name;
        if (!response.error.has_value()) return;
        if (name == "error_type" && response.error->error_type != right) lost = name;
        if (name == "error_message" && response.error->error_message != right) lost = name;
        if (name == "error_url" && response.error->error_url != right) lost = name;
    });
    if (engine.whole && type.empty() == response.error.has_value()) lost = "error";
    if (response.error && response.error->request_id != response.request_id) lost = "error's request_id";
    if (response.error && response.error->status_code != response.status_code) lost = "error's status_code";
    return lost;
}

/// What is wrong with parse_rotate_start_response() of `body`, if anything.
inline std::optional<std::string> check_parse_rotate_start_response(std::string_view body) {
    const stytch::m2m::RotateStartResponse response = stytch::m2m::parse_rotate_start_response(body);
    if (response.ok() != (response.violations.empty() && !response.error.has_value())) return "ok() is wrong";
    if (auto wrong = check_violations(body, response.violations)) return wrong;

    const Engine engine(body);
    const Node* const client = engine.root.scalar.is_object() ? find(engine.root, "m2m_client") : nullptr;
    const std::string placed = placed_secret(client);
    const std::string_view secret = response.m2m_client.next_client_secret.reveal();
    const bool misplaced = has_misplaced(response.violations);
    if (auto wrong = check_secret(engine, placed, secret, misplaced)) return wrong;
    Verdict expected;
    if (!engine.root.scalar.is_object()) {
        expected = expected_of_client(engine.root, "");
    } else {
        std::optional<std::string> lost = check_envelope(engine, response, expected);
        if (client != nullptr && !lost) {
            lost = lost_of_client(*client, response.m2m_client, !secret.empty() && !misplaced);
        }
        if (lost) return "not as the engine reads it: " + *lost;
        if (client == nullptr) {
            if (!response.error) expected.insert(line(Rule::required, "/m2m_client", "is required, but missing"));
        } else if (client->scalar.is_object()) {
            expected.merge(expected_of_client(*client, "/m2m_client"));
        } else if (!client->scalar.is_null() || !response.error) {
            if (client->levels > max_levels - 1) expected.insert(too_deep("/m2m_client"));
            expected.insert(wrong_type("/m2m_client", "object", client->scalar.type_name()));
        }
    }
    if (engine.whole) {
        expect_misplaced(engine, placed, "/m2m_client", expected);
        if (auto wrong = check_verdict(response.violations, expected)) return wrong;
    } else if (auto wrong = made_up(body, response.m2m_client)) {
        return wrong;
    }
    if (response.violations.empty() &&
        stytch::m2m::parse_rotate_start_response(stytch::m2m::serialize(response)) != response) {
        return "another response after serialize()";
    }
    return check_round_trip(response.m2m_client);
}

}  // namespace proof
