// SPDX-License-Identifier: MIT
// A program may define serializers of its own for std::optional, and do so after it has included the library.
#include <stytch/m2m.hpp>
#include <stytch/m2m/fixtures.hpp>

#include <optional>
#include <string>

namespace nlohmann {

template <class T>
struct adl_serializer<std::optional<T>> {
    static void to_json(json& j, const std::optional<T>& value) { j = value.has_value() ? json(*value) : json(); }
    static void from_json(const json& j, std::optional<T>& value) { value.emplace(j.get<T>()); }
};
template <>
struct adl_serializer<std::optional<json>> {
    static void to_json(json& j, const std::optional<json>& value) { j = value.value_or(nullptr); }
    static void from_json(const json& j, std::optional<json>& value) { value.emplace(j); }
};

}  // namespace nlohmann

using namespace stytch::m2m;

int main() {
    const M2MClientWithNextClientSecret client = fixtures::sample_client();
    const nlohmann::json document = client;
    const nlohmann::json own = client.trusted_metadata;
    const bool same = document.get<M2MClientWithNextClientSecret>() == client &&
                      fixtures::differences(parse(serialize(client)).value(), client).empty();
    return same && own == client.trusted_metadata && redacted(client).contains("trusted_metadata") ? 0 : 1;
}
