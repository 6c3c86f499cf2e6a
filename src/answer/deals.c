/* The verb `deals`: all that is known of a coalition's deals. */
#include "answer/deal_tables.h"
#include "answer/deal_text.h"
#include "answer/deal_words.h"

static void say_title(ent_answer *a, const ent_findings *f) {
    ent_buffer text = {0};
    ent_word_coalition(&text, f->scenario, f->bargain->what.coalition);
    if (f->about_text)
        ent_buffer_printf(&text, "; on the table: %s", f->about_text);
    if (f->with_text)
        ent_buffer_printf(&text, "; wanted: %s", f->with_text);
    a->failed = a->failed || text.failed;
    ent_answer_heading(a, "Deals of %s", text.data ? text.data : "");
    ent_buffer_free(&text);
}

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
    say_title(a, f);
    ent_say_model(a, f, request);
    ent_say_counts(a, f);
    ent_add_deal_facts(a, f);
    if (f->why) {
        ent_say_why(a, f);
    } else {
        ent_say_minimal(a, f, request->limit);
        ent_say_terms(a, f);
        ent_say_best(a, f);
        ent_say_conflicts(a, f, request->limit);
    }
    ent_add_members(a, f, false);
    ent_add_terms(a, f, false);
    ent_add_minimal(a, f);
    ent_add_minimal_prices(a, f);
    ent_add_why(a, f, false);
    ent_add_conflicts(a, f, request->limit);
    ent_add_repairs(a, f, request->limit);
    ent_findings_free(f);
    if (a->failed) {
        ent_answer_free(a);
        return ENT_NOMEM;
    }
    *out = a;
    return status;
}
