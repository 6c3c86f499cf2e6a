/* Log-rolling pairs, and chains of steps that everybody takes. See trades.h. */
#include "ask/trades.h"

#include "game/state.h"
#include "scenario/eval.h"

#include <string.h>

/* ---- one state at a time ---- */

/* A state as digits, with what may be asked of it. */
typedef struct here {
    const ent_bargain *b;
    uint32_t digit[2 * ENT_MAX_ISSUES];
    uint8_t outcome[ENT_MAX_ISSUES];
} here;

static void at_rank(here *h, const ent_bargain *b, uint64_t rank) {
    h->b = b;
    ent_state_digits(h->digit, b->plan, rank);
}

static uint64_t rank_of(const here *h) {
    uint64_t rank = 0;
    for (size_t d = 0; d < h->b->plan->n_dims; d++)
        rank = rank * h->b->plan->dims[d].n + h->digit[d];
    return rank;
}

/* Outcomes of all issues from the digits. */
static void follow(here *h) {
    const ent_plan *plan = h->b->plan;
    const ent_scenario *s = h->b->game->scenario;
    memcpy(h->outcome, plan->fixed, s->n_issues);
    for (size_t d = 0; d < plan->n_dims; d++)
        h->outcome[plan->dims[d].issue] = plan->dims[d].outcome[h->digit[d]];
    ent_state_follow(s, h->outcome, NULL, h->b->game->resource_of);
}

/* Every rule holds and no member's red line is touched. */
static bool allowed(const here *h) {
    const ent_game *g = h->b->game;
    const ent_scenario *s = g->scenario;
    for (size_t r = 0; r < s->n_rules; r++)
        if (!ent_expr_holds(s->rules[r].expr, h->outcome, g->resource_of, s->n_actors))
            return false;
    for (size_t m = 0; m < h->b->n_members; m++) {
        const ent_preference *p = &s->preferences[h->b->members[m]];
        for (size_t r = 0; r < p->n_red_lines; r++)
            if (ent_expr_holds(p->red_lines[r].never, h->outcome, g->resource_of, s->n_actors))
                return false;
    }
    return true;
}

static void utilities(const here *h, ent_i128 *u) {
    for (size_t m = 0; m < h->b->n_members; m++)
        u[m] = ent_game_utility(h->b->game, h->b->members[m], h->outcome);
}

/* ---- trades ---- */

typedef struct trader {
    const ent_bargain *b;
    here now;
    ent_i128 *start;   /* utilities of the package */
    ent_i128 **single; /* per dimension: gains of changing it alone, [digit * members + member] */
    ent_i128 *both;    /* gains of the two changes */
    ent_trades *found;
    size_t limit, n_bad;
    ent_trade *bad; /* those that leave somebody worse off, in order */
} trader;

static ent_status singles(trader *t, ent_arena *arena) {
    const ent_plan *plan = t->b->plan;
    size_t n = t->b->n_members;
    for (size_t d = 0; d < plan->n_dims; d++) {
        uint32_t kept = t->now.digit[d];
        if (!(t->single[d] = ENT_NEW(arena, ent_i128, plan->dims[d].n * n)))
            return ENT_NOMEM;
        for (uint32_t v = 0; v < plan->dims[d].n; v++) {
            ent_i128 *gain = t->single[d] + v * n;
            t->now.digit[d] = v;
            follow(&t->now);
            utilities(&t->now, gain);
            for (size_t m = 0; m < n; m++)
                gain[m] -= t->start[m];
        }
        t->now.digit[d] = kept;
    }
    return ENT_OK;
}

static void note(trader *t, const ent_trade *trade) {
    ent_trades *f = t->found;
    f->total++;
    f->total_ok += trade->others_ok;
    if (trade->others_ok && f->n < t->limit)
        f->trade[f->n++] = *trade;
    else if (!trade->others_ok && t->n_bad < t->limit)
        t->bad[t->n_bad++] = *trade;
}

/* Members a and b, the former giving digit x on dimension k, the latter y on l. */
static void try_members(trader *t, uint32_t a, uint32_t b, uint32_t k, uint32_t x, uint32_t l,
                        uint32_t y) {
    size_t n = t->b->n_members;
    const ent_i128 *first = t->single[k] + x * n, *second = t->single[l] + y * n;
    if (!(first[a] < 0 && first[b] > 0 && second[a] > 0 && second[b] < 0))
        return;
    if (!(t->both[a] > 0 && t->both[b] > 0))
        return;
    ent_trade trade = {{{a, k, t->now.digit[k], x, -first[a], t->both[a]},
                        {b, l, t->now.digit[l], y, -second[b], t->both[b]}},
                       true};
    for (size_t m = 0; m < n; m++)
        trade.others_ok = trade.others_ok && t->both[m] >= 0;
    note(t, &trade);
}

/* Whether any two members could trade these changes, so that most pairs cost no evaluation. */
static bool worth_a_look(const trader *t, uint32_t k, uint32_t x, uint32_t l, uint32_t y) {
    size_t n = t->b->n_members;
    const ent_i128 *first = t->single[k] + x * n, *second = t->single[l] + y * n;
    bool gives = false, gets = false;
    for (size_t m = 0; m < n; m++) {
        gives = gives || (first[m] < 0 && second[m] > 0);
        gets = gets || (first[m] > 0 && second[m] < 0);
    }
    return gives && gets;
}

