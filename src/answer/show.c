/* show: the conflict as the program understands it; with --assumptions only what has no source, with
 * --diff only what a view changes. */
#include "answer/show.h"
#include "scenario/statements.h"

static void put_title(ent_show *show, const ent_request *request) {
    const ent_scenario *s = show->scenario;
    ent_answer *a = show->answer;
    ent_answer_heading(a, "%s", s->title ? s->title : s->source->name);
    ent_answer_settings(a, request);
    if (s->note)
        ent_answer_paragraph(a, ENT_TONE_PLAIN, "%s", s->note);
    ent_answer_add_fact(a, "as_of", s->as_of ? "As of" : NULL, ent_show_text(show, s->as_of));
    ent_answer_add_fact(a, "question", s->question.given ? "Question" : NULL,
                        ent_show_text(show, s->question.given ? s->question.text : NULL));
}

static void put_sources(ent_show *show) {
    static const ent_column columns[] = {
        {"source", "Source", ENT_CELL_TEXT}, {"title", "Title", ENT_CELL_TEXT},
        {"by", "By", ENT_CELL_TEXT},         {"date", "Date", ENT_CELL_TEXT},
        {"url", NULL, ENT_CELL_TEXT},
    };
    const ent_scenario *s = show->scenario;
    ent_answer *a = show->answer;
    if (s->n_sources > 0)
        ent_answer_heading(a, "Where this comes from");
    ent_table *table = ent_answer_add_table(a, "sources", NULL, columns, ENT_COUNT(columns));
    for (size_t i = 0; i < s->n_sources; i++) {
        const ent_source_entry *source = &s->sources[i];
        ent_cell *row = ent_table_row(a, table);
        ent_row_set(row, 0, ent_show_text(show, source->id));
        ent_row_set(row, 1, ent_show_text(show, source->title));
        ent_row_set(row, 2, ent_show_text(show, source->by));
        ent_row_set(row, 3, ent_show_text(show, source->date));
        ent_row_set(row, 4, ent_show_text(show, source->url));
    }
}

static void put_assumption(ent_show *show, ent_table *table, const ent_stated *stated) {
    ent_answer *a = show->answer;
    const ent_statement *said = stated->said;
    unsigned line, column, end_line, end_column;
    ent_span_position(said->span, &line, &column, &end_line, &end_column);
    ent_cell *row = ent_table_row(a, table);
    ent_row_set(row, 0, ent_show_text(show, said->span.source->name));
    ent_row_set(row, 1, ent_cell_count(a, line));
    ent_row_set(row, 2, ent_show_text(show, stated->kind));
    ent_row_set(row, 3, ent_show_text(show, said->path));
    ent_row_set(row, 4, ent_show_text(show, said->note));
    ent_answer_item(a, 0, "%s:%u: %s%s%s", said->span.source->name, line, said->path,
                    said->note ? ": " : "", said->note ? said->note : "");
}

static void put_assumptions(ent_show *show) {
    static const ent_column columns[] = {
        {"file", NULL, ENT_CELL_TEXT}, {"line", NULL, ENT_CELL_INTEGER},
        {"kind", NULL, ENT_CELL_TEXT}, {"path", NULL, ENT_CELL_TEXT},
        {"note", NULL, ENT_CELL_TEXT},
    };
    ent_answer *a = show->answer;
    ent_statements stated;
    if (ent_statements_list(&stated, a->arena, show->scenario) != ENT_OK) {
        a->failed = true;
        return;
    }
    size_t n = stated.n - stated.sourced;
    ent_answer_heading(a, "Statements without a source");
    ent_answer_add_fact(a, "statements", NULL, ent_cell_count(a, stated.n));
    ent_answer_add_fact(a, "assumptions", NULL, ent_cell_count(a, n));
    ent_answer_paragraph(a, ENT_TONE_PLAIN,
                         n > 0 ? "%zu of %zu statements name no source: they are the modeller's "
                                 "assumptions."
                               : "%zu of %zu statements name no source.",
                         n, stated.n);
    ent_table *table = ent_answer_add_table(a, "assumptions", NULL, columns, ENT_COUNT(columns));
    for (size_t i = 0; i < stated.n; i++)
        if (!stated.items[i].said->from)
            put_assumption(show, table, &stated.items[i]);
}

/* The file as it stands, to compare a view with; names no warnings a second time. */
static ent_status build_base(ent_scenario **out, ent_show *show, const ent_request *request) {
    ent_arena *arena = show->answer->arena;
    ent_diags quiet = {.arena = arena};
    return ent_view_build(out, arena, show->scenario->source, request->root, request->views, 0,
                          &quiet);
}

static ent_status put_diff(ent_show *show, const ent_request *request) {
    ent_scenario *base;
    if (!request->views)
        return ENT_OK;
    ENT_TRY(build_base(&base, show, request));
    ent_answer_heading(show->answer, "%s",
                       show->scenario->title ? show->scenario->title
                                             : show->scenario->source->name);
    ent_answer_settings(show->answer, request);
    ent_show_diff(show, base);
    return ENT_OK;
}

ent_status ent_answer_show(ent_answer **out, ent_scenario *scenario, const ent_request *request) {
    *out = NULL;
    ent_show show = {.answer = ent_answer_new("show"), .scenario = scenario};
    if (!show.answer)
        return ENT_NOMEM;
    ent_status status = ENT_OK;
    if (request->diff) {
        status = put_diff(&show, request);
    } else if (request->assumptions) {
        put_assumptions(&show);
    } else {
        put_title(&show, request);
        if (scenario->n_actors)
            ent_show_actors(&show);
        if (scenario->n_issues) {
            ent_show_issues(&show);
            ent_show_states(&show);
            ent_show_wants(&show);
        } else {
            ent_show_states(&show);
        }
        ent_show_games(&show);
        put_sources(&show);
    }
    ent_buffer_free(&show.words);
    if (status != ENT_OK || show.answer->failed) {
        ent_answer_free(show.answer);
        return ENT_NOMEM;
    }
    *out = show.answer;
    return ENT_OK;
}
