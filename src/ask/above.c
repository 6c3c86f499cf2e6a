/* All states at or above given utilities, and the distance of the nearest state from a point. See
 * points.h. */
#include "ask/points.h"

#include "game/scan.h"

#include <string.h>

/* What a point implies lies on the edge of what can be had, where a plane that touches it leaves few
 * sums to look at. Weights for such a plane: those of members who are short of the point grow, those
 * of the others shrink (Arora, Hazan and Kale 2012, doi:10.4086/toc.2012.v008a006). Any weights would
 * do, these only save work; so they are found in floating point and used as whole numbers. */
#define ROUNDS_LEAST 48u
#define ROUNDS_MOST 600u
#define ROUNDS_WORK 4000000u /* products */
#define WEIGHT_SCALE 1048576.0

static void touch(double *weight, const ent_frontier *f, const double *least, const double *span) {
    size_t members = f->bargain->n_members, n = f->split->n_parts + 1;
    double own[64], slack = -1;
    size_t work = members;
    for (size_t p = 0; p < n; p++)
        work += f->parts[p].n * members;
    size_t rounds = ROUNDS_WORK / work;
    rounds = rounds < ROUNDS_LEAST ? ROUNDS_LEAST : rounds > ROUNDS_MOST ? ROUNDS_MOST : rounds;
    for (size_t m = 0; m < members; m++)
        own[m] = weight[m] = 1 / span[m];
    for (size_t round = 0; round < rounds; round++) {
        double reached[64] = {0}, size = 0, over = 0;
        for (size_t p = 0; p < n; p++) {
            const ent_front *set = &f->parts[p];
            double most = 0;
            size_t best = 0;
            for (size_t i = 0; i < set->n; i++) {
                double sum = 0;
                for (size_t m = 0; m < members; m++)
                    sum += own[m] * (double)set->value[i * members + m];
                if (i == 0 || sum > most) {
                    most = sum;
                    best = i;
                }
            }
            for (size_t m = 0; m < members; m++)
                reached[m] += (double)set->value[best * members + m];
        }
        for (size_t m = 0; m < members; m++) {
            over += own[m] * (reached[m] - least[m]);
            size += own[m] * span[m];
        }
        if (slack < 0 || over / size < slack) {
            slack = over / size;
            memcpy(weight, own, members * sizeof *own);
        }
        for (size_t m = 0; m < members; m++) {
            double step = (reached[m] - least[m]) / span[m] * 4 / (double)(4 + round);
            step = step > 0.5 ? 0.5 : step < -0.5 ? -0.5 : step;
            own[m] *= 1 - step;
        }
    }
}

/* Whole weights; false where the weighted sums might not fit 128 bits. */
static bool whole_weights(ent_i128 *whole, const double *weight, const double *span,
                          const double *size, size_t members) {
    double most = 0, total = 0;
    for (size_t m = 0; m < members; m++)
        most = weight[m] * span[m] > most ? weight[m] * span[m] : most;
    double widest = 0;
    for (size_t m = 0; m < members; m++)
        widest = span[m] > widest ? span[m] : widest;
    for (size_t m = 0; m < members; m++) {
        double scaled = weight[m] / most * widest * WEIGHT_SCALE + 1;
        if (!(scaled < 1e36))
            return false;
        whole[m] = (ent_i128)scaled;
        total += scaled * size[m];
    }
    return total < 1e37;
}

static ent_status above_by_parts(ent_front *out, ent_arena *arena, const ent_frontier *f,
                                 const ent_i128 *least, ent_sweep_keep keep, const ent_run *run) {
    size_t members = f->bargain->n_members;
    double goal[64], span[64] = {0}, size[64], weight[64];
    ent_i128 whole[64];
    ent_slice slice = {
        .least = least, .keep = keep, .most = f->too_large ? ENT_NEAR_MOST : ENT_FRONT_MOST};
    for (size_t m = 0; m < members; m++) {
        goal[m] = (double)least[m];
        size[m] = goal[m] < 0 ? -goal[m] : goal[m];
        for (size_t p = 0; p <= f->split->n_parts; p++) {
            const ent_front *set = &f->parts[p];
            double lo = 0, hi = 0;
            for (size_t i = 0; i < set->n; i++) {
                double v = (double)set->value[i * members + m];
                lo = i == 0 || v < lo ? v : lo;
                hi = i == 0 || v > hi ? v : hi;
            }
            span[m] += hi - lo;
            size[m] += hi > -lo ? hi : -lo;
        }
        span[m] = span[m] > 1 ? span[m] : 1;
    }
    touch(weight, f, goal, span);
    if (whole_weights(whole, weight, span, size, members)) {
        slice.weight = whole;
        for (size_t m = 0; m < members; m++)
            slice.weight_least += whole[m] * least[m];
    }
    ent_front all;
    ENT_TRY(ent_slice_run(&all, arena, f, &slice, run));
    for (size_t i = 0; i < all.n; i++)
        if (f->over == ENT_FRONTIER_PACKAGES || !ent_nobody_gains(f, all.value + i * members))
            ENT_TRY(ent_front_put(out, arena, all.value + i * members, all.count[i], all.first[i]));
    return ENT_OK;
}

