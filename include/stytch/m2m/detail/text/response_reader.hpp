// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include <stytch/m2m/detail/text/client_reader.hpp>
#include <stytch/m2m/detail/text/redact.hpp>
#include <stytch/m2m/detail/text/values.hpp>
#include <stytch/m2m/rotate_start_response.hpp>

STYTCH_M2M_BEGIN_NAMESPACE
namespace detail {

/// Reads a response: read_object(), then, when the client's secret has been chosen, finish().
class ResponseReader {
public:
    ResponseReader(ObjectReader& reader, ClientReader& client, RotateStartResponse& response) noexcept
        : reader_(reader), client_(client), response_(response) {}

    /// Reads the object that comes next. Returns false at a fault.
    bool read_object() { return reader_.read_members(*this, rows_of<ResponseReader, RotateStartResponse>, "", met_); }

    /// Reads the value of a property. Returns false at a fault.
    template <class Struct, class T>
    bool read_member(const Property<Struct, T>& property, bool repeated) {
        if (repeated) return reader_.skip_member({property.name});
        if constexpr (std::is_same_v<T, M2MClientWithNextClientSecret>) {
            return client_.read_object();
        } else if constexpr (std::is_same_v<T, std::string>) {
            return reader_.parser.string(literal_of(property.member));
        } else {
            return read_value(reader_, response_.*property.member);
        }
    }

    /// Does what has to wait for the end: takes over the server's texts, which may repeat the secret, and says if there
    /// is neither a client nor an error.
    void finish() {
        constexpr const auto& client = rows_of<ResponseReader, RotateStartResponse>[2];
        static_assert(client.name == "m2m_client");
        const bool unread = response_.m2m_client.next_client_secret.empty() && mentions_secret(reader_.text);
        response_.request_id = text_of(request_id_, unread);
        if (!error_type_.empty() || !error_message_.empty()) {
            response_.error.emplace(response_.status_code, response_.request_id, text_of(error_type_, unread),
                                    text_of(error_message_, unread), text_of(error_url_, unread));
        } else if ((met_.null & client.bit) != 0) {
            reader_.report.type({"", client.name}, kind_name(client.kind), kind_name(Kind::null));
        } else if (!reader_.parser.failed() && (met_.missing & client.bit) != 0) {
            reader_.report.required({"", client.name});
        }
    }

private:
    Literal& literal_of(std::string RotateStartResponse::*) noexcept { return request_id_; }
    Literal& literal_of(std::string StytchError::*member) noexcept {
        return member == &StytchError::error_type      ? error_type_
               : member == &StytchError::error_message ? error_message_
                                                       : error_url_;
    }

    /// A text that the server sent, or [REDACTED]. `unread` says that the body names a secret that was not read.
    std::string text_of(const Literal& literal, bool unread) const {
        if (literal.empty()) return {};
        return with_text(literal, [&](std::string_view text) {
            const bool hidden = unread ? &literal != &error_type_ || !is_error_type(text)
                                       : repeats_secret(text, response_.m2m_client.next_client_secret);
            return std::string(hidden ? "[REDACTED]" : text);
        });
    }

    ObjectReader& reader_;
    ClientReader& client_;
    RotateStartResponse& response_;
    Literal request_id_{};
    Literal error_type_{};
    Literal error_message_{};
    Literal error_url_{};
    Met met_{};
};

}  // namespace detail
STYTCH_M2M_END_NAMESPACE
