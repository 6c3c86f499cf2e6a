/* YAML and JSON to a tree, from libfyaml's stream of events.
 *
 * Events, not libfyaml's documents: so depth and size are bounded while reading, aliases stay shared
 * nodes, and duplicate keys are ours to report. One frame per open list or map stands on a stack of
 * fixed depth; nothing here recurses.
 */
#include "scenario/node.h"
#include "scenario/yaml_error.h"
#include "scenario/yaml_text.h"

#include <libfyaml.h>
#include <string.h>

#define MANY_KEYS 16u /* from here on, a map of keys finds duplicates */

typedef struct frame {
    ent_node *node;
    ent_node *key; /* map: the key whose value comes next, or NULL */
    bool twice;    /* that key stood there before: its value is dropped */
    size_t cap;
    ent_map *keys; /* of a long map: key to index */
    unsigned height;
    size_t anchors; /* how many there were once its own was set */
} frame;

/* A node that aliases may stand for. */
typedef struct anchor {
    ent_node *node;
    unsigned height; /* levels in it */
    bool open;
} anchor;

typedef struct reader {
    ent_arena *arena;
    const ent_source *source;
    size_t offset;
    ent_diags *diags;
    frame frames[ENT_DEPTH_LIMIT];
    unsigned depth;
    ent_map *anchor_of;
    anchor *anchors;
    size_t n_anchors, anchors_cap;
    uint32_t weight; /* nodes so far, aliases expanded */
    unsigned documents;
    ent_node *root;
} reader;

static ent_status fail(const reader *r, ent_diag_code code, ent_span span, const char *hint,
                       const char *message) {
    ent_diag(r->diags, code, span, "", hint, "%s", message);
    return r->diags->failed ? ENT_NOMEM : ENT_ERROR;
}

static frame *top(reader *r) {
    return r->depth > 0 ? &r->frames[r->depth - 1] : NULL;
}

static ent_span span_between(const reader *r, size_t start, size_t end) {
    if (end > r->source->len)
        end = r->source->len;
    if (start > end)
        start = end;
    return (ent_span){r->source, (uint32_t)start, (uint32_t)end};
}

/* An empty value has no token; it stands right behind what was read last. */
static ent_span token_span(reader *r, struct fy_token *token) {
    const struct fy_mark *start = token ? fy_token_start_mark(token) : NULL;
    const struct fy_mark *end = token ? fy_token_end_mark(token) : NULL;
    if (start && end)
        return span_between(r, r->offset + start->input_pos, r->offset + end->input_pos);
    frame *f = top(r);
    if (!f)
        return span_between(r, r->offset, r->offset);
    return f->key ? f->key->span : f->node->span;
}

static bool is_quoted(struct fy_token *token) {
    enum fy_scalar_style style = token ? fy_token_scalar_style(token) : FYSS_PLAIN;
    return style == FYSS_SINGLE_QUOTED || style == FYSS_DOUBLE_QUOTED;
}

/* libfyaml's marks leave the quotes out. */
static ent_span scalar_span(reader *r, struct fy_token *token) {
    ent_span span = token_span(r, token);
    if (is_quoted(token) && span.start > 0 && span.end < r->source->len) {
        span.start--;
        span.end++;
    }
    return span;
}

/* ---- attaching a finished or newly opened node to what is open ---- */

static ent_status add_weight(reader *r, uint32_t weight, ent_span span) {
    if (weight > ENT_NODE_LIMIT - r->weight)
        return fail(r, ENT_E0006, span, "write fewer items, or fewer aliases to large parts",
                    "the file holds more than 1.1 million items here, aliases expanded");
    r->weight += weight;
    return ENT_OK;
}

static uint32_t key_index(const frame *f, const char *key) {
    if (f->keys)
        return ent_map_get(f->keys, key);
    for (size_t i = 0; i < f->node->n; i++)
        if (strcmp(f->node->pairs[i].key->text, key) == 0)
            return (uint32_t)i;
    return UINT32_MAX;
}

static ent_status report_twice(reader *r, const frame *f, const ent_node *key, uint32_t first) {
    unsigned line, column, end_line, end_column;
    ent_span_position(f->node->pairs[first].key->span, &line, &column, &end_line, &end_column);
    ent_diag(r->diags, ENT_E0008, key->span, "", "join the two, or rename one of them",
             "the key '%s' stands twice in this map; the first is on line %u, column %u", key->text,
             line, column);
    return r->diags->failed ? ENT_NOMEM : ENT_OK;
}

