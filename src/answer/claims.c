/* `claims`: every claim in its author's view, and what all other views make of it. */
#include "answer/thread_say.h"
#include "answer/thread_tables.h"

static void say_matrix(ent_answer *a, const ent_discussion *d) {
    if (!d->n || d->study->views.n < 2)
        return;
    ent_answer_heading(a, "Every claim in every view");
    ent_add_matrix_table(a, d);
    ent_answer_paragraph(a, ENT_TONE_FAINT,
                         "H holds, F fails, D depends, V vacuous, - not expressible, . pending; "
                         "the author's own view is marked.");
}

static void build(ent_answer *a, const ent_discussion *d, const ent_request *request,
                  uint32_t only) {
    size_t wrong = 0;
    ent_answer_heading(a, "%s", d->title ? d->title : "Claims");
    ent_say_models(a, d, request);
    ent_add_discussion_facts(a, d);
    if (!d->n)
        ent_answer_paragraph(a, ENT_TONE_PLAIN,
                             "The file makes no claims. Write some under `claims`, or ask with "
                             "--claim.");
    for (size_t k = 0; k < d->study->views.n; k++) {
        bool first = true;
        for (size_t i = 0; i < d->n; i++) {
            if (d->told[i].said->view != d->order[k] || (only != ENT_NONE && only != d->order[k]))
                continue;
            if (first)
                ent_say_view(a, d, d->order[k]);
            first = false;
            ent_say_claim(a, d, i, true);
        }
    }
    say_matrix(a, d);
    for (size_t i = 0; i < d->n; i++)
        wrong += ent_is_unexpected(&d->told[i]);
    if (wrong && !request->claim)
        ent_answer_paragraph(a, ENT_TONE_STRONG,
                             "%zu of %zu claims %s not the answer that the author expects.", wrong,
                             d->n, wrong == 1 ? "has" : "have");
    ent_add_claims_table(a, d);
    ent_add_verdicts_table(a, d);
    ent_add_thresholds_table(a, d);
    ent_add_views_table(a, d);
}

ent_status ent_answer_claims(ent_answer **out, ent_scenario *scenario, const ent_request *request) {
    ent_study *study = NULL;
    ent_discussion *d = NULL;
    uint32_t only = ENT_NONE;
    ent_answer *a = NULL;
    *out = NULL;
    ent_status status = ent_request_study(&study, scenario, request);
    if (status == ENT_OK)
        status = ent_request_view(&only, study, request);
    if (status == ENT_OK)
        status = ent_discussion_new(&d, study->arena, study, only, ENT_TELL_MATRIX | ENT_TELL_CRUX);
    if (status == ENT_OK || status == ENT_CANCELLED) {
        a = ent_answer_new("claims");
        if (a) {
            a->partial = d->partial;
            build(a, d, request, only);
        }
        status = ent_answer_finish(out, a, status);
    }
    ent_study_free(study);
    return status;
}
