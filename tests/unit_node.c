/* Unit tests of the reader: files and texts to sources, YAML and JSON to trees, words found again in
 * the source, and what-if settings.
 */
#include "scenario/scenario.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

typedef struct reading {
    ent_arena *arena;
    ent_diags diags;
    const ent_source *source;
    ent_node *root;
    ent_status status;
} reading;

static void read_text_n(reading *r, const char *text, size_t len) {
    *r = (reading){.arena = ent_arena_new()};
    r->diags.arena = r->arena;
    r->status = ent_source_text(&r->source, r->arena, "t", text, len, &r->diags);
    if (r->status == ENT_OK)
        r->status = ent_node_parse(&r->root, r->arena, r->source, &r->diags);
}

static void read_text(reading *r, const char *text) {
    read_text_n(r, text, strlen(text));
}

static void done(reading *r) {
    ent_arena_free(r->arena);
}

static const char *words_at(const reading *r, ent_span span) {
    return ent_arena_text_n(r->arena, span.source->text + span.start, span.end - span.start);
}

/* The value at a path of keys, each a text, ended by NULL. */
static ent_node *at(const reading *r, const char *a, const char *b, const char *c) {
    ent_node *node = r->root;
    const char *keys[] = {a, b, c};
    for (size_t i = 0; i < 3 && keys[i]; i++)
        node = ent_node_get(node, keys[i]);
    return node;
}

static void assert_refused(const char *text, ent_diag_code code) {
    reading r;
    read_text(&r, text);
    assert_int_equal(r.status, ENT_ERROR);
    assert_true(r.diags.n >= 1);
    if (r.diags.items[0].code != code)
        fail_msg("%s: %s instead of %s", text, ent_diag_name(r.diags.items[0].code),
                 ent_diag_name(code));
    done(&r);
}

/* ---- trees ---- */

static const char mixed[] = "title: plain text # comment\n"
                            "\"quoted key\": \"x\\n y\"\n"
                            "single: 'it''s'\n"
                            "flow: [a b, {c: d}, &x y, *x]\n"
                            "block:\n"
                            "  - one\n"
                            "  - two: 2\n"
                            "empty:\n"
                            "no: null\n";

static void kinds_texts_and_places(void **state) {
    (void)state;
    reading r;
    read_text(&r, mixed);
    assert_int_equal(r.status, ENT_OK);
    assert_int_equal(r.root->kind, ENT_NODE_MAP);
    assert_int_equal(r.root->n, 7);
    assert_string_equal(at(&r, "title", NULL, NULL)->text, "plain text");
    assert_string_equal(words_at(&r, at(&r, "title", NULL, NULL)->span), "plain text");
    assert_string_equal(at(&r, "quoted key", NULL, NULL)->text, "x\n y");
    assert_string_equal(words_at(&r, at(&r, "quoted key", NULL, NULL)->span), "\"x\\n y\"");
    assert_string_equal(words_at(&r, r.root->pairs[1].key->span), "\"quoted key\"");
    assert_string_equal(at(&r, "single", NULL, NULL)->text, "it's");
    const ent_node *flow = at(&r, "flow", NULL, NULL);
    assert_int_equal(flow->kind, ENT_NODE_LIST);
    assert_int_equal(flow->n, 4);
    assert_string_equal(words_at(&r, flow->span), "[a b, {c: d}, &x y, *x]");
    assert_string_equal(words_at(&r, flow->items[1]->span), "{c: d}");
    assert_ptr_equal(flow->items[2], flow->items[3]);
    assert_string_equal(words_at(&r, at(&r, "block", NULL, NULL)->span), "- one\n  - two: 2");
    assert_string_equal(at(&r, "empty", NULL, NULL)->text, "");
    assert_string_equal(words_at(&r, at(&r, "empty", NULL, NULL)->span), "empty");
    assert_string_equal(at(&r, "no", NULL, NULL)->text, "null");
    assert_null(at(&r, "nothing", NULL, NULL));
    assert_null(ent_node_get(flow, "x"));
    assert_int_equal(flow->weight, 1 + 1 + 3 + 1 + 1);
    done(&r);
}

