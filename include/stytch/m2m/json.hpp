// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include <stytch/m2m/detail/json_tree.hpp>
#include <stytch/m2m/detail/raise.hpp>
#include <stytch/m2m/detail/rules.hpp>
#include <stytch/m2m/m2m_client_with_next_client_secret.hpp>
#include <stytch/m2m/validate.hpp>
#include <stytch/m2m/violation.hpp>

namespace stytch::m2m::detail {
inline namespace NLOHMANN_JSON_ABI_TAGS {

// From a valid document into the struct.

template <class BasicJson>
void get(const BasicJson& value, std::string& target) {
    target = text_of(value);
}
template <class BasicJson>
void get(const BasicJson& value, Secret& target) {
    target = text_of(value);
}
template <class BasicJson>
void get(const BasicJson& value, std::vector<std::string>& target) {
    for (const BasicJson& element : elements(value)) get(element, target.emplace_back());
}
template <class BasicJson>
void get(const BasicJson& value, nlohmann::json& target) {
    target = nlohmann::json(value);
}
template <class BasicJson, class T>
void get(const BasicJson& value, std::optional<T>& target) {
    if (!value.is_null()) get(value, target.emplace());
}

// From the struct into a member of an object; one that is absent is not written.

template <class BasicJson>
void set(BasicJson& object, std::string_view name, BasicJson value) {
    object[typename BasicJson::object_t::key_type(name.data(), name.size())] = std::move(value);
}
template <class BasicJson>
BasicJson make(std::string_view text) {
    return BasicJson(typename BasicJson::string_t(text.data(), text.size()));
}
template <class BasicJson>
void put(BasicJson& object, std::string_view name, const std::string& text) {
    set(object, name, make<BasicJson>(text));
}
template <class BasicJson>
void put(BasicJson& object, std::string_view name, const Secret& secret) {
    set(object, name, make<BasicJson>(secret.reveal()));
}
template <class BasicJson>
void put(BasicJson& object, std::string_view name, const std::vector<std::string>& texts) {
    BasicJson array = BasicJson::array();
    for (const std::string& text : texts) array.push_back(make<BasicJson>(text));
    set(object, name, std::move(array));
}
template <class BasicJson, class Json, only_json<Json> = 0>
void put(BasicJson& object, std::string_view name, const Json& metadata) {
    if (nested_deeper(metadata, max_member_depth)) {
        Violations violations;
        add_depth(violations, {"", name});
        raise(ValidationError(std::move(violations)));
    }
    set(object, name, BasicJson(metadata));
}
template <class BasicJson, class T>
void put(BasicJson& object, std::string_view name, const std::optional<T>& value) {
    if (is_there(value)) put(object, name, *value);
}

}  // namespace NLOHMANN_JSON_ABI_TAGS
}  // namespace stytch::m2m::detail

namespace stytch::m2m {
inline namespace NLOHMANN_JSON_ABI_TAGS {

/// Writes `client` as an object with the secret in clear, absent members left out, for any nlohmann::basic_json;
/// nlohmann::ordered_json keeps the schema's order. Does not validate, but throws ValidationError (Rule::depth) where
/// the metadata is nested too deeply to be copied. The copies in `j` are not wiped: see redacted() and serialize().
template <class BasicJson>
void to_json(BasicJson& j, const M2MClientWithNextClientSecret& client) {
    BasicJson object = BasicJson::object();
    detail::for_each_member([&](const auto& member) { detail::put(object, member.name, client.*member.pointer); });
    j = std::move(object);
}

/// Reads a client from `j`, any nlohmann::basic_json. Throws ValidationError with every reason where validate(j) finds
/// one; `client` is then unchanged. For text use parse(), which keeps the secret out of the JSON engine.
template <class BasicJson>
void from_json(const BasicJson& j, M2MClientWithNextClientSecret& client) {
    if (std::vector<Violation> violations = validate(j); !violations.empty()) {
        detail::raise(ValidationError(std::move(violations)));
    }
    M2MClientWithNextClientSecret read;
    detail::for_each_member([&](const auto& member) {
        if (const BasicJson* const value = detail::find(j, member.name); value != nullptr) {
            detail::get(*value, read.*member.pointer);
        }
    });
    client = std::move(read);
}

/// `client` as to_json() writes it, but without `next_client_secret`. It still has the last four characters of the
/// secrets; for logs there is operator<<. Throws ValidationError (Rule::depth) where the metadata is nested too deeply.
inline nlohmann::json redacted(const M2MClientWithNextClientSecret& client) {
    nlohmann::json object = nlohmann::json::object();
    detail::for_each_member([&](const auto& member) {
        const auto& value = client.*member.pointer;
        if constexpr (!std::is_same_v<decltype(value), const Secret&>) detail::put(object, member.name, value);
    });
    return object;
}

}  // namespace NLOHMANN_JSON_ABI_TAGS
}  // namespace stytch::m2m
