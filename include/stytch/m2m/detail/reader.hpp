// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <stytch/m2m/detail/abi.hpp>
#include <stytch/m2m/detail/constraint.hpp>
#include <stytch/m2m/detail/exceptions.hpp>
#include <stytch/m2m/detail/finally.hpp>
#include <stytch/m2m/detail/grammar.hpp>
#include <stytch/m2m/detail/json_tree.hpp>
#include <stytch/m2m/detail/kind.hpp>
#include <stytch/m2m/detail/object.hpp>
#include <stytch/m2m/detail/report.hpp>
#include <stytch/m2m/detail/salvage.hpp>
#include <stytch/m2m/detail/scanner.hpp>
#include <stytch/m2m/detail/text_report.hpp>
#include <stytch/m2m/m2m_client_with_next_client_secret.hpp>
#include <stytch/m2m/secret.hpp>

namespace stytch::m2m::detail {
inline namespace STYTCH_M2M_ABI {

/// Reads a document: first finds its values without allocating anything, then reads the secret, then everything else.
class Reader {
public:
    Reader(std::string_view text, std::vector<Violation>& violations) noexcept
        : violations_(violations), report_(text, violations), text_(text) {
        constexpr std::string_view mark = "\xEF\xBB\xBF";  // skipped, as the engine does
        if (text_.substr(0, mark.size()) == mark) text_.remove_prefix(mark.size());
    }

    /// For what is wrong with the text.
    TextReport& report() noexcept { return report_; }

    /// Finds the fields of the document, if that is an object.
    void find_fields(Object& document) {
        Scanner scanner{text_};
        if (scanner.peek() != '{') return;
        document.find_in(text_.substr(static_cast<std::size_t>(scanner.at() - text_.data())));
    }

    /// Reads the secret from `value`, which is where it belongs, else from wherever it is in the text; then the rest.
    /// Nothing that goes wrong in the rest can cost the secret, a lack of memory included.
    template <class Rest>
    void read_secret_first(const Value& value, const Location& where, Secret& secret, Rest&& rest) {
        const auto read_secret = [&] {
            if (value.kind == Kind::string && value.complete) secret = decode_secret(value).value_or(Secret());
            in_place_ = !secret.empty();
            if (!in_place_) secret = salvage_secret(text_);
        };
        bool memory = true;
        const auto run_out = [&] { memory = false; };
        if_memory_lasts([&] { violations_.reserve(1); }, run_out);  // so that a lack of memory can be reported
        if_memory_lasts(read_secret, [&] {
            std::vector<Violation>().swap(violations_);
            memory = false;
            read_secret();
        });
        const auto read_rest = [&] {
            if (!in_place_ && !secret.empty()) report_.report().misplaced(where);
            rest();
        };
        if (memory) if_memory_lasts(read_rest, run_out);
        if (!memory) report_.report().memory();
    }

    /// Reports what a document without an object is.
    void report_no_object() {
        Scanner scanner(text_);
        const Value document = scanner.take_value();
        if (document.kind == Kind::none) {
            report_.syntax({}, "an object", scanner.at());
            return;
        }
        report_.check_shape(document, {}, Kind::object, max_depth);
        scanner.skip_space();
        if (!scanner.at_end()) report_.syntax({}, "the end of the text", scanner.at());
    }

    /// Reads the client that `object` is in the text. Its secret has been read.
    void read_client(Object& object, M2MClientWithNextClientSecret& client) {
        object.report(report_);
        const Field* field = object.fields();
        for_each_member([&](const auto& member) {
            auto& target = client.*member.pointer;
            read_member(*field++, {object.location(), member.name}, object.whole(), member, target);
        });
    }

    // Each reads a value into `target`, or reports why that cannot be and leaves `target` as it is. They return whether
    // they did.

    bool read_value(const Value& value, const Location& where, std::string& target) {
        if (!report_.check_string(value, where)) return false;
        if (value.plain) {
            target = value.inside();
        } else {
            target = decode(value);
        }
        return true;
    }
    /// For the secret, which has been read; reports why not in its place.
    bool read_value(const Value& value, const Location& where, const Secret&) {
        if (!in_place_ && report_.check_string(value, where)) report_.report().empty(where);
        return in_place_;
    }
    bool read_value(const Value& value, const Location& where, std::vector<std::string>& target) {
        if (!report_.check_shape(value, where, Kind::array)) return false;
        std::vector<std::string> texts;
        texts.reserve((std::min)(value.commas + 1, value.text.size() / 3));  // the shortest one is "" and its comma
        bool valid = true;
        Scanner scanner(value.text);
        scanner.skip('[');
        Location at{where.parent, where.member, 0};
        if (!scanner.skip(']')) {
            do {
                const Value element = scanner.take_value();
                if (element.kind == Kind::none) return report_.syntax(at, "a value", scanner.at());
                // After a fault they are only checked: a flood of what is no string must not take memory.
                std::string text;
                valid = read_value(element, at, text) && valid;
                if (valid) texts.push_back(std::move(text));
                ++at.index;
            } while (scanner.skip(','));
            if (!scanner.skip(']')) return report_.syntax(at, "',' or ']'", scanner.at());
        }
        if (valid) target = std::move(texts);
        return valid;
    }
    template <class Json, only_json<Json> = 0>
    bool read_value(const Value& value, const Location& where, Json& target) {
        if (!report_.check_shape(value, where, Kind::object)) return false;
        // Metadata that swallowed the secret must not get into the engine's memory.
        const bool swallowed = !in_place_ && names_secret(value.text);
        Json object;
        // Its own destructor would allocate, and end the program if memory has run out.
        const Finally dismantled([&] { dismantle(object); });
        if (!Grammar::accepts(value, swallowed ? nullptr : &object)) return report_.not_json(value, where);
        if (!swallowed) target = std::move(object);
        return !swallowed;
    }
    template <class T>
    bool read_value(const Value& value, const Location& where, std::optional<T>& target) {
        if (value.kind == Kind::null) return true;
        T whole{};
        if (!read_value(value, where, whole)) return false;
        target = std::move(whole);
        return true;
    }
    bool read_value(const Value& value, const Location& where, int& target) {
        if (!report_.check_shape(value, where, Kind::number)) return false;
        nlohmann::json number;
        if (!Grammar::accepts(value, &number)) return report_.not_json(value, where);
        const auto real = number.get<double>();
        const bool fits = real >= (std::numeric_limits<int>::min)() && real <= (std::numeric_limits<int>::max)();
        const bool integer = fits && std::trunc(real) == real;
        if (integer) target = static_cast<int>(real);
        if (!integer) report_.report().type(where, "integer", "a number that no int holds");
        return integer;
    }

    /// Reads what a server says beside the secret, which has been read: "[REDACTED]" if it repeats it.
    std::string read_text(const Field& field, bool nullable, const Secret& secret) {
        const Value& value = field.value;
        if (value.kind == Kind::none || (nullable && value.kind == Kind::null)) return {};
        if (!report_.check_string(value, {"", field.name})) return {};
        std::optional<Secret> decoded;
        if (!value.plain) decoded = decode_secret(value);
        const std::string_view text = decoded.has_value() ? decoded->reveal() : value.inside();
        return std::string(repeats_secret(text, secret) ? "[REDACTED]" : text);
    }

private:
    template <class T, class Member>
    void read_member(const Field& field, const Location& where, bool whole, const Member& member, T& target) {
        if (field.value.kind != Kind::none) {
            const bool done = read_value(field.value, where, target);
            if constexpr (std::is_same_v<T, std::string>) {
                if (done) check_constraint(report_.report(), where, member.constraint, target);
            }
            return;
        }
        bool missing = whole && member.required && !field.named;
        if constexpr (std::is_same_v<T, Secret>) missing = missing && target.empty();
        if (missing) report_.report().required(where);
    }

    std::vector<Violation>& violations_;
    TextReport report_;
    std::string_view text_;  // without a byte order mark
    bool in_place_ = false;  // whether the secret was read from its place
};

/// The fields of a client in the text.
class ClientFields {
public:
    ClientFields() {
        Field* field = fields_.data();
        for_each_member([&](const auto& member) { (field++)->name = member.name; });
    }

    Object object(std::string_view location) noexcept {
        return {location, fields_.data(), fields_.data() + fields_.size()};
    }
    const Value& secret() const noexcept {
        return std::find_if(fields_.begin(), fields_.end(), [](const Field& f) { return f.name == secret_name; })
            ->value;
    }

private:
    static constexpr std::size_t size = [] {
        std::size_t count = 0;
        for_each_member([&](const auto&) { ++count; });
        return count;
    }();
    std::array<Field, size> fields_;
};

}  // namespace STYTCH_M2M_ABI
}  // namespace stytch::m2m::detail
