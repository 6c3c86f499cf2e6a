/* The graph of a conflict: its states, who can move it from which to which, and how each actor ranks
 * them. Stability, paths and change (ask/) are asked of this and of nothing else.
 *
 * A graph never changes once made. It comes from a game, where states are the feasible combinations of
 * outcomes of decided issues and arcs are computed when asked for (a unit's moves look the same
 * wherever it stands: a template over its own issues), or from explicit states and arcs.
 * States are numbers 0..n_states-1; in a game in increasing order of the outcomes' numbers, the first
 * decided issue changing fastest.
 */
#ifndef ENT_GAME_GRAPH_H
#define ENT_GAME_GRAPH_H

#include "game/game.h"

/* Most states of a graph, most combinations of outcomes (feasible or not) it is picked from, most
 * units, and most arcs of a unit's template or of an explicit graph. */
#define ENT_GRAPH_STATES ((uint64_t)1 << 27)
#define ENT_GRAPH_CODES ((uint64_t)1 << 31)
#define ENT_GRAPH_UNITS 64u
#define ENT_GRAPH_ARCS ((uint64_t)1 << 28)

/* A decision unit: a single actor, or a minimal coalition that some joint control rule asks for. */
typedef struct ent_unit {
    uint64_t actors;      /* bit set */
    bool transitive;      /* x -> y -> z means x -> z or z = x; verified when the graph is made */
    const uint64_t *bars; /* states that are on a red line of a member: no move of the unit ends
                                there (computed arcs; explicit ones leave such moves out); or NULL */
    /* Explicit arcs, forward and back: targets of s are to[first[s]] .. to[first[s + 1] - 1],
     * ascending. NULL where arcs are computed. */
    const uint32_t *first, *to, *back_first, *back;
    /* Computed arcs: a code is base + offset[place]; from a place the unit can step to
     * to[first[place]]..., places instead of states; `whole`: from every place to every other, and
     * the lists are NULL. */
    bool whole;
    uint32_t n_places;
    const uint32_t *offset; /* ascending */
    const uint32_t *low_place,
        *high_place; /* place = low_place[code % split] + high_place[code / split] */
    const uint32_t *low_own, *high_own; /* offset[place] is put together likewise */
} ent_unit;

typedef struct ent_graph {
    ent_arena *arena;
    const ent_scenario *scenario; /* whose actors these are; NULL in a graph made by hand */
    const ent_game *game;         /* NULL: states and arcs are explicit */
    uint32_t n_states, n_actors, n_units;
    ent_unit *units;      /* the single actors first, unit a = actor a, also where it has no move;
                              then joint units in increasing order of their bit sets */
    const int32_t **rank; /* [actor][state]: higher is better, equal is indifferent */
    const uint64_t *const
        *red;               /* per actor: bit set of the states on a red line of its, or NULL; or
                                   NULL where nobody has any */
    uint32_t status_quo;    /* state, or ENT_NONE */
    const uint64_t *unseen; /* states that whoever sees this graph takes for impossible; or NULL */
    uint32_t widest;        /* the most moves any unit has from or into a state: size of buffers */
    bool transitive;        /* all units are */
    /* A state as a combination: of outcomes of decided issues, or of options that an explicit model
     * gives along with its states; n_digits = 0 where it gives none. */
    uint32_t n_digits;
    const uint32_t *digit_issue; /* from a game: the issue of each digit */
    const uint32_t *radix;       /* values of each digit */
    const uint8_t *digits;       /* explicit: [state * n_digits + digit]; NULL where computed */
    const char *const *labels;   /* explicit: per state, or NULL */
    /* From a game: code = sum of digit * stride; states are the feasible codes in order. */
    uint32_t n_codes, split;
    uint32_t split_shift; /* split = 1 << split_shift, or 32 where it is no power of two */
    const uint32_t *stride;
    const uint64_t *feasible;     /* bit set over codes; NULL: all are feasible, state = code */
    const uint32_t *states_below; /* per word of `feasible`: states in the words before it */
    const uint32_t *code_of;      /* per state; NULL: the same number */
} ent_graph;

/* ---- making ---- */

typedef struct ent_arc {
    uint32_t unit, from, to;
} ent_arc;

typedef struct ent_graph_spec {
    const ent_scenario *scenario; /* or NULL */
    uint32_t n_states, n_actors;
    uint32_t n_joint;      /* joint units: unit n_actors + j has the actors joint[j] */
    const uint64_t *joint; /* two or more actors each, ascending, different */
    size_t n_arcs;
    const ent_arc *arcs;        /* in any order, possibly intransitive; repeated ones count once */
    const int32_t *const *rank; /* [actor][state] */
    uint32_t status_quo;        /* or ENT_NONE */
    const uint64_t *const *red; /* or NULL; taken as it is */
    const char *const *labels;  /* or NULL */
    uint32_t n_digits;          /* what states are made of (needed by SIM), or 0 */
    const uint32_t *radix;
    const uint8_t *digits; /* [state * n_digits + digit], different for different states */
} ent_graph_spec;

/* A graph of explicit states and arcs; everything is copied. Arcs from a state to itself are left out.
 * The caller has checked that numbers are in range (at most ENT_GRAPH_STATES, ENT_GRAPH_UNITS,
 * ENT_GRAPH_ARCS). ENT_OK or ENT_NOMEM. O(states + arcs log(degree)), and the check of transitivity:
 * O(sum over arcs of the degree of their target). */
ent_status ent_graph_new(ent_graph **out, ent_arena *arena, const ent_graph_spec *spec);

