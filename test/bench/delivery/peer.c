/* libmosquitto as a sender of records: COUNT messages of BYTES each at QoS 1, WINDOW unconfirmed at the most. Prints seconds from the first
 * publish to the last confirmation, and its processor seconds in them. */
#include <mosquitto.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

static long confirmed, sent, connected;

static void on_connect(struct mosquitto* m, void* data, int code) {
  (void)m, (void)data;
  connected = code == 0 ? 1 : -1;
}

static void on_publish(struct mosquitto* m, void* data, int id) {
  (void)m, (void)data, (void)id;
  confirmed++;
}

static double now_s(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double cpu_s(void) {
  struct rusage u;
  getrusage(RUSAGE_SELF, &u);
  return (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) + (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e6;
}

int main(int argc, char** argv) {
  if (argc != 5) return fprintf(stderr, "peer PORT COUNT BYTES WINDOW\n"), 2;
  const long count = atol(argv[2]), bytes = atol(argv[3]), window = atol(argv[4]);
  char* body = calloc(1, (size_t)bytes);
  mosquitto_lib_init();
  struct mosquitto* m = mosquitto_new("peer", true, NULL);
  mosquitto_max_inflight_messages_set(m, (unsigned)window);
  mosquitto_int_option(m, MOSQ_OPT_TCP_NODELAY, 1);
  mosquitto_connect_callback_set(m, on_connect);
  mosquitto_publish_callback_set(m, on_publish);
  if (mosquitto_connect(m, "127.0.0.1", atoi(argv[1]), 60) != MOSQ_ERR_SUCCESS) return 1;
  while (connected == 0 && mosquitto_loop(m, 1000, 1) == MOSQ_ERR_SUCCESS) {
  }
  if (connected != 1) return 1;
  const double begun = now_s(), spent = cpu_s();
  while (confirmed < count) {
    while (sent < count && sent - confirmed < window) {
      memcpy(body, &sent, sizeof sent < (size_t)bytes ? sizeof sent : (size_t)bytes);
      if (mosquitto_publish(m, NULL, "peer/records", (int)bytes, body, 1, false) != MOSQ_ERR_SUCCESS) return 1;
      sent++;
    }
    if (mosquitto_loop(m, 1000, 1) != MOSQ_ERR_SUCCESS) return 1;
  }
  printf("{\"seconds\": %.6f, \"cpu_s\": %.6f}\n", now_s() - begun, cpu_s() - spent);
  mosquitto_disconnect(m);
  mosquitto_destroy(m);
  return 0;
}
