// The conflict monitor: the last word on what the channels show. It knows nothing of phases, rings or calls and takes
// nobody's word for a time: it counts for itself what it has let through.
#pragma once

#include <cstdint>

#include "tables.h"

namespace stopline::monitor {

enum class Fault : std::int32_t {
  kNone,
  kConflict,
  kShortGreen,
  kSkippedYellow,
  kShortYellow,
  kShortRedClearance,
  kShortWalk,
  kSkippedPedClearance,
  kShortPedClearance,
  kOutOfSequence,
  kBadIndication,
  kPartialFlash,
  kFlashLeftOtherThanByRed,
};

// In the order of Fault, as a technician reads them.
inline constexpr const char* kFaultWords[] = {
    "none",
    "conflicting movements at the same time",
    "green shorter than its minimum",
    "green ended without yellow",
    "yellow change too short",
    "red clearance too short",
    "walk too short",
    "walk ended without pedestrian clearance",
    "pedestrian clearance too short",
    "indication out of sequence",
    "an indication that the channel cannot show",
    "some channels in flash and others not",
    "flash left other than by red",
};

class Monitor {
 public:
  // Returns nullptr, or what is wrong with the tables in words.
  const char* Open(const Tables& tables);

  // Looks at what the controller wants to show next and writes what may be shown: the same, or flash from the first
  // fault on. One call a tenth.
  void Check(const std::int32_t (&proposed)[kChannels], std::int32_t (&shown)[kChannels]);

  // Latched until the process ends: a fault means that something is broken, and what is broken does not heal by
  // waiting.
  Fault fault() const { return fault_; }
  std::uint32_t channels() const { return channels_; }

 private:
  static bool TellsFlash(std::int32_t kind, std::int32_t flash);
  bool Flashing(const std::int32_t (&lamps)[kChannels]) const;
  void CheckFlash(const std::int32_t (&next)[kChannels]);
  void CheckLeavingFlash(const std::int32_t (&next)[kChannels]);
  void CheckVehicle(int channel, std::int32_t next);
  void CheckPedestrian(int channel, std::int32_t next);
  void CheckConflicts(const std::int32_t (&next)[kChannels]);
  void CheckClearances(const std::int32_t (&next)[kChannels]);
  bool GivesWay(int channel, std::int32_t next) const;
  bool Together(int one, const std::int32_t (&next)[kChannels], int other) const;
  void Trip(Fault fault, std::uint32_t channels);

  Tables tables_{};
  bool flash_ = true;
  std::int32_t lamp_[kChannels] = {};  // what each channel shows
  std::int32_t age_[kChannels] = {};   // for how many tenths, this one included
  // For how many tenths it has shown no walk, whatever it showed; before the first of them a walk is taken to have
  // ended.
  std::int32_t walked_[kChannels] = {};
  bool gives_way_[kChannels] = {};  // its arrow flashes yellow, or what it shows is the yellow or red behind that
  Fault fault_ = Fault::kNone;
  std::uint32_t channels_ = 0;
};

}  // namespace stopline::monitor
