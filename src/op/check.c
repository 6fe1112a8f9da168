#include "op/check.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "auth/password.h"
#include "auth/policy.h"
#include "base/arena.h"
#include "base/codec.h"
#include "base/secret.h"
#include "base/unicode.h"
#include "conf/conf.h"
#include "op/call.h"
#include "op/column.h"
#include "op/readdress.h"
#include "store/email_change.h"

#define PASSWORD_MAXIMUM 128
#define LABEL_MAXIMUM	63
#define ADDRESS_MAXIMUM	320	/* Django's, of any address (RFC 3696) */

/* Where a lone surrogate stands (three bytes that are no UTF-8), or NULL. */
static const char *
find_surrogate(const char *text, size_t length)
{
	const char *at = text;

	while ((at = memchr(at, 0xed, length - (size_t)(at - text))) != NULL) {
		if ((unsigned char)at[1] >= 0xa0)
			return at;
		at++;
	}
	return NULL;
}

enum verdict
check_text(struct call *call, enum field_id id)
{
	const struct field_value *value = &call->values[id];
	const char *bad = find_surrogate(value->text, value->length);
	enum verdict verdict = VERDICT_DONE;

	if (strlen(value->text) != value->length)
		verdict = call_refuse(call, id, MSG_HAS_NUL);
	if (bad != NULL)
		verdict = call_refuse_with(call, id, MSG_HAS_SURROGATE,
		    arena_printf(call->arena, "U+D%X%02X", bad[1] >> 2 & 0xf,
		    (bad[1] & 3) << 6 | (bad[2] & 0x3f)));
	return verdict;
}

enum verdict
check_nothing(struct call *call, enum field_id id)
{
	struct field_value *value = &call->values[id];

	if (strlen(value->text) != value->length)
		*value = (struct field_value){ .text = NULL };
	return VERDICT_DONE;
}

/* In code points, as columns count. */
static enum verdict
check_length(struct call *call, enum field_id id, size_t maximum)
{
	const struct field_value *value = &call->values[id];

	if (codec_utf8_length(value->text, value->length) <= maximum)
		return VERDICT_DONE;
	return call_refuse_with(call, id, MSG_TOO_LONG,
	    arena_printf(call->arena, "%zu", maximum));
}

/* The worse of two verdicts: both have had their say. */
static enum verdict
both(enum verdict one, enum verdict other)
{
	return one > other ? one : other;
}

enum verdict
check_current_password(struct call *call, enum field_id id)
{
	enum verdict verdict = check_text(call, id);

	if (verdict != VERDICT_DONE)
		return verdict;
	if (!password_matches(call->user->id, call->user->hash,
	    call_text(call, id)))
		return call_refuse(call, id, MSG_BAD_PASSWORD);
	return VERDICT_DONE;
}

/* Between its quotes, all of ASCII but NUL, CR and LF; white space, quotes and
 * backslashes only behind a backslash. */
static bool
is_quoted(const char *text, size_t length)
{
	size_t i;

	if (length < 2 || text[0] != '"' || text[length - 1] != '"')
		return false;
	for (i = 1; i < length - 1; i++) {
		bool escaped = text[i] == '\\' && i + 2 < length;

		if (escaped)
			i++;
		if ((text[i] & 0x80) != 0 ||
		    strchr(escaped ? "\r\n" : "\"\\ \t\r\n", text[i]) != NULL)
			return false;
	}
	return true;
}

/* Words with single dots between them. */
static bool
is_dot_atom(const char *text, size_t length)
{
	static const char atom[] = "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-!#$%&'*+/=?^_`{}|~";
	size_t word = 0, i;

	for (i = 0; i < length; i++) {
		if (text[i] != '.' && memchr(atom, text[i], sizeof(atom) - 1)
		    == NULL)
			return false;
		if (text[i] == '.' && word == 0)
			return false;
		word = text[i] == '.' ? 0 : word + 1;
	}
	return word > 0;
}

/*
 * Letters (also beyond ASCII: names that IDNA would encode), digits and
 * hyphens, these not at the end; nor at the start but in the last label.
 */
static bool
is_label(const char *text, size_t length, bool last)
{
	size_t i;

	if (length < (last ? 2 : 1) || length > LABEL_MAXIMUM ||
	    text[length - 1] == '-' || (!last && text[0] == '-'))
		return false;
	for (i = 0; i < length; i++)
		if (!isalnum((unsigned char)text[i]) && text[i] != '-' &&
		    (text[i] & 0x80) == 0)
			return false;
	return true;
}

