// SPDX-License-Identifier: MIT
// Compiled only to measure the cost; does the same as hand_written.cpp, but with the library.
#include <stytch/m2m.hpp>

#include <string_view>

using Client = stytch::m2m::M2MClientWithNextClientSecret;

Client read_client(std::string_view text) { return stytch::m2m::parse(text).value(); }
nlohmann::json to_document(const Client& client) { return nlohmann::json(client); }
Client from_document(const nlohmann::json& document) { return document.get<Client>(); }
