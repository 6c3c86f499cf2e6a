/* Counting deals by parts: pairs of a state of one side and a state of the other that together give
 * every member enough. See deals.h; game/side.h has the sides, game/orthant.h the counting.
 *
 * A pair (a, b) is signed by all when a_i + b_i reaches the threshold for every member i: for each a,
 * the b above a corner. The same answers as the scan, for spaces far beyond it.
 */
#include "ask/deals.h"

#include "base/random.h"
#include "game/side.h"
#include "game/state.h"
#include "scenario/eval.h"

#include <string.h>

typedef struct parts_job {
    const ent_bargain *bargain;
    ent_arena *arena;
    const ent_run *run;
    ent_split *split;
    ent_local *locals;
    ent_side side[2];
    ent_orthant *tree;    /* over side[1] */
    int64_t *need;        /* per member: what a pair must reach */
    bool no_gain;         /* a pair that reaches just that gains nobody, and does not count */
    uint64_t **per_state; /* per part: deals with each of its states */
    uint64_t deals;
    ent_credits *credits; /* per worker */
    uint64_t *above;      /* per point of side[0]: states of side[1] that go with it */
} parts_job;

/* ---- preparing ---- */

static ent_status prepare(parts_job *job, unsigned over) {
    ENT_TRY(ent_split_new(&job->split, job->arena, job->bargain, over));
    job->locals = ENT_NEW(job->arena, ent_local, job->split->n_parts + 1);
    if (!job->locals)
        return ENT_NOMEM;
    for (size_t p = 0; p < job->split->n_parts; p++) {
        if (job->split->parts[p].plan->n_states > 64 * ENT_SIDE_STATES)
            return ENT_LIMIT;
        ENT_TRY(ent_local_new(&job->locals[p], job->arena, job->split, p, job->run));
    }
    return ENT_OK;
}

/* Thresholds without the constants; ENT_LIMIT when 62 bits do not hold them, or when the fallback
 * would itself be counted among the deals (reservation values below it), which only the scan
 * leaves out. */
static ent_status set_needs(parts_job *job) {
    const ent_bargain *b = job->bargain;
    bool all_reach = b->game->fallback != NULL, gains = !b->gain_asked;
    uint8_t state[ENT_MAX_ISSUES];
    if (b->game->fallback) { /* as a state of the space: what is pinned in it is computed again */
        memcpy(state, b->game->fallback, b->game->scenario->n_issues);
        ent_state_follow(b->game->scenario, state, NULL, b->game->resource_of);
    }
    job->need = ENT_NEW(job->arena, int64_t, b->n_members + 1);
    if (!job->need)
        return ENT_NOMEM;
    job->no_gain = b->gain_asked;
    for (size_t m = 0; m < b->n_members; m++) {
        const ent_aim *aim = &b->game->aims[b->members[m]];
        ent_i128 need = aim->threshold - job->split->constant[m];
        if (need > INT64_MAX / 4 || need < INT64_MIN / 4)
            return ENT_LIMIT;
        job->need[m] = (int64_t)need;
        job->no_gain = job->no_gain && aim->gain > aim->threshold;
        if (!b->game->fallback)
            continue;
        ent_i128 u = ent_game_utility(b->game, b->members[m], state);
        all_reach = all_reach && u >= aim->threshold;
        gains = gains || u >= aim->gain;
    }
    return all_reach && gains && job->split->fallback ? ENT_LIMIT : ENT_OK;
}

/* ---- counting ---- */

static void corner_of(const parts_job *job, size_t point, int64_t *corner) {
    size_t d = job->bargain->n_members;
    for (size_t m = 0; m < d; m++)
        corner[m] = job->need[m] - job->side[0].points.at[point * d + m];
}

#define CHUNK 256u /* points of side[0] */

