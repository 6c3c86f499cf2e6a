/* Sections of text about a discussion, shared by `claims`, `thread` and `compare`. */
#ifndef ENT_ANSWER_THREAD_SAY_H
#define ENT_ANSWER_THREAD_SAY_H

#include "answer/thread_words.h"
#include "answer/verbs.h"

/* The study that a request asks for: models, seed, a claim given with --claim. */
ent_status ent_request_study(ent_study **out, const ent_scenario *scenario,
                             const ent_request *request);
/* The view named with --view, or ENT_NONE. */
ent_status ent_request_view(uint32_t *out, const ent_study *study, const ent_request *request);
/* A view named in an option or argument: ENT_ERROR with the nearest name when there is none. */
ent_status ent_study_view(uint32_t *out, const ent_study *study, const char *name);
/* What the verdicts are of: how many models, drawn how; what-if settings; that it was stopped. */
void ent_say_models(ent_answer *a, const ent_discussion *d, const ent_request *request);
/* "3. no deal of ...", its verdict, and what there is to say why; `reasons`: premises and crux too. */
void ent_say_claim(ent_answer *a, const ent_discussion *d, size_t claim, bool reasons);
/* "1a, letter to the editor", as the heading of a view; replies name what they answer. */
void ent_say_view(ent_answer *a, const ent_discussion *d, uint32_t view);

#endif