static ent_status take_key(reader *r, frame *f, ent_node *key) {
    if (key->kind != ENT_NODE_SCALAR)
        return fail(r, ENT_E0009, key->span, "put a text that begins with a bracket in quotes",
                    "a list or map stands where a key is expected");
    uint32_t first = key_index(f, key->text);
    f->key = key;
    f->twice = first != UINT32_MAX;
    return f->twice ? report_twice(r, f, key, first) : ENT_OK;
}

static ent_status remember_key(reader *r, frame *f) {
    if (!f->keys && f->node->n < MANY_KEYS)
        return ENT_OK;
    size_t from = f->keys ? f->node->n - 1 : 0;
    if (!f->keys && !(f->keys = ent_map_new(r->arena)))
        return ENT_NOMEM;
    for (size_t i = from; i < f->node->n; i++)
        ENT_TRY(ent_map_put(f->keys, f->node->pairs[i].key->text, (uint32_t)i));
    return ENT_OK;
}

static ent_status take_value(reader *r, frame *f, ent_node *value) {
    ent_node *map = f->node, *key = f->key;
    f->key = NULL;
    if (f->twice)
        return ENT_OK;
    ent_pair *pairs = ent_arena_grow(r->arena, map->pairs, map->n, &f->cap, sizeof *pairs);
    if (!pairs)
        return ENT_NOMEM;
    map->pairs = pairs;
    map->pairs[map->n++] = (ent_pair){key, value};
    return remember_key(r, f);
}

static ent_status take_item(reader *r, frame *f, ent_node *item) {
    ent_node *list = f->node;
    ent_node **items = ent_arena_grow(r->arena, list->items, list->n, &f->cap, sizeof *items);
    if (!items)
        return ENT_NOMEM;
    list->items = items;
    list->items[list->n++] = item;
    return ENT_OK;
}

static ent_status attach(reader *r, ent_node *node) {
    frame *f = top(r);
    if (!f) {
        r->root = node;
        return ENT_OK;
    }
    if (f->node->kind == ENT_NODE_LIST)
        return take_item(r, f, node);
    return f->key ? take_value(r, f, node) : take_key(r, f, node);
}

/* ---- anchors and aliases ---- */

static ent_status set_anchor(reader *r, struct fy_token *token, ent_node *node, bool open) {
    size_t len = 0;
    const char *text = token ? fy_token_get_text(token, &len) : NULL;
    if (!text)
        return ENT_OK;
    const char *name = ent_arena_text_n(r->arena, text, len);
    anchor *anchors =
        ent_arena_grow(r->arena, r->anchors, r->n_anchors, &r->anchors_cap, sizeof *anchors);
    if (!name || !anchors)
        return ENT_NOMEM;
    r->anchors = anchors;
    r->anchors[r->n_anchors] = (anchor){node, 1, open};
    return ent_map_put(r->anchor_of, name, (uint32_t)r->n_anchors++);
}

/* When a list or map is finished, aliases may stand for it. */
static void finish_anchor(reader *r, const frame *f) {
    anchor *own = f->anchors > 0 ? &r->anchors[f->anchors - 1] : NULL;
    if (own && own->node == f->node) {
        own->open = false;
        own->height = f->height;
    }
}

static ent_status read_alias(reader *r, struct fy_token *token) {
    size_t len = 0;
    const char *text = fy_token_get_text(token, &len);
    char *name = text ? ent_arena_text_n(r->arena, text, len) : NULL;
    ent_span span = token_span(r, token);
    if (!name)
        return ENT_NOMEM;
    uint32_t found = ent_map_get(r->anchor_of, name);
    if (found == UINT32_MAX) {
        ent_diag(r->diags, ENT_E0007, span, "", "mark what it stands for earlier with &NAME",
                 "the alias '*%s' stands for nothing: there is no '&%s' before it", name, name);
        return r->diags->failed ? ENT_NOMEM : ENT_ERROR;
    }
    const anchor *a = &r->anchors[found];
    if (a->open)
        return fail(r, ENT_E0007, span, "write out what is meant",
                    "this alias stands inside what it stands for, so it would never end");
    frame *f = top(r);
    if (r->depth + a->height > ENT_DEPTH_LIMIT)
        return fail(r, ENT_E0005, span, "write a flatter file",
                    "lists and maps are nested more than 64 levels deep here, aliases expanded");
    if (f && f->height < a->height + 1)
        f->height = a->height + 1;
    ENT_TRY(add_weight(r, a->node->weight, span));
    if (f)
        f->node->weight += a->node->weight;
    return attach(r, a->node);
}

