// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include <stytch/m2m/secret.hpp>

namespace stytch::m2m::detail {

/// Wipes and empties a text at the end of a scope, however that ends.
class WipedText {
public:
    explicit WipedText(std::string& text) noexcept : text_(text) {}
    WipedText(const WipedText&) = delete;
    WipedText& operator=(const WipedText&) = delete;
    ~WipedText() { m2m::wipe(text_); }

private:
    std::string& text_;
};

}  // namespace stytch::m2m::detail
