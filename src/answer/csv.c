/* One table of an answer as CSV (RFC 4180): a header line, CRLF line ends, quotes where needed.
 *
 * As in JSON, a number column is followed by NAME_exact. Cells without a value are empty.
 */
#include <string.h>

#include "answer/answer.h"

static void put_field(ent_buffer *out, const char *text) {
    if (!strpbrk(text, ",\"\r\n")) {
        ent_buffer_put(out, text);
        return;
    }
    ent_buffer_put(out, "\"");
    for (; *text; text++) {
        if (*text == '"')
            ent_buffer_put(out, "\"");
        ent_buffer_put_n(out, text, 1);
    }
    ent_buffer_put(out, "\"");
}

static void put_header(ent_buffer *out, const ent_table *table) {
    for (size_t i = 0; i < table->n_columns; i++) {
        ent_buffer_put(out, i > 0 ? "," : "");
        put_field(out, table->columns[i].name);
        if (table->columns[i].type == ENT_CELL_NUMBER)
            ent_buffer_printf(out, ",%s_exact", table->columns[i].name);
    }
    ent_buffer_put(out, "\r\n");
}

static void put_row(ent_buffer *out, const ent_table *table, const ent_cell *row) {
    for (size_t i = 0; i < table->n_columns; i++) {
        ent_buffer_put(out, i > 0 ? "," : "");
        if (row[i].type == ENT_CELL_NUMBER)
            ent_double_print(out, row[i].number);
        else
            put_field(out, row[i].text);
        if (table->columns[i].type == ENT_CELL_NUMBER)
            ent_buffer_printf(out, ",%s", row[i].text);
    }
    ent_buffer_put(out, "\r\n");
}

ent_status ent_answer_render_csv(ent_buffer *out, const ent_answer *a, const char *name) {
    const ent_table *table = ent_answer_table_named(a, name);
    if (!table)
        return ENT_ERROR;
    put_header(out, table);
    for (size_t row = 0; row < table->n_rows; row++)
        put_row(out, table, table->cells + row * table->n_columns);
    return out->failed ? ENT_NOMEM : ENT_OK;
}
