// SPDX-License-Identifier: MIT
// Compares secrets whose bytes are marked as undefined, so that memcheck reports each branch and index that depends on
// them. The script constant_time runs every way of comparing that is named here.
#include <stytch/m2m/secret.hpp>

#include <valgrind/memcheck.h>

#include <cstddef>
#include <cstdio>
#include <cstring>
#include <string>
#include <string_view>

using stytch::m2m::Secret;

namespace {

using Compare = bool (*)(const Secret&, const Secret&);

bool by_operator(const Secret& lhs, const Secret& rhs) { return lhs == rhs; }
bool by_not_operator(const Secret& lhs, const Secret& rhs) { return lhs != rhs; }

// What the check must reject.

bool by_memcmp(const Secret& lhs, const Secret& rhs) {
    return std::memcmp(lhs.reveal().data(), rhs.reveal().data(), lhs.size()) == 0;
}
bool by_string_view(const Secret& lhs, const Secret& rhs) { return lhs.reveal() == rhs.reveal(); }
bool by_loop(const Secret& lhs, const Secret& rhs) {
    for (std::size_t i = 0; i < lhs.size(); ++i) {
        if (lhs.reveal()[i] != rhs.reveal()[i]) return false;
    }
    return true;
}
bool by_table(const Secret& lhs, const Secret& rhs) {
    static unsigned char volatile table[256] = {};
    unsigned char difference = 0;
    for (std::size_t i = 0; i < lhs.size(); ++i) {
        const auto index = static_cast<unsigned char>(lhs.reveal()[i] ^ rhs.reveal()[i]);
        difference = static_cast<unsigned char>(difference | table[index]);
    }
    return difference == 0;
}

struct Way {
    std::string_view name;
    Compare compare;
};
constexpr Way ways[] = {{"operator==", by_operator}, {"operator!=", by_not_operator},
                        {"memcmp", by_memcmp},       {"string_view", by_string_view},
                        {"loop", by_loop},           {"table", by_table}};

void undefine(const Secret& secret) {
    static_cast<void>(VALGRIND_MAKE_MEM_UNDEFINED(secret.reveal().data(), secret.size()));
}

}  // namespace

int main(int argc, char** argv) {
    const std::string_view wanted = argc == 2 ? argv[1] : "";
    // Through a volatile, so that the comparison is compiled as in a program, not folded into this loop.
    volatile Compare compare = nullptr;
    for (const Way& way : ways) {
        if (way.name == wanted) compare = way.compare;
    }
    if (compare == nullptr || RUNNING_ON_VALGRIND == 0) {
        std::puts("usage: valgrind constant_time WAY");
        return 2;
    }
    for (const std::size_t size : {1U, 7U, 8U, 15U, 16U, 17U, 31U, 32U, 33U, 44U, 64U, 200U}) {
        for (const std::size_t different : {size, size - 1, size / 2, std::size_t{0}}) {
            std::string text(size, 'a');
            const Secret lhs = text;
            if (different < size) text[different] = 'b';
            const Secret rhs = text;
            undefine(lhs);
            undefine(rhs);
            bool result = compare(lhs, rhs);
            static_cast<void>(VALGRIND_MAKE_MEM_DEFINED(&result, sizeof result));
            if (wanted != "table" && result != ((different == size) == (wanted != "operator!="))) {
                std::puts("wrong result");
                return 3;
            }
        }
    }
    return 0;
}
