/*
 * The clock by which a broker counts how long a client has said nothing (LD_PRELOAD). $BROKER_CLOCK is a file of one 64-bit integer that the rig
 * writes and the broker maps: ns. What goes by the calendar, a certificate's dates among them, stays the computer's.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

static const volatile int64_t* now_ns;

__attribute__((constructor)) static void begin(void) {
  const char* path = getenv("BROKER_CLOCK");
  int fd = path == NULL ? -1 : open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return;
  void* at = mmap(NULL, sizeof(int64_t), PROT_READ, MAP_SHARED, fd, 0);
  close(fd);
  if (at != MAP_FAILED) now_ns = at;
}

int clock_gettime(clockid_t clock, struct timespec* at) {
  if (now_ns != NULL && (clock == CLOCK_MONOTONIC || clock == CLOCK_BOOTTIME)) {
    int64_t ns = *now_ns;
    at->tv_sec = ns / 1000000000;
    at->tv_nsec = ns % 1000000000;
    return 0;
  }
  static __typeof__(clock_gettime)* real = NULL;
  if (real == NULL) real = (__typeof__(clock_gettime)*)dlsym(RTLD_NEXT, "clock_gettime");
  return real(clock, at);
}
