// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include <stytch/m2m/detail/abi.hpp>
#include <stytch/m2m/detail/member.hpp>
#include <stytch/m2m/detail/print.hpp>
#include <stytch/m2m/secret.hpp>

namespace stytch::m2m {

/// The values that Stytch documents for M2MClientWithNextClientSecret::status.
struct M2MClientStatus {
    static constexpr const char* active = "active";      ///< The client may authenticate.
    static constexpr const char* inactive = "inactive";  ///< The client may not authenticate.
};

inline namespace STYTCH_M2M_ABI {

/// A machine-to-machine client whose secret is being rotated: `m2m_client` in the response to
/// `POST /v1/m2m/clients/{client_id}/secrets/rotate/start`. Its members are those of Stytch's schema
/// api_m2m_v1_M2MClientWithNextClientSecret, in the same order; see
/// https://stytch.com/docs/api-reference/consumer/api/m2m/rotate-secret/start-secret-rotation
struct M2MClientWithNextClientSecret {
    std::string client_id{};                ///< The client's ID; must not be empty.
    Secret next_client_secret{};            ///< The next secret, shown only once; must not be empty.
    std::string client_name{};              ///< A human-readable name.
    std::string client_description{};       ///< A human-readable description.
    std::string status{};                   ///< The status as received; see M2MClientStatus.
    std::vector<std::string> scopes{};      ///< The scopes assigned to the client.
    std::string client_secret_last_four{};  ///< The last four characters of the current secret.
    /// Application-specific data; must be an object. Build it with `nlohmann::json::object({{"key", 1}})`:
    /// a bare `{{"key", 1}}` is an array, `{}` leaves it absent, and a stored null counts as absent.
    std::optional<nlohmann::json> trusted_metadata{};
    std::optional<std::string> next_client_secret_last_four{};  ///< The last four characters of the next secret.
};

}  // namespace STYTCH_M2M_ABI

namespace detail {
inline namespace STYTCH_M2M_ABI {

inline constexpr std::string_view secret_name = "next_client_secret";

/// The single table of members: everything that reads, writes, checks, compares or prints them goes through it.
template <class Function>
constexpr void for_each_member(Function&& function) {
    using Client = M2MClientWithNextClientSecret;
    constexpr bool hidden = true;
    function(Member("client_id", &Client::client_id, Constraint::not_empty));
    function(Member(secret_name, &Client::next_client_secret, Constraint::not_empty));
    function(Member("client_name", &Client::client_name));
    function(Member("client_description", &Client::client_description));
    function(Member("status", &Client::status, Constraint::status));
    function(Member("scopes", &Client::scopes));
    function(Member("client_secret_last_four", &Client::client_secret_last_four, Constraint::none, hidden));
    function(Member("trusted_metadata", &Client::trusted_metadata));
    function(Member("next_client_secret_last_four", &Client::next_client_secret_last_four, Constraint::none, hidden));
}

}  // namespace STYTCH_M2M_ABI
}  // namespace detail

inline namespace STYTCH_M2M_ABI {

// Templates, so that only code that compares pays for finding nlohmann's ==, which is slow to compile.

/// Compares all members; the secrets in a time that depends only on their lengths.
template <class = void>
[[nodiscard]] bool operator==(const M2MClientWithNextClientSecret& lhs, const M2MClientWithNextClientSecret& rhs) {
    bool same = true;
    detail::for_each_member(
        [&](const auto& member) { same = same && detail::same(lhs.*member.pointer, rhs.*member.pointer); });
    return same;
}
/// Compares all members; the secrets in a time that depends only on their lengths.
template <class = void>
[[nodiscard]] bool operator!=(const M2MClientWithNextClientSecret& lhs, const M2MClientWithNextClientSecret& rhs) {
    return !(lhs == rhs);
}

/// Prints the members on one line for humans, with the secret and both last-fours redacted. The output is not JSON; for
/// that, see redacted().
inline std::ostream& operator<<(std::ostream& out, const M2MClientWithNextClientSecret& client) {
    const char* separator = "M2MClientWithNextClientSecret{";
    detail::for_each_member([&](const auto& member) {
        out << separator << member.name << ": ";
        separator = ", ";
        if (const auto* const value = detail::value_of(client.*member.pointer); value == nullptr) {
            out << "absent";
        } else if (member.hidden) {
            out << (value->empty() ? "[EMPTY]" : "[REDACTED]");
        } else {
            detail::print(out, *value);
        }
    });
    return out << '}';
}

// Defined in json.hpp. Declared here because nlohmann_json checks for them as soon as a client is passed to something
// that takes a json, and the compiler caches the first answer.
template <class BasicJson>
void to_json(BasicJson& j, const M2MClientWithNextClientSecret& client);
template <class BasicJson>
void from_json(const BasicJson& j, M2MClientWithNextClientSecret& client);

}  // namespace STYTCH_M2M_ABI
}  // namespace stytch::m2m
