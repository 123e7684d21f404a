// SPDX-License-Identifier: MIT
// Samples shared by the tests.
#pragma once

#include <stytch/m2m.hpp>

#include <algorithm>
#include <ostream>
#include <sstream>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace samples {

inline constexpr std::string_view secret = "NHQhc7ZqsXJVtgmN2MXr1etqsQrGAwJ-iBWNLKY7DzJj";

/// The client of the documented response.
inline const std::string client_text =
    R"({"client_id": "m2m-client-test-d731954d-dab3-4a2b-bdee-07f3ad1be885",
    "next_client_secret": "NHQhc7ZqsXJVtgmN2MXr1etqsQrGAwJ-iBWNLKY7DzJj", "client_name": "Example client name",
    "client_description": "Example client description.", "client_secret_last_four": "DzJj",
    "next_client_secret_last_four": "DzJj", "status": "active", "scopes": ["read:users", "write:users"],
    "trusted_metadata": {}})";

/// The documented response.
inline const std::string response_text =
    R"({"status_code": 200, "request_id": "request-id-test-b05c992f-ebdc-489d-a754-c7e70ba13141",
    "m2m_client": )" +
    client_text + "}";

/// The same client as a struct.
inline stytch::m2m::M2MClientWithNextClientSecret client() {
    stytch::m2m::M2MClientWithNextClientSecret client;
    client.client_id = "m2m-client-test-d731954d-dab3-4a2b-bdee-07f3ad1be885";
    client.next_client_secret = secret;
    client.client_name = "Example client name";
    client.client_description = "Example client description.";
    client.status = stytch::m2m::M2MClientStatus::active;
    client.scopes = {"read:users", "write:users"};
    client.client_secret_last_four = "DzJj";
    client.trusted_metadata = nlohmann::json::object();
    client.next_client_secret_last_four = "DzJj";
    return client;
}

/// `levels` nested arrays.
inline std::string nested_text(std::size_t levels) { return std::string(levels, '[') + std::string(levels, ']'); }
inline nlohmann::json nested_json(std::size_t levels) {
    nlohmann::json value = nlohmann::json::array();
    for (std::size_t i = 1; i < levels; ++i) {
        nlohmann::json outer = nlohmann::json::array();
        outer.push_back(std::move(value));
        value = std::move(outer);
    }
    return value;
}

/// A violation without its message.
struct Finding {
    stytch::m2m::Rule rule;
    std::string location;

    friend bool operator==(const Finding& lhs, const Finding& rhs) {
        return lhs.rule == rhs.rule && lhs.location == rhs.location;
    }
    friend bool operator<(const Finding& lhs, const Finding& rhs) {
        return std::tie(lhs.rule, lhs.location) < std::tie(rhs.rule, rhs.location);
    }
    friend std::ostream& operator<<(std::ostream& out, const Finding& finding) {
        return out << finding.rule << " at \"" << finding.location << '"';
    }
};

inline std::vector<Finding> findings(const std::vector<stytch::m2m::Violation>& violations) {
    std::vector<Finding> result;
    for (const auto& violation : violations) result.push_back({violation.rule, violation.location});
    return result;
}

/// The violations of the ValidationError that `action` throws; none if it throws none.
template <class Action>
std::vector<Finding> thrown(Action&& action) {
    try {
        action();
        return {};
    } catch (const stytch::m2m::ValidationError& error) {
        return findings(error.violations());
    }
}

inline bool has(const std::vector<stytch::m2m::Violation>& violations, const Finding& finding) {
    const std::vector<Finding> all = findings(violations);
    return std::find(all.begin(), all.end(), finding) != all.end();
}

/// What << prints.
template <class T>
std::string printed(const T& value) {
    std::ostringstream out;
    out << value;
    return out.str();
}

}  // namespace samples
