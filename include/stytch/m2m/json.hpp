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
#include <stytch/m2m/validate.hpp>
#include <stytch/m2m/violation.hpp>

namespace stytch::m2m::detail {
inline namespace STYTCH_M2M_ABI {

// From a value of a valid document into a member of the struct.

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

// From a member of the struct to a value.

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
    if (nested_deeper(metadata, max_member_depth)) {
        std::vector<Violation> violations;
        Report(violations).depth({"", "trusted_metadata"});
        raise(ValidationError(std::move(violations)));
    }
    return BasicJson(metadata);
}

template <class BasicJson>
void set_member(BasicJson& object, std::string_view name, BasicJson value) {
    object[typename BasicJson::object_t::key_type(name.data(), name.size())] = std::move(value);
}
/// Writes a member into an object; one that is absent is not written.
template <class BasicJson, class T>
void write_member(BasicJson& object, std::string_view name, const T& member) {
    if (const auto* const value = value_of(member)) set_member(object, name, make_json<BasicJson>(*value));
}

}  // namespace STYTCH_M2M_ABI
}  // namespace stytch::m2m::detail

namespace stytch::m2m {
inline namespace STYTCH_M2M_ABI {

/// Writes `client` as an object with the secret in clear, absent members left out, for any nlohmann::basic_json;
/// nlohmann::ordered_json keeps the schema's order. Does not validate, but throws ValidationError (Rule::depth) if
/// the metadata is nested too deeply to be copied. The copies in `j` are not wiped: see redacted() and serialize().
template <class BasicJson>
void to_json(BasicJson& j, const M2MClientWithNextClientSecret& client) {
    BasicJson object = BasicJson::object();
    detail::for_each_member(
        [&](const auto& member) { detail::write_member(object, member.name, client.*member.pointer); });
    j = std::move(object);
}

/// Reads a client from `j`, any nlohmann::basic_json. Throws ValidationError with every reason if validate(j) finds
/// one; `client` is then unchanged. For text use parse(), which keeps the secret out of the JSON engine.
template <class BasicJson>
void from_json(const BasicJson& j, M2MClientWithNextClientSecret& client) {
    if (std::vector<Violation> violations = validate(j); !violations.empty()) {
        detail::raise(ValidationError(std::move(violations)));
    }
    M2MClientWithNextClientSecret read;
    detail::for_each_member([&](const auto& member) {
        if (const BasicJson* const value = detail::find_member(j, member.name); value != nullptr) {
            detail::read_value(*value, read.*member.pointer);
        }
    });
    client = std::move(read);
}

/// `client` as to_json() writes it, but without `next_client_secret`. It still has the last four characters of the
/// secrets; for logs there is operator<<. Throws ValidationError (Rule::depth) if the metadata is nested too deeply.
[[nodiscard]] inline nlohmann::json redacted(const M2MClientWithNextClientSecret& client) {
    nlohmann::json object = nlohmann::json::object();
    detail::for_each_member([&](const auto& member) {
        const auto& value = client.*member.pointer;
        if constexpr (!std::is_same_v<decltype(value), const Secret&>) detail::write_member(object, member.name, value);
    });
    return object;
}

}  // namespace STYTCH_M2M_ABI
}  // namespace stytch::m2m
