/* Counting deals, outcomes in them, and finding each member's best. See deals.h. */
#include "ask/deals.h"

#include "game/state.h"

/* What one worker has gathered; workers' tallies are added up at the end, and since sums and the
 * total order of picks do not depend on who saw what, neither does the answer. */
typedef struct tally {
    uint64_t packages, deals_any, deals;
    uint64_t **with_digit, **with_outcome;
    uint32_t fewest; /* changes */
    ent_pick *best;
} tally;

typedef struct deals_job {
    const ent_bargain *bargain;
    const uint64_t *low_changes;
    ent_signal_id **outcome; /* per following issue and outcome; NULL for other issues */
    tally *of_worker;
} deals_job;

static ent_status tally_new(tally *t, ent_arena *arena, const ent_bargain *b) {
    const ent_plan *plan = b->plan;
    const ent_scenario *s = b->game->scenario;
    t->with_digit = ENT_NEW(arena, uint64_t *, plan->n_dims + 1);
    t->with_outcome = ENT_NEW(arena, uint64_t *, s->n_issues + 1);
    t->fewest = UINT32_MAX;
    t->best = ENT_NEW(arena, ent_pick, b->n_members + 1);
    if (!t->with_digit || !t->with_outcome || !t->best)
        return ENT_NOMEM;
    for (size_t d = 0; d < plan->n_dims; d++)
        if (!(t->with_digit[d] = ENT_NEW(arena, uint64_t, plan->dims[d].n)))
            return ENT_NOMEM;
    for (size_t k = 0; k < s->n_issues; k++)
        if (s->issues[k].kind == ENT_FOLLOWING &&
            !(t->with_outcome[k] = ENT_NEW(arena, uint64_t, s->issues[k].n_outcomes)))
            return ENT_NOMEM;
    return ENT_OK;
}

/* Whether x comes before y in the total order of picks of equal value. */
static bool pick_before(const ent_pick *x, const ent_pick *y) {
    return x->changes != y->changes ? x->changes < y->changes : x->rank < y->rank;
}

static void pick_merge(ent_pick *to, const ent_pick *from) {
    if (!from->found)
        return;
    if (!to->found || from->value > to->value) {
        *to = *from;
        return;
    }
    if (from->value < to->value)
        return;
    uint64_t ties = to->ties + from->ties;
    if (pick_before(from, to))
        *to = *from;
    to->ties = ties;
}

static void count_terms(const deals_job *job, ent_block *block, tally *t, const uint64_t *deals,
                        uint64_t n) {
    const ent_plan *plan = job->bargain->plan;
    const ent_scenario *s = job->bargain->game->scenario;
    for (uint32_t d = 0; d < plan->n_dims; d++) {
        const ent_dim *dim = &plan->dims[d];
        if (!dim->low) {
            t->with_digit[d][ent_block_high_digit(block, d)] += n;
            continue;
        }
        for (uint32_t k = 0; k < dim->n; k++) {
            const uint64_t *bits = dim->low_bits + k * plan->words;
            uint64_t count = 0;
            for (size_t w = 0; w < plan->words; w++)
                count += (uint64_t)__builtin_popcountll(bits[w] & deals[w]);
            t->with_digit[d][k] += count;
        }
    }
    for (size_t i = 0; i < s->n_following; i++) {
        uint32_t k = s->following_order[i];
        for (uint32_t o = 0; o < s->issues[k].n_outcomes; o++) {
            ent_bits_kind kind = ent_block_eval(block, job->outcome[k][o]);
            if (kind == ENT_BITS_ALL)
                t->with_outcome[k][o] += n;
            if (kind != ENT_BITS_SOME)
                continue;
            const uint64_t *bits = ent_block_bits(block, job->outcome[k][o]);
            for (size_t w = 0; w < plan->words; w++)
                t->with_outcome[k][o] += (uint64_t)__builtin_popcountll(bits[w] & deals[w]);
        }
    }
}

static void find_fewest(const deals_job *job, ent_block *block, tally *t, const uint64_t *deals) {
    const ent_plan *plan = job->bargain->plan;
    uint32_t high = ent_block_high_changes(block, plan);
    for (uint32_t c = 0; c <= plan->n_low && high + c < t->fewest; c++)
        for (size_t w = 0; w < plan->words; w++)
            if (job->low_changes[c * plan->words + w] & deals[w])
                t->fewest = high + c;
}

/* The first pick among states of a block that are all equally good. */
static ent_pick first_of(const deals_job *job, const ent_block *block, const uint64_t *states,
                         ent_i128 value, const ent_pick *known) {
    const ent_plan *plan = job->bargain->plan;
    uint32_t high = ent_block_high_changes(block, plan);
    ent_pick first = {.found = true,
                      .value = value,
                      .changes = UINT32_MAX,
                      .rank = UINT64_MAX,
                      .ties = ent_bits_count(states, plan->words)};
    for (uint32_t c = 0; c <= plan->n_low && first.changes == UINT32_MAX; c++) {
        if (known->found && known->value == value && high + c > known->changes)
            break; /* these only count as ties */
        const uint64_t *level = job->low_changes + c * plan->words;
        for (size_t w = 0; w < plan->words; w++)
            for (uint64_t bits = states[w] & level[w]; bits; bits &= bits - 1) {
                uint32_t x = (uint32_t)(w * 64) + (uint32_t)__builtin_ctzll(bits);
                uint64_t rank = ent_state_rank(block, plan, x);
                first.changes = high + c;
                first.rank = rank < first.rank ? rank : first.rank;
            }
    }
    return first;
}

