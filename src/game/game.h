/* The game: one scenario compiled at one model, of which every question is asked.
 *
 * Utilities are integers over a denominator of each actor's own, so comparisons are exact. A state is
 * an array of one outcome per issue (uint8_t, following issues included).
 */
#ifndef ENT_GAME_GAME_H
#define ENT_GAME_GAME_H

#include "game/central.h"

/* One summand of a utility: an issue with an amount per outcome, or a condition with one amount. */
typedef struct ent_term {
    const ent_expr *condition; /* NULL: an issue */
    uint32_t issue;
    uint32_t source; /* the want or worth entry, or their number plus the condition it comes from */
    size_t n;
    ent_i128 *amount; /* per outcome; for a condition amount[0], counted where it holds */
    const ent_statement *said;
} ent_term;

/* What an actor wants, compiled: u(s) = sum of the terms' amounts / denominator. */
typedef struct ent_aim {
    size_t n_terms;
    ent_term *terms;
    ent_i128 denominator; /* > 0 */
    /* At least `threshold` is asked of a deal, `gain` or more counts as a strict gain. */
    ent_i128 threshold, gain;
    ent_number threshold_exact; /* in the actor's own unit */
    bool by_reservation;
    /* u says which of two states is better, but never by how much: statements and rankings. */
    bool order;
    bool
        beyond; /* more statements than 128 bits hold: u is not there (graphs compare bit strings) */
    uint8_t *fallback; /* the state this actor expects of no deal; NULL without a status quo */
    ent_central central;
} ent_aim;

typedef struct ent_game {
    const ent_scenario *scenario;
    ent_arena *arena;
    ent_number *resource_of; /* [resource * n_actors + actor] */
    uint8_t *status_quo;     /* state; NULL when some decided issue has none */
    uint8_t *fallback;       /* common fallback state; NULL likewise */
    ent_aim *aims;           /* per actor */
    bool open;               /* the scenario leaves something open: this is the central model */
    bool approximate;        /* a number was found by a walk or rounded to the grid */
} ent_game;

/* One model: a number for everything that the game reads of what may be left open. */
typedef struct ent_model {
    ent_central *of;         /* per actor: raw weights and values */
    ent_number *resource_of; /* [resource * n_actors + actor] */
    ent_number *reservation; /* per actor: where it has one */
    ent_number *amount;      /* of the central model: what is compared under `comparisons` */
    bool open, approximate;
} ent_model;

/* The central model as a point. */
ent_status ent_game_centre(ent_model *out, ent_arena *arena, const ent_scenario *scenario,
                           ent_diags *diags);
/* The game at a point. `like` (may be NULL) is a game of the same scenario with the same resources,
 * from which states are borrowed. Errors as below. */
ent_status ent_game_at(ent_game **out, ent_arena *arena, const ent_scenario *scenario,
                       const ent_model *point, const ent_game *like, ent_diags *diags);
/* The same without what anybody wants: resources and states alone. */
ent_status ent_game_states(ent_game **out, ent_arena *arena, const ent_scenario *scenario,
                           const ent_model *point, const ent_game *like);
/* What each actor of the bit set wants at a point, put into a game of its states. */
ent_status ent_game_aims(ent_game *game, const ent_model *point, uint64_t actors, ent_diags *diags);
/* The game at the central model.
 *
 * Bounds every sum of utilities below 2^120 in absolute value; over that it is ENT_ERROR with a
 * diagnostic that names the actor whose numbers have too many digits. */
ent_status ent_game_compile(ent_game **out, ent_arena *arena, const ent_scenario *scenario,
                            ent_diags *diags);

/* Statements that fit a utility: each weighs more than all after it together. */
#define ENT_STATEMENTS_LIMIT 119u
/* Terms of a form that is an order or table of states (game/form.c); *exact holds their amounts. */
size_t ent_form_n_terms(const ent_scenario *scenario, const ent_preference *preference);
ent_status ent_form_terms(ent_aim *aim, ent_number **exact, ent_arena *arena,
                          const ent_scenario *scenario, const ent_preference *preference);

/* u numerator of a state. O(terms). */
ent_i128 ent_game_utility(const ent_game *game, uint32_t actor, const uint8_t *state);
/* What one term contributes in a state. */
ent_i128 ent_term_amount(const ent_game *game, const ent_term *term, const uint8_t *state);
/* amount / denominator of an actor, as an exact number. */
ent_number ent_game_number(const ent_game *game, uint32_t actor, ent_i128 amount);

/* Outcomes of a decided issue that `coalition` can bring about from `from`, in stages if need be:
 * the transitive closure of the transitions it controls. A bit set that holds `from`. */
uint64_t ent_game_reach(const ent_game *game, uint64_t coalition, uint32_t issue, uint32_t from);
/* Whether the coalition controls every transition of the issue between different outcomes. */
bool ent_game_controls(const ent_game *game, uint64_t coalition, uint32_t issue);

#endif
