/* Why there is no deal, in words: minimal conflicts and the smallest repairs. See deal_text.h. */
#include "answer/deal_text.h"

#include "answer/deal_words.h"
#include "ask/most.h"

/* The line of the file where it was written, or the option that said it. */
static void put_place(ent_buffer *out, const ent_findings *f, const ent_statement *said) {
    unsigned line, column, end_line, end_column;
    if (!said || !said->span.source)
        return;
    if (said->span.source != f->scenario->source) {
        ent_buffer_printf(out, " [%s]", said->span.source->name);
        return;
    }
    ent_span_position(said->span, &line, &column, &end_line, &end_column);
    ent_buffer_printf(out, " [line %u]", line);
}

/* For a capability gate: how far the coalition could get, "at most 30 of 40". */
static void put_most(ent_buffer *out, const ent_findings *f, ent_element e) {
    const ent_expr *when =
        e.kind == ENT_ELEMENT_LINE ? f->scenario->issues[e.index].follows[e.part].when : NULL;
    ent_most most;
    if (!when || ent_ask_most(&most, f->arena, f->bargain, when) != ENT_OK || !most.found ||
        ent_number_cmp(most.value, most.total->bound) >= 0)
        return;
    ent_buffer_put(out, "; they reach at most ");
    ent_number_print(out, most.value);
    ent_buffer_put(out, " of ");
    ent_number_print(out, most.total->bound);
}

static void say_set(ent_answer *a, const ent_findings *f, const ent_elements *set, bool repair) {
    for (size_t e = 0; e < f->conflicts->n_elements; e++) {
        if (!ent_elements_has(set, e))
            continue;
        ent_element element = f->conflicts->elements[e];
        ent_buffer text = {0};
        (repair ? ent_word_repair : ent_word_element)(&text, f, element);
        if (!repair)
            put_most(&text, f, element);
        put_place(&text, f, ent_element_said(f, element));
        a->failed = a->failed || text.failed;
        ent_answer_item(a, 2, "%s", text.data ? text.data : "");
        ent_buffer_free(&text);
    }
}

static void say_repairs(ent_answer *a, const ent_findings *f, size_t limit) {
    const ent_conflicts *c = f->conflicts;
    if (!c->n_repairs)
        return;
    ent_answer_heading(a, "What would have to give");
    ent_answer_paragraph(a, ENT_TONE_FAINT,
                         "Each of these alone would open a deal, and nothing less does.");
    for (size_t i = 0; i < c->n_repairs && i < limit; i++) {
        ent_buffer package = {0};
        ent_word_package(&package, c->relaxed->plan, c->witness[i]);
        a->failed = a->failed || package.failed;
        ent_answer_item(a, 0, "Repair %zu", i + 1);
        say_set(a, f, &c->repairs[i], true);
        ent_answer_item(a, 2, "then for instance: %s", package.data ? package.data : "");
        ent_buffer_free(&package);
    }
    if (c->n_repairs > limit)
        ent_answer_paragraph(a, ENT_TONE_FAINT, "And %zu more: deals --limit N lists them.",
                             c->n_repairs - limit);
}

void ent_say_conflicts(ent_answer *a, const ent_findings *f, size_t limit) {
    const ent_conflicts *c = f->conflicts;
    if (f->conflicts_too_large)
        ent_answer_paragraph(a, ENT_TONE_FAINT,
                             "Why there is no deal was not worked out: too many combinations. "
                             "Put fewer issues on the table with --about.");
    if (!c)
        return;
    ent_answer_heading(a, "Why not");
    if (!c->n_conflicts)
        ent_answer_paragraph(a, ENT_TONE_PLAIN, "They can change nothing on this agenda.");
    else
        ent_answer_paragraph(a, ENT_TONE_FAINT,
                             "Each group of statements alone leaves no deal; without any one of a "
                             "group's statements it would not.");
    for (size_t i = 0; i < c->n_conflicts && i < limit; i++) {
        ent_answer_item(a, 0, "Conflict %zu", i + 1);
        say_set(a, f, &c->conflicts[i], false);
    }
    if (c->n_conflicts > limit || c->partial)
        ent_answer_paragraph(a, ENT_TONE_FAINT, "And more: deals --limit N lists them.");
    say_repairs(a, f, limit);
    if (c->kept_control)
        ent_answer_paragraph(a, ENT_TONE_FAINT,
                             "Outsiders' control was only questioned where the wanted outcome "
                             "depends on it: there are too many other issues.");
}
