// SPDX-License-Identifier: MIT
// What the adversaries share: bodies that hold a secret, and everything that can break them.
#pragma once

#include <array>
#include <cstddef>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

namespace proof {

/// Whether the environment asks for the long form of a proof.
inline bool full() {
    const char* const form = std::getenv("STYTCH_M2M_PROOF");
    return form != nullptr && std::string_view(form) == "full";
}

/// How the secret's literal is written: as it is, every character as \uXXXX, every second one.
enum class Spelling { plain, escaped, mixed };
/// Where the secret stands among the client's members; first has everything else behind it, last before it.
enum class Place { first, middle, last };

inline constexpr std::array<Spelling, 3> spellings = {Spelling::plain, Spelling::escaped, Spelling::mixed};
inline constexpr std::array<Place, 3> places = {Place::first, Place::middle, Place::last};

inline std::string name(Spelling spelling) {
    return spelling == Spelling::plain ? "plain" : spelling == Spelling::escaped ? "escaped" : "mixed";
}
inline std::string name(Place place) {
    return place == Place::first ? "first" : place == Place::middle ? "in the middle" : "last";
}

/// What stands between the quotes of the literal. Only ASCII can be escaped here; other bytes stay as they are.
inline std::string spell(std::string_view secret, Spelling spelling) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string literal;
    for (std::size_t i = 0; i < secret.size(); ++i) {
        const auto byte = static_cast<unsigned char>(secret[i]);
        if (spelling == Spelling::plain || byte >= 0x80 || (spelling == Spelling::mixed && i % 2 == 1)) {
            literal += secret[i];
        } else {
            ((literal += "\\u00") += digits[byte / 16]) += digits[byte % 16];
        }
    }
    return literal;
}

struct Body {
    std::string description;  ///< For people; nothing of the secret.
    std::string text;
    std::size_t behind = 0;  ///< The byte after the literal's closing quote.
};

/// The members of a client but for its secret. Lower case and digits only, so that upper case is the secret's. The
/// metadata stands in front, where damage to its end has the most to get at.
inline std::vector<std::string> other_members() {
    return {R"("trusted_metadata":{"tier":"gold","limits":{"rate":[10,20],"note":"a \u0061 ]}"}})",
            R"("client_id":"m2m-client-test-d731954d")",
            R"("client_name":"example \u00e9 name")",
            R"("scopes":["read:users","write:users"])",
            R"("client_description":"an example, {of} a \"client\".")",
            R"("client_secret_last_four":"abcd")",
            R"("next_client_secret_last_four":"efgh")",
            R"("status":"active")"};
}

inline std::string object_of(const std::vector<std::string>& members) {
    std::string text = "{";
    for (const std::string& member : members) (text += text.size() == 1 ? "" : ",") += member;
    return text += '}';
}

/// A client whose member for the secret is `member`.
inline std::string client_text(std::string_view member, Place place,
                               std::vector<std::string> members = other_members()) {
    const std::size_t index = place == Place::first ? 0 : place == Place::middle ? members.size() / 2 : members.size();
    members.insert(members.begin() + static_cast<std::ptrdiff_t>(index), std::string(member));
    return object_of(members);
}

/// The whole response; the client stands in it as the secret does in the client.
inline std::string envelope_text(std::string_view client, Place place) {
    std::vector<std::string> members = {R"("status_code":200)", R"("request_id":"request-id-test-b05c992f")"};
    const std::size_t index = place == Place::first ? 0 : place == Place::middle ? 1 : 2;
    members.insert(members.begin() + static_cast<std::ptrdiff_t>(index), "\"m2m_client\":" + std::string(client));
    return object_of(members);
}

inline std::string secret_member(std::string_view literal) {
    return "\"next_client_secret\":\"" + std::string(literal) + "\"";
}

