/* Inside views: what the files that make a view's tree share (view_tree.c, view_add.c, view_merge.c,
 * node_remove.c, node_find.c).
 */
#ifndef ENT_SCENARIO_VIEW_TREE_H
#define ENT_SCENARIO_VIEW_TREE_H

#include "scenario/node_edit.h"
#include "scenario/view.h"

/* A change being made: `tree` is the view's so far. */
typedef struct ent_change {
    ent_arena *arena;
    ent_diags *diags;
    ent_node *tree;
    const ent_node *node; /* the change as written */
    const char *path;     /* "views.hawks.changes[2]" */
    /* what a change that is a statement hands on to the statements that it makes; NULL: nothing */
    const ent_node *name, *from, *note;
} ent_change;

/* Functions of a change report mistakes and return ENT_ERROR; the tree may then be half changed. */
ent_status ent_change_add(ent_change *c, const ent_node *what);
ent_status ent_change_replace(ent_change *c, const ent_node *what);
ent_status ent_change_merge(ent_change *c, const ent_node *actors);
/* Takes an actor out, with what hangs on it: preferences, reservation, ties. */
ent_status ent_change_drop_actor(ent_change *c, const char *actor);

/* The actor of this id, else a located error with the nearest name. `span`: where it is written. */
ent_status ent_change_actor(const ent_change *c, const char *id, ent_span span);
/* Reports, with "did you mean" where one of `n` names is near, else `hint`; returns ENT_ERROR. */
ent_status ent_change_unknown(const ent_change *c, ent_diag_code code, ent_span span,
                              const char *name, const char *const *names, size_t n,
                              const char *hint, const char *message);

/* Puts `frozen` into the record of an issue, or of one issue of a family. ENT_ERROR without a
 * diagnostic when there is no such issue, nobody decides it, it has no status quo, or it is frozen. */
ent_status ent_node_freeze(ent_node **out, ent_arena *arena, const ent_node *root, const char *id,
                           ent_span span);
/* Takes a name out of what an actor's preference, which is its own copy, says of saliences; what was
 * compared through it stays compared. (salience_edit.c) */
ent_status ent_salience_without(ent_arena *arena, ent_node *preference, const char *name);
/* The place under `issues` of an issue's record; *actor: of a family's issue, else NULL. */
bool ent_issue_record(const ent_node *root, const char *id, size_t *at, const char **actor);
/* A number, or [lo, hi]. NULL when out of memory. */
ent_node *ent_node_range(ent_arena *arena, ent_number lo, ent_number hi, ent_span span);

/* Whether keys below this one are names of the author's choice, such as issues below `wants`. */
bool ent_key_is_free(const char *key);

/* Orders paths so that an item stands after those before it in its list: like strcmp(), but runs of
 * digits count as numbers. */
int ent_path_cmp(const char *a, const char *b);

/* Names and ids by which things can be called (ent_node_find), for offering the nearest. */
ent_status ent_node_names(const char ***names, size_t *n, ent_arena *arena, const ent_node *root);

#endif
