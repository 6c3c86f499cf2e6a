/* The verb `brief`: question, answer, terms, reasons, assumptions, on about a page. */
#include "answer/deal_tables.h"
#include "answer/deal_text.h"
#include "answer/deal_words.h"
#include "scenario/statements.h"

#define BRIEF_LIST 3u /* rows of a list in the brief; `deals` has them all */

static void say_question(ent_answer *a, const ent_findings *f) {
    const ent_scenario *s = f->scenario;
    ent_buffer who = {0};
    ent_word_coalition_names(&who, s, f->bargain->what.coalition);
    a->failed = a->failed || who.failed;
    const char *names = who.data ? who.data : "";
    if (s->title)
        ent_answer_heading(a, "%s", s->title);
    if (f->with_text)
        ent_answer_paragraph(a, ENT_TONE_PLAIN, "Could %s sign a deal with %s%s%s?", names,
                             f->with_text, f->about_text ? ", settling only " : "",
                             f->about_text ? f->about_text : "");
    else
        ent_answer_paragraph(a, ENT_TONE_PLAIN, "Could %s sign a deal%s%s?", names,
                             f->about_text ? " settling only " : "",
                             f->about_text ? f->about_text : "");
    ent_buffer_free(&who);
}

static void say_answer(ent_answer *a, const ent_findings *f) {
    const ent_deals *d = f->deals;
    if (d->deals)
        ent_answer_paragraph(a, ENT_TONE_GOOD, "Yes, according to the base view.");
    else if (d->partial)
        ent_answer_paragraph(a, ENT_TONE_BAD, "Not known: the search was stopped.");
    else
        ent_answer_paragraph(a, ENT_TONE_BAD, "No, according to the base view.");
}

static ent_status say_assumptions(ent_answer *a, const ent_findings *f) {
    ent_statements list;
    ENT_TRY(ent_statements_list(&list, f->arena, f->scenario));
    size_t assumed = list.n - list.sourced;
    ent_answer_heading(a, "What this rests on");
    ent_answer_paragraph(a, ENT_TONE_PLAIN,
                         "%zu statements: %zu with a source, %zu assumed by the author of the file "
                         "(entente show FILE --assumptions lists them).",
                         list.n, list.sourced, assumed);
    ent_answer_add_fact(a, "statements", NULL, ent_cell_count(a, list.n));
    ent_answer_add_fact(a, "assumptions", NULL, ent_cell_count(a, assumed));
    return ENT_OK;
}

static ent_status build(ent_answer *a, const ent_findings *f, const ent_request *request) {
    say_question(a, f);
    say_answer(a, f);
    ent_say_model(a, f, request);
    ent_say_partial(a, f);
    ent_add_deal_facts(a, f);
    if (f->why) {
        ent_say_why(a, f);
    } else {
        size_t limit = request->limit < BRIEF_LIST ? request->limit : BRIEF_LIST;
        ent_say_minimal(a, f, limit);
        if (f->minimal && f->minimal->n)
            ENT_TRY(ent_say_reasons(a, f, f->minimal->rank[0], "Why each signs the first of them"));
        else
            ent_say_best(a, f);
        ent_say_terms(a, f);
        ent_say_conflicts(a, f, limit);
    }
    ENT_TRY(say_assumptions(a, f));
    ent_add_members(a, f, false);
    ent_add_terms(a, f, false);
    ent_add_minimal(a, f);
    ent_add_minimal_prices(a, f);
    ent_add_why(a, f, false);
    ent_add_conflicts(a, f, request->limit);
    ent_add_repairs(a, f, request->limit);
    ent_add_replies(a, f);
    return a->failed ? ENT_NOMEM : ENT_OK;
}

/* A file without issues has another question: about its votes, the worth of coalitions, or blocs. */
static ent_status other_question(ent_answer **out, ent_scenario *scenario,
                                 const ent_request *request) {
    if (scenario->n_votes)
        return ent_answer_power(out, scenario, request);
    return scenario->worth_of ? ent_answer_worth(out, scenario, request)
                              : ent_answer_blocs(out, scenario, request);
}

ent_status ent_answer_brief(ent_answer **out, ent_scenario *scenario, const ent_request *request) {
    if (scenario->n_issues == 0)
        return other_question(out, scenario, request);
    ent_findings *f = NULL;
    ent_status status = ent_findings_new(&f, scenario, request);
    *out = NULL;
    if (!f)
        return status;
    ent_answer *a = ent_answer_new("brief");
    ent_status built = a ? build(a, f, request) : ENT_NOMEM;
    if (a)
        a->partial = f->partial;
    ent_findings_free(f);
    if (built != ENT_OK) {
        ent_answer_free(a);
        return built;
    }
    *out = a;
    return status;
}
