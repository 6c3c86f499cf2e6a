/* Making a graph of explicit states and arcs, and reading any graph. See graph.h. */
#include "game/graph.h"

#include <string.h>

/* ---- explicit arcs ---- */

/* Sorts `n` numbers and drops repeated ones; returns how many are left. */
static uint32_t sort_unique(uint32_t *items, uint32_t n) {
    for (uint32_t gap = n / 2; gap > 0; gap = gap == 2 ? 1 : gap * 5 / 11)
        for (uint32_t i = gap; i < n; i++) {
            uint32_t item = items[i], at = i;
            for (; at >= gap && items[at - gap] > item; at -= gap)
                items[at] = items[at - gap];
            items[at] = item;
        }
    uint32_t kept = 0;
    for (uint32_t i = 0; i < n; i++)
        if (i == 0 || items[i] != items[i - 1])
            items[kept++] = items[i];
    return kept;
}

/* Lists of one unit's arcs per state: targets, or with `back` sources. */
static ent_status arc_lists(const uint32_t **first_out, const uint32_t **to_out, ent_arena *arena,
                            const ent_graph_spec *spec, uint32_t unit, bool back) {
    uint32_t *first = ENT_NEW(arena, uint32_t, (size_t)spec->n_states + 2);
    if (!first)
        return ENT_NOMEM;
    for (size_t i = 0; i < spec->n_arcs; i++) {
        const ent_arc *arc = &spec->arcs[i];
        if (arc->unit == unit && arc->from != arc->to)
            first[(back ? arc->to : arc->from) + 2]++;
    }
    for (uint32_t s = 2; s <= spec->n_states + 1; s++)
        first[s] += first[s - 1];
    uint32_t *to = ENT_NEW(arena, uint32_t, (size_t)first[spec->n_states + 1] + 1);
    if (!to)
        return ENT_NOMEM;
    for (size_t i = 0; i < spec->n_arcs; i++) {
        const ent_arc *arc = &spec->arcs[i];
        if (arc->unit == unit && arc->from != arc->to)
            to[first[(back ? arc->to : arc->from) + 1]++] = back ? arc->from : arc->to;
    }
    uint32_t kept = 0;
    for (uint32_t s = 0; s < spec->n_states; s++) {
        uint32_t start = first[s], n = sort_unique(to + start, first[s + 1] - start);
        memmove(to + kept, to + start, n * sizeof *to);
        first[s] = kept;
        kept += n;
    }
    first[spec->n_states] = kept;
    *first_out = first;
    *to_out = to;
    return ENT_OK;
}

static bool has_arc(const ent_unit *unit, uint32_t from, uint32_t to) {
    uint32_t lo = unit->first[from], hi = unit->first[from + 1];
    while (lo < hi) {
        uint32_t middle = lo + (hi - lo) / 2;
        if (unit->to[middle] < to)
            lo = middle + 1;
        else
            hi = middle;
    }
    return lo < unit->first[from + 1] && unit->to[lo] == to;
}

static bool explicit_transitive(const ent_unit *unit, uint32_t n_states) {
    for (uint32_t x = 0; x < n_states; x++)
        for (uint32_t i = unit->first[x]; i < unit->first[x + 1]; i++) {
            uint32_t y = unit->to[i];
            for (uint32_t j = unit->first[y]; j < unit->first[y + 1]; j++)
                if (unit->to[j] != x && !has_arc(unit, x, unit->to[j]))
                    return false;
        }
    return true;
}

static ent_status explicit_unit(ent_graph *graph, const ent_graph_spec *spec, uint32_t u) {
    ent_unit *unit = &graph->units[u];
    unit->actors = u < spec->n_actors ? (uint64_t)1 << u : spec->joint[u - spec->n_actors];
    ENT_TRY(arc_lists(&unit->first, &unit->to, graph->arena, spec, u, false));
    ENT_TRY(arc_lists(&unit->back_first, &unit->back, graph->arena, spec, u, true));
    unit->transitive = explicit_transitive(unit, spec->n_states);
    graph->transitive = graph->transitive && unit->transitive;
    for (uint32_t s = 0; s < spec->n_states; s++) {
        uint32_t out = unit->first[s + 1] - unit->first[s];
        uint32_t in = unit->back_first[s + 1] - unit->back_first[s];
        graph->widest = out > graph->widest ? out : graph->widest;
        graph->widest = in > graph->widest ? in : graph->widest;
    }
    return ENT_OK;
}

static ent_status copy_digits(ent_graph *graph, const ent_graph_spec *spec) {
    size_t n = (size_t)spec->n_states * spec->n_digits;
    uint32_t *radix = ENT_NEW(graph->arena, uint32_t, spec->n_digits);
    uint8_t *digits = ENT_NEW(graph->arena, uint8_t, n);
    if (!radix || !digits)
        return ENT_NOMEM;
    memcpy(radix, spec->radix, spec->n_digits * sizeof *radix);
    memcpy(digits, spec->digits, n);
    graph->n_digits = spec->n_digits;
    graph->radix = radix;
    graph->digits = digits;
    return ENT_OK;
}

