/* Tables as CSV (RFC 4180), in files and inside of scenarios: cells with their places.
 *
 * Cells are parted by commas or, where the first line has none outside of quotes, by semicolons or tabs. A
 * cell may stand in double quotes, with quotes in it doubled; then those signs and line ends belong to
 * it. Space around a cell that is not quoted does not count, nor do empty lines. The first line names
 * the columns, each once.
 */
#ifndef ENT_SCENARIO_CSV_H
#define ENT_SCENARIO_CSV_H

#include "scenario/node.h"

#define ENT_CSV_CELLS 4000000u

typedef struct ent_csv_from {
    const ent_source *source; /* a file; */
    const ent_node *scalar;   /* or else a text in a scenario, */
    const char *path;         /* which stands there */
    /* Rows of a name and numbers: at least two columns, and what a row lacks at its end is "". Elsewhere
     * all rows are as long as the first. */
    bool named;
} ent_csv_from;

typedef struct ent_csv_cell {
    const char *text;
    ent_span span;
} ent_csv_cell;

typedef struct ent_csv {
    size_t n_columns, n_rows; /* rows without the heading */
    ent_csv_cell *heading;
    ent_csv_cell *cells; /* [row * n_columns + column] */
} ent_csv;

/* ENT_ERROR with a diagnostic at the place. O(bytes). */
ent_status ent_csv_read(ent_csv *out, ent_arena *arena, const ent_csv_from *from, ent_diags *diags);
/* The column of this name (case counts), or ENT_CSV_NONE. */
#define ENT_CSV_NONE SIZE_MAX
size_t ent_csv_column(const ent_csv *table, const char *name);
static inline const ent_csv_cell *ent_csv_at(const ent_csv *table, size_t row, size_t column) {
    return &table->cells[row * table->n_columns + column];
}

#endif
