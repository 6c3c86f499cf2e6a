/* Inclusion and exclusion over unions of sets. See rankings.h. */
#include "ask/rankings.h"

#include <string.h>

#define MOST_SETS 4096u
#define MOST_UNIONS ((size_t)1 << 17)
#define COUNT_STATES 400u /* rankings of more states are not written out */
#define RELEVANT 2000u

/* ---- families ---- */

static bool within(const uint64_t *inner, const uint64_t *outer, size_t words) {
    for (size_t w = 0; w < words; w++)
        if (inner[w] & ~outer[w])
            return false;
    return true;
}

ent_status ent_family_add(ent_set_family *f, const uint64_t *set) {
    size_t kept = 0;
    for (size_t i = 0; i < f->n_sets; i++)
        if (within(f->sets + i * f->words, set, f->words))
            return ENT_OK;
    for (size_t i = 0; i < f->n_sets; i++)
        if (!within(set, f->sets + i * f->words, f->words))
            memmove(f->sets + kept++ * f->words, f->sets + i * f->words,
                    f->words * sizeof *f->sets);
    f->n_sets = kept;
    if (f->n_sets == MOST_SETS)
        return ENT_LIMIT;
    f->sets = ent_arena_grow(f->arena, f->sets, f->n_sets * f->words, &f->cap, sizeof *f->sets);
    while (f->sets && f->cap < (f->n_sets + 1) * f->words)
        f->sets = ent_arena_grow(f->arena, f->sets, f->cap, &f->cap, sizeof *f->sets);
    if (!f->sets)
        return ENT_NOMEM;
    memcpy(f->sets + f->n_sets++ * f->words, set, f->words * sizeof *set);
    return ENT_OK;
}

/* ---- whole numbers of any size ---- */

#define BASE 1000000000u

typedef struct big {
    size_t n, cap;
    uint32_t *digit; /* lowest first */
} big;

static ent_status big_new(big *b, ent_arena *arena, size_t cap) {
    *b = (big){0, cap, ENT_NEW(arena, uint32_t, cap)};
    return b->digit ? ENT_OK : ENT_NOMEM;
}

static void big_times(big *b, uint32_t factor) {
    uint64_t carry = 0;
    for (size_t i = 0; i < b->n || carry; i++) {
        carry += i < b->n ? (uint64_t)b->digit[i] * factor : 0;
        b->digit[i] = (uint32_t)(carry % BASE);
        carry /= BASE;
        b->n = i + 1 > b->n ? i + 1 : b->n;
    }
}

static void big_over(big *out, const big *b, uint32_t divisor) {
    uint64_t rest = 0;
    out->n = b->n;
    for (size_t i = b->n; i-- > 0;) {
        rest = rest * BASE + b->digit[i];
        out->digit[i] = (uint32_t)(rest / divisor);
        rest %= divisor;
    }
    while (out->n && !out->digit[out->n - 1])
        out->n--;
}

/* sum += b * factor */
static void big_add_times(big *sum, const big *b, ent_u128 factor) {
    for (size_t shift = 0; factor; shift++, factor /= BASE) {
        uint64_t part = (uint64_t)(factor % BASE), carry = 0;
        for (size_t i = 0; i < b->n || carry; i++) {
            size_t at = i + shift;
            for (; sum->n <= at; sum->n++)
                sum->digit[sum->n] = 0;
            carry += sum->digit[at] + (i < b->n ? b->digit[i] * part : 0);
            sum->digit[at] = (uint32_t)(carry % BASE);
            carry /= BASE;
        }
    }
}

/* a -= b, a >= b */
static void big_minus(big *a, const big *b) {
    int64_t borrow = 0;
    for (size_t i = 0; i < a->n; i++) {
        int64_t d = (int64_t)a->digit[i] - borrow - (i < b->n ? (int64_t)b->digit[i] : 0);
        borrow = d < 0;
        a->digit[i] = (uint32_t)(d + (borrow ? (int64_t)BASE : 0));
    }
    while (a->n && !a->digit[a->n - 1])
        a->n--;
}

static const char *big_text(ent_arena *arena, const big *b) {
    ent_buffer text = {0};
    ent_buffer_printf(&text, "%lu", b->n ? (unsigned long)b->digit[b->n - 1] : 0ul);
    for (size_t i = b->n; i-- > 1;)
        ent_buffer_printf(&text, "%09lu", (unsigned long)b->digit[i - 1]);
    const char *copy = text.failed ? NULL : ent_arena_text(arena, text.data);
    ent_buffer_free(&text);
    return copy;
}

static double big_double(const big *b) {
    double value = 0;
    for (size_t i = b->n; i-- > (b->n > 4 ? b->n - 4 : 0);)
        value = value * BASE + b->digit[i];
    return value; /* of the four highest digits; two of the same length are divided */
}

