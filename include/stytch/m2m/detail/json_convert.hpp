// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include <stytch/m2m/detail/abi.hpp>
#include <stytch/m2m/detail/exceptions.hpp>
#include <stytch/m2m/detail/json_tree.hpp>
#include <stytch/m2m/detail/limits.hpp>
#include <stytch/m2m/detail/member.hpp>
#include <stytch/m2m/detail/report.hpp>
#include <stytch/m2m/m2m_client_with_next_client_secret.hpp>
#include <stytch/m2m/secret.hpp>
#include <stytch/m2m/violation.hpp>

namespace stytch::m2m::detail {
inline namespace STYTCH_M2M_ABI {

// Each reads a value of a valid document into a member of the struct.

template <class BasicJson>
void read_value(const BasicJson& value, std::string& target) {
    target = text_of(value);
}
template <class BasicJson>
void read_value(const BasicJson& value, Secret& target) {
    target = text_of(value);
}
template <class BasicJson>
void read_value(const BasicJson& value, std::vector<std::string>& target) {
    for (const BasicJson& element : elements(value)) target.emplace_back(text_of(element));
}
template <class BasicJson>
void read_value(const BasicJson& value, nlohmann::json& target) {
    target = nlohmann::json(value);
}
template <class BasicJson, class T>
void read_value(const BasicJson& value, std::optional<T>& target) {
    if (!value.is_null()) read_value(value, target.emplace());
}

// Each converts the value of a member of the struct to JSON.

template <class BasicJson>
BasicJson make_string(std::string_view text) {
    return BasicJson(typename BasicJson::string_t(text.data(), text.size()));
}
template <class BasicJson>
BasicJson make_json(const std::string& text) {
    return make_string<BasicJson>(text);
}
template <class BasicJson>
BasicJson make_json(const Secret& secret) {
    return make_string<BasicJson>(secret.reveal());
}
template <class BasicJson>
BasicJson make_json(const std::vector<std::string>& texts) {
    BasicJson array = BasicJson::array();
    for (const std::string& text : texts) array.push_back(make_string<BasicJson>(text));
    return array;
}
template <class BasicJson, class Json, only_json<Json> = 0>
BasicJson make_json(const Json& metadata) {
    return BasicJson(metadata);
}

template <class BasicJson>
void set_member(BasicJson& object, std::string_view name, BasicJson value) {
    object[typename BasicJson::object_t::key_type(name.data(), name.size())] = std::move(value);
}
/// Adds a member to `object` unless it is absent.
template <class BasicJson, class T>
void write_member(BasicJson& object, const Location& where, const T& member) {
    const auto* const value = value_of(member);
    if (value == nullptr) return;
    if constexpr (std::is_same_v<decltype(value), const nlohmann::json* const>) {
        if (nested_deeper(*value, max_member_depth)) {
            std::vector<Violation> violations;
            Report(violations).depth(where);
            raise(ValidationError(std::move(violations)));
        }
    }
    set_member(object, where.member, make_json<BasicJson>(*value));
}

/// Returns `client`, whose JSON Pointer is `location`, as an object.
template <class BasicJson>
BasicJson client_to_json(const M2MClientWithNextClientSecret& client, std::string_view location) {
    BasicJson object = BasicJson::object();
    for_each_member([&](const auto& member) { write_member(object, {location, member.name}, client.*member.pointer); });
    return object;
}

}  // namespace STYTCH_M2M_ABI
}  // namespace stytch::m2m::detail
