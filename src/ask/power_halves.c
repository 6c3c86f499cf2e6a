/* Power of up to 40 voters under a rule with two weightings however fine: each half of the voters by itself.
 *
 * A rule of and and or over clauses is a sum of products of clauses, with whole coefficients: A or B is
 * A + B - A B. A product of clauses on the same weights is the one of the higher quota, and one of numbers of voters is a
 * bound of the size. With at most two other weightings, the coalitions that meet a product are pairs of one
 * coalition of either half that reach two quotas together: those of the one half are gone through by their
 * first sum, while those of the other half whose first sum is enough stand in a tree by their second sum (Fenwick 1994,
 * doi:10.1002/spe.4380240306), by size. So with W[s] the winning coalitions of size s and W_i[s] those with
 * voter i, counted in O(2^(n/2) n^2), voter i swings
 *
 *     W_i[s] - (W[s - 1] - W_i[s - 1])
 *
 * of size s: those with it, less those that win without it too. (Horowitz and Sahni 1974 for halves,
 * doi:10.1145/321812.321823.)
 */
#include <stdlib.h>
#include <string.h>

#include "ask/power_parts.h"

#define MOST_CLAUSES 6u
#define MOST_TERMS 16u
#define MOST_HALF (ENT_POWER_HALVES / 2)

/* Coalitions that meet all clauses of a product: their number by size, and of those with each voter. */
typedef struct counts {
    int64_t all[ENT_POWER_HALVES + 1];
    int64_t with[ENT_POWER_HALVES][ENT_POWER_HALVES + 1];
} counts;

/* A product: a bound of the size, and quotas of two weightings (NULL: none). */
typedef struct product {
    int64_t times;
    uint64_t size;
    const uint64_t *weight[2];
    uint64_t quota[2];
} product;

/* A coalition of one half. */
typedef struct part {
    uint64_t first, second; /* sums */
    uint32_t members;
} part;

typedef struct halves {
    const ent_simple *game;
    const ent_run *run;
    size_t n[2];      /* voters of either half; those of the second come after */
    part *half[2];    /* by increasing first sum */
    uint64_t *second; /* sums of the half in the tree, in decreasing order */
    uint32_t *tree;   /* [rank * (voters + 1) + size] */
} halves;

/* ---- the rule as a sum of products ---- */

/* coefficient[set of clauses]; f op g on sets of up to `n` clauses. */
static void combine(int64_t *f, const int64_t *g, size_t n, bool either) {
    const size_t size = (size_t)1 << n;
    int64_t both[1u << MOST_CLAUSES] = {0};
    for (size_t a = 0; a < size; a++)
        for (size_t b = 0; f[a] && b < size; b++)
            both[a | b] += f[a] * g[b];
    for (size_t a = 0; a < size; a++)
        f[a] = either ? f[a] + g[a] - both[a] : both[a];
}

static void expand(int64_t *out, const ent_formula *f, size_t n) {
    int64_t arg[1u << MOST_CLAUSES];
    memset(out, 0, sizeof arg);
    if (f->op == ENT_FORMULA_CLAUSE) {
        out[(size_t)1 << f->clause] = 1;
        return;
    }
    expand(out, f->arg[0], n);
    for (size_t i = 1; i < f->n; i++) {
        expand(arg, f->arg[i], n);
        combine(out, arg, n, f->op == ENT_FORMULA_OR);
    }
}

static bool all_one(const ent_clause *clause, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (clause->weight[i] != 1)
            return false;
    return true;
}

/* False: more than two weightings. */
static bool add_clause(product *p, const ent_clause *clause, size_t n) {
    if (all_one(clause, n)) {
        p->size = clause->quota > p->size ? clause->quota : p->size;
        return true;
    }
    for (size_t k = 0; k < 2; k++) {
        const uint64_t *w = p->weight[k];
        if (w && memcmp(w, clause->weight, n * sizeof *w) != 0)
            continue;
        p->weight[k] = clause->weight;
        p->quota[k] = clause->quota > p->quota[k] ? clause->quota : p->quota[k];
        return true;
    }
    return false;
}