static ent_status count_chunk(void *user, uint64_t chunk, unsigned worker) {
    parts_job *job = user;
    int64_t corner[ENT_MAX_ACTORS];
    size_t n = job->side[0].points.n, to = (size_t)(chunk + 1) * CHUNK;
    for (size_t a = (size_t)chunk * CHUNK; a < n && a < to; a++) {
        uint64_t weight = job->side[0].points.weight[a];
        ent_credits *credits = &job->credits[worker];
        corner_of(job, a, corner);
        job->above[a] = ent_orthant_count(job->tree, corner, credits, weight);
        size_t same = job->no_gain ? ent_orthant_find(job->tree, corner) : SIZE_MAX;
        if (same == SIZE_MAX)
            continue;
        job->above[a] -= job->side[1].points.weight[same];
        credits->point[same] -= weight; /* taken back; sums are modulo 2^64 */
    }
    return ENT_OK;
}

/* Deals, and how many of them each state of each part is in. */
static ent_status count_pairs(parts_job *job) {
    unsigned threads = job->run->threads ? job->run->threads : 1;
    ent_points *a = &job->side[0].points, *b = &job->side[1].points;
    uint64_t *credit = ENT_NEW(job->arena, uint64_t, b->n + 1);
    uint64_t *by_id = ENT_NEW(job->arena, uint64_t, b->n + 1);
    job->credits = ENT_NEW(job->arena, ent_credits, threads);
    job->above = ENT_NEW(job->arena, uint64_t, a->n + 1);
    if (!credit || !by_id || !job->credits || !job->above)
        return ENT_NOMEM;
    for (unsigned w = 0; w < threads; w++)
        ENT_TRY(ent_credits_new(&job->credits[w], job->arena, job->tree));
    ent_run own = *job->run;
    own.what = "counting deals";
    ENT_TRY(ent_pool_run(&own, (a->n + CHUNK - 1) / CHUNK, count_chunk, job, NULL));
    for (unsigned w = 0; w < threads; w++)
        ent_credits_collect(&job->credits[w], job->tree, credit);
    for (size_t k = 0; k < b->n; k++)
        by_id[b->id[k]] = credit[k];
    job->deals = 0;
    for (size_t k = 0; k < a->n; k++)
        job->deals += a->weight[k] * job->above[k];
    job->per_state = ENT_NEW(job->arena, uint64_t *, job->split->n_parts + 1);
    if (!job->per_state)
        return ENT_NOMEM;
    for (size_t s = 0; s < 2; s++) {
        uint64_t *of_local[ENT_MAX_ISSUES];
        for (size_t l = 0; l < job->side[s].n_locals; l++) {
            const ent_local *local = job->side[s].locals[l];
            of_local[l] = ENT_NEW(job->arena, uint64_t, local->n + 1);
            if (!of_local[l])
                return ENT_NOMEM;
            job->per_state[local - job->locals] = of_local[l];
        }
        ent_side_spread(&job->side[s], s == 0 ? job->above : by_id, of_local);
    }
    return ENT_OK;
}

/* ---- the best and the shortest ---- */

/* The first deal above the needs, if any. */
static ent_key first_pair(const parts_job *job) {
    const ent_points *a = &job->side[0].points;
    ent_key best = ENT_KEY_NONE;
    int64_t corner[ENT_MAX_ACTORS];
    for (size_t k = 0; k < a->n; k++) {
        ent_key own = a->key[k], rest = ENT_KEY_NONE;
        bool found = best.changes != UINT32_MAX;
        if (found && own.changes > best.changes)
            continue;
        if (found) /* what the other half must stay before */
            rest = (ent_key){best.changes - own.changes,
                             best.rank > own.rank ? best.rank - own.rank : 0};
        corner_of(job, k, corner);
        if (ent_orthant_first(job->tree, corner, job->no_gain ? corner : NULL, &rest))
            best = (ent_key){own.changes + rest.changes, own.rank + rest.rank};
    }
    return best;
}

/* The most that member m gets, and the first and the number of deals that give it. The needs are raised
 * to that for the while. */
