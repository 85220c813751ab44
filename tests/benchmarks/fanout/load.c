/* Many WebSocket clients in one process, for measuring servers: load PORT N AT_ONCE [HELLO]
 *
 * Connects N clients, AT_ONCE at a time. Each sends HELLO, if there is one, as its first message, and is
 * ready with the first message that comes (without HELLO: after the handshake). Then every text message
 * with "to":NUMBER has to continue the last one of its client; "T and 16 hexadecimal digits in it are the
 * nanoseconds of CLOCK_MONOTONIC at which it was published.
 *
 * Says on standard output: `ready SECONDS REFUSED`, and `done NUMBER` when a message has come to all. On
 * standard input `reset` begins to count anew and is answered by `begun`; `report` is answered by
 *     stats DELIVERIES GAPS REPEATS CLOSED P50_US P99_US CPU_NS
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#define BUCKET_US 20
#define BUCKETS 500000
#define REMEMBERED 65536

enum { CONNECTING, ASKING, WAITING, LIVE, ENDED };
struct client { int fd, state; int64_t last; char *rest; size_t rest_size; };

static struct client *clients;
static int n, live, started, refused, port, epoll, epoll_events = EPOLLIN;
static long deliveries, gaps, repeats, closed;
static unsigned histogram[BUCKETS];
static int arrived[REMEMBERED];
static char hello[70000];
static size_t hello_size;
static struct timespec begun;
static int announced;

static int64_t now_ns(clockid_t clock) {
    struct timespec t;
    clock_gettime(clock, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static void say(const char *line) {
    if (write(1, line, strlen(line)) < 0) exit(1);
}

static void end(struct client *c) {
    if (c->state == ENDED) return;
    if (c->state == LIVE) closed++;
    else refused++;
    c->state = ENDED;
    close(c->fd);
}

static void start(struct client *c) {
    struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons(port) };
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int one = 1;
    c->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    if (c->fd < 0 || (connect(c->fd, (struct sockaddr *)&to, sizeof to) && errno != EINPROGRESS)) {
        c->state = ENDED, refused++;
        return;
    }
    struct epoll_event e = { EPOLLOUT, { .ptr = c } };
    epoll_ctl(epoll, EPOLL_CTL_ADD, c->fd, &e);
}

static void ready(struct client *c) {
    c->state = LIVE;
    live++;
}

static int64_t number_after(const char *in, size_t size, const char *name, int base) {
    const char *at = memmem(in, size, name, strlen(name));
    return at ? strtoll(at + strlen(name), NULL, base) : -1;
}

static void text(struct client *c, const char *in, size_t size) {
    char whole[4096];
    size_t some = size < sizeof whole - 1 ? size : sizeof whole - 1;
    memcpy(whole, in, some), whole[some] = 0;
    int64_t to = number_after(whole, some, "\"to\":", 10);
    if (c->state == WAITING) ready(c);
    if (to < 0) {
        int64_t seq = number_after(whole, some, "\"seq\":", 10);
        if (seq >= 0) c->last = seq;
        return;
    }
    if (c->last >= 0 && to <= c->last) { repeats++; return; }
    if (c->last >= 0 && to != c->last + 1) gaps++;
    c->last = to;
    deliveries++;
    const char *stamp = memmem(whole, some, "\"T", 2);
    if (stamp) {
        char digits[17] = { 0 };
        memcpy(digits, stamp + 2, 16);
        int64_t late = (now_ns(CLOCK_MONOTONIC) - strtoll(digits, NULL, 16)) / 1000 / BUCKET_US;
        histogram[late < 0 ? 0 : late >= BUCKETS ? BUCKETS - 1 : late]++;
    }
    if (++arrived[to % REMEMBERED] == n) {
        char line[64];
        arrived[to % REMEMBERED] = 0;
        snprintf(line, sizeof line, "done %lld\n", (long long)to);
        say(line);
    }
}

/* Takes whole frames; gives how many bytes it took. */
static size_t frames(struct client *c, char *in, size_t size) {
    size_t taken = 0;
    while (size - taken >= 2 && c->state != ENDED) {
        unsigned char *f = (unsigned char *)in + taken;
        size_t head = 2, body = f[1] & 127;
        if (body == 126) head = 4;
        if (body == 127) head = 10;
        if (size - taken < head) break;
        if (body == 126) body = f[2] << 8 | f[3];
        else if (body == 127) { body = 0; for (int i = 2; i < 10; i++) body = body << 8 | f[i]; }
        if (size - taken < head + body) break;
        int opcode = f[0] & 15;
        if (opcode == 8) end(c);
        else if (opcode == 9) {
            unsigned char pong[6] = { 0x8a, 0x80, 0, 0, 0, 0 };
            if (body == 0 && send(c->fd, pong, 6, MSG_NOSIGNAL) < 0) end(c);
            else if (body && body < 126) {
                unsigned char answer[140] = { 0x8a, 0x80 | body, 0, 0, 0, 0 };
                memcpy(answer + 6, f + head, body);
                if (send(c->fd, answer, 6 + body, MSG_NOSIGNAL) < 0) end(c);
            }
        } else if (opcode == 1) text(c, (char *)f + head, body);
        taken += head + body;
    }
    return taken;
}

