/* Building the regions of saliences: groups, ranges as narrow as the cuts make them, parts and how each is
 * drawn. See region.h; the drawing is in region_draw.c. */
#include "game/region.h"

#include "base/random.h"

const char *ent_salience_name(ent_arena *arena, const ent_scenario *scenario, uint32_t actor,
                              size_t variable) {
    const ent_preference *p = &scenario->preferences[actor];
    const char *id = scenario->actors[actor].id;
    if (variable < p->n_wants)
        return ent_arena_printf(arena, "%s.salience.%s", id,
                                scenario->issues[p->wants[variable].issue].id);
    const ent_condition *c = &p->conditions[variable - p->n_wants];
    if (c->said.name)
        return ent_arena_printf(arena, "%s.salience.%s", id, c->said.name);
    return ent_arena_printf(arena, "%s.salience of condition %zu", id, variable - p->n_wants + 1);
}

/* ---- ranges ---- */

static bool raise_to(ent_number *at, ent_number bound, bool *changed) {
    if (ent_number_cmp(bound, *at) <= 0)
        return false;
    *at = bound;
    return *changed = true;
}

/* Narrows the ranges by the cuts until nothing changes (the least and the greatest point satisfy all
 * cuts then). ENT_ERROR: nothing is left. */
static ent_status narrow(ent_range *range, const ent_poset *poset) {
    for (size_t round = 0; round <= poset->n + 1; round++) {
        bool changed = false;
        for (size_t i = 0; i < poset->n_below; i++) {
            const ent_below *b = &poset->below[i];
            ent_number least, most, negative;
            if (!ent_number_mul(&least, b->factor, range[b->right].lo) ||
                !ent_number_div(&most, range[b->left].hi, b->factor))
                return ENT_LIMIT;
            raise_to(&range[b->left].lo, least, &changed);
            negative = (ent_number){-range[b->right].hi.num, range[b->right].hi.den};
            if (raise_to(&negative, (ent_number){-most.num, most.den}, &changed))
                range[b->right].hi = most;
        }
        for (size_t g = 0; g < poset->n; g++)
            if (ent_number_cmp(range[g].lo, range[g].hi) > 0)
                return ENT_ERROR;
        if (!changed)
            return ENT_OK;
    }
    return ENT_ERROR;
}

static ent_status ranges_of_groups(ent_salience_region *r, ent_arena *arena,
                                   const ent_range *said) {
    bool *seen = ENT_NEW(arena, bool, r->poset.n + 1);
    r->range = ENT_NEW(arena, ent_range, r->poset.n + 1);
    if (!r->range || !seen)
        return ENT_NOMEM;
    for (size_t v = 0; v < r->n; v++) {
        ent_range own, *of = &r->range[r->poset.group[v]];
        bool changed;
        if (!ent_number_div(&own.lo, said[v].lo, r->poset.ratio[v]) ||
            !ent_number_div(&own.hi, said[v].hi, r->poset.ratio[v]))
            return ENT_LIMIT;
        if (!seen[r->poset.group[v]])
            *of = own;
        seen[r->poset.group[v]] = true;
        raise_to(&of->lo, own.lo, &changed);
        if (ent_number_cmp(own.hi, of->hi) < 0)
            of->hi = own.hi;
    }
    for (size_t g = 0; g < r->poset.n; g++)
        if (ent_number_cmp(r->range[g].lo, r->range[g].hi) > 0)
            return ENT_ERROR;
    return narrow(r->range, &r->poset);
}

/* Whether a cut says more than the two ranges do. */
static bool binding(const ent_salience_region *r, const ent_below *below) {
    ent_number most;
    if (r->simplex)
        return true;
    return !ent_number_mul(&most, below->factor, r->range[below->right].hi) ||
           ent_number_cmp(r->range[below->left].lo, most) < 0;
}

/* ---- parts ---- */

static uint32_t root_of(uint32_t *parent, uint32_t g) {
    while (parent[g] != g)
        g = parent[g] = parent[parent[g]];
    return g;
}

