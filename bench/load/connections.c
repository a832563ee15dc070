/* Sockets: how they open, what they read. A listener ends where its steps do; from then on it only hears. */
#define _GNU_SOURCE
#include "load.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { READ_BYTES = 1 << 18, TEXT = 1, CLOSE = 8, PING = 9, PONG = 10 };

struct connection connections[MOST_CONNECTIONS];
uint32_t connection_count;
static uint32_t next_to_open, end_to_open, opening, open_at_once;

static uint32_t take(const char **at) {
    uint32_t value;
    memcpy(&value, *at, sizeof value);
    *at += sizeof value;
    return value;
}

static struct text take_text(const char **at) {
    struct text text = {NULL, take(at)};
    text.bytes = *at;
    *at += text.length;
    return text;
}

/* A connection that was planned before keeps its links: what it heard, and what it must not hear again. */
static void plan_one(struct connection *c, const char **at, bool is_new) {
    if (is_new) memset(c, 0, sizeof *c);
    c->fd = -1;
    c->port = take(at);
    c->link_count = take(at);
    if (is_new) c->links = calloc(c->link_count + 1, sizeof *c->links);
    for (uint32_t k = 0; k < c->link_count; k++) c->links[k].room = take(at);
    c->step_count = take(at);
    c->steps = realloc(c->steps, (c->step_count + 1) * sizeof *c->steps);
    for (uint32_t k = 0; k < c->step_count; k++) {
        c->steps[k].send = take_text(at);
        c->steps[k].wait = take_text(at);
    }
    c->step = c->rest_length = 0;
    c->is_sender = c->step_count == 0;
    c->is_upgraded = c->is_busy = false;
}

void open_plan(const char *path, uint32_t at_once) {
    const char *at = read_file(path).bytes;
    next_to_open = take(&at);
    end_to_open = next_to_open + take(&at);
    open_at_once = at_once;
    if (end_to_open > MOST_CONNECTIONS) fail("more than %d connections", MOST_CONNECTIONS);
    for (uint32_t i = next_to_open; i < end_to_open; i++) plan_one(&connections[i], &at, i >= connection_count);
    if (end_to_open > connection_count) connection_count = end_to_open;
}

