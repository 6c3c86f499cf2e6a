/* The first of the states that attain points, by one pass over all states. See points.h.
 *
 * The first few states are among those of the vectors whose own first states come first, so few
 * vectors have to be looked for, however many attain a point.
 */
#include "ask/points.h"

#include "game/scan.h"
#include "game/state.h"

#include <string.h>

#define ATTAIN_STATES ((uint64_t)1 << 27) /* beyond: only the first of each vector */

typedef struct attain_job {
    const ent_bargain *bargain;
    ent_signal_id where;
    ent_u128 space;
    const uint64_t
        *low_changes; /* per number of changes: the states of a block that make as many */
    ent_front near[ENT_POINT_KINDS];      /* per point: the vectors looked for */
    ent_firsts (*first)[ENT_POINT_KINDS]; /* per worker */
} attain_job;

/* Keeps the least keys, in order, each once. */
static void put_first(ent_firsts *f, ent_u128 key) {
    size_t at = f->n;
    while (at > 0 && f->key[at - 1] > key)
        at--;
    if (at > 0 && f->key[at - 1] == key)
        return;
    if (at == ENT_POINT_FIRSTS)
        return;
    size_t kept = f->n < ENT_POINT_FIRSTS ? f->n : ENT_POINT_FIRSTS - 1;
    memmove(f->key + at + 1, f->key + at, (kept - at) * sizeof *f->key);
    f->key[at] = key;
    f->n = kept + 1;
}

/* The vectors of the least first keys. */
static ent_status pick_vectors(ent_front *near, ent_firsts *first, ent_arena *arena,
                               const ent_front *at) {
    *near = (ent_front){.members = at->members};
    for (size_t i = 0; i < at->n; i++)
        put_first(first, at->first[i]);
    for (size_t i = 0; i < at->n; i++)
        for (size_t k = 0; k < first->n; k++)
            if (at->first[i] == first->key[k])
                ENT_TRY(ent_front_put(near, arena, at->value + i * at->members, at->count[i],
                                      at->first[i]));
    return ENT_OK;
}

/* The states of a block among `where` that have just these utilities. */
static bool with_vector(uint64_t *bits, ent_block *block, const ent_bargain *b,
                        const uint64_t *where, const ent_i128 *value) {
    uint64_t reached[ENT_BLOCK_WORDS], any = 1;
    size_t words = b->plan->words;
    memcpy(bits, where, words * sizeof *bits);
    for (size_t m = 0; m < b->n_members && any; m++) {
        any = 0;
        ent_block_at_least(block, b->utility[m], value[m], reached);
        for (size_t w = 0; w < words; w++)
            any |= bits[w] &= reached[w];
        if (!any)
            break;
        any = 0;
        ent_block_at_least(block, b->utility[m], value[m] + 1, reached);
        for (size_t w = 0; w < words; w++)
            any |= bits[w] &= ~reached[w];
    }
    return any;
}

/* Whether no state that makes as many changes is among the first any more. */
static bool is_past(const ent_firsts *first, const attain_job *job, uint32_t changes) {
    return first->n == ENT_POINT_FIRSTS && first->key[first->n - 1] < changes * job->space;
}

/* Puts states of a block in, fewest changes first, until those that are left cannot be among the first. */
static void put_states(ent_firsts *first, const attain_job *job, const ent_block *block,
                       const uint64_t *bits) {
    const ent_plan *plan = job->bargain->plan;
    uint32_t high = ent_block_high_changes(block, plan);
    for (uint32_t c = 0; c <= plan->n_low; c++) {
        const uint64_t *level = job->low_changes + c * plan->words;
        if (is_past(first, job, high + c))
            return;
        for (size_t w = 0; w < plan->words; w++)
            for (uint64_t rest = bits[w] & level[w]; rest; rest &= rest - 1) {
                uint32_t x = (uint32_t)(w * 64) + (uint32_t)__builtin_ctzll(rest);
                put_first(first, (high + c) * job->space + ent_state_rank(block, plan, x));
            }
    }
}

static ent_status attain_block(void *user, ent_block *block, unsigned worker) {
    const attain_job *job = user;
    const ent_bargain *b = job->bargain;
    uint64_t bits[ENT_BLOCK_WORDS];
    if (ent_block_eval(block, job->where) == ENT_BITS_NONE)
        return ENT_OK;
    const uint64_t *where = ent_block_bits(block, job->where);
    uint32_t high = ent_block_high_changes(block, b->plan);
    for (size_t p = 0; p < ENT_POINT_KINDS; p++)
        for (size_t i = 0; i < job->near[p].n; i++) {
            const ent_front *near = &job->near[p];
            if (!is_past(&job->first[worker][p], job, high) &&
                with_vector(bits, block, b, where, near->value + i * near->members))
                put_states(&job->first[worker][p], job, block, bits);
        }
    return ENT_OK;
}

ent_status ent_point_firsts(ent_points *points, ent_arena *arena, const ent_frontier *f,
                            const ent_run *run) {
    const ent_bargain *b = f->bargain;
    unsigned threads = run->threads ? run->threads : 1;
    attain_job job = {.bargain = b,
                      .where = f->over == ENT_FRONTIER_DEALS ? b->deal : b->package,
                      .space = f->keys.space};
    bool more = false;
    for (size_t p = 0; p < ENT_POINT_KINDS; p++) {
        ent_point *point = &points->point[p];
        if (!point->found)
            continue;
        ENT_TRY(pick_vectors(&job.near[p], &point->firsts, arena, &point->at));
        ent_u128 count = 0;
        for (size_t i = 0; i < point->at.n; i++)
            count += point->at.count[i];
        if (count <= point->firsts.n)
            job.near[p].n = 0; /* each vector has one state */
        more = more || job.near[p].n;
    }
    if (!more || !b->plan->n_blocks || b->plan->n_states > ATTAIN_STATES)
        return ENT_OK;
    uint64_t *low_changes;
    ENT_TRY(ent_low_changes(&low_changes, arena, b->plan));
    job.low_changes = low_changes;
    job.first = ent_arena_array(arena, threads, sizeof *job.first);
    if (!job.first)
        return ENT_NOMEM;
    ent_run own = *run;
    own.what = "listing packages";
    ent_status status = ent_scan(b->plan, &own, attain_block, &job, NULL);
    for (unsigned w = 0; w < threads; w++)
        for (size_t p = 0; p < ENT_POINT_KINDS; p++)
            for (size_t i = 0; i < job.first[w][p].n; i++)
                put_first(&points->point[p].firsts, job.first[w][p].key[i]);
    return status;
}
