/*
 * Makes chosen calls to the disk fail, for one process: LD_PRELOAD=fault-shim.so FAULT_RULES='op:path:nth[+]:action;…'
 *   op      write, sync, rename, truncate or unlink
 *   path    part of the file's path
 *   nth     the call that is hit, from 1; with + all from there on. Where FAULT_SWITCH names a file: only while it exists
 *   action  E<errno>, short<bytes>, torn<bytes> (that many bytes, then SIGKILL), kill, delay<ms>, lie (say it is synced)
 * A write to an O_DSYNC descriptor is a write and then a sync.
 * One counter per rule, for all threads: libuv's pool does the calls.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

struct rule {
  char op[16], path[200], action[32];
  long nth;
  int onwards;
  atomic_long calls;
};

static struct rule rules[32];
static int rule_count;

__attribute__((constructor)) static void read_rules(void) {
  const char *text = getenv("FAULT_RULES");
  if (!text) return;
  char *copy = strdup(text), *rest;
  for (char *part = strtok_r(copy, ";", &rest); part && rule_count < 32; part = strtok_r(NULL, ";", &rest)) {
    struct rule *rule = &rules[rule_count];
    char nth[32];
    if (sscanf(part, "%15[^:]:%199[^:]:%31[^:]:%31s", rule->op, rule->path, nth, rule->action) != 4) abort();
    rule->nth = strtol(nth, NULL, 10);
    rule->onwards = strchr(nth, '+') != NULL;
    rule_count++;
  }
  free(copy);
}

static struct rule *match(const char *op, const char *path) {
  struct rule *hit = NULL;
  const char *gate = getenv("FAULT_SWITCH");
  if (rule_count && gate && access(gate, F_OK) != 0) return NULL;
  for (int i = 0; i < rule_count; i++) {
    struct rule *rule = &rules[i];
    if (strcmp(rule->op, op) != 0 || !strstr(path, rule->path)) continue;
    long call = atomic_fetch_add(&rule->calls, 1) + 1;
    if (call == rule->nth || (rule->onwards && call >= rule->nth)) hit = rule;
  }
  return hit;
}

static struct rule *match_fd(const char *op, int fd) {
  char link[64], path[PATH_MAX];
  if (!rule_count) return NULL;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length <= 0) return NULL;
  path[length] = 0;
  return path[0] == '/' ? match(op, path) : NULL;
}

static void die(void) {
  kill(getpid(), SIGKILL);
  pause();
}

static int starts(const char *text, const char *prefix) { return strncmp(text, prefix, strlen(prefix)) == 0; }

/* -1 with errno set when the call must fail. */
static int act(struct rule *rule) {
  if (rule->action[0] == 'E') {
    errno = atoi(rule->action + 1);
    return -1;
  }
  if (strcmp(rule->action, "kill") == 0) die();
  if (starts(rule->action, "delay")) {
    long ms = atol(rule->action + 5);
    struct timespec pause_for = {ms / 1000, ms % 1000 * 1000000};
    nanosleep(&pause_for, NULL);
  }
  return 0;
}

static size_t cut(struct rule *rule, size_t length, int *then_die) {
  size_t most = length;
  if (starts(rule->action, "short")) most = strtoul(rule->action + 5, NULL, 10);
  if (starts(rule->action, "torn")) {
    most = strtoul(rule->action + 4, NULL, 10);
    *then_die = 1;
  }
  return most < length ? most : length;
}

#define REAL(type, name, ...)          \
  static type (*real)(__VA_ARGS__);    \
  if (!real) real = dlsym(RTLD_NEXT, name)

ssize_t write(int fd, const void *bytes, size_t length) {
  REAL(ssize_t, "write", int, const void *, size_t);
  struct rule *rule = match_fd("write", fd);
  int then_die = 0;
  if (rule) {
    if (act(rule)) return -1;
    length = cut(rule, length, &then_die);
  }
  ssize_t written = real(fd, bytes, length);
  if (then_die) die();
  return written;
}

/* The bytes are in the page cache, and nobody has synced them. */
static ssize_t unsynced(int fd, const void *bytes, size_t length, off64_t offset) {
  REAL(ssize_t, "pwrite64", int, const void *, size_t, off64_t);
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  int other = open(link, O_WRONLY);
  if (other < 0) return -1;
  ssize_t written = real(other, bytes, length, offset);
  close(other);
  return written;
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t offset) {
  REAL(ssize_t, "pwrite64", int, const void *, size_t, off64_t);
  struct rule *rule = match_fd("write", fd);
  int then_die = 0;
  if (rule) {
    if (act(rule)) return -1;
    length = cut(rule, length, &then_die);
  }
  struct rule *sync = fcntl(fd, F_GETFL) & O_DSYNC ? match_fd("sync", fd) : NULL;
  int synced = !sync || (sync->action[0] != 'E' && strcmp(sync->action, "lie") != 0);
  ssize_t written = synced ? real(fd, bytes, length, offset) : unsynced(fd, bytes, length, offset);
  if (then_die) die();
  return sync && written >= 0 && act(sync) ? -1 : written;
}

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t offset) { return pwrite64(fd, bytes, length, offset); }

#define SYNC(name)                                \
  int name(int fd) {                              \
    REAL(int, #name, int);                        \
    struct rule *rule = match_fd("sync", fd);     \
    if (rule) {                                   \
      if (act(rule)) return -1;                   \
      if (!strcmp(rule->action, "lie")) return 0; \
    }                                             \
    return real(fd);                              \
  }
SYNC(fsync)
SYNC(fdatasync)

int rename(const char *from, const char *to) {
  REAL(int, "rename", const char *, const char *);
  struct rule *rule = match("rename", to);
  return rule && act(rule) ? -1 : real(from, to);
}

int unlink(const char *path) {
  REAL(int, "unlink", const char *);
  struct rule *rule = match("unlink", path);
  return rule && act(rule) ? -1 : real(path);
}

int ftruncate64(int fd, off64_t length) {
  REAL(int, "ftruncate64", int, off64_t);
  struct rule *rule = match_fd("truncate", fd);
  return rule && act(rule) ? -1 : real(fd, length);
}

int ftruncate(int fd, off_t length) { return ftruncate64(fd, length); }
