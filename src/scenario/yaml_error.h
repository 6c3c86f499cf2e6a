/* What the YAML parser complains about, as one of our diagnostics. */
#ifndef ENT_SCENARIO_YAML_ERROR_H
#define ENT_SCENARIO_YAML_ERROR_H

#include "scenario/node.h"

struct fy_diag;

/* Reports the first error that `complaints` collected about `source` from byte `offset` on. `flow` is
 * the innermost { } or [ ] that was open (source NULL: none). ENT_NOMEM when there was none: the
 * parser then ran out of memory. */
ent_status ent_yaml_error(struct fy_diag *complaints, const ent_source *source, size_t offset,
                          ent_span flow, ent_diags *diags);

#endif
