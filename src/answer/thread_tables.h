/* Tables of a discussion, with stable columns: views, claims, verdicts, thresholds, premises, sets. */
#ifndef ENT_ANSWER_THREAD_TABLES_H
#define ENT_ANSWER_THREAD_TABLES_H

#include "answer/thread_words.h"

/* Facts: models, seed, views, claims, and how many are as their author expects. */
void ent_add_discussion_facts(ent_answer *a, const ent_discussion *d);
/* view, number, by, replies_to, extends, says */
void ent_add_views_table(ent_answer *a, const ent_discussion *d);
/* One row for each claim in its own view. */
void ent_add_claims_table(ent_answer *a, const ent_discussion *d);
/* One row for each claim and view; only with ENT_TELL_MATRIX. */
void ent_add_verdicts_table(ent_answer *a, const ent_discussion *d);
/* The same as a picture: a row for each claim, a column for each view; shown. */
void ent_add_matrix_table(ent_answer *a, const ent_discussion *d);
void ent_add_thresholds_table(ent_answer *a, const ent_discussion *d);
void ent_add_premises_table(ent_answer *a, const ent_discussion *d);

#endif
