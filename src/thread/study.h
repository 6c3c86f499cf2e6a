/* A study: one file with all its views, each of them ready to be asked.
 *
 * A *stage* is a tree made ready: the scenario built from it and the set of models that its statements
 * leave open. Every view has one, made when first asked for; a view with a statement removed or with
 * somebody else's change put in has one too, for as long as it is looked at. All stages of a study
 * draw with the same seed, so what is unknown in two of them is drawn alike in both.
 */
#ifndef ENT_THREAD_STUDY_H
#define ENT_THREAD_STUDY_H

#include "game/models.h"
#include "scenario/claim.h"
#include "scenario/view.h"

#define ENT_MODELS_DEFAULT 2000u
#define ENT_MODELS_MOST 1000000u
#define ENT_SEED_DEFAULT 1u

typedef struct ent_stage {
    ent_arena *arena;
    ent_node *root;
    ent_scenario *scenario; /* NULL: what was made is no scenario, or leaves no model */
    ent_models *models;
} ent_stage;

/* A claim of some view. */
typedef struct ent_study_claim {
    uint32_t view; /* its author's */
    ent_stated_claim stated;
} ent_study_claim;

typedef struct ent_study {
    ent_arena *arena;
    const ent_source *source;
    const ent_node *root; /* of base */
    const char *title;
    ent_views views;
    ent_stage **stages; /* per view; NULL until asked for */
    uint64_t seed, n_models;
    size_t n_claims;
    ent_study_claim *claims; /* by view, in the file's order */
    ent_run run;             /* of the short runs within: tells nothing */
    ent_run whole;           /* tells how far the study is */
    ent_diags *diags;
} ent_study;

/* Tells how far the study is. */
void ent_study_tell(const ent_study *study, const char *what, uint64_t done, uint64_t total);

/* From the scenario of the file itself. Free with ent_study_free() in any case. */
ent_status ent_study_new(ent_study **out, const ent_scenario *base, uint64_t seed,
                         uint64_t n_models, const ent_run *run, ent_diags *diags);
void ent_study_free(ent_study *study);
/* Gives back the memory of games that the views' stages keep (models.h). */
void ent_study_forget(ent_study *study);

/* The stage of a view; ENT_ERROR with diagnostics when its changes leave no scenario. */
ent_status ent_study_stage(const ent_stage **out, ent_study *study, uint32_t view);
/* A stage of any other tree, whose memory is its own: free it. Says nothing of what is wrong with the
 * tree: then `scenario` is NULL. */
ent_status ent_stage_of(ent_stage **out, const ent_study *study, ent_node *root, ent_arena *arena);
void ent_stage_free(ent_stage *stage);

/* A claim as it reads on a stage; what it says `in view V` is read on that view's stage. Names that are
 * lacking make it `missing` where it is `foreign`, and are errors in its author's own view. */
ent_status ent_study_claim_on(ent_claim *out, ent_study *study, const ent_stage *stage,
                              ent_arena *arena, const ent_stated_claim *stated, bool foreign,
                              ent_diags *diags);

#endif
