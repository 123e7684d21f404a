// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <stytch/m2m/detail/kind.hpp>
#include <stytch/m2m/detail/raise.hpp>
#include <stytch/m2m/detail/read_client.hpp>
#include <stytch/m2m/detail/reader.hpp>
#include <stytch/m2m/detail/rules.hpp>
#include <stytch/m2m/detail/scanner.hpp>
#include <stytch/m2m/m2m_client_with_next_client_secret.hpp>
#include <stytch/m2m/violation.hpp>

namespace stytch::m2m {

/// What Stytch answered instead of a client. what() is its type and message. A member is empty, `status_code` 0, where
/// the body has none. All texts are as the server sent them, control characters included.
class StytchError : public std::runtime_error {
public:
    /// The members, in their order.
    StytchError(int status, std::string request, std::string type, std::string message, std::string url)
        : std::runtime_error(message.empty() ? type : type + ": " + message),
          status_code(status),
          request_id(std::move(request)),
          error_type(std::move(type)),
          error_message(std::move(message)),
          error_url(std::move(url)) {}

    int status_code;            ///< The HTTP status, as the body repeats it.
    std::string request_id;     ///< What Stytch's support asks for.
    std::string error_type;     ///< Such as `m2m_client_not_found` or `m2m_client_already_rotating_secret`.
    std::string error_message;  ///< For people.
    std::string error_url;      ///< Where Stytch documents the type.
};

inline namespace NLOHMANN_JSON_ABI_TAGS {

/// What parse_rotate_start_response() made of a body.
struct RotateStartResponse {
    int status_code = 0;                       ///< The HTTP status as the body repeats it, else 0; it is not judged.
    std::string request_id;                    ///< What Stytch's support asks for; empty where the body has none.
    M2MClientWithNextClientSecret m2m_client;  ///< Every member that could be read, whatever else is wrong.
    std::optional<StytchError> error;          ///< What Stytch answered instead: set where there is an `error_type`.
    std::vector<Violation> violations;         ///< Every rule that the body breaks.

    /// Whether there is neither an error nor a violation.
    bool ok() const noexcept { return !error.has_value() && violations.empty(); }
    /// As ok().
    explicit operator bool() const noexcept { return ok(); }

    /// The client. Unless ok(), throws `*error` if there is one, else ValidationError. `m2m_client` is then still here,
    /// with the secret if it was read: outside tests do not call this on what parse_rotate_start_response() returns,
    /// since a temporary takes the secret with it.
    M2MClientWithNextClientSecret value() && {
        if (error.has_value()) detail::raise(StytchError(*error));
        if (!violations.empty()) detail::raise(ValidationError(violations));
        return std::move(m2m_client);
    }
};

/// Reads the body of the answer to `POST /v1/m2m/clients/{client_id}/secrets/rotate/start`, whatever it is: a client,
/// Stytch's error, or neither. Keeps the secret as parse() does. Throws nothing but std::bad_alloc.
inline RotateStartResponse parse_rotate_start_response(std::string_view body) {
    RotateStartResponse response;
    detail::Reader reader(body, response.violations);
    detail::Scanner scanner = reader.start();
    if (!reader.expect_object(scanner)) return response;

    enum { status_code, request_id, m2m_client, error_type, error_message, error_url, count };
    std::array<detail::Field, count> fields;
    fields[status_code].name = "status_code";
    fields[request_id].name = "request_id";
    fields[m2m_client].name = "m2m_client";
    fields[error_type].name = "error_type";
    fields[error_message].name = "error_message";
    fields[error_url].name = "error_url";
    const bool whole = reader.walk(scanner, "", fields.data(), fields.data() + count);
    if (whole) reader.expect_end(scanner);
    const auto read = [&](const detail::Field& field, auto& target) {
        if (field.value.kind != detail::Kind::none) reader.read(field.value, {"", field.name}, target);
    };
    read(fields[status_code], response.status_code);
    read(fields[request_id], response.request_id);
    std::optional<std::string> type;
    std::optional<std::string> message;
    std::optional<std::string> url;
    read(fields[error_type], type);
    read(fields[error_message], message);
    read(fields[error_url], url);
    if (type.has_value()) {
        response.error.emplace(response.status_code, response.request_id, *std::move(type),
                               std::move(message).value_or(""), std::move(url).value_or(""));
    }

    const detail::Value& client = fields[m2m_client].value;
    const detail::Location where{"", fields[m2m_client].name};
    const bool absent = client.kind == detail::Kind::none || (client.kind == detail::Kind::null && response.error);
    if (client.kind == detail::Kind::object) {
        detail::Scanner inner(client.text);
        detail::read_client(reader, inner, where.pointer(), response.m2m_client);
    } else if (!absent) {
        reader.expect(client, where, detail::Kind::object);
    } else if (whole && !response.error) {
        detail::add_required(response.violations, where);
    }
    return response;
}

}  // namespace NLOHMANN_JSON_ABI_TAGS
}  // namespace stytch::m2m
