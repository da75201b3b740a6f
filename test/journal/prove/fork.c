/*
 * fork(2) for a test: a process that has read and compiled everything is there again within milliseconds. Node has threads of its own, and only
 * the one that asks is in the child: whoever uses this runs under --single-threaded, and the child never comes back to its event loop.
 */
#include <node_api.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

static napi_value number(napi_env env, int32_t value) {
  napi_value out = NULL;
  napi_create_int32(env, value, &out);
  return out;
}

static int32_t argument(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value given = NULL;
  int32_t value = 0;
  napi_get_cb_info(env, info, &count, &given, NULL, NULL);
  napi_get_value_int32(env, given, &value);
  return value;
}

/* V8 keeps its compiled code out of forks (MADV_DONTFORK): a child would step into nothing. */
static void keep_all(void) {
  FILE* maps = fopen("/proc/self/maps", "r");
  if (maps == NULL) return;
  char line[512];
  unsigned long from, to;
  while (fgets(line, sizeof line, maps) != NULL)
    if (sscanf(line, "%lx-%lx ", &from, &to) == 2) (void)madvise((void*)from, to - from, MADV_DOFORK);
  fclose(maps);
}

/* The child's number in the parent, 0 in the child, which ends with its parent; -1 if there is no room for one. */
static napi_value forked(napi_env env, napi_callback_info info) {
  (void)info;
  keep_all();
  pid_t pid = fork();
  if (pid == 0) prctl(PR_SET_PDEATHSIG, SIGKILL);
  return number(env, pid);
}

/* -1 while that child lives; then the signal that ended it, or 256 and its exit code. */
static napi_value ended(napi_env env, napi_callback_info info) {
  int status = 0;
  pid_t pid = argument(env, info);
  pid_t done = waitpid(pid, &status, WNOHANG);
  if (done != pid) return number(env, -1);
  return number(env, WIFSIGNALED(status) ? WTERMSIG(status) : 256 + WEXITSTATUS(status));
}

/* Ends a child at once: nothing of the parent's is put in order a second time. */
static napi_value leave(napi_env env, napi_callback_info info) { _exit(argument(env, info)); }

NAPI_MODULE_INIT() {
  const napi_property_descriptor all[] = {
      {"fork", NULL, forked, NULL, NULL, NULL, napi_default, NULL},
      {"ended", NULL, ended, NULL, NULL, NULL, napi_default, NULL},
      {"leave", NULL, leave, NULL, NULL, NULL, napi_default, NULL},
  };
  napi_define_properties(env, exports, sizeof all / sizeof *all, all);
  return exports;
}
