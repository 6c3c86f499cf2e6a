/* Templates of moves: what a unit can do looks the same wherever the issues of others stand.
 *
 * A unit's issues span its places; from a place it can step to the product of what each issue's
 * transitions offer. The template lists those steps once; a state's moves are the template moved to
 * where the state is (graph.c).
 */
#include "game/graph_make.h"
#include "game/units.h"

#include <string.h>

/* The issues of one unit and where each can go: per outcome a bit set, also backwards. */
typedef struct own {
    uint32_t n;
    uint32_t digit[ENT_MAX_ISSUES];
    uint64_t *steps[ENT_MAX_ISSUES];
    uint64_t *back[ENT_MAX_ISSUES];
} own;

static ent_status find_own(own *o, const ent_graph_making *m, uint64_t actors) {
    const ent_graph *g = m->graph;
    o->n = 0;
    for (uint32_t d = 0; d < g->n_digits; d++) {
        uint64_t any = 0;
        uint64_t *steps = ENT_NEW(m->scratch, uint64_t, g->radix[d]);
        uint64_t *back = ENT_NEW(m->scratch, uint64_t, g->radix[d]);
        if (!steps || !back)
            return ENT_NOMEM;
        for (uint32_t x = 0; x < g->radix[d]; x++) {
            any |= steps[x] = ent_unit_steps(m->game, actors, g->digit_issue[d], x);
            for (uint64_t rest = steps[x]; rest; rest &= rest - 1)
                back[__builtin_ctzll(rest)] |= (uint64_t)1 << x;
        }
        o->steps[o->n] = steps;
        o->back[o->n] = back;
        if (any)
            o->digit[o->n++] = d;
    }
    return ENT_OK;
}

/* Whether every issue can go from everywhere to everywhere, and whether its steps compose. */
static void look_at_steps(const own *o, const ent_graph *g, bool *complete, bool *compose) {
    *complete = *compose = true;
    for (uint32_t i = 0; i < o->n; i++) {
        uint32_t n = g->radix[o->digit[i]];
        uint64_t all = n >= 64 ? UINT64_MAX : ((uint64_t)1 << n) - 1;
        for (uint32_t a = 0; a < n; a++) {
            uint64_t stay = o->steps[i][a] | (uint64_t)1 << a;
            *complete = *complete && stay == all;
            for (uint64_t rest = o->steps[i][a]; rest; rest &= rest - 1)
                *compose = *compose && !(o->steps[i][__builtin_ctzll(rest)] & ~stay);
        }
    }
}

static ent_status too_many_moves(const ent_graph_making *m) {
    return ent_graph_refuse(m, ENT_LIMIT, ENT_E0432,
                            "name the issues that matter with --about, or let one issue change at "
                            "a time with --step one",
                            "the units have more than 2.7e8 combinations of moves");
}

static ent_status number_places(ent_unit *unit, ent_graph_making *m, const own *o) {
    ent_graph *g = m->graph;
    uint64_t places = 1;
    for (uint32_t i = 0; i < o->n; i++)
        places *= g->radix[o->digit[i]]; /* divides the number of codes */
    m->arcs += places;
    if (m->arcs > ENT_GRAPH_ARCS)
        return too_many_moves(m);
    uint32_t high = g->n_codes / g->split, place = 1;
    uint32_t *low_place = ENT_NEW(g->arena, uint32_t, g->split);
    uint32_t *high_place = ENT_NEW(g->arena, uint32_t, high);
    uint32_t *low_own = ENT_NEW(g->arena, uint32_t, g->split);
    uint32_t *high_own = ENT_NEW(g->arena, uint32_t, high);
    if (!low_place || !high_place || !low_own || !high_own)
        return ENT_NOMEM;
    for (uint32_t i = 0; i < o->n; i++) {
        uint32_t stride = g->stride[o->digit[i]], n = g->radix[o->digit[i]];
        for (uint32_t c = 0; stride < g->split && c < g->split; c++) {
            low_place[c] += c / stride % n * place;
            low_own[c] += c / stride % n * stride;
        }
        for (uint32_t c = 0; stride >= g->split && c < high; c++) {
            high_place[c] += c / (stride / g->split) % n * place;
            high_own[c] += c / (stride / g->split) % n * stride;
        }
        place *= n;
    }
    uint32_t *offset = ENT_NEW(g->arena, uint32_t, place);
    if (!offset)
        return ENT_NOMEM;
    for (uint32_t p = 0; p < place; p++)
        for (uint32_t i = 0, rest = p; i < o->n; i++) {
            offset[p] += rest % g->radix[o->digit[i]] * g->stride[o->digit[i]];
            rest /= g->radix[o->digit[i]];
        }
    unit->n_places = place;
    unit->offset = offset;
    unit->low_place = low_place;
    unit->high_place = high_place;
    unit->low_own = low_own;
    unit->high_own = high_own;
    return ENT_OK;
}

