// SPDX-License-Identifier: MIT
// What is left of a secret that is not where it is expected: in the wrong shape, in the metadata, in other texts.
#include <charconv>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bodies.hpp"
#include "misplaced_bodies.hpp"
#include "residue.hpp"
#include "residue_question.hpp"

namespace proof {
namespace {

/// Tests each shape with secrets of all sizes and spellings; @ is the literal.
ResidueReport ask_shapes(const char* title, const std::vector<std::string>& shapes) {
    Question question(title);
    for (const std::size_t size : sizes()) {
        for (const Spelling spelling : spellings) {
            for (const std::string& shape : shapes) {
                question.ask_text(random_secret(size), shape.substr(0, 80), [&](const std::string& secret) {
                    return replaced(shape, '@', spell(secret, spelling));
                });
            }
        }
    }
    return std::move(question).report();
}

/// What a service may send instead of a string, and where else a secret may end up; @ is the literal.
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
        R"({"next_client_secret":"@"}{"next_client_secret":"@"})",
        R"({"next_client_secret":)" + std::string(200, '[') + "\"@\"" + std::string(200, ']') + "}"};
    return shapes;
}

/// Of a text with a fault, metadata are not kept.
ResidueReport in_metadata() {
    return ask_shapes(
        "the secret in the metadata of a text with a fault",
        {R"({"trusted_metadata":{"a":1,"next_client_secret":"@"})",
         R"({"trusted_metadata":{"a":{"b":1,"next_client_secret":"@"}})",
         R"({"trusted_metadata":{"a":1,"next\u005fclient_secret":"@"})",
         R"({"m2m_client":{"trusted_metadata":{"a":1,"next_client_secret":"@"}})",
         R"({"trusted_metadata":{"next_client_secret":["@"]}})x",
         R"({"trusted_metadata":{"next_client_secret":{"value":"@"},"b":[1.5]},"status":"active")",
         R"({"trusted_metadata":{"next_client_secret":"@","a":{"next_client_secret":"other"}})",
         R"({"trusted_metadata":{"next_client_secret":"@","next_client_secret":"other"})",
         R"({"next_client_secret":"\q","trusted_metadata":{"next_client_secret":"@"}})",
         R"({"next_client_secret":"@","trusted_metadata":{"@":"@"},"status":})",
         // the name without a colon
         R"({"trusted_metadata":{"a":["next_client_secret","@"]})",
         R"({"trusted_metadata":{"a":["next\u005fclient_secret","@"]})",
         R"({"trusted_metadata":{"name":"next_client_secret","value":"@"})",
         R"({"trusted_metadata":{"@":"next_client_secret"})", R"({"trusted_metadata":["next_client_secret","@"]}])",
         R"({"trusted_metadata":{"a":1,"next_client_secret","@"}})",
         R"({"trusted_metadata":{"next_client_secret" "@"}})", R"({"trusted_metadata":{"next_client_secret"="@"}})",
         R"({"m2m_client":{"trusted_metadata":{"name":"next_client_secret","value":"@"}})"});
}

/// Members that repeat the secret and are read, but not kept.
ResidueReport thrown_away() {
    std::vector<std::string> shapes;
    for (const char* member :
         {R"("scopes":["@",5])", R"("scopes":["a","@","@","@","@","@",{"@":"@"}])", R"("scopes":["@",])",
          R"("client_name":"a","client_name":"@")", R"("status":"a","\u0073tatus":"@")",
          R"("client_name":["@",{"@":1}])", R"("trusted_metadata":{"a":{"@":["@",{"@":"@"}]},"a":1})",
          R"("trusted_metadata":{"a":"@","\u0061":"b"})", R"("trusted_metadata":["@"])",
          R"("trusted_metadata":{},"trusted_metadata":{"@":"@"})"}) {
        shapes.push_back(std::string(R"({"next_client_secret":"@",)") + member + "}");
        shapes.push_back(std::string("{") + member + R"(,"next_client_secret":"@"})");
        shapes.push_back(R"({"m2m_client":)" + shapes.back() + "}");
    }
    return ask_shapes("what repeats the secret and is not kept", shapes);
}

