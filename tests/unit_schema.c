/* Unit tests of the file format: what the check accepts, what it refuses and where, and the pages that
 * are written from the same table.
 */
#include "scenario/schema.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* A scenario with every key of the format, in every form that the table offers. */
static const char whole[] =
    "entente: 1\n"
    "title: Who stays?\n"
    "note: invented\n"
    "question: deal of {north, east} with raids = stopped\n"
    "as of: 1998-05-02\n"
    "sources:\n"
    "  gazette: {title: Talks resume, by: Gazette, date: 1998-05, url: http://x, note: n}\n"
    "actors:\n"
    "  north: {name: Northland, resources: {ships: 40, troops: [10, 20]}, from: gazette 1, note: "
    "n}\n"
    "  east: {resources: {ships: 2/3}, from: [gazette 1, gazette 2]}\n"
    "  raiders:\n"
    "issues:\n"
    "  patrol:\n"
    "    for each: [north, east]\n"
    "    outcomes: [none, escorts, {id: full, name: Full, position: 100}]\n"
    "    status quo: {north: none, east: escorts}\n"
    "  strait:\n"
    "    name: Who holds it\n"
    "    outcomes: {east: , shared: {name: Shared, position: [40, 60]}, north: null}\n"
    "    unordered: true\n"
    "    control: {default: \"all of [north, east]\", to east: {rule: north, from: gazette 2}}\n"
    "    moves: [east -> shared, shared <-> north]\n"
    "    status quo: east\n"
    "  tolls: {outcomes: [high, low], control: nobody, status quo: high, moves: high -> low}\n"
    "  each: {for each: all, outcomes: [a, b], status quo: a}\n"
    "  weather: {outcomes: [mild, harsh], given: mild}\n"
    "  raids:\n"
    "    outcomes: [rising, stopped]\n"
    "    follows:\n"
    "      - {when: strait = shared, then: stopped, from: gazette 3, note: n, name: calm}\n"
    "      - otherwise: rising\n"
    "rules:\n"
    "  - not (tolls = low and strait = north)\n"
    "  - {rule: true, name: trivial, from: gazette 1, note: n}\n"
    "fallback: {strait: east}\n"
    "reservation: {north: 0.3, east: [0.1, 0.2]}\n"
    "preferences:\n"
    "  north:\n"
    "    wants:\n"
    "      strait: north\n"
    "      tolls: high > low\n"
    "      raids: {rising: 0, stopped: [50, 100]}\n"
    "      patrol.north: {ideal: [20, 60], shape: quadratic, from: gazette 1}\n"
    "      patrol.east: {ideal: full}\n"
    "      weather: {order: mild > harsh}\n"
    "      each.north: {values: {a: 1, b: 2}, note: n}\n"
    "    salience: strait > tolls\n"
    "    conditions:\n"
    "      - strait = shared\n"
    "      - {holds: tolls = low, salience: [5, 10], name: cheap}\n"
    "    red lines: [strait = east, {never: tolls = low, from: gazette 1}]\n"
    "    reservation: 0.5\n"
    "    fallback: {tolls: low}\n"
    "    from: gazette 1\n"
    "  east:\n"
    "    wants: {strait: 30}\n"
    "    salience: [strait > tolls, {strait: 5}, {order: a > b, name: o}, {of: tolls, is: [1, "
    "2]}]\n"
    "  raiders:\n"
    "    worth: {strait: {east: 1/3, shared: 2.5, north: -4}}\n"
    "ties:\n"
    "  - {between: [north, east], sign: -0.3, from: gazette 2}\n"
    "  - {by: north, to: raiders, sign: [-1, 0]}\n"
    "agendas: {sea: [strait, tolls], all_of_it: {issues: [patrol], note: n}}\n"
    "views:\n"
    "  hawks:\n"
    "    title: T\n"
    "    number: 1a\n"
    "    replies to: base\n"
    "    extends: base\n"
    "    says: No.\n"
    "    changes:\n"
    "      - freeze tolls\n"
    "      - {change: east prefers as north, name: n, from: gazette, note: m}\n"
    "      - {add: {any: [thing]}}\n"
    "      - {replace: {any: thing}, name: n}\n"
    "      - {remove: a}\n"
    "      - {remove: [a, b]}\n"
    "      - {merge: [north, east], as: both, prefers as: east, preferences: {wants: {}}, ties: "
    "[]}\n"
    "    claims: [whatever]\n"
    "claims: [whatever, {claim: x, rests on: [y], expect: vacuous, row: R1}]\n";

