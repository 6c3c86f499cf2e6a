/* Orders of joining, and what changes when the order does. */
#include "answer/alliance_tally.h"
#include "ask/orders.h"

static const char *words_of(ent_alliance *l, const ent_join_order *o) {
    ent_buffer text = {0};
    for (uint32_t k = 0; k < o->n; k++)
        ent_buffer_printf(&text, "%s%s", k ? ", " : "", l->scenario->actors[o->member[k]].id);
    const char *kept = ent_arena_text(l->arena, ent_buffer_words(l->answer, &text));
    ent_buffer_free(&text);
    l->answer->failed = l->answer->failed || !kept;
    return kept ? kept : "";
}

static uint64_t members_of(const ent_join_order *o) {
    uint64_t members = 0;
    for (uint32_t k = 0; k < o->n; k++)
        members |= (uint64_t)1 << o->member[k];
    return members;
}

static void say_order(ent_alliance *l, const ent_join_order *o, bool counted) {
    ent_answer *a = l->answer;
    ent_buffer best = {0};
    uint64_t in = (uint64_t)1 << o->member[0];
    if (counted)
        ent_answer_item(a, 0, "%s: %s end%s", words_of(l, o), ent_answer_count_text(a, o->ends),
                        o->ends == 1 ? "" : "s");
    else
        ent_answer_item(a, 0, "%s, for one:", words_of(l, o));
    for (uint32_t k = 1; k < o->n; k++) {
        ent_buffer text = {0};
        in |= (uint64_t)1 << o->member[k];
        ent_word_changes(&text, l->scenario, o->path[k - 1], o->path[k]);
        ent_answer_item(a, 4, "%s joins: %s (%s)", l->scenario->actors[o->member[k]].id,
                        ent_buffer_words(a, &text),
                        ent_gains_text(l, in, o->path[k - 1], o->path[k]));
        ent_buffer_free(&text);
    }
    for (uint64_t left = counted ? members_of(o) : 0; left; left &= left - 1) {
        uint32_t k = (uint32_t)__builtin_ctzll(left);
        ent_buffer_printf(&best, "%s%s %s", best.len ? ", " : "", l->scenario->actors[k].id,
                          ent_answer_number_text(a, ent_game_number(l->game, k, o->best[k])));
    }
    if (counted)
        ent_answer_item(a, 4, "best ends: %s", ent_buffer_words(a, &best));
    ent_buffer_free(&best);
}

static void say(ent_alliance *l, const ent_orders *o) {
    ent_answer *a = l->answer;
    size_t shown = 0, minimal = 0;
    ent_answer_heading(a, o->farsighted ? "Orders of joining that look ahead"
                                        : "Orders of joining, step by step");
    ent_answer_paragraph(
        a, ENT_TONE_FAINT,
        o->farsighted ? "The first founds. Each of the others joins by a step that takes it; it "
                        "prefers where "
                        "this ends to where it stood, and those who are in do not find that worse."
                      : "The first founds. Each of the others joins by a step that takes it, is "
                        "better for it "
                        "and not worse for those who are in.");
    if (!o->n)
        ent_answer_paragraph(a, ENT_TONE_BAD, "None of %s orders gets there.",
                             ent_answer_count_text(a, o->tried));
    for (size_t i = 0; i < o->n; i++) {
        minimal += o->orders[i].minimal;
        if (o->orders[i].minimal && shown < l->request->limit) {
            say_order(l, &o->orders[i], o->counted);
            shown++;
        }
    }
    if (shown < minimal)
        ent_answer_paragraph(a, ENT_TONE_FAINT, "and %zu more; --limit shows more of them.",
                             minimal - shown);
    if (minimal < o->n)
        ent_answer_paragraph(a, ENT_TONE_FAINT,
                             "%zu longer orders contain one of these and get there too.",
                             o->n - minimal);
}

typedef struct tables {
    ent_table *orders, *steps, *best;
} tables;

static tables add_tables(ent_answer *a) {
    static const ent_column orders[] = {{"sight", NULL, ENT_CELL_TEXT},
                                        {"order", NULL, ENT_CELL_TEXT},
                                        {"members", NULL, ENT_CELL_INTEGER},
                                        {"minimal", NULL, ENT_CELL_BOOL},
                                        {"ends", NULL, ENT_CELL_INTEGER}};
    static const ent_column steps[] = {{"sight", NULL, ENT_CELL_TEXT},
                                       {"order", NULL, ENT_CELL_TEXT},
                                       {"step", NULL, ENT_CELL_INTEGER},
                                       {"actor", NULL, ENT_CELL_TEXT},
                                       {"state", NULL, ENT_CELL_TEXT}};
    static const ent_column best[] = {{"sight", NULL, ENT_CELL_TEXT},
                                      {"order", NULL, ENT_CELL_TEXT},
                                      {"actor", NULL, ENT_CELL_TEXT},
                                      {"best", NULL, ENT_CELL_NUMBER}};
    return (tables){ent_answer_add_table(a, "orders", NULL, orders, ENT_COUNT(orders)),
                    ent_answer_add_table(a, "order_steps", NULL, steps, ENT_COUNT(steps)),
                    ent_answer_add_table(a, "order_best", NULL, best, ENT_COUNT(best))};
}

