/* Best replies in turn until nobody moves. See replies.h. */
#include "game/replies.h"

#include "game/bargain.h"
#include "game/state.h"

#include <string.h>

#define MOST_ROUNDS 1000u
#define MOST_STATES ((uint64_t)1 << 36)

/* The best state of a scan so far: most utility, then fewest changes, then the least rank. */
typedef struct reply {
    bool found;
    ent_i128 value;
    uint32_t changes;
    uint64_t rank;
} reply;

typedef struct reply_job {
    const ent_plan *plan;
    uint32_t utility;
    ent_signal_id allowed;
    ent_i128 now; /* only more than this is worth a move */
    reply *of_worker;
} reply_job;

static bool better(const reply *x, const reply *y) {
    if (!x->found || !y->found)
        return x->found;
    if (x->value != y->value)
        return x->value > y->value;
    return x->changes != y->changes ? x->changes < y->changes : x->rank < y->rank;
}

static ent_status reply_block(void *user, ent_block *block, unsigned worker) {
    const reply_job *job = user;
    const ent_plan *plan = job->plan;
    reply *best = &job->of_worker[worker];
    uint64_t equal[ENT_BLOCK_WORDS];
    if (ent_block_eval(block, job->allowed) == ENT_BITS_NONE)
        return ENT_OK;
    const uint64_t *allowed = ent_block_bits(block, job->allowed);
    ent_i128 most = ent_block_max(block, job->utility, allowed);
    if (most <= job->now || (best->found && most < best->value))
        return ENT_OK;
    ent_block_at_least(block, job->utility, most, equal);
    for (size_t w = 0; w < plan->words; w++)
        for (uint64_t bits = equal[w] & allowed[w]; bits; bits &= bits - 1) {
            uint32_t x = (uint32_t)(w * 64) + (uint32_t)__builtin_ctzll(bits);
            uint64_t rank = ent_state_rank(block, plan, x);
            reply here = {true, most, ent_state_changes(plan, rank), rank};
            if (better(&here, best))
                *best = here;
        }
    return ENT_OK;
}

/* What the actor can reach alone from the state, as a plan with what it allows itself. */
static ent_status plan_alone(reply_job *job, ent_arena *arena, const ent_game *game, uint32_t actor,
                             const uint8_t *state) {
    const ent_scenario *s = game->scenario;
    const ent_preference *p = &s->preferences[actor];
    ent_dim *dims = ENT_NEW(arena, ent_dim, s->n_issues + 1);
    size_t n_dims = 0;
    ent_plan *plan;
    ent_signal_id one;
    if (!dims)
        return ENT_NOMEM;
    for (uint32_t k = 0; k < s->n_issues; k++) {
        if (s->issues[k].kind != ENT_DECIDED)
            continue;
        uint64_t reach = ent_game_reach(game, (uint64_t)1 << actor, k, state[k]);
        ent_dim *dim = &dims[n_dims];
        *dim = (ent_dim){.issue = k, .outcome = ENT_NEW(arena, uint8_t, s->issues[k].n_outcomes)};
        if (!dim->outcome)
            return ENT_NOMEM;
        dim->outcome[dim->n++] = state[k];
        for (uint32_t o = 0; o < s->issues[k].n_outcomes; o++)
            if (o != state[k] && (reach >> o & 1))
                dim->outcome[dim->n++] = (uint8_t)o;
        n_dims += dim->n > 1;
    }
    ENT_TRY(ent_plan_new(&plan, arena, game, state, dims, n_dims));
    ENT_TRY(ent_plan_const(&job->allowed, plan, true));
    for (size_t r = 0; r < s->n_rules; r++) {
        ENT_TRY(ent_plan_expr(&one, plan, s->rules[r].expr));
        ENT_TRY(ent_plan_and(&job->allowed, plan, job->allowed, one));
    }
    for (size_t r = 0; r < p->n_red_lines; r++) {
        ENT_TRY(ent_plan_expr(&one, plan, p->red_lines[r].never));
        ENT_TRY(ent_plan_not(&one, plan, one));
        ENT_TRY(ent_plan_and(&job->allowed, plan, job->allowed, one));
    }
    ENT_TRY(ent_plan_utility(&job->utility, plan, actor));
    job->plan = plan;
    job->now = ent_game_utility(game, actor, state);
    ENT_TRY(ent_plan_finish(plan));
    return plan->n_states > MOST_STATES ? ENT_LIMIT : ENT_OK;
}

static ent_status too_many(const ent_game *game, uint32_t actor, ent_diags *diags) {
    const ent_actor *a = &game->scenario->actors[actor];
    ent_diag(diags, ENT_E0422, a->said.span, a->said.path,
             "leave --fallback out, and write what is expected of no deal under `fallback`",
             "%s alone can bring about too many states to find the one it likes best", a->id);
    return ENT_LIMIT;
}

/* The actor moves in `state`, if it can gain by that. */
static ent_status move(uint8_t *state, bool *moved, ent_arena *arena, const ent_game *game,
                       uint32_t actor, const ent_run *run, ent_diags *diags) {
    unsigned threads = run->threads ? run->threads : 1;
    reply_job job = {.of_worker = ENT_NEW(arena, reply, threads)};
    if (!job.of_worker)
        return ENT_NOMEM;
    ent_status status = plan_alone(&job, arena, game, actor, state);
    if (status == ENT_LIMIT)
        return too_many(game, actor, diags);
    ENT_TRY(status);
    *moved = false;
    if (job.plan->n_dims == 0)
        return ENT_OK;
    ent_run own = *run;
    own.what = "finding what members do alone";
    ENT_TRY(ent_scan(job.plan, &own, reply_block, &job, NULL));
    reply best = {0};
    for (unsigned w = 0; w < threads; w++)
        if (better(&job.of_worker[w], &best))
            best = job.of_worker[w];
    *moved = best.found;
    if (best.found)
        ent_state_outcomes(state, job.plan, best.rank);
    return ENT_OK;
}