/* The products whose coefficient is not 0; ENT_LIMIT: too many, or of too many weightings. */
static ent_status find_products(product *out, size_t *n, const ent_simple *game) {
    int64_t coefficient[1u << MOST_CLAUSES];
    *n = 0;
    if (game->n_clauses > MOST_CLAUSES)
        return ENT_LIMIT;
    expand(coefficient, game->rule, game->n_clauses);
    for (size_t set = 0; set < (size_t)1 << game->n_clauses; set++) {
        if (!coefficient[set])
            continue;
        if (*n == MOST_TERMS)
            return ENT_LIMIT;
        product *p = &out[(*n)++];
        *p = (product){.times = coefficient[set]};
        for (size_t c = 0; c < game->n_clauses; c++)
            if (set >> c & 1 && !add_clause(p, &game->clauses[c], game->n))
                return ENT_LIMIT;
    }
    return ENT_OK;
}

/* ---- one product ---- */

static int by_first(const void *one, const void *other) {
    const part *a = one, *b = other;
    if (a->first != b->first)
        return a->first < b->first ? -1 : 1;
    return a->members < b->members ? -1 : a->members > b->members;
}

static int by_falling(const void *one, const void *other) {
    const uint64_t a = *(const uint64_t *)one, b = *(const uint64_t *)other;
    return a > b ? -1 : a < b;
}

static void fill_half(const halves *h, size_t which, const product *p) {
    const size_t from = which ? h->n[0] : 0, n = h->n[which];
    part *half = h->half[which];
    half[0] = (part){0};
    for (uint32_t s = 1; s < (uint32_t)1 << n; s++) {
        const size_t voter = from + (size_t)__builtin_ctz(s);
        const part *rest = &half[s & (s - 1)];
        half[s] = (part){rest->first + (p->weight[0] ? p->weight[0][voter] : 0),
                         rest->second + (p->weight[1] ? p->weight[1][voter] : 0), s};
    }
    qsort(half, (size_t)1 << n, sizeof *half, by_first);
}

/* The number of sums that are at least `least`. */
static size_t at_least(const uint64_t *falling, size_t n, uint64_t least) {
    size_t low = 0;
    while (low < n) {
        const size_t middle = low + (n - low) / 2;
        if (falling[middle] >= least)
            low = middle + 1;
        else
            n = middle;
    }
    return low;
}

static void put_in(uint32_t *tree, size_t ranks, size_t row, size_t rank, unsigned size) {
    for (size_t k = rank; k <= ranks; k += k & -k)
        tree[k * row + size]++;
}

/* Adds what meets the product, those of half `gone` one by one and the others in the tree. */
static ent_status count_half(counts *out, const halves *h, size_t gone, const product *p) {
    const size_t other = 1 - gone, row = h->n[other] + 1;
    const size_t mine = (size_t)1 << h->n[gone], theirs = (size_t)1 << h->n[other];
    const size_t from = gone ? h->n[0] : 0;
    size_t left = theirs; /* those from here on are in the tree */
    for (size_t k = 0; k < theirs; k++)
        h->second[k] = h->half[other][k].second;
    qsort(h->second, theirs, sizeof *h->second, by_falling);
    memset(h->tree, 0, (theirs + 1) * row * sizeof *h->tree);
    for (size_t k = 0; k < mine; k++) {
        const part *a = &h->half[gone][k];
        const unsigned size = (unsigned)__builtin_popcount(a->members);
        int64_t found[MOST_HALF + 1] = {0};
        if (k % 4096 == 0 && h->run->stop && *h->run->stop)
            return ENT_CANCELLED;
        for (; left > 0 && a->first + h->half[other][left - 1].first >= p->quota[0]; left--) {
            const part *b = &h->half[other][left - 1];
            put_in(h->tree, theirs, row, at_least(h->second, theirs, b->second),
                   (unsigned)__builtin_popcount(b->members));
        }
        const uint64_t least = p->quota[1] > a->second ? p->quota[1] - a->second : 0;
        for (size_t at = at_least(h->second, theirs, least); at > 0; at &= at - 1)
            for (size_t s = 0; s < row; s++)
                found[s] += h->tree[at * row + s];
        for (size_t s = 0; s < row; s++) {
            found[s] = size + s >= p->size ? found[s] * p->times : 0;
            out->all[size + s] += gone ? 0 : found[s]; /* once for both */
        }
        for (uint32_t rest = a->members; rest; rest &= rest - 1) {
            int64_t *with = out->with[from + (size_t)__builtin_ctz(rest)] + size;
            for (size_t s = 0; s < row; s++)
                with[s] += found[s];
        }
    }
    return ENT_OK;
}

