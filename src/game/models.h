/* Models: everything that a scenario leaves open, and what may stand in its place.
 *
 * All statements of a scenario together define a set of models: a box of raw values cut by the
 * comparisons; for an actor whose saliences are only compared, the simplex of weights cut by them.
 * Model 0 is the central model (central.h); models 1, 2, ... are drawn uniformly. A draw is a function of
 * (seed, name of the unknown, number of the model) alone, so adding or removing a statement elsewhere
 * leaves it as it was, whatever the number of threads. Chains by order statistics; the rest by
 * hit-and-run, each draw a chain of its own from the centroid. Draws lie on an integer grid, and
 * equalities hold exactly. (SMAA: Lahdelma and Salminen 2001, doi:10.1287/opre.49.3.444.11220.)
 */
#ifndef ENT_GAME_MODELS_H
#define ENT_GAME_MODELS_H

#include "game/bargain.h"

typedef struct ent_models ent_models;

typedef enum ent_unknown_kind {
    ENT_UNKNOWN_SALIENCE,    /* actor, index: want, or n_wants + condition */
    ENT_UNKNOWN_VALUE,       /* actor, index: want; outcome */
    ENT_UNKNOWN_IDEAL,       /* actor, index: want */
    ENT_UNKNOWN_POSITION,    /* issue, outcome */
    ENT_UNKNOWN_RESOURCE,    /* actor, index: resource */
    ENT_UNKNOWN_RESERVATION, /* actor */
    ENT_UNKNOWN_TIE          /* index: tie */
} ent_unknown_kind;

typedef struct ent_unknown {
    ent_unknown_kind kind;
    uint32_t actor, issue, outcome, index; /* as the kind says; else ENT_NONE */
    const char *name;                      /* of its stream, and for people: "us.salience.daesh" */
    ent_number lo, hi;
} ent_unknown;

/* ENT_ERROR when the statements contradict each other: the diagnostic names a smallest set of them that
 * does, with their lines. */
ent_status ent_models_new(ent_models **out, ent_arena *arena, const ent_scenario *scenario,
                          uint64_t seed, ent_diags *diags);
/* Whether anything is left open, and whether draws are approximate (hit-and-run). */
bool ent_models_open(const ent_models *models);
bool ent_models_approximate(const ent_models *models);
const ent_scenario *ent_models_scenario(const ent_models *models);
size_t ent_models_unknowns(const ent_models *models);
const ent_unknown *ent_models_unknown(const ent_models *models, size_t i);
/* Values of all unknowns in model m; `values` has room for all. Thread-safe; scratch memory only. */
ent_status ent_models_draw(ent_number *values, ent_arena *scratch, const ent_models *models,
                           uint64_t m);
/* Keeps the games of models 1 .. n, as far as memory allows, each from when it is first asked for: where
 * many questions are asked of the same models. Until forgotten, which must happen in any case. */
ent_status ent_models_keep(ent_models *models, uint64_t n);
void ent_models_forget(ent_models *models);
/* Nothing but what these actors want will be read of any game: of others it is that of the central model.
 * Before the first game is asked for. */
void ent_models_only(ent_models *models, uint64_t actors);
/* The game at model m (0: the central one). Everything is in `arena`, or kept. Thread-safe. */
ent_status ent_models_game(ent_game **out, ent_arena *arena, const ent_models *models, uint64_t m,
                           ent_diags *diags);

/* ---- one question of deals over many models (many.c) ---- */

/* Whether a deal exists (what->with included) in each of the models first .. first + n - 1: exists[i]
 * is 0 or 1. `witness` (may be NULL): n * n_issues outcomes, a deal of each model that has one.
 * Stops in each model at the first deal. Deterministic whatever the number of threads. ENT_CANCELLED: *done
 * models from the start are known. */
ent_status ent_models_deals(uint8_t *exists, uint8_t *witness, const ent_models *models,
                            const ent_ask_what *what, uint64_t first, size_t n, size_t *done,
                            const ent_run *run, ent_diags *diags);

/* ---- for all models at once (robust.c) ---- */

typedef enum ent_proof {
    ENT_PROOF_NONE,   /* nothing was proved */
    ENT_PROOF_ALWAYS, /* one and the same package is such a deal in every model */
    ENT_PROOF_NEVER   /* no package is such a deal in any model */
} ent_proof;

/* Proves that a deal exists in every model of the set, or in none, from the extreme points of the
 * weights (upper sets of an order, ends of a box, or a linear program) and the ends of the ranges.
 * `witness` (may be NULL): n_issues outcomes of the package, for ENT_PROOF_ALWAYS. */
ent_status ent_models_prove(ent_proof *out, uint8_t *witness, const ent_models *models,
                            const ent_ask_what *what, const ent_run *run, ent_diags *diags);

/* For questions of control, whatever anybody wants: calls `way` with a game for each way in which totals
 * over open resources may come out, and the question as it reads there; all else is as in the central
 * model. `*all` is set when every model's control and states are those of one of them; false: there are
 * too many, or some could not be told apart. */
typedef ent_status (*ent_way_fn)(void *user, const ent_game *game, const ent_ask_what *what);
ent_status ent_models_ways(bool *all, const ent_models *models, const ent_ask_what *what,
                           ent_way_fn way, void *user, ent_diags *diags);

/* ---- two states (prefers.c) ---- */

typedef struct ent_outcomes {
    const uint8_t *state;   /* n_issues; what follows from the rest is worked out */
    const uint64_t *pinned; /* but for these issues (a bit set), which are as given */
} ent_outcomes;
/* Whether `these` are worth more to an actor than `those` in every model (ALWAYS), or in none (NEVER):
 * from the extreme points of its weights and the ends of the ranges of its values. */
ent_status ent_models_prefer(ent_proof *out, const ent_models *models, uint32_t actor,
                             ent_outcomes these, ent_outcomes those);

#endif
