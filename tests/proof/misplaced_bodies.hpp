// SPDX-License-Identifier: MIT
// Bodies in which the secret or something else is not where it belongs.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "bodies.hpp"

namespace proof {

/// Replaces each $ with a whole client and each @ with the secret's member.
inline std::string filled(const std::string& shape, const std::string& member) {
    return replaced(replaced(shape, '$', client_text("@", Place::middle)), '@', member);
}

/// A shape, and what is put in place of its %.
struct Family {
    const char* shape;
    std::vector<std::string> values;
};
inline std::vector<std::string> shapes_of(const std::vector<Family>& families) {
    std::vector<std::string> shapes;
    for (const Family& family : families) {
        for (const std::string& value : family.values) shapes.push_back(replaced(family.shape, '%', value));
    }
    return shapes;
}

/// What may be around any body; # is the body.
inline const std::vector<std::string> wrappings = shapes_of({
    {"%",
     {"data: #\n\n", "// comment\n#",
      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 512\r\n\r\n#",
      "HTTP/1.1 200 OK\r\nETag: \"33a64df5\"\r\nX-Quote: \"\r\n\r\n#", "1ff\r\n#\r\n0\r\n\r\n", "[#]", "[[#],{}]",
      "[{\"next_client_secret\":null},#]", "[#,#]", "{\"data\":#}", "{\"data\":{\"body\":[1,#,2]},\"client_id\":\"a\"}",
      "<html>{\"a\":#}</html>"}},
    {"%#",
     {")]}'\n", ")]}',", "while(1);", "x", "\"", ",", "}", "]", ":", "\\", "\xFF", std::string(1, '\0'),
      "\xEF\xBB\xBF\xEF\xBB\xBF", "{}\n", "null", "\"\"", "[", "{\"data\":"}},
});

/// Bodies meant for the other function, or with one value in another's place; $ is a client, @ the secret's member.
inline const std::vector<std::string> misplaced_in_response = shapes_of({
    {"%",
     {"$", R"({"data":{"m2m_client":$}})", R"({"client":$,"m2m_client":null})", R"({"client":$,"m2m_client":{}})",
      R"({"m2m_client":{"next_client_secret":null},"client":$})", R"({"m2m_client":[$]})",
      R"({"m2m_client":{"m2m_client":$}})", R"({"m2m_client":{"client_id":"a"},@})",
      R"({"m2m_cl\u0131ent":$,"status_code":200})", R"({"error_type":"internal","error_details":{"upstream":$}})",
      R"({"error_type":"","m2m_client":{"next_client_secret":""},"previous":$})"}},
    {R"({"m2m_client":%,"m2m_client":$})", {"null", "{}", "\"\"", "[]"}},
});
inline const std::vector<std::string> misplaced_in_client = shapes_of({
    {"%",
     {R"({"m2m_client":$})", R"({"trusted_metadata":{"tier":"gold",@}}})",
      R"({"status_code":200,"m2m_client":$,"request_id":"a"})", R"({"data":{"m2m_client":$}})",
      R"({"next_client_secret":["a"],@,"status":"active"})", R"({"next_client_secret":{@}})",
      R"({"trusted_metadata":{"tier":"gold",@})",
      R"({"trusted_metadata":{"tier":"gold","list":["next_client_secret"],@})", R"({"scopes":[@]})",
      R"({"scopes":["a",{@}],"client_id":"a"})"}},
    {R"({"next_client_secret":%,@})", {"null", "\"\"", R"("\q")", R"("\ud800")", "\"\xFF\"", "7", "{}"}},
});

/// A fault beside the secret's member, which is in its place, that costs another member or none.
inline const std::vector<std::string> beside_a_fault = shapes_of({
    {"{%}", {"@", "@,", "@\"", "@:", "@}", "@ @", "x@"}},
    {"%", {"{@"}},
    {R"({"status":"active",%})", {"x@", " :@", R"(,@,,"client_id":"a")"}},
    {"{%,@}", {"", ",,", "1:2", R"("a\q":1)", R"(client_name:"a")", "'client_name':'a'"}},
    {R"({"client_name"%,@})", {"", R"(,"a")", R"( "a")"}},
    {R"({"client_name":%,@})",
     {"", "x", "'x'", "nul", "undefined", "NaN", "01", "1 2", R"(\"a\")", "(1,2)", R"("a"b)", R"("a":"b")"}},
    {R"({"client_name":%,@})", {R"("the "big" one")", R"("the ""big""one")", R"(/* a, "b" */ 1)"}},
    {R"({"scopes":%,@})", {R"(["a",,"b"])", R"(["a" "b"])", "[a,'b']", R"("a","b")"}},
    {R"({"trusted_metadata":{%},@})", {R"("a":)", R"("a" 1)", "a:1"}},
});

/// A bracket too many, so that it is anyone's guess where the client ends.
inline const std::vector<std::string> unbalanced = shapes_of({
    {R"({"client_id":"a"%@})", {"},", "}}", ",}"}},
    {R"({"scopes":["a"%@})", {"]],", "]}],"}},
    {R"({"trusted_metadata":{"a":1%@})", {"]},"}},
    {R"({%,@,"status":"active"})", {R"("client_id":"a"}]})", R"("scopes":["a"]]])", R"("trusted_metadata":{"a":1}}})"}},
    {R"($}{"a":%}{$)", {"1"}},
});

/// Two secrets that differ.
inline std::vector<std::string> ambiguous() {
    std::vector<std::string> shapes;
    for (const char* shape :
         {"[{@},{%}]", "x{@}{%}", "x{%}{@}", R"({"a":{@},"b":{%}})", R"({"a":[{@},{@},{%}]})",
          R"({"trusted_metadata":{@,"a":{%}})", R"({}{"a":1,@}{"a":1,%)", R"({"client_id":"a"]]}{"k":[{"a":1,@}],%)",
          R"({"trusted_metadata":{@},"client_id":"a",%,})"}) {
        shapes.push_back(replaced(shape, '%', secret_member("other")));
    }
    return shapes;
}

/// All of these but the last kind, with `member` as the secret's member.
inline std::vector<std::string> misplaced_texts(const std::string& member) {
    std::vector<std::string> texts;
    for (const std::string& wrapping : wrappings) {
        for (const char* inside : {"$", R"({"request_id":"a","m2m_client":$})"}) {
            texts.push_back(filled(replaced(wrapping, '#', inside), member));
        }
    }
    for (const auto* shapes : {&misplaced_in_client, &misplaced_in_response, &beside_a_fault, &unbalanced}) {
        for (const std::string& shape : *shapes) {
            texts.push_back(filled(shape, member));
            texts.push_back(filled("{\"m2m_client\":" + shape + "}", member));
            texts.push_back(filled("{\"status_code\":,\"m2m_client\":" + shape + ",\"request_id\":'a'}", member));
        }
    }
    return texts;
}

}  // namespace proof
