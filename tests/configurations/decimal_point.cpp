// SPDX-License-Identifier: MIT
// Numbers are read alike whatever the program's or another thread's decimal point is: decimal_point LOCALE...
#include <stytch/m2m.hpp>

#include <locale.h>

#include <atomic>
#include <clocale>
#include <iostream>
#include <string>
#include <thread>

namespace {

bool reads(const std::string& number, double expected) {
    const auto result = stytch::m2m::parse("{\"trusted_metadata\":{\"a\":" + number + "}}");
    const auto& metadata = result.client.trusted_metadata;
    if (metadata.has_value() && metadata->at("a") == expected) return true;
    std::cerr << number << " was not read\n";
    return false;
}

bool reads_all() {
    return reads("1.5", 1.5) && reads("-12.25e-1", -1.225) && reads("15e-1", 1.5) &&
           reads("123456789012345678901.5", 123456789012345678901.5);
}

/// While another thread goes to and fro between `name` and the locale that it shares with this one.
bool reads_beside_thread(const char* name) {
    std::atomic<bool> running{false};
    std::atomic<bool> stopped{false};
    std::thread thread([&] {
        const locale_t own = newlocale(LC_ALL_MASK, name, nullptr);
        while (!stopped) {
            uselocale(own);
            static_cast<void>(std::localeconv());
            uselocale(LC_GLOBAL_LOCALE);
            static_cast<void>(std::localeconv());
            running = true;
        }
        freelocale(own);
    });
    while (!running) std::this_thread::yield();
    bool all = true;
    for (int i = 0; i < 20000; ++i) all = all && reads("1.5", 1.5);
    stopped = true;
    thread.join();
    return all;
}

}  // namespace

int main(int argc, char** argv) {
    bool all = argc > 1;
    for (int i = 1; i < argc; ++i) {
        all = all && reads_beside_thread(argv[i]);
        const bool set = std::setlocale(LC_ALL, argv[i]) != nullptr;
        const bool comma = set && std::string(".") != std::localeconv()->decimal_point;
        if (!comma) std::cerr << argv[i] << " is missing, or its decimal point is '.'\n";
        all = all && comma && reads_all();
        std::setlocale(LC_ALL, "C");
    }
    return all ? 0 : 1;
}
