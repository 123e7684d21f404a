// SPDX-License-Identifier: MIT
#include "residue.hpp"

#include <stytch/m2m.hpp>

#include <algorithm>
#include <array>
#include <cstring>
#include <new>
#include <optional>
#include <random>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bodies.hpp"
#include "counting_delete.hpp"
#include "damage.hpp"

using namespace stytch::m2m;

namespace proof {
namespace {

/// None of these stands in a body, a location or a message.
constexpr std::string_view rare = "!#$%&*;<>?@^|~";
constexpr std::string_view upper_case = "ABCDEFGHIJKLMNOPQRSTUVWXYZ!#$%&*;<>?@^|~";

std::string random_secret(std::size_t size, std::mt19937& generator) {
    const std::string_view alphabet = size < 8 ? rare : upper_case;
    std::string secret;
    while (secret.size() < size) secret += alphabet[generator() % alphabet.size()];
    return secret;
}

std::string random_secret(std::size_t size) {
    static std::mt19937 generator(20240501);
    return random_secret(size, generator);
}

std::vector<std::size_t> sizes() {
    std::vector<std::size_t> sizes = {1, 2, 3, 7, 8, 9, 15, 16, 17, 22, 23, 24, 32, 44, 64, 127, 128, 200};
    if (!full()) return sizes;
    sizes.clear();
    for (std::size_t size = 1; size <= 200; ++size) sizes.push_back(size);
    return sizes;
}

/// Clears the stack that is about to be used. The proof's own short strings were there, and the padding of objects that
/// are put on the heap shows what was.
[[gnu::noinline]] void clear_stack() {
    char bytes[32768];
    static void* (*const volatile fill)(void*, int, std::size_t) = std::memset;
    fill(bytes, 0, sizeof bytes);
}

/// Whether `action` freed a block that holds 8 consecutive bytes of the secret, or their spelling as escapes.
template <class Action>
bool leaves_residue(std::string_view secret, Action&& action) {
    const std::string escaped = spell(secret, Spelling::escaped);
    counting::watch(secret);
    counting::watch(escaped, 8 * 6);
    clear_stack();
    action();
    return counting::unwatch() != 0;
}

void read(const std::string& text, bool as_envelope) {
    if (as_envelope) {
        const RotateStartResponse response = parse_rotate_start_response(text);
        static_cast<void>(response);
    } else {
        const ParseResult result = parse(text);
        static_cast<void>(result);
    }
}

class Question {
public:
    explicit Question(const char* question) { report_.question = question; }

    template <class Action>
    void ask(std::string_view secret, const std::string& description, Action&& action) {
        ++report_.cases;
        if (leaves_residue(secret, action)) add(secret, description);
    }

    /// Asks about the text that `make(secret)` is. What is shorter than a register may be found in a block by chance:
    /// in the bytes of a pointer, or because a register was spilled to where a string then had its padding. So it
    /// counts if eight bytes in its place are found too.
    template <class Make>
    void ask_text(const std::string& secret, const std::string& description, Make&& make) {
        for (const bool as_envelope : {false, true}) {
            ++report_.cases;
            const std::string text = make(secret);
            if (!leaves_residue(secret, [&] { read(text, as_envelope); })) continue;
            if (secret.size() < 8) {
                const std::string longer = random_secret(8, chance_);
                const std::string longer_text = make(longer);
                if (!leaves_residue(longer, [&] { read(longer_text, as_envelope); })) continue;
            }
            add(secret, description + (as_envelope ? ", read as envelope" : ", read as client"));
        }
    }

    ResidueReport report() && { return std::move(report_); }

private:
    void add(std::string_view secret, const std::string& description) {
        if (report_.residues++ == 0) {
            report_.first = description + ", secret of " + std::to_string(secret.size()) + " bytes";
        }
    }

    ResidueReport report_;
    std::mt19937 chance_;  // its own, so that the cases are the same whatever is found
};

template <class Visit>
void for_each_layout(Visit&& visit) {
    for (const bool in_envelope : {false, true}) {
        for (const Place place : {Place::first, Place::last}) {
            for (const Spelling spelling : spellings) visit(spelling, place, in_envelope);
        }
    }
}

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

/// Members that get a body refused, or at least read in another way.
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

/// What a service may send in the place of a string, and where else a secret may end up; @ is the literal.
const std::vector<std::string>& wrong_shapes() {
    static const std::vector<std::string> shapes = {
        R"({"next_client_secret":["@"]})",
        R"({"next_client_secret":["a\u0062",["@"],"@"],"status":"gone"})",
        R"({"next_client_secret":{"value":"@"}})",
        R"({"next_client_secret":{"@":"value"}})",
        R"({"next_client_secret":{"@":"\q"}})",
        R"({"next_client_secret":["@","\q"]})",
        R"({"next_client_secret":["@",}]})",
        R"({"next_client_secret":["@")",
        R"({"next_client_secret":"@\q"})",
        R"({"next_client_secret":"\q@"})",
        R"({"next_client_secret":"@\ud800"})",
        "{\"next_client_secret\":\"@\x01\"}",
        "{\"next_client_secret\":\"@\xFF\"}",
        "{\"next_client_secret\":\"\xFF@\"}",
        "{\"next_client_secret\":\"\xE2\x82\xAC@\xC3\xA9\"}",
        R"({"next_client_secret":'@'})",
        R"({"next_client_secret":@})",
        R"({"next_client_secret":@,"status":"active"})",
        R"({"next_client_secret":[@]})",
        "{\"next_client_secret\":[" + std::string(300, ' ') + "@,0]}",
        R"({"next_client_secret":{"value":-@}})",
        R"({"next_client_secret" "@"})",
        R"({"next_client_secret":"@""status":"active"})",
        R"({"secret":"@"})",
        R"({"next_client_secrets":"@","status":"active"})",
        R"({"secret":["@",{"@":"@"}]})",
        R"({"@":1})",
        R"({"@":"@","status":1})",
        R"({"@\q":"@\q","status":1})",
        R"({"@)",
        R"({"@"})",
        R"({@})",
        R"("@")",
        R"("@)",
        R"(["@"])",
        R"(["@",)",
        R"(@)",
        R"( @ )",
        R"({"m2m_client":"@"})",
        R"({"m2m_client":["@"]})",
        R"({"m2m_client":{"next_client_secret":["@"]}})",
        R"({"m2m_client":{"next_client_secret":{"@":"@"}},"status_code":"200"})",
        R"({"m2m_client":{"m2m_client":{"next_client_secret":"@"}}})",
        R"({"status_code":200,"client":{"next_client_secret":"@"}})",
        R"([{"next_client_secret":"@"}])",
        R"({"next_client_secret":"@"}{"next_client_secret":"@"})"};
    return shapes;
}

