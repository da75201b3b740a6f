/*
 * A disk that a rig can make slow, full or bad under a running process (LD_PRELOAD). $DISK_MOOD is a file of three 32-bit integers that the rig
 * writes and every process maps: how long a sync takes in ms, the errno of every write and sync (0: none), and the errno of writes that would make a
 * file longer (ENOSPC: what was there before can be written over, as on a disk that is full). Only regular files count: sockets, ttys and pipes
 * have no disk.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

struct mood {
  volatile int32_t sync_ms, error, longer;
};

static const struct mood* mood;

__attribute__((constructor)) static void begin(void) {
  const char* path = getenv("DISK_MOOD");
  int fd = path == NULL ? -1 : open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return;
  void* at = mmap(NULL, sizeof(struct mood), PROT_READ, MAP_SHARED, fd, 0);
  close(fd);
  if (at != MAP_FAILED) mood = at;
}

static int is_file(int fd, off_t* size) {
  struct stat st;
  if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) return 0;
  *size = st.st_size;
  return 1;
}

/* 1 with errno set where a write up to `end` fails; `end` -1: wherever the file's own place is. */
static int fails(int fd, off_t end) {
  off_t size;
  if (mood == NULL || (mood->error == 0 && mood->longer == 0) || !is_file(fd, &size)) return 0;
  errno = mood->error != 0 ? mood->error : mood->longer;
  return mood->error != 0 || end < 0 || end > size;
}

static int sync_fails(int fd) {
  off_t size;
  if (mood == NULL || !is_file(fd, &size)) return 0;
  int32_t ms = mood->sync_ms;
  struct timespec pause = {ms / 1000, (ms % 1000) * 1000000L};
  if (ms > 0) nanosleep(&pause, NULL);
  errno = mood->error;
  return mood->error != 0;
}

#define REAL(name, ...)                                        \
  static __typeof__(name)* real = NULL;                        \
  if (real == NULL) real = (__typeof__(name)*)dlsym(RTLD_NEXT, #name); \
  return real(__VA_ARGS__)

ssize_t write(int fd, const void* bytes, size_t n) {
  if (fails(fd, -1)) return -1;
  REAL(write, fd, bytes, n);
}

ssize_t writev(int fd, const struct iovec* parts, int n) {
  if (fails(fd, -1)) return -1;
  REAL(writev, fd, parts, n);
}

ssize_t pwrite(int fd, const void* bytes, size_t n, off_t at) {
  if (fails(fd, at + (off_t)n)) return -1;
  REAL(pwrite, fd, bytes, n, at);
}

ssize_t pwrite64(int fd, const void* bytes, size_t n, off64_t at) {
  if (fails(fd, (off_t)at + (off_t)n)) return -1;
  REAL(pwrite64, fd, bytes, n, at);
}

int fsync(int fd) {
  if (sync_fails(fd)) return -1;
  REAL(fsync, fd);
}

int fdatasync(int fd) {
  if (sync_fails(fd)) return -1;
  REAL(fdatasync, fd);
}