static void add_rows(ent_alliance *l, const tables *t, const ent_orders *all) {
    ent_answer *a = l->answer;
    const char *sight = all->farsighted ? "farsighted" : "myopic";
    for (size_t i = 0; i < all->n; i++) {
        const ent_join_order *o = &all->orders[i];
        const char *words = words_of(l, o);
        ent_cell *row = ent_table_row(a, t->orders);
        ent_row_set(row, 0, ent_cell_text(a, sight));
        ent_row_set(row, 1, ent_cell_text(a, words));
        ent_row_set(row, 2, ent_cell_integer(a, o->n));
        ent_row_set(row, 3, ent_cell_bool(o->minimal));
        if (all->counted)
            ent_row_set(row, 4, ent_cell_integer(a, o->ends));
        for (uint32_t k = 0; k < o->n; k++) {
            row = ent_table_row(a, t->steps);
            ent_row_set(row, 0, ent_cell_text(a, sight));
            ent_row_set(row, 1, ent_cell_text(a, words));
            ent_row_set(row, 2, ent_cell_integer(a, k));
            ent_row_set(row, 3, ent_cell_text(a, l->scenario->actors[o->member[k]].id));
            ent_row_set(row, 4, ent_cell_changes(a, l->scenario, l->game->status_quo, o->path[k]));
            if (!all->counted)
                continue;
            row = ent_table_row(a, t->best);
            ent_row_set(row, 0, ent_cell_text(a, sight));
            ent_row_set(row, 1, ent_cell_text(a, words));
            ent_row_set(row, 2, ent_cell_text(a, l->scenario->actors[o->member[k]].id));
            ent_row_set(
                row, 3,
                ent_cell_number(a, ent_game_number(l->game, o->member[k], o->best[o->member[k]])));
        }
    }
}

/* Looking ahead takes a game that can be written down: without it the rest is said all the same. */
static ent_status look_ahead(ent_orders **out, ent_alliance *l) {
    const ent_request *rq = l->request;
    size_t n = rq->diags->n, errors = rq->diags->errors;
    ent_orders *none = ENT_NEW(l->arena, ent_orders, 1);
    ent_status status = ent_ask_orders(out, l->arena, l->game, l->what, true, &rq->run, rq->diags);
    if (status != ENT_LIMIT || rq->diags->n == n)
        return status;
    if (!none)
        return ENT_NOMEM;
    ent_answer_heading(l->answer, "Orders of joining that look ahead");
    ent_answer_paragraph(l->answer, ENT_TONE_FAINT, "Not worked out: %s.",
                         rq->diags->items[rq->diags->n - 1].message);
    rq->diags->n = n;
    rq->diags->errors = errors;
    *out = none;
    return ENT_OK;
}

/* What one model says: the orders that work, of all members and of parts of them. */
static void tally_orders(ent_alliance *l, const ent_orders *o) {
    ent_tally *t = l->tally;
    const char *what = o->farsighted ? "farsighted" : "myopic";
    ent_tally_alone(t, o->farsighted ? "some_farsighted" : "some_myopic",
                    o->farsighted ? "Some order works for those who look ahead"
                                  : "Some order works step by step",
                    o->n > 0);
    ent_tally_several(t, what,
                      o->farsighted ? "Orders of joining that look ahead"
                                    : "Orders of joining, step by step");
    for (size_t i = 0; i < o->n; i++)
        ent_tally_so(t, what, "", words_of(l, &o->orders[i]));
}

ent_status ent_alliance_orders(ent_alliance *l) {
    const ent_request *rq = l->request;
    ent_orders *of[2];
    if (l->tally) {
        ent_tally_heading(l->tally, "In which order the members can join");
        ENT_TRY(ent_ask_orders(&of[0], l->arena, l->game, l->what, false, &rq->run, rq->diags));
        tally_orders(l, of[0]);
        ENT_TRY(look_ahead(&of[1], l));
        if (of[1]->farsighted)
            tally_orders(l, of[1]);
        return ENT_OK;
    }
    ENT_TRY(ent_ask_orders(&of[0], l->arena, l->game, l->what, false, &rq->run, rq->diags));
    say(l, of[0]);
    ENT_TRY(look_ahead(&of[1], l));
    if (of[1]->farsighted)
        say(l, of[1]);
    ent_answer_add_fact(l->answer, "orders_tried", NULL, ent_cell_count(l->answer, of[0]->tried));
    ent_answer_add_fact(l->answer, "orders_myopic", NULL, ent_cell_count(l->answer, of[0]->n));
    if (of[1]->farsighted)
        ent_answer_add_fact(l->answer, "orders_farsighted", NULL,
                            ent_cell_count(l->answer, of[1]->n));
    tables t = add_tables(l->answer);
    add_rows(l, &t, of[0]);
    add_rows(l, &t, of[1]);
    return ENT_OK;
}
