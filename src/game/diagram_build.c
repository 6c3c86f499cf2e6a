/* Making a diagram from every state, or from independent parts. See diagram.h.
 *
 * By parts: what the parts so far leave of a deal's needs is, per member, the utility that the others
 * must still bring, or that a deal is out of reach; besides, whether somebody already gains for sure, and
 * whether everything is as in the fallback so far. Needs that nothing can fall short of, or that lie
 * between two sums that the other parts can bring, are one and the same, so that few remain.
 */
#include "game/diagram.h"

#include "game/scan.h"
#include "game/state.h"

#include <stdlib.h>
#include <string.h>

/* ---- from every state ---- */

typedef struct by_states {
    ent_diagram *d;
    const ent_state_bits *bits;
    uint64_t stride[ENT_DIAGRAM_DIMS]; /* per level: words */
    uint32_t within[ENT_DIAGRAM_DIMS]; /* per level: states of a word */
} by_states;

static ent_status from_states(uint32_t *out, const by_states *b, uint32_t level, uint64_t word,
                              uint32_t bit) {
    if (level == b->d->n) {
        *out = (uint32_t)(b->bits->other[word] >> bit & 1) * ENT_DIAGRAM_OTHER |
               (uint32_t)(b->bits->deal[word] >> bit & 1) * ENT_DIAGRAM_DEAL;
        return ENT_OK;
    }
    uint32_t branch[ENT_MAX_OUTCOMES];
    for (uint32_t i = 0; i < b->d->radix[level]; i++)
        ENT_TRY(from_states(&branch[i], b, level + 1, word + i * b->stride[level],
                            bit + i * b->within[level]));
    return ent_diagram_node(out, b->d, level, branch);
}

static ent_status make_by_states(ent_diagram *d, const ent_bargain *bargain, const ent_run *run) {
    ent_arena *scratch = ent_arena_new();
    ent_state_bits bits;
    by_states b = {.d = d, .bits = &bits};
    ent_status status = scratch ? ent_state_bits_new(&bits, scratch, bargain, run) : ENT_NOMEM;
    for (uint32_t level = 0; level < d->n && status == ENT_OK; level++) {
        uint32_t within = 1;
        for (uint32_t place = bits.n; place-- > 0;) {
            bool inner = place >= bits.n_outer;
            if (bits.dim[place] == d->dim[level]) {
                b.stride[level] = inner ? 0 : bits.stride[place];
                b.within[level] = inner ? within : 0;
            }
            within *= inner ? bits.radix[place] : 1;
        }
    }
    if (status == ENT_OK)
        status = from_states(&d->root, &b, 0, 0, 0);
    ent_arena_free(scratch);
    return status;
}

/* ---- from parts: their states ---- */

#define PART_STATES ((uint64_t)1 << 20) /* most of a part */
#define WORK_MOST ((uint64_t)1 << 28)   /* states of parts gone through, for all nodes */
#define VALUE_LIMIT ((ent_i128)1 << 56) /* 64 of these fit 62 bits */
#define SUMS_MOST 4096u                 /* sums of a member listed */

/* A part, and what lies behind it. */
typedef struct layer {
    const ent_part *part;
    uint32_t level;        /* of its first dimension */
    uint64_t n, fallback;  /* states; the one of the fallback */
    uint8_t *kind;         /* per state: 0 infeasible, 1 feasible, 2 signable too */
    int64_t *at;           /* state i, member m: at[i * members + m] */
    uint32_t *room;        /* nodes behind each state, while a node of this layer is made */
    bool hopeless;         /* this part, or one behind it, has nothing that is signed */
    int64_t *least, *most; /* per member: what this part and those behind it bring */
    int64_t **sum;         /* per member: all that they can bring, rising; NULL: too many */
    size_t *n_sums;
    size_t n_known, cap_known, hash_size;
    int64_t *known; /* what was made: `words` numbers each */
    uint32_t *node, *hash;
} layer;

typedef struct by_parts {
    ent_diagram *d;
    ent_arena *scratch;
    const ent_bargain *bargain;
    const ent_split *split;
    const ent_run *run;
    layer *layers; /* one more than parts: nothing is left */
    size_t n, members, words;
    uint64_t work;
} by_parts;

typedef struct part_job {
    layer *l;
    size_t members;
} part_job;

