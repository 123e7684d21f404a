// SPDX-License-Identifier: MIT
#include "subjects.hpp"

#include <cstdio>
#include <string_view>
#include <utility>

#include <simdjson.h>
#if __has_include(<yyjson.h>)
#include <yyjson.h>
#endif

#include "hand_written.hpp"

namespace {

using nlohmann::json;

// From Stytch's API reference.
constexpr std::string_view documented = R"({
    "client_id": "m2m-client-test-d731954d-dab3-4a2b-bdee-07f3ad1be885",
    "next_client_secret": "NHQhc7ZqsXJVtgmN2MXr1etqsQrGAwJ-iBWNLKY7DzJj",
    "client_name": "Example client name",
    "client_description": "Example client description.",
    "client_secret_last_four": "DzJj",
    "next_client_secret_last_four": "DzJj",
    "status": "active",
    "scopes": ["read:users", "write:users"],
    "trusted_metadata": {}
})";

std::string replaced(std::string text, std::string_view from, std::string_view to) {
    return text.replace(text.find(from), from.size(), to);
}

std::string documented_text() { return std::string(documented); }
std::string compact_text() { return nlohmann::ordered_json::parse(documented).dump(); }
std::string metadata_text() {
    return replaced(compact_text(), "{}", R"({"tenant":"acme-production","tier":3,"beta":true,"owner":null})");
}

std::string unknown_member_text() {
    return replaced(compact_text(), "{}", R"({},"created_at":"2026-11-24T00:00:00Z")");
}

template <std::size_t size>
std::string scopes_text() {
    std::string list;
    for (unsigned i = 0; list.size() < size; ++i) {
        char scope[32];
        std::snprintf(scope, sizeof scope, "\"read:resource-%07u\",", i);
        list += scope;
    }
    list.pop_back();
    return replaced(compact_text(), R"("read:users","write:users")", list);
}
template <std::size_t size>
std::string many_metadata_text() {
    // An array of small objects: one object with a million members would mostly measure std::map.
    std::string list = R"({"records":[)";
    for (unsigned i = 0; list.size() < size; ++i) {
        char record[96];
        std::snprintf(record, sizeof record, R"({"tenant":"acme-production-%07u","tier":%u,"beta":true,"owner":null},)",
                      i, i % 1000);
        list += record;
    }
    list.back() = ']';
    return replaced(compact_text(), "{}", list + '}');
}

constexpr std::size_t kibibyte = 1024, mebibyte = 1024 * kibibyte;

/// Keeps the compiler from leaving out what makes `result`.
template <class T>
void keep(T&& result) {
    asm volatile("" : : "r"(&result) : "memory");
}

// These make the same struct, with the same DOM of the metadata, and look members up in the order of the text.

/// `text(name)` returns the text of a member.
template <class Text>
void read_texts(stytch::m2m::M2MClientWithNextClientSecret& client, const Text& text) {
    client.client_id = text("client_id");
    client.next_client_secret = text("next_client_secret");
    client.client_name = text("client_name");
    client.client_description = text("client_description");
    client.client_secret_last_four = text("client_secret_last_four");
    client.next_client_secret_last_four.emplace(text("next_client_secret_last_four"));
    client.status = text("status");
}

json dom_of(simdjson::ondemand::value value) {
    switch (value.type()) {
        case simdjson::ondemand::json_type::object: {
            json object = json::object();
            for (auto field : value.get_object()) {
                const std::string name(std::string_view(field.unescaped_key()));
                object[name] = dom_of(field.value());
            }
            return object;
        }
        case simdjson::ondemand::json_type::array: {
            json array = json::array();
            for (auto element : value.get_array()) array.push_back(dom_of(element.value()));
            return array;
        }
        case simdjson::ondemand::json_type::string: return std::string(std::string_view(value.get_string()));
        case simdjson::ondemand::json_type::boolean: return bool(value.get_bool());
        case simdjson::ondemand::json_type::number: {
            const simdjson::ondemand::number number = value.get_number();
            if (number.is_double()) return number.get_double();
            return number.is_int64() ? json(number.get_int64()) : json(number.get_uint64());
        }
        default: return nullptr;
    }
}

void run_simdjson_struct(const Input& input) {
    // As its documentation advises, keeps the parser.
    static simdjson::ondemand::parser parser;
    const simdjson::padded_string padded(input.text);
    simdjson::ondemand::document document = parser.iterate(padded);
    simdjson::ondemand::object object = document.get_object();
    const auto text = [&](const char* name) { return std::string_view(object[name].get_string()); };
    stytch::m2m::M2MClientWithNextClientSecret client;
    read_texts(client, text);
    for (auto scope : object["scopes"].get_array()) {
        client.scopes.emplace_back(std::string_view(scope.get_string()));
    }
    client.trusted_metadata.emplace(dom_of(object["trusted_metadata"].value()));
    keep(client);
}

