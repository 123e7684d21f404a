// SPDX-License-Identifier: MIT
// Bodies in which the secret or something else is not where it belongs.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "bodies.hpp"

namespace proof {

/// Replaces each `mark`.
inline std::string replaced(std::string shape, char mark, std::string_view text) {
    for (std::size_t at = 0; (at = shape.find(mark, at)) != std::string::npos; at += text.size()) {
        shape.replace(at, 1, text);
    }
    return shape;
}

/// Replaces each $ with a whole client and each @ with the secret's member.
inline std::string filled(const std::string& shape, const std::string& member) {
    return replaced(replaced(shape, '$', client_text("@", Place::middle)), '@', member);
}

/// What may be around any body; # is the body.
inline const std::vector<std::string>& wrappings() {
    static const std::vector<std::string> shapes = {
        ")]}'\n#",
        ")]}',#",
        "while(1);#",
        "x#",
        "\"#",
        ",#",
        "}#",
        "]#",
        ":#",
        "\\#",
        "\xFF#",
        std::string("\0#", 2),
        "\xEF\xBB\xBF\xEF\xBB\xBF#",
        "data: #\n\n",
        "// comment\n#",
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 512\r\n\r\n#",
        "HTTP/1.1 200 OK\r\nETag: \"33a64df5\"\r\nX-Quote: \"\r\n\r\n#",
        "1ff\r\n#\r\n0\r\n\r\n",
        "{}\n#",
        "null#",
        "\"\"#",
        "[#]",
        "[#",
        "[[#],{}]",
        "[{\"next_client_secret\":null},#]",
        "[#,#]",
        "{\"data\":#}",
        "{\"data\":#",
        "{\"data\":{\"body\":[1,#,2]},\"client_id\":\"a\"}",
        "<html>{\"a\":#}</html>",
    };
    return shapes;
}

/// Bodies meant for the other function, or with one value in another's place; $ is a client, @ the secret's member.
inline const std::vector<std::string>& misplaced_in_response() {
    static const std::vector<std::string> shapes = {
        "$",
        R"({"data":{"m2m_client":$}})",
        R"({"client":$,"m2m_client":null})",
        R"({"client":$,"m2m_client":{}})",
        R"({"m2m_client":{"next_client_secret":null},"client":$})",
        R"({"m2m_client":[$]})",
        R"({"m2m_client":{"m2m_client":$}})",
        R"({"m2m_client":null,"m2m_client":$})",
        R"({"m2m_client":{},"m2m_client":$})",
        R"({"m2m_client":"","m2m_client":$})",
        R"({"m2m_client":[],"m2m_client":$})",
        R"({"m2m_client":{"client_id":"a"},@})",
        R"({"m2m_cl\u0131ent":$,"status_code":200})",
        R"({"error_type":"internal","error_details":{"upstream":$}})",
        R"({"error_type":"","m2m_client":{"next_client_secret":""},"previous":$})",
    };
    return shapes;
}
inline const std::vector<std::string>& misplaced_in_client() {
    static const std::vector<std::string> shapes = {
        R"({"m2m_client":$})",
        R"({"trusted_metadata":{"tier":"gold",@}}})",
        R"({"status_code":200,"m2m_client":$,"request_id":"a"})",
        R"({"data":{"m2m_client":$}})",
        R"({"next_client_secret":null,@})",
        R"({"next_client_secret":"",@})",
        R"({"next_client_secret":"\q",@})",
        R"({"next_client_secret":"\ud800",@})",
        "{\"next_client_secret\":\"\xFF\",@}",
        R"({"next_client_secret":7,@})",
        R"({"next_client_secret":{},@})",
        R"({"next_client_secret":["a"],@,"status":"active"})",
        R"({"next_client_secret":{@}})",
        R"({"trusted_metadata":{"tier":"gold",@})",
        R"({"trusted_metadata":{"tier":"gold","list":["next_client_secret"],@})",
        R"({"scopes":[@]})",
        R"({"scopes":["a",{@}],"client_id":"a"})",
    };
    return shapes;
}

/// A fault before the secret's member, which is in its place, that costs another member or none.
inline const std::vector<std::string>& in_place() {
    static const std::vector<std::string> shapes = {
        R"({@})",
        R"({@)",
        R"({@,)",
        R"({@"})",
        R"({@:})",
        R"({@}})",
        R"({@ @})",
        R"({"client_name":,@})",
        R"({"client_name":'x',@})",
        R"({"client_name":"the "big" one",@})",
        R"({"client_name":"the ""big""one",@})",
        R"({"client_name":"a"b,@})",
        R"({"client_name":"a":"b",@})",
        R"({"client_name":x,@})",
        R"({"client_name":nul,@})",
        R"({"client_name":undefined, @, "status":"active"})",
        R"({"client_name":NaN,@})",
        R"({"client_name":01,@})",
        R"({"client_name":1 2,@})",
        R"({"client_name":\"a\",@})",
        R"({"client_name","a",@})",
        R"({"client_name" "a",@})",
        R"({"client_name",@})",
        R"({client_name:"a",@})",
        R"({'client_name':'a',@})",
        R"({1:2,@})",
        R"({,@})",
        R"({,,,@})",
        R"({"a\q":1,@})",
        R"({"scopes":["a",,"b"],@})",
        R"({"scopes":["a" "b"],@})",
        R"({"scopes":[a,'b'],@})",
        R"({"scopes":"a","b",@})",
        R"({"trusted_metadata":{"a":},@})",
        R"({"trusted_metadata":{"a" 1},@})",
        R"({"trusted_metadata":{a:1},@})",
        R"({"x":(1,2),@})",
        R"({"x":/* a, "b" */ 1,@})",
        R"({"status":"active",,@,,"client_id":"a"})",
        R"({"status":"active",x@})",
        R"({"status":"active", :@})",
        R"({x@})",
    };
    return shapes;
}

