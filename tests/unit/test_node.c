/* node: expectations come from RFC 8259. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/node.h"

#include "scene.h"

static const struct node *
read_text(const char *text)
{
	const char *why = NULL;
	const struct node *node = node_read(arena, text, strlen(text), &why);

	assert_true((node == NULL) == (why != NULL));
	return node;
}

static void
members_and_items_keep_their_order(void **state)
{
	const struct node *root = read_text("{\"a\": [1, \"x\", null, true], "
	    "\"b\": {\"c\": {\"d\": -2.5}}, \"\": {}, \"e\\u0041\": \"\\n\"}");
	const struct node *at;

	(void)state;
	assert_int_equal(root->kind, NODE_OBJECT);
	assert_string_equal(root->first->name, "a");
	at = root->first->first;
	assert_int_equal(at->kind, NODE_NUMBER);
	assert_string_equal(at->text, "1");
	at = at->next;
	assert_int_equal(at->kind, NODE_TEXT);
	assert_string_equal(at->text, "x");
	at = at->next;
	assert_int_equal(at->kind, NODE_NULL);
	at = at->next;
	assert_int_equal(at->kind, NODE_FLAG);
	assert_string_equal(at->text, "true");
	assert_null(at->next);
	assert_string_equal(root->first->next->name, "b");
	assert_true(node_at(root, "b.c.d")->number == -2.5);
	assert_string_equal(node_text(root, "eA"), "\n");
}

static void
what_is_not_there_is_null(void **state)
{
	const struct node *root = read_text("{\"a\": {\"b\": 1}, \"t\": true}");

	(void)state;
	assert_null(node_at(root, "a.c"));
	assert_null(node_at(root, "a.b.c"));
	assert_null(node_at(NULL, "a"));
	assert_null(node_member(node_at(root, "a.b"), "c"));
	assert_null(node_text(root, "a"));
	assert_false(node_flag(root, "a"));
	assert_true(node_flag(root, "t"));
	assert_ptr_equal(node_at(root, ""), root);
}

static char *
nested(size_t depth)
{
	char *text = arena_alloc(arena, 2 * depth + 1);

	memset(text, '[', depth);
	memset(text + depth, ']', depth);
	return text;
}

static void
what_is_no_document_is_refused(void **state)
{
	static const char *const texts[] = {
		"", " ", "{", "[1,", "{} {}", "{\"a\" 1}", "tru", "\"a",
		"{}\n}", "\xff", "{\"a\": \"\xed\xa0\x80\"}",
	};
	const char *why = NULL;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		assert_null(read_text(texts[i]));
	assert_null(node_read(arena, "{}\0", 3, &why));
	assert_non_null(read_text(nested(32)));
	assert_null(read_text(nested(40)));
	assert_null(read_text(nested(1000)));
	assert_non_null(read_text(" \n{\"a\" : 12345678901234567890123} \n"));
	assert_string_equal(read_text("17")->text, "17");
}

#define test(name) cmocka_unit_test_setup_teardown(name, open_scene, close_scene)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		test(members_and_items_keep_their_order),
		test(what_is_not_there_is_null),
		test(what_is_no_document_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