#ifdef YYJSON_H
json dom_of(yyjson_val* value) {
    if (yyjson_is_obj(value)) {
        json object = json::object();
        yyjson_obj_iter members = yyjson_obj_iter_with(value);
        for (yyjson_val* key = yyjson_obj_iter_next(&members); key != nullptr; key = yyjson_obj_iter_next(&members)) {
            object[yyjson_get_str(key)] = dom_of(yyjson_obj_iter_get_val(key));
        }
        return object;
    }
    if (yyjson_is_arr(value)) {
        json array = json::array();
        yyjson_arr_iter elements = yyjson_arr_iter_with(value);
        for (yyjson_val* element = yyjson_arr_iter_next(&elements); element != nullptr;
             element = yyjson_arr_iter_next(&elements)) {
            array.push_back(dom_of(element));
        }
        return array;
    }
    if (yyjson_is_str(value)) return std::string(yyjson_get_str(value), yyjson_get_len(value));
    if (yyjson_is_bool(value)) return yyjson_get_bool(value);
    if (yyjson_is_uint(value)) return yyjson_get_uint(value);
    if (yyjson_is_int(value)) return yyjson_get_sint(value);
    return yyjson_is_real(value) ? json(yyjson_get_real(value)) : json();
}

void run_yyjson_struct(const Input& input) {
    yyjson_doc* const document = yyjson_read(input.text.data(), input.text.size(), 0);
    yyjson_obj_iter members = yyjson_obj_iter_with(yyjson_doc_get_root(document));
    const auto text = [&](const char* name) {
        yyjson_val* const value = yyjson_obj_iter_get(&members, name);
        return std::string_view(yyjson_get_str(value), yyjson_get_len(value));
    };
    stytch::m2m::M2MClientWithNextClientSecret client;
    read_texts(client, text);
    yyjson_arr_iter scopes = yyjson_arr_iter_with(yyjson_obj_iter_get(&members, "scopes"));
    for (yyjson_val* scope = yyjson_arr_iter_next(&scopes); scope != nullptr; scope = yyjson_arr_iter_next(&scopes)) {
        client.scopes.emplace_back(yyjson_get_str(scope), yyjson_get_len(scope));
    }
    client.trusted_metadata.emplace(dom_of(yyjson_obj_iter_get(&members, "trusted_metadata")));
    yyjson_doc_free(document);
    keep(client);
}
#else
constexpr void (*run_yyjson_struct)(const Input&) = nullptr;
#endif

void run_parse(const Input& input) { keep(stytch::m2m::parse(input.text)); }
void run_json_parse(const Input& input) { keep(json::parse(input.text)); }
void run_json_by_hand(const Input& input) { keep(hand_written::parse(input.text)); }
void run_serialize(const Input& input) { keep(stytch::m2m::serialize(input.client)); }
void run_json_dump(const Input& input) { keep(json(input.client).dump()); }
void run_validate(const Input& input) { keep(stytch::m2m::validate(input.client)); }
void run_rotate(const Input& input) { keep(stytch::m2m::parse_rotate_start_response(input.body)); }
void run_json_parse_body(const Input& input) { keep(json::parse(input.body)); }

}  // namespace

Input::Input(std::string client_text)
    : text(std::move(client_text)),
      body(R"({"status_code":200,"request_id":"request-id-test-b05c992f-ebdc-489d-a754-c7e70ba13141","m2m_client":)" +
           text + '}'),
      client(stytch::m2m::parse(text).value()) {}

const std::vector<Sample>& small_samples() {
    static const std::vector<Sample> samples = {{"documented", documented_text},
                                                {"compact", compact_text},
                                                {"four metadata", metadata_text},
                                                {"an unknown member", unknown_member_text}};
    return samples;
}
const std::vector<Sample>& scopes_samples() {
    static const std::vector<Sample> samples = {{"scopes 64 KiB", scopes_text<64 * kibibyte>},
                                                {"1 MiB", scopes_text<mebibyte>},
                                                {"64 MiB", scopes_text<64 * mebibyte>}};
    return samples;
}
const std::vector<Sample>& metadata_samples() {
    static const std::vector<Sample> samples = {{"metadata 64 KiB", many_metadata_text<64 * kibibyte>},
                                                {"1 MiB", many_metadata_text<mebibyte>},
                                                {"64 MiB", many_metadata_text<64 * mebibyte>}};
    return samples;
}

const Subject& subject(std::size_t id) {
    static const Subject subjects[subject_count] = {
        {"`parse`", run_parse},
        {"`json::parse`", run_json_parse},
        {"`json::parse`, hand-written `from_json`", run_json_by_hand},
        {"simdjson, the same struct", run_simdjson_struct},
        {"yyjson, the same struct", run_yyjson_struct},
        {"`serialize`", run_serialize},
        {"`json(client).dump()`", run_json_dump},
        {"`validate(client)`", run_validate},
        {"`parse_rotate_start_response`", run_rotate},
        {"`json::parse` of the response", run_json_parse_body},
    };
    return subjects[id];
}
