// SPDX-License-Identifier: MIT
// parse and nlohmann's engine must agree on damaged text. The corpus includes what fuzzing has found.
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <tuple>
#include <vector>

#include "catch.hpp"
#include "engine_parity.hpp"
#include "samples.hpp"
#ifdef STYTCH_M2M_RAPIDCHECK
#include "property.hpp"
#endif

namespace {

std::string contents(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<std::string> corpus() {
    std::vector<std::string> texts;
    for (const auto& entry : std::filesystem::directory_iterator(STYTCH_M2M_CORPUS)) {
        texts.push_back(contents(entry.path()));
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

std::string wrong(const std::string& text) {
    if (const auto difference = proof::check_parse(text)) return "parse: " + *difference;
    if (const auto difference = proof::check_parse_rotate_start_response(text)) return "response: " + *difference;
    return "";
}

}  // namespace

TEST_CASE("parse agrees with the engine on the corpus, whole and cut off anywhere") {
    const std::vector<std::string> texts = corpus();
    REQUIRE(texts.size() > 12);
    for (const std::string& text : texts) {
        for (std::size_t size = 0; size <= text.size(); ++size) {
            CAPTURE(text, size);
            REQUIRE(wrong(text.substr(0, size)) == "");
        }
    }
}

TEST_CASE("parse agrees with the engine on every piece of the dictionary at every place") {
    const std::vector<std::string> pieces = dictionary();
    REQUIRE(pieces.size() > 50);
    const std::string text = R"({"m2m_client":{"client_id":"a","next_client_secret":"bcdefghijk","scopes":["l","m\n"],)"
                             R"("trusted_metadata":{"n":[1]}, "o":-2,"status":"active"},"request_id":"p"})";
    const std::size_t client = text.find(':') + 1;
    for (const std::string& piece : pieces) {
        for (std::size_t at = 0; at <= text.size(); ++at) {
            std::string changed = text;
            changed.insert(at, piece);
            CAPTURE(changed);
            REQUIRE(wrong(changed) == "");
            REQUIRE(wrong(changed.substr(client)) == "");
        }
    }
}

#ifdef STYTCH_M2M_RAPIDCHECK
namespace {

enum Change { insert_piece, replace_by_piece, replace_byte, remove_bytes, repeat_bytes, cut_off };
using Edit = std::tuple<int, unsigned, unsigned>;

void apply(const Edit& edit, const std::vector<std::string>& pieces, std::string& text) {
    const auto [change, place, what] = edit;
    const std::size_t at = place % (text.size() + 1);
    const std::string& piece = pieces[what % pieces.size()];
    switch (change) {
        case insert_piece:
            text.insert(at, piece);
            break;
        case replace_by_piece:
            text.replace(at, what / pieces.size() % 8, piece);
            break;
        case replace_byte:
            text.replace(at, 1, 1, static_cast<char>(what % 256));
            break;
        case remove_bytes:
            text.erase(at, what % 16);
            break;
        case repeat_bytes:
            text.insert(what % (text.size() + 1), text.substr(at, what % 64));
            break;
        default:
            text.resize(at);
    }
}

}  // namespace

TEST_CASE("parse agrees with the engine on damaged text") {
    const std::vector<std::string> pieces = dictionary();
    std::vector<std::string> texts = corpus();
    texts.push_back(samples::client_text);
    texts.push_back(samples::response_text);
    const bool agree = proof::holds("parse agrees with the engine on damaged text", [&] {
        std::string text = *rc::gen::elementOf(texts);
        const auto edits = *rc::gen::container<std::vector<Edit>>(rc::gen::tuple(
            rc::gen::inRange<int>(0, cut_off + 1), rc::gen::arbitrary<unsigned>(), rc::gen::arbitrary<unsigned>()));
        for (std::size_t i = 0; i < edits.size() && i < 6; ++i) apply(edits[i], pieces, text);
        RC_LOG() << nlohmann::json(text).dump(-1, ' ', true, nlohmann::json::error_handler_t::replace) << '\n';
        RC_ASSERT(wrong(text) == "");
    });
    CHECK(agree);
}
#endif