static void find_best(const deals_job *job, ent_block *block, tally *t, const uint64_t *deals) {
    const ent_bargain *b = job->bargain;
    uint64_t equal[ENT_BLOCK_WORDS];
    for (size_t m = 0; m < b->n_members; m++) {
        ent_i128 value = ent_block_max(block, b->utility[m], deals);
        if (t->best[m].found && value < t->best[m].value)
            continue;
        ent_block_at_least(block, b->utility[m], value, equal);
        for (size_t w = 0; w < b->plan->words; w++)
            equal[w] &= deals[w];
        ent_pick here = first_of(job, block, equal, value, &t->best[m]);
        pick_merge(&t->best[m], &here);
    }
}

static ent_status deals_block(void *user, ent_block *block, unsigned worker) {
    const deals_job *job = user;
    const ent_bargain *b = job->bargain;
    tally *t = &job->of_worker[worker];
    t->packages += ent_block_count(block, b->package);
    uint64_t any = ent_block_count(block, b->deal_any);
    t->deals_any += any;
    if (!any)
        return ENT_OK;
    uint64_t n = ent_block_count(block, b->deal);
    t->deals += n;
    if (!n)
        return ENT_OK;
    const uint64_t *deals = ent_block_bits(block, b->deal);
    count_terms(job, block, t, deals, n);
    find_fewest(job, block, t, deals);
    find_best(job, block, t, deals);
    return ENT_OK;
}

static void tally_add(ent_deals *to, const tally *from) {
    const ent_bargain *b = to->bargain;
    const ent_scenario *s = b->game->scenario;
    to->packages += from->packages;
    to->deals_any += from->deals_any;
    to->deals += from->deals;
    for (size_t d = 0; d < b->plan->n_dims; d++)
        for (uint32_t k = 0; k < b->plan->dims[d].n; k++)
            to->with_digit[d][k] += from->with_digit[d][k];
    for (size_t k = 0; k < s->n_issues; k++)
        for (uint32_t o = 0; to->with_outcome[k] && o < s->issues[k].n_outcomes; o++)
            to->with_outcome[k][o] += from->with_outcome[k][o];
    to->fewest = from->fewest < to->fewest ? from->fewest : to->fewest;
    for (size_t m = 0; m < b->n_members; m++)
        pick_merge(&to->best[m], &from->best[m]);
}

/* The reference: all states, block by block. */
static ent_status by_scan(ent_deals *deals, ent_arena *arena, const ent_run *run) {
    const ent_bargain *b = deals->bargain;
    unsigned threads = run->threads ? run->threads : 1;
    deals_job job = {.bargain = b, .outcome = b->plan->follow};
    uint64_t *low_changes;
    if (!(job.of_worker = ENT_NEW(arena, tally, threads)))
        return ENT_NOMEM;
    ENT_TRY(ent_low_changes(&low_changes, arena, b->plan));
    job.low_changes = low_changes;
    for (unsigned w = 0; w < threads; w++)
        ENT_TRY(tally_new(&job.of_worker[w], arena, b));
    ent_run own = *run;
    own.what = "scanning packages";
    ent_status status = ent_scan(b->plan, &own, deals_block, &job, &deals->scanned);
    if (status != ENT_OK && status != ENT_CANCELLED)
        return status;
    for (unsigned w = 0; w < threads; w++)
        tally_add(deals, &job.of_worker[w]);
    return status;
}

static ent_status deals_new(ent_deals **out, ent_arena *arena, const ent_bargain *b) {
    ent_deals *deals = ENT_NEW(arena, ent_deals, 1);
    tally total;
    if (!deals)
        return ENT_NOMEM;
    ENT_TRY(tally_new(&total, arena, b));
    *deals = (ent_deals){.bargain = b,
                         .with_digit = total.with_digit,
                         .best = total.best,
                         .with_outcome = total.with_outcome,
                         .fewest = UINT32_MAX};
    *out = deals;
    return ENT_OK;
}

/* Below this many states a scan takes about a tenth of a second, and parts have nothing to gain. */
#define SCAN_STATES ((uint64_t)1 << 27)

ent_status ent_ask_deals(ent_deals **out, ent_arena *arena, const ent_bargain *b, ent_engine engine,
                         const ent_run *run) {
    ent_status status = ENT_LIMIT;
    ENT_TRY(deals_new(out, arena, b));
    if (engine == ENT_ENGINE_PARTS ||
        (engine == ENT_ENGINE_AUTO && b->plan->n_states > SCAN_STATES)) {
        status = ent_deals_by_parts(*out, arena, run);
        (*out)->engine = ENT_ENGINE_PARTS;
    }
    if (status == ENT_LIMIT) {
        ENT_TRY(deals_new(out, arena, b));
        status = by_scan(*out, arena, run);
        (*out)->engine = ENT_ENGINE_SCAN;
    }
    (*out)->partial = status == ENT_CANCELLED;
    return status;
}
