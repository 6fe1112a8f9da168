#include "conf/text_rule.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/un.h>

#include "base/arena.h"
#include "base/codec.h"
#include "base/language.h"
#include "base/mailbox.h"
#include "base/zone.h"
#include "conf/conf.h"
#include "conf/rule.h"
#include "conf/setting.h"

/* What is wrong with a text, or NULL. */
typedef const char *text_rule(const char *text);

static bool
is_plain_path(const char *text)
{
	return strstr(text, "//") == NULL && strpbrk(text, "?#%") == NULL &&
	    !codec_has_dot_segment(text);
}

static const char *
rule_prefix(const char *text)
{
	size_t length = strlen(text);

	if (length == 0 || text[0] != '/' || text[length - 1] != '/')
		return "must begin and end with a slash";
	if (!is_plain_path(text) || strchr(text, ' ') != NULL)
		return "must be a plain path, without //, . and .., ?, #, % "
		    "and spaces";
	return NULL;
}

/* Of the site, decoded; the last slash means nothing (http/asked.h). One that
 * is never found there would guard nothing. */
static const char *
rule_site_path(const char *text)
{
	if (text[0] != '/')
		return "must begin with a slash";
	if (!is_plain_path(text) || strpbrk(text, "*;\\") != NULL)
		return "must be plain paths, without //, . and .., ?, #, %, *, "
		    "; and \\; what is below them is meant, too";
	return NULL;
}

/* RFC 9110 section 9.1: they are told apart by case. */
static const char *
rule_method(const char *text)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ-";

	return text[0] == '\0' || text[strspn(text, letters)] != '\0' ?
	    "must be methods of HTTP in upper case, as \"GET\"" : NULL;
}

/* It goes into a header, as it is. */
static const char *
rule_page(const char *text)
{
	const char *at = strstr(text, "://");

	if (strncmp(text, "https://", 8) != 0 &&
	    strncmp(text, "http://", 7) != 0 && text[0] != '/')
		return "must begin with https://, http:// or a slash";
	if (text[0] != '/' && (strcspn(at + 3, "/?#{") == 0 ||
	    at[3 + strcspn(at + 3, "/?#{")] == '{'))
		return "must have a host name behind ://, and behind that a "
		    "slash";
	for (at = text; (at = strpbrk(at, "{} \"\\")) != NULL; at++) {
		if (strncmp(at, "{url}", 5) != 0 &&
		    strncmp(at, "{path}", 6) != 0)
			return "must be an address; {url} and {path} are all "
			    "that may stand in braces";
		at = strchr(at, '}');
	}
	return NULL;
}

static const char *
rule_domain(const char *text)
{
	if (text[0] == '\0')
		return "must not be empty";
	if (strstr(text, "://") != NULL)
		return "must be a host name without http://";
	if (strpbrk(text, "/?#@\\ \"<>") != NULL)
		return "must be a host name, without a slash or a space";
	/* Of word processors: they are part of the word, and not around it. */
	if (strstr(text, "\u201c") != NULL || strstr(text, "\u201d") != NULL)
		return "must be in plain quotes: \"\"";
	return NULL;
}

/* Compared with request->host, which has no port and no final dot; an address
 * may have []. What is never equal to it would go unnoticed. */
static const char *
rule_host(const char *text)
{
	const char *colon = strrchr(text, ':'), *at = text;

	if (colon != NULL && strchr(colon, ']') == NULL)
		return "must be host names without a port";
	while (*at != '\0' && *at != '*' && (unsigned char)*at < 0x80)
		at++;
	if (*at != '\0' || *text == '.' || (at > text && at[-1] == '.'))
		return "must be whole host names in ASCII, without * and "
		    "without dots before or behind them";
	return rule_domain(text);
}

/* What Djoser fills in, but for {user}, which is no text for a URL. */
static bool
is_link_placeholder(const char *text)
{
	static const char *const known[] = {
		"{uid}", "{token}", "{domain}", "{protocol}", "{site_name}",
		NULL
	};
	size_t i;

	for (i = 0; known[i] != NULL; i++)
		if (strncmp(text, known[i], strlen(known[i])) == 0)
			return true;
	return false;
}

