/* What would make a state an equilibrium, or unmake it, in the answer of `moves`. */
#include "answer/moving.h"
#include "ask/change.h"

#include <string.h>

static ent_concept asked_concept(const ent_moving *m) {
    return m->request->concept ? ent_concept_find(m->request->concept) : ENT_CONCEPT_SEQ;
}

/* Comparisons that a formula is written with, rows that all are listed in, ways told in a sentence. */
#define IN_A_FORMULA 1000u
#define IN_A_TABLE 10000u
#define WAYS_TOLD 5u

/* ---- conditions ---- */

static size_t comparisons(const ent_inverse *v) {
    size_t n = 0;
    for (uint32_t i = 0; i < v->n; i++)
        for (uint32_t k = 0; k < v->demands[i].n; k++)
            n += v->demands[i].ways[k].n;
    return n;
}

/* "this >= #5 and (this >= #4 or (this >= #9 and this >= #10))" */
static const char *formula(const ent_moving *m, const ent_inverse *v) {
    ent_buffer text = {0};
    for (uint32_t i = 0; i < v->n; i++) {
        const ent_demand *d = &v->demands[i];
        bool brackets = v->n > 1 && d->n > 1;
        ent_buffer_printf(&text, "%s%s", i ? " and " : "", brackets ? "(" : "");
        for (uint32_t k = 0; k < d->n; k++) {
            const ent_way *way = &d->ways[k];
            bool several = d->n > 1 && way->n > 1;
            ent_buffer_printf(&text, "%s%s", k ? " or " : "", several ? "(" : "");
            for (uint32_t c = 0; c < way->n; c++)
                ent_buffer_printf(&text, "%sthis %s #%lu", c ? " and " : "",
                                  way->comparison[c].above ? ">" : ">=",
                                  (unsigned long)way->comparison[c].state + 1);
            ent_buffer_put(&text, several ? ")" : "");
        }
        ent_buffer_put(&text, brackets ? ")" : "");
    }
    return ent_moving_text(m, &text);
}

static void add_conditions(const ent_moving *m, const ent_change *change) {
    static const ent_column columns[] = {
        {"actor", NULL, ENT_CELL_TEXT}, {"demand", NULL, ENT_CELL_INTEGER},
        {"move", NULL, ENT_CELL_TEXT},  {"way", NULL, ENT_CELL_INTEGER},
        {"above", NULL, ENT_CELL_BOOL}, {"number", NULL, ENT_CELL_INTEGER},
        {"state", NULL, ENT_CELL_TEXT}};
    ent_answer *a = m->answer;
    ent_table *t = ent_answer_add_table(a, "conditions", NULL, columns, ENT_COUNT(columns));
    uint64_t all = 0;
    for (uint32_t l = 0; l < change->n; l++) {
        const ent_lever *lever = &change->lever[l];
        for (uint32_t i = 0; i < lever->inverse.n; i++)
            for (uint32_t k = 0; k < lever->inverse.demands[i].n; k++) {
                const ent_demand *d = &lever->inverse.demands[i];
                for (uint32_t c = 0; c < d->ways[k].n && all++ < IN_A_TABLE; c++) {
                    const ent_compared *compared = &d->ways[k].comparison[c];
                    ent_cell *row = ent_table_row(a, t);
                    ent_row_set(row, 0, ent_cell_text(a, m->scenario->actors[lever->actor].id));
                    ent_row_set(row, 1, ent_cell_count(a, i + 1));
                    ent_row_set(row, 2, ent_cell_text(a, ent_state_text(m, d->to)));
                    ent_row_set(row, 3, ent_cell_count(a, k + 1));
                    ent_row_set(row, 4, ent_cell_bool(compared->above));
                    ent_row_set(row, 5, ent_cell_count(a, (uint64_t)compared->state + 1));
                    ent_row_set(row, 6, ent_cell_text(a, ent_state_text(m, compared->state)));
                }
            }
    }
    ent_answer_add_fact(a, "conditions_left_out", NULL,
                        ent_cell_count(a, all > IN_A_TABLE ? all - IN_A_TABLE : 0));
}

/* "one of: plant = accepts; both pressure = on and the status quo" */
static void word_ways(ent_buffer *out, const ent_moving *m, const ent_demand *d) {
    for (uint32_t k = 0; k < d->n && k < WAYS_TOLD; k++) {
        const ent_way *way = &d->ways[k];
        ent_buffer_printf(out, "%s%s", k ? "; or " : "",
                          way->n > 2   ? "all of "
                          : way->n > 1 ? "both "
                                       : "");
        for (uint32_t c = 0; c < way->n && c < WAYS_TOLD; c++) {
            ent_buffer_printf(out, "%s%s#%lu ", c ? " and " : "",
                              way->comparison[c].above ? "better than " : "",
                              (unsigned long)way->comparison[c].state + 1);
            ent_word_state(out, m, way->comparison[c].state);
        }
        if (way->n > WAYS_TOLD)
            ent_buffer_printf(out, " and %lu more", (unsigned long)(way->n - WAYS_TOLD));
    }
    if (d->n > WAYS_TOLD)
        ent_buffer_printf(out, "; or %lu more", (unsigned long)(d->n - WAYS_TOLD));
}

