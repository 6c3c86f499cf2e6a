/* The packages of a bargain as a multi-valued decision diagram.
 *
 * A function of a state's digits with a value from 0 to 3: bit 0, it is feasible and no deal; bit 1,
 * it is a deal. Dimensions are asked in a fixed order (those of a part next to each other); equal
 * functions are one node, and what a function does not depend on is not asked (Bryant 1986,
 * doi:10.1109/TC.1986.1676819; with several branches, Kam, Villa, Brayton and Sangiovanni-Vincentelli
 * 1998). Given the order, the diagram is the same however it was made: from every state (state_bits.h),
 * or from independent parts, where a node stands for what the parts so far have left to be gained.
 *
 * Read from it: how many deals there are, the k-th of them, and, by joining branches, what is true
 * whatever else is settled.
 */
#ifndef ENT_GAME_DIAGRAM_H
#define ENT_GAME_DIAGRAM_H

#include "game/split.h"
#include "game/state_bits.h"

#define ENT_DIAGRAM_DIMS ENT_STATE_BITS_DIMS
#define ENT_DIAGRAM_MOST ((uint32_t)1 << 22) /* nodes */

/* Values, which are nodes 0 to 3. */
#define ENT_DIAGRAM_NEITHER 0u /* infeasible */
#define ENT_DIAGRAM_OTHER 1u
#define ENT_DIAGRAM_DEAL 2u
#define ENT_DIAGRAM_BOTH 3u

typedef struct ent_diagram {
    ent_arena *arena;
    const ent_plan *plan;
    uint32_t n;                                              /* levels */
    uint32_t dim[ENT_DIAGRAM_DIMS], radix[ENT_DIAGRAM_DIMS]; /* per level: dimension of the plan */
    uint32_t root;
    uint32_t n_nodes;
    uint8_t *level;  /* per node; n for values */
    uint8_t *has;    /* per node: bit v is set when some state has value v */
    uint32_t *first; /* per node: its branches, branch[first + digit] */
    uint32_t *branch, *hash, *cache;
    size_t cap_nodes, n_branches, cap_branches, hash_size, cache_size;
    uint64_t joins;  /* done so far: a measure of work that is the same everywhere */
    uint64_t *deals; /* per node: states from its level on that are deals; NULL: not counted */
} ent_diagram;

/* By going through every state. ENT_LIMIT: too many states or nodes. */
ent_status ent_diagram_by_states(ent_diagram **out, ent_arena *arena, const ent_bargain *bargain,
                                 const ent_run *run);
/* By parts. ENT_LIMIT: a part too large, too many nodes or too much work, numbers beyond 56 bits, or
 * only efficient deals asked for. */
ent_status ent_diagram_by_parts(ent_diagram **out, ent_arena *arena, const ent_bargain *bargain,
                                const ent_run *run);
/* By either; with ENT_ENGINE_AUTO by states where these are few. */
ent_status ent_diagram_new(ent_diagram **out, ent_arena *arena, const ent_bargain *bargain,
                           ent_engine engine, const ent_run *run);

static inline uint32_t ent_diagram_branch(const ent_diagram *d, uint32_t node, uint32_t digit) {
    return d->branch[d->first[node] + digit];
}
/* The value of both wherever they differ: what is united over the outcomes of an issue left open. */
ent_status ent_diagram_join(uint32_t *out, ent_diagram *d, uint32_t a, uint32_t b);

/* Counts; needs a plan of less than 2^62 states. */
ent_status ent_diagram_count(uint64_t *deals, ent_diagram *d);
/* The digits (of the plan) of the k-th deal, k < the count, in the order of the levels. */
void ent_diagram_pick(uint32_t *digits, const ent_diagram *d, uint64_t k);

/* ---- for those who make one (diagram_build.c) ---- */
ent_status ent_diagram_empty(ent_diagram **out, ent_arena *arena, const ent_split *split);
/* The node at a level with these branches. */
ent_status ent_diagram_node(uint32_t *out, ent_diagram *d, uint32_t level, const uint32_t *branch);

#endif
