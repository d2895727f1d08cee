// Trains one model: ropescope_train FOLDER SEED [THREADS] [STEPS]. FOLDER holds config.json, recipe.json, train.txt,
// heldout.txt and, to start from other weights, start.safetensors; for another vocabulary than the characters',
// symbols.json and, instead of the texts, train.tokens and heldout.tokens: 32-bit integers, the lowest byte first. Into
// it go state.safetensors every half minute, from which the same command goes on, and at the end model.safetensors and
// curve.json. STEPS: stop after so many in all.
// web/studies/train.js drives it.
#include <algorithm>
#include <bit>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <ios>
#include <iterator>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "core/error_codes.hpp"
#include "core/result.hpp"
#include "core/text.hpp"
#include "io/symbols.hpp"
#include "io/tokenizer.hpp"
#include "train/checkpoint.hpp"
#include "train/for_each.hpp"
#include "train/rows.hpp"
#include "train/trainer.hpp"
#include "train/validation.hpp"

namespace ropescope {
namespace {

using Clock = std::chrono::steady_clock;
namespace fs = std::filesystem;

constexpr double seconds_between_saves = 30;
constexpr double seconds_between_lines = 5;
constexpr int steps_between_validations = 100;

struct Arguments {
  fs::path folder;
  std::uint64_t seed = 0;
  int threads = 1;
  int stop_after = std::numeric_limits<int>::max();  // steps
};

Result<std::string> read_file(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return Error{ErrorCode::load_failed, "cannot_read", path.string()};
  return std::string(std::istreambuf_iterator<char>(file), {});
}

std::span<const std::byte> bytes_of(std::string_view text) { return std::as_bytes(std::span(text)); }

// Beside its place, then renamed onto it: a killed run leaves the old file or the new one.
Status write_file(const fs::path& path, std::span<const std::byte> bytes) {
  const fs::path beside = path.string() + ".part";
  std::ofstream file(beside, std::ios::binary);
  file.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  file.close();
  std::error_code error;
  if (file) fs::rename(beside, path, error);
  if (!file || error) return Error{ErrorCode::load_failed, "cannot_write", path.string()};
  return ok();
}

// A thread for each part of the work that is not the caller's; parts are dealt out in turn.
ForEach with_threads(int threads) {
  return [threads](int count, const Work& work) {
    const auto deal = [&](int first) {
      for (int i = first; i < count; i += threads) work(i);
    };
    std::vector<std::jthread> helpers;
    for (int t = 1; t < std::min(threads, count); ++t) helpers.emplace_back(deal, t);
    deal(0);
  };
}

Error below(std::string_view word, int least, std::string_view given) {
  return {ErrorCode::invalid_argument, "must_be_at_least", word, {{"min", least}, {"given", given}}};
}

Result<Arguments> read_arguments(std::span<char*> words) {
  const auto number = [](const std::string& word, auto& value) {
    const char* end = word.data() + word.size();
    const auto read = std::from_chars(word.data(), end, value);
    return read.ec == std::errc() && read.ptr == end;
  };
  Arguments arguments;
  if (words.size() < 3 || words.size() > 5) return Error{ErrorCode::invalid_argument, "usage_of_train", ""};
  arguments.folder = words[1];
  if (!number(words[2], arguments.seed)) return below("SEED", 0, words[2]);
  if (words.size() > 3 && (!number(words[3], arguments.threads) || arguments.threads < 1)) {
    return below("THREADS", 1, words[3]);
  }
  if (words.size() > 4 && (!number(words[4], arguments.stop_after) || arguments.stop_after < 0)) {
    return below("STEPS", 0, words[4]);
  }
  return arguments;
}

Result<Text> read_chars(const fs::path& path) {
  const auto text = read_file(path);
  if (!text) return text.error();
  return encode_chars(*text);
}

Result<Text> read_tokens(const fs::path& path) {
  const auto bytes = read_file(path);
  if (!bytes) return bytes.error();
  Text tokens(bytes->size() / sizeof(std::int32_t));
  static_assert(sizeof(int) == sizeof(std::int32_t) && std::endian::native == std::endian::little);
  std::memcpy(tokens.data(), bytes->data(), tokens.size() * sizeof(std::int32_t));
  return tokens;
}

Result<std::shared_ptr<const Corpus>> read_corpus(const fs::path& folder) {
  const auto symbols_json = read_file(folder / "symbols.json");
  const auto symbols = symbols_json ? read_symbols(*symbols_json) : Result<Symbols>(char_symbols());
  if (!symbols) return symbols.error();
  const auto read = [&](const std::string& part) {
    return symbols_json ? read_tokens(folder / (part + ".tokens")) : read_chars(folder / (part + ".txt"));
  };
  auto train = read("train");
  if (!train) return train.error();
  auto heldout = read("heldout");
  if (!heldout) return heldout.error();
  return std::shared_ptr<const Corpus>(
      std::make_shared<Corpus>(Corpus{*std::move(train), *std::move(heldout), *symbols}));
}

Result<Trainer> make_trainer(const Arguments& arguments) {
  const fs::path& folder = arguments.folder;
  auto config = read_file(folder / "config.json");
  if (!config) return config.error();
  auto recipe = read_file(folder / "recipe.json");
  if (!recipe) return recipe.error();
  auto corpus = read_corpus(folder);
  if (!corpus) return corpus.error();
  auto trainer = Trainer::make({*std::move(config), *std::move(recipe), arguments.seed}, *std::move(corpus));
  if (!trainer) return trainer.error();
  if (const auto state = read_file(folder / "state.safetensors")) {
    if (const Status status = trainer->resume(bytes_of(*state)); !status) return status.error();
    return trainer;
  }
  if (const auto start = read_file(folder / "start.safetensors")) {
    auto values = read_values(trainer->model(), bytes_of(*start));
    if (!values) return values.error();
    trainer->start_from(*std::move(values));
  }
  return trainer;
}

// What a run tells while it goes on.
class Progress {
 public:
  explicit Progress(const Trainer& trainer) : trainer_(trainer), first_(trainer.tokens_done()) {}

