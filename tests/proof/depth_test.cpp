// SPDX-License-Identifier: MIT
// Nesting that would overflow the stack.
#include <stytch/m2m.hpp>

#include <pthread.h>

#include <algorithm>
#include <cstddef>
#include <exception>
#include <functional>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "bodies.hpp"
#include "catch.hpp"
#include "grown.hpp"
#include "samples.hpp"

using namespace stytch::m2m;
using nlohmann::json;
using proof::client_with;
using samples::Finding;
using Findings = std::vector<Finding>;

namespace {

// Anything smaller has the same effect.
const std::size_t text_levels = proof::full() ? 2'000'000 : 200'000;
const std::size_t json_levels = proof::full() ? 200'000 : 50'000;

/// Calls `function` on the smallest stack that threads have in practice. Overflowing it ends the program.
void on_small_stack(const std::function<void()>& function) {
    struct Call {
        const std::function<void()>& function;
        std::exception_ptr exception;
    } call{function, nullptr};
    pthread_attr_t attributes;
    REQUIRE(pthread_attr_init(&attributes) == 0);
    REQUIRE(pthread_attr_setstacksize(&attributes, 256 * 1024) == 0);
    pthread_t thread;
    const auto run = [](void* argument) -> void* {
        Call& here = *static_cast<Call*>(argument);
        try {
            here.function();
        } catch (...) {
            here.exception = std::current_exception();
        }
        return nullptr;
    };
    REQUIRE(pthread_create(&thread, &attributes, run, &call) == 0);
    REQUIRE(pthread_join(thread, nullptr) == 0);
    pthread_attr_destroy(&attributes);
    if (call.exception) std::rethrow_exception(call.exception);
}

struct Nest {
    std::string open;
    std::string close;
};
const std::vector<Nest> nests = {{"[", "]"}, {"{\"a\":", "}"}, {"[{\"a\":", "}]"}};
std::string closed(const Nest& nest) {
    return proof::repeated(nest.open, text_levels) + "0" + proof::repeated(nest.close, text_levels);
}
std::string unclosed(const Nest& nest) { return proof::repeated(nest.open, text_levels); }

Findings found(const std::function<std::vector<Violation>()>& function) {
    Findings result;
    on_small_stack([&] { result = samples::findings(function()); });
    return result;
}
Findings parsed(const std::string& text) {
    return found([&] { return parse(text).violations; });
}
Findings responded(const std::string& text) {
    return found([&] { return parse_rotate_start_response(text).violations; });
}

bool has(const Findings& all, const Finding& finding) {
    return std::find(all.begin(), all.end(), finding) != all.end();
}

/// Parsed, to be moved only: nlohmann's parser and destructor do not recurse, but its copying does.
json deep_json(const Nest& nest) {
    return json::parse(proof::repeated(nest.open, json_levels) + "0" + proof::repeated(nest.close, json_levels));
}

}  // namespace

TEST_CASE("Depth: endless nesting in text, whole or cut off: reading stops there") {
    const std::string secret = "\"" + std::string(samples::secret) + "\"";
    const std::string scopes = R"(["read:users", "write:users"])";
    for (const Nest& nest : nests) {
        for (const std::string& value : {closed(nest), unclosed(nest)}) {
            CAPTURE(nest.open);
            const auto only_depth = [](const std::string& location) { return Findings{{Rule::depth, location}}; };
            CHECK(parsed(value) == only_depth(""));
            CHECK(parsed(client_with("\"client_id\"", "\"unknown\":" + value + ",\"client_id\"")) ==
                  Findings{{Rule::depth, ""}, {Rule::misplaced, "/next_client_secret"}});
            CHECK(parsed(client_with("{}", value)) == only_depth("/trusted_metadata"));
            CHECK(parsed(client_with("{}", "{\"a\":" + value + "}")) == only_depth("/trusted_metadata"));
            CHECK(parsed(client_with(scopes, value)) == only_depth("/scopes"));
            CHECK(parsed(client_with(scopes, "[" + value + "]")) == only_depth("/scopes"));
            CHECK(parsed(client_with(secret, value)) == only_depth("/next_client_secret"));
            CHECK(responded(value) == only_depth(""));
            CHECK(responded("{\"status_code\":" + value + "}") == only_depth("/status_code"));
            CHECK(responded("{\"unknown\":" + value + "," + samples::response_text.substr(1)) ==
                  Findings{{Rule::depth, ""}, {Rule::misplaced, "/m2m_client/next_client_secret"}});
            CHECK(responded("{\"m2m_client\":" + client_with("{}", "{\"a\":" + value + "}") + "}") ==
                  only_depth("/m2m_client/trusted_metadata"));
        }
    }
}

TEST_CASE("Depth: endless nesting in JSON built in memory") {
    const auto of_json = [](json document) {
        // Moved into the thread, to be destroyed there.
        Findings result;
        on_small_stack([&result, &document] {
            const json here = std::move(document);
            result = samples::findings(validate(here));
            M2MClientWithNextClientSecret client = samples::client();
            const Findings thrown = samples::thrown([&] { from_json(here, client); });
            if (thrown != result || client != samples::client()) result.clear();
        });
        return result;
    };
    for (const Nest& nest : nests) {
        CAPTURE(nest.open);
        const auto in = [&](const char* name) {
            json document = json::parse(samples::client_text);
            document[name] = deep_json(nest);
            return document;
        };
        CHECK(has(of_json(deep_json(nest)), {Rule::depth, ""}));
        CHECK(of_json(in("unknown")) == Findings{{Rule::depth, ""}});
        for (const char* name : {"next_client_secret", "scopes", "trusted_metadata", "next_client_secret_last_four"}) {
            CHECK(has(of_json(in(name)), {Rule::depth, std::string("/") + name}));
        }
        json wrapped = json::parse(samples::client_text);
        wrapped["scopes"].push_back(deep_json(nest));
        wrapped["trusted_metadata"]["a"] = deep_json(nest);
        CHECK(of_json(std::move(wrapped)) == Findings{{Rule::depth, "/scopes"}, {Rule::depth, "/trusted_metadata"}});
    }
}

TEST_CASE("Depth: endless nesting in a struct's metadata") {
    for (const Nest& nest : nests) {
        CAPTURE(nest.open);
        const Finding depth{Rule::depth, "/trusted_metadata"};
        Findings validated, serialized, redaction, adapted, ordered;
        std::string printed;
        on_small_stack([&] {
            M2MClientWithNextClientSecret client = samples::client();
            client.trusted_metadata.emplace(json::object())["a"] = deep_json(nest);
            validated = samples::findings(validate(client));
            serialized = samples::thrown([&] { static_cast<void>(serialize(client)); });
            redaction = samples::thrown([&] { static_cast<void>(redacted(client)); });
            adapted = samples::thrown([&] { json(client).size(); });
            ordered = samples::thrown([&] { nlohmann::ordered_json(client).size(); });
            std::ostringstream out;
            out << client;
            printed = out.str();
        });
        CHECK(validated == Findings{depth});
        CHECK(serialized == Findings{depth});
        CHECK(redaction == Findings{depth});
        CHECK(adapted == Findings{depth});
        CHECK(ordered == Findings{depth});
        CHECK(printed.size() < 1000);
    }
}
