/*
 * mock-lemonade.h: the part of Lemonade's own API that a program in front of it needs: one model, loaded from the
 * start, whose backend is the mock itself.
 */
#pragma once
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static int lemonade_port;
static char lemonade_model[128] = "bench"; /* name of the loaded model; empty after an unload */

static void lemonade_start(int port) { lemonade_port = port; }

/* Keeps the value of "model_name" as the loaded model. Public names have no "user." in front. */
static void remember_model(const char *body) {
  const char *key = strstr(body, "\"model_name\"");
  const char *value = key ? strchr(key + strlen("\"model_name\""), '"') : NULL;
  if (!value) return;
  value++;
  if (!strncmp(value, "user.", 5)) value += 5;
  snprintf(lemonade_model, sizeof lemonade_model, "%.*s", (int)strcspn(value, "\""), value);
}

static const char *health_json(void) {
  static char json[2048], entry[1024];
  entry[0] = '\0';
  if (*lemonade_model)
    snprintf(entry, sizeof entry,
             "{\"model_name\":\"%s\",\"type\":\"llm\",\"device\":\"cpu\",\"recipe\":\"llamacpp\",\"status\":\"ready\","
             "\"loaded\":true,\"backend_alive\":true,\"backend_health\":\"ready\","
             "\"backend_url\":\"http://127.0.0.1:%d/v1\",\"pid\":%d,\"is_busy\":false,\"is_streaming\":false,"
             "\"pinned\":true,\"watchdog_reset\":false,\"last_use\":1000,\"residency_class\":\"standard\","
             "\"slot_pool\":\"standard/llm\",\"max_context_window\":4096,\"checkpoint\":\"bench.gguf\","
             "\"recipe_options\":{\"ctx_size\":4096,\"llamacpp_backend\":\"cpu\"},\"launch_command\":[]}",
             lemonade_model, lemonade_port, getpid());
  snprintf(json, sizeof json,
           "{\"status\":\"ok\",\"version\":\"0.0.0-mock\",\"model_loaded\":\"%s\",\"websocket_port\":0,"
           "\"update_check_done\":true,\"telemetry\":{\"enabled\":false},\"max_models\":{\"llm\":512},"
           "\"pinned_models\":{\"llm\":%d},\"all_models_loaded\":[%s]}",
           lemonade_model, *entry ? 1 : 0, entry);
  return json;
}

static const char *model_entry(void) {
  static char json[512];
  snprintf(json, sizeof json,
           "{\"id\":\"%s\",\"object\":\"model\",\"created\":1234567890,\"owned_by\":\"mock\",\"recipe\":\"llamacpp\","
           "\"checkpoint\":\"bench.gguf\",\"labels\":[\"chat\",\"tool-calling\"],\"downloaded\":true,"
           "\"max_context_window\":4096}",
           *lemonade_model ? lemonade_model : "bench");
  return json;
}

static const char *load_answer(const char *body) {
  static char json[512];
  remember_model(body);
  snprintf(json, sizeof json,
           "{\"status\":\"success\",\"model_name\":\"%s\",\"recipe\":\"llamacpp\",\"checkpoint\":\"bench.gguf\"}",
           lemonade_model);
  return json;
}

static bool ends_with(const char *path, const char *tail) {
  size_t length = strcspn(path, "?"), tail_length = strlen(tail);
  return length >= tail_length && !strncmp(path + length - tail_length, tail, tail_length);
}

/* The answer to everything that is not a completion. */
static const char *lemonade_answer(const char *method, const char *path, const char *body) {
  static char list[640];
  if (!strcmp(method, "POST")) {
    if (ends_with(path, "/load")) return load_answer(body);
    if (ends_with(path, "/unload")) lemonade_model[0] = '\0';
    return "{\"status\":\"success\",\"message\":\"done\"}";
  }
  if (ends_with(path, "/live")) return "{\"status\":\"ok\"}";
  if (ends_with(path, "/models")) {
    snprintf(list, sizeof list, "{\"object\":\"list\",\"data\":[%s]}", model_entry());
    return list;
  }
  if (strstr(path, "/models/")) return model_entry();
  return health_json();
}
