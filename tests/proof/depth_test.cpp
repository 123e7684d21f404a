// SPDX-License-Identifier: MIT
// No surprises: no depth overflows the stack, and what is deeper than 128 levels is a violation where it is.
#include <stytch/m2m.hpp>

#include <pthread.h>

#include <algorithm>
#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "bodies.hpp"
#include "catch.hpp"
#include "grown.hpp"
#include "samples.hpp"

using namespace stytch::m2m;
using nlohmann::json;
using samples::Finding;
using Findings = std::vector<Finding>;

namespace {

// Anything smaller has the same effect.
const std::size_t endless = proof::full() ? 500'000 : 50'000;

/// Calls `function` on the smallest stack that threads have in practice. Overflowing it ends the program, and so does
/// an exception.
void on_small_stack(std::function<void()> function) {
    pthread_attr_t attributes;
    REQUIRE(pthread_attr_init(&attributes) == 0);
    REQUIRE(pthread_attr_setstacksize(&attributes, 256 * 1024) == 0);
    pthread_t thread;
    const auto run = [](void* argument) -> void* {
        (*static_cast<std::function<void()>*>(argument))();
        return nullptr;
    };
    REQUIRE(pthread_create(&thread, &attributes, run, &function) == 0);
    REQUIRE(pthread_join(thread, nullptr) == 0);
    pthread_attr_destroy(&attributes);
}

struct Nest {
    std::string open;
    std::string close;
    std::size_t levels;

    std::string unclosed(std::size_t count) const { return proof::repeated(open, count); }
    std::string closed(std::size_t count) const { return unclosed(count) + "0" + proof::repeated(close, count); }
};
const std::vector<Nest> nests = {{"[", "]", 1}, {"{\"a\":", "}", 1}, {"[{\"a\":", "}]", 2}};

/// Where something nested is, in a text that has it in place of #.
struct Spot {
    std::string shape;
    std::string location;
    std::size_t levels;  // that may be there
    bool misplaced = false;

    std::string text(const std::string& value) const { return proof::replaced(shape, '#', value); }
};
const std::vector<Spot> in_client = {
    {"#", "", 128},
    {R"({"unknown":#,"next_client_secret":"a"})", "", 127, true},
    {R"({"trusted_metadata":#})", "/trusted_metadata", 127},
    {R"({"trusted_metadata":{"b":#}})", "/trusted_metadata", 126},
    {R"({"scopes":#})", "/scopes", 127},
    {R"({"scopes":["b",#]})", "/scopes", 126},
    {R"({"next_client_secret":#})", "/next_client_secret", 127},
    {R"({"next_client_secret_last_four":#})", "/next_client_secret_last_four", 127},
};
const std::vector<Spot> in_response = {
    {"#", "", 129},
    {R"({"status_code":#})", "/status_code", 128},
    {R"({"unknown":#,"m2m_client":{"next_client_secret":"a"}})", "", 128, true},
    {R"({"m2m_client":{"trusted_metadata":{"b":#}}})", "/m2m_client/trusted_metadata", 126},
};

/// Reading stops at what is too deep, which is therefore all that is reported of it.
template <class Parse>
void check_text(const Spot& spot, const std::string& member, Parse&& violations_of) {
    Findings too_deep = {{Rule::depth, spot.location}};
    if (spot.misplaced) too_deep.push_back({Rule::misplaced, member});
    for (const Nest& nest : nests) {
        CAPTURE(spot.shape, nest.open);
        const std::size_t most = spot.levels / nest.levels;
        for (const std::string& value :
             {nest.closed(most + 1), nest.closed(endless), nest.unclosed(most + 1), nest.unclosed(endless)}) {
            Findings found;
            on_small_stack([&] { found = samples::findings(violations_of(spot.text(value))); });
            CHECK(found == too_deep);
        }
        CHECK_FALSE(samples::has(violations_of(spot.text(nest.closed(most))), too_deep.front()));
    }
}

}  // namespace

TEST_CASE("Depth: text of more than 128 levels, whole or cut off, however deep: reading stops there") {
    for (const Spot& spot : in_client) {
        check_text(spot, "/next_client_secret", [](const std::string& text) { return parse(text).violations; });
    }
    for (const Spot& spot : in_response) {
        check_text(spot, "/m2m_client/next_client_secret",
                   [](const std::string& text) { return parse_rotate_start_response(text).violations; });
    }
}

TEST_CASE("Depth: JSON in memory of more than 128 levels, however deep, is refused, and changes nothing") {
    for (const Spot& spot : in_client) {
        for (const Nest& nest : nests) {
            CAPTURE(spot.shape, nest.open);
            const std::size_t most = spot.levels / nest.levels;
            for (const std::size_t count : {most, most + 1, endless}) {
                std::vector<Violation> validated;
                Findings thrown;
                M2MClientWithNextClientSecret client = samples::client();
                // nlohmann's parser and destructor do not recurse, but its copying does.
                on_small_stack([&] {
                    const json document = json::parse(spot.text(nest.closed(count)));
                    validated = validate(document);
                    thrown = samples::thrown([&] { from_json(document, client); });
                });
                CHECK(samples::has(validated, {Rule::depth, spot.location}) == (count > most));
                CHECK(samples::findings(validated) == thrown);
                CHECK(client == samples::client());
            }
        }
    }
}

TEST_CASE("Depth: metadata in a struct of more than 128 levels, however deep, are neither written nor printed") {
    for (const Nest& nest : nests) {
        CAPTURE(nest.open);
        const std::size_t most = 126 / nest.levels;
        for (const std::size_t count : {most, most + 1, endless}) {
            std::vector<Findings> found;
            std::string printed;
            on_small_stack([&] {
                M2MClientWithNextClientSecret client = samples::client();
                client.trusted_metadata.emplace(json::object())["a"] = json::parse(nest.closed(count));
                found.push_back(samples::findings(validate(client)));
                found.push_back(samples::thrown([&] { static_cast<void>(serialize(client)); }));
                found.push_back(samples::thrown([&] { static_cast<void>(redacted(client)); }));
                found.push_back(samples::thrown([&] { json(client).size(); }));
                found.push_back(samples::thrown([&] { nlohmann::ordered_json(client).size(); }));
                printed = samples::printed(client);
            });
            Findings expected;
            if (count > most) expected.push_back({Rule::depth, "/trusted_metadata"});
            for (const Findings& findings : found) CHECK(findings == expected);
            CHECK((printed.find("too deep") != std::string::npos) == (count > most));
            CHECK(printed.size() < 2000);
        }
    }
}
