// SPDX-License-Identifier: MIT
// Counts allocations and the most bytes allocated at once, and prints Markdown. Not part of benchmark_speed, since
// counting slows down what is counted.
#include <cstddef>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <string>
#include <vector>

#include "allocations.hpp"
#include "subjects.hpp"

namespace {

Allocations count(void (*run)(const Input&), const Input& input) {
    run(input);  // one-time setup is not a cost of each call
    const Allocations before = allocations;
    allocations.peak = before.bytes;
    run(input);
    return {allocations.number - before.number, allocations.bytes - before.bytes, allocations.peak - before.bytes};
}

std::string amount(std::size_t bytes) {
    if (bytes < 10 * 1024) return std::to_string(bytes) + " B";
    if (bytes < 10 * 1024 * 1024) return std::to_string(bytes / 1024) + " KiB";
    return std::to_string(bytes / 1024 / 1024) + " MiB";
}

void print_table(const std::vector<Sample>& samples) {
    std::vector<Input> inputs;
    std::string line = "|---|";
    std::cout << "\n| Allocations, peak |";
    for (const Sample& sample : samples) {
        inputs.emplace_back(sample.text());
        std::cout << ' ' << sample.name << " |";
        line += "--:|";
    }
    std::cout << '\n' << line << '\n';
    for (std::size_t id = 0; id < subject_count; ++id) {
        std::cout << "| " << subject(id).name << " |";
        for (const Input& input : inputs) {
            const Allocations made = count(subject(id).counted, input);
            std::cout << ' ' << made.number;
            // A copy takes what the members themselves need.
            // No target for metadata, for which the engine may need more.
            if (id == parse && input.client.trusted_metadata == nlohmann::json::object() &&
                &samples == &small_samples()) {
                const std::size_t needed = count(subject(copy).counted, input).number;
                std::cout << " (<= " << needed << (made.number <= needed ? " ok)" : " MISSED)");
            }
            std::cout << ", " << amount(made.peak) << " |";
        }
        std::cout << '\n';
    }
}

}  // namespace

int main() try {
    print_table(small_samples());
    print_table(scopes_samples());
    print_table(metadata_samples());
} catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return EXIT_FAILURE;
}