static void json_and_line_ends(void **state) {
    (void)state;
    reading r;
    read_text(&r, "{\n\t\"a\": [1, true, null],\n\t\"b\":{\"c\":\"\\u00b6\\/\"}\n}\n");
    assert_int_equal(r.status, ENT_OK);
    assert_string_equal(at(&r, "a", NULL, NULL)->items[2]->text, "null");
    assert_string_equal(at(&r, "b", "c", NULL)->text, "¶/");
    done(&r);
    read_text(&r, "\xEF\xBB\xBF"
                  "a: 1\r\nb:\r\n  - x y\r\n");
    assert_int_equal(r.status, ENT_OK);
    assert_string_equal(at(&r, "b", NULL, NULL)->items[0]->text, "x y");
    assert_int_equal(r.root->pairs[0].key->span.start, 0);
    done(&r);
}

static void bad_texts_are_refused(void **state) {
    (void)state;
    assert_refused("", ENT_E0012);
    assert_refused("# only this\n\n", ENT_E0012);
    assert_refused("a: 1\n\tb: 2\n", ENT_E0004);
    assert_refused("a: \"open\nb: 2\n", ENT_E0004);
    assert_refused("a: [1, 2\nb: 3\n", ENT_E0004);
    assert_refused("a: b: c\n", ENT_E0004);
    assert_refused("a: 1\n---\nb: 2\n", ENT_E0010);
    assert_refused("a: !tag x\n", ENT_E0011);
    assert_refused("[x]: y\n", ENT_E0009);
    assert_refused("? {a: b}\n: y\n", ENT_E0009);
    assert_refused("a: *nobody\n", ENT_E0007);
    assert_refused("a: &x [1, *x]\n", ENT_E0007);
    assert_refused("c: &q {d: {e: *q}}\n", ENT_E0007);
    assert_refused("a: \"\\0\"\n", ENT_E0003);
    assert_refused("a: \xFF\n", ENT_E0003);
    assert_refused("\xFF\xFE"
                   "a",
                   ENT_E0003);
    reading r;
    read_text_n(&r, "a: 1\nb\0c", 8);
    assert_int_equal(r.status, ENT_ERROR);
    assert_int_equal(r.diags.items[0].code, ENT_E0003);
    assert_non_null(strstr(r.diags.items[0].message, "line 2"));
    done(&r);
}

static void duplicate_keys_name_both_places(void **state) {
    (void)state;
    reading r;
    read_text(&r, "a: 1\nb: {x: 1, y: 2, x: 3}\na: 2\n");
    assert_int_equal(r.status, ENT_ERROR);
    assert_int_equal(r.diags.n, 2);
    assert_string_equal(r.diags.items[0].message,
                        "the key 'x' stands twice in this map; the first is on line 2, column 5");
    assert_int_equal(r.diags.items[0].span.start, 21);
    assert_int_equal(r.diags.items[1].code, ENT_E0008);
    assert_string_equal(at(&r, "a", NULL, NULL)->text, "1"); /* the first is kept */
    assert_int_equal(at(&r, "b", NULL, NULL)->n, 2);
    done(&r);
}

static void duplicates_are_found_in_long_maps(void **state) {
    (void)state;
    ent_buffer text = {0};
    for (int i = 0; i < 300; i++)
        ent_buffer_printf(&text, "k%d: %d\n", i, i);
    ent_buffer_put(&text, "k17: again\nk299: again\n");
    reading r;
    read_text(&r, text.data);
    ent_buffer_free(&text);
    assert_int_equal(r.diags.errors, 2);
    assert_int_equal(r.root->n, 300);
    done(&r);
}

static void errors_in_flow_collections_speak_of_quotes(void **state) {
    (void)state;
    reading r;
    read_text(&r, "ok: 1\ncontrol: {default: all of [north, east], to east: x}\n");
    assert_int_equal(r.status, ENT_ERROR);
    assert_int_equal(r.diags.items[0].code, ENT_E0004);
    assert_non_null(strstr(r.diags.items[0].hint, "double quotes"));
    unsigned line, column, end_line, end_column;
    ent_span_position(r.diags.items[0].span, &line, &column, &end_line, &end_column);
    assert_int_equal(line, 2);
    assert_int_equal(column, 27);                             /* the inner bracket */
    assert_string_equal(at(&r, "ok", NULL, NULL)->text, "1"); /* what was read before is kept */
    done(&r);
    read_text(&r, "a: [1, 2\nb: 3\n");
    assert_int_equal(r.status, ENT_ERROR);
    done(&r);
}

