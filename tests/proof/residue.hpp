// SPDX-License-Identifier: MIT
// Tries to break "Never left behind" and, if memory runs out, "Never lost". Independent of the test framework, so that
// it can be built with a standard library that the framework was not built for.
#pragma once

#include <cstddef>
#include <functional>
#include <new>
#include <optional>
#include <string>
#include <utility>

#include "bodies.hpp"
#include "counting_delete.hpp"

namespace proof {

/// Which allocations fail once so many have succeeded: counting::fail_after or fail_from.
using Fail = void (*)(std::size_t);

/// One attempt at what a case does.
class Attempt {
public:
    Attempt(std::string secret, Fail fail, std::size_t count)
        : secret_(std::move(secret)), escaped_(spell(secret_, Spelling::escaped)), fail_(fail), count_(count) {}

    /// Searches the memory that `action` and, unless `keep` says otherwise, the destruction of its result free. If an
    /// allocation failed, also asks whether what must not be changed is `unchanged`.
    template <class Action, class Unchanged>
    void run(Action&& action, Unchanged&& unchanged) {
        std::optional<decltype(action())> result;
        begin();
        try {
            result.emplace(action());
        } catch (const std::bad_alloc&) {}
        const bool threw = !result.has_value();
        // Destroying metadata allocates.
        failed = fail_ != nullptr && counting::stop_failing();
        if (!keep) result.reset();
        if (counting::unwatch() != 0) wrong = "residue";
        if (threw != failed) wrong = "an allocation failed, but nothing was thrown";
        if (threw && !unchanged()) wrong = "an allocation failed, and something was changed";
    }

    bool keep = false;            ///< Whether the result repeats the secret where it may.
    bool failed = false;          ///< Whether an allocation failed.
    const char* wrong = nullptr;  ///< What is wrong, if anything.

private:
    void begin() const;

    std::string secret_;
    std::string escaped_;
    Fail fail_;
    std::size_t count_;
};

/// Something that is done with a secret.
struct Case {
    std::string name;
    std::string secret;
    std::function<void(Attempt&)> attempt;  ///< Prepares it, and runs it once.
    /// Whether memory may run out for good. It may not where nlohmann_json destroys a value on the way: that allocates,
    /// and so would end the program.
    bool may_run_out = false;
};
using Visit = std::function<void(const Case&)>;

/// The list of cases with this secret.
void for_each_case(const std::string& secret, const Visit& visit);
/// What reading does with each way to damage a body: too many to make every allocation fail.
void for_each_damaged_body(const std::string& secret, const Visit& visit);
/// Cases that do what none may do.
void for_each_control(const std::string& secret, const Visit& visit);

struct Account {
    std::string question;
    std::size_t attempts = 0;
    Failures wrong{};
};

/// No freed heap block holds 8 consecutive bytes of the secret, verbatim or escaped.
Account ask_for_residue();
/// Nor does one if an allocation fails; then, std::bad_alloc is thrown, nothing leaks, and nothing was changed.
Account ask_if_allocations_fail();
/// Both questions find out that the controls are wrong.
Account ask_controls();

}  // namespace proof
