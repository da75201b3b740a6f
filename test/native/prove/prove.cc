// make prove: every state that each scene can reach, every input in each of them, every invariant at every step.
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

#include "breaks.h"
#include "scenes.h"
#include "search.h"
#include "trace.h"
#include "waits.h"

namespace prove {

namespace {

struct Count {
  std::uint64_t states = 0;
  std::uint64_t transitions = 0;
  std::uint64_t violations = 0;
};

void Print(const Scene& scene, const Search& search, const Violation& violation) {
  std::printf("\nVIOLATION of %s in %s: %s\n", kWords[violation.invariant].name, scene.name.c_str(),
              kWords[violation.invariant].sentence);
  std::printf("  the shortest way there, a line for each tenth (only what changes is written):\n");
  Trace(scene, search.sheet(), search.broken(), violation);
  std::printf("  again: make prove ONLY=%s%s%s\n\n", scene.name.c_str(), search.broken() != nullptr ? " BREAK=" : "",
              search.broken() != nullptr ? search.broken()->name : "");
}

Count Prove(const Scene& scene, const Break* broken) {
  const auto began = std::chrono::steady_clock::now();
  Search search(scene, broken);
  if (search.wrong() != nullptr) {
    std::printf("%s cannot be opened: %s\n", scene.name.c_str(), search.wrong());
    return {0, 0, 1};
  }
  search.Run();
  const Waits waits = LookAtWaits(search, scene);
  for (const Violation& violation : search.violations()) Print(scene, search, violation);
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  char reach[64] = "complete";
  if (!search.complete()) std::snprintf(reach, sizeof reach, "complete to depth %d", search.depth() - 1);
  std::printf(
      "%-34s states %9llu transitions %11llu depth %4d %s, longest wait %d of %d, preempt %d of %d, %.1f s, %.0f "
      "states/s, %.0f "
      "steps/s, violations %zu\n",
      scene.name.c_str(), static_cast<unsigned long long>(search.states()),
      static_cast<unsigned long long>(search.transitions()), search.depth(), reach, waits.longest, scene.wait,
      waits.preempt, scene.preempt, seconds, static_cast<double>(search.states()) / seconds,
      static_cast<double>(search.transitions()) / seconds, search.violations().size());
  std::fflush(stdout);
  return {search.states(), search.transitions(), search.violations().size()};
}

// Two at a time, each in a process of its own: a search takes one core and most of a memory.
Count ProveAll(const std::vector<Scene>& scenes, const Break* broken, int jobs) {
  int pipes[2];
  if (pipe(pipes) != 0) std::abort();
  Count total;
  std::size_t next = 0;
  int running = 0;
  while (next < scenes.size() || running > 0) {
    if (next < scenes.size() && running < jobs) {
      std::fflush(stdout);
      if (fork() == 0) {
        const Count count = Prove(scenes[next], broken);
        const bool told = write(pipes[1], &count, sizeof count) == static_cast<ssize_t>(sizeof count);
        std::fflush(stdout);
        _exit(told ? 0 : 1);
      }
      ++next;
      ++running;
      continue;
    }
    int status = 0;
    wait(&status);
    --running;
    Count count;
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0 &&
        read(pipes[0], &count, sizeof count) == static_cast<ssize_t>(sizeof count)) {
      total.states += count.states;
      total.transitions += count.transitions;
      total.violations += count.violations;
    } else {
      std::puts("a search came to no end");
      ++total.violations;
    }
  }
  return total;
}

const char* After(const char* argument, const char* option) {
  const std::size_t length = std::strlen(option);
  return std::strncmp(argument, option, length) == 0 ? argument + length : nullptr;
}

int Run(int argc, char** argv) {
  const char* sites = nullptr;
  const char* only = "";
  const char* breaking = nullptr;
  bool brief = false;
  int jobs = 2;
  for (int i = 1; i < argc; ++i) {
    if (const char* value = After(argv[i], "--sites=")) sites = value;
    if (const char* value = After(argv[i], "--only=")) only = value;
    if (const char* value = After(argv[i], "--break=")) breaking = value;
    if (const char* value = After(argv[i], "--jobs=")) jobs = std::atoi(value);
    if (std::strcmp(argv[i], "--short") == 0) brief = true;
  }
  const Break* broken = nullptr;
  if (breaking != nullptr) {
    if (std::strcmp(breaking, "all") == 0) return SeeEveryBreak(SmallScenes());
    broken = BreakNamed(breaking);
    if (broken == nullptr) return std::printf("there is no break %s\n", breaking), 2;
  }
  std::vector<Scene> scenes = SmallScenes();
  if (sites != nullptr) {
    std::vector<Scene> examples = ExampleScenes(sites, brief);
    if (examples.empty()) return std::printf("%s has no sites\n", sites), 2;
    scenes.insert(scenes.begin(), examples.begin(), examples.end());
  }
  std::erase_if(scenes, [only](const Scene& scene) { return scene.name.find(only) == std::string::npos; });
  if (scenes.empty()) return std::printf("there is no scene %s\n", only), 2;
  const Count total = ProveAll(scenes, broken, jobs);
  std::printf("states %llu transitions %llu invariants %d violations %llu\n",
              static_cast<unsigned long long>(total.states), static_cast<unsigned long long>(total.transitions),
              static_cast<int>(kInvariants), static_cast<unsigned long long>(total.violations));
  return total.violations == 0 ? 0 : 1;
}

}  // namespace

}  // namespace prove

int main(int argc, char** argv) { return prove::Run(argc, argv); }
