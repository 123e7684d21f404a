// SPDX-License-Identifier: MIT
// What reading valid, invalid and damaged bodies leaves of the secret.
#include <string>
#include <utility>
#include <vector>

#include "bodies.hpp"
#include "damage.hpp"
#include "residue.hpp"
#include "residue_question.hpp"

namespace proof {
namespace {

ResidueReport accepted() {
    Question question("accepted bodies");
    for (const std::size_t size : sizes()) {
        for_each_layout([&](Spelling spelling, Place place, bool in_envelope) {
            question.ask_text(
                random_secret(size), body("", spelling, place, in_envelope).description,
                [&](const std::string& secret) { return body(secret, spelling, place, in_envelope).text; });
        });
    }
    return std::move(question).report();
}

ResidueReport cut_off() {
    Question question("bodies cut off at every byte");
    for (const std::size_t size : sizes()) {
        for_each_layout([&](Spelling spelling, Place place, bool in_envelope) {
            const std::string secret = random_secret(size);
            const Body whole = body(secret, spelling, place, in_envelope);
            for (std::size_t i = 0; i < whole.text.size(); ++i) {
                question.ask_text(secret, whole.description + ", cut at byte " + std::to_string(i),
                                  [&](const std::string& other) {
                                      return body(other, spelling, place, in_envelope).text.substr(0, i);
                                  });
            }
        });
    }
    return std::move(question).report();
}

/// Members that make a body invalid, or at least change how it is read.
const std::vector<std::string>& neighbours() {
    static const std::vector<std::string> neighbours = {R"("status":"gone")",
                                                        R"("status":null)",
                                                        R"("status":1e400)",
                                                        R"("client_id":"")",
                                                        R"("client_id":{"a":"b"})",
                                                        R"("client_name":["a","\u0062"])",
                                                        R"("client_name":"a\q")",
                                                        "\"client_name\":\"a\xFF\"",
                                                        "\"client_name\":\"a\x01\"",
                                                        R"("client_description":-)",
                                                        R"("scopes":"a")",
                                                        R"("scopes":["a",1,"\q",{"b":[]}])",
                                                        R"("scopes":["a",,])",
                                                        R"("trusted_metadata":[1])",
                                                        R"("trusted_metadata":"a")",
                                                        R"("trusted_metadata":{"a":})",
                                                        R"("trusted_metadata":{"a":"\q"})",
                                                        R"("trusted_metadata":{"a":"\u0061","\u0062":{"c":[1.5,"d"]}})",
                                                        R"("trusted_metadata":null)",
                                                        R"("next_client_secret_last_four":null)",
                                                        R"("unknown":"plain")",
                                                        R"("unknown":"\u0061")",
                                                        R"("unkn\u006fwn":{"a":["\u0061",{"b":"\n"}]})",
                                                        R"("unkn\qwn":1)",
                                                        "\"unknown\":\"\xC3\"",
                                                        R"("next_client_secret":"other")",
                                                        R"("next_client_secret":null)",
                                                        R"("next\u005fclient_secret":["other"])"};
    return neighbours;
}

ResidueReport refused() {
    Question question("bodies with something wrong before or behind the secret");
    for (const std::size_t size : sizes()) {
        for_each_layout([&](Spelling spelling, Place place, bool in_envelope) {
            for (const std::string& neighbour : neighbours()) {
                for (const bool alone : {false, true}) {
                    const auto make = [&](const std::string& secret) {
                        std::vector<std::string> members;
                        if (!alone) members = other_members();
                        members.insert(place == Place::first ? members.begin() : members.end(), neighbour);
                        const std::string text = client_text(secret_member(spell(secret, spelling)), place, members);
                        return in_envelope ? envelope_text(text, place) : text;
                    };
                    question.ask_text(random_secret(size), neighbour, make);
                }
            }
            question.ask_text(random_secret(size), "the secret twice", [&](const std::string& secret) {
                const std::string member = secret_member(spell(secret, spelling));
                const std::string text = object_of({member, member, "\"client_id\":7", member});
                return in_envelope ? envelope_text(text, place) : text;
            });
            for (const std::string& tail : foreign_tails()) {
                question.ask_text(random_secret(size), "a foreign tail", [&](const std::string& secret) {
                    return body(secret, spelling, place, in_envelope).text + tail;
                });
            }
            question.ask_text(random_secret(size), "a byte order mark", [&](const std::string& secret) {
                return "\xEF\xBB\xBF" + body(secret, spelling, place, in_envelope).text;
            });
        });
    }
    return std::move(question).report();
}

template <class Ask>
void for_each_damaged(const std::string& secret, const Extent& extent, Ask&& ask) {
    for_each_layout([&](Spelling spelling, Place place, bool in_envelope) {
        const Body whole = body(secret, spelling, place, in_envelope);
        for_each_damage(whole.text, {}, extent, [&](const std::string& text, const Damage& damage) {
            ask(text, whole.description + ", " + damage.description());
        });
    });
}

ResidueReport damaged() {
    Question question("every single byte deleted, replaced or inserted, and every cut with a foreign tail");
    for (const std::size_t size : full() ? std::vector<std::size_t>{8, 44} : std::vector<std::size_t>{44}) {
        const std::string secret = random_secret(size);
        for_each_damaged(secret, extent(), [&](const std::string& text, const std::string& description) {
            question.ask_text(secret, description, [&](const std::string&) { return text; });
        });
    }
    return std::move(question).report();
}

}  // namespace

std::vector<ResidueReport> residue_of_bodies() { return {accepted(), cut_off(), refused(), damaged()}; }

}  // namespace proof
