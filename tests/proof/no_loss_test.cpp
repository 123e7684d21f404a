// SPDX-License-Identifier: MIT
// Stytch shows the secret once: no fault outside its own member may cost it.
#include <stytch/m2m.hpp>

#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "bodies.hpp"
#include "catch.hpp"
#include "damage.hpp"
#include "samples.hpp"

using namespace stytch::m2m;

namespace {

Secret read(const std::string& text, bool in_envelope) {
    return in_envelope ? parse_rotate_start_response(text).m2m_client.next_client_secret
                       : parse(text).client.next_client_secret;
}

const std::string base64 = "QwKXZkJVPjRtYhBnLcGdMsFaKeUoTiVbWzyA-_019SxD";
const std::string others = "\xC3\xA9\xE2\x82\xAC/}]{[,:'\xF0\x9F\x94\x91 #\x7F";

/// Compares what was read from broken bodies with the secret that is in all of them.
struct Losses {
    void count(const proof::Body& body, const proof::Damage& damage, const Secret& read, const Secret& right) {
        ++bodies;
        if (read == right) return;
        (read.empty() ? lost : wrong).add(body.description + ", " + damage.description());
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

}  // namespace

TEST_CASE("No loss: any byte outside the secret's member deleted, replaced or inserted") {
    Losses losses;
    const std::string bytes = proof::full() ? proof::every_byte() : proof::extent(false).bytes;
    const Secret secret = base64;
    for (const bool in_envelope : {false, true}) {
        for (const proof::Place place : proof::places) {
            for (const proof::Layout layout : proof::layouts) {
                const proof::Body body = proof::body(base64, proof::Spelling::plain, place, in_envelope, layout);
                proof::for_each_damaged_byte(body.text, body.member, bytes,
                                             [&](const std::string& text, const proof::Damage& damage) {
                                                 losses.count(body, damage, read(text, in_envelope), secret);
                                             });
            }
        }
    }
    losses.check();
    CHECK(losses.bodies >= (proof::full() ? 2'000'000U : 100'000U));
}

TEST_CASE("No loss: every cut and every damage outside the member, whatever the secret and its spelling") {
    Losses losses;
    const proof::Extent extent = proof::extent();
    for (const std::string& text : {base64, others}) {
        const Secret secret = text;
        proof::for_each_body(text, [&](const proof::Body& body, bool in_envelope) {
            losses.count(body, {"nothing", 0}, read(body.text, in_envelope), secret);
            proof::for_each_damage(body.text, body.member, extent,
                                   [&](const std::string& broken, const proof::Damage& damage) {
                                       losses.count(body, damage, read(broken, in_envelope), secret);
                                   });
        });
    }
    losses.check();
    CHECK(losses.bodies >= (proof::full() ? 2'000'000U : 200'000U));
}

TEST_CASE("No loss: anything at all may follow the secret's literal") {
    proof::Failures lost;
    std::mt19937 random(20240501);
    const std::string_view alphabet("\"\"\"\\{}[],::: \n0a\xFF\0", 19);
    proof::for_each_body(base64, [&](const proof::Body& body, bool in_envelope) {
        std::string text;
        for (int i = 0; i < (proof::full() ? 50'000 : 2'000); ++i) {
            text.assign(body.text, 0, body.member.end);
            for (std::size_t left = random() % 24; left != 0; --left) text += alphabet[random() % alphabet.size()];
            if (random() % 2 == 0) text.append(body.text, body.member.end, std::string::npos);
            if (read(text, in_envelope) != base64) lost.add(body.description + ", attempt " + std::to_string(i));
        }
    });
    INFO(lost.first);
    CHECK(lost.count == 0);
}

TEST_CASE("No loss: faults in other members, before or after, leave the secret") {
    const std::vector<std::string> wrong = {R"("status":"gone")",
                                            R"("status":null)",
                                            R"("client_id":"")",
                                            R"("client_id":7)",
                                            R"("client_name":"\q")",
                                            "\"client_name\":\"\xFF\"",
                                            "\"client_name\":\"\x01\"",
                                            R"("client_description":01)",
                                            R"("client_description":nul)",
                                            R"("scopes":[1,,2])",
                                            R"("scopes":{"a":1})",
                                            R"("scopes":["\ud800"])",
                                            R"("trusted_metadata":{"a":})",
                                            R"("trusted_metadata":{"a":"\q"})",
                                            "\"trusted_metadata\":" + samples::nested_text(200),
                                            R"("unknown\q":1)",
                                            R"("unknown":{"a" 1})",
                                            R"("client_id":"a","client_id":"b")",
                                            "\"unknown\":" + samples::nested_text(5000)};
    proof::Failures lost;
    for (const proof::Place place : proof::places) {
        for (const proof::Spelling spelling : proof::spellings) {
            const std::string member = proof::secret_member(proof::spell(base64, spelling));
            for (const std::string& other : wrong) {
                const std::string text = proof::client_text(member, place, {other, other});
                const std::string description = other.substr(0, 40) + ", secret " + proof::name(place);
                if (parse(text).ok()) lost.add(description + " was accepted");
                if (read(text, false) != base64) lost.add(description);
                if (read(proof::envelope_text(text, place), true) != base64) lost.add(description + ", envelope");
            }
            const std::string alone = proof::object_of({member});
            if (read(alone, false) != base64) lost.add("no other member");
            if (read(proof::envelope_text(alone, place), true) != base64) lost.add("no other member, envelope");
        }
    }
    INFO(lost.first);
    CHECK(lost.count == 0);
}

TEST_CASE("No loss: the secret is still there after value() threw") {
    RotateStartResponse response =
        parse_rotate_start_response(R"({"error_type":"x","m2m_client":)" + samples::client_text + "}");
    const auto value = [&] { return std::move(response).value(); };
    CHECK_THROWS_AS(value(), StytchError);
    CHECK(response.m2m_client.next_client_secret == Secret(samples::secret));
}