static const char *
rule_link(const char *text)
{
	const char *at;

	if (strstr(text, "{uid}") == NULL || strstr(text, "{token}") == NULL)
		return "must have {uid} and {token} in it";
	if (strncmp(text, "http:", 5) == 0 || strncmp(text, "https:", 6) == 0)
		return "must be a path: what comes before it is "
		    "email_frontend_protocol and email_frontend_domain";
	for (at = text; (at = strchr(at, '{')) != NULL; at++)
		if (!is_link_placeholder(at))
			return "may have {uid}, {token}, {domain}, {protocol} "
			    "and {site_name} in it, and no other {";
	if (strchr(text, ' ') != NULL)
		return "must not have a space in it";
	return NULL;
}

static const char *
rule_key(const char *text)
{
	if (codec_utf8_length(text, strlen(text)) < SECRET_MINIMUM)
		return "must be at least 32 characters long";
	if (strncmp(text, "-----BEGIN ", 11) == 0)
		return "must not be in PEM: keys of RS256 and the like stand "
		    "in signing_key_file and verifying_key_file";
	return NULL;
}

/* With or without the brackets that a URL wants. */
static bool
is_ipv6(const char *text)
{
	size_t length = strlen(text);
	char bare[INET6_ADDRSTRLEN];
	struct in6_addr address;

	if (length >= 2 && text[0] == '[' && text[length - 1] == ']') {
		text++;
		length -= 2;
	}
	if (length >= sizeof(bare))
		return false;
	memcpy(bare, text, length);
	bare[length] = '\0';
	return inet_pton(AF_INET6, bare, &address) == 1;
}

/* Labels that are not empty; the dot of the root may be behind them. */
static bool
is_host_name(const char *text)
{
	return isalnum((unsigned char)*text) && strstr(text, "..") == NULL &&
	    strpbrk(text, ":[]") == NULL;
}

static const char *
rule_mail_host(const char *text)
{
	const char *at;

	for (at = text; *at != '\0'; at++)
		if (!isalnum((unsigned char)*at) &&
		    strchr(".-_:[]", *at) == NULL)
			break;
	if (*text == '\0' || *at != '\0' || strlen(text) > 255)
		return "must be a host name in ASCII, or an IP address";
	at = strchr(text, ':');
	if (at != NULL && strchr(at + 1, ':') == NULL)
		return "must be without a port: that is email_port";
	return is_host_name(text) || is_ipv6(text) ? NULL :
	    "must be a host name, or an IP address";
}

static const char *
rule_zone(const char *text)
{
	return zone_exists(text) ? NULL : "must be a time zone of "
	    "/usr/share/zoneinfo, spelled as there, like Europe/Berlin "
	    "(Debian's package tzdata has them)";
}