static char *repeat(const char *what, size_t n) {
    size_t len = strlen(what);
    char *text = malloc(n * len + 1);
    assert_non_null(text);
    for (size_t i = 0; i < n; i++)
        memcpy(text + i * len, what, len);
    text[n * len] = '\0';
    return text;
}

static void deep_nesting_is_refused_at_once(void **state) {
    (void)state;
    static const char *const openers[] = {"[", "{a: ", "- ", "? ", "[[{", "{"};
    for (size_t i = 0; i < ENT_COUNT(openers); i++) {
        char *text = repeat(openers[i], 10000);
        reading r;
        read_text(&r, text);
        assert_int_equal(r.status, ENT_ERROR);
        assert_int_equal(r.diags.n, 1);
        if (r.diags.items[0].code != ENT_E0005)
            assert_int_equal(r.diags.items[0].code, ENT_E0009); /* a map as a key */
        done(&r);
        free(text);
    }
    ent_buffer block = {0};
    for (int i = 0; i < 3000; i++)
        ent_buffer_printf(&block, "%*sa:\n", i, "");
    assert_refused(block.data, ENT_E0005);
    ent_buffer_free(&block);
    char *open = repeat("[", 64), *close = repeat("]", 64);
    reading r;
    char whole[200];
    snprintf(whole, sizeof whole, "%s%s", open, close);
    read_text(&r, whole);
    assert_int_equal(r.status, ENT_OK); /* the limit itself is allowed */
    done(&r);
    snprintf(whole, sizeof whole, "[%s%s]", open, close);
    assert_refused(whole, ENT_E0005);
    free(open);
    free(close);
}

