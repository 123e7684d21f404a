// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include <nlohmann/json.hpp>

#include <stytch/m2m/detail/json_string.hpp>
#include <stytch/m2m/detail/json_tree.hpp>
#include <stytch/m2m/detail/kind.hpp>
#include <stytch/m2m/secret.hpp>

namespace stytch::m2m {
inline namespace NLOHMANN_JSON_ABI_TAGS {

/// The values that Stytch documents for M2MClientWithNextClientSecret::status.
struct M2MClientStatus {
    static constexpr std::string_view active = "active";      ///< The client may authenticate.
    static constexpr std::string_view inactive = "inactive";  ///< The client may not authenticate.
};

/// A machine-to-machine client whose secret is being rotated: what `POST
/// /v1/m2m/clients/{client_id}/secrets/rotate/start` answers as `m2m_client`. Members are those of Stytch's schema
/// api_m2m_v1_M2MClientWithNextClientSecret, in its order.
struct M2MClientWithNextClientSecret {
    std::string client_id;                ///< The ID of the client; not empty.
    Secret next_client_secret;            ///< The secret that is next in rotation, shown only once; not empty.
    std::string client_name;              ///< A human-readable name.
    std::string client_description;       ///< A human-readable description.
    std::string status;                   ///< The wire's text, see M2MClientStatus.
    std::vector<std::string> scopes;      ///< The scopes assigned to the client.
    std::string client_secret_last_four;  ///< The last four characters of the current secret.
    /// An object of application-specific data. Make it with `nlohmann::json::object({{"key", 1}})`: the bare `{{"key",
    /// 1}}` is an array, `{}` is absent, and a null that is put in counts as absent.
    std::optional<nlohmann::json> trusted_metadata;
    std::optional<std::string> next_client_secret_last_four;  ///< The last four characters of the next secret.
};

}  // namespace NLOHMANN_JSON_ABI_TAGS
}  // namespace stytch::m2m

namespace stytch::m2m::detail {
inline namespace NLOHMANN_JSON_ABI_TAGS {

/// What a member may say, over and above its JSON type; last_four may say anything, but operator<< redacts it.
enum class Content : unsigned char { any, not_empty, status, last_four };

// The JSON type of a member by its type in the struct. The pointers are null and choose the overload.

constexpr Kind kind_of(const std::string*) noexcept { return Kind::string; }
constexpr Kind kind_of(const Secret*) noexcept { return Kind::string; }
constexpr Kind kind_of(const std::vector<std::string>*) noexcept { return Kind::array; }
constexpr Kind kind_of(const nlohmann::json*) noexcept { return Kind::object; }
template <class T>
constexpr Kind kind_of(const std::optional<T>*) noexcept {
    return kind_of(static_cast<const T*>(nullptr));
}

template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;

/// A member of M2MClientWithNextClientSecret; T is its type there.
template <class T>
struct Member {
    constexpr Member(std::string_view n, T M2MClientWithNextClientSecret::*p, Content c = Content::any) noexcept
        : name(n), pointer(p), content(c) {}

    std::string_view name;
    T M2MClientWithNextClientSecret::*pointer;
    Content content;
    Kind kind = kind_of(static_cast<const T*>(nullptr));
    bool required = !is_optional<T>;
};

inline constexpr std::string_view secret_name = "next_client_secret";

/// The one table of the members: everything that reads, writes, checks, compares or prints them goes through it.
template <class Function>
constexpr void for_each_member(Function&& function) {
    using Client = M2MClientWithNextClientSecret;
    function(Member("client_id", &Client::client_id, Content::not_empty));
    function(Member(secret_name, &Client::next_client_secret, Content::not_empty));
    function(Member("client_name", &Client::client_name));
    function(Member("client_description", &Client::client_description));
    function(Member("status", &Client::status, Content::status));
    function(Member("scopes", &Client::scopes));
    function(Member("client_secret_last_four", &Client::client_secret_last_four, Content::last_four));
    function(Member("trusted_metadata", &Client::trusted_metadata));
    function(Member("next_client_secret_last_four", &Client::next_client_secret_last_four, Content::last_four));
}

inline constexpr std::size_t member_count = [] {
    std::size_t count = 0;
    for_each_member([&](const auto&) { ++count; });
    return count;
}();

// Whether a member is written, checked, compared and printed. An optional json that holds null counts as absent.

template <class T>
bool is_there(const T&) {
    return true;
}
template <class T>
bool is_there(const std::optional<T>& value) {
    if constexpr (std::is_same_v<T, nlohmann::json>) {
        return value.has_value() && !value->is_null();
    } else {
        return value.has_value();
    }
}

template <class T>
bool equal(const T& lhs, const T& rhs) {
    return lhs == rhs;
}
// Versions of nlohmann_json differ in whether an optional json compares as an optional or as a json.
template <class T>
bool equal(const std::optional<T>& lhs, const std::optional<T>& rhs) {
    return is_there(lhs) == is_there(rhs) && (!is_there(lhs) || *lhs == *rhs);
}

inline void print(std::ostream& out, const Secret& secret) { out << secret; }
inline void print(std::ostream& out, const std::string& text) {
    std::string escaped(escaped_size(text), '\0');
    escape(text, escaped.data());
    out << '"' << escaped << '"';
}
inline void print(std::ostream& out, const std::vector<std::string>& texts) {
    out << '[';
    for (std::size_t i = 0; i < texts.size(); ++i) {
        if (i != 0) out << ", ";
        print(out, texts[i]);
    }
    out << ']';
}
template <class Json, only_json<Json> = 0>
void print(std::ostream& out, const Json& metadata) {
    if (nested_deeper(metadata, max_member_depth)) {
        out << "(nested too deeply)";
    } else {
        out << metadata.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    }
}
template <class T>
void print(std::ostream& out, const std::optional<T>& value) {
    if (is_there(value)) {
        print(out, *value);
    } else {
        out << "absent";
    }
}

}  // namespace NLOHMANN_JSON_ABI_TAGS
}  // namespace stytch::m2m::detail

namespace stytch::m2m {
inline namespace NLOHMANN_JSON_ABI_TAGS {

// Templates so that they are compiled only where somebody compares: finding nlohmann's == is slow to compile.

/// Compares all members; the secrets in a time that depends on their length alone.
template <class = void>
bool operator==(const M2MClientWithNextClientSecret& lhs, const M2MClientWithNextClientSecret& rhs) {
    bool same = true;
    detail::for_each_member(
        [&](const auto& member) { same = same && detail::equal(lhs.*member.pointer, rhs.*member.pointer); });
    return same;
}
/// Compares all members; the secrets in a time that depends on their length alone.
template <class = void>
bool operator!=(const M2MClientWithNextClientSecret& lhs, const M2MClientWithNextClientSecret& rhs) {
    return !(lhs == rhs);
}

/// Writes the members on one line for people, with the secret and both last-fours redacted. It is not JSON; for JSON
/// without the secret see redacted().
inline std::ostream& operator<<(std::ostream& out, const M2MClientWithNextClientSecret& client) {
    const char* separator = "M2MClientWithNextClientSecret{";
    detail::for_each_member([&](const auto& member) {
        out << separator << member.name << ": ";
        separator = ", ";
        if (member.content == detail::Content::last_four) {
            out << "[REDACTED]";
        } else {
            detail::print(out, client.*member.pointer);
        }
    });
    return out << '}';
}

}  // namespace NLOHMANN_JSON_ABI_TAGS
}  // namespace stytch::m2m
