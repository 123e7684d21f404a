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

/// What parse() made of a text.
struct ParseResult {
    M2MClientWithNextClientSecret client{};  ///< Every member that could be read, whatever else is wrong.
    std::vector<Violation> violations{};     ///< Every rule that the text breaks, at most 100 and one that says so.

    /// Whether there are no violations.
    [[nodiscard]] bool ok() const noexcept { return violations.empty(); }
    /// Same as ok().
    explicit operator bool() const noexcept { return ok(); }

    /// The client. Throws ValidationError unless ok(). `client` is then still here, with the secret if it was read:
    /// outside tests do not call this on what parse() returns, since a temporary takes the secret with it.
    [[nodiscard]] M2MClientWithNextClientSecret value() && {
        if (!ok()) detail::raise(ValidationError(violations));
        return std::move(client);
    }
    /// Use std::move(result).value(), and keep `result`: if value() throws, the secret is still in it.
    M2MClientWithNextClientSecret value() & = delete;
    M2MClientWithNextClientSecret value() const& = delete;
};

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
/// Writes the client and the violations on one line for people, without secrets.
inline std::ostream& operator<<(std::ostream& out, const ParseResult& result) {
    out << "ParseResult{client: " << result.client << ", violations: ";
    detail::print(out, result.violations);
    return out << '}';
}

/// Reads a client from the text of its JSON object, `m2m_client` in the response. Keeps the secret out of the JSON
/// engine and of freed memory, and finds it whatever else is wrong with the text. Throws nothing but std::bad_alloc,
/// and that only before the secret has been read. For the whole response see parse_rotate_start_response().
[[nodiscard]] inline ParseResult parse(std::string_view text) {
    ParseResult result;
    detail::Reader reader(text, result.violations);
    auto fields = detail::client_fields();
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
/// The same; wipes and empties `text`, also if it throws. A template, since a literal could be either type of string.
template <class Text, std::enable_if_t<std::is_same_v<Text, std::string>, int> = 0>
[[nodiscard]] ParseResult parse(Text&& text) {
    const detail::Finally wiped([&] { wipe(text); });
    return parse(std::string_view(text));
}
ParseResult parse(std::nullptr_t) = delete;

}  // namespace STYTCH_M2M_ABI
}  // namespace stytch::m2m