/* The bytes of a dot, also of those that IDNA takes for one; or 0. */
static size_t
dot_size(const char *text)
{
	static const char *const dots[] = {
		".", "\xe3\x80\x82", "\xef\xbc\x8e", "\xef\xbd\xa1"
	};
	size_t i;

	for (i = 0; i < sizeof(dots) / sizeof(dots[0]); i++)
		if (strncmp(text, dots[i], strlen(dots[i])) == 0)
			return strlen(dots[i]);
	return 0;
}

static bool
is_domain(const char *text)
{
	size_t labels = 0, length, dot;

	for (;; text += length + dot) {
		for (length = 0; (dot = dot_size(text + length)) == 0 &&
		    text[length] != '\0'; length++)
			continue;
		labels++;
		if (!is_label(text, length, dot == 0))
			return false;
		if (dot == 0)
			return labels > 1;
	}
}

/* [192.0.2.1] or [2001:db8::1] */
static bool
is_literal(const char *text)
{
	char address[INET6_ADDRSTRLEN];
	unsigned char bytes[16];
	size_t length = strlen(text);

	if (length < 3 || length - 2 >= sizeof(address) || text[0] != '[' ||
	    text[length - 1] != ']')
		return false;
	memcpy(address, text + 1, length - 2);
	address[length - 2] = '\0';
	return inet_pton(AF_INET, address, bytes) == 1 ||
	    inet_pton(AF_INET6, address, bytes) == 1;
}

/* Django's EmailValidator. */
bool
check_is_email(const char *text)
{
	const char *at = strrchr(text, '@');

	if (codec_utf8_length(text, strlen(text)) > ADDRESS_MAXIMUM)
		return false;
	if (at == NULL || (!is_dot_atom(text, (size_t)(at - text)) &&
	    !is_quoted(text, (size_t)(at - text))))
		return false;
	return strcmp(at + 1, "localhost") == 0 || is_domain(at + 1) ||
	    is_literal(at + 1);
}

/* Django's UnicodeUsernameValidator. */
bool
check_is_username(const char *text)
{
	size_t length = strlen(text), size;
	int32_t point;

	if (length == 0)
		return false;
	for (; length > 0; text += size, length -= size) {
		size = unicode_next(text, length, &point);
		if (size == 0 || (!unicode_is_word(point) &&
		    (point > 0x7f || strchr("@.+-", point) == NULL)))
			return false;
	}
	return true;
}

enum verdict
check_email(struct call *call, enum field_id id)
{
	const struct field_value *value = &call->values[id];
	enum verdict verdict = check_text(call, id);

	if (strlen(value->text) != value->length ||
	    !check_is_email(value->text))
		return call_refuse(call, id, MSG_BAD_EMAIL);
	return verdict;
}

/* Whose address or name is about to be another one; NULL: a new account's. */
static const struct user *
own_account(const struct call *call)
{
	return call->target == NULL && (call->op->flags & OP_ABOUT_CALLER) != 0
	    ? call->user : call->target;
}

/* No account but this one, which may be NULL, has it for a user name. */
static enum verdict
check_is_free(struct call *call, enum field_id id, enum message taken,
    const struct user *own)
{
	struct user other;

	switch (user_find_by_name(call->db, call->arena, call_text(call, id),
	    &other)) {
	case 1:
		return own != NULL && user_is(own, &other) ? VERDICT_DONE :
		    call_refuse(call, id, taken);
	case 0:
		return VERDICT_DONE;
	default:
		return VERDICT_UNAVAILABLE;
	}
}

/* No other account can get it back: nobody may keep it from doing so. */
static enum verdict
check_is_not_kept(struct call *call, enum field_id id, enum message taken)
{
	const struct user *own = own_account(call);

	switch (email_change_keeps(call->db, call_text(call, id),
	    call->api->email_change_undo_timeout,
	    own != NULL ? own->id : NULL)) {
	case 1:
		return call_refuse(call, id, taken);
	case 0:
		return VERDICT_DONE;
	default:
		return VERDICT_UNAVAILABLE;
	}
}

/* No other account has it for an address. */
static enum verdict
check_is_no_address(struct call *call, enum field_id id, enum message taken)
{
	const struct user *own = own_account(call);
	struct users others;
	size_t i;

	if (user_list_by_email(call->db, call->arena, call_text(call, id),
	    &others) == -1)
		return VERDICT_UNAVAILABLE;
	for (i = 0; i < others.count; i++)
		if (own == NULL || !user_is(own, &others.list[i]))
			return call_refuse(call, id, taken);
	return check_is_not_kept(call, id, taken);
}