static void say_demands(const ent_moving *m, const ent_inverse *v) {
    ent_answer *a = m->answer;
    size_t most = m->request->limit;
    if (!v->known)
        ent_answer_item(a, 4, "too many states matter to say exactly when it stays");
    if (v->n)
        ent_answer_item(a, 4, "it stays exactly when it likes this state at least as well as%s",
                        v->n > 1 ? " each of" : "");
    for (uint32_t i = 0; i < v->n && i < most; i++) {
        ent_buffer text = {0};
        word_ways(&text, m, &v->demands[i]);
        ent_answer_item(a, 8, "%s", ent_moving_text(m, &text));
    }
    if (v->n > most)
        ent_answer_item(a, 8, "and %lu more: --limit shows them, --table conditions lists all",
                        (unsigned long)(v->n - most));
}

/* ---- levers ---- */

static void add_levers(const ent_moving *m, const ent_change *change) {
    static const ent_column columns[] = {
        {"actor", "Actor", ENT_CELL_TEXT},    {"stays", "Stays", ENT_CELL_BOOL},
        {"raise", "Raise", ENT_CELL_INTEGER}, {"lower", "Lower", ENT_CELL_INTEGER},
        {"share", "Share", ENT_CELL_NUMBER},  {"rankings", NULL, ENT_CELL_TEXT},
        {"rounded", NULL, ENT_CELL_BOOL},     {"level", NULL, ENT_CELL_TEXT},
        {"tempted", NULL, ENT_CELL_TEXT},     {"condition", NULL, ENT_CELL_TEXT},
        {"together", NULL, ENT_CELL_INTEGER}};
    ent_answer *a = m->answer;
    ent_table *t = ent_answer_add_table(a, "levers", NULL, columns, ENT_COUNT(columns));
    for (uint32_t i = 0; i < change->n; i++) {
        const ent_lever *l = &change->lever[i];
        ent_cell *row = ent_table_row(a, t);
        ent_row_set(row, 0, ent_cell_text(a, m->scenario->actors[l->actor].id));
        ent_row_set(row, 1, ent_cell_bool(l->stays));
        if (!l->stays)
            ent_row_set(row, 2, ent_cell_count(a, l->swaps));
        else if (l->can_leave)
            ent_row_set(row, 3, ent_cell_count(a, l->slack));
        const ent_inverse *v = &l->inverse;
        if (v->counted) {
            ent_row_set(row, 4, ent_cell_number(a, v->share));
            ent_row_set(row, 5, ent_cell_text(a, v->rankings ? v->rankings : ""));
            ent_row_set(row, 6, ent_cell_bool(!v->share_exact));
        }
        if (!l->stays && l->level != ENT_NONE)
            ent_row_set(row, 7, ent_cell_text(a, ent_state_text(m, l->level)));
        if (l->tempted != ENT_NONE)
            ent_row_set(row, 8, ent_cell_text(a, ent_state_text(m, l->tempted)));
        if (v->known && comparisons(v) <= IN_A_FORMULA)
            ent_row_set(row, 9, ent_cell_text(a, formula(m, v)));
        if (change->together)
            ent_row_set(row, 10, ent_cell_count(a, l->together));
    }
}

/* "383,201,280" */
static const char *with_commas(ent_answer *a, const char *digits) {
    ent_buffer text = {0};
    size_t n = strlen(digits);
    for (size_t i = 0; i < n; i++) {
        ent_buffer_put(&text, i && (n - i) % 3 == 0 ? "," : "");
        ent_buffer_put_n(&text, digits + i, 1);
    }
    const char *copy = text.failed ? NULL : ent_arena_text(a->arena, text.data ? text.data : "");
    ent_buffer_free(&text);
    a->failed = a->failed || !copy;
    return copy ? copy : "";
}

static void say_lever(const ent_moving *m, const ent_lever *l) {
    ent_answer *a = m->answer;
    const char *actor = m->scenario->actors[l->actor].id;
    if (!l->stays && l->level == ENT_NONE)
        ent_answer_item(a, 0,
                        "%s moves now; it would stay if it liked this state a little better "
                        "than those it finds as good",
                        actor);
    else if (!l->stays)
        ent_answer_item(a, 0,
                        "%s moves now; it would stay if this state rose past %s other%s in its "
                        "ranking, up to just above: %s",
                        actor, ent_answer_count_text(a, l->swaps), l->swaps == 1 ? "" : "s",
                        ent_state_text(m, l->level));
    else if (!l->can_leave)
        ent_answer_item(a, 0, "%s stays, whatever it prefers", actor);
    else
        ent_answer_item(a, 0,
                        "%s stays; it would move, to %s, if this state fell past %s other%s in its "
                        "ranking",
                        actor, ent_state_text(m, l->tempted), ent_answer_count_text(a, l->slack),
                        l->slack == 1 ? "" : "s");
    say_demands(m, &l->inverse);
    if (l->can_leave && l->inverse.counted && l->inverse.rankings && m->graph->n_states <= 12)
        ent_answer_item(a, 4, "%s of all strict rankings of the %lu states are such",
                        with_commas(a, l->inverse.rankings), (unsigned long)m->graph->n_states);
}

