// SPDX-License-Identifier: MIT
// Never lost, never forged: no fault outside of the secret's own member may cost it, and what metadata say is never
// returned as if it were in its place.
#include <stytch/m2m.hpp>

#include <algorithm>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bodies.hpp"
#include "catch.hpp"
#include "damage.hpp"
#include "misplaced_bodies.hpp"
#include "samples.hpp"
#include "sweep.hpp"

using namespace stytch::m2m;

namespace {

const std::string base64 = "QwKXZkJVPjRtYhBnLcGdMsFaKeUoTiVbWzyA-_019SxD";
const std::string others = "\xC3\xA9\xE2\x82\xAC/}]{[,:'\xF0\x9F\x94\x91 #\x7F";

RotateStartResponse read(const std::string& text, bool as_response) {
    if (as_response) return parse_rotate_start_response(text);
    ParseResult result = parse(text);
    RotateStartResponse response;
    response.m2m_client = std::move(result.client);
    response.violations = std::move(result.violations);
    return response;
}

/// Whether a foreign tail names another secret.
bool names_other(const std::string& text) { return text.find("\"other\"") != std::string::npos; }

/// Asks whether the secret is returned.
proof::Sweep losses(const Secret& secret, bool as_response) {
    return proof::Sweep([secret, as_response](const std::string& text) -> const char* {
        if (names_other(text)) return nullptr;
        const Secret found = read(text, as_response).m2m_client.next_client_secret;
        if (found.empty()) return "it is lost";
        return found == secret ? nullptr : "another one is returned";
    });
}

bool is_misplaced(const Violation& violation) { return violation.rule == Rule::misplaced; }

/// Asks whether another secret is returned that is not said to be misplaced. Both functions get each body: mixing them
/// up is one more way to be wrong.
proof::Sweep forgeries() {
    return proof::Sweep([secret = Secret(base64)](const std::string& text) -> const char* {
        if (names_other(text)) return nullptr;
        for (const bool as_response : {false, true}) {
            const RotateStartResponse response = read(text, as_response);
            const Secret& found = response.m2m_client.next_client_secret;
            const bool misplaced = std::any_of(response.violations.begin(), response.violations.end(), is_misplaced);
            if (!found.empty() && found != secret && !misplaced) return "another one is returned";
        }
        return nullptr;
    });
}

}  // namespace

TEST_CASE("No loss: every cut behind the member, and any byte outside of it deleted, replaced or inserted") {
    for (const std::string& secret : {base64, others}) {
        for (const bool in_envelope : {false, true}) {
            proof::Sweep sweep = losses(secret, in_envelope);
            for (const proof::Body& body : proof::bodies(secret)) {
                if (body.in_envelope == in_envelope) sweep.ask_damaged(body, body.member, proof::extent(1));
            }
            sweep.check(proof::full() ? 400'000 : 80'000);
        }
    }
}

TEST_CASE("No loss: anything at all may follow the secret's literal") {
    std::mt19937 random(20240501);
    const std::string_view alphabet("\"\"\"\\{}[],::: \n0a\xFF\0", 19);
    for (const proof::Body& body : proof::bodies(base64)) {
        proof::Sweep sweep = losses(base64, body.in_envelope);
        for (int i = 0; i < (proof::full() ? 50'000 : 1'000); ++i) {
            std::string text = body.text.substr(0, body.member.end);
            for (std::size_t left = random() % 24; left != 0; --left) text += alphabet[random() % alphabet.size()];
            if (random() % 2 == 0) text.append(body.text, body.member.end, std::string::npos);
            sweep.ask(text, body.description, {"another tail", static_cast<std::size_t>(i)});
        }
        sweep.check(1'000);
    }
}

TEST_CASE("No loss: bodies as gateways, prefixes, mixed-up calls and missing values make them") {
    for (const proof::Spelling spelling : proof::spellings) {
        const std::string literal = proof::spell(base64, spelling);
        for (const std::string& member :
             {proof::secret_member(literal), "\"next\\u005fclient_secret\" :\n\t\"" + literal + '"'}) {
            for (const bool as_response : {false, true}) {
                proof::Sweep sweep = losses(base64, as_response);
                for (const std::string& text : proof::misplaced_texts(member)) sweep.ask(text, text);
                sweep.check(300);
                for (const std::string& shape : proof::ambiguous()) {
                    CAPTURE(shape, as_response);
                    CHECK(read(proof::filled(shape, member), as_response).m2m_client.next_client_secret.empty());
                }
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
    proof::Sweep sweep = forgeries();
    for (const proof::Body& body : proof::bodies_with_decoy(base64)) {
        sweep.ask_damaged(body, body.member, proof::extent(1));
        const std::string before = body.text.substr(0, body.member.begin);
        proof::for_each_cut(before, 0, proof::extent(), [&](const std::string& text, const proof::Damage& damage) {
            sweep.ask(text, body.description, damage);
        });
    }
    sweep.check(proof::full() ? 2'000'000 : 100'000);
}

TEST_CASE("No forgery: nor if two bytes are damaged at random") {
    proof::Sweep sweep = forgeries();
    std::mt19937 random(20261127);
    const std::vector<proof::Body> bodies = proof::bodies_with_decoy(base64);
    for (std::size_t i = 0; i < (proof::full() ? 384'000U : 20'000U); ++i) {
        const proof::Body& body = bodies[i % bodies.size()];
        std::string text = body.text;
        proof::damage_byte(text, random);
        proof::damage_byte(text, random);
        // What the damage made of the secret's own literal is another matter.
        if (text.find(proof::secret_member(base64)) == std::string::npos) continue;
        sweep.ask(text, body.description, {"pair", i});
    }
    sweep.check(10'000);
}
