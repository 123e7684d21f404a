// SPDX-License-Identifier: MIT
// Never lost, never forged, no surprises: whatever a text is, the result is what the rules say: the corpus, which
// includes what fuzzing has found, every piece of the fuzzers' dictionary at every place, and all bodies with random
// damage.
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "bodies.hpp"
#include "catch.hpp"
#include "damage.hpp"
#include "misplaced_bodies.hpp"
#include "oracle.hpp"

namespace {

const std::string secret = "QwKXZkJVPjRtYhBnLcGdMsFaKeUoTiVbWzyA-_019SxD";

std::vector<std::string> corpus() {
    std::vector<std::string> texts;
    for (const auto& entry : std::filesystem::directory_iterator(STYTCH_M2M_CORPUS)) {
        std::ifstream in(entry.path(), std::ios::binary);
        texts.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
    }
    return texts;
}

/// The entries of libFuzzer's dictionary.
std::vector<std::string> dictionary() {
    std::vector<std::string> pieces;
    std::ifstream in(STYTCH_M2M_DICTIONARY);
    for (std::string line; std::getline(in, line);) {
        if (line.empty() || line.front() != '"') continue;
        std::string piece;
        for (std::size_t i = 1; i + 1 < line.size(); ++i) {
            if (line[i] == '\\' && line[++i] == 'x') {
                piece += static_cast<char>(std::stoi(line.substr(i + 1, 2), nullptr, 16));
                i += 2;
            } else {
                piece += line[i];
            }
        }
        pieces.push_back(piece);
    }
    return pieces;
}

void check(const std::string& text) {
    for (const bool as_response : {false, true}) {
        const auto wrong = proof::wrong_with(text, as_response);
        if (!wrong.has_value()) continue;
        CAPTURE(text, as_response);
        FAIL(*wrong);
    }
}

}  // namespace

TEST_CASE("Oracle: the corpus, whole and cut off anywhere") {
    const std::vector<std::string> texts = corpus();
    REQUIRE(texts.size() > 12);
    for (const std::string& text : texts) {
        for (std::size_t size = 0; size <= text.size(); ++size) check(text.substr(0, size));
    }
}

TEST_CASE("Oracle: every piece of the dictionary at every place") {
    const std::vector<std::string> pieces = dictionary();
    REQUIRE(pieces.size() > 50);
    const std::string text = R"({"m2m_client":{"client_id":"a","next_client_secret":"bcdefghijk","scopes":["l","m\n"],)"
                             R"("trusted_metadata":{"n":[1]}, "o":-2,"status":"active"},"request_id":"p"})";
    for (const std::string& piece : pieces) {
        for (std::size_t at = 0; at <= text.size(); ++at) {
            std::string changed = text;
            changed.insert(at, piece);
            check(changed);
            check(changed.substr(text.find(':') + 1));
        }
    }
}

TEST_CASE("Oracle: bodies in which the secret is misplaced, whole and cut off anywhere") {
    for (const std::string& text : proof::misplaced_texts(proof::secret_member(secret))) {
        check(text);
        for (std::size_t i = 0; proof::full() && i < text.size(); ++i) check(text.substr(0, i));
    }
}

TEST_CASE("Oracle: all bodies with up to three damages") {
    std::vector<std::string> texts = corpus();
    const auto add = [&](const auto& bodies) {
        for (const proof::Body& body : bodies) texts.push_back(body.text);
    };
    add(proof::bodies(secret));
    add(proof::bodies_with_decoy(secret));
    add(proof::bodies_with_quotes(secret));
    for (const std::string& text : proof::misplaced_texts(proof::secret_member(secret))) texts.push_back(text);
    std::mt19937 random(20261127);
    for (int i = 0; i < (proof::full() ? 1'000'000 : 20'000); ++i) {
        std::string text = texts[random() % texts.size()];
        for (std::size_t damages = random() % 4; damages != 0; --damages) proof::damage(text, random);
        check(text);
    }
}
