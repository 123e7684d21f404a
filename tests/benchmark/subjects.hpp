// SPDX-License-Identifier: MIT
// What is measured, and on which input.
#pragma once

#include <stytch/m2m.hpp>

#include <cstddef>
#include <string>
#include <vector>

struct Input {
    explicit Input(std::string client_text);

    std::string text;
    std::string body;  // `text` as the member of a response
    stytch::m2m::M2MClientWithNextClientSecret client;
};

struct Sample {
    const char* name;
    std::string (*text)();
};

/// Realistic clients, beginning with the documented example.
const std::vector<Sample>& small_samples();
/// Clients of 64 KiB, 1 MiB and 64 MiB.
const std::vector<Sample>& scopes_samples();
const std::vector<Sample>& metadata_samples();

enum SubjectId : std::size_t {
    parse,
    json_parse,
    json_by_hand,
    simdjson_struct,
    yyjson_struct,
    serialize,
    json_dump,
    validate,
    rotate_start_response,
    json_parse_body,
    subject_count
};

struct Subject {
    const char* name;
    void (*run)(const Input&);  // creates its result and destroys it; null if its library is missing
};

const Subject& subject(std::size_t id);
