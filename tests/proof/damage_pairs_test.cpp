// SPDX-License-Identifier: MIT
// Two bytes are damaged at once: this may cost the secret only if it hits the secret's own member or changes what the
// text says.
#include <stytch/m2m.hpp>

#include <cstddef>
#include <iostream>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "bodies.hpp"
#include "catch.hpp"
#include "named_secrets.hpp"

using namespace stytch::m2m;

namespace {

const std::string secret = "QwKXZkJVPjRtYhBnLcGdMsFaKeUoTiVbWzyA-_019SxD";

struct Subject {
    proof::Body body;
    std::string member;
    bool in_envelope;
};

std::vector<Subject> subjects() {
    std::vector<Subject> subjects;
    for (const bool in_envelope : {false, true}) {
        for (const proof::Place place : proof::places) {
            for (const proof::Layout layout : proof::layouts) {
                const proof::Body body = proof::body(secret, proof::Spelling::plain, place, in_envelope, layout);
                const proof::Part member = body.member;
                subjects.push_back({body, body.text.substr(member.begin, member.end - member.begin), in_envelope});
            }
        }
    }
    return subjects;
}

void damage(std::string& text, std::mt19937& random) {
    constexpr std::string_view telling("\"\"\\{}[],: 0u\0\x1F\xC3", 16);
    const char byte = random() % 2 == 0 ? telling[random() % telling.size()] : static_cast<char>(random() % 256);
    const std::size_t at = random() % text.size();
    switch (random() % 3) {
        case 0:
            text.erase(at, 1);
            break;
        case 1:
            text[at] = byte;
            break;
        default:
            text.insert(at, 1, byte);
    }
}

struct Account {
    std::size_t pairs = 0;
    std::size_t hit = 0;  // the member itself
    std::size_t hit_and_lost = 0;
    std::size_t in_a_string = 0;  // a backslash before the member, in what is valid JSON again
    proof::Failures lost;
    proof::Failures wrong;

    void judge(const std::string& text, const Subject& subject, const Secret& read) {
        const std::string description = subject.body.description + ", pair " + std::to_string(pairs++);
        const bool was_hit = text.find(subject.member) == std::string::npos;
        hit += was_hit ? 1U : 0U;
        if (read == Secret(secret)) return;
        const std::set<std::string> named = proof::named_secrets(text);
        if (!read.empty()) {
            // Another secret may be read only if the damaged member spells it.
            if (!was_hit || named.count(std::string(read.reveal())) == 0) wrong.add(description);
        } else if (named.size() == 1) {
            lost.add(description);
        } else if (was_hit) {
            ++hit_and_lost;
        } else if (nlohmann::json::accept(text)) {
            ++in_a_string;
        } else {
            lost.add(description);
        }
    }
};

std::ostream& operator<<(std::ostream& out, const Account& account) {
    const std::size_t lost = account.lost.count + account.hit_and_lost + account.in_a_string;
    return out << "Of " << account.pairs << " pairs of damages " << lost << " lose the secret, "
               << 100.0 * static_cast<double>(lost) / static_cast<double>(account.pairs)
               << " %: " << account.hit_and_lost << " of the " << account.hit << " that hit its member, "
               << account.in_a_string << " that make it a part of a JSON string, and " << account.lost.count
               << " others\n";
}

}  // namespace

TEST_CASE("No loss: two bytes damaged at random cost the secret only if they hit its member") {
    const std::vector<Subject> all = subjects();
    std::mt19937 random(20261124);
    Account account;
    while (account.pairs < (proof::full() ? 1'000'000U : 50'000U)) {
        const Subject& subject = all[account.pairs % all.size()];
        std::string text = subject.body.text;
        damage(text, random);
        damage(text, random);
        account.judge(text, subject,
                      subject.in_envelope ? parse_rotate_start_response(text).m2m_client.next_client_secret
                                          : parse(text).client.next_client_secret);
    }
    std::cout << account;
    INFO("first lost: " << account.lost.first << "; first wrong: " << account.wrong.first);
    CHECK(account.lost.count == 0);
    CHECK(account.wrong.count == 0);
    CHECK(account.hit > account.pairs / 20);
}
