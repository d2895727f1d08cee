// A vocabulary as synthetic texts need it: which tokens a copied block or a passkey is made of. The characters' own is
// known; of another vocabulary somebody who has its tokenizer writes it down.
#pragma once

#include <string_view>
#include <vector>

#include "core/result.hpp"

namespace ropescope {

struct Symbols {
  int vocab_size = 0;
  std::vector<int> distinct;   // those of which a block has each at most once, the usual ones first
  std::vector<int> letters;    // "a" to "z" and " ", which a block may have more than once
  std::vector<int> key_begin;  // " The key is <"
  std::vector<int> digits;     // "0" to "9"
  std::vector<int> key_end;    // ">", one token

  static constexpr int key_digits = 5;    // of a passkey, all different
  static constexpr int longest_key = 20;  // tokens; the characters' has 19

  // " The key is <58213>", tokens
  [[nodiscard]] int key_tokens() const {
    return static_cast<int>(key_begin.size()) + key_digits + static_cast<int>(key_end.size());
  }
};

// Of io/tokenizer.hpp; `distinct` is the whole vocabulary.
[[nodiscard]] const Symbols& char_symbols();

// An object with the members' names as keys. Errors: invalid_json; invalid_config names the key.
Result<Symbols> read_symbols(std::string_view json);

}  // namespace ropescope
