// Methods and the weights they belong to: what a model says it was trained with, what its file holds for it, and what
// is refused.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <initializer_list>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "config/position_method.hpp"
#include "config/rope_reader.hpp"
#include "core/error_codes.hpp"
#include "core/result.hpp"
#include "io/json.hpp"
#include "model/learned_numbers.hpp"
#include "model/model.hpp"
#include "model/session.hpp"
#include "model/session_plans.hpp"
#include "position/registry.hpp"
#include "position/trained_as.hpp"
#include "tiny_model.hpp"

namespace ropescope {
namespace {

std::vector<MethodSpec> specs_of(std::initializer_list<const char*> ids) {
  std::vector<MethodSpec> specs;
  for (const char* id : ids) specs.push_back({id, {}});
  return specs;
}

std::set<std::string_view> weights_of(std::initializer_list<const char*> ids) { return trained_as(specs_of(ids)); }

Result<Model> load(const test::TinySpec& spec, const test::NamedTensors& more = {}) {
  auto tensors = test::random_tensors(spec);
  tensors.insert(more.begin(), more.end());
  return load_model(test::config_json(spec), test::write_safetensors(tensors));
}

std::string error_of(const Result<Model>& model) { return model ? "loaded" : model.error().message; }

const test::TinySpec kerple{.more = R"(,"position_method":"kerple_log")"};

TEST(TrainedAs, is_rope_for_what_is_put_on_afterwards) {
  using Ids = std::set<std::string_view>;
  EXPECT_EQ(weights_of({"yarn"}), Ids{"rope"});
  EXPECT_EQ(weights_of({}), Ids{"rope"});
  EXPECT_EQ(weights_of({"alibi"}), Ids{"alibi"});
  EXPECT_EQ(weights_of({"xpos"}), (Ids{"rope", "xpos"}));
  EXPECT_EQ(weights_of({"linear", "xpos"}), (Ids{"rope", "xpos"}));
}

TEST(TrainedAs, lets_weights_run_what_they_were_trained_for) {
  const auto fits = [](auto own, auto wanted) { return bool(check_weights(specs_of(own), specs_of(wanted))); };
  using Ids = std::initializer_list<const char*>;
  EXPECT_TRUE(fits(Ids{"rope"}, Ids{"yarn"}));
  EXPECT_TRUE(fits(Ids{"yarn"}, Ids{"rope"}));
  EXPECT_TRUE(fits(Ids{"xpos"}, Ids{"yarn", "xpos"}));
  EXPECT_TRUE(fits(Ids{"alibi"}, Ids{"alibi"}));
  EXPECT_FALSE(fits(Ids{"rope"}, Ids{"alibi"}));
  EXPECT_FALSE(fits(Ids{"alibi"}, Ids{"rope"}));
  EXPECT_FALSE(fits(Ids{"alibi"}, Ids{"sandwich"}));
  EXPECT_FALSE(fits(Ids{"xpos"}, Ids{"rope"}));
  EXPECT_FALSE(fits(Ids{"rope"}, Ids{"linear", "xpos"}));
}

TEST(TrainedAs, depends_on_parameters_where_a_form_of_a_method_has_to_be_trained_in) {
  using Ids = std::set<std::string_view>;
  const MethodSpec clipped{"log_n", {{"clipped", true}}};
  const MethodSpec unclipped{"log_n", {{"clipped", false}}};
  EXPECT_EQ(trained_as(std::vector{clipped}), Ids{"rope"});
  EXPECT_EQ(trained_as(std::vector{unclipped}), (Ids{"log_n", "rope"}));
  EXPECT_EQ(trained_as(std::vector{unclipped, MethodSpec{"alibi", {}}}), (Ids{"alibi", "log_n"}));
  const MethodSpec all_pairs{"proportional", {{"partial_rotary_factor", 1.0}}};
  EXPECT_EQ(trained_as(std::vector{all_pairs}), Ids{"rope"});
  EXPECT_EQ(weights_of({"proportional"}), Ids{"proportional"});
  EXPECT_FALSE(check_weights({}, std::vector{unclipped}));
  EXPECT_FALSE(check_weights(std::vector{unclipped}, std::vector{clipped}));
  EXPECT_TRUE(check_weights(std::vector{unclipped}, std::vector{MethodSpec{"yarn", {}}, unclipped}));
}

// Parameters of these methods change what training saw as well, but within what their papers put on trained RoPE
// weights: a window or sinks hide keys, temperature is 1 within its first stretch. Their forms need no other weights.
TEST(TrainedAs, agrees_with_the_description_where_parameters_are_not_given) {
  for (const MethodEntry& method : registry()) {
    EXPECT_EQ(*method_trained_as({std::string(method.info.id), {}}), method.info.trained_as) << method.info.id;
  }
  EXPECT_EQ(method_trained_as({"logn", {}}).error().code, ErrorCode::unknown_method);
  EXPECT_EQ(method_trained_as({"log_n", {{"clipped", 1.0}}}).error().code, ErrorCode::invalid_argument);
}

TEST(PositionMethod, of_a_form_that_was_trained_in_needs_no_force) {
  const auto model = load({.more = R"(,"position_method":{"id":"log_n","params":{"clipped":false}})"});
  ASSERT_TRUE(model) << model.error().message;
  const auto own = Session::start(*model, {});
  EXPECT_TRUE(own) << own.error().message;
  EXPECT_TRUE(Session::start(*model, {{"linear", {}}, {"log_n", {{"clipped", false}}}}));
  EXPECT_EQ(Session::start(*model, {{"log_n", {}}}).error().code, ErrorCode::wrong_weights);
}

TEST(WrongWeights, are_refused_unless_forced_and_then_marked) {
  const auto model = load({});
  ASSERT_TRUE(model);
  const auto refused = Session::start(*model, {{"alibi", {}}});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::wrong_weights);
  EXPECT_EQ(refused.error().message,
            "alibi runs on weights trained with alibi, but these were trained with rope; force runs it all the same "
            "and marks the result");
  for (const char* id : {"alibi", "yarn"}) {
    auto session = Session::start(*model, {{id, {}}}, {.force = true});
    ASSERT_TRUE(session) << session.error().message;
    const auto result = session->run(std::vector{1, 2, 3}, {});
    ASSERT_TRUE(result);
    EXPECT_EQ(result->forced, std::string_view(id) == "alibi");
  }
}

TEST(WrongWeights, do_not_hide_an_error_of_the_method_itself) {
  const auto model = load({});
  ASSERT_TRUE(model);
  EXPECT_EQ(Session::start(*model, {{"alibi", {{"alibi_bias_max", -1.0}}}}).error().code, ErrorCode::invalid_argument);
  EXPECT_EQ(Session::start(*model, {{"alibbi", {}}}).error().code, ErrorCode::unknown_method);
}

TEST(PositionMethod, makes_a_model_run_with_its_own_method) {
  const auto model = load({.more = R"(,"position_method":{"id":"alibi","params":{"alibi_bias_max":4}})"});
  ASSERT_TRUE(model) << model.error().message;
  auto own = Session::start(*model, {});
  ASSERT_TRUE(own) << own.error().message;
  const auto result = own->run(std::vector{1, 2, 3, 4}, {});
  ASSERT_TRUE(result);
  EXPECT_FALSE(result->forced);
  auto named = Session::start(*model, {{"alibi", {{"alibi_bias_max", 4.0}}}});
  EXPECT_EQ(result->logits, named->run(std::vector{1, 2, 3, 4}, {})->logits);
  auto other = Session::start(*model, {{"alibi", {}}});
  EXPECT_NE(result->logits, other->run(std::vector{1, 2, 3, 4}, {})->logits);
  EXPECT_EQ(Session::start(*model, {{"rope", {}}}).error().code, ErrorCode::wrong_weights);
}

TEST(PositionMethod, takes_an_id_an_object_or_a_list) {
  const auto read = [](const std::string& json) { return read_position_method(*parse_json(json)); };
  EXPECT_TRUE(read("{}")->empty());
  EXPECT_TRUE(read(R"({"position_method":null})")->empty());
  EXPECT_EQ(read(R"({"position_method":"xpos"})")->front().id, "xpos");
  const auto list = read(R"({"position_method":["linear",{"id":"xpos","params":{"gamma":0.5}}]})");
  ASSERT_TRUE(list) << list.error().message;
  ASSERT_EQ(list->size(), 2U);
  EXPECT_EQ(list->at(1).params, (Params{{"gamma", 0.5}}));
}

TEST(PositionMethod, is_told_to_who_reads_the_rotary_part_alone) {
  const auto reading = read_rope_text(test::config_json({.more = R"(,"position_method":"alibi")"}));
  ASSERT_TRUE(reading) << reading.error().message;
  ASSERT_EQ(reading->main.warnings.size(), 1U);
  EXPECT_EQ(to_english(reading->main.warnings[0]),
            "position_method: the model was trained with this; shown is the rotary part of its config");
}

TEST(PositionMethod, is_refused_by_its_path) {
  const auto message = [](const std::string& value) {
    const auto read = read_position_method(*parse_json("{\"position_method\":" + value + "}"));
    return read ? std::string("accepted") : std::string(name_of(read.error().code)) + ": " + read.error().message;
  };
  EXPECT_EQ(message("7"),
            "invalid_config: position_method must be a method's id, or an object with id and params, got 7");
  EXPECT_EQ(message("[]"), "invalid_config: position_method must name at least one method, got an empty list");
  EXPECT_TRUE(message("\"alibbi\"").starts_with("invalid_config: there is no method \"alibbi\""));
  EXPECT_EQ(message(R"(["rope",{"id":"xpos","params":{"gamma":true}}])"),
            "invalid_config: position_method[1].params.gamma must be a number from 0.001 to 1000, got true");
  EXPECT_EQ(message(R"({"id":"xpos","parms":{}})"),
            "invalid_config: position_method must have no key but id, params, got parms");
  const auto both = load({.more = R"(,"position_method":"alibi","rope_scaling":{"rope_type":"linear","factor":2.0})"});
  EXPECT_EQ(error_of(both),
            "position_method and the rotary settings (linear) both name a method; let position_method list all");
}

TEST(LearnedNumbers, come_from_the_weight_file_by_layer_or_shared) {
  const test::NamedTensors numbers{{"model.position.kerple_log.r1", {{4}, {0.1F, 0.2F, 0.3F, 0.4F}}},
                                   {"model.position.kerple_log.r2", {{4}, {1, 1, 1, 1}}},
                                   {"model.layers.1.self_attn.position.kerple_log.r2", {{4}, {2, 2, 2, 2}}}};
  const auto model = load(kerple, numbers);
  ASSERT_TRUE(model) << model.error().message;
  EXPECT_EQ(model->parameters, load({})->parameters + 12);
  const auto plans = plan_layers(*model, model->config.methods, 10);
  ASSERT_TRUE(plans) << plans.error().message;
  ASSERT_EQ(plans->plans.size(), 2U);
  const auto expected = [](double r2) {
    const MethodSpec spec{"kerple_log",
                          {{"r1", std::vector<double>{0.1F, 0.2F, 0.3F, 0.4F}}, {"r2", std::vector(4, r2)}}};
    return make_plan(std::vector{spec}, {.head_dim = 8, .rotary_dim = 8}, {.seq_len = 10, .num_heads = 4})->bias;
  };
  EXPECT_EQ(plans->plans[0].bias, expected(1));
  EXPECT_EQ(plans->plans[1].bias, expected(2));
  EXPECT_TRUE(Session::start(*model, {}));
}

TEST(LearnedNumbers, that_are_given_come_before_those_of_the_file) {
  const LearnedNumbers shared{{"kerple_log.r1", {1}}, {"kerple_log.r2", {2}}};
  const auto spec =
      with_learned_numbers({"kerple_log", {{"r1", std::vector{9.0}}, {"r2", std::vector<double>{}}}}, {}, shared);
  EXPECT_EQ(spec.params, (Params{{"r1", std::vector{9.0}}, {"r2", std::vector{2.0}}}));
}

TEST(LearnedNumbers, that_are_missing_or_misnamed_are_errors) {
  const auto without = load(kerple);
  ASSERT_TRUE(without) << without.error().message;
  EXPECT_EQ(Session::start(*without, {}).error().message,
            "kerple_log.r1 must have num_heads (4) numbers, got 0; they are learned and come from the model's weight "
            "file or from the parameter");
  EXPECT_EQ(error_of(load(kerple, {{"model.position.kerple_log.r3", {{4}, {1, 1, 1, 1}}}})),
            "the tensor model.position.kerple_log.r3 must be named after a method and one of its learned parameters");
}

TEST(Plans, are_made_ahead_so_that_a_step_needs_no_new_one) {
  EXPECT_EQ(planned_length(ModelConfig{}, specs_of({"alibi"}), 1), 64);
  EXPECT_EQ(planned_length(ModelConfig{}, specs_of({"alibi"}), 65), 128);
  EXPECT_EQ(planned_length(ModelConfig{}, specs_of({"alibi", "dynamic_ntk"}), 65), 65);
  EXPECT_EQ(planned_length(ModelConfig{}, specs_of({"rope"}), max_tokens), max_tokens);
}

TEST(Plans, keep_the_cache_when_they_grow) {
  const auto model = load({.more = R"(,"position_method":"alibi")"});
  ASSERT_TRUE(model);
  auto session = Session::start(*model, {});
  const auto tokens = test::random_tokens(70, model->config.vocab_size);
  ASSERT_TRUE(session->run(std::span(tokens).first(60), {}));
  const auto rest = session->run(std::span(tokens).subspan(60), {});
  ASSERT_TRUE(rest);
  EXPECT_EQ(rest->recomputed_tokens, 0);
  auto fresh = Session::start(*model, {});
  const auto whole = fresh->run(tokens, {});
  EXPECT_TRUE(std::ranges::equal(rest->logits, std::span(whole->logits).last(rest->logits.size())));
}

}  // namespace
}  // namespace ropescope
