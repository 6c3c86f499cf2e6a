/* Two coalitions that differ by one actor, in one pass. See presence.h. */
#include "ask/presence.h"

#include <string.h>

typedef struct tally {
    uint64_t with, without, both;
    ent_shortest appearing, vanishing;
    ent_presence_best best[ENT_MAX_ACTORS]; /* per member of the larger coalition */
} tally;

typedef struct job {
    const ent_bargain *bargain; /* of the larger coalition */
    ent_signal_id with, without;
    const uint64_t *low_changes;
    tally *of_worker;
} job;

/* A deal of the members but one, within the larger coalition's space: what only it could change stays
 * at the status quo. */
static ent_status deal_of_others(ent_signal_id *out, const ent_bargain *b, ent_arena *arena,
                                 uint32_t actor) {
    ent_plan *plan = b->plan;
    uint64_t others = b->what.coalition & ~((uint64_t)1 << actor);
    ent_signal_id one, gains;
    bool asked = false;
    ENT_TRY(ent_plan_and(out, plan, b->package, b->wanted));
    for (uint32_t d = 0; d < plan->n_dims; d++) {
        ent_dim less;
        uint64_t digits = 0;
        ENT_TRY(ent_bargain_dim(&less, b->game, arena, others, plan->dims[d].issue));
        for (uint32_t k = 0; k < plan->dims[d].n; k++)
            for (uint32_t j = 0; j < less.n; j++)
                if (less.outcome[j] == plan->dims[d].outcome[k])
                    digits |= (uint64_t)1 << k;
        ENT_TRY(ent_plan_atom(&one, plan, d, digits));
        ENT_TRY(ent_plan_and(out, plan, *out, one));
    }
    ENT_TRY(ent_plan_const(&gains, plan, false));
    for (size_t m = 0; m < b->n_members; m++) {
        const ent_aim *aim = &b->game->aims[b->members[m]];
        if (b->members[m] == actor)
            continue;
        ENT_TRY(ent_plan_and(out, plan, *out, b->consent[m]));
        ENT_TRY(ent_plan_at_least(&one, plan, b->utility[m], aim->gain));
        ENT_TRY(ent_plan_or(&gains, plan, gains, one));
        asked = asked || !aim->by_reservation;
    }
    for (size_t r = 0; r < b->n_red_lines; r++) {
        if (b->members[b->red_line_of[r]] == actor)
            continue;
        ENT_TRY(ent_plan_not(&one, plan, b->red_line[r]));
        ENT_TRY(ent_plan_and(out, plan, *out, one));
    }
    if (!others || !ent_bargain_settles(b->game, others))
        return ent_plan_const(out, plan, false);
    return asked ? ent_plan_and(out, plan, *out, gains) : ENT_OK;
}

/* ---- the pass ---- */

static void raise(bool *found, ent_i128 *best, ent_i128 value) {
    *best = !*found || value > *best ? value : *best;
    *found = true;
}

static ent_status count_block(void *user, ent_block *block, unsigned worker) {
    const job *j = user;
    const ent_bargain *b = j->bargain;
    const ent_plan *plan = b->plan;
    tally *t = &j->of_worker[worker];
    uint64_t appear[ENT_BLOCK_WORDS], vanish[ENT_BLOCK_WORDS], n_both = 0;
    uint64_t with = ent_block_count(block, j->with), without = ent_block_count(block, j->without);
    if (!with && !without)
        return ENT_OK;
    const uint64_t *x = ent_block_bits(block, j->with), *y = ent_block_bits(block, j->without);
    for (size_t w = 0; w < plan->words; w++) {
        appear[w] = x[w] & ~y[w];
        vanish[w] = y[w] & ~x[w];
        n_both += (uint64_t)__builtin_popcountll(x[w] & y[w]);
    }
    t->with += with;
    t->without += without;
    t->both += n_both;
    ent_shortest_meet(&t->appearing, block, plan, j->low_changes, appear);
    ent_shortest_meet(&t->vanishing, block, plan, j->low_changes, vanish);
    for (size_t m = 0; m < b->n_members; m++) {
        ent_presence_best *best = &t->best[m];
        if (with)
            raise(&best->found_with, &best->with, ent_block_max(block, b->utility[m], x));
        if (without)
            raise(&best->found_without, &best->without, ent_block_max(block, b->utility[m], y));
    }
    return ENT_OK;
}

