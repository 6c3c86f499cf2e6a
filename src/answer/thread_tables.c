/* Tables of a discussion. See thread_tables.h. */
#include "answer/thread_tables.h"

static ent_cell words(ent_answer *a, ent_buffer *buffer) {
    ent_cell cell = buffer->data ? ent_cell_text(a, buffer->data) : (ent_cell){.text = ""};
    a->failed = a->failed || buffer->failed;
    ent_buffer_free(buffer);
    return cell;
}

static ent_cell text_or_none(ent_answer *a, const char *text) {
    return text ? ent_cell_text(a, text) : (ent_cell){.text = ""};
}

static const ent_view *view_at(const ent_discussion *d, uint32_t view) {
    return view == ENT_NONE ? NULL : &d->study->views.views[view];
}

static const char *id_of(const ent_discussion *d, uint32_t view) {
    const ent_view *v = view_at(d, view);
    return v ? v->id : NULL;
}

void ent_add_discussion_facts(ent_answer *a, const ent_discussion *d) {
    size_t told = 0, as_expected = 0, unexpected = 0, pending = 0;
    for (size_t i = 0; i < d->n; i++) {
        const ent_told *t = &d->told[i];
        pending += t->verdict.kind == ENT_PENDING;
        told += t->verdict.kind != ENT_PENDING && t->verdict.kind != ENT_UNKNOWN;
        as_expected += t->as_expected;
        unexpected += ent_is_unexpected(t);
    }
    ent_answer_add_fact(a, "models", NULL, ent_cell_count(a, d->study->n_models));
    ent_answer_add_fact(a, "seed", NULL, ent_cell_count(a, d->study->seed));
    ent_answer_add_fact(a, "views", NULL, ent_cell_count(a, d->study->views.n));
    ent_answer_add_fact(a, "claims", NULL, ent_cell_count(a, d->n));
    ent_answer_add_fact(a, "answered", NULL, ent_cell_count(a, told));
    ent_answer_add_fact(a, "as_expected", NULL, ent_cell_count(a, as_expected));
    ent_answer_add_fact(a, "unexpected", NULL, ent_cell_count(a, unexpected));
    ent_answer_add_fact(a, "pending", NULL, ent_cell_count(a, pending));
}

void ent_add_views_table(ent_answer *a, const ent_discussion *d) {
    const ent_column columns[] = {
        {"view", NULL, ENT_CELL_TEXT},       {"number", NULL, ENT_CELL_TEXT},
        {"depth", NULL, ENT_CELL_INTEGER},   {"title", NULL, ENT_CELL_TEXT},
        {"by", NULL, ENT_CELL_TEXT},         {"says", NULL, ENT_CELL_TEXT},
        {"replies_to", NULL, ENT_CELL_TEXT}, {"extends", NULL, ENT_CELL_TEXT},
    };
    ent_table *table = ent_answer_add_table(a, "views", NULL, columns, ENT_COUNT(columns));
    for (size_t i = 0; i < d->study->views.n; i++) {
        const ent_view *v = view_at(d, d->order[i]);
        ent_cell *row = ent_table_row(a, table);
        ent_row_set(row, 0, ent_cell_text(a, v->id));
        ent_row_set(row, 1, text_or_none(a, v->number));
        ent_row_set(row, 2, ent_cell_count(a, d->depth[d->order[i]]));
        ent_row_set(row, 3, text_or_none(a, v->title));
        ent_row_set(row, 4, text_or_none(a, v->by));
        ent_row_set(row, 5, text_or_none(a, v->says));
        ent_row_set(row, 6, text_or_none(a, id_of(d, v->replies_to)));
        ent_row_set(row, 7, text_or_none(a, id_of(d, v->extends)));
    }
}

#define VERDICT_COLUMNS 9u

/* verdict, share, low, high, models, true, false, vacuous, proved */
static void put_verdict(ent_answer *a, ent_cell *row, size_t at, const ent_verdict *v) {
    ent_row_set(row, at, ent_cell_text(a, ent_verdict_name(v->kind)));
    if (!v->models)
        return;
    if (v->count[ENT_TRUE] + v->count[ENT_FALSE]) {
        ent_row_set(row, at + 1, ent_cell_share(a, v->share));
        ent_row_set(row, at + 2, ent_cell_share(a, v->low));
        ent_row_set(row, at + 3, ent_cell_share(a, v->high));
    }
    ent_row_set(row, at + 4, ent_cell_count(a, v->models));
    ent_row_set(row, at + 5, ent_cell_count(a, v->count[ENT_TRUE]));
    ent_row_set(row, at + 6, ent_cell_count(a, v->count[ENT_FALSE]));
    ent_row_set(row, at + 7, ent_cell_count(a, v->count[ENT_VACUOUS]));
    ent_row_set(row, at + 8, ent_cell_bool(v->proved));
}

