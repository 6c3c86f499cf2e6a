/* Drawing saliences, part by part. See region.h. */
#include "game/region.h"

typedef struct drawing {
    const ent_salience_region *region;
    uint64_t seed, m;
    ent_arena *scratch;
    uint32_t *order; /* of a part: groups from the top down */
    ent_stream *stream;
    double *x; /* of a part */
    uint64_t *k;
} drawing;

static ent_stream stream_of(const drawing *d, uint64_t name) {
    return ent_stream_of(d->seed, name, d->m);
}

/* The groups from the top down: the full order, or a linear extension drawn by its volume. */
static const uint32_t *top_down(const drawing *d, const ent_region_part *part) {
    if (part->way == ENT_WAY_CHAIN)
        return part->chain;
    ent_stream s = stream_of(d, part->own);
    uint32_t at = 0;
    for (size_t p = 0; p < part->poset.n; p++) {
        uint32_t arc = part->lattice.first[at];
        double u = ent_stream_unit(&s);
        while (part->lattice.upto[arc] <= u && arc + 1 < part->lattice.first[at + 1])
            arc++;
        d->order[p] = part->lattice.group[arc];
        at = part->lattice.to[arc];
    }
    return d->order;
}

/* ---- the simplex ---- */

static double mass_of(const ent_region_part *part, uint32_t g) {
    return ent_number_double(part->poset.mass[g]);
}

/* Vertex p of a full order has the groups up to the p-th, each as small as the factors allow. */
static void vertices(const drawing *d, const ent_region_part *part) {
    const uint32_t *order = top_down(d, part);
    double below = 0, factor = 1;
    for (size_t p = part->poset.n; p-- > 0;) {
        double size = 1, total = 0;
        for (size_t q = p + 1; q-- > 0;) {
            size *= q < p ? part->factor[q] : 1;
            total += size * mass_of(part, order[q]);
        }
        ent_stream s = stream_of(d, part->name[order[p]]);
        factor = p + 1 < part->poset.n ? part->factor[p] : 0;
        below = factor * below + ent_stream_exponential(&s) / total;
        d->x[order[p]] = below;
    }
}

static bool inside(const ent_region_part *part, const double *x) {
    for (size_t i = 0; i < part->poset.n_below; i++) {
        const ent_below *b = &part->poset.below[i];
        if (x[b->left] <= ent_number_double(b->factor) * x[b->right])
            return false;
    }
    return true;
}

static void exponentials(const drawing *d, const ent_region_part *part) {
    for (uint32_t g = 0; g < part->poset.n; g++)
        d->stream[g] = stream_of(d, part->name[g]);
    do {
        for (uint32_t g = 0; g < part->poset.n; g++)
            d->x[g] = ent_stream_exponential(&d->stream[g]) / mass_of(part, g);
    } while (!inside(part, d->x));
}

static void walk_simplex(const drawing *d, const ent_region_part *part) {
    double total = 0;
    for (uint32_t g = 0; g < part->poset.n; g++) {
        ent_stream s = stream_of(d, part->name[g]);
        total += ent_stream_exponential(&s);
        d->x[g] = part->start[g];
    }
    ent_region_walk(&part->walk, d->x, d->seed, part->own, d->m);
    for (uint32_t g = 0; g < part->poset.n; g++)
        d->x[g] *= total;
}

/* The least integer above factor * x. */
static int64_t above(ent_number factor, int64_t x) {
    return (int64_t)(factor.num * x / factor.den) + 1;
}

static ent_status draw_simplex(const drawing *d, ent_number *of_group) {
    const ent_salience_region *r = d->region;
    double *all = ENT_NEW(d->scratch, double, r->poset.n), total = 0;
    if (!all)
        return ENT_NOMEM;
    for (size_t i = 0; i < r->n_parts; i++) {
        const ent_region_part *part = &r->parts[i];
        switch (part->way) {
        case ENT_WAY_CHAIN:
        case ENT_WAY_LATTICE: vertices(d, part); break;
        case ENT_WAY_WALK: walk_simplex(d, part); break;
        default: exponentials(d, part);
        }
        for (uint32_t g = 0; g < part->poset.n; g++) {
            all[part->group[g]] = d->x[g];
            total += d->x[g] * mass_of(part, g);
        }
    }
    double scale = (double)ENT_SIMPLEX_GRID / total;
    for (size_t i = 0; i < r->n_parts; i++) {
        const ent_region_part *part = &r->parts[i];
        int64_t *k = (int64_t *)d->k;
        for (size_t p = 0; p < part->poset.n; p++) {
            uint32_t g = part->upward[p];
            k[g] = (int64_t)(all[part->group[g]] * scale + 0.5);
            k[g] = k[g] < 1 ? 1 : k[g];
            for (size_t b = 0; b < part->poset.n_below; b++)
                if (part->poset.below[b].left == g) {
                    int64_t least =
                        above(part->poset.below[b].factor, k[part->poset.below[b].right]);
                    k[g] = k[g] < least ? least : k[g];
                }
            int64_t common = (int64_t)ent_gcd(k[g], ENT_SIMPLEX_GRID);
            of_group[part->group[g]] = (ent_number){k[g] / common, ENT_SIMPLEX_GRID / common};
        }
    }
    return ENT_OK;
}

