#include "trace.h"

#include <cstdio>
#include <string>

namespace prove {

namespace {

std::string LampsOf(const Sheet& sheet, const std::int32_t (&lamps)[stopline::kChannels]) {
  static constexpr const char* kLamps[] = {"dark",          "red", "yellow", "green", "flashing red", "flashing yellow",
                                           "flashing green"};
  std::string said;
  for (int c = 0; c < stopline::kChannels; ++c) {
    if (sheet.channel[c].kind == Sheet::kNone || lamps[c] == stopline::kRed) continue;
    said += (said.empty() ? "" : ", ") + std::to_string(c + 1) + " " +
            (lamps[c] >= 0 && lamps[c] <= 6 ? kLamps[lamps[c]] : "?");
  }
  return said.empty() ? "all red" : said;
}

std::string EventsOf(const stopline::Output& output) {
  std::string said;
  for (int i = 0; i < output.event_count[0]; ++i) {
    said += (i == 0 ? "" : " ") + std::to_string(output.events[2 * i]) + ":" + std::to_string(output.events[2 * i + 1]);
  }
  return said;
}

}  // namespace

void Trace(const Scene& scene, const Sheet& sheet, const Break* broken, const Violation& violation) {
  World world{};
  stopline::Tables tables = scene.tables;
  if (broken != nullptr && broken->tables != nullptr) broken->tables(tables);
  if (world.junction.Open(tables, scene.monitor) != nullptr) return;
  Street street(sheet, broken);
  street.Begin(world.seen);
  std::string last;
  for (std::size_t i = 0; i < violation.moves.size(); ++i) {
    if (static_cast<int>(i) == violation.round) std::puts("  and from here on round and round:");
    const Move& move = scene.moves[static_cast<std::size_t>(violation.moves[i])];
    stopline::Input input;
    Fill(move, scene.patterns[move.pattern], sheet, world.seen, input);
    const Invariant broke = street.Step(world, input, move.broken);
    const std::string events = EventsOf(street.output());
    const std::string said =
        move.Said() + " -> " + LampsOf(sheet, street.proposed()) + (events.empty() ? "" : " | events " + events);
    if (said != last || i + 1 == violation.moves.size()) std::printf("  %4zu  %s\n", i + 1, said.c_str());
    last = said;
    if (broke != kHolds && i + 1 < violation.moves.size()) std::printf("        (%s)\n", kWords[broke].name);
  }
}

}  // namespace prove
