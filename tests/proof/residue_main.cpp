// SPDX-License-Identifier: MIT
// The residue tests without the test framework: see residue_matrix.
#include <iostream>

#include "residue.hpp"

int main() {
    int failures = 0;
    for (const auto reports : {proof::residue_of_bodies, proof::residue_of_shapes, proof::residue_of_objects}) {
        for (const proof::ResidueReport& report : reports()) {
            std::cout << report.question << ": " << report.residues << " of " << report.cases << " leave residue";
            if (report.residues != 0) std::cout << "; the first: " << report.first;
            std::cout << '\n';
            failures += report.residues == 0 ? 0 : 1;
        }
    }
    return failures == 0 ? 0 : 1;
}
