# Removes from the reference names and templates that users never write, and links that work only in the repository.
s/^\/\/ SPDX-License-Identifier: MIT$/\/\/\/ @file/
/^#define STYTCH_M2M_([A-U]|VISIBLE)/{
:continued
/\\$/{
N
b continued
}
d
}
s/^STYTCH_M2M_BEGIN_NAMESPACE$/namespace stytch::m2m {/
s/^STYTCH_M2M_END_NAMESPACE$/}/
/^struct fmt::formatter</d
/^ *template <class = void>$/d
/\(std::nullptr_t\) = delete;$/d
/^template <class Text, std::enable_if_t<std::is_same_v/d
s/^template <class Text, class Store, std::enable_if_t<.*/template <class Store>/
s/\(Text&& /(std::string\&\& /
s/, std::enable_if_t<.*, int> = 0>$/>/
s/, class = typename BasicJson::json_sax_t>.*$/>/
s/\[([^]]+)\]\((examples|tests|LICENSE|\.github)[^)]*\)/\1/g
s/ STYTCH_M2M_(LIFETIMEBOUND|VISIBLE)//
