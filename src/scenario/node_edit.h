/* Changing trees: copies that leave the author's tree as it was, and steps along a data path.
 *
 * Parts of a tree may be shared (aliases, views), so whatever lies on the way to a change is copied
 * first; what is below stays shared. A path goes from key to key, joined by dots; list items are
 * counted from 0 in square brackets. Keys may hold dots themselves ("patrol.north"), so at each map
 * the longest key that fits is taken.
 */
#ifndef ENT_SCENARIO_NODE_EDIT_H
#define ENT_SCENARIO_NODE_EDIT_H

#include "scenario/node.h"

/* A new node without content. `text` is copied; NULL for lists and maps. NULL when out of memory, as
 * everywhere below. */
ent_node *ent_node_new(ent_arena *arena, ent_node_kind kind, const char *text, ent_span span);
/* A copy whose arrays are its own and have room for `more`. */
ent_node *ent_node_copy(ent_arena *arena, const ent_node *node, size_t more);
/* Replaces *slot by such a copy and returns it. */
ent_node *ent_node_own(ent_arena *arena, ent_node **slot, size_t more);

/* The place of a key's value, or NULL when the map has no such key. */
ent_node **ent_node_slot(const ent_node *map, const char *key);
/* Sets a key of a map that has room for one more; a new key stands at the end. */
ent_status ent_node_put(ent_arena *arena, ent_node *map, const char *key, ent_span span,
                        ent_node *value);
/* Takes out pair or item `at`, and closes the gap, in a node whose arrays are its own. */
void ent_node_drop(ent_node *node, size_t at);

/* Length of the longest key of `map` that begins `rest` and ends where a step ends; its index in *at.
 * 0 when there is none. */
size_t ent_path_key(const ent_node *map, const char *rest, size_t *at);
/* "[2]" at the start of *rest: its number, and *rest behind it; false when it is none. */
bool ent_path_index(const char **rest, size_t *index);

/* The way from the root to what a path names. */
typedef struct ent_way {
    size_t depth;                            /* steps taken */
    const ent_node *at[ENT_DEPTH_LIMIT + 2]; /* at[0] is the root; at[depth] the end */
    size_t step[ENT_DEPTH_LIMIT + 2];        /* index of at[i + 1] in at[i] */
} ent_way;

/* Goes along a path as far as it leads; returns what is left of it ("": all the way). */
const char *ent_path_walk(ent_way *way, const ent_node *root, const char *path);
/* The key of the i-th step, or NULL where that step goes to a list's item. */
const char *ent_way_key(const ent_way *way, size_t i);
/* Copies the nodes along the first `depth` steps: *out is the new root, and the result the copy of
 * at[depth], with room for `more`. */
ent_node *ent_way_open(ent_node **out, ent_arena *arena, const ent_way *way, size_t depth,
                       size_t more);

#endif
