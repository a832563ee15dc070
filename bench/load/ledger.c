/* Every message carries "@@" and the eight digits of its place here, so whoever hears it can be checked. */
#define _GNU_SOURCE
#include "load.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DIGITS = 8, BUCKET_US = 10, BUCKETS = 1 << 20 };

struct message {
    uint32_t room, left; /* how many have still to hear it */
    int64_t number, sent_at;
};

struct tally tally;
struct text order_key;

static struct message *messages;
static uint32_t message_count, first_of_run;
static uint32_t *members, *sent_in_room; /* for each room */
static uint32_t *delays; /* how many deliveries took so many times BUCKET_US */
static int64_t *last_delays;
static uint32_t last_delay_count;

void begin_ledger(void) {
    members = realloc(members, room_count * sizeof *members);
    memset(members, 0, room_count * sizeof *members);
    if (!sent_in_room) sent_in_room = calloc(room_count, sizeof *sent_in_room);
    for (uint32_t i = 0; i < connection_count; i++)
        for (uint32_t k = 0; !connections[i].is_stalled && k < connections[i].link_count; k++)
            members[connections[i].links[k].room]++;
    if (!delays) delays = malloc(BUCKETS * sizeof *delays);
    memset(delays, 0, BUCKETS * sizeof *delays);
    memset(&tally, 0, sizeof tally);
    tally.last_heard_at = now_us();
    first_of_run = message_count;
    last_delay_count = 0;
}

static struct connection *free_sender(const struct request *request) {
    for (uint32_t i = 0; i < request->sender_count; i++) {
        struct connection *c = &connections[request->first_sender + i];
        if (c->fd >= 0 && !c->is_busy && !c->is_connecting) return c;
    }
    return NULL;
}

static struct message *new_message(void) {
    if ((message_count & (message_count + 1)) == 0) { /* full at 0, 1, 3, 7, … */
        messages = realloc(messages, (2 * (size_t)message_count + 1) * sizeof *messages);
        last_delays = realloc(last_delays, (2 * (size_t)message_count + 1) * sizeof *last_delays);
    }
    return &messages[message_count++];
}

static const char *const marks[] = {"@@", "##"}; /* the second is not looked for in what is heard */

/* Write which message this is into every place for it: its content, and wherever else it must be unique. */
static void write_digits(const struct text *text, uint32_t id) {
    char digits[DIGITS + 1], *end = (char *)text->bytes + text->length;
    snprintf(digits, sizeof digits, "%08u", id % 100000000);
    for (int i = 0; i < 2; i++)
        for (char *at = (char *)text->bytes; (at = memmem(at, end - at, marks[i], 2));) memcpy(at += 2, digits, DIGITS);
}

void send_carried(struct connection *sender) {
    const struct text *text = &requests[messages[sender->carries].room].text;
    write_digits(text, sender->carries);
    send_now(sender, text->bytes, text->length);
}

bool send_message(uint32_t room, int64_t at) {
    const struct request *request = &requests[room];
    struct connection *sender = free_sender(request);
    if (!sender) return false;
    sender->carries = message_count;
    *new_message() = (struct message){room, members[room], ++sent_in_room[room], at};
    tally.sent++;
    tally.expected += members[room];
    sender->is_busy = true;
    send_carried(sender);
    return true;
}

static int64_t read_number(const char *at, const char *end) {
    int64_t number = 0;
    while (at < end && *at == ' ') at++;
    for (; at < end && *at >= '0' && *at <= '9'; at++) number = number * 10 + (*at - '0');
    return number;
}

static struct link *find_link(struct connection *c, uint32_t room) {
    for (uint32_t i = 0; i < c->link_count; i++)
        if (c->links[i].room == room) return &c->links[i];
    return NULL;
}

/* Whether the link hears this number for the first time. */
static bool put_in_order(struct link *link, int64_t number) {
    if (link->last == 0 || number > link->last) {
        int64_t step = link->last ? number - link->last : 64;
        link->seen = step < 64 ? link->seen << step | 1 : 1;
        link->last = number;
        return true;
    }
    int64_t back = link->last - number;
    if (back >= 64 || link->seen >> back & 1) {
        tally.doubled++;
        return false;
    }
    link->seen |= (uint64_t)1 << back;
    tally.reordered++;
    return true;
}

static void deliver(struct connection *c, uint32_t id, int64_t number) {
    struct message *message = &messages[id];
    struct link *link = find_link(c, message->room);
    if (!link || (order_key.length && number == 0)) {
        tally.strange++;
        return;
    }
    if (!put_in_order(link, order_key.length ? number : message->number) || id < first_of_run) return;
    int64_t now = now_us(), delay = now - message->sent_at;
    tally.delivered++;
    tally.last_heard_at = now;
    delays[delay / BUCKET_US < BUCKETS ? delay / BUCKET_US : BUCKETS - 1]++;
    if (message->left && --message->left == 0) last_delays[last_delay_count++] = delay;
}

void hear(struct connection *c, const char *payload, size_t length) {
    const char *at = payload, *end = payload + length, *mark;
    while ((mark = memmem(at, end - at, "@@", 2)) && end - mark >= 2 + DIGITS) {
        const char *key = order_key.length ? memmem(at, mark - at, order_key.bytes, order_key.length) : NULL;
        int64_t id = read_number(mark + 2, mark + 2 + DIGITS);
        if (id < message_count)
            deliver(c, id, key ? read_number(key + order_key.length, mark) : 0);
        else
            tally.strange++;
        at = mark + 2 + DIGITS;
    }
}

bool all_heard(void) { return tally.delivered >= tally.expected; }

static double of_deliveries(double share) {
    uint64_t wanted = tally.delivered * share, passed = 0;
    for (uint32_t i = 0; i < BUCKETS && tally.delivered; i++)
        if ((passed += delays[i]) > wanted) return (i + 0.5) * BUCKET_US / 1000;
    return 0;
}

static int compare(const void *a, const void *b) {
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static double of_last(double share) {
    return last_delay_count ? last_delays[(uint32_t)((last_delay_count - 1) * share + 0.5)] / 1000.0 : 0;
}

void print_report(double seconds, double cpu, double opened_after) {
    qsort(last_delays, last_delay_count, sizeof *last_delays, compare);
    printf("{\"sent\":%lu,\"expected\":%lu,\"delivered\":%lu,\"lost\":%lu,\"doubled\":%lu,\"reordered\":%lu,"
           "\"strange\":%lu,\"refused\":%lu,\"closed\":%lu,\"frames\":%lu,\"bytes\":%lu,\"reads\":%lu,"
           "\"segments\":%lu,\"seconds\":%.6f,\"cpu\":%.6f,\"opened_after\":%.6f,"
           "\"p50\":%.3f,\"p99\":%.3f,\"last_p50\":%.3f,\"last_p99\":%.3f}\n",
           tally.sent, tally.expected, tally.delivered, tally.expected - tally.delivered, tally.doubled,
           tally.reordered, tally.strange, tally.refused, tally.closed, tally.frames, tally.bytes, tally.reads,
           segments_received(), seconds, cpu, opened_after, of_deliveries(0.5), of_deliveries(0.99),
           of_last(0.5), of_last(0.99));
    fflush(stdout);
}
