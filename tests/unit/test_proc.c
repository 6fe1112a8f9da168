/*
 * What the processes share: the scoreboard, handing over, the brake on crash
 * loops, and which socket of systemd is whose. Expectations come from the
 * headers.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "conf/conf.h"
#include "proc/crew.h"
#include "proc/handover.h"
#include "proc/lane.h"
#include "proc/orders.h"
#include "proc/scoreboard.h"
#include "proc/systemd.h"

#define SECOND INT64_C(1000000)

static char directory[] = "/tmp/portress-test.XXXXXX";

/* --- scoreboard ----------------------------------------------------------- */

static void
what_a_child_writes_its_parent_reads(void **state)
{
	struct scoreboard_slot *slots = scoreboard_open(3);
	int64_t before = clock_monotonic(), now;
	int status;
	pid_t pid;

	(void)state;
	assert_non_null(slots);
	if ((pid = fork()) == 0) {
		scoreboard_ready(&slots[2]);
		scoreboard_begin(&slots[2], "0123456789abcdef");
		scoreboard_end(&slots[2]);
		scoreboard_begin(&slots[2], "fedcba9876543210");
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(slots[2].is_ready);
	assert_string_equal(slots[2].request, "fedcba9876543210");
	assert_int_equal(slots[2].requests, 1);
	now = clock_monotonic();
	assert_true(scoreboard_busy(&slots[2], now) <= now - before);
	assert_true(scoreboard_busy(&slots[2],
	    clock_monotonic() + 7 * SECOND) >= 7 * SECOND);
	assert_int_equal(scoreboard_busy(&slots[0], clock_monotonic()), 0);
	scoreboard_close(&slots, 3);
	assert_null(slots);
}

static void
an_idle_slot_is_not_busy(void **state)
{
	struct scoreboard_slot *slots = scoreboard_open(1);

	(void)state;
	scoreboard_begin(slots, "0123456789abcdef");
	scoreboard_end(slots);
	assert_int_equal(scoreboard_busy(slots, INT64_MAX), 0);
	assert_string_equal(slots->request, "");
	scoreboard_begin(slots, "0123456789abcdef");
	scoreboard_clear(slots);
	assert_int_equal(scoreboard_busy(slots, INT64_MAX), 0);
	assert_int_equal(slots->requests, 0);
	scoreboard_close(&slots, 1);
}

static void
nobody_need_watch(void **state)
{
	(void)state;
	scoreboard_ready(NULL);
	scoreboard_begin(NULL, "");
	scoreboard_end(NULL);
}

/* --- handover ------------------------------------------------------------- */

static void
a_connection_is_handed_over(void **state)
{
	int in, out, ends[2], taken;
	char text[8] = "";

	(void)state;
	assert_int_equal(handover_open(&in, &out), 0);
	assert_int_equal(pipe(ends), 0);
	assert_int_equal(handover_receive(in), -1);
	assert_int_equal(handover_send(out, ends[0], clock_monotonic()), 0);
	close(ends[0]);
	assert_int_equal(write(ends[1], "hello", 5), 5);
	taken = handover_receive(in);
	assert_int_not_equal(taken, -1);
	assert_true(fcntl(taken, F_GETFD) & FD_CLOEXEC);
	assert_int_equal(read(taken, text, sizeof(text)), 5);
	assert_string_equal(text, "hello");
	assert_int_equal(handover_receive(in), -1);
	close(taken);
	close(ends[1]);
	close(in);
	close(out);
}

/* Whatever its bound is: in time it says so, and nothing is lost. */
static void
a_way_that_is_full_does_not_block_for_ever(void **state)
{
	int in, out, taken, sent = 0, received = 0;

	(void)state;
	log_open(LOG_TARGET_STDERR, LOG_FORM_TEXT, LOG_EMERG);
	assert_int_equal(handover_open(&in, &out), 0);
	while (handover_send(out, STDIN_FILENO, clock_monotonic()) == 0)
		sent++;
	while ((taken = handover_receive(in)) != -1) {
		received++;
		close(taken);
	}
	assert_true(sent > 0);
	assert_int_equal(received, sent);
	close(in);
	close(out);
}

/* --- orders --------------------------------------------------------------- */

static void
signals_are_read_as_orders(void **state)
{
	int orders = orders_open(false);

	(void)state;
	assert_int_not_equal(orders, -1);
	assert_int_equal(orders_read(orders), 0);
	raise(SIGHUP);		/* the manager's */
	raise(SIGINT);
	assert_int_equal(orders_read(orders), 0);
	raise(SIGTERM);
	assert_int_equal(orders_read(orders), SIGTERM);
	raise(SIGUSR1);
	assert_int_equal(orders_read(orders), SIGUSR1);
	assert_int_equal(orders_read(orders), 0);
	close(orders);
	orders = orders_open(true);
	raise(SIGHUP);
	assert_int_equal(orders_read(orders), SIGHUP);
	raise(SIGINT);
	assert_int_equal(orders_read(orders), SIGINT);
	close(orders);
}

/* --- the brake ------------------------------------------------------------ */

/* A child that was started at `started` dies at `now`. */
static void
die(struct seat *seat, int64_t started, int64_t now)
{
	seat->pid = 1;
	seat->started = started;
	seat_vacate(seat, SIGKILL, now);
	assert_int_equal(seat->pid, 0);
}

static void
who_dies_young_is_replaced_slowly(void **state)
{
	static const int64_t delays[] = { 0, 100000, 200000, 400000, 800000,
	    1600000, 3200000, 6400000, 12800000, 25600000, 30000000,
	    30000000 };
	struct scoreboard_slot slot = { 0 };
	struct seat seat = { .slot = &slot };
	int64_t now = 100 * SECOND;
	size_t i;

	(void)state;
	log_open(LOG_TARGET_STDERR, LOG_FORM_TEXT, LOG_EMERG);
	for (i = 0; i < sizeof(delays) / sizeof(delays[0]); i++) {
		die(&seat, now, now + 1);
		assert_int_equal(seat.not_before, now + 1 + delays[i]);
		assert_int_equal(seat_wait(&seat, now + 1, 60 * SECOND),
		    delays[i]);
		now = seat.not_before;
	}
	die(&seat, now, now + 5 * SECOND);
	assert_int_equal(seat.not_before, now + 5 * SECOND);
}

/* --- systemd -------------------------------------------------------------- */

static void
pass(const char *count, const char *names)
{
	char pid[24];

	snprintf(pid, sizeof(pid), "%ld", (long)getpid());
	setenv("LISTEN_PID", pid, 1);
	setenv("LISTEN_FDS", count, 1);
	if (names != NULL)
		setenv("LISTEN_FDNAMES", names, 1);
}

static struct conf_lane lanes[] = { { .name = "main" }, { .name = "hash" } };
static const struct conf two_lanes = { .lanes = lanes, .lane_count = 2 };

static void
sockets_go_by_name_else_in_order(void **state)
{
	(void)state;
	pass("2", "hash:main");
	assert_int_equal(systemd_prepare(), 2);
	assert_null(getenv("LISTEN_FDS"));
	assert_int_equal(systemd_socket(&two_lanes, 0), 4);
	assert_int_equal(systemd_socket(&two_lanes, 1), 3);
	pass("2", "portress.socket:portress.socket");
	assert_int_equal(systemd_prepare(), 2);
	assert_int_equal(systemd_socket(&two_lanes, 0), 3);
	assert_int_equal(systemd_socket(&two_lanes, 1), 4);
	pass("2", "other:main");
	assert_int_equal(systemd_prepare(), 2);
	assert_int_equal(systemd_socket(&two_lanes, 0), 4);
	assert_int_equal(systemd_socket(&two_lanes, 1), 3);
	pass("1", NULL);
	assert_int_equal(systemd_prepare(), 1);
	assert_int_equal(systemd_socket(&two_lanes, 0), 3);
	assert_int_equal(systemd_socket(&two_lanes, 1), -1);
}

static void
sockets_of_somebody_else_are_not_taken(void **state)
{
	(void)state;
	pass("2", "main:hash");
	setenv("LISTEN_PID", "1", 1);
	assert_int_equal(systemd_prepare(), 0);
	assert_int_equal(systemd_socket(&two_lanes, 0), -1);
}

static void
the_service_manager_is_told(void **state)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int manager = socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0);
	char text[32] = "";

	(void)state;
	unsetenv("NOTIFY_SOCKET");
	systemd_notify("READY=1");
	snprintf(address.sun_path, sizeof(address.sun_path), "%s/notify",
	    directory);
	assert_int_equal(bind(manager, (struct sockaddr *)&address,
	    sizeof(address)), 0);
	setenv("NOTIFY_SOCKET", address.sun_path, 1);
	systemd_notify("READY=1");
	assert_int_equal(read(manager, text, sizeof(text)), 7);
	assert_string_equal(text, "READY=1");
	unsetenv("WATCHDOG_USEC");
	systemd_watchdog();
	assert_int_equal(read(manager, text, sizeof(text)), -1);
	setenv("WATCHDOG_USEC", "30000000", 1);
	systemd_watchdog();
	assert_int_equal(read(manager, text, sizeof(text)), 10);
	assert_memory_equal(text, "WATCHDOG=1", 10);
	setenv("WATCHDOG_PID", "1", 1);		/* another's, inherited */
	systemd_watchdog();
	assert_int_equal(read(manager, text, sizeof(text)), -1);
	snprintf(text, sizeof(text), "%d", (int)getpid());
	setenv("WATCHDOG_PID", text, 1);
	systemd_watchdog();
	assert_int_equal(read(manager, text, sizeof(text)), 10);
	unlink(address.sun_path);
	systemd_notify("READY=1");
	assert_int_equal(read(manager, text, sizeof(text)), -1);
	close(manager);
}