/* ---- the box ---- */

static int64_t units(const ent_region_part *part, uint32_t g, uint64_t k) {
    return (part->grid[g].first + (int64_t)k) * part->unit[g];
}

static bool cuts_hold(const ent_region_part *part, const uint64_t *k) {
    for (size_t i = 0; i < part->poset.n_below; i++) {
        const ent_below *b = &part->poset.below[i];
        if (b->factor.den * units(part, b->left, k[b->left]) <=
            b->factor.num * units(part, b->right, k[b->right]))
            return false;
    }
    return true;
}

static void sorted_points(const drawing *d, const ent_region_part *part) {
    size_t n = part->poset.n;
    const uint32_t *order = top_down(d, part);
    uint64_t *sorted = d->k + d->region->poset.n;
    for (size_t p = 0; p < n; p++) {
        ent_stream s = stream_of(d, part->name[order[p]]);
        sorted[p] = ent_stream_below(&s, part->grid[0].n - n + 1);
    }
    ent_spread_sorted(sorted, n);
    for (size_t p = 0; p < n; p++)
        d->k[order[p]] = sorted[n - 1 - p];
}

static void points(const drawing *d, const ent_region_part *part) {
    for (uint32_t g = 0; g < part->poset.n; g++)
        d->stream[g] = stream_of(d, part->name[g]);
    do {
        for (uint32_t g = 0; g < part->poset.n; g++)
            d->k[g] = ent_stream_below(&d->stream[g], part->grid[g].n);
    } while (!cuts_hold(part, d->k));
}

/* The nearest point of the grids, moved up where a cut asks for it; false when that leaves a range. */
static bool to_grid(const drawing *d, const ent_region_part *part) {
    for (size_t p = 0; p < part->poset.n; p++) {
        uint32_t g = part->upward[p];
        const ent_grid *grid = &part->grid[g];
        double at = d->x[g] * (double)part->den / (double)part->unit[g] - (double)grid->first + 0.5;
        ent_i128 k = at > 0 ? (ent_i128)at : 0;
        k = k >= (ent_i128)grid->n ? (ent_i128)grid->n - 1 : k;
        for (size_t i = 0; i < part->poset.n_below; i++) {
            const ent_below *b = &part->poset.below[i];
            if (b->left != g)
                continue;
            ent_i128 least =
                b->factor.num * units(part, b->right, d->k[b->right]) / b->factor.den + 1;
            ent_i128 own = (least + part->unit[g] - 1) / part->unit[g] - grid->first;
            k = k < own ? own : k;
        }
        if (k >= (ent_i128)grid->n)
            return false;
        d->k[g] = (uint64_t)k;
    }
    return true;
}

static bool walk_box(const drawing *d, const ent_region_part *part) {
    enum { ATTEMPTS = 16 }; /* a walk that ends within a step of the edge is made again */
    for (uint64_t a = 0; a <= ATTEMPTS; a++) {
        for (uint32_t g = 0; g < part->poset.n; g++)
            d->x[g] = part->start[g];
        if (a < ATTEMPTS)
            ent_region_walk(&part->walk, d->x, d->seed, part->own + a, d->m);
        if (to_grid(d, part))
            return true;
    }
    return false;
}

static ent_status draw_box(const drawing *d, ent_number *of_group) {
    const ent_salience_region *r = d->region;
    for (size_t i = 0; i < r->n_parts; i++) {
        const ent_region_part *part = &r->parts[i];
        switch (part->way) {
        case ENT_WAY_CHAIN:
        case ENT_WAY_LATTICE: sorted_points(d, part); break;
        case ENT_WAY_WALK:
            if (!walk_box(d, part))
                return ENT_LIMIT;
            break;
        default: points(d, part);
        }
        for (uint32_t g = 0; g < part->poset.n; g++)
            of_group[part->group[g]] = ent_grid_number(&part->grid[g], d->k[g]);
    }
    return ENT_OK;
}

ent_status ent_salience_region_draw(ent_number *weight, ent_arena *scratch,
                                    const ent_salience_region *region, uint64_t seed, uint64_t m) {
    size_t n = region->poset.n;
    drawing d = {.region = region,
                 .seed = seed,
                 .m = m,
                 .scratch = scratch,
                 .order = ENT_NEW(scratch, uint32_t, n),
                 .stream = ENT_NEW(scratch, ent_stream, n),
                 .x = ENT_NEW(scratch, double, n),
                 .k = ENT_NEW(scratch, uint64_t, 2 * n)};
    ent_number *of_group = ENT_NEW(scratch, ent_number, n);
    if (!d.order || !d.stream || !d.x || !d.k || !of_group)
        return ENT_NOMEM;
    ENT_TRY(region->simplex ? draw_simplex(&d, of_group) : draw_box(&d, of_group));
    for (size_t v = 0; v < region->n; v++)
        if (!ent_number_mul(&weight[v], of_group[region->poset.group[v]], region->poset.ratio[v]))
            return ENT_LIMIT;
    return ENT_OK;
}