ent_status ent_states_above(ent_front *out, ent_arena *arena, const ent_frontier *f,
                            const ent_i128 *least, ent_sweep_keep keep, const ent_run *run) {
    const ent_bargain *b = f->bargain;
    *out = (ent_front){.members = b->n_members};
    if (f->engine == ENT_ENGINE_PARTS)
        return f->parts ? above_by_parts(out, arena, f, least, keep, run) : ENT_OK;
    const ent_gather what = {.plan = b->plan,
                             .utility = b->utility,
                             .members = b->n_members,
                             .where = f->over == ENT_FRONTIER_DEALS ? b->deal : b->package,
                             .stride = f->keys.stride,
                             .space = f->keys.space,
                             .which = {.least = least},
                             .keep = keep};
    return ent_gather_run(out, arena, &what, run, NULL);
}

/* ---- the distance from where everybody has 1 ---- */

#define OPPOSITION_STATES ((uint64_t)1 << 24) /* that are still gone through for it */

typedef struct far_job {
    const ent_bargain *bargain;
    ent_signal_id where;
    double *least; /* per worker: squared; < 0: nothing yet */
} far_job;

static void nearer(double *least, const ent_bargain *b, const ent_i128 *value) {
    double sum = 0;
    for (size_t m = 0; m < b->n_members; m++) {
        ent_i128 one = b->game->aims[b->members[m]].denominator;
        double away = (double)(one - value[m]) / (double)one;
        sum += away * away;
    }
    *least = *least < 0 || sum < *least ? sum : *least;
}

static ent_status far_block(void *user, ent_block *block, unsigned worker) {
    const far_job *job = user;
    const ent_bargain *b = job->bargain;
    if (ent_block_eval(block, job->where) == ENT_BITS_NONE)
        return ENT_OK;
    const uint64_t *bits = ent_block_bits(block, job->where);
    for (size_t w = 0; w < b->plan->words; w++)
        for (uint64_t rest = bits[w]; rest; rest &= rest - 1) {
            ent_i128 value[64];
            uint32_t x = (uint32_t)(w * 64) + (uint32_t)__builtin_ctzll(rest);
            for (size_t m = 0; m < b->n_members; m++)
                value[m] = ent_block_value(block, b->utility[m], x);
            nearer(&job->least[worker], b, value);
        }
    return ENT_OK;
}

static ent_status far_scan(double *least, const ent_frontier *f, const ent_run *run) {
    const ent_bargain *b = f->bargain;
    unsigned threads = run->threads ? run->threads : 1;
    far_job job = {.bargain = b,
                   .where = f->over == ENT_FRONTIER_DEALS ? b->deal : b->package,
                   .least = ent_heap_alloc(threads * sizeof(double))};
    if (!job.least)
        return ENT_NOMEM;
    for (unsigned w = 0; w < threads; w++)
        job.least[w] = -1;
    ent_status status = ent_scan(b->plan, run, far_block, &job, NULL);
    for (unsigned w = 0; w < threads; w++)
        if (job.least[w] >= 0 && (*least < 0 || job.least[w] < *least))
            *least = job.least[w];
    ent_heap_free(job.least);
    return status;
}

ent_status ent_unit_opposition(double *out, const ent_frontier *f, const ent_run *run) {
    const ent_bargain *b = f->bargain;
    const ent_front *front = &f->nearest;
    bool beyond = false;
    ent_status status = ENT_OK;
    *out = -1;
    for (size_t i = 0; i < front->n; i++) {
        const ent_i128 *value = front->value + i * front->members;
        nearer(out, b, value);
        for (size_t m = 0; m < b->n_members; m++)
            beyond = beyond || value[m] > b->game->aims[b->members[m]].denominator;
    }
    if (beyond) { /* then less can be nearer */
        bool few = b->plan->n_blocks && b->plan->n_states <= OPPOSITION_STATES;
        *out = -1;
        status = few ? far_scan(out, f, run) : ENT_OK;
    }
    if (*out >= 0)
        *out = ent_square_root(*out);
    return status;
}
