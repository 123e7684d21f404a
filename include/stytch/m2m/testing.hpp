// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include <stytch/m2m/detail/abi.hpp>
#include <stytch/m2m/detail/member.hpp>
#include <stytch/m2m/m2m_client_with_next_client_secret.hpp>
#include <stytch/m2m/rotate_start_response.hpp>
#include <stytch/m2m/stytch_error.hpp>
#include <stytch/m2m/violation.hpp>

/// Fixtures for a service's tests, independent of the test framework. Not included by `stytch/m2m.hpp`.
namespace stytch::m2m::testing {
inline namespace STYTCH_M2M_ABI {

/// Returns the example client from Stytch's documentation, which is valid.
[[nodiscard]] inline M2MClientWithNextClientSecret sample_client() {
    M2MClientWithNextClientSecret client;
    client.client_id = "m2m-client-test-d731954d-dab3-4a2b-bdee-07f3ad1be885";
    client.next_client_secret = "NHQhc7ZqsXJVtgmN2MXr1etqsQrGAwJ-iBWNLKY7DzJj";
    client.client_name = "Example client name";
    client.client_description = "Example client description.";
    client.status = M2MClientStatus::active;
    client.scopes = {"read:users", "write:users"};
    client.client_secret_last_four = "DzJj";
    client.trusted_metadata = nlohmann::json::object();
    client.next_client_secret_last_four = "DzJj";
    return client;
}

/// Returns the example response from Stytch's documentation, with sample_client(). It is ok().
[[nodiscard]] inline RotateStartResponse sample_response() {
    RotateStartResponse response;
    response.status_code = 200;
    response.request_id = "request-id-test-b05c992f-ebdc-489d-a754-c7e70ba13141";
    response.m2m_client = sample_client();
    return response;
}

/// Returns an error response, as Stytch would send it.
[[nodiscard]] inline RotateStartResponse sample_error(const char* error_type = StytchErrorType::m2m_client_not_found,
                                                      int status_code = 404) {
    RotateStartResponse response;
    response.status_code = status_code;
    response.request_id = sample_response().request_id;
    response.error.emplace(status_code, response.request_id, error_type, "An example error message.",
                           std::string("https://stytch.com/docs/api/errors/") + std::to_string(status_code));
    return response;
}

/// Returns JSON Pointers to the members that differ, in the schema's order; empty if the clients are equal. Contains no
/// values, so a failing test may print it.
[[nodiscard]] inline std::vector<std::string> differences(const M2MClientWithNextClientSecret& lhs,
                                                          const M2MClientWithNextClientSecret& rhs) {
    std::vector<std::string> pointers;
    detail::for_each_member([&](const auto& member) {
        if (!detail::same(lhs.*member.pointer, rhs.*member.pointer)) pointers.push_back("/" + std::string(member.name));
    });
    return pointers;
}

/// Returns JSON Pointers to the members of the body that differ, in the body's order. If only the violations differ,
/// returns the locations of those that only one side has. Empty if the responses are equal.
[[nodiscard]] inline std::vector<std::string> differences(const RotateStartResponse& lhs,
                                                          const RotateStartResponse& rhs) {
    std::vector<std::string> pointers;
    const auto compare = [&](const char* pointer, const auto& left, const auto& right) {
        if (!(left == right)) pointers.emplace_back(pointer);
    };
    compare("/status_code", lhs.status_code, rhs.status_code);
    compare("/request_id", lhs.request_id, rhs.request_id);
    for (const std::string& pointer : differences(lhs.m2m_client, rhs.m2m_client)) {
        pointers.push_back("/m2m_client" + pointer);
    }
    const StytchError none(0, "", "", "", "");
    const StytchError& left = lhs.error.has_value() ? *lhs.error : none;
    const StytchError& right = rhs.error.has_value() ? *rhs.error : none;
    if (lhs.error.has_value() != rhs.error.has_value() || left.error_type != right.error_type) {
        pointers.emplace_back("/error_type");
    }
    compare("/error_message", left.error_message, right.error_message);
    compare("/error_url", left.error_url, right.error_url);
    if (!pointers.empty()) return pointers;

    // The error has its own copies of the status and the request ID.
    compare("/status_code", left.status_code, right.status_code);
    compare("/request_id", left.request_id, right.request_id);
    const auto add_missing = [&](const std::vector<Violation>& from, const std::vector<Violation>& other) {
        for (const Violation& violation : from) {
            if (std::find(other.begin(), other.end(), violation) == other.end()) pointers.push_back(violation.location);
        }
    };
    add_missing(lhs.violations, rhs.violations);
    add_missing(rhs.violations, lhs.violations);
    if (pointers.empty()) compare("", lhs.violations, rhs.violations);
    return pointers;
}

}  // namespace STYTCH_M2M_ABI
}  // namespace stytch::m2m::testing
