// SPDX-License-Identifier: MIT
// Sizes at which anything worse than linear work would show.
#include <stytch/m2m.hpp>

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "bodies.hpp"
#include "catch.hpp"
#include "grown.hpp"
#include "linear.hpp"
#include "samples.hpp"

using namespace stytch::m2m;

namespace {

using proof::client_with;
using proof::filled;
const std::size_t largest_size = std::size_t{proof::full() ? 32U : 1U} << 20;

/// A client with one member of `size` bytes.
using Grown = std::function<std::string(std::size_t size)>;
struct Form {
    const char* name;
    Grown text;
    std::size_t size = proof::large_size;  // of the text that is read
};

const std::vector<Form> forms = {
    {"scopes",
     [](std::size_t size) {
         return client_with("[\"read:users\"", filled("[", "\"read:users\",", "\"read:users\"", size));
     },
     largest_size},
    {"short scopes",
     [](std::size_t size) { return client_with("[\"read:users\"", filled("[", "\"\",", "\"\"", size)); }},
    {"escaped scopes",
     [](std::size_t size) {
         return client_with("[\"read:users\"", filled("[", "\"\\u00e9\\n:users\",", "\"\"", size));
     }},
    {"broken scopes", [](std::size_t size) { return client_with("[\"read:users\"", filled("[", "1,", "\"\"", size)); }},
    {"metadata",
     [](std::size_t size) { return client_with("{}", filled("{\"a\":[", "{\"b\":[1,\"c\\n\",null]},", "0]}", size)); },
     largest_size},
    {"metadata of strings",
     [](std::size_t size) { return client_with("{}", filled("{\"a\":[", "\"\",", "0]}", size)); }},
    {"unknown value",
     [](std::size_t size) {
         return client_with("\"client_id\"", filled("\"x\":[", "{\"b\":[1,\"c\\n\",null]},", "0],\"client_id\"", size));
     }},
    {"unknown strings",
     [](std::size_t size) {
         return client_with("\"client_id\"", filled("\"x\":[", "\"\\n\",", "0],\"client_id\"", size));
     }},
    {"unknown members",
     [](std::size_t size) { return client_with("\"client_id\"", filled("", "\"x\":0,", "\"client_id\"", size)); }},
    {"unknown escaped members",
     [](std::size_t size) {
         return client_with("\"client_id\"", filled("", "\"\\u0078\":\"\\n\",", "\"client_id\"", size));
     }},
    {"duplicates",
     [](std::size_t size) { return client_with("{}", filled("{}", ",\"trusted_metadata\":{}", "", size)); }},
    {"name", [](std::size_t size) { return client_with("Example client name", std::string(size, 'x')); }},
    {"escaped name",
     [](std::size_t size) { return client_with("Example client name", filled("", "x\\u00e9\xC3\xA9\\\\", "", size)); }},
    {"secret", [](std::size_t size) { return client_with(std::string(samples::secret), std::string(size, 'x')); }},
    {"escaped secret",
     [](std::size_t size) {
         return client_with(std::string(samples::secret), filled("", "x\\u00e9\xC3\xA9\\\\", "", size));
     }},
    {"unknown string",
     [](std::size_t size) {
         return client_with("\"client_id\"", filled("\"x\":\"", "\\\"", "\",\"client_id\"", size));
     }},
    {"unknown key",
     [](std::size_t size) { return client_with("\"client_id\"", filled("\"", "\\\"", "\":0,\"client_id\"", size)); }},
    {"white space", [](std::size_t size) { return client_with("{}", std::string(size, ' ') + "{}"); }},
    {"number",
     [](std::size_t size) {
         return client_with("\"client_id\"", "\"x\":" + std::string(size, '1') + "e-9,\"client_id\"");
     }},
    {"unclosed brackets", [](std::size_t size) { return "{\"trusted_metadata\":" + std::string(size, '['); }},
    {"open quotes", [](std::size_t size) { return "{\"x\":[" + filled("", "\"\",", "\"", size); }},
};

}  // namespace

TEST_CASE("Size: parse takes work and memory linear in the text") {
    for (const Form& form : forms) {
        CAPTURE(form.name);
        const auto read = [](const std::string& text) { static_cast<void>(parse(text)); };
        const auto respond = [](const std::string& text) { static_cast<void>(parse_rotate_start_response(text)); };
        const std::string small = form.text(proof::small_size);
        const std::string large = form.text(form.size);
        proof::check_linear(proof::measured(small, read), proof::measured(large, read));
        proof::check_linear(proof::measured("{\"m2m_client\":" + small + "}", respond),
                            proof::measured("{\"m2m_client\":" + large + "}", respond));
    }
}

TEST_CASE("Size: writing takes work and memory linear in the text") {
    for (const Form& form : forms) {
        CAPTURE(form.name);
        const auto write = [](const std::string& text) {
            const ParseResult result = parse(text);
            static_cast<void>(validate(result.client));
            static_cast<void>(serialize(result.client));
        };
        proof::check_linear(proof::measured(form.text(proof::small_size), write),
                            proof::measured(form.text(form.size), write));
    }
}
