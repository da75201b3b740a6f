// Runs tests against mutants, each mutant in a process of its own that is forked from this one.
//
//   run costs FILE [MOST]     a line for each test: its number, milliseconds of processor time, good or FAILED or long
//                             (more than MOST), and its sentence
//   run record FILE TEST …    the same of those tests, and the numbers of the mutants that make a difference in it
//   run jobs=N                lines "MUTANT TEST:MILLISECONDS …" on standard input; for each a line "MUTANT survived"
//   or
//                             "MUTANT killed TEST how"
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <string>
#include <vector>

#include "mutant.h"
#include "tests.h"

namespace mutants {

void Choose(int number);

namespace {

#ifdef STOPLINE_RECORD
constexpr int kMost = 100'000;
unsigned char differs_at_start[kMost];

// From now on a process that the test forks marks them here as well: what ends a process is tried in one of its own.
void ShareMarks() {
  void* const shared = mmap(nullptr, kMost, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (shared == MAP_FAILED) std::abort();
  std::memcpy(shared, differs_at_start, kMost);
  differs = static_cast<unsigned char*>(shared);
}
#endif

// Where a child stands; the parent reads it when the child is gone.
struct Place {
  int test;  // in hand
  bool failed;
};

// Of a process, in milliseconds.
double Used() {
  rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_utime.tv_sec) * 1e3 + static_cast<double>(usage.ru_utime.tv_usec) / 1e3;
}

void Limit(double milliseconds) {
  itimerval timer{};
  timer.it_value.tv_sec = static_cast<time_t>(milliseconds / 1e3);
  timer.it_value.tv_usec =
      static_cast<suseconds_t>((milliseconds - static_cast<double>(timer.it_value.tv_sec) * 1e3) * 1e3);
  setitimer(ITIMER_VIRTUAL, &timer, nullptr);
}

Place* shared_place = nullptr;

// What a test prints is nobody's.
void Silence() {
  if (std::freopen("/dev/null", "w", stdout) == nullptr) std::abort();
  if (std::freopen("/dev/null", "w", stderr) == nullptr) std::abort();
}

// A test that takes this much longer than on the unbroken controller goes round for ever: processor time, not the
// clock on the wall.
double LimitOf(double milliseconds) { return milliseconds * 6 + 60; }

struct Job {
  int mutant;
  std::vector<std::pair<int, double>> tests;  // and what each takes, unbroken
};

[[noreturn]] void RunChild(const Job& job, Place& place) {
  Silence();
  shared_place = &place;
  Choose(job.mutant);
  for (const auto& [test, milliseconds] : job.tests) {
    place.test = test;
    Limit(LimitOf(milliseconds));
    if (!RunTest(test)) {
      place.failed = true;
      _exit(1);
    }
  }
  _exit(0);
}

bool ReadJob(Job& job) {
  char* line = nullptr;
  std::size_t size = 0;
  const ssize_t length = getline(&line, &size, stdin);
  if (length <= 0) return std::free(line), false;
  job.tests.clear();
  char* at = line;
  job.mutant = static_cast<int>(std::strtol(at, &at, 10));
  for (;;) {
    char* after = at;
    const long test = std::strtol(at, &after, 10);
    if (after == at) break;
    at = after + 1;  // ':'
    const double milliseconds = std::strtod(at, &at);
    job.tests.emplace_back(static_cast<int>(test), milliseconds);
  }
  std::free(line);
  return true;
}

int Jobs(int jobs) {
  Place* const places = static_cast<Place*>(mmap(nullptr, sizeof(Place) * static_cast<std::size_t>(jobs),
                                                 PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
  struct Running {
    pid_t pid = 0;
    int mutant = 0;
  };
  std::vector<Running> running(static_cast<std::size_t>(jobs));
  bool more = true;
  int live = 0;
  for (;;) {
    for (std::size_t i = 0; i < running.size() && more; ++i) {
      if (running[i].pid != 0) continue;
      Job job;
      more = ReadJob(job);
      if (!more) break;
      places[i] = {-1, false};
      std::fflush(stdout);
      const pid_t pid = fork();
      if (pid == 0) RunChild(job, places[i]);
      running[i] = {pid, job.mutant};
      ++live;
    }
    if (live == 0) return 0;
    int status = 0;
    const pid_t pid = wait(&status);
    for (std::size_t i = 0; i < running.size(); ++i) {
      if (running[i].pid != pid) continue;
      running[i].pid = 0;
      --live;
      if (WIFEXITED(status) && WEXITSTATUS(status) == 0) {
        std::printf("%d survived\n", running[i].mutant);
        continue;
      }
      const char* how = places[i].failed ? "failed" : "crashed";
      if (WIFSIGNALED(status) && WTERMSIG(status) == SIGVTALRM) how = "without end";
      std::printf("%d killed %d %s\n", running[i].mutant, places[i].test, how);
    }
    std::fflush(stdout);
  }
}

// Longer tests than this are not measured: they come last, and few of them.
constexpr double kLong = 2000;

// Each in a process of its own as well, so that one does not see what another has left behind.
int Record(const char* file, const std::vector<int>& tests, double limit) {
  std::FILE* const out = std::fopen(file, "w");
  if (out == nullptr) return 1;
  for (const int test : tests) {
    std::fflush(out);
    const pid_t pid = fork();
    if (pid == 0) {
      Silence();
#ifdef STOPLINE_RECORD
      ShareMarks();
#endif
      const double before = Used();
      if (limit > 0) Limit(limit);
      const bool good = RunTest(test);
      std::fprintf(out, "%d\t%.1f\t%s\t%s\t", test, Used() - before, good ? "good" : "FAILED", TestName(test));
#ifdef STOPLINE_RECORD
      for (int m = 1; m < kMost; ++m) {
        if (differs[m] != 0) std::fprintf(out, "%d ", m);
      }
#endif
      std::fprintf(out, "\n");
      std::fflush(out);
      _exit(0);
    }
    int status = 0;
    waitpid(pid, &status, 0);
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGVTALRM) {
      std::fprintf(out, "%d\t%.1f\tlong\t%s\t\n", test, limit, TestName(test));
    } else if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
      return std::printf("test %d: %s crashes\n", test, TestName(test)), 1;
    }
  }
  std::fclose(out);
  return 0;
}

}  // namespace

#ifdef STOPLINE_RECORD
unsigned char* differs = differs_at_start;
#endif

// A check that fails ends the process: which mutant is dead is all that is asked.
void Failed() {
  if (shared_place == nullptr) return;
  shared_place->failed = true;
  _exit(1);
}

}  // namespace mutants

int main(int argc, char** argv) {
  std::vector<int> tests;
  if ((argc == 3 || argc == 4) && std::strcmp(argv[1], "costs") == 0) {
    for (int test = 0; test < mutants::TestCount(); ++test) tests.push_back(test);
    return mutants::Record(argv[2], tests, argc == 4 ? std::atof(argv[3]) : mutants::kLong);
  }
  if (argc >= 3 && std::strcmp(argv[1], "record") == 0) {
    for (int i = 3; i < argc; ++i) tests.push_back(std::atoi(argv[i]));
    return mutants::Record(argv[2], tests, 0);
  }
  if (argc == 2 && std::strncmp(argv[1], "jobs=", 5) == 0) return mutants::Jobs(std::atoi(argv[1] + 5));
  std::puts("usage: costs FILE [MOST], record FILE TEST ..., or jobs=N");
  return 2;
}