static void try_changes(trader *t, uint32_t k, uint32_t x, uint32_t l, uint32_t y) {
    uint32_t n = (uint32_t)t->b->n_members;
    if (!worth_a_look(t, k, x, l, y))
        return;
    here after = t->now;
    after.digit[k] = x;
    after.digit[l] = y;
    follow(&after);
    if (!allowed(&after))
        return;
    utilities(&after, t->both);
    for (size_t m = 0; m < n; m++)
        t->both[m] -= t->start[m];
    for (uint32_t a = 0; a < n; a++)
        for (uint32_t b = a + 1; b < n; b++) {
            try_members(t, a, b, k, x, l, y);
            try_members(t, a, b, l, y, k, x);
        }
}

ent_status ent_ask_trades(ent_trades **out, ent_arena *arena, const ent_bargain *b, uint64_t from,
                          size_t limit) {
    const ent_plan *plan = b->plan;
    trader t = {.b = b, .limit = limit, .found = ENT_NEW(arena, ent_trades, 1)};
    t.start = ENT_NEW(arena, ent_i128, b->n_members + 1);
    t.both = ENT_NEW(arena, ent_i128, b->n_members + 1);
    t.single = ENT_NEW(arena, ent_i128 *, plan->n_dims + 1);
    t.bad = ENT_NEW(arena, ent_trade, limit);
    if (!t.found || !t.start || !t.both || !t.single || !t.bad)
        return ENT_NOMEM;
    if (!(t.found->trade = ENT_NEW(arena, ent_trade, limit)))
        return ENT_NOMEM;
    at_rank(&t.now, b, from);
    follow(&t.now);
    utilities(&t.now, t.start);
    ENT_TRY(singles(&t, arena));
    for (uint32_t k = 0; k < plan->n_dims; k++)
        for (uint32_t l = k + 1; l < plan->n_dims; l++)
            for (uint32_t x = 0; x < plan->dims[k].n; x++)
                for (uint32_t y = 0; y < plan->dims[l].n; y++)
                    try_changes(&t, k, x, l, y);
    for (size_t i = 0; i < t.n_bad && t.found->n < limit; i++)
        t.found->trade[t.found->n++] = t.bad[i];
    *out = t.found;
    return ENT_OK;
}

/* ---- steps ---- */

/* The best next state so far. */
typedef struct step {
    bool found;
    uint32_t changes; /* against where the step starts */
    uint32_t gainers; /* members that find it better */
    uint64_t rank;
} step;

static bool better(const step *x, const step *y) {
    if (!x->found || !y->found)
        return x->found;
    if (x->changes != y->changes)
        return x->changes < y->changes;
    return x->gainers != y->gainers ? x->gainers > y->gainers : x->rank < y->rank;
}

/* What the state is as a step from one with utilities `start`. */
static void try_step(step *best, here *h, const ent_i128 *start, uint32_t changes) {
    step this = {.found = true, .changes = changes};
    follow(h);
    for (size_t m = 0; m < h->b->n_members; m++) {
        ent_i128 u = ent_game_utility(h->b->game, h->b->members[m], h->outcome);
        if (u < start[m])
            return;
        this.gainers += u > start[m];
    }
    if (!this.gainers || !allowed(h))
        return;
    this.rank = rank_of(h);
    if (better(&this, best))
        *best = this;
}

/* Steps that change one issue, or else two: most chains need no others, and these need no scan. */
static step near_step(const ent_bargain *b, uint64_t rank, const ent_i128 *start) {
    const ent_plan *plan = b->plan;
    here h;
    step best = {0};
    at_rank(&h, b, rank);
    for (size_t k = 0; k < plan->n_dims; k++) {
        uint32_t kept = h.digit[k];
        for (uint32_t x = 0; x < plan->dims[k].n; x++) {
            h.digit[k] = x;
            if (x != kept)
                try_step(&best, &h, start, 1);
        }
        h.digit[k] = kept;
    }
    for (size_t k = 0; k < plan->n_dims && !(best.found && best.changes == 1); k++) {
        uint32_t kept_k = h.digit[k];
        for (size_t l = k + 1; l < plan->n_dims; l++) {
            uint32_t kept_l = h.digit[l];
            for (uint32_t x = 0; x < plan->dims[k].n; x++)
                for (uint32_t y = 0; y < plan->dims[l].n; y++) {
                    h.digit[k] = x;
                    h.digit[l] = y;
                    if (x != kept_k && y != kept_l)
                        try_step(&best, &h, start, 2);
                }
            h.digit[l] = kept_l;
        }
        h.digit[k] = kept_k;
    }
    return best;
}

/* ---- the scan for what dominates ---- */

typedef struct scan_job {
    const ent_bargain *b;
    const uint32_t *digit; /* where the step starts */
    const ent_i128 *start;
    step *of_worker;
} scan_job;

