/* The linear programs of the least core and the nucleolus, solved exactly.
 *
 *     least e with  x(S) + e >= v(S)   for coalitions S that are not settled
 *                   x_i >= v_i         for single players, where payoffs must be imputations
 *                   x(F) = f           for settled coalitions F, among them everybody
 *
 * by the dual simplex on coalitions as columns: a basis of n + 1 of them, whose inverse is kept as whole
 * numbers over its determinant (Edmonds 1967; Bareiss 1968, doi:10.1090/S0025-5718-1968-0226829-0). Entries of
 * a matrix of zeros and ones of this size stay below 2^43 by Hadamard's bound, so nothing is ever
 * rounded, and ties are broken lexicographically, so it ends (Dantzig, Orden and Wolfe 1955).
 */
#ifndef ENT_ASK_WORTH_SIMPLEX_H
#define ENT_ASK_WORTH_SIMPLEX_H

#include "ask/worth.h"

#define ENT_LP_MOST (ENT_TU_MOST + 1)

typedef enum ent_lp_kind { ENT_LP_COALITION, ENT_LP_SINGLE, ENT_LP_FIXED, ENT_LP_NONE } ent_lp_kind;

typedef struct ent_lp_column {
    ent_lp_kind kind;
    uint64_t members;
    ent_i128 cost; /* over `common` */
} ent_lp_column;

typedef struct ent_lp {
    size_t n, m;     /* players; n + 1 rows */
    bool per_capita; /* e counts once for each member: x(S) + |S| e >= v(S) */
    ent_lp_column basis[ENT_LP_MOST];
    ent_i128 common;                            /* the denominator of costs */
    int64_t adj[ENT_LP_MOST][ENT_LP_MOST], det; /* inverse = adj / det, det > 0 */
    int64_t first[ENT_LP_MOST][ENT_LP_MOST];    /* the basis begun with: [row][position] */
    ent_i128 price[ENT_LP_MOST];                /* payoffs, then e, over det * common */
    bool over;                                  /* outgrew its integers */
} ent_lp;

/* No columns yet; `common` and `per_capita` are to be set before any other. */
void ent_lp_clear(ent_lp *lp, size_t n);
/* Puts a column into a free place of the basis; false when it depends on those there. */
bool ent_lp_place(ent_lp *lp, ent_lp_column column);
/* The basis is full, and its weights are not negative: the search begins from it. */
void ent_lp_begin(ent_lp *lp);
/* Payoffs and e of the basis. */
void ent_lp_price(ent_lp *lp);
/* By how much a column is violated, over det * common; `cost` over common. */
ent_i128 ent_lp_violation(const ent_lp *lp, ent_lp_kind kind, uint64_t members, ent_i128 cost);
/* A violated column comes in, another goes. False: nothing bounds it, so there is no payoff at all. */
bool ent_lp_enter(ent_lp *lp, ent_lp_column column);
/* Weight of the basis' i-th column, over det. */
int64_t ent_lp_weight(const ent_lp *lp, size_t i);
/* Whether the coalition is a combination of the settled ones. */
bool ent_lp_settled(const ent_lp *lp, uint64_t members);

#endif
