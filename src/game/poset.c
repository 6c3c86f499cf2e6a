/* Order polytopes: joining equals, full orders, sums over linear extensions. See poset.h. */
#include "game/poset.h"

#include <string.h>

/* Union-find with ratios: x_v = ratio[v] * x_{parent[v]}. */
static bool find_root(uint32_t *parent, ent_number *ratio, uint32_t v, uint32_t *root,
                      ent_number *product) {
    *product = ent_number_int(1);
    while (parent[v] != v) {
        if (!ent_number_mul(product, *product, ratio[v]))
            return false;
        v = parent[v];
    }
    *root = v;
    return true;
}

static ent_status join_equals(uint32_t *parent, ent_number *ratio, const ent_poset_fact *facts,
                              size_t n_facts) {
    for (size_t i = 0; i < n_facts; i++) {
        if (!facts[i].equal)
            continue;
        uint32_t a, b;
        ent_number pa, pb, k;
        if (!find_root(parent, ratio, facts[i].left, &a, &pa) ||
            !find_root(parent, ratio, facts[i].right, &b, &pb))
            return ENT_ERROR;
        /* left = f * right: pa * A = f * pb * B, so A = (f * pb / pa) * B. */
        if (!ent_number_mul(&k, facts[i].factor, pb) || !ent_number_div(&k, k, pa))
            return ENT_ERROR;
        if (a == b) {
            if (ent_number_cmp(k, ent_number_int(1)) != 0)
                return ENT_ERROR;
            continue;
        }
        parent[a] = b;
        ratio[a] = k;
    }
    return ENT_OK;
}

/* Whether comparisons without factors lead from a down to b. */
static bool leads_down(const ent_poset_fact *facts, size_t n_facts, uint32_t a, uint32_t b,
                       bool *seen) {
    if (a == b)
        return true;
    seen[a] = true;
    for (size_t i = 0; i < n_facts; i++) {
        bool plain = ent_number_cmp(facts[i].factor, ent_number_int(1)) == 0;
        if (plain && facts[i].left == a && !seen[facts[i].right] &&
            leads_down(facts, n_facts, facts[i].right, b, seen))
            return true;
        if (plain && facts[i].equal && facts[i].right == a && !seen[facts[i].left] &&
            leads_down(facts, n_facts, facts[i].left, b, seen))
            return true;
    }
    return false;
}

/* a >= b and b >= a say a = b: comparisons that run in a circle become equalities. */
static ent_status close_circles(ent_poset_fact **out, ent_arena *arena, size_t n_variables,
                                const ent_poset_fact *facts, size_t n_facts) {
    ent_poset_fact *closed = ENT_NEW(arena, ent_poset_fact, n_facts + 1);
    bool *seen = ENT_NEW(arena, bool, n_variables + 1);
    if (!closed || !seen)
        return ENT_NOMEM;
    for (size_t i = 0; i < n_facts; i++) {
        closed[i] = facts[i];
        memset(seen, 0, n_variables * sizeof *seen);
        if (!facts[i].equal && ent_number_cmp(facts[i].factor, ent_number_int(1)) == 0)
            closed[i].equal = leads_down(facts, n_facts, facts[i].right, facts[i].left, seen);
    }
    *out = closed;
    return ENT_OK;
}

/* Keeps of several statements about one pair the strongest, and drops x >= f x with f <= 1. */
static ent_status add_below(ent_poset *poset, uint32_t left, uint32_t right, ent_number factor) {
    if (left == right)
        return ent_number_cmp(factor, ent_number_int(1)) <= 0 ? ENT_OK : ENT_ERROR;
    for (size_t i = 0; i < poset->n_below; i++) {
        ent_below *known = &poset->below[i];
        if (known->left == left && known->right == right) {
            if (ent_number_cmp(factor, known->factor) > 0)
                known->factor = factor;
            return ENT_OK;
        }
    }
    poset->below[poset->n_below++] = (ent_below){left, right, factor};
    return ENT_OK;
}

ent_status ent_poset_build(ent_poset *out, ent_arena *arena, size_t n_variables,
                           const ent_poset_fact *said, size_t n_facts) {
    ent_poset_fact *facts;
    ENT_TRY(close_circles(&facts, arena, n_variables, said, n_facts));
    uint32_t *parent = ENT_NEW(arena, uint32_t, n_variables + 1);
    uint32_t *number = ENT_NEW(arena, uint32_t, n_variables + 1);
    *out = (ent_poset){.n_variables = n_variables};
    out->group = ENT_NEW(arena, uint32_t, n_variables + 1);
    out->ratio = ENT_NEW(arena, ent_number, n_variables + 1);
    out->mass = ENT_NEW(arena, ent_number, n_variables + 1);
    out->below = ENT_NEW(arena, ent_below, n_facts + 1);
    ent_number *step = ENT_NEW(arena, ent_number, n_variables + 1);
    if (!parent || !number || !out->group || !out->ratio || !out->mass || !out->below || !step)
        return ENT_NOMEM;
    for (uint32_t v = 0; v < n_variables; v++) {
        parent[v] = v;
        step[v] = ent_number_int(1);
        number[v] = UINT32_MAX;
        out->mass[v] = ENT_ZERO;
    }
    ENT_TRY(join_equals(parent, step, facts, n_facts));
    for (uint32_t v = 0; v < n_variables; v++) {
        uint32_t root;
        if (!find_root(parent, step, v, &root, &out->ratio[v]))
            return ENT_ERROR;
        if (number[root] == UINT32_MAX)
            number[root] = (uint32_t)out->n++;
        uint32_t g = out->group[v] = number[root];
        if (!ent_number_add(&out->mass[g], out->mass[g], out->ratio[v]))
            return ENT_ERROR;
    }
    for (size_t i = 0; i < n_facts; i++) {
        if (facts[i].equal)
            continue;
        uint32_t l = facts[i].left, r = facts[i].right;
        ent_number f;
        if (!ent_number_mul(&f, facts[i].factor, out->ratio[r]) ||
            !ent_number_div(&f, f, out->ratio[l]))
            return ENT_ERROR;
        ENT_TRY(add_below(out, out->group[l], out->group[r], f));
    }
    return ENT_OK;
}

