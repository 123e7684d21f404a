// SPDX-License-Identifier: MIT
// Makes every allocation fail, alone or with all that follow: each failure throws std::bad_alloc, leaks nothing, leaves
// nothing of the secret in freed memory, and leaves the target, or the string that was moved in, unchanged.
#include <stytch/m2m.hpp>

#include <new>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bodies.hpp"
#include "catch.hpp"
#include "counting_delete.hpp"
#include "misplaced_bodies.hpp"

using namespace stytch::m2m;

namespace {

// The noexcept destructor of a non-empty json allocates, and a failure there ends the program. Parsing avoids that; of
// the rest, no attempt here destroys one before its last allocation.

struct Outcome {
    std::size_t attempts = 0;  // including the last one, in which no allocation fails
    std::size_t bad_allocs = 0;
    std::size_t leaks = 0;
    std::size_t residues = 0;
    std::size_t changed = 0;
};

/// Runs `attempt` until none of its allocations fails. Its result outlives the search, which therefore finds
/// only what it leaves behind. `unchanged` is called after each failure.
template <class Attempt, class Unchanged>
Outcome fail_each(std::string_view secret, Attempt&& attempt, Unchanged&& unchanged) {
    Outcome outcome;
    for (bool failed = true; failed; ++outcome.attempts) {
        const std::size_t live = counting::live_blocks();
        bool threw = false;
        {
            std::optional<decltype(attempt())> result;
            counting::watch(secret);
            counting::fail_after(outcome.attempts);
            try {
                result.emplace(attempt());
            } catch (const std::bad_alloc&) {
                threw = true;
            }
            failed = counting::stop_failing();
            outcome.residues += counting::unwatch();
        }
        if (threw) ++outcome.bad_allocs;
        if (counting::live_blocks() != live) ++outcome.leaks;
        if (threw && !unchanged()) ++outcome.changed;
    }
    return outcome;
}

template <class Attempt>
Outcome fail_each(std::string_view secret, Attempt&& attempt) {
    return fail_each(secret, std::forward<Attempt>(attempt), [] { return true; });
}

void check(const Outcome& outcome) {
    CHECK(outcome.attempts > 1);
    CHECK(outcome.bad_allocs == outcome.attempts - 1);
    CHECK(outcome.leaks == 0);
    CHECK(outcome.residues == 0);
    CHECK(outcome.changed == 0);
}

const std::string secret = "QWKXZKJVPJRTYHBNLCGDMSFA-KEUO_TIVBWZyAqSXDRF";

M2MClientWithNextClientSecret valid_client() {
    return parse(proof::body(secret, proof::Spelling::plain, proof::Place::last, false).text).value();
}

M2MClientWithNextClientSecret invalid_client() {
    M2MClientWithNextClientSecret client = valid_client();
    client.client_id = "";
    client.status = "gone";
    client.client_name = "\xFF";
    client.scopes = {"a", "\xFF"};
    client.trusted_metadata = nlohmann::json::array({"a"});
    return client;
}

M2MClientWithNextClientSecret another_client() {
    M2MClientWithNextClientSecret client;
    client.client_id = "a client that was here before and is to stay";
    client.next_client_secret = "what was here before and is to stay";
    client.scopes = {"a scope that was here before and is to stay"};
    client.trusted_metadata = nlohmann::json::object();
    return client;
}

/// Valid and broken texts, so that violations must be allocated as well.
std::vector<std::string> texts() {
    std::vector<std::string> all;
    for (const proof::Body& body : proof::bodies(secret)) {
        const std::size_t brace = body.text.rfind('}');
        for (const std::string& text :
             {body.text, body.text + "x", body.text.substr(0, brace),
              body.text.substr(0, brace) + R"(,"next_client_secret":"other","next_client_secret":{"a":[1]}})"}) {
            all.push_back(text);
        }
    }
    const std::string literal = proof::spell(secret, proof::Spelling::mixed);
    const std::string member = proof::secret_member(literal);
    // Metadata, scopes and texts that repeat the secret and are thrown away.
    for (const std::string& other :
         {std::string(R"("status":"gone","client_id":"","scopes":["a",7,"\u0061"],"next_client_secret_last_four":1.5)"),
          std::string("\"scopes\":[\"") + secret + "\",\"" + literal + "\",5]",
          "\"scopes\":[\"" + secret + "\",\"b\",\"c\",\"d\",\"e\",\"" + secret + "\"",
          "\"trusted_metadata\":{\"a\":{\"" + secret + "\":[\"" + secret + "\",{\"b\":2}]},\"a\":2,\"" + literal +
              "\":\"" + literal + "\",\"" + secret + "\":1}",
          std::string(R"("trusted_metadata":{"a":[1,{"b":"a text that is long enough for the heap"}],"a":{}})")}) {
        for (const std::string& client : {proof::object_of({member, other}), proof::object_of({other, member})}) {
            all.push_back(client);
            all.push_back(R"({"error_type":"a type that is long enough for the heap","error_message":"is )" + secret +
                          R"(","request_id":7,"m2m_client":)" + client + "}");
        }
    }
    for (const std::string& text : proof::misplaced_texts(proof::secret_member(secret))) all.push_back(text);
    return all;
}

