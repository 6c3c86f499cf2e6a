/* The C interface: contexts, diagnostics, scenarios, options, answers, the format. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/base.h"
#include "entente.h"

static const char pact[] = "entente: 1\n"
                           "title: A pact\n"
                           "question: deal of {north, east} with toll = low\n"
                           "actors: {north: {}, east: {resources: {ships: 10}}}\n"
                           "issues:\n"
                           "  toll: {outcomes: [high, low], control: north, status quo: high}\n"
                           "  fleet: {outcomes: [out, home], control: east, status quo: out}\n"
                           "preferences:\n"
                           "  north: {wants: {toll: high, fleet: home}, salience: fleet > toll}\n"
                           "  east: {wants: {toll: low, fleet: out}, salience: toll > fleet}\n"
                           "ties: [{between: [north, east], sign: 0.5}]\n"
                           "worth of coalitions: {values: {north: 1, all: 4}}\n";

/* What a test works with. */
typedef struct fixture {
    ent_context *context;
    ent_options *options;
    ent_scenario_handle *scenario;
} fixture;

static int set_up(void **state) {
    fixture *f = calloc(1, sizeof *f);
    if (!f || ent_context_new(&f->context) != ENT_OK ||
        ent_options_new(&f->options, f->context) != ENT_OK ||
        ent_scenario_load_text(&f->scenario, f->context, "pact.yaml", pact, strlen(pact)) != ENT_OK)
        return -1;
    *state = f;
    return 0;
}

static int tear_down(void **state) {
    fixture *f = *state;
    ent_scenario_free(f->scenario);
    ent_options_free(f->options);
    ent_context_free(f->context);
    free(f);
    return 0;
}

/* Keeps what is written, up to its size. */
typedef struct page {
    char text[20000];
    size_t len;
} page;

static int keep(void *user, const char *data, size_t len) {
    page *p = user;
    size_t n = len < sizeof p->text - 1 - p->len ? len : sizeof p->text - 1 - p->len;
    memcpy(p->text + p->len, data, n);
    p->len += n;
    p->text[p->len] = '\0';
    return 0;
}

static int refuse(void *user, const char *data, size_t len) {
    (void)user, (void)data, (void)len;
    return 1;
}

static void expect_diagnostic(const fixture *f, const char *code) {
    assert_true(ent_diagnostics_count(f->context) > 0);
    size_t last = ent_diagnostics_count(f->context) - 1;
    assert_string_equal(ent_diagnostics_at(f->context, last).code, code);
    ent_diagnostics_clear(f->context);
    assert_int_equal(ent_diagnostics_count(f->context), 0);
}

/* ---- options ---- */

static void set_number(fixture *f, const char *name, unsigned value, ent_status expected) {
    char text[32];
    snprintf(text, sizeof text, "%u", value);
    assert_int_equal(ent_options_set(f->options, name, text), expected);
    if (expected != ENT_OK)
        expect_diagnostic(f, "E0453");
}

static void test_every_number_keeps_to_its_range(void **state) {
    fixture *f = *state;
    for (size_t i = 0; ent_option_at(i); i++) {
        const ent_option_info *option = ent_option_at(i);
        if (option->most == 0)
            continue;
        set_number(f, option->name, option->least, ENT_OK);
        set_number(f, option->name, option->most, ENT_OK);
        set_number(f, option->name, option->least - 1, ENT_ERROR);
        set_number(f, option->name, option->most + 1, ENT_ERROR);
        static const char *const wrong[] = {"", "x", "-1", "+5", " 5", "5 ", "1e2", "99999999999"};
        for (size_t w = 0; w < sizeof wrong / sizeof wrong[0]; w++) {
            assert_int_equal(ent_options_set(f->options, option->name, wrong[w]), ENT_ERROR);
            expect_diagnostic(f, "E0453");
        }
    }
}

static void test_every_choice_takes_its_words(void **state) {
    fixture *f = *state;
    for (size_t i = 0; ent_option_at(i); i++) {
        const ent_option_info *option = ent_option_at(i);
        if (!strchr(option->argument, '|'))
            continue;
        char words[100];
        snprintf(words, sizeof words, "%s", option->argument);
        for (char *word = strtok(words, "|"); word; word = strtok(NULL, "|")) {
            assert_int_equal(ent_options_set(f->options, option->name, word), ENT_OK);
            assert_string_equal(ent_options_get(f->options, option->name), word);
        }
        assert_int_equal(ent_options_set(f->options, option->name, "mauve"), ENT_ERROR);
        expect_diagnostic(f, "E0453");
    }
}