static void alias_bombs_are_refused_before_they_cost_anything(void **state) {
    (void)state;
    ent_buffer text = {0};
    ent_buffer_put(&text, "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 30; i++)
        ent_buffer_printf(&text, "a%d: &a%d [*a%d, *a%d, *a%d, *a%d, *a%d, *a%d, *a%d, *a%d]\n", i,
                          i, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1);
    assert_refused(text.data, ENT_E0006);
    ent_buffer_free(&text);
    /* A chain of aliases nests deeply without a single deep line. */
    ent_buffer_put(&text, "- &a0 [x]\n");
    for (int i = 1; i < 100; i++)
        ent_buffer_printf(&text, "- &a%d [*a%d]\n", i, i - 1);
    assert_refused(text.data, ENT_E0005);
    ent_buffer_free(&text);
    /* Many items without aliases. */
    char *flat = repeat("- a\n", ENT_NODE_LIMIT + 5);
    assert_refused(flat, ENT_E0006);
    free(flat);
}

static void many_mistakes_do_not_take_long(void **state) {
    (void)state;
    char *flat = repeat("a: b\n", 200000);
    reading r;
    read_text(&r, flat);
    assert_int_equal(r.status, ENT_ERROR);
    assert_int_equal(r.diags.n, ENT_DIAG_LIMIT + 1);
    done(&r);
    free(flat);
}

/* libfyaml decodes most of these wrongly by itself, so quoted texts are decoded in yaml_text.c. */
static void quoted_texts_are_read_as_they_stand(void **state) {
    (void)state;
    static const struct {
        const char *raw, *text;
    } cases[] = {{"''", ""},
                 {"\"\"", ""},
                 {"'a '''' b'", "a '' b"},
                 {"''''''''''''''''''''''", "''''''''''"},
                 {"'one\n\n\n  two  \n three'", "one\n\ntwo three"},
                 {"'a\\n'", "a\\n"},
                 {"\"a\\\\\\\n   \\ b\"", "a\\ b"},
                 {"\"a \\t \n  b\"", "a \t b"},
                 {"\"a\\\n\n  b\"", "a\nb"},
                 {"\"\\x41\\u00b6\\U0001F600\\ud83d\\ude00\\e\\_\"", "A¶😀😀\x1B\xC2\xA0"},
                 {"\"one\r\n  two\"", "one two"},
                 {"\"\\\"\\\"\\\"\\\"\\\"\\\"\\\"\\\"\\\"\\\"x\"", "\"\"\"\"\"\"\"\"\"\"x"}};
    for (size_t i = 0; i < ENT_COUNT(cases); i++) {
        char text[200];
        snprintf(text, sizeof text, "k: %s\nl: 1\n", cases[i].raw);
        reading r;
        read_text(&r, text);
        assert_int_equal(r.status, ENT_OK);
        assert_string_equal(at(&r, "k", NULL, NULL)->text, cases[i].text);
        assert_string_equal(words_at(&r, at(&r, "k", NULL, NULL)->span), cases[i].raw);
        done(&r);
    }
    assert_refused("k: \"\\ud83d\"\n", ENT_E0004); /* half a pair */
}

static void anchors_may_be_set_again(void **state) {
    (void)state;
    reading r;
    read_text(&r, "a: &x 1\nb: *x\nc: &x {d: 2}\ne: *x\n");
    assert_int_equal(r.status, ENT_OK);
    assert_string_equal(at(&r, "b", NULL, NULL)->text, "1");
    assert_string_equal(at(&r, "e", "d", NULL)->text, "2");
    done(&r);
}

static void lack_of_memory_is_passed_on(void **state) {
    (void)state;
    bool succeeded = false;
    for (uint64_t n = 1; !succeeded; n++) {
        ent_arena *arena = ent_arena_new();
        ent_diags diags = {.arena = arena};
        const ent_source *source = NULL;
        ent_node *root = NULL;
        ent_heap_fail_at(n);
        ent_status status = ent_source_text(&source, arena, "t", mixed, strlen(mixed), &diags);
        if (status == ENT_OK)
            status = ent_node_parse(&root, arena, source, &diags);
        if (status == ENT_OK)
            status = ent_node_set(root, arena, "title=[a, {b: c}]", &diags);
        ent_heap_fail_at(0);
        succeeded = status == ENT_OK;
        assert_true(succeeded || status == ENT_NOMEM);
        ent_arena_free(arena);
    }
}

/* ---- words in scalars ---- */

/* `word` in the decoded text of the value of `k` is found again as `raw` in the source. */
static void assert_words(const char *text, const char *word, const char *raw) {
    reading r;
    read_text(&r, text);
    assert_int_equal(r.status, ENT_OK);
    const ent_node *node = at(&r, "k", NULL, NULL);
    const char *found = strstr(node->text, word);
    if (!found)
        fail_msg("'%s' is not in '%s'", word, node->text);
    size_t start = (size_t)(found - node->text);
    ent_span span = ent_node_span_in(node, start, start + strlen(word));
    assert_string_equal(words_at(&r, span), raw);
    done(&r);
}

static void words_are_found_in_every_style(void **state) {
    (void)state;
    assert_words("k: one two three # c", "two", "two");
    assert_words("k: one\n   two\n\n   three\n", "two", "two");
    assert_words("k: one\n   two\n\n   three\n", "three", "three");
    assert_words("k: one\n   two\n", "one two", "one\n   two");
    assert_words("k: 'it''s two'", "two", "two");
    assert_words("k: 'it''s two'", "it's", "it''s");
    assert_words("k: \"a \\\"b\\\" \\u00b6 two \\\n   three\"", "two", "two");
    assert_words("k: \"a \\\"b\\\" \\u00b6 two \\\n   three\"", "three", "three");
    assert_words("k: \"a \\\"b\\\" \\u00b6 two\"", "\"b\"", "\\\"b\\\"");
    assert_words("k: \"a \\x41 \\U0001F600 two\"", "two", "two");
    assert_words("k: \"fold\n  two\"", "two", "two");
    assert_words("k: |\n  one\n  two\n\n  three\n", "one", "one");
    assert_words("k: |\n  one\n  two\n\n  three\n", "two", "two");
    assert_words("k: |\n  one\n    two\n\n  three\n", "two", "two");
    assert_words("k: |\n  one\n    two\n\n  three\n", "three", "three");
    assert_words("k: >-\n  one\n  two\n\n  three\n", "two", "two");
    assert_words("k: >-\n  one\n  two\n\n  three\n", "three", "three");
    assert_words("k: ¶3 日本 two", "two", "two");
    assert_words("k: one two", "one two", "one two");
    assert_words("{\"k\": \"one two\"}", "two", "two");
    assert_words("{\"k\": \"one \\ud83d\\ude00 two\"}", "two", "two");
    assert_words("k: >\r\n  one\r\n  two\r\n", "two", "two");
}

static void words_out_of_range_give_the_whole(void **state) {
    (void)state;
    reading r;
    read_text(&r, "k: 'one two'\nl: [a]\n");
    const ent_node *node = at(&r, "k", NULL, NULL);
    assert_string_equal(words_at(&r, ent_node_span_in(node, 3, 99)), "'one two'");
    assert_string_equal(words_at(&r, ent_node_span_in(node, 5, 3)), "'one two'");
    assert_string_equal(words_at(&r, ent_node_span_in(at(&r, "l", NULL, NULL), 0, 1)), "[a]");
    ent_span end = ent_node_span_in(node, 7, 7); /* behind the last word */
    assert_int_equal(end.start, 11);
    assert_int_equal(end.end, 11);
    done(&r);
}

/* ---- files ---- */

static void assert_unreadable(const char *path, ent_diag_code code) {
    ent_diags diags = {.arena = ent_arena_new()};
    const ent_source *source = NULL;
    assert_int_equal(ent_source_read(&source, diags.arena, path, &diags), ENT_ERROR);
    assert_int_equal(diags.n, 1);
    assert_int_equal(diags.items[0].code, code);
    assert_null(source);
    ent_arena_free(diags.arena);
}

static void files_are_checked_before_they_are_read(void **state) {
    (void)state;
    assert_unreadable("/no/such/file.yaml", ENT_E0001);
    assert_unreadable("/", ENT_E0001);
    assert_unreadable("/dev/zero", ENT_E0002);
    char path[] = "/tmp/entente_unit_XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, "a: 1\n", 5), 5);
    ent_diags diags = {.arena = ent_arena_new()};
    const ent_source *source = NULL;
    assert_int_equal(ent_source_read(&source, diags.arena, path, &diags), ENT_OK);
    assert_string_equal(source->text, "a: 1\n");
    assert_string_equal(source->name, path);
    assert_int_equal(ftruncate(fd, 100 << 20), 0);
    assert_unreadable(path, ENT_E0002);
    ent_arena_free(diags.arena);
    close(fd);
    unlink(path);
}

/* ---- settings ---- */

static const char pact[] = "actors: {us: {resources: {land: 1}}, fr: , ru: }\n"
                           "issues:\n"
                           "  tolls: {status quo: high, outcomes: [high, low]}\n"
                           "  patrol: {for each: [us], status quo: {us: a}}\n"
                           "preferences:\n"
                           "  us: &p\n"
                           "    wants: {assad: stays}\n"
                           "    salience: assad > tolls\n"
                           "    red lines: [a, b]\n"
                           "  fr: *p\n"
                           "rules:\n"
                           "  - {rule: x}\n";

static void set(reading *r, const char *setting) {
    assert_int_equal(ent_node_set(r->root, r->arena, setting, &r->diags), ENT_OK);
}

static void settings_reach_what_they_name(void **state) {
    (void)state;
    reading r;
    read_text(&r, pact);
    assert_int_equal(r.status, ENT_OK);
    set(&r, "tolls.status quo=low");
    assert_string_equal(ent_node_get(at(&r, "issues", "tolls", NULL), "status quo")->text, "low");
    set(&r, "issues.patrol.status quo.us=b");
    assert_string_equal(
        ent_node_get(ent_node_get(at(&r, "issues", "patrol", NULL), "status quo"), "us")->text,
        "b");
    set(&r, "us.resources.land=[5, 6]");
    assert_int_equal(ent_node_get(at(&r, "actors", "us", "resources"), "land")->n, 2);
    set(&r, "us.red lines[1]=c");
    assert_string_equal(at(&r, "preferences", "us", "red lines")->items[1]->text, "c");
    set(&r, "rules[0].rule=not (x = 1)");
    assert_string_equal(ent_node_get(at(&r, "rules", NULL, NULL)->items[0], "rule")->text,
                        "not (x = 1)");
    set(&r, "preferences.us.red lines=[]");
    assert_int_equal(at(&r, "preferences", "us", "red lines")->n, 0);
    set(&r, "us.wants.patrol.us=b"); /* a new key with a dot */
    assert_string_equal(ent_node_get(at(&r, "preferences", "us", "wants"), "patrol.us")->text, "b");
    set(&r, "ru.reservation=0.4"); /* an actor without preferences so far */
    assert_string_equal(at(&r, "preferences", "ru", "reservation")->text, "0.4");
    set(&r, "title=");
    assert_string_equal(at(&r, "title", NULL, NULL)->text, "");
    /* What an alias shares is not changed with it. */
    assert_int_equal(at(&r, "preferences", "fr", "red lines")->n, 2);
    assert_string_equal(at(&r, "preferences", "fr", "red lines")->items[1]->text, "b");
    assert_null(ent_node_get(at(&r, "preferences", "fr", "wants"), "patrol.us"));
    assert_int_equal(r.diags.n, 0);
    done(&r);
}

static void salience_is_set_whatever_its_form(void **state) {
    (void)state;
    reading r;
    read_text(&r, pact);
    set(&r, "us.salience.assad=80");
    const ent_node *salience = at(&r, "preferences", "us", "salience");
    assert_int_equal(salience->kind, ENT_NODE_LIST);
    assert_string_equal(salience->items[0]->text, "assad > tolls");
    assert_string_equal(ent_node_get(salience->items[1], "assad")->text, "80");
    set(&r, "us.salience.assad=70");
    salience = at(&r, "preferences", "us", "salience");
    assert_int_equal(salience->n, 2);
    assert_string_equal(ent_node_get(salience->items[1], "assad")->text, "70");
    set(&r, "us.salience=[a > b, {of: tolls, is: 5}]");
    set(&r, "us.salience.tolls=6");
    salience = at(&r, "preferences", "us", "salience");
    assert_int_equal(salience->n, 2);
    assert_string_equal(ent_node_get(salience->items[1], "is")->text, "6");
    set(&r, "us.salience={tolls: 1}");
    set(&r, "us.salience.patrol.us=2");
    salience = at(&r, "preferences", "us", "salience");
    assert_string_equal(ent_node_get(salience, "patrol.us")->text, "2");
    assert_string_equal(ent_node_get(salience, "tolls")->text, "1");
    assert_string_equal(at(&r, "preferences", "fr", "salience")->text, "assad > tolls");
    set(&r, "ru.salience.tolls=9");
    assert_string_equal(ent_node_get(at(&r, "preferences", "ru", "salience"), "tolls")->text, "9");
    done(&r);
}

static void assert_no_setting(const char *setting, ent_diag_code code, const char *words) {
    reading r;
    read_text(&r, pact);
    assert_int_equal(ent_node_set(r.root, r.arena, setting, &r.diags), ENT_ERROR);
    assert_int_equal(r.diags.items[0].code, code);
    assert_string_equal(words_at(&r, r.diags.items[0].span), words);
    assert_string_equal(r.diags.items[0].span.source->name, "--set");
    assert_int_equal(r.root->n, 4);
    done(&r);
}

static void wrong_settings_are_refused(void **state) {
    (void)state;
    assert_no_setting("tolls", ENT_E0120, "tolls");
    assert_no_setting("=3", ENT_E0120, "=3");
    assert_no_setting("toll.status quo=x", ENT_E0121, "toll");
    assert_no_setting("us.red lines[2]=x", ENT_E0121, "[2]");
    assert_no_setting("us.red lines.x=x", ENT_E0121, "x");
    assert_no_setting("tolls.status quo.x=x", ENT_E0121, "x");
    assert_no_setting("us.wnats.assad=x", ENT_E0121, "wnats");
    assert_no_setting("tolls.status quo={x", ENT_E0004, "x");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kinds_texts_and_places),
        cmocka_unit_test(json_and_line_ends),
        cmocka_unit_test(bad_texts_are_refused),
        cmocka_unit_test(duplicate_keys_name_both_places),
        cmocka_unit_test(duplicates_are_found_in_long_maps),
        cmocka_unit_test(errors_in_flow_collections_speak_of_quotes),
        cmocka_unit_test(deep_nesting_is_refused_at_once),
        cmocka_unit_test(alias_bombs_are_refused_before_they_cost_anything),
        cmocka_unit_test(many_mistakes_do_not_take_long),
        cmocka_unit_test(quoted_texts_are_read_as_they_stand),
        cmocka_unit_test(anchors_may_be_set_again),
        cmocka_unit_test(lack_of_memory_is_passed_on),
        cmocka_unit_test(words_are_found_in_every_style),
        cmocka_unit_test(words_out_of_range_give_the_whole),
        cmocka_unit_test(files_are_checked_before_they_are_read),
        cmocka_unit_test(settings_reach_what_they_name),
        cmocka_unit_test(salience_is_set_whatever_its_form),
        cmocka_unit_test(wrong_settings_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
