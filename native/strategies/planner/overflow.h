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
  // The first tenth behind a green that left so many standing, in parts.
  void End(std::int32_t left) {
    greens_ = dense_ ? std::min(greens_ + 1, kMostGreens) : 0;
    left_ = left;
  }
  // Every tenth: whether it is so now.
  void Time(bool now) { since_ = now ? 0 : std::min(since_ + 1, kNever); }

  // This green began with more behind it, and has seen no gap yet.
  bool dense() const { return dense_; }
  std::int32_t greens() const { return greens_; }
  std::int32_t left() const { return left_; }
  std::int32_t since() const { return since_; }  // tenths

 private:
  static constexpr std::int32_t kMostGreens = 5, kNever = 36'000;

  bool dense_ = false;
  std::int32_t greens_ = 0;
  std::int32_t left_ = 0;
  std::int32_t since_ = kNever;
};

}  // namespace stopline::strategies
