/* Preloaded into a process: the n-th call that writes to a file below a directory fails, once or from
   then on. Counts what is written, synced, truncated, renamed or allocated; reads never fail. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static long calls;

static int below(int fd) {
    static const char *dir;
    char link[64], path[4096];
    if (!dir && !(dir = getenv("LIUHEN_FAIL_UNDER"))) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link, path, sizeof path - 1);
    if (n < 0) return 0;
    path[n] = 0;
    return strncmp(path, dir, strlen(dir)) == 0;
}

static int fails(void) {
    const char *at = getenv("LIUHEN_FAIL_AT"), *on = getenv("LIUHEN_FAIL_ON"), *with = getenv("LIUHEN_FAIL_WITH");
    long n = __atomic_add_fetch(&calls, 1, __ATOMIC_SEQ_CST), want = at ? atol(at) : 0;
    if (want == 0 || n < want || (n > want && !on)) return 0;
    errno = with ? atoi(with) : EIO;
    return 1;
}

__attribute__((destructor)) static void tell(void) {
    const char *to = getenv("LIUHEN_FAIL_COUNT");
    FILE *f = to ? fopen(to, "w") : NULL;
    if (f) { fprintf(f, "%ld", calls); fclose(f); }
}

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

ssize_t write(int fd, const void *b, size_t n) { return below(fd) && fails() ? -1 : NEXT(write)(fd, b, n); }
ssize_t pwrite(int fd, const void *b, size_t n, off_t o) { return below(fd) && fails() ? -1 : NEXT(pwrite)(fd, b, n, o); }
ssize_t pwrite64(int fd, const void *b, size_t n, off64_t o) { return below(fd) && fails() ? -1 : NEXT(pwrite64)(fd, b, n, o); }
int fsync(int fd) { return below(fd) && fails() ? -1 : NEXT(fsync)(fd); }
int fdatasync(int fd) { return below(fd) && fails() ? -1 : NEXT(fdatasync)(fd); }
int ftruncate(int fd, off_t n) { return below(fd) && fails() ? -1 : NEXT(ftruncate)(fd, n); }
int ftruncate64(int fd, off64_t n) { return below(fd) && fails() ? -1 : NEXT(ftruncate64)(fd, n); }
int fallocate(int fd, int m, off_t o, off_t n) { return below(fd) && fails() ? -1 : NEXT(fallocate)(fd, m, o, n); }
int posix_fallocate(int fd, off_t o, off_t n) { return below(fd) && fails() ? errno : NEXT(posix_fallocate)(fd, o, n); }
