/* What the verb `moves` works with, and the sections of its answer (moves.c, moves_*.c). */
#ifndef ENT_ANSWER_MOVING_H
#define ENT_ANSWER_MOVING_H

#include "answer/verbs.h"
#include "ask/reasons.h"
#include "ask/shares.h"

typedef struct ent_moving {
    const ent_scenario *scenario;
    const ent_request *request;
    ent_arena *arena;
    const ent_graph *graph;
    const ent_graph_options *options; /* that it was made with */
    ent_moving_rules rules;
    ent_stability *stability;
    bool no_sim; /* SIM would take too long and is left out */
    ent_answer *answer;
    uint32_t from;        /* where paths start: --from, else the status quo; ENT_NONE: nowhere */
    const uint64_t *goal; /* --to: bit set over states; NULL: not asked */
    uint64_t units;       /* --of: who may move on the ways; all */
    uint32_t n_blocs;
    uint64_t blocs[ENT_MAX_ACTORS]; /* --blocs */
    uint32_t actor;                 /* --actor, or ENT_NONE */
    uint32_t why;                   /* --why, or ENT_NONE */
    uint32_t make;                  /* --make, or ENT_NONE */
} ent_moving;

/* Concepts from the narrowest to the widest, as tables have them. */
extern const ent_concept ent_concept_order[ENT_CONCEPTS];

/* An option's value as a scalar, so that diagnostics point into it. */
ent_status ent_moving_scalar(ent_node **out, const ent_moving *m, const char *option,
                             const char *value);

/* Whether blocs are one player each, or tested as coalitions (--bloc). */
bool ent_moving_merges(const ent_moving *m);

/* ---- words (moves_words.c) ---- */
/* "tolls = low, strait = shared": what differs from the status quo, in a form that --why takes; "the
 * status quo"; without one, every outcome. */
void ent_word_state(ent_buffer *out, const ent_moving *m, uint32_t state);
/* "north" or "north and east". */
void ent_word_unit(ent_buffer *out, const ent_moving *m, uint32_t unit);
/* "tolls: high → low, strait: east → shared": what changes from one state to another. */
void ent_word_change(ent_buffer *out, const ent_moving *m, uint32_t from, uint32_t to);
/* "north: tolls: high → low; then east: ..." */
void ent_word_steps(ent_buffer *out, const ent_moving *m, uint32_t from, const ent_step *steps,
                    uint32_t n);
/* The text of a buffer, which is freed. */
const char *ent_moving_text(const ent_moving *m, ent_buffer *buffer);
const char *ent_state_text(const ent_moving *m, uint32_t state);
const char *ent_player_text(const ent_moving *m, const ent_player *player);
/* The number of a state that an option names: its number, "status quo", or outcomes that differ from
 * the status quo; a diagnostic when there is none. */
ent_status ent_state_named(uint32_t *out, const ent_moving *m, const char *option,
                           const char *value);

/* ---- sections ---- */
void ent_moving_say_rules(const ent_moving *m);
void ent_moving_say_no_sim(const ent_moving *m);
ent_status ent_moving_say_start(const ent_moving *m);
/* Equilibria to be listed: of single actors, of blocs, of all coalitions. */
typedef struct ent_equilibria {
    const char *heading, *caption, *table, *states; /* names of the two tables */
    const char *prefix;                             /* before names of concepts: "" or "C" */
    unsigned concepts;
    uint64_t *const *bits; /* per concept */
    bool ways;             /* say how to get there */
} ent_equilibria;

ent_status ent_moving_say_equilibria(const ent_moving *m, const ent_equilibria *what);
ent_status ent_moving_say_coalitions(const ent_moving *m);
ent_status ent_moving_say_change(const ent_moving *m);
ent_status ent_moving_say_ways(const ent_moving *m);
ent_status ent_moving_say_horizon(const ent_moving *m);
ent_status ent_moving_say_reasons(const ent_moving *m);
void ent_moving_add_stability(const ent_moving *m);
/* --models: in what share of them each state is an equilibrium of actors (`partition` NULL), of blocs or
 * of all coalitions; `partition` is that of the central model. Stopped early, the answer is partial. */
ent_status ent_moving_say_shares(const ent_moving *m, const ent_partition *partition,
                                 ent_staying staying);
/* The graph drawn, on pages, where it is small enough; the graph of improvements where they lead on. */
ent_status ent_moving_draw(const ent_moving *m);

#endif