typedef struct checked {
    ent_arena *arena;
    ent_diags diags;
    const ent_source *source;
    ent_status status;
} checked;

static void check_text(checked *c, const char *text) {
    *c = (checked){.arena = ent_arena_new()};
    c->diags.arena = c->arena;
    ent_node *root = NULL;
    assert_int_equal(ent_source_text(&c->source, c->arena, "t", text, strlen(text), &c->diags),
                     ENT_OK);
    if (ent_node_parse(&root, c->arena, c->source, &c->diags) != ENT_OK)
        fail_msg("%s: %s", text, c->diags.items[0].message);
    c->status = ent_schema_check(root, &c->diags);
}

static void print_all(const checked *c) {
    ent_buffer b = {0};
    for (size_t i = 0; i < c->diags.n; i++)
        ent_diag_print(&b, &c->diags.items[i], false);
    print_error("%s", b.data ? b.data : "");
    ent_buffer_free(&b);
}

static void every_form_is_accepted(void **state) {
    (void)state;
    checked c;
    check_text(&c, whole);
    if (c.status != ENT_OK)
        print_all(&c);
    assert_int_equal(c.status, ENT_OK);
    assert_int_equal(c.diags.n, 0);
    ent_arena_free(c.arena);
}

#define ACTORS "entente: 1\nactors: {a: , b: }\n"
#define MINIMAL ACTORS "issues: {x: {outcomes: [u, v]}}\n"

/* One mistake: its code, the words under the caret, the path, and a part of the hint (or NULL). */
static void assert_mistake(const char *text, ent_diag_code code, const char *words,
                           const char *path, const char *hint) {
    checked c;
    check_text(&c, text);
    if (c.status != ENT_ERROR || c.diags.n != 1 || c.diags.items[0].code != code) {
        print_all(&c);
        fail_msg("not the one mistake %s in:\n%s", ent_diag_name(code), text);
    }
    const ent_diag_item *item = &c.diags.items[0];
    assert_string_equal(ent_arena_text_n(c.arena, item->span.source->text + item->span.start,
                                         item->span.end - item->span.start),
                        words);
    assert_string_equal(item->path, path);
    if (hint && (!item->hint || !strstr(item->hint, hint)))
        fail_msg("the hint is '%s', not '%s'", item->hint ? item->hint : "", hint);
    ent_arena_free(c.arena);
}

static void top_levels_that_are_no_scenario(void **state) {
    (void)state;
    assert_mistake("[a, b]", ENT_E0102, "[a, b]", "", "entente: 1");
    assert_mistake("just words", ENT_E0102, "just words", "", NULL);
    assert_mistake("entente: 2\nwhatever: 3\n", ENT_E0105, "2", "", NULL);
    assert_mistake("actors: {a: }\nissues: {x: {outcomes: [u, v]}}\n", ENT_E0105, "", "",
                   "entente: 1");
    assert_mistake("entente: 1\nissues: {x: {outcomes: [u, v]}}\n", ENT_E0103, "", "", NULL);
    ent_diags diags = {.arena = ent_arena_new()};
    assert_int_equal(ent_schema_check(NULL, &diags), ENT_ERROR);
    assert_int_equal(diags.items[0].code, ENT_E0012);
    ent_arena_free(diags.arena);
}

static void unknown_keys_offer_the_nearest(void **state) {
    (void)state;
    assert_mistake(MINIMAL "preference: {}\n", ENT_E0101, "preference", "", "'preferences'");
    assert_mistake(MINIMAL "zebra: 1\n", ENT_E0101, "zebra", "", "known here: entente, title");
    assert_mistake(ACTORS "issues: {x: {outcomes: [u, v], status-quo: u}}\n", ENT_E0101,
                   "status-quo", "issues.x", "'status quo'");
    /* A misspelt required key is one mistake, not two. */
    assert_mistake(ACTORS "issues: {x: {outcome: [u, v]}}\n", ENT_E0101, "outcome", "issues.x",
                   "'outcomes'");
    assert_mistake(MINIMAL "ties: [{beween: [a, b], sign: 1}]\n", ENT_E0101, "beween", "ties[0]",
                   "'between'");
    assert_mistake(MINIMAL "preferences: {a: {wants: {x: {ideal: u, shap: linear}}}}\n", ENT_E0101,
                   "shap", "preferences.a.wants.x", "'shape'");
}

