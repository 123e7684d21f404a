// SPDX-License-Identifier: MIT
// With what "Never left behind" and, if memory runs out, "Never lost" are tried.
#include <stytch/m2m.hpp>

#include <charconv>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "bodies.hpp"
#include "damage.hpp"
#include "misplaced_bodies.hpp"
#include "residue.hpp"

using namespace stytch::m2m;

namespace proof {
namespace {

/// What is read, and is the secret's own only where the shape says so; @ is the literal.
constexpr const char* shapes[] = {
    // not a string, or a broken one
    R"({"next_client_secret":["a\u0062",["@"],"@"],"status":"gone"})", R"({"next_client_secret":{"value":"@"}})",
    R"({"next_client_secret":{"@":"value"}})", R"({"next_client_secret":"@\ud800"})", R"({"next_client_secret":@})",
    // somewhere else
    R"({"next_client_secrets":"@","status":"active"})", R"({"secret":["@",{"@":"@"}]})", R"({"@\q":"@\q","status":1})",
    R"({"@)", R"("@")", R"(["@",)", "@", R"({"m2m_client":{"next_client_secret":{"@":"@"}},"status_code":"200"})",
    // in the metadata of a text with a fault, which are not kept
    R"({"trusted_metadata":{"a":{"b":1,"next_client_secret":"@"})",
    R"({"m2m_client":{"trusted_metadata":{"a":1,"next\u005fclient_secret":"@"})",
    R"({"next_client_secret":"\q","trusted_metadata":{"next_client_secret":"@"}})",
    R"({"next_client_secret":"@","trusted_metadata":{"@":"@"},"status":})",
    R"({"trusted_metadata":{"a":["next_client_secret","@"]})",
    R"({"trusted_metadata":{"name":"next_client_secret","value":"@"})"};

/// Members beside the secret that are wrong, or repeat it and are not kept.
constexpr const char* dropped_members[] = {
    R"("status":"gone","client_id":"","scopes":["a",7,"\u0061"],"next_client_secret_last_four":1.5)",
    R"("next_client_secret":"other","next_client_secret":{"a":[1]})",
    R"("next_client_secret":"@","client_id":7,"next_client_secret":"@")",
    R"("next\u005fclient_secret":["other"])",
    R"("scopes":["@",5])",
    R"("scopes":["a","@","@","@","@","@",{"@":"@"}])",
    R"("scopes":["@",])",
    R"("client_name":"a","client_name":"@")",
    R"("status":"a","\u0073tatus":"@")",
    R"("client_name":["@",{"@":1}])",
    R"("trusted_metadata":{"a":{"@":["@",{"@":"@"}]},"a":1})",
    R"("trusted_metadata":{"a":"@","\u0061":"a text that is long enough for the heap"})",
    R"("trusted_metadata":{},"trusted_metadata":{"@":"@"})"};

/// Members that repeat the secret and are kept.
constexpr const char* kept_members[] = {R"("scopes":["@","@","@","@","@","@","@","@","@"])",
                                        R"("trusted_metadata":{"@":1,"b":2,"@":"@"})",
                                        R"("trusted_metadata":{"a":["@",{"@":"@"}],"@":"@"})",
                                        R"("client_name":"@","status":"@","next_client_secret_last_four":"@")"};

/// Where these members, #, are.
constexpr const char* around_members[] = {
    R"({"next_client_secret":"@",#})", R"({#,"next_client_secret":"@"})", R"({"next_client_secret":"@",#)",
    R"({"error_type":"a","request_id":7,"m2m_client":{"next_client_secret":"@",#}})"};

/// Values that are read as numbers, or almost; @ are digits.
constexpr const char* numbers[] = {"@", "-@.5", "@E+5", "@e400", "1e@", "0@", "@x"};
constexpr const char* around_numbers[] = {
    R"({"next_client_secret":#,"status":"active"})", R"({"next_client_secret":[#]})", R"({"next_client_secret":#")",
    R"({"trusted_metadata":{"next_client_secret":#}})", R"({"status_code":#,"m2m_client":{"next_client_secret":#}})"};

template <class Parse>
Case reading(const std::string& name, const std::string& secret, const std::string& text, bool keep, Parse parse) {
    const auto once = [=](Attempt& attempt) {
        attempt.keep = keep;
        std::string body = text;
        attempt.run(
            [&] {
                auto result = parse(std::move(body));
                std::string().swap(body);  // so that its memory is searched
                return result;
            },
            [&] { return body == text; });
    };
    return {name, secret, once, true};
}

void visit_reading(const Visit& visit, const std::string& name, const std::string& secret, const std::string& text,
                   bool keep = false) {
    visit(reading(name + ", read as a client", secret, text, keep,
                  [](std::string&& body) { return parse(std::move(body)); }));
    visit(reading(name + ", read as a response", secret, text, keep,
                  [](std::string&& body) { return parse_rotate_start_response(std::move(body)); }));
}

void visit_readings(const std::string& secret, const Visit& visit) {
    const auto read = [&](const std::string& name, const std::string& text, bool keep = false) {
        visit_reading(visit, name, secret, text, keep);
    };
    for (const Body& body : bodies(secret)) read(body.description, body.text);
    for (const Body& body : bodies_with_quotes(secret)) read(body.description, body.text);
    for (const Spelling spelling : spellings) {
        const std::string literal = spell(secret, spelling);
        const auto read_shape = [&](const std::string& shape, bool keep = false) {
            read(shape, replaced(shape, '@', literal), keep);
        };
        for (const char* shape : shapes) read_shape(shape);
        for (const char* shape : around_members) {
            for (const char* members : dropped_members) read_shape(replaced(shape, '#', members));
            for (const char* members : kept_members) read_shape(replaced(shape, '#', members), true);
        }
        for (const std::string& text : misplaced_texts(secret_member(literal))) read(text, text);
        for (const std::string& shape : ambiguous()) read(shape, filled(shape, secret_member(literal)));
    }
}

/// Secrets of digits without their quotes.
void visit_numbers(std::size_t size, const Visit& visit) {
    std::string digits = "31415926535897932384626433832795028841971693";
    while (digits.size() < size) digits += digits;
    digits.resize(size);
    for (const char* number : numbers) {
        for (const char* shape : around_numbers) {
            visit_reading(visit, shape, digits, replaced(replaced(shape, '#', number), '@', digits));
        }
    }
}

M2MClientWithNextClientSecret client_with(const std::string& secret) {
    return parse(body(secret, Spelling::plain, Place::last, false).text).value();
}

/// Does `make()`, whose result is not searched.
template <class Make>
Case making(const std::string& name, const std::string& secret, Make make) {
    const auto once = [=](Attempt& attempt) {
        attempt.keep = true;
        attempt.run(make, [] { return true; });
    };
    return {name, secret, once};
}

/// Does `change(target)`, which if it fails must leave the target as it was.
template <class Target, class Change>
Case changing(const std::string& name, const std::string& secret, const Target& before, Change change) {
    const auto once = [=](Attempt& attempt) {
        Target target = before;
        attempt.run(
            [&] {
                change(target);
                return true;
            },
            [&] { return target == before; });
    };
    return {name, secret, once};
}

void visit_secrets(const std::string& secret, const Visit& visit) {
    const Secret source = secret;
    const Secret before = "what was here before and is to stay";
    visit(making("Secrets are copied, moved and assigned", secret, [=] {
        // On the heap, so that what is left in the objects themselves is found as well.
        auto first = std::make_unique<Secret>(secret);
        auto second = std::make_unique<Secret>(std::move(*first));
        *first = before;
        std::swap(*first, *second);
        *second = std::move(*first);
        first = std::make_unique<Secret>(*second);
        *second = Secret();
        return true;
    }));
    visit(making("Secrets are in a vector that grows", secret, [=] {
        std::vector<Secret> secrets;
        for (int i = 0; i < 5; ++i) secrets.push_back(source);
        secrets.erase(secrets.begin());
        return secrets.size();
    }));
    visit(changing("a Secret is assigned", secret, before, [=](Secret& target) { target = source; }));
    visit(changing("a text is assigned to a Secret", secret, before, [=](Secret& target) { target = secret; }));
    visit(changing("a string is moved into a Secret", secret, secret, [](std::string& text) {
        const Secret target = std::move(text);
        std::string().swap(text);
    }));
}

void visit_clients(const std::string& secret, const Visit& visit) {
    const M2MClientWithNextClientSecret client = client_with(secret);
    visit(making("a client is copied", secret, [=] { return M2MClientWithNextClientSecret(client); }));
    visit(making("redacted()", secret, [=] { return redacted(client); }));
    const ParseResult refused = parse(body(secret, Spelling::plain, Place::last, false).text + "x");
    visit(changing("value() throws", secret, refused, [](ParseResult& target) {
        try {
            static_cast<void>(std::move(target).value());
        } catch (const ValidationError&) {}
    }));

    RotateStartResponse response;
    response.request_id = "request-id-test-1";
    response.error.emplace(500, "", "internal_server_error", "both", "");
    response.m2m_client = client;
    // Escaped, and outgrown twice; what is written behind the secret allocates as well.
    response.m2m_client.next_client_secret = secret + "\n\"\\\x01\xC3\xA9" + secret;
    response.m2m_client.client_name.assign(2000, 'x');
    response.m2m_client.client_description.assign(20000, 'x');
    response.m2m_client.trusted_metadata = nlohmann::json{{"a", {1.5, 12345678901234567890U, -1234567890123456789}}};
    visit(making("serialize() of a client", secret, [=] { return serialize(response.m2m_client); }));
    visit(making("serialize() of a response", secret, [=] { return serialize(response); }));
    response.m2m_client.client_id = "";
    response.m2m_client.scopes = {"a", "\xFF"};
    response.error->error_url = "\xFF";
    visit(making("validate()", secret, [=] { return validate(response.m2m_client); }));
    visit(making("serialize() throws", secret, [=] {
        try {
            return serialize(response);
        } catch (const ValidationError&) {
            return std::string();
        }
    }));
}

/// The client has another secret than is searched for, since these are documented to leave it in freed memory.
template <class Json>
void visit_json(const std::string& secret, const Visit& visit) {
    M2MClientWithNextClientSecret client = client_with("another secret");
    const Json document = nlohmann::json(client);
    Json broken = document;
    broken["status"] = "gone";
    broken["scopes"] = {1, "\xFF"};
    visit(making("validate() of JSON", secret, [=] { return validate(broken); }));

    M2MClientWithNextClientSecret before;
    before.client_id = "a client that was here before and is to stay";
    for (const Json& from : {document, broken}) {
        visit(changing("from_json()", secret, before, [=](M2MClientWithNextClientSecret& target) {
            try {
                from_json(from, target);
            } catch (const ValidationError&) {}
        }));
    }
    // An ordered_json that grows destroys members.
    client.scopes.clear();
    client.trusted_metadata = nlohmann::json::object();
    visit(changing("to_json()", secret, Json("what was here before and is to stay"),
                   [=](Json& target) { to_json(target, client); }));
}

}  // namespace