/* --- lanes ---------------------------------------------------------------- */

static int
make_directory(void **state)
{
	(void)state;
	log_open(LOG_TARGET_STDERR, LOG_FORM_TEXT, LOG_EMERG);
	return mkdtemp(directory) != NULL ? 0 : -1;
}

static int
remove_directory(void **state)
{
	(void)state;
	return rmdir(directory);
}

static struct conf_lane
lane_at(char path[64])
{
	snprintf(path, 64, "%s/lane.sock", directory);
	return (struct conf_lane){ .name = "main", .socket = path,
	    .socket_mode = "0640", .backlog = 100, .workers = 1 };
}

/* 0 or -1. The connection stays. */
static int
connect_to(const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };

	strcpy(address.sun_path, path);
	return connect(socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0),
	    (struct sockaddr *)&address, sizeof(address));
}

static void
a_socket_has_the_mode_that_is_asked_for(void **state)
{
	char path[64];
	struct conf_lane conf = lane_at(path);
	struct lane *lane = lane_open(&conf);
	struct stat status;

	(void)state;
	assert_non_null(lane);
	assert_int_equal(stat(path, &status), 0);
	assert_int_equal(status.st_mode & 07777, 0640);
	conf.socket_mode = "0600";
	assert_int_equal(lane_adjust(lane, &conf), 0);
	assert_int_equal(stat(path, &status), 0);
	assert_int_equal(status.st_mode & 07777, 0600);
	lane_close(&lane);
	assert_int_equal(stat(path, &status), -1);
}

