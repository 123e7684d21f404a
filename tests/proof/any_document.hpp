// SPDX-License-Identifier: MIT
// Documents for RapidCheck: valid clients, and variations of them.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include <rapidcheck.h>
#include <nlohmann/json.hpp>

#include "engine.hpp"

namespace proof {

inline int below(int end) { return *rc::gen::inRange(0, end); }
inline bool one_in(int count) { return below(count) == count - 1; }

template <class T>
T one_of(const std::vector<T>& values) {
    return values[static_cast<std::size_t>(below(static_cast<int>(values.size())))];
}

inline std::string any_text() {
    static const std::vector<std::string> pieces = {
        "a",      "Z",      "-_",     "0",      "\"",     "\\",     "/",          "\b\f\n\r\t", "\x01",
        "\x1F",   " ",      "\x7F",   "{}",     "[\"],",  ",",      ":",          "\u0080",     "\u07FF",
        "\u00e9", "\u20ac", "\u2028", "\uD7FF", "\uE000", "\uFFFF", "\U0001F511", "\U0010FFFF"};
    std::string text = one_in(20) ? std::string(1, '\0') : "";
    for (int count = below(5); count > 0; --count) text += one_of(pieces);
    if (one_in(20)) text.append(60, 'l');  // not to be kept in the string object itself
    return text;
}

inline json any_value(int levels) {
    switch (below(levels > 0 ? 9 : 6)) {
        case 0: return nullptr;
        case 1: return one_in(2);
        case 2: return below(2000) - 1000;
        case 3:
            return one_of<json>(
                {*rc::gen::arbitrary<double>(), 5e-324, 18446744073709551615U, -9223372036854775807 - 1});
        case 4: return "";
        case 5: return any_text();
        case 6: {
            json array = json::array();
            for (int count = below(4); count > 0; --count) array.push_back(any_value(levels - 1));
            return array;
        }
        default: {
            json object = json::object();
            for (int count = below(4); count > 0; --count) object[any_text()] = any_value(levels - 1);
            return object;
        }
    }
}

inline json any_scopes() {
    json scopes = json::array();
    for (int count = below(4); count > 0; --count) scopes.push_back(any_text());
    return scopes;
}

inline json valid_document() {
    json document = {{"client_id", any_text() + "-1"},
                     {"next_client_secret", any_text() + "DzJj"},
                     {"client_name", any_text()},
                     {"client_description", any_text()},
                     {"status", one_in(2) ? "inactive" : "active"},
                     {"scopes", any_scopes()},
                     {"client_secret_last_four", any_text()}};
    if (const int presence = below(3); presence > 0) {
        document["trusted_metadata"] = presence == 1 ? json(nullptr) : json{{any_text(), any_value(3)}};
    }
    if (const int presence = below(3); presence > 0) {
        document["next_client_secret_last_four"] = presence == 1 ? json(nullptr) : json(any_text());
    }
    return document;
}

inline void damage(json& document) {
    static const std::vector<std::string> names(client_members.begin(), client_members.end());
    const std::string name = one_in(8) ? any_text() + "x" : one_of(names);
    switch (below(8)) {
        case 0: document.erase(name); break;
        case 1: document[name] = any_value(2); break;
        case 2: document[name] = nullptr; break;
        case 3:
            document[one_in(2) ? names[static_cast<std::size_t>(below(2))] : name] =
                one_of<json>({"", json::array(), json::object()});
            break;
        case 4:
            document["scopes"] = any_scopes();
            document["scopes"].push_back(any_value(2));
            document["scopes"].push_back(any_text());
            break;
        case 5:
            document["status"] = one_of<std::string>(
                {"", "Active", "active ", "ACTIVE", "pending", "inactiv", "in", "active\n", "inactive", any_text()});
            break;
        case 6: document[any_text() + "_"] = any_value(3); break;
        default: document["trusted_metadata"] = {{any_text(), any_value(4)}};
    }
}

inline json any_document() {
    if (one_in(50)) return any_value(2);
    json document = valid_document();
    for (int count = std::max(0, below(6) - 2); count > 0; --count) damage(document);
    return document;
}

}  // namespace proof