#define VERDICT_COLUMN_ROWS                                                                        \
    {"verdict", NULL, ENT_CELL_TEXT}, {"share", NULL, ENT_CELL_NUMBER},                            \
        {"low", NULL, ENT_CELL_NUMBER}, {"high", NULL, ENT_CELL_NUMBER},                           \
        {"models", NULL, ENT_CELL_INTEGER}, {"true", NULL, ENT_CELL_INTEGER},                      \
        {"false", NULL, ENT_CELL_INTEGER}, {"vacuous", NULL, ENT_CELL_INTEGER}, {                  \
        "proved", NULL, ENT_CELL_BOOL                                                              \
    }

void ent_add_claims_table(ent_answer *a, const ent_discussion *d) {
    const ent_column columns[] = {
        {"claim", NULL, ENT_CELL_INTEGER},    {"view", NULL, ENT_CELL_TEXT},
        {"row", NULL, ENT_CELL_TEXT},         {"text", NULL, ENT_CELL_TEXT},
        {"expect", NULL, ENT_CELL_TEXT},      VERDICT_COLUMN_ROWS,
        {"as_expected", NULL, ENT_CELL_BOOL}, {"in_words", NULL, ENT_CELL_TEXT},
        {"witness", NULL, ENT_CELL_TEXT},     {"crux", NULL, ENT_CELL_TEXT},
    };
    const size_t after = 5 + VERDICT_COLUMNS;
    ent_table *table = ent_answer_add_table(a, "claims", NULL, columns, ENT_COUNT(columns));
    for (size_t i = 0; i < d->n; i++) {
        const ent_told *t = &d->told[i];
        ent_cell *row = ent_table_row(a, table);
        ent_buffer verdict = {0}, witness = {0}, crux = {0};
        ent_word_verdict(&verdict, &t->verdict);
        ent_word_witness(&witness, &t->verdict);
        if (t->has_crux)
            ent_word_crux(&crux, t);
        ent_row_set(row, 0, ent_cell_count(a, i + 1));
        ent_row_set(row, 1, ent_cell_text(a, id_of(d, t->said->view)));
        ent_row_set(row, 2, text_or_none(a, t->said->stated.row));
        ent_row_set(row, 3, ent_cell_text(a, t->said->stated.text));
        ent_row_set(row, 4, ent_cell_text(a, t->said->stated.expect));
        put_verdict(a, row, 5, &t->verdict);
        if (t->verdict.kind != ENT_PENDING && t->verdict.kind != ENT_UNKNOWN)
            ent_row_set(row, after, ent_cell_bool(t->as_expected));
        ent_row_set(row, after + 1, words(a, &verdict));
        ent_row_set(row, after + 2, words(a, &witness));
        ent_row_set(row, after + 3, words(a, &crux));
    }
}

void ent_add_verdicts_table(ent_answer *a, const ent_discussion *d) {
    const ent_column columns[] = {
        {"claim", NULL, ENT_CELL_INTEGER},
        {"view", NULL, ENT_CELL_TEXT},
        VERDICT_COLUMN_ROWS,
        {"missing", NULL, ENT_CELL_TEXT},
    };
    if (!d->at)
        return;
    ent_table *table = ent_answer_add_table(a, "verdicts", NULL, columns, ENT_COUNT(columns));
    for (size_t i = 0; i < d->n; i++)
        for (uint32_t v = 0; v < d->study->views.n; v++) {
            const ent_verdict *verdict = &d->at[i * d->study->views.n + v];
            ent_cell *row = ent_table_row(a, table);
            ent_row_set(row, 0, ent_cell_count(a, i + 1));
            ent_row_set(row, 1, ent_cell_text(a, id_of(d, v)));
            put_verdict(a, row, 2, verdict);
            ent_row_set(row, 2 + VERDICT_COLUMNS, text_or_none(a, verdict->missing));
        }
}

#define MATRIX_VIEWS 40u /* a wider picture serves nobody; the table `verdicts` has them all */

static bool is_told(const ent_discussion *d, size_t claim) {
    return d->told[claim].verdict.kind != ENT_UNKNOWN;
}