std::string filled(std::string shape, std::string_view literal) {
    for (std::size_t at = 0; (at = shape.find('@', at)) != std::string::npos; at += literal.size()) {
        shape.replace(at, 1, literal);
    }
    return shape;
}

ResidueReport wrong_shape() {
    Question question("the secret in the wrong shape");
    const std::string nested =
        R"({"next_client_secret":)" + std::string(200, '[') + "\"@\"" + std::string(200, ']') + "}";
    for (const std::size_t size : sizes()) {
        for (const Spelling spelling : spellings) {
            const auto ask = [&](const std::string& shape) {
                question.ask_text(random_secret(size), shape.substr(0, 80),
                                  [&](const std::string& secret) { return filled(shape, spell(secret, spelling)); });
            };
            for (const std::string& shape : wrong_shapes()) ask(shape);
            ask(nested);
        }
    }
    return std::move(question).report();
}

/// A brace is missing, and the rest of the client looks like a part of its metadata.
ResidueReport metadata_without_end() {
    Question question("the secret behind metadata that lacks a brace");
    for (const std::size_t size : sizes()) {
        for (const Spelling spelling : spellings) {
            for (const char* shape : {R"({"trusted_metadata":{"a":1,"next_client_secret":"@"})",
                                      R"({"trusted_metadata":{"a":{"b":1,"next_client_secret":"@"}})",
                                      R"({"trusted_metadata":{"a":1,"next\u005fclient_secret":"@"})",
                                      R"({"m2m_client":{"trusted_metadata":{"a":1,"next_client_secret":"@"}})"}) {
                question.ask_text(random_secret(size), shape,
                                  [&](const std::string& secret) { return filled(shape, spell(secret, spelling)); });
            }
        }
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

/// Numbers are what the engine judges, so that digits without quotes have their own way into it.
ResidueReport digits() {
    Question question("secrets of digits, with or without their quotes");
    for (const std::string& secret : {std::string("3141592653589793"), std::string("31415926,53589793")}) {
        for (const std::string& shape : wrong_shapes()) {
            question.ask_text(secret, shape, [&](const std::string&) { return filled(shape, secret); });
        }
        if (!full()) continue;
        for_each_damaged(secret, extent(false), [&](const std::string& text, const std::string& description) {
            question.ask_text(secret, description, [&](const std::string&) { return text; });
        });
    }
    for (const char* text : {R"({"next_client_secret":31415926,5"})", R"({"next_client_secret":31415926 })"}) {
        question.ask_text("31415926", text, [&](const std::string&) { return text; });
    }
    return std::move(question).report();
}

/// The two sizes of a string that is inside its object in the one and the other standard library, and more.
constexpr std::array<std::size_t, 8> object_sizes = {8, 12, 15, 16, 22, 23, 44, 200};

ResidueReport objects() {
    Question question("Secrets copied, moved, assigned and destroyed");
    for (const std::size_t size : object_sizes) {
        const std::string text = random_secret(size);
        const std::string other_text = random_secret(size + 1);
        // In storage of our own, so that an object's bytes can be looked at after its end.
        alignas(Secret) unsigned char storage[sizeof(Secret)];
        const auto storage_holds = [&] {
            const std::string_view bytes(reinterpret_cast<const char*>(storage), sizeof storage);
            for (std::size_t i = 0; i + 8 <= text.size(); ++i) {
                if (bytes.find(std::string_view(text).substr(i, 8)) != std::string_view::npos) return true;
            }
            return false;
        };
        // What is left in the object counts like what is left in a block: as a freed one.
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
            // Escaped here means a secret that serialize has to escape.
            std::string secret = random_secret(size);
            if (spelling == Spelling::escaped) secret.insert(4, "\n\"\\\x01");
            if (spelling == Spelling::mixed) secret += "\xC3\xA9";
            M2MClientWithNextClientSecret client = parse(body("other", Spelling::plain, place, false).text).client;
            client.next_client_secret = secret;
            if (place == Place::first) client.scopes.assign(100, "a \"scope\"");
            std::string text;
            question.ask(secret, "serialize", [&] { text = serialize(client); });
            if (text.find(std::string_view(secret).substr(0, 4)) == std::string::npos) std::abort();
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

/// That the search finds anything at all: what nlohmann_json leaves of the same body.
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

std::vector<ResidueReport> residue_reports() {
    return {control(), accepted(), refused(), cut_off(),   wrong_shape(), digits(), metadata_without_end(),
            damaged(), objects(),  values(),  serialized()};
}

}  // namespace proof
