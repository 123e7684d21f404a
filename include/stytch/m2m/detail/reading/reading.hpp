// SPDX-License-Identifier: MIT
// What is known while a text is being read. Functions that are given where a token begins return where the next one
// begins, or null at a fault, as Parser's do.
#pragma once

#include <stytch/m2m/detail/json/parser.hpp>
#include <stytch/m2m/detail/report.hpp>

STYTCH_M2M_BEGIN_DETAIL

inline Secret to_secret(const Literal& literal) {
    return with_text(literal, [](std::string_view text) { return Secret(text); });
}

/// Secrets that a text names, in members of that name. One of them is the client's only if all of them say the same.
class Candidates {
public:
    /// Ignores an empty one.
    void add(const Literal& literal) {
        if (literal.empty() || differ_) return;
        differ_ = !first_.empty() && !stands_for(literal, first_.reveal());
        if (first_.empty()) first_ = to_secret(literal);
    }
    /// Moves out what they say; empty if they differ, or if there are none.
    Secret unanimous() { return differ_ ? Secret() : std::move(first_); }

    /// Notes that there is one that cannot be read: a member of that name which holds neither a string nor null. It
    /// says nothing, and so does not affect unanimous().
    void add_unreadable() noexcept { unreadable_ = true; }
    /// Whether there is one that unanimous() does not return. Then nothing tells which of the server's texts repeat it,
    /// and ResponseReader hides all of them.
    bool any_left() const noexcept { return differ_ || unreadable_; }

private:
    Secret first_{};
    bool differ_ = false;
    bool unreadable_ = false;
};

struct Reading {
    /// `levels` is the maximum depth. Adds to `violations`. Skips a byte order mark, as nlohmann_json does.
    Reading(std::string_view whole, std::size_t levels, std::vector<Violation>& violations) noexcept
        : text(whole.empty() ? std::string_view("") : whole),  // its data() may be null, which stands for a fault
          parser(text.substr(text.substr(0, 3) == "\xEF\xBB\xBF" ? 3 : 0), levels),
          report(violations) {}

    std::string_view text;
    Parser parser;
    Report report;
    Location where{};        // of the known member whose value is being read, or else of the innermost known object
    Candidates elsewhere{};  // the secrets outside their place
};

/// Notes what a member says that is called as the secret is, but is not read as the client's.
inline void note_secret(Reading& in, const char* at) {
    const Kind kind = in.parser.kind(at);
    Literal secret;
    if (kind == Kind::string && in.parser.string(at, secret) != nullptr) in.elsewhere.add(secret);
    if (kind != Kind::string && kind != Kind::null) in.elsewhere.add_unreadable();
}

/// Skips a value, of the member `name` if it has one. Notes the secrets in it, but not those inside of
/// trusted_metadata, whose members are the application's.
inline const char* skip_value(Reading& in, const char* at, const Literal& name = {}, bool in_metadata = false) {
    if (at == nullptr) return nullptr;
    if (!in_metadata && stands_for(name, secret_name)) note_secret(in, at);
    in_metadata = in_metadata || stands_for(name, "trusted_metadata");
    const char first = in.parser.peek(at);
    if (first != '[' && first != '{') return in.parser.scalar(at);
    const char bracket = first == '[' ? ']' : '}';
    at = in.parser.open(at);
    while (at != nullptr && in.parser.peek(at) != bracket) {
        Literal member;
        if (bracket == '}') at = in.parser.colon(in.parser.name(at, member));
        at = in.parser.next_nested_item(skip_value(in, at, member, in_metadata), bracket);
    }
    return in.parser.close(at);
}

/// Reads the text to its end or first fault. `read_object(at)` reads the document if it is an object.
template <class ReadObject>
void read_document(Reading& in, ReadObject&& read_object) {
    const char* at = in.parser.begin();
    const Kind kind = in.parser.kind(at);
    at = kind == Kind::object ? read_object(at) : detail::skip_value(in, at);
    if (in.parser.end(at) != nullptr) {
        if (kind != Kind::object) in.report.type({}, kind_name(Kind::object), kind_name(kind));
        return;
    }
    const auto byte = static_cast<std::size_t>(in.parser.fault() - in.text.data());
    if (in.parser.is_too_deep()) {
        in.report.depth(in.where, byte);
    } else {
        in.report.syntax(in.where, in.parser.expected(), byte, in.parser.is_cut_off());
    }
}

STYTCH_M2M_END_DETAIL