/// A bracket too many, so that it is anyone's guess where the client ends.
inline const std::vector<std::string>& unbalanced() {
    static const std::vector<std::string> shapes = {
        R"({"client_id":"a"},@})",
        R"({"client_id":"a"}}@})",
        R"({"client_id":"a",}@})",
        R"({"client_id":"a"}]},@,"status":"active"})",
        R"({"scopes":["a"]],@})",
        R"({"scopes":["a"]]],@,"status":"active"})",
        R"({"scopes":["a"]}],@})",
        R"({"trusted_metadata":{"a":1]},@})",
        R"({"trusted_metadata":{"a":1}}},@,"status":"active"})",
        R"($}{"a":1}{$)",
    };
    return shapes;
}

/// Two secrets that differ.
inline const std::vector<std::string>& ambiguous() {
    static const std::vector<std::string> shapes = {
        R"([{@},{"next_client_secret":"other"}])",
        R"(x{@}{"next_client_secret":"other"})",
        R"(x{"next_client_secret":"other"}{@})",
        R"({"a":{@},"b":{"next_client_secret":"other"}})",
        R"({"a":[{@},{@},{"next_client_secret":"other"}]})",
        R"({"trusted_metadata":{@,"a":{"next_client_secret":"other"}})",
        R"({}{"a":1,@}{"a":1,"next_client_secret":"other")",
        R"({"client_id":"a"]]}{"k":[{"a":1,@}],"next_client_secret":"other")",
        R"({"trusted_metadata":{@},"client_id":"a","next_client_secret":"other",})",
    };
    return shapes;
}

/// All of these but the last kind, with `member` as the secret's member.
inline std::vector<std::string> misplaced_texts(const std::string& member) {
    std::vector<std::string> texts;
    for (const std::string& wrapping : wrappings()) {
        for (const char* inside : {"$", R"({"request_id":"a","m2m_client":$})"}) {
            texts.push_back(filled(replaced(wrapping, '#', inside), member));
        }
    }
    for (const auto* shapes : {&misplaced_in_client(), &misplaced_in_response(), &in_place(), &unbalanced()}) {
        for (const std::string& shape : *shapes) {
            texts.push_back(filled(shape, member));
            texts.push_back(filled("{\"m2m_client\":" + shape + "}", member));
            texts.push_back(filled("{\"status_code\":,\"m2m_client\":" + shape + ",\"request_id\":'a'}", member));
        }
    }
    return texts;
}

inline std::vector<std::string> ambiguous_texts(const std::string& member) {
    std::vector<std::string> texts;
    for (const std::string& shape : ambiguous()) texts.push_back(filled(shape, member));
    return texts;
}

}  // namespace proof
