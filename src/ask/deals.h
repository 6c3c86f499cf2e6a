/* Deals: what a coalition could sign, counted over all packages in one streamed pass.
 *
 * Counts of packages and deals, of deals with each outcome of each issue (necessary terms, deal
 * breakers, consequences), of deals by number of changes, and each member's best deal. Memory does
 * not grow with the number of packages.
 */
#ifndef ENT_ASK_DEALS_H
#define ENT_ASK_DEALS_H

#include "game/bargain.h"

/* The first of all states in a total order: fewest changes, then the author's order of outcomes with
 * the status quo first. Used wherever one of several equally good states is shown. */
typedef struct ent_pick {
    bool found;
    ent_i128 value;   /* what is maximised */
    uint32_t changes; /* dimensions off digit 0 */
    uint64_t rank;    /* index with dimension 0 as the slowest */
    uint64_t ties;    /* states with the same value */
} ent_pick;

typedef struct ent_deals {
    const ent_bargain *bargain;
    bool partial;     /* stopped before the end: counts are of what was scanned */
    uint64_t scanned; /* states of the space gone through, of plan->n_states */
    uint64_t packages;
    uint64_t deals_any;      /* whatever they bring */
    uint64_t deals;          /* with what is wanted */
    uint64_t **with_digit;   /* per dimension and digit: deals */
    uint64_t **with_outcome; /* per following issue and outcome: deals; NULL for other issues */
    uint64_t *by_changes;    /* deals by number of changes, 0..n_dims */
    ent_pick *best;          /* per member */
} ent_deals;

/* The least number of changes of any deal; UINT32_MAX without deals. */
uint32_t ent_deals_fewest(const ent_deals *deals);

/* ENT_CANCELLED leaves *out filled with what was found so far. */
ent_status ent_ask_deals(ent_deals **out, ent_arena *arena, const ent_bargain *bargain,
                         const ent_run *run);

#endif
