// A pair of pseudo-terminals, for the simulated street: Node can open a tty but not make one.
#pragma once

namespace stopline {

struct Pty {
  int master;
  char path[64];
};

// Opens a raw pair. Returns nullptr, or what failed in words that live until the next call from the same thread.
const char* OpenPty(Pty& pair);

}  // namespace stopline
