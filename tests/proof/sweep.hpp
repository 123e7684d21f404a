// SPDX-License-Identifier: MIT
// Asks a question of bodies, and of what damage makes of them.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <utility>

#include "bodies.hpp"
#include "catch.hpp"
#include "damage.hpp"

namespace proof {

class Sweep {
public:
    /// Returns what is wrong with the result for a text, or null.
    using Question = std::function<const char*(const std::string& text)>;

    explicit Sweep(Question question) : question_(std::move(question)) {}

    void ask(const std::string& text, const std::string& description, const Damage& damage = {"nothing", 0}) {
        ++bodies_;
        const char* const wrong = question_(text);
        if (wrong != nullptr) failures_.add(description + ", " + damage.description() + ": " + wrong);
    }
    /// Asks of a body, and of what damage outside of `spared` makes of it.
    void ask_damaged(const Body& body, Part spared, const Extent& extent = proof::extent()) {
        ask(body.text, body.description);
        for_each_damage(body.text, spared, extent,
                        [&](const std::string& text, const Damage& damage) { ask(text, body.description, damage); });
    }
    /// Asks of what damage to the bytes of `part` makes of a body.
    void ask_damaged_part(const Body& body, Part part) {
        const std::string before = body.text.substr(0, part.begin);
        const std::string behind = body.text.substr(part.end);
        const std::string whole = body.text.substr(part.begin, part.end - part.begin);
        for_each_damaged_byte(whole, {}, extent().bytes, [&](const std::string& broken, const Damage& damage) {
            ask(before + broken + behind, body.description + ", a part", damage);
        });
    }
    /// Fails if something was wrong, or if fewer than `least` bodies were asked about.
    void check(std::size_t least) const {
        INFO(bodies_ << " bodies, " << failures_.count << " wrong, the first: " << failures_.first);
        CHECK(failures_.count == 0);
        CHECK(bodies_ >= least);
    }

private:
    Question question_;
    std::size_t bodies_ = 0;
    Failures failures_;
};

}  // namespace proof
