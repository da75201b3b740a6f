// One preempt's input: whether it is called, and for how long. A call that is not locked lives as long as its input; a
// locked one until it has been served; neither outlives an input that is on for so long that it must be stuck.
#pragma once

#include "events.h"
#include "sequence.h"

namespace stopline {

class PreemptInput {
 public:
  // One tenth of preempt `i`. `timing`: its timers run (they stand still in stop time).
  void Listen(const Tables& tables, int i, bool on, bool timing, Events& events) {
    if (on != on_) {
      events.Add(on ? Event::kPreemptCallOn : Event::kPreemptCallOff, i + 1);
      on_ = on;
      stuck_ = false;
      presence_ = 0;
    } else if (on && timing && !stuck_) {
      const Tenths longest = tables.preempt_max_presence[i];
      stuck_ = longest > 0 && ++presence_ >= longest;
      if (stuck_) events.Add(Event::kPreemptMaxPresence, i + 1);
    }
    if (called_ && timing && waited_ < tables.preempt_delay[i]) ++waited_;
    called_ = on ? !stuck_ : called_ && tables.preempt_lock[i] != 0;
    if (!called_) waited_ = 0;
    due_ = called_ && waited_ >= tables.preempt_delay[i];
  }

  // It has been served for as long as it had to be: from now on it is called by its input alone.
  void Unlock() { called_ = due_ = on_ && !stuck_; }
  // Into flash, behind which it begins anew.
  void Drop(int i, Events& events) {
    if (on_) events.Add(Event::kPreemptCallOff, i + 1);
    *this = PreemptInput{};
  }

  bool called() const { return called_; }
  // Called, and its delay is over.
  bool due() const { return due_; }

 private:
  bool on_ = false;
  bool called_ = false;
  bool due_ = false;
  bool stuck_ = false;  // not believed until it goes off
  Tenths presence_ = 0;
  Tenths waited_ = 0;
};

}  // namespace stopline
