/* A disk that takes SLOWSYNC_US microseconds for each sync, as the hard disk of a booth's PC does:
   loaded before the C library, it waits out the rest after each fsync and fdatasync. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <time.h>

static long long now_ns(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static int slow(const char *name, int fd) {
    const char *us = getenv("SLOWSYNC_US");
    int (*real)(int) = (int (*)(int)) dlsym(RTLD_NEXT, name);
    long long end = now_ns() + (us ? atoll(us) : 0) * 1000;
    int result = real(fd);
    long long rest = end - now_ns();
    if (rest > 0) {
        struct timespec wait = {rest / 1000000000LL, rest % 1000000000LL};
        nanosleep(&wait, NULL);
    }
    return result;
}

int fsync(int fd) { return slow("fsync", fd); }

int fdatasync(int fd) { return slow("fdatasync", fd); }
