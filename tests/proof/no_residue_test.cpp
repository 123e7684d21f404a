// SPDX-License-Identifier: MIT
// Tries to break "Never left behind": no freed heap block holds 8 consecutive bytes of a secret.
#include "catch.hpp"
#include "residue.hpp"

TEST_CASE("Freed memory holds nothing of a secret, whatever the text and whatever is done with it") {
    const proof::Account account = proof::ask_for_residue();
    INFO(account.wrong.count << " of " << account.attempts << " are wrong, the first: " << account.wrong.first);
    CHECK(account.wrong.count == 0);
    CHECK(account.attempts > 100000);
}

TEST_CASE("What leaves something of a secret behind, swallows a failure or loses its target is found") {
    const proof::Account account = proof::ask_controls();
    INFO(account.wrong.first);
    CHECK(account.wrong.count == 0);
}