/* The actor through whom the verdict is changed with the fewest swaps. */
static const ent_lever *best_lever(const ent_change *change, uint32_t *moving) {
    const ent_lever *best = NULL;
    *moving = 0;
    for (uint32_t i = 0; i < change->n; i++) {
        const ent_lever *l = &change->lever[i];
        *moving += !l->stays;
        if (change->equilibrium ? !l->can_leave : l->stays)
            continue;
        uint32_t cost = change->equilibrium ? l->slack : l->swaps;
        uint32_t least = !best ? 0 : change->equilibrium ? best->slack : best->swaps;
        if (!best || cost < least)
            best = l;
    }
    return best;
}

static void say_verdict(const ent_moving *m, const ent_change *change, uint32_t moving) {
    ent_answer *a = m->answer;
    ent_concept c = change->concept;
    bool own = c == ENT_CONCEPT_R || c == ENT_CONCEPT_GMR || c == ENT_CONCEPT_SMR;
    ent_answer_paragraph(
        a, ENT_TONE_BAD, "%s would move (%s). %s",
        moving == 1 ? "One actor" : ent_answer_count_text(a, moving), ent_concept_name(c),
        own ? "With the changes below, and no smaller ones, all would stay."
        : change->after
            ? "With the changes below all would stay; each is the least while the others' "
              "preferences are as they are."
            : "Each change below is the least while the others' preferences are as they are. "
              "Together they are not enough: who changes also answers others otherwise.");
}

static void say_together(const ent_moving *m, const ent_change *change) {
    ent_answer *a = m->answer;
    ent_buffer text = {0};
    uint32_t n = 0;
    for (uint32_t i = 0; i < change->n; i++)
        if (change->lever[i].together)
            ent_buffer_printf(&text, "%s%s past %s", n++ ? ", " : "",
                              m->scenario->actors[change->lever[i].actor].id,
                              ent_answer_count_text(a, change->lever[i].together));
    ent_answer_paragraph(a, ENT_TONE_PLAIN,
                         "All would stay at once if this state rose further: %s.",
                         ent_moving_text(m, &text));
}

/* SIM puts moves together, which takes states that are made of something. */
static bool cannot_ask(const ent_moving *m, ent_concept c) {
    if (c != ENT_CONCEPT_SIM || m->graph->n_digits || m->graph->n_states < 2)
        return false;
    ent_diag(m->request->diags, ENT_E0445, (ent_span){0}, "", "ask with another --concept",
             "SIM needs states that are made of issues");
    return true;
}

ent_status ent_moving_say_change(const ent_moving *m) {
    ent_answer *a = m->answer;
    ent_concept c = asked_concept(m);
    ent_change *change;
    uint32_t moving;
    if (cannot_ask(m, c))
        return ENT_ERROR;
    ent_status status =
        ent_ask_change(&change, m->arena, m->graph, &m->rules, c, m->make, &m->request->run);
    if (status == ENT_LIMIT)
        ent_diag(m->request->diags, ENT_E0436, (ent_span){0}, "",
                 "use --sanction sequence, or look at fewer issues",
                 "there are too many ways for the others to answer");
    ENT_TRY(status);
    const ent_lever *best = best_lever(change, &moving);
    ent_answer_heading(a, "State %lu: %s", (unsigned long)m->make + 1, ent_state_text(m, m->make));
    ent_answer_add_fact(a, "concept", NULL, ent_cell_text(a, ent_concept_name(c)));
    ent_answer_add_fact(a, "equilibrium", NULL, ent_cell_bool(change->equilibrium));
    ent_answer_add_fact(a, "equilibrium_after", NULL, ent_cell_bool(change->after));
    if (change->equilibrium)
        ent_answer_paragraph(a, ENT_TONE_GOOD, "Every actor would stay (%s).", ent_concept_name(c));
    else
        say_verdict(m, change, moving);
    for (uint32_t i = 0; i < change->n; i++)
        say_lever(m, &change->lever[i]);
    if (change->together)
        say_together(m, change);
    if (best && (change->equilibrium || moving > 1))
        ent_answer_paragraph(a, ENT_TONE_PLAIN, "%s is nearest to another verdict.",
                             m->scenario->actors[best->actor].id);
    ent_answer_paragraph(a, ENT_TONE_FAINT,
                         "Share: of all strict rankings of the states that the actor might have, "
                         "the others being as they are, how many make it stay.");
    if (best)
        ent_answer_add_fact(a, "lever", NULL,
                            ent_cell_text(a, m->scenario->actors[best->actor].id));
    add_levers(m, change);
    add_conditions(m, change);
    return ENT_OK;
}
