// SPDX-License-Identifier: MIT
// Never printed, never passed on: however a body is broken, nothing that a program would log contains a piece of the
// secret.
#include <stytch/m2m.hpp>

#include <algorithm>
#include <cstddef>
#include <exception>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bodies.hpp"
#include "catch.hpp"
#include "damage.hpp"
#include "samples.hpp"
#include "sweep.hpp"

using namespace stytch::m2m;

namespace {

/// Finds any four consecutive bytes of a secret in a text.
class Grams {
public:
    explicit Grams(std::string_view secret) : secret_(secret), pairs_(65536, false) {
        for (std::size_t i = 0; i + 4 <= secret.size(); ++i) pairs_[pair(secret, i)] = true;
    }
    bool in(std::string_view text) const {
        for (std::size_t i = 0; i + 4 <= text.size(); ++i) {
            if (pairs_[pair(text, i)] && secret_.find(text.substr(i, 4)) != std::string::npos) return true;
        }
        return false;
    }

private:
    static std::size_t pair(std::string_view text, std::size_t at) {
        return static_cast<unsigned char>(text[at]) * 256U + static_cast<unsigned char>(text[at + 1]);
    }

    std::string secret_;
    std::vector<bool> pairs_;  // which two bytes begin one of them, because searching for each would take too long
};

/// Asks whether what a program can log about a body shows a piece of the secret.
class Log {
public:
    explicit Log(std::string_view secret) : grams_(secret) {}

    const char* operator()(const std::string& text) {
        ++bodies_;
        // Both functions get each body: mixing them up is one more way to break it.
        ParseResult result = parse(text);
        RotateStartResponse response = parse_rotate_start_response(text);
        if (shows(result.client.next_client_secret)) return "the output of a Secret";
        if (shows(result) || shows(response)) return "the output of a result";
        if (grams_.in(texts_of(response))) return "a text of the envelope";
        if (what_shows(result.violations) || what_shows(response.violations)) return "what() of a ValidationError";
        // Not always thrown, because that is slow and what() is the same.
        if (bodies_ % 64 != 0) return nullptr;
        return thrown_shows(std::move(result)) || thrown_shows(std::move(response)) ? "what value() throws" : nullptr;
    }

private:
    template <class T>
    bool shows(const T& value) const {
        return grams_.in(samples::printed(value));
    }
    bool what_shows(const std::vector<Violation>& violations) const {
        return !violations.empty() && grams_.in(ValidationError(violations).what());
    }
    static std::string texts_of(const RotateStartResponse& response) {
        if (!response.error.has_value()) return response.request_id;
        const StytchError& error = *response.error;
        return response.request_id + '\n' + error.request_id + '\n' + error.error_type + '\n' + error.error_message +
               '\n' + error.error_url + '\n' + error.what();
    }
    template <class Result>
    bool thrown_shows(Result&& result) const {
        try {
            static_cast<void>(std::move(result).value());
            return false;
        } catch (const std::exception& error) {
            return grams_.in(error.what());
        }
    }

    std::size_t bodies_ = 0;
    Grams grams_;
};

const std::string distinct_secret = "QWKXZKJVPJRTYHBNLCGDMSFA-KEUO_TIVBWZyAqSXDRF";

}  // namespace

TEST_CASE("No leak: the secret's grams are nowhere else, and the search would find them") {
    const Grams grams(distinct_secret);
    for (const proof::Body& body : proof::bodies(distinct_secret)) {
        std::string rest = body.text;
        rest.erase(body.member.begin, body.member.end - body.member.begin);
        CHECK_FALSE(grams.in(rest));
    }
    CHECK(grams.in("expected JSON, last read: QWKX"));
    CHECK(grams.in("XDRF"));
    CHECK_FALSE(grams.in("QWKQWK"));
}

TEST_CASE("No leak: no broken body shows four characters of the secret, nor last-fours that are its own") {
    proof::Sweep sweep{Log(distinct_secret)};
    for (proof::Body body : proof::bodies(distinct_secret)) {
        for (const char* last_four : {"abcd", "efgh"}) {
            body.text.replace(body.text.find(last_four), 4, distinct_secret, 40, 4);
        }
        sweep.ask_damaged(body, {});
    }
    proof::Body body = proof::body(distinct_secret, proof::Spelling::plain, proof::Place::first, true);
    body.text.insert(1,
                     R"("error_type":"m2m_client_already_rotating_secret","error_message":"it is","error_url":"x",)");
    sweep.ask_damaged(body, {});
    sweep.check(proof::full() ? 150'000 : 50'000);
}

TEST_CASE(
    "No leak: what a server repeats of the secret is not passed on, whatever is broken, its own literal included") {
    proof::Sweep sweep{Log(distinct_secret)};
    for (const proof::QuotingBody& body : proof::bodies_with_quotes(distinct_secret)) {
        sweep.ask_damaged(body,
                          {std::min(body.quote.begin, body.member.begin), std::max(body.quote.end, body.member.end)});
        const std::size_t literal = body.text.find(':', body.member.begin) + 1;
        if (body.in_full) sweep.ask_damaged_part(body, {literal, body.member.end});
    }
    sweep.check(proof::full() ? 225'000 : 75'000);
}

TEST_CASE("No leak: nor from the documented example") {
    proof::Sweep sweep{Log(samples::secret)};
    sweep.ask_damaged({"the documented client", samples::client_text, {}}, {});
    sweep.ask_damaged({"the documented response", samples::response_text, {}, true}, {});
    sweep.check(proof::full() ? 150'000 : 10'000);
}
