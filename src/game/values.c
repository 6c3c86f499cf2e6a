/* Values of outcomes, drawn. See values.h. */
#include "game/values.h"

#include "base/random.h"

const char *ent_value_name(ent_arena *arena, const ent_scenario *scenario, uint32_t actor,
                           const ent_want *want, uint32_t outcome) {
    const ent_issue *issue = &scenario->issues[want->issue];
    return ent_arena_printf(arena, "%s.value.%s.%s", scenario->actors[actor].id, issue->id,
                            issue->outcomes[outcome].id);
}

const char *ent_ideal_name(ent_arena *arena, const ent_scenario *scenario, uint32_t actor,
                           const ent_want *want) {
    return ent_arena_printf(arena, "%s.ideal.%s", scenario->actors[actor].id,
                            scenario->issues[want->issue].id);
}

static ent_status prepare_order(ent_want_values *v, ent_arena *arena) {
    size_t n = v->issue->n_outcomes;
    ent_poset_fact *facts;
    ent_number *factor = ENT_NEW(arena, ent_number, n + 1);
    v->chain = ENT_NEW(arena, uint32_t, n + 1);
    if (!factor || !v->chain)
        return ENT_NOMEM;
    ENT_TRY(ent_order_facts(&facts, arena, v->want->order, v->want->n_order));
    ENT_TRY(ent_poset_build(&v->poset, arena, n, facts, v->want->n_order));
    uint64_t *of_group = ENT_NEW(arena, uint64_t, n + 1);
    if (!of_group)
        return ENT_NOMEM;
    for (size_t o = n; o-- > 0;)
        of_group[v->poset.group[o]] = v->name[o];
    v->name = of_group;
    v->full = ent_poset_chain(&v->poset, v->chain, factor);
    v->open = v->full ? v->poset.n > 2 : v->poset.n > 1;
    return v->full ? ENT_OK : ent_poset_lattice(&v->lattice, arena, &v->poset, false);
}

ent_status ent_want_values_new(ent_want_values *out, ent_arena *arena, const ent_scenario *scenario,
                               uint32_t actor, const ent_want *want) {
    const ent_issue *issue = &scenario->issues[want->issue];
    ent_number hundredth = {1, 100};
    *out = (ent_want_values){.want = want, .issue = issue};
    out->name = ENT_NEW(arena, uint64_t, issue->n_outcomes + 1);
    const char *text = ent_ideal_name(arena, scenario, actor, want);
    if (!out->name || !text)
        return ENT_NOMEM;
    out->ideal_name = ent_random_stream(text);
    for (uint32_t o = 0; o < issue->n_outcomes; o++) {
        text = ent_value_name(arena, scenario, actor, want, o);
        if (!text)
            return ENT_NOMEM;
        out->name[o] = ent_random_stream(text);
        out->own ^= out->name[o] * 3;
    }
    if (want->form == ENT_WANT_ORDER)
        return prepare_order(out, arena);
    if (want->form == ENT_WANT_IDEAL) {
        for (size_t o = 0; o < issue->n_outcomes && issue->ordered; o++)
            out->open = out->open || ent_number_cmp(issue->outcomes[o].position.lo,
                                                    issue->outcomes[o].position.hi) != 0;
        out->open =
            out->open || (want->shape == ENT_SHAPE_SINGLE_PEAKED && issue->ordered) ||
            (want->ideal == ENT_NONE && ent_number_cmp(want->position.lo, want->position.hi) != 0);
        if (want->ideal == ENT_NONE && !ent_grid_of(&out->ideal, want->position, hundredth, false))
            return ENT_LIMIT;
        return ENT_OK;
    }
    out->grid = ENT_NEW(arena, ent_grid, issue->n_outcomes + 1);
    if (!out->grid)
        return ENT_NOMEM;
    for (size_t o = 0; o < issue->n_outcomes; o++) {
        if (!ent_grid_of(&out->grid[o], want->values[o], hundredth, false))
            return ENT_LIMIT;
        out->open = out->open || out->grid[o].n > 1;
    }
    return ENT_OK;
}

/* ---- drawing ---- */

static ent_number part_of_one(uint64_t k) {
    ent_i128 common = ent_gcd((ent_i128)k, ENT_VALUE_GRID);
    return (ent_number){(ent_i128)k / common, ENT_VALUE_GRID / common};
}

/* n sorted points strictly between 0 and 1, the least first, from the streams named. */
static bool between(uint64_t *k, const uint64_t *name, size_t n, uint64_t seed, uint64_t m) {
    if (n + 1 >= ENT_VALUE_GRID)
        return false;
    for (size_t i = 0; i < n; i++) {
        ent_stream s = ent_stream_of(seed, name[i], m);
        k[i] = ent_stream_below(&s, ENT_VALUE_GRID - n);
    }
    ent_spread_sorted(k, n);
    for (size_t i = 0; i < n; i++)
        k[i]++;
    return true;
}

