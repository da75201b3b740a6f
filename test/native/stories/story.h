// What an intersection tells while somebody does something there: the journal in words, tenth by tenth, as a traffic
// engineer would read it aloud. The intersection is an example site, compiled from its file by the product's own
// TypeScript; phases, overlaps, preempts and slots by their numbers.
#pragma once

#include <initializer_list>
#include <string>
#include <vector>

#include "../harness.h"
#include "../prove/site_file.h"

namespace test {

class Story {
 public:
  // In the pattern of that number; 1 is the one in force at a start of every example site. Nothing has happened yet.
  explicit Story(const char* site, int pattern = 1);

  // On by so many tenths; buttons and locked calls are let go behind the first.
  void Go(int tenths = 1);
  // What has happened so far is past: from here on moments are counted, and things told.
  void Begin();
  // Through start-up and everybody's first green, until the site rests in these phases and nobody has come for so long.
  void Settle(std::initializer_list<int> resting, int tenths = 300);
  void Pattern(int number);

  // Somebody stands on these loops from now on, and nowhere else.
  void Queue(std::initializer_list<int> phases);
  void Press(int phase) { input.pedestrian[phase - 1] = 1; }
  // A vehicle passes a loop that remembers it.
  void Pass(int phase) { input.locking[phase - 1] = input.actuations[phase - 1] = 1; }

  // Each line of `words` is a moment and what was told in it, from Begin on; `0.0` is the first tenth behind it. If
  // that is not what was told, both are printed from where they part.
  bool Tells(const char* words);
  // The channels' lamps in their order, a letter each: G, Y, R, d(ark), and g, y, r for those that flash.
  bool Shows(const char* lamps) const;

  stopline::State Look() const;
  stopline::strategies::Standing Standing() const { return junction_.Standing(); }

  stopline::Input input{};
  stopline::Output output{};

 private:
  void Note();

  prove::SiteFile site_;
  stopline::Junction junction_;
  std::vector<std::string> told_;
  int moment_ = 0;
  bool good_ = true;
};

// By every story that is begun from now on; `make mutate` spoils them, one integer at a time.
std::vector<prove::SiteFile>& ExampleSites();

}  // namespace test