static ent_status find_best(parts_job *job, size_t m, ent_pick *pick) {
    const ent_points *a = &job->side[0].points;
    size_t d = job->bargain->n_members;
    int64_t best = job->need[m] - 1, need = job->need[m], corner[ENT_MAX_ACTORS];
    for (size_t k = 0; k < a->n; k++) {
        int64_t own = a->at[k * d + m], most = best - own;
        corner_of(job, k, corner);
        if (ent_orthant_most(job->tree, corner, m, &most))
            best = own + most;
    }
    job->need[m] = best;
    bool no_gain = job->no_gain;
    job->no_gain = no_gain && best == need;
    uint64_t ties = 0;
    for (size_t k = 0; k < a->n; k++) {
        corner_of(job, k, corner);
        uint64_t n = ent_orthant_count(job->tree, corner, NULL, 0);
        size_t same = job->no_gain ? ent_orthant_find(job->tree, corner) : SIZE_MAX;
        n -= same == SIZE_MAX ? 0 : job->side[1].points.weight[same];
        ties += n * a->weight[k];
    }
    ent_key first = first_pair(job);
    job->need[m] = need;
    job->no_gain = no_gain;
    *pick = (ent_pick){.found = true,
                       .value = best + job->split->constant[m],
                       .changes = first.changes,
                       .rank = first.rank,
                       .ties = ties};
    return ENT_OK;
}

/* ---- from states of parts to digits and outcomes ---- */

static ent_status count_terms(const parts_job *job, ent_deals *out) {
    const ent_scenario *s = job->bargain->game->scenario;
    uint8_t *state = ENT_NEW(job->arena, uint8_t, s->n_issues + 1);
    uint32_t *digit = ENT_NEW(job->arena, uint32_t, job->bargain->plan->n_dims + 1);
    if (!state || !digit)
        return ENT_NOMEM;
    bool any_inside = false;
    for (size_t p = 0; p < job->split->n_parts; p++) {
        const ent_local *local = &job->locals[p];
        for (uint64_t i = 0; i < local->n; i++) {
            uint64_t n = job->per_state[p][i];
            if (!n)
                continue;
            ent_state_digits(digit, local->part->plan, local->number[i]);
            for (size_t d = 0; d < local->part->n_dims; d++)
                out->with_digit[local->part->dims[d]][digit[d]] += n;
            if (!s->n_following)
                continue;
            ent_state_outcomes(state, local->part->plan, local->number[i]);
            for (size_t k = 0; k < s->n_issues; k++)
                if (out->with_outcome[k] && job->split->part_of[k] == p)
                    out->with_outcome[k][state[k]] += n;
            any_inside = true;
        }
    }
    if (!any_inside && job->deals == 0)
        return ENT_OK;
    ent_state_outcomes(state, job->bargain->plan, 0);
    for (size_t k = 0; k < s->n_issues; k++)
        if (out->with_outcome[k] && job->split->part_of[k] == ENT_NONE)
            out->with_outcome[k][state[k]] += job->deals;
    return ENT_OK;
}

/* ---- the whole ---- */

/* Feasible states of the split less the fallback. */
static uint64_t count_packages(const parts_job *job) {
    uint64_t n = 1;
    for (size_t p = 0; p < job->split->n_parts; p++)
        n *= job->locals[p].n;
    if (!job->split->possible)
        return 0;
    if (!job->split->fallback)
        return n;
    for (size_t p = 0; p < job->split->n_parts; p++) { /* is the fallback feasible in each part? */
        const ent_local *local = &job->locals[p];
        uint64_t number = 0;
        bool found = false;
        for (size_t d = 0; d < local->part->n_dims; d++)
            number =
                number * local->part->plan->dims[d].n + job->split->fallback[local->part->dims[d]];
        for (uint64_t i = 0; i < local->n && !found; i++)
            found = local->number[i] == number;
        if (!found)
            return n;
    }
    return n - 1;
}

static ent_status pair_up(parts_job *job, unsigned over) {
    ENT_TRY(prepare(job, over));
    ENT_TRY(set_needs(job));
    if (!job->split->possible)
        for (size_t p = 0; p < job->split->n_parts; p++)
            job->locals[p].n = 0;
    ENT_TRY(ent_sides_new(job->side, job->arena, job->split, job->locals));
    if (!job->split->possible)
        job->side[0].points.n = 0;
    return ent_orthant_new(&job->tree, job->arena, &job->side[1].points);
}

