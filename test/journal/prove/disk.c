/*
 * Between a program and its disk (LD_PRELOAD): what is done to files in the folder $DISK_DIR is written down in $DISK_LOG, in order and with
 * contents, and the n-th of those calls fails when it is asked for. Files that end in -shm, -lock or .ballast hold nothing that must last.
 *
 * A file ".said" in that folder is the way to talk to it: a line "fail N ERRNO TIMES HALF SYNCS" makes the calls from the N-th after it on
 * fail, TIMES of them; HALF=1 lets the first half of a write through before, SYNCS=1 counts and fails syncs of files alone. "full 1" leaves no
 * room for a byte more than the files have, "full 0" does again; "slow MS" makes each sync last so long. Any other line is written down in its
 * place, as a mark.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum { kCreate = 1, kWrite, kTruncate, kSync, kUnlink, kRename, kMark, kFailed };
enum { kNothing = 0, kKept, kSaid };
enum { kFds = 4096 };

struct head {
  uint32_t op, len;
  uint64_t inode, offset;
};

static const char* dir;
static size_t dir_len;
static int log_fd = -1;
static unsigned char kinds[kFds];
static uint64_t inodes[kFds];
static long until_failure = -1, failures;
static int failure, half, syncs, full, slow_ms;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

__attribute__((constructor)) static void begin(void) {
  dir = getenv("DISK_DIR");
  const char* log = getenv("DISK_LOG");
  if (dir == NULL || log == NULL) return;
  dir_len = strlen(dir);
  log_fd = (int)syscall(SYS_openat, AT_FDCWD, log, O_CREAT | O_RDWR | O_APPEND | O_CLOEXEC, 0600);
}

static int ends(const char* path, const char* end) {
  size_t a = strlen(path), b = strlen(end);
  return a >= b && strcmp(path + a - b, end) == 0;
}

static int kind_of(const char* path) {
  if (log_fd < 0 || path == NULL || strncmp(path, dir, dir_len) != 0) return kNothing;
  if (path[dir_len] != '/') return kNothing;
  if (ends(path, "/.said")) return kSaid;
  return ends(path, "-shm") || ends(path, "-lock") || ends(path, ".ballast") ? kNothing : kKept;
}

/* What `fd` is to us. libuv closes without asking libc, so a number may have passed to another file. */
static int kind_at(int fd) {
  if (fd < 0 || fd >= kFds || kinds[fd] == kNothing) return kNothing;
  struct stat is;
  if (fstat(fd, &is) != 0 || is.st_ino != inodes[fd]) kinds[fd] = kNothing;
  return kinds[fd];
}

static void note(uint32_t op, uint64_t inode, uint64_t offset, const void* data, uint32_t len) {
  struct head head = {op, len, inode, offset};
  struct iovec parts[2] = {{&head, sizeof head}, {(void*)data, len}};
  if (syscall(SYS_writev, log_fd, parts, len > 0 ? 2 : 1) < 0) abort();
}

static const char* name_of(const char* path) { return path + dir_len + 1; }

static void note_name(uint32_t op, uint64_t inode, const char* name) { note(op, inode, 0, name, (uint32_t)strlen(name)); }

/* Whether this call, on that inode, fails; what is not synced then may never be, whoever asks again. Under the lock. */
static int fails(uint64_t inode) {
  if (until_failure < 0 || (syncs && inode == 0) || until_failure-- > 0) return 0;
  until_failure = --failures > 0 ? 0 : -1;
  note(kFailed, inode, 0, NULL, 0);
  errno = failure;
  return 1;
}

static void hear(const char* said, size_t len) {
  char line[64] = "";
  memcpy(line, said, len < sizeof line - 1 ? len : sizeof line - 1);
  long n, times;
  if (sscanf(line, "fail %ld %d %ld %d %d", &n, &failure, &times, &half, &syncs) == 5) {
    until_failure = n;
    failures = times;
  } else if (sscanf(line, "full %d", &full) != 1 && sscanf(line, "slow %d", &slow_ms) != 1) {
    note(kMark, 0, 0, said, (uint32_t)len);
  }
}

