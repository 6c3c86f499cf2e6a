/* Imports of models and tables, payoff files and exported graphs while memory runs out at every
 * allocation in turn; cells of CSV; what order statements and payoffs are as utilities.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/base.h"
#include "entente.h"
#include "game/graph.h"
#include "scenario/csv.h"

/* ---- every allocation fails once ---- */

static const char GMCR[] =
    "{\"options\": [{\"name\": \"A\", \"permittedDirection\": \"fwd\"}, {\"name\": \"A\"}],"
    "\"decisionMakers\": [{\"name\": \"x y\", \"options\": [0], \"preferenceRanking\": [2, [1, 3]],"
    " \"misperceptions\": [{\"compound\": true, \"members\": [[[0, \"Y\"]], [[1, \"N\"]]]}]},"
    " {\"name\": \"x y\", \"options\": [0, 1], \"preferenceRanking\": [1, 2, 3]}],"
    "\"infeasibles\": [[[0, \"Y\"], [1, \"Y\"]]], \"coalitions\": [[0, 1]],"
    "\"useManualPreferenceRanking\": true}";
static const char ARCS[] = "from,to,actor\nhere,\"th\"\"ere\",north\nth\"ere,here,north+east\n";
static const char PAYOFFS[] = "state,north,east\nhere,1,2/3\nth\"ere,0.5,2\n";
static const char STATES[] = "state,name,made\nhere,This is here,x\nth\"ere,,y\n";

static int drop(void *user, const char *data, size_t len) {
    (void)data;
    *(size_t *)user += len;
    return 0;
}

static int drop_file(void *user, const char *name, const char *data, size_t len) {
    (void)name;
    return drop(user, data, len);
}

typedef ent_status (*whole_way)(ent_context *context);

static ent_status import_of(ent_context *context, const char *tool, const ent_file *files,
                            size_t n) {
    size_t len = 0;
    return ent_import_memory(context, tool, files, n, NULL, drop, &len);
}

static ent_status import_gmcr(ent_context *context) {
    const ent_file file = {"m.gmcr", GMCR, sizeof GMCR - 1};
    return import_of(context, "gmcr", &file, 1);
}

static ent_status import_tables(ent_context *context) {
    const ent_file files[] = {{"s.csv", STATES, sizeof STATES - 1},
                              {"a.csv", ARCS, sizeof ARCS - 1},
                              {"p.csv", PAYOFFS, sizeof PAYOFFS - 1}};
    return import_of(context, "csv", files, ENT_COUNT(files));
}

static ent_status load_and_export(ent_context *context, const char *text, const char *path) {
    static const char *const tools[] = {"graphml", "dot", "svg", "evolution"};
    ent_scenario_handle *scenario = NULL;
    size_t len = 0;
    ent_status status = path ? ent_scenario_load(&scenario, context, path)
                             : ent_scenario_load_text(&scenario, context, "s", text, strlen(text));
    for (size_t t = 0; t < ENT_COUNT(tools) && status == ENT_OK; t++)
        status = ent_export_scenario(scenario, tools[t], drop_file, &len);
    ent_scenario_free(scenario);
    return status;
}

static ent_status export_forms(ent_context *context) {
    return load_and_export(
        context,
        "{entente: 1, actors: {a: , b: }, issues: {i: {outcomes: [x, y, z], status quo: y, "
        "control: "
        "\"any of [a, b]\"}, k: {outcomes: [u, v], status quo: v, control: \"all of [a, b]\"}}, "
        "rules: [\"not (i = x and k = "
        "u)\"], preferences: {a: {statements: [i = x, k = u], misperceives: [i = z]}, b: "
        "{statements: [k = v]}}}",
        NULL);
}

static char payoff_path[] = "/tmp/entente_unit_models_XXXXXX";

static ent_status load_payoffs(ent_context *context) {
    char path[128];
    snprintf(path, sizeof path, "%s/s.yaml", payoff_path);
    return load_and_export(context, NULL, path);
}

