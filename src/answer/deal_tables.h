/* What was found about deals as facts and tables, the same for `brief` and `deals`. */
#ifndef ENT_ANSWER_DEAL_TABLES_H
#define ENT_ANSWER_DEAL_TABLES_H

#include "answer/findings.h"

/* Facts, without labels: for JSON and the C interface. */
void ent_add_asked_facts(ent_answer *a, const ent_findings *f); /* coalition, about, with */
/* packages, deals_any, deals: shown, too. */
void ent_add_counts(ent_answer *a, const ent_findings *f);
void ent_add_deal_facts(ent_answer *a, const ent_findings *f);
/* Each adds one table; `shown`: with labels, so that it stands in the text too. */
void ent_add_members(ent_answer *a, const ent_findings *f, bool shown);
void ent_add_terms(ent_answer *a, const ent_findings *f, bool shown);
void ent_add_minimal(ent_answer *a, const ent_findings *f);
void ent_add_minimal_prices(ent_answer *a, const ent_findings *f);
void ent_add_drawn(ent_answer *a, const ent_findings *f); /* two tables */
void ent_add_why(ent_answer *a, const ent_findings *f, bool shown);
void ent_add_conflicts(ent_answer *a, const ent_findings *f, size_t limit);
void ent_add_repairs(ent_answer *a, const ent_findings *f, size_t limit);
/* The state that --fallback best-replies found. */
void ent_add_replies(ent_answer *a, const ent_findings *f);

/* "necessary", "breaker" or "" of a term or consequence with so many deals. */
const char *ent_term_status(const ent_findings *f, uint64_t deals);

#endif