typedef struct ent_graph_options {
    const uint64_t *about; /* the agenda: only these issues move, bit set; NULL: all */
    bool one_at_a_time;    /* a step changes one issue; else any of those the unit controls */
    uint64_t merged[ENT_MAX_ACTORS]; /* blocs that are one player: bit sets of two or more actors */
    uint32_t n_merged;
} ent_graph_options;

/* The graph of a game: all feasible states, of issues that somebody can change (the others stay at the
 * status quo). ENT_ERROR or ENT_LIMIT with a diagnostic when it cannot be made (no status quo of an
 * issue that nobody can change, too many combinations or states, no feasible state).
 * Memory: 4 bytes per state and actor, 4 per state and a bit per combination where rules exclude some,
 * a bit per state and unit with a red line. */
ent_status ent_graph_from_game(ent_graph **out, ent_arena *arena, const ent_game *game,
                               const ent_graph_options *options, const ent_run *run,
                               ent_diags *diags);

/* The graph of a scenario that gives states and moves as such (ent_graph_from_game() calls it then):
 * state k is named state k. Moves onto a red line of a member are left out; blocs are merged by
 * ent_graph_merge(). ENT_ERROR with a diagnostic when there are too many units. */
ent_status ent_graph_given(ent_graph **out, ent_arena *arena, const ent_game *game,
                           const ent_graph_options *options, ent_diags *diags);

/* The same states and moves, ranked as another game of the same scenario has it. */
ent_status ent_graph_given_ranks(ent_graph **out, ent_arena *arena, const ent_graph *base,
                                 const ent_game *game);

/* What the actor sees of a graph that has a scenario: the graph itself (*unseen is NULL), or one without
 * the moves onto states that the actor takes for impossible, which *unseen lists as a bit set. Where it
 * stands on one of these it sees no move at all. O(states * size of the expressions). */
ent_status ent_graph_seen_by(const ent_graph **out, const uint64_t **unseen, ent_arena *arena,
                             const ent_graph *graph, uint32_t actor);

/* The same states, units and moves, ranked as another game of the same scenario has it, of which only
 * preferences differ (one model of many). Shares all else with `base`, which must outlive it. O(states *
 * actors). */
ent_status ent_graph_with_ranks(ent_graph **out, ent_arena *arena, const ent_graph *base,
                                const ent_game *game, const ent_run *run, ent_diags *diags);

/* ---- reading ---- */

/* Where a code is in the tables of units: *low and *high. */
static inline void ent_graph_split(const ent_graph *graph, uint32_t code, uint32_t *low,
                                   uint32_t *high) {
    if (graph->split_shift < 32) {
        *low = code & (graph->split - 1);
        *high = code >> graph->split_shift;
    } else {
        *high = code / graph->split;
        *low = code - *high * graph->split;
    }
}

/* Where the unit can go from `state` in one step: *n states, in `buffer` (graph->widest long) or in the
 * graph itself. O(moves). */
const uint32_t *ent_graph_moves(const ent_graph *graph, uint32_t unit, uint32_t state,
                                uint32_t *buffer, uint32_t *n);
/* From where the unit can come to `state` in one step. */
const uint32_t *ent_graph_moves_into(const ent_graph *graph, uint32_t unit, uint32_t state,
                                     uint32_t *buffer, uint32_t *n);
/* Whether a state is on a red line of one of the actors. */
static inline bool ent_graph_is_red(const ent_graph *graph, uint64_t actors, uint32_t state) {
    for (; graph->red && actors; actors &= actors - 1) {
        const uint64_t *red = graph->red[__builtin_ctzll(actors)];
        if (red && red[state / 64] >> (state % 64) & 1)
            return true;
    }
    return false;
}
bool ent_graph_can_move(const ent_graph *graph, uint32_t unit, uint32_t from, uint32_t to);

/* The value of a digit in a state (n_digits > 0). */
uint32_t ent_graph_digit(const ent_graph *graph, uint32_t state, uint32_t digit);
/* A combination that need not be a state: its code, and where states are explicit the digits themselves
 * (n_digits of them). */
typedef struct ent_combination {
    uint32_t code;
    uint8_t *digits;
} ent_combination;
void ent_combination_of(ent_combination *out, const ent_graph *graph, uint32_t state);
/* `out` is `of` with what differs between the states from and to; false where something that differs was
 * changed to something else before. `apart`: nothing of it was changed before. */
bool ent_combination_change(ent_combination *out, const ent_graph *graph, const ent_combination *of,
                            uint32_t from, uint32_t to, bool apart);
/* The state that it is, or ENT_NONE where it is none, or one that is unseen. */
uint32_t ent_combination_state(const ent_graph *graph, const ent_combination *c);
/* Per unit the units, as a bit set, that may change something that it may change too. */
void ent_graph_shared(uint64_t *shared, const ent_graph *graph);
/* From a game: the outcome of every issue in a state, following ones included. */
void ent_graph_outcomes(const ent_graph *graph, uint32_t state, uint8_t *outcomes);
/* From a game: the state of these outcomes of the decided issues, or ENT_NONE. */
uint32_t ent_graph_state_of(const ent_graph *graph, const uint8_t *outcomes);

/* A graph of explicit arcs with merged blocs (disjoint, of two or more actors) as units: in one step a bloc
 * goes wherever legal sequences of its members lead, but not onto a red line of a member. Joint units with part of a bloc take all of it
 * along. ENT_LIMIT when there are too many units or arcs. O(states * (states + arcs)) a bloc. */
ent_status ent_graph_merge(ent_graph **out, ent_arena *arena, const ent_graph *graph,
                           const uint64_t *blocs, uint32_t n_blocs);

#endif
