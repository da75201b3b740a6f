// make random-ticks: any site, any inputs, the bystander at the roadside; and beside it the same intersection settled
// after every tenth, as make prove does it, which must show and tell the same.
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>

#include "any_input.h"
#include "any_site.h"
#include "scenes.h"
#include "settle.h"
#include "site_file.h"
#include "street.h"

namespace prove {

namespace {

constexpr std::int32_t kEver = 1 << 20;
constexpr std::uint64_t kRun = 20'000;  // tenths of one site

struct Options {
  const char* sites = nullptr;
  std::uint64_t ticks = 1'000'000;
  std::uint32_t seed = 1;
  int jobs = 2;
  bool words = true;  // how far it is
};

// The same lamps, and the same events but for registered calls, which the settled one has forgotten.
bool Same(const stopline::Output& one, const stopline::Output& other) {
  if (std::memcmp(one.channels, other.channels, sizeof one.channels) != 0) return false;
  if (one.start_up[0] != other.start_up[0] || one.fault[0] != other.fault[0]) return false;
  const auto next = [](const stopline::Output& output, int& i) {
    while (i < output.event_count[0] && (output.events[2 * i] == 43 || output.events[2 * i] == 44)) ++i;
    return i < output.event_count[0];
  };
  for (int i = 0, j = 0;; ++i, ++j) {
    const bool more = next(one, i);
    if (more != next(other, j)) return false;
    if (!more) return true;
    if (one.events[2 * i] != other.events[2 * j] || one.events[2 * i + 1] != other.events[2 * j + 1]) return false;
  }
}

class Run {
 public:
  Run(std::uint32_t seed, const std::vector<SiteFile>& sites) : dice_(seed), any_(dice_) {
    if (!sites.empty() && dice_.OneIn(4)) {
      const SiteFile& site = sites[static_cast<std::size_t>(dice_.Roll(static_cast<int>(sites.size())))];
      any_.tables = site.tables;
      any_.monitor = site.monitor;
      input_ = std::make_unique<AnyInput>(dice_, any_.tables, site.patterns);
    } else {
      input_ = std::make_unique<AnyInput>(dice_, any_.tables, std::vector<stopline::Input>{});
    }
  }

  // Returns the tenth in which something broke, or `ticks`; says what.
  std::uint64_t Go(std::uint64_t ticks, const char*& what) {
    const Sheet sheet(any_.tables, any_.monitor);
    const Settle settle(any_.tables, any_.monitor, input_->patterns(), kEver);
    Street street(sheet);
    if (const char* wrong = world_.junction.Open(any_.tables, any_.monitor)) {
      what = wrong;
      return 0;
    }
    const bool twin = dice_.OneIn(4) && settled_.Open(any_.tables, any_.monitor) == nullptr;
    street.Begin(world_.seen);
    for (std::uint64_t t = 0; t < ticks; ++t) {
      const stopline::Input& input = input_->Next(world_.seen);
      const Invariant broken = street.Step(world_, input, false);
      what = broken == kHolds ? nullptr : kWords[broken].sentence;
      if (twin) {
        stopline::Output output;
        settled_.Step(input, output);
        settle(settled_);
        if (what == nullptr && !Same(street.output(), output))
          what = "settled as make prove does it, the same intersection showed or told something else";
      }
      if (what != nullptr) return t;
    }
    return ticks;
  }

 private:
  test::Dice dice_;
  AnySite any_;
  std::unique_ptr<AnyInput> input_;
  World world_{};
  stopline::Junction settled_;
};

// Runs `first`, `first + step` and so on; a tenth that broke something ends it.
int Go(const Options& options, const std::vector<SiteFile>& sites, std::uint64_t first) {
  const std::uint64_t runs = (options.ticks + kRun - 1) / kRun;
  const auto step = static_cast<std::uint64_t>(options.jobs);
  const bool watched = options.words && first == 0 && isatty(STDERR_FILENO) != 0;
  for (std::uint64_t i = first; i < runs; i += step) {
    const auto seed = static_cast<std::uint32_t>(options.seed + i);
    const std::uint64_t ticks = std::min(kRun, options.ticks - i * kRun);
    const char* what = nullptr;
    const std::uint64_t tick = Run(seed, sites).Go(ticks, what);
    if (what != nullptr) {
      std::printf("VIOLATION: %s\n  seed %u, tick %llu\n  again: make random-ticks SEED=%u TICKS=%llu\n", what, seed,
                  static_cast<unsigned long long>(tick), seed, static_cast<unsigned long long>(tick + 1));
      return 1;
    }
    if (watched && i % 200 == 0)
      std::fprintf(stderr, "\r%5.1f %%", 100.0 * static_cast<double>(i) / static_cast<double>(runs));
  }
  if (watched) std::fprintf(stderr, "\r        \r");
  return 0;
}

int Main(int argc, char** argv) {
  Options options;
  for (int i = 1; i < argc; ++i) {
    const auto after = [&](const char* option) {
      const std::size_t length = std::strlen(option);
      return std::strncmp(argv[i], option, length) == 0 ? argv[i] + length : nullptr;
    };
    if (const char* value = after("--sites=")) options.sites = value;
    if (const char* value = after("--ticks=")) options.ticks = std::strtoull(value, nullptr, 10);
    if (const char* value = after("--seed="))
      options.seed = static_cast<std::uint32_t>(std::strtoul(value, nullptr, 10));
    if (const char* value = after("--jobs=")) options.jobs = std::max(1, std::atoi(value));
  }
  std::vector<SiteFile> sites;
  if (options.sites != nullptr && (sites = ReadSites(options.sites)).empty())
    return std::printf("%s has no sites\n", options.sites), 2;
  const auto began = std::chrono::steady_clock::now();
  std::fflush(stdout);
  for (int job = 0; job < options.jobs; ++job) {
    if (fork() != 0) continue;
    const int code = Go(options, sites, static_cast<std::uint64_t>(job));
    std::fflush(stdout);
    _exit(code);
  }
  bool held = true;
  for (int status = 0; wait(&status) > 0;) held = held && WIFEXITED(status) && WEXITSTATUS(status) == 0;
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  std::printf("%llu random ticks from seed %u: %s, %.1f s, %.0f ticks/s\n",
              static_cast<unsigned long long>(options.ticks), options.seed, held ? "every invariant held" : "broken",
              seconds, static_cast<double>(options.ticks) / seconds);
  return held ? 0 : 1;
}

}  // namespace

}  // namespace prove

int main(int argc, char** argv) { return prove::Main(argc, argv); }
