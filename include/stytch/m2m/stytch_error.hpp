// SPDX-License-Identifier: MIT
#pragma once

#include <ostream>
#include <stdexcept>
#include <string>
#include <utility>

#include <stytch/m2m/detail/print.hpp>
#include <stytch/m2m/detail/printable.hpp>

namespace stytch::m2m {

/// Known values of StytchError::error_type; Stytch may send others.
struct StytchErrorType {
    /// No client has this ID.
    static constexpr const char* m2m_client_not_found = "m2m_client_not_found";
    /// The client ID is malformed.
    static constexpr const char* m2m_client_invalid_client_id = "m2m_client_invalid_client_id";
    /// A rotation is already in progress.
    static constexpr const char* m2m_client_already_rotating_secret = "m2m_client_already_rotating_secret";
    /// No rotation is in progress.
    static constexpr const char* m2m_client_not_rotating_secret = "m2m_client_not_rotating_secret";
    /// The project's own ID or secret is wrong.
    static constexpr const char* unauthorized_credentials = "unauthorized_credentials";
    /// Try again later.
    static constexpr const char* too_many_requests = "too_many_requests";
    /// Stytch failed internally; the rotation may have started.
    static constexpr const char* internal_server_error = "internal_server_error";
};

/// The error in a response. what() is `TYPE: MESSAGE`, or `TYPE` if there is no message, with control characters
/// escaped. The members hold what the server sent, or [REDACTED] if that repeats the secret; those that the body lacks
/// are empty, or 0.
class StytchError : public std::runtime_error {
public:
    /// Initializes each member in declaration order. Throws std::bad_alloc.
    StytchError(int status, std::string request, std::string type, std::string message, std::string url)
        : std::runtime_error(detail::printable(message.empty() ? type : type + ": " + message)),
          status_code(status),
          request_id(std::move(request)),
          error_type(std::move(type)),
          error_message(std::move(message)),
          error_url(std::move(url)) {}

    int status_code;            ///< The HTTP status, as repeated in the body.
    std::string request_id;     ///< The ID that Stytch's support asks for.
    std::string error_type;     ///< See StytchErrorType.
    std::string error_message;  ///< Human-readable; may contain control characters.
    std::string error_url;      ///< Stytch's documentation of the type.

    /// Compares all members.
    [[nodiscard]] friend bool operator==(const StytchError& lhs, const StytchError& rhs) noexcept {
        return lhs.status_code == rhs.status_code && lhs.request_id == rhs.request_id &&
               lhs.error_type == rhs.error_type && lhs.error_message == rhs.error_message &&
               lhs.error_url == rhs.error_url;
    }
    /// Compares all members.
    [[nodiscard]] friend bool operator!=(const StytchError& lhs, const StytchError& rhs) noexcept {
        return !(lhs == rhs);
    }
    /// Prints all members on one line for humans, with control characters escaped.
    friend std::ostream& operator<<(std::ostream& out, const StytchError& error) {
        out << "StytchError{status_code: " << error.status_code << ", request_id: ";
        detail::print(out, error.request_id);
        out << ", error_type: ";
        detail::print(out, error.error_type);
        out << ", error_message: ";
        detail::print(out, error.error_message);
        out << ", error_url: ";
        detail::print(out, error.error_url);
        return out << '}';
    }
};

}  // namespace stytch::m2m
