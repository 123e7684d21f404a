// SPDX-License-Identifier: MIT
// Sizes at which anything worse than linear work would show.
#include <stytch/m2m.hpp>

#include <cstddef>
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

/// A client with `replaced` replaced by `first`, as many of `piece` as fit, and `last`; or these alone.
struct Form {
    const char* name;
    const char* replaced;
    const char* first;
    const char* piece;
    const char* last;
    std::size_t size = proof::large_size;  // of the text that is read

    std::string text(std::size_t bytes) const {
        const std::string grown = filled(first, piece, last, bytes);
        return *replaced == '\0' ? grown : client_with(replaced, grown);
    }
};

const char* const scopes = "[\"read:users\"";
const char* const id = "\"client_id\"";
const std::vector<Form> forms = {
    {"scopes", scopes, "[", "\"read:users\",", "\"read:users\"", largest_size},
    {"short scopes", scopes, "[", "\"\",", "\"\""},
    {"escaped scopes", scopes, "[", "\"\\u00e9\\n:users\",", "\"\""},
    {"broken scopes", scopes, "[", "1,", "\"\""},
    {"metadata", "{}", "{\"a\":[", "{\"b\":[1,\"c\\n\",null]},", "0]}", largest_size},
    {"metadata of strings", "{}", "{\"a\":[", "\"\",", "0]}"},
    {"unknown value", id, "\"x\":[", "{\"b\":[1,\"c\\n\",null]},", "0],\"client_id\""},
    {"unknown strings", id, "\"x\":[", "\"\\n\",", "0],\"client_id\""},
    {"unknown members", id, "", "\"x\":0,", "\"client_id\""},
    {"unknown escaped members", id, "", "\"\\u0078\":\"\\n\",", "\"client_id\""},
    {"duplicates", "{}", "{}", ",\"trusted_metadata\":{}", ""},
    {"name", "Example client name", "", "x", ""},
    {"escaped name", "Example client name", "", "x\\u00e9\xC3\xA9\\\\", ""},
    {"secret", samples::secret.data(), "", "x", ""},
    {"escaped secret", samples::secret.data(), "", "x\\u00e9\xC3\xA9\\\\", ""},
    {"unknown string", id, "\"x\":\"", "\\\"", "\",\"client_id\""},
    {"unknown key", id, "\"", "\\\"", "\":0,\"client_id\""},
    {"white space", "{}", "", " ", "{}"},
    {"number", id, "\"x\":", "1", "e-9,\"client_id\""},
    {"unclosed brackets", "", "{\"trusted_metadata\":", "[", ""},
    {"open quotes", "", "{\"x\":[", "\"\",", "\""},
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
