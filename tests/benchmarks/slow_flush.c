/* A disk whose flush takes PPIT_FLUSH_US microseconds at least: preloaded into PostgreSQL. The
   real flush is made first, and then waited for until that time is over. */
#define _GNU_SOURCE
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static int slowly(long call, int file)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    const char *told = getenv("PPIT_FLUSH_US");
    until.tv_nsec += told ? 1000L * atol(told) : 0;
    until.tv_sec += until.tv_nsec / 1000000000L;
    until.tv_nsec %= 1000000000L;
    int result = (int)syscall(call, file);
    while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL) != 0) {
    }
    return result;
}

int fdatasync(int file) { return slowly(SYS_fdatasync, file); }
int fsync(int file) { return slowly(SYS_fsync, file); }