static const ent_below *find_below(const ent_poset *poset, uint32_t left, uint32_t right) {
    for (size_t i = 0; i < poset->n_below; i++)
        if (poset->below[i].left == left && poset->below[i].right == right)
            return &poset->below[i];
    return NULL;
}

bool ent_poset_chain(const ent_poset *poset, uint32_t *chain, ent_number *factor) {
    /* In a full order each group but one has an immediate successor, found by walking down from the
     * only group with nothing above it. A statement that skips a level must be implied. */
    for (uint32_t place = 0; place < poset->n; place++) {
        uint32_t found = UINT32_MAX;
        for (uint32_t g = 0; g < poset->n; g++) {
            bool top = true;
            for (uint32_t p = 0; p < place && top; p++)
                top = chain[p] != g;
            for (size_t i = 0; i < poset->n_below && top; i++) {
                const ent_below *b = &poset->below[i];
                bool taken = false;
                for (uint32_t p = 0; p < place; p++)
                    taken = taken || chain[p] == b->left;
                top = b->right != g || taken;
            }
            if (top && found != UINT32_MAX)
                return false;
            if (top)
                found = g;
        }
        if (found == UINT32_MAX)
            return false;
        chain[place] = found;
    }
    for (uint32_t p = 0; p + 1 < poset->n; p++) {
        const ent_below *b = find_below(poset, chain[p], chain[p + 1]);
        if (!b)
            return false;
        factor[p] = b->factor;
    }
    for (uint32_t a = 0; a + 2 < poset->n; a++) {
        ent_number product = factor[a];
        for (uint32_t c = a + 2; c < poset->n; c++) {
            const ent_below *b = find_below(poset, chain[a], chain[c]);
            if (!ent_number_mul(&product, product, factor[c - 1]))
                return false;
            if (b && ent_number_cmp(b->factor, product) > 0)
                return false;
        }
    }
    return true;
}

/* An ideal is a set of groups closed upwards: the first so many of some linear extension. `up` sums,
 * over the ways to reach it from nothing, the product of 1 / mass of the ideals passed, itself
 * included; `down` the same from it on to everything, itself not. Up times down over the total is
 * the share of volume whose extensions pass it. */
typedef struct ideal {
    uint64_t set;
    ent_number mass, up, down;
} ideal;

typedef struct ideals {
    ideal *items; /* by size: what an ideal is reached from stands before it */
    size_t n, cap;
    uint64_t *above; /* per group: the groups above it */
    uint32_t *hash;  /* numbers + 1 of items, by set */
} ideals;

#define HASH_SIZE (4 * ENT_POSET_IDEALS) /* a power of two */

/* The ideal with this set, made when new; NULL when there are too many or no memory. */
static ideal *ideal_of(ideals *all, ent_arena *arena, uint64_t set) {
    size_t slot = (size_t)((set * 0x9E3779B97F4A7C15u) >> 32) & (HASH_SIZE - 1);
    for (; all->hash[slot]; slot = (slot + 1) & (HASH_SIZE - 1))
        if (all->items[all->hash[slot] - 1].set == set)
            return &all->items[all->hash[slot] - 1];
    if (all->n == ENT_POSET_IDEALS)
        return NULL;
    ideal *items = ent_arena_grow(arena, all->items, all->n, &all->cap, sizeof *items);
    if (!items)
        return NULL;
    all->items = items;
    items[all->n] = (ideal){set, ENT_ZERO, ENT_ZERO, ENT_ZERO};
    all->hash[slot] = (uint32_t)++all->n;
    return &items[all->n - 1];
}

static bool follows(const ideals *all, uint64_t set, size_t g) {
    return !(set >> g & 1) && (all->above[g] & ~set) == 0;
}

