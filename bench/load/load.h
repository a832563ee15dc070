/* The load client: many WebSockets in one process, each message counted, put in order and timed.

   connections.c  opens sockets, and brings each to where it listens
   frames.c       cuts what they read into frames and responses
   ledger.c       every message that was sent, who must hear it, and who did
   load.c         the commands, and the loop
*/
#ifndef LOAD_H
#define LOAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { MOST_CONNECTIONS = 19000 };

struct text {
    const char *bytes;
    uint32_t length;
};

struct step { /* send this, then wait for a frame that holds `wait`; an empty `wait` waits for nothing */
    struct text send, wait;
};

struct link { /* a socket's place in one room; bit i of `seen` is the number `last - i` */
    uint32_t room;
    int64_t last;
    uint64_t seen;
};

struct connection { /* a listener, or a sender: one without steps, which speaks HTTP */
    int fd;
    uint32_t port, link_count, step_count, step;
    struct link *links;
    struct step *steps;
    char *rest; /* an unfinished frame or response */
    size_t rest_length, rest_size;
    uint32_t carries;  /* the message that a busy sender sends */
    uint64_t segments; /* that the kernel had received when the run began */
    bool is_sender, is_connecting, is_upgraded, is_busy, is_stalled;
};

struct request { /* how to send into a room: which senders may, and what; "@@00000000" is where digits go */
    uint32_t first_sender, sender_count;
    struct text text;
};

struct tally { /* of one run; times in microseconds */
    uint64_t sent, expected, delivered, doubled, reordered, strange, refused, closed;
    uint64_t frames, bytes, reads;
    int64_t last_heard_at;
};

extern int poller;
extern struct connection connections[];
extern uint32_t connection_count;
extern struct request *requests;
extern uint32_t room_count;
extern struct tally tally;
extern struct text order_key; /* what stands before a message's number in its room; empty: as it was sent */

int64_t now_us(void);
_Noreturn void fail(const char *format, ...);
struct text read_file(const char *path);

/* connections.c */
void open_plan(const char *path, uint32_t at_once);
bool open_more(void); /* false when all are open */
void on_event(struct connection *c, uint32_t events);
void drop_listeners(void);
void stall(uint32_t count);
void send_now(struct connection *c, const char *bytes, size_t length);
void advance(struct connection *c); /* say what comes next, after what was waited for */
void closed_by_server(struct connection *c, const char *reason);
void begin_segments(void);
uint64_t segments_received(void);

/* frames.c */
void read_some(struct connection *c);

/* ledger.c */
void begin_ledger(void);
bool send_message(uint32_t room, int64_t at); /* false when no sender is free */
void send_carried(struct connection *sender);
void hear(struct connection *c, const char *payload, size_t length);
bool all_heard(void);
void print_report(double seconds, double cpu, double opened_after);

#endif
