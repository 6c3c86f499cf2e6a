/* --models: what all answers of `coalitions` over drawn models have in common. */
#ifndef ENT_ANSWER_ALLIANCE_MODELS_H
#define ENT_ANSWER_ALLIANCE_MODELS_H

#include "answer/alliance.h"
#include "game/models.h"
#include "thread/interval.h"

/* What is left open, to draw models of. ENT_ERROR with a diagnostic where models are not asked. */
ent_status ent_alliance_draw(ent_models **out, ent_alliance *l);
/* How many were drawn of it, and what shares mean; the facts `models`, `seed` and `approximate`. */
void ent_alliance_say_draws(ent_alliance *l, const ent_models *models, uint64_t n, bool partial);

/* A share of models; `one`: nothing is open, so that the one model is all there are. */
ent_share ent_model_share(uint64_t yes, uint64_t no, bool one);
/* "73% (68% to 77%)"; "yes" or "no" where there is one model. */
const char *ent_model_share_text(ent_answer *a, uint64_t yes, uint64_t no, bool one);

#endif
