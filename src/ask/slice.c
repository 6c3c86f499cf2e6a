/* Adding the sets of vectors of independent parts up to those of whole states. See pareto.h. */
#include "ask/pareto.h"

#include <string.h>

typedef struct adder {
    const ent_frontier *f;
    const ent_slice *slice;
    const ent_run *run;
    size_t n, members; /* sets; members, and one more for the weighted sum */
    ent_i128 *need;    /* n * members: what the sum of the first sets must have */
} adder;

/* ---- bounds ---- */

static ent_i128 greatest(const ent_front *set, size_t m) {
    ent_i128 most = set->value[m];
    for (size_t i = 1; i < set->n; i++) {
        ent_i128 v = set->value[i * set->members + m];
        most = v > most ? v : most;
    }
    return most;
}

/* need[k]: so that the sets after k can lift the sum to the bounds. Without a bound, anything. */
static ent_status bound(adder *a, ent_arena *arena, const ent_front *const *set) {
    const ent_i128 anything = -((ent_i128)1 << 125);
    a->need = ENT_NEW(arena, ent_i128, a->n * a->members);
    if (!a->need)
        return ENT_NOMEM;
    for (size_t m = 0; m < a->members; m++) {
        bool weighted = m == a->f->bargain->n_members;
        bool bounded = weighted || a->slice->least;
        ent_i128 need = weighted ? a->slice->weight_least : bounded ? a->slice->least[m] : 0;
        for (size_t k = a->n; k-- > 0;) {
            a->need[k * a->members + m] = bounded ? need : anything;
            need -= bounded ? greatest(set[k], m) : 0;
        }
    }
    return ENT_OK;
}

/* ---- sets ---- */

/* The same set with the weighted sum as one more member; it rises with the others, so it changes
 * neither the order nor what is efficient. */
static ent_status with_weight(ent_front *out, ent_arena *arena, const adder *a,
                              const ent_front *from) {
    *out = (ent_front){.members = a->members};
    for (size_t i = 0; i < from->n; i++) {
        ent_i128 value[ENT_FRONT_MEMBERS];
        value[from->members] = 0;
        for (size_t m = 0; m < from->members; m++) {
            value[m] = from->value[i * from->members + m];
            value[from->members] += value[m] * a->slice->weight[m];
        }
        ENT_TRY(ent_front_put(out, arena, value, from->count[i], from->first[i]));
    }
    return ENT_OK;
}

static ent_status without_weight(ent_front *out, ent_arena *arena, const ent_front *from) {
    *out = (ent_front){.members = from->members - 1};
    for (size_t i = 0; i < from->n; i++)
        ENT_TRY(ent_front_put(out, arena, from->value + i * from->members, from->count[i],
                              from->first[i]));
    return ENT_OK;
}

/* Large sets first: a sum takes as many steps as the sum so far has vectors, times those of the next
 * set, and the last sums cost most. Insertion keeps the order of equals. */
static void order_sets(const ent_front **set, size_t n) {
    for (size_t i = 1; i < n; i++) {
        const ent_front *moved = set[i];
        size_t at = i;
        for (; at > 0 && set[at - 1]->n < moved->n; at--)
            set[at] = set[at - 1];
        set[at] = moved;
    }
}

/* Going to and fro between two arenas. */
static ent_status add_sets(ent_front *out, ent_arena *arena, const adder *a,
                           const ent_front *const *set) {
    ent_arena *room[2] = {ent_arena_new(), ent_arena_new()}, *scratch = ent_arena_new();
    ent_front sum = *set[0];
    ent_status status = room[0] && room[1] && scratch ? ENT_OK : ENT_NOMEM;
    for (size_t k = 1; k < a->n && status == ENT_OK; k++) {
        ent_front next;
        status = ent_front_sum(&next, room[k % 2], scratch, &sum, set[k], a->need + k * a->members,
                               a->slice->keep, a->run);
        sum = next;
        ent_arena_rewind(room[1 - k % 2], (ent_mark){NULL, 0});
        if (status == ENT_OK && a->slice->most && sum.n > a->slice->most)
            status = ENT_LIMIT;
    }
    *out = (ent_front){.members = a->members};
    for (size_t i = 0; i < sum.n && status == ENT_OK; i++)
        if (ent_vector_covers(sum.value + i * sum.members, a->need + (a->n - 1) * a->members,
                              sum.members))
            status =
                ent_front_put(out, arena, sum.value + i * sum.members, sum.count[i], sum.first[i]);
    ent_arena_free(room[0]);
    ent_arena_free(room[1]);
    ent_arena_free(scratch);
    return status;
}

