// SPDX-License-Identifier: MIT
#include "subjects.hpp"

#include <cstdio>
#include <string_view>
#include <utility>

#include <benchmark/benchmark.h>
#include <simdjson.h>

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

template <class T>
void keep(T&& result) {
    benchmark::DoNotOptimize(result);
    benchmark::ClobberMemory();
}

void run_simdjson_struct(const Input& input) {
    // As its documentation advises, keeps the parser and reads members in the order of the text.
    static simdjson::ondemand::parser parser;
    const simdjson::padded_string padded(input.text);
    simdjson::ondemand::document document = parser.iterate(padded);
    simdjson::ondemand::object object = document.get_object();
    const auto read = [&](const char* name, std::string& target) {
        target = std::string_view(object[name].get_string());
    };
    hand_written::Client client;
    std::string metadata_json;
    read("client_id", client.client_id);
    read("next_client_secret", client.next_client_secret);
    read("client_name", client.client_name);
    read("client_description", client.client_description);
    read("client_secret_last_four", client.client_secret_last_four);
    simdjson::ondemand::value value;
    if (object["next_client_secret_last_four"].get(value) == simdjson::SUCCESS && !value.is_null()) {
        client.next_client_secret_last_four = std::string_view(value.get_string());
    }
    read("status", client.status);
    for (auto scope : object["scopes"].get_array()) {
        client.scopes.emplace_back(std::string_view(scope.get_string()));
    }
    if (object["trusted_metadata"].get(value) == simdjson::SUCCESS && !value.is_null()) {
        simdjson::ondemand::object metadata = value.get_object();
        metadata_json = std::string_view(metadata.raw_json());
    }
    check(client);
    keep(client);
    keep(metadata_json);
}

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
        {"simdjson, into a struct", run_simdjson_struct},
        {"`serialize`", run_serialize},
        {"`json(client).dump()`", run_json_dump},
        {"`validate(client)`", run_validate},
        {"`parse_rotate_start_response`", run_rotate},
        {"`json::parse` of the response", run_json_parse_body},
    };
    return subjects[id];
}
