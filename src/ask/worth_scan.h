/* A pass over all coalitions for those whose excess is above what the program of the level allows. */
#ifndef ENT_ASK_WORTH_SCAN_H
#define ENT_ASK_WORTH_SCAN_H

#include "ask/worth_simplex.h"

#define ENT_SCAN_MOST 128u

typedef struct ent_worth_scan {
    size_t n;
    uint64_t coalition[ENT_SCAN_MOST];
} ent_worth_scan;

/* The most violated coalitions that are not settled, of each part of the table some; none: the
 * payoff of `lp` is optimal. Doubles sort out what is far from the bound; what is near is looked at exactly.
 * `most` bounds the size of every worth. The same for any number of threads. O(2^n). */
ent_status ent_worth_scan_all(ent_worth_scan *out, const ent_tu *game, double most,
                              const ent_lp *lp, const ent_run *run);

#endif
