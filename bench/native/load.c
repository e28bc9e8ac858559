/*
 * load.c: the driver of the bench. A closed loop: every client sends its next request when the answer to the last one
 * has ended. One thread, epoll, HTTP/1.1 with kept connections, answers whole or as event streams.
 *
 *   cc -O2 -o load load.c
 *   ./load HOST PORT PATH CLIENTS SECONDS WARMUP_SECONDS EVENTS BODY_FILE ["Header: value" ...]
 *
 * EVENTS is the number of events a complete stream has, 0 for whole answers. Prints one line of JSON. Latencies,
 * rates and errors cover the window after the warm-up; `total` covers everything, so that the CPU time a program used
 * meanwhile can be divided by it. Times are microseconds; null where nothing was seen.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "load-response.h"
#include "load-samples.h"

#define READ_SIZE (256 * 1024)
#define MAX_BODY (72 * 1024 * 1024)
#define EVENTS_PER_WAIT 256

typedef struct {
  int fd;
  bool connected;
  long answers; /* on this connection */
  size_t sent;  /* of the request */
  int64_t started_ns;
  Response response;
} Client;

static int poller;
static struct sockaddr_in target;
static char *request;
static size_t request_length;
static long expected_events;
static int64_t window_start, window_end;

static struct {
  long completed, errors, incomplete, reconnects, chunks;
  long total_completed, total_chunks;
  Samples latency, first_chunk, transit;
} seen;

