/* Power in a weighted majority of many voters: coalitions are counted by what they weigh.
 *
 * c[w], the number of coalitions of weight w below the quota, comes voter by voter. Without voter i of
 * weight v it would be c_i[w] = c[w] - c_i[w - v], and i swings those of the others that weigh
 * q - v .. q - 1, so
 *
 *     swings_i = sum over k of (-1)^k (P[q - 1 - k v] - P[q - 1 - (k + 1) v]),   P[w] = c[0] + .. + c[w]
 *
 * and taking a voter out costs q / v steps, not q. By duality (a coalition wins or its others block)
 * the quota is never above half of all. Numbers have as many words as the voters need bits; what
 * alternating sums borrow on the way comes back, since arithmetic modulo 2^(64 words) is exact in
 * the end. With the size of coalitions as a second index the same gives Shapley and Shubik's index, and,
 * voters added from the heaviest on, minimal winning coalitions by their lightest member.
 *
 * Sources: Mann and Shapley 1962 (RAND RM-3158); taking out as in Uno 2012,
 * doi:10.1007/978-3-642-35261-4_70.
 */
#include <stdlib.h>
#include <string.h>

#include "ask/power_parts.h"
#include "base/clones.h"

#define MOST_WORDS ((uint64_t)1 << 27) /* of a table of sums: 1 GiB */
#define MOST_STEPS ((uint64_t)1 << 31) /* of counting by size, in words */
#define TILE 4096u                     /* sums that one voter is added to at a time */
#define GROUP_BYTES (512u << 10)       /* that a group of voters works on, within the cache */

/* ---- voters in the order of their weights ---- */

typedef struct weights {
    size_t n;
    const uint64_t *weight;
    uint32_t *order; /* lightest first */
    uint64_t quota;  /* of the game or of its dual, the lower one; 1..sum */
    bool dual;
} weights;

static void sort_order(uint32_t *order, const uint64_t *weight, size_t n) {
    for (size_t i = 0; i < n; i++) { /* at most 1,000 */
        size_t at = i;
        for (; at > 0 && weight[order[at - 1]] > weight[i]; at--)
            order[at] = order[at - 1];
        order[at] = (uint32_t)i;
    }
}

/* ---- adding a voter ---- */

/* to[0..n) += from[0..n), each `words` long, from the end on: `from` lies below `to`, and may
 * overlap it. */
static inline void add_down(uint64_t *to, const uint64_t *from, size_t n, size_t words) {
    for (size_t w = n; w-- > 0;) {
        unsigned char carry = 0;
        uint64_t *t = to + w * words;
        const uint64_t *f = from + w * words;
        for (size_t k = 0; k < words; k++) {
            uint64_t sum = t[k] + f[k], more = sum + carry;
            carry = (unsigned char)((sum < f[k]) | (more < sum));
            t[k] = more;
        }
    }
}

ENT_CLONES static void add_down_1(uint64_t *to, const uint64_t *from, size_t n) {
    ENT_INDEPENDENT
    for (size_t w = n; w-- > 0;)
        to[w] += from[w];
}

static void add_sums(uint64_t *to, const uint64_t *from, size_t n, size_t words) {
    switch (words) {
    case 1: add_down_1(to, from, n); break;
    case 2: add_down(to, from, n, 2); break;
    case 3: add_down(to, from, n, 3); break;
    case 4: add_down(to, from, n, 4); break;
    default: add_down(to, from, n, words); break;
    }
}

/* Adds voters[0..n) to c[0..top], sums of a voter at a time from the top down. Each voter follows the one
 * before at a distance of its own weight, so that a group goes over the sums once. */
static void add_group(uint64_t *c, uint64_t top, const uint64_t *weight, size_t n, size_t words) {
    uint64_t lag = 0;
    for (size_t j = 1; j < n; j++)
        lag += weight[j];
    for (uint64_t done = 0; done < top + lag + 1; done += TILE) {
        uint64_t behind = 0; /* of this voter, upwards */
        for (size_t j = 0; j < n; j++) {
            behind += j > 0 ? weight[j] : 0;
            /* sums (top + behind - done - TILE, top + behind - done] within [weight, top] */
            int64_t high = (int64_t)(top + behind) - (int64_t)done, low = high - (int64_t)TILE + 1;
            if (high > (int64_t)top)
                high = (int64_t)top;
            if (low < (int64_t)weight[j])
                low = (int64_t)weight[j];
            if (high >= low)
                add_sums(c + (uint64_t)low * words, c + ((uint64_t)low - weight[j]) * words,
                         (size_t)(high - low + 1), words);
        }
    }
}

