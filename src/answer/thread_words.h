/* Verdicts, cruxes, premises and witnesses in words, the same in text, HTML and JSON. */
#ifndef ENT_ANSWER_THREAD_WORDS_H
#define ENT_ANSWER_THREAD_WORDS_H

#include "answer/answer.h"
#include "thread/compare.h"
#include "thread/discussion.h"

/* "holds, proved for all models", "depends: true in 63% of 2,000 models (61% to 65%)". */
void ent_word_verdict(ent_buffer *out, const ent_verdict *verdict);
/* A share in 0..1 as a percentage that never says 0% or 100% of what is neither: "under 0.5%", "63%". */
void ent_word_share(ent_buffer *out, double share);
/* "holds when what France gains by ... outweighs what it loses by ... (right in 97% of models)"; or that
 * there is no single crux. */
void ent_word_crux(ent_buffer *out, const ent_told *told);
/* Whether a claim that was asked has another verdict than its author expects, or none since it cannot be
 * asked. */
bool ent_is_unexpected(const ent_told *told);
/* "alliance = grand, line.france = transition, a deal in every model"; nothing without a witness. */
void ent_word_witness(ent_buffer *out, const ent_verdict *verdict);
/* "red line of france: something must be settled first (line 430)". */
void ent_word_premise(ent_buffer *out, const ent_premise *premise);
/* "1a", or the id. */
const char *ent_view_label(const ent_view *view);
/* One letter for the matrix: H, F, D, V, "-" not expressible, "." pending, "?" unknown. */
const char *ent_verdict_letter(ent_verdict_kind kind);
/* The line of the file at which a span begins, from 1; 0 for none. */
unsigned ent_span_line(ent_span span);

#endif
