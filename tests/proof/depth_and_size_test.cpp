// SPDX-License-Identifier: MIT
// Nesting that would overflow the stack, and sizes at which anything but linear work would be felt.
#include <stytch/m2m.hpp>

#include <pthread.h>

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <exception>
#include <functional>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "catch.hpp"
#include "samples.hpp"
#include "work.hpp"

using namespace stytch::m2m;
using nlohmann::json;
using samples::Finding;
using Findings = std::vector<Finding>;

namespace {

/// Whether to take the time for what is large; what is not has the same effect.
const bool full = [] {
    const char* const cases = std::getenv("STYTCH_M2M_PROOF_CASES");
    return cases != nullptr && std::atol(cases) >= 100'000;
}();
const std::size_t text_levels = full ? 2'000'000 : 200'000;
const std::size_t json_levels = full ? 200'000 : 50'000;
const std::size_t small_size = std::size_t{full ? 1024U : 128U} << 10;
const std::size_t large_size = std::size_t{full ? 8U : 1U} << 20;
const std::size_t largest_size = std::size_t{full ? 64U : 1U} << 20;

/// Calls `function` where the stack is as small as threads have it at worst. Overflowing it ends the program.
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

std::string repeated(const std::string& part, std::size_t times) {
    std::string text;
    text.reserve(part.size() * times);
    for (std::size_t i = 0; i < times; ++i) text += part;
    return text;
}

struct Nest {
    std::string open;
    std::string close;
};
const std::vector<Nest> nests = {{"[", "]"}, {"{\"a\":", "}"}, {"[{\"a\":", "}]"}};
std::string closed(const Nest& nest) {
    return repeated(nest.open, text_levels) + "0" + repeated(nest.close, text_levels);
}
std::string unclosed(const Nest& nest) { return repeated(nest.open, text_levels); }

/// The documented client with the value at `from` replaced.
std::string client_with(const std::string& from, const std::string& to) {
    std::string text = samples::client_text;
    return text.replace(text.find(from), from.size(), to);
}

Findings found(const std::function<std::vector<Violation>()>& function) {
    Findings result;
    on_small_stack([&] { result = samples::findings(function()); });
    return result;
}
Findings parsed(const std::string& text) {
    return found([&] { return parse(text).violations; });
}
Findings answered(const std::string& text) {
    return found([&] { return parse_rotate_start_response(text).violations; });
}

bool has(const Findings& all, const Finding& finding) {
    return std::find(all.begin(), all.end(), finding) != all.end();
}

/// Neither nlohmann's parser nor its destructor recurses; copying does.
json deep_json(const Nest& nest) {
    return json::parse(repeated(nest.open, json_levels) + "0" + repeated(nest.close, json_levels));
}

}  // namespace

TEST_CASE("depth: endless nesting in text, wherever it is") {
    const std::string secret = "\"" + std::string(samples::secret) + "\"";
    const std::string scopes = R"(["read:users", "write:users"])";
    for (const Nest& nest : nests) {
        const std::string value = closed(nest);
        CAPTURE(nest.open);
        CHECK(has(parsed(value), {Rule::depth, ""}));
        CHECK(parsed(client_with("\"client_id\"", "\"unknown\":" + value + ",\"client_id\"")) ==
              Findings{{Rule::depth, ""}});
        CHECK(parsed(client_with("{}", value)).front() == Finding{Rule::depth, "/trusted_metadata"});
        CHECK(parsed(client_with("{}", "{\"a\":" + value + "}")) == Findings{{Rule::depth, "/trusted_metadata"}});
        CHECK(parsed(client_with(scopes, value)).front() == Finding{Rule::depth, "/scopes"});
        CHECK(parsed(client_with(scopes, "[" + value + "]")) == Findings{{Rule::depth, "/scopes"}});
        CHECK(parsed(client_with(secret, value)) ==
              Findings{{Rule::depth, "/next_client_secret"}, {Rule::type, "/next_client_secret"}});
        CHECK(has(answered(value), {Rule::depth, ""}));
        CHECK(answered("{\"unknown\":" + value + "," + samples::response_text.substr(1)) ==
              Findings{{Rule::depth, ""}});
        CHECK(has(answered("{\"status_code\":" + value + "}"), {Rule::depth, "/status_code"}));
        CHECK(has(answered("{\"m2m_client\":" + client_with("{}", "{\"a\":" + value + "}") + "}"),
                  {Rule::depth, "/m2m_client/trusted_metadata"}));
    }
}

