/*
 * mock.c: the upstream of the bench. One thread, epoll, canned answers, no inference.
 *
 *   cc -O2 -o mock mock.c && ./mock PORT
 *
 * It speaks as much of Lemonade as hal0 needs of its runtime (live, health, models, load, unload, pull) and answers
 * chat completions, whole or as an event stream. What an answer looks like is steered from inside the prompt, because
 * the prompt survives every gateway that rewrites JSON or headers:
 *
 *   #mock chunks=200 interval_us=5000 first_us=0 size=16#
 *
 * Each chunk of a stream carries "@<CLOCK_MONOTONIC ns>", so that a driver on the same machine can tell how long the
 * chunk was under way.
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
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#include "mock-buffer.h"
#include "mock-lemonade.h"
#include "mock-request.h"

#define MAX_STREAMS 4096
#define MAX_TEXT 4000
#define EVENTS_PER_WAIT 256
#define READ_SIZE (256 * 1024)

typedef struct {
  int fd;
  Buffer input;  /* received and not answered yet */
  Buffer output; /* not accepted by the socket yet, from `sent` on */
  size_t sent;
  bool wants_writable, close_when_sent;
  bool streaming;
  long events_left;
  int text_size;
  int64_t interval_ns, due_ns;
} Connection;

static int poller;
static Connection *streams[MAX_STREAMS];
static int stream_count;
static long long stream_bytes; /* taken by the sockets of streams so far */
static char filler[MAX_TEXT];

static int64_t now_ns(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1000000000LL + time.tv_nsec;
}

/* ---- connections ------------------------------------------------------------------------------------------------ */

static void stop_streaming(Connection *connection) {
  for (int i = 0; i < stream_count; i++)
    if (streams[i] == connection) streams[i] = streams[--stream_count];
  connection->streaming = false;
}

static void drop(Connection *connection) {
  if (connection->streaming) stop_streaming(connection);
  close(connection->fd);
  free(connection->input.data);
  free(connection->output.data);
  free(connection);
}

static void watch_writable(Connection *connection, bool wanted) {
  if (connection->wants_writable == wanted) return;
  connection->wants_writable = wanted;
  struct epoll_event interest = {.events = EPOLLIN | (wanted ? EPOLLOUT : 0), .data.ptr = connection};
  epoll_ctl(poller, EPOLL_CTL_MOD, connection->fd, &interest);
}

/* Writes what the socket takes. False when the connection is gone afterwards. */
static bool flush(Connection *connection) {
  while (connection->sent < connection->output.length) {
    ssize_t written = write(connection->fd, connection->output.data + connection->sent,
                            connection->output.length - connection->sent);
    if (written < 0 && errno == EAGAIN) {
      watch_writable(connection, true);
      return true;
    }
    if (written < 0) {
      drop(connection);
      return false;
    }
    connection->sent += written;
    if (connection->streaming) stream_bytes += written;
  }
  connection->sent = connection->output.length = 0;
  watch_writable(connection, false);
  if (connection->close_when_sent && !connection->streaming) {
    drop(connection);
    return false;
  }
  return true;
}

/* ---- answers ---------------------------------------------------------------------------------------------------- */

static bool answer_json(Connection *connection, int status, const char *json) {
  buffer_printf(&connection->output,
                "HTTP/1.1 %d %s\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s", status,
                status == 200 ? "OK" : "Error", strlen(json), json);
  return flush(connection);
}

static void append_event(Connection *connection, const char *data) {
  /* one HTTP chunk per event; its length counts "data: " and the blank line */
  buffer_printf(&connection->output, "%zx\r\ndata: %s\n\n\r\n", strlen(data) + 8, data);
}

#define CHUNK_HEAD "{\"id\":\"chatcmpl-bench\",\"object\":\"chat.completion.chunk\",\"created\":1700000000,\"model\":\"bench\","

