/* What `worth` found, and the parts of its answer. */
#ifndef ENT_ANSWER_WORTH_H
#define ENT_ANSWER_WORTH_H

#include "answer/verbs.h"
#include "ask/worth.h"

typedef struct ent_worth_found {
    const ent_scenario *scenario;
    const ent_request *request;
    ent_arena *arena;
    ent_tu game;
    ent_worth_values values;
    ent_worth_property superadditive;
    ent_worth_levels pre, nucleolus; /* the latter only where it differs */
    bool has_nucleolus, same;        /* prenucleolus and nucleolus are one */
    ent_worth_structure structure;
    ent_worth_prices prices; /* of the best division */
    ent_worth_check at_nucleolus;
    ent_worth_tau tau;
    ent_worth_gately gately;
    ent_worth_levels per_capita, modiclus; /* payoff NULL: none, or not worked out */
    bool asked;
    ent_number *payoff; /* --payoff */
    ent_worth_check check;
} ent_worth_found;

/* ---- words (worth.c) ---- */
/* "a, b"; players from the game's number on are the others of the modiclus: "a'". */
const char *ent_worth_members(ent_answer *a, const ent_worth_found *f, uint64_t members);
/* Exactly: "100/3". */
const char *ent_worth_exact(ent_answer *a, ent_number number);
/* A row for each weight of each level: the proof of a payoff. */
void ent_worth_add_levels(ent_answer *a, const ent_worth_found *f, const ent_worth_levels *levels,
                          const char *name);

/* ---- tau value, Gately's point, per capita nucleolus, modiclus (worth_others.c) ---- */
/* ENT_LIMIT never: what outgrows its numbers is left out. */
ent_status ent_worth_find_others(ent_worth_found *f);
void ent_worth_say_others(ent_answer *a, const ent_worth_found *f);

#endif
