// SPDX-License-Identifier: MIT
// No freed heap block contains 8 consecutive bytes of a secret.
#include <vector>

#include "catch.hpp"
#include "residue.hpp"

static void check(const std::vector<proof::ResidueReport>& reports) {
    for (const proof::ResidueReport& report : reports) {
        INFO(report.question << ": " << report.cases << " cases; the first: " << report.first);
        CHECK(report.residues == 0);
        CHECK(report.cases != 0);
    }
}

TEST_CASE("No residue: of bodies that are whole, refused or damaged") { check(proof::residue_of_bodies()); }
TEST_CASE("No residue: of secrets in the wrong shape or place") { check(proof::residue_of_shapes()); }
TEST_CASE("No residue: of Secrets and clients") { check(proof::residue_of_objects()); }
