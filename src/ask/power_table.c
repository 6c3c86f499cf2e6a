/* Power from the table of all coalitions: 64 coalitions to a word.
 *
 * The six first voters are the bits within a word, the others number the words. A swing of voter i
 * is then a word and its neighbour without i, or the word and its own shift. What is rare is
 * counted by size; words without swings are passed over.
 */
#include <stdlib.h>

#include "ask/power_parts.h"
#include "base/clones.h"

#define LOW 6u
#define CHUNK_WORDS 4096u

/* Bits of a word whose coalition has voter i. */
static const uint64_t with[LOW] = {0xaaaaaaaaaaaaaaaa, 0xcccccccccccccccc, 0xf0f0f0f0f0f0f0f0,
                                   0xff00ff00ff00ff00, 0xffff0000ffff0000, 0xffffffff00000000};
/* Bits of a word whose coalition has k of the six. */
static const uint64_t of_size[LOW + 1] = {
    0x0000000000000001, 0x0000000100010116, 0x0001011601161668, 0x0116166816686880,
    0x1668688068808000, 0x6880800080000000, 0x8000000000000000};

static size_t words_of(size_t n) {
    return n > LOW ? (size_t)1 << (n - LOW) : 1;
}

static uint64_t chunks_of(size_t n) {
    return (words_of(n) + CHUNK_WORDS - 1) / CHUNK_WORDS;
}

/* The bits of a word that are coalitions at all. */
static uint64_t valid_bits(size_t n) {
    return n < LOW ? (UINT64_C(1) << (UINT64_C(1) << n)) - 1 : ~UINT64_C(0);
}

/* ---- filling ---- */

/* A clause over the six first voters: its 64 sums in order, and which coalitions have at least each. */
typedef struct low_sums {
    uint64_t sum[64];
    uint64_t at_least[65]; /* [k]: coalitions with the sums k.. of that order; [64]: none */
} low_sums;

typedef struct filling {
    const ent_simple *game;
    const low_sums *low;
    uint64_t *table;
} filling;

static void sort_low(low_sums *low, const ent_clause *clause, size_t n) {
    unsigned order[64] = {0};
    uint64_t sum[64];
    for (unsigned s = 0; s < 64; s++) {
        sum[s] = 0;
        for (unsigned i = 0; i < LOW; i++)
            sum[s] += (s >> i & 1) && i < n ? clause->weight[i] : 0;
        unsigned at = s;
        for (; at > 0 && sum[order[at - 1]] > sum[s]; at--)
            order[at] = order[at - 1];
        order[at] = s;
    }
    low->at_least[64] = 0;
    for (unsigned k = 64; k-- > 0;) {
        low->sum[k] = sum[order[k]];
        low->at_least[k] = low->at_least[k + 1] | UINT64_C(1) << order[k];
    }
}

/* Coalitions of this word that meet a clause; `high` is what the word's other voters weigh. */
static uint64_t clause_word(const low_sums *low, uint64_t quota, uint64_t high) {
    if (high >= quota)
        return ~UINT64_C(0);
    uint64_t need = quota - high;
    unsigned below = 0; /* sums below what is needed */
    for (unsigned step = 32; step > 0; step /= 2)
        if (low->sum[below + step - 1] < need)
            below += step;
    below += low->sum[below] < need;
    return low->at_least[below];
}

static uint64_t formula_word(const filling *f, const ent_formula *rule, const uint64_t *high) {
    if (rule->op == ENT_FORMULA_CLAUSE)
        return clause_word(&f->low[rule->clause], f->game->clauses[rule->clause].quota,
                           high[rule->clause]);
    uint64_t word = formula_word(f, rule->arg[0], high);
    for (size_t i = 1; i < rule->n; i++) {
        bool all = rule->op == ENT_FORMULA_AND;
        if (word == (all ? 0 : ~UINT64_C(0)))
            break;
        uint64_t other = formula_word(f, rule->arg[i], high);
        word = all ? word & other : word | other;
    }
    return word;
}

