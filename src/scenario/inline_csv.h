/* Tables written as CSV inside a scenario: a line of headings, then a line for each row.
 *
 * RFC 4180: cells parted by commas (or, where the headings hold no comma, by semicolons or tabs), a cell
 * in double quotes may hold those signs and doubled quotes. Blanks around a cell do not count; empty
 * lines are passed over.
 */
#ifndef ENT_SCENARIO_INLINE_CSV_H
#define ENT_SCENARIO_INLINE_CSV_H

#include "scenario/node.h"

typedef struct ent_inline_csv {
    size_t n_columns, n_rows; /* without the headings */
    const char **headings;
    const char **cells; /* row by row; a missing cell is "" */
    unsigned *lines;    /* per row: its line in the text, from 1 */
} ent_inline_csv;

/* ENT_ERROR with a diagnostic at the scalar: no headings, a quote that is not closed, a row with
 * more cells than there are headings. O(bytes). */
ent_status ent_inline_csv_read(ent_inline_csv *out, ent_arena *arena, const ent_node *scalar,
                               const char *path, ent_diags *diags);

#endif
