// SPDX-License-Identifier: MIT
// Tries to break "Never left behind" without the test framework: see residue_matrix.
#include <iostream>

#include "residue.hpp"

int main() {
    bool all_right = true;
    for (const auto ask : {proof::ask_controls, proof::ask_for_residue, proof::ask_if_allocations_fail}) {
        const proof::Account account = ask();
        std::cout << account.question << ": " << account.wrong.count << " of " << account.attempts
                  << " attempts are wrong; the first: " << account.wrong.first << '\n';
        all_right = all_right && account.wrong.count == 0;
    }
    return all_right ? 0 : 1;
}
