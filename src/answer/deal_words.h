/* How deals are worded: coalitions, packages, outcomes, elements of conflicts. */
#ifndef ENT_ANSWER_DEAL_WORDS_H
#define ENT_ANSWER_DEAL_WORDS_H

#include "answer/findings.h"

/* "france, russia, us" */
void ent_word_coalition(ent_buffer *out, const ent_scenario *s, uint64_t coalition);
/* "France, Russia and the United States": names. */
void ent_word_coalition_names(ent_buffer *out, const ent_scenario *s, uint64_t coalition);
/* "alliance = grand, line.france = transition": what a state changes against the status quo; without
 * one, every issue. Ids, in the author's order, so that it can be typed after --why. */
void ent_word_package(ent_buffer *out, const ent_plan *plan, uint64_t rank);
/* The same from the digits of a state. */
void ent_word_digits(ent_buffer *out, const ent_plan *plan, const uint32_t *digit);
/* "The alliance: a grand coalition (alliance = grand)"; without names just "alliance = grand". */
void ent_word_outcome(ent_buffer *out, const ent_scenario *s, uint32_t issue, uint32_t outcome);

/* An element of a conflict: its kind as in tables, its subject (actor or issue id, or ""), its data
 * path (or ""), and what it says. */
const char *ent_element_kind_text(ent_element_kind kind);
const char *ent_element_subject(const ent_findings *f, ent_element e);
const ent_statement *ent_element_said(const ent_findings *f, ent_element e); /* NULL: none */
void ent_word_element(ent_buffer *out, const ent_findings *f, ent_element e);
/* What dropping it would mean: "France would sign although it loses". */
void ent_word_repair(ent_buffer *out, const ent_findings *f, ent_element e);

#endif
