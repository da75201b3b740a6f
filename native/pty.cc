#include "pty.h"

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace stopline {

namespace {

// Raw before anyone opens it: bytes must never be echoed back, turned from \r into \n, or held until a line is full.
bool MakeRaw(const char* path) {
  const int tty = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC);
  if (tty < 0) return false;
  termios settings{};
  bool made = tcgetattr(tty, &settings) == 0;
  if (made) {
    cfmakeraw(&settings);
    made = tcsetattr(tty, TCSANOW, &settings) == 0;
  }
  const int reason = errno;
  close(tty);
  errno = reason;
  return made;
}

}  // namespace

const char* OpenPty(Pty& pair) {
  thread_local char words[160];
  const char* step = "open /dev/ptmx";
  const int master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
  if (master >= 0) {
    step = "unlock it";
    if (grantpt(master) == 0 && unlockpt(master) == 0) {
      step = "learn its name";
      // ptsname_r returns its error instead of setting errno (POSIX 2024).
      const int unnamed = ptsname_r(master, pair.path, sizeof pair.path);
      if (unnamed == 0) {
        step = "make it raw";
        if (MakeRaw(pair.path)) {
          pair.master = master;
          return nullptr;
        }
      } else {
        errno = unnamed;
      }
    }
  }
  const int reason = errno;
  if (master >= 0) close(master);
  std::snprintf(words, sizeof words, "cannot make a pseudo-terminal: to %s failed: %s", step, std::strerror(reason));
  return words;
}

}  // namespace stopline