/* ---- lists of steps ---- */

/* Places next to `place`, itself left out, ascending. `out` has room for all places. */
static uint32_t steps_together(uint32_t *out, const own *o, const ent_graph *g, uint32_t place,
                               uint64_t *const *steps) {
    uint32_t n = 1, weight = 1, kept = 0;
    out[0] = 0;
    for (uint32_t i = 0, rest = place; i < o->n; i++) {
        uint32_t radix = g->radix[o->digit[i]], digit = rest % radix;
        uint64_t stay = steps[i][digit] | (uint64_t)1 << digit;
        rest /= radix;
        for (uint32_t part = (uint32_t)__builtin_popcountll(stay); part-- > 0;) {
            uint32_t top = 63u - (uint32_t)__builtin_clzll(stay); /* the last part first: */
            stay ^= (uint64_t)1 << top;                           /* part 0 is read by all */
            for (uint32_t x = 0; x < n; x++)
                out[(size_t)part * n + x] = out[x] + top * weight;
        }
        n *= (uint32_t)__builtin_popcountll(steps[i][digit] | (uint64_t)1 << digit);
        weight *= radix;
    }
    for (uint32_t x = 0; x < n; x++)
        if (out[x] != place)
            out[kept++] = out[x];
    return kept;
}

/* The same with one issue changed. */
static uint32_t steps_single(uint32_t *out, const own *o, const ent_graph *g, uint32_t place,
                             uint64_t *const *steps) {
    uint32_t n = 0, weight = 1;
    for (uint32_t i = 0, rest = place; i < o->n; i++) {
        uint32_t radix = g->radix[o->digit[i]], digit = rest % radix;
        rest /= radix;
        for (uint64_t to = steps[i][digit]; to; to &= to - 1) {
            uint32_t target = place - digit * weight + (uint32_t)__builtin_ctzll(to) * weight;
            uint32_t at = n++;
            for (; at > 0 && out[at - 1] > target; at--)
                out[at] = out[at - 1];
            out[at] = target;
        }
        weight *= radix;
    }
    return n;
}

/* Lists of steps from (or, with the backward steps, into) every place. */
static ent_status list_steps(const uint32_t **first_out, const uint32_t **to_out, uint32_t *widest,
                             ent_graph_making *m, const own *o, uint32_t n_places,
                             uint64_t *const *steps) {
    bool single = m->options->one_at_a_time;
    const ent_graph *g = m->graph;
    uint32_t *first = ENT_NEW(g->arena, uint32_t, (size_t)n_places + 1);
    uint32_t *room = ENT_NEW(m->scratch, uint32_t, (size_t)n_places + 64u * (o->n + 1));
    uint64_t total = 0;
    if (!first || !room)
        return ENT_NOMEM;
    for (uint32_t pass = 0; pass < 2; pass++) {
        uint32_t *to = NULL;
        if (pass == 1) {
            to = ENT_NEW(g->arena, uint32_t, total + 1);
            if (!to)
                return ENT_NOMEM;
            *to_out = to;
        }
        total = 0;
        for (uint32_t p = 0; p < n_places; p++) {
            uint32_t n =
                single ? steps_single(room, o, g, p, steps) : steps_together(room, o, g, p, steps);
            first[p] = (uint32_t)total;
            if (to)
                memcpy(to + total, room, n * sizeof *to);
            total += n;
            *widest = n > *widest ? n : *widest;
            if (m->arcs + total > ENT_GRAPH_ARCS)
                return too_many_moves(m);
        }
        first[n_places] = (uint32_t)total;
    }
    m->arcs += total;
    *first_out = first;
    return ENT_OK;
}

