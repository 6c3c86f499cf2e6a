/* Gains per issue against no deal, from the definitions. See why.h. */
#include "ask/why.h"

#include "scenario/eval.h"

#include <string.h>

static bool holds(const ent_game *g, const ent_expr *expr, const uint8_t *state) {
    return ent_expr_holds(expr, state, g->resource_of, g->scenario->n_actors);
}

static ent_i128 size_of(ent_i128 x) {
    return x < 0 ? -x : x;
}

static void add_terms(ent_why *why, const ent_game *g, uint32_t actor) {
    const ent_aim *aim = &g->aims[actor];
    size_t first = why->n_terms;
    for (size_t t = 0; t < aim->n_terms; t++) {
        const ent_term *term = &aim->terms[t];
        ent_why_term one = {.actor = actor, .term = term, .before = ENT_NONE};
        one.gain = ent_term_amount(g, term, why->state);
        one.after =
            term->condition ? holds(g, term->condition, why->state) : why->state[term->issue];
        if (aim->fallback) {
            one.gain -= ent_term_amount(g, term, aim->fallback);
            one.before = term->condition ? holds(g, term->condition, aim->fallback)
                                         : aim->fallback[term->issue];
        }
        if (one.gain == 0 && one.before == one.after)
            continue;
        size_t at = why->n_terms++; /* insertion: largest first, ties in the author's order */
        for (; at > first && size_of(why->terms[at - 1].gain) < size_of(one.gain); at--)
            why->terms[at] = why->terms[at - 1];
        why->terms[at] = one;
    }
}

static bool same_decisions(const ent_scenario *s, const uint8_t *x, const uint8_t *y) {
    for (size_t k = 0; k < s->n_issues; k++)
        if (s->issues[k].kind == ENT_DECIDED && x[k] != y[k])
            return false;
    return true;
}

ent_status ent_ask_why(ent_why **out, ent_arena *arena, const ent_bargain *b,
                       const uint8_t *state) {
    const ent_game *g = b->game;
    const ent_scenario *s = g->scenario;
    ent_why *why = ENT_NEW(arena, ent_why, 1);
    size_t n_terms = 0;
    for (size_t m = 0; m < b->n_members; m++)
        n_terms += g->aims[b->members[m]].n_terms;
    if (!why)
        return ENT_NOMEM;
    why->state = ENT_NEW(arena, uint8_t, s->n_issues + 1);
    why->signs = ENT_NEW(arena, bool, b->n_members + 1);
    why->red_line = ENT_NEW(arena, uint32_t, b->n_members + 1);
    why->utility = ENT_NEW(arena, ent_i128, b->n_members + 1);
    why->terms = ENT_NEW(arena, ent_why_term, n_terms + 1);
    if (!why->state || !why->signs || !why->red_line || !why->utility || !why->terms)
        return ENT_NOMEM;
    memcpy(why->state, state, s->n_issues);
    why->feasible = true;
    for (uint32_t r = 0; r < s->n_rules && why->feasible; r++) {
        why->feasible = holds(g, s->rules[r].expr, state);
        why->broken_rule = r;
    }
    why->is_fallback = g->fallback && same_decisions(s, state, g->fallback);
    bool all_sign = true, somebody_gains = !b->gain_asked;
    for (size_t m = 0; m < b->n_members; m++) {
        const ent_aim *aim = &g->aims[b->members[m]];
        const ent_preference *p = &s->preferences[b->members[m]];
        why->utility[m] = ent_game_utility(g, b->members[m], state);
        why->red_line[m] = ENT_NONE;
        for (uint32_t r = 0; r < p->n_red_lines && why->red_line[m] == ENT_NONE; r++)
            if (holds(g, p->red_lines[r].never, state))
                why->red_line[m] = r;
        why->signs[m] = why->red_line[m] == ENT_NONE && why->utility[m] >= aim->threshold;
        all_sign = all_sign && why->signs[m];
        somebody_gains = somebody_gains || why->utility[m] >= aim->gain;
        add_terms(why, g, b->members[m]);
    }
    why->is_deal = why->feasible && !why->is_fallback && all_sign && somebody_gains;
    *out = why;
    return ENT_OK;
}
