/* Trades: what members could give each other from where things stand, and a way to the frontier.
 *
 * Two members trade when one gives on an issue what the other gets there, the other gives on a
 * second issue in return, and both gain by the two changes together (log-rolling). A chain goes on
 * from the package step by step: each step changes as few issues as will do, is weakly better for
 * every member and better for some, keeps the rules and stays off all members' red lines; it ends
 * where one pass over all states shows that no such state is left that dominates.
 */
#ifndef ENT_ASK_TRADES_H
#define ENT_ASK_TRADES_H

#include "game/bargain.h"

typedef struct ent_trade_side {
    uint32_t member;        /* who gives; place in the bargain's members */
    uint32_t dim, from, to; /* digits */
    ent_i128 loses;         /* > 0: what this change alone costs it */
    ent_i128 gain;          /* > 0: what it gains by both changes */
} ent_trade_side;

typedef struct ent_trade {
    ent_trade_side side[2]; /* the earlier member first */
    bool others_ok;         /* no other member is worse off */
} ent_trade;

typedef struct ent_trades {
    size_t n; /* at most the limit: first those that leave nobody worse off */
    ent_trade *trade;
    uint64_t total, total_ok; /* of all, and of those that leave nobody worse off */
} ent_trades;

/* From the state with that rank; O(pairs of issues * their outcomes * utilities). */
ent_status ent_ask_trades(ent_trades **out, ent_arena *arena, const ent_bargain *bargain,
                          uint64_t from, size_t limit);

typedef struct ent_chain {
    size_t n; /* states, the start included */
    uint64_t *rank;
    bool efficient;   /* shown: nothing dominates the last state */
    bool too_large;   /* too many states to show that, or to go on */
    uint64_t scanned; /* states gone through to show it */
} ent_chain;

/* Scans of more states than `most` are not begun. Of the next states with fewest changes it takes
 * the one that most members find better, then the first in the author's order. ENT_CANCELLED leaves
 * *out with the steps found so far. */
ent_status ent_ask_chain(ent_chain **out, ent_arena *arena, const ent_bargain *bargain,
                         uint64_t from, uint64_t most, const ent_run *run);

#endif
