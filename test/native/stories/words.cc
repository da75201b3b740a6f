#include "words.h"

#include <vector>

namespace test {

namespace {

struct Word {
  int code;
  const char* subject;  // "": a phase
  const char* word;
};

constexpr Word kWords[] = {
    {0, "", "on"},
    {1, "", "begins"},
    {2, "", "maximum begins"},
    {3, "", "has its minimum"},
    {4, "", "gapped out"},
    {5, "", "maxed out"},
    {6, "", "forced off"},
    {7, "", "ends"},
    {8, "", "yellow"},
    {9, "", "yellow over"},
    {10, "", "clears"},
    {11, "", "cleared"},
    {12, "", "off"},
    {15, "", "gap shrinks"},
    {16, "", "gap is least"},
    {17, "", "has its queue's green"},
    {18, "", "chosen"},
    {19, "", "cut for priority"},
    {20, "", "cut for a preempt"},
    {21, "", "walk"},
    {22, "", "flashing don't walk"},
    {23, "", "don't walk"},
    {31, "barrier ", "crossed"},
    {32, "overlap ", "flashes"},
    {33, "overlap ", "flashed"},
    {43, "", "called"},
    {44, "", "call over"},
    {45, "", "button"},
    {52, "", "longer maximum"},
    {53, "", "maximum up"},
    {54, "", "maximum down"},
    {61, "overlap ", "green"},
    {62, "overlap ", "trails"},
    {63, "overlap ", "yellow"},
    {64, "overlap ", "clears"},
    {65, "overlap ", "off"},
    {102, "preempt ", "call"},
    {104, "preempt ", "call over"},
    {105, "preempt ", "entry"},
    {106, "preempt ", "track"},
    {107, "preempt ", "dwell"},
    {110, "preempt ", "stuck"},
    {111, "preempt ", "exit"},
    {112, "request ", "in"},
    {113, "request ", "early green"},
    {114, "request ", "extends"},
    {115, "request ", "out"},
    {132, "cycle of ", "s"},
    {133, "offset of ", "s"},
    {151, "", "yields"},
    {178, "officer ", ""},
    {179, "advance ", ""},
    {180, "stop time ", ""},
    {361, "runs free for ", ""},
};

// By CoordinationStatus and FlashStatus.
constexpr const char* kCoordination[] = {"free", "in step", "adds", "subtracts", "dwells"};
constexpr const char* kFlash[] = {"",           "other",          "over",        "automatic",   "by hand",
                                  "of a fault", "of the monitor", "at start-up", "of a preempt"};

// What always comes together.
struct Phrase {
  const char* words;
  const char* said;
};
constexpr Phrase kPhrases[] = {
    {"on, begins", "green"},
    {"gapped out, ends, yellow", "gaps out"},
    {"maxed out, ends, yellow", "maxes out"},
    {"forced off, ends, yellow", "is forced off"},
    {"cut for priority, ends, yellow", "is cut for priority"},
    {"cut for a preempt, ends, yellow", "is cut for a preempt"},
    {"yellow over, clears", "clears"},
    {"cleared, off", "red"},
};

struct Said {
  std::string kind;  // of subject; "": a phase
  std::string number;
  std::string words;
};

void Say(std::vector<Said>& all, const std::string& kind, const std::string& number, const std::string& word) {
  for (Said& said : all) {
    if (said.kind != kind || said.number != number) continue;
    said.words += ", " + word;
    return;
  }
  all.push_back({kind, number, word});
}

void SayEvent(std::vector<Said>& all, int code, int parameter) {
  const std::string number = std::to_string(parameter);
  if (code >= 134 && code <= 149) return Say(all, "split ", std::to_string(code - 133), number + " s");
  if (code == 150) return Say(all, "coordination", "", kCoordination[parameter]);
  if (code == 173) return Say(all, "flash", "", kFlash[parameter]);
  for (const Word& word : kWords) {
    if (word.code == code) return Say(all, word.subject, number, word.word);
  }
  Say(all, "code " + std::to_string(code), "", number);
}

}  // namespace

std::string WordsOf(const stopline::Output& output) {
  std::vector<Said> all;
  for (int i = 0; i < output.event_count[0]; ++i) SayEvent(all, output.events[2 * i], output.events[2 * i + 1]);
  std::string line;
  for (std::size_t i = 0; i < all.size(); ++i) {
    std::string& words = all[i].words;
    for (const Phrase& phrase : kPhrases) {
      const std::size_t at = words.find(phrase.words);
      if (at != std::string::npos) words.replace(at, std::string(phrase.words).size(), phrase.said);
    }
  }
  for (std::size_t i = 0; i < all.size(); ++i) {
    line += (i == 0 ? "" : "; ") + all[i].kind + all[i].number;
    for (; i + 1 < all.size() && all[i + 1].kind == all[i].kind && all[i + 1].words == all[i].words; ++i)
      line += " " + all[i + 1].number;
    if (!all[i].words.empty()) line += " " + all[i].words;
  }
  return line;
}

}  // namespace test
