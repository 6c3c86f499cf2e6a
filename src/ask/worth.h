/* What each coalition is worth, and what follows: values, core, nucleolus, the best division.
 *
 * Values: Shapley's (1953, doi:10.1515/9781400881970-018) and Banzhaf's, from all marginal worths.
 * Core and nucleolus: the excess of a coalition is its worth less what a payoff gives it. The least core
 * makes the greatest excess least (Maschler, Peleg and Shapley 1979, doi:10.1287/moor.4.4.303); the core is
 * not empty when that is at most 0, and else a balanced collection proves it empty (Bondareva 1963,
 * Shapley 1967, doi:10.1002/nav.3800140404). The nucleolus makes excesses least one after another
 * (Schmeidler 1969, doi:10.1137/0117107); each level comes with weights that prove it (Kohlberg 1971,
 * doi:10.1137/0120009). Everything is exact.
 */
#ifndef ENT_ASK_WORTH_H
#define ENT_ASK_WORTH_H

#include "game/tu.h"

/* ---- values and properties (worth_values.c) ---- */

typedef struct ent_worth_property {
    bool holds;
    uint64_t one, other; /* coalitions that show that it does not hold */
} ent_worth_property;

typedef struct ent_worth_values {
    ent_number *shapley, *banzhaf; /* per player */
    ent_worth_property monotone;   /* one subset of other, but worth more */
    ent_worth_property convex;     /* worth more apart than union and intersection */
    ent_i128 singles;              /* sum of what players are worth alone */
    bool imputations;              /* that is at most what all are worth */
} ent_worth_values;

/* O(n^2 2^n). */
ent_status ent_ask_worth_values(ent_worth_values *out, ent_arena *arena, const ent_tu *game);

/* ---- core and nucleolus (worth_levels.c) ---- */

/* A coalition with its weight in the proof of a level. */
typedef struct ent_worth_weight {
    uint64_t coalition;
    ent_number weight;
    bool fixed;  /* of an earlier level, or everybody: the weight may be negative */
    bool single; /* a player kept at what it is worth alone */
} ent_worth_weight;

/* One level: the greatest excess of coalitions not settled yet, made least. The weights of new ones are
 * positive and sum to 1, those of single players are not negative, and all together, coalitions taken as
 * vectors, sum to 0: so no payoff that keeps the earlier levels does better. */
typedef struct ent_worth_level {
    ent_number excess;
    size_t n;
    ent_worth_weight *weights;
} ent_worth_level;

typedef struct ent_worth_levels {
    ent_number *payoff; /* per player */
    size_t n;
    ent_worth_level *level;
    size_t scans, pivots; /* work done */
} ent_worth_levels;

/* The nucleolus (over imputations, which must exist) or the prenucleolus; its first level is the least
 * core. With `first` only that level. ENT_LIMIT: the numbers outgrow 128 bits. ENT_CANCELLED. */
ent_status ent_ask_worth_levels(ent_worth_levels *out, ent_arena *arena, const ent_tu *game,
                                bool imputations, bool first, const ent_run *run);

/* ---- checking a payoff (worth_check.c) ---- */

typedef struct ent_worth_check {
    bool efficient, individual, core, kernel;
    ent_number greatest; /* excess */
    uint64_t coalition;  /* that has it */
    uint32_t more,
        less; /* not in the kernel: `more` can ask for more of `less`, who has more than alone */
    ent_number *surplus; /* [i * n + j]: greatest excess of coalitions with i and without j */
} ent_worth_check;

/* ENT_LIMIT when the payoff's numbers do not fit. O(n^2 2^n). */
ent_status ent_ask_worth_check(ent_worth_check *out, ent_arena *arena, const ent_tu *game,
                               const ent_number *payoff);

/* ---- the best division into coalitions (worth_structure.c) ---- */

typedef struct ent_worth_structure {
    ent_i128 worth;
    size_t n;
    uint64_t part[ENT_TU_MOST];
    uint64_t useful; /* coalitions worth more than all their divisions, of those looked at */
} ent_worth_structure;

/* O(3^n) at worst, far less where few coalitions are worth more than their parts. */
ent_status ent_ask_worth_structure(ent_worth_structure *out, const ent_tu *game,
                                   const ent_run *run);

/* Whether no two coalitions without a common member are worth more apart than together; else the two that make up
 * the first coalition, as a number, of which it is not so. O(3^n) where it holds, else less. */
ent_status ent_ask_worth_superadditive(ent_worth_property *out, const ent_tu *game,
                                       const ent_run *run);

/* A proof that no division is worth more than `best`: a price for each player, such that no coalition is
 * worth more than its members cost together. Then no division is worth more than all of them cost.
 * These are the prices that cost least in all (the dual of choosing coalitions in parts, Bondareva
 * 1963). Where all cost what the best division is worth, that is the whole proof. Else a better division could only
 * be made of coalitions that lack less than the difference of what their members cost: the
 * rivals, few enough to try. (worth_levels.c, worth_check.c) */
typedef struct ent_worth_prices {
    ent_number *price; /* per player */
    ent_number total;  /* what all cost, at least the worth of the best division */
    uint64_t rivals;   /* coalitions that lack less than that is above it */
} ent_worth_prices;

/* ENT_LIMIT: the numbers outgrow 128 bits. */
ent_status ent_ask_worth_prices(ent_worth_prices *out, ent_arena *arena, const ent_tu *game,
                                const ent_worth_structure *best, const ent_run *run);
ent_status ent_ask_worth_rivals(uint64_t *out, ent_arena *arena, const ent_tu *game,
                                const ent_worth_prices *prices, ent_i128 best);

#endif