const Secret& secret_of(const ParseResult& result) { return result.client.next_client_secret; }
const Secret& secret_of(const RotateStartResponse& response) { return response.m2m_client.next_client_secret; }

struct Account {
    std::size_t attempts = 0;
    proof::Failures wrong;
};

/// Reads `original` with more and more memory, until that is enough. `read` moves its argument into the parser.
template <class Read>
void run_out(const std::string& original, Read&& read, void (*fail)(std::size_t), Account& account) {
    const auto right = read(std::string(original));
    bool failed = true;
    for (std::size_t count = 0; failed; ++count) {
        const auto wrong = [&](const char* what) {
            account.wrong.add(original + ", after " + std::to_string(count) + " allocations: " + what);
        };
        std::string text = original;
        const std::size_t live = counting::live_blocks();
        std::size_t residues = 0;
        {
            std::optional<decltype(read(std::move(text)))> result;
            counting::watch(secret);
            fail(count);
            try {
                result.emplace(read(std::move(text)));
            } catch (const std::bad_alloc&) {}
            failed = counting::stop_failing();
            residues = counting::unwatch();
            ++account.attempts;
            if (failed == result.has_value()) wrong("not as many exceptions as failures");
            if (failed && text != original) wrong("the string was changed");
            if (!failed && (!text.empty() || *result != right)) wrong("another result");
        }
        if (residues != 0) wrong("residue");
        text = std::string();
        if (counting::live_blocks() > live) wrong("a leak");
        if (failed && secret_of(read(std::string(original))) != secret_of(right)) wrong("lost when read again");
    }
}

void check_reading(void (*fail)(std::size_t)) {
    Account account;
    for (const std::string& text : texts()) {
        run_out(
            text, [](std::string&& moved) { return parse(std::move(moved)); }, fail, account);
        run_out(
            text, [](std::string&& moved) { return parse_rotate_start_response(std::move(moved)); }, fail, account);
    }
    INFO(account.attempts << " attempts, " << account.wrong.count << " wrong, the first: " << account.wrong.first);
    CHECK(account.wrong.count == 0);
    CHECK(account.attempts > 2000);
}

}  // namespace

TEST_CASE("Allocation failure: reading, if one allocation fails") { check_reading(counting::fail_after); }

TEST_CASE("Allocation failure: reading, if none succeeds any more") { check_reading(counting::fail_from); }

TEST_CASE("Allocation failure: value() leaves the secret where it is") {
    ParseResult result = parse(proof::body(secret, proof::Spelling::plain, proof::Place::last, false).text + "x");
    check(fail_each(
        secret,
        [&] {
            try {
                return std::move(result).value();
            } catch (const ValidationError&) {
                return M2MClientWithNextClientSecret();
            }
        },
        [&] { return result.client.next_client_secret == Secret(secret); }));
    CHECK(result.client.next_client_secret == Secret(secret));
}