/* Where both sign in, no name is another's address. */
static bool
are_mixed(const struct call *call)
{
	return strcmp(call->api->login_by, "username") != 0;
}

enum verdict
check_address_is_free(struct call *call, enum field_id id)
{
	enum verdict verdict = call->api->email_unique ?
	    check_is_no_address(call, id, MSG_EMAIL_TAKEN) : VERDICT_DONE;

	return verdict == VERDICT_DONE && are_mixed(call) ?
	    check_is_free(call, id, MSG_EMAIL_TAKEN, own_account(call)) :
	    verdict;
}

enum verdict
check_own_email(struct call *call, enum field_id id)
{
	enum verdict verdict = check_length(call, id, USER_EMAIL_MAXIMUM);

	verdict = both(verdict, check_email(call, id));
	return verdict == VERDICT_DONE ? check_address_is_free(call, id) :
	    verdict;
}

/* The domain in lower case, as Django's managers set it. */
static const char *
with_lower_domain(struct arena *arena, const char *text)
{
	const char *at = strrchr(text, '@');

	if (at == NULL)
		return text;
	return arena_printf(arena, "%.*s%s", (int)(at - text), text,
	    unicode_lower(arena, at));
}

/* One letter becomes two (U+0130), so that its length is judged again. */
static enum verdict
normalize_email(struct call *call, enum field_id id, size_t maximum)
{
	call_set(call, id,
	    with_lower_domain(call->arena, call_text(call, id)));
	return check_length(call, id, maximum);
}

enum verdict
check_new_email(struct call *call, enum field_id id)
{
	enum verdict verdict = check_own_email(call, id);

	if (verdict != VERDICT_DONE)
		return verdict;
	return normalize_email(call, id, USER_EMAIL_MAXIMUM);
}

/* As an address, but not longer than user names are. */
enum verdict
check_address(struct call *call, enum field_id id)
{
	enum verdict verdict = check_length(call, id, USER_NAME_MAXIMUM);

	if ((verdict = both(verdict, check_email(call, id))) != VERDICT_DONE)
		return verdict;
	return normalize_email(call, id, USER_NAME_MAXIMUM);
}

enum verdict
check_new_address(struct call *call, enum field_id id)
{
	/* One's own calls off a change that waits for its confirmation. */
	const struct user *own = readdress_must_be_confirmed(call) ?
	    own_account(call) : call->target;
	enum verdict verdict = check_address(call, id);

	if (verdict == VERDICT_DONE)
		verdict = check_is_free(call, id, MSG_EMAIL_TAKEN, own);
	if (verdict == VERDICT_DONE)
		verdict = check_is_not_kept(call, id, MSG_EMAIL_TAKEN);
	return verdict == VERDICT_DONE ? check_address_is_free(call, id) :
	    verdict;
}

enum verdict
check_password(struct call *call, enum field_id id)
{
	enum verdict verdict = check_length(call, id, PASSWORD_MAXIMUM);

	return both(verdict, check_text(call, id));
}

/* All that is wrong is told; but what no column can hold is not looked up. */
enum verdict
check_new_username(struct call *call, enum field_id id)
{
	const struct field_value *value = &call->values[id];
	enum verdict verdict = VERDICT_DONE;

	if (strlen(value->text) != value->length ||
	    !check_is_username(value->text))
		verdict = call_refuse(call, id, MSG_BAD_USERNAME);
	verdict = both(verdict, check_length(call, id, USER_NAME_MAXIMUM));
	if (check_text(call, id) != VERDICT_DONE)
		return VERDICT_REFUSED;
	if (verdict == VERDICT_DONE) {
		call_set(call, id, unicode_nfkc(call->arena, value->text));
		verdict = check_length(call, id, USER_NAME_MAXIMUM);
	}
	verdict = both(verdict, check_is_free(call, id, MSG_USERNAME_TAKEN,
	    call->target));
	return verdict == VERDICT_DONE && are_mixed(call) ?
	    check_is_no_address(call, id, MSG_USERNAME_TAKEN) : verdict;
}

enum verdict
check_other_username(struct call *call, enum field_id id)
{
	if (strcmp(call_text(call, id), call->target->username) == 0)
		return VERDICT_DONE;
	return check_new_username(call, id);
}

/* Whose user name is an address has no other to be compared with. */
static const struct user *
compared(struct call *call, const struct user *user)
{
	struct user *copy;

	if (user == NULL || strcmp(call->api->username_field, "email") != 0)
		return user;
	copy = arena_alloc(call->arena, sizeof(*copy));
	*copy = *user;
	copy->email = user->username;
	copy->username = "";
	return copy;
}

