// All that a C++ program needs: #include <ropescope/ropescope.hpp>. What is reached from here is installed, and nothing
// else is.
#pragma once

#include "attention/attention.hpp"
#include "attention/capture.hpp"
#include "attention/map_rank.hpp"
#include "config/model_config.hpp"
#include "config/rope_reader.hpp"
#include "core/error_codes.hpp"
#include "core/result.hpp"
#include "core/version.hpp"
#include "io/tokenizer.hpp"
#include "kernels/rotate.hpp"
#include "model/model.hpp"
#include "model/sampler.hpp"
#include "model/session.hpp"
#include "position/explain.hpp"
#include "position/methods.hpp"
#include "position/plan.hpp"
#include "position/plan_facts.hpp"
#include "position/registry.hpp"
#include "position/typed_plan.hpp"
