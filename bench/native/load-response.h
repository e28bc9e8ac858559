/*
 * load-response.h: an incremental reader of HTTP/1.1 answers that looks into event streams: it counts the lines that
 * begin with "data:" and reads the "@<ns>" stamp that mock.c writes into each chunk.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define MAX_HEAD 16384

typedef enum { HEAD, BODY_BY_LENGTH, BODY_UNTIL_CLOSE, CHUNK_SIZE, CHUNK_DATA, CHUNK_END, TRAILER } Phase;
typedef enum { LINE_START, BEFORE_STAMP, IN_STAMP, REST_OF_LINE } LinePart;
typedef enum { RESPONSE_UNFINISHED, RESPONSE_COMPLETE, RESPONSE_BROKEN } ResponseResult;

typedef struct {
  char text[24];
  size_t count;
} Digits;

typedef struct {
  Phase phase;
  int status;
  bool closes;
  long events;
  size_t body_left; /* of the body, or of the HTTP chunk */
  LinePart line_part;
  size_t prefix_length; /* of "data:", seen at the start of the line */
  Digits stamp;
  Digits chunk_size;
  size_t line_length; /* of a trailer line */
  size_t head_length;
  char head[MAX_HEAD + 1];
} Response;

static void count_event(void *context, int64_t now);
static void count_stamp(int64_t stamp, int64_t now);

static void response_reset(Response *response) { memset(response, 0, offsetof(Response, head)); }

static void keep_digit(Digits *digits, char digit) {
  if (digits->count < sizeof digits->text - 1) digits->text[digits->count++] = digit;
}

static long long take_number(Digits *digits, int base) {
  digits->text[digits->count] = '\0';
  digits->count = 0;
  return strtoll(digits->text, NULL, base);
}

/* Reads body bytes, which may begin and end anywhere within a line. */
static void scan_events(Response *response, const char *bytes, size_t count, int64_t now, void *context) {
  const char *end = bytes + count;
  while (bytes < end) {
    switch (response->line_part) {
      case LINE_START:
        if (*bytes == '\n') {
          response->prefix_length = 0;
        } else if (*bytes != "data:"[response->prefix_length]) {
          response->line_part = REST_OF_LINE;
          continue;
        } else if (++response->prefix_length == 5) {
          response->line_part = BEFORE_STAMP;
          response->events++;
          count_event(context, now);
        }
        bytes++;
        break;
      case BEFORE_STAMP:
      case REST_OF_LINE: {
        const char *line_end = memchr(bytes, '\n', end - bytes), *stop = line_end ? line_end : end;
        const char *at = response->line_part == BEFORE_STAMP ? memchr(bytes, '@', stop - bytes) : NULL;
        if (at) {
          response->line_part = IN_STAMP;
          bytes = at + 1;
        } else {
          bytes = stop;
          if (line_end) {
            response->line_part = LINE_START;
            response->prefix_length = 0;
            bytes++;
          }
        }
        break;
      }
      case IN_STAMP:
        if (*bytes >= '0' && *bytes <= '9') {
          keep_digit(&response->stamp, *bytes++);
        } else {
          int64_t stamp = take_number(&response->stamp, 10);
          if (stamp > 0) count_stamp(stamp, now);
          response->line_part = REST_OF_LINE;
        }
        break;
    }
  }
}

/* Decides from the head how the body ends. */
static ResponseResult read_head(Response *response) {
  const char *head = response->head, *length;
  response->status = atoi(head + 9);
  response->closes = strcasestr(head, "\r\nconnection: close") != NULL;
  if (strcasestr(head, "\r\ntransfer-encoding: chunked")) {
    response->phase = CHUNK_SIZE;
  } else if ((length = strcasestr(head, "\r\ncontent-length:"))) {
    response->body_left = strtoul(length + 17, NULL, 10);
    response->phase = BODY_BY_LENGTH;
    if (!response->body_left) return RESPONSE_COMPLETE;
  } else {
    response->phase = BODY_UNTIL_CLOSE;
  }
  return RESPONSE_UNFINISHED;
}

/* Reads what has arrived at `now`. `context` is handed to count_event. */
static ResponseResult response_read(Response *response, const char *bytes, size_t count, int64_t now, void *context) {
  while (count) {
    size_t used = 1;
    switch (response->phase) {
      case HEAD: {
        size_t before = response->head_length, room = MAX_HEAD - before, kept = count < room ? count : room;
        memcpy(response->head + before, bytes, kept);
        response->head[before + kept] = '\0';
        response->head_length += kept;
        char *end = strstr(response->head, "\r\n\r\n");
        if (!end) {
          if (kept == room) return RESPONSE_BROKEN;
          return RESPONSE_UNFINISHED;
        }
        used = end + 4 - response->head - before;
        end[2] = '\0';
        if (read_head(response) == RESPONSE_COMPLETE) return RESPONSE_COMPLETE;
        break;
      }
      case BODY_UNTIL_CLOSE:
        scan_events(response, bytes, used = count, now, context);
        break;
      case BODY_BY_LENGTH:
      case CHUNK_DATA:
        used = count < response->body_left ? count : response->body_left;
        scan_events(response, bytes, used, now, context);
        response->body_left -= used;
        if (response->body_left) break;
        if (response->phase == BODY_BY_LENGTH) return RESPONSE_COMPLETE;
        response->phase = CHUNK_END;
        break;
      case CHUNK_SIZE:
        if (*bytes != '\n') {
          keep_digit(&response->chunk_size, *bytes);
          break;
        }
        response->body_left = take_number(&response->chunk_size, 16);
        response->phase = response->body_left ? CHUNK_DATA : TRAILER;
        response->line_length = 0;
        break;
      case CHUNK_END:
        if (*bytes == '\n') response->phase = CHUNK_SIZE;
        break;
      case TRAILER:
        if (*bytes == '\n' && response->line_length == 0) return RESPONSE_COMPLETE;
        if (*bytes == '\n') response->line_length = 0;
        else if (*bytes != '\r') response->line_length++;
        break;
    }
    bytes += used;
    count -= used;
  }
  return RESPONSE_UNFINISHED;
}