/* Groups of the part, each after those below it. */
static ent_status order_upwards(ent_region_part *part, ent_arena *arena) {
    size_t n = part->poset.n, placed = 0;
    bool *done = ENT_NEW(arena, bool, n + 1);
    part->upward = ENT_NEW(arena, uint32_t, n + 1);
    if (!done || !part->upward)
        return ENT_NOMEM;
    while (placed < n) {
        size_t before = placed;
        for (uint32_t g = 0; g < n; g++) {
            bool ready = !done[g];
            for (size_t i = 0; i < part->poset.n_below && ready; i++)
                ready = part->poset.below[i].left != g || done[part->poset.below[i].right];
            if (!ready)
                continue;
            done[g] = true;
            part->upward[placed++] = g;
        }
        if (placed == before)
            return ENT_ERROR;
    }
    return ENT_OK;
}

static ent_status fill_part(ent_region_part *part, ent_arena *arena, const ent_salience_region *r,
                            uint32_t *parent, uint32_t root, const uint64_t *name) {
    uint32_t *number = ENT_NEW(arena, uint32_t, r->poset.n + 1);
    part->group = ENT_NEW(arena, uint32_t, r->poset.n + 1);
    part->name = ENT_NEW(arena, uint64_t, r->poset.n + 1);
    part->poset.mass = ENT_NEW(arena, ent_number, r->poset.n + 1);
    part->poset.below = ENT_NEW(arena, ent_below, r->poset.n_below + 1);
    if (!number || !part->group || !part->name || !part->poset.mass || !part->poset.below)
        return ENT_NOMEM;
    for (uint32_t g = 0; g < r->poset.n; g++) {
        if (root_of(parent, g) != root)
            continue;
        size_t k = part->poset.n++;
        number[g] = (uint32_t)k;
        part->group[k] = g;
        part->name[k] = name[g];
        part->poset.mass[k] = r->poset.mass[g];
        part->own ^= name[g] * 3; /* whichever order they stand in */
    }
    for (size_t i = 0; i < r->poset.n_below; i++) {
        const ent_below *b = &r->poset.below[i];
        if (binding(r, b) && root_of(parent, b->left) == root)
            part->poset.below[part->poset.n_below++] =
                (ent_below){number[b->left], number[b->right], b->factor};
    }
    return order_upwards(part, arena);
}

static bool factors_one(const ent_poset *poset) {
    for (size_t i = 0; i < poset->n_below; i++)
        if (ent_number_cmp(poset->below[i].factor, ent_number_int(1)) != 0)
            return false;
    return true;
}

static bool ranges_agree(const ent_salience_region *r, const ent_region_part *part) {
    for (size_t k = 1; k < part->poset.n; k++) {
        const ent_range *a = &r->range[part->group[0]], *b = &r->range[part->group[k]];
        if (ent_number_cmp(a->lo, b->lo) != 0 || ent_number_cmp(a->hi, b->hi) != 0)
            return false;
    }
    return true;
}

#define DEN_LIMIT ((ent_i128)1 << 40)

static ent_status grids(ent_region_part *part, ent_arena *arena, const ent_salience_region *r) {
    size_t n = part->poset.n;
    ent_number coarsest = r->weights ? (ent_number){1, 100} : ent_number_int(1000000);
    ent_i128 den = 1;
    part->grid = ENT_NEW(arena, ent_grid, n + 1);
    part->unit = ENT_NEW(arena, int64_t, n + 1);
    if (!part->grid || !part->unit)
        return ENT_NOMEM;
    for (size_t k = 0; k < n; k++) {
        if (!ent_grid_of(&part->grid[k], r->range[part->group[k]], coarsest, r->weights))
            return ENT_LIMIT;
        den = den / ent_gcd(den, part->grid[k].den) * part->grid[k].den;
        if (den > DEN_LIMIT)
            return ENT_LIMIT;
    }
    part->den = (int64_t)den;
    for (size_t k = 0; k < n; k++) {
        ent_i128 unit = (ent_i128)part->grid[k].num * (den / part->grid[k].den);
        ent_i128 most = unit * (part->grid[k].first + (ent_i128)part->grid[k].n);
        if (most > (ent_i128)1 << 60)
            return ENT_LIMIT;
        part->unit[k] = (int64_t)unit;
    }
    return ENT_OK;
}

