/* Wordings of deals and conflicts. See deal_words.h. */
#include "answer/deal_words.h"

#include "game/state.h"

#include <string.h>

void ent_word_coalition(ent_buffer *out, const ent_scenario *s, uint64_t coalition) {
    bool first = true;
    for (size_t a = 0; a < s->n_actors; a++) {
        if (!(coalition >> a & 1))
            continue;
        ent_buffer_printf(out, "%s%s", first ? "" : ", ", s->actors[a].id);
        first = false;
    }
}

void ent_word_coalition_names(ent_buffer *out, const ent_scenario *s, uint64_t coalition) {
    int n = __builtin_popcountll(coalition), seen = 0;
    for (size_t a = 0; a < s->n_actors; a++) {
        if (!(coalition >> a & 1))
            continue;
        const char *before = seen == 0 ? "" : seen == n - 1 ? " and " : ", ";
        ent_buffer_printf(out, "%s%s", before, s->actors[a].name);
        seen++;
    }
}

void ent_word_package(ent_buffer *out, const ent_plan *plan, uint64_t rank) {
    uint32_t digit[2 * ENT_MAX_ISSUES];
    ent_state_digits(digit, plan, rank);
    ent_word_digits(out, plan, digit);
}

void ent_word_digits(ent_buffer *out, const ent_plan *plan, const uint32_t *digit) {
    const ent_scenario *s = plan->game->scenario;
    bool first = true;
    for (size_t d = 0; d < plan->n_dims; d++) {
        const ent_dim *dim = &plan->dims[d];
        if (dim->line_choice || (digit[d] == 0 && plan->game->status_quo))
            continue;
        const ent_issue *issue = &s->issues[dim->issue];
        ent_buffer_printf(out, "%s%s = %s", first ? "" : ", ", issue->id,
                          issue->outcomes[dim->outcome[digit[d]]].id);
        first = false;
    }
    if (first)
        ent_buffer_put(out, "no change");
}

void ent_word_outcome(ent_buffer *out, const ent_scenario *s, uint32_t issue, uint32_t outcome) {
    const ent_issue *i = &s->issues[issue];
    const ent_outcome *o = &i->outcomes[outcome];
    if (strcmp(i->id, i->name) == 0 && strcmp(o->id, o->name) == 0)
        ent_buffer_printf(out, "%s = %s", i->id, o->id);
    else
        ent_buffer_printf(out, "%s: %s (%s = %s)", i->name, o->name, i->id, o->id);
}

/* ---- elements ---- */

const char *ent_element_kind_text(ent_element_kind kind) {
    switch (kind) {
    case ENT_ELEMENT_WANTED: return "wanted";
    case ENT_ELEMENT_CONSENT: return "consent";
    case ENT_ELEMENT_GAIN: return "gain";
    case ENT_ELEMENT_RED_LINE: return "red line";
    case ENT_ELEMENT_RULE: return "rule";
    case ENT_ELEMENT_LINE: return "line";
    case ENT_ELEMENT_CONTROL: return "control";
    }
    return "";
}

const char *ent_element_subject(const ent_findings *f, ent_element e) {
    switch (e.kind) {
    case ENT_ELEMENT_CONSENT:
    case ENT_ELEMENT_RED_LINE: return f->scenario->actors[e.index].id;
    case ENT_ELEMENT_LINE:
    case ENT_ELEMENT_CONTROL: return f->scenario->issues[e.index].id;
    default: return "";
    }
}

const ent_statement *ent_element_said(const ent_findings *f, ent_element e) {
    const ent_scenario *s = f->scenario;
    switch (e.kind) {
    case ENT_ELEMENT_CONSENT: return &s->preferences[e.index].said;
    case ENT_ELEMENT_RED_LINE: return &s->preferences[e.index].red_lines[e.part].said;
    case ENT_ELEMENT_RULE: return &s->rules[e.index].said;
    case ENT_ELEMENT_LINE: return &s->issues[e.index].follows[e.part].said;
    case ENT_ELEMENT_CONTROL: return &s->issues[e.index].said;
    default: return NULL;
    }
}

