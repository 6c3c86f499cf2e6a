/* Simple games: which coalitions of voters win.
 *
 * A formula of `and` and `or` over clauses "the weights of the members reach a quota", which is
 * every monotone game: a control rule, a body under `votes`. Weights are whole numbers, scaled from the
 * author's exact ones; the sum of a clause's weights is below 2^62. Voters whom no clause weighs are
 * still voters (dummies).
 */
#ifndef ENT_GAME_SIMPLE_H
#define ENT_GAME_SIMPLE_H

#include "game/game.h"

typedef struct ent_clause {
    uint64_t *weight; /* per voter */
    uint64_t sum;
    uint64_t quota; /* met when the members' weights reach it; 0: always; above sum: never */
} ent_clause;

typedef enum ent_formula_op { ENT_FORMULA_CLAUSE, ENT_FORMULA_AND, ENT_FORMULA_OR } ent_formula_op;

typedef struct ent_formula ent_formula;
struct ent_formula {
    ent_formula_op op;
    size_t clause;
    size_t n;
    ent_formula **arg;
};

typedef struct ent_simple {
    size_t n; /* voters, 1..ENT_MAX_VOTERS */
    const char **names;
    uint32_t *actor; /* of a control rule: whom each voter is; NULL: of `votes` */
    size_t n_clauses;
    ent_clause *clauses;
    const ent_formula *rule;
} ent_simple;

/* The game of a body under `votes`. ENT_ERROR with a diagnostic when its numbers do not fit. */
ent_status ent_simple_of_vote(ent_simple **out, ent_arena *arena, const ent_vote *vote,
                              ent_diags *diags);
/* The game of a control rule among the actors it names, with resources at the central model
 * (`resource_of`, see ent_control_holds). */
ent_status ent_simple_of_control(ent_simple **out, ent_arena *arena, const ent_scenario *scenario,
                                 const ent_control *rule, const ent_number *resource_of,
                                 ent_diags *diags);
/* The game in which the coalitions win that contain one of `units` (at least one, none of them
 * empty; bit sets of actors): "can bring about E" from its minimal coalitions, among the actors in some of them. */
ent_status ent_simple_of_units(ent_simple **out, ent_arena *arena, const ent_scenario *scenario,
                               const uint64_t *units, size_t n_units);
/* Whether the coalition (bit set, n / 64 + 1 words) wins. O(clauses * n). */
bool ent_simple_wins(const ent_simple *game, const uint64_t *members);

#endif
