/* Which states are stable in themselves, in a game small enough to be written down. */
#include "answer/alliance_tally.h"
#include "ask/farsighted.h"
#include "ask/stable.h"

typedef struct small {
    ent_alliance *l;
    const ent_world *w;
    const ent_stable *st;
    const ent_farsighted *f; /* NULL: too many states */
} small;

static const char *text_of(ent_alliance *l, const ent_world *w, uint32_t i) {
    uint8_t state[ENT_MAX_ISSUES];
    ent_buffer text = {0};
    ent_world_state(state, w, i);
    ent_word_changes(&text, l->scenario, l->game->status_quo, state);
    const char *kept = ent_arena_text(l->arena, ent_buffer_words(l->answer, &text));
    ent_buffer_free(&text);
    l->answer->failed = l->answer->failed || !kept;
    return kept ? kept : "";
}

static const char *state_text(small *m, uint32_t i) {
    return text_of(m->l, m->w, i);
}

/* ---- a circle of breaks ---- */

void ent_say_circle(ent_alliance *l, const ent_world *w, const ent_circle *c) {
    for (uint32_t i = 0; i < c->n; i++)
        ent_answer_item(l->answer, 4, "%s, which %s break%s for", text_of(l, w, c->state[i]),
                        ent_ids_of(l->answer, l->scenario, c->by[i]),
                        c->by[i] & (c->by[i] - 1) ? "" : "s");
    ent_answer_item(l->answer, 4, "the first again");
}

void ent_add_circle(ent_alliance *l, const ent_world *w, const ent_circle *c) {
    static const ent_column columns[] = {{"step", NULL, ENT_CELL_INTEGER},
                                         {"state", NULL, ENT_CELL_TEXT},
                                         {"broken_by", NULL, ENT_CELL_TEXT}};
    ent_answer *a = l->answer;
    ent_table *table = ent_answer_add_table(a, "circle", NULL, columns, ENT_COUNT(columns));
    for (uint32_t i = 0; i < c->n; i++) {
        ent_cell *row = ent_table_row(a, table);
        ent_row_set(row, 0, ent_cell_integer(a, (int64_t)i + 1));
        ent_row_set(row, 1, ent_cell_text(a, text_of(l, w, c->state[i])));
        ent_row_set(row, 2, ent_cell_coalition(a, l->scenario, c->by[i]));
    }
}

/* ---- tables ---- */

static void add_states(small *m) {
    static const ent_column columns[] = {
        {"state", NULL, ENT_CELL_TEXT},       {"nash", NULL, ENT_CELL_BOOL},
        {"strong_nash", NULL, ENT_CELL_BOOL}, {"coalition_proof", NULL, ENT_CELL_BOOL},
        {"alpha_core", NULL, ENT_CELL_BOOL},  {"broken_by", NULL, ENT_CELL_TEXT},
        {"instead", NULL, ENT_CELL_TEXT},     {"consistent", NULL, ENT_CELL_BOOL},
        {"step_core", NULL, ENT_CELL_BOOL},   {"farsighted_core", NULL, ENT_CELL_BOOL},
        {"left_by", NULL, ENT_CELL_TEXT},     {"left_for", NULL, ENT_CELL_TEXT},
        {"beta_core", NULL, ENT_CELL_BOOL},   {"efficient", NULL, ENT_CELL_BOOL}};
    ent_alliance *l = m->l;
    ent_answer *a = l->answer;
    ent_table *table = ent_answer_add_table(a, "states", NULL, columns, ENT_COUNT(columns));
    for (uint32_t i = 0; i < m->w->n; i++) {
        ent_cell *row = ent_table_row(a, table);
        uint8_t kinds = m->st->kinds[i];
        ent_row_set(row, 0, ent_cell_text(a, state_text(m, i)));
        ent_row_set(row, 1, ent_cell_bool(kinds & ENT_STABLE_NASH));
        ent_row_set(row, 2, ent_cell_bool(kinds & ENT_STABLE_STRONG));
        if (m->st->proof)
            ent_row_set(row, 3, ent_cell_bool(kinds & ENT_STABLE_PROOF));
        if (m->st->alpha)
            ent_row_set(row, 4, ent_cell_bool(kinds & ENT_STABLE_ALPHA));
        if (m->st->beta)
            ent_row_set(row, 12, ent_cell_bool(kinds & ENT_STABLE_BETA));
        ent_row_set(row, 13, ent_cell_bool(kinds & ENT_STABLE_EFFICIENT));
        if (m->st->breaker[i]) {
            ent_row_set(row, 5, ent_cell_coalition(a, l->scenario, m->st->breaker[i]));
            ent_row_set(row, 6, ent_cell_text(a, state_text(m, m->st->instead[i])));
        }
        if (!m->f)
            continue;
        ent_row_set(row, 7, ent_cell_bool(m->f->consistent[i]));
        ent_row_set(row, 8, ent_cell_bool(m->f->core[i]));
        ent_row_set(row, 9, ent_cell_bool(m->f->farsighted_core[i]));
        if (!m->f->consistent[i]) {
            ent_row_set(row, 10, ent_cell_coalition(a, l->scenario, m->f->leaver[i]));
            ent_row_set(row, 11, ent_cell_text(a, state_text(m, m->f->leaves_to[i])));
        }
    }
}

