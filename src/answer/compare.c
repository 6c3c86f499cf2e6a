/* `compare`: on which claims two views differ, and which of their differing statements carry that. */
#include "thread/compare.h"

#include "answer/thread_say.h"

static const char *text_of(ent_answer *a, const ent_buffer *buffer) {
    if (buffer->failed)
        a->failed = true;
    return buffer->data && !buffer->failed ? buffer->data : "";
}

typedef struct found {
    ent_study *study;
    ent_comparison_of_views compared;
} found;

static const char *label(const found *f, uint32_t view) {
    return view == 0 ? "base" : ent_view_label(&f->study->views.views[view]);
}

/* Whose statement it is, and what would have to happen to it for the first view to agree. */
static void say_difference(ent_answer *a, const found *f, const ent_difference *d) {
    unsigned line = ent_span_line(d->span);
    ent_answer_item(a, 4, "%s: %s%s%s%s (line %u)", label(f, d->view), d->text, d->name ? " [" : "",
                    d->name ? d->name : "", d->name ? "]" : "", line);
}

static void say_disagreement(ent_answer *a, const found *f, const ent_disagreement *d) {
    const ent_study_claim *claim = &f->study->claims[d->claim];
    const char *row = claim->stated.row;
    ent_answer_item(a, 0, "%zu. %s%s%s (claimed by %s)", d->claim + 1, row ? row : "",
                    row ? ": " : "", claim->stated.text, label(f, claim->view));
    ent_buffer both = {0};
    ent_buffer_printf(&both, "%s \xe2\x86\x92 %s", ent_verdict_name(d->verdict[0].kind),
                      ent_verdict_name(d->verdict[1].kind));
    ent_answer_mark(a, text_of(a, &both), -1);
    ent_buffer_free(&both);
    for (size_t i = 0; i < 2; i++) {
        ent_buffer text = {0};
        ent_word_verdict(&text, &d->verdict[i]);
        ent_answer_item(a, 4, "%s: %s", label(f, f->compared.view[i]), text_of(a, &text));
        ent_buffer_free(&text);
    }
    if (!d->carried) {
        ent_answer_item(a, 4, "what carries the difference was not found");
        return;
    }
    ent_answer_item(a, 4, "%s turns on %s:", d->smallest ? "it" : "it (though perhaps on fewer)",
                    d->n == 1 ? "this" : "these together");
    for (size_t i = 0; i < d->n; i++)
        say_difference(a, f, &f->compared.difference[d->difference[i]]);
}

static void add_tables(ent_answer *a, const found *f) {
    const ent_comparison_of_views *c = &f->compared;
    const ent_column columns[] = {
        {"claim", NULL, ENT_CELL_INTEGER}, {"row", NULL, ENT_CELL_TEXT},
        {"text", NULL, ENT_CELL_TEXT},     {"claimed_by", NULL, ENT_CELL_TEXT},
        {"first", NULL, ENT_CELL_TEXT},    {"second", NULL, ENT_CELL_TEXT},
        {"carried", NULL, ENT_CELL_BOOL},  {"smallest", NULL, ENT_CELL_BOOL},
    };
    const ent_column carrying[] = {
        {"claim", NULL, ENT_CELL_INTEGER},  {"view", NULL, ENT_CELL_TEXT},
        {"statement", NULL, ENT_CELL_TEXT}, {"name", NULL, ENT_CELL_TEXT},
        {"line", NULL, ENT_CELL_INTEGER},
    };
    ent_table *table = ent_answer_add_table(a, "disagreements", NULL, columns, ENT_COUNT(columns));
    for (size_t i = 0; i < c->n; i++) {
        const ent_disagreement *d = &c->disagreement[i];
        const ent_study_claim *claim = &f->study->claims[d->claim];
        ent_cell *row = ent_table_row(a, table);
        ent_row_set(row, 0, ent_cell_count(a, d->claim + 1));
        if (claim->stated.row)
            ent_row_set(row, 1, ent_cell_text(a, claim->stated.row));
        ent_row_set(row, 2, ent_cell_text(a, claim->stated.text));
        ent_row_set(row, 3, ent_cell_text(a, f->study->views.views[claim->view].id));
        ent_row_set(row, 4, ent_cell_text(a, ent_verdict_name(d->verdict[0].kind)));
        ent_row_set(row, 5, ent_cell_text(a, ent_verdict_name(d->verdict[1].kind)));
        ent_row_set(row, 6, ent_cell_bool(d->carried));
        ent_row_set(row, 7, ent_cell_bool(d->smallest));
    }
    table = ent_answer_add_table(a, "carrying", NULL, carrying, ENT_COUNT(carrying));
    for (size_t i = 0; i < c->n; i++)
        for (size_t k = 0; k < c->disagreement[i].n; k++) {
            const ent_difference *d = &c->difference[c->disagreement[i].difference[k]];
            ent_cell *row = ent_table_row(a, table);
            ent_row_set(row, 0, ent_cell_count(a, c->disagreement[i].claim + 1));
            ent_row_set(row, 1, ent_cell_text(a, f->study->views.views[d->view].id));
            ent_row_set(row, 2, ent_cell_text(a, d->text));
            if (d->name)
                ent_row_set(row, 3, ent_cell_text(a, d->name));
            ent_row_set(row, 4, ent_cell_count(a, ent_span_line(d->span)));
        }
}