static ent_status prepare_walk(ent_region_part *part, ent_arena *arena,
                               const ent_salience_region *r) {
    size_t n = part->poset.n;
    double *lo = ENT_NEW(arena, double, n), *hi = ENT_NEW(arena, double, n);
    double *mass = ENT_NEW(arena, double, n), total = 0;
    struct ent_cut *cuts = ENT_NEW(arena, struct ent_cut, part->poset.n_below + 1);
    part->start = ENT_NEW(arena, double, n);
    if (!lo || !hi || !mass || !cuts || !part->start)
        return ENT_NOMEM;
    for (size_t i = 0; i < part->poset.n_below; i++)
        cuts[i] = (struct ent_cut){part->poset.below[i].left, part->poset.below[i].right,
                                   ent_number_double(part->poset.below[i].factor)};
    for (size_t k = 0; k < n; k++) {
        mass[k] = ent_number_double(part->poset.mass[k]);
        lo[k] = r->simplex ? 0 : ent_number_double(r->range[part->group[k]].lo);
        hi[k] = r->simplex ? 1 / mass[k] : ent_number_double(r->range[part->group[k]].hi);
    }
    part->walk = (ent_region){n, lo, hi, NULL, part->poset.n_below, cuts};
    if (!ent_region_tighten(&part->walk, lo, hi))
        return ENT_ERROR;
    for (size_t k = 0; k < n; k++) {
        part->start[k] = (lo[k] + hi[k]) / 2;
        total += mass[k] * part->start[k];
    }
    for (size_t k = 0; k < n && r->simplex; k++) {
        part->start[k] /= total;
        lo[k] = 0;
        hi[k] = 1 / mass[k];
        part->walk.mass = mass;
    }
    double *mean = ENT_NEW(arena, double, n);
    if (!mean)
        return ENT_NOMEM;
    ent_region_mean(&part->walk, part->start, part->own, mean);
    part->start = mean;
    return ENT_OK;
}

/* Whether at least one point in 200 of the uncut region satisfies the cuts: of 2,000 drawn with a seed
 * of their own. */
static bool often_inside(const ent_region_part *part, bool simplex) {
    enum { TRIES = 2000, LEAST = 10 };
    size_t inside = 0;
    for (uint64_t t = 0; t < TRIES && inside < LEAST; t++) {
        bool good = true;
        for (size_t i = 0; i < part->poset.n_below && good; i++) {
            const ent_below *b = &part->poset.below[i];
            double x[2];
            for (int side = 0; side < 2; side++) {
                uint32_t g = side ? b->right : b->left;
                ent_stream s = ent_stream_of(~(uint64_t)0, part->name[g], t);
                if (simplex) {
                    x[side] = ent_stream_exponential(&s) / ent_number_double(part->poset.mass[g]);
                    continue;
                }
                x[side] =
                    ((double)part->grid[g].first + (double)part->grid[g].n * ent_stream_unit(&s)) *
                    (double)part->unit[g];
            }
            good = x[0] > ent_number_double(b->factor) * x[1];
        }
        inside += good;
    }
    return inside >= LEAST;
}

static ent_status choose_way(ent_region_part *part, ent_arena *arena, ent_salience_region *r) {
    size_t n = part->poset.n;
    ent_number *factor = ENT_NEW(arena, ent_number, n + 1);
    part->chain = ENT_NEW(arena, uint32_t, n + 1);
    part->factor = ENT_NEW(arena, double, n + 1);
    if (!factor || !part->chain || !part->factor)
        return ENT_NOMEM;
    if (!r->simplex)
        ENT_TRY(grids(part, arena, r));
    part->way = ENT_WAY_SINGLE;
    if (n == 1)
        return ENT_OK;
    bool plain = factors_one(&part->poset);
    bool sorts = r->simplex || (plain && ranges_agree(r, part) && part->grid[0].n > n);
    if (sorts && ent_poset_chain(&part->poset, part->chain, factor)) {
        part->way = ENT_WAY_CHAIN;
        for (size_t k = 0; k + 1 < n; k++)
            part->factor[k] = ent_number_double(factor[k]);
        return ENT_OK;
    }
    if (sorts && plain) {
        part->way = ENT_WAY_LATTICE;
        for (size_t k = 0; k < n; k++)
            part->factor[k] = 1;
        ent_status status = ent_poset_lattice(&part->lattice, arena, &part->poset, r->simplex);
        if (status != ENT_LIMIT)
            return status;
    }
    part->way = ENT_WAY_REJECT;
    if (often_inside(part, r->simplex))
        return ENT_OK;
    part->way = ENT_WAY_WALK;
    r->approximate = true;
    return prepare_walk(part, arena, r);
}

