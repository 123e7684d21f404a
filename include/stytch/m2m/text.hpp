// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <stytch/m2m/detail/raise.hpp>
#include <stytch/m2m/detail/read_client.hpp>
#include <stytch/m2m/detail/reader.hpp>
#include <stytch/m2m/detail/scanner.hpp>
#include <stytch/m2m/detail/writer.hpp>
#include <stytch/m2m/m2m_client_with_next_client_secret.hpp>
#include <stytch/m2m/violation.hpp>

namespace stytch::m2m {
inline namespace NLOHMANN_JSON_ABI_TAGS {

/// What parse() made of a text.
struct ParseResult {
    M2MClientWithNextClientSecret client;  ///< Every member that could be read, whatever else is wrong.
    std::vector<Violation> violations;     ///< Every rule that the text breaks.

    /// Whether there are no violations.
    bool ok() const noexcept { return violations.empty(); }
    /// As ok().
    explicit operator bool() const noexcept { return ok(); }

    /// The client. Throws ValidationError unless ok(). `client` is then still here, with the secret if it was read:
    /// outside tests do not call this on what parse() returns, since a temporary takes the secret with it.
    M2MClientWithNextClientSecret value() && {
        if (!ok()) detail::raise(ValidationError(violations));
        return std::move(client);
    }
};

/// Reads a client from the text of its JSON object, `m2m_client` in the response, and keeps the secret out of the JSON
/// engine: unless the caller copies it, it is in `client.next_client_secret` alone. Throws nothing but
/// std::bad_alloc. For the whole response, which to this function has none of the members, see
/// parse_rotate_start_response().
inline ParseResult parse(std::string_view text) {
    ParseResult result;
    detail::Reader reader(text, result.violations);
    detail::Scanner scanner = reader.start();
    if (!reader.expect_object(scanner)) return result;
    if (detail::read_client(reader, scanner, "", result.client)) reader.expect_end(scanner);
    return result;
}

/// `client` as compact JSON text in the schema's order, the secret in clear, absent members left out. Does not
/// validate, so that a fixture may be invalid; but throws ValidationError, with every violation of `client`, where it
/// cannot be written: a string that is not UTF-8 (Rule::encoding) or metadata nested too deeply (Rule::depth). The text
/// is the caller's to wipe.
inline std::string serialize(const M2MClientWithNextClientSecret& client) { return detail::Writer(client).take(); }

}  // namespace NLOHMANN_JSON_ABI_TAGS
}  // namespace stytch::m2m
