/* Verdicts and their reasons in words. See thread_words.h. */
#include "answer/thread_words.h"

#include "answer/text.h"

#include <string.h>

const char *ent_view_label(const ent_view *view) {
    return view->number ? view->number : view->id;
}

const char *ent_verdict_letter(ent_verdict_kind kind) {
    static const char *const letters[] = {"H", "F", "D", "V", "-", ".", "?"};
    return letters[kind];
}

unsigned ent_span_line(ent_span span) {
    unsigned line = 1;
    if (!span.source)
        return 0;
    for (uint32_t i = 0; i < span.start; i++)
        line += span.source->text[i] == '\n';
    return line;
}

void ent_word_share(ent_buffer *out, double share) {
    unsigned percent = (unsigned)(share * 100 + 0.5);
    percent = percent == 100 && share < 1 ? 99 : percent; /* half of one is not all */
    if (share > 0 && share < 0.005)
        ent_buffer_put(out, "under 0.5%");
    else if (share < 1 && share > 0.995)
        ent_buffer_put(out, "over 99.5%");
    else
        ent_buffer_printf(out, "%u%%", percent);
}

static void put_models(ent_buffer *out, uint64_t n) {
    ent_text_number(out, (double)n, 0);
    ent_buffer_put(out, n == 1 ? " model" : " models");
}

/* At 95% at most three in n of all models are otherwise; shown to two digits. */
static void put_bound(ent_buffer *out, uint64_t n) {
    double percent = 300 / (double)n;
    ent_buffer_put(out, " drawn (others in at most ");
    ent_text_number(out, percent, percent < 1 ? 2 : percent < 10 ? 1 : 0);
    ent_buffer_put(out, "% of all)");
}

static void put_decided(ent_buffer *out, const ent_verdict *v) {
    uint64_t asked = v->count[ENT_TRUE] + v->count[ENT_FALSE];
    if (v->proved && v->first == 0)
        ent_buffer_put(out, ", nothing being left open");
    else if (v->proved)
        ent_buffer_put(out, ", proved for all models");
    else {
        ent_buffer_put(out, " in all ");
        put_models(out, asked);
        put_bound(out, asked);
    }
    if (v->count[ENT_VACUOUS]) {
        ent_buffer_put(out, "; nothing to speak of in ");
        ent_word_share(out, (double)v->count[ENT_VACUOUS] / (double)v->models);
    }
}

static void put_dependent(ent_buffer *out, const ent_verdict *v) {
    ent_buffer_put(out, ": true in ");
    ent_word_share(out, v->share);
    ent_buffer_put(out, " of ");
    put_models(out, v->count[ENT_TRUE] + v->count[ENT_FALSE]);
    if (v->high >= 0.005 && v->low <= 0.995) { /* else it says no more than the share does */
        ent_buffer_put(out, " (");
        ent_word_share(out, v->low);
        ent_buffer_put(out, " to ");
        ent_word_share(out, v->high);
        ent_buffer_put(out, ")");
    }
    if (v->count[ENT_VACUOUS]) {
        ent_buffer_put(out, "; nothing to speak of in ");
        ent_word_share(out, (double)v->count[ENT_VACUOUS] / (double)v->models);
        ent_buffer_put(out, " more");
    }
}

void ent_word_verdict(ent_buffer *out, const ent_verdict *v) {
    ent_buffer_put(out, ent_verdict_name(v->kind));
    switch (v->kind) {
    case ENT_HOLDS:
    case ENT_FAILS: put_decided(out, v); break;
    case ENT_DEPENDS: put_dependent(out, v); break;
    case ENT_ALWAYS_VACUOUS:
        ent_buffer_put(out, v->proved ? ": there is no such deal in any model"
                                      : ": no such deal in any model that was drawn");
        break;
    case ENT_NOT_EXPRESSIBLE: ent_buffer_printf(out, ": no '%s' in this view", v->missing); break;
    case ENT_PENDING: ent_buffer_put(out, ": no question answers this form yet"); break;
    case ENT_UNKNOWN:
        if (v->missing)
            ent_buffer_printf(out, ": it cannot be asked here, %s", v->missing);
        else
            ent_buffer_put(out, ": not asked");
        break;
    }
    if (v->partial)
        ent_buffer_put(out, " (stopped early)");
}

