// The seam to Node, and the only file that includes node_api.h.
#include <node_api.h>

#include <cstring>
#include <new>

#include "describe.h"
#include "junction.h"
#include "notify.h"
#include "pty.h"
#include "serial.h"
#include "strategies/planner/planner.h"
#include "strategies/strategy.h"

namespace stopline {

namespace {

// ---- values ----

napi_value Throw(napi_env env, const char* words) {
  napi_throw_error(env, nullptr, words);
  return nullptr;
}

napi_value Number(napi_env env, std::int32_t number) {
  napi_value value = nullptr;
  napi_create_int32(env, number, &value);
  return value;
}

napi_value Text(napi_env env, const char* text) {
  napi_value value = nullptr;
  napi_create_string_utf8(env, text, NAPI_AUTO_LENGTH, &value);
  return value;
}

napi_value Object(napi_env env) {
  napi_value value = nullptr;
  napi_create_object(env, &value);
  return value;
}

template <std::size_t kCount>
napi_value Words(napi_env env, const char* const (&words)[kCount]) {
  napi_value list = nullptr;
  napi_create_array_with_length(env, kCount, &list);
  for (std::uint32_t i = 0; i < kCount; ++i) napi_set_element(env, list, i, Text(env, words[i]));
  return list;
}

napi_value StrategyNames(napi_env env) {
  napi_value list = nullptr;
  napi_create_array(env, &list);
  for (std::int32_t i = 0; i < strategies::Count(); ++i) {
    napi_set_element(env, list, static_cast<std::uint32_t>(i), Text(env, strategies::At(i).name));
  }
  return list;
}

template <typename Buffer>
napi_value Described(napi_env env) {
  napi_value fields = Object(env);
  for (const Field& field : Layout<Buffer>::kFields) {
    napi_value place = Object(env);
    napi_set_named_property(env, place, "at", Number(env, field.at));
    napi_set_named_property(env, place, "count", Number(env, field.count));
    napi_set_named_property(env, fields, field.name, place);
  }
  return fields;
}

// ---- one intersection ----

// The junction with the memory that it shares with TypeScript. The references keep that memory in its place.
struct Opened {
  Junction junction;
  strategies::Planner planner;
  Input* input = nullptr;
  Traffic* traffic = nullptr;
  Output* output = nullptr;
  State* state = nullptr;
  napi_ref kept[4] = {};
};

template <typename Buffer>
bool Share(napi_env env, napi_value result, const char* name, Buffer*& buffer, napi_ref& kept) {
  void* data = nullptr;
  napi_value memory = nullptr;
  napi_value array = nullptr;
  if (napi_create_arraybuffer(env, sizeof(Buffer), &data, &memory) != napi_ok) return false;
  if (napi_create_typedarray(env, napi_int32_array, sizeof(Buffer) / sizeof(std::int32_t), memory, 0, &array) !=
      napi_ok)
    return false;
  if (napi_create_reference(env, memory, 1, &kept) != napi_ok) return false;
  buffer = new (data) Buffer{};
  return napi_set_named_property(env, result, name, array) == napi_ok;
}

template <typename Buffer>
bool Read(napi_env env, napi_value value, Buffer& buffer) {
  bool typed = false;
  napi_typedarray_type type{};
  std::size_t count = 0;
  void* data = nullptr;
  if (napi_is_typedarray(env, value, &typed) != napi_ok || !typed) return false;
  if (napi_get_typedarray_info(env, value, &type, &count, &data, nullptr, nullptr) != napi_ok) return false;
  if (type != napi_int32_array || count * sizeof(std::int32_t) != sizeof(Buffer)) return false;
  std::memcpy(&buffer, data, sizeof(Buffer));
  return true;
}

Opened* Of(napi_env env, napi_callback_info info) {
  void* opened = nullptr;
  napi_get_cb_info(env, info, nullptr, nullptr, nullptr, &opened);
  return static_cast<Opened*>(opened);
}

napi_value Step(napi_env env, napi_callback_info info) {
  Opened* opened = Of(env, info);
  opened->planner.Step(opened->junction.Standing(), *opened->traffic, *opened->input);
  opened->junction.Step(*opened->input, *opened->output);
  return nullptr;
}

napi_value Look(napi_env env, napi_callback_info info) {
  Opened* opened = Of(env, info);
  opened->junction.Look(*opened->state);
  opened->planner.Look(*opened->state);
  return nullptr;
}

void Close(napi_env env, void* data, void*) {
  Opened* opened = static_cast<Opened*>(data);
  for (napi_ref kept : opened->kept) {
    if (kept != nullptr) napi_delete_reference(env, kept);
  }
  delete opened;
}

// open(tables, monitor, lanes) → { input, traffic, output, state, step(), look() }. Both functions hold the result
// itself, so that the junction lives as long as anyone can call it.
napi_value Open(napi_env env, napi_callback_info info) {
  std::size_t count = 3;
  napi_value arguments[3] = {};
  napi_get_cb_info(env, info, &count, arguments, nullptr, nullptr);
  Tables tables;
  monitor::Tables monitor;
  Lanes lanes;
  if (count < 3 || !Read(env, arguments[0], tables) || !Read(env, arguments[1], monitor) ||
      !Read(env, arguments[2], lanes)) {
    return Throw(env,
                 "open needs the controller's and the monitor's tables and the lanes, as describe() lays them out");
  }
  Opened* opened = new (std::nothrow) Opened;
  if (opened == nullptr) return Throw(env, "no memory for another intersection");
  if (const char* wrong = opened->junction.Open(tables, monitor)) {
    delete opened;
    return Throw(env, wrong);
  }
  opened->planner.Open(tables, lanes);
  napi_value result = Object(env);
  napi_value step = nullptr;
  napi_value look = nullptr;
  napi_value owner = nullptr;
  bool made = Share(env, result, "input", opened->input, opened->kept[0]) &&
              Share(env, result, "output", opened->output, opened->kept[1]) &&
              Share(env, result, "state", opened->state, opened->kept[2]) &&
              Share(env, result, "traffic", opened->traffic, opened->kept[3]);
  made = made && napi_create_function(env, "step", NAPI_AUTO_LENGTH, Step, opened, &step) == napi_ok &&
         napi_create_function(env, "look", NAPI_AUTO_LENGTH, Look, opened, &look) == napi_ok &&
         napi_create_external(env, opened, Close, nullptr, &owner) == napi_ok;
  if (!made) {
    if (owner == nullptr) Close(env, opened, nullptr);
    return Throw(env, "no memory for another intersection");
  }
  // Neither writable nor removable: as long as a function is there, what it works on is.
  const napi_property_descriptor owned{"owner", nullptr, nullptr, nullptr, nullptr, owner, napi_default, nullptr};
  napi_define_properties(env, step, 1, &owned);
  napi_define_properties(env, look, 1, &owned);
  napi_set_named_property(env, result, "step", step);
  napi_set_named_property(env, result, "look", look);
  return result;
}

napi_value Describe(napi_env env, napi_callback_info) {
  napi_value result = Object(env);
  napi_set_named_property(env, result, "tables", Described<Tables>(env));
  napi_set_named_property(env, result, "monitor", Described<monitor::Tables>(env));
  napi_set_named_property(env, result, "input", Described<Input>(env));
  napi_set_named_property(env, result, "lanes", Described<Lanes>(env));
  napi_set_named_property(env, result, "traffic", Described<Traffic>(env));
  napi_set_named_property(env, result, "output", Described<Output>(env));
  napi_set_named_property(env, result, "state", Described<State>(env));
  napi_value words = Object(env);
  napi_set_named_property(env, words, "lamps", Words(env, kLampWords));
  napi_set_named_property(env, words, "channelKinds", Words(env, kChannelKindWords));
  napi_set_named_property(env, words, "recalls", Words(env, kRecallWords));
  napi_set_named_property(env, words, "intervals", Words(env, kIntervalWords));
  napi_set_named_property(env, words, "pedIntervals", Words(env, kPedIntervalWords));
  napi_set_named_property(env, words, "terminations", Words(env, kTerminationWords));
  napi_set_named_property(env, words, "overlapKinds", Words(env, kOverlapKindWords));
  napi_set_named_property(env, words, "references", Words(env, kReferenceWords));
  napi_set_named_property(env, words, "forceOffModes", Words(env, kForceOffModeWords));
  napi_set_named_property(env, words, "corrections", Words(env, kCorrectionWords));
  napi_set_named_property(env, words, "coordinationStatus", Words(env, kCoordinationWords));
  napi_set_named_property(env, words, "localFree", Words(env, kLocalFreeWords));
  napi_set_named_property(env, words, "preemptIntervals", Words(env, kPreemptIntervalWords));
  napi_set_named_property(env, words, "planReasons", Words(env, kPlanReasonWords));
  napi_set_named_property(env, words, "priorityStatus", Words(env, kPriorityWords));
  napi_set_named_property(env, words, "flashStatus", Words(env, kFlashStatusWords));
  napi_set_named_property(env, words, "monitorFaults", Words(env, monitor::kFaultWords));
  napi_set_named_property(env, words, "strategies", StrategyNames(env));
  napi_set_named_property(env, result, "words", words);
  return result;
}

napi_value MakePty(napi_env env, napi_callback_info) {
  Pty pair{};
  if (const char* failed = OpenPty(pair)) return Throw(env, failed);
  napi_value result = Object(env);
  napi_set_named_property(env, result, "path", Text(env, pair.path));
  napi_set_named_property(env, result, "master", Number(env, pair.master));
  return result;
}

// Any number of whole arguments; what is no number is -1, which no port is.
template <std::size_t kCount>
void Integers(napi_env env, napi_callback_info info, std::int32_t (&numbers)[kCount]) {
  std::size_t count = kCount;
  napi_value arguments[kCount] = {};
  napi_get_cb_info(env, info, &count, arguments, nullptr, nullptr);
  for (std::size_t i = 0; i < kCount; ++i) {
    numbers[i] = -1;
    if (i < count) napi_get_value_int32(env, arguments[i], &numbers[i]);
  }
}

napi_value Held(napi_env env, napi_callback_info info) {
  std::int32_t fd[1];
  Integers(env, info, fd);
  return Number(env, PortHeld(fd[0]));
}

napi_value Rs485(napi_env env, napi_callback_info info) {
  std::int32_t asked[3];
  Integers(env, info, asked);
  if (asked[1] < 0 || asked[2] < 0) return Throw(env, "switchRs485 needs a descriptor and two delays in ms");
  const auto before_ms = static_cast<std::uint32_t>(asked[1]);
  return Number(env, SwitchRs485(asked[0], before_ms, static_cast<std::uint32_t>(asked[2])));
}

napi_value TellService(napi_env env, napi_callback_info info) {
  std::size_t count = 2;
  napi_value arguments[2] = {};
  napi_get_cb_info(env, info, &count, arguments, nullptr, nullptr);
  char path[128] = {};
  char words[256] = {};
  std::size_t length = 0;
  if (count < 2 || napi_get_value_string_utf8(env, arguments[0], path, sizeof path, &length) != napi_ok ||
      napi_get_value_string_utf8(env, arguments[1], words, sizeof words, &length) != napi_ok) {
    return Throw(env, "notify needs a socket's path and words");
  }
  return Number(env, Notify(path, words));
}

void Export(napi_env env, napi_value exports, const char* name, napi_callback callback) {
  napi_value function = nullptr;
  napi_create_function(env, name, NAPI_AUTO_LENGTH, callback, nullptr, &function);
  napi_set_named_property(env, exports, name, function);
}

}  // namespace

}  // namespace stopline

NAPI_MODULE_INIT() {
  stopline::Export(env, exports, "describe", stopline::Describe);
  stopline::Export(env, exports, "open", stopline::Open);
  stopline::Export(env, exports, "openPty", stopline::MakePty);
  stopline::Export(env, exports, "portHeld", stopline::Held);
  stopline::Export(env, exports, "switchRs485", stopline::Rs485);
  stopline::Export(env, exports, "notify", stopline::TellService);
  return exports;
}
