/*
 * bare: the least that a FastCGI program can do, to measure against.
 *
 *	bare SOCKET WORKERS
 *	bare SOCKET WORKERS DATABASE-SOCKET DATABASE USER ACCOUNT-ID
 *
 * Plain accept loops of libfcgi, as its examples have them: no kept
 * connections. The first form answers a constant; the second runs one
 * prepared SELECT of an account by id and answers with it.
 */

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <signal.h>
#include <unistd.h>

#include <fcgiapp.h>
#include <mysql.h>

#define BACKLOG 1024

static void
fail(const char *what)
{
	fprintf(stderr, "bare: %s\n", what);
	exit(1);
}

static void
answer(FCGX_Request *request, long long id, const char *username,
    const char *email)
{
	FCGX_FPrintF(request->out,
	    "Status: 200 OK\r\nContent-Type: application/json\r\n\r\n"
	    "{\"email\":\"%s\",\"id\":%d,\"username\":\"%s\"}",
	    email, (int)id, username);
	FCGX_Finish_r(request);
}

static void
serve_constant(FCGX_Request *request)
{
	while (FCGX_Accept_r(request) == 0)
		answer(request, 1, "bench", "bench@example.com");
}

static MYSQL_STMT *
prepare(char **arguments)
{
	static const char sql[] =
	    "SELECT id, username, email, password, is_active"
	    " FROM auth_user WHERE id = ?";
	MYSQL *mysql = mysql_init(NULL);
	MYSQL_STMT *statement;

	if (mysql_real_connect(mysql, NULL, arguments[2], NULL, arguments[1],
	    0, arguments[0], 0) == NULL)
		fail(mysql_error(mysql));
	statement = mysql_stmt_init(mysql);
	if (mysql_stmt_prepare(statement, sql, sizeof(sql) - 1) != 0)
		fail(mysql_stmt_error(statement));
	return statement;
}

static void
serve_select(FCGX_Request *request, char **arguments)
{
	MYSQL_STMT *statement = prepare(arguments);
	long long wanted = atoll(arguments[3]), id;
	char username[151], email[255], hash[129], active;
	MYSQL_BIND parameter = { .buffer_type = MYSQL_TYPE_LONGLONG,
	    .buffer = &wanted };
	MYSQL_BIND columns[5];

	memset(columns, 0, sizeof(columns));
	columns[0] = (MYSQL_BIND){ .buffer_type = MYSQL_TYPE_LONGLONG,
	    .buffer = &id };
	columns[1] = (MYSQL_BIND){ .buffer_type = MYSQL_TYPE_STRING,
	    .buffer = username, .buffer_length = sizeof(username) };
	columns[2] = (MYSQL_BIND){ .buffer_type = MYSQL_TYPE_STRING,
	    .buffer = email, .buffer_length = sizeof(email) };
	columns[3] = (MYSQL_BIND){ .buffer_type = MYSQL_TYPE_STRING,
	    .buffer = hash, .buffer_length = sizeof(hash) };
	columns[4] = (MYSQL_BIND){ .buffer_type = MYSQL_TYPE_TINY,
	    .buffer = &active };
	if (mysql_stmt_bind_param(statement, &parameter) != 0 ||
	    mysql_stmt_bind_result(statement, columns) != 0)
		fail(mysql_stmt_error(statement));
	while (FCGX_Accept_r(request) == 0) {
		if (mysql_stmt_execute(statement) != 0 ||
		    mysql_stmt_fetch(statement) != 0)
			fail(mysql_stmt_error(statement));
		mysql_stmt_free_result(statement);
		answer(request, id, username, email);
	}
}

static void
work(int socket, char **arguments)
{
	FCGX_Request request;

	prctl(PR_SET_PDEATHSIG, SIGTERM);
	FCGX_Init();
	FCGX_InitRequest(&request, socket, 0);
	if (arguments[0] == NULL)
		serve_constant(&request);
	else
		serve_select(&request, arguments);
	exit(0);
}

int
main(int count, char **arguments)
{
	int socket, workers;

	if (count != 3 && count != 7)
		fail("see the head of bare.c");
	FCGX_Init();
	if ((socket = FCGX_OpenSocket(arguments[1], BACKLOG)) == -1)
		fail("no socket");
	for (workers = atoi(arguments[2]); workers > 0; workers--)
		if (fork() == 0)
			work(socket, arguments + 3);
	while (wait(NULL) > 0)
		continue;
	return 0;
}