static void
what_is_no_socket_is_not_removed(void **state)
{
	char path[64];
	struct conf_lane conf = lane_at(path);
	int file = open(path, O_CREAT | O_WRONLY, 0600);

	(void)state;
	assert_int_not_equal(file, -1);
	close(file);
	assert_null(lane_open(&conf));
	assert_int_equal(unlink(path), 0);
}

static void
a_socket_left_behind_is_replaced(void **state)
{
	char path[64];
	struct conf_lane conf = lane_at(path);
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int dead = socket(AF_UNIX, SOCK_STREAM, 0);
	struct lane *lane;

	(void)state;
	strcpy(address.sun_path, path);
	assert_int_equal(bind(dead, (struct sockaddr *)&address,
	    sizeof(address)), 0);
	close(dead);
	lane = lane_open(&conf);
	assert_non_null(lane);
	assert_int_equal(connect_to(path), 0);
	lane_close(&lane);
}

static void
a_socket_in_use_is_not_taken_away(void **state)
{
	char path[64];
	struct conf_lane conf = lane_at(path);
	struct lane *lane = lane_open(&conf);

	(void)state;
	assert_non_null(lane);
	assert_null(lane_open(&conf));
	assert_int_equal(connect_to(path), 0);
	lane_close(&lane);
}

static void
who_connected_before_the_end_is_still_accepted(void **state)
{
	char path[64];
	struct conf_lane conf = lane_at(path);
	struct lane *lane = lane_open(&conf), *next;

	(void)state;
	assert_non_null(lane);
	assert_int_equal(connect_to(path), 0);
	lane_end(lane);
	assert_int_equal(connect_to(path), -1);
	next = lane_open(&conf);
	assert_non_null(next);
	assert_int_not_equal(accept(lane->listener, NULL, NULL), -1);
	assert_int_equal(accept(lane->listener, NULL, NULL), -1);
	lane_close(&lane);	/* leaves alone what is not its own */
	assert_int_equal(connect_to(path), 0);
	lane_close(&next);
	assert_int_equal(access(path, F_OK), -1);
}

static void
a_path_that_is_too_long_or_not_there_is_refused(void **state)
{
	char path[64], longer[256];
	struct conf_lane conf = lane_at(path);

	(void)state;
	memset(longer, 'x', sizeof(longer) - 1);
	longer[sizeof(longer) - 1] = '\0';
	longer[0] = '/';
	conf.socket = longer;
	assert_null(lane_open(&conf));
	conf.socket = NULL;
	assert_null(lane_open(&conf));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_a_child_writes_its_parent_reads),
		cmocka_unit_test(an_idle_slot_is_not_busy),
		cmocka_unit_test(nobody_need_watch),
		cmocka_unit_test(a_connection_is_handed_over),
		cmocka_unit_test(a_way_that_is_full_does_not_block_for_ever),
		cmocka_unit_test(signals_are_read_as_orders),
		cmocka_unit_test(who_dies_young_is_replaced_slowly),
		cmocka_unit_test(sockets_go_by_name_else_in_order),
		cmocka_unit_test(sockets_of_somebody_else_are_not_taken),
		cmocka_unit_test(the_service_manager_is_told),
		cmocka_unit_test(a_socket_has_the_mode_that_is_asked_for),
		cmocka_unit_test(what_is_no_socket_is_not_removed),
		cmocka_unit_test(a_socket_left_behind_is_replaced),
		cmocka_unit_test(a_socket_in_use_is_not_taken_away),
		cmocka_unit_test(
		    who_connected_before_the_end_is_still_accepted),
		cmocka_unit_test(
		    a_path_that_is_too_long_or_not_there_is_refused),
	};

	return cmocka_run_group_tests(tests, make_directory, remove_directory);
}