static ent_status part_block(void *user, ent_block *block, unsigned worker) {
    const part_job *job = user;
    layer *l = job->l;
    const ent_plan *plan = l->part->plan;
    const uint64_t *feasible = ent_block_bits(block, l->part->feasible);
    const uint64_t *signable = ent_block_bits(block, l->part->counts);
    (void)worker;
    for (uint32_t x = 0; x < plan->block; x++) {
        uint64_t i = ent_state_rank(block, plan, x);
        if (!(feasible[x / 64] >> (x % 64) & 1))
            continue;
        l->kind[i] = signable[x / 64] >> (x % 64) & 1 ? 2 : 1;
        for (size_t m = 0; m < job->members; m++) {
            ent_i128 v = ent_block_value(block, l->part->utility[m], x);
            if (v >= VALUE_LIMIT || v <= -VALUE_LIMIT)
                return ENT_LIMIT;
            l->at[i * job->members + m] = (int64_t)v;
        }
    }
    return ENT_OK;
}

static ent_status read_part(layer *l, by_parts *b, const ent_part *part, uint32_t level) {
    *l = (layer){.part = part, .level = level, .n = part->plan->n_states, .fallback = UINT64_MAX};
    if (l->n > PART_STATES)
        return ENT_LIMIT;
    l->kind = ENT_NEW(b->scratch, uint8_t, l->n);
    l->at = ENT_NEW(b->scratch, int64_t, l->n * b->members + 1);
    l->room = ENT_NEW(b->scratch, uint32_t, l->n);
    if (!l->kind || !l->at || !l->room)
        return ENT_NOMEM;
    if (b->split->fallback) {
        l->fallback = 0;
        for (size_t d = 0; d < part->n_dims; d++)
            l->fallback = l->fallback * part->plan->dims[d].n + b->split->fallback[part->dims[d]];
    }
    part_job job = {l, b->members};
    ent_run own = *b->run;
    own.progress = NULL;
    return ent_scan(part->plan, &own, part_block, &job, NULL);
}

/* ---- what can still be gained ---- */

static int by_value(const void *a, const void *b) {
    const int64_t *x = a, *y = b;
    return *x < *y ? -1 : *x > *y;
}

/* All sums of a member over this part and what lies behind, unless there are too many. */
static ent_status list_sums(layer *l, const layer *behind, const by_parts *b, size_t m) {
    size_t n = 0, distinct = 0;
    if (l->hopeless || !behind->sum[m])
        return ENT_OK;
    for (uint64_t i = 0; i < l->n; i++)
        n += l->kind[i] == 2 ? behind->n_sums[m] : 0;
    if (n > 16 * (size_t)SUMS_MOST)
        return ENT_OK;
    int64_t *sum = ENT_NEW(b->scratch, int64_t, n + 1);
    if (!sum)
        return ENT_NOMEM;
    n = 0;
    for (uint64_t i = 0; i < l->n; i++)
        for (size_t k = 0; l->kind[i] == 2 && k < behind->n_sums[m]; k++)
            sum[n++] = l->at[i * b->members + m] + behind->sum[m][k];
    qsort(sum, n, sizeof *sum, by_value);
    for (size_t k = 0; k < n; k++)
        if (k == 0 || sum[k] != sum[k - 1])
            sum[distinct++] = sum[k];
    l->n_sums[m] = distinct;
    l->sum[m] = distinct <= SUMS_MOST ? sum : NULL;
    return ENT_OK;
}

static ent_status layer_ranges(layer *l, const layer *behind, const by_parts *b) {
    l->least = ENT_NEW(b->scratch, int64_t, b->members + 1);
    l->most = ENT_NEW(b->scratch, int64_t, b->members + 1);
    l->sum = ENT_NEW(b->scratch, int64_t *, b->members + 1);
    l->n_sums = ENT_NEW(b->scratch, size_t, b->members + 1);
    if (!l->least || !l->most || !l->sum || !l->n_sums)
        return ENT_NOMEM;
    l->hopeless = behind != NULL;
    for (uint64_t i = 0; behind && i < l->n; i++)
        l->hopeless = l->hopeless && l->kind[i] != 2;
    l->hopeless = l->hopeless || (behind && behind->hopeless);
    for (size_t m = 0; m < b->members; m++) {
        if (!behind) { /* nothing is left, and brings nothing */
            l->sum[m] = ENT_NEW(b->scratch, int64_t, 1);
            l->n_sums[m] = 1;
            if (!l->sum[m])
                return ENT_NOMEM;
            continue;
        }
        bool any = false;
        for (uint64_t i = 0; i < l->n; i++) {
            int64_t v = l->at[i * b->members + m];
            if (l->kind[i] != 2)
                continue;
            l->least[m] = !any || v < l->least[m] ? v : l->least[m];
            l->most[m] = !any || v > l->most[m] ? v : l->most[m];
            any = true;
        }
        l->least[m] += behind->least[m];
        l->most[m] += behind->most[m];
        ENT_TRY(list_sums(l, behind, b, m));
    }
    return ENT_OK;
}

