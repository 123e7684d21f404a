// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <string>
#include <string_view>

#include <stytch/m2m/detail/kind.hpp>
#include <stytch/m2m/detail/reader.hpp>
#include <stytch/m2m/detail/rules.hpp>
#include <stytch/m2m/detail/scanner.hpp>
#include <stytch/m2m/m2m_client_with_next_client_secret.hpp>
#include <stytch/m2m/secret.hpp>

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
    Field* field = fields.data();
    for_each_member([&](const auto& member) { (field++)->name = member.name; });
    const bool whole = reader.walk(scanner, location, fields.data(), field);
    field = fields.data();
    for_each_member([&](const auto& member) {
        const Value& value = (field++)->value;
        const Location where{location, member.name};
        if (value.kind != Kind::none) {
            auto& target = client.*member.pointer;
            if (reader.read(value, where, target)) check_read(reader.violations(), where, member.content, target);
        } else if (whole && member.required) {
            add_required(reader.violations(), where);
        }
    });
    return whole;
}

}  // namespace NLOHMANN_JSON_ABI_TAGS
}  // namespace stytch::m2m::detail