/* Makes room for one more word in each of c[0..top]. */
static void widen(uint64_t *c, uint64_t top, size_t words) {
    for (uint64_t w = top + 1; w-- > 0;) {
        memmove(c + w * (words + 1), c + w * words, words * sizeof *c);
        c[w * (words + 1) + words] = 0;
    }
}

/* c[w] for w = 0..quota - 1, each of `words` words. */
static ent_status count_sums(uint64_t *c, const weights *g, size_t words, const ent_run *run) {
    const uint64_t last = g->quota - 1;
    uint64_t top = 0, group[64];
    size_t width = 1;
    c[0] = 1;
    for (size_t i = 0; i < g->n;) {
        size_t n = 0;
        uint64_t lag = 0;
        /* A group does not outgrow its numbers: 63 voters to a word, up to the words that all voters need. */
        if (i / 63 >= width && width < words) {
            widen(c, top, width);
            width++;
        }
        const size_t end = width < words ? 63 * width : g->n;
        while (i + n < g->n && i + n < end && n < 64) {
            uint64_t w = g->weight[g->order[i + n]];
            lag += n > 0 ? w : 0;
            if (n > 0 && (lag + 2 * TILE) * width * sizeof *c > GROUP_BYTES)
                break;
            group[n++] = w;
        }
        uint64_t reach = top;
        for (size_t k = 0; k < n; k++)
            reach = reach + group[k] < last ? reach + group[k] : last;
        memset(c + (top + 1) * width, 0, (reach - top) * width * sizeof *c);
        top = reach;
        add_group(c, top, group, n, width);
        i += n;
        if (run->stop && *run->stop)
            return ENT_CANCELLED;
        if (run->progress)
            run->progress(run->user, "counting coalitions by weight", i, g->n);
    }
    memset(c + (top + 1) * width, 0, (last - top) * width * sizeof *c);
    while (width < words)
        widen(c, last, width++);
    return ENT_OK;
}

/* ---- numbers of `words` words, modulo 2^(64 words) ---- */

static void add_words(uint64_t *a, const uint64_t *b, size_t words) {
    add_down(a, b, 1, words);
}

static void sub_words(uint64_t *a, const uint64_t *b, size_t words) {
    uint64_t borrow = 0;
    for (size_t k = 0; k < words; k++) {
        uint64_t less = a[k] - b[k], rest = less - borrow;
        borrow = (uint64_t)((a[k] < b[k]) | (less < borrow));
        a[k] = rest;
    }
}

/* ---- Banzhaf ---- */

static void swings_of(ent_wide *out, const uint64_t *prefix, uint64_t quota, uint64_t weight,
                      size_t words) {
    uint64_t sum[ENT_MAX_VOTERS / 64 + 2] = {0};
    bool plus = true;
    for (uint64_t left = quota; weight && left > 0;
         plus = !plus) { /* sums left - weight .. left - 1 */
        (plus ? add_words : sub_words)(sum, prefix + (left - 1) * words, words);
        if (left <= weight)
            break;
        left -= weight;
        (plus ? sub_words : add_words)(sum, prefix + (left - 1) * words, words);
    }
    ent_wide_of_words(out, sum, words);
}

/* Winning coalitions of the game itself, from those of the quota worked with that lose. */
static void winning_of(ent_power *power, const ent_wide *losing, bool dual) {
    ent_wide_set(&power->winning, 1);
    ent_wide_shift_up(&power->winning, (uint32_t)power->n);
    if (dual) /* what loses in the dual game has others who win */
        power->winning = *losing;
    else
        ent_wide_sub(&power->winning, losing);
}