/* Who would have to be asked about an issue: its controllers, of all its transitions. */
static void word_controllers(ent_buffer *out, const ent_scenario *s, const ent_issue *issue) {
    for (size_t l = 0; l < issue->n_control; l++) {
        ent_buffer_put(out, l ? "; " : "");
        ent_control_print(out, s, issue->control[l].rule);
    }
}

void ent_word_element(ent_buffer *out, const ent_findings *f, ent_element e) {
    const ent_scenario *s = f->scenario;
    const char *name = e.kind == ENT_ELEMENT_CONSENT || e.kind == ENT_ELEMENT_RED_LINE
                           ? s->actors[e.index].name
                           : "";
    bool of_issue = e.kind == ENT_ELEMENT_LINE || e.kind == ENT_ELEMENT_CONTROL;
    const ent_issue *issue = of_issue ? &s->issues[e.index] : NULL;
    switch (e.kind) {
    case ENT_ELEMENT_WANTED: ent_buffer_printf(out, "the deal must bring %s", f->with_text); break;
    case ENT_ELEMENT_CONSENT:
        ent_buffer_printf(out, "%s signs only what is at least as good for it as no deal", name);
        break;
    case ENT_ELEMENT_GAIN: ent_buffer_put(out, "some signatory must gain"); break;
    case ENT_ELEMENT_RED_LINE:
        ent_buffer_printf(out, "red line of %s: never ", name);
        ent_expr_print(out, s, s->preferences[e.index].red_lines[e.part].never);
        break;
    case ENT_ELEMENT_RULE:
        ent_buffer_put(out, "rule: ");
        ent_expr_print(out, s, s->rules[e.index].expr);
        break;
    case ENT_ELEMENT_LINE:
        ent_buffer_printf(out, "%s = %s when ", issue->id,
                          issue->outcomes[issue->follows[e.part].outcome].id);
        ent_expr_print(out, s, issue->follows[e.part].when);
        break;
    case ENT_ELEMENT_CONTROL:
        ent_buffer_printf(out, "%s is not theirs to settle (control: ", issue->id);
        word_controllers(out, s, issue);
        ent_buffer_put(out, ")");
        break;
    }
}

void ent_word_repair(ent_buffer *out, const ent_findings *f, ent_element e) {
    const ent_scenario *s = f->scenario;
    bool of_issue = e.kind == ENT_ELEMENT_LINE || e.kind == ENT_ELEMENT_CONTROL;
    const ent_issue *issue = of_issue ? &s->issues[e.index] : NULL;
    switch (e.kind) {
    case ENT_ELEMENT_WANTED: ent_buffer_put(out, "they settle for less than what is wanted"); break;
    case ENT_ELEMENT_CONSENT:
        ent_buffer_printf(out, "%s signs at a loss, or is compensated from elsewhere",
                          s->actors[e.index].name);
        break;
    case ENT_ELEMENT_GAIN: ent_buffer_put(out, "they sign although nobody gains"); break;
    case ENT_ELEMENT_RED_LINE:
        ent_buffer_printf(out, "%s gives up its red line ", s->actors[e.index].name);
        ent_expr_print(out, s, s->preferences[e.index].red_lines[e.part].never);
        break;
    case ENT_ELEMENT_RULE:
        ent_buffer_put(out, "the rule does not bind: ");
        ent_expr_print(out, s, s->rules[e.index].expr);
        break;
    case ENT_ELEMENT_LINE:
        ent_buffer_printf(out, "%s = %s no longer hangs on ", s->issues[e.index].id,
                          issue->outcomes[issue->follows[e.part].outcome].id);
        ent_expr_print(out, s, s->issues[e.index].follows[e.part].when);
        break;
    case ENT_ELEMENT_CONTROL:
        ent_buffer_printf(out, "%s is settled along with it by those who control it (", issue->id);
        word_controllers(out, s, issue);
        ent_buffer_put(out, ")");
        break;
    }
}