static void join(tally *to, const tally *from, size_t members) {
    to->with += from->with;
    to->without += from->without;
    to->both += from->both;
    ent_shortest_join(&to->appearing, &from->appearing);
    ent_shortest_join(&to->vanishing, &from->vanishing);
    for (size_t m = 0; m < members; m++) {
        const ent_presence_best *f = &from->best[m];
        if (f->found_with)
            raise(&to->best[m].found_with, &to->best[m].with, f->with);
        if (f->found_without)
            raise(&to->best[m].found_without, &to->best[m].without, f->without);
    }
}

static ent_status witness(bool *has, uint8_t **state, ent_arena *arena, const ent_plan *plan,
                          const ent_shortest *found) {
    *has = found->found;
    if (!(*state = ENT_NEW(arena, uint8_t, plan->game->scenario->n_issues + 1)))
        return ENT_NOMEM;
    if (found->found)
        ent_state_outcomes(*state, plan, found->rank);
    return ENT_OK;
}

static ent_status make_bargain(ent_bargain **out, ent_arena *arena, const ent_game *game,
                               ent_ask_what what, ent_diags *diags) {
    ent_dim *dims;
    size_t n;
    ENT_TRY(ent_thresholds_check(game, what.coalition, diags));
    ENT_TRY(ent_bargain_dims(&dims, &n, arena, game, what));
    return ent_bargain_over(out, arena, game, what, dims, n);
}

ent_status ent_ask_presence(ent_presence **out, ent_arena *arena, const ent_game *game,
                            ent_ask_what what, uint32_t actor, const ent_run *run,
                            ent_diags *diags) {
    unsigned threads = run->threads ? run->threads : 1;
    ent_presence *p = ENT_NEW(arena, ent_presence, 1);
    job j = {.of_worker = ENT_NEW(arena, tally, threads + 1)};
    uint64_t *low_changes;
    ent_bargain *b;
    if (!p || !j.of_worker)
        return ENT_NOMEM;
    *p = (ent_presence){.actor = actor, .member = what.coalition >> actor & 1};
    p->best = ENT_NEW(arena, ent_presence_best, game->scenario->n_actors + 1);
    if (!p->best)
        return ENT_NOMEM;
    what.coalition |= (uint64_t)1 << actor;
    ENT_TRY(make_bargain(&b, arena, game, what, diags));
    ENT_TRY(deal_of_others(&j.without, b, arena, actor));
    ent_signal_id with = b->deal;
    if (!ent_bargain_settles(game, what.coalition))
        ENT_TRY(ent_plan_const(&with, b->plan, false));
    ent_status status = ent_plan_finish(b->plan);
    if (status == ENT_LIMIT)
        ent_bargain_too_large(b, diags);
    ENT_TRY(status);
    ENT_TRY(ent_low_changes(&low_changes, arena, b->plan));
    j.bargain = b;
    j.with = with;
    j.low_changes = low_changes;
    ent_run own = *run;
    own.what = "counting deals with and without an actor";
    ENT_TRY(ent_scan(b->plan, &own, count_block, &j, NULL));
    tally *all = &j.of_worker[threads];
    for (unsigned w = 0; w < threads; w++)
        join(all, &j.of_worker[w], b->n_members);
    p->with = all->with;
    p->without = all->without;
    p->appear = all->with - all->both;
    p->vanish = all->without - all->both;
    for (size_t m = 0; m < b->n_members; m++)
        p->best[b->members[m]] = all->best[m];
    ENT_TRY(witness(&p->has_appearing, &p->appearing, arena, b->plan, &all->appearing));
    ENT_TRY(witness(&p->has_vanishing, &p->vanishing, arena, b->plan, &all->vanishing));
    *out = p;
    return ENT_OK;
}

ent_status ent_ask_more_without(bool *more, bool *has_state, uint8_t *state, const ent_game *game,
                                ent_ask_what what, uint32_t actor, const ent_run *run,
                                ent_diags *diags) {
    ent_presence *p;
    ent_arena *arena = ent_arena_new();
    if (!arena)
        return ENT_NOMEM;
    ent_status status = ent_ask_presence(&p, arena, game, what, actor, run, diags);
    if (status == ENT_OK) {
        *more = p->without > p->with;
        *has_state = *more ? p->has_vanishing : p->has_appearing;
        if (*has_state && state)
            memcpy(state, *more ? p->vanishing : p->appearing, game->scenario->n_issues);
    }
    ent_arena_free(arena);
    return status;
}
