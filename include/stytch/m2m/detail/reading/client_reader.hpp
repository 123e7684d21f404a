// SPDX-License-Identifier: MIT
#pragma once

#include <stytch/m2m/detail/reading/metadata.hpp>
#include <stytch/m2m/detail/reading/object.hpp>
#include <stytch/m2m/detail/reading/which_secret.hpp>
#include <stytch/m2m/m2m_client_with_next_client_secret.hpp>

STYTCH_M2M_BEGIN_DETAIL

/// Reads a client. Holds what has to wait for the end of the text.
class ClientReader {
public:
    using Client = M2MClientWithNextClientSecret;

    /// `location` is the client's JSON Pointer.
    ClientReader(Reading& in, Client& client, std::string_view location) noexcept
        : in_(in), client_(client), location_(location) {}
    ClientReader(const ClientReader&) = delete;
    ClientReader& operator=(const ClientReader&) = delete;
    /// Wipes what was read if an exception prevented finish().
    ~ClientReader() {
        if (!finished_)
            detail::for_each_property<Client>([this](const auto& property) { discard(client_.*property.member); });
    }

    /// Reads the document, except what has to wait for finish(). Returns the secret, which is empty if there is none.
    const Secret& read_text() {
        detail::read_document(in_, [this](const char* at) { return read_object(at); });
        return choose_secret();
    }
    const char* read_object(const char* at) { return detail::read_object<Client>(in_, at, *this, location_); }

    /// Reads the value of a property, which is of the right kind.
    template <class T>
    const char* read_member(const char* at, const Property<Client, T>& property, bool repeated) {
        if constexpr (std::is_same_v<T, Secret>) {
            return read_secret(at, property.constraint, repeated);
        } else if (repeated) {
            return skip_value(in_, at, {property.name});
        } else if constexpr (std::is_same_v<T, std::optional<nlohmann::json>>) {
            metadata_ = at;
            return skip_value(in_, at, {}, /*in_metadata=*/true);  // the name need not be compared again
        } else {
            return detail::read_value(in_, at, client_.*property.member, property.constraint);
        }
    }

    /// When the text has been read to its end or first fault, decides which secret it holds.
    const Secret& choose_secret() {
        detail::choose_secret(in_, client_.next_client_secret, {location_, secret_name});
        return client_.next_client_secret;
    }

    /// Does what only a text without a fault allows: in any other, members may be missing because of the fault, and
    /// metadata may have swallowed the secret.
    void finish() {
        if (!in_.parser.failed()) {
            if (presence.missing != 0) report_missing();
            if (metadata_ != nullptr) Builder(in_.text).build(metadata_, client_.trusted_metadata.emplace());
        }
        finished_ = true;
    }

    Presence presence{};

private:
    /// The first secret that is not empty counts as read in its place, unless what follows it may not follow a member,
    /// as in `"abc,"status":`: then the text has a fault there, and the string may have run on. What choose_secret()
    /// finds in the raw text is then misplaced, even if it is this one. An escape is never empty, so that the literal
    /// need not be decoded here.
    const char* read_secret(const char* at, Constraint constraint, bool repeated) {
        Literal literal;
        at = in_.parser.string(at, literal);
        if (at == nullptr) return nullptr;
        if (!repeated) check_constraint(in_.report, in_.where, constraint, literal.text);
        if (client_.next_client_secret.empty() && ends_member(in_.parser, at)) {
            client_.next_client_secret = to_secret(literal);
        }
        return at;
    }

    void report_missing() {
        detail::for_each_property<Client>([&](const auto& property) {
            const bool misplaced = property.name == secret_name && !client_.next_client_secret.empty();
            const bool missing = property.required && (presence.missing & property.bit) != 0;
            if (missing && !misplaced) in_.report.required({location_, property.name});
        });
    }

    Reading& in_;
    Client& client_;
    std::string_view location_;
    const char* metadata_ = nullptr;  // where the value of trusted_metadata begins
    bool finished_ = false;
};

STYTCH_M2M_END_DETAIL
