// Small models and trainings: files that are damaged before and after they are signed, sessions in pieces, GGUF files.
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "config/model_config.hpp"
#include "core/checksum.hpp"
#include "core/result.hpp"
#include "core/threads.hpp"
#include "gguf.hpp"
#include "input.hpp"
#include "io/safetensors.hpp"
#include "io/safetensors_writer.hpp"
#include "methods.hpp"
#include "model/model.hpp"
#include "model/session.hpp"
#include "position/registry.hpp"
#include "reference.hpp"
#include "runtimes/gguf_export.hpp"
#include "runtimes/request.hpp"
#include "targets.hpp"
#include "threads.hpp"
#include "tiny_model.hpp"
#include "train/checkpoint.hpp"
#include "train/trainer.hpp"

namespace ropescope::fuzz {
namespace {

using reference::index;

constexpr int vocab = 96;  // that of the characters, which a GGUF file needs

test::TinySpec take_spec(Input& input) {
  constexpr std::array types{"llama", "mistral", "qwen2", "qwen3"};
  test::TinySpec spec{.model_type = types[input.below(types.size())], .vocab = vocab};
  spec.kv_heads = 1 << input.below(2);
  spec.heads = spec.kv_heads << input.below(2);
  spec.head_dim = 2 * input.between(1, 8);
  spec.hidden = 8 * input.between(1, 4);
  spec.inner = 8 * input.between(1, 4);
  spec.layers = input.between(1, 3);
  spec.tied = input.flip();
  if (input.flip()) spec.more += R"(,"sliding_window":)" + std::to_string(input.between(1, 20));
  if (input.below(4) == 0) spec.more += R"(,"partial_rotary_factor":0.5)";
  return spec;
}

Result<Session> started(const Model& model, std::span<const MethodSpec> methods, const Threads& threads) {
  return Session::start(model, {methods.begin(), methods.end()}, {.force = true, .threads = threads});
}

// A pass over tokens that the text then does not have.
void begin_and_cancel(Input& input, Session& session) {
  const auto others = test::random_tokens(input.between(1, 5), vocab, input.take<std::uint8_t>());
  if (!session.begin(others, {})) return;
  // the embedding, and of one layer at least a part: the head is still to come
  for (auto steps = input.below(3); steps > 0; --steps) require(!session.step(), "a pass of three parts takes three");
  session.cancel();
}

// The same text in pieces: some passes are cancelled, some are of maps alone. The rows that it gives have the bits of
// the whole; where a plan depends on the length earlier rows were of a shorter text, so that only the last is the same.
void check_pieces(Input& input, Session session, std::span<const int> tokens, const PassResult& whole, bool depends) {
  for (std::size_t seen = 0; seen < tokens.size(); seen = session.tokens().size()) {
    if (input.below(4) == 1) begin_and_cancel(input, session);
    const std::size_t count = 1 + input.below(std::min<std::size_t>(tokens.size() - seen, input.flip() ? 30 : 3));
    const bool maps = input.below(8) == 1 && seen + count < tokens.size();
    const PassOptions options{.logits = maps ? LogitsWanted::none : LogitsWanted::all,
                              .captures = {{.layers = {0}, .size = static_cast<int>(input.below(9))}}};
    const auto pass = session.run(tokens.subspan(seen, count), options);
    require(pass.has_value(), "a text that runs whole runs in pieces", pass ? "" : pass.error().message);
    if (maps || (depends && seen + count < tokens.size())) continue;
    const std::size_t rows = depends ? 1 : count;
    require(pass->logits.size() == count * vocab, "as many logits in pieces");
    require(std::memcmp(&pass->logits[(count - rows) * vocab], &whole.logits[(seen + count - rows) * vocab],
                        rows * vocab * sizeof(float)) == 0,
            "pieces give the bits of the whole");
  }
}

void check_session(Input& input, const Model& model) {
  const Asked asked = take_legal(input, 30);
  const auto tokens = test::random_tokens(input.between(1, 30), vocab, input.take<std::uint16_t>());
  auto at_once = started(model, asked.methods, {});
  if (!at_once) return;  // the methods do not go together, or not with these heads
  const auto whole = at_once->run(tokens, {});
  // Large weights overflow: the pass counts such tokens, and a masked key that is no number spoils all of its pass.
  if (!whole || whole->non_finite > 0) return;
  const bool depends = std::ranges::any_of(
      asked.methods, [](const MethodSpec& spec) { return find_method(spec.id)->depends_on_length; });
  auto in_pieces = started(model, asked.methods, input.flip() ? test::two_threads() : Threads());
  require(in_pieces.has_value(), "a session starts again");
  check_pieces(input, *std::move(in_pieces), tokens, *whole, depends);
}

void check_gguf(Input& input, const test::TinySpec& spec, std::span<const std::byte> file) {
  const Asked asked = take_legal(input, 30);
  const auto config = read_model_config(test::config_json(spec));
  const auto checkpoint = read_checkpoint(test::config_json(spec));
  const auto tensors = read_safetensors(file);
  if (!config || !checkpoint || !tensors) return;
  const auto request = read_export_request(Runtime::llama_cpp, *checkpoint, asked.methods, 0);
  if (!request) return;
  const auto written = export_gguf(*config, *tensors, *request);
  if (!written) {
    require(!written.error().message.empty(), "a refusal has words");
    return;
  }
  const auto read = test::GgufReader(written->file).contents();
  for (const auto& [name, tensor] : read.tensors) {
    std::size_t bytes = tensor.dtype == 0 ? sizeof(float) : sizeof(std::uint16_t);
    for (const std::size_t size : tensor.shape) bytes *= size;
    require(read.data + tensor.offset + bytes <= written->file.size(), "a tensor lies in the file", name);
    require(tensor.offset % 32 == 0, "a tensor is aligned", name);
  }
}

void damage(Input& input, std::vector<std::byte>& bytes, std::size_t from) {
  for (auto hits = input.below(4); hits > 0 && bytes.size() > from; --hits) {
    const std::size_t at = from + input.take<std::uint32_t>() % (bytes.size() - from);
    if (input.flip()) {
      bytes[at] = input.take<std::byte>();
    } else {
      bytes.resize(at);
    }
  }
}

constexpr const char* training_config =
    R"({"model_type":"llama","vocab_size":96,"hidden_size":8,"intermediate_size":8,"num_hidden_layers":1,
        "num_attention_heads":2,"head_dim":4,"max_position_embeddings":16,"rope_theta":100,"tie_word_embeddings":true})";
