/* The verb `deals`: all that is known of a coalition's deals. */
#include "answer/deal_tables.h"
#include "answer/deal_text.h"
#include "answer/deal_words.h"

ent_status ent_answer_deals(ent_answer **out, ent_scenario *scenario, const ent_request *request) {
    ent_findings *f = NULL;
    ent_status status = ent_findings_new(&f, scenario, request);
    *out = NULL;
    if (!f)
        return status;
    ent_answer *a = ent_answer_new("deals");
    if (!a) {
        ent_findings_free(f);
        return ENT_NOMEM;
    }
    a->partial = f->partial;
    ent_say_title(a, f, "Deals of");
    ent_say_model(a, f, request);
    ent_say_partial(a, f);
    ent_add_deal_facts(a, f);
    if (f->why) {
        ent_say_why(a, f);
    } else {
        ent_say_minimal(a, f, request->limit);
        ent_say_terms(a, f);
        ent_say_best(a, f);
        ent_say_drawn(a, f);
        ent_say_conflicts(a, f, request->limit);
    }
    ent_add_members(a, f, false);
    ent_add_terms(a, f, false);
    ent_add_minimal(a, f);
    ent_add_minimal_prices(a, f);
    ent_add_drawn(a, f);
    ent_add_why(a, f, false);
    ent_add_conflicts(a, f, request->limit);
    ent_add_repairs(a, f, request->limit);
    ent_add_replies(a, f);
    ent_findings_free(f);
    if (a->failed) {
        ent_answer_free(a);
        return ENT_NOMEM;
    }
    *out = a;
    return status;
}
