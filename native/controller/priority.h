// Priority for a vehicle that is on its way (NTCIP 1211): its green is extended or comes early, or is inserted, within
// the limits of the site; what it asks for is a better place within the cycle, never a right over a minimum.
//
// One request is served at a time: of those that something can be done for now, the one that arrives first. Nothing is
// done before it must be: as long as the rings, asked in time, can still have the green there, they are left alone.
//
// What it may cost the others: a green of the request's phase lasts longer by its extension at the most; a green that
// is cut short loses its reduction at the most; a phase is passed over once, and nobody else is until it has been
// served. So nobody waits longer than by the extension of each green before theirs, and by one inserted green for each
// phase that has its turn before them.
#pragma once

#include "headway.h"

namespace stopline {

class Priority {
 public:
  void Open(const Tables& tables);
  // One tenth, after coordination: changes its force-offs and holds. Codes 112 to 115. While a preempt is in force
  // requests wait.
  void Step(const Input& input, const Barriers& barriers, const Calls& calls, const Coordination& coordination,
            bool preempted, Control& control, Events& events);
  void Drop(Events& events);

  PriorityStatus status(int slot) const { return slots_[slot].status; }

 private:
  struct Slot {
    std::int32_t number = 0;  // of the phase, as asked; 0: nobody is there
    PriorityStatus status = PriorityStatus::kIdle;
    bool met = false;  // the vehicle was there in a green
    int phase() const { return number - 1; }
  };

  void Listen(const Input& input, PhaseSet green, Events& events);
  bool Limited(std::int32_t number) const;
  bool Wants(const Scene& scene, int slot) const;
  int Choose(const Scene& scene) const;
  void Release();
  void Overtake();
  void Serve(const Scene& scene, Control& control, Events& events);
  void Extend(const Ring& ring, Control& control, Events& events);
  void Hasten(const Scene& scene, Control& control, Events& events);
  void Return(const Scene& scene, Control& control);

  const Tables* tables_ = nullptr;
  Headway headway_;
  Slot slots_[kRequests];
  int active_ = kNone;             // slot
  bool acted_ = false;             // for the active one
  bool told_[2] = {};              // early green, extension: of the active one
  Tenths resting_ = 0;             // until the next service
  Tenths extended_[kPhases] = {};  // of the green that is on
  PhaseSet overtaken_ = 0;         // by an insertion that is under way
  PhaseSet owed_ = 0;              // passed over, not yet served
};

}  // namespace stopline
