// SPDX-License-Identifier: MIT
// What quicktype 26 makes of tests/schema.json with --lang c++ --top-level Client --namespace generated --no-boost.
//  To parse this JSON data, first install
//
//      json.hpp  https://github.com/nlohmann/json
//
//  Then include this file, and then do
//
//     Client data = nlohmann::json::parse(jsonString);

#pragma once

#include <optional>
#include <nlohmann/json.hpp>

#include <optional>
#include <stdexcept>
#include <regex>

#ifndef NLOHMANN_OPT_HELPER
#define NLOHMANN_OPT_HELPER
namespace nlohmann {
    template <typename T>
    struct adl_serializer<std::shared_ptr<T>> {
        static void to_json(json & j, const std::shared_ptr<T> & opt) {
            if (!opt) j = nullptr; else j = *opt;
        }

        static std::shared_ptr<T> from_json(const json & j) {
            if (j.is_null()) return std::shared_ptr<T>(); else return std::make_shared<T>(j.get<T>());
        }
    };
    template <typename T>
    struct adl_serializer<std::optional<T>> {
        static void to_json(json & j, const std::optional<T> & opt) {
            if (!opt) j = nullptr; else j = *opt;
        }

        static std::optional<T> from_json(const json & j) {
            if (j.is_null()) return std::optional<T>(); else return std::make_optional<T>(j.get<T>());
        }
    };
}
#endif

namespace generated {
    using nlohmann::json;

    #ifndef NLOHMANN_UNTYPED_generated_HELPER
    #define NLOHMANN_UNTYPED_generated_HELPER
    inline json get_untyped(const json & j, const char * property) {
        if (j.find(property) != j.end()) {
            return j.at(property).get<json>();
        }
        return json();
    }

    inline json get_untyped(const json & j, std::string property) {
        return get_untyped(j, property.data());
    }
    #endif

    #ifndef NLOHMANN_OPTIONAL_generated_HELPER
    #define NLOHMANN_OPTIONAL_generated_HELPER
    template <typename T>
    inline std::shared_ptr<T> get_heap_optional(const json & j, const char * property) {
        auto it = j.find(property);
        if (it != j.end() && !it->is_null()) {
            return j.at(property).get<std::shared_ptr<T>>();
        }
        return std::shared_ptr<T>();
    }

    template <typename T>
    inline std::shared_ptr<T> get_heap_optional(const json & j, std::string property) {
        return get_heap_optional<T>(j, property.data());
    }
    template <typename T>
    inline std::optional<T> get_stack_optional(const json & j, const char * property) {
        auto it = j.find(property);
        if (it != j.end() && !it->is_null()) {
            return j.at(property).get<std::optional<T>>();
        }
        return std::optional<T>();
    }

    template <typename T>
    inline std::optional<T> get_stack_optional(const json & j, std::string property) {
        return get_stack_optional<T>(j, property.data());
    }
    #endif

    class Client {
        public:
        Client() = default;
        virtual ~Client() = default;

        private:
        std::string client_description;
        std::string client_id;
        std::string client_name;
        std::string client_secret_last_four;
        std::string next_client_secret;
        std::optional<std::string> next_client_secret_last_four;
        std::vector<std::string> scopes;
        std::string status;
        std::optional<std::map<std::string, nlohmann::json>> trusted_metadata;

        public:
        /**
         * A human-readable description for the client.
         */
        const std::string & get_client_description() const { return client_description; }
        std::string & get_mutable_client_description() { return client_description; }
        void set_client_description(const std::string & value) { this->client_description = value; }

        /**
         * The ID of the client.
         */
        const std::string & get_client_id() const { return client_id; }
        std::string & get_mutable_client_id() { return client_id; }
        void set_client_id(const std::string & value) { this->client_id = value; }

        /**
         * A human-readable name for the client.
         */
        const std::string & get_client_name() const { return client_name; }
        std::string & get_mutable_client_name() { return client_name; }
        void set_client_name(const std::string & value) { this->client_name = value; }

        /**
         * The last four characters of the client secret.
         */
        const std::string & get_client_secret_last_four() const { return client_secret_last_four; }
        std::string & get_mutable_client_secret_last_four() { return client_secret_last_four; }
        void set_client_secret_last_four(const std::string & value) { this->client_secret_last_four = value; }

        /**
         * The newly created secret that's next in rotation for the client. **Important:** this is
         * the only time you will be able to view the `next_client_secret`. Be sure to persist the
         * `next_client_secret` in a secure location. If the `next_client_secret` is lost, you will
         * need to trigger a secret rotation flow to receive another one.
         */
        const std::string & get_next_client_secret() const { return next_client_secret; }
        std::string & get_mutable_next_client_secret() { return next_client_secret; }
        void set_next_client_secret(const std::string & value) { this->next_client_secret = value; }

        /**
         * The last four characters of the `next_client_secret`. Null if no `next_client_secret`
         * exists.
         */
        const std::optional<std::string> & get_next_client_secret_last_four() const { return next_client_secret_last_four; }
        std::optional<std::string> & get_mutable_next_client_secret_last_four() { return next_client_secret_last_four; }
        void set_next_client_secret_last_four(const std::optional<std::string> & value) { this->next_client_secret_last_four = value; }

        /**
         * An array of scopes assigned to the client.
         */
        const std::vector<std::string> & get_scopes() const { return scopes; }
        std::vector<std::string> & get_mutable_scopes() { return scopes; }
        void set_scopes(const std::vector<std::string> & value) { this->scopes = value; }

        /**
         * The status of the client - either `active` or `inactive`.
         */
        const std::string & get_status() const { return status; }
        std::string & get_mutable_status() { return status; }
        void set_status(const std::string & value) { this->status = value; }

        /**
         * An arbitrary JSON object for storing application-specific data.
         */
        const std::optional<std::map<std::string, nlohmann::json>> & get_trusted_metadata() const { return trusted_metadata; }
        std::optional<std::map<std::string, nlohmann::json>> & get_mutable_trusted_metadata() { return trusted_metadata; }
        void set_trusted_metadata(const std::optional<std::map<std::string, nlohmann::json>> & value) { this->trusted_metadata = value; }
    };
}

namespace generated {
    void from_json(const json & j, Client & x);
    void to_json(json & j, const Client & x);

    inline void from_json(const json & j, Client& x) {
        x.set_client_description(j.at("client_description").get<std::string>());
        x.set_client_id(j.at("client_id").get<std::string>());
        x.set_client_name(j.at("client_name").get<std::string>());
        x.set_client_secret_last_four(j.at("client_secret_last_four").get<std::string>());
        x.set_next_client_secret(j.at("next_client_secret").get<std::string>());
        x.set_next_client_secret_last_four(get_stack_optional<std::string>(j, "next_client_secret_last_four"));
        x.set_scopes(j.at("scopes").get<std::vector<std::string>>());
        x.set_status(j.at("status").get<std::string>());
        x.set_trusted_metadata(get_stack_optional<std::map<std::string, nlohmann::json>>(j, "trusted_metadata"));
    }

    inline void to_json(json & j, const Client & x) {
        j = json::object();
        j["client_description"] = x.get_client_description();
        j["client_id"] = x.get_client_id();
        j["client_name"] = x.get_client_name();
        j["client_secret_last_four"] = x.get_client_secret_last_four();
        j["next_client_secret"] = x.get_next_client_secret();
        j["next_client_secret_last_four"] = x.get_next_client_secret_last_four();
        j["scopes"] = x.get_scopes();
        j["status"] = x.get_status();
        j["trusted_metadata"] = x.get_trusted_metadata();
    }
}
