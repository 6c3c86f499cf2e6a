/* Inside the change `merge` (view_merge.c, view_rename.c): who becomes whom. */
#ifndef ENT_SCENARIO_VIEW_MERGE_H
#define ENT_SCENARIO_VIEW_MERGE_H

#include "scenario/view_tree.h"

typedef struct ent_merging {
    const char **actors; /* two or more */
    size_t n;
    const char *as;   /* their new name, which may be one of theirs */
    const char *like; /* whose preferences the new one has */
    ent_span span;    /* of the new name */
    ent_diags *quiet; /* for texts that turn out to hold no names */
} ent_merging;

bool ent_is_merged(const ent_merging *merging, const char *actor);
/* Changes the names of the merged wherever they stand below issues, rules, preferences, agendas,
 * fallback and question, in keys and in texts; c->tree is its own copy. (view_rename.c) */
ent_status ent_merge_names(ent_change *c, const ent_merging *merging);
/* In a map whose keys are actors: the first entry of one of them stays, under the new name. */
ent_status ent_merge_keys(ent_change *c, const ent_merging *merging, ent_node **slot);

#endif
