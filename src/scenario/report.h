/* Saying something once: the readers of one scenario may meet the same mistake several times (the
 * lines of a family are read once per actor; the schema may have spoken already), but the author
 * hears of it once.
 */
#ifndef ENT_SCENARIO_REPORT_H
#define ENT_SCENARIO_REPORT_H

#include "base/diag.h"

/* Like ent_diag(), unless the same code, or a complaint of the schema about the value, already stands
 * at exactly this place; that is then only counted once more in diags->errors. */
void ent_report(ent_diags *diags, ent_diag_code code, ent_span span, const char *path,
                const char *hint, const char *format, ...) ENT_PRINTF(6, 7);

#endif
