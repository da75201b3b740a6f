// Someone at the roadside with a stop-watch and the timing sheet: sees lamps and calls, knows nothing of how they come
// about.
#pragma once

#include "site.h"

namespace test {

class Watch {
 public:
  explicit Watch(const Site& site);

  // One tenth: the lamps by channel, and who is known to wait. Returns nullptr, or the promise that was broken.
  const char* See(const std::int32_t (&lamps)[32]);

  // Someone who stays waits from now on for a phase's green, or for its walk.
  void WaitForGreen(int phase);
  void WaitForWalk(int phase);
  bool Waits(int phase) const { return waiting_[phase] > 0; }
  bool WaitsForWalk(int phase) const { return waiting_to_walk_[phase] > 0; }
  bool Green(int phase) const { return lamp_[phase] == kGreen; }
  // Vehicles that a detector counts in this tenth.
  void Count(int phase, int vehicles);
  // An officer at the door in this tenth: has stopped time, leads the traffic.
  void Officer(bool stops, bool leads);

  // The longest that anyone may wait, by the maximums that have been in force since they came.
  void SetBound(const std::int32_t (&max_green)[16]);
  int bound = 0;
  int grace = 0;  // what priority may add to anyone's wait
  int longest_wait = 0;
  int closest = 0;  // how near anyone's wait has come to the bound of its time, in per cent
  int greens = 0;
  int walks = 0;
  int leading = 0;

 private:
  enum { kDark, kRed, kYellow, kGreen, kFlashingRed };

  const char* SeeStopped(const std::int32_t (&lamps)[32]) const;
  const char* SeeBegin(int phase);
  const char* SeePhase(int phase, int now);
  const char* SeePedestrians(int phase, int now);
  const char* SeeWaiting(int phase, bool steady);
  bool Red(int phase) const { return lamp_[phase] == kRed && ped_[phase] == kRed; }
  int MinGreen(int phase) const;
  int Split(int phase) const;
  int Cycle() const;

  // A tenth in which a wait begins, and one in which a green does.
  static constexpr int kTurn = 2;

  Site site_;
  bool there_[16] = {};
  bool flash_ = true;
  bool stopped_ = false;
  bool led_ = false;
  int all_red_ = 0;
  int lamp_[16] = {};
  int age_[16] = {};
  int ended_[16] = {};  // since it was last green
  int counted_[16] = {};
  int ped_[16] = {};
  int ped_age_[16] = {};
  bool held_[16] = {};       // its walk, by an officer
  int since_walk_[16] = {};  // in flash too; before the first tenth someone may have been let go
  int waiting_[16] = {};
  int waiting_to_walk_[16] = {};
  int max_green_[16] = {};
  int longest_green_[16] = {};
  int age_of_pattern_ = 0;
};

}  // namespace test