/* Sends the next event of a stream, and the closing ones after the last. False when the connection is gone. */
static bool emit_event(Connection *connection) {
  char event[MAX_TEXT + 512];
  snprintf(event, sizeof event,
           CHUNK_HEAD "\"choices\":[{\"index\":0,\"delta\":{\"content\":\"@%lld %.*s\"},\"finish_reason\":null}]}",
           (long long)now_ns(), connection->text_size, filler);
  append_event(connection, event);
  connection->due_ns += connection->interval_ns;
  if (--connection->events_left == 0) {
    append_event(connection, CHUNK_HEAD "\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}],"
                                        "\"timings\":{\"prompt_n\":12,\"prompt_ms\":1.5,\"predicted_n\":34,"
                                        "\"predicted_ms\":339.2,\"predicted_per_second\":100.25}}");
    append_event(connection, "[DONE]");
    buffer_append(&connection->output, "0\r\n\r\n", 5);
    stop_streaming(connection);
  }
  return flush(connection);
}

static bool answer_chat_stream(Connection *connection, const char *steering) {
  if (stream_count == MAX_STREAMS) return answer_json(connection, 503, "{\"error\":\"too many streams\"}");
  buffer_printf(&connection->output, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\n"
                                     "Cache-Control: no-cache\r\nTransfer-Encoding: chunked\r\n\r\n");
  connection->streaming = true;
  streams[stream_count++] = connection;
  connection->events_left = steering_number(steering, "chunks=", 200);
  if (connection->events_left < 1) connection->events_left = 1;
  connection->interval_ns = steering_number(steering, "interval_us=", 0) * 1000LL;
  int64_t first_ns = steering_number(steering, "first_us=", 0) * 1000LL;
  connection->due_ns = now_ns() + first_ns;
  return first_ns > 0 ? flush(connection) : emit_event(connection);
}

static bool answer_chat(Connection *connection, const Request *request) {
  const char *steering = strstr(request->body, "#mock");
  if (!steering) steering = "";
  long size = steering_number(steering, "size=", 16);
  connection->text_size = size < 0 ? 0 : size > MAX_TEXT ? MAX_TEXT : (int)size;
  if (asks_for_stream(request->body)) return answer_chat_stream(connection, steering);
  char json[MAX_TEXT + 1024];
  snprintf(json, sizeof json,
           "{\"id\":\"chatcmpl-bench\",\"object\":\"chat.completion\",\"created\":1700000000,\"model\":\"bench\","
           "\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"%.*s\",\"tool_calls\":null},"
           "\"logprobs\":null,\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":12,\"completion_tokens\":34,"
           "\"total_tokens\":46,\"prompt_tokens_details\":{\"cached_tokens\":0}},\"system_fingerprint\":\"mock\","
           "\"timings\":{\"prompt_ms\":1.5,\"predicted_per_second\":100.25}}",
           connection->text_size, filler);
  return answer_json(connection, 200, json);
}

/* How much the readers of streams, or the gateways before them, have taken. */
static const char *sent_answer(void) {
  static char json[64];
  snprintf(json, sizeof json, "{\"bytes\":%lld}", stream_bytes);
  return json;
}

/* Answers every request that has arrived whole, one at a time. False when the connection is gone. */
static bool answer_requests(Connection *connection) {
  Request request;
  while (!connection->streaming && connection->input.length) {
    long used = read_request(&connection->input, &request);
    if (used == REQUEST_NEEDS_MORE) return true;
    if (used == REQUEST_WANTS_CONTINUE) {
      buffer_append(&connection->output, "HTTP/1.1 100 Continue\r\n\r\n", 25);
      return flush(connection);
    }
    connection->close_when_sent = used == REQUEST_TOO_LARGE || request.closes;
    if (used == REQUEST_TOO_LARGE) return answer_json(connection, 413, "{\"error\":\"body over 72 MiB\"}");
    buffer_discard(&connection->input, used);
    bool chat = !strcmp(request.method, "POST") && strstr(request.path, "completions");
    bool alive = chat
                     ? answer_chat(connection, &request)
                     : answer_json(connection, 200,
                                   !strcmp(request.path, "/mock/sent")
                                       ? sent_answer()
                                       : lemonade_answer(request.method, request.path, request.body));
    if (!alive) return false;
  }
  return true;
}