/* ---- nodes by what is left to be gained ---- */

/* What is left, as numbers: flags, then a need per member. */
#define DEAD 1     /* no deal any more */
#define GAINED 2   /* somebody gains in any case */
#define FALLBACK 4 /* all is as in the fallback so far */

/* Brings needs that make no difference to one form. */
static void settle(int64_t *left, const layer *l, size_t members) {
    left[0] |= l->hopeless ? DEAD : 0;
    for (size_t m = 0; m < members && !(left[0] & DEAD); m++) {
        int64_t *need = &left[1 + m];
        if (*need > l->most[m]) {
            left[0] |= DEAD;
        } else if (*need < l->least[m]) {
            left[0] |= GAINED;
            *need = l->least[m];
        } else if (l->sum[m]) {
            size_t lo = 0, hi = l->n_sums[m] - 1; /* the first sum that is enough */
            while (lo < hi) {
                size_t mid = (lo + hi) / 2;
                if (l->sum[m][mid] < *need)
                    lo = mid + 1;
                else
                    hi = mid;
            }
            left[0] |= l->sum[m][lo] > *need ? GAINED : 0;
            *need = l->sum[m][lo];
        }
    }
    if (!(left[0] & DEAD))
        return;
    memset(left, 0, (members + 1) * sizeof *left);
    left[0] = DEAD;
}

static size_t slot_for(const layer *l, const int64_t *left, size_t words) {
    uint64_t h = 0x9E3779B97F4A7C15u;
    for (size_t i = 0; i < words; i++) {
        h = (h ^ (uint64_t)left[i]) * 0xD6E8FEB86659FD93u;
        h ^= h >> 29;
    }
    size_t slot = (size_t)h & (l->hash_size - 1);
    while (l->hash[slot] &&
           memcmp(l->known + (l->hash[slot] - 1) * words, left, words * sizeof *left) != 0)
        slot = (slot + 1) & (l->hash_size - 1);
    return slot;
}

static ent_status grow_layer(layer *l, const by_parts *b) {
    size_t cap = l->cap_known ? 2 * l->cap_known : 64;
    int64_t *known = ENT_NEW(b->scratch, int64_t, cap * b->words);
    uint32_t *node = ENT_NEW(b->scratch, uint32_t, cap);
    uint32_t *hash = ENT_NEW(b->scratch, uint32_t, 4 * cap);
    if (!known || !node || !hash)
        return ENT_NOMEM;
    if (l->n_known) {
        memcpy(known, l->known, l->n_known * b->words * sizeof *known);
        memcpy(node, l->node, l->n_known * sizeof *node);
    }
    l->known = known;
    l->node = node;
    l->hash = hash;
    l->hash_size = 4 * cap;
    l->cap_known = cap;
    for (size_t i = 0; i < l->n_known; i++)
        l->hash[slot_for(l, known + i * b->words, b->words)] = (uint32_t)i + 1;
    return ENT_OK;
}

/* Joins the nodes behind a part's states, dimension by dimension from the last. */
static ent_status fold(uint32_t *out, by_parts *b, const layer *l) {
    uint64_t n = l->n;
    for (size_t d = l->part->n_dims; d-- > 0;) {
        uint32_t level = l->level + (uint32_t)d, radix = b->d->radix[level];
        n /= radix;
        for (uint64_t i = 0; i < n; i++)
            ENT_TRY(ent_diagram_node(&l->room[i], b->d, level, l->room + i * radix));
    }
    *out = l->room[0];
    return ENT_OK;
}

static ent_status make(uint32_t *out, by_parts *b, size_t p, const int64_t *left) {
    layer *l = &b->layers[p];
    if (p == b->n) {
        bool deal = !(left[0] & (DEAD | FALLBACK)) && (left[0] & GAINED);
        *out = deal ? ENT_DIAGRAM_DEAL : ENT_DIAGRAM_OTHER;
        return ENT_OK;
    }
    if (l->n_known == l->cap_known)
        ENT_TRY(grow_layer(l, b));
    size_t slot = slot_for(l, left, b->words);
    if (l->hash[slot]) {
        *out = l->node[l->hash[slot] - 1];
        return ENT_OK;
    }
    b->work += l->n;
    if (b->work > WORK_MOST)
        return ENT_LIMIT;
    if (b->run->stop && __atomic_load_n(b->run->stop, __ATOMIC_RELAXED))
        return ENT_CANCELLED;
    for (uint64_t i = 0; i < l->n; i++) {
        int64_t behind[1 + ENT_MAX_ACTORS];
        l->room[i] = ENT_DIAGRAM_NEITHER;
        if (!l->kind[i])
            continue;
        behind[0] = left[0] | (l->kind[i] == 1 ? DEAD : 0);
        if (i != l->fallback)
            behind[0] &= ~(int64_t)FALLBACK;
        for (size_t m = 0; m < b->members; m++)
            behind[1 + m] = left[1 + m] - l->at[i * b->members + m];
        settle(behind, l + 1, b->members);
        ENT_TRY(make(&l->room[i], b, p + 1, behind));
    }
    ENT_TRY(fold(out, b, l));
    memcpy(l->known + l->n_known * b->words, left, b->words * sizeof *left);
    l->node[l->n_known] = *out;
    l->hash[slot] = (uint32_t)++l->n_known;
    return ENT_OK;
}