static void add_dominance(small *m) {
    static const ent_column columns[] = {{"state", NULL, ENT_CELL_TEXT},
                                         {"dominated_by", NULL, ENT_CELL_TEXT}};
    ent_answer *a = m->l->answer;
    ent_table *table =
        ent_answer_add_table(a, "indirect_dominance", NULL, columns, ENT_COUNT(columns));
    for (uint32_t i = 0; m->f && m->w->n <= 64 && i < m->w->n; i++)
        for (uint32_t k = 0; k < m->w->n; k++) {
            if (!(m->f->dominated_by[i * m->f->words + k / 64] >> (k % 64) & 1))
                continue;
            ent_cell *row = ent_table_row(a, table);
            ent_row_set(row, 0, ent_cell_text(a, state_text(m, i)));
            ent_row_set(row, 1, ent_cell_text(a, state_text(m, k)));
        }
}

static void add_sets(small *m) {
    static const ent_column columns[] = {{"set", NULL, ENT_CELL_INTEGER},
                                         {"state", NULL, ENT_CELL_TEXT}};
    ent_answer *a = m->l->answer;
    ent_table *table = ent_answer_add_table(a, "stable_sets", NULL, columns, ENT_COUNT(columns));
    for (size_t i = 0; m->f && i < m->f->n_sets; i++)
        for (uint32_t k = 0; k < m->w->n; k++) {
            if (!(m->f->set[i] >> k & 1))
                continue;
            ent_cell *row = ent_table_row(a, table);
            ent_row_set(row, 0, ent_cell_integer(a, (int64_t)i + 1));
            ent_row_set(row, 1, ent_cell_text(a, state_text(m, k)));
        }
}

static void add_odd(small *m) {
    static const ent_column columns[] = {{"step", NULL, ENT_CELL_INTEGER},
                                         {"state", NULL, ENT_CELL_TEXT}};
    ent_answer *a = m->l->answer;
    ent_table *table = ent_answer_add_table(a, "odd_circle", NULL, columns, ENT_COUNT(columns));
    for (uint32_t i = 0; m->f && i < m->f->n_odd; i++) {
        ent_cell *row = ent_table_row(a, table);
        ent_row_set(row, 0, ent_cell_integer(a, (int64_t)i + 1));
        ent_row_set(row, 1, ent_cell_text(a, state_text(m, m->f->odd[i])));
    }
}

/* ---- text ---- */

static void say_kind(small *m, const char *name, const char *meaning, uint8_t kind,
                     const uint8_t *flags, uint32_t n) {
    ent_alliance *l = m->l;
    ent_answer *a = l->answer;
    size_t shown = 0;
    ent_answer_paragraph(a, ENT_TONE_STRONG, "%s (%s): %s", name, meaning,
                         n ? ent_answer_count_text(a, n) : "none");
    for (uint32_t i = 0; i < m->w->n && shown < l->request->limit; i++) {
        if (!(flags[i] & kind))
            continue;
        ent_answer_item(a, 0, "%s", state_text(m, i));
        shown++;
    }
    if (shown < n)
        ent_answer_paragraph(a, ENT_TONE_FAINT, "and %zu more; --limit shows more of them.",
                             n - shown);
}