static void test_every_option_needs_what_it_needs(void **state) {
    fixture *f = *state;
    for (size_t i = 0; ent_option_at(i); i++) {
        const ent_option_info *option = ent_option_at(i);
        bool is_switch = option->argument[0] == '\0';
        assert_true(strlen(option->summary) > 5 && strlen(option->verbs) > 0);
        assert_int_equal(ent_options_set(f->options, option->name, NULL),
                         is_switch ? ENT_OK : ENT_ERROR);
        if (!is_switch) {
            expect_diagnostic(f, "E0453");
            continue;
        }
        assert_string_equal(ent_options_get(f->options, option->name), "true");
        assert_int_equal(ent_options_set(f->options, option->name, "maybe"), ENT_ERROR);
        expect_diagnostic(f, "E0453");
        assert_int_equal(ent_options_set(f->options, option->name, "false"), ENT_OK);
        assert_null(ent_options_get(f->options, option->name));
    }
}

static void test_unknown_option_offers_the_nearest(void **state) {
    fixture *f = *state;
    assert_int_equal(ent_options_set(f->options, "wiht", "x"), ENT_ERROR);
    assert_string_equal(ent_diagnostics_at(f->context, 0).hint, "did you mean --with?");
    expect_diagnostic(f, "E0452");
}

static void test_a_bad_value_is_pointed_at(void **state) {
    fixture *f = *state;
    assert_int_equal(ent_options_set(f->options, "limit", "0"), ENT_ERROR);
    ent_diagnostic d = ent_diagnostics_at(f->context, 0);
    assert_string_equal(d.file, "--limit");
    assert_int_equal(d.line, 1);
    assert_string_equal(d.message, "0 is not a whole number in 1..10000");
    assert_int_equal(ent_options_set(f->options, "with", "caf\xff"), ENT_ERROR);
}

static void test_options_serve_their_verbs(void **state) {
    fixture *f = *state;
    assert_int_equal(ent_options_set(f->options, "limit", "3"), ENT_OK);
    assert_int_equal(ent_options_check(f->options, "deals"), ENT_OK);
    assert_int_equal(ent_options_check(f->options, "check"), ENT_ERROR);
    expect_diagnostic(f, "E0454");
    assert_int_equal(ent_options_check(f->options, "dales"), ENT_ERROR);
    expect_diagnostic(f, "E0451");
}

/* ---- scenarios and what-if settings ---- */

static void test_mistakes_are_located(void **state) {
    fixture *f = *state;
    static const char text[] = "entente: 1\nactors: {a: {}}\nissues: {x: {outcoms: [p, q]}}\n";
    ent_scenario_handle *scenario = NULL;
    assert_int_equal(ent_scenario_load_text(&scenario, f->context, "bad.yaml", text, strlen(text)),
                     ENT_ERROR);
    assert_null(scenario);
    ent_diagnostic d = ent_diagnostics_at(f->context, 0);
    assert_string_equal(d.file, "bad.yaml");
    assert_int_equal(d.line, 3);
    assert_int_equal(d.severity, ENT_SEVERITY_ERROR);
    page json = {0};
    assert_int_equal(ent_diagnostics_write(f->context, ENT_FORMAT_JSON, NULL, keep, &json), ENT_OK);
    assert_int_equal(json.text[0], '[');
    assert_non_null(strstr(json.text, "\"file\": \"bad.yaml\", \"line\": 3"));
    assert_int_equal(ent_diagnostics_write(f->context, ENT_FORMAT_TEXT, NULL, refuse, NULL),
                     ENT_IO);
}

static void test_a_missing_file_is_an_error(void **state) {
    fixture *f = *state;
    ent_scenario_handle *scenario = NULL;
    assert_int_equal(ent_scenario_load(&scenario, f->context, "no-such-file.yaml"), ENT_ERROR);
    expect_diagnostic(f, "E0001");
}

static ent_answer *ask(fixture *f, const char *verb, ent_status expected) {
    ent_answer *answer = NULL;
    assert_int_equal(ent_ask(&answer, f->scenario, verb, f->options), expected);
    return answer;
}

/* The outcome that stands at `row` and `column` of a table. */
static const char *cell_text(const ent_answer *answer, const char *table, size_t row,
                             const char *column) {
    size_t t = ent_answer_table_find(answer, table);
    assert_int_not_equal(t, SIZE_MAX);
    for (size_t c = 0; c < ent_answer_columns(answer, t); c++)
        if (strcmp(ent_answer_column_name(answer, t, c), column) == 0)
            return ent_answer_cell(answer, t, row, c).text;
    return NULL;
}

