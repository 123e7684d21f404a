// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include <stytch/m2m/detail/abi.hpp>
#include <stytch/m2m/detail/writer.hpp>
#include <stytch/m2m/m2m_client_with_next_client_secret.hpp>

namespace stytch::m2m {
inline namespace STYTCH_M2M_ABI {

/// Returns `client` as compact JSON in the schema's order, with the secret in plain text and without absent members.
/// Does not validate, so that fixtures may be invalid, but throws ValidationError with all violations if JSON cannot
/// represent `client`: text that is not UTF-8 (Rule::encoding), metadata nested too deeply (Rule::depth), or a number
/// such as NaN (Rule::type). The caller must wipe() the result.
[[nodiscard]] inline std::string serialize(const M2MClientWithNextClientSecret& client) {
    return detail::Writer(client).take();
}

}  // namespace STYTCH_M2M_ABI
}  // namespace stytch::m2m
