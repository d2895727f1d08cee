#include "io/foreign_file.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "core/saying.hpp"

namespace ropescope {
namespace {

constexpr std::string_view lfs_pointer = "version https://git-lfs";  // Git LFS, docs/spec.md

struct Kind {
  std::string_view beginning;
  Reason of_weights;
};
// The first bytes by which other formats are known; PyTorch writes a zip archive, or once a pickle of protocol 2.
constexpr std::array kinds{Kind{"PK\x03\x04", "weights_are_pickle"},
                           Kind{"\x80\x02", "weights_are_pickle"},
                           Kind{"\x80\x04", "weights_are_pickle"},
                           Kind{"GGUF", "weights_are_gguf"},
                           Kind{"{", "weights_are_json"},
                           Kind{"\x1f\x8b", "weights_are_compressed"},
                           Kind{"\x89HDF", "weights_are_hdf5"}};

std::string_view without_space(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  return first == std::string_view::npos ? std::string_view() : text.substr(first);
}

bool is_page(std::string_view text) {
  const std::string_view start = without_space(text.substr(0, 256));
  const auto begins = [&](std::string_view tag) {
    return std::ranges::equal(start.substr(0, tag.size()), tag,
                              [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a + ('a' - 'A') : a) == b; });
  };
  return begins("<!doctype") || begins("<html") || begins("<?xml") || begins("<!--");
}

// `size 1611944` of a pointer: what the file itself would have.
std::string size_in(std::string_view pointer) {
  constexpr std::string_view key = "\nsize ";
  const std::size_t at = pointer.find(key);
  if (at == std::string_view::npos) return "?";
  const std::string_view rest = pointer.substr(at + key.size());
  return std::string(rest.substr(0, rest.find_first_not_of("0123456789")));
}

}  // namespace

std::optional<Saying> foreign_weights(std::string_view file) {
  if (file.starts_with(lfs_pointer)) {
    return Saying{"weights_are_lfs_pointer", "", {{"bytes", size_in(file)}}};
  }
  if (is_page(file)) return Saying{"weights_are_page", ""};
  // The length of a header stands before it: what begins like a format but goes on as one of ours is ours.
  constexpr std::size_t length_bytes = 8;
  if (file.size() > length_bytes && file[length_bytes] == '{') return std::nullopt;
  const auto* const kind = std::ranges::find_if(kinds, [&](const Kind& k) { return file.starts_with(k.beginning); });
  return kind == kinds.end() ? std::nullopt : std::optional(Saying{kind->of_weights, ""});
}

std::optional<Saying> foreign_text(std::string_view text) {
  if (text.starts_with(lfs_pointer)) return Saying{"text_is_lfs_pointer", ""};
  if (is_page(text)) return Saying{"text_is_page", ""};
  return std::nullopt;
}

}  // namespace ropescope