static void open_one(struct connection *c) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(c->port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    c->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (c->fd < 0) fail("socket: %s", strerror(errno));
    int on = 1;
    setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    int window = 64 << 10; /* so that it shows soon who does not read */
    setsockopt(c->fd, SOL_SOCKET, SO_RCVBUF, &window, sizeof window);
    struct linger at_once = {1, 0}; /* leave no TIME_WAIT: the ports are needed again */
    setsockopt(c->fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    if (connect(c->fd, (struct sockaddr *)&address, sizeof address) && errno != EINPROGRESS)
        fail("connect: %s", strerror(errno));
    c->is_connecting = true;
    struct epoll_event event = {.events = EPOLLOUT, .data.ptr = c};
    epoll_ctl(poller, EPOLL_CTL_ADD, c->fd, &event);
    opening++;
}

bool open_more(void) {
    while (next_to_open < end_to_open && opening < open_at_once) open_one(&connections[next_to_open++]);
    return opening > 0;
}

void send_now(struct connection *c, const char *bytes, size_t length) {
    if (send(c->fd, bytes, length, MSG_NOSIGNAL) != (ssize_t)length && c->fd >= 0)
        fail("a server does not take %zu bytes: %s", length, strerror(errno));
}

static void forget(struct connection *c) {
    close(c->fd);
    c->fd = -1;
    c->rest_length = 0;
}

static void advance(struct connection *c) {
    for (; c->step < c->step_count; c->step++) {
        struct step *step = &c->steps[c->step];
        send_now(c, step->send.bytes, step->send.length);
        if (step->wait.length) return;
    }
    opening--;
}

static void answer(struct connection *c, int opcode, const char *payload, size_t length) {
    char frame[6 + 125] = {(char)(0x80 | opcode), (char)(0x80 | length)}; /* masked with zeros */
    if (length > 125) fail("a ping of %zu bytes", length);
    memcpy(frame + 6, payload, length);
    send_now(c, frame, 6 + length);
}

static void on_frame(struct connection *c, int opcode, const char *payload, size_t length) {
    tally.frames++;
    if (opcode == PING) {
        answer(c, PONG, payload, length);
    } else if (opcode == TEXT && length == 1 && *payload == '2') { /* Engine.IO's own ping */
        answer(c, TEXT, "3", 1);
    } else if (opcode != CLOSE) {
        hear(c, payload, length);
        if (c->step < c->step_count) {
            struct text wait = c->steps[c->step].wait;
            if (memmem(payload, length, wait.bytes, wait.length)) {
                c->step++;
                advance(c);
            }
        }
    }
}

/* How many bytes the frames took that are there as a whole. */
static size_t take_frames(struct connection *c, const unsigned char *bytes, size_t length) {
    size_t taken = 0;
    while (length - taken >= 2) {
        const unsigned char *at = bytes + taken;
        size_t head = 2, size = at[1] & 0x7f;
        if (size >= 126) {
            head = size == 126 ? 4 : 10;
            if (length - taken < head) break;
            size = 0;
            for (size_t i = 2; i < head; i++) size = size << 8 | at[i];
        }
        if (length - taken < head + size) break;
        on_frame(c, at[0] & 0x0f, (const char *)at + head, size);
        taken += head + size;
    }
    return taken;
}

/* How many bytes the response took: all of it, or none as long as some is missing. */
static size_t take_response(struct connection *c, const char *bytes, size_t length) {
    const char *body = memmem(bytes, length, "\r\n\r\n", 4);
    if (!body) return 0;
    body += 4;
    size_t head = body - bytes, size = 0;
    if (!c->is_sender) {
        if (memcmp(bytes, "HTTP/1.1 101", 12)) fail("no WebSocket: %.*s", (int)head, bytes);
        c->is_upgraded = true;
        c->step++;
        advance(c);
        return head;
    }
    const char *field = strcasestr(bytes, "content-length:");
    if (field && field < body) size = strtoul(field + 15, NULL, 10);
    if (length < head + size) return 0;
    if (bytes[9] != '2' || memmem(body, size, "\"errors\"", 8)) tally.refused++;
    c->is_busy = false;
    return head + size;
}

static void keep_rest(struct connection *c, const char *bytes, size_t length) {
    if (length + 1 > c->rest_size) c->rest = realloc(c->rest, c->rest_size = 2 * length + 1);
    memmove(c->rest, bytes, length);
    c->rest_length = length;
}

static void read_some(struct connection *c) {
    static char buffer[READ_BYTES + 1];
    size_t length = c->rest_length, taken = 0;
    memcpy(buffer, c->rest ? c->rest : "", length);
    ssize_t got = recv(c->fd, buffer + length, READ_BYTES - length, 0);
    if (got < 0 && errno == EAGAIN) return;
    if (got <= 0) {
        if (c->step < c->step_count || c->is_busy) fail("a server closed a connection that was not open yet");
        tally.closed++;
        forget(c);
        return;
    }
    tally.reads++;
    tally.bytes += got;
    buffer[length += got] = '\0';
    if (!c->is_upgraded) taken = take_response(c, buffer, length);
    if (c->is_upgraded) taken += take_frames(c, (unsigned char *)buffer + taken, length - taken);
    if (length - taken || c->rest_length) keep_rest(c, buffer + taken, length - taken);
}

void on_event(struct connection *c, uint32_t events) {
    if (c->fd < 0) return;
    if (!c->is_connecting) {
        read_some(c);
        return;
    }
    if (events & (EPOLLERR | EPOLLHUP)) fail("a server refused a connection");
    c->is_connecting = false;
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = c};
    epoll_ctl(poller, EPOLL_CTL_MOD, c->fd, &event);
    advance(c);
}

void drop_listeners(void) {
    for (uint32_t i = 0; i < connection_count; i++)
        if (!connections[i].is_sender && connections[i].fd >= 0) forget(&connections[i]);
}

/* The first listeners that are not stalled yet stop reading, and nothing is expected of them. */
void stall(uint32_t count) {
    for (uint32_t i = 0; i < connection_count && count; i++) {
        struct connection *c = &connections[i];
        if (c->is_sender || c->is_stalled) continue;
        epoll_ctl(poller, EPOLL_CTL_DEL, c->fd, NULL);
        c->is_stalled = true;
        count--;
    }
}

static uint64_t segments(const struct connection *c) {
    struct tcp_info info = {0};
    socklen_t length = sizeof info;
    return getsockopt(c->fd, IPPROTO_TCP, TCP_INFO, &info, &length) ? 0 : info.tcpi_data_segs_in;
}

void begin_segments(void) {
    for (uint32_t i = 0; i < connection_count; i++)
        if (!connections[i].is_sender) connections[i].segments = segments(&connections[i]);
}

uint64_t segments_received(void) {
    uint64_t sum = 0;
    for (uint32_t i = 0; i < connection_count; i++)
        if (!connections[i].is_sender && connections[i].fd >= 0)
            sum += segments(&connections[i]) - connections[i].segments;
    return sum;
}
