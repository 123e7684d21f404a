# SPDX-License-Identifier: MIT
"""Reads llvm-cov's export and prints each branch that was never taken one of the two ways; fails if there are any.

Instantiations of a template count together. `if constexpr` is no branch: it is reported as taken neither way. Nor is
what would be the default of a switch over all enumerators: it is reported at the switch. Parser::fail() is never true.
"""
import collections
import json
import sys

untaken = 0
total = 0
for file in json.load(sys.stdin)["data"][0]["files"]:
    counts = collections.defaultdict(lambda: [0, 0])
    for line, column, _, _, taken, not_taken, *_ in file["branches"]:
        counts[line, column][0] += taken
        counts[line, column][1] += not_taken
    lines = open(file["filename"]).readlines()
    for (line, column), (taken, not_taken) in sorted(counts.items()):
        if lines[line - 1].lstrip().startswith("switch ("):
            continue
        if lines[line - 1][column - 1 :].startswith("fail("):
            continue
        total += 1
        if (taken == 0) != (not_taken == 0):
            untaken += 1
            print(f"{file['filename']}:{line}:{column}: never {'true' if taken == 0 else 'false'}")
print(f"{2 * total - untaken} of {2 * total} branches taken")
sys.exit(untaken > 0 or total == 0)