/* RFC 3875 section 4.1.18. */
static const char *
rule_header(const char *text)
{
	if (strncmp(text, "HTTP_", 5) != 0 || text[5] == '\0' || strspn(text,
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") != strlen(text))
		return "must be HTTP_ and the header's name in upper case, "
		    "with _ for each -";
	return NULL;
}

/* What browsers send of themselves proves nothing. */
static const char *
rule_own_header(const char *text)
{
	static const char *const others[] = {
		"HTTP_COOKIE", "HTTP_HOST", "HTTP_ORIGIN", "HTTP_REFERER", NULL
	};

	return conf_list_has(others, text) ? "must not be a header that "
	    "browsers send of themselves" : rule_header(text);
}

static const char *
rule_csrf_header(const char *text)
{
	return strcmp(text, "HTTP_AUTHORIZATION") == 0 ?
	    "must be a header of its own" : rule_own_header(text);
}

/* A token of RFC 9110, section 5.6.2. */
static bool
is_token(const char *text)
{
	static const char marks[] = "!#$%&'*+-.^_`|~";
	const char *at;

	for (at = text; *at != '\0'; at++)
		if (!isalnum((unsigned char)*at) && strchr(marks, *at) == NULL)
			break;
	return *at == '\0' && at != text;
}

/* As browsers send it: RFC 6454 section 6.1. */
static const char *
rule_origin(const char *text)
{
	const char *at = strncmp(text, "https://", 8) == 0 ? text + 8 :
	    strncmp(text, "http://", 7) == 0 ? text + 7 : "";

	if (rule_domain(at) != NULL || at[strspn(at,
	    "abcdefghijklmnopqrstuvwxyz0123456789-.:[]")] != '\0')
		return "must be origins as browsers send them, http:// or "
		    "https:// with a host name in lower case and perhaps a "
		    "port, and no slash behind it";
	return NULL;
}

static const char *
rule_scheme(const char *text)
{
	return is_token(text) ? NULL : "must be words without spaces";
}

/* Cookies, by RFC 6265 section 4.1.1. */
static const char *
rule_cookie_name(const char *text)
{
	return is_token(text) ? NULL : "must be one word of plain letters";
}

static const char *
rule_cookie_path(const char *text)
{
	if (text[0] != '/')
		return "must begin with a slash";
	return strchr(text, ';') == NULL ? NULL : "must not have a ; in it";
}

static const char *
rule_cookie_domain(const char *text)
{
	const char *at;

	for (at = text; *at != '\0'; at++)
		if (!isalnum((unsigned char)*at) && strchr(".-", *at) == NULL)
			return "must be a host name without http:// and port";
	return NULL;
}

static const char *
rule_mode(const char *text)
{
	char *end;
	unsigned long mode = strtoul(text, &end, 8);

	if (!isdigit((unsigned char)text[0]) || *end != '\0' || mode > 0777)
		return "must be octal, from 0000 to 0777";
	return NULL;
}

static const char *
rule_socket(const char *text)
{
	if (strlen(text) >= sizeof(((struct sockaddr_un *)0)->sun_path))
		return "must be shorter than 108 characters";
	return NULL;
}

static const char *
rule_mailbox(const char *text)
{
	struct arena *arena = arena_open(64 * 1024 + 8 * strlen(text));
	struct mailbox mailbox;
	int read = mailbox_read(arena, text, &mailbox);

	arena_close(&arena);
	return read == 0 ? NULL : "must be one e-mail address, or a name with "
	    "one: Name <address>, the name in quotes if it has any of \"<>@";
}

/* The form of one: which there are, only mail/ knows. */
static const char *
rule_language(const char *text)
{
	return language_is_tag(text) ? NULL :
	    "must be the tag of a language, like de or pt-BR";
}

static const char *
rule_not_empty(const char *text)
{
	return text[0] == '\0' ? "must not be empty" : NULL;
}

/* Stands in SQL, between backquotes: no other sign may. */
static const char *
rule_name(const char *text)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_$-";
	size_t length = strlen(text);

	if (length == 0 || length > 64 || strspn(text, letters) != length)
		return "must be a name in SQL: up to 64 letters, digits and "
		    "any of _$-";
	return NULL;
}

static const char *
rule_name_or_none(const char *text)
{
	return text[0] == '\0' ? NULL : rule_name(text);
}

/* How many names stand there with full stops between them; 0: it is no such. */
static size_t
count_names(const char *text, size_t length)
{
	size_t count = 0, size;
	char name[65];

	for (;; text += size + 1, length -= size + 1, count++) {
		size = strcspn(text, ".=");
		if (size >= sizeof(name))
			return 0;
		memcpy(name, text, size);
		name[size] = '\0';
		if (rule_name(name) != NULL)
			return 0;
		if (size == length)
			return count + 1;
	}
}

/* TABLE.COLUMN, and behind each = TABLE.KEY.COLUMN: store/reference.c. */
static const char *
rule_reference(const char *text)
{
	size_t count, length;

	for (count = 0; count < REFERENCE_STEPS; count++) {
		length = strcspn(text, "=");
		if (count_names(text, length) != (count == 0 ? 2 : 3))
			break;
		if (text[length] == '\0')
			return NULL;
		text += length + 1;
	}
	return "must be TABLE.COLUMN, or TABLE.COLUMN=TABLE.KEY.COLUMN where "
	    "that names rows that name the account";
}

/* An empty text, where it stands for none, is not asked about. */
static const struct {
	enum conf_section	 section;
	const char		*name;
	text_rule		*rule;
} text_rules[] = {
	{ CONF_GLOBAL,	 "secret_key",		rule_key },
	{ CONF_GLOBAL,	 "secret_key_fallbacks", rule_key },
	{ CONF_GLOBAL,	 "time_zone",		rule_zone },
	{ CONF_GLOBAL,	 "domain",		rule_domain },
	{ CONF_GLOBAL,	 "default_from_email",	rule_mailbox },
	{ CONF_GLOBAL,	 "email_host",		rule_mail_host },
	{ CONF_GLOBAL,	 "language_code",	rule_language },
	{ CONF_GLOBAL,	 "mail_languages",	rule_language },
	{ CONF_GLOBAL,	 "sendmail",		rule_not_empty },
	{ CONF_DATABASE, "socket",		rule_socket },
	{ CONF_DATABASE, "token_table",		rule_name },
	{ CONF_DATABASE, "outstanding_table",	rule_name },
	{ CONF_DATABASE, "blacklist_table",	rule_name },
	{ CONF_DATABASE, "session_table",	rule_name },
	{ CONF_USER,	 "table",		rule_name },
	{ CONF_USER,	 "id",			rule_name },
	{ CONF_USER,	 "username",		rule_name },
	{ CONF_USER,	 "email",		rule_name },
	{ CONF_USER,	 "password",		rule_name },
	{ CONF_USER,	 "first_name",		rule_name_or_none },
	{ CONF_USER,	 "last_name",		rule_name_or_none },
	{ CONF_USER,	 "last_login",		rule_name_or_none },
	{ CONF_USER,	 "is_active",		rule_name_or_none },
	{ CONF_USER,	 "is_staff",		rule_name_or_none },
	{ CONF_USER,	 "is_superuser",	rule_name_or_none },
	{ CONF_USER,	 "date_joined",		rule_name_or_none },
	{ CONF_USER,	 "cascade",		rule_reference },
	{ CONF_USER,	 "set_null",		rule_reference },
	{ CONF_LANE,	 "socket",		rule_socket },
	{ CONF_LANE,	 "socket_mode",		rule_mode },
	{ CONF_GATE,	 "prefix",		rule_site_path },
	{ CONF_GATE,	 "methods",		rule_method },
	{ CONF_GATE,	 "host",		rule_host },
	{ CONF_GATE,	 "api",			rule_not_empty },
	{ CONF_API,	 "gate_sign_in_url",	rule_page },
	{ CONF_API,	 "dialect",		rule_not_empty },
	{ CONF_API,	 "prefix",		rule_prefix },
	{ CONF_API,	 "host",		rule_host },
	{ CONF_API,	 "activation_url",	rule_link },
	{ CONF_API,	 "email_change_confirm_url", rule_link },
	{ CONF_API,	 "email_change_undo_url", rule_link },
	{ CONF_API,	 "password_reset_confirm_url", rule_link },
	{ CONF_API,	 "username_reset_confirm_url", rule_link },
	{ CONF_API,	 "email_frontend_domain", rule_domain },
	{ CONF_API,	 "session_cookie_name", rule_cookie_name },
	{ CONF_API,	 "session_cookie_path", rule_cookie_path },
	{ CONF_API,	 "session_cookie_domain", rule_cookie_domain },
	{ CONF_API,	 "jwt_auth_cookie",	rule_cookie_name },
	{ CONF_API,	 "jwt_auth_refresh_cookie", rule_cookie_name },
	{ CONF_API,	 "jwt_auth_refresh_cookie_path", rule_cookie_path },
	{ CONF_API,	 "jwt_auth_cookie_domain", rule_cookie_domain },
	{ CONF_API,	 "csrf_cookie_name",	rule_cookie_name },
	{ CONF_API,	 "csrf_cookie_domain",	rule_cookie_domain },
	{ CONF_API,	 "csrf_header_name",	rule_csrf_header },
	{ CONF_API,	 "signing_key",		rule_key },
	{ CONF_API,	 "auth_header_types",	rule_scheme },
	{ CONF_API,	 "auth_header_name",	rule_own_header },
	{ CONF_API,	 "cors_allowed_origins", rule_origin },
	{ CONF_API,	 "user_id_claim",	rule_not_empty },
	{ CONF_API,	 "sliding_token_refresh_exp_claim", rule_not_empty },
	{ CONF_API,	 "revoke_token_claim",	rule_not_empty },
};

const char *
text_rule_break(const struct conf_setting *setting, const char *text)
{
	size_t i;

	for (i = 0; text[i] != '\0'; i++)
		if (iscntrl((unsigned char)text[i]))
			return "must not have control characters or line ends "
			    "in it";
	if (text[0] == '\0' && setting->fallback == NULL &&
	    !setting_is_list(setting))
		return NULL;
	for (i = 0; i < sizeof(text_rules) / sizeof(text_rules[0]); i++)
		if (text_rules[i].section == setting->section &&
		    strcmp(text_rules[i].name, setting->name) == 0)
			return text_rules[i].rule(text);
	return NULL;
}
