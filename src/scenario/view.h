/* Views: how others see the conflict, as changes to the author's tree before it is built.
 *
 * The file as it stands is the view `base`. Any other is made from the one that it `extends` (base when
 * nothing is said) by its changes, in their order; what comes out is a tree like any other, from which
 * a scenario is built (scenario.h). Every changed part keeps its place in the file, so statements of a
 * view are pointed at, named, sourced and removed like those of the base.
 *
 *     views:
 *       hawks:
 *         by: letter to the editor, 3 May
 *         number: 1a                  # as the discussion counts its responses
 *         replies to: base            # or another view
 *         extends: base
 *         says: No pact while the strait is not shared.
 *         changes:
 *           - add: {preferences: {north: {red lines: [strait = east]}}}
 *           - replace: {preferences: {east: {salience: strait > raids}}}
 *           - remove: strait must be shared      # a statement's name, or its path
 *           - merge: [raiders, pirates]
 *             as: outlaws
 *           - east prefers as north
 *           - freeze tolls                       # off the table: it stays at the status quo
 *         claims:
 *           - claim: every deal of {north, east} has strait = shared
 *             rests on: [strait must be shared]
 */
#ifndef ENT_SCENARIO_VIEW_H
#define ENT_SCENARIO_VIEW_H

#include "scenario/names.h"
#include "scenario/scenario.h"

typedef struct ent_view {
    const char *id;          /* "base" for the file itself */
    const char *title;       /* or NULL */
    const char *number;      /* "1a", or NULL */
    const char *by;          /* who holds it, or NULL */
    const char *says;        /* paraphrase, or NULL */
    uint32_t replies_to;     /* a view; ENT_NONE: opens the discussion (base) */
    uint32_t extends;        /* a view; ENT_NONE: base itself */
    const ent_node *changes; /* list, or NULL */
    const ent_node *claims;  /* list, or NULL */
    ent_statement said;      /* path "views.hawks" */
} ent_view;

typedef struct ent_views {
    size_t n; /* >= 1: views[0] is base */
    ent_view *views;
} ent_views;

/* Reads the views of a tree whose shape is good. A circle of `extends` or `replies to`, an unknown view, or
 * a change that is none is a located error. O(nodes). */
ent_status ent_views_read(ent_views *out, ent_arena *arena, const ent_node *root, ent_diags *diags);
/* The view of this id, or ENT_NONE. */
uint32_t ent_find_view(const ent_views *views, const char *id);

/* Reports that there is no view of this id, with the nearest; returns ENT_ERROR or ENT_NOMEM. */
ent_status ent_unknown_view(const ent_views *views, ent_arena *arena, ent_place place,
                            const char *id);

/* The tree of a view: `root` with the changes of the views it extends and its own. `root` itself
 * stays as it was; unchanged parts are shared. ENT_ERROR with located diagnostics, for instance for a
 * change to something that is not there. */
ent_status ent_view_tree(ent_node **out, ent_arena *arena, const ent_node *root,
                         const ent_views *views, uint32_t view, ent_diags *diags);

/* The tree without one statement, given by its path (ent_statement.path). A salience, order or range
 * goes: its issue is then cared about, but unknown; a rule, red line, `when` line or tie is deleted; a
 * want or condition too, with what its actor says of its weight; an issue is frozen at the status
 * quo, a following one given as it follows there; a resource's range becomes unknown in [0, twice its
 * upper end]; of a rule of control remains that nobody controls. `root` stays as it was. ENT_ERROR
 * without a diagnostic when nothing stands at the path or it cannot be removed. Whether names dangle
 * afterwards shows when the tree is built. */
ent_status ent_node_remove(ent_node **out, ent_arena *arena, const ent_node *root,
                           const char *path);
/* The same for several, all of whose paths are those of `root`: the places of list items do not move
 * meanwhile. */
ent_status ent_node_remove_all(ent_node **out, ent_arena *arena, const ent_node *root,
                               const char *const *paths, size_t n);

/* Where something stands that a person calls by a statement's name (all that have it), an actor's or
 * issue's id ("patrol.north" is one issue of a family), or a path, which may begin at an actor or issue
 * as in --set. *n is 0 when there is no such thing. Looks nowhere in views, claims and sources. */
ent_status ent_node_find(const char ***paths, size_t *n, ent_arena *arena, const ent_node *root,
                         const char *text);

/* The tree of a view without some of its statements, given as ent_node_find() gives them for the
 * tree of the view, or as a change of a view, "views.hawks.changes[2]", which is then not made. */
ent_status ent_view_tree_without(ent_node **out, ent_arena *arena, const ent_node *root,
                                 const ent_views *views, uint32_t view, const char *const *paths,
                                 size_t n, ent_diags *diags);

/* What a claim of a view rests on, as paths for ent_view_tree_without(): statements of its tree, or
 * named changes of it and of the views that it extends. *n is 0 when there is no such thing. */
ent_status ent_view_find(const char ***paths, size_t *n, ent_arena *arena, const ent_views *views,
                         uint32_t view, const ent_node *tree, const char *text);

/* The scenario of a view. What is wrong in it is reported with the view's name before the path. */
ent_status ent_view_build(ent_scenario **out, ent_arena *arena, const ent_source *source,
                          const ent_node *root, const ent_views *views, uint32_t view,
                          ent_diags *diags);

/* Builds every view, parses every claim in its own view (and `in view V` in V), and looks up what
 * claims rest on. Reports all mistakes; ENT_ERROR when there was one. */
ent_status ent_views_check(const ent_source *source, const ent_node *root, const ent_views *views,
                           ent_diags *diags);

#endif
