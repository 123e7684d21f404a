// SPDX-License-Identifier: MIT
#pragma once

#include <type_traits>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include <stytch/m2m/detail/abi.hpp>
#include <stytch/m2m/detail/exceptions.hpp>
#include <stytch/m2m/detail/json_convert.hpp>
#include <stytch/m2m/detail/json_tree.hpp>
#include <stytch/m2m/m2m_client_with_next_client_secret.hpp>
#include <stytch/m2m/secret.hpp>
#include <stytch/m2m/validate.hpp>
#include <stytch/m2m/violation.hpp>

namespace stytch::m2m {
inline namespace STYTCH_M2M_ABI {

/// Writes `client` to `j`, any nlohmann::basic_json, as an object with the secret in plain text and without absent
/// members; nlohmann::ordered_json keeps the schema's order. Does not validate, but throws ValidationError
/// (Rule::depth) if the metadata is nested too deeply to copy. The copies in `j` are not wiped; see redacted() and
/// serialize().
template <class BasicJson>
void to_json(BasicJson& j, const M2MClientWithNextClientSecret& client) {
    j = detail::client_to_json<BasicJson>(client, "");
}

/// Reads a client from `j`, any nlohmann::basic_json. If validate(j) finds violations, throws ValidationError with them
/// and leaves `client` unchanged. For text, use parse(), which keeps the secret out of the JSON engine.
template <class BasicJson>
void from_json(const BasicJson& j, M2MClientWithNextClientSecret& client) {
    if (std::vector<Violation> violations = validate(j); !violations.empty()) {
        detail::raise(ValidationError(std::move(violations)));
    }
    M2MClientWithNextClientSecret read;
    detail::for_each_member([&](const auto& member) {
        if (const BasicJson* const value = detail::find_member(j, member.name); value != nullptr) {
            detail::read_value(*value, read.*member.pointer);
        }
    });
    client = std::move(read);
}

/// Returns what to_json() writes, without `next_client_secret`. Keeps the last four characters of both secrets; to log
/// a client, use operator<<. Throws ValidationError (Rule::depth) if the metadata is nested too deeply to copy.
[[nodiscard]] inline nlohmann::json redacted(const M2MClientWithNextClientSecret& client) {
    nlohmann::json object = nlohmann::json::object();
    detail::for_each_member([&](const auto& member) {
        const auto& value = client.*member.pointer;
        if constexpr (!std::is_same_v<decltype(value), const Secret&>) {
            detail::write_member(object, {"", member.name}, value);
        }
    });
    return object;
}

}  // namespace STYTCH_M2M_ABI
}  // namespace stytch::m2m
