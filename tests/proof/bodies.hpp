// SPDX-License-Identifier: MIT
// Bodies that hold a secret, shared by the attacks. damage.hpp breaks them.
#pragma once

#include <array>
#include <cstddef>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

namespace proof {

/// Whether the environment asks for full length.
inline bool full() {
    const char* const form = std::getenv("STYTCH_M2M_PROOF");
    return form != nullptr && std::string_view(form) == "full";
}

/// How the secret's literal is written: verbatim, or with every or every second character as \uXXXX.
enum class Spelling { plain, escaped, mixed };
/// Where the secret is among the client's members.
enum class Place { first, middle, last };
enum class Layout { compact, pretty };

inline constexpr std::array<Spelling, 3> spellings = {Spelling::plain, Spelling::escaped, Spelling::mixed};
inline constexpr std::array<Place, 3> places = {Place::first, Place::middle, Place::last};

inline std::string name(Spelling spelling) {
    constexpr std::array<const char*, 3> names = {"plain", "escaped", "mixed"};
    return names[static_cast<std::size_t>(spelling)];
}
inline std::string name(Place place) {
    constexpr std::array<const char*, 3> names = {"first", "in the middle", "last"};
    return names[static_cast<std::size_t>(place)];
}

/// The contents of the literal. Escapes only ASCII; leaves other bytes as they are.
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

/// Replaces each `mark`.
inline std::string replaced(std::string shape, char mark, std::string_view text) {
    for (std::size_t at = 0; (at = shape.find(mark, at)) != std::string::npos; at += text.size()) {
        shape.replace(at, 1, text);
    }
    return shape;
}

/// The bytes of a text from `begin` up to but not including `end`.
struct Part {
    std::size_t begin = 0;
    std::size_t end = 0;
};
inline Part part_of(const std::string& text, const std::string& piece) {
    const std::size_t begin = text.find(piece);
    return {begin, begin + piece.size()};
}

struct Body {
    std::string description;  ///< For humans; contains nothing of the secret.
    std::string text;
    Part member;  ///< The secret's, from its name's opening quote to its literal's closing quote.
    bool in_envelope = false;
};

/// A client's members except its secret. Only lower case and digits, so that upper case means the secret. The metadata
/// come first, where damage to their end can affect the most.
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

inline std::string object_with(std::string_view member, Place place, std::vector<std::string> members) {
    const std::size_t index = members.size() * static_cast<std::size_t>(place) / 2;
    members.insert(members.begin() + static_cast<std::ptrdiff_t>(index), std::string(member));
    return object_of(members);
}

/// A client with `member` as the secret's member.
inline std::string client_text(std::string_view member, Place place,
                               const std::vector<std::string>& members = other_members()) {
    return object_with(member, place, members);
}

/// The whole response; `place` is the client's place in it.
inline std::string envelope_text(std::string_view client, Place place) {
    return object_with("\"m2m_client\":" + std::string(client), place,
                       {R"("status_code":200)", R"("request_id":"request-id-test-b05c992f")"});
}

inline std::string secret_member(std::string_view literal) {
    return "\"next_client_secret\":\"" + std::string(literal) + "\"";
}

/// A valid body: the client alone or in its envelope. `first` is what the client begins with instead of its metadata.
inline Body body(std::string_view secret, Spelling spelling, Place place, bool in_envelope,
                 Layout layout = Layout::compact, const std::string& first = other_members().front()) {
    const std::string literal = spell(secret, spelling);
    std::vector<std::string> members = other_members();
    members.front() = first;
    Body body;
    body.in_envelope = in_envelope;
    body.description = std::string(in_envelope ? "envelope" : "client") + ", secret " + name(spelling) + " and " +
                       name(place) + (layout == Layout::pretty ? ", pretty" : "");
    body.text = client_text(secret_member(literal), place, members);
    if (in_envelope) body.text = envelope_text(body.text, place);
    if (layout == Layout::pretty) body.text = nlohmann::ordered_json::parse(body.text).dump(2);
    const std::size_t value = body.text.find('"' + literal + '"');
    body.member.begin = body.text.rfind("\"next_client_secret\"", value);
    body.member.end = value + literal.size() + 2;
    return body;
}

/// Valid bodies with the secret in every place and spelling.
inline std::vector<Body> bodies(std::string_view secret) {
    std::vector<Body> all;
    for (const bool in_envelope : {false, true}) {
        for (const Place place : places) {
            for (const Spelling spelling : spellings) all.push_back(body(secret, spelling, place, in_envelope));
            all.push_back(body(secret, Spelling::plain, place, in_envelope, Layout::pretty));
        }
    }
    return all;
}

/// Valid bodies whose metadata name another secret.
inline std::vector<Body> bodies_with_decoy(std::string_view secret) {
    std::vector<Body> all;
    for (const bool in_envelope : {false, true}) {
        for (const Place place : places) {
            for (const char* metadata : {R"({@})", R"({"a":"v",@})", R"({"a":{"b":[1,{@}]},"c":"d"})"}) {
                const std::string first = std::string(R"("trusted_metadata":)") + metadata;
                all.push_back(body(secret, Spelling::plain, place, in_envelope, Layout::compact,
                                   replaced(first, '@', secret_member("evil-decoy"))));
                all.back().description += ", and a decoy";
            }
        }
    }
    return all;
}

/// A body with a text that quotes the secret.
struct QuotingBody : Body {
    Part quote;  ///< The member whose text it is.
    bool in_full = true;
};

/// Valid envelopes whose texts quote the secret, before or behind the client.
inline std::vector<QuotingBody> bodies_with_quotes(const std::string& secret) {
    std::vector<QuotingBody> all;
    const std::string part = secret.substr(0, 20);
    const std::string client = "\"m2m_client\":{" + secret_member(secret) + R"(,"status":"active"})";
    for (const std::string name : {"error_message", "error_url", "request_id", "error_type"}) {
        const std::string start =
            R"({"status_code":400,)" + std::string(name == "error_type" ? "" : R"("error_type":"a",)");
        for (const std::string& text : {secret, "refused: " + secret + '.', spell(secret, Spelling::escaped), part,
                                        R"({\"next_client_secret\":\")" + secret + R"(\"})"}) {
            const std::string quote = '"' + name + "\":\"" + text + '"';
            for (const bool before : {true, false}) {
                QuotingBody body;
                body.in_envelope = true;
                body.in_full = text != part;
                body.description = name + (before ? " before the client" : " behind the client");
                body.text = start + (before ? quote + "," + client + "}" : client + "," + quote + R"(,"details":{}})");
                body.member = part_of(body.text, secret_member(secret));
                body.quote = part_of(body.text, quote);
                all.push_back(body);
            }
        }
    }
    return all;
}

/// Counts failures and keeps the first; a CHECK per body would take longer than parsing it.
struct Failures {
    std::size_t count = 0;
    std::string first;

    void add(const std::string& description) {
        if (count++ == 0) first = description;
    }
};

}  // namespace proof
