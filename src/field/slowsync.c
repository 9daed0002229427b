/* A disk that takes SLOWSYNC_US microseconds for each sync, as the hard disk of a booth's PC does:
   loaded before the C library, it waits out the rest after each fsync and fdatasync. That it does,
   a file SLOWSYNC_SEEN.<process> shows, with a byte for each sync. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static long long now_ns(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static void note(void) {
    const char *seen = getenv("SLOWSYNC_SEEN");
    char name[4096];
    if (seen && snprintf(name, sizeof name, "%s.%d", seen, (int) getpid()) < (int) sizeof name) {
        int file = open(name, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
        if (file >= 0) {
            if (write(file, "s", 1) != 1) {
                perror(name);
            }
            close(file);
        }
    }
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
    note();
    return result;
}

int fsync(int fd) { return slow("fsync", fd); }

int fdatasync(int fd) { return slow("fdatasync", fd); }