ent_status ent_deals_by_parts(ent_deals *out, ent_arena *arena, const ent_run *run) {
    const ent_bargain *b = out->bargain;
    parts_job job = {.bargain = b, .arena = arena, .run = run};
    if (b->what.efficient)
        return ENT_LIMIT; /* single vectors are not a corner */
    ENT_TRY(prepare(&job, ENT_OVER_PACKAGES));
    out->packages = count_packages(&job);
    if (b->what.with) {
        ENT_TRY(pair_up(&job, ENT_OVER_SIGNABLE));
        ENT_TRY(count_pairs(&job));
        out->deals_any = job.deals;
    }
    ENT_TRY(pair_up(&job, ENT_OVER_SIGNABLE | ENT_OVER_WANTED | ENT_OVER_FOLLOWING));
    ENT_TRY(count_pairs(&job));
    out->deals = job.deals;
    out->deals_any = b->what.with ? out->deals_any : job.deals;
    out->scanned = b->plan->n_states;
    if (!job.deals)
        return ENT_OK;
    ENT_TRY(count_terms(&job, out));
    out->fewest = first_pair(&job).changes;
    for (size_t m = 0; m < b->n_members; m++)
        ENT_TRY(find_best(&job, m, &out->best[m]));
    return ENT_OK;
}

/* ---- one at random ---- */

/* Rank of the k-th state of a side at a point. */
static uint64_t rank_at(const ent_side *side, size_t point, uint64_t k) {
    uint32_t id = side->points.id[point];
    uint64_t s = 0, rank = 0;
    for (;; s++)
        if (side->point_of[s] == id && k-- == 0)
            break;
    for (size_t l = 0; l < side->n_locals; l++) {
        rank += side->locals[l]->key[s % side->locals[l]->n].rank;
        s /= side->locals[l]->n;
    }
    return rank;
}

/* The k-th pair that is a deal: by points of one side, then states there, then points of the other. */
static uint64_t kth_pair(const parts_job *job, uint64_t k) {
    const ent_points *a = &job->side[0].points, *b = &job->side[1].points;
    size_t x = 0, y = 0, d = job->bargain->n_members;
    int64_t corner[ENT_MAX_ACTORS];
    for (; k >= a->weight[x] * job->above[x]; x++)
        k -= a->weight[x] * job->above[x];
    uint64_t own = k / job->above[x];
    k %= job->above[x];
    corner_of(job, x, corner);
    for (;; y++) {
        const int64_t *at = b->at + y * d;
        bool above = true, same = job->no_gain;
        for (size_t m = 0; m < d; m++) {
            above = above && at[m] >= corner[m];
            same = same && at[m] == corner[m];
        }
        if (!above || same)
            continue;
        if (k < b->weight[y])
            break;
        k -= b->weight[y];
    }
    return rank_at(&job->side[0], x, own) + rank_at(&job->side[1], y, k);
}

ent_status ent_deals_draw_pairs(uint64_t *deals, uint64_t *rank, size_t n, uint64_t seed,
                                const ent_bargain *b, const ent_run *run) {
    const uint64_t stream = ent_random_stream("pairs");
    ent_arena *arena = ent_arena_new();
    parts_job job = {.bargain = b, .arena = arena, .run = run};
    ent_status status = !arena ? ENT_NOMEM : b->what.efficient ? ENT_LIMIT : ENT_OK;
    if (status == ENT_OK)
        status = pair_up(&job, ENT_OVER_SIGNABLE | ENT_OVER_WANTED);
    if (status == ENT_OK)
        status = count_pairs(&job);
    for (size_t i = 0; i < n && status == ENT_OK && job.deals; i++) {
        if (run->stop && __atomic_load_n(run->stop, __ATOMIC_RELAXED))
            status = ENT_CANCELLED;
        rank[i] = kth_pair(&job, ent_random_below(seed, stream, i, job.deals));
    }
    *deals = job.deals;
    ent_arena_free(arena);
    return status;
}
