// SPDX-License-Identifier: MIT
// Independent of the test framework, so that it can be built with a standard library that the framework was not built
// for.
#pragma once

#include <string>
#include <vector>

namespace proof {

struct ResidueReport {
    std::string question;
    unsigned long cases = 0;
    unsigned long residues = 0;
    std::string first;  ///< The first case with residue; contains nothing of the secret.
};

// Each counts the cases in which a freed block contained a piece of a secret.
std::vector<ResidueReport> residue_of_bodies();
std::vector<ResidueReport> residue_of_shapes();
std::vector<ResidueReport> residue_of_objects();

}  // namespace proof
