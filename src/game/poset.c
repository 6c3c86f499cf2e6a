/* Order polytopes: joining equals, full orders, sums over linear extensions. See poset.h. */
#include "game/poset.h"

#include <string.h>

/* Union-find with ratios: x_v = ratio[v] * x_{parent[v]}. */
static bool find_root(uint32_t *parent, ent_number *ratio, uint32_t v, uint32_t *root,
                      ent_number *product)
{
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
                              size_t n_facts)
{
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

/* Keeps of several statements about one pair the strongest, and drops x >= f x with f <= 1. */
static ent_status add_below(ent_poset *poset, uint32_t left, uint32_t right, ent_number factor)
{
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
                           const ent_poset_fact *facts, size_t n_facts)
{
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

static const ent_below *find_below(const ent_poset *poset, uint32_t left, uint32_t right)
{
    for (size_t i = 0; i < poset->n_below; i++)
        if (poset->below[i].left == left && poset->below[i].right == right)
            return &poset->below[i];
    return NULL;
}

bool ent_poset_chain(const ent_poset *poset, uint32_t *chain, ent_number *factor)
{
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

ent_status ent_poset_mean(const ent_poset *poset, ent_arena *scratch, bool by_mass, double *mean)
{
    /* An ideal is a set of groups closed upwards: the first so many of some linear extension. up[I]
     * sums, over the ways to reach I from nothing, the product of 1/mass of the ideals passed;
     * down[I] the same from I to everything. Their product over the total is the share of volume
     * whose extensions pass I. */
    size_t n = poset->n;
    if (n > ENT_POSET_IDEALS)
        return ENT_LIMIT;
    if (n == 0)
        return ENT_OK;
    ent_mark mark = ent_arena_mark(scratch);
    size_t sets = (size_t)1 << n;
    double *up = ENT_NEW(scratch, double, sets), *down = ENT_NEW(scratch, double, sets);
    uint32_t *above = ENT_NEW(scratch, uint32_t, n);
    if (!up || !down || !above) {
        ent_arena_rewind(scratch, mark);
        return ENT_NOMEM;
    }
    for (size_t i = 0; i < poset->n_below; i++)
        above[poset->below[i].right] |= 1u << poset->below[i].left;
    up[0] = 1;
    for (uint32_t set = 0; set < sets; set++) {
        if (up[set] == 0)
            continue;
        if (by_mass && set) {
            double mass = 0;
            for (size_t g = 0; g < n; g++)
                if (set >> g & 1)
                    mass += ent_number_double(poset->mass[g]);
            up[set] /= mass;
        }
        for (size_t g = 0; g < n; g++)
            if (!(set >> g & 1) && (above[g] & ~set) == 0)
                up[set | 1u << g] += up[set];
    }
    double total = up[sets - 1];
    down[sets - 1] = 1;
    for (size_t set = sets; set-- > 0;) {
        if (up[set] == 0)
            continue;
        for (size_t g = 0; g < n; g++)
            if (!(set >> g & 1) && (above[g] & ~set) == 0) {
                double mass = 0;
                uint32_t next = (uint32_t)set | 1u << g;
                for (size_t h = 0; h < n && by_mass; h++)
                    if (next >> h & 1)
                        mass += ent_number_double(poset->mass[h]);
                down[set] += down[next] / (by_mass ? mass : 1);
            }
    }
    for (size_t g = 0; g < n; g++)
        mean[g] = 0;
    for (uint32_t set = 1; set < sets && total > 0; set++) {
        if (up[set] == 0)
            continue;
        double share = up[set] * down[set] / total, mass = 0;
        for (size_t h = 0; h < n && by_mass; h++)
            if (set >> h & 1)
                mass += ent_number_double(poset->mass[h]);
        /* By mass: the ideal's indicator over its mass is a vertex, and the centroid is the mean of
         * the n vertices. By rank: a group outside the ideal has one more group before it. */
        for (size_t g = 0; g < n; g++) {
            bool in = set >> g & 1;
            if (by_mass && in)
                mean[g] += share / mass / (double)n;
            if (!by_mass && !in)
                mean[g] += share;
        }
    }
    ent_arena_rewind(scratch, mark);
    return total > 0 ? ENT_OK : ENT_ERROR;
}
