/* check: what `portress check` says of the configuration, files and tables. */

#include <errno.h>
#include <grp.h>
#include <inttypes.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "auth/policy.h"
#include "conf/conf.h"
#include "ctl/ctl.h"
#include "ctl/finding.h"
#include "mail/transport.h"
#include "store/db.h"
#include "store/migrate.h"

static void
check_secret(const char *what, const char *file)
{
	struct stat status;

	if (file == NULL)
		found(GOOD, what, "is set");
	else if (stat(file, &status) == 0 && (status.st_mode & S_IROTH) != 0)
		found(NOTE, what, "everybody may read %s", file);
	else
		found(GOOD, what, "is set by %s", file);
}

static void
check_directory(const char *what, const char *directory)
{
	struct stat status;

	if (stat(directory, &status) == -1)
		found(BAD, what, "%s: %s", directory, strerror(errno));
	else if (!S_ISDIR(status.st_mode))
		found(BAD, what, "%s is no directory", directory);
	else if (access(directory, W_OK | X_OK) == -1)
		found(BAD, what, "%s: %s", directory, strerror(errno));
	else
		found(GOOD, what, "%s can be written to", directory);
}

/* The directory in which a file is to be made. */
static void
check_parent(const char *what, const char *path)
{
	const char *slash = strrchr(path, '/');
	char directory[4096];

	snprintf(directory, sizeof(directory), "%.*s",
	    slash == NULL || slash == path ? 1 : (int)(slash - path),
	    slash == NULL ? "." : path);
	check_directory(what, directory);
}

/* Whether this account may give a file to that group. */
static bool
is_in_group(gid_t group)
{
	gid_t groups[NGROUPS_MAX];
	int i, count = getgroups(NGROUPS_MAX, groups);

	for (i = 0; i < count; i++)
		if (groups[i] == group)
			return true;
	return geteuid() == 0 || getegid() == group;
}

/* A socket that systemd has made is of its group already. */
static void
check_group(const char *what, const struct conf_lane *lane)
{
	const struct group *group = getgrnam(lane->socket_group);
	struct stat status;

	if (group == NULL)
		found(BAD, what, "there is no group %s", lane->socket_group);
	else if (!is_in_group(group->gr_gid) &&
	    (lane->socket == NULL || stat(lane->socket, &status) == -1 ||
	    status.st_gid != group->gr_gid))
		found(BAD, what, "socket_group is %s, of which this account is "
		    "no member (usermod -aG %s ACCOUNT)", lane->socket_group,
		    lane->socket_group);
}

static void
check_lane(const struct conf_lane *lane)
{
	struct stat status;
	char what[64];

	snprintf(what, sizeof(what), "socket of lane %s", lane->name);
	if (lane->socket == NULL)
		found(NOTE, what, "is not set, so it must be inherited");
	else if (stat(lane->socket, &status) == 0 && S_ISSOCK(status.st_mode))
		found(GOOD, what, "%s is there already", lane->socket);
	else
		check_parent(what, lane->socket);
	if (lane->socket_group != NULL)
		check_group(what, lane);
}

/* Servers greet at one port in the clear, at the other within TLS. */
static void
check_mail_port(const struct conf *conf)
{
	bool is_tls = strcmp(conf->email_tls, "tls") == 0;

	if (conf->email_port == 465 && !is_tls)
		found(NOTE, "email_port", "465 mostly wants email_tls = "
		    "\"tls\", and 587 \"starttls\"");
	if ((conf->email_port == 587 || conf->email_port == 25) && is_tls)
		found(NOTE, "email_port", "%" PRId64 " mostly wants email_tls "
		    "= \"starttls\", and 465 \"tls\"", conf->email_port);
}

/* Copied with the rest of an example; nobody has it (RFC 2606 section 3). */
static bool
is_example(const char *domain, size_t length)
{
	static const char *const names[] = { "example.com", "example.net",
	    "example.org" };
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strlen(names[i]) == length &&
		    strncasecmp(domain, names[i], length) == 0)
			return true;
	return false;
}

static void
check_sender(const struct conf *conf)
{
	const char *from = conf->default_from_email;
	const char *domain = strrchr(from, '@') + 1;
	size_t length = strcspn(domain, ">");

	if (is_example(domain, length) || (length == strlen("localhost") &&
	    strncasecmp(domain, "localhost", length) == 0))
		found(NOTE, "default_from_email", "%s, which servers "
		    "elsewhere refuse", from);
}

/* What is wrong with a directory is told of it. */
static void
check_way(const struct conf *conf, bool is_directory)
{
	static const char what[] = "mail_transport";
	char reason[DELIVERY_REASON];

	if (transport_check(conf, reason) == -1) {
		if (!is_directory)
			found(BAD, what, "%s", reason);
	} else if (strcmp(conf->mail_transport, "log") == 0)
		found(NOTE, what, "log, so the log has the links of mails");
	else
		found(GOOD, what, "%s; `portress mail test ADDRESS` tries it",
		    conf->mail_transport);
	if (is_directory)
		check_directory("mail_directory", conf->mail_directory);
}

