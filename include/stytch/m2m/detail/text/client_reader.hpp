// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include <stytch/m2m/detail/text/metadata.hpp>
#include <stytch/m2m/detail/text/object_reader.hpp>
#include <stytch/m2m/detail/text/values.hpp>
#include <stytch/m2m/m2m_client_with_next_client_secret.hpp>

STYTCH_M2M_BEGIN_NAMESPACE
namespace detail {

/// Reads a client: read_object(), then, when the text has been read to its end or first fault, choose_secret() and
/// finish().
class ClientReader {
public:
    /// `location` is the client's JSON Pointer.
    ClientReader(ObjectReader& reader, std::string_view location, M2MClientWithNextClientSecret& client) noexcept
        : reader_(reader), location_(location), client_(client) {}
    ClientReader(const ClientReader&) = delete;
    ClientReader& operator=(const ClientReader&) = delete;
    /// Wipes what was read if an exception prevented finish().
    ~ClientReader() {
        if (!finished_) discard_all();
    }

    /// Reads the object that comes next. Returns false at a fault.
    bool read_object() {
        return reader_.read_members(*this, rows_of<ClientReader, M2MClientWithNextClientSecret>, location_, met_);
    }

    /// Reads the value of a property. Returns false at a fault.
    template <class T>
    bool read_member(const Property<M2MClientWithNextClientSecret, T>& property, bool repeated) {
        if constexpr (std::is_same_v<T, Secret>) {
            return read_secret(property.constraint, repeated);
        } else if (repeated) {
            return reader_.skip_member({property.name});
        } else if constexpr (std::is_same_v<T, std::optional<nlohmann::json>>) {
            const char* const first = reader_.parser.at();
            if (!reader_.skip_value(false)) return false;
            metadata_ = reader_.parser.since(first);
            return true;
        } else {
            if (!read_value(reader_, client_.*property.member)) return false;
            if constexpr (std::is_same_v<T, std::string>) {
                check_constraint(reader_.report, reader_.where, property.constraint, client_.*property.member);
            }
            return true;
        }
    }

    void choose_secret() {
        Secret& secret = client_.next_client_secret;
        if (decide_secret(reader_.text, reader_.parser, std::move(reader_.elsewhere), secret)) {
            reader_.report.misplaced({location_, secret_name});
        }
    }

    /// Does what only a text without a fault allows: in any other, members may be missing because of the fault, and
    /// metadata may have swallowed the secret.
    void finish() {
        if (!reader_.parser.failed()) {
            report_missing();
            if (!metadata_.empty()) build_metadata(metadata_, client_.trusted_metadata.emplace());
        }
        finished_ = true;
    }

private:
    STYTCH_M2M_NOINLINE void discard_all() noexcept {
        for_each_property<M2MClientWithNextClientSecret>(
            [this](const auto& property) { discard(client_.*property.member); });
    }

    void report_missing() {
        for (const auto& row : rows_of<ClientReader, M2MClientWithNextClientSecret>) {
            if (!row.required || (met_.missing & row.bit) == 0) continue;
            const bool misplaced = row.name == secret_name && !client_.next_client_secret.empty();
            if (!misplaced) reader_.report.required({location_, row.name});
        }
    }

    /// The first secret that is not empty counts. It must be followed by what may follow it: otherwise it may have run
    /// on into the next member.
    bool read_secret(Constraint constraint, bool repeated) {
        Literal literal;
        if (!reader_.parser.string(literal)) return false;
        if (!repeated) check_constraint(reader_.report, reader_.where, constraint, literal.text);
        if (client_.next_client_secret.empty() && is_closed(reader_.parser)) {
            client_.next_client_secret = with_text(literal, [](std::string_view text) { return Secret(text); });
        }
        return true;
    }

    ObjectReader& reader_;
    std::string_view location_;
    M2MClientWithNextClientSecret& client_;
    Met met_{};
    std::string_view metadata_{};  // in the text
    bool finished_ = false;
};

}  // namespace detail
STYTCH_M2M_END_NAMESPACE
