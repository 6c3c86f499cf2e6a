/* Sections of text about a discussion. See thread_say.h. */
#include "answer/thread_say.h"

#include <string.h>

static const char *text_of(ent_answer *a, const ent_buffer *buffer) {
    if (buffer->failed)
        a->failed = true;
    return buffer->data && !buffer->failed ? buffer->data : "";
}

static const char given[] = "--claim";

/* A claim given with --claim takes the place of those in the file: the view asked, else base, makes it. */
static ent_status add_claim(ent_study *study, const ent_request *request) {
    const ent_source *source;
    ent_node *sentence = ENT_NEW(study->arena, ent_node, 1);
    ent_study_claim *claim = ENT_NEW(study->arena, ent_study_claim, 1);
    if (!sentence || !claim)
        return ENT_NOMEM;
    ENT_TRY(ent_source_text(&source, study->arena, given, request->claim, strlen(request->claim),
                            request->diags));
    *sentence = (ent_node){.kind = ENT_NODE_SCALAR, .text = source->text, .weight = 1};
    sentence->span = (ent_span){source, 0, (uint32_t)source->len};
    claim->stated =
        (ent_stated_claim){.sentence = sentence, .text = source->text, .expect = "holds"};
    claim->stated.said = (ent_statement){.path = given, .span = sentence->span};
    study->claims = claim;
    study->n_claims = 1;
    return request->view ? ent_study_view(&claim->view, study, request->view) : ENT_OK;
}

ent_status ent_request_study(ent_study **out, const ent_scenario *scenario,
                             const ent_request *request) {
    ENT_TRY(ent_study_new(out, scenario, request->seed ? request->seed : ENT_SEED_DEFAULT,
                          request->models ? request->models : ENT_MODELS_DEFAULT, &request->run,
                          request->diags));
    return request->claim ? add_claim(*out, request) : ENT_OK;
}

ent_status ent_study_view(uint32_t *out, const ent_study *study, const char *name) {
    const ent_views *views = &study->views;
    const char **names = ENT_NEW(study->arena, const char *, 2 * views->n);
    size_t n = 0;
    if (!names)
        return ENT_NOMEM;
    for (uint32_t v = 0; v < views->n; v++) {
        names[n++] = views->views[v].id;
        if (views->views[v].number)
            names[n++] = views->views[v].number;
        *out = v;
        if (strcmp(views->views[v].id, name) == 0 ||
            (views->views[v].number && strcmp(views->views[v].number, name) == 0))
            return ENT_OK;
    }
    const char *near = ent_nearest(name, names, n);
    const char *hint = near ? ent_arena_printf(study->arena, "did you mean '%s'?", near)
                            : "`entente views FILE` lists them";
    ent_diag(study->diags, ENT_E0380, (ent_span){0}, "", hint, "there is no view '%s'", name);
    return ENT_ERROR;
}

ent_status ent_request_view(uint32_t *out, const ent_study *study, const ent_request *request) {
    *out = ENT_NONE;
    return request->view ? ent_study_view(out, study, request->view) : ENT_OK;
}

void ent_say_models(ent_answer *a, const ent_discussion *d, const ent_request *request) {
    bool approximate = false;
    ent_answer_settings(a, request);
    for (size_t i = 0; i < d->n; i++)
        approximate = approximate || d->told[i].verdict.approximate;
    if (d->partial)
        ent_answer_paragraph(a, ENT_TONE_BAD,
                             "Stopped early: what follows is what is known so far; other claims "
                             "stand without a verdict.");
    ent_answer_paragraph(
        a, ENT_TONE_FAINT,
        "What a view leaves open is drawn %s times, evenly over all that fits its statements%s "
        "(seed %s). Every verdict is according to the view it stands under.",
        ent_answer_count_text(a, d->study->n_models),
        approximate ? " (some of it approximately)" : "", ent_answer_count_text(a, d->study->seed));
}

void ent_say_view(ent_answer *a, const ent_discussion *d, uint32_t view) {
    const ent_views *views = &d->study->views;
    const ent_view *v = &views->views[view];
    ent_buffer text = {0};
    ent_buffer_put(&text, view == 0 ? "The base view" : ent_view_label(v));
    if (v->title && view != 0)
        ent_buffer_printf(&text, ": %s", v->title);
    if (v->by)
        ent_buffer_printf(&text, " (%s)", v->by);
    if (v->replies_to != ENT_NONE && d->depth[view] > 1)
        ent_buffer_printf(&text, ", in reply to %s", ent_view_label(&views->views[v->replies_to]));
    ent_answer_heading(a, "%s", text_of(a, &text));
    ent_answer_depth(a, d->depth[view]);
    ent_buffer_free(&text);
    if (v->says)
        ent_answer_paragraph(a, ENT_TONE_PLAIN, "%s", v->says);
}

