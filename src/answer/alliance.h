/* What the verb `coalitions` was asked, and the sections of its answer.
 *
 * Names in the request are resolved against the scenario once, here; every section then works out
 * its part and puts it into the answer, as text and as tables. A section returns ENT_LIMIT only
 * where it was asked for by an option of its own; in the answer to the file's question it says that
 * it was left out, and why.
 */
#ifndef ENT_ANSWER_ALLIANCE_H
#define ENT_ANSWER_ALLIANCE_H

#include "answer/findings.h"
#include "ask/needed.h"
#include "ask/stable.h"

typedef struct ent_alliance {
    ent_arena *arena;
    const ent_scenario *scenario;
    const ent_request *request;
    ent_game *game;
    ent_ask_what what; /* coalition 0: none was named */
    const char *about_text, *with_text;
    const ent_replies *replies; /* --fallback best-replies; else NULL */
    ent_answer *answer;
    struct ent_tally *tally; /* --models: what this one model says goes there (alliance_tally.h) */
    bool partial;
} ent_alliance;

/* ---- words (alliance_words.c) ---- */
/* A buffer's text, valid as long as it is; "" and a failed answer when out of memory. */
const char *ent_buffer_words(ent_answer *a, const ent_buffer *buffer);
/* "campaign.us = ground, border = ukraine": decided issues in which `state` differs from `from`
 * (NULL: every decided issue); "no change". */
void ent_word_changes(ent_buffer *out, const ent_scenario *s, const uint8_t *from,
                      const uint8_t *state);
/* The same and a coalition as cells. */
ent_cell ent_cell_changes(ent_answer *a, const ent_scenario *s, const uint8_t *from,
                          const uint8_t *state);
ent_cell ent_cell_coalition(ent_answer *a, const ent_scenario *s, uint64_t coalition);
/* "france, russia, us", "nobody"; kept in the answer. */
const char *ent_ids_of(ent_answer *a, const ent_scenario *s, uint64_t coalition);
/* "+0.120": a utility of an actor above another one. */
const char *ent_gain_text(ent_alliance *l, uint32_t actor, ent_i128 gain);
/* "france +0.245, russia +0.045": what a change of state is worth to each of a coalition. */
const char *ent_gains_text(ent_alliance *l, uint64_t coalition, const uint8_t *from,
                           const uint8_t *state);

/* A circle of breaks as lines, and as the table `circle` (alliance_stable.c). */
void ent_say_circle(ent_alliance *l, const ent_world *world, const ent_circle *circle);
void ent_add_circle(ent_alliance *l, const ent_world *world, const ent_circle *circle);

/* That the file says nothing of what some of these actors want, if so. */
void ent_say_indifferent(ent_alliance *l, uint64_t actors);

/* ---- sections ---- */
/* Who can bring about E, who would sign it, who is needed (alliance_needed.c). `with` may be NULL. */
ent_status ent_alliance_needed(ent_alliance *l, const ent_expr *with, const char *with_text);
/* --models: the same over models drawn of what is left open (alliance_models.c). ENT_CANCELLED comes with
 * what is known so far, and l->partial set. */
ent_status ent_alliance_shares(ent_alliance *l);
/* --every: how many of all coalitions can, and would. */
ent_status ent_alliance_census(ent_alliance *l);
/* Deals with and without each actor (alliance_presence.c). */
ent_status ent_alliance_presence(ent_alliance *l);
/* Which deals hold, or who breaks the one of --deal (alliance_hold.c). */
ent_status ent_alliance_core(ent_alliance *l);
ent_status ent_alliance_deal(ent_alliance *l);
/* --outsiders worst: the same when the others then do their worst (alliance_worst.c) */
ent_status ent_alliance_alpha(ent_alliance *l);
ent_status ent_alliance_worst(ent_alliance *l, const uint8_t *deal);
/* --join: what an actor asks and what it costs (alliance_join.c). */
ent_status ent_alliance_join(ent_alliance *l);
/* --instead: deals in the hands of a member with other aims (alliance_hijack.c). */
ent_status ent_alliance_hijack(ent_alliance *l);
/* --orders: orders of joining (alliance_orders.c). */
ent_status ent_alliance_orders(ent_alliance *l);
/* --stable: stability of the alliance's membership (alliance_members.c) and of states
 * (alliance_stable.c). */
ent_status ent_alliance_members(ent_alliance *l);
ent_status ent_alliance_stable(ent_alliance *l);

#endif