static int opened(const char* path, int flags, mode_t mode) {
  int kind = kind_of(path);
  if (kind == kNothing) return (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
  pthread_mutex_lock(&lock);
  int made = (flags & O_CREAT) != 0 && faccessat(AT_FDCWD, path, F_OK, 0) != 0;
  int fd = kind == kKept && made && fails(0) ? -1 : (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
  int error = errno;
  if (fd >= 0 && fd < kFds) {
    struct stat is;
    fstat(fd, &is);
    kinds[fd] = (unsigned char)kind;
    inodes[fd] = is.st_ino;
    if (kind == kKept && made) note_name(kCreate, is.st_ino, name_of(path));
    if (kind == kKept && !made && (flags & O_TRUNC) != 0) note(kTruncate, is.st_ino, 0, NULL, 0);
  }
  pthread_mutex_unlock(&lock);
  errno = error;
  return fd;
}

#define OPEN(NAME)                                  \
  int NAME(const char* path, int flags, ...) {      \
    va_list rest;                                   \
    va_start(rest, flags);                          \
    mode_t mode = (mode_t)va_arg(rest, unsigned);   \
    va_end(rest);                                   \
    return opened(path, flags, mode);               \
  }
OPEN(open)
OPEN(open64)

int close(int fd) {
  if (fd >= 0 && fd < kFds) kinds[fd] = kNothing;
  return (int)syscall(SYS_close, fd);
}

/* A full disk still takes what lies within a file. Under the lock. */
static int overflows(int fd, off_t offset, size_t len) {
  struct stat is;
  if (!full || fstat(fd, &is) != 0 || offset + (off_t)len <= is.st_size) return 0;
  note(kFailed, 0, 0, NULL, 0);
  errno = ENOSPC;
  return 1;
}

static ssize_t written(int fd, const void* data, size_t len, off_t offset, int here) {
  int kind = kind_at(fd);
  if (kind == kNothing) return here ? syscall(SYS_write, fd, data, len) : syscall(SYS_pwrite64, fd, data, len, offset);
  pthread_mutex_lock(&lock);
  ssize_t done;
  int error = 0;
  if (kind == kSaid) {
    hear(data, len);
    done = (ssize_t)len;
  } else {
    if (here) offset = lseek(fd, 0, SEEK_CUR);
    int failed = fails(0) || overflows(fd, offset, len);
    error = errno;
    size_t through = failed ? (half && !full ? len / 2 : 0) : len;
    done = through == 0 ? 0 : here ? syscall(SYS_write, fd, data, through) : syscall(SYS_pwrite64, fd, data, through, offset);
    if (done > 0) note(kWrite, inodes[fd], (uint64_t)offset, data, (uint32_t)done);
    if (failed) done = -1;
  }
  pthread_mutex_unlock(&lock);
  if (error != 0) errno = error;
  return done;
}

ssize_t write(int fd, const void* data, size_t len) { return written(fd, data, len, 0, 1); }
ssize_t pwrite(int fd, const void* data, size_t len, off_t offset) { return written(fd, data, len, offset, 0); }
ssize_t pwrite64(int fd, const void* data, size_t len, off64_t offset) { return written(fd, data, len, offset, 0); }

static int synced(int fd, long call) {
  struct stat is, folder;
  int kept = kind_at(fd) == kKept;
  if (!kept && (log_fd < 0 || fstat(fd, &is) != 0 || !S_ISDIR(is.st_mode) || stat(dir, &folder) != 0 || is.st_ino != folder.st_ino))
    return (int)syscall(call, fd);
  pthread_mutex_lock(&lock);
  int failed = fails(kept ? inodes[fd] : 0), error = errno;
  /* Inode 0 is the folder itself. Nothing in the folder of a trial needs the machine's own disk. */
  if (!failed) note(kSync, kept ? inodes[fd] : 0, 0, NULL, 0);
  pthread_mutex_unlock(&lock);
  if (slow_ms > 0) usleep((useconds_t)slow_ms * 1000);
  if (failed) errno = error;
  return failed ? -1 : 0;
}
int fsync(int fd) { return synced(fd, SYS_fsync); }
int fdatasync(int fd) { return synced(fd, SYS_fdatasync); }

static int cut(int fd, off_t len) {
  if (kind_at(fd) != kKept) return (int)syscall(SYS_ftruncate, fd, len);
  pthread_mutex_lock(&lock);
  int done = fails(0) ? -1 : (int)syscall(SYS_ftruncate, fd, len), error = errno;
  if (done == 0) note(kTruncate, inodes[fd], (uint64_t)len, NULL, 0);
  pthread_mutex_unlock(&lock);
  errno = error;
  return done;
}
int ftruncate(int fd, off_t len) { return cut(fd, len); }
int ftruncate64(int fd, off64_t len) { return cut(fd, len); }

static int removed(const char* path, int flags) {
  if (kind_of(path) != kKept) return (int)syscall(SYS_unlinkat, AT_FDCWD, path, flags);
  pthread_mutex_lock(&lock);
  struct stat is;
  int there = stat(path, &is) == 0;
  int done = there && fails(0) ? -1 : (int)syscall(SYS_unlinkat, AT_FDCWD, path, flags), error = errno;
  if (done == 0) note_name(kUnlink, is.st_ino, name_of(path));
  pthread_mutex_unlock(&lock);
  errno = error;
  return done;
}
int unlink(const char* path) { return removed(path, 0); }
int unlinkat(int at, const char* path, int flags) {
  return at == AT_FDCWD ? removed(path, flags) : (int)syscall(SYS_unlinkat, at, path, flags);
}

int rename(const char* from, const char* to) {
  if (kind_of(from) != kKept || kind_of(to) != kKept) return (int)syscall(SYS_renameat, AT_FDCWD, from, AT_FDCWD, to);
  pthread_mutex_lock(&lock);
  struct stat is;
  int there = stat(from, &is) == 0;
  int done = there && fails(0) ? -1 : (int)syscall(SYS_renameat, AT_FDCWD, from, AT_FDCWD, to), error = errno;
  if (done == 0) {
    char names[512];
    int len = snprintf(names, sizeof names, "%s/%s", name_of(from), name_of(to));
    note(kRename, is.st_ino, 0, names, (uint32_t)len);
  }
  pthread_mutex_unlock(&lock);
  errno = error;
  return done;
}
