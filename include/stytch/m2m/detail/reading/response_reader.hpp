// SPDX-License-Identifier: MIT
#pragma once

#include <stytch/m2m/detail/reading/client_reader.hpp>
#include <stytch/m2m/rotate_start_response.hpp>

STYTCH_M2M_BEGIN_DETAIL

/// Whether `text` is one of StytchErrorType's.
inline bool is_error_type(std::string_view text) noexcept {
    using Type = StytchErrorType;
    return text == Type::m2m_client_not_found || text == Type::m2m_client_invalid_client_id ||
           text == Type::m2m_client_already_rotating_secret || text == Type::m2m_client_not_rotating_secret ||
           text == Type::unauthorized_credentials || text == Type::too_many_requests ||
           text == Type::internal_server_error;
}

/// Reads a response: a client, and what is around it. Holds what has to wait for the end of the text.
class ResponseReader {
public:
    using Response = RotateStartResponse;

    ResponseReader(Reading& in, Response& response) noexcept
        : in_(in), response_(response), client_(in, response.m2m_client, "/m2m_client") {}

    /// Reads the document, except what has to wait for finish(). Returns the secret, which is empty if there is none.
    const Secret& read_text() {
        detail::read_document(in_,
                              [this](const char* at) { return detail::read_object<Response>(in_, at, *this, ""); });
        return client_.choose_secret();
    }

    /// Reads the value of a property, which is of the right kind.
    template <class Struct, class T>
    const char* read_member(const char* at, const Property<Struct, T>& property, bool repeated) {
        if (repeated) return skip_value(in_, at, {property.name});
        if constexpr (std::is_same_v<T, M2MClientWithNextClientSecret>) {
            return client_.read_object(at);
        } else if constexpr (std::is_same_v<T, std::string>) {
            return in_.parser.string(at, literal_of(property.member));
        } else {
            return detail::read_value(in_, at, response_.*property.member, property.constraint);
        }
    }

    /// Also takes over the server's texts, which may repeat the secret, and says if there is neither a client nor an
    /// error.
    void finish() {
        response_.request_id = text_of(request_id_);
        if (!error_type_.empty() || !error_message_.empty()) {
            response_.error.emplace(response_.status_code, response_.request_id, text_of(error_type_),
                                    text_of(error_message_), text_of(error_url_));
        } else {
            report_no_client();
        }
        client_.finish();
    }

    Presence presence{};

private:
    void report_no_client() {
        constexpr const auto& client = detail::get<2>(properties_of<Response>);
        static_assert(client.member == &Response::m2m_client, "it is the third property");
        if ((presence.null & client.bit) != 0) {
            in_.report.type({"", client.name}, kind_name(Kind::object), kind_name(Kind::null));
        } else if (!in_.parser.failed() && (presence.missing & client.bit) != 0) {
            in_.report.required({"", client.name});
        }
    }

    // Where a text is noted until finish(): that of the response, or one of the error's.
    Literal& literal_of(std::string Response::*) noexcept { return request_id_; }
    Literal& literal_of(std::string StytchError::*member) noexcept {
        if (member == &StytchError::error_type) return error_type_;
        return member == &StytchError::error_message ? error_message_ : error_url_;
    }

    /// Whether the text names a secret that was not read, so that nothing tells what repeats it.
    bool has_unread_secret() const {
        if (!response_.m2m_client.next_client_secret.empty()) return false;
        return in_.parser.failed() ? mentions_secret(in_.text) : in_.elsewhere.any_left();
    }
    /// Returns a text that the server sent, or [REDACTED] if it repeats the secret or may do so.
    std::string text_of(const Literal& literal) const {
        return with_text(literal, [&](std::string_view text) {
            const bool harmless = text.empty() || (&literal == &error_type_ && is_error_type(text));
            const std::string_view secret = response_.m2m_client.next_client_secret.reveal();
            const bool hidden = has_unread_secret() ? !harmless : repeats_secret(text, secret);
            return std::string(hidden ? redaction : text);
        });
    }

    Reading& in_;
    Response& response_;
    ClientReader client_;
    Literal request_id_{};
    Literal error_type_{};
    Literal error_message_{};
    Literal error_url_{};
};

STYTCH_M2M_END_DETAIL
