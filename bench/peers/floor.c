/* The least that fan-out can cost: one thread, and one send() of the same frame to each socket in turn.

   It takes what a POST brings as the payload of a text frame for every WebSocket. It checks nothing.
   Usage: floor PORT
*/
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { SOCKETS = 20000, EVENTS = 512, READ_BYTES = 16384 };

static int listeners[SOCKETS], listener_count;
static const char upgraded[] = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n";
static const char taken[] = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";

static void tell_all(const char *payload, size_t length) {
    char frame[READ_BYTES + 4] = {(char)0x81, 126, (char)(length >> 8), (char)length};
    memcpy(frame + 4, payload, length);
    for (int i = 0; i < listener_count; i++) send(listeners[i], frame, 4 + length, MSG_NOSIGNAL);
}

static void serve(int fd) {
    char request[READ_BYTES];
    ssize_t got = recv(fd, request, sizeof request - 1, 0);
    if (got <= 0) {
        close(fd);
        return;
    }
    request[got] = '\0';
    const char *body = strstr(request, "\r\n\r\n"), *length = strcasestr(request, "content-length:");
    if (!body) return; /* a client's pong */
    if (!strncmp(request, "GET", 3)) {
        listeners[listener_count++] = fd;
        send(fd, upgraded, sizeof upgraded - 1, MSG_NOSIGNAL);
    } else if (length) {
        tell_all(body + 4, strtoul(length + 15, NULL, 10));
        send(fd, taken, sizeof taken - 1, MSG_NOSIGNAL);
    }
}

static int listen_on(int port) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = socket(AF_INET, SOCK_STREAM, 0), on = 1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(fd, (struct sockaddr *)&address, sizeof address) || listen(fd, 2048)) {
        perror("floor");
        exit(1);
    }
    return fd;
}

int main(int argc, char **argv) {
    int poller = epoll_create1(0), door = listen_on(argc > 1 ? atoi(argv[1]) : 0), on = 1;
    struct epoll_event events[EVENTS], event = {.events = EPOLLIN, .data.fd = door};
    epoll_ctl(poller, EPOLL_CTL_ADD, door, &event);
    while (true) {
        int count = epoll_wait(poller, events, EVENTS, -1);
        for (int i = 0; i < count; i++) {
            int fd = events[i].data.fd;
            if (fd != door) {
                serve(fd);
                continue;
            }
            event.data.fd = fd = accept4(door, NULL, NULL, SOCK_NONBLOCK);
            setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
            epoll_ctl(poller, EPOLL_CTL_ADD, fd, &event);
        }
    }
}
