// SPDX-License-Identifier: MIT
// Memory runs out while text is read: once the secret has its own block, nothing is thrown and the result contains the
// secret, but is never ok().
#include <stytch/m2m.hpp>
#include <stytch/m2m/testing.hpp>

#include <algorithm>
#include <new>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bodies.hpp"
#include "catch.hpp"
#include "counting_delete.hpp"
#include "samples.hpp"

using namespace stytch::m2m;

namespace {

const std::string secret = "QWKXZKJVPJRTYHBNLCGDMSFA-KEUO_TIVBWZyAqSXDRF";

/// Valid and broken bodies, so that violations must be allocated as well.
std::vector<std::string> bodies() {
    std::vector<std::string> bodies;
    for (const bool in_envelope : {false, true}) {
        for (const proof::Place place : proof::places) {
            for (const proof::Spelling spelling : proof::spellings) {
                const std::string text = proof::body(secret, spelling, place, in_envelope).text;
                const std::size_t brace = text.rfind('}');
                for (const std::string& broken :
                     {text, text + "x", text.substr(0, brace),
                      text.substr(0, brace) + R"(,"next_client_secret":"other","next_client_secret":{"a":[1]}})"}) {
                    bodies.push_back(broken);
                }
            }
        }
    }
    const std::string member = proof::secret_member(proof::spell(secret, proof::Spelling::mixed));
    for (const char* other : {R"("status":"gone","client_id":"")", R"("status":null,"scopes":["a",7,"\u0061","\q"])",
                              R"("next_client_secret_last_four":"more than fits into a string itself")",
                              R"("scopes":{"a":["b"]})", R"("trusted_metadata":{x})",
                              R"("trusted_metadata":{"a":{"b":[1,2]},"a":1})", R"("unkn\u006fwn":{"a":["\u0061"]})"}) {
        bodies.push_back(proof::object_of({member, other}));
        bodies.push_back(proof::object_of({other, member}));
        bodies.push_back(proof::envelope_text(bodies.back(), proof::Place::first));
    }
    for (const proof::Spelling spelling : proof::spellings) {
        const std::string elsewhere = "{" + proof::secret_member(proof::spell(secret, spelling)) + "}";
        bodies.push_back("[" + elsewhere + "]");
        bodies.push_back("[" + elsewhere + "," + elsewhere + "]");
        bodies.push_back("[" + elsewhere + R"(,{"n":1.5,"a\"next_client_secret":"b"}])");
    }
    bodies.push_back(proof::object_of({R"("next_client_secret":[")" + secret + R"("],"status":1)"}));
    bodies.push_back(R"({"error_type":"a_type_that_is_too_long_for_the_object_itself","error_message":"a message",)"
                     R"("error_url":null,"request_id":7,"m2m_client":{)" +
                     member + "}}");
    return bodies;
}

/// The number of allocations that the secret needs: room for one violation, a number if it decides whether a backslash
/// is in a string, the decoded literal if it has escapes, and the secret itself. Reading any of these bodies completely
/// needs many more.
std::size_t before_the_secret(const std::string& text) {
    const bool decoded = text.find('"' + secret + '"') == std::string::npos;
    const bool number = text.find("1.5") != std::string::npos;
    return 2U + (decoded ? 1U : 0U) + (number ? 1U : 0U);
}

struct Account {
    std::size_t attempts = 0;
    std::size_t secrets = 0;  // that were read
    std::size_t throws = 0;
    std::size_t most_throws = 0;  // for one body
    proof::Failures wrong;
};

const M2MClientWithNextClientSecret& client_of(const ParseResult& result) { return result.client; }
const M2MClientWithNextClientSecret& client_of(const RotateStartResponse& response) { return response.m2m_client; }

/// Whether each member is as in `whole`, which was read without lack of memory, or as if it had not been read.
bool whole_or_nothing(const M2MClientWithNextClientSecret& client, const M2MClientWithNextClientSecret& whole) {
    const std::vector<std::string> partial = testing::differences(client, whole);
    const std::vector<std::string> read = testing::differences(client, {});
    return std::none_of(partial.begin(), partial.end(), [&](const std::string& location) {
        return std::find(read.begin(), read.end(), location) != read.end();
    });
}

