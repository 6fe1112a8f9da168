#include "mail/transport.h"

#include <assert.h>
#include <ctype.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/codec.h"
#include "base/mailbox.h"
#include "conf/conf.h"
#include "mail/transport_row.h"

static const struct transport_row *const rows[] = {
	&transport_smtp, &transport_sendmail, &transport_directory,
	&transport_log,
};

struct transport {
	const struct transport_row *row;
	void		*self;		/* the row's */
};

/* --- reasons -------------------------------------------------------------- */

/*
 * C0 and DEL; C1, which UTF-8 writes C2 80 to C2 9F; and what ends a line or
 * turns its direction (U+2028 to U+202E, U+2066 to U+2069), as a terminal shows
 * it.
 */
static bool
is_control(const char *text, size_t size)
{
	const unsigned char *last = (const unsigned char *)text + 2;

	if (size == 3)
		return (memcmp(text, "\xe2\x80", 2) == 0 && *last >= 0xa8 &&
		    *last <= 0xae) || (memcmp(text, "\xe2\x81", 2) == 0 &&
		    *last >= 0xa6 && *last <= 0xa9);
	if (size == 2)
		return *text == '\xc2' && (unsigned char)text[1] < 0xa0;
	return size == 1 && iscntrl((unsigned char)*text);
}

/* Neither blanks in a row nor at the start. */
static size_t
add_blank(char *reason, size_t length)
{
	if (length > 0 && reason[length - 1] != ' ' &&
	    length + 1 < DELIVERY_REASON)
		reason[length++] = ' ';
	return length;
}

static void
clean(char *reason, const char *text, size_t left)
{
	size_t length = 0, size;

	for (; left > 0; text += size, left -= size) {
		size = codec_utf8_sequence(text, left);
		if (length + size + 1 > DELIVERY_REASON)
			break;
		if (is_control(text, size) || *text == ' ') {
			length = add_blank(reason, length);
		} else if (size > 0) {
			memcpy(reason + length, text, size);
			length += size;
		} else if (length + 1 < DELIVERY_REASON) {
			reason[length++] = '?';
		}
		size += size == 0;
	}
	while (length > 0 && reason[length - 1] == ' ')
		length--;
	reason[length] = '\0';
}

void
transport_reason(char *reason, const char *format, ...)
{
	char text[4 * DELIVERY_REASON];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	clean(reason, text, strlen(text));
}

/* --- the table ------------------------------------------------------------ */

static const struct transport_row *
row_of(const struct conf *conf)
{
	size_t i = 0;

	while (strcmp(rows[i]->name, conf->mail_transport) != 0) {
		i++;
		assert(i < sizeof(rows) / sizeof(rows[0]));
	}
	return rows[i];
}

int
transport_check(const struct conf *conf, char reason[DELIVERY_REASON])
{
	const struct transport_row *row = row_of(conf);

	reason[0] = '\0';
	return row->check != NULL ? row->check(conf, reason) : 0;
}

struct transport *
transport_open(const struct conf *conf)
{
	const struct sigaction ignore = { .sa_handler = SIG_IGN };
	struct transport *transport = calloc(1, sizeof(*transport));

	if (transport == NULL || sigaction(SIGPIPE, &ignore, NULL) == -1)
		abort();
	transport->row = row_of(conf);
	transport->self = transport->row->open(conf);
	return transport;
}

/* False: it must not go out, and the reason says so. */
static bool
may_go_out(const char *address, const char *what, char *reason)
{
	const char *fault = mailbox_fault(address);

	if (fault != NULL)
		transport_reason(reason, "the address %s %s: %s", what, fault,
		    address);
	return fault == NULL;
}

enum delivery
transport_send(struct transport *transport, const struct letter *letter,
    char reason[DELIVERY_REASON])
{
	reason[0] = '\0';
	if (!may_go_out(letter->from, "of the sender", reason) ||
	    !may_go_out(letter->to, "it goes to", reason))
		return DELIVERY_REFUSED;
	return transport->row->send(transport->self, letter, reason);
}

void
transport_watch(struct transport *transport,
    void (*told)(const char *step, const char *reply))
{
	if (transport->row->watch != NULL)
		transport->row->watch(transport->self, told);
}

void
transport_rest(struct transport *transport)
{
	if (transport->row->rest != NULL)
		transport->row->rest(transport->self);
}

void
transport_close(struct transport **transport)
{
	if (*transport == NULL)
		return;
	transport_rest(*transport);
	if ((*transport)->row->close != NULL)
		(*transport)->row->close((*transport)->self);
	free(*transport);
	*transport = NULL;
}