static void sweep(whole_way way) {
    bool done = false;
    for (uint64_t i = 1; !done; i++) {
        ent_context *context;
        assert_int_equal(ent_context_new(&context), ENT_OK);
        ent_context_set_threads(context, 1);
        ent_heap_fail_at(i);
        ent_status status = way(context);
        done = ent_heap_count() < i;
        ent_heap_fail_at(0);
        assert_int_equal(status, done ? ENT_OK : ENT_NOMEM);
        ent_context_free(context);
    }
}

static void put(const char *name, const char *text) {
    char path[128];
    snprintf(path, sizeof path, "%s/%s", payoff_path, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static void every_allocation_fails_once(void **state) {
    (void)state;
    assert_non_null(mkdtemp(payoff_path));
    put("p.csv", "i,a,b\nx,1,2\ny,2,1\n");
    put("s.yaml", "{entente: 1, actors: {a: , b: }, issues: {i: {outcomes: [x, y], status quo: x, "
                  "control: a}}, "
                  "states: {s1: {i: x}, s2: {i: y}}, preferences: {a: {payoff: p.csv}, b: "
                  "{payoff: {file: p.csv, column: b}}}}");
    sweep(import_gmcr);
    sweep(import_tables);
    sweep(export_forms);
    sweep(load_payoffs);
    char path[128];
    snprintf(path, sizeof path, "%s/p.csv", payoff_path);
    remove(path);
    snprintf(path, sizeof path, "%s/s.yaml", payoff_path);
    remove(path);
    remove(payoff_path);
}

/* ---- cells ---- */

static void cells_and_their_places(void **state) {
    (void)state;
    const char text[] = "\r\n state , \"a \"\"b\"\"\n, c\" ,x\r\n\r\n1,\"\", last \n  \n2,,\n";
    ent_diags diags = {.arena = ent_arena_new()};
    const ent_source *source;
    ent_csv table;
    assert_int_equal(ent_source_text(&source, diags.arena, "t", text, sizeof text - 1, &diags),
                     ENT_OK);
    assert_int_equal(ent_csv_read(&table, diags.arena, &(ent_csv_from){.source = source}, &diags),
                     ENT_OK);
    assert_int_equal(table.n_columns, 3);
    assert_int_equal(table.n_rows, 2);
    assert_string_equal(table.heading[0].text, "state");
    assert_string_equal(table.heading[1].text, "a \"b\"\n, c");
    assert_string_equal(ent_csv_at(&table, 0, 1)->text, "");
    assert_string_equal(ent_csv_at(&table, 0, 2)->text, "last");
    assert_string_equal(ent_csv_at(&table, 1, 2)->text, "");
    assert_int_equal(ent_csv_column(&table, "x"), 2);
    assert_int_equal(ent_csv_column(&table, "X"), ENT_CSV_NONE);
    ent_span span = ent_csv_at(&table, 0, 2)->span;
    assert_memory_equal(source->text + span.start, "last", 4);
    assert_int_equal(span.end - span.start, 4);
    ent_arena_free(diags.arena);
}

/* The table at `t` of a scenario. */
static ent_status table_of(ent_csv *table, const ent_source **source, ent_diags *diags,
                           const char *text) {
    ent_node *root;
    assert_int_equal(ent_source_text(source, diags->arena, "t", text, strlen(text), diags), ENT_OK);
    assert_int_equal(ent_node_parse(&root, diags->arena, *source, diags), ENT_OK);
    const ent_csv_from from = {.scalar = ent_node_get(root, "t"), .path = "t", .named = true};
    return ent_csv_read(table, diags->arena, &from, diags);
}

static void assert_words(const ent_source *source, ent_span span, const char *words) {
    assert_int_equal(span.end - span.start, strlen(words));
    assert_memory_equal(source->text + span.start, words, strlen(words));
}

/* In a block, in quotes and as JSON: cells are found again where they stand; rows may end early. */
static void cells_inside_of_a_scenario(void **state) {
    (void)state;
    static const char *const texts[] = {
        "t: |\n    name; of votes\n\n     Isles ;12x\n    rest\n",
        "t: \"name; of votes\\n Isles ;12x\\nrest\"\n",
        "{\"t\": \"name\\tof votes\\nIsles\\t12x\\nrest\\t\"}",
        "t: 'name, of votes\n\n  \"Isles\" ,12x\n\n  rest'\n",
    };
    for (size_t i = 0; i < ENT_COUNT(texts); i++) {
        ent_diags diags = {.arena = ent_arena_new()};
        const ent_source *source;
        ent_csv table;
        assert_int_equal(table_of(&table, &source, &diags, texts[i]), ENT_OK);
        assert_int_equal(table.n_columns, 2);
        assert_int_equal(table.n_rows, 2);
        assert_string_equal(table.heading[1].text, "of votes");
        assert_string_equal(ent_csv_at(&table, 0, 0)->text, "Isles");
        assert_string_equal(ent_csv_at(&table, 1, 0)->text, "rest");
        assert_string_equal(ent_csv_at(&table, 1, 1)->text, "");
        assert_words(source, ent_csv_at(&table, 0, 1)->span, "12x");
        assert_words(source, ent_csv_at(&table, 1, 0)->span, "rest");
        ent_arena_free(diags.arena);
    }
}

static void tables_that_are_none(void **state) {
    (void)state;
    static const struct {
        const char *text, *words; /* under the caret */
    } cases[] = {
        {"t: ''", ""},
        {"t: |\n  name\n  north\n", "name"},
        {"t: |\n  name,votes\n  north,1,2\n", "2"},
        {"t: |\n  name,votes\n  north,\"1\n", "\""},
        {"t: |\n  name,votes\n  \"north\"x,1\n", "\"north\""},
        {"t: |\n  name,votes,votes\n", "votes"},
    };
    for (size_t i = 0; i < ENT_COUNT(cases); i++) {
        ent_diags diags = {.arena = ent_arena_new()};
        const ent_source *source;
        ent_csv table;
        assert_int_equal(table_of(&table, &source, &diags, cases[i].text), ENT_ERROR);
        assert_int_equal(diags.n, 1);
        assert_int_equal(diags.items[0].code, ENT_E0171);
        assert_words(source, diags.items[0].span, cases[i].words);
        ent_arena_free(diags.arena);
    }
}

/* ---- utilities ---- */

static ent_game *game_of(ent_diags *diags, const char *text) {
    const ent_source *source;
    ent_node *root;
    ent_scenario *scenario;
    ent_game *game;
    assert_int_equal(ent_source_text(&source, diags->arena, "t", text, strlen(text), diags),
                     ENT_OK);
    assert_int_equal(ent_node_parse(&root, diags->arena, source, diags), ENT_OK);
    assert_int_equal(ent_scenario_build(&scenario, diags->arena, source, root, diags), ENT_OK);
    assert_int_equal(ent_game_compile(&game, diags->arena, scenario, diags), ENT_OK);
    return game;
}

static void orders_are_exact_utilities(void **state) {
    (void)state;
    ent_diags diags = {.arena = ent_arena_new()};
    ent_game *game = game_of(
        &diags, "{entente: 1, actors: {a: , b: , c: }, issues: {i: {outcomes: [x, y], control: a}, "
                "k: {outcomes: [x, y], control: b}}, states: {s1: {i: x, k: x}, s2: {i: y, k: x}, "
                "s3: {i: x, k: y}, s4: {i: y, k: y}}, preferences: {a: {statements: [i = x, k = "
                "x]}, b: {ranking: s2 > s1 = s4 > s3}, c: {payoff: {s1: 1/2, s2: -1, s3: 0, s4: "
                "3}}}}");
    static const int64_t expected[3][4] = {{3, 1, 2, 0}, {1, 2, 0, 1}, {1, -2, 0, 6}};
    static const bool order[3] = {true, true, false};
    for (uint32_t a = 0; a < 3; a++) {
        assert_int_equal(game->aims[a].order, order[a]);
        for (size_t s = 0; s < 4; s++)
            assert_int_equal(
                (int64_t)ent_game_utility(game, a, game->scenario->states[s].outcome_of),
                expected[a][s]);
    }
    assert_int_equal((int64_t)game->aims[2].denominator, 2);
    ent_arena_free(diags.arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_and_their_places), cmocka_unit_test(cells_inside_of_a_scenario),
        cmocka_unit_test(tables_that_are_none), cmocka_unit_test(orders_are_exact_utilities),
        cmocka_unit_test(every_allocation_fails_once)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
