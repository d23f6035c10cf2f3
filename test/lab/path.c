/*
 * A path with delay, loss and a limited rate between two network namespaces, for kernels without `tc netem`.
 *
 *     path NAMESPACE DEVICE NAMESPACE DEVICE
 *
 * Makes a TUN device in each namespace (a file such as /proc/PID/ns/net), prints "ready", and carries the packets across. The
 * devices' queues must be long (txqueuelen), for it is the path that decides what is dropped. Both directions have the
 * same conditions, but for the rate back where that is named after the rate. Lines on stdin set them, keys not named stay as they are:
 *
 *     delay=12.5 loss=0 rate=100 back=0 buffer=50        ms one way, percent, Mbit/s (0: no limit), the same, ms
 *
 * A packet that would wait longer than the buffer for its turn is dropped, as full buffers do. "count" prints, for each direction,
 * packets and bytes that were to be carried so far, and packets that the buffer had no room for. Ends with its stdin.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <poll.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

#define SLOTS 8192         /* packets under way in one direction; a power of two */
#define BYTES 1536         /* room for the MTU of a TUN device, 1500 */
#define BATCH 64           /* packets read before the other direction has its turn */
#define SLACK_NS 200000    /* a packet may leave this much early: two or three in one go at 100 Mbit/s, as from a network card, save as many wake-ups */
#define NEVER INT64_MAX

struct packet { int64_t due; size_t length; unsigned char bytes[BYTES]; };

struct direction {
	int from, to;
	uint64_t head, tail;   /* packets under way: ring[head % SLOTS] up to tail */
	int64_t free_at;       /* when the line has sent all that it was given */
	double rate_mbit;
	uint64_t packets, bytes, dropped;
	struct packet ring[SLOTS];
};

static struct direction there, back;
static double delay_ms, loss_percent;
static double buffer_ms = 50; /* of a home router, roughly */

static void fail(const char *what)
{
	fprintf(stderr, "path: %s: %s\n", what, strerror(errno));
	exit(1);
}

static int64_t now_ns(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000000000LL + now.tv_nsec;
}

static int open_device(const char *namespace, const char *name)
{
	struct ifreq request = { .ifr_flags = IFF_TUN | IFF_NO_PI };
	int ns = open(namespace, O_RDONLY | O_CLOEXEC), device;

	if (ns < 0 || setns(ns, CLONE_NEWNET) < 0) fail(namespace);
	close(ns);
	device = open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);
	if (device < 0) fail("/dev/net/tun");
	snprintf(request.ifr_name, IFNAMSIZ, "%s", name);
	if (ioctl(device, TUNSETIFF, &request) < 0) fail(name);
	return device;
}

static void take(struct direction *d)
{
	static unsigned char nowhere[BYTES];
	int64_t now = now_ns();

	for (int i = 0; i < BATCH; i++) {
		int is_full = d->tail - d->head == SLOTS;
		struct packet *packet = &d->ring[d->tail % SLOTS];
		ssize_t length = read(d->from, is_full ? nowhere : packet->bytes, BYTES);
		int64_t sent = now;

		if (length <= 0) return;
		d->packets++;
		d->bytes += length;
		if (is_full || drand48() * 100 < loss_percent) continue;
		if (d->rate_mbit > 0) {
			int64_t start = d->free_at > now ? d->free_at : now;
			if (start - now > buffer_ms * 1e6) {
				d->dropped++;
				continue;
			}
			sent = d->free_at = start + (int64_t)(length * 8000 / d->rate_mbit);
		}
		packet->length = length;
		packet->due = sent + (int64_t)(delay_ms * 1e6);
		d->tail++;
	}
}

/* Delivers what is due; returns when the next packet is. What a full device refuses is lost. */
static int64_t give(struct direction *d)
{
	for (int64_t now = now_ns(); d->head < d->tail; d->head++) {
		struct packet *packet = &d->ring[d->head % SLOTS];
		if (packet->due > now + SLACK_NS) return packet->due;
		if (write(d->to, packet->bytes, packet->length) < 0 && errno == EBADF) fail("write");
	}
	return NEVER;
}

static void set(const char *word)
{
	double value;

	if (sscanf(word, "delay=%lf", &value) == 1) delay_ms = value;
	else if (sscanf(word, "loss=%lf", &value) == 1) loss_percent = value;
	else if (sscanf(word, "rate=%lf", &value) == 1) there.rate_mbit = back.rate_mbit = value;
	else if (sscanf(word, "back=%lf", &value) == 1) back.rate_mbit = value;
	else if (sscanf(word, "buffer=%lf", &value) == 1) buffer_ms = value;
	else fprintf(stderr, "path: cannot read %s\n", word);
}

static void print_count(const struct direction *d)
{
	printf("%llu %llu %llu", (unsigned long long)d->packets, (unsigned long long)d->bytes, (unsigned long long)d->dropped);
}

static void obey(char *text)
{
	for (char *word = strtok(text, " \n"); word; word = strtok(NULL, " \n")) {
		if (strcmp(word, "count") != 0) {
			set(word);
			continue;
		}
		print_count(&there);
		putchar(' ');
		print_count(&back);
		putchar('\n');
		fflush(stdout);
	}
}

int main(int count, char **words)
{
	if (count != 5) {
		fprintf(stderr, "usage: path NAMESPACE DEVICE NAMESPACE DEVICE\n");
		return 2;
	}
	there.from = back.to = open_device(words[1], words[2]);
	there.to = back.from = open_device(words[3], words[4]);
	prctl(PR_SET_TIMERSLACK, 1000UL);
	/* Exact on a busy machine, too; goes without where that is not allowed. */
	sched_setscheduler(0, SCHED_RR, &(struct sched_param){ .sched_priority = 1 });
	puts("ready");
	fflush(stdout);

	for (;;) {
		struct pollfd fds[] = { { there.from, POLLIN, 0 }, { back.from, POLLIN, 0 }, { STDIN_FILENO, POLLIN, 0 } };
		int64_t next = give(&there), other = give(&back), wait;
		struct timespec timeout;

		if (other < next) next = other;
		wait = next == NEVER ? 0 : next - now_ns();
		if (wait < 0) wait = 0;
		timeout = (struct timespec){ wait / 1000000000, wait % 1000000000 };
		if (ppoll(fds, 3, next == NEVER ? NULL : &timeout, NULL) < 0 && errno != EINTR) fail("poll");
		if (fds[0].revents) take(&there);
		if (fds[1].revents) take(&back);
		if (fds[2].revents) {
			char text[256];
			ssize_t length = read(STDIN_FILENO, text, sizeof text - 1);
			if (length <= 0) return 0;
			text[length] = 0;
			obey(text);
		}
	}
}