static ent_status copy_labels(ent_graph *graph, const ent_graph_spec *spec) {
    const char **labels = ENT_NEW(graph->arena, const char *, spec->n_states);
    if (!labels)
        return ENT_NOMEM;
    for (uint32_t s = 0; s < spec->n_states; s++) {
        labels[s] = ent_arena_text(graph->arena, spec->labels[s]);
        if (!labels[s])
            return ENT_NOMEM;
    }
    graph->labels = labels;
    return ENT_OK;
}

ent_status ent_graph_new(ent_graph **out, ent_arena *arena, const ent_graph_spec *spec) {
    ent_graph *graph = ENT_NEW(arena, ent_graph, 1);
    if (!graph)
        return ENT_NOMEM;
    *graph = (ent_graph){.arena = arena,
                         .scenario = spec->scenario,
                         .n_states = spec->n_states,
                         .n_actors = spec->n_actors,
                         .n_units = spec->n_actors + spec->n_joint,
                         .status_quo = spec->status_quo,
                         .red = spec->red,
                         .widest = 1,
                         .transitive = true};
    graph->units = ENT_NEW(arena, ent_unit, graph->n_units + 1);
    graph->rank = ENT_NEW(arena, const int32_t *, spec->n_actors + 1);
    if (!graph->units || !graph->rank)
        return ENT_NOMEM;
    for (uint32_t u = 0; u < graph->n_units; u++)
        ENT_TRY(explicit_unit(graph, spec, u));
    for (uint32_t a = 0; a < spec->n_actors; a++) {
        int32_t *rank = ENT_NEW(arena, int32_t, spec->n_states);
        if (!rank)
            return ENT_NOMEM;
        memcpy(rank, spec->rank[a], spec->n_states * sizeof *rank);
        graph->rank[a] = rank;
    }
    if (spec->n_digits)
        ENT_TRY(copy_digits(graph, spec));
    if (spec->labels)
        ENT_TRY(copy_labels(graph, spec));
    *out = graph;
    return ENT_OK;
}

/* ---- codes ---- */

/* Set bits of a word, without a library call where the processor has no instruction for it. */
static uint32_t bits_of(uint64_t x) {
    x -= x >> 1 & 0x5555555555555555u;
    x = (x & 0x3333333333333333u) + (x >> 2 & 0x3333333333333333u);
    x = (x + (x >> 4)) & 0x0F0F0F0F0F0F0F0Fu;
    return (uint32_t)(x * 0x0101010101010101u >> 56);
}

static uint32_t state_of_code(const ent_graph *graph, uint32_t code) {
    if (!graph->feasible)
        return code;
    uint64_t word = graph->feasible[code / 64], bit = (uint64_t)1 << (code % 64);
    if (!(word & bit))
        return ENT_NONE;
    return graph->states_below[code / 64] + bits_of(word & (bit - 1));
}

static uint32_t code_of_state(const ent_graph *graph, uint32_t state) {
    return graph->code_of ? graph->code_of[state] : state;
}

static uint32_t place_of(const ent_graph *graph, const ent_unit *unit, uint32_t code) {
    uint32_t low, high;
    ent_graph_split(graph, code, &low, &high);
    return unit->low_place[low] + unit->high_place[high];
}

/* All places but one, where nothing is excluded. */
static uint32_t all_others(uint32_t *buffer, const ent_unit *unit, uint32_t base, uint32_t place) {
    for (uint32_t i = 0; i < place; i++)
        buffer[i] = base + unit->offset[i];
    for (uint32_t i = place + 1; i < unit->n_places; i++)
        buffer[i - 1] = base + unit->offset[i];
    return unit->n_places - 1;
}

static bool barred(const ent_unit *unit, uint32_t state) {
    return unit->bars && (unit->bars[state / 64] >> (state % 64) & 1);
}

/* ---- moves ---- */

const uint32_t *ent_graph_moves(const ent_graph *graph, uint32_t u, uint32_t state,
                                uint32_t *buffer, uint32_t *n) {
    const ent_unit *unit = &graph->units[u];
    if (!unit->offset) {
        *n = unit->first[state + 1] - unit->first[state];
        return unit->to + unit->first[state];
    }
    uint32_t code = code_of_state(graph, state), place = place_of(graph, unit, code);
    uint32_t base = code - unit->offset[place], found = 0;
    if (unit->whole && !graph->feasible && !unit->bars) {
        *n = all_others(buffer, unit, base, place);
        return buffer;
    }
    uint32_t from = unit->whole ? 0 : unit->first[place];
    uint32_t end = unit->whole ? unit->n_places : unit->first[place + 1];
    for (uint32_t i = from; i < end; i++) {
        uint32_t to = unit->whole ? i : unit->to[i];
        if (to == place)
            continue;
        uint32_t target = state_of_code(graph, base + unit->offset[to]);
        if (target != ENT_NONE && !barred(unit, target))
            buffer[found++] = target;
    }
    *n = found;
    return buffer;
}