/* ---- one claim ---- */

static void say_premise(ent_answer *a, const char *lead, const ent_premise *p) {
    ent_buffer text = {0};
    ent_word_premise(&text, p);
    if (p->carries)
        ent_answer_item(a, 4, "%s%s; without it: %s", lead, text_of(a, &text),
                        ent_verdict_name(p->without));
    else if (p->removal == ENT_NOT_REMOVABLE)
        ent_answer_item(a, 4, "%s%s cannot be taken away alone: other statements need it", lead,
                        text_of(a, &text));
    else
        ent_answer_item(a, 4, "%s%s is named as a premise, but the verdict stands without it", lead,
                        text_of(a, &text));
    ent_buffer_free(&text);
}

#define PREMISES_SHOWN 6u

/* A change that carries because of a statement that it brings, and which is called the same, has been
 * shown with that statement. */
static bool is_shown_already(const ent_premises *p, size_t i) {
    const ent_premise *x = &p->premise[i];
    for (size_t k = 0; k < i && x->name && strcmp(x->kind, "change") == 0; k++)
        if (p->premise[k].carries == x->carries && p->premise[k].name &&
            strcmp(p->premise[k].name, x->name) == 0)
            return true;
    return false;
}

static void say_premises(ent_answer *a, const ent_premises *p) {
    size_t shown = 0, carrying = 0, named = 0;
    for (size_t i = 0; i < p->n; i++) {
        carrying += p->premise[i].carries;
        named += p->premise[i].named && p->premise[i].carries;
        if (p->premise[i].named && !is_shown_already(p, i))
            say_premise(a, p->premise[i].carries ? "rests on " : "", &p->premise[i]);
    }
    /* That something is at stake at all, and who decides it, goes last: it seldom surprises. */
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < p->n; i++) {
            const char *kind = p->premise[i].kind;
            int frame = strcmp(kind, "issue") == 0 || strcmp(kind, "control") == 0;
            if (p->premise[i].carries && !p->premise[i].named && frame == pass &&
                !is_shown_already(p, i) && shown++ < PREMISES_SHOWN)
                say_premise(a, named ? "rests also on " : "rests on ", &p->premise[i]);
        }
    if (shown > PREMISES_SHOWN)
        ent_answer_item(a, 4, "and on %zu more statements (--json has them)",
                        shown - PREMISES_SHOWN);
    for (size_t k = 0; k < p->n_sets; k++) {
        ent_buffer text = {0};
        for (size_t m = 0; m < p->set[k].n; m++) {
            ent_buffer_put(&text, m ? ", and " : "");
            ent_word_premise(&text, &p->set[k].member[m]);
        }
        ent_answer_item(a, 4, "rests on these together: %s; without them: %s", text_of(a, &text),
                        ent_verdict_name(p->set[k].without));
        ent_buffer_free(&text);
    }
    if (!carrying && !p->n_sets && p->tried && !p->partial)
        ent_answer_item(a, 4, "no single statement of %zu carries it", p->tried);
    for (size_t i = 0; i < p->n_unknown; i++)
        ent_answer_item(a, 4, "is said to rest on '%s', which no statement is called",
                        p->unknown[i]);
}

/* With what its author expects, where a file says that and it is another. */
static void say_verdict(ent_answer *a, const ent_told *t) {
    ent_buffer text = {0};
    ent_word_verdict(&text, &t->verdict);
    bool other = ent_is_unexpected(t) && strcmp(t->said->stated.said.path, given) != 0;
    ent_answer_item(a, 4, "%s%s%s", text_of(a, &text), other ? "; its author expects: " : "",
                    other ? t->said->stated.expect : "");
    ent_buffer_free(&text);
    text = (ent_buffer){0};
    ent_word_witness(&text, &t->verdict);
    if (text.len)
        ent_answer_item(a, 4, "for instance: %s", text_of(a, &text));
    ent_buffer_free(&text);
}

void ent_say_claim(ent_answer *a, const ent_discussion *d, size_t claim, bool reasons) {
    const ent_told *t = &d->told[claim];
    const char *row = t->said->stated.row;
    ent_answer_item(a, 0, "%zu. %s%s%s", claim + 1, row ? row : "", row ? ": " : "",
                    t->said->stated.text);
    ent_answer_mark(a, ent_verdict_name(t->verdict.kind),
                    t->verdict.count[ENT_TRUE] + t->verdict.count[ENT_FALSE] ? t->verdict.share
                                                                             : -1);
    say_verdict(a, t);
    if (reasons && t->has_crux) {
        ent_buffer text = {0};
        ent_word_crux(&text, t);
        ent_answer_item(a, 4, "%s", text_of(a, &text));
        ent_buffer_free(&text);
    }
    if (reasons && t->has_premises)
        say_premises(a, &t->premises);
}