/* ---- unions ---- */

/* How often each union comes, with the sign of the number of sets; a hash table. */
typedef struct unions {
    size_t words, n, size;
    uint64_t *set; /* n * words */
    ent_i128 *times;
    uint32_t *slot; /* numbers of unions + 1 */
} unions;

static ent_status unions_new(unions *u, ent_arena *arena, size_t words, size_t most) {
    *u = (unions){.words = words, .size = 1024};
    while (u->size < 2 * most)
        u->size *= 2;
    u->set = ENT_NEW(arena, uint64_t, most * words);
    u->times = ENT_NEW(arena, ent_i128, most);
    u->slot = ENT_NEW(arena, uint32_t, u->size);
    return u->set && u->times && u->slot ? ENT_OK : ENT_NOMEM;
}

static ent_status unions_add(unions *u, const uint64_t *set, ent_i128 times) {
    uint64_t hash = 0x9E3779B97F4A7C15u;
    for (size_t w = 0; w < u->words; w++)
        hash = (hash ^ set[w]) * 0xD6E8FEB86659FD93u, hash ^= hash >> 32;
    size_t at = hash & (u->size - 1);
    for (; u->slot[at]; at = (at + 1) & (u->size - 1)) {
        size_t i = u->slot[at] - 1;
        if (memcmp(u->set + i * u->words, set, u->words * sizeof *set) == 0)
            return __builtin_add_overflow(u->times[i], times, &u->times[i]) ? ENT_LIMIT : ENT_OK;
    }
    if (u->n == MOST_UNIONS)
        return ENT_LIMIT;
    memcpy(u->set + u->n * u->words, set, u->words * sizeof *set);
    u->times[u->n++] = times;
    u->slot[at] = (uint32_t)u->n;
    return ENT_OK;
}

/* poly[h] = signed number of ways to choose sets, of those marked, whose union has h members. */
static ent_status component(ent_i128 *poly, const ent_set_family *f, const bool *mine,
                            ent_arena *scratch) {
    unions u;
    uint64_t *joined = ENT_NEW(scratch, uint64_t, f->words);
    if (!joined)
        return ENT_NOMEM;
    size_t n = 0, most = 1;
    for (size_t i = 0; i < f->n_sets; i++)
        n += mine[i];
    while (n-- && most < MOST_UNIONS)
        most *= 2;
    ENT_TRY(unions_new(&u, scratch, f->words, most));
    ENT_TRY(unions_add(&u, joined, 1));
    for (size_t i = 0; i < f->n_sets; i++) {
        size_t before = u.n;
        if (!mine[i])
            continue;
        /* Unions that come again only change how often: taken from the numbers before this set. */
        ent_i128 *times = ENT_NEW(scratch, ent_i128, before);
        if (!times)
            return ENT_NOMEM;
        memcpy(times, u.times, before * sizeof *times);
        for (size_t j = 0; j < before; j++) {
            if (!times[j])
                continue;
            for (size_t w = 0; w < f->words; w++)
                joined[w] = u.set[j * f->words + w] | f->sets[i * f->words + w];
            ENT_TRY(unions_add(&u, joined, -times[j]));
        }
    }
    for (size_t j = 0; j < u.n; j++) {
        size_t size = 0;
        for (size_t w = 0; w < f->words; w++)
            size += (size_t)__builtin_popcountll(u.set[j * f->words + w]);
        if (__builtin_add_overflow(poly[size], u.times[j], &poly[size]))
            return ENT_LIMIT;
    }
    return ENT_OK;
}

/* Marks the sets that hang together with set `first`. */
static void gather(bool *mine, bool *done, uint64_t *reach, const ent_set_family *f, size_t first) {
    bool grew = true;
    memset(mine, 0, f->n_sets);
    memcpy(reach, f->sets + first * f->words, f->words * sizeof *reach);
    mine[first] = done[first] = true;
    while (grew) {
        grew = false;
        for (size_t i = 0; i < f->n_sets; i++) {
            bool touches = false;
            for (size_t w = 0; w < f->words && !mine[i]; w++)
                touches = touches || (f->sets[i * f->words + w] & reach[w]);
            if (!touches)
                continue;
            grew = mine[i] = done[i] = true;
            for (size_t w = 0; w < f->words; w++)
                reach[w] |= f->sets[i * f->words + w];
        }
    }
}