/* On a page: a column for each view. */
static void add_wide_matrix(ent_answer *a, const ent_discussion *d, size_t n) {
    ent_column columns[MATRIX_VIEWS + 2] = {{"claim", "claim", ENT_CELL_INTEGER},
                                            {"row", "row", ENT_CELL_TEXT}};
    for (size_t k = 0; k < n; k++) {
        const ent_view *v = view_at(d, d->order[k]);
        columns[k + 2] = (ent_column){v->id, ent_view_label(v), ENT_CELL_TEXT};
    }
    ent_table *table = ent_answer_add_table(a, "matrix", NULL, columns, n + 2);
    ent_answer_show_on_pages(a);
    for (size_t i = 0; i < d->n; i++) {
        if (!is_told(d, i))
            continue;
        ent_cell *row = ent_table_row(a, table);
        ent_row_set(row, 0, ent_cell_count(a, i + 1));
        ent_row_set(row, 1, text_or_none(a, d->told[i].said->stated.row));
        for (size_t k = 0; k < n; k++) {
            uint32_t view = d->order[k];
            ent_buffer cell = {0};
            ent_buffer_printf(&cell, view == d->told[i].said->view ? "%s*" : "%s",
                              ent_verdict_letter(d->at[i * d->study->views.n + view].kind));
            ent_row_set(row, k + 2, words(a, &cell));
        }
    }
}

/* In a terminal: a letter for each view, in their order; the author's own in brackets. */
static void add_narrow_matrix(ent_answer *a, const ent_discussion *d, size_t n) {
    const ent_column columns[] = {
        {"claim", "claim", ENT_CELL_INTEGER},
        {"row", "row", ENT_CELL_TEXT},
        {"letters", "one letter for each view", ENT_CELL_TEXT},
    };
    ent_buffer legend = {0};
    for (size_t k = 0; k < n; k++)
        ent_buffer_printf(&legend, "%s%s", k ? ", " : "", ent_view_label(view_at(d, d->order[k])));
    ent_answer_paragraph(a, ENT_TONE_PLAIN, "The views, in this order: %s.",
                         legend.data ? legend.data : "");
    a->failed = a->failed || legend.failed;
    ent_buffer_free(&legend);
    ent_table *table = ent_answer_add_table(a, "letters", NULL, columns, ENT_COUNT(columns));
    ent_answer_show_in_text(a);
    for (size_t i = 0; i < d->n; i++) {
        ent_buffer letters = {0};
        if (!is_told(d, i))
            continue;
        ent_cell *row = ent_table_row(a, table);
        for (size_t k = 0; k < n; k++) {
            bool own = d->order[k] == d->told[i].said->view;
            ent_buffer_printf(&letters, own ? "[%s]" : "%s",
                              ent_verdict_letter(d->at[i * d->study->views.n + d->order[k]].kind));
        }
        ent_row_set(row, 0, ent_cell_count(a, i + 1));
        ent_row_set(row, 1, text_or_none(a, d->told[i].said->stated.row));
        ent_row_set(row, 2, words(a, &letters));
    }
}

void ent_add_matrix_table(ent_answer *a, const ent_discussion *d) {
    size_t n = d->study->views.n < MATRIX_VIEWS ? d->study->views.n : MATRIX_VIEWS;
    if (!d->at || !d->n)
        return;
    add_narrow_matrix(a, d, n);
    add_wide_matrix(a, d, n);
}

