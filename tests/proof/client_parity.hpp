// SPDX-License-Identifier: MIT
// What must hold for a client read from any text, with nlohmann's engine as the reference.
#pragma once

#include <stytch/m2m.hpp>

#include <algorithm>
#include <cstddef>
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

/// Calls `function(name, value, first)` for each member of an object that has a value; `first` says whether it is the
/// first of that name.
template <class Function>
void for_each_member(const Node& object, Function&& function) {
    std::set<std::string> names;
    for (std::size_t i = 0; i < std::min(object.keys.size(), object.children.size()); ++i) {
        function(object.keys[i], object.children[i], names.insert(object.keys[i]).second);
    }
}

/// What is wrong with a complete client at `location`: what validate() finds in the DOM, and what a DOM no longer
/// shows.
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
            // In its place, a valid value for validate().
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

/// A text as the engine reads it.
struct Engine {
    explicit Engine(std::string_view text)
        : reader(text),
          root(reader.root()),
          whole(reader.whole() && text.find('\0') == std::string_view::npos),
          named(named_secrets(text)) {}

    const NodeReader reader;
    const Node& root;
    const bool whole;
    const std::set<std::string> named;  // the secrets that the text names
};

/// The value of the first such member that has one.
inline const Node* find(const Node& object, std::string_view name) {
    for (std::size_t i = 0; i < std::min(object.keys.size(), object.children.size()); ++i) {
        if (object.keys[i] == name) return &object.children[i];
    }
    return nullptr;
}

/// The secret in its place in `client`, which may be null; empty if there is none.
inline std::string placed_secret(const Node* client) {
    const Node* const secret = client == nullptr ? nullptr : find(*client, secret_name);
    return secret != nullptr && secret->scalar.is_string() ? secret->scalar.get<std::string>() : "";
}

/// Checks that the right secret was read, if any, and that `misplaced` is right. In broken text, a secret beyond the
/// engine's reach may or may not be in its place.
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

/// Adds what is expected of complete text if the secret is not in its place.
inline void expect_misplaced(const Engine& engine, const std::string& placed, const std::string& location,
                             Verdict& expected) {
    if (!placed.empty() || engine.named.size() != 1) return;
    const std::string where = location + "/next_client_secret";
    expected.erase(line(Rule::required, where, "is required, but missing"));
    expected.insert(misplaced(where));
}

/// Whether metadata contain the secret's name in quotes and so may have swallowed it; the first quote may be escaped.
inline bool name_secret(const Node& node) {
    const auto names = [](const std::string& text) {
        const std::size_t at = text.size() < secret_name.size() ? text.size() : text.size() - secret_name.size();
        return std::string_view(text).substr(at) == secret_name && (at == 0 || text[at - 1] == '"');
    };
    return (node.scalar.is_string() && names(node.scalar.get<std::string>())) ||
           std::any_of(node.keys.begin(), node.keys.end(), names) ||
           std::any_of(node.children.begin(), node.children.end(), name_secret);
}

/// The name of a member that is complete in the text but that the engine reads differently, if any.
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
            // Metadata that may have swallowed the secret are left out.
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

/// The name of a member that was read from broken text but is not in it, if any.
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

/// Checks that what was read can be written, and reads back the same.
inline std::optional<std::string> check_round_trip(const M2MClientWithNextClientSecret& client) {
    const std::string text = stytch::m2m::serialize(client);
    if (!json::accept(text)) return "serialize() does not write JSON";
    if (json::parse(text) != json(client)) return "serialize() and to_json() differ";
    const stytch::m2m::ParseResult again = stytch::m2m::parse(text);
    if (again.client != client) return "another client after serialize()";
    if (again.violations != stytch::m2m::validate(client)) return "another verdict after serialize()";
    return std::nullopt;
}

}  // namespace proof
