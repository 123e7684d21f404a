// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include <stytch/m2m/detail/json_string.hpp>
#include <stytch/m2m/detail/raise.hpp>
#include <stytch/m2m/detail/reader.hpp>
#include <stytch/m2m/detail/rules.hpp>
#include <stytch/m2m/detail/scanner.hpp>
#include <stytch/m2m/m2m_client_with_next_client_secret.hpp>
#include <stytch/m2m/validate.hpp>
#include <stytch/m2m/violation.hpp>

namespace stytch::m2m {
inline namespace NLOHMANN_JSON_ABI_TAGS {

/// What parse() made of a text.
struct ParseResult {
    M2MClientWithNextClientSecret client;  ///< Every member that could be read, whatever else is wrong.
    std::vector<Violation> violations;     ///< Every rule that the text breaks.

    /// Whether there are no violations.
    bool ok() const noexcept { return violations.empty(); }
    /// As ok().
    explicit operator bool() const noexcept { return ok(); }

    /// The client. Throws ValidationError unless ok(). `client` is then still here, with the secret if it was read: do
    /// not call this on what parse() returns, since a temporary takes the secret with it.
    M2MClientWithNextClientSecret value() && {
        if (!ok()) detail::raise(ValidationError(violations));
        return std::move(client);
    }
};

}  // namespace NLOHMANN_JSON_ABI_TAGS
}  // namespace stytch::m2m

namespace stytch::m2m::detail {
inline namespace NLOHMANN_JSON_ABI_TAGS {

inline void check_read(Violations& out, const Location& where, Content content, const std::string& text) {
    check_content(out, where, content, text);
}
inline void check_read(Violations& out, const Location& where, Content content, const Secret& secret) {
    check_content(out, where, content, secret.reveal());
}
template <class T>
void check_read(Violations&, Location, Content, const T&) {}

/// Reads the members of the object that `scanner` is at, `location` in the document, into `client`.
inline bool read_client(Reader& reader, Scanner& scanner, std::string_view location,
                        M2MClientWithNextClientSecret& client) {
    std::array<Field, member_count> fields;
    std::size_t i = 0;
    for (Field& field : fields) field.name = properties[i++].name;
    const bool whole = reader.members(scanner, location, fields.data(), fields.data() + member_count);
    i = 0;
    for_each_member([&](const auto& member) {
        const Value& value = fields[i].value;
        const Property& property = properties[i++];
        const Location where{location, property.name};
        if (value.kind != Kind::none) {
            auto& target = client.*member.pointer;
            if (reader.read(value, where, target)) check_read(reader.violations(), where, property.content, target);
        } else if (whole && property.required) {
            add_required(reader.violations(), where);
        }
    });
    return whole;
}

/// Writes a client as JSON text into one block of exactly its size, since a string that grows leaves copies behind.
class Writer {
public:
    explicit Writer(const M2MClientWithNextClientSecret& client) {
        std::size_t size = 1;  // a brace or comma goes before each member, a brace after the last
        for_each_member([&](const auto& member) {
            const auto& value = client.*member.pointer;
            if (is_there(value)) size += member.name.size() + 4 + size_of(value);
        });
        if (!writable_) raise(ValidationError(validate(client)));
        text_.resize(size);
        char* end = text_.data();
        for_each_member([&](const auto& member) {
            const auto& value = client.*member.pointer;
            if (!is_there(value)) return;
            char* at = end;  // any char that is written could alias what the lambda captures
            *at++ = end == text_.data() ? '{' : ',';
            *at++ = '"';
            at = copy(member.name, at);
            *at++ = '"';
            *at++ = ':';
            end = write(value, at);
        });
        *end = '}';
    }

    std::string take() && { return std::move(text_); }

private:
    std::size_t quoted_size(std::string_view text) {
        const char* const last = text.data() + text.size();
        if (skip_plain(text.data(), last) == last) return text.size() + 2;
        writable_ = writable_ && is_utf8(text);
        const std::size_t size = escaped_size(text);
        verbatim_ = verbatim_ && size == text.size();
        return size + 2;
    }
    std::size_t size_of(const std::string& text) { return quoted_size(text); }
    std::size_t size_of(const Secret& secret) { return quoted_size(secret.reveal()); }
    std::size_t size_of(const std::vector<std::string>& texts) {
        std::size_t size = texts.empty() ? 2 : texts.size() + 1;
        for (const std::string& text : texts) size += quoted_size(text);
        return size;
    }
    template <class Json, only_json<Json> = 0>
    std::size_t size_of(const Json& metadata) {
        if (metadata.is_discarded() || nested_deeper(metadata, max_depth - 1) || !all_utf8(metadata)) {
            writable_ = false;
        } else {
            metadata_ = metadata.is_object() && metadata.empty() ? "{}" : metadata.dump();
        }
        return metadata_.size();
    }
    template <class T>
    std::size_t size_of(const std::optional<T>& value) {
        return size_of(*value);
    }

    // Each writes to `at` and returns the end of what it wrote.

    static char* copy(std::string_view bytes, char* at) { return at + bytes.copy(at, bytes.size()); }
    char* quote(std::string_view text, char* at) const {
        *at++ = '"';
        at = verbatim_ ? copy(text, at) : escape(text, at);
        *at++ = '"';
        return at;
    }
    char* write(const std::string& text, char* at) const { return quote(text, at); }
    char* write(const Secret& secret, char* at) const { return quote(secret.reveal(), at); }
    char* write(const std::vector<std::string>& texts, char* at) const {
        *at++ = '[';
        for (const std::string& text : texts) {
            if (&text != texts.data()) *at++ = ',';
            at = quote(text, at);
        }
        *at++ = ']';
        return at;
    }
    template <class Json, only_json<Json> = 0>
    char* write(const Json&, char* at) const {
        return copy(metadata_, at);
    }
    template <class T>
    char* write(const std::optional<T>& value, char* at) const {
        return write(*value, at);
    }

    std::string text_;
    std::string metadata_;
    bool writable_ = true;  // as JSON
    bool verbatim_ = true;  // without an escape
};

}  // namespace NLOHMANN_JSON_ABI_TAGS
}  // namespace stytch::m2m::detail

namespace stytch::m2m {
inline namespace NLOHMANN_JSON_ABI_TAGS {

/// Reads a client from the text of its JSON object, `m2m_client` in the response, and keeps the secret out of the JSON
/// engine: unless the caller copies it, it is in `client.next_client_secret` alone. Throws nothing but
/// std::bad_alloc. For the whole response, which to this function has none of the members, see
/// parse_rotate_start_response().
inline ParseResult parse(std::string_view text) {
    ParseResult result;
    detail::Reader reader(text, result.violations);
    detail::Scanner scanner = reader.begin();
    if (reader.at_object(scanner) && detail::read_client(reader, scanner, "", result.client)) reader.end(scanner);
    return result;
}

/// `client` as compact JSON text in the schema's order, the secret in clear, absent members left out. Does not
/// validate, so that a fixture may be invalid; but throws ValidationError where it cannot be written: a string that is
/// not UTF-8 (Rule::encoding) or metadata nested too deeply (Rule::depth). The text is the caller's to wipe.
inline std::string serialize(const M2MClientWithNextClientSecret& client) { return detail::Writer(client).take(); }

}  // namespace NLOHMANN_JSON_ABI_TAGS
}  // namespace stytch::m2m
