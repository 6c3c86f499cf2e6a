/* Other ways to share: the tau value, Gately's point, the nucleolus per capita, the modiclus. */
#include "answer/worth.h"

/* What outgrows its numbers is not there. */
static ent_status unless_limit(ent_status status, ent_worth_levels *levels) {
    if (status != ENT_LIMIT)
        return status;
    *levels = (ent_worth_levels){0};
    return ENT_OK;
}

ent_status ent_worth_find_others(ent_worth_found *f) {
    const ent_run *run = &f->request->run;
    ENT_TRY(ent_ask_worth_tau(&f->tau, f->arena, &f->game));
    ENT_TRY(ent_ask_worth_gately(&f->gately, f->arena, &f->game));
    if (f->values.imputations)
        ENT_TRY(unless_limit(
            ent_ask_worth_levels(&f->per_capita, f->arena, &f->game, ENT_LEVELS_PER_CAPITA, run),
            &f->per_capita));
    return unless_limit(ent_ask_worth_modiclus(&f->modiclus, f->arena, &f->game, run),
                        &f->modiclus);
}

static void say_tau(ent_answer *a, const ent_worth_found *f) {
    const ent_worth_tau *t = &f->tau;
    if (t->defined)
        return;
    if (t->player != ENT_NONE)
        ent_answer_item(
            a, 0,
            "There is no tau value: everybody loses %s without %s, which has a right to "
            "%s in {%s} even when it gives the others there what everybody loses without "
            "them.",
            ent_worth_exact(a, t->utopia[t->player]), f->scenario->actors[t->player].id,
            ent_worth_exact(a, t->right[t->player]), ent_worth_members(a, f, t->by[t->player]));
    else
        ent_answer_item(a, 0,
                        "There is no tau value: rights come to %s and what everybody loses without "
                        "each comes to %s, and what all are worth does not lie between.",
                        ent_worth_exact(a, t->rights), ent_worth_exact(a, t->utopias));
}

static void say_gately(ent_answer *a, const ent_worth_found *f) {
    const ent_worth_gately *g = &f->gately;
    if (g->defined)
        return;
    if (!g->imputations)
        ent_answer_item(a, 0, "There is no Gately point: there is no imputation.");
    else if (g->player != ENT_NONE)
        ent_answer_item(
            a, 0, "There is no Gately point: %s adds less to all others than it is worth alone.",
            f->scenario->actors[g->player].id);
    else
        ent_answer_item(a, 0,
                        "There is no Gately point: nobody adds more to all others than it is worth "
                        "alone, and still all together are worth more.");
}

static void say_left_out(ent_answer *a, const ent_worth_found *f) {
    if (f->values.imputations && !f->per_capita.payoff)
        ent_answer_item(a, 0,
                        "The nucleolus per capita is left out: its numbers outgrow 128 bits.");
    if (!f->modiclus.payoff && f->game.n > ENT_MODICLUS_MOST)
        ent_answer_item(a, 0, "The modiclus is left out: it takes at most %u actors.",
                        ENT_MODICLUS_MOST);
    else if (!f->modiclus.payoff)
        ent_answer_item(a, 0, "The modiclus is left out: its numbers outgrow 128 bits.");
}

void ent_worth_say_others(ent_answer *a, const ent_worth_found *f) {
    const ent_column columns[] = {
        {"actor", "Actor", ENT_CELL_TEXT},
        {"tau", "Tau value", ENT_CELL_NUMBER},
        {"gately", "Gately", ENT_CELL_NUMBER},
        {"per_capita_nucleolus", "Per capita", ENT_CELL_NUMBER},
        {"modiclus", "Modiclus", ENT_CELL_NUMBER},
        {"utopia", NULL, ENT_CELL_NUMBER},
        {"right", NULL, ENT_CELL_NUMBER},
        {"right_in", NULL, ENT_CELL_TEXT},
    };
    ent_answer_heading(a, "Other ways to share");
    ent_table *table = ent_answer_add_table(a, "others", NULL, columns, ENT_COUNT(columns));
    for (size_t i = 0; i < f->game.n; i++) {
        ent_cell *row = ent_table_row(a, table);
        ent_row_set(row, 0, ent_cell_text(a, f->scenario->actors[i].id));
        if (f->tau.defined)
            ent_row_set(row, 1, ent_cell_number(a, f->tau.payoff[i]));
        if (f->gately.defined)
            ent_row_set(row, 2, ent_cell_number(a, f->gately.payoff[i]));
        if (f->per_capita.payoff)
            ent_row_set(row, 3, ent_cell_number(a, f->per_capita.payoff[i]));
        if (f->modiclus.payoff)
            ent_row_set(row, 4, ent_cell_number(a, f->modiclus.payoff[i]));
        ent_row_set(row, 5, ent_cell_number(a, f->tau.utopia[i]));
        ent_row_set(row, 6, ent_cell_number(a, f->tau.right[i]));
        ent_row_set(row, 7, ent_cell_text(a, ent_worth_members(a, f, f->tau.by[i])));
    }
    ent_answer_paragraph(
        a, ENT_TONE_FAINT,
        "Tau value: between what each has a right to and what all lose without it. "
        "Gately: equal temptation to leave. Per capita: the nucleolus with each "
        "dissatisfaction shared by the coalition's members. Modiclus: "
        "dissatisfactions as equal as can be.");
    say_tau(a, f);
    say_gately(a, f);
    say_left_out(a, f);
    ent_answer_add_fact(a, "tau", NULL, ent_cell_bool(f->tau.defined));
    ent_answer_add_fact(a, "gately", NULL, ent_cell_bool(f->gately.defined));
    ent_worth_add_levels(a, f, &f->per_capita, "per_capita_levels");
    ent_worth_add_levels(a, f, &f->modiclus, "modiclus_levels");
}