static ent_status count_all(counts *out, const halves *h, const product *products, size_t n) {
    for (size_t k = 0; k < n; k++)
        for (size_t gone = 0; gone < 2; gone++) {
            fill_half(h, 0, &products[k]);
            fill_half(h, 1, &products[k]);
            ENT_TRY(count_half(out, h, gone, &products[k]));
            if (h->run->progress)
                h->run->progress(h->run->user, "pairing coalitions of two halves", 2 * k + gone,
                                 2 * n);
        }
    return ENT_OK;
}

/* ---- indices ---- */

static ent_wide wide(int64_t value) {
    ent_wide out;
    ent_wide_set(&out, (ent_u128)value);
    return out;
}

static void from_counts(ent_power *power, const counts *c, const ent_wide *factorial) {
    const size_t n = power->n;
    int64_t winning = 0;
    for (size_t s = 0; s <= n; s++)
        winning += c->all[s];
    power->winning = wide(winning);
    for (size_t i = 0; i < n; i++) {
        ent_power_voter *v = &power->voter[i];
        ent_wide by_size[ENT_POWER_HALVES + 1];
        int64_t swings = 0;
        by_size[0] = wide(0);
        for (size_t s = 1; s <= n; s++) {
            const int64_t here = c->with[i][s] - (c->all[s - 1] - c->with[i][s - 1]);
            by_size[s] = wide(here);
            swings += here;
        }
        v->swings = wide(swings);
        ent_power_shapley(&v->shapley, by_size, n, factorial);
        v->shapley_near = ent_ratio_double(&v->shapley);
    }
    power->shapley_known = power->shapley_exact = true;
    ent_power_from_swings(power);
}

bool ent_power_halves_fit(const ent_simple *game) {
    product products[MOST_TERMS];
    size_t n;
    return game->n <= ENT_POWER_HALVES && find_products(products, &n, game) == ENT_OK;
}

ent_status ent_power_halves(ent_power *power, const ent_simple *game, const ent_wide *factorial,
                            const ent_run *run) {
    product products[MOST_TERMS];
    size_t n;
    halves h = {.game = game, .run = run, .n = {game->n / 2, game->n - game->n / 2}};
    ENT_TRY(find_products(products, &n, game));
    const size_t size = (size_t)1 << h.n[1];
    counts *c = ent_heap_alloc(sizeof *c);
    h.half[0] = ent_heap_alloc(size * sizeof(part));
    h.half[1] = ent_heap_alloc(size * sizeof(part));
    h.second = ent_heap_alloc(size * sizeof *h.second);
    h.tree = ent_heap_alloc((size + 1) * (h.n[1] + 1) * sizeof *h.tree);
    ent_status status = c && h.half[0] && h.half[1] && h.second && h.tree ? ENT_OK : ENT_NOMEM;
    power->engine = "halves";
    if (status == ENT_OK) {
        memset(c, 0, sizeof *c);
        status = count_all(c, &h, products, n);
    }
    if (status == ENT_OK)
        from_counts(power, c, factorial);
    ent_heap_free(h.tree);
    ent_heap_free(h.second);
    ent_heap_free(h.half[1]);
    ent_heap_free(h.half[0]);
    ent_heap_free(c);
    return status;
}