static void test_a_setting_changes_this_question_only(void **state) {
    fixture *f = *state;
    ent_answer *before = ask(f, "show", ENT_OK);
    assert_string_equal(cell_text(before, "issues", 0, "status_quo"), "high");
    ent_answer_free(before);
    assert_int_equal(ent_options_set(f->options, "set", "toll.status quo=low"), ENT_OK);
    assert_int_equal(ent_options_set(f->options, "set", "east.resources.ships=12.5"), ENT_OK);
    ent_answer *changed = ask(f, "show", ENT_OK);
    assert_string_equal(cell_text(changed, "issues", 0, "status_quo"), "low");
    assert_string_equal(cell_text(changed, "actors", 1, "has"), "ships 12.5");
    ent_answer_free(changed);
    ent_answer *after = NULL;
    assert_int_equal(ent_ask(&after, f->scenario, "show", NULL), ENT_OK);
    assert_string_equal(cell_text(after, "issues", 0, "status_quo"), "high");
    ent_answer_free(after);
}

static void test_a_wrong_setting_is_pointed_at(void **state) {
    fixture *f = *state;
    assert_int_equal(ent_options_set(f->options, "set", "toll.status quo=lwo"), ENT_OK);
    assert_null(ask(f, "check", ENT_ERROR));
    ent_diagnostic d = ent_diagnostics_at(f->context, 0);
    assert_string_equal(d.file, "--set");
    assert_int_equal(d.line, 1);
}

static void test_warnings_are_not_repeated_by_settings(void **state) {
    fixture *f = *state;
    char text[1000];
    snprintf(text, sizeof text, "%srules: [toll >= high]\n", pact);
    ent_scenario_handle *scenario = NULL;
    assert_int_equal(ent_scenario_load_text(&scenario, f->context, "p.yaml", text, strlen(text)),
                     ENT_OK);
    size_t said = ent_diagnostics_count(f->context);
    assert_true(said > 0);
    assert_int_equal(ent_options_set(f->options, "set", "toll.status quo=low"), ENT_OK);
    ent_answer *answer = NULL;
    assert_int_equal(ent_ask(&answer, scenario, "check", f->options), ENT_OK);
    assert_int_equal(ent_diagnostics_count(f->context), said);
    ent_answer_free(answer);
    ent_scenario_free(scenario);
}

/* ---- views ---- */

static void test_views(void **state) {
    fixture *f = *state;
    char text[2000];
    snprintf(text, sizeof text,
             "%sviews:\n"
             "  b: {extends: a, replies to: a, by: somebody, number: 1a, says: no, title: t}\n"
             "  a: {replies to: base, changes: [freeze toll], claims: [x, y]}\n",
             pact);
    ent_scenario_handle *scenario = NULL;
    assert_int_equal(ent_scenario_load_text(&scenario, f->context, "p.yaml", text, strlen(text)),
                     ENT_OK);
    assert_int_equal(ent_scenario_views(scenario), 3);
    ent_view_info base = ent_scenario_view(scenario, 0), b = ent_scenario_view(scenario, 1);
    assert_string_equal(base.id, "base");
    assert_null(base.extends);
    assert_null(base.replies_to);
    assert_string_equal(b.id, "b");
    assert_string_equal(b.extends, "a");
    assert_string_equal(b.replies_to, "a");
    assert_string_equal(b.number, "1a");
    assert_int_equal(ent_scenario_view(scenario, 2).changes, 1);
    assert_int_equal(ent_scenario_view(scenario, 2).claims, 2);
    assert_null(ent_scenario_view(scenario, 3).id);
    /* a question in a view, with a setting on top; the file stays as it is */
    ent_answer *answer = NULL;
    assert_int_equal(ent_options_set(f->options, "view", "b"), ENT_OK);
    assert_int_equal(ent_options_set(f->options, "set", "toll.frozen=false"), ENT_OK);
    assert_int_equal(ent_ask(&answer, scenario, "deals", f->options), ENT_OK);
    ent_answer_free(answer);
    assert_int_equal(ent_options_set(f->options, "view", "c"), ENT_OK);
    assert_int_equal(ent_ask(&answer, scenario, "deals", f->options), ENT_ERROR);
    assert_string_equal(ent_diagnostics_at(f->context, ent_diagnostics_count(f->context) - 1).code,
                        "E0340");
    ent_scenario_free(scenario);
}

/* ---- answers ---- */

