// SPDX-License-Identifier: MIT
// A text as nlohmann's engine reads it, including what a DOM loses: the order, duplicates, and whatever comes before
// the first error.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

namespace proof {

using nlohmann::json;

/// A value as in the text: all members in order, duplicates included.
struct Node {
    json scalar;  // for an array or object, only its type
    std::vector<std::string> keys;
    std::vector<Node> children;
    std::size_t levels = 0;
    bool complete = false;
};

/// Reads up to the end or the first error; no reader may lose what is complete by then.
class NodeReader : public json::json_sax_t {
public:
    explicit NodeReader(std::string_view text) { whole_ = json::sax_parse(text.begin(), text.end(), this); }

    const Node& root() const { return root_; }
    bool whole() const { return whole_; }

    bool null() override { return scalar(nullptr); }
    bool boolean(bool value) override { return scalar(value); }
    bool number_integer(number_integer_t value) override { return scalar(value); }
    bool number_unsigned(number_unsigned_t value) override { return scalar(value); }
    bool number_float(number_float_t value, const string_t&) override { return scalar(value); }
    bool string(string_t& value) override { return scalar(value); }
    bool binary(binary_t&) override { return false; }
    bool start_object(std::size_t) override { return start(json::object()); }
    bool start_array(std::size_t) override { return start(json::array()); }
    bool key(string_t& value) override {
        word_ = nullptr;
        open_.back()->keys.push_back(value);
        return true;
    }
    bool end_object() override { return end(); }
    bool end_array() override { return end(); }
    bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) override {
        // Digits followed directly by something else may be part of anything, e.g. 12"b".
        if (word_ != nullptr) word_->complete = false;
        return false;
    }

private:
    Node& add(json value) {
        Node& node = open_.empty() ? root_ : open_.back()->children.emplace_back();
        node.scalar = std::move(value);
        return node;
    }
    bool scalar(json value) {
        Node& node = add(std::move(value));
        node.complete = true;
        word_ = node.scalar.is_string() ? nullptr : &node;
        return true;
    }
    bool start(json value) {
        word_ = nullptr;
        open_.push_back(&add(std::move(value)));
        for (std::size_t i = 0; i < open_.size(); ++i) {
            open_[i]->levels = std::max(open_[i]->levels, open_.size() - i);
        }
        return true;
    }
    bool end() {
        word_ = nullptr;
        open_.back()->complete = true;
        open_.pop_back();
        return true;
    }

    Node root_;
    std::vector<Node*> open_;  // pointers stay valid: only the last one gets children
    Node* word_ = nullptr;     // what was read last, if it is a value without quotes or brackets
    bool whole_ = false;
};

/// As in nlohmann's DOM: the last of duplicates wins.
inline json as_json(const Node& node) {
    json value = node.scalar;
    for (std::size_t i = 0; i < node.children.size(); ++i) {
        if (value.is_array()) {
            value.push_back(as_json(node.children[i]));
        } else {
            value[node.keys[i]] = as_json(node.children[i]);
        }
    }
    return value;
}

}  // namespace proof
