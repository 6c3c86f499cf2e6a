/* Sorting, joining and adding sets of vectors by one sweep. See sweep.h. */
#include "ask/sweep.h"

#include "game/kernel.h"

#include <string.h>

#define LANES 256u /* of a block of kept vectors */
#define LANE_WORDS (LANES / 64u)

int ent_vector_cmp(const ent_i128 *a, const ent_i128 *b, size_t members) {
    for (size_t m = 0; m < members; m++)
        if (a[m] != b[m])
            return a[m] < b[m] ? -1 : 1;
    return 0;
}

bool ent_vector_covers(const ent_i128 *a, const ent_i128 *b, size_t members) {
    for (size_t m = 0; m < members; m++)
        if (a[m] < b[m])
            return false;
    return true;
}

/* ---- sets ---- */

static ent_status front_grow(ent_front *f, ent_arena *arena) {
    if (f->n < f->cap)
        return ENT_OK;
    if (f->n >= ENT_FRONT_MOST)
        return ENT_LIMIT;
    size_t cap = f->cap ? f->cap * 2 : 64;
    ent_i128 *value = ENT_NEW(arena, ent_i128, cap * f->members);
    ent_u128 *count = ENT_NEW(arena, ent_u128, cap), *first = ENT_NEW(arena, ent_u128, cap);
    if (!value || !count || !first)
        return ENT_NOMEM;
    if (f->n) {
        memcpy(value, f->value, f->n * f->members * sizeof *value);
        memcpy(count, f->count, f->n * sizeof *count);
        memcpy(first, f->first, f->n * sizeof *first);
    }
    f->value = value;
    f->count = count;
    f->first = first;
    f->cap = cap;
    return ENT_OK;
}

ent_status ent_front_put(ent_front *f, ent_arena *arena, const ent_i128 *value, ent_u128 count,
                         ent_u128 first) {
    ENT_TRY(front_grow(f, arena));
    memcpy(f->value + f->n * f->members, value, f->members * sizeof *value);
    f->count[f->n] = count;
    f->first[f->n++] = first;
    return ENT_OK;
}

/* Merge sort of places, so that vectors move once. */
static void sort_places(const ent_front *f, uint32_t *place, uint32_t *room, size_t n) {
    if (n < 2)
        return;
    size_t half = n / 2, i = 0, j = half, k = 0;
    sort_places(f, place, room, half);
    sort_places(f, place + half, room, n - half);
    memcpy(room, place, half * sizeof *place);
    while (i < half && j < n) {
        const ent_i128 *a = f->value + room[i] * f->members, *b = f->value + place[j] * f->members;
        bool left = ent_vector_cmp(a, b, f->members) >= 0;
        place[k++] = left ? room[i++] : place[j++];
    }
    memcpy(place + k, room + i, (half - i) * sizeof *place);
}

ent_status ent_front_sort(ent_front *f, ent_arena *arena) {
    ent_front sorted = {.members = f->members};
    uint32_t *place = ENT_NEW(arena, uint32_t, 2 * f->n + 1);
    if (!place)
        return ENT_NOMEM;
    for (size_t i = 0; i < f->n; i++)
        place[i] = (uint32_t)i;
    sort_places(f, place, place + f->n, f->n);
    for (size_t i = 0; i < f->n; i++) {
        const ent_i128 *value = f->value + place[i] * f->members;
        ent_u128 first = f->first[place[i]];
        size_t last = sorted.n - 1;
        if (!sorted.n || ent_vector_cmp(value, sorted.value + last * f->members, f->members)) {
            ENT_TRY(ent_front_put(&sorted, arena, value, f->count[place[i]], first));
            continue;
        }
        sorted.count[last] += f->count[place[i]];
        sorted.first[last] = first < sorted.first[last] ? first : sorted.first[last];
    }
    *f = sorted;
    return ENT_OK;
}

