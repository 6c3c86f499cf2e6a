/* Nodes, joins, counts and the k-th deal. See diagram.h. */
#include "game/diagram.h"

#include <string.h>

#define CACHE_MOST ((size_t)1 << 18) /* joins remembered, three words each; later ones overwrite */

ent_status ent_diagram_empty(ent_diagram **out, ent_arena *arena, const ent_split *split) {
    const ent_plan *plan = split->bargain->plan;
    ent_diagram *d = ENT_NEW(arena, ent_diagram, 1);
    if (!d)
        return ENT_NOMEM;
    *d = (ent_diagram){.arena = arena, .plan = plan, .n_nodes = 4, .cap_nodes = 1024};
    if (plan->n_dims > ENT_DIAGRAM_DIMS)
        return ENT_LIMIT;
    for (size_t p = 0; p < split->n_parts; p++)
        for (size_t i = 0; i < split->parts[p].n_dims; i++) {
            d->dim[d->n] = split->parts[p].dims[i];
            d->radix[d->n] = plan->dims[d->dim[d->n]].n;
            d->n++;
        }
    d->hash_size = 4 * d->cap_nodes;
    d->level = ENT_NEW(arena, uint8_t, d->cap_nodes);
    d->has = ENT_NEW(arena, uint8_t, d->cap_nodes);
    d->first = ENT_NEW(arena, uint32_t, d->cap_nodes);
    d->hash = ENT_NEW(arena, uint32_t, d->hash_size);
    if (!d->level || !d->has || !d->first || !d->hash)
        return ENT_NOMEM;
    for (uint32_t v = 0; v < 4; v++) {
        d->level[v] = (uint8_t)d->n;
        d->has[v] = (uint8_t)(1u << v);
    }
    *out = d;
    return ENT_OK;
}

/* ---- nodes ---- */

static size_t slot_of(const ent_diagram *d, uint32_t level, const uint32_t *branch) {
    uint64_t h = level + 0x9E3779B97F4A7C15u;
    for (uint32_t i = 0; i < d->radix[level]; i++) {
        h = (h ^ branch[i]) * 0xD6E8FEB86659FD93u;
        h ^= h >> 32;
    }
    return (size_t)h & (d->hash_size - 1);
}

static ent_status grow_nodes(ent_diagram *d) {
    size_t cap = 2 * d->cap_nodes;
    uint8_t *level = ENT_NEW(d->arena, uint8_t, cap), *has = ENT_NEW(d->arena, uint8_t, cap);
    uint32_t *first = ENT_NEW(d->arena, uint32_t, cap), *hash;
    if (d->n_nodes >= ENT_DIAGRAM_MOST)
        return ENT_LIMIT;
    hash = ENT_NEW(d->arena, uint32_t, 4 * cap);
    if (!level || !has || !first || !hash)
        return ENT_NOMEM;
    memcpy(level, d->level, d->n_nodes);
    memcpy(has, d->has, d->n_nodes);
    memcpy(first, d->first, d->n_nodes * sizeof *first);
    d->level = level;
    d->has = has;
    d->first = first;
    d->hash = hash;
    d->hash_size = 4 * cap;
    d->cap_nodes = cap;
    for (uint32_t node = 4; node < d->n_nodes; node++) {
        size_t slot = slot_of(d, level[node], d->branch + first[node]);
        while (hash[slot])
            slot = (slot + 1) & (d->hash_size - 1);
        hash[slot] = node;
    }
    return ENT_OK;
}

static ent_status grow_branches(ent_diagram *d, uint32_t more) {
    if (d->n_branches + more <= d->cap_branches)
        return ENT_OK;
    size_t cap = d->cap_branches ? 2 * d->cap_branches : 4096;
    uint32_t *branch = ENT_NEW(d->arena, uint32_t, cap);
    if (!branch)
        return ENT_NOMEM;
    if (d->n_branches)
        memcpy(branch, d->branch, d->n_branches * sizeof *branch);
    d->branch = branch;
    d->cap_branches = cap;
    return ENT_OK;
}

