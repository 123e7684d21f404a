// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <ostream>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <stytch/m2m/detail/abi.hpp>
#include <stytch/m2m/detail/exceptions.hpp>
#include <stytch/m2m/detail/finally.hpp>
#include <stytch/m2m/detail/object.hpp>
#include <stytch/m2m/detail/print.hpp>
#include <stytch/m2m/detail/reader.hpp>
#include <stytch/m2m/m2m_client_with_next_client_secret.hpp>
#include <stytch/m2m/secret.hpp>
#include <stytch/m2m/violation.hpp>

namespace stytch::m2m {
inline namespace STYTCH_M2M_ABI {

/// The result of parse().
struct ParseResult {
    M2MClientWithNextClientSecret client{};  ///< Every member that could be read, whatever else is wrong.
    std::vector<Violation> violations{};     ///< At most 100, plus one that says there are more.

    /// Whether there are no violations.
    [[nodiscard]] bool ok() const noexcept { return violations.empty(); }
    /// Same as ok().
    [[nodiscard]] explicit operator bool() const noexcept { return ok(); }

    /// Moves the client out. Throws ValidationError unless ok(); `client` then still holds the secret if it was read.
    /// Outside tests, do not call this on the temporary that parse() returns: the secret would be destroyed with it.
    [[nodiscard]] M2MClientWithNextClientSecret value() && {
        if (!ok()) detail::raise(ValidationError(violations));
        return std::move(client);
    }
    /// Deleted: use std::move(result).value() and keep `result`, which still holds the secret if value() throws.
    M2MClientWithNextClientSecret value() & = delete;
    M2MClientWithNextClientSecret value() const& = delete;
};

// Templates, for the same reason as the comparisons of M2MClientWithNextClientSecret.

/// Compares the clients and the violations.
template <class = void>
[[nodiscard]] bool operator==(const ParseResult& lhs, const ParseResult& rhs) {
    return lhs.client == rhs.client && lhs.violations == rhs.violations;
}
/// Compares the clients and the violations.
template <class = void>
[[nodiscard]] bool operator!=(const ParseResult& lhs, const ParseResult& rhs) {
    return !(lhs == rhs);
}
/// Prints the client and the violations on one line for humans, without secrets.
inline std::ostream& operator<<(std::ostream& out, const ParseResult& result) {
    out << "ParseResult{client: " << result.client << ", violations: ";
    detail::print(out, result.violations);
    return out << '}';
}

/// Parses a client from the text of its JSON object, which is `m2m_client` in the response. The secret bypasses the
/// JSON engine, is not left in freed memory, and is not lost to a fault elsewhere in the text. Throws only
/// std::bad_alloc, and only if memory does not suffice for the secret and one violation. For a whole response, use
/// parse_rotate_start_response().
[[nodiscard]] inline ParseResult parse(std::string_view text) {
    ParseResult result;
    detail::Reader reader(text, result.violations);
    auto fields = detail::fields_of_client();
    detail::Object document("", fields);
    reader.find_fields(document);
    reader.read_secret_first(document, result.client.next_client_secret, [&] {
        if (document.found()) {
            reader.read_client(document, result.client);
        } else {
            reader.report_no_object();
        }
    });
    return result;
}
// A template, because a literal converts to both types of string.

/// Same, but wipes and empties `text`, even if it throws. An lvalue is not wiped: pass std::move(text).
template <class Text, std::enable_if_t<std::is_same_v<Text, std::string>, int> = 0>
[[nodiscard]] ParseResult parse(Text&& text) {
    const detail::Finally wiped([&] { wipe(text); });
    return parse(std::string_view(text));
}
ParseResult parse(std::nullptr_t) = delete;

}  // namespace STYTCH_M2M_ABI
}  // namespace stytch::m2m
