// Runs every file of a folder's corpora once, by the target that its folder is named for: with any compiler, and as
// WebAssembly. corpora <folder>...
#include <cstdio>
#include <filesystem>
#include <string>

#include "files.hpp"
#include "targets.hpp"

namespace {

int run_all(const std::filesystem::path& folder, const ropescope::fuzz::Target& target) {
  int count = 0;
  if (!std::filesystem::is_directory(folder / target.name)) return 0;
  for (const auto& file : std::filesystem::directory_iterator(folder / target.name)) {
    const auto bytes = ropescope::test::read_bytes(file.path().string());
    std::printf("%s\n", file.path().c_str());  // the last line is the one that ended it
    target.run(ropescope::fuzz::Input(bytes));
    ++count;
  }
  return count;
}

}  // namespace

int main(int argc, char** argv) {
  bool is_complete = argc > 1;
  for (const auto& target : ropescope::fuzz::targets) {
    int count = 0;
    for (int i = 1; i < argc; ++i) count += run_all(argv[i], target);
    if (count == 0) std::fprintf(stderr, "no inputs for %s\n", std::string(target.name).c_str());
    is_complete = is_complete && count > 0;
  }
  return is_complete ? 0 : 1;
}
