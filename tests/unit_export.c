/* Export: what comes back, and what does not fit; import and export short of memory. */
#include "importing.h"

/* ---- export ---- */

/* What is exported and read again is the same domain. */
static void assert_comes_back(const char *domain, const char *profile, size_t n_diags) {
    trial t, again;
    reading r;
    ent_export_file *files;
    size_t n;
    IMPORT(&t, GENIUS, domain, profile);
    read_scenario(&r, t.out.data);
    assert_int_equal(ent_export_genius(&files, &n, r.arena, r.scenario, &r.diags), ENT_OK);
    assert_int_equal(r.diags.n, n_diags);
    assert_int_equal(n, 2);
    assert_string_equal(files[1].name, "north.xml");
    IMPORT(&again, GENIUS, files[0].text.data, files[1].text.data);
    assert_string_equal(strstr(t.out.data, "preferences:"), strstr(again.out.data, "preferences:"));
    end(&again);
    ent_export_free(files, n);
    done(&r);
    end(&t);
}

static void test_export_comes_back(void **state) {
    (void)state;
    trial t;
    IMPORT(&t, GENIUS, DOMAIN(ISSUE("3", "a<b", ITEM("3"))), NORTH("1", "1"));
    assert_int_equal(t.status, ENT_ERROR); /* a bare < is no XML */
    end(&t);
    assert_comes_back(DOMAIN(TOLLS ISSUE("3", "a&lt;b", ITEM("1 &amp; 2") ITEM("3"))),
                      PROFILE(WEIGHT("2", "0.3") WEIGHT("3", "0.7")
                                  ISSUE("2", "tolls", WORTH("high", "3") WORTH("low", "1"))
                                      ISSUE("3", "a&lt;b", WORTH("1 &amp; 2", "1") WORTH("3", "7")),
                              "<reservation value=\"0.25\"/>"),
                      0);
}

/* Sevenths are exact, since the unit of all utilities is `maxutility`; so is an issue of one number. */
static void test_rectangles_come_back(void **state) {
    (void)state;
    assert_comes_back(
        DOMAIN(NUMBERS "<issue index=\"9\" name=\"one\" type=\"integer\" lowerbound=\"-4\" "
                       "upperbound=\"-4\"/>"),
        PROFILE("<utility maxutility=\"7\"><ufun><hyperRectangle utility=\"-4\">" BOUND(
                    "INCLUDES", "3", "2", "5")
                    BOUND("INCLUDES", "9", "-9",
                          "0") "</hyperRectangle><hyperRectangle "
                               "utility=\"0.5\">" BOUND("EXCLUDES", "4", "0",
                                                        "0") "</hyperRectangle></ufun></utility>",
                ""),
        0);
}

static const char *export_codes(const char *text) {
    static char codes[256];
    reading r;
    ent_export_file *files;
    size_t n, len = 0;
    codes[0] = '\0';
    read_scenario(&r, text);
    assert_int_equal(r.status, ENT_OK);
    ent_status status = ent_export_genius(&files, &n, r.arena, r.scenario, &r.diags);
    for (size_t i = 0; i < r.diags.n && len + 16 < sizeof codes; i++)
        len += (size_t)snprintf(codes + len, sizeof codes - len, "%s%s", i > 0 ? " " : "",
                                r.diags.items[i].path);
    assert_int_equal(status, r.diags.errors > 0 ? ENT_ERROR : ENT_OK);
    ent_export_free(files, n);
    done(&r);
    return codes;
}

#define BASE                                                                                       \
    "entente: 1\nactors: {x: , y: }\nissues:\n"                                                    \
    "  a: {outcomes: [0, 1, 2], control: all of all}\n"                                            \
    "  b: {outcomes: [3, 4], control: all of all}\n"
#define FREE "  y: {worth: {a: {0: 0, 1: 1, 2: 2}}, reservation: 0}\n"