const uint32_t *ent_graph_moves_into(const ent_graph *graph, uint32_t u, uint32_t state,
                                     uint32_t *buffer, uint32_t *n) {
    const ent_unit *unit = &graph->units[u];
    if (!unit->offset) {
        *n = unit->back_first[state + 1] - unit->back_first[state];
        return unit->back + unit->back_first[state];
    }
    *n = 0;
    if (barred(unit, state))
        return buffer;
    uint32_t code = code_of_state(graph, state), place = place_of(graph, unit, code);
    uint32_t base = code - unit->offset[place], found = 0;
    if (unit->whole && !graph->feasible) {
        *n = all_others(buffer, unit, base, place);
        return buffer;
    }
    uint32_t begin = unit->whole ? 0 : unit->back_first[place];
    uint32_t end = unit->whole ? unit->n_places : unit->back_first[place + 1];
    for (uint32_t i = begin; i < end; i++) {
        uint32_t from = unit->whole ? i : unit->back[i];
        if (from == place)
            continue;
        uint32_t source = state_of_code(graph, base + unit->offset[from]);
        if (source != ENT_NONE)
            buffer[found++] = source;
    }
    *n = found;
    return buffer;
}

bool ent_graph_can_move(const ent_graph *graph, uint32_t u, uint32_t from, uint32_t to) {
    const ent_unit *unit = &graph->units[u];
    if (from == to)
        return false;
    if (!unit->offset)
        return has_arc(unit, from, to);
    if (barred(unit, to))
        return false;
    uint32_t x = code_of_state(graph, from), y = code_of_state(graph, to);
    uint32_t at = place_of(graph, unit, x), goal = place_of(graph, unit, y);
    if (x - unit->offset[at] != y - unit->offset[goal])
        return false; /* something differs that is not the unit's to change */
    return unit->whole || has_arc(unit, at, goal);
}

/* ---- what a state is ---- */

uint32_t ent_graph_digit(const ent_graph *graph, uint32_t state, uint32_t digit) {
    if (graph->digits)
        return graph->digits[(size_t)state * graph->n_digits + digit];
    return code_of_state(graph, state) / graph->stride[digit] % graph->radix[digit];
}

void ent_combination_of(ent_combination *out, const ent_graph *graph, uint32_t state) {
    if (graph->digits)
        memcpy(out->digits, graph->digits + (size_t)state * graph->n_digits, graph->n_digits);
    else
        out->code = code_of_state(graph, state);
}

bool ent_combination_change(ent_combination *out, const ent_graph *graph, const ent_combination *of,
                            uint32_t from, uint32_t to, bool apart) {
    uint32_t x = code_of_state(graph, from), y = code_of_state(graph, to);
    if (!graph->digits)
        out->code = of->code + (y - x);
    else
        memcpy(out->digits, of->digits, graph->n_digits);
    for (uint32_t d = 0; d < graph->n_digits && (graph->digits || !apart); d++) {
        uint32_t before = ent_graph_digit(graph, from, d), after = ent_graph_digit(graph, to, d);
        uint32_t now =
            graph->digits ? of->digits[d] : of->code / graph->stride[d] % graph->radix[d];
        if (after == before)
            continue;
        if (now != before && now != after)
            return false;
        if (graph->digits)
            out->digits[d] = (uint8_t)after;
        else if (now == after) /* as before, not twice */
            out->code -= (after - before) * graph->stride[d];
    }
    return true;
}

static uint32_t find_state(const ent_graph *graph, const ent_combination *c) {
    if (!graph->digits)
        return state_of_code(graph, c->code);
    for (uint32_t s = 0; s < graph->n_states; s++)
        if (memcmp(graph->digits + (size_t)s * graph->n_digits, c->digits, graph->n_digits) == 0)
            return s;
    return ENT_NONE;
}

uint32_t ent_combination_state(const ent_graph *graph, const ent_combination *c) {
    uint32_t state = find_state(graph, c);
    bool unseen =
        state != ENT_NONE && graph->unseen && (graph->unseen[state / 64] >> (state % 64) & 1);
    return unseen ? ENT_NONE : state;
}

/* Whether the unit may change the digit. */
static bool owns(const ent_graph *graph, const ent_unit *unit, uint32_t digit) {
    uint32_t low, high;
    if (!unit->offset)
        return true;
    ent_graph_split(graph, graph->stride[digit], &low, &high);
    return unit->low_own[low] + unit->high_own[high] != 0;
}

void ent_graph_shared(uint64_t *shared, const ent_graph *graph) {
    memset(shared, 0, graph->n_units * sizeof *shared);
    for (uint32_t d = 0; d < graph->n_digits; d++) {
        uint64_t owners = 0;
        for (uint32_t u = 0; u < graph->n_units; u++)
            owners |= (uint64_t)owns(graph, &graph->units[u], d) << u;
        for (uint32_t u = 0; u < graph->n_units; u++)
            shared[u] |= owners >> u & 1 ? owners : 0;
    }
}
