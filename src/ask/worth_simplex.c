/* The exact dual simplex of worth_simplex.h. */
#include "ask/worth_simplex.h"

static unsigned bits(ent_i128 a) {
    ent_u128 x = a < 0 ? -(ent_u128)a : (ent_u128)a;
    uint64_t high = (uint64_t)(x >> 64), low = (uint64_t)x;
    return high  ? 128 - (unsigned)__builtin_clzll(high)
           : low ? 64 - (unsigned)__builtin_clzll(low)
                 : 0;
}

void ent_lp_clear(ent_lp *lp, size_t n) {
    lp->n = n;
    lp->m = n + 1;
    lp->det = 1;
    lp->over = false;
    for (size_t i = 0; i < lp->m; i++) {
        lp->basis[i] = (ent_lp_column){.kind = ENT_LP_NONE};
        for (size_t j = 0; j < lp->m; j++)
            lp->adj[i][j] = i == j;
    }
}

/* How often e counts in a column. */
static int64_t times_e(const ent_lp *lp, ent_lp_kind kind, uint64_t members) {
    if (kind != ENT_LP_COALITION)
        return 0;
    return lp->per_capita ? __builtin_popcountll(members) : 1;
}

/* out = adj * (column): the column in terms of the basis, over det. */
static void in_basis(const ent_lp *lp, ent_lp_kind kind, uint64_t members, ent_i128 *out) {
    for (size_t i = 0; i < lp->m; i++) {
        ent_i128 sum = (ent_i128)lp->adj[i][lp->n] * times_e(lp, kind, members);
        for (uint64_t rest = members; rest; rest &= rest - 1)
            sum += lp->adj[i][__builtin_ctzll(rest)];
        out[i] = sum;
    }
}

static void pivot(ent_lp *lp, size_t row, const ent_i128 *d) {
    for (size_t i = 0; i < lp->m; i++) {
        if (i == row)
            continue;
        for (size_t j = 0; j < lp->m; j++) {
            ent_i128 value = (lp->adj[i][j] * d[row] - d[i] * lp->adj[row][j]) / lp->det;
            lp->over = lp->over || bits(value) > 62;
            lp->adj[i][j] = (int64_t)value;
        }
    }
    lp->over = lp->over || bits(d[row]) > 62;
    lp->det = (int64_t)d[row];
    if (lp->det > 0)
        return;
    lp->det = -lp->det;
    for (size_t i = 0; i < lp->m; i++)
        for (size_t j = 0; j < lp->m; j++)
            lp->adj[i][j] = -lp->adj[i][j];
}

bool ent_lp_place(ent_lp *lp, ent_lp_column column) {
    ent_i128 d[ENT_LP_MOST];
    in_basis(lp, column.kind, column.members, d);
    for (size_t i = 0; i < lp->m; i++)
        if (lp->basis[i].kind == ENT_LP_NONE && d[i] != 0) {
            pivot(lp, i, d);
            lp->basis[i] = column;
            return true;
        }
    return false;
}

void ent_lp_begin(ent_lp *lp) {
    for (size_t j = 0; j < lp->m; j++) {
        for (size_t i = 0; i < lp->n; i++)
            lp->first[i][j] = (int64_t)(lp->basis[j].members >> i & 1);
        lp->first[lp->n][j] = times_e(lp, lp->basis[j].kind, lp->basis[j].members);
    }
}

void ent_lp_price(ent_lp *lp) {
    unsigned cost = 0, entry = 0;
    for (size_t i = 0; i < lp->m; i++) {
        unsigned here = bits(lp->basis[i].cost);
        cost = here > cost ? here : cost;
        for (size_t j = 0; j < lp->m; j++) {
            here = bits(lp->adj[i][j]);
            entry = here > entry ? here : entry;
        }
    }
    /* 5 bits for the sum here, 5 for the sum of payoffs; a violation compares with det * common * v. */
    lp->over = lp->over || cost + entry > 115 || bits(lp->common) + bits(lp->det) + 53 > 120;
    if (lp->over)
        return;
    for (size_t j = 0; j < lp->m; j++) {
        lp->price[j] = 0;
        for (size_t i = 0; i < lp->m; i++)
            lp->price[j] += lp->basis[i].cost * lp->adj[i][j];
    }
}

ent_i128 ent_lp_violation(const ent_lp *lp, ent_lp_kind kind, uint64_t members, ent_i128 cost) {
    ent_i128 out = cost * lp->det - lp->price[lp->n] * times_e(lp, kind, members);
    for (; members; members &= members - 1)
        out -= lp->price[__builtin_ctzll(members)];
    return out;
}

int64_t ent_lp_weight(const ent_lp *lp, size_t i) {
    return lp->adj[i][lp->n];
}

/* Entry j of row i of inverse * (the first basis), over det. */
static ent_i128 tie_entry(const ent_lp *lp, size_t i, size_t j) {
    ent_i128 sum = 0;
    for (size_t k = 0; k < lp->m; k++)
        sum += (ent_i128)lp->adj[i][k] * lp->first[k][j];
    return sum;
}

/* Whether row a leaves before row b; both have d > 0. Products stay below 2^126. */
static bool leaves_before(const ent_lp *lp, const ent_i128 *d, size_t a, size_t b) {
    ent_i128 one = ent_lp_weight(lp, a) * d[b], other = ent_lp_weight(lp, b) * d[a];
    for (size_t j = 0; one == other && j < lp->m; j++) {
        one = tie_entry(lp, a, j) * d[b];
        other = tie_entry(lp, b, j) * d[a];
    }
    return one < other;
}

bool ent_lp_enter(ent_lp *lp, ent_lp_column column) {
    ent_i128 d[ENT_LP_MOST];
    size_t row = lp->m;
    in_basis(lp, column.kind, column.members, d);
    for (size_t i = 0; i < lp->m; i++) {
        if (bits(d[i]) > 57)
            lp->over = true;
        if (lp->basis[i].kind != ENT_LP_FIXED && d[i] > 0 &&
            (row == lp->m || leaves_before(lp, d, i, row)))
            row = i;
    }
    if (row == lp->m || lp->over)
        return lp->over; /* the caller looks at that first */
    pivot(lp, row, d);
    lp->basis[row] = column;
    return true;
}

bool ent_lp_settled(const ent_lp *lp, uint64_t members) {
    for (size_t i = 0; i < lp->m; i++) {
        int64_t sum = 0;
        if (lp->basis[i].kind == ENT_LP_FIXED)
            continue;
        for (uint64_t rest = members; rest; rest &= rest - 1)
            sum += lp->adj[i][__builtin_ctzll(rest)];
        if (sum != 0)
            return false;
    }
    return true;
}
