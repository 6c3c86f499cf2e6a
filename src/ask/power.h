/* Power: how often each voter is the one who decides.
 *
 * A voter swings a winning coalition that loses without it. From the swings, by the size of the coalition:
 *   Banzhaf      raw: number of swings; normalised: its share of all swings; absolute: its share of the
 *                2^(n-1) coalitions of the others (Penrose 1946, doi:10.2307/2981392; Banzhaf 1965)
 *   Shapley-Shubik  share of the n! orders in which the voter turns a losing coalition into a winning
 *                one (Shapley and Shubik 1954, doi:10.2307/1951053)
 *   Coleman      to prevent: share of the winning coalitions that lose without the voter; to initiate: share
 *                of the losing ones that win with it (Coleman 1971)
 *   Johnston     every winning coalition with swinging members counts once, shared evenly among these
 *                (Johnston 1978, doi:10.1068/a100907)
 * and from the minimal winning coalitions, in which every member swings:
 *   Deegan-Packel   each counts once, shared evenly among its members (1978, doi:10.1007/BF01753239)
 *   Holler       share of the memberships: the public good index (Holler 1982,
 *                doi:10.1111/j.1467-9248.1982.tb00539.x)
 *
 * Counts are exact whatever the number of voters. Three engines: up to ENT_POWER_TABLE voters a table of
 * all coalitions, 64 to a word, which serves any monotone family and gives every index; above that, for
 * one weighted majority, counting by weight (power_sums.c); and for rules of several parts the states that
 * they leave apart (power_layers.c). There the indices that share something out are decimals with a
 * proven bound where exact numbers would take too long; Johnston's is left out where the voters under a rule of several
 * parts are of too many kinds.
 */
#ifndef ENT_ASK_POWER_H
#define ENT_ASK_POWER_H

#include "base/wide.h"
#include "game/simple.h"

#define ENT_POWER_TABLE 28u  /* voters of a table: 2^28 bits are 32 MiB */
#define ENT_POWER_EXACT 300u /* voters up to which n! is handled exactly */

typedef struct ent_power_voter {
    ent_wide swings;
    ent_ratio banzhaf, absolute, prevent, initiate; /* normalised, absolute, Coleman */
    ent_ratio shapley;                              /* exact only */
    double shapley_near;                            /* the same as a decimal */
    ent_ratio deegan_packel, holler, johnston;      /* exact only */
    double deegan_packel_near, holler_near, johnston_near;
    bool veto;     /* in every winning coalition */
    bool dummy;    /* swings nothing */
    bool dictator; /* wins alone, and nobody wins without it */
} ent_power_voter;

typedef struct ent_power {
    size_t n;
    ent_power_voter *voter;
    ent_wide winning; /* coalitions */
    ent_wide total;   /* swings of all voters */
    ent_ratio acts;   /* winning / 2^n: Coleman's power of the collectivity to act */
    bool shapley_known, shapley_exact;
    double shapley_error; /* bounds the absolute error of every shapley_near when not exact */
    /* Deegan-Packel and Holler; the number of minimal winning coalitions is exact only. */
    bool minimal_known, minimal_exact;
    ent_wide minimal;
    bool johnston_known, johnston_exact;
    double critical_error; /* bounds the error of what is not exact of these */
    size_t n_listed;       /* of the minimal winning coalitions, the smallest first */
    uint64_t *listed;      /* bit sets of voters; only from the table */
    const char *engine;    /* "table", "sums", "layers" */
} ent_power;

/* A monotone family of coalitions: whoever contains a member of the family belongs to it. */
typedef bool (*ent_family_fn)(void *user, uint64_t coalition);

/* The power of the voters of a game. ENT_LIMIT with a diagnostic when there are too many voters for the
 * engine that its rule needs. ENT_CANCELLED leaves *out NULL. `list`: how many minimal winning
 * coalitions to list. Table: O(2^n * n / 64). */
ent_status ent_ask_power(ent_power **out, ent_arena *arena, const ent_simple *game, size_t list,
                         const ent_run *run, ent_diags *diags);
/* The same of a family given by a function, 1 <= n <= 24: "can bring about E". The function is called
 * for each coalition that no smaller one has settled, in increasing order of bit sets, by one thread. */
ent_status ent_ask_power_of(ent_power **out, ent_arena *arena, size_t n, ent_family_fn holds,
                            void *user, size_t list, const ent_run *run);

#endif
