/* Fuzzes the expression reader, in one fixed scenario.
 *
 * Checked besides: an error is reported inside the text; what is read and printed again reads as the
 * same expression, which then prints the same.
 */
#include <string.h>

#include "fuzz.h"
#include "scenario/scenario.h"

static const char scenario_text[] =
    "entente: 1\n"
    "actors:\n"
    "  north: {resources: {ships: 40, heavy-guns: [10, 20]}}\n"
    "  east: {resources: {ships: 25}}\n"
    "  far'west%: {resources: {ships: 2.5}}\n"
    "issues:\n"
    "  patrol: {for each: all, outcomes: [none, escorts, full], status quo: none}\n"
    "  strait: {outcomes: [east, shared, north], control: all of all, status quo: east}\n"
    "  tolls: {unordered: true, outcomes: [east, shared, north], control: east, status quo: east}\n"
    "  raids:\n"
    "    outcomes: [rising, stopped]\n"
    "    follows: [{when: 'patrol.north = full', then: stopped}, {otherwise: rising}]\n";

/* The scenario is built once and lives as long as the process. */
static const ent_scenario *fixed_scenario(void) {
    static ent_scenario *scenario;
    if (scenario != NULL)
        return scenario;
    ent_arena *arena = ent_arena_new();
    ent_diags diags = {.arena = arena};
    const ent_source *source;
    ent_node *root;
    FUZZ_CHECK(arena != NULL);
    FUZZ_CHECK(ent_source_text(&source, arena, "fixed", scenario_text, strlen(scenario_text),
                               &diags) == ENT_OK);
    FUZZ_CHECK(ent_node_parse(&root, arena, source, &diags) == ENT_OK);
    FUZZ_CHECK(ent_scenario_build(&scenario, arena, source, root, &diags) == ENT_OK);
    return scenario;
}

/* Reads a text as an expression; NULL when it has mistakes, which then have been checked. */
static const ent_expr *read_expression(ent_arena *arena, const char *text, size_t len) {
    ent_diags diags = {.arena = arena};
    const ent_source *source;
    const ent_expr *expr = NULL;
    if (ent_source_text(&source, arena, "--with", text, len, &diags) != ENT_OK)
        return NULL;
    const ent_node scalar = {.kind = ENT_NODE_SCALAR,
                             .span = {source, 0, (uint32_t)source->len},
                             .text = source->text,
                             .weight = 1};
    const ent_status status =
        ent_expr_parse(&expr, fixed_scenario(), arena, &scalar, "with", &diags);
    FUZZ_CHECK(status == ENT_OK || status == ENT_ERROR || status == ENT_LIMIT);
    FUZZ_CHECK((status == ENT_OK) == (diags.errors == 0));
    for (size_t i = 0; i < diags.n; i++)
        FUZZ_CHECK(diags.items[i].span.start <= diags.items[i].span.end &&
                   diags.items[i].span.end <= source->len);
    return status == ENT_OK ? expr : NULL;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    ent_arena *arena = ent_arena_new();
    FUZZ_CHECK(arena != NULL);
    const ent_expr *expr = read_expression(arena, (const char *)data, size);
    if (expr != NULL) {
        ent_buffer once = {0}, twice = {0};
        ent_expr_print(&once, fixed_scenario(), expr);
        FUZZ_CHECK(!once.failed && once.data != NULL);
        const ent_expr *again = read_expression(arena, once.data, once.len);
        FUZZ_CHECK(again != NULL);
        ent_expr_print(&twice, fixed_scenario(), again);
        FUZZ_CHECK(once.len == twice.len && strcmp(once.data, twice.data) == 0);
        ent_buffer_free(&once);
        ent_buffer_free(&twice);
    }
    ent_arena_free(arena);
    return 0;
}
