// How long remembered calls can wait, from the graph of all states: a way on which someone waits for ever is a circle
// in it, and the longest of the others is the longest wait there is.
#pragma once

#include "search.h"

namespace prove {

struct Waits {
  int longest = 0;  // tenths, of any call
  int preempt = 0;  // tenths from a preempt's entry to its dwell
  int turns = 0;    // how often the same conflicting phase was served meanwhile
};

// Looks at every call in turn and adds what breaks a bound to the search.
Waits LookAtWaits(Search& search, const Scene& scene);

}  // namespace prove