void ent_add_thresholds_table(ent_answer *a, const ent_discussion *d) {
    const ent_column columns[] = {
        {"claim", NULL, ENT_CELL_INTEGER},   {"kind", NULL, ENT_CELL_TEXT},
        {"actor", NULL, ENT_CELL_TEXT},      {"of", NULL, ENT_CELL_TEXT},
        {"gain_issue", NULL, ENT_CELL_TEXT}, {"gain_to", NULL, ENT_CELL_TEXT},
        {"loss_issue", NULL, ENT_CELL_TEXT}, {"loss_to", NULL, ENT_CELL_TEXT},
        {"above", NULL, ENT_CELL_BOOL},      {"value", NULL, ENT_CELL_TEXT},
        {"both", NULL, ENT_CELL_BOOL},       {"right", NULL, ENT_CELL_NUMBER},
        {"majority", NULL, ENT_CELL_NUMBER},
    };
    ent_table *table = ent_answer_add_table(a, "thresholds", NULL, columns, ENT_COUNT(columns));
    for (size_t i = 0; i < d->n; i++) {
        const ent_told *t = &d->told[i];
        for (size_t k = 0; t->has_crux && k < t->crux.n; k++) {
            const ent_threshold *at = &t->crux.at[k];
            const ent_scenario *s = ent_models_scenario(t->crux_models);
            bool stakes = at->feature.kind == ENT_FEATURE_STAKES;
            const ent_stake sides[2] = {at->feature.gain, at->feature.loss};
            ent_cell *row = ent_table_row(a, table);
            ent_buffer value = {0};
            ent_double_print(&value, at->value);
            ent_row_set(row, 0, ent_cell_count(a, i + 1));
            ent_row_set(row, 1, ent_cell_text(a, stakes ? "stakes" : "unknown"));
            if (stakes)
                ent_row_set(row, 2, ent_cell_text(a, s->actors[at->feature.actor].id));
            else
                ent_row_set(row, 3,
                            ent_cell_text(
                                a, ent_models_unknown(t->crux_models, at->feature.unknown)->name));
            for (size_t side = 0; stakes && side < 2; side++)
                if (sides[side].issue != ENT_NONE) {
                    const ent_issue *issue = &s->issues[sides[side].issue];
                    ent_row_set(row, 4 + 2 * side, ent_cell_text(a, issue->id));
                    ent_row_set(row, 5 + 2 * side,
                                ent_cell_text(a, issue->outcomes[sides[side].to].id));
                }
            ent_row_set(row, 8, ent_cell_bool(at->above));
            ent_row_set(row, 9, words(a, &value));
            if (t->crux.n == 2)
                ent_row_set(row, 10, ent_cell_bool(t->crux.both));
            ent_row_set(row, 11, ent_cell_share(a, t->crux.right));
            ent_row_set(row, 12, ent_cell_share(a, t->crux.majority));
        }
    }
}

static void put_premise(ent_answer *a, ent_table *table, size_t claim, size_t set,
                        const ent_premise *p, ent_verdict_kind without) {
    ent_cell *row = ent_table_row(a, table);
    ent_row_set(row, 0, ent_cell_count(a, claim + 1));
    if (set)
        ent_row_set(row, 1, ent_cell_count(a, set));
    ent_row_set(row, 2, ent_cell_text(a, p->kind));
    ent_row_set(row, 3, text_or_none(a, p->name));
    ent_row_set(row, 4, ent_cell_text(a, p->path));
    if (ent_span_line(p->span))
        ent_row_set(row, 5, ent_cell_count(a, ent_span_line(p->span)));
    ent_row_set(row, 6, ent_cell_bool(p->named));
    if (p->removal == ENT_REMOVED) {
        ent_row_set(row, 7, ent_cell_bool(p->carries));
        ent_row_set(row, 8, ent_cell_text(a, ent_verdict_name(without)));
    } else {
        ent_row_set(row, 8, ent_cell_text(a, "not removable"));
    }
}

void ent_add_premises_table(ent_answer *a, const ent_discussion *d) {
    const ent_column columns[] = {
        {"claim", NULL, ENT_CELL_INTEGER}, {"set", NULL, ENT_CELL_INTEGER},
        {"kind", NULL, ENT_CELL_TEXT},     {"name", NULL, ENT_CELL_TEXT},
        {"path", NULL, ENT_CELL_TEXT},     {"line", NULL, ENT_CELL_INTEGER},
        {"named", NULL, ENT_CELL_BOOL},    {"carries", NULL, ENT_CELL_BOOL},
        {"without", NULL, ENT_CELL_TEXT},
    };
    ent_table *table = ent_answer_add_table(a, "premises", NULL, columns, ENT_COUNT(columns));
    for (size_t i = 0; i < d->n; i++) {
        const ent_premises *p = &d->told[i].premises;
        for (size_t k = 0; d->told[i].has_premises && k < p->n; k++)
            put_premise(a, table, i, 0, &p->premise[k], p->premise[k].without);
        for (size_t k = 0; d->told[i].has_premises && k < p->n_unknown; k++) {
            ent_cell *row = ent_table_row(a, table);
            ent_row_set(row, 0, ent_cell_count(a, i + 1));
            ent_row_set(row, 2, ent_cell_text(a, "unknown"));
            ent_row_set(row, 3, ent_cell_text(a, p->unknown[k]));
            ent_row_set(row, 6, ent_cell_bool(true));
            ent_row_set(row, 8, ent_cell_text(a, "no such statement"));
        }
        for (size_t k = 0; k < p->n_sets; k++)
            for (size_t m = 0; m < p->set[k].n; m++)
                put_premise(a, table, i, k + 1, &p->set[k].member[m], p->set[k].without);
    }
}
