# Removes from the reference names and templates that users never write, and links that work only in the repository.
s/^\/\/ SPDX-License-Identifier: MIT$/\/\/\/ @file/
/^inline namespace STYTCH_M2M_ABI/d
/^}  \/\/ namespace STYTCH_M2M_ABI/d
/^template <class = void>$/d
/\(std::nullptr_t\) = delete;$/d
/^template <class Text, std::enable_if_t<std::is_same_v/d
s/\(Text&& /(std::string\&\& /
s/, std::enable_if_t<.*, int> = 0>$/>/
s/, class = typename BasicJson::json_sax_t>.*$/>/
s/ STYTCH_M2M_LIFETIMEBOUND \{/ {/
s/\[([^]]+)\]\((examples|tests|LICENSE)[^)]*\)/\1/g
