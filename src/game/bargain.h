/* A bargain: what a coalition can put on the table, and who would sign.
 *
 * From a coalition, an agenda and a wanted outcome: the free issues as dimensions of a plan, and the
 * signals that make up "a deal". Every question about deals starts here; what is asked of them is in
 * ask/.
 */
#ifndef ENT_GAME_BARGAIN_H
#define ENT_GAME_BARGAIN_H

#include "game/plan.h"

/* How a question about many states is gone through; the answers are the same. */
typedef enum ent_engine {
    ENT_ENGINE_AUTO, /* whichever is expected to be quicker */
    ENT_ENGINE_SCAN, /* every state, streamed: the reference */
    ENT_ENGINE_PARTS /* independent parts by themselves (game/split.h), then combined */
} ent_engine;

typedef struct ent_ask_what {
    uint64_t coalition;
    const uint64_t *about; /* bit set over issues; NULL: everything */
    const ent_expr *with;  /* NULL: nothing in particular */
    /* Only deals that no other deal of the coalition dominates: the utility vectors (numerators, one
     * per member) of the frontier over its deals; NULL: all deals. */
    const ent_i128 *efficient;
    size_t n_efficient;
} ent_ask_what;

typedef struct ent_bargain {
    const ent_game *game;
    ent_ask_what what;
    size_t n_members;
    uint32_t *members; /* actors, in the author's order */
    bool gain_asked;   /* some member must gain strictly: unless all have reservation values */
    ent_plan *plan;
    uint32_t *utility;       /* per member: sum */
    ent_signal_id *consent;  /* per member: at or above its threshold */
    ent_signal_id *red_line; /* per red line of the members, in order: the state lies on it */
    size_t n_red_lines;
    uint32_t *red_line_of;  /* per red line: place in members */
    ent_signal_id *rule;    /* per rule of the scenario: it holds */
    ent_signal_id feasible; /* all of them hold */
    ent_signal_id other;    /* not the fallback state */
    ent_signal_id somebody_gains;
    ent_signal_id wanted;   /* `with` holds */
    ent_signal_id package;  /* feasible, and not the fallback */
    ent_signal_id deal_any; /* a package that all would sign */
    ent_signal_id deal;     /* and that has what is wanted */
} ent_bargain;

/* Outcomes of issue k for the coalition: a dimension of n >= 1 digits, the status quo first. */
ent_status ent_bargain_dim(ent_dim *out, const ent_game *game, ent_arena *arena, uint64_t coalition,
                           uint32_t issue);
/* All that the coalition can change and the agenda lets it. */
ent_status ent_bargain_dims(ent_dim **out, size_t *n, ent_arena *arena, const ent_game *game,
                            ent_ask_what what);
bool ent_bargain_about(const ent_ask_what *what, uint32_t issue);

/* ENT_ERROR with a diagnostic when the question cannot be asked: nobody is named, or nothing says what no
 * deal is worth to a member. */
ent_status ent_bargain_check(const ent_game *game, ent_ask_what what, ent_diags *diags);
/* Signals over given dimensions; the caller finishes the plan (ent_plan_finish). */
ent_status ent_bargain_over(ent_bargain **out, ent_arena *arena, const ent_game *game,
                            ent_ask_what what, const ent_dim *dims, size_t n_dims);
/* What one actor accepts, for ask/terms: of the feasible states within the coalition's reach that have
 * what is wanted (here `feasible`), `deal` are those that the actor finds no worse than no deal and
 * that lie on none of its red lines. Finished. ENT_LIMIT with a diagnostic beyond 2^62 states. */
ent_status ent_bargain_acceptance(ent_bargain **out, ent_arena *arena, const ent_game *game,
                                  ent_ask_what what, uint32_t actor, ent_diags *diags);
/* The same over what the coalition can reach, finished and checked: ENT_ERROR or ENT_LIMIT with a
 * diagnostic when the question cannot be asked. */
ent_status ent_bargain_new(ent_bargain **out, ent_arena *arena, const ent_game *game,
                           ent_ask_what what, ent_diags *diags);
/* The same of however many states: with more than can be gone through, the plan has no blocks and is
 * good for splitting alone (split.h). */
ent_status ent_bargain_any(ent_bargain **out, ent_arena *arena, const ent_game *game,
                           ent_ask_what what, ent_diags *diags);
/* ENT_ERROR with a diagnostic when nothing says what no deal is worth to one of the actors. */
ent_status ent_thresholds_check(const ent_game *game, uint64_t actors, ent_diags *diags);
/* The first member whose wants are an order of states, or ENT_NONE: how much it gains is then unknown,
 * and its utilities are ranks. */
uint32_t ent_bargain_order(const ent_bargain *bargain);
/* Whether the coalition can settle anything at all: without a status quo it must control everything. */
bool ent_bargain_settles(const ent_game *game, uint64_t coalition);
/* Says that there are too many. */
/* How to have fewer packages: a hint. */
const char *ent_bargain_fewer(const ent_game *game);
void ent_bargain_too_large(const ent_bargain *bargain, ent_diags *diags);

#endif
