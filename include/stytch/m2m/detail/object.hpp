// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <string_view>

#include <stytch/m2m/detail/abi.hpp>
#include <stytch/m2m/detail/json_string.hpp>
#include <stytch/m2m/detail/kind.hpp>
#include <stytch/m2m/detail/report.hpp>
#include <stytch/m2m/detail/scanner.hpp>
#include <stytch/m2m/detail/text_report.hpp>

namespace stytch::m2m::detail {
inline namespace STYTCH_M2M_ABI {

/// A member to look for in an object of the text, and its first value.
struct Field {
    std::string_view name{};
    bool named = false;  // it occurs, with a value or without
    Value value{};
};

/// An object in the text, and the fields to look for in it.
class Object {
public:
    /// `location` is a JSON Pointer. The fields have their names.
    Object(std::string_view location, Field* first, Field* last) noexcept
        : location_(location), first_(first), last_(last) {}

    /// Finds the fields of the object that begins `text`, which may go on behind it. Allocates nothing.
    void find_in(std::string_view text) {
        text_ = text;
        walk(nullptr);
    }
    /// Reports what is wrong with the object but not with its fields' values: the structure and all other members.
    void report(TextReport& report) {
        if (clean_) return;
        for (Field* field = first_; field != last_; ++field) *field = Field{field->name};
        walk(&report);
    }

    std::string_view location() const noexcept { return location_; }
    const Field* fields() const noexcept { return first_; }
    bool found() const noexcept { return !text_.empty(); }
    /// Whether all members were seen: a fault may hide some, and so may the end of the text.
    bool whole() const noexcept { return whole_; }

private:
    /// Goes through the members, keeps the first value of each field, and reports the rest if there is a report. After
    /// a fault it goes on with the next member that it can make out.
    void walk(TextReport* report) {
        Scanner scanner(text_);
        scanner.skip('{');
        Field* next = first_;  // members mostly come in the order of the fields
        bool open = !scanner.skip('}');
        for (;;) {
            Location where{location_, {}};
            std::string_view missing;
            if (open && !walk_member(scanner, next, where, missing, report)) return;
            if (missing.empty()) {
                if (open && scanner.skip(',')) continue;
                open = open && !scanner.skip('}');
                scanner.skip_space();
                if (!open && scanner.at_end()) return;
                missing = open ? "',' or '}'" : "the end of the text";
                if (!open) where.member = {};
            }
            const char* const fault = scanner.at();
            fail(report, [&] { report->syntax(where, missing, fault); });
            open = scanner.skip_to_member();
            const auto skipped = static_cast<std::size_t>(scanner.at() - fault);
            whole_ = whole_ && open && std::memchr(fault, '"', skipped) == nullptr;
            if (!open) return;
        }
    }

    /// Skips one member. `where` becomes its location, `missing` what it lacks, if anything. False if the text ends in
    /// its value, which is reported where that is read.
    bool walk_member(Scanner& scanner, Field*& next, Location& where, std::string_view& missing, TextReport* report) {
        Field* const field = take_name(scanner, next, missing, report);
        if (!missing.empty()) return true;
        const bool known = field != last_;
        if (known) where.member = field->name;
        if (!scanner.skip(':')) {
            missing = "':'";
        } else if (const Value value = scanner.take_value(); value.kind == Kind::none) {
            missing = "a value";
        } else {
            next = known ? field + 1 : next;
            if (known && field->named) fail(report, [&] { report->report().duplicate(where); });
            if (known && field->value.kind == Kind::none) {
                field->value = value;
            } else {
                fail(report, [&] { report->check_json(value, where); });
            }
            whole_ = whole_ && value.complete;
            if (!value.complete) return false;
        }
        if (known) field->named = true;
        return true;
    }

    /// Skips a member's name and returns the field of that name, `last_` if there is none. `next` is the likeliest.
    Field* take_name(Scanner& scanner, Field* next, std::string_view& missing, TextReport* report) {
        scanner.skip_space();
        for (auto left = last_ - first_; left > 0; --left, ++next) {
            if (next == last_) next = first_;
            if (scanner.skip_quoted(next->name)) return next;
        }
        if (scanner.peek() != '"') {
            missing = "a member's name";
            return last_;
        }
        const Value name = scanner.take_value();
        if (!name.complete) missing = end_of(Kind::string);
        if (!name.complete || name.plain) return last_;
        if (!is_literal(name.inside())) {
            fail(report, [&] { report->not_json(name, {location_, {}}); });
            return last_;
        }
        const char* const begin = name.inside().data();
        const char* const end = begin + name.inside().size();
        return std::find_if(first_, last_,
                            [&](const Field& field) { return skip_spelling(begin, end, field.name) == end; });
    }

    /// Remembers that there is something to report, and reports it if that is asked for.
    template <class Add>
    void fail(const TextReport* report, Add&& add) {
        clean_ = false;
        if (report != nullptr) add();
    }

    std::string_view location_;
    Field* first_;
    Field* last_;
    std::string_view text_{};
    bool whole_ = true;
    bool clean_ = true;  // nothing to report
};

}  // namespace STYTCH_M2M_ABI
}  // namespace stytch::m2m::detail
