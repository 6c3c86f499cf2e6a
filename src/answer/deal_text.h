/* What was found about deals in words, section by section; `brief` and `deals` choose from them. */
#ifndef ENT_ANSWER_DEAL_TEXT_H
#define ENT_ANSWER_DEAL_TEXT_H

#include "answer/findings.h"

/* Heading: "Deals of france, us; on the table: ..; wanted: ..". */
void ent_say_title(ent_answer *a, const ent_findings *f, const char *what);
/* That the run was stopped, if it was. */
void ent_say_partial(ent_answer *a, const ent_findings *f);
/* The model that was asked: central, approximate, what-if settings. */
void ent_say_model(ent_answer *a, const ent_findings *f, const ent_request *request);
/* The shortest deals and what each member gets. */
void ent_say_minimal(ent_answer *a, const ent_findings *f, size_t limit);
/* Necessary terms, consequences, deal breakers. */
void ent_say_terms(ent_answer *a, const ent_findings *f);
/* Each member's best deal and what it concedes even there. */
void ent_say_best(ent_answer *a, const ent_findings *f);
/* Deals drawn at random. */
void ent_say_drawn(ent_answer *a, const ent_findings *f);
/* Why each member signs a deal: gains and prices per issue. */
ent_status ent_say_reasons(ent_answer *a, const ent_findings *f, uint64_t rank, const char *title);
/* --why */
void ent_say_why(ent_answer *a, const ent_findings *f);
/* Why there is no deal, and what would have to give. */
void ent_say_conflicts(ent_answer *a, const ent_findings *f, size_t limit);

#endif
