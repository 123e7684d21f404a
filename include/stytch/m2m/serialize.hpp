// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include <stytch/m2m/detail/abi.hpp>
#include <stytch/m2m/detail/writer.hpp>
#include <stytch/m2m/m2m_client_with_next_client_secret.hpp>

namespace stytch::m2m {
inline namespace STYTCH_M2M_ABI {

/// `client` as compact JSON text in the schema's order, the secret in clear, absent members left out. Does not
/// validate, so that a fixture may be invalid; but throws ValidationError, with every violation of `client`, if JSON
/// cannot say it: a string that is not UTF-8 (Rule::encoding), metadata nested too deeply (Rule::depth) or with a
/// number such as NaN in them (Rule::type). The text is the caller's to wipe().
[[nodiscard]] inline std::string serialize(const M2MClientWithNextClientSecret& client) {
    return detail::Writer(client).take();
}

}  // namespace STYTCH_M2M_ABI
}  // namespace stytch::m2m