static void wrong_kinds(void **state) {
    (void)state;
    assert_mistake("entente: 1\nactors: [a, b]\nissues: {x: {outcomes: [u, v]}}\n", ENT_E0102,
                   "[a, b]", "actors", NULL);
    assert_mistake(MINIMAL "rules: x = u\n", ENT_E0102, "x = u", "rules", NULL);
    assert_mistake(MINIMAL "rules:\n", ENT_E0102, "rules", "rules", "leave out");
    assert_mistake(MINIMAL "title: [a]\n", ENT_E0102, "[a]", "title", NULL);
    assert_mistake(MINIMAL "preferences: {a: {wants: {x: [u, v]}}}\n", ENT_E0102, "[u, v]",
                   "preferences.a.wants.x", NULL);
    assert_mistake(MINIMAL "preferences: {a: {wants: [x]}}\n", ENT_E0102, "[x]",
                   "preferences.a.wants", NULL);
    assert_mistake(MINIMAL "preferences: {a: }\n", ENT_E0102, "a", "preferences.a", NULL);
    assert_mistake(ACTORS "issues: {x: {outcomes: [u, v], unordered: yes}}\n", ENT_E0109, "yes",
                   "issues.x.unordered", NULL);
    assert_mistake(ACTORS "issues: {x: {outcomes: [u, v], for each: a}}\n", ENT_E0109, "a",
                   "issues.x.for each", NULL);
    assert_mistake(MINIMAL "as of: 1998-02-29\n", ENT_E0110, "1998-02-29", "as of", NULL);
    assert_mistake(MINIMAL "as of: May 1998\n", ENT_E0110, "May 1998", "as of", NULL);
}

static void numbers_have_ranges(void **state) {
    (void)state;
    assert_mistake(MINIMAL "preferences: {a: {salience: {x: 101}}}\n", ENT_E0104, "101",
                   "preferences.a.salience.x", NULL);
    assert_mistake(MINIMAL "preferences: {a: {salience: {x: [0, 100.001]}}}\n", ENT_E0104,
                   "100.001", "preferences.a.salience.x", NULL);
    assert_mistake(MINIMAL "preferences: {a: {salience: {x: [9, 3]}}}\n", ENT_E0107, "[9, 3]",
                   "preferences.a.salience.x", NULL);
    assert_mistake(MINIMAL "preferences: {a: {salience: {x: [9, 3, 1]}}}\n", ENT_E0106, "[9, 3, 1]",
                   "preferences.a.salience.x", NULL);
    assert_mistake(MINIMAL "preferences: {a: {salience: {x: much}}}\n", ENT_E0106, "much",
                   "preferences.a.salience.x", "such as 40");
    assert_mistake(MINIMAL "preferences: {a: {worth: {x: {u: 1/0}}}}\n", ENT_E0106, "1/0",
                   "preferences.a.worth.x.u", NULL);
    assert_mistake(MINIMAL "ties: [{between: [a, b], sign: -1.5}]\n", ENT_E0104, "-1.5",
                   "ties[0].sign", NULL);
    assert_mistake("entente: 1\nactors: {a: {resources: {men: -1}}}\n"
                   "issues: {x: {outcomes: [u, v]}}\n",
                   ENT_E0104, "-1", "actors.a.resources.men", NULL);
}

static void counts_and_missing_keys(void **state) {
    (void)state;
    assert_mistake("entente: 1\nactors: {}\nissues: {x: {outcomes: [u, v]}}\n", ENT_E0112, "actors",
                   "actors", NULL);
    assert_mistake(ACTORS "issues: {x: {outcomes: [u]}}\n", ENT_E0112, "[u]", "issues.x.outcomes",
                   NULL);
    assert_mistake(ACTORS "issues: {x: {control: a}}\n", ENT_E0103, "x", "issues.x", "outcomes");
    assert_mistake(MINIMAL "ties: [{between: [a, b, c], sign: 1}]\n", ENT_E0112, "[a, b, c]",
                   "ties[0].between", NULL);
    assert_mistake(MINIMAL "ties: [{by: a, sign: 1}]\n", ENT_E0103, "{by: a, sign: 1}", "ties[0]",
                   NULL);
    assert_mistake(MINIMAL "sources: {g: {by: me}}\n", ENT_E0103, "g", "sources.g", "title");
}

