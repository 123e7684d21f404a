# What the reference leaves out of its sources: names and templates that no user writes, and links that only the tree has.
s/^\/\/ SPDX-License-Identifier: MIT$/\/\/\/ @file/
/^inline namespace STYTCH_M2M_ABI/d
/^}  \/\/ namespace STYTCH_M2M_ABI/d
/^template <class = void>$/d
/^template <class Text, std::enable_if_t<std::is_same_v/d
s/\(Text&& /(std::string\&\& /
s/, std::enable_if_t<.*, int> = 0>$/>/
s/ STYTCH_M2M_LIFETIMEBOUND \{/ {/
s/\[([^]]+)\]\((examples|tests|LICENSE)[^)]*\)/\1/g