/* Words in the order of a Gray code, so that one voter comes or goes from word to word. */
static ent_status fill_chunk(void *job, uint64_t chunk, unsigned worker) {
    const filling *f = job;
    const ent_simple *game = f->game;
    const size_t words = words_of(game->n), first = (size_t)chunk * CHUNK_WORDS;
    const size_t n_here = words - first < CHUNK_WORDS ? words - first : CHUNK_WORDS;
    uint64_t *high = ent_heap_alloc(game->n_clauses * sizeof *high);
    (void)worker;
    if (!high)
        return ENT_NOMEM;
    for (size_t c = 0; c < game->n_clauses; c++) {
        high[c] = 0;
        for (size_t i = LOW; i < game->n; i++)
            high[c] += first >> (i - LOW) & 1 ? game->clauses[c].weight[i] : 0;
    }
    for (size_t k = 0, gray = 0;;) {
        f->table[first + gray] = formula_word(f, game->rule, high) & valid_bits(game->n);
        if (++k == n_here)
            break;
        unsigned voter = (unsigned)__builtin_ctzll(k);
        gray ^= (size_t)1 << voter;
        bool comes = gray >> voter & 1;
        for (size_t c = 0; c < game->n_clauses; c++) {
            uint64_t w = game->clauses[c].weight[voter + LOW];
            high[c] = comes ? high[c] + w : high[c] - w;
        }
    }
    ent_heap_free(high);
    return ENT_OK;
}

ent_status ent_power_table(uint64_t **out, ent_arena *arena, const ent_simple *game,
                           const ent_run *run) {
    low_sums *low = ENT_NEW(arena, low_sums, game->n_clauses);
    *out = ENT_NEW(arena, uint64_t, words_of(game->n));
    if (!low || !*out)
        return ENT_NOMEM;
    for (size_t c = 0; c < game->n_clauses; c++)
        sort_low(&low[c], &game->clauses[c], game->n);
    filling f = {game, low, *out};
    return ent_pool_run(run, chunks_of(game->n), fill_chunk, &f, NULL);
}

/* ---- counting ---- */

typedef struct counting {
    const uint64_t *table;
    size_t n;
    ent_power_counts *per_worker;
} counting;

static inline uint64_t ones(uint64_t word) {
    return (uint64_t)__builtin_popcountll(word);
}

/* Adds the coalitions of a word to counts by size; the word's other voters are `base`. */
static inline void add_sizes(uint64_t *count, uint64_t word, unsigned base) {
    for (unsigned k = 0; k <= LOW; k++)
        if (word & of_size[k])
            count[base + k] += ones(word & of_size[k]);
}

/* The swings of a word: who, and in which of its coalitions. */
typedef struct swings {
    unsigned n;
    unsigned voter[ENT_POWER_TABLE];
    uint64_t word[ENT_POWER_TABLE];
    uint64_t any;
    uint64_t minimal; /* coalitions all of whose members swing */
} swings;

static inline void find_swings(swings *s, const uint64_t *table, size_t h, size_t n) {
    const uint64_t word = table[h];
    s->n = 0;
    s->any = 0;
    s->minimal = word;
    for (unsigned i = 0; i < n; i++) {
        uint64_t swing;
        if (i < LOW) {
            swing = word & with[i] & ~((word & ~with[i]) << (1u << i));
            s->minimal &= swing | ~with[i];
        } else {
            if (!(h >> (i - LOW) & 1))
                continue;
            swing = word & ~table[h ^ (size_t)1 << (i - LOW)];
            s->minimal &= swing;
        }
        if (!swing)
            continue;
        s->voter[s->n] = i;
        s->word[s->n++] = swing;
        s->any |= swing;
    }
}

/* Johnston: for each coalition how many swing, as five planes of bits. */
static inline void add_shared(ent_power_counts *c, const swings *s) {
    uint64_t plane[5] = {0};
    for (unsigned k = 0; k < s->n; k++) {
        uint64_t carry = s->word[k];
        for (unsigned p = 0; carry && p < 5; p++) {
            uint64_t both = plane[p] & carry;
            plane[p] ^= carry;
            carry = both;
        }
    }
    c->vulnerable += ones(s->any);
    uint64_t left = s->any;
    for (unsigned m = 1; left && m <= s->n; m++) {
        uint64_t is = left;
        for (unsigned p = 0; p < 5; p++)
            is &= m >> p & 1 ? plane[p] : ~plane[p];
        left &= ~is;
        for (unsigned k = 0; is && k < s->n; k++)
            c->shared[s->voter[k]][m] += ones(s->word[k] & is);
    }
}