/* ---- the loop --------------------------------------------------------------------------------------------------- */

/* Sends what is due. Returns when the next event is due: 0 at once, INT64_MAX never. */
static int64_t emit_due_events(void) {
  int64_t now = now_ns(), next = INT64_MAX;
  for (int i = stream_count; i-- > 0;) {
    Connection *connection = streams[i];
    if (connection->output.length) continue; /* the reader is behind: wait until the socket is writable */
    if (connection->due_ns <= now) {
      if (!emit_event(connection)) continue;
      if (!connection->streaming) {
        answer_requests(connection);
        next = 0; /* a pipelined request may just have opened another stream */
        continue;
      }
      if (connection->output.length) continue;
    }
    int64_t due = connection->due_ns <= now ? 0 : connection->due_ns;
    if (due < next) next = due;
  }
  return next;
}

static void accept_all(int listener) {
  int fd, on = 1;
  while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    Connection *connection = calloc(1, sizeof *connection);
    connection->fd = fd;
    struct epoll_event interest = {.events = EPOLLIN, .data.ptr = connection};
    epoll_ctl(poller, EPOLL_CTL_ADD, fd, &interest);
  }
}

static void serve(Connection *connection, uint32_t events) {
  if (events & EPOLLOUT && !flush(connection)) return;
  if (!(events & (EPOLLIN | EPOLLHUP | EPOLLERR))) return;
  buffer_reserve(&connection->input, READ_SIZE);
  ssize_t got = read(connection->fd, connection->input.data + connection->input.length, READ_SIZE);
  if (got == 0 || (got < 0 && errno != EAGAIN)) {
    drop(connection);
  } else if (got > 0) {
    connection->input.length += got;
    answer_requests(connection);
  }
}

static int listen_on(int port) {
  int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), on = 1;
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  struct sockaddr_in address = {
      .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  if (bind(listener, (struct sockaddr *)&address, sizeof address) || listen(listener, 4096)) {
    perror("mock: cannot listen");
    exit(1);
  }
  return listener;
}

int main(int argc, char **argv) {
  if (argc != 2) {
    fputs("usage: mock PORT\n", stderr);
    return 2;
  }
  int port = atoi(argv[1]);
  signal(SIGPIPE, SIG_IGN);
  memset(filler, 'x', sizeof filler);
  poller = epoll_create1(0);
  int listener = listen_on(port), timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK);
  epoll_ctl(poller, EPOLL_CTL_ADD, listener, &(struct epoll_event){.events = EPOLLIN, .data.ptr = &listener});
  epoll_ctl(poller, EPOLL_CTL_ADD, timer, &(struct epoll_event){.events = EPOLLIN, .data.ptr = &timer});
  lemonade_start(port);

  struct epoll_event events[EVENTS_PER_WAIT];
  for (;;) {
    int64_t next = emit_due_events();
    if (next > 0 && next < INT64_MAX) {
      struct itimerspec alarm = {.it_value = {next / 1000000000, next % 1000000000}};
      timerfd_settime(timer, TFD_TIMER_ABSTIME, &alarm, NULL);
    }
    int count = epoll_wait(poller, events, EVENTS_PER_WAIT, next ? -1 : 0);
    for (int i = 0; i < count; i++) {
      if (events[i].data.ptr == &timer) {
        uint64_t expirations;
        (void)!read(timer, &expirations, sizeof expirations);
      } else if (events[i].data.ptr == &listener) {
        accept_all(listener);
      } else {
        serve(events[i].data.ptr, events[i].events);
      }
    }
  }
}
