#include "auth/policy.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/codec.h"
#include "base/log.h"
#include "base/secret.h"
#include "base/unicode.h"
#include "conf/conf.h"
#include "store/user.h"

/* Code points; longer texts are cut. The columns compared with hold 254. */
#define POINTS 1024

#define SIMILARITY 0.7		/* Django's max_similarity */

struct points {
	size_t		 count;
	int32_t		 list[POINTS];
};

static struct {
	char		*bytes;		/* NULL: no list */
	size_t		 length;
} common;

/* The lower-case code points of a text. */
static void
points_read(struct points *points, const char *text)
{
	size_t length = strlen(text), size;
	int32_t point;

	points->count = 0;
	for (; points->count < POINTS; text += size, length -= size) {
		if ((size = unicode_next(text, length, &point)) == 0)
			return;
		points->list[points->count++] = unicode_lower_point(point);
	}
}

static int
compare_points(const void *a, const void *b)
{
	int32_t left = *(const int32_t *)a, right = *(const int32_t *)b;

	return (left > right) - (left < right);
}

static void
points_sort(struct points *points)
{
	qsort(points->list, points->count, sizeof(points->list[0]),
	    compare_points);
}

/*
 * Whether difflib's quick_ratio of both reaches the bound: twice the size of
 * the intersection (as multisets) to the sum of the lengths. `password` is
 * sorted. Django skips parts that are far shorter than the password; their
 * ratio never reaches the bound.
 */
static bool
is_close(const struct points *password, const int32_t *part, size_t count)
{
	struct points sorted;
	size_t i = 0, j = 0, matches = 0;

	sorted.count = count;
	memcpy(sorted.list, part, count * sizeof(part[0]));
	points_sort(&sorted);
	while (i < password->count && j < count) {
		int order = compare_points(&password->list[i], &sorted.list[j]);

		matches += order == 0;
		i += order <= 0;
		j += order >= 0;
	}
	return 2.0 * (double)matches / (double)(password->count + count) >=
	    SIMILARITY;
}

/* Whether the password is close to a word of the value or to all of it. */
static bool
is_similar(const struct points *password, const char *value)
{
	struct points lower;
	size_t start, end;

	if (value == NULL || *value == '\0')
		return false;
	points_read(&lower, value);
	for (start = 0; start < lower.count; start = end + 1) {
		for (end = start; end < lower.count; end++)
			if (!unicode_is_word(lower.list[end]))
				break;
		if (end > start &&
		    is_close(password, lower.list + start, end - start))
			return true;
	}
	return is_close(password, lower.list, lower.count);
}

static bool
check_similarity(const struct conf_api *api, const struct user *user,
    const char *password, enum policy_fault *fault_r)
{
	const char *const values[] = {
		user != NULL ? user->username : NULL,
		user != NULL ? user->first_name : NULL,
		user != NULL ? user->last_name : NULL,
		user != NULL ? user->email : NULL,
	};
	struct points lower;
	bool similar = false;
	size_t i;

	(void)api;
	points_read(&lower, password);
	points_sort(&lower);
	for (i = 0; i < 4 && !similar; i++)
		if ((similar = is_similar(&lower, values[i])))
			*fault_r = (enum policy_fault)
			    (POLICY_SIMILAR_USERNAME + i);
	secret_wipe(&lower, sizeof(lower));
	return similar;
}

static bool
check_length(const struct conf_api *api, const struct user *user,
    const char *password, enum policy_fault *fault_r)
{
	size_t length = codec_utf8_length(password, strlen(password));

	(void)user;
	*fault_r = POLICY_TOO_SHORT;
	return length < (size_t)api->password_min_length;
}

/* The text in lower case; its length. */
static size_t
lowered(char text[POINTS * 4], const char *password)
{
	struct points lower;
	size_t length = 0, i;

	points_read(&lower, password);
	for (i = 0; i < lower.count; i++)
		length += unicode_write(text + length, lower.list[i]);
	secret_wipe(&lower, sizeof(lower));
	return length;
}

/* The order of two lines, as sort(1) has it in the C locale. */
static int
compare_lines(const char *a, size_t a_length, const char *b, size_t b_length)
{
	size_t length = a_length < b_length ? a_length : b_length;
	int order = length > 0 ? memcmp(a, b, length) : 0;

	return order != 0 ? order :
	    (a_length > b_length) - (a_length < b_length);
}

static size_t
line_length(size_t start)
{
	const char *end = memchr(common.bytes + start, '\n',
	    common.length - start);

	return end != NULL ? (size_t)(end - common.bytes) - start :
	    common.length - start;
}