static ent_status make_unit(ent_graph_making *m, uint32_t u, uint64_t actors) {
    ent_graph *g = m->graph;
    ent_unit *unit = &g->units[u];
    bool complete, compose, single = m->options->one_at_a_time;
    own *o = ENT_NEW(m->scratch, own, 1);
    if (!o)
        return ENT_NOMEM;
    ENT_TRY(find_own(o, m, actors));
    ENT_TRY(number_places(unit, m, o));
    look_at_steps(o, g, &complete, &compose);
    unit->actors = actors;
    unit->transitive = compose && (!single || o->n < 2);
    unit->whole = complete && (!single || o->n < 2);
    g->transitive = g->transitive && unit->transitive;
    if (unit->whole) {
        g->widest = unit->n_places > g->widest ? unit->n_places : g->widest;
        return ENT_OK;
    }
    ENT_TRY(list_steps(&unit->first, &unit->to, &g->widest, m, o, unit->n_places, o->steps));
    return list_steps(&unit->back_first, &unit->back, &g->widest, m, o, unit->n_places, o->back);
}

/* Merged blocs are units, and a coalition with part of a bloc takes all of it along; ascending, each
 * once. */
static uint32_t with_blocs(uint64_t *joint, uint32_t n, const ent_graph_options *options) {
    uint32_t kept = 0;
    for (uint32_t b = 0; b < options->n_merged; b++)
        joint[n++] = options->merged[b];
    for (uint32_t i = 0; i < n; i++) {
        uint64_t unit = joint[i];
        uint32_t at = kept;
        bool there = false;
        for (uint32_t b = 0; b < options->n_merged; b++)
            unit |= unit & options->merged[b] ? options->merged[b] : 0;
        for (uint32_t k = 0; k < kept; k++)
            there = there || joint[k] == unit;
        if (there)
            continue;
        for (; at > 0 && joint[at - 1] > unit; at--)
            joint[at] = joint[at - 1];
        joint[at] = unit;
        kept++;
    }
    return kept;
}

ent_status ent_graph_make_units(ent_graph_making *m) {
    ent_graph *g = m->graph;
    uint64_t joint[ENT_GRAPH_UNITS], about[ENT_MAX_ISSUES / 64] = {0};
    uint32_t n_joint = 0, room = ENT_GRAPH_UNITS - g->n_actors - m->options->n_merged;
    for (uint32_t d = 0; d < g->n_digits; d++)
        about[g->digit_issue[d] / 64] |= (uint64_t)1 << (g->digit_issue[d] % 64);
    ent_status status = g->n_actors + m->options->n_merged > ENT_GRAPH_UNITS
                            ? ENT_LIMIT
                            : ent_joint_units(joint, &n_joint, room, m->scratch, m->game, about);
    if (status == ENT_LIMIT)
        return ent_graph_refuse(m, ENT_LIMIT, ENT_E0433,
                                "write who decides with fewer possible coalitions",
                                "actors and the coalitions that control issues together are more "
                                "than 64 units");
    ENT_TRY(status);
    n_joint = with_blocs(joint, n_joint, m->options);
    g->n_units = g->n_actors + n_joint;
    g->units = ENT_NEW(g->arena, ent_unit, g->n_units + 1);
    if (!g->units)
        return ENT_NOMEM;
    g->widest = 1;
    g->transitive = true;
    for (uint32_t u = 0; u < g->n_units; u++) {
        uint64_t actors = u < g->n_actors ? (uint64_t)1 << u : joint[u - g->n_actors];
        ent_mark mark = ent_arena_mark(m->scratch);
        ENT_TRY(make_unit(m, u, actors));
        ent_arena_rewind(m->scratch, mark);
    }
    return ENT_OK;
}
