/* Which of two states an actor puts higher, in all models at once. See models.h.
 *
 * The difference of two states' worth is bounded as a gain is (bounds.h), with the second state in the
 * place of what the actor expects of no deal. Where totals over open resources decide what follows, or
 * whether a condition holds, they must come out the same at both ends of all ranges.
 */
#include "game/bounds.h"
#include "scenario/eval.h"

#include <string.h>

typedef struct weighing {
    const ent_models *models;
    const ent_scenario *scenario;
    const ent_aim *aim;
    ent_arena *arena;
    ent_number *end[2]; /* every resource at its least, and at its greatest */
} weighing;

static ent_status find_ends(weighing *w) {
    const ent_scenario *s = w->scenario;
    for (int high = 0; high < 2; high++) {
        w->end[high] = ENT_NEW(w->arena, ent_number, s->n_resources * s->n_actors + 1);
        if (!w->end[high])
            return ENT_NOMEM;
        for (size_t r = 0; r < s->n_resources; r++)
            for (size_t a = 0; a < s->n_actors; a++) {
                ent_range range = s->actors[a].resources[r];
                w->end[high][r * s->n_actors + a] = high ? range.hi : range.lo;
            }
    }
    return ENT_OK;
}

/* Whether the totals in an expression come out the same in all models, in one state. */
static bool is_settled(const weighing *w, const ent_expr *e, const uint8_t *state) {
    size_t n = w->scenario->n_actors;
    bool same = true;
    for (size_t i = 0; i < e->n; i++)
        if (!is_settled(w, e->arg[i], state))
            return false;
    if (e->op != ENT_EXPR_TOTAL || e->resource == ENT_NONE)
        return true;
    for (size_t t = 0; t < e->n; t++) {
        size_t own = e->resource * n + e->actors[t];
        same = same && (!ent_expr_holds(e->arg[t], state, w->end[0], n) ||
                        ent_number_cmp(w->end[0][own], w->end[1][own]) == 0);
    }
    bool monotone = e->relation != ENT_REL_EQ && e->relation != ENT_REL_NE;
    return same || (monotone && ent_expr_holds(e, state, w->end[0], n) ==
                                    ent_expr_holds(e, state, w->end[1], n));
}

/* Works out what follows; *settled: it is the same in all models, and so are the actor's conditions. */
static ent_status complete(uint8_t **out, bool *settled, const weighing *w, ent_outcomes from) {
    const ent_scenario *s = w->scenario;
    uint8_t *state = *out = ENT_NEW(w->arena, uint8_t, s->n_issues + 1);
    if (!state)
        return ENT_NOMEM;
    memcpy(state, from.state, s->n_issues);
    ent_state_follow(s, state, from.pinned, w->end[0]);
    for (size_t k = 0; k < s->n_issues; k++)
        for (size_t l = 0; l < s->issues[k].n_follows; l++) {
            const ent_expr *when = s->issues[k].follows[l].when;
            *settled = *settled && (!when || is_settled(w, when, state));
        }
    for (size_t t = 0; t < w->aim->n_terms; t++) {
        const ent_expr *condition = w->aim->terms[t].condition;
        *settled = *settled && (!condition || is_settled(w, condition, state));
    }
    return ENT_OK;
}

/* By weights and values; they are known where a form of preference has none. */
static ent_status weigh(ent_proof *out, const weighing *w, uint32_t actor, const uint8_t *these,
                        uint8_t *those) {
    const ent_scenario *s = w->scenario;
    ent_game game = *w->models->central;
    ent_aim *aims = ENT_NEW(w->arena, ent_aim, s->n_actors);
    uint8_t *digit = ENT_NEW(w->arena, uint8_t, w->aim->n_terms + 1);
    ent_bounds bounds;
    if (!aims || !digit)
        return ENT_NOMEM;
    memcpy(aims, game.aims, s->n_actors * sizeof *aims);
    aims[actor].fallback = those;
    aims[actor].by_reservation = false;
    game.aims = aims;
    game.resource_of = w->end[0];
    if (s->preferences[actor].form > ENT_FORM_WORTH) {
        bool more = ent_game_utility(&game, actor, these) > ent_game_utility(&game, actor, those);
        *out = more ? ENT_PROOF_ALWAYS : ENT_PROOF_NEVER;
        return ENT_OK;
    }
    for (size_t t = 0; t < w->aim->n_terms; t++) {
        const ent_term *term = &w->aim->terms[t];
        digit[t] = term->condition
                       ? ent_expr_holds(term->condition, these, game.resource_of, s->n_actors)
                       : these[term->issue];
    }
    ENT_TRY(ent_bounds_new(&bounds, w->arena, w->models, &game, actor));
    if (ent_bounds_least(&bounds, digit, 0) == ENT_LEAST_ABOVE)
        *out = ENT_PROOF_ALWAYS;
    else if (ent_bounds_least(&bounds, digit, 1) != ENT_LEAST_BELOW)
        *out = ENT_PROOF_NEVER;
    return ENT_OK;
}

ent_status ent_models_prefer(ent_proof *out, const ent_models *models, uint32_t actor,
                             ent_outcomes these, ent_outcomes those) {
    weighing w = {.models = models,
                  .scenario = models->scenario,
                  .aim = &models->central->aims[actor],
                  .arena = ent_arena_new()};
    uint8_t *this = NULL, *that = NULL;
    bool settled = true;
    *out = ENT_PROOF_NONE;
    if (!w.arena)
        return ENT_NOMEM;
    ent_status status = find_ends(&w);
    if (status == ENT_OK)
        status = complete(&this, &settled, &w, these);
    if (status == ENT_OK)
        status = complete(&that, &settled, &w, those);
    if (status == ENT_OK && settled)
        status = weigh(out, &w, actor, this, that);
    ent_arena_free(w.arena);
    return status;
}
