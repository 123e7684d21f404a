// SPDX-License-Identifier: MIT
// Stytch shows the secret once: no fault outside of its own member may cost it, and what metadata say is never returned
// as if it were in its place.
#include <stytch/m2m.hpp>

#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "bodies.hpp"
#include "catch.hpp"
#include "damage.hpp"
#include "misplaced_bodies.hpp"
#include "samples.hpp"

using namespace stytch::m2m;

namespace {

const std::string base64 = "QwKXZkJVPjRtYhBnLcGdMsFaKeUoTiVbWzyA-_019SxD";
const std::string others = "\xC3\xA9\xE2\x82\xAC/}]{[,:'\xF0\x9F\x94\x91 #\x7F";

struct Read {
    Secret secret;
    bool misplaced;
};

Read read(const std::string& text, bool as_response) {
    const samples::Finding misplaced = {Rule::misplaced,
                                        std::string(as_response ? "/m2m_client" : "") + "/next_client_secret"};
    if (as_response) {
        const RotateStartResponse response = parse_rotate_start_response(text);
        return {response.m2m_client.next_client_secret, samples::has(response.violations, misplaced)};
    }
    const ParseResult result = parse(text);
    return {result.client.next_client_secret, samples::has(result.violations, misplaced)};
}

/// Compares what was read from broken bodies with the secret that is in all of them.
struct Losses {
    void count(const proof::Body& body, const proof::Damage& damage, const std::string& text, const Secret& right) {
        if (text.find("\"other\"") != std::string::npos) return;  // a foreign tail that names another one
        ++bodies;
        const Read found = read(text, body.in_envelope);
        if (found.secret != right)
            (found.secret.empty() ? lost : wrong).add(body.description + ", " + damage.description());
    }
    void check() const {
        INFO(bodies << " bodies, " << lost.count << " lost, the first: " << lost.first << "; " << wrong.count
                    << " wrong, the first: " << wrong.first);
        CHECK(lost.count == 0);
        CHECK(wrong.count == 0);
    }

    std::size_t bodies = 0;
    proof::Failures lost;
    proof::Failures wrong;
};

/// Looks for another secret than the right one that is not said to be misplaced.
struct Forgeries {
    void count(const proof::Body& body, const proof::Damage& damage, const std::string& text, const Secret& right) {
        ++bodies;
        // Both functions get each body: mixing them up is one more way to be wrong.
        for (const bool as_response : {false, true}) {
            const Read found = read(text, as_response);
            if (found.secret.empty() || found.misplaced || found.secret == right) continue;
            forged.add(body.description + ", " + damage.description());
        }
    }
    void check() const {
        INFO(bodies << " bodies; the first: " << forged.first);
        CHECK(forged.count == 0);
    }

    std::size_t bodies = 0;
    proof::Failures forged;
};

}  // namespace

TEST_CASE("No loss: every cut behind the member, and any byte outside of it deleted, replaced or inserted") {
    Losses losses;
    const proof::Extent extent = proof::extent();
    for (const std::string& text : {base64, others}) {
        const Secret secret = text;
        for (const proof::Body& body : proof::bodies(text)) {
            losses.count(body, {"nothing", 0}, body.text, secret);
            const auto count = [&](const std::string& broken, const proof::Damage& damage) {
                losses.count(body, damage, broken, secret);
            };
            proof::for_each_cut(body.text, body.member.end, extent, count);
            const std::string bytes = proof::full() ? proof::every_byte() : extent.bytes;
            proof::for_each_damaged_byte(body.text, body.member, bytes, count);
        }
    }
    losses.check();
    CHECK(losses.bodies >= (proof::full() ? 2'700'000U : 34'335U));
}

TEST_CASE("No loss: anything at all may follow the secret's literal") {
    Losses losses;
    std::mt19937 random(20240501);
    const std::string_view alphabet("\"\"\"\\{}[],::: \n0a\xFF\0", 19);
    for (const proof::Body& body : proof::bodies(base64)) {
        for (int i = 0; i < (proof::full() ? 50'000 : 1'000); ++i) {
            std::string text = body.text.substr(0, body.member.end);
            for (std::size_t left = random() % 24; left != 0; --left) text += alphabet[random() % alphabet.size()];
            if (random() % 2 == 0) text.append(body.text, body.member.end, std::string::npos);
            losses.count(body, {"another tail", static_cast<std::size_t>(i)}, text, base64);
        }
    }
    losses.check();
}

TEST_CASE("No loss: bodies as gateways, prefixes, mixed-up calls and missing values make them") {
    for (const proof::Spelling spelling : proof::spellings) {
        const std::string literal = proof::spell(base64, spelling);
        for (const std::string& member :
             {proof::secret_member(literal), "\"next\\u005fclient_secret\" :\n\t\"" + literal + '"'}) {
            for (const std::string& text : proof::misplaced_texts(member)) {
                for (const bool as_response : {false, true}) {
                    const Read found = read(text, as_response);
                    CAPTURE(text, as_response);
                    CHECK(found.secret == base64);
                }
            }
            for (const std::string& text : proof::ambiguous_texts(member)) {
                CAPTURE(text);
                CHECK(read(text, false).secret.empty());
                CHECK(read(text, true).secret.empty());
            }
        }
    }
}

TEST_CASE("No loss: the secret is still there after value() threw") {
    RotateStartResponse response =
        parse_rotate_start_response(R"({"error_type":"x","m2m_client":)" + samples::client_text + "}");
    const auto value = [&] { return std::move(response).value(); };
    CHECK_THROWS_AS(value(), StytchError);
    CHECK(response.m2m_client.next_client_secret == Secret(samples::secret));
}

TEST_CASE("No forgery: what metadata say is never in the secret's place, whatever byte is damaged or where it is cut") {
    Forgeries forgeries;
    const proof::Extent extent = proof::extent();
    for (const proof::Body& body : proof::bodies_with_decoy(base64)) {
        const auto count = [&](const std::string& text, const proof::Damage& damage) {
            forgeries.count(body, damage, text, base64);
        };
        for (std::size_t i = 0; i <= body.text.size(); ++i) {
            if (i <= body.member.begin || i >= body.member.end) count(body.text.substr(0, i), {"cut", i});
        }
        proof::for_each_damaged_byte(body.text, body.member, proof::full() ? proof::every_byte() : extent.bytes, count);
    }
    forgeries.check();
    CHECK(forgeries.bodies >= (proof::full() ? 2'000'000U : 100'000U));
}

TEST_CASE("No forgery: nor if two bytes are damaged at random") {
    Forgeries forgeries;
    std::mt19937 random(20261127);
    const std::vector<proof::Body> bodies = proof::bodies_with_decoy(base64);
    for (std::size_t i = 0; i < (proof::full() ? 384'000U : 20'000U); ++i) {
        const proof::Body& body = bodies[i % bodies.size()];
        std::string text = body.text;
        proof::damage_byte(text, random);
        proof::damage_byte(text, random);
        // What the damage made of the secret's own literal is another matter.
        if (text.find(proof::secret_member(base64)) == std::string::npos) continue;
        forgeries.count(body, {"pair", i}, text, base64);
    }
    forgeries.check();
    CHECK(forgeries.bodies > 10'000);
}
