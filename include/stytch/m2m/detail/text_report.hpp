// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include <stytch/m2m/detail/abi.hpp>
#include <stytch/m2m/detail/grammar.hpp>
#include <stytch/m2m/detail/kind.hpp>
#include <stytch/m2m/detail/limits.hpp>
#include <stytch/m2m/detail/report.hpp>
#include <stytch/m2m/detail/scanner.hpp>
#include <stytch/m2m/violation.hpp>

namespace stytch::m2m::detail {
inline namespace STYTCH_M2M_ABI {

constexpr std::string_view end_of(Kind kind) noexcept {
    return kind == Kind::string  ? "the end of the string"
           : kind == Kind::array ? "the end of the array"
                                 : "the end of the object";
}

/// Reports what is wrong with values in a text. The functions that return bool return whether the value is fine.
class TextReport {
public:
    TextReport(std::string_view text, std::vector<Violation>& violations) noexcept : report_(violations), text_(text) {}

    /// The underlying report, for violations that need no byte offset.
    Report& report() noexcept { return report_; }

    bool syntax(const Location& where, std::string_view expected, const char* at) {
        const char* const end = text_.data() + text_.size();
        report_.syntax(where, expected, static_cast<std::size_t>(at - text_.data()), at == end);
        return false;
    }
    bool not_json(const Value& value, const Location& where) { return syntax(where, "JSON", value.text.data()); }

    /// Whether `value` is a whole value of `kind` with at most `levels` levels. If not, reports why.
    bool check_shape(const Value& value, const Location& where, Kind kind, std::size_t levels = max_member_depth) {
        if (value.kind == kind && value.complete && value.levels <= levels) return true;
        return report_shape(value, where, kind, levels);
    }
    /// Whether `value` is a string and JSON. If not, reports why.
    bool check_string(const Value& value, const Location& where) {
        return value.plain || (check_shape(value, where, Kind::string) && check_json(value, where));
    }
    /// Whether `value` is JSON, of whatever type. If not, reports why.
    bool check_json(const Value& value, const Location& where) {
        if (!check_shape(value, where, value.kind)) return false;
        if (Grammar::accepts(value)) return true;
        return not_json(value, where);
    }

private:
    bool report_shape(const Value& value, const Location& where, Kind kind, std::size_t levels) {
        if (value.levels > levels) report_.depth(where);
        if (!value.complete) return syntax(where, end_of(value.kind), value.text.data() + value.text.size());
        if (value.levels <= levels && !Grammar::accepts(value)) return not_json(value, where);
        if (value.kind != kind) report_.type(where, kind_name(kind), kind_name(value.kind));
        return false;
    }

    Report report_;
    std::string_view text_;
};

}  // namespace STYTCH_M2M_ABI
}  // namespace stytch::m2m::detail
