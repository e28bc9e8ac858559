/* mock-request.h: as much HTTP/1.1 as a gateway sends: a head, then a body by length or in chunks. */
#pragma once
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "mock-buffer.h"

#define MAX_HEAD (64 * 1024)
#define MAX_BODY (72 * 1024 * 1024)

typedef struct {
  char method[8];
  char path[512];
  const char *body; /* NUL-terminated; valid until the next read_request */
  bool closes;      /* the connection ends with this answer */
} Request;

enum { REQUEST_NEEDS_MORE = 0, REQUEST_WANTS_CONTINUE = -1, REQUEST_TOO_LARGE = -2 };

static char request_head[MAX_HEAD + 1], request_body[MAX_BODY + 1];

static bool head_has(const char *line) { return strcasestr(request_head, line) != NULL; }

/* Undoes the chunked encoding at `encoded` into request_body. Returns the bytes used, or one of REQUEST_*. */
static long read_chunked_body(const char *encoded, size_t available) {
  size_t used = 0, length = 0;
  for (;;) {
    const char *line_end = memmem(encoded + used, available - used, "\r\n", 2);
    if (!line_end) return REQUEST_NEEDS_MORE;
    size_t size = strtoul(encoded + used, NULL, 16), start = line_end - encoded + 2;
    if (size > MAX_BODY - length) return REQUEST_TOO_LARGE;
    if (start + size + 2 > available) return REQUEST_NEEDS_MORE;
    memcpy(request_body + length, encoded + start, size);
    length += size;
    used = start + size + 2;
    if (size == 0) break;
  }
  request_body[length] = '\0';
  return used;
}

/* Takes one whole request from the start of `input`. Returns the bytes it used, or one of REQUEST_*. */
static long read_request(Buffer *input, Request *request) {
  size_t searched = input->length < MAX_HEAD ? input->length : MAX_HEAD;
  const char *end = memmem(input->data, searched, "\r\n\r\n", 4);
  if (!end) return searched == MAX_HEAD ? REQUEST_TOO_LARGE : REQUEST_NEEDS_MORE;
  size_t head_length = end - input->data + 4, available = input->length - head_length;
  memcpy(request_head, input->data, head_length);
  request_head[head_length] = '\0';
  if (sscanf(request_head, "%7s %511s", request->method, request->path) != 2) return REQUEST_TOO_LARGE;
  request->body = request_body;
  request->closes = head_has("\r\nconnection: close") || head_has(" HTTP/1.0\r\n");

  input->data[input->length] = '\0'; /* for the numbers in chunk heads */
  if (head_has("\r\ntransfer-encoding: chunked")) {
    long used = read_chunked_body(input->data + head_length, available);
    return used > 0 ? (long)head_length + used : used;
  }
  const char *length_line = strcasestr(request_head, "\r\ncontent-length:");
  size_t length = length_line ? strtoul(length_line + 17, NULL, 10) : 0;
  if (length > MAX_BODY) return REQUEST_TOO_LARGE;
  if (available < length)
    return available == 0 && head_has("\r\nexpect: 100-continue") ? REQUEST_WANTS_CONTINUE : REQUEST_NEEDS_MORE;
  memcpy(request_body, input->data + head_length, length);
  request_body[length] = '\0';
  return head_length + length;
}

/* ---- what the bodies say ---------------------------------------------------------------------------------------- */

static long steering_number(const char *steering, const char *key, long otherwise) {
  const char *found = strstr(steering, key);
  return found ? atol(found + strlen(key)) : otherwise;
}

static bool asks_for_stream(const char *body) {
  const char *value = strstr(body, "\"stream\"");
  if (!value) return false;
  value += strlen("\"stream\"");
  value += strspn(value, " :\t\r\n");
  return !strncmp(value, "true", 4);
}
