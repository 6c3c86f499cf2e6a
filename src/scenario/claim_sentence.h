/* Inside the reader of claims: a sentence without `not` and `in view` before it. */
#ifndef ENT_SCENARIO_CLAIM_SENTENCE_H
#define ENT_SCENARIO_CLAIM_SENTENCE_H

#include "scenario/claim.h"
#include "scenario/lexer.h"

/* Sets the form and what belongs to it; ENT_CLAIM_UNKNOWN, without a diagnostic, when it is none. */
ent_status ent_claim_sentence(ent_claim *out, const ent_scenario *scenario,
                              const ent_tokens *tokens);

#endif