  [[nodiscard]] double seconds() const { return std::chrono::duration<double>(Clock::now() - start_).count(); }
  [[nodiscard]] double tokens_per_second() const {
    return static_cast<double>(trainer_.tokens_done() - first_) / seconds();
  }

  void say_if_due() {
    if (seconds() - said_ < seconds_between_lines && !trainer_.is_done()) return;
    said_ = seconds();
    const std::vector<float>& losses = trainer_.state().losses;
    const std::size_t recent = std::min<std::size_t>(losses.size(), 20);
    double loss = 0;  // of the last steps: one step's jumps with its rows
    for (std::size_t i = losses.size() - recent; i < losses.size(); ++i)
      loss += losses[i] / static_cast<double>(recent);
    const auto left = static_cast<double>(trainer_.recipe().steps - trainer_.steps_done());
    const auto done = static_cast<double>(trainer_.steps_done() - first_step_);
    std::printf("step %5d  %5.2f M tokens  loss %.3f  |g| %.2f  %6.0f tokens/s  %4.0f s left\n", trainer_.steps_done(),
                static_cast<double>(trainer_.tokens_done()) / 1e6, loss, trainer_.gradient_norm(), tokens_per_second(),
                seconds() / std::max(1.0, done) * left);
    std::fflush(stdout);
  }

  void say_validation() const {
    const Validation& last = trainer_.state().validations.back();
    std::printf("step %5d  %5.2f M tokens  held out %.3f nats  random repeat %.3f  passkey %.2f\n", last.step,
                static_cast<double>(trainer_.tokens_done()) / 1e6, last.loss, last.repeat, last.passkey);
    std::fflush(stdout);
  }

 private:
  const Trainer& trainer_;
  std::int64_t first_;  // tokens that an earlier run did
  int first_step_ = trainer_.steps_done();
  Clock::time_point start_ = Clock::now();
  double said_ = 0;
};

Status save_state(const Trainer& trainer, const fs::path& folder) {
  return write_file(folder / "state.safetensors", write_state(trainer.identity(), trainer.state()));
}

Status train(Trainer& trainer, const Arguments& arguments, Progress& progress) {
  const ForEach for_each = with_threads(arguments.threads);
  double saved = 0;
  while (!trainer.is_done() && trainer.steps_done() < arguments.stop_after) {
    if (const Status status = trainer.step(for_each); !status) return status;
    progress.say_if_due();
    if (trainer.steps_done() % steps_between_validations == 0 || trainer.is_done()) {
      if (const Status status = trainer.add_validation(); !status) return status;
      progress.say_validation();
    }
    if (progress.seconds() - saved < seconds_between_saves) continue;
    saved = progress.seconds();
    if (const Status status = save_state(trainer, arguments.folder); !status) return status;
  }
  return save_state(trainer, arguments.folder);
}

// The record's part that only the trainer knows: losses of all steps, validations, pace.
std::string curve_json(const Trainer& trainer, double tokens_per_second) {
  std::string losses;
  for (const float loss : trainer.state().losses) {
    losses += (losses.empty() ? "" : ",") + format_number(static_cast<double>(loss));
  }
  std::string validations;
  for (const Validation& v : trainer.state().validations) {
    validations += (validations.empty() ? "" : ",") + std::string(R"({"step":)") + std::to_string(v.step) +
                   R"(,"loss":)" + format_number(v.loss) + R"(,"repeat":)" + format_number(v.repeat) +
                   R"(,"passkey":)" + format_number(v.passkey) + "}";
  }
  return R"({"tokens":)" + std::to_string(trainer.tokens_done()) + R"(,"tokens_per_second":)" +
         format_number(tokens_per_second) + R"(,"losses":[)" + losses + R"(],"validations":[)" + validations + "]}\n";
}

Status run(const Arguments& arguments) {
  auto trainer = make_trainer(arguments);
  if (!trainer) return trainer.error();
  // Finished before: its files are there, and with them the pace that an idle run would not know.
  if (trainer->is_done() && fs::exists(arguments.folder / "curve.json")) return ok();
  Progress progress(*trainer);
  if (trainer->steps_done() > 0) std::printf("going on after step %d\n", trainer->steps_done());
  if (const Status status = train(*trainer, arguments, progress); !status) return status;
  if (!trainer->is_done()) return ok();
  const auto weights = write_weights(trainer->model(), trainer->state().numbers.values, true);
  if (const Status status = write_file(arguments.folder / "model.safetensors", weights); !status) return status;
  return write_file(arguments.folder / "curve.json", bytes_of(curve_json(*trainer, progress.tokens_per_second())));
}

}  // namespace
}  // namespace ropescope

int main(int count, char** words) {
  const auto arguments = ropescope::read_arguments({words, static_cast<std::size_t>(count)});
  const auto status = arguments ? ropescope::run(*arguments) : ropescope::Status(arguments.error());
  if (status) return 0;
  std::fprintf(stderr, "%s\n", status.error().message.c_str());
  return 2;
}
