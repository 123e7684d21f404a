// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
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

/// A member to look for in an object, and its first value.
struct Field {
    std::string_view name{};
    bool named = false;         // it occurs, with or without a value
    bool behind_fault = false;  // there is a fault before its value
    bool astray = false;        // its value may be another object's
    Value value{};
};

/// An object in the text, and the fields to look for in it.
class Object {
public:
    /// `location` is a JSON Pointer. The fields' names must be set.
    template <std::size_t size>
    Object(std::string_view location, std::array<Field, size>& fields) noexcept
        : location_(location), first_(fields.data()), last_(first_ + size) {}

    /// Finds the fields of the object at the start of `text`; more may follow it. If the object itself is `astray`, so
    /// are its fields. Allocates nothing.
    void find_in(std::string_view text, bool astray = false) {
        text_ = text;
        astray_ = astray;
        if (!walk_regular()) walk(nullptr);
    }
    /// Reports everything wrong with the object except its fields' values: its structure and all other members. Finds
    /// the same values again.
    void report_faults(TextReport& report) {
        if (!clean_) walk(&report);
    }

    std::string_view location() const noexcept { return location_; }
    const Field* fields() const noexcept { return first_; }
    /// The field of that name, which must be among the fields.
    const Field& field_named(std::string_view name) const noexcept {
        return *std::find_if(first_, last_, [&](const Field& field) { return field.name == name; });
    }
    bool found() const noexcept { return !text_.empty(); }
    /// Whether no member can have been missed, as one can after a fault or in truncated text.
    bool whole() const noexcept { return whole_; }

private:
    static constexpr std::string_view a_value = "a value";

    /// Finds the fields of an object that has each of them at most once and no fault, and that ends the text. Returns
    /// false for any other: that takes walk(), which is slower.
    bool walk_regular() noexcept {
        Scanner scanner(text_);
        scanner.skip('{');
        Field* field = first_;  // members usually come in the order of the fields
        const auto advance = [&] {
            if (++field == last_) field = first_;
        };
        do {
            scanner.skip_space();
            const Field* const start = field;
            bool known = true;
            while (known && !scanner.skip_quoted(field->name)) {
                advance();
                known = field != start;
            }
            if (!known) {
                if (!skip_other(scanner)) return false;
                continue;
            }
            if (field->named || !scanner.skip(':') || !scanner.take_value(field->value)) return false;
            if (field->value.ends_with_brace()) return false;
            field->named = true;
            field->astray = astray_;
            advance();
        } while (scanner.skip(','));
        if (!scanner.skip('}')) return false;
        scanner.skip_space();
        return scanner.at_end();
    }

    /// Skips a member that is not among the fields, to be checked by walk(). Returns false if that cannot be told.
    bool skip_other(Scanner& scanner) noexcept {
        Value name;
        Value value;
        clean_ = false;
        return scanner.take_value(name) && name.plain && scanner.skip(':') && scanner.take_value(value) &&
               !value.ends_with_brace();
    }

    /// Visits the members and keeps the first value of each field; reports faults if `report` is not null. After a
    /// fault, resumes at the next recognizable member.
    void walk(TextReport* report) {
        for (Field* field = first_; field != last_; ++field) *field = Field{field->name};
        clean_ = true;
        whole_ = true;
        Scanner scanner(text_);
        scanner.skip('{');
        bool open = !scanner.skip('}');
        searches_ = 16;
        for (;;) {
            Location where{location_, {}};
            std::string_view missing;
            if (open && !walk_member(scanner, where, missing, report)) return;
            if (missing.empty()) {
                if (open && scanner.skip(',')) continue;
                open = open && !scanner.skip('}');
                scanner.skip_space();
                if (!open && scanner.at_end()) return;
                missing = open ? "',' or '}'" : "the end of the text";
                if (!open) where.member = {};
            }
            faulty_ = true;
            scanner.back_to_name();
            const char* const fault = scanner.at();
            note_fault(report, [&] { report->syntax(where, missing, fault); });
            const int searches = searches_;
            open = scanner.skip_to_member(missing == a_value, searches_);
            astray_ |= searches_ != searches;
            const auto skipped = static_cast<std::size_t>(scanner.at() - fault);
            whole_ = whole_ && open && std::memchr(fault, '"', skipped) == nullptr;
            if (!open) return;
        }
    }

    /// Skips one member. Sets `where` to its location and `missing` to what it lacks, if anything. Returns false if the
    /// text ends inside its value, which is reported by whatever checks or reads that.
    bool walk_member(Scanner& scanner, Location& where, std::string_view& missing, TextReport* report) {
        Field* const field = take_name(scanner, missing, report);
        if (!missing.empty()) return true;
        const bool known = field != last_;
        if (known) where.member = field->name;
        Value value;
        if (!scanner.skip(':')) {
            missing = "':'";
        } else if (!scanner.take_value(value)) {
            missing = a_value;
        } else if (scanner.back_into(value, searches_)) {
            missing = end_of(value.kind);
            whole_ = false;
        } else {
            if (known && field->named) {
                note_fault(report, [&] { report->report().duplicate(where); });
                field->astray |= field->behind_fault;
            }
            if (known && field->value.kind == Kind::none) {
                field->value = value;
                field->behind_fault = faulty_;
                field->astray = astray_;
            } else {
                note_fault(report, [&] { report->check_json(value, where); });
            }
            whole_ = whole_ && value.complete;
            if (!value.complete) return false;
        }
        if (known) field->named = true;
        return true;
    }

    /// Skips a member's name and returns its field, or `last_` if it is none of them.
    Field* take_name(Scanner& scanner, std::string_view& missing, TextReport* report) {
        Value name;
        if (scanner.peek() != '"') {
            missing = "a member's name";
            return last_;
        }
        scanner.take_value(name);
        if (!name.complete) {
            missing = end_of(Kind::string);
            return last_;
        }
        if (name.plain) {
            return std::find_if(first_, last_, [&](const Field& field) { return field.name == name.inside(); });
        }
        if (!is_literal(name.inside())) {
            note_fault(report, [&] { report->not_json(name, {location_, {}}); });
            return last_;
        }
        const char* const begin = name.inside().data();
        const char* const end = begin + name.inside().size();
        return std::find_if(first_, last_,
                            [&](const Field& field) { return skip_spelling(begin, end, field.name) == end; });
    }

    /// Records that there is a fault, and reports it if `report` is not null.
    template <class Add>
    void note_fault(const TextReport* report, Add&& add) {
        clean_ = false;
        if (report != nullptr) add();
    }

    std::string_view location_;
    Field* first_;
    Field* last_;
    std::string_view text_{};
    int searches_ = 0;     // see Scanner::skip_to_member()
    bool astray_ = false;  // what comes next is behind a bracket that is not closed
    bool whole_ = true;
    bool faulty_ = false;  // the walk has met a fault
    bool clean_ = true;    // there is nothing to report
};

}  // namespace STYTCH_M2M_ABI
}  // namespace stytch::m2m::detail
