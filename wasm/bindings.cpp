// The table of exported functions. Free functions, numbers as handles, plain objects: nothing in JavaScript ever has to
// be deleted, and nothing points into the heap.
#include <emscripten/bind.h>
#include <emscripten/emscripten.h>

#include <new>

#include "calls.hpp"

EMSCRIPTEN_BINDINGS(ropescope) {
  namespace js = ropescope::js;
  using emscripten::function;

  function("methods", &js::methods);
  function("inspect", &js::inspect);
  function("plan", &js::plan);
  function("explain", &js::explain);
  function("rotate", &js::rotate);
  function("attention", &js::attention);
  function("runtimeSettings", &js::runtime_settings);
  function("ggufFile", &js::gguf_file);

  function("loadModel", &js::load_model);
  function("modelInfo", &js::model_info);
  function("encode", &js::encode);
  function("decode", &js::decode);
  function("disposeModel", &js::dispose_model);
  function("startSession", &js::start_session);
  function("beginPass", &js::begin_pass);
  function("stepPass", &js::step_pass);
  function("takeMaps", &js::take_maps);
  function("takeResult", &js::take_result);
  function("takeToken", &js::take_token);
  function("disposeSession", &js::dispose_session);

  function("tasks", &js::tasks);
  function("startCell", &js::start_cell);
  function("stepCell", &js::step_cell);
  function("cellResult", &js::cell_result);
  function("disposeCell", &js::dispose_cell);

  function("startTraining", &js::start_training);
  function("startTrainingFrom", &js::start_training_from);
  function("resumeTraining", &js::resume_training);
  function("trainingIdentity", &js::training_identity);
  function("stepTraining", &js::step_training);
  function("trainingReport", &js::training_report);
  function("saveTraining", &js::save_training);
  function("exportTraining", &js::export_training);
  function("disposeTraining", &js::dispose_training);

  // Without exceptions a failed allocation would end in a bare abort(); this text tells web/lib what happened.
  std::set_new_handler([] { emscripten_throw_string("out of memory"); });
}
