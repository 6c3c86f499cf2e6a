/* `models`: what a view leaves open, and the numbers that are drawn for it.
 *
 * So that a verdict can be checked by hand: model 17 of a witness is model 17 here.
 */
#include "answer/thread_say.h"

typedef struct listing {
    const ent_models *models;
    uint64_t n; /* drawn */
    size_t unknowns;
    ent_number *value; /* value[model * unknowns + unknown]; model 0 is the central one */
} listing;

static const char *kind_of(const ent_unknown *u) {
    static const char *const names[] = {"salience", "value",       "ideal", "position",
                                        "resource", "reservation", "tie"};
    return names[u->kind];
}

static ent_status draw_all(listing *l, ent_arena *arena, const ent_run *run) {
    ent_arena *scratch = ent_arena_new();
    ent_status status = scratch ? ENT_OK : ENT_NOMEM;
    l->value = ENT_NEW(arena, ent_number, (l->n + 1) * l->unknowns + 1);
    if (!l->value)
        status = ENT_NOMEM;
    for (uint64_t m = 0; m <= l->n && status == ENT_OK; m++) {
        ent_mark mark = ent_arena_mark(scratch);
        if (run->stop && __atomic_load_n(run->stop, __ATOMIC_RELAXED))
            status = ENT_CANCELLED;
        else
            status = ent_models_draw(l->value + m * l->unknowns, scratch, l->models, m);
        ent_arena_rewind(scratch, mark);
        if (status == ENT_CANCELLED)
            l->n = m ? m - 1 : 0;
    }
    ent_arena_free(scratch);
    return status;
}

static ent_cell rounded(ent_answer *a, double value) {
    ent_number n = ent_number_int((int64_t)(value * 1000 + (value < 0 ? -0.5 : 0.5)));
    (void)ent_number_div(&n, n, ent_number_int(1000));
    return ent_cell_number(a, n);
}

static void add_unknowns(ent_answer *a, const listing *l) {
    const ent_column columns[] = {
        {"name", "what is open", ENT_CELL_TEXT}, {"kind", NULL, ENT_CELL_TEXT},
        {"from", "from", ENT_CELL_NUMBER},       {"to", "to", ENT_CELL_NUMBER},
        {"central", "central", ENT_CELL_NUMBER}, {"mean", "mean drawn", ENT_CELL_NUMBER},
    };
    ent_table *table = ent_answer_add_table(a, "unknowns", NULL, columns, ENT_COUNT(columns));
    for (size_t u = 0; u < l->unknowns; u++) {
        const ent_unknown *unknown = ent_models_unknown(l->models, u);
        ent_cell *row = ent_table_row(a, table);
        double mean = 0;
        for (uint64_t m = 1; m <= l->n; m++)
            mean += ent_number_double(l->value[m * l->unknowns + u]);
        ent_row_set(row, 0, ent_cell_text(a, unknown->name));
        ent_row_set(row, 1, ent_cell_text(a, kind_of(unknown)));
        ent_row_set(row, 2, ent_cell_number(a, unknown->lo));
        ent_row_set(row, 3, ent_cell_number(a, unknown->hi));
        ent_row_set(row, 4, ent_cell_number(a, l->value[u]));
        if (l->n)
            ent_row_set(row, 5, rounded(a, mean / (double)l->n));
    }
}

static void add_draws(ent_answer *a, const listing *l) {
    const ent_column columns[] = {
        {"model", NULL, ENT_CELL_INTEGER},
        {"name", NULL, ENT_CELL_TEXT},
        {"value", NULL, ENT_CELL_NUMBER},
    };
    ent_table *table = ent_answer_add_table(a, "draws", NULL, columns, ENT_COUNT(columns));
    for (uint64_t m = 0; m <= l->n; m++)
        for (size_t u = 0; u < l->unknowns; u++) {
            ent_cell *row = ent_table_row(a, table);
            ent_row_set(row, 0, ent_cell_count(a, m));
            ent_row_set(row, 1, ent_cell_text(a, ent_models_unknown(l->models, u)->name));
            ent_row_set(row, 2, ent_cell_number(a, l->value[m * l->unknowns + u]));
        }
}

#define MODELS_LISTED 100u /* when --models does not say */

static void build(ent_answer *a, const listing *l, const ent_scenario *s,
                  const ent_request *request) {
    ent_answer_heading(a, "What is left open%s%s", s->title ? ": " : "", s->title ? s->title : "");
    ent_answer_settings(a, request);
    ent_answer_add_fact(a, "open", NULL, ent_cell_bool(ent_models_open(l->models)));
    ent_answer_add_fact(a, "approximate", NULL, ent_cell_bool(ent_models_approximate(l->models)));
    ent_answer_add_fact(a, "unknowns", NULL, ent_cell_count(a, l->unknowns));
    ent_answer_add_fact(a, "models", NULL, ent_cell_count(a, l->n));
    if (!l->unknowns)
        ent_answer_paragraph(a, ENT_TONE_PLAIN, "Nothing: every number is known.");
    else
        ent_answer_paragraph(
            a, ENT_TONE_FAINT,
            "%s numbers are drawn, evenly over all that fits the statements%s. The weights of an "
            "actor whose saliences are only compared add up to 1. The draws themselves are in the "
            "table `draws` (--table draws).",
            ent_answer_count_text(a, l->unknowns),
            ent_models_approximate(l->models) ? " (some of them approximately)" : "");
    add_unknowns(a, l);
    add_draws(a, l);
}

ent_status ent_answer_models(ent_answer **out, ent_scenario *scenario, const ent_request *request) {
    ent_arena *arena = ent_arena_new();
    ent_models *models;
    listing l = {.n = request->models ? request->models : MODELS_LISTED};
    ent_answer *a = NULL;
    *out = NULL;
    ent_status status =
        arena ? ent_models_new(&models, arena, scenario,
                               request->seed ? request->seed : ENT_SEED_DEFAULT, request->diags)
              : ENT_NOMEM;
    if (status == ENT_OK) {
        l.models = models;
        l.unknowns = ent_models_unknowns(models);
        status = draw_all(&l, arena, &request->run);
    }
    if (status == ENT_OK || status == ENT_CANCELLED) {
        a = ent_answer_new("models");
        if (a) {
            a->partial = status == ENT_CANCELLED;
            build(a, &l, scenario, request);
        }
        status = ent_answer_finish(out, a, status);
    }
    ent_arena_free(arena);
    return status;
}
