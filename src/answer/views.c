/* views: who sees the conflict how, as the discussion in which they answer each other. */
#include "answer/verbs.h"

typedef struct lister {
    ent_answer *answer;
    const ent_views *views;
    ent_table *table;
    bool *listed;
} lister;

static size_t count(const ent_node *list) {
    return list && list->kind == ENT_NODE_LIST ? list->n : 0;
}

static const char *id_of(const ent_views *views, uint32_t view) {
    return view == ENT_NONE ? NULL : views->views[view].id;
}

/* "2 changes, 1 claim" */
static const char *counts(ent_answer *a, const ent_view *view) {
    size_t changes = count(view->changes), claims = count(view->claims);
    const char *text = ent_arena_printf(a->arena, "%zu change%s, %zu claim%s", changes,
                                        changes == 1 ? "" : "s", claims, claims == 1 ? "" : "s");
    a->failed = a->failed || !text;
    return text ? text : "";
}

static void put_view(const lister *l, uint32_t v, unsigned depth) {
    ent_answer *a = l->answer;
    const ent_view *view = &l->views->views[v];
    ent_cell *row = ent_table_row(a, l->table);
    ent_row_set(row, 0, ent_cell_text(a, view->id));
    ent_row_set(row, 1, ent_cell_text(a, view->number));
    ent_row_set(row, 2, ent_cell_text(a, view->title));
    ent_row_set(row, 3, ent_cell_text(a, view->by));
    ent_row_set(row, 4, ent_cell_text(a, id_of(l->views, view->replies_to)));
    ent_row_set(
        row, 5,
        ent_cell_text(a, v == 0 ? NULL
                                : id_of(l->views, view->extends == ENT_NONE ? 0 : view->extends)));
    ent_row_set(row, 6, ent_cell_count(a, depth));
    ent_row_set(row, 7, ent_cell_count(a, count(view->changes)));
    ent_row_set(row, 8, ent_cell_count(a, count(view->claims)));
    ent_row_set(row, 9, ent_cell_text(a, view->says));
    const char *title = view->title ? view->title : "";
    unsigned indent = 2 * (depth < 10 ? depth : 10);
    bool builds = view->extends != ENT_NONE;
    ent_answer_item(a, indent, "%s%s%s%s%s%s%s (%s%s%s)%s%s", view->number ? view->number : "",
                    view->number ? " " : "", view->id, *title ? ": " : "", title,
                    view->by ? ", by " : "", view->by ? view->by : "", counts(a, view),
                    builds ? ", builds on " : "", builds ? id_of(l->views, view->extends) : "",
                    view->says ? ". " : "", view->says ? view->says : "");
}

/* A view and what answers it, in the order of the file. Without recursion: answers may go deep. */
static void put_discussion(const lister *l, uint32_t first, uint32_t *stack, uint32_t *next) {
    size_t depth = 1;
    stack[0] = first;
    next[0] = 0;
    put_view(l, first, 0);
    l->listed[first] = true;
    while (depth > 0) {
        uint32_t v = next[depth - 1]++;
        if (v == l->views->n) {
            depth--;
        } else if (!l->listed[v] && l->views->views[v].replies_to == stack[depth - 1]) {
            put_view(l, v, (unsigned)depth);
            l->listed[v] = true;
            stack[depth] = v;
            next[depth++] = 0;
        }
    }
}

static void put_views(ent_answer *a, const ent_views *views) {
    static const ent_column columns[] = {
        {"view", NULL, ENT_CELL_TEXT},       {"number", NULL, ENT_CELL_TEXT},
        {"title", NULL, ENT_CELL_TEXT},      {"by", NULL, ENT_CELL_TEXT},
        {"replies_to", NULL, ENT_CELL_TEXT}, {"extends", NULL, ENT_CELL_TEXT},
        {"depth", NULL, ENT_CELL_INTEGER},   {"changes", NULL, ENT_CELL_INTEGER},
        {"claims", NULL, ENT_CELL_INTEGER},  {"says", NULL, ENT_CELL_TEXT},
    };
    lister l = {.answer = a, .views = views, .listed = ENT_NEW(a->arena, bool, views->n)};
    uint32_t *stack = ENT_NEW(a->arena, uint32_t, views->n + 1);
    uint32_t *next = ENT_NEW(a->arena, uint32_t, views->n + 1);
    l.table = ent_answer_add_table(a, "views", NULL, columns, ENT_COUNT(columns));
    if (!l.listed || !stack || !next || !l.table) {
        a->failed = true;
        return;
    }
    for (uint32_t v = 0; v < views->n; v++)
        if (!l.listed[v] && views->views[v].replies_to == ENT_NONE)
            put_discussion(&l, v, stack, next);
}

ent_status ent_answer_views(ent_answer **out, ent_scenario *scenario, const ent_request *request) {
    *out = NULL;
    ent_answer *a = ent_answer_new("views");
    if (!a)
        return ENT_NOMEM;
    if (scenario->title)
        ent_answer_heading(a, "%s", scenario->title);
    if (request->views) {
        ent_answer_add_fact(a, "views", NULL, ent_cell_count(a, request->views->n));
        put_views(a, request->views);
        if (request->views->n == 1)
            ent_answer_paragraph(
                a, ENT_TONE_FAINT,
                "The file has no views besides its own; others go under `views:`.");
    }
    if (a->failed) {
        ent_answer_free(a);
        return ENT_NOMEM;
    }
    *out = a;
    return ENT_OK;
}
