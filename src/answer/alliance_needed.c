/* Who can bring something about, who would sign it, and who is needed. */
#include "answer/alliance.h"

/* Coalitions that are worked out at most: what is said of all of them needs them all. */
#define MOST_UNITS 4096u

static void add_table(ent_alliance *l, const ent_ends *ends) {
    static const ent_column columns[] = {{"number", NULL, ENT_CELL_INTEGER},
                                         {"coalition", NULL, ENT_CELL_TEXT},
                                         {"size", NULL, ENT_CELL_INTEGER},
                                         {"changes", NULL, ENT_CELL_TEXT}};
    ent_answer *a = l->answer;
    ent_table *table = ent_answer_add_table(a, ends->viable ? "viable" : "can", NULL, columns,
                                            ENT_COUNT(columns));
    for (size_t u = 0; u < ends->units.n; u++) {
        ent_cell *row = ent_table_row(a, table);
        uint64_t unit = ends->units.unit[u];
        ent_row_set(row, 0, ent_cell_integer(a, (int64_t)u + 1));
        ent_row_set(row, 1, ent_cell_coalition(a, l->scenario, unit));
        ent_row_set(row, 2, ent_cell_integer(a, __builtin_popcountll(unit)));
        ent_row_set(row, 3,
                    ent_cell_changes(a, l->scenario, l->game->status_quo, ends->state[u]));
    }
}

/* Each actor's part: indispensable, useful, or of no use. */
static void add_parts(ent_alliance *l, const ent_ends *can, const ent_ends *viable) {
    static const ent_column columns[] = {{"actor", NULL, ENT_CELL_TEXT},
                                         {"can", NULL, ENT_CELL_TEXT},
                                         {"deal", NULL, ENT_CELL_TEXT}};
    ent_answer *a = l->answer;
    ent_table *table = ent_answer_add_table(a, "needed", NULL, columns, ENT_COUNT(columns));
    for (uint32_t k = 0; k < l->scenario->n_actors; k++) {
        ent_cell *row = ent_table_row(a, table);
        const ent_ends *of[] = {can, viable};
        ent_row_set(row, 0, ent_cell_text(a, l->scenario->actors[k].id));
        for (size_t i = 0; i < 2; i++) {
            if (!of[i])
                continue;
            const char *part = of[i]->indispensable >> k & 1 ? "indispensable"
                               : of[i]->useful >> k & 1      ? "useful"
                                                             : "dummy";
            ent_row_set(row, 1 + i, ent_cell_text(a, part));
        }
    }
}

static void say_units(ent_alliance *l, const ent_ends *ends) {
    ent_answer *a = l->answer;
    size_t shown = 0;
    for (; shown < ends->units.n && shown < l->request->limit; shown++) {
        uint64_t unit = ends->units.unit[shown];
        ent_buffer text = {0};
        ent_word_changes(&text, l->scenario, l->game->status_quo, ends->state[shown]);
        ent_answer_item(a, 0, "%s: %s", ent_ids_of(a, l->scenario, unit),
                        ent_buffer_words(a, &text));
        ent_buffer_free(&text);
        if (ends->viable)
            ent_answer_item(a, 4, "%s", ent_gains_text(l, unit, NULL, ends->state[shown]));
    }
    if (shown < ends->units.n)
        ent_answer_paragraph(a, ENT_TONE_FAINT, "and %zu more; --limit shows more of them.",
                             ends->units.n - shown);
    if (!ends->complete)
        ent_answer_paragraph(a, ENT_TONE_FAINT, "There are others: only %zu were worked out.",
                             ends->units.n);
}

/* Who cannot be done without. */
static void say_needed(ent_alliance *l, const ent_ends *ends) {
    ent_answer *a = l->answer;
    if (ends->units.n < 1 || ends->holds_already || !ends->complete)
        return;
    if (ends->indispensable)
        ent_answer_paragraph(a, ENT_TONE_STRONG, "Indispensable%s: %s.",
                             ends->viable ? " to any deal" : "",
                             ent_ids_of(a, l->scenario, ends->indispensable));
    else
        ent_answer_paragraph(a, ENT_TONE_PLAIN, "Nobody is indispensable.");
}

static void say_can(ent_alliance *l, const ent_ends *can, const char *with_text) {
    ent_answer *a = l->answer;
    ent_answer_heading(a, "Who can bring about %s", with_text);
    if (can->holds_already) {
        ent_answer_paragraph(a, ENT_TONE_PLAIN, "It holds as things stand: nobody need act.");
        return;
    }
    if (!can->units.n) {
        ent_answer_paragraph(a, ENT_TONE_BAD, "Nobody, not even all together.");
        return;
    }
    ent_answer_paragraph(a, ENT_TONE_FAINT,
                         "By control alone, whether they want it or not: the smallest coalitions, "
                         "each with the fewest changes that do it.");
    say_units(l, can);
    say_needed(l, can);
}

static void say_viable(ent_alliance *l, const ent_ends *viable, const char *with_text) {
    ent_answer *a = l->answer;
    if (with_text)
        ent_answer_heading(a, "Who would sign %s", with_text);
    else
        ent_answer_heading(a, "Who has a deal of any kind");
    if (!viable->units.n) {
        ent_answer_paragraph(a, ENT_TONE_BAD, "No coalition has such a deal.");
        return;
    }
    ent_answer_paragraph(a, ENT_TONE_FAINT,
                         "The smallest coalitions that have a deal, each with one of its shortest "
                         "and what it gains each member.");
    say_units(l, viable);
    say_needed(l, viable);
    ent_say_indifferent(l, viable->useful);
}

static void add_facts(ent_alliance *l, const ent_ends *can, const ent_ends *viable) {
    ent_answer *a = l->answer;
    const ent_scenario *s = l->scenario;
    if (can) {
        ent_answer_add_fact(a, "holds_already", NULL, ent_cell_bool(can->holds_already));
        ent_answer_add_fact(a, "can_coalitions", NULL, ent_cell_count(a, can->units.n));
        ent_answer_add_fact(a, "can_complete", NULL, ent_cell_bool(can->complete));
        ent_answer_add_fact(a, "can_indispensable", NULL,
                            ent_cell_coalition(a, s, can->indispensable));
    }
    ent_answer_add_fact(a, "viable_coalitions", NULL, ent_cell_count(a, viable->units.n));
    ent_answer_add_fact(a, "viable_complete", NULL, ent_cell_bool(viable->complete));
    ent_answer_add_fact(a, "viable_indispensable", NULL,
                        ent_cell_coalition(a, s, viable->indispensable));
}

ent_status ent_alliance_needed(ent_alliance *l, const ent_expr *with, const char *with_text) {
    const ent_request *rq = l->request;
    ent_ends *can = NULL, *viable;
    uint64_t everybody = ent_everybody(l->game);
    if (with) {
        ENT_TRY(ent_ask_ends(&can, l->arena, l->game, everybody, l->what.about, with, false,
                             MOST_UNITS, &rq->run, rq->diags));
        say_can(l, can, with_text);
    }
    ENT_TRY(ent_ask_ends(&viable, l->arena, l->game, everybody, l->what.about, with, true,
                         MOST_UNITS, &rq->run, rq->diags));
    say_viable(l, viable, with_text);
    add_facts(l, can, viable);
    if (can)
        add_table(l, can);
    add_table(l, viable);
    add_parts(l, can, viable);
    return ENT_OK;
}