/* ---- cruxes ---- */

static void put_stake(ent_buffer *out, const ent_scenario *s, uint32_t actor, ent_stake stake) {
    if (stake.issue == ENT_NONE) {
        const ent_condition *c = &s->preferences[actor].conditions[stake.from];
        if (c->said.name)
            ent_buffer_put(out, c->said.name);
        else
            ent_expr_print(out, s, c->holds);
        return;
    }
    const ent_issue *issue = &s->issues[stake.issue];
    ent_buffer_printf(out, "%s: %s → %s", issue->id, issue->outcomes[stake.from].id,
                      issue->outcomes[stake.to].id);
}

static void put_stakes(ent_buffer *out, const ent_scenario *s, const ent_threshold *t) {
    const ent_feature *f = &t->feature;
    ent_buffer_printf(out, "what %s gains by ", s->actors[f->actor].name);
    put_stake(out, s, f->actor, f->gain);
    if (t->value == 1) {
        ent_buffer_put(out, t->above ? " outweighs" : " does not outweigh");
    } else {
        ent_buffer_put(out, t->above ? " is more than " : " is less than ");
        ent_double_print(out, t->value);
        ent_buffer_put(out, " times");
    }
    ent_buffer_put(out, " what it loses by ");
    put_stake(out, s, f->actor, f->loss);
}

static void put_threshold(ent_buffer *out, const ent_told *told, const ent_scenario *s,
                          const ent_threshold *t) {
    if (t->feature.kind == ENT_FEATURE_STAKES) {
        put_stakes(out, s, t);
        return;
    }
    const ent_unknown *u = ent_models_unknown(told->crux_models, t->feature.unknown);
    ent_buffer_printf(out, "%s is %s ", u->name, t->above ? "above" : "below");
    ent_double_print(out, t->value);
}

void ent_word_crux(ent_buffer *out, const ent_told *told) {
    const ent_crux *c = &told->crux;
    const ent_scenario *s = ent_models_scenario(told->crux_models);
    if (!c->n) {
        ent_buffer_put(out, "no single crux: no threshold or pair of thresholds tells the models "
                            "apart clearly");
        return;
    }
    ent_buffer_put(out, "true when ");
    put_threshold(out, told, s, &c->at[0]);
    if (c->n == 2) {
        ent_buffer_put(out, c->both ? ", and " : ", or ");
        put_threshold(out, told, s, &c->at[1]);
    }
    ent_buffer_put(out, " (right in ");
    ent_word_share(out, c->right);
    ent_buffer_put(out, " of models)");
}

/* ---- witnesses and premises ---- */

void ent_word_witness(ent_buffer *out, const ent_verdict *v) {
    if (!v->state) {
        if (v->shown)
            ent_buffer_put(out, v->shown);
        return;
    }
    const ent_scenario *s = v->witness_stage->scenario;
    bool first = true;
    for (size_t k = 0; k < s->n_issues; k++) {
        const ent_issue *issue = &s->issues[k];
        if (issue->kind != ENT_DECIDED || v->state[k] == issue->status_quo)
            continue;
        ent_buffer_printf(out, "%s%s = %s", first ? "" : ", ", issue->id,
                          issue->outcomes[v->state[k]].id);
        first = false;
    }
    if (first)
        ent_buffer_put(out, "the status quo");
    if (v->shown)
        ent_buffer_printf(out, "; %s", v->shown);
    if (v->in_all)
        ent_buffer_put(out, " (in every model)");
    else if (v->witness_model)
        ent_buffer_printf(out, " (in model %llu)", (unsigned long long)v->witness_model);
}

void ent_word_premise(ent_buffer *out, const ent_premise *p) {
    const char *kind = strcmp(p->kind, "follows") == 0 ? "when line" : p->kind;
    ent_buffer_printf(out, "%s: %s", kind, p->name ? p->name : p->path);
    if (ent_span_line(p->span))
        ent_buffer_printf(out, " (line %u)", ent_span_line(p->span));
}

bool ent_is_unexpected(const ent_told *t) {
    const ent_verdict *v = &t->verdict;
    bool asked = v->kind < ENT_PENDING || (v->kind == ENT_UNKNOWN && v->missing);
    return asked && !t->as_expected;
}