static ent_status banzhaf(ent_power *power, ent_arena *arena, const weights *g,
                          const ent_run *run) {
    const size_t words = g->n / 64 + 1;
    uint64_t *c = ENT_NEW(arena, uint64_t, g->quota * words);
    ent_wide losing;
    if (!c)
        return ENT_NOMEM;
    ENT_TRY(count_sums(c, g, words, run));
    for (uint64_t w = 1; w < g->quota; w++)
        add_words(c + w * words, c + (w - 1) * words, words);
    for (size_t i = 0; i < g->n; i++) {
        uint32_t voter = g->order[i];
        if (i > 0 && g->weight[voter] == g->weight[g->order[i - 1]])
            power->voter[voter].swings = power->voter[g->order[i - 1]].swings;
        else
            swings_of(&power->voter[voter].swings, c, g->quota, g->weight[voter], words);
    }
    ent_wide_of_words(&losing, c + (g->quota - 1) * words, words);
    winning_of(power, &losing, g->dual);
    return ENT_OK;
}

/* ---- by size ---- */

/* c[w][s] for w < quota, s = 0..n: coalitions of weight w and size s. */
typedef struct by_size {
    size_t n, words, row; /* row: words from one weight to the next */
    uint64_t quota;
    uint64_t *c, *prefix;
    size_t members; /* voters added so far */
} by_size;

static void add_by_size(by_size *t, uint64_t weight) {
    const size_t len = t->members + 1; /* sizes 0..members move up by one */
    for (uint64_t w = t->quota; w-- > weight;) {
        uint64_t *to = t->c + w * t->row + t->words;
        const uint64_t *from = t->c + (w - weight) * t->row;
        if (weight > 0)
            add_sums(to, from, len, t->words);
        else
            for (size_t s = len; s-- > 0;) /* onto itself, one size up */
                add_words(to + s * t->words, from + s * t->words, t->words);
    }
    t->members++;
}

static void sum_by_size(by_size *t) {
    memcpy(t->prefix, t->c, t->row * sizeof *t->c);
    for (uint64_t w = 1; w < t->quota; w++) {
        uint64_t *row = t->prefix + w * t->row;
        memcpy(row, t->c + w * t->row, t->row * sizeof *row);
        add_sums(row, row - t->row, t->n + 1, t->words);
    }
}

/* sum += (plus ? 1 : -1) * coalitions of size s that weigh low..high - 1 (bounds may be below 0). */
static void add_window(uint64_t *sum, const by_size *t, size_t s, int64_t low, int64_t high,
                       bool plus) {
    if (high > 0)
        (plus ? add_words
              : sub_words)(sum, t->prefix + (uint64_t)(high - 1) * t->row + s * t->words, t->words);
    if (low > 0)
        (plus ? sub_words : add_words)(sum, t->prefix + (uint64_t)(low - 1) * t->row + s * t->words,
                                       t->words);
}

/* Coalitions without a voter of weight v, of size s, that weigh low..high - 1. */
static void window_without(ent_wide *out, const by_size *t, uint64_t v, size_t s, int64_t low,
                           int64_t high) {
    uint64_t sum[ENT_MAX_VOTERS / 64 + 2] = {0};
    for (size_t k = 0; k <= s && high > 0; k++) {
        add_window(sum, t, s - k, low, high, k % 2 == 0);
        low -= (int64_t)v;
        high -= (int64_t)v;
    }
    ent_wide_of_words(out, sum, t->words);
}

static ent_status new_by_size(by_size *t, ent_arena *arena, size_t n, uint64_t quota) {
    *t = (by_size){.n = n, .words = n / 64 + 1, .quota = quota};
    t->row = (n + 1) * t->words;
    t->c = ENT_NEW(arena, uint64_t, quota * t->row);
    t->prefix = ENT_NEW(arena, uint64_t, quota * t->row);
    if (!t->c || !t->prefix)
        return ENT_NOMEM;
    t->c[0] = 1;
    return ENT_OK;
}

static bool fits_by_size(size_t n, uint64_t quota) {
    const uint64_t row = (uint64_t)(n + 1) * (n / 64 + 1);
    return n <= ENT_POWER_EXACT && quota <= MOST_WORDS / 2 / row && quota <= MOST_STEPS / row / n;
}

