// SPDX-License-Identifier: MIT
// Ways to break a body.
#pragma once

#include <cstddef>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "bodies.hpp"

namespace proof {

/// How a body was broken, to describe a failure.
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
    std::size_t cuts_per_tail;  // each foreign tail follows a cut at every so many bytes
};

/// The bytes with a meaning in JSON and some that are never valid; at full length also every `step`th of all others.
inline Extent extent(int step = 3) {
    Extent extent{std::string("\"\\{}[],: 0u\0\x1F\x80\xC3", 15), full() ? 1U : 5U};
    for (int byte = 1; full() && byte < 256; byte += step) extent.bytes += static_cast<char>(byte);
    return extent;
}

inline const std::vector<std::string>& foreign_tails() {
    static const std::vector<std::string> tails = [] {
        std::vector<std::string> all = {
            "\"",   "}",   "]",  "}}", "\"}", "\"}}", "\"]}",         ",",  ",}",        ":",   ":1}", "\\",
            "\\\"", "\\u", "e5", " x", "1",   "\xFF", "\xEF\xBB\xBF", "{}", "{\"a\":1}", "[1]}"};
        for (const char* last : {"\"other\"}", "null}}"}) all.push_back(std::string(",\"next_client_secret\":") + last);
        all.insert(all.end(),
                   {std::string(1, '\0'), "<html>502</html>", std::string(200, '['), "," + std::string(200, '{')});
        return all;
    }();
    return tails;
}

/// Calls `visit(text, damage)` with every byte outside `spared` deleted or replaced with each of `bytes`, and with each
/// of these inserted at every place outside `spared`, including right before and right after it.
template <class Visit>
void for_each_damaged_byte(const std::string& text, Part spared, std::string_view bytes, Visit&& visit) {
    std::string broken;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (i >= spared.begin && i < spared.end) continue;
        broken.assign(text).erase(i, 1);
        visit(broken, Damage{"deleted", i});
        broken = text;
        for (const char byte : bytes) {
            if (byte == text[i]) continue;
            broken[i] = byte;
            visit(broken, Damage{"replaced", i, static_cast<unsigned char>(byte)});
        }
    }
    for (std::size_t i = 0; i <= text.size(); ++i) {
        if (i > spared.begin && i < spared.end) continue;
        broken.assign(text).insert(i, 1, ' ');
        for (const char byte : bytes) {
            broken[i] = byte;
            visit(broken, Damage{"inserted", i, static_cast<unsigned char>(byte)});
        }
    }
}

/// Calls `visit(text, damage)` for every cut and foreign tail at or after `from`.
template <class Visit>
void for_each_cut(const std::string& text, std::size_t from, const Extent& extent, Visit&& visit) {
    std::string broken;
    for (std::size_t i = from; i < text.size(); ++i) {
        broken.assign(text, 0, i);
        visit(broken, Damage{"cut", i});
        for (const std::string& tail : foreign_tails()) {
            if (i % extent.cuts_per_tail != 0) break;
            broken.assign(text, 0, i) += tail;
            visit(broken, Damage{"foreign tail", i});
        }
    }
    for (const std::string& tail : foreign_tails()) visit(text + tail, Damage{"foreign tail", text.size()});
}

/// Both of the above: all damage that leaves `spared` intact.
template <class Visit>
void for_each_damage(const std::string& text, Part spared, const Extent& extent, Visit&& visit) {
    for_each_cut(text, spared.end, extent, visit);
    for_each_damaged_byte(text, spared, extent.bytes, visit);
}

/// Deletes, replaces or inserts a byte at random.
inline void damage_byte(std::string& text, std::mt19937& random) {
    constexpr std::string_view telling("\"\"\\{}[],: 0u\0\x1F\xC3", 16);
    const char byte = random() % 2 == 0 ? telling[random() % telling.size()] : static_cast<char>(random() % 256);
    const std::size_t kind = random() % 3;
    const std::size_t at = random() % (text.size() + 1);
    if (kind == 0 && at < text.size()) text.erase(at, 1);
    if (kind == 1 && at < text.size()) text[at] = byte;
    if (kind == 2) text.insert(at, 1, byte);
}

/// Damages a byte, cuts, or repeats a part at random.
inline void damage(std::string& text, std::mt19937& random) {
    const std::size_t kind = random() % 12;
    if (kind > 1) return damage_byte(text, random);
    const std::size_t at = random() % (text.size() + 1);
    if (kind == 0) text.resize(at);
    if (kind == 1) text.insert(at, text.substr(random() % (at + 1), random() % 64));
}

}  // namespace proof