/* ---- rounds ---- */

typedef struct rounds {
    ent_game *game;
    uint64_t coalition;
    ent_arena *scratch;
    uint8_t *seen; /* a state per round gone through */
    size_t n, cap;
} rounds;

static ent_status circle(const rounds *r, size_t since, const uint8_t *state, ent_diags *diags) {
    const ent_scenario *s = r->game->scenario;
    ent_buffer names = {0};
    ent_span nowhere = {0};
    for (size_t k = 0; k < s->n_issues; k++) {
        bool turns = false;
        for (size_t i = since; i < r->n; i++)
            turns = turns || r->seen[i * s->n_issues + k] != state[k];
        if (turns && s->issues[k].kind == ENT_DECIDED)
            ent_buffer_printf(&names, "%s%s", names.len ? ", " : "", s->issues[k].id);
    }
    ent_diag(diags, ENT_E0420, nowhere, "",
             "leave --fallback out, and write what is expected of no deal under `fallback`",
             "alone, the members go round in a circle and come to no rest: %s changes again and "
             "again",
             names.data ? names.data : "something");
    bool failed = names.failed;
    ent_buffer_free(&names);
    return failed ? ENT_NOMEM : ENT_ERROR;
}

/* Remembers the state after a round; a state seen before comes again and again. */
static ent_status remember(rounds *r, const uint8_t *state, ent_diags *diags) {
    size_t width = r->game->scenario->n_issues;
    for (size_t i = 0; i < r->n; i++)
        if (memcmp(r->seen + i * width, state, width) == 0)
            return circle(r, i, state, diags);
    if (r->n == MOST_ROUNDS)
        return circle(r, r->n - 1, state, diags);
    memcpy(r->seen + r->n++ * width, state, width);
    return ENT_OK;
}

static ent_status one_round(rounds *r, uint8_t *state, ent_replies *replies, bool *moved,
                            const ent_run *run, ent_diags *diags) {
    const ent_scenario *s = r->game->scenario;
    uint8_t before[ENT_MAX_ISSUES];
    *moved = false;
    replies->rounds++;
    for (uint32_t a = 0; a < s->n_actors; a++) {
        bool moves;
        if (!(r->coalition >> a & 1))
            continue;
        memcpy(before, state, s->n_issues);
        ent_mark mark = ent_arena_mark(r->scratch);
        ent_status status = move(state, &moves, r->scratch, r->game, a, run, diags);
        ent_arena_rewind(r->scratch, mark);
        ENT_TRY(status);
        *moved = *moved || moves;
        for (size_t k = 0; k < s->n_issues; k++)
            if (before[k] != state[k])
                replies->mover[k] = a;
    }
    return ENT_OK;
}

static ent_status settle(rounds *r, uint8_t *state, ent_replies *replies, const ent_run *run,
                         ent_diags *diags) {
    bool moved = true;
    r->seen = ENT_NEW(r->scratch, uint8_t, MOST_ROUNDS * (r->game->scenario->n_issues + 1));
    if (!r->seen)
        return ENT_NOMEM;
    while (moved) {
        ENT_TRY(remember(r, state, diags));
        ENT_TRY(one_round(r, state, replies, &moved, run, diags));
    }
    return ENT_OK;
}

static void expect(ent_game *game, uint8_t *state) {
    game->fallback = state;
    for (uint32_t a = 0; a < game->scenario->n_actors; a++) {
        ent_aim *aim = &game->aims[a];
        aim->fallback = state;
        if (aim->by_reservation)
            continue;
        aim->threshold = ent_game_utility(game, a, state);
        aim->gain = aim->threshold + 1;
        aim->threshold_exact = ent_game_number(game, a, aim->threshold);
    }
}

ent_status ent_replies_fallback(ent_replies **out, ent_game *game, uint64_t coalition,
                                const ent_run *run, ent_diags *diags) {
    size_t n = game->scenario->n_issues;
    if (!game->status_quo) {
        ent_span nowhere = {0};
        ent_diag(diags, ENT_E0421, nowhere, "", "give every decided issue a `status quo`",
                 "what members do alone starts from the status quo, and there is none");
        return ENT_ERROR;
    }
    ent_replies *replies = ENT_NEW(game->arena, ent_replies, 1);
    uint8_t *state = ENT_NEW(game->arena, uint8_t, n + 1);
    uint32_t *mover = ENT_NEW(game->arena, uint32_t, n + 1);
    if (!replies || !state || !mover)
        return ENT_NOMEM;
    memcpy(state, game->status_quo, n);
    memset(mover, 0xFF, n * sizeof *mover); /* ENT_NONE */
    *replies = (ent_replies){.state = state, .mover = mover};
    rounds r = {.game = game, .coalition = coalition, .scratch = ent_arena_new()};
    if (!r.scratch)
        return ENT_NOMEM;
    ent_status status = settle(&r, state, replies, run, diags);
    ent_arena_free(r.scratch);
    ENT_TRY(status);
    expect(game, state);
    *out = replies;
    return ENT_OK;
}
