// SPDX-License-Identifier: MIT
// What Secrets, clients and whatever is made from them leave of the secret.
#include <stytch/m2m.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <new>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bodies.hpp"
#include "counting_delete.hpp"
#include "residue.hpp"
#include "residue_question.hpp"

using namespace stytch::m2m;

namespace proof {
namespace {

/// Sizes around the limits up to which the standard libraries keep a string inside its object, and larger ones.
constexpr std::array<std::size_t, 8> object_sizes = {8, 12, 15, 16, 22, 23, 44, 200};

ResidueReport objects() {
    Question question("Secrets copied, moved, assigned and destroyed");
    for (const std::size_t size : object_sizes) {
        const std::string text = random_secret(size);
        const std::string other_text = random_secret(size + 1);
        // In storage that outlives the object, so that its bytes can be examined.
        alignas(Secret) unsigned char storage[sizeof(Secret)];
        const auto storage_holds = [&] {
            const std::string_view bytes(reinterpret_cast<const char*>(storage), sizeof storage);
            for (std::size_t i = 0; i + 8 <= text.size(); ++i) {
                if (bytes.find(std::string_view(text).substr(i, 8)) != std::string_view::npos) return true;
            }
            return false;
        };
        // Freeing a copy makes residue in the object count like residue in a block.
        const auto free_storage_bytes = [&] {
            if (!storage_holds()) return;
            char* const copy = new char[text.size()];
            std::memcpy(copy, text.data(), text.size());
            delete[] copy;
        };
        const auto ask = [&](const char* description, auto&& action) {
            std::memset(storage, 0, sizeof storage);
            const std::size_t live = counting::live_blocks();
            question.ask(text, description, [&] {
                action();
                free_storage_bytes();
            });
            if (counting::live_blocks() != live) std::abort();
        };
        ask("alive", [&] {
            Secret* const secret = new (storage) Secret(text);
            free_storage_bytes();
            secret->~Secret();
        });
        ask("copied", [&] {
            Secret* const secret = new (storage) Secret(text);
            Secret copy = *secret;
            const Secret again = copy;
            copy = again;
            secret->~Secret();
        });
        ask("moved from", [&] {
            Secret* const secret = new (storage) Secret(text);
            {
                const Secret target = std::move(*secret);
                free_storage_bytes();
            }
            secret->~Secret();
        });
        ask("assigned over", [&] {
            Secret* const secret = new (storage) Secret(text);
            *secret = other_text;
            free_storage_bytes();
            const Secret other = other_text;
            *secret = text;
            *secret = other;
            *secret = text;
            *secret = Secret();
            free_storage_bytes();
            secret->~Secret();
        });
        ask("moved over", [&] {
            Secret* const secret = new (storage) Secret(text);
            Secret other = other_text;
            *secret = std::move(other);
            other = Secret(text);
            other = std::move(*secret);
            free_storage_bytes();
            secret->~Secret();
        });
        ask("in a vector that grows", [&] {
            std::vector<Secret> secrets;
            for (int i = 0; i < 20; ++i) secrets.emplace_back(text);
            secrets.erase(secrets.begin());
            std::swap(secrets.front(), secrets.back());
        });
        ask("in a client", [&] {
            M2MClientWithNextClientSecret client;
            client.next_client_secret = text;
            M2MClientWithNextClientSecret copy = client;
            copy = client;
            copy = std::move(client);
            client = M2MClientWithNextClientSecret();
            client.next_client_secret = text;
            std::optional<M2MClientWithNextClientSecret> optional = std::move(copy);
            optional.reset();
        });
        ask("compared and printed", [&] {
            const Secret one = text;
            const Secret two = text;
            if (one != two || one == other_text) std::abort();
            std::ostringstream() << one;
        });
    }
    return std::move(question).report();
}

ResidueReport values() {
    Question question("value(), redacted() and validate()");
    for (const std::size_t size : object_sizes) {
        for_each_layout([&](Spelling spelling, Place place, bool in_envelope) {
            const std::string secret = random_secret(size);
            const Body whole = body(secret, spelling, place, in_envelope);
            question.ask(secret, whole.description + ", value()", [&] {
                const M2MClientWithNextClientSecret client =
                    in_envelope ? parse_rotate_start_response(whole.text).value() : parse(whole.text).value();
                static_cast<void>(redacted(client));
                static_cast<void>(validate(client));
            });
            const std::string refused = whole.text + "x";
            question.ask(secret, whole.description + ", value() that throws", [&] {
                try {
                    static_cast<void>(in_envelope ? parse_rotate_start_response(refused).value()
                                                  : parse(refused).value());
                } catch (const ValidationError& error) {
                    const ValidationError copy = error;
                    static_cast<void>(copy);
                }
            });
        });
    }
    return std::move(question).report();
}

ResidueReport serialized() {
    Question question("serialize() but for its result");
    for (const std::size_t size : object_sizes) {
        for_each_layout([&](Spelling spelling, Place place, bool) {
            // Here, escaped means a secret that serialize must escape.
            std::string secret = random_secret(size);
            if (spelling == Spelling::escaped) secret.insert(4, "\n\"\\\x01");
            if (spelling == Spelling::mixed) secret += "\xC3\xA9";
            M2MClientWithNextClientSecret client = parse(body("other", Spelling::plain, place, false).text).client;
            client.next_client_secret = secret;
            if (place == Place::first) client.scopes.assign(100, "a \"scope\"");
            std::string text;
            question.ask(secret, "serialize", [&] { text = serialize(client); });
            if (text.find(std::string_view(secret).substr(0, 4)) == std::string::npos) std::abort();
            RotateStartResponse response;
            response.request_id = "request-id-test-1";
            response.m2m_client = client;
            response.error.emplace(500, "", "internal_server_error", "both", "");
            wipe(text);
            question.ask(secret, "serialize of a response", [&] { text = serialize(response); });
            if (text.find(std::string_view(secret).substr(0, 4)) == std::string::npos) std::abort();
            response.error->error_url = "\xFF";
            question.ask(secret, "serialize of a response that throws", [&] {
                try {
                    text = serialize(response);
                } catch (const ValidationError&) {}
            });
            client.client_name = "\xFF";
            question.ask(secret, "serialize that throws", [&] {
                try {
                    text = serialize(client);
                } catch (const ValidationError&) {}
            });
        });
    }
    return std::move(question).report();
}

/// Shows that the search finds something: what nlohmann_json leaves of the same body.
ResidueReport control() {
    ResidueReport report{"the search finds nothing where there is something", 0, 0, ""};
    for (const std::size_t size : sizes()) {
        const std::string secret = random_secret(size);
        ++report.cases;
        const std::string text = body(secret, Spelling::plain, Place::first, false).text;
        const bool seen = leaves_residue(secret, [&] { const auto document = nlohmann::json::parse(text); });
        const bool seen_escaped = leaves_residue(secret, [&] {
            const std::string literal = std::string(100, ' ') + spell(secret, Spelling::escaped);
            static_cast<void>(literal);
        });
        if (seen && seen_escaped) continue;
        ++report.residues;
        report.first = "secret of " + std::to_string(size) + " bytes";
    }
    return report;
}

}  // namespace

std::vector<ResidueReport> residue_of_objects() { return {control(), objects(), values(), serialized()}; }

}  // namespace proof
