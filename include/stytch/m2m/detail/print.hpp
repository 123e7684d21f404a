// SPDX-License-Identifier: MIT
#pragma once

#include <ostream>
#include <string>
#include <vector>

#include <stytch/m2m/detail/json_tree.hpp>
#include <stytch/m2m/detail/printable.hpp>
#include <stytch/m2m/detail/report.hpp>
#include <stytch/m2m/secret.hpp>
#include <stytch/m2m/violation.hpp>

namespace stytch::m2m::detail {

inline void print(std::ostream& out, const Secret& secret) { out << secret; }
inline void print(std::ostream& out, const std::string& text) { out << '"' << printable(text, "\"\\") << '"'; }
inline void print(std::ostream& out, const Violation& violation) { out << violation; }
template <class T>
void print(std::ostream& out, const std::vector<T>& values) {
    const char* separator = "";
    out << '[';
    for (const T& value : values) {
        out << separator;
        separator = ", ";
        print(out, value);
    }
    out << ']';
}
template <class Json, only_json<Json> = 0>
void print(std::ostream& out, const Json& metadata) {
    if (nested_deeper(metadata, max_member_depth)) {
        out << "(nested too deeply)";
    } else {
        out << printable(metadata.dump(-1, ' ', false, Json::error_handler_t::replace));
    }
}

}  // namespace stytch::m2m::detail
