/* What a connection reads: WebSocket frames (RFC 6455), unmasked and not fragmented, and HTTP responses. */
#define _GNU_SOURCE
#include "load.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>

enum { READ_BYTES = 1 << 18, TEXT = 1, CLOSE = 8, PING = 9, PONG = 10 };

static char told[126]; /* why a server closed a socket last */

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
    } else if (opcode == CLOSE) {
        snprintf(told, sizeof told, "%.*s", (int)(length > 2 ? length - 2 : 0), payload + 2);
    } else {
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

void read_some(struct connection *c) {
    static char buffer[READ_BYTES + 1];
    size_t length = c->rest_length, taken = 0;
    memcpy(buffer, c->rest ? c->rest : "", length);
    ssize_t got = recv(c->fd, buffer + length, READ_BYTES - length, 0);
    if (got < 0 && errno == EAGAIN) return;
    if (got <= 0) {
        closed_by_server(c, told);
        return;
    }
    tally.reads++;
    tally.bytes += got;
    buffer[length += got] = '\0';
    if (!c->is_upgraded) taken = take_response(c, buffer, length);
    if (c->is_upgraded) taken += take_frames(c, (unsigned char *)buffer + taken, length - taken);
    if (length - taken || c->rest_length) keep_rest(c, buffer + taken, length - taken);
}
