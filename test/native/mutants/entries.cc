// Every number in the compiled tables of the example sites, one at a time: does a story notice?
//
//   entries [N]    each (or one in N); for each a line, tabs between: site, entry, what it becomes, who noticed ("":
//                  nobody did)
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include "../stories/story.h"
#include "describe.h"
#include "registry.h"

namespace {

using prove::SiteFile;

struct Entry {
  std::size_t site;
  bool monitor;
  std::string name;  // of the field, and its place
  std::int32_t at;   // in integers
  std::int32_t becomes;
  std::string words;
};

std::int32_t* TableOf(SiteFile& site, bool monitor) {
  return monitor ? reinterpret_cast<std::int32_t*>(&site.monitor) : reinterpret_cast<std::int32_t*>(&site.tables);
}

bool IsSet(const std::string& field) {
  static const char* const kSets[] = {"callers",           "concurrent",    "overlap_included", "overlap_modifiers",
                                      "overlap_conflicts", "preempt_track", "preempt_dwell",    "preempt_exit",
                                      "flash_entry",       "flash_exit",    "compatible",       "permissive"};
  for (const char* const set : kSets) {
    if (field == set) return true;
  }
  return false;
}

// Whether what lies at a place of a field is something that the site has: a phase, an overlap, a channel.
bool There(const SiteFile& site, bool monitor, const stopline::Field& field, std::int32_t i) {
  const auto& t = site.tables;
  const std::string name = field.name;
  if (monitor) {
    const std::int32_t c = name == "clearance" ? i / stopline::kChannels : i;
    return t.channel_kind[c] != 0 && (name != "clearance" || t.channel_kind[i % stopline::kChannels] != 0);
  }
  if (name == "enabled") return true;
  if (name == "sequence") return t.sequence[i] != 0;
  if (name == "clearance") return t.enabled[i / stopline::kPhases] != 0 && t.enabled[i % stopline::kPhases] != 0;
  if (name.starts_with("overlap_")) return t.overlap_kind[i] != 0;
  if (name.starts_with("preempt_")) return t.preempt_enabled[i] != 0;
  if (name.starts_with("channel_")) return t.channel_kind[i] != 0;
  if (field.count == stopline::kPhases) return t.enabled[i] != 0;
  if (field.count == stopline::kRings) return t.start_phase[i] != 0;
  return true;
}

template <class Buffer>
void AddEntries(std::size_t number, bool monitor, std::vector<Entry>& entries) {
  SiteFile& site = test::ExampleSites()[number];
  for (const stopline::Field& field : stopline::Layout<Buffer>::kFields) {
    for (std::int32_t i = 0; i < field.count; ++i) {
      if (!There(site, monitor, field, i)) continue;
      const std::int32_t at = field.at + i;
      const std::int32_t value = TableOf(site, monitor)[at];
      const std::string name = std::string(monitor ? "monitor " : "") + field.name + "[" + std::to_string(i) + "]";
      const auto add = [&](std::int32_t becomes, const std::string& words) {
        entries.push_back({number, monitor, name, at, becomes, words});
      };
      const bool pedestrians = !monitor && std::strcmp(field.name, "channel_source") == 0 &&
                               site.tables.channel_kind[i] == stopline::kPedestrian;
      if (!IsSet(field.name) && !pedestrians) {
        add(value + 1, "one more");
        if (value != 0) add(value - 1, "one less");
        continue;
      }
      for (int bit = 0; bit < stopline::kChannels; ++bit) {
        const bool phase = !monitor && bit < stopline::kPhases && site.tables.enabled[bit] != 0;
        const bool channel = monitor && site.tables.channel_kind[bit] != 0;
        if (!phase && !channel) continue;
        const auto flipped = static_cast<std::int32_t>(static_cast<std::uint32_t>(value) ^ (1u << bit));
        add(flipped, ((value >> bit & 1) != 0 ? "without " : "with ") + std::to_string(bit + 1));
      }
    }
  }
}

int at_test = 0;  // in hand

// In a process of its own; how that ended: 0, nothing was noticed.
template <class Body>
int Forked(Body body) {
  std::fflush(stdout);
  const pid_t pid = fork();
  if (pid == 0) {
    if (std::freopen("/dev/null", "w", stdout) == nullptr) std::abort();
    test::at_failure = [] { _exit(at_test + 1); };
    alarm(20);
    body();
    _exit(0);
  }
  int status = 0;
  waitpid(pid, &status, 0);
  return status;
}

// The tests that tell of a site: those that fail if there is nothing in its tables.
std::vector<const test::Test*> TestsOf(std::size_t site) {
  std::vector<const test::Test*> tests;
  for (const test::Test* t : test::All()) {
    const int status = Forked([&] {
      test::ExampleSites()[site].tables = stopline::Tables{};
      test::ExampleSites()[site].monitor = stopline::monitor::Tables{};
      test::Holds(*t);
    });
    if (status != 0) tests.push_back(t);
  }
  return tests;
}

}  // namespace

int main(int argc, char** argv) {
  const std::size_t one_in = argc > 1 ? static_cast<std::size_t>(std::atoi(argv[1])) : 1;
  for (std::size_t site = 0; site < test::ExampleSites().size(); ++site) {
    std::vector<Entry> entries;
    AddEntries<stopline::Tables>(site, false, entries);
    AddEntries<stopline::monitor::Tables>(site, true, entries);
    std::vector<const test::Test*> tests = TestsOf(site);
    for (std::size_t n = 0; n < entries.size(); n += one_in == 0 ? 1 : one_in) {
      const Entry& entry = entries[n];
      const int status = Forked([&] {
        TableOf(test::ExampleSites()[site], entry.monitor)[entry.at] = entry.becomes;
        for (at_test = 0; static_cast<std::size_t>(at_test) < tests.size(); ++at_test)
          test::Holds(*tests[static_cast<std::size_t>(at_test)]);
      });
      const char* by = "";
      if (WIFSIGNALED(status)) by = "it does not come to its end";
      if (WIFEXITED(status) && WEXITSTATUS(status) != 0) {
        const auto first = tests.begin();
        const int n_th = WEXITSTATUS(status) - 1;
        by = tests[static_cast<std::size_t>(n_th)]->name;
        std::rotate(first, first + n_th, first + n_th + 1);  // it may notice the next one, too
      }
      std::fflush(stdout);
      std::printf("%s\t%s\t%s\t%s\n", test::ExampleSites()[site].name.c_str(), entry.name.c_str(), entry.words.c_str(),
                  by);
    }
  }
  return 0;
}
