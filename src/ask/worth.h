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

typedef enum ent_levels_kind {
    ENT_LEVELS_FIRST,       /* only the least core */
    ENT_LEVELS_ALL,         /* the prenucleolus */
    ENT_LEVELS_IMPUTATIONS, /* the nucleolus: over imputations, which must exist */
    ENT_LEVELS_PER_CAPITA, /* the same with each excess shared by the coalition's members (Grotte 1970,
                            * Young, Okada and Hashimoto 1982, doi:10.1029/WR018i003p00463): weights times sizes
                            * sum to 1 */
} ent_levels_kind;

/* ENT_LIMIT: the numbers outgrow 128 bits. ENT_CANCELLED. The first level is the least core. */
ent_status ent_ask_worth_levels(ent_worth_levels *out, ent_arena *arena, const ent_tu *game,
                                ent_levels_kind kind, const ent_run *run);

/* The modiclus (Sudhoelter 1997, International Journal of Game Theory 26): not the excesses of coalitions are made least, one after
 * another, but by how much one is above another. It is the prenucleolus, for the first n players, of the game
 * of these and n others in which S and T' are worth the more of v(S) + v*(T) and v*(S) + v(T), where v*(S) is
 * what the others cannot keep S from, v(N) - v(N \ S). *out is of that game. ENT_LIMIT for more players. */
#define ENT_MODICLUS_MOST 10u
ent_status ent_ask_worth_modiclus(ent_worth_levels *out, ent_arena *arena, const ent_tu *game,
                                  const ent_run *run);

/* ---- between least and most (worth_points.c) ---- */

/* The tau value (Tijs 1981, Bounds for the core and the tau-value): a player's utopia is what everybody loses with it; its right is the most that it has in
 * some coalition (`by`) when it gives the others there their utopias. The payoff lies on the line from rights to
 * utopias, where those do not cross and v(N) lies between their sums. */
typedef struct ent_worth_tau {
    bool defined;
    ent_number *payoff, *utopia, *right;
    uint64_t *by;
    uint32_t player;            /* whose right is above its utopia, or ENT_NONE */
    ent_number rights, utopias; /* sums */
} ent_worth_tau;

ent_status ent_ask_worth_tau(ent_worth_tau *out, ent_arena *arena, const ent_tu *game);

/* Gately's point (1974, International Economic Review 15): by leaving, each would cost the others equally much of what they
 * gain for what it would itself lose of what it gains. */
typedef struct ent_worth_gately {
    bool defined, imputations;
    ent_number *payoff;
    uint32_t player; /* who adds less to all than it is worth alone, or ENT_NONE */
} ent_worth_gately;

ent_status ent_ask_worth_gately(ent_worth_gately *out, ent_arena *arena, const ent_tu *game);

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
