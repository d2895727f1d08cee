// All methods. A new one needs two lines here: its include and its place in the list.
#pragma once

#include "position/bias/alibi.hpp"
#include "position/bias/fire.hpp"
#include "position/bias/forget_gate.hpp"
#include "position/bias/kerple_log.hpp"
#include "position/bias/kerple_power.hpp"
#include "position/bias/sandwich.hpp"
#include "position/bias/t5.hpp"
#include "position/decay/xpos.hpp"
#include "position/frequency/abf.hpp"
#include "position/frequency/clipped_rope.hpp"
#include "position/frequency/dynamic_ntk.hpp"
#include "position/frequency/dynamic_yarn.hpp"
#include "position/frequency/linear.hpp"
#include "position/frequency/llama3.hpp"
#include "position/frequency/longrope.hpp"
#include "position/frequency/nope.hpp"
#include "position/frequency/ntk_aware.hpp"
#include "position/frequency/ntk_by_parts.hpp"
#include "position/frequency/ntk_su.hpp"
#include "position/frequency/part_ntk.hpp"
#include "position/frequency/pope.hpp"
#include "position/frequency/proportional.hpp"
#include "position/frequency/resonance.hpp"
#include "position/frequency/rope.hpp"
#include "position/frequency/yarn.hpp"
#include "position/logits/drope.hpp"
#include "position/logits/key_norm.hpp"
#include "position/logits/log_n.hpp"
#include "position/logits/nope_scale.hpp"
#include "position/logits/sink_logit.hpp"
#include "position/logits/ssmax.hpp"
#include "position/logits/temperature.hpp"
#include "position/map/dual_chunk.hpp"
#include "position/map/leaky_rerope.hpp"
#include "position/map/rerope.hpp"
#include "position/map/self_extend.hpp"
#include "position/map/string.hpp"
#include "position/pattern/chunked.hpp"
#include "position/pattern/hwfa.hpp"
#include "position/pattern/layer_pattern.hpp"
#include "position/pattern/sinks.hpp"
#include "position/pattern/window.hpp"

namespace ropescope {

template <class... M>
struct MethodList {};

namespace methods {

// In the order in which lists and tables show them.
using All = MethodList<Rope,          //
                       Linear,        //
                       NtkAware,      //
                       DynamicNtk,    //
                       NtkByParts,    //
                       PartNtk,       //
                       Yarn,          //
                       DynamicYarn,   //
                       Llama3,        //
                       LongRope,      //
                       Proportional,  //
                       Abf,           //
                       NtkSu,         //
                       Resonance,     //
                       ClippedRope,   //
                       Xpos,          //
                       Alibi,         //
                       KerpleLog,     //
                       KerplePower,   //
                       T5,            //
                       Fire,          //
                       Sandwich,      //
                       ForgetGate,    //
                       Nope,          //
                       Drope,         //
                       Pope,          //
                       NopeScale,     //
                       ReRope,        //
                       LeakyReRope,   //
                       SelfExtend,    //
                       DualChunk,     //
                       String,        //
                       Window,        //
                       Sinks,         //
                       Chunked,       //
                       Hwfa,          //
                       LayerPattern,  //
                       LogN,          //
                       Ssmax,         //
                       Temperature,   //
                       KeyNorm,       //
                       SinkLogit>;

}  // namespace methods
}  // namespace ropescope