static ent_status draw_order(ent_number *value, ent_arena *scratch, const ent_want_values *v,
                             uint64_t seed, uint64_t m) {
    size_t n = v->poset.n;
    uint32_t *order = ENT_NEW(scratch, uint32_t, n + 1);
    uint64_t *k = ENT_NEW(scratch, uint64_t, n + 1), *name = ENT_NEW(scratch, uint64_t, n + 1);
    ent_number *of_group = ENT_NEW(scratch, ent_number, n + 1);
    if (!order || !k || !name || !of_group)
        return ENT_NOMEM;
    ent_stream s = ent_stream_of(seed, v->own, m);
    for (size_t p = 0, at = 0; p < n; p++) {
        if (v->full) {
            order[p] = v->chain[p];
            continue;
        }
        uint32_t arc = v->lattice.first[at];
        double u = ent_stream_unit(&s);
        while (v->lattice.upto[arc] <= u && arc + 1 < v->lattice.first[at + 1])
            arc++;
        order[p] = v->lattice.group[arc];
        at = v->lattice.to[arc];
    }
    size_t inner = n > 2 ? n - 2 : 0;
    for (size_t p = 0; p < inner; p++)
        name[p] = v->name[order[p + 1]];
    if (!between(k, name, inner, seed, m))
        return ENT_LIMIT;
    for (size_t p = 0; p < n; p++)
        of_group[order[p]] = p == 0       ? ent_number_int(1)
                             : p + 1 == n ? ENT_ZERO
                                          : part_of_one(k[inner - p]);
    for (size_t o = 0; o < v->issue->n_outcomes; o++)
        value[o] = of_group[v->poset.group[o]];
    return ENT_OK;
}

/* The outcomes on one side of the ideal; those at one position are worth the same. */
static ent_status draw_side(ent_number *value, ent_arena *scratch, const ent_want_values *v,
                            const ent_number *position, ent_number ideal, int side, uint64_t seed,
                            uint64_t m) {
    size_t n = v->issue->n_outcomes, on_side = 0;
    uint64_t *k = ENT_NEW(scratch, uint64_t, n + 1), *name = ENT_NEW(scratch, uint64_t, n + 1);
    if (!k || !name)
        return ENT_NOMEM;
    for (size_t o = 0; o < n; o++)
        if (ent_number_cmp(position[o], ideal) == side)
            name[on_side++] = v->name[o];
    if (!between(k, name, on_side, seed, m))
        return ENT_LIMIT;
    for (size_t o = 0; o < n; o++) {
        size_t rank = 0; /* how many lie as near or nearer */
        if (ent_number_cmp(position[o], ideal) != side)
            continue;
        for (size_t i = 0; i < n; i++)
            rank += ent_number_cmp(position[i], ideal) == side &&
                    ent_number_cmp(position[i], position[o]) * side <= 0;
        value[o] = part_of_one(k[on_side - rank]);
    }
    return ENT_OK;
}

static ent_status draw_ideal(ent_number *value, ent_number *drawn, ent_arena *scratch,
                             const ent_want_values *v, const ent_number *position, uint64_t seed,
                             uint64_t m) {
    ent_number ideal, hundred = ent_number_int(100), one = ent_number_int(1);
    if (v->want->ideal != ENT_NONE) {
        ideal = position[v->want->ideal];
    } else {
        ent_stream s = ent_stream_of(seed, v->ideal_name, m);
        ideal = ent_grid_number(&v->ideal, ent_stream_below(&s, v->ideal.n));
    }
    if (drawn)
        *drawn = ideal;
    for (size_t o = 0; o < v->issue->n_outcomes; o++) {
        ent_number d;
        value[o] = one;
        if (!v->issue->ordered) {
            value[o] = ent_number_int(o == v->want->ideal);
            continue;
        }
        if (v->want->shape == ENT_SHAPE_SINGLE_PEAKED)
            continue;
        if (!ent_number_sub(&d, position[o], ideal) || !ent_number_div(&d, d, hundred))
            return ENT_LIMIT;
        if (d.num < 0)
            d.num = -d.num;
        if (v->want->shape == ENT_SHAPE_QUADRATIC && !ent_number_mul(&d, d, d))
            return ENT_LIMIT;
        if (!ent_number_sub(&value[o], one, d))
            return ENT_LIMIT;
    }
    if (v->want->shape != ENT_SHAPE_SINGLE_PEAKED || !v->issue->ordered)
        return ENT_OK;
    ENT_TRY(draw_side(value, scratch, v, position, ideal, -1, seed, m));
    return draw_side(value, scratch, v, position, ideal, 1, seed, m);
}

ent_status ent_want_values_draw(ent_number *value, ent_number *ideal, ent_arena *scratch,
                                const ent_want_values *values, const ent_number *position,
                                uint64_t seed, uint64_t m) {
    if (values->want->form == ENT_WANT_ORDER)
        return draw_order(value, scratch, values, seed, m);
    if (values->want->form == ENT_WANT_IDEAL)
        return draw_ideal(value, ideal, scratch, values, position, seed, m);
    for (size_t o = 0; o < values->issue->n_outcomes; o++) {
        ent_stream s = ent_stream_of(seed, values->name[o], m);
        ent_number k = ent_grid_number(&values->grid[o], ent_stream_below(&s, values->grid[o].n));
        if (!ent_number_div(&value[o], k, ent_number_int(100)))
            return ENT_LIMIT;
    }
    return ENT_OK;
}
