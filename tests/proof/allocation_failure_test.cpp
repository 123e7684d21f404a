// SPDX-License-Identifier: MIT
// Tries to break "Never lost" and "Never left behind" by making each allocation fail, alone or with all that follow.
#include "catch.hpp"
#include "residue.hpp"

TEST_CASE("If memory runs out, std::bad_alloc is thrown, and no secret is lost or left in freed memory") {
    const proof::Account account = proof::ask_if_allocations_fail();
    INFO(account.wrong.count << " of " << account.attempts << " are wrong, the first: " << account.wrong.first);
    CHECK(account.wrong.count == 0);
    CHECK(account.attempts > 20000);
}