static void readable(struct client *c) {
    static char in[1 << 20];
    size_t have = c->rest_size;
    if (have) memcpy(in, c->rest, have), free(c->rest), c->rest = NULL, c->rest_size = 0;
    ssize_t got = recv(c->fd, in + have, sizeof in - have, 0);
    if (got == 0 || (got < 0 && errno != EAGAIN)) { end(c); return; }
    size_t size = have + (got > 0 ? got : 0), taken = 0;
    if (c->state == ASKING) {
        char *body = memmem(in, size, "\r\n\r\n", 4);
        if (body) {
            if (memcmp(in, "HTTP/1.1 101", 12)) { end(c); return; }
            taken = body + 4 - in;
            c->state = WAITING;
            if (!hello_size) ready(c);
            else if (send(c->fd, hello, hello_size, MSG_NOSIGNAL) != (ssize_t)hello_size) end(c);
        }
    }
    if (c->state == WAITING || c->state == LIVE) taken += frames(c, in + taken, size - taken);
    if (size > taken && c->state != ENDED) {
        c->rest_size = size - taken;
        c->rest = malloc(c->rest_size);
        memcpy(c->rest, in + taken, c->rest_size);
    }
}

static void writable(struct client *c) {
    static const char ask[] = "GET /live/v1 HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
        "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n";
    struct epoll_event e = { epoll_events, { .ptr = c } };
    if (send(c->fd, ask, sizeof ask - 1, MSG_NOSIGNAL) != sizeof ask - 1) { end(c); return; }
    c->state = ASKING;
    epoll_ctl(epoll, EPOLL_CTL_MOD, c->fd, &e);
}

static void mask_hello(const char *message) {
    size_t size = strlen(message);
    unsigned char *h = (unsigned char *)hello;
    *h++ = 0x81;
    if (size < 126) *h++ = 0x80 | size;
    else *h++ = 0x80 | 126, *h++ = size >> 8, *h++ = size;
    memset(h, 0, 4), h += 4;  /* a mask of zeros leaves it as it is */
    memcpy(h, message, size);
    hello_size = (char *)h + size - hello;
}

static double percentile(double share) {
    unsigned long all = 0, seen = 0;
    for (int i = 0; i < BUCKETS; i++) all += histogram[i];
    for (int i = 0; i < BUCKETS; i++)
        if ((seen += histogram[i]) >= all * share) return (double)i * BUCKET_US;
    return 0;
}

static void command(void) {
    char in[256], out[256];
    ssize_t got = read(0, in, sizeof in - 1);
    if (got <= 0) exit(0);
    in[got] = 0;
    if (strstr(in, "reset")) {
        deliveries = gaps = repeats = closed = 0;
        memset(histogram, 0, sizeof histogram);
        say("begun\n");
    }
    if (strstr(in, "report")) {
        snprintf(out, sizeof out, "stats %ld %ld %ld %ld %.0f %.0f %lld\n", deliveries, gaps, repeats, closed,
                 percentile(0.5), percentile(0.99), (long long)now_ns(CLOCK_PROCESS_CPUTIME_ID));
        say(out);
    }
}

int main(int argc, char **argv) {
    if (argc < 4) return 2;
    port = atoi(argv[1]), n = atoi(argv[2]);
    int at_once = atoi(argv[3]);
    if (argc > 4) mask_hello(argv[4]);
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    clients = calloc(n, sizeof *clients);
    epoll = epoll_create1(0);
    struct epoll_event e = { EPOLLIN, { .ptr = NULL } }, events[512];
    epoll_ctl(epoll, EPOLL_CTL_ADD, 0, &e);
    clock_gettime(CLOCK_MONOTONIC, &begun);
    for (;;) {
        while (started < n && started - live - refused < at_once) {
            clients[started].last = -1;
            start(&clients[started++]);
        }
        if (!announced && started == n && live + refused >= n) {
            char line[64];
            announced = 1;
            int64_t ns = now_ns(CLOCK_MONOTONIC) - (begun.tv_sec * 1000000000LL + begun.tv_nsec);
            snprintf(line, sizeof line, "ready %.3f %d\n", ns / 1e9, refused);
            say(line);
        }
        int count = epoll_wait(epoll, events, 512, -1);
        for (int i = 0; i < count; i++) {
            struct client *c = events[i].data.ptr;
            if (c == NULL) command();
            else if (c->state == CONNECTING) writable(c);
            else if (c->state != ENDED) readable(c);
        }
    }
}
