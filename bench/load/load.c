/* The load client's commands, one a line on standard input, each answered with one line of JSON:

   rooms FILE [ORDER-KEY]               how to send into each room
   open FILE AT-ONCE                    open the planned connections; answers when all listen
   reopen FILE AT-ONCE                  the same, while the next run goes on
   run FILE closed|open SECONDS PATIENCE
       send the scheduled messages: `closed`, each when everybody has heard the one before it and none after
       SECONDS; `open`, each at its time, and for SECONDS at least. Ends when all is heard, or nothing was for
       PATIENCE seconds.
   drop                                 close every listener
   stall COUNT                          let some listeners stop reading
*/
#define _GNU_SOURCE
#include "load.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { EVENTS = 512, TICK_US = 50000 };

struct due { /* a message of the schedule: its room, and when, in microseconds from the begin of the run */
    uint32_t room, at;
};

int poller;
struct request *requests;
uint32_t room_count;

int64_t now_us(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000000LL + now.tv_nsec / 1000;
}

void fail(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    fputs("load: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    exit(1);
}

/* The file in memory, writable there alone. */
struct text read_file(const char *path) {
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    struct stat about;
    if (fd < 0 || fstat(fd, &about)) fail("%s: %s", path, strerror(errno));
    char *bytes = about.st_size ? mmap(NULL, about.st_size, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0) : "";
    if (bytes == MAP_FAILED) fail("%s: %s", path, strerror(errno));
    close(fd);
    return (struct text){bytes, about.st_size};
}

static double cpu_seconds(void) {
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    return used.ru_utime.tv_sec + used.ru_stime.tv_sec + (used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
}

/* Wait for what happens on the connections, no longer than this, and handle it. */
static void turn(int64_t wait_us) {
    struct epoll_event events[EVENTS];
    struct timespec wait = {wait_us / 1000000, wait_us % 1000000 * 1000};
    int count = epoll_pwait2(poller, events, EVENTS, &wait, NULL);
    for (int i = 0; i < count; i++) on_event(events[i].data.ptr, events[i].events);
}

static void open_rooms(const char *path, const char *key) {
    struct text file = read_file(path);
    uint32_t *at = (uint32_t *)file.bytes;
    room_count = *at;
    requests = calloc(room_count, sizeof *requests);
    char *next = (char *)(at + 1);
    for (uint32_t i = 0; i < room_count; i++) {
        uint32_t head[3]; /* the first sender, how many, the length of the text */
        memcpy(head, next, sizeof head);
        next += sizeof head;
        requests[i] = (struct request){head[0], head[1], {next, head[2]}};
        next += head[2];
    }
    order_key = (struct text){strdup(key), strlen(key)};
}

static double open_all(void) {
    int64_t begin = now_us();
    while (open_more()) turn(TICK_US);
    return (now_us() - begin) / 1e6;
}

struct run {
    const struct due *schedule;
    uint32_t count, next;
    bool is_closed, is_opening;
    int64_t begin, least_until, patience, opened_at;
};

/* Send what is due. Gives how long, in microseconds, nothing will be. */
static int64_t send_due(struct run *run) {
    while (run->next < run->count) {
        int64_t now = now_us(), at = run->begin + run->schedule[run->next].at;
        if (run->is_closed) {
            if (!all_heard()) return TICK_US;
            if (now >= run->least_until) run->count = run->next;
            at = now;
        }
        if (run->next == run->count || at > now) return at > now ? at - now : 0;
        if (!send_message(run->schedule[run->next].room, at)) return TICK_US;
        run->next++;
    }
    return TICK_US;
}

static bool is_over(const struct run *run) {
    int64_t now = now_us();
    if (run->is_opening) return false;
    if (run->next < run->count) return run->is_closed && now > tally.last_heard_at + run->patience;
    if (!run->is_closed && now < run->least_until) return false;
    return all_heard() || now > tally.last_heard_at + run->patience;
}

static void run_schedule(const char *path, bool is_closed, double seconds, double patience, bool is_opening) {
    struct text file = read_file(path);
    begin_ledger();
    begin_segments();
    double cpu = cpu_seconds();
    int64_t begin = now_us();
    struct run run = {
        .schedule = (const struct due *)file.bytes,
        .count = file.length / sizeof(struct due),
        .is_closed = is_closed,
        .is_opening = is_opening,
        .begin = begin,
        .opened_at = begin,
        .least_until = begin + seconds * 1e6,
        .patience = patience * 1e6,
    };
    while (!is_over(&run)) {
        if (run.is_opening && !(run.is_opening = open_more())) run.opened_at = now_us();
        int64_t wait = send_due(&run);
        turn(wait < TICK_US ? wait : TICK_US);
    }
    print_report((now_us() - run.begin) / 1e6, cpu_seconds() - cpu, (run.opened_at - run.begin) / 1e6);
}

int main(void) {
    char line[1024], path[512], word[256];
    double seconds, patience;
    uint32_t count;
    bool is_opening = false;
    poller = epoll_create1(EPOLL_CLOEXEC);
    while (fgets(line, sizeof line, stdin)) {
        *word = '\0';
        if (sscanf(line, "rooms %511s %255s", path, word) >= 1) {
            open_rooms(path, word);
        } else if (sscanf(line, "reopen %511s %u", path, &count) == 2) {
            open_plan(path, count);
            is_opening = true;
        } else if (sscanf(line, "open %511s %u", path, &count) == 2) {
            open_plan(path, count);
            printf("{\"seconds\":%.6f}\n", open_all());
            fflush(stdout);
            continue;
        } else if (sscanf(line, "run %511s %255s %lf %lf", path, word, &seconds, &patience) == 4) {
            run_schedule(path, !strcmp(word, "closed"), seconds, patience, is_opening);
            is_opening = false;
            continue;
        } else if (sscanf(line, "stall %u", &count) == 1) {
            stall(count);
        } else if (!strcmp(line, "drop\n")) {
            drop_listeners();
        } else {
            fail("no such command: %s", line);
        }
        puts("{}");
        fflush(stdout);
    }
    return 0;
}