static ent_status make_parts(ent_salience_region *r, ent_arena *arena, const uint64_t *name) {
    size_t n = r->poset.n;
    uint32_t *parent = ENT_NEW(arena, uint32_t, n + 1);
    r->parts = ENT_NEW(arena, ent_region_part, n + 1);
    if (!parent || !r->parts)
        return ENT_NOMEM;
    for (uint32_t g = 0; g < n; g++)
        parent[g] = g;
    for (size_t i = 0; i < r->poset.n_below; i++)
        if (binding(r, &r->poset.below[i]))
            parent[root_of(parent, r->poset.below[i].left)] =
                root_of(parent, r->poset.below[i].right);
    for (uint32_t g = 0; g < n; g++) {
        if (root_of(parent, g) != g)
            continue;
        ent_region_part *part = &r->parts[r->n_parts++];
        *part = (ent_region_part){0};
        ENT_TRY(fill_part(part, arena, r, parent, g, name));
        ENT_TRY(choose_way(part, arena, r));
    }
    return ENT_OK;
}

/* `name`: per variable; a group is called after its first. */
static ent_status make_region(ent_salience_region *out, ent_arena *arena, const ent_range *range,
                              const uint64_t *name, const ent_comparison *said, size_t n_said) {
    ent_poset_fact *facts;
    uint64_t *of_group = ENT_NEW(arena, uint64_t, out->n + 1);
    if (!of_group)
        return ENT_NOMEM;
    ENT_TRY(ent_order_facts(&facts, arena, said, n_said));
    ENT_TRY(ent_poset_build(&out->poset, arena, out->n, facts, n_said));
    for (size_t v = out->n; v-- > 0;)
        of_group[out->poset.group[v]] = name[v];
    if (out->simplex) {
        out->open = out->poset.n > 1;
    } else {
        ENT_TRY(ranges_of_groups(out, arena, range));
        for (size_t g = 0; g < out->poset.n; g++)
            out->open = out->open || ent_number_cmp(out->range[g].lo, out->range[g].hi) != 0;
    }
    return out->open ? make_parts(out, arena, of_group) : ENT_OK;
}

ent_status ent_salience_region_new(ent_salience_region *out, ent_arena *arena,
                                   const ent_scenario *scenario, uint32_t actor,
                                   const ent_central *central) {
    const ent_preference *p = &scenario->preferences[actor];
    *out = (ent_salience_region){.n = central->n, .simplex = central->simplex, .weights = true};
    if (out->n < 2) /* one want alone weighs 1 */
        return ENT_OK;
    uint64_t *name = ENT_NEW(arena, uint64_t, out->n + 1);
    ent_range *range = ENT_NEW(arena, ent_range, out->n + 1);
    if (!name || !range)
        return ENT_NOMEM;
    for (size_t v = 0; v < out->n; v++) {
        const char *text = ent_salience_name(arena, scenario, actor, v);
        if (!text)
            return ENT_NOMEM;
        name[v] = ent_random_stream(text);
        range[v] = v < p->n_wants ? p->wants[v].salience : p->conditions[v - p->n_wants].salience;
    }
    return make_region(out, arena, range, name, p->salience, p->n_salience);
}

ent_status ent_amount_region_new(ent_salience_region *out, ent_arena *arena, size_t n,
                                 const ent_range *range, const uint64_t *name,
                                 const ent_comparison *said, size_t n_said) {
    *out = (ent_salience_region){.n = n};
    return n ? make_region(out, arena, range, name, said, n_said) : ENT_OK;
}
