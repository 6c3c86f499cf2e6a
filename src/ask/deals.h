/* Deals: what a coalition could sign.
 *
 * Counts of packages and deals, of deals with each outcome of each issue (necessary terms, deal
 * breakers, consequences), the fewest changes of any deal, and each member's best deal. By one
 * streamed pass over all packages, whose memory does not grow with their number; or by parts that
 * nothing couples, for spaces that no pass could go through.
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
    ent_engine engine; /* the one that was used */
    bool partial;      /* stopped before the end: counts are of what was scanned */
    uint64_t scanned;  /* states of the space gone through, of plan->n_states */
    uint64_t packages;
    uint64_t deals_any;      /* whatever they bring */
    uint64_t deals;          /* with what is wanted */
    uint64_t **with_digit;   /* per dimension and digit: deals */
    uint64_t **with_outcome; /* per following issue and outcome: deals; NULL for other issues */
    uint32_t fewest;         /* changes of the shortest deal; UINT32_MAX without deals */
    ent_pick *best;          /* per member */
} ent_deals;

/* ENT_CANCELLED leaves *out filled with what was found so far. */
ent_status ent_ask_deals(ent_deals **out, ent_arena *arena, const ent_bargain *bargain,
                         ent_engine engine, const ent_run *run);

/* The engine by parts (deals_parts.c), into zeroed counts. ENT_LIMIT where it cannot be used: a part too
 * large, numbers beyond 62 bits, reservation values that the fallback itself reaches, or only efficient
 * deals asked for. */
ent_status ent_deals_by_parts(ent_deals *deals, ent_arena *arena, const ent_run *run);
/* Draws n deals (as ranks) from the pairs that it counts; likewise ENT_LIMIT. O(states of a side) each. */
ent_status ent_deals_draw_pairs(uint64_t *deals, uint64_t *rank, size_t n, uint64_t seed,
                                const ent_bargain *bargain, const ent_run *run);

#endif