enum verdict
check_policy_for(struct call *call, enum field_id id, const struct user *user)
{
	static const enum message messages[] = {
		[POLICY_SIMILAR_USERNAME]	= MSG_SIMILAR_USERNAME,
		[POLICY_SIMILAR_FIRST_NAME]	= MSG_SIMILAR_FIRST_NAME,
		[POLICY_SIMILAR_LAST_NAME]	= MSG_SIMILAR_LAST_NAME,
		[POLICY_SIMILAR_EMAIL]		= MSG_SIMILAR_EMAIL,
		[POLICY_TOO_SHORT]		= MSG_TOO_SHORT,
		[POLICY_TOO_COMMON]		= MSG_TOO_COMMON,
		[POLICY_ALL_NUMERIC]		= MSG_ALL_NUMERIC,
	};
	enum policy_fault faults[POLICY_FAULTS];
	size_t count = policy_check(call->api, compared(call, user),
	    call_text(call, id), faults);
	char least[24];
	size_t i;

	snprintf(least, sizeof(least), "%lld",
	    (long long)call->api->password_min_length);
	for (i = 0; i < count; i++)
		call_refuse_with(call, id, messages[faults[i]], least);
	return count > 0 ? VERDICT_REFUSED : VERDICT_DONE;
}

/* As a password of who calls, or of the account that is being made. */
enum verdict
check_policy(struct call *call, enum field_id id)
{
	const char *name = call_text(call, FIELD_USERNAME);
	struct user made = {
		.username = call_text_or_blank(call, FIELD_USERNAME),
		.email = call_text_or_blank(call, FIELD_EMAIL),
		.first_name = column_text(call, "first_name", ""),
		.last_name = column_text(call, "last_name", ""),
	};

	return check_policy_for(call, id,
	    name != NULL ? &made : call->user);
}

enum verdict
check_again_for(struct call *call, enum field_id id, const struct user *user)
{
	if (!secret_text_equal(call_text(call, FIELD_NEW_PASSWORD),
	    call_text(call, id)))
		return call_refuse(call, id, MSG_PASSWORDS_DIFFER);
	return check_policy_for(call, id, user);
}

/* The form that the checks above have set the first one to. */
static const char *
form_of_name(const struct call *call, const char *text)
{
	return strcmp(call->api->username_field, "email") == 0 ?
	    with_lower_domain(call->arena, text) :
	    unicode_nfkc(call->arena, text);
}

enum verdict
check_same_username(struct call *call, enum field_id id)
{
	const struct field_value *again = &call->values[id];

	/* To normalise takes quadratic time; what is too long is no name. */
	if (codec_utf8_length(again->text, again->length) >
	    USER_NAME_MAXIMUM || strcmp(call_text(call, FIELD_NEW_USERNAME),
	    form_of_name(call, again->text)) != 0)
		return call_refuse_with(call, FIELD_NONE,
		    MSG_USERNAME_MISMATCH, call->api->login_field);
	return VERDICT_DONE;
}

enum verdict
check_same_password(struct call *call, enum field_id id)
{
	const char *password = call_text(call, FIELD_NEW_PASSWORD);

	if (password == NULL)
		password = call_text(call, FIELD_PASSWORD);
	if (!secret_text_equal(password, call_text(call, id)))
		return call_refuse(call, FIELD_NONE, MSG_PASSWORD_MISMATCH);
	return VERDICT_DONE;
}

const struct check_bounds *
check_bounds(enum verdict (*check)(struct call *call, enum field_id id))
{
	static const struct check_bounds bounds[] = {
		{ check_email,		"email",	ADDRESS_MAXIMUM },
		{ check_own_email,	"email",	USER_EMAIL_MAXIMUM },
		{ check_new_email,	"email",	USER_EMAIL_MAXIMUM },
		{ check_address,	"email",	USER_NAME_MAXIMUM },
		{ check_new_address,	"email",	USER_NAME_MAXIMUM },
		{ check_new_username,	NULL,		USER_NAME_MAXIMUM },
		{ check_other_username,	NULL,		USER_NAME_MAXIMUM },
		{ check_password,	NULL,		PASSWORD_MAXIMUM },
	};
	size_t i;

	for (i = 0; i < sizeof(bounds) / sizeof(bounds[0]); i++)
		if (bounds[i].check == check)
			return &bounds[i];
	return NULL;
}