/* ---- events ---- */

static ent_status refuse_tag(reader *r, struct fy_token *tag) {
    if (!tag)
        return ENT_OK;
    ent_diag(r->diags, ENT_E0011, token_span(r, tag), "",
             "leave it out, or quote the text if it begins with '!'", "a YAML tag stands here");
    return r->diags->failed ? ENT_NOMEM : ENT_OK;
}

/* The text of a scalar, NUL-terminated; its place is known already. */
static ent_status read_scalar_text(reader *r, struct fy_token *token, ent_node *node) {
    const char *raw = r->source->text + node->span.start;
    size_t len = 0;
    ent_buffer text = {0};
    bool good = true;
    if (is_quoted(token) && (raw[0] == '"' || raw[0] == '\'')) {
        good = ent_yaml_unquote(&text, raw[0], raw + 1, node->span.end - node->span.start - 2);
    } else if (token) {
        const char *plain = fy_token_get_text(token, &len);
        text.failed = !plain;
        if (plain)
            ent_buffer_put_n(&text, plain, len);
    }
    if (!text.failed)
        node->text = ent_arena_text_n(r->arena, text.data ? text.data : "", text.len);
    good = good && node->text && ent_utf8_valid(node->text, text.len) == text.len &&
           strlen(node->text) == text.len;
    ent_buffer_free(&text);
    if (!node->text)
        return ENT_NOMEM;
    return good ? ENT_OK
                : fail(r, ENT_E0003, node->span, "leave the escape out",
                       "an escape in this text stands for no character");
}

static ent_status read_scalar(reader *r, const struct fy_event_scalar_data *event) {
    ent_node *node = ENT_NEW(r->arena, ent_node, 1);
    if (!node)
        return ENT_NOMEM;
    *node = (ent_node){.kind = ENT_NODE_SCALAR, .weight = 1};
    node->span = scalar_span(r, event->value);
    ENT_TRY(read_scalar_text(r, event->value, node));
    ENT_TRY(refuse_tag(r, event->tag));
    ENT_TRY(add_weight(r, 1, node->span));
    if (r->depth > 0)
        top(r)->node->weight++;
    ENT_TRY(set_anchor(r, event->anchor, node, false));
    return attach(r, node);
}

static ent_status open_frame(reader *r, ent_node_kind kind, struct fy_token *start,
                             struct fy_token *anchored, struct fy_token *tag) {
    ent_span span = token_span(r, start);
    if (r->depth == ENT_DEPTH_LIMIT)
        return fail(r, ENT_E0005, span, "write a flatter file",
                    "lists and maps are nested more than 64 levels deep here");
    ent_node *node = ENT_NEW(r->arena, ent_node, 1);
    if (!node)
        return ENT_NOMEM;
    *node = (ent_node){.kind = kind, .span = span, .weight = 1};
    ENT_TRY(refuse_tag(r, tag));
    ENT_TRY(add_weight(r, 1, span));
    ENT_TRY(set_anchor(r, anchored, node, true));
    ENT_TRY(attach(r, node));
    r->frames[r->depth++] = (frame){.node = node, .height = 1, .anchors = r->n_anchors};
    return ENT_OK;
}

/* A bracket ends a flow list or map; a block one ends with its last part. */
static void end_span(reader *r, ent_node *node, struct fy_token *end) {
    const ent_node *last = node->n == 0                  ? NULL
                           : node->kind == ENT_NODE_LIST ? node->items[node->n - 1]
                                                         : node->pairs[node->n - 1].value;
    if (last && last->span.source == r->source && last->span.end > node->span.end)
        node->span.end = last->span.end;
    const struct fy_mark *mark = end ? fy_token_end_mark(end) : NULL;
    size_t stop = mark ? r->offset + mark->input_pos : 0;
    if (stop == 0 || stop > r->source->len || stop <= node->span.end)
        return;
    char closer = r->source->text[stop - 1];
    if (fy_token_start_mark(end)->input_pos != mark->input_pos && (closer == '}' || closer == ']'))
        node->span.end = (uint32_t)stop;
}

static void close_frame(reader *r, struct fy_token *end) {
    frame *f = top(r);
    end_span(r, f->node, end);
    finish_anchor(r, f);
    r->depth--;
    frame *outer = top(r);
    if (outer) {
        outer->node->weight += f->node->weight;
        if (outer->height < f->height + 1)
            outer->height = f->height + 1;
    }
}

