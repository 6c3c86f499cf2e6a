/* For the unit tests of the scenario reader: a text to a scenario, and what was said about it. */
#ifndef ENT_TESTS_READING_H
#define ENT_TESTS_READING_H

#include "scenario/scenario.h"

#include <setjmp.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

typedef struct reading {
    ent_arena *arena;
    ent_diags diags;
    const ent_source *source;
    ent_node *root;
    ent_scenario *scenario;
    ent_status status;
} reading;

static inline void read_scenario(reading *r, const char *text) {
    *r = (reading){.arena = ent_arena_new()};
    r->diags.arena = r->arena;
    r->status = ent_source_text(&r->source, r->arena, "t.yaml", text, strlen(text), &r->diags);
    if (r->status == ENT_OK)
        r->status = ent_node_parse(&r->root, r->arena, r->source, &r->diags);
    if (r->status == ENT_OK)
        r->status = ent_scenario_build(&r->scenario, r->arena, r->source, r->root, &r->diags);
}

static inline void done(reading *r) {
    ent_arena_free(r->arena);
}

/* The diagnostics in short, "E0204 shred; E0205 eats": each code with the words it points at. */
static inline const char *said(const reading *r) {
    ent_buffer all = {0};
    for (size_t i = 0; i < r->diags.n; i++) {
        const ent_diag_item *item = &r->diags.items[i];
        ent_buffer_printf(&all, "%s%s", i > 0 ? "; " : "", ent_diag_name(item->code));
        if (item->span.source != NULL && item->span.end > item->span.start) {
            ent_buffer_put(&all, " ");
            ent_buffer_put_n(&all, item->span.source->text + item->span.start,
                             item->span.end - item->span.start);
        }
    }
    const char *text = ent_arena_text(r->arena, all.data != NULL ? all.data : "");
    ent_buffer_free(&all);
    return text;
}

/* A text as the reader would have found it in a file of its own. */
static inline ent_node *text_node(reading *r, const char *text) {
    ent_source *source = ENT_NEW(r->arena, ent_source, 1);
    ent_node *node = ENT_NEW(r->arena, ent_node, 1);
    *source =
        (ent_source){.name = "--with", .text = ent_arena_text(r->arena, text), .len = strlen(text)};
    *node = (ent_node){
        .kind = ENT_NODE_SCALAR, .text = source->text, .span = {source, 0, (uint32_t)strlen(text)}};
    return node;
}

#endif
