// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <stytch/m2m/detail/abi.hpp>
#include <stytch/m2m/detail/exceptions.hpp>
#include <stytch/m2m/detail/finally.hpp>
#include <stytch/m2m/detail/json_convert.hpp>
#include <stytch/m2m/detail/kind.hpp>
#include <stytch/m2m/detail/limits.hpp>
#include <stytch/m2m/detail/member.hpp>
#include <stytch/m2m/detail/object.hpp>
#include <stytch/m2m/detail/print.hpp>
#include <stytch/m2m/detail/reader.hpp>
#include <stytch/m2m/detail/report.hpp>
#include <stytch/m2m/detail/scanner.hpp>
#include <stytch/m2m/detail/writer.hpp>
#include <stytch/m2m/json.hpp>
#include <stytch/m2m/m2m_client_with_next_client_secret.hpp>
#include <stytch/m2m/secret.hpp>
#include <stytch/m2m/stytch_error.hpp>
#include <stytch/m2m/violation.hpp>

namespace stytch::m2m {
inline namespace STYTCH_M2M_ABI {

/// The result of parse_rotate_start_response().
struct RotateStartResponse {
    int status_code = 0;                         ///< The HTTP status, as repeated in the body; 0 if it has none.
    std::string request_id{};                    ///< The ID that Stytch's support asks for; empty if the body has none.
    M2MClientWithNextClientSecret m2m_client{};  ///< Every member that could be read, whatever else is wrong.
    std::optional<StytchError> error{};          ///< Set if the body has a non-empty `error_type`.
    std::vector<Violation> violations{};         ///< At most 100, plus one that says there are more.

    /// Whether there is neither an error nor a violation.
    [[nodiscard]] bool ok() const noexcept { return !error.has_value() && violations.empty(); }
    /// Same as ok().
    [[nodiscard]] explicit operator bool() const noexcept { return ok(); }

    /// Moves the client out. Unless ok(), throws `*error` if it is set, otherwise ValidationError; `m2m_client` then
    /// still holds the secret if it was read. Outside tests, do not call this on the temporary that
    /// parse_rotate_start_response() returns: the secret would be destroyed with it.
    [[nodiscard]] M2MClientWithNextClientSecret value() && {
        if (error.has_value()) {
            StytchError copy = *error;
            detail::raise(std::move(copy));
        }
        if (!violations.empty()) detail::raise(ValidationError(violations));
        return std::move(m2m_client);
    }
    /// Deleted: use std::move(response).value() and keep `response`, which still holds the secret if value() throws.
    M2MClientWithNextClientSecret value() & = delete;
    M2MClientWithNextClientSecret value() const& = delete;
};

// Templates, for the same reason as the comparisons of M2MClientWithNextClientSecret.

/// Compares all members.
template <class = void>
[[nodiscard]] bool operator==(const RotateStartResponse& lhs, const RotateStartResponse& rhs) {
    return lhs.status_code == rhs.status_code && lhs.request_id == rhs.request_id && lhs.m2m_client == rhs.m2m_client &&
           lhs.error == rhs.error && lhs.violations == rhs.violations;
}
/// Compares all members.
template <class = void>
[[nodiscard]] bool operator!=(const RotateStartResponse& lhs, const RotateStartResponse& rhs) {
    return !(lhs == rhs);
}
/// Prints all members on one line for humans, without secrets.
inline std::ostream& operator<<(std::ostream& out, const RotateStartResponse& response) {
    out << "RotateStartResponse{status_code: " << response.status_code << ", request_id: ";
    detail::print(out, response.request_id);
    out << ", m2m_client: " << response.m2m_client << ", error: ";
    if (response.error.has_value()) {
        out << *response.error;
    } else {
        out << "absent";
    }
    out << ", violations: ";
    detail::print(out, response.violations);
    return out << '}';
}

/// Parses the body of the response to `POST /v1/m2m/clients/{client_id}/secrets/rotate/start`, whether it holds a
/// client, a Stytch error or neither. Protects and recovers the secret as parse() does, and throws only what parse()
/// throws.
[[nodiscard]] inline RotateStartResponse parse_rotate_start_response(std::string_view body) {
    RotateStartResponse response;
    detail::Reader reader(body, response.violations);
    enum { status_code, request_id, m2m_client, error_type, error_message, error_url, count };
    std::array<detail::Field, count> fields{
        {{"status_code"}, {"request_id"}, {"m2m_client"}, {"error_type"}, {"error_message"}, {"error_url"}}};
    detail::Object document("", fields);
    reader.find_fields(document);
    const detail::Field& client_field = fields[m2m_client];
    const detail::Value& client_value = client_field.value;
    auto client_fields = detail::fields_of_client();
    detail::Object client("/m2m_client", client_fields);
    if (client_value.kind == detail::Kind::object) client.find_in(client_value.text, client_field.astray);

    Secret& secret = response.m2m_client.next_client_secret;
    reader.read_secret_first(client, secret, [&] {
        if (!document.found()) return reader.report_no_object();
        document.report_faults(reader.text_report());
        const detail::Value& status = fields[status_code].value;
        if (status.kind != detail::Kind::none) reader.read_value(status, {"", "status_code"}, response.status_code);
        response.request_id = reader.read_text(fields[request_id], false, secret);
        std::string type = reader.read_text(fields[error_type], true, secret);
        std::string message = reader.read_text(fields[error_message], true, secret);
        std::string url = reader.read_text(fields[error_url], true, secret);
        if (!type.empty()) {
            response.error.emplace(response.status_code, response.request_id, std::move(type), std::move(message),
                                   std::move(url));
        }

        const detail::Location where{"", client_field.name};
        if (client.found()) {
            reader.read_client(client, response.m2m_client);
        } else if (client_value.kind == detail::Kind::none) {
            const bool missing = document.whole() && !client_field.named && !response.error.has_value();
            if (missing) reader.text_report().report().required(where);
        } else if (client_value.kind != detail::Kind::null || !response.error.has_value()) {
            reader.text_report().check_shape(client_value, where, detail::Kind::object, detail::max_depth);
        }
    });
    return response;
}
// A template, because a literal converts to both types of string.

/// Same, but wipes and empties `body`, even if it throws. An lvalue is not wiped: pass std::move(body).
template <class Text, std::enable_if_t<std::is_same_v<Text, std::string>, int> = 0>
[[nodiscard]] RotateStartResponse parse_rotate_start_response(Text&& body) {
    const detail::Finally wiped([&] { wipe(body); });
    return parse_rotate_start_response(std::string_view(body));
}
RotateStartResponse parse_rotate_start_response(std::nullptr_t) = delete;

}  // namespace STYTCH_M2M_ABI
}  // namespace stytch::m2m

