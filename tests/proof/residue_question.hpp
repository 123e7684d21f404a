// SPDX-License-Identifier: MIT
// Finds out whether something leaves residue.
#pragma once

#include <stytch/m2m.hpp>

#include <cstddef>
#include <cstring>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bodies.hpp"
#include "counting_delete.hpp"
#include "residue.hpp"

namespace proof {

/// None of these occurs in a body, a location or a message.
inline constexpr std::string_view rare = "!#$%&*;<>?@^|~";
inline constexpr std::string_view upper_case = "ABCDEFGHIJKLMNOPQRSTUVWXYZ!#$%&*;<>?@^|~";

inline std::string random_secret(std::size_t size, std::mt19937& generator) {
    const std::string_view alphabet = size < 8 ? rare : upper_case;
    std::string secret;
    while (secret.size() < size) secret += alphabet[generator() % alphabet.size()];
    return secret;
}

inline std::string random_secret(std::size_t size) {
    static std::mt19937 generator(20240501);
    return random_secret(size, generator);
}

inline std::vector<std::size_t> sizes() {
    std::vector<std::size_t> sizes = {1, 2, 3, 7, 8, 9, 15, 16, 17, 22, 23, 24, 32, 44, 64, 127, 128, 200};
    if (!full()) return sizes;
    sizes.clear();
    for (std::size_t size = 1; size <= 200; ++size) sizes.push_back(size);
    return sizes;
}

/// Clears the stack that is about to be used: the test's own short strings were there, and the padding of objects moved
/// to the heap would contain them.
[[gnu::noinline]] inline void clear_stack() {
    char bytes[32768];
    static void* (*const volatile fill)(void*, int, std::size_t) = std::memset;
    fill(bytes, 0, sizeof bytes);
}

/// Whether `action` freed a block that contains 8 consecutive bytes of the secret, plain or as escapes.
template <class Action>
bool leaves_residue(std::string_view secret, Action&& action) {
    const std::string escaped = spell(secret, Spelling::escaped);
    counting::watch(secret);
    counting::watch(escaped, 8 * 6);
    clear_stack();
    action();
    return counting::unwatch() != 0;
}

inline void read(const std::string& text, bool as_envelope) {
    if (as_envelope) {
        const stytch::m2m::RotateStartResponse response = stytch::m2m::parse_rotate_start_response(text);
        static_cast<void>(response);
    } else {
        const stytch::m2m::ParseResult result = stytch::m2m::parse(text);
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

    /// Tests the text `make(secret)`. A secret shorter than a register may be in a block by chance: in the bytes of a
    /// pointer, or because a register was spilled to where a string later had its padding. So it counts only if eight
    /// bytes in its place are found as well.
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
    std::mt19937 chance_;  // separate, so that the cases do not depend on what is found
};

template <class Visit>
void for_each_layout(Visit&& visit) {
    for (const bool in_envelope : {false, true}) {
        for (const Place place : {Place::first, Place::last}) {
            for (const Spelling spelling : spellings) visit(spelling, place, in_envelope);
        }
    }
}

}  // namespace proof
