/* Who can bring something about, who would sign it, and who is needed. */
#include "answer/alliance.h"
#include "ask/census.h"

/* Coalitions that are worked out at most: what is said of all of them needs them all. */
#define MOST_UNITS 4096u

static void add_table(ent_alliance *l, const ent_ends *ends) {
    static const ent_column columns[] = {{"number", NULL, ENT_CELL_INTEGER},
                                         {"coalition", NULL, ENT_CELL_TEXT},
                                         {"size", NULL, ENT_CELL_INTEGER},
                                         {"changes", NULL, ENT_CELL_TEXT}};
    ent_answer *a = l->answer;
    ent_table *table =
        ent_answer_add_table(a, ends->viable ? "viable" : "can", NULL, columns, ENT_COUNT(columns));
    for (size_t u = 0; u < ends->units.n; u++) {
        ent_cell *row = ent_table_row(a, table);
        uint64_t unit = ends->units.unit[u];
        ent_row_set(row, 0, ent_cell_integer(a, (int64_t)u + 1));
        ent_row_set(row, 1, ent_cell_coalition(a, l->scenario, unit));
        ent_row_set(row, 2, ent_cell_integer(a, __builtin_popcountll(unit)));
        ent_row_set(row, 3, ent_cell_changes(a, l->scenario, l->game->status_quo, ends->state[u]));
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
            if (!of[i] || (!of[i]->complete && !(of[i]->useful >> k & 1)))
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
    if (ends->units.n < 1 || ends->holds_already)
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

/* ---- the cheapest partners ---- */

/* Coalitions whose best deals are worked out, and most packages of one of them. */
#define MOST_PARTNERS 256u
#define MOST_PACKAGES ((uint64_t)1 << 32)

typedef struct partners {
    size_t n;
    uint64_t *coalition;
    ent_i128 **best; /* per coalition and actor */
} partners;

static ent_status find_partners(partners *p, ent_alliance *l, const ent_ends *viable,
                                const ent_expr *with) {
    size_t n = viable->units.n < MOST_PARTNERS ? viable->units.n : MOST_PARTNERS;
    p->coalition = ENT_NEW(l->arena, uint64_t, n + 1);
    p->best = ENT_NEW(l->arena, ent_i128 *, n + 1);
    if (!p->coalition || !p->best)
        return ENT_NOMEM;
    for (size_t u = 0; u < n; u++) {
        ent_ask_what what = {viable->units.unit[u], l->what.about, with, NULL, 0};
        ent_dim *dims;
        size_t n_dims;
        bool some;
        ENT_TRY(ent_bargain_dims(&dims, &n_dims, l->arena, l->game, what));
        if (ent_dims_states(dims, n_dims) > MOST_PACKAGES)
            continue;
        ent_i128 *best = ENT_NEW(l->arena, ent_i128, l->scenario->n_actors + 1);
        if (!best)
            return ENT_NOMEM;
        ENT_TRY(ent_ask_best_deals(&some, best, l->game, what, &l->request->run));
        p->coalition[p->n] = what.coalition;
        p->best[p->n] = best;
        p->n += some;
    }
    return ENT_OK;
}

static void add_partners(ent_alliance *l, const partners *p) {
    static const ent_column columns[] = {{"coalition", NULL, ENT_CELL_TEXT},
                                         {"actor", NULL, ENT_CELL_TEXT},
                                         {"best", NULL, ENT_CELL_NUMBER}};
    ent_answer *a = l->answer;
    ent_table *table = ent_answer_add_table(a, "viable_best", NULL, columns, ENT_COUNT(columns));
    for (size_t i = 0; i < p->n; i++)
        for (uint64_t left = p->coalition[i]; left; left &= left - 1) {
            uint32_t k = (uint32_t)__builtin_ctzll(left);
            ent_cell *row = ent_table_row(a, table);
            ent_row_set(row, 0, ent_cell_coalition(a, l->scenario, p->coalition[i]));
            ent_row_set(row, 1, ent_cell_text(a, l->scenario->actors[k].id));
            ent_row_set(row, 2, ent_cell_number(a, ent_game_number(l->game, k, p->best[i][k])));
        }
}

/* With whom an actor that has a choice gets it most cheaply: where its best deal is worth most. */
static void say_partners(ent_alliance *l, const partners *p) {
    ent_answer *a = l->answer;
    bool said = false;
    for (uint32_t k = 0; k < l->scenario->n_actors; k++) {
        size_t best = SIZE_MAX, second = SIZE_MAX;
        for (size_t i = 0; i < p->n; i++) {
            if (!(p->coalition[i] >> k & 1))
                continue;
            if (best == SIZE_MAX || p->best[i][k] > p->best[best][k]) {
                second = best;
                best = i;
            } else if (second == SIZE_MAX || p->best[i][k] > p->best[second][k]) {
                second = i;
            }
        }
        if (second == SIZE_MAX || p->best[best][k] == p->best[second][k])
            continue;
        if (!said)
            ent_answer_paragraph(a, ENT_TONE_PLAIN,
                                 "The cheapest partners: where an actor's best deal is worth most "
                                 "to it.");
        said = true;
        ent_answer_item(a, 0, "%s: with %s (%s; next %s with %s)", l->scenario->actors[k].id,
                        ent_ids_of(a, l->scenario, p->coalition[best] & ~((uint64_t)1 << k)),
                        ent_answer_number_text(a, ent_game_number(l->game, k, p->best[best][k])),
                        ent_answer_number_text(a, ent_game_number(l->game, k, p->best[second][k])),
                        ent_ids_of(a, l->scenario, p->coalition[second] & ~((uint64_t)1 << k)));
    }
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

/* Whether a set of actors holds one of the smallest coalitions; false where that is not told. */
static bool holds_one(bool *out, const ent_ends *ends, uint64_t actors) {
    *out = ends->holds_already;
    for (size_t u = 0; u < ends->units.n && !*out; u++)
        *out = !(ends->units.unit[u] & ~actors);
    return *out || ends->complete;
}

/* --can with --of: of the coalition named in particular. */
static void say_named(ent_alliance *l, const ent_ends *can, const ent_ends *viable) {
    ent_answer *a = l->answer;
    bool is;
    ent_answer_heading(a, "Of %s", ent_ids_of(a, l->scenario, l->what.coalition));
    if (can && holds_one(&is, can, l->what.coalition)) {
        ent_answer_item(a, 0, "can bring it about: %s", is ? "yes" : "no");
        ent_answer_add_fact(a, "coalition_can", NULL, ent_cell_bool(is));
    }
    if (holds_one(&is, viable, l->what.coalition)) {
        ent_answer_item(a, 0, "all or some of them have a deal that does: %s", is ? "yes" : "no");
        ent_answer_add_fact(a, "coalition_viable", NULL, ent_cell_bool(is));
    }
}

ent_status ent_alliance_needed(ent_alliance *l, const ent_expr *with, const char *with_text) {
    const ent_request *rq = l->request;
    ent_ends *can = NULL, *viable;
    partners p = {0};
    uint64_t everybody = ent_everybody(l->game);
    if (with) {
        ENT_TRY(ent_ask_ends(&can, l->arena, l->game, everybody, l->what.about, with, false,
                             MOST_UNITS, &rq->run, rq->diags));
        say_can(l, can, with_text);
    }
    ENT_TRY(ent_ask_ends(&viable, l->arena, l->game, everybody, l->what.about, with, true,
                         MOST_UNITS, &rq->run, rq->diags));
    say_viable(l, viable, with_text);
    ENT_TRY(find_partners(&p, l, viable, with));
    say_partners(l, &p);
    add_facts(l, can, viable);
    if (rq->can && rq->of)
        say_named(l, can, viable);
    if (can)
        add_table(l, can);
    add_table(l, viable);
    add_parts(l, can, viable);
    add_partners(l, &p);
    return ENT_OK;
}

ent_status ent_alliance_census(ent_alliance *l) {
    const ent_request *rq = l->request;
    ent_answer *a = l->answer;
    ent_census c;
    ENT_TRY(ent_ask_census(&c, l->game, l->what.about, l->what.with, &rq->run, rq->diags));
    ent_answer_heading(a, "Of all coalitions");
    ent_answer_add_fact(a, "coalitions", "Coalitions", ent_cell_count(a, c.all));
    if (l->what.with)
        ent_answer_add_fact(a, "can", "Those that can bring it about", ent_cell_count(a, c.can));
    ent_answer_add_fact(a, "viable", "Those that have a deal which does",
                        ent_cell_count(a, c.viable));
    ent_answer_add_fact(a, "ends", "States that are a deal of some coalition",
                        ent_cell_count(a, c.ends));
    return ENT_OK;
}
