/* Multiplying parts out into two sides, joining equal points. See side.h. */
#include "game/side.h"

#include "game/state.h"

#include <string.h>

#define VALUE_LIMIT ((ent_i128)1 << 56) /* 64 parts of these still fit 62 bits */

typedef struct local_job {
    ent_local *local;
    ent_arena *arena;
    const ent_split *split;
    const uint64_t *stride; /* of the whole bargain's ranks, per dimension */
    size_t cap, members;
} local_job;

static ent_key key_of(const local_job *job, uint64_t number) {
    const ent_part *part = job->local->part;
    ent_key key = {0, 0};
    for (size_t d = part->n_dims; d-- > 0;) {
        uint64_t digit = number % part->plan->dims[d].n;
        number /= part->plan->dims[d].n;
        key.changes += digit != 0;
        key.rank += digit * job->stride[part->dims[d]];
    }
    return key;
}

static ent_status grow_local(local_job *job) {
    ent_local *l = job->local;
    size_t cap = job->cap ? job->cap * 2 : 256, m = job->members;
    int64_t *at = ENT_NEW(job->arena, int64_t, cap * m + 1);
    uint64_t *number = ENT_NEW(job->arena, uint64_t, cap);
    ent_key *key = ENT_NEW(job->arena, ent_key, cap);
    if (!at || !number || !key)
        return ENT_NOMEM;
    if (l->n) {
        memcpy(at, l->at, l->n * m * sizeof *at);
        memcpy(number, l->number, l->n * sizeof *number);
        memcpy(key, l->key, l->n * sizeof *key);
    }
    l->at = at;
    l->number = number;
    l->key = key;
    job->cap = cap;
    return ENT_OK;
}

static ent_status local_block(void *user, ent_block *block, unsigned worker) {
    local_job *job = user;
    ent_local *l = job->local;
    const ent_plan *plan = l->part->plan;
    (void)worker; /* one thread, so that states come in order */
    if (ent_block_eval(block, l->part->counts) == ENT_BITS_NONE)
        return ENT_OK;
    const uint64_t *bits = ent_block_bits(block, l->part->counts);
    for (uint32_t x = 0; x < plan->block; x++) {
        if (!(bits[x / 64] >> (x % 64) & 1))
            continue;
        if (l->n == ENT_SIDE_STATES)
            return ENT_LIMIT;
        if (l->n == job->cap)
            ENT_TRY(grow_local(job));
        for (size_t m = 0; m < job->members; m++) {
            ent_i128 v = ent_block_value(block, l->part->utility[m], x);
            if (v >= VALUE_LIMIT || v <= -VALUE_LIMIT)
                return ENT_LIMIT;
            l->at[l->n * job->members + m] = (int64_t)v;
        }
        l->number[l->n] = ent_state_rank(block, plan, x);
        l->key[l->n] = key_of(job, l->number[l->n]);
        l->n++;
    }
    return ENT_OK;
}

ent_status ent_local_new(ent_local *out, ent_arena *arena, const ent_split *split, size_t part,
                         const ent_run *run) {
    const ent_plan *plan = split->bargain->plan;
    uint64_t *stride = ENT_NEW(arena, uint64_t, plan->n_dims + 1), next = 1;
    if (!stride)
        return ENT_NOMEM;
    for (size_t d = plan->n_dims; d-- > 0; next *= plan->dims[d].n)
        stride[d] = next;
    *out = (ent_local){.part = &split->parts[part]};
    local_job job = {.local = out,
                     .arena = arena,
                     .split = split,
                     .stride = stride,
                     .members = split->bargain->n_members};
    ent_run own = *run;
    own.threads = 1;
    own.progress = NULL;
    return ent_scan(out->part->plan, &own, local_block, &job, NULL);
}

/* ---- points ---- */

static uint64_t hash_at(const int64_t *at, size_t d) {
    uint64_t h = 0x9E3779B97F4A7C15u;
    for (size_t i = 0; i < d; i++) {
        h = (h ^ (uint64_t)at[i]) * 0xD6E8FEB86659FD93u;
        h ^= h >> 29;
    }
    return h;
}

