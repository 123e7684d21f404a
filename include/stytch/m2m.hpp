// SPDX-License-Identifier: MIT
#pragma once

#include <stytch/m2m/json.hpp>
#include <stytch/m2m/m2m_client_with_next_client_secret.hpp>
#include <stytch/m2m/parse.hpp>
#include <stytch/m2m/rotate_start_response.hpp>
#include <stytch/m2m/secret.hpp>
#include <stytch/m2m/serialize.hpp>
#include <stytch/m2m/stytch_error.hpp>
#include <stytch/m2m/validate.hpp>
#include <stytch/m2m/violation.hpp>

/// Stytch's M2MClientWithNextClientSecret for C++: read it with parse() or parse_rotate_start_response(), check it with
/// validate(), write it with serialize(), and use it with nlohmann::json through to_json(), from_json() and redacted().
namespace stytch::m2m {}
