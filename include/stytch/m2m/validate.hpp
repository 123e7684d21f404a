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

/// Every rule that `client` breaks, at most 100 and one that says so; none if it is valid. Throws nothing but
/// std::bad_alloc.
[[nodiscard]] inline std::vector<Violation> validate(const M2MClientWithNextClientSecret& client) {
    return detail::validate_client(client, "");
}

/// Every rule that `document`, a client in JSON but not a whole response, breaks, at most 100 and one that says so;
/// none if from_json() accepts it. Throws nothing but std::bad_alloc.
[[nodiscard]] inline std::vector<Violation> validate(const nlohmann::json& document) {
    return detail::validate_json(document);
}

/// The same for any other nlohmann::basic_json.
template <class BasicJson, class = typename BasicJson::json_sax_t>
[[nodiscard]] std::vector<Violation> validate(const BasicJson& document) {
    return detail::validate_json(document);
}

/// Text is read and validated by parse(): as a json it would be a string.
template <class Text, std::enable_if_t<std::is_convertible_v<const Text&, std::string_view>, int> = 0>
std::vector<Violation> validate(const Text& text) = delete;

}  // namespace STYTCH_M2M_ABI
}  // namespace stytch::m2m