/* Stable sets, or why there need be none. */
static void say_sets(small *m) {
    const ent_farsighted *f = m->f;
    ent_answer *a = m->l->answer;
    if (!f || !f->sets)
        return;
    ent_answer_paragraph(
        a, ENT_TONE_STRONG,
        "Stable sets (looking ahead, no state of one leads to another of it, and every "
        "state outside leads to one): %s",
        f->n_sets ? ent_answer_count_text(a, f->n_sets) : "none");
    for (size_t i = 0; i < f->n_sets && i < m->l->request->limit; i++) {
        ent_buffer text = {0};
        for (uint32_t k = 0; k < m->w->n; k++)
            if (f->set[i] >> k & 1)
                ent_buffer_printf(&text, "%s%s", text.len ? "; or " : "", state_text(m, k));
        ent_answer_item(a, 0, "%s", ent_buffer_words(a, &text));
        ent_buffer_free(&text);
    }
    if (f->n_sets > m->l->request->limit)
        ent_answer_paragraph(a, ENT_TONE_FAINT, "and %s more; --limit shows more of them.",
                             ent_answer_count_text(a, f->n_sets - m->l->request->limit));
    if (!f->n_odd)
        return;
    ent_answer_paragraph(
        a, ENT_TONE_FAINT,
        "Every set of states was looked at. There would be one if no odd number of "
        "states led to each other in a circle (Richardson 1953); these do:");
    for (uint32_t i = 0; i < f->n_odd; i++)
        ent_answer_item(a, 4, "%s", state_text(m, f->odd[i]));
    ent_answer_item(a, 4, "and the first again");
}

static void say(small *m) {
    ent_answer *a = m->l->answer;
    const ent_stable *st = m->st;
    ent_answer_heading(a, "Which of %s states are stable", ent_answer_count_text(a, m->w->n));
    say_kind(m, "Nash", "nobody alone would leave", ENT_STABLE_NASH, st->kinds, st->n_nash);
    say_kind(m, "Strong Nash, the core", "no coalition would", ENT_STABLE_STRONG, st->kinds,
             st->n_strong);
    if (st->circle.n) {
        ent_answer_paragraph(a, ENT_TONE_PLAIN,
                             "Nothing holds against every coalition; a shortest circle of breaks:");
        ent_say_circle(m->l, m->w, &st->circle);
    }
    if (st->proof)
        say_kind(m, "Coalition-proof", "no coalition would in a way that itself holds",
                 ENT_STABLE_PROOF, st->kinds, st->n_proof);
    if (st->alpha)
        say_kind(m, "Alpha core", "no coalition would if the others then did their worst",
                 ENT_STABLE_ALPHA, st->kinds, st->n_alpha);
    if (!st->proof || !st->alpha)
        ent_answer_paragraph(a, ENT_TONE_FAINT,
                             "%s not worked out: too many coalitions and states. Put fewer issues "
                             "on the table with --about.",
                             st->proof   ? "The alpha core was"
                             : st->alpha ? "Coalition-proof states were"
                                         : "Coalition-proof states and the alpha core were");
    if (m->f)
        say_kind(m, "Largest consistent set", "those who look ahead may stay", 1, m->f->consistent,
                 m->f->n_consistent);
    else
        ent_answer_paragraph(a, ENT_TONE_FAINT,
                             "What is stable for those who look ahead was not worked out: it takes "
                             "at most %u states.",
                             ENT_FARSIGHTED_STATES);
    say_sets(m);
}