static void test_export_says_what_does_not_fit(void **state) {
    (void)state;
    assert_string_equal(export_codes(BASE "preferences:\n  x: {wants: {a: 1}, salience: {a: 10}, "
                                          "reservation: 0}\n" FREE),
                        "");
    assert_string_equal(
        export_codes(BASE "preferences:\n  x: {wants: {a: 1}, reservation: 0}\n" FREE),
        "preferences.x.wants.a");
    assert_string_equal(export_codes(BASE "rules: [a = \"1\"]\npreferences:\n"
                                          "  x: {worth: {a: {0: 0, 1: 1, 2: -2}}, red lines: [b = "
                                          "\"3\"], reservation: 0}\n" FREE),
                        "rules[0] preferences.x.red lines[0] preferences.x.worth.a");
    assert_string_equal(
        export_codes(BASE
                     "preferences:\n  x: {conditions: [{holds: a = \"1\" or b = \"3\", worth: "
                     "1}, {holds: a >= \"1\" and b = \"3\", worth: 1}], reservation: 0}\n" FREE),
        "preferences.x.conditions[0]");
}

/* ---- memory ---- */

/* Import, read what came out, export it; whatever allocation fails, the end is clean. */
static ent_status whole_way(which tool, const ent_import_file *files, size_t n_files) {
    ent_arena *arena = ent_arena_new();
    ent_buffer out = {0};
    ent_export_file *exported = NULL;
    const ent_source *source;
    ent_node *root = NULL;
    ent_scenario *scenario = NULL;
    size_t n = 0;
    if (!arena)
        return ENT_NOMEM;
    ent_diags diags = {.arena = arena};
    ent_import in = {.arena = arena, .diags = &diags};
    ent_status status = tool == GENIUSWEB ? ent_import_geniusweb(&in, files, n_files)
                                          : ent_import_genius(&in, files, n_files, false);
    if (status == ENT_OK)
        status = ent_import_write(&out, &in);
    if (status == ENT_OK)
        status = ent_source_text(&source, arena, "t", out.data, out.len, &diags);
    if (status == ENT_OK)
        status = ent_node_parse(&root, arena, source, &diags);
    if (status == ENT_OK)
        status = ent_scenario_build(&scenario, arena, source, root, &diags);
    if (status == ENT_OK)
        status = ent_export_genius(&exported, &n, arena, scenario, &diags);
    ent_export_free(exported, n);
    ent_buffer_free(&out);
    ent_arena_free(arena);
    return status;
}

static void sweep(which tool, const ent_import_file *files, size_t n, ent_status calm) {
    ent_heap_fail_at(0);
    assert_int_equal(whole_way(tool, files, n), calm);
    uint64_t needed = ent_heap_count();
    assert_true(needed > 10);
    for (uint64_t i = 1; i <= needed; i++) {
        ent_heap_fail_at(i);
        ent_status status = whole_way(tool, files, n);
        bool denied = ent_heap_count() >= i;
        ent_heap_fail_at(0);
        assert_int_equal(status, denied ? ENT_NOMEM : calm);
    }
}

#define FILE_OF(name, text)                                                                        \
    { name, text, sizeof(text) - 1 }

static void test_every_allocation_fails_once(void **state) {
    (void)state;
    const ent_import_file sums[] = {
        FILE_OF("d.xml", "x " DOMAIN(TOLLS ISSUE("3", "a & b", ITEM("x")))),
        FILE_OF("p.xml", PROFILE(ISSUE("2", "tolls", WORTH("high", "3") WORTH("low", "1"))
                                     ISSUE("3", "a & b", WORTH("x", "1")),
                                 ""))};
    const ent_import_file boxes[] = {
        FILE_OF("d.xml", DOMAIN(NUMBERS)),
        FILE_OF("p.xml", BOXES("<hyperRectangle utility=\"4\">" BOUND("INCLUDES", "3", "2",
                                                                      "5") "</hyperRectangle>"))};
    const ent_import_file wrong[] = {FILE_OF("d.xml", DOMAIN(TOLLS)), FILE_OF("p.xml", "<a>")};
    const ent_import_file web[] = {FILE_OF("p.json", SPACE(LINE ", " COLOURS, ""))};
    sweep(GENIUS, sums, 2, ENT_OK);
    sweep(GENIUS, boxes, 2, ENT_OK);
    sweep(GENIUS, wrong, 2, ENT_ERROR);
    sweep(GENIUSWEB, web, 1, ENT_OK);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_export_comes_back),
        cmocka_unit_test(test_rectangles_come_back),
        cmocka_unit_test(test_export_says_what_does_not_fit),
        cmocka_unit_test(test_every_allocation_fails_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
