// SPDX-License-Identifier: MIT
// Which secrets a text names anywhere: a plain and slow implementation of the documented rule.
#pragma once

#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "json_nodes.hpp"

namespace proof {

constexpr std::string_view secret_name = "next_client_secret";

/// The JSON string that begins at `begin`, including its quotes; empty if it has no end.
inline std::string_view quoted(std::string_view text, std::size_t begin) {
    for (std::size_t i = begin + 1; i < text.size(); ++i) {
        if (text[i] == '\\') {
            ++i;
        } else if (text[i] == '"') {
            return text.substr(begin, i + 1 - begin);
        }
    }
    return {};
}

/// The decoded literal; std::nullopt if it is not JSON.
inline std::optional<std::string> decoded(std::string_view literal) {
    const json value = json::parse(literal, nullptr, false);
    if (!value.is_string()) return std::nullopt;
    return value.get<std::string>();
}

inline bool says(std::string_view literal, std::string_view name) {
    const std::size_t longest = 6 * name.size() + 2;  // each character as \uXXXX
    if (literal.size() < name.size() + 2 || literal.size() > longest) return false;
    return literal.substr(1, name.size()) == name ? literal.size() == name.size() + 2 : decoded(literal) == name;
}

/// The values of members of this name in text that is not JSON: after any quote, the name, a colon and a complete,
/// non-empty literal.
inline std::set<std::string> named_in_bytes(std::string_view text, std::string_view member = secret_name) {
    std::set<std::string> values;
    for (std::size_t at = 0; (at = text.find('"', at)) != std::string_view::npos; ++at) {
        const std::string_view name = quoted(text, at);
        if (!says(name, member)) continue;
        constexpr std::string_view space = " \t\r\n";
        const std::size_t colon = text.find_first_not_of(space, at + name.size());
        if (colon == std::string_view::npos || text[colon] != ':') continue;
        const std::size_t value = text.find_first_not_of(space, colon + 1);
        if (value == std::string_view::npos || text[value] != '"') continue;
        const std::optional<std::string> literal = decoded(quoted(text, value));
        if (literal.has_value() && !literal->empty()) values.insert(*literal);
    }
    return values;
}

inline void add_named(const Node& node, std::set<std::string>& secrets) {
    for (std::size_t i = 0; i < node.children.size(); ++i) {
        const Node& child = node.children[i];
        if (!node.keys.empty() && node.keys[i] == secret_name && child.scalar.is_string() && child.scalar != "") {
            secrets.insert(child.scalar.get<std::string>());
        }
        add_named(child, secrets);
    }
}

/// The usable secrets that a text names. In valid JSON, nothing inside a string counts.
inline std::set<std::string> named_secrets(std::string_view text) {
    const NodeReader engine(text);
    if (!engine.whole() || text.find('\0') != std::string_view::npos) return named_in_bytes(text);
    std::set<std::string> secrets;
    add_named(engine.root(), secrets);
    return secrets;
}

}  // namespace proof