constexpr const char* training_recipe =
    R"({"steps":6,"phases":[{"length":12,"rows":2,"mix":{"text":1}}],"adamw":{"learning_rate":0.01}})";

std::shared_ptr<const Corpus> corpus() {
  static const auto shared = [] {
    auto made = std::make_shared<Corpus>();
    made->train = test::random_tokens(400, vocab, 1);
    made->heldout = test::random_tokens(400, vocab, 2);
    return made;
  }();
  return shared;
}

Trainer fresh() {
  auto trainer = Trainer::make({training_config, training_recipe, 1}, corpus());
  require(trainer.has_value(), "the training starts", trainer ? "" : trainer.error().message);
  return *std::move(trainer);
}

// The same file with the checksum of what it holds now.
std::vector<std::byte> signed_again(std::span<const std::byte> file) {
  auto tensors = read_safetensors(file);
  if (!tensors) return {file.begin(), file.end()};
  Checksum checksum;
  for (const auto& [name, tensor] : *tensors) {
    if (name == "checksum") continue;
    const std::string description = name + " " + tensor.dtype + " " + describe_shape(tensor.shape) + " ";
    checksum.add(std::as_bytes(std::span(description)));
    checksum.add(tensor.bytes);
  }
  const std::uint64_t value = checksum.value();
  (*tensors)["checksum"] = {"U64", {1}, std::as_bytes(std::span(&value, 1))};
  return write_safetensors(*tensors);
}

}  // namespace

void state(Input input) {
  Trainer trainer = fresh();
  for (auto steps = input.below(3); steps > 0; --steps) require(trainer.step().has_value(), "a step of the training");
  if (input.flip()) require(trainer.add_validation().has_value(), "a validation");
  auto file = write_state(trainer.identity(), trainer.state());
  const std::vector<std::byte> whole = file;
  damage(input, file, 8);
  if (input.flip()) file = signed_again(file);
  Trainer other = fresh();
  const Status resumed = other.resume(file);
  if (!resumed) {
    require(file != whole, "a state that was written is read", resumed.error().message);
    return;
  }
  require(other.steps_done() >= 0 && other.steps_done() <= other.recipe().steps, "a step of the recipe");
  if (!other.is_done() && !other.step()) return;  // numbers that were damaged overflow, and that is said
  if (file == whole && !trainer.is_done()) {
    require(trainer.step().has_value(), "a step of the training");
    require(trainer.state().numbers.values == other.state().numbers.values, "a resumed training goes on bit for bit");
  }
}

void model(Input input) {
  const test::TinySpec spec = take_spec(input);
  auto file = test::write_safetensors(test::random_tensors(spec, input.take<std::uint8_t>()));
  if (input.below(3) == 0) damage(input, file, 0);
  const auto model = load_model(test::config_json(spec), file);
  if (!model) {
    require(!model.error().message.empty(), "an error has words");
    return;
  }
  if (input.flip()) {
    check_session(input, *model);
  } else {
    check_gguf(input, spec, file);
  }
}

}  // namespace ropescope::fuzz
