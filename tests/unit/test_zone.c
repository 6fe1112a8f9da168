/* zone: offsets are those of the IANA time zone database. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "base/zone.h"

static void
zones_are_those_of_the_database(void **state)
{
	static const char *const good[] = {
		"UTC", "Europe/Berlin", "America/New_York", "Etc/GMT+12",
		"America/Argentina/Buenos_Aires",
	};
	static const char *const wrong[] = {
		"", " ", "utc", "UTC ", ":UTC", "UTC0", "EST5", "Europe",
		"Europe/", "Europe/Nowhere", "europe/berlin", "zone.tab",
		"/usr/share/zoneinfo/Europe/Berlin", "../zoneinfo/UTC",
		"Europe/../Europe/Berlin", "../../../etc/passwd",
		"/etc/localtime", "Europe/Berlin\n", "<+05>-5",
	};
	char endless[5000];
	size_t i;

	(void)state;
	memset(endless, 'A', sizeof(endless));
	endless[sizeof(endless) - 1] = '\0';
	assert_false(zone_exists(endless));
	for (i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		assert_true(zone_exists(good[i]));
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_false(zone_exists(wrong[i]));
}

static void
clocks_are_put_on_and_back(void **state)
{
	static const struct {
		const char	*name;
		int64_t		 time, offset;
	} cases[] = {
		{ "UTC",		1774746000, 0 },
		{ "Europe/Berlin",	1774745999, 3600 },
		{ "Europe/Berlin",	1774746000, 7200 },
		{ "Europe/Berlin",	1792889999, 7200 },
		{ "Europe/Berlin",	1792890000, 3600 },
		{ "Europe/Berlin",	2224756800, 7200 },	/* of 2040 */
		{ "America/New_York",	1772953199, -18000 },
		{ "America/New_York",	1772953200, -14400 },
		{ "Australia/Lord_Howe", 1795219200, 39600 },
		{ "Asia/Kathmandu",	1795219200, 20700 },
		{ "Etc/GMT+12",		1795219200, -43200 },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(zone_offset(cases[i].name, cases[i].time),
		    cases[i].offset);
}

/* The hour that the C library shows there. */
static int
hour(void)
{
	time_t time = 1795219200;	/* midnight in UTC */
	struct tm parts;

	localtime_r(&time, &parts);
	return parts.tm_hour;
}

static void
the_process_stays_in_its_zone(void **state)
{
	(void)state;
	setenv("TZ", "Asia/Tokyo", 1);
	tzset();
	assert_int_equal(hour(), 9);
	assert_int_equal(zone_offset("Europe/Berlin", 1795219200), 3600);
	assert_string_equal(getenv("TZ"), "Asia/Tokyo");
	assert_int_equal(hour(), 9);
	unsetenv("TZ");
	tzset();
	assert_int_equal(zone_offset("Asia/Tokyo", 1795219200), 32400);
	assert_null(getenv("TZ"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(zones_are_those_of_the_database),
		cmocka_unit_test(clocks_are_put_on_and_back),
		cmocka_unit_test(the_process_stays_in_its_zone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