static void test_facts_and_tables(void **state) {
    fixture *f = *state;
    ent_answer *answer = ask(f, "check", ENT_OK);
    assert_false(ent_answer_is_partial(answer));
    assert_true(ent_answer_facts(answer) > 5);
    assert_string_equal(ent_answer_fact_name(answer, 0), "actors");
    ent_cell actors = ent_answer_fact(answer, "actors");
    assert_int_equal(actors.type, ENT_CELL_INTEGER);
    assert_string_equal(actors.text, "2");
    assert_true(actors.number > 1.5 && actors.number < 2.5);
    assert_string_equal(ent_answer_fact(answer, "states").text, "4");
    assert_int_equal(ent_answer_fact(answer, "nothing").type, ENT_CELL_NONE);
    assert_null(ent_answer_fact_name(answer, 1000));
    assert_int_equal(ent_answer_table_find(answer, "nothing"), SIZE_MAX);
    assert_int_equal(ent_answer_rows(answer, 1000), 0);
    assert_int_equal(ent_answer_cell(answer, 0, 1000, 0).type, ENT_CELL_NONE);
    ent_answer_free(answer);
}

static void test_writing(void **state) {
    fixture *f = *state;
    ent_answer *answer = ask(f, "show", ENT_OK);
    page text = {0}, csv = {0};
    ent_style old = {offsetof(ent_style, width), 0, 7}; /* of a version without a width */
    assert_int_equal(ent_answer_write(answer, ENT_FORMAT_TEXT, NULL, &old, keep, &text), ENT_OK);
    assert_int_equal(strncmp(text.text, "A pact\n\n", 8), 0);
    assert_non_null(strstr(text.text, "deal of {north, east} with toll = low"));
    assert_int_equal(ent_answer_write(answer, ENT_FORMAT_CSV, "resources", NULL, keep, &csv),
                     ENT_OK);
    assert_string_equal(csv.text, "actor,resource,low,low_exact,high,high_exact\r\n"
                                  "north,ships,0,0,0,0\r\neast,ships,10,10,10,10\r\n");
    assert_int_equal(ent_answer_write(answer, ENT_FORMAT_CSV, "nothing", NULL, keep, &csv),
                     ENT_ERROR);
    expect_diagnostic(f, "E0455");
    assert_int_equal(ent_answer_write(answer, ENT_FORMAT_JSON, NULL, NULL, refuse, NULL), ENT_IO);
    ent_answer_free(answer);
}

static void test_unknown_verbs(void **state) {
    fixture *f = *state;
    assert_null(ask(f, "chekc", ENT_ERROR));
    assert_string_equal(ent_diagnostics_at(f->context, 0).hint, "did you mean check?");
    expect_diagnostic(f, "E0451");
    assert_null(ask(f, "help", ENT_ERROR));
}

static void test_assumptions_have_places(void **state) {
    fixture *f = *state;
    assert_int_equal(ent_options_set(f->options, "assumptions", NULL), ENT_OK);
    ent_answer *answer = ask(f, "show", ENT_OK);
    assert_string_equal(cell_text(answer, "assumptions", 0, "file"), "pact.yaml");
    assert_string_equal(cell_text(answer, "assumptions", 0, "line"), "4");
    ent_answer_free(answer);
}

/* ---- tables of verbs, codes, format ---- */

static void test_every_verb_asks_or_is_told_so(void **state) {
    fixture *f = *state;
    for (size_t i = 0; ent_verb_at(i); i++) {
        const ent_verb_info *verb = ent_verb_at(i);
        assert_true(strlen(verb->summary) > 5 && strlen(verb->details) > 20);
        ent_answer *answer = NULL;
        ent_status status = ent_ask(&answer, f->scenario, verb->name, NULL);
        assert_int_equal(status, verb->asks ? ENT_OK : ENT_ERROR);
        ent_answer_free(answer);
    }
}

static void test_every_code_is_explained(void **state) {
    (void)state;
    for (size_t i = 0; ent_explain_code(i); i++) {
        const char *code = ent_explain_code(i);
        assert_true(strlen(code) == 5);
        assert_non_null(ent_explain_title(code));
        assert_true(strlen(ent_explain(code)) > 20);
    }
    assert_null(ent_explain("E9999"));
    assert_null(ent_explain_title(""));
}

static void test_format(void **state) {
    fixture *f = *state;
    page all = {0}, one = {0}, json = {0};
    assert_int_equal(ent_format_write(f->context, ENT_FORMAT_TEXT, NULL, keep, &all), ENT_OK);
    assert_int_equal(ent_format_write(f->context, ENT_FORMAT_TEXT, "ties", keep, &one), ENT_OK);
    assert_true(one.len > 0 && one.len < all.len);
    assert_int_equal(ent_format_write(f->context, ENT_FORMAT_JSON, NULL, keep, &json), ENT_OK);
    assert_int_equal(json.text[0], '{');
    assert_int_equal(ent_format_write(f->context, ENT_FORMAT_TEXT, "isues", keep, &one), ENT_ERROR);
    expect_diagnostic(f, "E0456");
}

