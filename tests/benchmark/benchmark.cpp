// SPDX-License-Identifier: MIT
// Times the library against others and prints Markdown: benchmark_speed [ROUNDS]
//
// Everything that is compared runs once in each round, in random order, so that other load on the machine affects all
// of it. A ratio is the median of the rounds' ratios.
#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include "subjects.hpp"

namespace {

/// Not by Google Benchmark: Debian builds that with libstdc++, and this is to be measured with libc++ as well.
double nanoseconds(const Subject& timed, const Input& input) {
    timed.run(input);  // not timed: malloc may first have to clean up after 64 MiB of small blocks
    using Clock = std::chrono::steady_clock;
    const Clock::time_point began = Clock::now();
    Clock::duration passed{};
    double runs = 0;
    for (double next = 1; passed < std::chrono::milliseconds(10); next *= 2) {
        for (double i = 0; i < next; ++i) timed.run(input);
        runs += next;
        passed = Clock::now() - began;
    }
    return std::chrono::duration<double, std::nano>(passed).count() / runs;
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    const std::size_t half = values.size() / 2;
    return values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
}

/// The samples of one family, and the time that each subject took on each of them in each round.
class Measured {
public:
    Measured(const std::vector<Sample>& samples, std::size_t rounds) : samples_(samples), times_(samples.size()) {
        std::vector<Input> inputs;
        for (const Sample& sample : samples) {
            inputs.emplace_back(sample.text());
            sizes_.push_back(static_cast<double>(inputs.back().text.size()));
        }
        struct Job {
            std::size_t sample, subject;
        };
        std::vector<Job> jobs;
        for (std::size_t sample = 0; sample < samples.size(); ++sample) {
            for (std::size_t id = 0; id < subject_count; ++id) {
                if (subject(id).run != nullptr) jobs.push_back({sample, id});
            }
        }
        std::mt19937 random(1);
        for (std::size_t round = 0; round < rounds; ++round) {
            std::shuffle(jobs.begin(), jobs.end(), random);
            for (const Job& job : jobs) {
                times_[job.sample][job.subject].push_back(nanoseconds(subject(job.subject), inputs[job.sample]));
            }
        }
    }

    const std::vector<Sample>& samples() const { return samples_; }

    double ratio(std::size_t sample, std::size_t of, std::size_t against) const {
        return median(divided(times_[sample][of], times_[sample][against], 1));
    }
    /// Nanoseconds per byte of the last sample divided by those of the first.
    double growth(std::size_t of) const {
        return median(divided(times_.back()[of], times_.front()[of], sizes_.front() / sizes_.back()));
    }

private:
    static std::vector<double> divided(const std::vector<double>& dividends, const std::vector<double>& divisors,
                                       double factor) {
        std::vector<double> ratios;
        for (std::size_t i = 0; i < dividends.size(); ++i) ratios.push_back(dividends[i] / divisors[i] * factor);
        return ratios;
    }

    const std::vector<Sample>& samples_;
    std::vector<double> sizes_;
    std::vector<std::array<std::vector<double>, subject_count>> times_;
};

std::string cell(double ratio) {
    char text[32];
    std::snprintf(text, sizeof text, "%.3g", ratio);
    return text;
}

struct Comparison {
    SubjectId of, against;
};

const Comparison comparisons[] = {
    {parse, json_parse},
    {parse, json_by_hand},
    {parse, simdjson_struct},
    {parse, yyjson_struct},
    {serialize, json_dump},
    {validate, parse},
    {rotate_start_response, json_parse_body},
};

void print_table(const std::vector<const Measured*>& families) {
    std::cout << "\n| Time, as a ratio |";
    std::string line = "|---|";
    for (const Measured* family : families) {
        for (const Sample& sample : family->samples()) {
            std::cout << ' ' << sample.name << " |";
            line += "--:|";
        }
    }
    std::cout << '\n' << line << '\n';
    for (const Comparison& comparison : comparisons) {
        if (subject(comparison.against).run == nullptr) continue;
        std::cout << "| " << subject(comparison.of).name << " / " << subject(comparison.against).name << " |";
        for (const Measured* family : families) {
            for (std::size_t sample = 0; sample < family->samples().size(); ++sample) {
                std::cout << ' ' << cell(family->ratio(sample, comparison.of, comparison.against)) << " |";
            }
        }
        std::cout << '\n';
    }
}

}  // namespace

int main(int argc, char** argv) try {
    const auto rounds = static_cast<std::size_t>(argc > 1 ? std::stoul(argv[1]) : 41);
    // 64 MiB take seconds, a small text microseconds, so the former need fewer rounds and are less noisy.
    const std::size_t rounds_of_large = (rounds + 5) / 6;
    if (rounds == 0) throw std::invalid_argument("ROUNDS must not be 0");

    const Measured small(small_samples(), rounds);
    print_table({&small});
    const Measured scopes(scopes_samples(), rounds_of_large);
    const Measured metadata(metadata_samples(), rounds_of_large);
    print_table({&scopes, &metadata});

    std::cout << "\n| Time a byte at 64 MiB / at 64 KiB | scopes | metadata |\n|---|--:|--:|\n";
    for (const SubjectId id : {parse, serialize, validate, rotate_start_response, json_parse, json_dump}) {
        std::cout << "| " << subject(id).name << " | " << cell(scopes.growth(id)) << " | " << cell(metadata.growth(id))
                  << " |\n";
    }
} catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return EXIT_FAILURE;
}