static inline void add_minimal(ent_power_counts *c, uint64_t minimal, size_t h, unsigned base,
                               size_t n) {
    add_sizes(c->minimal_of_size, minimal, base);
    for (unsigned i = 0; i < n; i++) {
        if (i < LOW)
            add_sizes(c->minimal[i], minimal & with[i], base);
        else if (h >> (i - LOW) & 1)
            add_sizes(c->minimal[i], minimal, base);
    }
}

ENT_CLONES static void count_words(ent_power_counts *c, const uint64_t *table, size_t n,
                                   size_t first, size_t end) {
    for (size_t h = first; h < end; h++) {
        if (!table[h])
            continue;
        swings s;
        const unsigned base = (unsigned)ones(h);
        c->winning += ones(table[h]);
        find_swings(&s, table, h, n);
        if (!s.any && !s.minimal)
            continue;
        for (unsigned k = 0; k < s.n; k++)
            add_sizes(c->swings[s.voter[k]], s.word[k], base);
        add_shared(c, &s);
        if (s.minimal)
            add_minimal(c, s.minimal, h, base, n);
    }
}

static ent_status count_chunk(void *job, uint64_t chunk, unsigned worker) {
    const counting *c = job;
    const size_t words = words_of(c->n), first = (size_t)chunk * CHUNK_WORDS;
    const size_t end = words - first < CHUNK_WORDS ? words : first + CHUNK_WORDS;
    count_words(&c->per_worker[worker], c->table, c->n, first, end);
    return ENT_OK;
}

static void add_counts(ent_power_counts *out, const ent_power_counts *part) {
    out->winning += part->winning;
    out->vulnerable += part->vulnerable;
    for (size_t s = 0; s < ENT_POWER_SIZES; s++) {
        out->minimal_of_size[s] += part->minimal_of_size[s];
        for (size_t i = 0; i < ENT_POWER_TABLE; i++) {
            out->swings[i][s] += part->swings[i][s];
            out->minimal[i][s] += part->minimal[i][s];
            out->shared[i][s] += part->shared[i][s];
        }
    }
}

ent_status ent_power_count(ent_power_counts *out, const uint64_t *table, size_t n,
                           const ent_run *run) {
    ent_arena *arena = ent_arena_new();
    counting c = {.table = table, .n = n};
    c.per_worker = arena ? ENT_NEW(arena, ent_power_counts, run->threads) : NULL;
    ent_status status = ENT_NOMEM;
    if (c.per_worker)
        status = ent_pool_run(run, chunks_of(n), count_chunk, &c, NULL);
    *out = (ent_power_counts){.n = n};
    for (unsigned w = 0; c.per_worker && w < run->threads; w++)
        add_counts(out, &c.per_worker[w]);
    ent_arena_free(arena);
    return status;
}

/* ---- listing ---- */

ent_status ent_power_list(ent_power *power, ent_arena *arena, const uint64_t *table,
                          const ent_power_counts *counts, size_t list) {
    size_t start[ENT_POWER_SIZES + 1] = {0}, at[ENT_POWER_SIZES];
    for (size_t s = 0; s < ENT_POWER_SIZES; s++) { /* where each size begins, cut off at `list` */
        size_t room = list - start[s];
        size_t here = counts->minimal_of_size[s] < room ? (size_t)counts->minimal_of_size[s] : room;
        at[s] = start[s];
        start[s + 1] = start[s] + here;
    }
    power->n_listed = start[ENT_POWER_SIZES];
    power->listed = ENT_NEW(arena, uint64_t, power->n_listed + 1);
    if (!power->listed)
        return ENT_NOMEM;
    size_t left = power->n_listed;
    for (size_t h = 0; left && h < words_of(counts->n); h++) {
        swings s;
        if (!table[h])
            continue;
        find_swings(&s, table, h, counts->n);
        for (uint64_t m = s.minimal; m; m &= m - 1) {
            uint64_t coalition = (uint64_t)h << LOW | (uint64_t)__builtin_ctzll(m);
            size_t size = (size_t)ones(coalition);
            if (at[size] == start[size + 1])
                continue;
            power->listed[at[size]++] = coalition;
            left--;
        }
    }
    return ENT_OK;
}
