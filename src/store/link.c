#include "store/link.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/x509.h>

#include "base/host.h"
#include "conf/conf.h"

void
fault_set(struct fault *fault, unsigned int number, const char *text)
{
	fault->number = number;
	snprintf(fault->text, sizeof(fault->text), "%s", text);
}

/* Whether nobody can stand between us and the server. */
static bool
is_local(const struct conf_database *conf)
{
	return conf->socket != NULL || conf->host == NULL ||
	    host_is_here(conf->host);
}

static bool
wants_tls(const struct conf_database *conf)
{
	if (strcmp(conf->tls, "auto") == 0)
		return !is_local(conf);
	return strcmp(conf->tls, "verify") == 0;
}

/*
 * Says whom to believe also where nobody is configured: Oracle's library has
 * no default, and MariaDB's (from 3.4 on) takes a self-signed certificate
 * then, if the server is on this machine or knows our password.
 */
static void
set_authorities(MYSQL *link, const struct conf_database *conf)
{
	if (conf->tls_ca != NULL)
		mysql_options(link, MYSQL_OPT_SSL_CA, conf->tls_ca);
	else
		mysql_options(link, MYSQL_OPT_SSL_CAPATH,
		    X509_get_default_cert_dir());
}

#ifdef MARIADB_BASE_VERSION

static void
set_tls(MYSQL *link, const struct conf_database *conf)
{
	my_bool wanted = wants_tls(conf);

	/* Both are said either way: from 3.4 on, the default is to encrypt. */
	mysql_options(link, MYSQL_OPT_SSL_ENFORCE, &wanted);
	mysql_options(link, MYSQL_OPT_SSL_VERIFY_SERVER_CERT, &wanted);
	if (wanted)
		set_authorities(link, conf);
}

#else

static void
set_tls(MYSQL *link, const struct conf_database *conf)
{
	unsigned int mode = SSL_MODE_VERIFY_IDENTITY;
	bool ask_key = true;

	if (wants_tls(conf)) {
		set_authorities(link, conf);
	} else {
		mode = SSL_MODE_DISABLED;
		/* caching_sha2_password needs it where nothing is encrypted. */
		mysql_options(link, MYSQL_OPT_GET_SERVER_PUBLIC_KEY, &ask_key);
	}
	mysql_options(link, MYSQL_OPT_SSL_MODE, &mode);
}

#endif

static void
set_session(MYSQL *link, unsigned int timeout)
{
	/* Waiting for a lock must end (1205) before we stop waiting for the
	 * server (2013), or the lock would outlive the request. */
	unsigned int patience = timeout > 1 ? timeout / 2 : 1;
	char text[400];

	snprintf(text, sizeof(text), "SET NAMES utf8mb4, autocommit = 1, "
	    "time_zone = '+00:00', sql_mode = 'STRICT_ALL_TABLES,"
	    "NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO,"
	    "NO_ENGINE_SUBSTITUTION', innodb_lock_wait_timeout = %u, "
	    "lock_wait_timeout = %u", patience, patience);
	mysql_options(link, MYSQL_INIT_COMMAND, text);
	/* The variable's name is not the same everywhere; the statement is. */
	mysql_options(link, MYSQL_INIT_COMMAND,
	    "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED");
}

static void
set_options(MYSQL *link, const struct conf_database *conf)
{
	unsigned int timeout = (unsigned int)conf->timeout;
	unsigned int off = 0;

	mysql_options(link, MYSQL_OPT_CONNECT_TIMEOUT, &timeout);
	mysql_options(link, MYSQL_OPT_READ_TIMEOUT, &timeout);
	mysql_options(link, MYSQL_OPT_WRITE_TIMEOUT, &timeout);
	mysql_options(link, MYSQL_OPT_LOCAL_INFILE, &off);
	mysql_options(link, MYSQL_SET_CHARSET_NAME, "utf8mb4");
	set_tls(link, conf);
	set_session(link, timeout);
}

MYSQL *
link_open(const struct conf_database *conf, struct fault *fault_r)
{
	MYSQL *link;

	if ((link = mysql_init(NULL)) == NULL)
		abort();
	set_options(link, conf);
	if (mysql_real_connect(link, conf->socket != NULL ? NULL : conf->host,
	    conf->user, conf->password, conf->name, (unsigned int)conf->port,
	    conf->socket, CLIENT_FOUND_ROWS) != NULL)
		return link;
	fault_set(fault_r, mysql_errno(link), mysql_error(link));
	mysql_close(link);
	return NULL;
}