static void test_stopping(void **state) {
    fixture *f = *state;
    static const char *const verbs[] = {"deals", "power", "worth"};
    for (size_t v = 0; v < sizeof verbs / sizeof *verbs; v++) {
        ent_context_stop(f->context);
        ent_answer *answer = NULL;
        ent_status status = ent_ask(&answer, f->scenario, verbs[v], NULL);
        assert_int_equal(status, ENT_CANCELLED);
        assert_true(ent_answer_is_partial(answer));
        ent_answer_free(answer);
        ent_context_resume(f->context);
        assert_int_equal(ent_ask(&answer, f->scenario, verbs[v], NULL), ENT_OK);
        assert_false(ent_answer_is_partial(answer));
        ent_answer_free(answer);
    }
}

/* ---- out of memory ---- */

/* All that a caller may do with a what-if question; the first failure. */
static ent_status use_everything(page *out) {
    ent_context *context = NULL;
    ent_options *options = NULL;
    ent_scenario_handle *scenario = NULL;
    ent_answer *answer = NULL;
    ent_status status = ent_context_new(&context);
    if (status == ENT_OK)
        status = ent_scenario_load_text(&scenario, context, "pact.yaml", pact, strlen(pact));
    if (status == ENT_OK)
        status = ent_options_new(&options, context);
    if (status == ENT_OK)
        status = ent_options_set(options, "set", "toll.status quo=low");
    if (status == ENT_OK)
        status = ent_options_set(options, "set", "fleet.status quo=home");
    if (status == ENT_OK)
        status = ent_ask(&answer, scenario, "show", options);
    if (status == ENT_OK)
        status = ent_answer_write(answer, ENT_FORMAT_CSV, "wants", NULL, keep, out);
    if (status == ENT_OK)
        status = ent_format_write(context, ENT_FORMAT_TEXT, "ties", keep, out);
    if (status == ENT_OK && ent_options_set(options, "limit", "0") == ENT_NOMEM)
        status = ENT_NOMEM;
    if (status == ENT_OK &&
        ent_answer_write(answer, ENT_FORMAT_CSV, "x", NULL, keep, out) == ENT_NOMEM)
        status = ENT_NOMEM;
    if (status == ENT_OK)
        status = ent_diagnostics_write(context, ENT_FORMAT_JSON, NULL, keep, out);
    ent_answer_free(answer);
    ent_options_free(options);
    ent_scenario_free(scenario);
    ent_context_free(context);
    return status;
}

static void test_every_denied_allocation_is_said(void **state) {
    (void)state;
    page calm = {0};
    ent_heap_fail_at(0);
    assert_int_equal(use_everything(&calm), ENT_OK);
    uint64_t needed = ent_heap_count();
    assert_true(needed > 10);
    for (uint64_t n = 1; n <= needed; n++) {
        page denied = {0};
        ent_heap_fail_at(n);
        ent_status status = use_everything(&denied);
        ent_heap_fail_at(0);
        assert_int_equal(status, ENT_NOMEM);
    }
    page after = {0};
    assert_int_equal(use_everything(&after), ENT_OK);
    assert_string_equal(after.text, calm.text);
}

static void test_freeing_nothing(void **state) {
    (void)state;
    ent_answer_free(NULL);
    ent_scenario_free(NULL);
    ent_options_free(NULL);
    ent_context_free(NULL);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_every_number_keeps_to_its_range),
        TEST(test_every_choice_takes_its_words),
        TEST(test_every_option_needs_what_it_needs),
        TEST(test_unknown_option_offers_the_nearest),
        TEST(test_a_bad_value_is_pointed_at),
        TEST(test_options_serve_their_verbs),
        TEST(test_mistakes_are_located),
        TEST(test_a_missing_file_is_an_error),
        TEST(test_a_setting_changes_this_question_only),
        TEST(test_a_wrong_setting_is_pointed_at),
        TEST(test_warnings_are_not_repeated_by_settings),
        TEST(test_views),
        TEST(test_facts_and_tables),
        TEST(test_writing),
        TEST(test_unknown_verbs),
        TEST(test_assumptions_have_places),
        TEST(test_every_verb_asks_or_is_told_so),
        TEST(test_every_code_is_explained),
        TEST(test_format),
        TEST(test_stopping),
        TEST(test_every_denied_allocation_is_said),
        TEST(test_freeing_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