static void add_facts(small *m) {
    ent_answer *a = m->l->answer;
    const ent_stable *st = m->st;
    ent_answer_add_fact(a, "states", NULL, ent_cell_count(a, m->w->n));
    ent_answer_add_fact(a, "nash", NULL, ent_cell_count(a, st->n_nash));
    ent_answer_add_fact(a, "strong_nash", NULL, ent_cell_count(a, st->n_strong));
    if (st->proof)
        ent_answer_add_fact(a, "coalition_proof", NULL, ent_cell_count(a, st->n_proof));
    if (st->alpha)
        ent_answer_add_fact(a, "alpha_core", NULL, ent_cell_count(a, st->n_alpha));
    if (st->beta)
        ent_answer_add_fact(a, "beta_core", NULL, ent_cell_count(a, st->n_beta));
    ent_answer_add_fact(a, "efficient", NULL, ent_cell_count(a, st->n_efficient));
    if (m->f)
        ent_answer_add_fact(a, "consistent", NULL, ent_cell_count(a, m->f->n_consistent));
    if (m->f && m->f->sets)
        ent_answer_add_fact(a, "stable_sets", NULL, ent_cell_count(a, m->f->n_sets));
}

/* What one model says: states that are stable in some sense that was worked out. */
static void tally_states(small *m) {
    ent_tally *t = m->l->tally;
    const ent_stable *st = m->st;
    const struct {
        const char *what, *title;
        bool known;
        const uint8_t *flags;
        uint8_t kind;
    } senses[] = {
        {"nash", "Nash (nobody alone would leave)", true, st->kinds, ENT_STABLE_NASH},
        {"strong_nash", "Strong Nash, the core (no coalition would)", true, st->kinds,
         ENT_STABLE_STRONG},
        {"coalition_proof", "Coalition-proof (no coalition would in a way that itself holds)",
         st->proof, st->kinds, ENT_STABLE_PROOF},
        {"alpha_core", "Alpha core (no coalition would if the others then did their worst)",
         st->alpha, st->kinds, ENT_STABLE_ALPHA},
        {"consistent", "Largest consistent set (those who look ahead may stay)", m->f != NULL,
         m->f ? m->f->consistent : NULL, 1}};
    for (size_t k = 0; k < ENT_COUNT(senses); k++)
        if (senses[k].known)
            ent_tally_several(t, senses[k].what, senses[k].title);
    for (uint32_t i = 0; i < m->w->n; i++) {
        const char *text = NULL;
        for (size_t k = 0; k < ENT_COUNT(senses); k++)
            if (senses[k].known && (senses[k].flags[i] & senses[k].kind))
                ent_tally_so(t, senses[k].what, "", text ? text : (text = state_text(m, i)));
    }
}

ent_status ent_alliance_stable(ent_alliance *l) {
    const ent_request *rq = l->request;
    ent_world *w;
    ent_stable *st;
    ent_farsighted *f = NULL;
    uint64_t needed;
    ent_status status = ent_world_new(&w, l->arena, l->game, ent_everybody(l->game), l->what.about,
                                      false, ENT_STABLE_STATES, &needed, rq->diags);
    if (l->tally)
        ent_tally_heading(l->tally, status == ENT_LIMIT
                                        ? "Which states are stable: there are too many states; "
                                          "put fewer issues on the table with --about"
                                        : "Which states are stable");
    if (status == ENT_LIMIT && !rq->diags->errors) {
        ent_answer_heading(l->answer, "Which states are stable");
        ent_answer_paragraph(l->answer, ENT_TONE_FAINT,
                             "Not worked out: there are up to %s states, and this takes at most "
                             "%u. Put fewer issues on the table with --about.",
                             ent_answer_count_text(l->answer, needed), ENT_STABLE_STATES);
        return ENT_OK;
    }
    ENT_TRY(status);
    ENT_TRY(ent_ask_stable(&st, l->arena, w, &rq->run, rq->diags));
    if (w->n <= ENT_FARSIGHTED_STATES)
        ENT_TRY(ent_ask_farsighted(&f, l->arena, w, &rq->run));
    small m = {l, w, st, f};
    if (l->tally) {
        tally_states(&m);
        return ENT_OK;
    }
    add_facts(&m);
    say(&m);
    add_states(&m);
    add_dominance(&m);
    add_sets(&m);
    add_odd(&m);
    ent_add_circle(l, w, &st->circle);
    return ENT_OK;
}