static void names_must_be_usable(void **state) {
    (void)state;
    static const char *const good[] = {"north", "A-1",  "o'brien", "50%",
                                       "Öst",   "日本", "1998",    "_"};
    static const char *const bad[] = {"",    "and", "with",  "a b", "a.b",
                                      "a,b", "a(b", "\"a\"", "a=b"};
    for (size_t i = 0; i < ENT_COUNT(good); i++)
        assert_true(ent_name_is_valid(good[i]));
    for (size_t i = 0; i < ENT_COUNT(bad); i++)
        assert_false(ent_name_is_valid(bad[i]));
    assert_mistake("entente: 1\nactors: {self: }\nissues: {x: {outcomes: [u, v]}}\n", ENT_E0111,
                   "self", "actors.self", NULL);
    assert_mistake(ACTORS "issues: {x.y: {outcomes: [u, v]}}\n", ENT_E0111, "x.y", "issues.x.y",
                   NULL);
    assert_mistake(ACTORS "issues: {x: {outcomes: [u, not]}}\n", ENT_E0111, "not",
                   "issues.x.outcomes[1]", NULL);
}

static void five_mistakes_are_five_messages(void **state) {
    (void)state;
    checked c;
    check_text(&c, "entente: 1\n"
                   "titel: x\n"
                   "actors: {a: {resources: {ships: many}}}\n"
                   "issues: {x: {outcomes: [u]}}\n"
                   "preferences: {a: {salience: {x: 200}, red lines: x = u}}\n");
    static const ent_diag_code codes[] = {ENT_E0101, ENT_E0106, ENT_E0112, ENT_E0104, ENT_E0102};
    assert_int_equal(c.diags.n, 5);
    for (size_t i = 0; i < 5; i++)
        assert_int_equal(c.diags.items[i].code, codes[i]);
    ent_arena_free(c.arena);
}

static void lack_of_memory_is_passed_on(void **state) {
    (void)state;
    static const char text[] = "entente: 1\nactors: {a: {nam: x}}\nissues: {x: {}}\n";
    for (int part = 0; part < 3; part++) {
        bool succeeded = false;
        for (uint64_t n = 1; !succeeded; n++) {
            ent_arena *arena = ent_arena_new();
            ent_diags diags = {.arena = arena};
            const ent_source *source;
            ent_node *root;
            ent_buffer out = {0};
            assert_int_equal(ent_source_text(&source, arena, "t", text, strlen(text), &diags),
                             ENT_OK);
            assert_int_equal(ent_node_parse(&root, arena, source, &diags), ENT_OK);
            ent_heap_fail_at(n);
            ent_status status = part == 0   ? ent_schema_check(root, &diags)
                                : part == 1 ? ent_schema_reference(&out, NULL)
                                            : ent_schema_json(&out);
            ent_heap_fail_at(0);
            succeeded = status != ENT_NOMEM;
            assert_true(!succeeded || status == (part == 0 ? ENT_ERROR : ENT_OK));
            ent_buffer_free(&out);
            ent_arena_free(arena);
        }
    }
}

/* ---- pages ---- */

static char *reference(const char *key) {
    ent_buffer out = {0};
    if (ent_schema_reference(&out, key) != ENT_OK)
        return NULL;
    return out.data;
}

static void the_reference_page_can_be_narrowed(void **state) {
    (void)state;
    char *page = reference(NULL);
    assert_non_null(strstr(page, "# The scenario file"));
    assert_non_null(strstr(page, "## `actors` (required)"));
    assert_non_null(strstr(page, "### `preferences.salience`"));
    assert_non_null(strstr(page, "`preferences.wants.ideal`"));
    free(page);
    page = reference("preferences.salience");
    assert_non_null(strstr(page, "`preferences.salience`"));
    assert_null(strstr(page, "`issues`"));
    free(page);
    page = reference("issues.status quo");
    assert_non_null(strstr(page, "## `issues.status quo`"));
    free(page);
    page = reference("from");
    assert_non_null(strstr(page, "Where it is taken from"));
    free(page);
    assert_null(reference("salienc"));
    assert_null(reference("preferences.salienc"));
    assert_string_equal(ent_schema_nearest("preferences.salienc"), "salience");
    assert_null(ent_schema_nearest("xyzzyxyzzy"));
}

/* Every one-line example in the page is YAML, and stands for a form that the check accepts: those of
 * the top level are tried in a scenario. */
