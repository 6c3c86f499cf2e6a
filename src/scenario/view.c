/* The views of a file: who holds them, what they answer, what they build on; and the checks that
 * need no scenario. Their changes are made in view_tree.c.
 */
#include "scenario/view.h"

#include <string.h>

#include "scenario/build.h"

typedef struct reader {
    ent_build build; /* for reading sources of statements */
    ent_views *out;
    const ent_node *map; /* `views` */
} reader;

uint32_t ent_find_view(const ent_views *views, const char *id) {
    for (uint32_t v = 0; v < views->n; v++)
        if (strcmp(views->views[v].id, id) == 0)
            return v;
    return ENT_NONE;
}

ent_status ent_unknown_view(const ent_views *views, ent_arena *arena, ent_place place,
                            const char *id) {
    const char **ids = ENT_NEW(arena, const char *, views->n);
    if (ids == NULL)
        return ENT_NOMEM;
    for (size_t v = 0; v < views->n; v++)
        ids[v] = views->views[v].id;
    const char *near = ent_nearest(id, ids, views->n), *hint = "views stand under `views:`";
    if (near != NULL && (hint = ent_arena_printf(arena, "did you mean '%s'?", near)) == NULL)
        return ENT_NOMEM;
    ent_report(place.diags, ENT_E0340, place.span, place.path, hint, "there is no view '%s'", id);
    return place.diags->failed ? ENT_NOMEM : ENT_ERROR;
}

/* The view that a key names; ENT_NONE where there is no such key, or after a report. */
static ent_status read_view_name(reader *r, const ent_node *record, const char *key,
                                 const char *path, uint32_t *out) {
    const ent_node *node = ent_node_get(record, key);
    *out = ENT_NONE;
    if (!ent_is_text(node))
        return ENT_OK;
    *out = ent_find_view(r->out, node->text);
    if (*out != ENT_NONE)
        return ENT_OK;
    ent_place place = {r->build.diags, node->span, path};
    return ent_go_on(ent_unknown_view(r->out, r->build.arena, place, node->text));
}

/* ---- the records ---- */

/* What statements inside a list say of themselves; their sources must be there. */
static ent_status read_list(reader *r, const ent_node *list, const char *path) {
    for (size_t i = 0; ent_is_list(list) && i < list->n; i++) {
        const ent_node *item = list->items[i];
        const char *here;
        ent_statement said;
        ENT_PATH(here, &r->build, "%s[%zu]", path, i);
        ENT_TRY(ent_read_said(&r->build, &said, item, item->span, here, NULL));
    }
    return ENT_OK;
}

static ent_status read_record(reader *r, ent_view *view, const ent_pair *pair) {
    const ent_node *record = pair->value;
    const char *path, *changes, *claims;
    view->id = pair->key->text;
    view->extends = view->replies_to = ENT_NONE;
    ENT_PATH(path, &r->build, "views.%s", view->id);
    ENT_PATH(changes, &r->build, "%s.changes", path);
    ENT_PATH(claims, &r->build, "%s.claims", path);
    ENT_TRY(ent_read_said(&r->build, &view->said, record, pair->key->span, path, NULL));
    if (!ent_is_map(record))
        return ENT_OK;
    view->title = ent_text_at(record, "title");
    view->number = ent_text_at(record, "number");
    view->by = ent_text_at(record, "by");
    view->says = ent_text_at(record, "says");
    view->changes = ent_node_get(record, "changes");
    view->claims = ent_node_get(record, "claims");
    ENT_TRY(read_list(r, view->changes, changes));
    return read_list(r, view->claims, claims);
}

/* ---- circles ---- */

static uint32_t next_of(const ent_view *view, bool extends) {
    return extends ? view->extends : view->replies_to;
}

/* Follows `extends` (or `replies to`) from a view; a way that comes back to it is a circle. Reported at
 * its first view only. */
static ent_status check_circle(reader *r, uint32_t start, bool extends) {
    const ent_views *views = r->out;
    const char *key = extends ? "extends" : "replies to";
    ent_buffer names = {0};
    uint32_t v = start;
    bool first = true;
    ent_buffer_put(&names, views->views[v].id);
    for (size_t steps = 0; steps < views->n; steps++) {
        v = next_of(&views->views[v], extends);
        if (v == ENT_NONE || v < start)
            first = false;
        if (v == ENT_NONE || v == start)
            break;
        ent_buffer_printf(&names, " -> %s", views->views[v].id);
    }
    if (v == start && first && !names.failed) {
        const ent_view *view = &views->views[start];
        const ent_node *record = ent_node_get(r->map, view->id);
        ent_report(r->build.diags, ENT_E0341, ent_node_get(record, key)->span, view->said.path,
                   "let one of them stand on the base, which needs no key",
                   "'%s' goes in a circle: %s -> %s", key, names.data, view->id);
    }
    bool failed = names.failed;
    ent_buffer_free(&names);
    return failed ? ENT_NOMEM : ENT_OK;
}

static ent_status link_views(reader *r) {
    for (uint32_t v = 1; v < r->out->n; v++) {
        ent_view *view = &r->out->views[v];
        const ent_node *record = ent_node_get(r->map, view->id);
        ENT_TRY(read_view_name(r, record, "extends", view->said.path, &view->extends));
        ENT_TRY(read_view_name(r, record, "replies to", view->said.path, &view->replies_to));
        if (view->extends == 0)
            view->extends = ENT_NONE;
    }
    for (uint32_t v = 1; v < r->out->n; v++) {
        ENT_TRY(check_circle(r, v, true));
        ENT_TRY(check_circle(r, v, false));
    }
    return ENT_OK;
}

/* ---- all ---- */

static ent_status add_base(reader *r, const ent_node *root) {
    ent_view *base = &r->out->views[r->out->n++];
    *base = (ent_view){.id = "base",
                       .title = ent_text_at(root, "title"),
                       .replies_to = ENT_NONE,
                       .extends = ENT_NONE,
                       .claims = ent_node_get(root, "claims")};
    base->said.path = "";
    base->said.span = (ent_span){root->span.source, root->span.start, root->span.start};
    return read_list(r, base->claims, "claims");
}

ent_status ent_views_read(ent_views *out, ent_arena *arena, const ent_node *root,
                          ent_diags *diags) {
    size_t errors = diags->errors;
    ent_scenario *scenario = ENT_NEW(arena, ent_scenario, 1);
    reader r = {.build = {.arena = arena, .diags = diags, .root = root, .scenario = scenario},
                .out = out};
    *out = (ent_views){0};
    r.build.sources = ent_map_new(arena);
    r.map = ent_node_get(root, "views");
    size_t n = ent_is_map(r.map) ? r.map->n : 0;
    out->views = ENT_NEW(arena, ent_view, n + 1);
    if (scenario == NULL || r.build.sources == NULL || out->views == NULL)
        return ENT_NOMEM;
    ENT_TRY(ent_build_sources(&r.build));
    ENT_TRY(add_base(&r, root));
    for (size_t i = 0; i < n; i++) {
        const ent_node *key = r.map->pairs[i].key;
        if (strcmp(key->text, "base") == 0)
            ent_report(diags, ENT_E0342, key->span, "views", "give it another short name",
                       "'base' is the file itself, without any view");
        else
            ENT_TRY(read_record(&r, &out->views[out->n++], &r.map->pairs[i]));
    }
    ENT_TRY(link_views(&r));
    if (diags->failed)
        return ENT_NOMEM;
    return diags->errors > errors ? ENT_ERROR : ENT_OK;
}
