/* The limit: an epoll server that frames a message once and sends it to every client: server PORT CONTROL
 *
 * Each line that comes to the CONTROL port is published as one text message. It keeps nothing, checks nothing,
 * and gives up where the kernel will not take a message at once.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <unistd.h>

#define MOST 65536

static int epoll, subscribers[MOST], count;

static int listening(int port) {
    struct sockaddr_in at = { .sin_family = AF_INET, .sin_port = htons(port) };
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = socket(AF_INET, SOCK_STREAM, 0), one = 1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (bind(fd, (struct sockaddr *)&at, sizeof at) || listen(fd, 4096)) exit(1);
    struct epoll_event e = { EPOLLIN, { .fd = fd } };
    epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &e);
    return fd;
}

static void publish(const char *message, size_t size) {
    static unsigned char frame[70000];
    size_t head = 2;
    frame[0] = 0x81;
    if (size < 126) frame[1] = size;
    else frame[1] = 126, frame[2] = size >> 8, frame[3] = size, head = 4;
    memcpy(frame + head, message, size);
    for (int i = 0; i < count; i++)
        if (send(subscribers[i], frame, head + size, MSG_NOSIGNAL) != (ssize_t)(head + size)) {
            perror("send");
            exit(1);
        }
}

static void control(int fd) {
    static char in[1 << 17];
    static size_t have;
    ssize_t got = recv(fd, in + have, sizeof in - have, 0);
    if (got <= 0) exit(0);
    have += got;
    char *from = in, *end;
    while ((end = memchr(from, '\n', in + have - from))) {
        publish(from, end - from);
        from = end + 1;
    }
    have -= from - in;
    memmove(in, from, have);
}

int main(int argc, char **argv) {
    if (argc < 3) return 2;
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    epoll = epoll_create1(0);
    int door = listening(atoi(argv[1])), control_door = listening(atoi(argv[2])), control_fd = -1, one = 1;
    struct epoll_event events[512];
    for (;;) {
        int n = epoll_wait(epoll, events, 512, -1);
        for (int i = 0; i < n; i++) {
            int fd = events[i].data.fd;
            if (fd == door || fd == control_door) {
                int new = accept4(fd, NULL, NULL, SOCK_NONBLOCK);
                if (new < 0) continue;
                struct epoll_event e = { EPOLLIN, { .fd = new } };
                setsockopt(new, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
                epoll_ctl(epoll, EPOLL_CTL_ADD, new, &e);
                if (fd == control_door) control_fd = new;
            } else if (fd == control_fd) control(fd);
            else {
                static const char answer[] = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                    "Connection: Upgrade\r\nSec-WebSocket-Accept: ICX+Yqv66kxgM0FcWaLWlFLwTAI=\r\n\r\n";
                char in[4096];
                ssize_t got = recv(fd, in, sizeof in, 0);
                if (got <= 0) { if (got == 0) close(fd); continue; }
                if (memcmp(in, "GET", 3) || count == MOST) continue;
                if (send(fd, answer, sizeof answer - 1, MSG_NOSIGNAL) > 0) subscribers[count++] = fd;
            }
        }
    }
}