void for_each_case(const std::string& secret, const Visit& visit) {
    visit_readings(secret, visit);
#ifdef __cpp_lib_to_chars
    // Without, std::num_get reads numbers, and libc++'s leaves copies of long ones.
    visit_numbers(secret.size(), visit);
#endif
    visit_secrets(secret, visit);
    visit_clients(secret, visit);
    visit_json<nlohmann::json>(secret, visit);
    visit_json<nlohmann::ordered_json>(secret, visit);
}

void for_each_damaged_body(const std::string& secret, const Visit& visit) {
    for (const Spelling spelling : spellings) {
        for (const bool in_envelope : {false, true}) {
            const Body whole = body(secret, spelling, Place::middle, in_envelope);
            for_each_damage(whole.text, {}, extent(), [&](const std::string& text, const Damage& damage) {
                visit_reading(visit, whole.description + ", " + damage.description(), secret, text);
            });
        }
    }
}

void for_each_control(const std::string& secret, const Visit& visit) {
    const std::string text = body(secret, Spelling::plain, Place::first, false).text;
    visit(making("nlohmann_json parses the secret", secret, [=] { return nlohmann::json::parse(text); }));
    visit(making("a literal is copied", secret, [=] { return spell(secret, Spelling::escaped).size(); }));
    visit(making("a failure is swallowed", secret, [] {
        try {
            return spell("a text that is long enough for the heap", Spelling::plain);
        } catch (const std::bad_alloc&) {
            return std::string();
        }
    }));
    visit(changing("a target is lost", secret, Secret("before"), [=](Secret& target) {
        target = Secret();
        target = secret;
    }));
}

}  // namespace proof