static void build(ent_answer *a, const found *f, const ent_request *request) {
    const ent_comparison_of_views *c = &f->compared;
    ent_answer_heading(a, "Where %s and %s differ", label(f, c->view[0]), label(f, c->view[1]));
    ent_answer_settings(a, request);
    if (c->partial)
        ent_answer_paragraph(a, ENT_TONE_BAD, "Stopped early: claims further on were not asked.");
    ent_answer_paragraph(a, ENT_TONE_PLAIN,
                         "They answer %zu of %zu claims differently that both can be asked. "
                         "%zu statements stand in one of the two and not in the other.",
                         c->n, c->asked, c->n_differences);
    ent_answer_paragraph(a, ENT_TONE_FAINT,
                         "A difference turns on a set of statements when %s, with these put as %s "
                         "has them, answers as %s does.",
                         label(f, c->view[0]), label(f, c->view[1]), label(f, c->view[1]));
    ent_answer_add_fact(a, "first", NULL, ent_cell_text(a, f->study->views.views[c->view[0]].id));
    ent_answer_add_fact(a, "second", NULL, ent_cell_text(a, f->study->views.views[c->view[1]].id));
    ent_answer_add_fact(a, "models", NULL, ent_cell_count(a, f->study->n_models));
    ent_answer_add_fact(a, "seed", NULL, ent_cell_count(a, f->study->seed));
    ent_answer_add_fact(a, "asked", NULL, ent_cell_count(a, c->asked));
    ent_answer_add_fact(a, "differ", NULL, ent_cell_count(a, c->n));
    ent_answer_add_fact(a, "statements", NULL, ent_cell_count(a, c->n_differences));
    for (size_t i = 0; i < c->n; i++)
        say_disagreement(a, f, &c->disagreement[i]);
    add_tables(a, f);
}

/* Two views: --view and --against, which the program takes as arguments. */
static ent_status which(uint32_t out[2], const ent_study *study, const ent_request *request) {
    const char *names[2] = {request->view, request->against};
    for (size_t i = 0; i < 2; i++) {
        if (!names[i]) {
            ent_diag(study->diags, ENT_E0381, (ent_span){0}, "",
                     "write for example: entente compare FILE base 1a",
                     "two views are needed to compare");
            return ENT_ERROR;
        }
        ENT_TRY(ent_study_view(&out[i], study, names[i]));
    }
    return ENT_OK;
}

ent_status ent_answer_compare(ent_answer **out, ent_scenario *scenario,
                              const ent_request *request) {
    found f = {0};
    uint32_t views[2];
    *out = NULL;
    ent_status status = ent_request_study(&f.study, scenario, request);
    if (status == ENT_OK)
        status = which(views, f.study, request);
    if (status == ENT_OK)
        status = ent_compare_views(&f.compared, f.study->arena, f.study, views[0], views[1]);
    if (status == ENT_OK || status == ENT_CANCELLED) {
        ent_answer *a = ent_answer_new("compare");
        if (a) {
            a->partial = f.compared.partial;
            build(a, &f, request);
        }
        status = ent_answer_finish(out, a, status);
    }
    ent_study_free(f.study);
    return status;
}