TEST_CASE("depth: endless nesting that the text breaks off in") {
    const auto cut_off = [](const Findings& found, const std::string& location) {
        return has(found, {Rule::syntax, location}) && has(found, {Rule::depth, location});
    };
    for (const Nest& nest : nests) {
        const std::string value = unclosed(nest);
        CAPTURE(nest.open);
        CHECK(cut_off(parsed(value), ""));
        CHECK(cut_off(parsed(samples::client_text.substr(0, samples::client_text.size() - 1) + ",\"unknown\":" + value),
                      ""));
        CHECK(cut_off(parsed("{\"trusted_metadata\":" + value), "/trusted_metadata"));
        CHECK(cut_off(parsed("{\"scopes\":" + value), "/scopes"));
        CHECK(cut_off(parsed("{\"next_client_secret\":" + value), "/next_client_secret"));
        CHECK(cut_off(answered(value), ""));
        CHECK(cut_off(answered("{\"m2m_client\":" + value), "/m2m_client"));
        CHECK(cut_off(answered("{\"m2m_client\":{\"trusted_metadata\":" + value), "/m2m_client/trusted_metadata"));
    }
}

TEST_CASE("depth: endless nesting in JSON built in memory") {
    const auto of_json = [](json document) {
        // Moved into the thread, destroyed there.
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

TEST_CASE("depth: endless nesting in a struct's metadata") {
    for (const Nest& nest : nests) {
        CAPTURE(nest.open);
        const Finding depth{Rule::depth, "/trusted_metadata"};
        Findings validated, serialized, redaction, adapted, ordered;
        std::string printed;
        on_small_stack([&] {
            M2MClientWithNextClientSecret client = samples::client();
            client.trusted_metadata.emplace(json::object())["a"] = deep_json(nest);
            validated = samples::findings(validate(client));
            serialized = samples::thrown([&] { serialize(client); });
            redaction = samples::thrown([&] { redacted(client); });
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

namespace {

std::string filled(const std::string& before, const std::string& part, const std::string& after, std::size_t size) {
    return before + repeated(part, size / part.size()) + after;
}

/// A client with one member grown to `size` bytes.
using Grown = std::function<std::string(std::size_t size)>;
struct Form {
    const char* name;
    Grown text;
    std::size_t size = large_size;  // which is read
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

struct PerByte {
    double blocks;
    double allocated;
    double peak;
};

template <class Function>
PerByte measured(const std::string& text, Function&& function) {
    proof::start_work();
    function(text);
    const proof::Work done = proof::work();
    const auto size = static_cast<double>(text.size());
    return {static_cast<double>(done.blocks) / size, static_cast<double>(done.allocated) / size,
            static_cast<double>(done.peak) / size};
}

/// Growing strings and vectors double, so that a size may be lucky or not.
void check_linear(const PerByte& small, const PerByte& large) {
    CHECK(large.blocks <= small.blocks * 1.25 + 0.5);
    CHECK(large.allocated <= small.allocated * 2 + 1);
    CHECK(large.peak <= small.peak * 2 + 1);
}

}  // namespace

TEST_CASE("size: parse takes work and memory linear in the text") {
    for (const Form& form : forms) {
        CAPTURE(form.name);
        const auto read = [](const std::string& text) { static_cast<void>(parse(text)); };
        const auto answer = [](const std::string& text) { static_cast<void>(parse_rotate_start_response(text)); };
        const std::string small = form.text(small_size);
        const std::string large = form.text(form.size);
        check_linear(measured(small, read), measured(large, read));
        check_linear(measured("{\"m2m_client\":" + small + "}", answer),
                     measured("{\"m2m_client\":" + large + "}", answer));
    }
}

TEST_CASE("size: writing takes work and memory linear in the text") {
    for (const Form& form : forms) {
        CAPTURE(form.name);
        const auto write = [](const std::string& text) {
            const ParseResult result = parse(text);
            static_cast<void>(validate(result.client));
            static_cast<void>(serialize(result.client));
        };
        check_linear(measured(form.text(small_size), write), measured(form.text(form.size), write));
    }
}