static void
check_mail(const struct conf *conf)
{
	const char *transport = conf->mail_transport;
	bool is_smtp = strcmp(transport, "smtp") == 0;

	if (strcmp(transport, "none") == 0) {
		found(NOTE, "mail_transport", "none, so mails wait in the "
		    "database");
		return;
	}
	check_way(conf, strcmp(transport, "directory") == 0);
	if (is_smtp)
		check_mail_port(conf);
	if (is_smtp || strcmp(transport, "sendmail") == 0)
		check_sender(conf);
}

static void
check_files(const struct conf *conf)
{
	size_t i;

	check_secret("secret_key", conf->secret_key_file);
	if (conf->secret_key_fallbacks[0] != NULL)
		check_secret("secret_key_fallbacks",
		    conf->secret_key_fallbacks_file);
	if (conf->common_passwords[0] == '\0')
		found(NOTE, "common_passwords", "none, so none is refused");
	else if (policy_prepare(conf->common_passwords) == -1)
		found(BAD, "common_passwords", "%s cannot be read",
		    conf->common_passwords);
	else
		found(GOOD, "common_passwords", "%s",
		    conf->common_passwords);
	check_mail(conf);
	if (conf->pid_file != NULL)
		check_parent("pid_file", conf->pid_file);
	for (i = 0; i < conf->lane_count; i++)
		check_lane(&conf->lanes[i]);
}

static void
check_domains(const struct conf *conf)
{
	size_t i;

	for (i = 0; i < conf->api_count; i++) {
		const struct conf_api *api = &conf->apis[i];
		const char *domain = api->email_frontend_domain;

		if (is_example(domain, strcspn(domain, ":")))
			found(NOTE, "domain", "links that api \"%s\" mails "
			    "lead to %s, which is but an example", api->name,
			    domain);
	}
}

/* It is for the doctor, and then no more. */
static void
check_selfcheck(const struct conf *conf)
{
	size_t i;

	for (i = 0; i < conf->api_count; i++)
		if (conf->apis[i].selfcheck)
			found(NOTE, "selfcheck", "api \"%s\" tells anybody "
			    "what the web server does; switch it off when all "
			    "is well", conf->apis[i].name);
}

/* Whoever takes another's address by one api locks them out of the other. */
static void
check_addresses(const struct conf *conf)
{
	size_t i, j;

	for (i = 0; i < conf->api_count; i++) {
		const struct conf_api *one = &conf->apis[i];

		for (j = 0; j < conf->api_count; j++)
			if (strcmp(one->login_by, "username") != 0 &&
			    !conf->apis[j].email_unique)
				found(NOTE, "addresses", "api \"%s\" signs in "
				    "by them, and api \"%s\" has no "
				    "email_unique", one->name,
				    conf->apis[j].name);
	}
}

/* As migrate_pending; *told_r is for the caller to free. */
static int
look_for_pending(struct db *db, const struct conf_database *conf,
    char **told_r)
{
	size_t length;
	FILE *told = open_memstream(told_r, &length);
	int pending;

	if (told == NULL)
		abort();
	pending = migrate_pending(db, conf, told);
	fclose(told);
	if (length > 0)
		(*told_r)[length - 1] = '\0';	/* the last line's end */
	return pending;
}

/* Whether all are there. */
static bool
check_tables(struct db *db, const struct conf_database *conf)
{
	char *told;
	int pending = look_for_pending(db, conf, &told);
	bool is_good = false;

	if (pending == -1)
		found(BAD, "tables", "%s", db_error(db));
	else if (*told != '\0')
		found(BAD, "tables", "%s", told);
	else if (pending > 0)
		found(BAD, "tables", "%d migration%s missing; `portress "
		    "migrate` makes them", pending, pending == 1 ? " is" :
		    "s are");
	else if (db_check(db) == -1)
		found(BAD, "tables", "%s", db_error(db));
	else
		is_good = true;
	if (is_good)
		found(GOOD, "tables", "all are there");
	free(told);
	return is_good;
}

/* Whether it can be reached. */
static bool
check_database(const struct conf *conf)
{
	struct db *db = db_open(&conf->database);
	const char *server = db_server(db);

	if (server == NULL) {
		found(BAD, "database", "cannot be reached: %s", db_error(db));
		db_close(&db);
		return false;
	}
	found(GOOD, "database", "%s on server %s", conf->database.name,
	    server);
	if (check_tables(db, &conf->database))
		check_outbox(db, conf);
	check_django(db, conf);
	db_close(&db);
	return true;
}

static enum exits
check(const struct ctl *ctl)
{
	struct conf *conf = ctl_conf(ctl);
	bool is_reachable;

	if (conf == NULL)
		return EXIT_CONFIG;
	finding_begin();
	found(GOOD, "configuration", "%s", conf->file);
	check_files(conf);
	check_domains(conf);
	check_addresses(conf);
	check_selfcheck(conf);
	is_reachable = check_database(conf);
	conf_close(&conf);
	if (!is_reachable)
		return EXIT_UNAVAILABLE;
	return finding_is_good() ? EXIT_OK : EXIT_FAILED;
}

const struct ctl_command ctl_check = {
	"check", NULL, "checks the configuration, files and the database",
	NULL, check
};
