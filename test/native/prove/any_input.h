// Any inputs, with the moods that streets have: busy and quiet hours, and troubles that each run has or has not.
#pragma once

#include <vector>

#include "../site.h"
#include "seen.h"

namespace prove {

class AnyInput {
 public:
  // `patterns` of the site, if it has any of its own; others are made up.
  AnyInput(test::Dice& dice, const stopline::Tables& tables, const std::vector<stopline::Input>& patterns);

  // The input of the next tenth, given what is green.
  const stopline::Input& Next(const Seen& seen);
  const std::vector<stopline::Input>& patterns() const { return patterns_; }
  // Nothing but calls, recalls and free patterns.
  bool ordinary() const { return ordinary_; }

 private:
  stopline::Input AnyPattern();
  void LayOut(stopline::Input& pattern);
  void Change();
  void Demand(int p, const Seen& seen);
  void Trouble();

  test::Dice& dice_;
  const stopline::Tables& tables_;
  std::vector<stopline::Input> patterns_;
  stopline::Input input_{};
  bool ordinary_;
  bool with_flash_, with_preempts_, with_door_, with_clock_, with_requests_, with_wants_, with_centre_;
  int wants_ = 100;
  int arrivals_ = 30;
  int presses_ = 300;
  int stays_ = 15;
};

}  // namespace prove
