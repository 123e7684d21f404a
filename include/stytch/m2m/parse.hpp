// SPDX-License-Identifier: MIT
#pragma once

#include <stytch/m2m/detail/reading/response_reader.hpp>

STYTCH_M2M_BEGIN_NAMESPACE

/// The result of parse().
struct ParseResult {
    /// The members before the first fault. If there is a fault, no metadata, but the secret may stand behind it.
    M2MClientWithNextClientSecret client{};
    std::vector<Violation> violations{};  ///< At most 100, plus one that says there are more.

    /// Whether there are no violations.
    [[nodiscard]] bool ok() const noexcept { return violations.empty(); }
    /// Same as ok().
    [[nodiscard]] explicit operator bool() const noexcept { return ok(); }

    /// Returns the client. Throws ValidationError unless ok(); `client` still holds the secret if it was read.
    [[nodiscard]] const M2MClientWithNextClientSecret& value() const& STYTCH_M2M_LIFETIMEBOUND {
        if (!ok()) detail::raise(ValidationError(violations));
        return client;
    }
    /// Same, but moves the client out. On a temporary, what is thrown costs the secret.
    [[nodiscard]] M2MClientWithNextClientSecret value() && {
        static_cast<void>(value());
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
        detail::print_all(detail::unpadded(out), "ParseResult{client: ", result.client,
                          ", violations: ", result.violations);
        return out << '}';
    }
};

/// Parses a client from the text of its JSON object, which is `m2m_client` in the response. The secret bypasses the
/// JSON engine, is not left in freed memory, and is not lost to a fault elsewhere in a text that names no other one.
/// Throws only std::bad_alloc. For a whole response, use parse_rotate_start_response().
[[nodiscard]] inline ParseResult parse(std::string_view text) {
    ParseResult result;
    detail::Reading in(text, detail::max_depth, result.violations);
    detail::ClientReader reader(in, result.client, "");
    reader.read_text();
    reader.finish();
    return result;
}
/// Same, for an rvalue std::string with any allocator: wipes and empties `text`, unless it throws. An lvalue is not
/// wiped: pass std::move(text).
template <class Text, std::enable_if_t<detail::is_string<Text>, int> = 0>
[[nodiscard]] ParseResult parse(Text&& text) {
    ParseResult result = parse(std::string_view(text));
    m2m::wipe(text);
    return result;
}
ParseResult parse(std::nullptr_t) = delete;
/// Refuses anything else in words.
template <class T, std::enable_if_t<detail::is_refused<T>, int> = 0>
ParseResult parse(T&&) {
    static_assert(detail::is_unknown<T>, "parse() takes a std::string, const only as an lvalue, or std::string_view");
    return {};
}

namespace detail {

/// The text that is taken out of a string while this lives, and then given back. A swap leaves a short text behind in
/// the object, so that is wiped.
template <class String>
struct Taken {
    explicit Taken(String& from) noexcept : text(from.get_allocator()), owner(from) {
        text.swap(owner);
        m2m::wipe(owner);
    }
    Taken(const Taken&) = delete;
    Taken& operator=(const Taken&) = delete;
    ~Taken() {
        text.swap(owner);
        m2m::wipe(text);
    }

    String text;
    String& owner;
};

}  // namespace detail

/// Parses the body of the response to `POST /v1/m2m/clients/{client_id}/secrets/rotate/start`, whether it holds a
/// client, a Stytch error or neither. Calls `store(secret)` once if there is a secret, as soon as it is known which it
/// is. `store` takes a const Secret&, returns nothing, throws if it cannot store it, and must not change what `body`
/// refers to. Protects and recovers the secret as parse() does, and throws only std::bad_alloc and what `store` throws.
template <class Store>
RotateStartResponse parse_rotate_start_response(std::string_view body, Store&& store) {
    static_assert(std::is_invocable_v<Store, const Secret&>, "store must be callable with a const Secret&");
    static_assert(std::is_void_v<std::invoke_result_t<Store, const Secret&>>,
                  "store must return void, and throw if it could not store the secret: what it returns is not checked");
    RotateStartResponse response;
    detail::Reading in(body, detail::max_response_depth, response.violations);
    detail::ResponseReader reader(in, response);
    const Secret& secret = reader.read_text();
    if (!secret.empty()) std::forward<Store>(store)(secret);
    reader.finish();
    return response;
}
/// Same, for an rvalue std::string with any allocator: wipes and empties `body`, unless it throws; then it is
/// unchanged. While `store` runs, `body` is empty. An lvalue is not wiped: pass std::move(body).
template <class Text, class Store, std::enable_if_t<detail::is_string<Text>, int> = 0>
RotateStartResponse parse_rotate_start_response(Text&& body, Store&& store) {
    detail::Taken<Text> taken(body);
    RotateStartResponse response =
        m2m::parse_rotate_start_response(std::string_view(taken.text), std::forward<Store>(store));
    m2m::wipe(taken.text);
    return response;
}
/// Same, without storing the secret: store it before anything else.
[[nodiscard]] inline RotateStartResponse parse_rotate_start_response(std::string_view body) {
    return m2m::parse_rotate_start_response(body, [](const Secret&) {});
}
/// Same, for an rvalue std::string.
template <class Text, std::enable_if_t<detail::is_string<Text>, int> = 0>
[[nodiscard]] RotateStartResponse parse_rotate_start_response(Text&& body) {
    return m2m::parse_rotate_start_response(std::forward<Text>(body), [](const Secret&) {});
}
template <class... Store>
RotateStartResponse parse_rotate_start_response(std::nullptr_t, Store&&...) = delete;
/// Refuses anything else in words.
template <class T, class... Store, std::enable_if_t<detail::is_refused<T>, int> = 0>
RotateStartResponse parse_rotate_start_response(T&&, Store&&...) {
    static_assert(detail::is_unknown<T>,
                  "parse_rotate_start_response() takes a std::string, const only as an lvalue, or std::string_view");
    return {};
}

STYTCH_M2M_END_NAMESPACE
