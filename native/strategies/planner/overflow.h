// Queues that outlast their greens: how many greens in a row did not see the end of one, and how long ago that was.
#pragma once

#include <algorithm>
#include <cstdint>

namespace stopline::strategies {

class Overflow {
 public:
  // The first tenth of a green; `more` are known to stand behind those who are seen.
  void Begin(bool more) { dense_ = more; }
  // Nobody came for so long that the queue is over.
  void Gap() { dense_ = false; }
  // The first tenth behind a green that left many standing, or not.
  void End(bool left) {
    greens_ = dense_ ? std::min(greens_ + 1, kMostGreens) : 0;
    left_ = left ? std::min(left_ + 1, kMostGreens) : 0;
  }
  // Every tenth: whether more stand behind those who are seen, and whether the lane is green.
  void Time(bool more, bool green) {
    for (int n = 0; n < kCounted; ++n) {
      const bool now = (more && greens_ > n) || (!green && left_ > n);
      since_[n] = now ? 0 : std::min(since_[n] + 1, kNever);
    }
  }

  std::int32_t greens() const { return greens_; }
  // Tenths since so many greens in a row (1 or 2) were outlasted by a queue that stands still.
  std::int32_t since(int greens) const { return since_[greens - 1]; }

 private:
  static constexpr std::int32_t kMostGreens = 5, kNever = 36'000;
  static constexpr int kCounted = 2;

  bool dense_ = false;       // this green began with more behind it, and has seen no gap yet
  std::int32_t greens_ = 0;  // greens in a row that ended so
  std::int32_t left_ = 0;    // greens in a row that left many
  std::int32_t since_[kCounted] = {kNever, kNever};
};

}  // namespace stopline::strategies
