/* The Pareto frontier: what no other state beats for every member.
 *
 * Two engines give the same answer. `scan` goes through every state of the bargain, block by block,
 * drops what the best found so far dominate with lane comparisons, and sweeps the rest. `parts` takes
 * the independent parts of the bargain (game/split.h), reduces each to its own frontier and adds
 * them up one after the other: a sum is efficient only if its summands are. Numbers are exact
 * integers, so there are no false points, and memory is the frontier.
 */
#ifndef ENT_ASK_PARETO_H
#define ENT_ASK_PARETO_H

#include "ask/sweep.h"
#include "game/split.h"

/* Which states are compared with each other. */
typedef enum ent_frontier_over {
    ENT_FRONTIER_DEALS,   /* deals that have what is wanted */
    ENT_FRONTIER_PACKAGES /* all feasible states; the fallback dominates but is never shown */
} ent_frontier_over;

/* A state by one number: changes * space + rank. Keys of states of different parts add up to the key
 * of the whole, and the least key is the first state in the order of picks (fewest changes, then the
 * author's order). */
typedef struct ent_keys {
    ent_u128 space;   /* states of the bargain's space */
    ent_u128 *stride; /* per dimension of the bargain's plan */
} ent_keys;

typedef struct ent_frontier {
    const ent_bargain *bargain;
    ent_frontier_over over;
    ent_engine engine; /* the one that was used */
    const ent_split *split;
    const ent_front *parts; /* engine `parts`: of each part, and then the one vector of what is the
                               same in all states; NULL when there is no such state */
    ent_keys keys;
    ent_front efficient; /* the frontier: vectors in falling order, the first member's first */
    ent_front rational;  /* that of the states that give every member its threshold at least */
    ent_front nearest;   /* `efficient`, and what only the fallback dominates */
    ent_i128 ideal[ENT_FRONT_MEMBERS]; /* per member: the greatest utility of any state */
    const ent_i128 *fallback; /* utilities of the fallback where it is one of the states; or NULL */
    ent_u128 fallback_key;
    bool partial;   /* stopped: of the states gone through */
    bool too_large; /* more than ENT_FRONT_MOST vectors: neither frontier is there */
} ent_frontier;

/* ENT_CANCELLED comes with what was found. ENT_LIMIT: when *out is set the frontier is too large (the
 * points may still be found), otherwise there are too many states to be numbered. The scan engine
 * needs a bargain whose plan is finished. `points_only`: the engine `parts` does not add the parts up,
 * as if the frontier were too large. */
ent_status ent_ask_frontier(ent_frontier **out, ent_arena *arena, const ent_bargain *bargain,
                            ent_frontier_over over, ent_engine engine, bool points_only,
                            const ent_run *run);

/* Digits of a key (of the bargain's plan). */
void ent_key_digits(uint32_t *digits, const ent_plan *plan, const ent_keys *keys, ent_u128 key);

/* Whether a vector is no deal's because gains are asked for and nobody has any. The one such vector
 * that is signed is that of the thresholds; everything else that is signed dominates it. */
bool ent_nobody_gains(const ent_frontier *f, const ent_i128 *value);

/* ---- gathering vectors of states (gather.c) ---- */

/* Which of the states asked for count; each may be NULL. */
typedef struct ent_gather_state {
    const ent_i128 *least; /* per member: those with at least this */
    const ent_u128 *skip;  /* not the one with this key */
    const ent_u128 *only;  /* none but that */
} ent_gather_state;

typedef struct ent_gather {
    const ent_plan *plan;
    ent_signal_id where;     /* the states asked for */
    const uint32_t *utility; /* per member: sum */
    size_t members;
    const ent_u128 *stride; /* per dimension of `plan` */
    ent_u128 space;
    ent_gather_state which;
    ent_sweep_keep keep;
} ent_gather;

/* One pass over the plan. ENT_CANCELLED comes with what was found; *states (may be NULL) is how many
 * states were asked for. */
ent_status ent_gather_run(ent_front *out, ent_arena *arena, const ent_gather *what,
                          const ent_run *run, uint64_t *states);
/* That of a part. */
ent_status ent_gather_part(ent_front *out, ent_arena *arena, const ent_frontier *f, size_t part,
                           ent_gather_state which, ent_sweep_keep keep, const ent_run *run);

/* ---- adding parts up (slice.c) ---- */

/* The states of a half-space and a box: those with at least `least` for each member (NULL: any), and
 * at least `weight_least` for the sum of the members' utilities times whole, positive weights (NULL:
 * any). Each bound is held against the best that the parts still to come can add, so that little is
 * kept on the way. */
typedef struct ent_slice {
    const ent_i128 *least, *weight;
    ent_i128 weight_least;
    ent_sweep_keep keep;
    size_t most; /* vectors held on the way: more are ENT_LIMIT; 0: ENT_FRONT_MOST */
} ent_slice;

/* The vectors of these states, the fallback left out; needs f->parts. */
ent_status ent_slice_run(ent_front *out, ent_arena *arena, const ent_frontier *f,
                         const ent_slice *slice, const ent_run *run);

#endif
