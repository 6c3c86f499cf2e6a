/* Coalitions over sampled models: in how many of them somebody can, would, or is needed.
 *
 * Each model is asked for its minimal coalitions, by control and by consent (ask/needed.h), and whether
 * some deal of the coalition asked about is in the core (ask/blocks.h). Every coalition that is minimal in
 * some model is then counted in all of them: it can where it holds a minimal coalition that can, and it
 * would sign where it has a deal itself.
 */
#ifndef ENT_THREAD_COALITION_COUNTS_H
#define ENT_THREAD_COALITION_COUNTS_H

#include "game/models.h"
#include "thread/interval.h"

#define ENT_SHARES_MODELS 100000u /* most models */
#define ENT_SHARES_UNITS 256u     /* minimal coalitions of one model that are kept */
#define ENT_SHARES_LISTED 256u    /* coalitions that are counted in all models */
#define ENT_SHARES_CORE 4096u     /* deals of which the core is asked in every model */

typedef struct ent_counted {
    uint64_t actors; /* a coalition, or one actor */
    uint64_t yes, no;
    uint64_t minimal; /* of a coalition: models in which it is minimal */
} ent_counted;

/* What is counted of control alone, or of deals. */
typedef struct ent_counts {
    bool asked;
    size_t n; /* coalitions that are minimal in some model; those that are so most often first */
    ent_counted *coalition;
    size_t left_out;    /* more such coalitions, which are not counted */
    ent_counted *actor; /* per actor: indispensable */
    ent_counted any;    /* somebody can, or would */
    uint64_t more;      /* models with more minimal coalitions than are kept */
} ent_counts;

typedef struct ent_coalition_counts {
    uint64_t first, models; /* the first model asked, and how many were; 0 and 1: nothing is open */
    bool approximate, partial;
    ent_counts can, deal;
    bool core_asked;
    uint64_t core_deals; /* of the central model, where these are too many to ask for the core */
    ent_counted core;
} ent_coalition_counts;

/* `what.with` NULL: any deal, nothing of control. `what.coalition` 0: nothing of the core. The first
 * `models` models, at most ENT_SHARES_MODELS. The same for any number of threads. ENT_CANCELLED comes with
 * what is known of the models before. Time: per model what ent_ask_ends() and ent_ask_core() take. */
ent_status ent_count_coalitions(ent_coalition_counts *out, ent_arena *arena,
                                const ent_models *models, const ent_ask_what *what, uint64_t n,
                                const ent_run *run, ent_diags *diags);

#endif