static int64_t now_ns(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static bool in_window(int64_t time) { return time >= window_start && time < window_end; }

/* ---- clients ---------------------------------------------------------------------------------------------------- */

static void watch(Client *client, int operation, uint32_t events) {
  struct epoll_event interest = {.events = events, .data.ptr = client};
  epoll_ctl(poller, operation, client->fd, &interest);
}

static void open_connection(Client *client) {
  int on = 1;
  client->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  setsockopt(client->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  client->connected = false;
  client->answers = 0;
  client->sent = 0;
  response_reset(&client->response);
  connect(client->fd, (struct sockaddr *)&target, sizeof target);
  watch(client, EPOLL_CTL_ADD, EPOLLIN | EPOLLOUT);
}

static void reopen_connection(Client *client) {
  close(client->fd);
  if (in_window(now_ns())) seen.reconnects++;
  open_connection(client);
}

static void send_request(Client *client) {
  if (client->sent == 0) client->started_ns = now_ns();
  while (client->sent < request_length) {
    ssize_t written = write(client->fd, request + client->sent, request_length - client->sent);
    if (written <= 0) break; /* full, or broken: then the next read says so */
    client->sent += written;
  }
  watch(client, EPOLL_CTL_MOD, EPOLLIN | (client->sent < request_length ? EPOLLOUT : 0));
}

static void count_answer(Client *client, int64_t now) {
  seen.total_completed++;
  client->answers++;
  if (!in_window(client->started_ns) || !in_window(now)) return;
  if (client->response.status != 200) {
    seen.errors++;
    return;
  }
  seen.completed++;
  samples_add(&seen.latency, now - client->started_ns);
  if (client->response.events < expected_events) seen.incomplete++;
}

/* Called by the parser for every event of a stream, and for every time stamp it finds in one. */
static void count_event(void *context, int64_t now) {
  Client *client = context;
  seen.total_chunks++;
  if (!in_window(now)) return;
  seen.chunks++;
  if (client->response.events == 1 && in_window(client->started_ns))
    samples_add(&seen.first_chunk, now - client->started_ns);
}

static void count_stamp(int64_t stamp, int64_t now) {
  if (in_window(stamp) && in_window(now)) samples_add(&seen.transit, now - stamp);
}

static void finish_answer(Client *client, int64_t now, bool keep_connection) {
  count_answer(client, now);
  if (!keep_connection) {
    reopen_connection(client);
    return;
  }
  response_reset(&client->response);
  client->sent = 0;
  send_request(client);
}

static void lose_connection(Client *client, int64_t now) {
  if (client->response.phase == BODY_UNTIL_CLOSE) {
    finish_answer(client, now, false);
    return;
  }
  /* A server may close a kept connection at any time between two answers; anything else is its fault. */
  bool kept_and_silent = client->answers > 0 && !client->response.head_length;
  if (in_window(now) && !kept_and_silent) seen.errors++;
  reopen_connection(client);
}

static void receive(Client *client) {
  static char bytes[READ_SIZE];
  ssize_t got = read(client->fd, bytes, sizeof bytes);
  int64_t now = now_ns();
  if (got < 0 && errno == EAGAIN) return;
  if (got <= 0) {
    lose_connection(client, now);
    return;
  }
  switch (response_read(&client->response, bytes, got, now, client)) {
    case RESPONSE_COMPLETE:
      finish_answer(client, now, !client->response.closes);
      break;
    case RESPONSE_BROKEN:
      if (in_window(now)) seen.errors++;
      reopen_connection(client);
      break;
    default:
      break;
  }
}

static void handle(Client *client, uint32_t events) {
  if (!client->connected) {
    int error = 0;
    socklen_t size = sizeof error;
    getsockopt(client->fd, SOL_SOCKET, SO_ERROR, &error, &size);
    if (error) {
      if (in_window(now_ns())) seen.errors++;
      usleep(1000); /* refused: do not spin */
      reopen_connection(client);
      return;
    }
    client->connected = true;
    send_request(client);
    return;
  }
  if (events & EPOLLOUT && client->sent < request_length) send_request(client);
  if (events & (EPOLLIN | EPOLLHUP | EPOLLERR)) receive(client);
}

/* ---- set-up and report ------------------------------------------------------------------------------------------ */

static void build_request(const char *host, int port, const char *path, const char *body_file, char **headers,
                          int header_count) {
  static char body[MAX_BODY];
  FILE *file = fopen(body_file, "r");
  if (!file) {
    perror(body_file);
    exit(2);
  }
  size_t body_length = fread(body, 1, sizeof body, file);
  fclose(file);
  FILE *out = open_memstream(&request, &request_length);
  fprintf(out, "POST %s HTTP/1.1\r\nHost: %s:%d\r\nContent-Type: application/json\r\nAccept: */*\r\n"
               "User-Agent: hal0-bench\r\nContent-Length: %zu\r\n", path, host, port, body_length);
  for (int i = 0; i < header_count; i++) fprintf(out, "%s\r\n", headers[i]);
  fputs("\r\n", out);
  fwrite(body, 1, body_length, out);
  fclose(out);
}

static void report(double seconds) {
  printf("{\"seconds\":%g,\"completed\":%ld,\"errors\":%ld,\"incomplete\":%ld,\"reconnects\":%ld,\"chunks\":%ld,"
         "\"total\":{\"completed\":%ld,\"chunks\":%ld}",
         seconds, seen.completed, seen.errors, seen.incomplete, seen.reconnects, seen.chunks, seen.total_completed,
         seen.total_chunks);
  samples_print("latency", &seen.latency);
  samples_print("firstChunk", &seen.first_chunk);
  samples_print("transit", &seen.transit);
  puts("}");
}

int main(int argc, char **argv) {
  if (argc < 9) {
    fputs("usage: load HOST PORT PATH CLIENTS SECONDS WARMUP_SECONDS EVENTS BODY_FILE [HEADER ...]\n", stderr);
    return 2;
  }
  signal(SIGPIPE, SIG_IGN);
  const char *host = strcmp(argv[1], "localhost") ? argv[1] : "127.0.0.1";
  int port = atoi(argv[2]), client_count = atoi(argv[4]);
  double seconds = atof(argv[5]), warmup = atof(argv[6]);
  expected_events = atol(argv[7]);
  build_request(argv[1], port, argv[3], argv[8], argv + 9, argc - 9);
  target = (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons(port)};
  if (inet_pton(AF_INET, host, &target.sin_addr) != 1) {
    fputs("load: HOST must be an IPv4 address or localhost\n", stderr);
    return 2;
  }

  poller = epoll_create1(0);
  window_start = now_ns() + warmup * 1e9;
  window_end = window_start + seconds * 1e9;
  Client *clients = calloc(client_count, sizeof *clients);
  for (int i = 0; i < client_count; i++) open_connection(&clients[i]);

  struct epoll_event events[EVENTS_PER_WAIT];
  while (now_ns() < window_end) {
    int count = epoll_wait(poller, events, EVENTS_PER_WAIT, 100);
    for (int i = 0; i < count; i++) handle(events[i].data.ptr, events[i].events);
  }
  report(seconds);
  return 0;
}
