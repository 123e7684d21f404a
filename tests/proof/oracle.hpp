// SPDX-License-Identifier: MIT
// What parse() and parse_rotate_start_response() must return for any text: the rules of the README, written down a
// second time, plainly and slowly, with nlohmann's engine as the judge of what is JSON.
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

#include "engine.hpp"
#include "samples.hpp"

namespace proof {

using samples::Finding;
using stytch::m2m::M2MClientWithNextClientSecret;
using stytch::m2m::RotateStartResponse;
using stytch::m2m::Rule;
using stytch::m2m::Violation;
using Findings = std::multiset<Finding>;

/// The string whose opening quote is at `begin`, decoded; std::nullopt if it is not a complete one. Stores its end.
inline std::optional<std::string> string_at(std::string_view text, std::size_t begin, std::size_t& end) {
    for (end = begin + 1; end < text.size() && text[end] != '"'; ++end) {
        if (text[end] == '\\') ++end;
    }
    if (end >= text.size()) return std::nullopt;
    const json value = json::parse(text.substr(begin, ++end - begin), nullptr, false);
    if (!value.is_string()) return std::nullopt;
    return value.get<std::string>();
}

inline std::size_t behind_space(std::string_view text, std::size_t at) {
    return std::min(text.find_first_not_of(" \t\r\n", at), text.size());
}

/// Whether what is at `at` is what may follow a member's value.
inline bool is_closed(std::string_view text, std::size_t at) {
    at = behind_space(text, at);
    return at == text.size() || text[at] == ',' || text[at] == '}';
}

/// The end of `name` at `at`, however it is escaped, or npos if something else is there.
inline std::size_t end_of_name(std::string_view text, std::size_t at, std::string_view name) {
    for (const char wanted : name) {
        const std::string spelling(text.substr(std::min(at, text.size()), 6));
        const bool plain = spelling.substr(0, 1) == std::string(1, wanted);
        // The first test only saves time.
        const bool escaped = spelling.substr(0, 1) == "\\" &&
                             json::parse('"' + spelling + '"', nullptr, false) == std::string(1, wanted);
        if (!plain && !escaped) return std::string_view::npos;
        at += plain ? 1 : 6;
    }
    return at;
}

/// Rule 3: what each `"next_client_secret": "..."` in the raw text says.
inline std::set<std::string> secrets_in_raw_text(std::string_view text) {
    std::set<std::string> secrets;
    for (std::size_t at = 0; (at = text.find('"', at)) != std::string_view::npos; ++at) {
        std::size_t end = std::min(end_of_name(text, at + 1, secret_name), text.size());
        if (text.substr(end, 1) != "\"") continue;
        const std::size_t colon = behind_space(text, end + 1);
        if (text.substr(colon, 1) != ":") continue;
        const std::size_t value = behind_space(text, colon + 1);
        if (text.substr(value, 1) != "\"") continue;
        const std::optional<std::string> secret = string_at(text, value, end);
        if (!secret.has_value() || secret->empty()) continue;
        std::string_view literal = text.substr(value + 1, end - value - 2);
        while (!literal.empty() && literal.back() == ' ') literal.remove_suffix(1);
        const bool runs_on = !literal.empty() && std::string_view(",[{").find(literal.back()) != std::string_view::npos;
        if (is_closed(text, end) || !runs_on) secrets.insert(*secret);
    }
    return secrets;
}

/// Calls `visit(value)` with each member called as the secret is, however deep, but not inside of trusted_metadata.
template <class Visit>
void for_each_secret(const Node& node, Visit&& visit) {
    for (std::size_t i = 0; i < node.values.size(); ++i) {
        const std::string key = node.keys.empty() ? "" : node.keys[i];
        if (key == "trusted_metadata") continue;
        if (key == secret_name) visit(node.values[i]);
        for_each_secret(node.values[i], visit);
    }
}

/// Rule 2: whether something could be appended to make the text JSON. Tries what can end a value, a member or a
/// character that is cut.
inline bool is_cut_json(const std::string& text, const Engine& engine) {
    static const std::vector<std::string> characters = [] {
        std::vector<std::string> all = {"", "n", "\\udc00", "e-99999", "-99999", "99999"};
        for (const std::string whole : {"ud800\\udc00", "u0000", "\\udc00", "\x80\x80\x80", "\xA0\xA0\xA0"}) {
            for (std::size_t i = 0; i < whole.size(); ++i) all.push_back(whole.substr(i));
        }
        return all;
    }();
    if (engine.fault != Fault::syntax || engine.root.complete || !engine.read_all) return false;
    for (const std::string& character : characters) {
        for (const char* rest :
             {"", "\"", "\":0", ":0", "0", "\"\":0", "rue", "ue", "e", "alse", "lse", "se", "ull", "ll", "l"}) {
            if (is_json(text + character + rest + engine.closing())) return true;
        }
    }
    return false;
}

/// What is expected of one text.
struct Expected {
    std::string secret;
    bool misplaced = false;
    M2MClientWithNextClientSecret client;
    RotateStartResponse response;  // without its client and violations
    Findings findings;
};

/// The first value of that name, or null.
inline const Node* first(const Node& object, const std::string& name) {
    for (std::size_t i = 0; i < object.values.size(); ++i) {
        if (object.keys[i] == name) return &object.values[i];
    }
    return nullptr;
}

template <class Names>
void expect_duplicates(const Node& object, const std::string& location, const Names& known, Findings& findings) {
    std::set<std::string> names;
    for (const std::string& key : object.keys) {
        const bool repeated = !names.insert(key).second;
        if (repeated && is_one_of(known, key)) findings.insert({Rule::duplicate, location + "/" + key});
    }
}

inline std::string type_of(const std::string& name) {
    if (name == "scopes") return "array";
    if (name == "trusted_metadata" || name == "m2m_client") return "object";
    return name == "status_code" ? "number" : "string";
}

/// A member's value if it is complete and of the right type; reports if it is of the wrong one.
inline const Node* fitting(const Node& object, const std::string& location, const std::string& name, bool nullable,
                           Findings& findings) {
    const Node* const node = first(object, name);
    if (node == nullptr || !node->complete) return nullptr;
    if (node->scalar.type_name() == type_of(name)) return node;
    if (!nullable || !node->scalar.is_null()) findings.insert({Rule::type, location + "/" + name});
    return nullptr;
}

inline void expect_client(const Node& node, const std::string& location, bool whole, Expected& expected) {
    expect_duplicates(node, location, client_members, expected.findings);
    M2MClientWithNextClientSecret& client = expected.client;
    for (const std::string name : client_members) {
        const std::string where = location + "/" + name;
        const bool optional = name == "trusted_metadata" || name == "next_client_secret_last_four";
        const bool chosen = name == secret_name && !expected.secret.empty();
        if (whole && !optional && !is_one_of(node.keys, name) && !chosen)
            expected.findings.insert({Rule::required, where});
        if (const Node* const scopes = first(node, name);
            name == "scopes" && scopes != nullptr && scopes->is(json::value_t::array)) {
            bool strings = scopes->complete;
            for (std::size_t i = 0; i < scopes->values.size(); ++i) {
                const bool is_string = scopes->values[i].is(json::value_t::string);
                strings = strings && is_string;
                if (!is_string && scopes->values[i].complete)
                    expected.findings.insert({Rule::type, where + "/" + std::to_string(i)});
            }
            if (strings) client.scopes = as_json(*scopes).get<std::vector<std::string>>();
            continue;
        }
        const Node* const value = fitting(node, location, name, optional, expected.findings);
        if (value == nullptr) continue;
        if (name == "trusted_metadata") {
            if (whole) client.trusted_metadata.emplace(as_json(*value));
            continue;
        }
        const auto text = value->scalar.get<std::string>();
        if ((name == "client_id" || name == secret_name) && text.empty())
            expected.findings.insert({Rule::empty, where});
        if (name == "client_id") client.client_id = text;
        if (name == "client_name") client.client_name = text;
        if (name == "client_description") client.client_description = text;
        if (name == "client_secret_last_four") client.client_secret_last_four = text;
        if (name == "next_client_secret_last_four") client.next_client_secret_last_four = text;
        if (name != "status") continue;
        client.status = text;
        if (text != "active" && text != "inactive") expected.findings.insert({Rule::status, where});
    }
}

/// The number as an int, if it is one.
inline std::optional<int> as_int(const json& number) {
    constexpr int least = (std::numeric_limits<int>::min)();
    constexpr int most = (std::numeric_limits<int>::max)();
    if (number.is_number_unsigned() && number.get<json::number_unsigned_t>() > most) return std::nullopt;
    const auto value = number.get<double>();  // exact for every int
    if (value < least || value > most || value != std::trunc(value)) return std::nullopt;
    return static_cast<int>(value);
}

inline bool mentions_secret(std::string_view text) {
    for (std::size_t at = 0; at < text.size(); ++at) {
        const std::size_t end = end_of_name(text, at, secret_name);
        if (end == std::string_view::npos) continue;
        if (end_of_name(text, end, "_last_four") == std::string_view::npos) return true;
    }
    return false;
}

/// Whether a member called as the secret is holds anything but null or "".
inline bool names_secret(const Node& root) {
    bool names = false;
    for_each_secret(root, [&](const Node& value) { names = names || (!value.scalar.is_null() && value.scalar != ""); });
    return names;
}

inline void expect_response(std::string_view text, const Engine& engine, Expected& expected) {
    expect_duplicates(engine.root, "", response_members, expected.findings);
    RotateStartResponse& response = expected.response;
    if (const Node* const status = fitting(engine.root, "", "status_code", true, expected.findings)) {
        const std::optional<int> value = as_int(status->scalar);
        response.status_code = value.value_or(0);
        if (!value.has_value()) expected.findings.insert({Rule::type, "/status_code"});
    }
    const bool named = engine.fault == Fault::none ? names_secret(engine.root) : mentions_secret(text);
    const bool unread = expected.secret.empty() && named;
    const auto read = [&](const char* name) -> std::string {
        const Node* const node = fitting(engine.root, "", name, true, expected.findings);
        if (node == nullptr || node->scalar == "") return "";
        const auto value = node->scalar.get<std::string>();
        const std::set<std::string> known = {
            "m2m_client_not_found",           "m2m_client_invalid_client_id", "m2m_client_already_rotating_secret",
            "m2m_client_not_rotating_secret", "unauthorized_credentials",     "too_many_requests",
            "internal_server_error"};
        if (unread) return std::string(name) == "error_type" && known.count(value) != 0 ? value : "[REDACTED]";
        const std::string& secret = expected.secret;
        const std::size_t part = std::min<std::size_t>(secret.size(), 16);
        const bool repeats = part != 0 && (value.find(secret.substr(0, part)) != std::string::npos ||
                                           value.find(secret.substr(secret.size() - part)) != std::string::npos);
        return repeats || mentions_secret(value) ? "[REDACTED]" : value;
    };
    response.request_id = read("request_id");
    const std::string type = read("error_type");
    const std::string message = read("error_message");
    const std::string url = read("error_url");
    const bool is_error = !type.empty() || !message.empty();
    if (is_error) response.error.emplace(response.status_code, response.request_id, type, message, url);
    const Node* const client = first(engine.root, "m2m_client");
    if (client != nullptr && client->is(json::value_t::object)) {
        expect_client(*client, "/m2m_client", engine.fault == Fault::none, expected);
    } else if (client == nullptr) {
        const bool missing = engine.fault == Fault::none && !is_error;
        if (missing) expected.findings.insert({Rule::required, "/m2m_client"});
    } else {
        fitting(engine.root, "", "m2m_client", is_error, expected.findings);
    }
}

/// Chooses the secret by the three rules.
inline void expect_secret(const std::string& text, const Engine& engine, const Node* client, Expected& expected) {
    std::string in_place;
    std::size_t end = 0;
    const std::size_t members = client == nullptr ? 0 : client->values.size();
    for (std::size_t i = 0; i < members && in_place.empty(); ++i) {
        const Node& value = client->values[i];
        if (client->keys[i] != secret_name || !value.is(json::value_t::string)) continue;
        in_place = value.scalar.get<std::string>();
        end = value.end;
    }
    std::set<std::string> secrets;
    if (!in_place.empty() && (engine.fault == Fault::none || is_cut_json(text, engine))) {
        secrets.insert(in_place);
    } else if (engine.fault == Fault::none) {
        // Rule 1: all that are not in their place, where there is none.
        for_each_secret(engine.root, [&](const Node& value) {
            if (value.is(json::value_t::string) && value.scalar != "") secrets.insert(value.scalar.get<std::string>());
        });
    } else {
        secrets = secrets_in_raw_text(text);
        if (!is_closed(text, end)) in_place.clear();
    }
    if (secrets.size() != 1) return;
    expected.secret = *secrets.begin();
    expected.misplaced = expected.secret != in_place;
}

/// What is expected of `text`, read as a client or as a response.
inline Expected expect(const std::string& text, bool as_response) {
    Expected expected;
    const Engine engine(text, as_response);
    const Node& root = engine.root;
    const bool is_object = root.is(json::value_t::object);
    const Node* client = is_object && !as_response ? &root : nullptr;
    if (is_object && as_response) {
        client = first(root, "m2m_client");
        if (client != nullptr && !client->is(json::value_t::object)) client = nullptr;
    }
    expect_secret(text, engine, client, expected);
    const std::string where = as_response ? "/m2m_client/next_client_secret" : "/next_client_secret";
    if (expected.misplaced) expected.findings.insert({Rule::misplaced, where});
    if (engine.fault == Fault::syntax) expected.findings.insert({Rule::syntax, engine.location});
    if (engine.fault == Fault::depth) expected.findings.insert({Rule::depth, engine.location});
    if (engine.fault == Fault::none && !is_object) expected.findings.insert({Rule::type, ""});
    if (is_object && !as_response) expect_client(root, "", engine.fault == Fault::none, expected);
    if (is_object && as_response) expect_response(text, engine, expected);
    expected.client.next_client_secret = expected.secret;
    return expected;
}

/// Whether `violations` are `expected`; of more than 100, a hundred of these with all that are never left out, and the
/// rule of another one.
inline bool are(const std::vector<Violation>& violations, const Findings& expected) {
    constexpr std::size_t most = 100;
    const std::vector<Finding> all = samples::findings(violations);
    if (expected.size() <= most) return Findings(all.begin(), all.end()) == expected;
    if (all.size() != most + 1 || !all.back().location.empty()) return false;
    Findings others = expected;
    for (std::size_t i = 0; i < most; ++i) {
        const auto found = others.find(all[i]);
        if (found == others.end()) return false;
        others.erase(found);
    }
    const auto is_there = [&](Rule rule) {
        return std::any_of(others.begin(), others.end(), [&](const Finding& other) { return other.rule == rule; });
    };
    return is_there(all.back().rule) && !is_there(Rule::syntax) && !is_there(Rule::depth) && !is_there(Rule::misplaced);
}

inline std::string shown(const Findings& findings) {
    std::string text;
    for (const Finding& finding : findings) text += "\n    " + samples::printed(finding);
    return text.empty() ? " nothing" : text;
}

/// What is wrong with the result for `text`, if anything.
inline std::optional<std::string> wrong_with(std::string_view text, bool as_response) {
    const Expected expected = expect(std::string(text), as_response);
    M2MClientWithNextClientSecret client;
    std::vector<Violation> violations;
    if (as_response) {
        RotateStartResponse response = stytch::m2m::parse_rotate_start_response(text);
        client = response.m2m_client;
        violations = response.violations;
        if (response.status_code != expected.response.status_code) return "another status_code";
        if (response.request_id != expected.response.request_id) return "another request_id";
        if (response.error != expected.response.error) return "another error";
        if (response.ok() != (violations.empty() && !response.error)) return "ok() is wrong";
        if (violations.empty() && stytch::m2m::parse_rotate_start_response(serialize(response)) != response) {
            return "another response after serialize()";
        }
    } else {
        const stytch::m2m::ParseResult result = stytch::m2m::parse(text);
        client = result.client;
        violations = result.violations;
        if (result.ok() != violations.empty()) return "ok() is wrong";
        if (result.ok() && json::parse(text).get<M2MClientWithNextClientSecret>() != client) {
            return "from_json() reads another client";
        }
    }
    if (client.next_client_secret != expected.client.next_client_secret) {
        return client.next_client_secret.empty() ? "the secret was lost" : "the wrong secret";
    }
    if (client != expected.client) return "another client";
    if (!are(violations, expected.findings)) {
        const std::vector<Finding> found = samples::findings(violations);
        return "violations are" + shown({found.begin(), found.end()}) + "\n  and should be" + shown(expected.findings);
    }
    return std::nullopt;
}

}  // namespace proof