static ent_status start(int64_t *left, const by_parts *b) {
    bool gained = !b->bargain->gain_asked;
    left[0] = (b->split->possible ? 0 : DEAD) | (b->split->fallback ? FALLBACK : 0);
    for (size_t m = 0; m < b->members; m++) {
        const ent_aim *aim = &b->bargain->game->aims[b->bargain->members[m]];
        ent_i128 need = aim->threshold - b->split->constant[m];
        if (need >= VALUE_LIMIT * 32 || need <= -VALUE_LIMIT * 32)
            return ENT_LIMIT;
        left[1 + m] = (int64_t)need;
        gained = gained || aim->gain <= aim->threshold;
    }
    left[0] |= gained ? GAINED : 0;
    settle(left, &b->layers[0], b->members);
    return ENT_OK;
}

static ent_status make_by_parts(ent_diagram *d, const ent_bargain *bargain, const ent_split *split,
                                ent_arena *scratch, const ent_run *run) {
    by_parts b = {.d = d,
                  .scratch = scratch,
                  .bargain = bargain,
                  .split = split,
                  .run = run,
                  .n = split->n_parts,
                  .members = bargain->n_members,
                  .words = bargain->n_members + 1};
    int64_t left[1 + ENT_MAX_ACTORS];
    uint32_t level = 0;
    if (!split->feasible) {
        d->root = ENT_DIAGRAM_NEITHER;
        return ENT_OK;
    }
    if (!(b.layers = ENT_NEW(scratch, layer, b.n + 1)))
        return ENT_NOMEM;
    for (size_t p = 0; p < b.n; p++) {
        ENT_TRY(read_part(&b.layers[p], &b, &split->parts[p], level));
        level += (uint32_t)split->parts[p].n_dims;
    }
    ENT_TRY(layer_ranges(&b.layers[b.n], NULL, &b));
    for (size_t p = b.n; p-- > 0;)
        ENT_TRY(layer_ranges(&b.layers[p], &b.layers[p + 1], &b));
    ENT_TRY(start(left, &b));
    return make(&d->root, &b, 0, left);
}

/* ---- either ---- */

#define STATES_FEW ((uint64_t)1 << 16) /* that are gone through rather than taken apart */

static ent_status by(ent_diagram **out, ent_arena *arena, const ent_bargain *b, bool states,
                     const ent_run *run) {
    ent_arena *scratch = ent_arena_new();
    ent_split *split = NULL;
    ent_status status = scratch ? ENT_OK : ENT_NOMEM;
    if (status == ENT_OK)
        status = ent_split_new(&split, scratch, b, ENT_OVER_SIGNABLE | ENT_OVER_WANTED);
    if (status == ENT_OK)
        status = ent_diagram_empty(out, arena, split);
    if (status == ENT_OK)
        status = states              ? make_by_states(*out, b, run)
                 : b->what.efficient ? ENT_LIMIT /* single vectors are no needs */
                                     : make_by_parts(*out, b, split, scratch, run);
    ent_arena_free(scratch);
    return status;
}

ent_status ent_diagram_by_states(ent_diagram **out, ent_arena *arena, const ent_bargain *b,
                                 const ent_run *run) {
    return by(out, arena, b, true, run);
}

ent_status ent_diagram_by_parts(ent_diagram **out, ent_arena *arena, const ent_bargain *b,
                                const ent_run *run) {
    return by(out, arena, b, false, run);
}

ent_status ent_diagram_new(ent_diagram **out, ent_arena *arena, const ent_bargain *b,
                           ent_engine engine, const ent_run *run) {
    ent_status status = ENT_LIMIT;
    if (engine == ENT_ENGINE_PARTS || (engine == ENT_ENGINE_AUTO && b->plan->n_states > STATES_FEW))
        status = ent_diagram_by_parts(out, arena, b, run);
    return status == ENT_LIMIT ? ent_diagram_by_states(out, arena, b, run) : status;
}