static void examples_are_accepted(void **state) {
    (void)state;
    char *page = reference(NULL);
    size_t tried = 0;
    for (char *at = strstr(page, "\n## `"); at; at = strstr(at, "\n## `")) {
        at += 5;
        char *key_end = strchr(at, '`'), *next = strstr(at, "\n## `"),
             *code = strstr(at, "```yaml\n");
        if (!code || (next && code > next))
            continue;
        code += strlen("```yaml\n");
        char *end = strstr(code, "\n```");
        char key[40], text[2000];
        snprintf(key, sizeof key, "%.*s", (int)(key_end - at), at);
        snprintf(text, sizeof text, "%s%s%s%.*s\n", strcmp(key, "entente") ? "entente: 1\n" : "",
                 strcmp(key, "actors") ? "actors: {a: }\n" : "",
                 strcmp(key, "issues") ? "issues: {x: {outcomes: [u, v]}}\n" : "",
                 (int)(end - code), code);
        checked c;
        check_text(&c, text);
        if (c.status != ENT_OK)
            print_all(&c);
        assert_int_equal(c.status, ENT_OK);
        ent_arena_free(c.arena);
        tried++;
    }
    assert_true(tried >= 13);
    free(page);
}

/* JSON is read by the same door, so the schema can be read back and looked into. */
static void the_json_schema_is_json(void **state) {
    (void)state;
    ent_buffer out = {0};
    assert_int_equal(ent_schema_json(&out), ENT_OK);
    ent_diags diags = {.arena = ent_arena_new()};
    const ent_source *source;
    ent_node *root;
    assert_int_equal(ent_source_text(&source, diags.arena, "s", out.data, out.len, &diags), ENT_OK);
    assert_int_equal(ent_node_parse(&root, diags.arena, source, &diags), ENT_OK);
    const ent_node *properties = ent_node_get(root, "properties");
    assert_string_equal(ent_node_get(root, "additionalProperties")->text, "false");
    assert_int_equal(ent_node_get(root, "required")->n, 1);
    assert_int_equal(ent_node_get(root, "allOf")->n, 2); /* actors, issues: unless ... */
    assert_int_equal(properties->n, 24);
    const ent_node *as_of = ent_node_get(properties, "as of");
    assert_non_null(ent_node_get(as_of, "pattern"));
    assert_non_null(ent_node_get(as_of, "description"));
    ent_buffer_free(&out);
    ent_arena_free(diags.arena);
}

static void quantities_are_numbers_or_ranges(void **state) {
    (void)state;
    ent_diags diags = {.arena = ent_arena_new()};
    const ent_source *source;
    ent_node *root;
    const char *text = "[5, [1, 2/3], [2, 3], [1, 2, 3], x, {a: b}, [[1], 2]]";
    assert_int_equal(ent_source_text(&source, diags.arena, "s", text, strlen(text), &diags),
                     ENT_OK);
    assert_int_equal(ent_node_parse(&root, diags.arena, source, &diags), ENT_OK);
    ent_number lo, hi;
    assert_true(ent_node_quantity(&lo, &hi, root->items[0]));
    assert_true(lo.num == 5 && hi.num == 5);
    assert_false(ent_node_quantity(&lo, &hi, root->items[1])); /* runs backwards */
    assert_true(ent_node_quantity(&lo, &hi, root->items[2]));
    assert_true(lo.num == 2 && hi.num == 3);
    for (size_t i = 3; i < root->n; i++)
        assert_false(ent_node_quantity(&lo, &hi, root->items[i]));
    ent_arena_free(diags.arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_form_is_accepted),
        cmocka_unit_test(top_levels_that_are_no_scenario),
        cmocka_unit_test(unknown_keys_offer_the_nearest),
        cmocka_unit_test(wrong_kinds),
        cmocka_unit_test(numbers_have_ranges),
        cmocka_unit_test(counts_and_missing_keys),
        cmocka_unit_test(names_must_be_usable),
        cmocka_unit_test(five_mistakes_are_five_messages),
        cmocka_unit_test(lack_of_memory_is_passed_on),
        cmocka_unit_test(the_reference_page_can_be_narrowed),
        cmocka_unit_test(examples_are_accepted),
        cmocka_unit_test(the_json_schema_is_json),
        cmocka_unit_test(quantities_are_numbers_or_ranges),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