/// A valid body, the client alone or in its envelope.
inline Body body(std::string_view secret, Spelling spelling, Place place, bool in_envelope) {
    const std::string member = secret_member(spell(secret, spelling));
    Body body;
    body.description =
        std::string(in_envelope ? "envelope" : "client") + ", secret " + name(spelling) + " and " + name(place);
    body.text = client_text(member, place);
    if (in_envelope) body.text = envelope_text(body.text, place);
    body.behind = body.text.find(member) + member.size();
    return body;
}

/// One way in which a body was broken, for the description of a failure.
struct Damage {
    const char* what;
    std::size_t at;
    int byte = -1;

    std::string description() const {
        std::string text = std::string(what) + " at byte " + std::to_string(at);
        if (byte >= 0) text += ", byte value " + std::to_string(byte);
        return text;
    }
};

/// How much damage is done.
struct Extent {
    std::string bytes;          // to insert and to replace with
    std::size_t cuts_per_tail;  // every how many bytes the text is cut off and goes on as something else
};

/// The bytes that mean something to JSON, and some that nothing may have; in the full form a third of all others, too.
inline Extent extent(bool all = full()) {
    Extent extent{std::string("\"\\{}[],: 0u\0\x1F\x80\xC3", 15), 5};
    if (!all) return extent;
    extent.cuts_per_tail = 1;
    for (int byte = 1; byte < 256; byte += 3) extent.bytes += static_cast<char>(byte);
    return extent;
}

inline const std::vector<std::string>& foreign_tails() {
    static const std::vector<std::string> tails = {"\"",
                                                   "}",
                                                   "]",
                                                   "}}",
                                                   "\"}",
                                                   "\"}}",
                                                   "\"]}",
                                                   ",",
                                                   ",}",
                                                   ":",
                                                   ":1}",
                                                   "\\",
                                                   "\\\"",
                                                   "\\u",
                                                   "e5",
                                                   " x",
                                                   "1",
                                                   std::string(1, '\0'),
                                                   "\xFF",
                                                   "\xEF\xBB\xBF",
                                                   "{}",
                                                   "{\"a\":1}",
                                                   "[1]}",
                                                   "<html>502</html>",
                                                   ",\"next_client_secret\":\"other\"}",
                                                   ",\"next_client_secret\":null}}",
                                                   std::string(200, '['),
                                                   "," + std::string(200, '{')};
    return tails;
}

/// Calls `visit(text, damage)` for every cut, replaced byte, deleted byte, inserted byte and foreign tail at or after
/// `from`.
template <class Visit>
void for_each_damage(const std::string& text, std::size_t from, const Extent& extent, Visit&& visit) {
    std::string broken;
    for (std::size_t i = from; i < text.size(); ++i) {
        broken.assign(text, 0, i);
        visit(broken, Damage{"cut", i});
        for (const std::string& tail : foreign_tails()) {
            if (i % extent.cuts_per_tail != 0) break;
            broken.assign(text, 0, i) += tail;
            visit(broken, Damage{"foreign tail", i});
        }
        broken.assign(text).erase(i, 1);
        visit(broken, Damage{"deleted", i});
        broken = text;
        for (const char byte : extent.bytes) {
            if (byte == text[i]) continue;
            broken[i] = byte;
            visit(broken, Damage{"replaced", i, static_cast<unsigned char>(byte)});
        }
    }
    for (std::size_t i = from; i <= text.size(); ++i) {
        broken = text;
        broken.insert(i, 1, ' ');
        for (const char byte : extent.bytes) {
            broken[i] = byte;
            visit(broken, Damage{"inserted", i, static_cast<unsigned char>(byte)});
        }
    }
    for (const std::string& tail : foreign_tails()) visit(text + tail, Damage{"foreign tail", text.size()});
}

/// Counts what went wrong and keeps the first of it, since a check for each body would take longer than the body.
struct Failures {
    std::size_t count = 0;
    std::string first;

    void add(const std::string& description) {
        if (count++ == 0) first = description;
    }
};

}  // namespace proof
