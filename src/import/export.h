/* A scenario as files of another tool, where it fits. */
#ifndef ENT_IMPORT_EXPORT_H
#define ENT_IMPORT_EXPORT_H

#include "scenario/scenario.h"

typedef struct ent_export_file {
    const char *name; /* "domain.xml", "north.xml" */
    ent_buffer text;
} ent_export_file;

/* A GENIUS domain and one profile per actor, in an arena but for the buffers, which
 * ent_export_free() frees also after a failure. ENT_ERROR names every place that does not fit. */
ent_status ent_export_genius(ent_export_file **out, size_t *n, ent_arena *arena,
                             const ent_scenario *scenario, ent_diags *diags);
void ent_export_free(ent_export_file *files, size_t n);

/* Whether the scenario is a GENIUS domain: issues settled by all, known sums, nothing else. Reports
 * what is not (export_fits.c). *boxes: some actor has conditions, so that all profiles are written as
 * rectangles over integer issues. */
ent_status ent_export_fits(bool *boxes, ent_arena *arena, const ent_scenario *scenario,
                           ent_diags *diags);
/* The outcomes that an issue can have: from *from up to before *end; of a given one the one it has. */
void ent_export_outcomes(const ent_issue *issue, uint32_t *from, uint32_t *end);
/* The bounds that a condition puts on issues: a conjunction of unbroken ranges, or with *outside the
 * negation of one. `low` and `high` are per issue, 0..n-1 where nothing is said. False: it is none. */
bool ent_export_box(const ent_expr *expr, const ent_scenario *scenario, bool *outside,
                    uint32_t *low, uint32_t *high);

#endif