static ent_status shapley_shubik(ent_power *power, ent_arena *arena, const weights *g,
                                 const ent_wide *factorial) {
    by_size t;
    ent_wide *count = ENT_NEW(arena, ent_wide, g->n + 1);
    ENT_TRY(new_by_size(&t, arena, g->n, g->quota));
    if (!count)
        return ENT_NOMEM;
    for (size_t i = 0; i < g->n; i++)
        add_by_size(&t, g->weight[g->order[i]]);
    sum_by_size(&t);
    for (size_t i = 0; i < g->n; i++) {
        uint32_t voter = g->order[i];
        ent_power_voter *v = &power->voter[voter];
        if (i > 0 && g->weight[voter] == g->weight[g->order[i - 1]]) {
            v->shapley = power->voter[g->order[i - 1]].shapley;
        } else {
            for (size_t s = 0; s < g->n; s++)
                window_without(&count[s + 1], &t, g->weight[voter], s,
                               (int64_t)g->quota - (int64_t)g->weight[voter], (int64_t)g->quota);
            ent_power_shapley(&v->shapley, count, g->n, factorial);
        }
        v->shapley_near = ent_ratio_double(&v->shapley);
    }
    power->shapley_known = power->shapley_exact = true;
    return ENT_OK;
}

/* ---- minimal winning coalitions ---- */

/* A coalition is minimal when it loses without its lightest member. Voters come from the heaviest on;
 * those that end with `last` are it and coalitions of the ones before that weigh q - w .. q - 1. */
static ent_status minimal(ent_power *power, ent_arena *arena, const weights *g, uint64_t quota) {
    const size_t n = g->n;
    by_size t;
    ent_wide *count = ENT_NEW(arena, ent_wide, n * (n + 1)), *all = ENT_NEW(arena, ent_wide, n + 1);
    ENT_TRY(new_by_size(&t, arena, n, quota));
    if (!count || !all)
        return ENT_NOMEM;
    for (size_t m = 0; m < n; m++) {
        uint32_t last = g->order[n - 1 - m];
        int64_t high = (int64_t)quota, low = high - (int64_t)g->weight[last];
        sum_by_size(&t);
        for (size_t s = 0; s <= m; s++) {
            uint64_t sum[ENT_MAX_VOTERS / 64 + 2] = {0};
            ent_wide here, without;
            add_window(sum, &t, s, low, high, true);
            ent_wide_of_words(&here, sum, t.words);
            if (!here.n)
                continue;
            ent_wide_add(&all[s + 1], &here);
            ent_wide_add(&count[last * (n + 1) + s + 1], &here);
            for (size_t k = 0; k < m; k++) {
                uint32_t other = g->order[n - 1 - k];
                ent_wide with = here;
                window_without(&without, &t, g->weight[other], s, low, high);
                ent_wide_sub(&with, &without);
                ent_wide_add(&count[other * (n + 1) + s + 1], &with);
            }
        }
        add_by_size(&t, g->weight[last]);
    }
    ent_power_from_minimal(power, count, all);
    return ENT_OK;
}

/* ---- all of it ---- */

ent_status ent_power_sums(ent_power *power, ent_arena *arena, const ent_clause *clause, size_t n,
                          const ent_wide *factorial, const ent_run *run) {
    weights g = {.n = n, .weight = clause->weight, .order = ENT_NEW(arena, uint32_t, n)};
    if (!g.order)
        return ENT_NOMEM;
    power->engine = "sums";
    if (clause->quota == 0 || clause->quota > clause->sum) {
        ent_power_settled(power, clause->quota == 0);
        return ENT_OK;
    }
    sort_order(g.order, clause->weight, n);
    g.dual = clause->sum + 1 - clause->quota < clause->quota;
    g.quota = g.dual ? clause->sum + 1 - clause->quota : clause->quota;
    if (g.quota > MOST_WORDS / (n / 64 + 1))
        return ENT_LIMIT;
    ent_mark mark = ent_arena_mark(arena);
    ENT_TRY(banzhaf(power, arena, &g, run));
    ent_arena_rewind(arena, mark);
    ent_power_from_swings(power);
    if (fits_by_size(n, g.quota))
        ENT_TRY(shapley_shubik(power, arena, &g, factorial));
    else
        ENT_TRY(ent_power_orders(power, clause, g.order, run));
    ent_arena_rewind(arena, mark);
    if (fits_by_size(n, clause->quota)) {
        ENT_TRY(minimal(power, arena, &g, clause->quota));
        ent_arena_rewind(arena, mark);
    }
    return ent_power_critical(power, clause, g.order, !power->minimal_known, run);
}