/// The result outlives the search, so that only what was left on the way to it counts.
ResidueReport kept() {
    Question question("what repeats the secret and is kept");
    for (const std::size_t size : sizes()) {
        for (const char* member :
             {R"("scopes":["@","#"])", R"("scopes":["@","#","@","#","@","#","@","#","@"])",
              R"("trusted_metadata":{"@":1,"#":2,"@":"#"})", R"("trusted_metadata":{"a":["#",{"#":"@"}],"#":"#"})",
              R"("client_name":"#","status":"@")"}) {
            if (size < 8) continue;  // which a block may hold by chance
            const std::string secret = random_secret(size);
            const std::string shape = std::string(R"({"next_client_secret":"#",)") + member + "}";
            const std::string text = replaced(replaced(shape, '@', secret), '#', spell(secret, Spelling::escaped));
            stytch::m2m::ParseResult result;
            question.ask(secret, shape, [&] { result = stytch::m2m::parse(text); });
        }
    }
    return std::move(question).report();
}

/// The bodies of misplaced_bodies.hpp.
ResidueReport misplaced() {
    std::vector<std::string> shapes;
    const auto add = [&](const std::string& shape) { shapes.push_back(filled(shape, secret_member("@"))); };
    for (const std::string& wrapping : wrappings()) add(replaced(wrapping, '#', "$"));
    for (const auto* list :
         {&misplaced_in_client(), &misplaced_in_response(), &in_place(), &unbalanced(), &ambiguous()}) {
        for (const std::string& shape : *list) {
            add(shape);
            add("{\"m2m_client\":" + shape + "}");
        }
    }
    return ask_shapes("the secret in bodies that gateways and mixed-up calls make", shapes);
}

/// Texts of the envelope that quote the body's own secret, and an upstream's body in a string.
ResidueReport in_error() {
    std::vector<std::string> shapes;
    const std::string client = R"("m2m_client":{"next_client_secret":"@","status":"active"})";
    for (const char* name : {"error_message", "request_id", "error_type", "error_url"}) {
        for (const char* text : {"@", "refused: @.", R"(\u0072efused: @)", R"({\"next_client_secret\":\"@\"})",
                                 R"({\\\"next_client_secret\\\":\\\"@\\\"})"}) {
            const std::string member = '"' + std::string(name) + "\":\"" + text + '"';
            const std::string error = name == std::string("error_type") ? "" : R"("error_type":"a",)";
            shapes.push_back("{" + error + member + "," + client + "}");
            shapes.push_back("{" + client + "," + error + member + "}");
            shapes.push_back("{" + member + "," + client + "," + error + "}");
            shapes.push_back("{" + error + member + "," + client);
            shapes.push_back("{" + error + member + R"(,"details":{)" + client + "}}");
            if (member.find(":\\") != std::string::npos) shapes.push_back("{" + error + member + "}");
        }
    }
    return ask_shapes("texts of an error that quote the secret", shapes);
}

/// Digits without quotes are read as a number.
[[maybe_unused]] ResidueReport digits() {
    Question question("secrets of digits, with or without their quotes");
    const std::string pi = "31415926535897932384626433832795028841971693";
    std::string long_pi;
    while (long_pi.size() < 400) long_pi += pi;
    std::vector<std::string> shapes = wrong_shapes();
    for (const char* number : {"@e5", "@E+5", "@.5", "-@.5", "1.@", "1e@", "@x", "@\\", "0@", "+@"}) {
        for (const char* shape :
             {R"({"next_client_secret":#})", R"({"next_client_secret":#,"status":"active"})",
              R"({"next_client_secret":[#]})", R"({"next_client_secret":#")", R"({"a":{"next_client_secret":#}})",
              R"({"trusted_metadata":{"next_client_secret":#}})", R"({"m2m_client":{"next_client_secret":#}})"}) {
            shapes.push_back(replaced(shape, '#', number));
        }
    }
    for (const std::string& secret : {std::string("3141592653589793"), std::string("31415926,53589793"), pi, long_pi}) {
        for (const std::string& shape : shapes) {
            question.ask_text(secret, shape, [&](const std::string&) { return replaced(shape, '@', secret); });
        }
    }
    for (const char* text : {R"({"next_client_secret":31415926,5"})", R"({"next_client_secret":31415926 })"}) {
        question.ask_text("31415926", text, [&](const std::string&) { return text; });
    }
    return std::move(question).report();
}

ResidueReport wrong_shape() { return ask_shapes("the secret in the wrong shape", wrong_shapes()); }

}  // namespace

std::vector<ResidueReport> residue_of_shapes() {
    std::vector<ResidueReport> reports = {wrong_shape(), in_metadata(), thrown_away(), kept(), misplaced(), in_error()};
#ifdef __cpp_lib_to_chars
    // Without, std::num_get reads numbers, and libc++'s leaves copies of long ones.
    reports.push_back(digits());
#endif
    return reports;
}

}  // namespace proof
