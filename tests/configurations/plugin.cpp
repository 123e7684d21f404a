// SPDX-License-Identifier: MIT
// A program catches by their types what a plugin throws that is built with hidden visibility. As a library, this file
// is the plugin, otherwise the program.
#include <stytch/m2m.hpp>

#include <exception>

[[gnu::visibility("default")]] void throw_from_plugin(bool stytch_error);

#ifdef PLUGIN
void throw_from_plugin(bool stytch_error) {
    if (stytch_error) throw stytch::m2m::StytchError(404, "", "m2m_client_not_found", "", "");
    throw stytch::m2m::ValidationError({});
}
#else
int main() {
    int caught = 0;
    try {
        throw_from_plugin(true);
    } catch (const stytch::m2m::StytchError&) {
        caught += 1;
    } catch (const std::exception&) {}
    try {
        throw_from_plugin(false);
    } catch (const stytch::m2m::ValidationError&) {
        caught += 2;
    } catch (const std::exception&) {}
    return caught == 3 ? 0 : 1;
}
#endif