/* Finds or makes the point at the end of the list; equal points are one. */
static uint32_t join_point(ent_points *p, uint32_t *hash, size_t mask, ent_key key) {
    const int64_t *at = p->at + p->n * p->d;
    size_t slot = hash_at(at, p->d) & mask;
    for (; hash[slot]; slot = (slot + 1) & mask) {
        uint32_t known = hash[slot] - 1;
        if (memcmp(p->at + known * p->d, at, p->d * sizeof *at) != 0)
            continue;
        p->weight[known]++;
        if (ent_key_before(key, p->key[known]))
            p->key[known] = key;
        return known;
    }
    p->weight[p->n] = 1;
    p->key[p->n] = key;
    p->id[p->n] = (uint32_t)p->n;
    hash[slot] = (uint32_t)++p->n;
    return (uint32_t)(p->n - 1);
}

static ent_status multiply(ent_side *side, ent_arena *arena, size_t members) {
    ent_points *p = &side->points;
    size_t n = (size_t)side->n_states, slots = 16;
    uint64_t *digit = ENT_NEW(arena, uint64_t, side->n_locals + 1);
    while (slots < 2 * n)
        slots *= 2;
    uint32_t *hash = ENT_NEW(arena, uint32_t, slots);
    *p = (ent_points){.d = members,
                      .at = ENT_NEW(arena, int64_t, (n + 1) * members + 1),
                      .weight = ENT_NEW(arena, uint64_t, n + 1),
                      .key = ENT_NEW(arena, ent_key, n + 1),
                      .id = ENT_NEW(arena, uint32_t, n + 1)};
    side->point_of = ENT_NEW(arena, uint32_t, n + 1);
    if (!digit || !hash || !p->at || !p->weight || !p->key || !p->id || !side->point_of)
        return ENT_NOMEM;
    for (size_t s = 0; s < n; s++) {
        int64_t *at = p->at + p->n * members;
        ent_key key = {0, 0};
        memset(at, 0, members * sizeof *at);
        for (size_t l = 0; l < side->n_locals; l++) {
            const ent_local *local = side->locals[l];
            key.changes += local->key[digit[l]].changes;
            key.rank += local->key[digit[l]].rank;
            for (size_t m = 0; m < members; m++)
                at[m] += local->at[digit[l] * members + m];
        }
        side->point_of[s] = join_point(p, hash, slots - 1, key);
        for (size_t l = 0; l < side->n_locals && ++digit[l] == side->locals[l]->n; l++)
            digit[l] = 0;
    }
    return ENT_OK;
}

ent_status ent_sides_new(ent_side sides[2], ent_arena *arena, const ent_split *split,
                         ent_local *locals) {
    size_t n = split->n_parts;
    bool *placed = ENT_NEW(arena, bool, n + 1);
    if (!placed)
        return ENT_NOMEM;
    for (size_t s = 0; s < 2; s++) {
        sides[s] = (ent_side){.n_states = 1, .locals = ENT_NEW(arena, ent_local *, n + 1)};
        if (!sides[s].locals)
            return ENT_NOMEM;
    }
    for (size_t i = 0; i < n; i++) {
        size_t largest = SIZE_MAX;
        for (size_t k = 0; k < n; k++)
            if (!placed[k] && (largest == SIZE_MAX || locals[k].n > locals[largest].n))
                largest = k;
        ent_side *side = &sides[sides[1].n_states < sides[0].n_states];
        placed[largest] = true;
        side->locals[side->n_locals++] = &locals[largest];
        side->n_states *= locals[largest].n;
        if (side->n_states > ENT_SIDE_STATES)
            return ENT_LIMIT;
    }
    for (size_t s = 0; s < 2; s++)
        ENT_TRY(multiply(&sides[s], arena, split->bargain->n_members));
    return ENT_OK;
}

void ent_side_spread(const ent_side *side, const uint64_t *credit, uint64_t **per_state) {
    for (uint64_t s = 0; s < side->n_states; s++) {
        uint64_t rest = s, c = credit[side->point_of[s]];
        for (size_t l = 0; l < side->n_locals; l++) {
            per_state[l][rest % side->locals[l]->n] += c;
            rest /= side->locals[l]->n;
        }
    }
}