static uint32_t changes_from(const scan_job *job, const ent_block *block, uint32_t x) {
    uint32_t changes = 0;
    for (uint32_t d = 0; d < job->b->plan->n_dims; d++)
        changes += ent_block_digit(block, d, x) != job->digit[d];
    return changes;
}

/* States of the block that dominate. */
static bool dominating(const scan_job *job, ent_block *block, uint64_t *out) {
    const ent_bargain *b = job->b;
    size_t words = b->plan->words;
    uint64_t some[ENT_BLOCK_WORDS] = {0}, bits[ENT_BLOCK_WORDS], any = 0;
    memcpy(out, b->plan->valid, words * sizeof *out);
    for (size_t m = 0; m < b->n_members; m++) {
        any = 0;
        ent_block_at_least(block, b->utility[m], job->start[m], bits);
        for (size_t w = 0; w < words; w++)
            any |= out[w] &= bits[w];
        if (!any)
            return false;
        ent_block_at_least(block, b->utility[m], job->start[m] + 1, bits);
        for (size_t w = 0; w < words; w++)
            some[w] |= bits[w];
    }
    for (size_t w = 0; w < words; w++)
        out[w] &= some[w];
    for (size_t r = 0; r < b->game->scenario->n_rules; r++) {
        const uint64_t *rule = ent_block_bits(block, b->rule[r]);
        for (size_t w = 0; w < words; w++)
            out[w] &= rule[w];
    }
    for (size_t r = 0; r < b->n_red_lines; r++) {
        const uint64_t *line = ent_block_bits(block, b->red_line[r]);
        for (size_t w = 0; w < words; w++)
            out[w] &= ~line[w];
    }
    any = 0;
    for (size_t w = 0; w < words; w++)
        any |= out[w];
    return any != 0;
}

static ent_status step_block(void *user, ent_block *block, unsigned worker) {
    const scan_job *job = user;
    const ent_bargain *b = job->b;
    uint64_t found[ENT_BLOCK_WORDS];
    if (!dominating(job, block, found))
        return ENT_OK;
    for (size_t w = 0; w < b->plan->words; w++)
        for (uint64_t bits = found[w]; bits; bits &= bits - 1) {
            uint32_t x = (uint32_t)(w * 64) + (uint32_t)__builtin_ctzll(bits);
            step this = {.found = true, .changes = changes_from(job, block, x)};
            for (size_t m = 0; m < b->n_members; m++)
                this.gainers += ent_block_value(block, b->utility[m], x) > job->start[m];
            this.rank = ent_state_rank(block, b->plan, x);
            if (better(&this, &job->of_worker[worker]))
                job->of_worker[worker] = this;
        }
    return ENT_OK;
}

static ent_status far_step(step *out, ent_arena *arena, const ent_bargain *b, uint64_t rank,
                           const ent_i128 *start, uint64_t *scanned, const ent_run *run) {
    unsigned threads = run->threads ? run->threads : 1;
    here h;
    at_rank(&h, b, rank);
    scan_job job = {b, h.digit, start, ENT_NEW(arena, step, threads)};
    if (!job.of_worker)
        return ENT_NOMEM;
    ent_run own = *run;
    own.what = "looking for what is better for all";
    ENT_TRY(ent_scan(b->plan, &own, step_block, &job, scanned));
    *out = (step){0};
    for (unsigned w = 0; w < threads; w++)
        if (better(&job.of_worker[w], out))
            *out = job.of_worker[w];
    return ENT_OK;
}

/* ---- the chain ---- */

static ent_status next_step(step *out, ent_chain *chain, ent_arena *arena, const ent_bargain *b,
                            uint64_t most, const ent_run *run) {
    uint64_t rank = chain->rank[chain->n - 1];
    ent_i128 *start = ENT_NEW(arena, ent_i128, b->n_members + 1);
    here h;
    if (!start)
        return ENT_NOMEM;
    at_rank(&h, b, rank);
    follow(&h);
    utilities(&h, start);
    *out = near_step(b, rank, start);
    if (out->found)
        return ENT_OK;
    chain->too_large = b->plan->n_states > most;
    return chain->too_large ? ENT_OK : far_step(out, arena, b, rank, start, &chain->scanned, run);
}

ent_status ent_ask_chain(ent_chain **out, ent_arena *arena, const ent_bargain *b, uint64_t from,
                         uint64_t most, const ent_run *run) {
    ent_chain *chain = ENT_NEW(arena, ent_chain, 1);
    size_t cap = 0;
    step next = {.found = true, .rank = from};
    if (!chain)
        return ENT_NOMEM;
    *out = chain;
    while (next.found) {
        uint64_t *rank = ent_arena_grow(arena, chain->rank, chain->n, &cap, sizeof *rank);
        if (!rank)
            return ENT_NOMEM;
        chain->rank = rank;
        rank[chain->n++] = next.rank;
        if (run->stop && __atomic_load_n(run->stop, __ATOMIC_RELAXED))
            return ENT_CANCELLED;
        ENT_TRY(next_step(&next, chain, arena, b, most, run));
    }
    chain->efficient = !chain->too_large;
    return ENT_OK;
}
