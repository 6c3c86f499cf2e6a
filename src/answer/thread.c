/* `thread`: the discussion as people held it, each response with its claims, their verdicts and the
 * reasons.
 */
#include "answer/thread_say.h"
#include "answer/thread_tables.h"

static void build(ent_answer *a, const ent_discussion *d, const ent_request *request,
                  uint32_t only) {
    ent_answer_heading(a, "%s", d->title ? d->title : "The discussion");
    ent_say_models(a, d, request);
    ent_add_discussion_facts(a, d);
    for (size_t k = 0; k < d->study->views.n; k++) {
        uint32_t view = d->order[k];
        if (only != ENT_NONE && only != view)
            continue;
        ent_say_view(a, d, view);
        for (size_t i = 0; i < d->n; i++)
            if (d->told[i].said->view == view)
                ent_say_claim(a, d, i, true);
    }
    ent_add_views_table(a, d);
    ent_add_claims_table(a, d);
    ent_add_premises_table(a, d);
    ent_add_thresholds_table(a, d);
}

ent_status ent_answer_thread(ent_answer **out, ent_scenario *scenario, const ent_request *request) {
    ent_study *study = NULL;
    ent_discussion *d = NULL;
    uint32_t only = ENT_NONE;
    ent_answer *a = NULL;
    *out = NULL;
    ent_status status = ent_request_study(&study, scenario, request);
    if (status == ENT_OK)
        status = ent_request_view(&only, study, request);
    if (status == ENT_OK)
        status = ent_discussion_new(&d, study->arena, study, only,
                                    ENT_TELL_CRUX | ENT_TELL_PREMISES | ENT_TELL_SETS);
    if (status == ENT_OK || status == ENT_CANCELLED) {
        a = ent_answer_new("thread");
        if (a) {
            a->partial = d->partial;
            build(a, d, request, only);
        }
        status = ent_answer_finish(out, a, status);
    }
    ent_study_free(study);
    return status;
}
