// Room for the events of a tenth.
#include "controller/events.h"

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "harness.h"

namespace {

// How a process ends that tells so many events in one tenth: 0, or the signal.
int EndOf(int events) {
  const pid_t child = fork();
  if (child == 0) {
    static stopline::Output output;
    stopline::Events told(output);
    for (int i = 0; i < events; ++i) told.Add(stopline::Event::kBeginGreen, 1);
    _exit(output.event_count[0] == events ? 0 : 1);
  }
  int status = 0;
  if (child < 0 || waitpid(child, &status, 0) != child) return -1;
  return WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status);
}

}  // namespace

TEST("a tenth that has more to tell than there is room for ends the process: the cabinet takes over") {
  CHECK(EndOf(stopline::kEvents) == 0);
  CHECK(EndOf(stopline::kEvents + 1) == SIGABRT);
}