TEST_CASE("Allocation failure: validate") {
    const M2MClientWithNextClientSecret client = invalid_client();
    check(fail_each(secret, [&] { return validate(client); }));
    nlohmann::json document = valid_client();
    document["status"] = "gone";
    document["scopes"] = {1, "\xFF"};
    document.erase("client_name");
    const nlohmann::ordered_json ordered = document;
    check(fail_each(secret, [&] { return validate(document); }));
    check(fail_each(secret, [&] { return validate(ordered); }));
}

TEST_CASE("Allocation failure: from_json leaves its target") {
    const nlohmann::json document = valid_client();
    nlohmann::json broken = document;
    broken["status"] = "gone";
    broken["scopes"] = {1, "\xFF"};
    const nlohmann::ordered_json ordered = document;
    const M2MClientWithNextClientSecret before = another_client();
    M2MClientWithNextClientSecret target = before;
    const auto unchanged = [&] { return target == before; };
    const auto attempt = [&](const auto& json) {
        try {
            from_json(json, target);
        } catch (const ValidationError&) {}
        return 0;
    };
    // The last attempt succeeds and frees what was in the target, which is not a leak.
    const auto without_last = [](Outcome outcome) {
        outcome.leaks -= outcome.leaks == 0 ? 0U : 1U;
        return outcome;
    };
    check(fail_each(
        secret, [&] { return attempt(broken); }, unchanged));
    CHECK(target == before);
    check(without_last(fail_each(
        secret, [&] { return attempt(document); }, unchanged)));
    CHECK(target == valid_client());
    target = before;
    check(without_last(fail_each(
        secret, [&] { return attempt(ordered); }, unchanged)));
    CHECK(target == valid_client());
    check(fail_each(secret, [&] { return document.get<M2MClientWithNextClientSecret>(); }));
}

TEST_CASE("Allocation failure: to_json leaves its target, and redacted leaves no secret either") {
    const M2MClientWithNextClientSecret client = valid_client();
    // Not watched: as documented, to_json leaves the secret in freed memory.
    const std::string_view nothing = "bytes that are not in any block";
    check(fail_each(nothing, [&] { return nlohmann::json(client); }));
    // A growing ordered_json destroys its old members, whose destructors would allocate unless they are empty.
    M2MClientWithNextClientSecret flat = client;
    flat.scopes.clear();
    flat.trusted_metadata = nlohmann::json::object();
    check(fail_each(nothing, [&] { return nlohmann::ordered_json(flat); }));
    const nlohmann::json before = "what was here before and is to stay";
    nlohmann::json target = before;
    const Outcome outcome = fail_each(
        nothing,
        [&] {
            to_json(target, client);
            return 0;
        },
        [&] { return target == before; });
    CHECK(outcome.attempts > 10);
    CHECK(outcome.changed == 0);
    check(fail_each(secret, [&] { return redacted(client); }));
}

TEST_CASE("Allocation failure: serialize") {
    M2MClientWithNextClientSecret client = valid_client();
    // What is written behind the secret allocates as well.
    client.trusted_metadata = nlohmann::json{{"a", {1.5, 12345678901234567890U, -1234567890123456789, "text"}}};
    client.client_description.assign(5000, 'x');
    check(fail_each(secret, [&] { return serialize(client); }));
    client.client_description = "\xFF";
    check(fail_each(secret, [&] {
        try {
            return serialize(client);
        } catch (const ValidationError&) {
            return std::string();
        }
    }));
}

TEST_CASE("Allocation failure: Secrets and clients that are copied and assigned") {
    const Secret source = secret;
    check(fail_each(secret, [&] { return Secret(secret); }));
    check(fail_each(secret, [&] { return Secret(source); }));
    check(fail_each(secret, [&] {
        std::vector<Secret> secrets(1, source);
        secrets.push_back(source);
        return secrets;
    }));

    const Secret before = "what was here before and is to stay";
    Secret target = before;
    check(fail_each(
        secret,
        [&] {
            target = source;
            return 0;
        },
        [&] { return target == before; }));
    CHECK(target == source);
    target = before;
    check(fail_each(
        secret,
        [&] {
            target = secret;
            return 0;
        },
        [&] { return target == before; }));
    CHECK(target == source);

    const M2MClientWithNextClientSecret client = valid_client();
    check(fail_each(secret, [&] { return M2MClientWithNextClientSecret(client); }));
}
