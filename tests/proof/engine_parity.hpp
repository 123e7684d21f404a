// SPDX-License-Identifier: MIT
// What must hold for any text, with nlohmann's engine as the reference; used by properties and fuzzers.
#pragma once

#include <stytch/m2m.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "client_parity.hpp"
#include "json_nodes.hpp"
#include "named_secrets.hpp"
#include "verdict.hpp"

namespace proof {

/// Checks that every violation has a known form, and that the engine and the rule `syntax` agree on the text. Text
/// nested too deeply is not looked into, so it may be reported without its other faults.
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

inline bool has_misplaced(const std::vector<Violation>& violations) {
    return std::any_of(violations.begin(), violations.end(),
                       [](const Violation& violation) { return violation.rule == Rule::misplaced; });
}

/// What is wrong with the verdict on a complete text, if anything.
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

/// The number as an int, if it is one.
inline std::optional<int> as_int(const json& number) {
    constexpr int least = (std::numeric_limits<int>::min)();
    constexpr int most = (std::numeric_limits<int>::max)();
    if (number.is_number_unsigned() && number.get<json::number_unsigned_t>() > most) return std::nullopt;
    const auto value = number.get<double>();  // exact for every int
    if (value < least || value > most || value != std::trunc(value)) return std::nullopt;
    return static_cast<int>(value);
}

/// A text of the envelope as it is stored: redacted if it may repeat the secret.
inline std::string stored(const std::string& text, std::string_view secret) {
    const bool repeats =
        text.find(secret_name) != std::string::npos || (!secret.empty() && text.find(secret) != std::string::npos);
    return repeats ? "[REDACTED]" : text;
}

/// Compares the envelope's members except the client with what the engine read, and adds the violations they must
/// cause. Returns the name of a member that differs, if any.
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
            } else if (engine.whole && response.status_code != *status) {  // broken text may end within a number
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
