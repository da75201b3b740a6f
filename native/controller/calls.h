// Who is waiting: this tick's calls, the memory of earlier ones, and recalls.
#pragma once

#include "control.h"
#include "events.h"

namespace stopline {

class Calls {
 public:
  void Open(const Tables& tables, PhaseSet all);

  // Takes in one tick. `green` and `walk` are the phases that are being served, so that their calls are not remembered.
  void Register(const Input& input, PhaseSet green, PhaseSet walk, Events& events);

  // NEMA external start: everyone is taken to be waiting.
  void CallEveryone();
  // Forgets everything, as the way into flash does.
  void Drop(Events& events);
  // Green begins: what was remembered is being served.
  void ServeVehicles(int phase, Events& events);
  void ServePedestrians(int phase);
  // Green ends with a vehicle still demanding it: it is remembered.
  void Retain(int phase);
  // What coordination and the like place or withhold in this tick; until then nothing.
  void Obey(const Control& control, PhaseSet green);
  // Soft recalls that count in this tick, from the barrier logic.
  void PlaceSoft(PhaseSet phases) { soft_placed_ = phases; }

  // Phases that wait for green, by whatever call, given those that have it; those that must not have it wait in vain.
  PhaseSet Waiting(PhaseSet green) const { return (Firm() | (soft_placed_ & ~omitted_)) & ~green; }
  PhaseSet Firm() const { return (vehicle_ | locked_ | recalled_ | placed_ | Walkers()) & ~omitted_; }
  PhaseSet soft() const { return soft_; }

  // Whoever waits, be it that he is not to be chosen now.
  PhaseSet Asked(PhaseSet green) const {
    return (vehicle_ | locked_ | recalled_ | pedestrian_ | ped_recalled_) & ~green;
  }
  // Those of them who are called by the sheet, themselves and nobody in their place. Who stands for a detector that has
  // failed calls what that one calls.
  PhaseSet Recalled() const { return (recalled_ & ~fault_recalled_) | ped_recalled_; }
  // A vehicle holds the phase's green: on a detector, or as good as there by recall to maximum.
  bool Demand(int phase) const { return Has(vehicle_ | held_, phase); }
  bool Vehicle(int phase) const { return Has(vehicle_, phase); }
  // The phase has a call of its own though it may be green, be it to rest there.
  bool Called(int phase) const { return Has(vehicle_ | recalled_ | soft_ | Walkers(), phase); }
  bool VehicleWaits(int phase) const { return Has(vehicle_ | locked_ | recalled_ | placed_ | soft_placed_, phase); }
  // A pedestrian waits by a button. WalkDue: or by recall, for a green that begins.
  bool Pedestrian(int phase) const { return Has(pedestrian_ & ~ped_omitted_, phase); }
  bool WalkDue(int phase) const { return Has(Walkers(), phase); }
  // By recall to maximum, of the pattern or for a failed detector: nobody knows who is there.
  bool Held(int phase) const { return Has(held_, phase); }
  bool FaultRecall(int phase) const { return Has(fault_recalled_, phase); }

 private:
  PhaseSet Walkers() const { return (pedestrian_ | ped_recalled_) & ~ped_omitted_; }

  PhaseSet all_ = 0;
  PhaseSet with_walk_ = 0;
  PhaseSet with_lock_ = 0;
  // Of this tick.
  PhaseSet vehicle_ = 0;
  PhaseSet recalled_ = 0;  // to minimum or maximum
  PhaseSet held_ = 0;      // to maximum
  PhaseSet soft_ = 0;
  PhaseSet soft_placed_ = 0;
  PhaseSet ped_recalled_ = 0;
  PhaseSet fault_recalled_ = 0;
  PhaseSet placed_ = 0;
  PhaseSet omitted_ = 0;
  PhaseSet ped_omitted_ = 0;
  // Remembered until served.
  PhaseSet locked_ = 0;
  PhaseSet pedestrian_ = 0;
  // What the journal has been told.
  PhaseSet registered_ = 0;
};

}  // namespace stopline
