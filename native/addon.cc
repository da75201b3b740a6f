// The seam to Node, and the only file that includes node_api.h.
#include <node_api.h>

#include "pty.h"

namespace {

napi_value OpenPty(napi_env env, napi_callback_info) {
  stopline::Pty pair{};
  const char* failed = stopline::OpenPty(pair);
  if (failed != nullptr) {
    napi_throw_error(env, nullptr, failed);
    return nullptr;
  }
  napi_value result = nullptr;
  napi_value path = nullptr;
  napi_value master = nullptr;
  napi_create_object(env, &result);
  napi_create_string_utf8(env, pair.path, NAPI_AUTO_LENGTH, &path);
  napi_create_int32(env, pair.master, &master);
  napi_set_named_property(env, result, "path", path);
  napi_set_named_property(env, result, "master", master);
  return result;
}

}  // namespace

NAPI_MODULE_INIT() {
  napi_value function = nullptr;
  napi_create_function(env, "openPty", NAPI_AUTO_LENGTH, OpenPty, nullptr, &function);
  napi_set_named_property(env, exports, "openPty", function);
  return exports;
}
