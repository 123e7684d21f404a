// SPDX-License-Identifier: MIT
// Compiled only to measure the cost; does the same as with_library.cpp, but without the library.
#include "hand_written.hpp"

#include <string_view>

using hand_written::Client;

Client read_client(std::string_view text) { return hand_written::parse(text); }
nlohmann::json to_document(const Client& client) { return nlohmann::json(client); }
Client from_document(const nlohmann::json& document) { return document.get<Client>(); }
