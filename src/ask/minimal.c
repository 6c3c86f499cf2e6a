/* Minimal deals by number of changes. See minimal.h. */
#include "ask/minimal.h"

#include "game/state.h"
#include "scenario/eval.h"

#include <stdlib.h>
#include <string.h>

/* A minimal deal as the set of states that contain it: digits on high dimensions, bits on low ones. */
typedef struct inside {
    const uint32_t *digit; /* per dimension; 0: any */
    uint64_t *low;         /* states of a block that make its low changes */
} inside;

typedef struct found {
    uint64_t *rank; /* room for 2 * limit */
    size_t n;
    uint64_t total;   /* with exactly this many changes */
    uint32_t further; /* least number of changes of longer deals not covered; UINT32_MAX: none */
} found;

typedef struct minimal_job {
    const ent_bargain *bargain;
    const uint64_t *low_changes;
    const inside *known;
    size_t n_known, limit;
    uint32_t changes; /* of this pass */
    found *of_worker;
} minimal_job;

static int by_rank(const void *a, const void *b) {
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

/* Keeps the `limit` least ranks, whatever the order in which they come. */
static void found_add(found *f, uint64_t rank, size_t limit) {
    f->rank[f->n++] = rank;
    f->total++;
    if (f->n == 2 * limit) {
        qsort(f->rank, f->n, sizeof *f->rank, by_rank);
        f->n = limit;
    }
}

/* Takes out the states that contain a known minimal deal. */
static void uncover(const minimal_job *job, const ent_block *block, uint64_t *states) {
    const ent_plan *plan = job->bargain->plan;
    for (size_t k = 0; k < job->n_known; k++) {
        bool fits = true;
        for (size_t i = 0; i < plan->n_high && fits; i++) {
            uint32_t dim = plan->high_dims[i], digit = job->known[k].digit[dim];
            fits = digit == 0 || digit == ent_block_high_digit(block, dim);
        }
        for (size_t w = 0; w < plan->words && fits; w++)
            states[w] &= ~job->known[k].low[w];
    }
}

static ent_status minimal_block(void *user, ent_block *block, unsigned worker) {
    const minimal_job *job = user;
    const ent_plan *plan = job->bargain->plan;
    found *f = &job->of_worker[worker];
    uint64_t left[ENT_BLOCK_WORDS];
    if (ent_block_eval(block, job->bargain->deal) == ENT_BITS_NONE)
        return ENT_OK;
    memcpy(left, ent_block_bits(block, job->bargain->deal), plan->words * sizeof *left);
    uncover(job, block, left);
    uint32_t high = ent_block_high_changes(block, plan);
    for (uint32_t c = 0; c <= plan->n_low; c++) {
        const uint64_t *level = job->low_changes + c * plan->words;
        for (size_t w = 0; w < plan->words; w++) {
            uint64_t bits = left[w] & level[w];
            if (bits && high + c > job->changes && high + c < f->further)
                f->further = high + c;
            for (; bits && high + c == job->changes; bits &= bits - 1)
                found_add(f,
                          ent_state_rank(block, plan,
                                         (uint32_t)(w * 64) + (uint32_t)__builtin_ctzll(bits)),
                          job->limit);
        }
    }
    return ENT_OK;
}

static ent_status inside_new(inside *out, ent_arena *arena, const ent_plan *plan, uint64_t rank) {
    uint32_t *digit = ENT_NEW(arena, uint32_t, plan->n_dims + 1);
    out->low = ENT_NEW(arena, uint64_t, plan->words);
    if (!digit || !out->low)
        return ENT_NOMEM;
    ent_state_digits(digit, plan, rank);
    memcpy(out->low, plan->valid, plan->words * sizeof *out->low);
    for (size_t i = 0; i < plan->n_low; i++) {
        const ent_dim *dim = &plan->dims[plan->low_dims[i]];
        uint32_t k = digit[plan->low_dims[i]];
        for (size_t w = 0; w < plan->words && k; w++)
            out->low[w] &= dim->low_bits[k * plan->words + w];
    }
    out->digit = digit;
    return ENT_OK;
}

/* One pass: the deals with job->changes changes that contain no known one, the first by rank. */
static ent_status pass(minimal_job *job, const ent_run *run, unsigned threads, found *all) {
    for (unsigned w = 0; w < threads; w++) {
        job->of_worker[w].n = 0;
        job->of_worker[w].total = 0;
        job->of_worker[w].further = UINT32_MAX;
    }
    ent_status status = ent_scan(job->bargain->plan, run, minimal_block, job, NULL);
    all->n = 0;
    all->total = 0;
    all->further = UINT32_MAX;
    for (unsigned w = 0; w < threads; w++) {
        const found *f = &job->of_worker[w];
        memcpy(all->rank + all->n, f->rank, f->n * sizeof *f->rank);
        all->n += f->n;
        all->total += f->total;
        all->further = f->further < all->further ? f->further : all->further;
    }
    qsort(all->rank, all->n, sizeof *all->rank, by_rank);
    return status;
}

ent_status ent_ask_minimal(ent_minimal **out, ent_arena *arena, const ent_bargain *b,
                           uint32_t fewest, size_t limit, const ent_run *run) {
    unsigned threads = run->threads ? run->threads : 1;
    ent_minimal *m = ENT_NEW(arena, ent_minimal, 1);
    inside *known = ENT_NEW(arena, inside, limit + 1);
    found all = {.rank = ENT_NEW(arena, uint64_t, 2 * limit * threads)};
    minimal_job job = {
        .bargain = b, .known = known, .limit = limit, .of_worker = ENT_NEW(arena, found, threads)};
    uint64_t *low_changes;
    if (!m || !known || !all.rank || !job.of_worker)
        return ENT_NOMEM;
    m->rank = ENT_NEW(arena, uint64_t, limit + 1);
    m->changes = ENT_NEW(arena, uint32_t, limit + 1);
    for (unsigned w = 0; w < threads; w++)
        if (!(job.of_worker[w].rank = ENT_NEW(arena, uint64_t, 2 * limit)))
            return ENT_NOMEM;
    if (!m->rank || !m->changes)
        return ENT_NOMEM;
    ENT_TRY(ent_low_changes(&low_changes, arena, b->plan));
    job.low_changes = low_changes;
    ent_run own = *run;
    own.what = "finding minimal deals";
    *out = m;
    for (job.changes = fewest; job.changes != UINT32_MAX; job.changes = all.further) {
        ent_status status = pass(&job, &own, threads, &all);
        m->partial = status == ENT_CANCELLED;
        if (status != ENT_OK)
            return status;
        for (size_t i = 0; i < all.n && m->n < limit; i++) {
            ENT_TRY(inside_new(&known[m->n], arena, b->plan, all.rank[i]));
            m->rank[m->n] = all.rank[i];
            m->changes[m->n++] = job.changes;
            all.total--;
        }
        if (all.total > 0)
            return ENT_OK; /* more of this length than there is room for */
        job.n_known = m->n;
    }
    m->complete = true;
    return ENT_OK;
}

/* Whether a state that an actor would bring about alone is allowed: rules, and its own red lines. */
static bool allowed(const ent_game *g, uint32_t actor, const uint8_t *state) {
    const ent_scenario *s = g->scenario;
    const ent_preference *p = &s->preferences[actor];
    for (size_t r = 0; r < s->n_rules; r++)
        if (!ent_expr_holds(s->rules[r].expr, state, g->resource_of, s->n_actors))
            return false;
    for (size_t r = 0; r < p->n_red_lines; r++)
        if (ent_expr_holds(p->red_lines[r].never, state, g->resource_of, s->n_actors))
            return false;
    return true;
}

uint64_t ent_change_alone(const ent_bargain *b, uint64_t rank, uint32_t dim) {
    const ent_game *g = b->game;
    const ent_dim *d = &b->plan->dims[dim];
    uint32_t digit[ENT_MAX_ISSUES];
    uint8_t state[ENT_MAX_ISSUES];
    uint64_t actors = 0;
    if (!g->status_quo)
        return 0;
    ent_state_digits(digit, b->plan, rank);
    uint32_t outcome = d->outcome[digit[dim]];
    memcpy(state, g->status_quo, g->scenario->n_issues);
    state[d->issue] = (uint8_t)outcome;
    ent_state_follow(g->scenario, state, NULL, g->resource_of);
    for (size_t m = 0; m < b->n_members; m++) {
        uint32_t actor = b->members[m];
        uint64_t reach = ent_game_reach(g, (uint64_t)1 << actor, d->issue, g->status_quo[d->issue]);
        if ((reach >> outcome & 1) && allowed(g, actor, state) &&
            ent_game_utility(g, actor, state) > ent_game_utility(g, actor, g->status_quo))
            actors |= (uint64_t)1 << actor;
    }
    return actors;
}