size_t ent_front_find(const ent_front *f, const ent_i128 *value) {
    size_t lo = 0, hi = f->n;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        int order = ent_vector_cmp(f->value + mid * f->members, value, f->members);
        if (order == 0)
            return mid;
        if (order > 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return SIZE_MAX;
}

/* ---- what is kept, as lanes: for four members and more ---- */

/* Blocks of LANES kept vectors, member by member, without the first member, whose order is that of
 * the sweep. Lanes that are not filled hold -1, below every bound. */
typedef struct kept_lanes {
    const ent_kernels *kernels;
    size_t dims, n, cap;              /* members - 1; vectors; blocks that there is room for */
    unsigned width;                   /* 32, 64, 128 */
    ent_i128 base[ENT_FRONT_MEMBERS]; /* least value of each member: lanes are counted from it */
    void *room;
    ent_i128 *most; /* per block and member: the greatest lane */
    uint64_t work;  /* blocks compared with */
    size_t hot;     /* the block that last held something dominating */
} kept_lanes;

static size_t block_bytes(const kept_lanes *k) {
    return k->dims * LANES * (k->width / 8);
}

static ent_status lanes_grow(kept_lanes *k, ent_arena *arena) {
    size_t cap = k->cap ? k->cap * 2 : 4;
    void *room = ent_arena_array(arena, cap, block_bytes(k));
    ent_i128 *most = ENT_NEW(arena, ent_i128, cap * k->dims);
    if (!room || !most)
        return ENT_NOMEM;
    memset(room, 0xff, cap * block_bytes(k));
    memset(most, 0xff, cap * k->dims * sizeof *most);
    if (k->cap) {
        memcpy(room, k->room, k->cap * block_bytes(k));
        memcpy(most, k->most, k->cap * k->dims * sizeof *most);
    }
    k->room = room;
    k->most = most;
    k->cap = cap;
    return ENT_OK;
}

static ent_status lanes_put(kept_lanes *k, ent_arena *arena, const ent_i128 *value) {
    size_t block = k->n / LANES, lane = k->n % LANES;
    if (block == k->cap)
        ENT_TRY(lanes_grow(k, arena));
    for (size_t d = 0; d < k->dims; d++) {
        ent_i128 above = value[d + 1] - k->base[d + 1];
        size_t at = (block * k->dims + d) * LANES + lane;
        if (k->width == 32)
            ((int32_t *)k->room)[at] = (int32_t)above;
        else if (k->width == 64)
            ((int64_t *)k->room)[at] = (int64_t)above;
        else
            ((ent_i128 *)k->room)[at] = above;
        ent_i128 *most = &k->most[block * k->dims + d];
        *most = above > *most ? above : *most;
    }
    k->n++;
    return ENT_OK;
}

static uint64_t lanes_at_least(const kept_lanes *k, size_t at, ent_i128 bound, uint64_t *out) {
    if (k->width == 32)
        return k->kernels->at_least32((const int32_t *)k->room + at, (int32_t)bound, out,
                                      LANE_WORDS);
    if (k->width == 64)
        return k->kernels->at_least64((const int64_t *)k->room + at, (int64_t)bound, out,
                                      LANE_WORDS);
    return k->kernels->at_least128((const ent_i128 *)k->room + at, bound, out, LANE_WORDS);
}

static bool block_covers(const kept_lanes *k, size_t block, const ent_i128 *value) {
    uint64_t all[LANE_WORDS], bits[LANE_WORDS];
    const ent_i128 *most = k->most + block * k->dims;
    for (size_t d = 0; d < k->dims; d++)
        if (most[d] < value[d + 1] - k->base[d + 1])
            return false;
    memset(all, 0xff, sizeof all);
    for (size_t d = 0; d < k->dims; d++) {
        uint64_t any = 0;
        lanes_at_least(k, (block * k->dims + d) * LANES, value[d + 1] - k->base[d + 1], bits);
        for (size_t w = 0; w < LANE_WORDS; w++)
            any |= all[w] &= bits[w];
        if (!any)
            return false;
    }
    return true;
}

static bool lanes_cover(kept_lanes *k, const ent_i128 *value) {
    size_t blocks = (k->n + LANES - 1) / LANES;
    k->work++;
    if (k->hot < blocks && block_covers(k, k->hot, value))
        return true;
    k->work += blocks;
    for (size_t b = 0; b < blocks; b++)
        if (b != k->hot && block_covers(k, b, value)) {
            k->hot = b;
            return true;
        }
    return false;
}

/* ---- what is kept, as a staircase: for three members ---- */

/* The second and third member of what is kept, the second rising, the third falling; what another
 * covers in these two is left out. */
typedef struct stairs {
    size_t n, cap;
    ent_i128 (*step)[2];
} stairs;

/* The first step whose second member is at least `second`: of all such, the highest. */
static size_t stairs_at(const stairs *s, ent_i128 second) {
    size_t lo = 0, hi = s->n;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (s->step[mid][0] < second)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

static bool stairs_cover(const stairs *s, const ent_i128 *value) {
    size_t at = stairs_at(s, value[1]);
    return at < s->n && s->step[at][1] >= value[2];
}

static ent_status stairs_put(stairs *s, ent_arena *arena, const ent_i128 *value) {
    size_t at = stairs_at(s, value[1]), from = at;
    void *step = ent_arena_grow(arena, s->step, s->n, &s->cap, sizeof *s->step);
    if (!step)
        return ENT_NOMEM;
    s->step = step;
    size_t to = at < s->n && s->step[at][0] == value[1] ? at + 1 : at;
    while (from > 0 && s->step[from - 1][1] <= value[2])
        from--;
    memmove(s->step + from + 1, s->step + to, (s->n - to) * sizeof *s->step);
    s->step[from][0] = value[1];
    s->step[from][1] = value[2];
    s->n = s->n + 1 + from - to;
    return ENT_OK;
}

/* ---- the sweep ---- */

typedef struct sweep {
    ent_front *out;
    ent_arena *arena, *scratch;
    ent_sweep_keep keep;
    bool any, last_kept;
    ent_i128 last[ENT_FRONT_MEMBERS]; /* the vector that came last, kept or not */
    ent_i128 second;                  /* two members: the greatest second value kept */
    stairs stairs;
    kept_lanes lanes;
} sweep;

static bool covered(sweep *s, const ent_i128 *value) {
    if (s->keep == ENT_KEEP_ALL || !s->out->n)
        return false;
    switch (s->out->members) {
    case 1: return true;
    case 2: return value[1] <= s->second;
    case 3: return stairs_cover(&s->stairs, value);
    default: return lanes_cover(&s->lanes, value);
    }
}

static ent_status note_kept(sweep *s, const ent_i128 *value) {
    if (s->keep == ENT_KEEP_ALL || s->out->members == 1)
        return ENT_OK;
    if (s->out->members == 3)
        return stairs_put(&s->stairs, s->scratch, value);
    if (s->out->members > 3)
        return lanes_put(&s->lanes, s->scratch, value);
    s->second = value[1];
    return ENT_OK;
}

/* The next vector, in falling order; equal ones come one after the other. */
static ent_status sweep_next(sweep *s, const ent_i128 *value, ent_u128 count, ent_u128 first) {
    ent_front *out = s->out;
    if (s->any && ent_vector_cmp(value, s->last, out->members) == 0) {
        if (s->last_kept) {
            out->count[out->n - 1] += count;
            if (first < out->first[out->n - 1])
                out->first[out->n - 1] = first;
        }
        return ENT_OK;
    }
    memcpy(s->last, value, out->members * sizeof *value);
    s->any = true;
    s->last_kept = !covered(s, value);
    if (s->lanes.work > ENT_SWEEP_MOST)
        return ENT_LIMIT;
    if (!s->last_kept)
        return ENT_OK;
    ENT_TRY(ent_front_put(out, s->arena, value, count, first));
    return note_kept(s, value);
}

static void range_of(const ent_front *f, ent_i128 *lo, ent_i128 *hi) {
    for (size_t m = 0; m < f->members; m++)
        lo[m] = hi[m] = f->value[m];
    for (size_t i = 1; i < f->n; i++)
        for (size_t m = 0; m < f->members; m++) {
            ent_i128 v = f->value[i * f->members + m];
            lo[m] = v < lo[m] ? v : lo[m];
            hi[m] = v > hi[m] ? v : hi[m];
        }
}

static void sweep_start(sweep *s, ent_front *out, ent_arena *arena, ent_arena *scratch,
                        size_t members, ent_sweep_keep keep) {
    *out = (ent_front){.members = members};
    *s = (sweep){.out = out, .arena = arena, .scratch = scratch, .keep = keep};
    s->lanes.kernels = ent_kernels_best();
    s->lanes.dims = members - 1;
    s->lanes.width = 32;
}

/* Lanes are as narrow as the values that will come allow. */
static void sweep_range(sweep *s, const ent_i128 *lo, const ent_i128 *hi) {
    for (size_t m = 0; m < s->out->members; m++) {
        ent_i128 range = hi[m] - lo[m];
        unsigned width = range <= INT32_MAX ? 32 : range <= INT64_MAX ? 64 : 128;
        s->lanes.base[m] = lo[m];
        s->lanes.width = width > s->lanes.width ? width : s->lanes.width;
    }
}

ent_status ent_front_join(ent_front *out, ent_arena *arena, ent_arena *scratch, const ent_front *a,
                          const ent_front *b, ent_sweep_keep keep) {
    size_t members = a->members, i = 0, j = 0;
    ent_mark mark = ent_arena_mark(scratch);
    ent_i128 lo[2][ENT_FRONT_MEMBERS], hi[2][ENT_FRONT_MEMBERS];
    sweep s;
    sweep_start(&s, out, arena, scratch, members, keep);
    const ent_front *set[2] = {a, b};
    if (!a->n && !b->n)
        return ENT_OK;
    for (size_t k = 0; k < 2; k++)
        range_of(set[k]->n ? set[k] : set[1 - k], lo[k], hi[k]);
    for (size_t m = 0; m < members; m++) {
        lo[0][m] = lo[1][m] < lo[0][m] ? lo[1][m] : lo[0][m];
        hi[0][m] = hi[1][m] > hi[0][m] ? hi[1][m] : hi[0][m];
    }
    sweep_range(&s, lo[0], hi[0]);
    ent_status status = ENT_OK;
    while ((i < a->n || j < b->n) && status == ENT_OK) {
        const ent_i128 *x = i < a->n ? a->value + i * members : NULL;
        const ent_i128 *y = j < b->n ? b->value + j * members : NULL;
        bool left = !y || (x && ent_vector_cmp(x, y, members) >= 0);
        status = left ? sweep_next(&s, x, a->count[i], a->first[i])
                      : sweep_next(&s, y, b->count[j], b->first[j]);
        i += left;
        j += !left;
    }
    ent_arena_rewind(scratch, mark);
    return status;
}

/* ---- sums ---- */

/* Sums in falling order: each vector of b, added to all of a, is a falling list; a heap of the heads
 * of these lists gives the next of all. */
typedef struct summer {
    const ent_front *a, *b;
    size_t members, n;
    uint32_t *heap; /* vectors of b, the one with the greatest head first */
    size_t *at;     /* per vector of b: place in a */
    ent_i128 *head; /* per vector of b: the sum there */
} summer;

static const ent_i128 *head_of(const summer *s, size_t place) {
    return s->head + s->heap[place] * s->members;
}

static void load_head(summer *s, uint32_t list) {
    const ent_i128 *x = s->a->value + s->at[list] * s->members;
    const ent_i128 *y = s->b->value + list * s->members;
    for (size_t m = 0; m < s->members; m++)
        s->head[list * s->members + m] = x[m] + y[m];
}

static void sift(summer *s, size_t place) {
    uint32_t list = s->heap[place];
    const ent_i128 *own = s->head + list * s->members;
    for (size_t child = 2 * place + 1; child < s->n; child = 2 * place + 1) {
        if (child + 1 < s->n &&
            ent_vector_cmp(head_of(s, child + 1), head_of(s, child), s->members) > 0)
            child++;
        if (ent_vector_cmp(head_of(s, child), own, s->members) <= 0)
            break;
        s->heap[place] = s->heap[child];
        place = child;
    }
    s->heap[place] = list;
}

static ent_status summer_new(summer *s, ent_arena *arena, const ent_front *a, const ent_front *b) {
    *s = (summer){.a = a, .b = b, .members = a->members, .n = b->n};
    s->heap = ENT_NEW(arena, uint32_t, b->n);
    s->at = ENT_NEW(arena, size_t, b->n);
    s->head = ENT_NEW(arena, ent_i128, b->n * a->members);
    if (!s->heap || !s->at || !s->head)
        return ENT_NOMEM;
    for (uint32_t i = 0; i < b->n; i++) { /* b falls, so the heap starts in order */
        s->heap[i] = i;
        load_head(s, i);
    }
    return ENT_OK;
}

static ent_status summer_run(summer *s, sweep *to, const ent_i128 *least, const ent_run *run) {
    while (s->n) {
        if (run->stop && *run->stop)
            return ENT_CANCELLED;
        uint32_t list = s->heap[0];
        const ent_i128 *value = s->head + list * s->members;
        size_t at = s->at[list];
        if (!least || ent_vector_covers(value, least, s->members))
            ENT_TRY(sweep_next(to, value, s->a->count[at] * s->b->count[list],
                               s->a->first[at] + s->b->first[list]));
        if (++s->at[list] < s->a->n)
            load_head(s, list);
        else
            s->heap[0] = s->heap[--s->n];
        if (s->n)
            sift(s, 0);
    }
    return ENT_OK;
}

ent_status ent_front_sum(ent_front *out, ent_arena *arena, ent_arena *scratch, const ent_front *a,
                         const ent_front *b, const ent_i128 *least, ent_sweep_keep keep,
                         const ent_run *run) {
    size_t members = a->members;
    ent_mark mark = ent_arena_mark(scratch);
    ent_i128 lo[2][ENT_FRONT_MEMBERS], hi[2][ENT_FRONT_MEMBERS];
    sweep s;
    summer sums;
    if (a->n < b->n) { /* the heap is over the smaller set */
        const ent_front *larger = b;
        b = a;
        a = larger;
    }
    sweep_start(&s, out, arena, scratch, members, keep);
    if (!b->n)
        return ENT_OK;
    range_of(a, lo[0], hi[0]);
    range_of(b, lo[1], hi[1]);
    for (size_t m = 0; m < members; m++) {
        lo[0][m] += lo[1][m];
        hi[0][m] += hi[1][m];
    }
    sweep_range(&s, lo[0], hi[0]);
    ent_status status = summer_new(&sums, scratch, a, b);
    if (status == ENT_OK)
        status = summer_run(&sums, &s, least, run);
    ent_arena_rewind(scratch, mark);
    return status;
}
