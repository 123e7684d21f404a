// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <ostream>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <stytch/m2m/detail/json_tree.hpp>
#include <stytch/m2m/detail/print.hpp>
#include <stytch/m2m/detail/text/client_reader.hpp>
#include <stytch/m2m/detail/text/response_reader.hpp>
#include <stytch/m2m/rotate_start_response.hpp>

STYTCH_M2M_BEGIN_NAMESPACE

/// The result of parse().
struct ParseResult {
    M2MClientWithNextClientSecret client{};  ///< What could be read of it; the secret whatever else is wrong.
    std::vector<Violation> violations{};     ///< At most 100, plus one that says there are more.

    /// Whether there are no violations.
    [[nodiscard]] bool ok() const noexcept { return violations.empty(); }
    /// Same as ok().
    [[nodiscard]] explicit operator bool() const noexcept { return ok(); }

    /// Moves the client out. Throws ValidationError unless ok(); `client` then still holds the secret if it was read.
    /// Call it on std::move(result), and keep `result`.
    [[nodiscard]] M2MClientWithNextClientSecret value() && {
        if (!ok()) detail::raise(ValidationError(violations));
        return std::move(client);
    }

    // Templates, for the same reason as those of M2MClientWithNextClientSecret.

    /// Compares the clients and the violations.
    template <class = void>
    [[nodiscard]] friend bool operator==(const ParseResult& lhs, const ParseResult& rhs) {
        return lhs.client == rhs.client && lhs.violations == rhs.violations;
    }
    /// Compares the clients and the violations.
    template <class = void>
    [[nodiscard]] friend bool operator!=(const ParseResult& lhs, const ParseResult& rhs) {
        return !(lhs == rhs);
    }
    /// Prints the client and the violations on one line for humans, without secrets.
    template <class = void>
    friend std::ostream& operator<<(std::ostream& out, const ParseResult& result) {
        detail::unpadded(out) << "ParseResult{client: " << result.client;
        detail::print(out << ", violations: ", result.violations);
        return out << '}';
    }
};

/// Parses a client from the text of its JSON object, which is `m2m_client` in the response. The secret bypasses the
/// JSON engine, is not left in freed memory, and is not lost to a fault elsewhere in the text. Throws only
/// std::bad_alloc. For a whole response, use parse_rotate_start_response().
[[nodiscard]] inline ParseResult parse(std::string_view text) {
    ParseResult result;
    detail::ObjectReader reader(text, detail::max_depth, result.violations);
    detail::ClientReader client(reader, "", result.client);
    reader.read_document([&] { return client.read_object(); });
    client.choose_secret();
    client.finish();
    return result;
}
// A template, because a literal converts to both types of string.

/// Same, but wipes and empties `text`, unless it throws. An lvalue is not wiped: pass std::move(text).
template <class Text, std::enable_if_t<std::is_same_v<Text, std::string>, int> = 0>
[[nodiscard]] ParseResult parse(Text&& text) {
    ParseResult result = parse(std::string_view(text));
    wipe(text);
    return result;
}
ParseResult parse(std::nullptr_t) = delete;

/// Parses the body of the response to `POST /v1/m2m/clients/{client_id}/secrets/rotate/start`, whether it holds a
/// client, a Stytch error or neither. Calls `store(secret)` once if there is a secret, `store` being callable with
/// const Secret&, as soon as it is known which it is. Protects and recovers the secret as parse() does, and throws only
/// std::bad_alloc and what `store` throws.
template <class Store>
RotateStartResponse parse_rotate_start_response(std::string_view body, Store&& store) {
    RotateStartResponse response;
    detail::ObjectReader reader(body, detail::max_depth + 1, response.violations);
    detail::ClientReader client_reader(reader, "/m2m_client", response.m2m_client);
    detail::ResponseReader response_reader(reader, client_reader, response);
    reader.read_document([&] { return response_reader.read_object(); });
    client_reader.choose_secret();
    if (const Secret& secret = response.m2m_client.next_client_secret; !secret.empty()) {
        static_cast<void>(std::forward<Store>(store)(secret));
    }
    response_reader.finish();
    client_reader.finish();
    return response;
}
/// Same, without storing the secret: store it before anything else.
[[nodiscard]] inline RotateStartResponse parse_rotate_start_response(std::string_view body) {
    return parse_rotate_start_response(body, [](const Secret&) {});
}
// Templates, because a literal converts to both types of string.

/// Same, but wipes and empties `body`, unless it throws. An lvalue is not wiped: pass std::move(body).
template <class Text, class Store, std::enable_if_t<std::is_same_v<Text, std::string>, int> = 0>
RotateStartResponse parse_rotate_start_response(Text&& body, Store&& store) {
    RotateStartResponse response = parse_rotate_start_response(std::string_view(body), std::forward<Store>(store));
    wipe(body);
    return response;
}
/// Same, without storing the secret.
template <class Text, std::enable_if_t<std::is_same_v<Text, std::string>, int> = 0>
[[nodiscard]] RotateStartResponse parse_rotate_start_response(Text&& body) {
    return parse_rotate_start_response(std::forward<Text>(body), [](const Secret&) {});
}
RotateStartResponse parse_rotate_start_response(std::nullptr_t) = delete;
template <class Store>
RotateStartResponse parse_rotate_start_response(std::nullptr_t, Store&&) = delete;

STYTCH_M2M_END_NAMESPACE