static ent_status start_document(reader *r) {
    if (++r->documents == 1)
        return ENT_OK;
    ent_span span = {NULL, 0, 0};
    if (r->root)
        span = span_between(r, r->root->span.end, r->root->span.end);
    return fail(r, ENT_E0010, span, "leave out the line of dashes",
                "a second YAML document begins after this one");
}

static ent_status take_event(reader *r, struct fy_event *event) {
    switch (event->type) {
    case FYET_DOCUMENT_START: return start_document(r);
    case FYET_SCALAR: return read_scalar(r, &event->scalar);
    case FYET_ALIAS: return read_alias(r, event->alias.anchor);
    case FYET_SEQUENCE_START:
        return open_frame(r, ENT_NODE_LIST, event->sequence_start.sequence_start,
                          event->sequence_start.anchor, event->sequence_start.tag);
    case FYET_MAPPING_START:
        return open_frame(r, ENT_NODE_MAP, event->mapping_start.mapping_start,
                          event->mapping_start.anchor, event->mapping_start.tag);
    case FYET_SEQUENCE_END: close_frame(r, event->sequence_end.sequence_end); return ENT_OK;
    case FYET_MAPPING_END: close_frame(r, event->mapping_end.mapping_end); return ENT_OK;
    default: return ENT_OK;
    }
}

/* The innermost open { } or [ ]: its first byte. */
static ent_span open_flow(reader *r) {
    for (unsigned i = r->depth; i-- > 0;) {
        ent_span span = r->frames[i].node->span;
        char c = span.start < r->source->len ? r->source->text[span.start] : '\0';
        if (c == '{' || c == '[')
            return span_between(r, span.start, span.start + 1);
    }
    return (ent_span){NULL, 0, 0};
}

static ent_status read_events(reader *r, struct fy_parser *parser, struct fy_diag *complaints) {
    ent_status status = ENT_OK;
    struct fy_event *event;
    while (status == ENT_OK && (event = fy_parser_parse(parser)) != NULL) {
        status = take_event(r, event);
        fy_parser_event_free(parser, event);
        if (r->diags->n > ENT_DIAG_LIMIT)
            return ENT_ERROR;
    }
    if (status == ENT_OK && (fy_parser_get_stream_error(parser) || r->depth > 0))
        status = ent_yaml_error(complaints, r->source, r->offset, open_flow(r), r->diags);
    while (r->depth > 0) /* keep what was read before an error */
        close_frame(r, NULL);
    return status;
}

static ent_status read_source(reader *r) {
    struct fy_diag_cfg silent;
    fy_diag_cfg_default(&silent);
    silent.fp = NULL;
    silent.colorize = false;
    struct fy_diag *complaints = fy_diag_create(&silent);
    if (!complaints)
        return ENT_NOMEM;
    fy_diag_set_collect_errors(complaints, true);
    const struct fy_parse_cfg config = {.flags = FYPCF_QUIET | FYPCF_SLOPPY_FLOW_INDENTATION,
                                        .diag = complaints};
    struct fy_parser *parser = fy_parser_create(&config);
    ent_status status = ENT_NOMEM;
    if (parser &&
        fy_parser_set_string(parser, r->source->text + r->offset, r->source->len - r->offset) == 0)
        status = read_events(r, parser, complaints);
    if (parser)
        fy_parser_destroy(parser);
    fy_diag_destroy(complaints);
    return status;
}

ent_status ent_node_parse_from(ent_node **out, ent_arena *arena, const ent_source *source,
                               size_t offset, ent_diags *diags) {
    reader r = {.arena = arena, .source = source, .offset = offset, .diags = diags};
    size_t errors = diags->errors;
    *out = NULL;
    r.anchor_of = ent_map_new(arena);
    if (!r.anchor_of)
        return ENT_NOMEM;
    ent_status status = read_source(&r);
    *out = r.root;
    if (status == ENT_OK && diags->failed)
        return ENT_NOMEM;
    return status == ENT_OK && diags->errors > errors ? ENT_ERROR : status;
}

ent_status ent_node_parse(ent_node **out, ent_arena *arena, const ent_source *source,
                          ent_diags *diags) {
    ENT_TRY(ent_node_parse_from(out, arena, source, 0, diags));
    if (*out)
        return ENT_OK;
    ent_span start = {source, 0, 0};
    ent_diag(diags, ENT_E0012, start, "", "`entente help` shows a first scenario",
             "there is nothing in %s", source->name);
    return diags->failed ? ENT_NOMEM : ENT_ERROR;
}
