/*
 * Makes the disk under one folder fail, for tests: built as a shared library and put before libc (LD_PRELOAD). The files in
 * question are those whose path begins with DISK_FAULT_FOLDER. What fails is read anew at each call from the file
 * DISK_FAULT_CONTROL, so that a disk can break and heal while the service runs:
 *
 *   write ENOSPC      every write fails as on a full disk (also when a file is made longer)
 *   write EIO         every write fails as on a broken one
 *   fsync EIO         every fsync and fdatasync fails
 *   kill db 3         the process dies at its third write to the database file itself: in a checkpoint
 *   kill wal 3        ... to the write-ahead log: in a commit
 *   kill sync 3       ... at its third fsync
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static atomic_int hits;

static int path_of(int fd, char *path, size_t size) {
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, size - 1);
  if (length < 0) return 0;
  path[length] = 0;
  const char *folder = getenv("DISK_FAULT_FOLDER");
  return folder != NULL && strncmp(path, folder, strlen(folder)) == 0;
}

/* The words of the control file; 0 where there is none. Uses the system calls themselves, not what is wrapped here. */
static int control(char *what, char *how, int *count) {
  const char *name = getenv("DISK_FAULT_CONTROL");
  if (name == NULL) return 0;
  int saved = errno;
  FILE *file = fopen(name, "r");
  if (file == NULL) {
    errno = saved;
    return 0;
  }
  *count = 0;
  int words = fscanf(file, "%15s %15s %d", what, how, count);
  fclose(file);
  errno = saved;
  return words >= 2;
}

static int ends_with(const char *text, const char *end) {
  size_t a = strlen(text), b = strlen(end);
  return a >= b && strcmp(text + a - b, end) == 0;
}

/* The errno with which the call is to fail; 0 to let it pass. May not return. */
static int fault(int fd, const char *call) {
  char path[4096], what[16], how[16];
  int count;
  if (!path_of(fd, path, sizeof path) || !control(what, how, &count)) return 0;
  if (strcmp(what, "kill") == 0) {
    int meant = strcmp(call, "fsync") == 0 ? strcmp(how, "sync") == 0
                : strcmp(how, "db") == 0   ? ends_with(path, ".db")
                                           : strcmp(how, "wal") == 0 && ends_with(path, ".db-wal");
    if (meant && atomic_fetch_add(&hits, 1) + 1 == count) kill(getpid(), SIGKILL);
    return 0;
  }
  if (strcmp(what, call) != 0) return 0;
  return strcmp(how, "ENOSPC") == 0 ? ENOSPC : EIO;
}

#define REAL(type, name, ...) ((type(*)(__VA_ARGS__))dlsym(RTLD_NEXT, name))
#define FAIL(fd, call)                    \
  do {                                    \
    int error = fault(fd, call);          \
    if (error != 0) {                     \
      errno = error;                      \
      return -1;                          \
    }                                     \
  } while (0)

ssize_t write(int fd, const void *data, size_t size) {
  FAIL(fd, "write");
  return REAL(ssize_t, "write", int, const void *, size_t)(fd, data, size);
}

ssize_t pwrite(int fd, const void *data, size_t size, off_t offset) {
  FAIL(fd, "write");
  return REAL(ssize_t, "pwrite", int, const void *, size_t, off_t)(fd, data, size, offset);
}

ssize_t pwrite64(int fd, const void *data, size_t size, off64_t offset) {
  FAIL(fd, "write");
  return REAL(ssize_t, "pwrite64", int, const void *, size_t, off64_t)(fd, data, size, offset);
}

ssize_t writev(int fd, const struct iovec *parts, int count) {
  FAIL(fd, "write");
  return REAL(ssize_t, "writev", int, const struct iovec *, int)(fd, parts, count);
}

int posix_fallocate(int fd, off_t offset, off_t size) {
  int error = fault(fd, "write");
  if (error != 0) return error;
  return REAL(int, "posix_fallocate", int, off_t, off_t)(fd, offset, size);
}

int ftruncate64(int fd, off64_t size) {
  FAIL(fd, "write");
  return REAL(int, "ftruncate64", int, off64_t)(fd, size);
}

int fsync(int fd) {
  FAIL(fd, "fsync");
  return REAL(int, "fsync", int)(fd);
}

int fdatasync(int fd) {
  FAIL(fd, "fsync");
  return REAL(int, "fdatasync", int)(fd);
}
