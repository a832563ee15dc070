/* Sockets: how they open, and how they end. A listener goes through its steps; from then on it only hears. */
#define _GNU_SOURCE
#include "load.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

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

void advance(struct connection *c) {
    for (; c->step < c->step_count; c->step++) {
        struct step *step = &c->steps[c->step];
        send_now(c, step->send.bytes, step->send.length);
        if (step->wait.length) return;
    }
    opening--;
    if (c->is_busy) send_carried(c); /* closed as it was sent; if it had been taken, it will be seen as doubled */
}

void closed_by_server(struct connection *c, const char *reason) {
    if (c->step < c->step_count) fail("a server closed a socket that was not live yet: %s", reason);
    forget(c);
    if (c->is_sender)
        open_one(c); /* it had nothing to do for as long as the server keeps such a one */
    else
        tally.closed++;
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