/* Whether no set lies below, as a polynomial in the chance that a state does. */
static ent_status none_below(ent_i128 *total, const ent_set_family *f, ent_arena *scratch) {
    bool *mine = ENT_NEW(scratch, bool, f->n_sets + 1),
         *done = ENT_NEW(scratch, bool, f->n_sets + 1);
    uint64_t *reach = ENT_NEW(scratch, uint64_t, f->words);
    ent_i128 *part = ENT_NEW(scratch, ent_i128, f->n + 1);
    ent_i128 *next = ENT_NEW(scratch, ent_i128, f->n + 1);
    if (!mine || !done || !reach || !part || !next)
        return ENT_NOMEM;
    total[0] = 1;
    for (size_t i = 0; i < f->n_sets; i++) {
        if (done[i])
            continue;
        gather(mine, done, reach, f, i);
        memset(part, 0, (f->n + 1) * sizeof *part);
        memset(next, 0, (f->n + 1) * sizeof *next);
        ent_mark mark = ent_arena_mark(scratch);
        ENT_TRY(component(part, f, mine, scratch));
        ent_arena_rewind(scratch, mark);
        for (uint32_t a = 0; a <= f->n; a++)
            for (uint32_t b = 0; total[a] && b + a <= f->n; b++) {
                ent_i128 product;
                if (__builtin_mul_overflow(total[a], part[b], &product) ||
                    __builtin_add_overflow(next[a + b], product, &next[a + b]))
                    return ENT_LIMIT;
            }
        memcpy(total, next, (f->n + 1) * sizeof *next);
    }
    return ENT_OK;
}

/* ---- rankings ---- */

/* Of (n + 1)! rankings of the states that matter and the one in question, those in which no set lies
 * below: the sum of poly[h] / (h + 1). */
static ent_status add_up(big *count, big *all, const ent_i128 *poly, uint32_t n,
                         ent_arena *scratch) {
    big minus, one;
    size_t cap = (size_t)n * 2 / 3 + 16; /* (n + 1)! < 10^(4 n), and factors of 128 bits */
    ENT_TRY(big_new(count, scratch, cap));
    ENT_TRY(big_new(all, scratch, cap));
    ENT_TRY(big_new(&minus, scratch, cap));
    ENT_TRY(big_new(&one, scratch, cap));
    all->n = all->digit[0] = 1;
    for (uint32_t k = 2; k <= n + 1; k++)
        big_times(all, k);
    for (uint32_t h = 0; h <= n; h++) {
        big_over(&one, all, h + 1);
        if (poly[h] > 0)
            big_add_times(count, &one, (ent_u128)poly[h]);
        else if (poly[h] < 0)
            big_add_times(&minus, &one, (ent_u128)-poly[h]);
    }
    big_minus(count, &minus);
    return ENT_OK;
}

static ent_i128 small(const big *b) {
    ent_i128 value = 0;
    for (size_t i = b->n; i-- > 0;)
        value = value * BASE + b->digit[i];
    return value;
}

ent_status ent_count_rankings(const char **count, ent_number *share, bool *exact, ent_arena *arena,
                              const ent_set_family *family, bool hit, uint32_t n_states) {
    ent_arena *scratch = ent_arena_new();
    ent_i128 *poly = scratch ? ENT_NEW(scratch, ent_i128, family->n + 1) : NULL;
    big found, all;
    ent_status status = !poly                  ? ENT_NOMEM
                        : family->n > RELEVANT ? ENT_LIMIT
                                               : none_below(poly, family, scratch);
    *count = NULL;
    if (status == ENT_OK)
        status = add_up(&found, &all, poly, family->n, scratch);
    if (status != ENT_OK) {
        ent_arena_free(scratch);
        return status;
    }
    if (!hit) { /* turned round: some set lies below */
        big minus = found;
        status = big_new(&found, scratch, all.cap);
        if (status == ENT_OK) {
            big_add_times(&found, &all, 1);
            big_minus(&found, &minus);
        }
    }
    *exact = all.n <= 4;
    if (*exact) {
        ent_i128 a = small(&found), b = small(&all), g = ent_gcd(a, b);
        *share = (ent_number){a / g, b / g};
    } else {
        double ratio = big_double(&found) / big_double(&all);
        for (size_t i = found.n > 4 ? found.n : 4; i < all.n; i++)
            ratio /= BASE; /* a length of four stands for all shorter ones */
        *share = (ent_number){(ent_i128)(ratio * 1e12 + 0.5), (ent_i128)1000000000000};
    }
    if (status == ENT_OK && n_states <= COUNT_STATES) {
        big total;
        status = big_new(&total, scratch, (size_t)n_states * 2 / 3 + all.cap + 16);
        if (status == ENT_OK) {
            big_add_times(&total, &found, 1);
            for (uint32_t k = family->n + 2; k <= n_states; k++)
                big_times(&total, k);
            *count = big_text(arena, &total);
            status = *count ? ENT_OK : ENT_NOMEM;
        }
    }
    ent_arena_free(scratch);
    return status;
}
