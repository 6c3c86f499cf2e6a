/* The author's text as a tree: scalars, lists and maps, each with its place in the file.
 *
 * YAML 1.2 and JSON come through the same door (libfyaml's event stream; node.c). Everything is
 * text until the schema says otherwise: `no`, `null` and `1998` are just words. Anchors and aliases
 * are understood; the expanded size is bounded, so an alias bomb is an error before it costs memory.
 */
#ifndef ENT_SCENARIO_NODE_H
#define ENT_SCENARIO_NODE_H

#include "base/diag.h"

typedef enum ent_node_kind { ENT_NODE_SCALAR, ENT_NODE_LIST, ENT_NODE_MAP } ent_node_kind;

typedef struct ent_node ent_node;
typedef struct ent_pair {
    ent_node *key; /* always a scalar */
    ent_node *value;
} ent_pair;

struct ent_node {
    ent_node_kind kind;
    ent_span
        span; /* as written: with quotes; of a block scalar its lines; of the whole list or map */
    const char *text; /* scalar: decoded, NUL-terminated, valid UTF-8; else NULL */
    size_t n;         /* items or pairs */
    ent_node **items; /* list */
    ent_pair *pairs;  /* map, in the author's order; keys are unique */
    uint32_t weight;  /* nodes below and including this one, aliases expanded */
};

/* Limits that are checked before memory is taken. */
#define ENT_FILE_LIMIT (16u << 20) /* bytes of one scenario file */
#define ENT_DEPTH_LIMIT 64u        /* levels of nesting */
#define ENT_NODE_LIMIT 1100000u    /* nodes, aliases expanded: the 2^20 worths of 20 actors */

/* Reads one document. On ENT_ERROR the diagnostics say why; *out may still hold what was read before
 * a YAML error (NULL when nothing). `source` must outlive the tree. */
ent_status ent_node_parse(ent_node **out, ent_arena *arena, const ent_source *source,
                          ent_diags *diags);
/* The same for the part of a source that begins at byte `offset`: the value of a setting. */
ent_status ent_node_parse_from(ent_node **out, ent_arena *arena, const ent_source *source,
                               size_t offset, ent_diags *diags);
/* Reads a whole file into the arena, at most ENT_FILE_LIMIT bytes, valid UTF-8 without NUL. "-" is
 * standard input. */
ent_status ent_source_read(const ent_source **out, ent_arena *arena, const char *path,
                           ent_diags *diags);
/* The bytes of a file ("-": standard input), at most ENT_FILE_LIMIT, whatever they are. */
ent_status ent_source_bytes(ent_buffer *out, const char *path, ent_diags *diags);
/* A source from a text in memory; copies it; the same checks. */
ent_status ent_source_text(const ent_source **out, ent_arena *arena, const char *name,
                           const char *text, size_t len, ent_diags *diags);
/* The value of a key, or NULL. */
ent_node *ent_node_get(const ent_node *map, const char *key);
/* The span of bytes start..end-1 of a scalar's decoded text, found again in the raw source (plain,
 * quoted, folded and literal scalars); the whole scalar where it cannot be told. */
ent_span ent_node_span_in(const ent_node *scalar, size_t start, size_t end);

/* The same for many places one behind the other: O(length) for all of them together. */
typedef struct ent_node_walk {
    const ent_node *scalar;
    const char *raw; /* the source from the scalar's start to its end */
    size_t raw_len, at;
    const char *text; /* decoded */
    size_t len, done;
    char quote; /* '"', '\'' or 0 */
    bool same;  /* raw and decoded text, but for quotes around it */
} ent_node_walk;
ent_node_walk ent_node_walk_of(const ent_node *scalar);
ent_span ent_node_walk_span(ent_node_walk *w, size_t start, size_t end);

#endif
