/* What the engines of power give to power.c: counts, from which all indices are made. */
#ifndef ENT_ASK_POWER_PARTS_H
#define ENT_ASK_POWER_PARTS_H

#include "ask/power.h"
#include "base/quadrature.h"

#define ENT_POWER_SIZES (ENT_POWER_TABLE + 1)

/* Counts from a table; all below 2^28. */
typedef struct ent_power_counts {
    size_t n;
    uint64_t winning;
    uint64_t swings[ENT_POWER_TABLE][ENT_POWER_SIZES];  /* [voter][size of the coalition] */
    uint64_t minimal[ENT_POWER_TABLE][ENT_POWER_SIZES]; /* minimal coalitions with the voter */
    uint64_t minimal_of_size[ENT_POWER_SIZES];
    uint64_t shared[ENT_POWER_TABLE][ENT_POWER_SIZES]; /* [voter][swinging members] */
    uint64_t vulnerable;                               /* coalitions with a swinging member */
} ent_power_counts;

/* Which coalitions win, one bit each, 2^n bits in words of 64; words beyond 2^n bits are zero. */
ent_status ent_power_table(uint64_t **out, ent_arena *arena, const ent_simple *game,
                           const ent_run *run);
ent_status ent_power_count(ent_power_counts *out, const uint64_t *table, size_t n,
                           const ent_run *run);
/* The smallest minimal winning coalitions, by size and then as numbers; at most `list`. */
ent_status ent_power_list(ent_power *power, ent_arena *arena, const uint64_t *table,
                          const ent_power_counts *counts, size_t list);

/* Fills in what a game of one clause with more than ENT_POWER_TABLE voters has; factorial[0..n] where n is
 * at most ENT_POWER_EXACT, else NULL. ENT_LIMIT: the weights have too many different sums.
 * (power_sums.c) */
ent_status ent_power_sums(ent_power *power, ent_arena *arena, const ent_clause *clause, size_t n,
                          const ent_wide *factorial, const ent_run *run);
/* Shapley and Shubik's index as decimals with a bound of their error. `order`: voters, lightest
 * first. (power_orders.c) */
ent_status ent_power_orders(ent_power *power, const ent_clause *clause, const uint32_t *order,
                            const ent_run *run);

/* Johnston's index as decimals and, with `minimal`, Deegan-Packel and Holler, of a game of one clause;
 * nothing where that would take too long. (power_critical.c) */
ent_status ent_power_critical(ent_power *power, const ent_clause *clause, const uint32_t *order,
                              bool minimal, const ent_run *run);
/* From sums over coalitions in which each voter is needed: raw[job * n + voter] over the nodes of a quadrature
 * (job 2k: node k, 2k + 1: its mirror image), becomes shares in out[voter]. */
void ent_power_share_out(double *out, const double *raw, size_t n, const ent_quadrature *rule);
/* The same of the sums at x = 1, where every membership counts alike. */
void ent_power_share_members(double *out, const double *raw, size_t n);
/* Of these shares: see power_critical.c. */
double ent_power_critical_error(size_t n);

/* The states of a rule of several parts, voter by voter: node s of layer k, first[k] <= s < first[k + 1],
 * leads to without[s] when voter order[k] stays out and to with[s] when it joins. */
#define ENT_POWER_WON UINT32_MAX
#define ENT_POWER_LOST (UINT32_MAX - 1)
#define ENT_POWER_DEAD UINT64_MAX /* in place of a sum: cannot be met, or does not matter */
typedef struct ent_power_graph {
    size_t n, clauses, n_nodes;
    const uint32_t *order, *without, *with;
    const size_t *first;
    const uint64_t *const
        *sums; /* per layer: [(s - first[k]) * clauses + clause]; NULL: not kept */
} ent_power_graph;

/* Deegan-Packel and Holler as decimals; nothing where there are too many states. (power_pairs.c) */
ent_status ent_power_pairs(ent_power *power, const ent_power_graph *graph, const ent_run *run);

/* Johnston as decimals; nothing where there are too many states. (power_johnston.c) */
ent_status ent_power_johnston(ent_power *power, const ent_power_graph *graph, const ent_run *run);

/* A rule of several parts with more than ENT_POWER_TABLE voters; Shapley and Shubik's index as decimals.
 * ENT_LIMIT: there are too many different states. (power_layers.c) */
ent_status ent_power_layers(ent_power *power, const ent_simple *game, const ent_run *run);

/* Everybody or nobody wins. */
void ent_power_settled(ent_power *power, bool all_win);
/* Indices that follow from power->winning and each voter's swings. */
void ent_power_from_swings(ent_power *power);
/* Those that follow from minimal winning coalitions: count[voter * (n + 1) + size], all[size]. */
void ent_power_from_minimal(ent_power *power, const ent_wide *count, const ent_wide *all);
/* sum of count[size] * (size - 1)! (n - size)! / n! over sizes 1..n. */
void ent_power_shapley(ent_ratio *out, const ent_wide *count, size_t n, const ent_wide *factorial);

#endif
