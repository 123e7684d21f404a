// SPDX-License-Identifier: MIT
// A text as nlohmann's engine reads it, up to the first fault, with what a DOM loses: the order, duplicates, and where
// the fault is.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

namespace proof {

using nlohmann::json;

constexpr std::array<const char*, 9> client_members = {
    "client_id", "next_client_secret",      "client_name",      "client_description",          "status",
    "scopes",    "client_secret_last_four", "trusted_metadata", "next_client_secret_last_four"};
constexpr std::array<const char*, 6> response_members = {"status_code", "request_id",    "m2m_client",
                                                         "error_type",  "error_message", "error_url"};
constexpr const char* secret_name = "next_client_secret";

template <class Names>
bool is_one_of(const Names& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

/// Whether nlohmann accepts a text. It takes a NUL byte as the end, so that is ruled out.
inline bool is_json(std::string_view text) { return text.find('\0') == std::string_view::npos && json::accept(text); }

/// A value as in the text: all members in order, duplicates included. The last key of an object has no value if the
/// fault is before it.
struct Node {
    json scalar;  // for an array or object, only its type
    std::vector<std::string> keys;
    std::vector<Node> values;
    bool complete = false;
    std::size_t end = 0;  // of a string, in the text

    bool is(json::value_t type) const { return scalar.type() == type; }
    bool is_structured() const { return scalar.is_structured(); }
};

/// As in nlohmann's DOM: the last of duplicates wins.
inline json as_json(const Node& node) {
    json value = node.scalar;
    for (std::size_t i = 0; i < node.values.size(); ++i) {
        if (value.is_array()) {
            value.push_back(as_json(node.values[i]));
        } else {
            value[node.keys[i]] = as_json(node.values[i]);
        }
    }
    return value;
}

enum class Fault { none, syntax, depth };

/// Iterates over a text, and tells somebody else how far.
class Cursor {
public:
    using iterator_category = std::forward_iterator_tag;
    using value_type = char;
    using difference_type = std::ptrdiff_t;
    using pointer = const char*;
    using reference = const char&;

    Cursor(const char* at, const char*& reached) : at_(at), reached_(&reached) {}
    reference operator*() const { return *at_; }
    Cursor& operator++() {
        *reached_ = ++at_;
        return *this;
    }
    friend bool operator==(const Cursor& lhs, const Cursor& rhs) { return lhs.at_ == rhs.at_; }
    friend bool operator!=(const Cursor& lhs, const Cursor& rhs) { return lhs.at_ != rhs.at_; }

private:
    const char* at_;
    const char** reached_;
};

/// Reads a text as a client or as a response.
class Engine : public json::json_sax_t {
public:
    Engine(std::string_view text, bool as_response) : as_response_(as_response), levels_(as_response ? 129 : 128) {
        const char* const begin = text.data();
        begin_ = reached_ = begin;
        const bool accepted = json::sax_parse(Cursor(begin, reached_), Cursor(begin + text.size(), reached_), this);
        read_all = reached_ == begin + text.size();
        if (accepted && text.find('\0') != std::string_view::npos) fault = Fault::syntax;
        if (fault != Fault::none && !root.complete) location = location_in(text);
    }

    Node root;
    Fault fault = Fault::none;
    std::string location;  // of the fault
    /// Whether all of the text was read before the fault was found.
    bool read_all = false;
    /// The bytes that end the arrays and objects that are open at the fault.
    std::string closing() const {
        std::string text;
        for (const Node* node : open_) text.insert(text.begin(), node->scalar.is_array() ? ']' : '}');
        return text;
    }

    bool null() override { return scalar(nullptr); }
    bool boolean(bool value) override { return scalar(value); }
    bool number_integer(number_integer_t value) override { return scalar(value); }
    bool number_unsigned(number_unsigned_t value) override { return scalar(value); }
    bool number_float(number_float_t value, const string_t&) override { return scalar(value); }
    bool string(string_t& value) override { return scalar(value); }
    bool binary(binary_t&) override { return false; }
    bool start_object(std::size_t) override { return start(json::object()); }
    bool start_array(std::size_t) override { return start(json::array()); }
    bool end_object() override { return end(); }
    bool end_array() override { return end(); }
    bool key(string_t& name) override {
        open_.back()->keys.push_back(name);
        name_end_ = static_cast<std::size_t>(reached_ - begin_);
        return true;
    }
    bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) override {
        fault = Fault::syntax;
        return false;
    }

private:
    Node& add(json value) {
        Node& node = open_.empty() ? root : open_.back()->values.emplace_back();
        node.scalar = std::move(value);
        return node;
    }
    bool scalar(json value) {
        Node& node = add(std::move(value));
        node.complete = true;
        node.end = static_cast<std::size_t>(reached_ - begin_);
        return true;
    }
    bool start(json value) {
        if (open_.size() == levels_) {
            fault = Fault::depth;
            return false;
        }
        const bool is_object = value.is_object();
        Node& node = add(std::move(value));
        const bool is_client = open_.empty() ? !as_response_ : as_response_ && open_.size() == 1 && is_first_client();
        open_.push_back(&node);
        if (is_client && is_object) client_ = &node;
        return true;
    }
    /// The known member whose value is being read, or else the innermost known object.
    std::string location_in(std::string_view text) const {
        const bool in_client = client_ != nullptr;
        const Node& object = in_client ? *client_ : root;
        const std::string pointer = in_client && as_response_ ? "/m2m_client" : "";
        const bool between =
            object.keys.empty() || (object.keys.size() == object.values.size() && object.values.back().complete);
        if (between || (object.keys.size() > object.values.size() && !has_colon(text))) return pointer;
        const std::string& name = object.keys.back();
        const bool known =
            in_client || !as_response_ ? is_one_of(client_members, name) : is_one_of(response_members, name);
        return known ? pointer + "/" + name : pointer;
    }
    /// Whether the name that was read last is followed by a colon.
    bool has_colon(std::string_view text) const {
        const std::size_t next = text.find_first_not_of(" \t\r\n", name_end_);
        return next != std::string_view::npos && text[next] == ':';
    }
    bool is_first_client() const {
        const std::vector<std::string>& keys = open_.back()->keys;
        return !keys.empty() && keys.back() == "m2m_client" && std::count(keys.begin(), keys.end(), keys.back()) == 1;
    }
    bool end() {
        if (open_.back() == client_) client_ = nullptr;
        open_.back()->complete = true;
        open_.pop_back();
        return true;
    }

    bool as_response_;
    std::size_t levels_;
    std::vector<Node*> open_;       // pointers stay valid: only the last one gets values
    const Node* client_ = nullptr;  // while it is open
    std::size_t name_end_ = 0;
    const char* begin_ = nullptr;
    const char* reached_ = nullptr;
};

}  // namespace proof