static ent_status count_up(ideals *all, ent_arena *arena, const ent_poset *poset, bool by_mass) {
    ideal *first = ideal_of(all, arena, 0);
    if (!first)
        return ENT_NOMEM;
    first->up = ent_number_int(1);
    for (size_t i = 0; i < all->n; i++) {
        ideal *own = &all->items[i];
        if (own->set && by_mass && !ent_number_div(&own->up, own->up, own->mass))
            return ENT_LIMIT;
        ideal here = *own; /* items move when they grow */
        for (size_t g = 0; g < poset->n; g++) {
            if (!follows(all, here.set, g))
                continue;
            ideal *next = ideal_of(all, arena, here.set | (uint64_t)1 << g);
            if (!next)
                return all->n == ENT_POSET_IDEALS ? ENT_LIMIT : ENT_NOMEM;
            if (!ent_number_add(&next->up, next->up, here.up) ||
                !ent_number_add(&next->mass, here.mass, poset->mass[g]))
                return ENT_LIMIT;
        }
    }
    uint64_t everything = poset->n == 64 ? UINT64_MAX : ((uint64_t)1 << poset->n) - 1;
    return all->items[all->n - 1].set == everything ? ENT_OK : ENT_ERROR;
}

static ent_status count_down(ideals *all, ent_arena *arena, const ent_poset *poset, bool by_mass) {
    all->items[all->n - 1].down = ent_number_int(1);
    for (size_t i = all->n - 1; i-- > 0;)
        for (size_t g = 0; g < poset->n; g++) {
            ideal *here = &all->items[i];
            if (!follows(all, here->set, g))
                continue;
            const ideal *next = ideal_of(all, arena, here->set | (uint64_t)1 << g);
            ent_number part = next->down;
            if ((by_mass && !ent_number_div(&part, part, next->mass)) ||
                !ent_number_add(&here->down, here->down, part))
                return ENT_LIMIT;
        }
    return ENT_OK;
}

static ent_status count_ideals(ideals *all, ent_arena *arena, const ent_poset *poset,
                               bool by_mass) {
    *all = (ideals){.above = ENT_NEW(arena, uint64_t, poset->n + 1),
                    .hash = ENT_NEW(arena, uint32_t, HASH_SIZE)};
    if (!all->above || !all->hash)
        return ENT_NOMEM;
    if (poset->n > 64)
        return ENT_LIMIT;
    for (size_t i = 0; i < poset->n_below; i++)
        all->above[poset->below[i].right] |= (uint64_t)1 << poset->below[i].left;
    ENT_TRY(count_up(all, arena, poset, by_mass));
    return count_down(all, arena, poset, by_mass);
}

ent_status ent_poset_mean(const ent_poset *poset, ent_arena *scratch, bool by_mass,
                          ent_number *mean) {
    ideals all;
    ENT_TRY(count_ideals(&all, scratch, poset, by_mass));
    for (size_t g = 0; g < poset->n; g++)
        mean[g] = ENT_ZERO;
    /* By mass: an ideal's indicator over its mass is a vertex, and the centroid is the mean of the n
     * vertices. By rank: each ideal (of size 1 and more) that a group is not in stands before it. */
    ent_number total = all.items[all.n - 1].up, n = ent_number_int((int64_t)poset->n);
    for (size_t i = 1; i < all.n; i++) {
        const ideal *here = &all.items[i];
        ent_number share;
        if (!ent_number_mul(&share, here->up, here->down) ||
            !ent_number_div(&share, share, total) ||
            (by_mass &&
             (!ent_number_div(&share, share, here->mass) || !ent_number_div(&share, share, n))))
            return ENT_LIMIT;
        for (size_t g = 0; g < poset->n; g++)
            if ((here->set >> g & 1) == by_mass && !ent_number_add(&mean[g], mean[g], share))
                return ENT_LIMIT;
    }
    return ENT_OK;
}

ent_status ent_poset_lattice(ent_lattice *out, ent_arena *arena, const ent_poset *poset,
                             bool by_mass) {
    ideals all;
    ENT_TRY(count_ideals(&all, arena, poset, by_mass));
    size_t arcs = 0;
    for (size_t i = 0; i < all.n; i++)
        for (size_t g = 0; g < poset->n; g++)
            arcs += follows(&all, all.items[i].set, g);
    *out = (ent_lattice){all.n, ENT_NEW(arena, uint32_t, all.n + 1),
                         ENT_NEW(arena, uint32_t, arcs + 1), ENT_NEW(arena, uint32_t, arcs + 1),
                         ENT_NEW(arena, double, arcs + 1)};
    if (!out->first || !out->group || !out->to || !out->upto)
        return ENT_NOMEM;
    uint32_t at = 0;
    for (size_t i = 0; i < all.n; i++) {
        const ideal *here = &all.items[i];
        double upto = 0;
        for (uint32_t g = 0; g < poset->n; g++) {
            if (!follows(&all, here->set, g))
                continue;
            const ideal *next = ideal_of(&all, arena, here->set | (uint64_t)1 << g);
            double way = ent_number_double(next->down);
            if (by_mass)
                way /= ent_number_double(next->mass);
            upto += way / ent_number_double(here->down);
            out->group[at] = g;
            out->to[at] = (uint32_t)(next - all.items);
            out->upto[at++] = upto;
        }
        if (at > out->first[i])
            out->upto[at - 1] = 1; /* rounding leaves no gap */
        out->first[i + 1] = at;
    }
    return ENT_OK;
}
