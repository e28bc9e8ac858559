/* mock-buffer.h: a growing byte buffer that always has room for a terminating NUL. */
#pragma once
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  char *data;
  size_t length, capacity;
} Buffer;

static void buffer_reserve(Buffer *buffer, size_t more) {
  size_t needed = buffer->length + more + 1;
  if (needed <= buffer->capacity) return;
  buffer->capacity = needed > 2 * buffer->capacity ? needed : 2 * buffer->capacity;
  buffer->data = realloc(buffer->data, buffer->capacity);
  if (!buffer->data) abort();
}

static void buffer_append(Buffer *buffer, const char *bytes, size_t count) {
  buffer_reserve(buffer, count);
  memcpy(buffer->data + buffer->length, bytes, count);
  buffer->length += count;
}

static void buffer_printf(Buffer *buffer, const char *format, ...) {
  buffer_reserve(buffer, 1024); /* enough for most, so that the text is formatted once */
  for (;;) {
    size_t room = buffer->capacity - buffer->length;
    va_list arguments;
    va_start(arguments, format);
    size_t count = vsnprintf(buffer->data + buffer->length, room, format, arguments);
    va_end(arguments);
    if (count < room) {
      buffer->length += count;
      return;
    }
    buffer_reserve(buffer, count);
  }
}

/* Forgets the first `count` bytes. */
static void buffer_discard(Buffer *buffer, size_t count) {
  memmove(buffer->data, buffer->data + count, buffer->length - count);
  buffer->length -= count;
}
