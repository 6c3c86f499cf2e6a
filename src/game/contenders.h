/* Contenders: the packages that can be deals in some model, told apart only by what members look at.
 *
 * Whether a package is feasible, off red lines and has what is wanted does not change with weights and
 * values, and a member's gain depends on few outcomes. So the space is gone through once; of each
 * combination of outcomes that members look at (a *look*) one package is kept, and of those only
 * the ones that every member accepts in some model (bounds.h), and none that another gives every member at
 * least as much as in every model: where the worse is a deal, the better is one. What is left answers
 * for every model whether a deal exists, exactly. Dimensions that nobody looks at and no rule, red line
 * or wanted outcome reads are not gone through at all.
 */
#ifndef ENT_GAME_CONTENDERS_H
#define ENT_GAME_CONTENDERS_H

#include "game/bounds.h"

typedef struct ent_contender_member {
    uint32_t actor;
    ent_bounds bounds;
    size_t n_terms;
    size_t n_varying;
    uint32_t *varying; /* terms that differ between packages */
    size_t n_looks;
    uint8_t *digit; /* [look * n_terms + term] */
    uint8_t *gain;  /* per look: ent_least of the gain over all models */
    uint8_t *loss;
    uint32_t *look; /* per contender */
} ent_contender_member;

typedef struct ent_contenders {
    bool complete; /* false: too many states or looks; then there is nothing else in here */
    bool gain_asked;
    size_t n_members;
    ent_contender_member *members;
    size_t n;
    uint8_t *package; /* [contender * n_issues], following issues computed */
    uint64_t n_states,
        n_feasible; /* gone through; of these with all that does not depend on models */
} ent_contenders;

/* `game` is a game of these models; what holds of resources is taken from it. O(states * looks' length)
 * and the pairs of looks that are compared. ENT_CANCELLED, or ENT_ERROR with a diagnostic when the question
 * cannot be asked. */
ent_status ent_contenders_new(ent_contenders **out, ent_arena *arena, const ent_models *models,
                              const ent_game *game, const ent_ask_what *what, const ent_run *run,
                              ent_diags *diags);

#endif
