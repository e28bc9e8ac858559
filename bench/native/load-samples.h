/* load-samples.h: durations in nanoseconds, reported as percentiles in microseconds. */
#pragma once
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct {
  int64_t *values;
  size_t count, capacity;
} Samples;

static void samples_add(Samples *samples, int64_t nanoseconds) {
  if (samples->count == samples->capacity) {
    samples->capacity = samples->capacity ? samples->capacity * 2 : 65536;
    samples->values = realloc(samples->values, samples->capacity * sizeof *samples->values);
    if (!samples->values) abort();
  }
  samples->values[samples->count++] = nanoseconds;
}

static int by_value(const void *left, const void *right) {
  int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;
  return (a > b) - (a < b);
}

static double percentile_us(const Samples *sorted, double fraction) {
  return sorted->values[(size_t)(fraction * (sorted->count - 1))] / 1000.0;
}

/* Prints `,"name":{…}`. Sorts the samples. */
static void samples_print(const char *name, Samples *samples) {
  if (!samples->count) {
    printf(",\"%s\":null", name);
    return;
  }
  qsort(samples->values, samples->count, sizeof *samples->values, by_value);
  printf(",\"%s\":{\"p50\":%.1f,\"p90\":%.1f,\"p99\":%.1f,\"max\":%.1f}", name, percentile_us(samples, 0.5),
         percentile_us(samples, 0.9), percentile_us(samples, 0.99), percentile_us(samples, 1));
}
