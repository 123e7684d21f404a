// SPDX-License-Identifier: MIT
// Samples and helpers shared by the tests.
#pragma once

#include <stytch/m2m.hpp>
#include <stytch/m2m/fixtures.hpp>

#include <algorithm>
#include <ostream>
#include <sstream>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace samples {

inline constexpr std::string_view secret = "NHQhc7ZqsXJVtgmN2MXr1etqsQrGAwJ-iBWNLKY7DzJj";

/// The client of the documented response: what fixtures::sample_client() is, as Stytch writes it.
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

inline stytch::m2m::M2MClientWithNextClientSecret client() { return stytch::m2m::fixtures::sample_client(); }

/// The documented client after `change`.
template <class Change>
stytch::m2m::M2MClientWithNextClientSecret client_after(Change&& change) {
    stytch::m2m::M2MClientWithNextClientSecret changed = client();
    change(changed);
    return changed;
}

/// `text` with its first `from` replaced.
inline std::string replaced(std::string text, std::string_view from, std::string_view to) {
    return text.replace(text.find(from), from.size(), to);
}

/// `levels` nested arrays.
inline std::string nested_text(std::size_t levels) { return std::string(levels, '[') + std::string(levels, ']'); }
inline nlohmann::json nested_json(std::size_t levels) { return nlohmann::json::parse(nested_text(levels)); }

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
using Findings = std::vector<Finding>;

inline Findings findings(const std::vector<stytch::m2m::Violation>& violations) {
    Findings result;
    for (const auto& violation : violations) result.push_back({violation.rule, violation.location});
    return result;
}

/// The violations of the ValidationError that `action` throws; none if it throws none.
template <class Action>
Findings thrown(Action&& action) {
    try {
        action();
        return {};
    } catch (const stytch::m2m::ValidationError& error) {
        return findings(error.violations());
    }
}

inline bool has(const std::vector<stytch::m2m::Violation>& violations, const Finding& finding) {
    const Findings all = findings(violations);
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