static bool
is_listed(const char *text, size_t length)
{
	size_t low = 0, high = common.length;	/* where lines begin */

	while (low < high) {
		size_t start = low + (high - low) / 2, size;
		int order;

		while (start > low && common.bytes[start - 1] != '\n')
			start--;
		size = line_length(start);
		order = compare_lines(text, length, common.bytes + start, size);
		if (order == 0)
			return true;
		if (order < 0)
			high = start;
		else
			low = start + size + 1;
	}
	return false;
}

static bool
check_common(const struct conf_api *api, const struct user *user,
    const char *password, enum policy_fault *fault_r)
{
	char text[POINTS * 4];
	const char *stripped = text;
	size_t size, length;
	bool listed;

	(void)api;
	(void)user;
	*fault_r = POLICY_TOO_COMMON;
	if (common.bytes == NULL)
		return false;
	size = length = lowered(text, password);
	unicode_trim(&stripped, &length);
	listed = is_listed(stripped, length);
	secret_wipe(text, size);
	return listed;
}

static bool
check_numeric(const struct conf_api *api, const struct user *user,
    const char *password, enum policy_fault *fault_r)
{
	size_t length = strlen(password), size;
	int32_t point;

	(void)api;
	(void)user;
	*fault_r = POLICY_ALL_NUMERIC;
	if (length == 0)
		return false;
	for (; length > 0; password += size, length -= size) {
		size = unicode_next(password, length, &point);
		if (size == 0 || !unicode_is_digit(point))
			return false;
	}
	return true;
}

static const struct validator {
	const char	*name;		/* in password_validators */
	bool		 (*finds)(const struct conf_api *api,
			    const struct user *user, const char *password,
			    enum policy_fault *fault_r);
} validators[] = {
	{ "similarity", check_similarity },
	{ "length",	check_length },
	{ "common",	check_common },
	{ "numeric",	check_numeric },
};

static const struct validator *
validator_named(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(validators) / sizeof(validators[0]); i++)
		if (strcmp(validators[i].name, name) == 0)
			return &validators[i];
	return NULL;
}

size_t
policy_check(const struct conf_api *api, const struct user *user,
    const char *password, enum policy_fault faults_r[POLICY_FAULTS])
{
	const char *const *name;
	size_t count = 0;

	for (name = api->password_validators; *name != NULL; name++) {
		const struct validator *validator = validator_named(*name);

		if (validator != NULL && count < POLICY_FAULTS &&
		    validator->finds(api, user, password, &faults_r[count]))
			count++;
	}
	return count;
}

/* A list in another order would be searched in vain. */
static bool
is_sorted(void)
{
	size_t before = 0, start = line_length(0) + 1;

	for (; start < common.length; start += line_length(start) + 1) {
		if (compare_lines(common.bytes + before, line_length(before),
		    common.bytes + start, line_length(start)) > 0)
			return false;
		before = start;
	}
	return true;
}

static void
list_close(void)
{
	free(common.bytes);
	common.bytes = NULL;
	common.length = 0;
}

/* Lines that ended as on Windows end as on Unix. */
static void
drop_returns(void)
{
	const char *end = common.bytes + common.length, *at;
	char *to = common.bytes;

	for (at = common.bytes; at < end; at++)
		if (*at != '\r' || (at + 1 < end && at[1] != '\n'))
			*to++ = *at;
	common.length = (size_t)(to - common.bytes);
}

/*
 * 0, or -1 with errno. It is not mapped: who uploads another one cuts it off,
 * and what is mapped beyond a file's end cannot be read.
 */
static int
list_read(int fd, size_t size)
{
	ssize_t length = 0;

	if ((common.bytes = malloc(size)) == NULL)
		abort();
	while (common.length < size && (length = read(fd,
	    common.bytes + common.length, size - common.length)) > 0)
		common.length += (size_t)length;
	if (length == -1)
		return -1;
	drop_returns();
	if (is_sorted())
		return 0;
	errno = EILSEQ;
	return -1;
}

/* 0, or -1 with errno. */
static int
list_open(const char *file)
{
	int fd = open(file, O_RDONLY | O_CLOEXEC), result = -1;
	struct stat status;

	if (fd == -1)
		return -1;
	errno = EINVAL;
	if (fstat(fd, &status) == 0 && status.st_size > 0)
		result = list_read(fd, (size_t)status.st_size);
	close(fd);
	if (result == -1)
		list_close();
	return result;
}

int
policy_prepare(const char *common_passwords)
{
	list_close();
	if (common_passwords == NULL || *common_passwords == '\0')
		return 0;
	if (list_open(common_passwords) == 0)
		return 0;
	log_event(LOG_ERR, "common_passwords_unusable",
	    log_text("file", common_passwords),
	    log_text("reason", errno == EILSEQ ?
	    "not sorted as by LC_ALL=C sort" : strerror(errno)));
	return -1;
}
