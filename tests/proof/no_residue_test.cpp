// SPDX-License-Identifier: MIT
// No block of the heap that was freed holds 8 consecutive bytes of a secret.
#include "catch.hpp"
#include "residue.hpp"

TEST_CASE("No residue: nothing of the secret is left in freed memory") {
    for (const proof::ResidueReport& report : proof::residue_reports()) {
        INFO(report.question << ": " << report.cases << " cases; the first: " << report.first);
        CHECK(report.residues == 0);
        CHECK(report.cases != 0);
    }
}