ent_status ent_diagram_node(uint32_t *out, ent_diagram *d, uint32_t level, const uint32_t *branch) {
    uint32_t radix = d->radix[level], has = 0;
    bool same = true;
    for (uint32_t i = 0; i < radix; i++) {
        same = same && branch[i] == branch[0];
        has |= d->has[branch[i]];
    }
    if (same) {
        *out = branch[0];
        return ENT_OK;
    }
    size_t slot = slot_of(d, level, branch);
    for (; d->hash[slot]; slot = (slot + 1) & (d->hash_size - 1)) {
        uint32_t node = d->hash[slot];
        if (d->level[node] != level ||
            memcmp(d->branch + d->first[node], branch, radix * sizeof *branch) != 0)
            continue;
        *out = node;
        return ENT_OK;
    }
    if (d->n_nodes == d->cap_nodes) {
        ENT_TRY(grow_nodes(d));
        slot = slot_of(d, level, branch);
        while (d->hash[slot])
            slot = (slot + 1) & (d->hash_size - 1);
    }
    ENT_TRY(grow_branches(d, radix));
    uint32_t node = d->n_nodes++;
    d->hash[slot] = node;
    d->level[node] = (uint8_t)level;
    d->has[node] = (uint8_t)has;
    d->first[node] = (uint32_t)d->n_branches;
    memcpy(d->branch + d->n_branches, branch, radix * sizeof *branch);
    d->n_branches += radix;
    *out = node;
    return ENT_OK;
}

/* ---- joining ---- */

static uint32_t branch_at(const ent_diagram *d, uint32_t node, uint32_t level, uint32_t digit) {
    return d->level[node] == level ? ent_diagram_branch(d, node, digit) : node;
}

ent_status ent_diagram_join(uint32_t *out, ent_diagram *d, uint32_t a, uint32_t b) {
    if (a > b) {
        uint32_t swap = a;
        a = b;
        b = swap;
    }
    if (a == b || a == ENT_DIAGRAM_NEITHER || b < 4 || a == ENT_DIAGRAM_BOTH) {
        *out = a == ENT_DIAGRAM_BOTH ? a : b < 4 ? a | b : b;
        return ENT_OK;
    }
    if (!d->cache) {
        d->cache_size = 4 * d->cap_nodes < CACHE_MOST ? 4 * d->cap_nodes : CACHE_MOST;
        if (!(d->cache = ENT_NEW(d->arena, uint32_t, 3 * d->cache_size)))
            return ENT_NOMEM;
    }
    uint64_t key = ((uint64_t)a << 32 | b) * 0x9E3779B97F4A7C15u;
    uint32_t *known = d->cache + 3 * ((size_t)(key >> 40) & (d->cache_size - 1));
    d->joins++;
    if (known[0] == a && known[1] == b) {
        *out = known[2];
        return ENT_OK;
    }
    uint32_t level = d->level[a] < d->level[b] ? d->level[a] : d->level[b];
    uint32_t branch[ENT_MAX_OUTCOMES];
    for (uint32_t i = 0; i < d->radix[level]; i++)
        ENT_TRY(
            ent_diagram_join(&branch[i], d, branch_at(d, a, level, i), branch_at(d, b, level, i)));
    ENT_TRY(ent_diagram_node(out, d, level, branch));
    known[0] = a;
    known[1] = b;
    known[2] = *out;
    return ENT_OK;
}

/* ---- counting ---- */

/* States that a node skips from a level on. */
static uint64_t skipped(const ent_diagram *d, uint32_t level, uint32_t node) {
    uint64_t states = 1;
    for (; level < d->level[node]; level++)
        states *= d->radix[level];
    return states;
}

/* Branches come before the nodes that have them. */
ent_status ent_diagram_count(uint64_t *deals, ent_diagram *d) {
    if (ent_dims_states(d->plan->dims, d->plan->n_dims) == UINT64_MAX)
        return ENT_LIMIT;
    d->deals = ENT_NEW(d->arena, uint64_t, d->n_nodes);
    if (!d->deals)
        return ENT_NOMEM;
    d->deals[ENT_DIAGRAM_DEAL] = 1;
    for (uint32_t node = 4; node < d->n_nodes; node++)
        for (uint32_t i = 0; i < d->radix[d->level[node]]; i++) {
            uint32_t to = ent_diagram_branch(d, node, i);
            d->deals[node] += d->deals[to] * skipped(d, d->level[node] + 1u, to);
        }
    *deals = d->deals[d->root] * skipped(d, 0, d->root);
    return ENT_OK;
}

void ent_diagram_pick(uint32_t *digits, const ent_diagram *d, uint64_t k) {
    uint32_t node = d->root;
    for (uint32_t level = 0; level < d->n; level++) {
        uint32_t digit = 0;
        for (;; digit++) {
            uint32_t to = branch_at(d, node, level, digit);
            uint64_t here = d->deals[to] * skipped(d, level + 1, to);
            if (k < here || digit + 1 == d->radix[level]) {
                node = to;
                break;
            }
            k -= here;
        }
        digits[d->dim[level]] = digit;
    }
}