/* All choices of one vector from each set. */
static ent_status add_up(ent_front *out, ent_arena *arena, adder *a, const ent_front *sets) {
    ent_arena *own = ent_arena_new();
    const ent_front **set = NULL;
    ent_front *weighted = NULL, sum;
    ent_status status = ENT_NOMEM;
    *out = (ent_front){.members = a->f->bargain->n_members};
    if (own) {
        set = (const ent_front **)ent_arena_array(own, a->n, sizeof *set);
        weighted = ENT_NEW(own, ent_front, a->n);
        status = set && weighted ? ENT_OK : ENT_NOMEM;
    }
    bool empty = false;
    for (size_t i = 0; i < a->n && status == ENT_OK; i++) {
        empty = empty || !sets[i].n;
        if (a->slice->weight)
            status = with_weight(&weighted[i], own, a, &sets[i]);
        set[i] = a->slice->weight ? &weighted[i] : &sets[i];
    }
    if (status == ENT_OK && !empty) {
        order_sets(set, a->n);
        status = bound(a, own, set);
        if (status == ENT_OK)
            status =
                add_sets(a->slice->weight ? &sum : out, a->slice->weight ? own : arena, a, set);
        if (status == ENT_OK && a->slice->weight)
            status = without_weight(out, arena, &sum);
    }
    ent_arena_free(own);
    return status;
}

/* ---- the fallback ---- */

/* The part of the fallback's key that lies in a part. */
static ent_u128 part_key(const ent_frontier *f, size_t p) {
    const ent_part *part = &f->split->parts[p];
    ent_u128 key = 0;
    for (size_t d = 0; d < part->n_dims; d++) {
        uint32_t digit = f->split->fallback[part->dims[d]];
        key += digit * f->keys.stride[part->dims[d]] + (digit ? f->keys.space : 0);
    }
    return key;
}

/* The fallback is among the states, and it is no package. The others are those that agree with it in
 * the first parts, differ in the next and are free in the rest: as many sums as there are parts. */
static ent_status without_fallback(ent_front *out, ent_arena *arena, adder *a,
                                   const ent_front *sets) {
    ent_arena *scratch = ent_arena_new(), *more = ent_arena_new();
    ent_front *own = scratch ? ENT_NEW(scratch, ent_front, a->n) : NULL;
    ent_status status = own && more ? ENT_OK : ENT_NOMEM;
    *out = (ent_front){.members = a->f->bargain->n_members};
    if (status == ENT_OK)
        memcpy(own, sets, a->n * sizeof *own);
    for (size_t i = 0; i + 1 < a->n && status == ENT_OK; i++) {
        ent_front here, joined;
        ent_u128 key = part_key(a->f, i);
        ent_gather_state which = {.skip = &key};
        status = ent_gather_part(&own[i], scratch, a->f, i, which, a->slice->keep, a->run);
        if (status == ENT_OK)
            status = add_up(&here, scratch, a, own);
        if (status == ENT_OK)
            status = ent_front_join(&joined, arena, more, out, &here, a->slice->keep);
        if (status == ENT_OK)
            *out = joined;
        which = (ent_gather_state){.only = &key};
        if (status == ENT_OK)
            status = ent_gather_part(&own[i], scratch, a->f, i, which, ENT_KEEP_ALL, a->run);
    }
    ent_arena_free(scratch);
    ent_arena_free(more);
    return status;
}

/* ---- slices ---- */

/* All vectors of a part that the other parts can lift into the box. */
static ent_status gather_all(ent_front *out, ent_arena *arena, const adder *a, size_t p) {
    ent_i128 least[64];
    size_t members = a->f->bargain->n_members;
    for (size_t m = 0; m < members && a->slice->least; m++) {
        least[m] = a->slice->least[m];
        for (size_t k = 0; k < a->n; k++)
            least[m] -= k == p ? 0 : greatest(&a->f->parts[k], m);
    }
    const ent_gather_state which = {.least = a->slice->least ? least : NULL};
    return ent_gather_part(out, arena, a->f, p, which, ENT_KEEP_ALL, a->run);
}

ent_status ent_slice_run(ent_front *out, ent_arena *arena, const ent_frontier *f,
                         const ent_slice *slice, const ent_run *run) {
    adder a = {.f = f,
               .slice = slice,
               .run = run,
               .n = f->split->n_parts + 1,
               .members = f->bargain->n_members + (slice->weight ? 1 : 0)};
    const ent_front *sets = f->parts;
    if (slice->keep == ENT_KEEP_ALL) {
        ent_front *all = ENT_NEW(arena, ent_front, a.n);
        if (!all)
            return ENT_NOMEM;
        all[a.n - 1] = f->parts[a.n - 1];
        for (size_t p = 0; p + 1 < a.n; p++)
            ENT_TRY(gather_all(&all[p], arena, &a, p));
        sets = all;
    }
    ENT_TRY(add_up(out, arena, &a, sets));
    if (f->fallback && ent_front_find(out, f->fallback) != SIZE_MAX)
        return without_fallback(out, arena, &a, sets);
    return ENT_OK;
}