namespace stytch::m2m::detail {
inline namespace STYTCH_M2M_ABI {

/// Calls `number`, `text` or `client` with the name and value of each member of the body, in order. Skips what is
/// absent: a status of 0, empty text and, if there is an error, an empty client.
template <class Number, class Text, class Client>
void for_each_body_member(const RotateStartResponse& response, Number&& number, Text&& text, Client&& client) {
    const auto text_unless_empty = [&](std::string_view name, const std::string& value) {
        if (!value.empty()) text(name, value);
    };
    if (response.status_code != 0) number("status_code", response.status_code);
    text_unless_empty("request_id", response.request_id);
    bool client_is_empty = true;
    for_each_member([&](const auto& member) {
        const auto* const value = value_of(response.m2m_client.*member.pointer);
        client_is_empty = client_is_empty && (value == nullptr || value->empty());
    });
    if (!response.error.has_value() || !client_is_empty) client("m2m_client", response.m2m_client);
    if (!response.error.has_value()) return;
    text_unless_empty("error_type", response.error->error_type);
    text_unless_empty("error_message", response.error->error_message);
    text_unless_empty("error_url", response.error->error_url);
}

}  // namespace STYTCH_M2M_ABI
}  // namespace stytch::m2m::detail

namespace stytch::m2m {
inline namespace STYTCH_M2M_ABI {

/// Returns the whole body as compact JSON, as Stytch would send it, with the secret in plain text; for fixtures. Does
/// not validate. Omits absent members, the violations, and `error`'s copies of `status_code` and `request_id`. Throws
/// ValidationError as serialize() of a client does. The caller must wipe() the result.
[[nodiscard]] inline std::string serialize(const RotateStartResponse& response) {
    std::string before;  // the client
    std::string client;
    const detail::Finally wiped([&] { wipe(client); });
    std::string after;
    std::string* out = &before;
    const auto name = [&](std::string_view text) {
        *out += before.empty() ? '{' : ',';
        detail::append_quoted(*out, text);
        *out += ':';
    };
    const auto write_text = [&](std::string_view member, const std::string& text) {
        name(member);
        if (detail::append_quoted(*out, text)) return;
        std::vector<Violation> violations;
        detail::Report(violations).encoding({"", member});
        detail::raise(ValidationError(std::move(violations)));
    };
    detail::for_each_body_member(
        response,
        [&](std::string_view member, int number) {
            name(member);
            detail::append_integer(*out, number);
        },
        write_text,
        [&](std::string_view member, const M2MClientWithNextClientSecret& value) {
            name(member);
            client = detail::Writer(value, "/m2m_client").take();
            out = &after;
        });
    *out += before.empty() ? "{}" : "}";
    std::string body;
    body.reserve(before.size() + client.size() + after.size());  // growing would leave copies of the secret behind
    body.append(before).append(client).append(after);
    return body;  // returning what append() returns would copy it
}

/// Writes the body to `j`, any nlohmann::basic_json, as an object with the same members as serialize(response). Throws
/// as to_json() of a client does. The copies in `j` are not wiped.
template <class BasicJson>
void to_json(BasicJson& j, const RotateStartResponse& response) {
    BasicJson object = BasicJson::object();
    detail::for_each_body_member(
        response, [&](std::string_view name, int number) { detail::set_member(object, name, BasicJson(number)); },
        [&](std::string_view name, const std::string& text) {
            detail::write_member(object, {"", name}, text);
        },
        [&](std::string_view name, const M2MClientWithNextClientSecret& client) {
            detail::set_member(object, name, detail::client_to_json<BasicJson>(client, "/m2m_client"));
        });
    j = std::move(object);
}

/// Deleted, because the response would convert to JSON. To validate its client, use validate(response.m2m_client).
std::vector<Violation> validate(const RotateStartResponse& response) = delete;

}  // namespace STYTCH_M2M_ABI
}  // namespace stytch::m2m
