// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>
#include <type_traits>
#include <vector>

#include <nlohmann/json.hpp>

#include <stytch/m2m/detail/abi.hpp>
#include <stytch/m2m/detail/check.hpp>
#include <stytch/m2m/m2m_client_with_next_client_secret.hpp>
#include <stytch/m2m/violation.hpp>

namespace stytch::m2m {
inline namespace STYTCH_M2M_ABI {

/// Returns the violations of `client`: at most 100, plus one that says there are more; empty if it is valid. Throws
/// only std::bad_alloc.
[[nodiscard]] inline std::vector<Violation> validate(const M2MClientWithNextClientSecret& client) {
    return detail::validate_client(client, "");
}

/// Returns the violations of `document`, which is a client as JSON, not a whole response: at most 100, plus one that
/// says there are more; empty if from_json() accepts it. Throws only std::bad_alloc.
[[nodiscard]] inline std::vector<Violation> validate(const nlohmann::json& document) {
    return detail::validate_json(document);
}

/// Same, for any other nlohmann::basic_json.
template <class BasicJson, class = typename BasicJson::json_sax_t>  // only a basic_json has this type
[[nodiscard]] std::vector<Violation> validate(const BasicJson& document) {
    return detail::validate_json(document);
}

/// Deleted, because text would convert to a JSON string. To validate text, use parse().
template <class Text, std::enable_if_t<std::is_convertible_v<const Text&, std::string_view>, int> = 0>
std::vector<Violation> validate(const Text& text) = delete;

}  // namespace STYTCH_M2M_ABI
}  // namespace stytch::m2m