/// Reads a body repeatedly, allowing one more allocation each time, until that is enough.
template <class Read>
void run_out(Read&& read, void (*fail)(std::size_t), Account& account, const char* reader, const std::string& text) {
    const M2MClientWithNextClientSecret whole = client_of(read());
    const Secret& right = whole.next_client_secret;
    account.secrets += right == Secret(secret) ? 1U : 0U;
    std::size_t throws = 0;
    bool failed = true;
    for (std::size_t count = 0; failed; ++count) {
        const std::size_t live = counting::live_blocks();
        std::size_t residues = 0;
        const auto wrong = [&](const char* what) {
            account.wrong.add(reader + (" " + text) + ", after " + std::to_string(count) + " allocations: " + what);
        };
        {
            std::optional<decltype(read())> result;
            counting::watch(secret);
            fail(count);
            try {
                result.emplace(read());
            } catch (const std::bad_alloc&) {}
            failed = counting::stop_failing();
            residues = counting::unwatch();
            ++account.attempts;
            if (!result.has_value()) {
                if (throws++ != count) wrong("thrown after less did not");
                if (!right.empty() && throws > before_the_secret(text)) wrong("thrown where the secret was there");
            } else {
                if (client_of(*result).next_client_secret != right) wrong("lost");
                if (!whole_or_nothing(client_of(*result), whole)) wrong("a member is neither whole nor absent");
                if (failed && result->ok()) wrong("ok");
                if (failed != samples::has(result->violations, {Rule::memory, ""})) wrong("a wrong word on memory");
            }
        }
        if (residues != 0) wrong("residue");
        if (counting::live_blocks() != live) wrong("a leak");
    }
    account.throws += throws;
    account.most_throws = std::max(account.most_throws, throws);
}

void check_reading(void (*fail)(std::size_t)) {
    Account account;
    for (const std::string& text : bodies()) {
        run_out([&] { return parse(text); }, fail, account, "parse", text);
        run_out([&] { return parse_rotate_start_response(text); }, fail, account, "response", text);
    }
    INFO(account.attempts << " attempts, " << account.throws << " throw, at most " << account.most_throws
                          << " for a body; " << account.wrong.count << " wrong, the first: " << account.wrong.first);
    CHECK(account.wrong.count == 0);
    CHECK(account.secrets > 150);
    CHECK(account.attempts > 5 * account.throws);
}

}  // namespace

TEST_CASE("Lack of memory: one allocation that fails does not cost the secret") { check_reading(counting::fail_after); }

TEST_CASE("Lack of memory: nor does it if none succeeds any more") { check_reading(counting::fail_from); }

TEST_CASE("Lack of memory: a body without a secret is never ok either") {
    Account account;
    for (const std::string& text :
         {proof::object_of(proof::other_members()), proof::object_of({R"("error_type":"a type that is long")"}),
          proof::object_of({R"("status":null,"scopes":[1,2,"a scope that is long, too","\q"])"}),
          std::string("<html>")}) {
        for (void (*const fail)(std::size_t) : {counting::fail_after, counting::fail_from}) {
            run_out([&] { return parse(text); }, fail, account, "parse", text);
            run_out([&] { return parse_rotate_start_response(text); }, fail, account, "response", text);
        }
    }
    INFO(account.wrong.count << " wrong, the first: " << account.wrong.first);
    CHECK(account.wrong.count == 0);
}

TEST_CASE("Lack of memory: a text that was handed over is wiped, thrown or not") {
    for (const std::string& body : bodies()) {
        for (const std::size_t count : {0U, 1U, 2U, 3U, 5U, 8U}) {
            for (void (*const fail)(std::size_t) : {counting::fail_after, counting::fail_from}) {
                std::string client = body;
                std::string response = body;
                std::optional<ParseResult> parsed;
                std::optional<RotateStartResponse> answered;
                fail(count);
                try {
                    parsed.emplace(parse(std::move(client)));
                } catch (const std::bad_alloc&) {}
                counting::stop_failing();
                fail(count);
                try {
                    answered.emplace(parse_rotate_start_response(std::move(response)));
                } catch (const std::bad_alloc&) {}
                counting::stop_failing();
                CHECK(client.empty());    // NOLINT(bugprone-use-after-move): this is the question
                CHECK(response.empty());  // NOLINT(bugprone-use-after-move)
            }
        }
    }
}
