// SPDX-License-Identifier: MIT
// Asks whether a case breaks "Never left behind" or, if memory runs out, "Never lost".
#include "residue.hpp"

#include <cstring>
#include <string>
#include <vector>

namespace proof {
namespace {

/// Clears the stack that is about to be used: the test's own short strings were there, and the padding of objects moved
/// to the heap would contain them.
[[gnu::noinline]] void clear_stack() {
    char bytes[32768];
    static void* (*const volatile fill)(void*, int, std::size_t) = std::memset;
    fill(bytes, 0, sizeof bytes);
}

/// In capitals, which occur in nothing else.
std::string secret_of(std::size_t size) {
    std::string secret;
    while (secret.size() < size) secret += static_cast<char>('A' + secret.size() * 7 % 26);
    return secret;
}

/// Around the limits up to which the standard libraries keep a string inside its object, and larger ones.
std::vector<std::size_t> sizes() {
    std::vector<std::size_t> sizes = {8, 15, 16, 22, 23, 44, 200};
    for (std::size_t size = 9; full() && size < 200; ++size) sizes.push_back(size);
    return sizes;
}

/// Returns whether an allocation failed.
bool attempt(const Case& subject, Fail fail, std::size_t count, Account& account) {
    Attempt attempt(subject.secret, fail, count);
    const std::size_t live = counting::live_blocks();
    subject.attempt(attempt);
    // The first attempt may be the first to use something that the standard library keeps, such as a locale.
    const bool leaks = fail != nullptr && counting::live_blocks() != live;
    const char* const wrong = leaks ? "a leak" : attempt.wrong;
    ++account.attempts;
    if (wrong != nullptr) {
        account.wrong.add(subject.name + ", secret of " + std::to_string(subject.secret.size()) + " bytes, after " +
                          std::to_string(count) + " allocations: " + wrong);
    }
    return attempt.failed;
}

void attempt_each_failure(const Case& subject, Account& account) {
    attempt(subject, nullptr, 0, account);
    for (const Fail fail : {counting::fail_after, counting::fail_from}) {
        if (fail == counting::fail_from && !subject.may_run_out) continue;
        for (std::size_t count = 0; attempt(subject, fail, count, account);) ++count;
    }
}

}  // namespace

void Attempt::begin() const {
    counting::watch(secret_);
    counting::watch(escaped_);
    clear_stack();
    if (fail_ != nullptr) fail_(count_);
}

Account ask_for_residue() {
    Account account{"residue"};
    const auto ask = [&](const Case& subject) { attempt(subject, nullptr, 0, account); };
    for (const std::size_t size : sizes()) for_each_case(secret_of(size), ask);
    for_each_damaged_body(secret_of(44), ask);
    return account;
}

Account ask_if_allocations_fail() {
    Account account{"failing allocations"};
    for (const std::size_t size : {12U, 44U}) {
        for_each_case(secret_of(size), [&](const Case& subject) { attempt_each_failure(subject, account); });
    }
    return account;
}

Account ask_controls() {
    Account account{"controls"};
    for (const std::size_t size : sizes()) {
        for_each_control(secret_of(size), [&](const Case& subject) {
            Account found;
            attempt_each_failure(subject, found);
            account.attempts += found.attempts;
            if (found.wrong.count == 0) account.wrong.add(subject.name + ": found nothing wrong");
        });
    }
    return account;
}

}  // namespace proof
