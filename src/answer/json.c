/* An answer as JSON (RFC 8259): one fact and one row to a line, in the answer's order.
 *
 * A number stands as the double nearest to it and, beside it under NAME_exact, as its exact text.
 */
#include "answer/answer.h"

void ent_json_string(ent_buffer *out, const char *text) {
    ent_buffer_put(out, "\"");
    for (const char *at = text; *at; at++) {
        unsigned char c = (unsigned char)*at;
        switch (c) {
        case '"': ent_buffer_put(out, "\\\""); break;
        case '\\': ent_buffer_put(out, "\\\\"); break;
        case '\n': ent_buffer_put(out, "\\n"); break;
        case '\t': ent_buffer_put(out, "\\t"); break;
        default:
            if (c < 0x20 || c == 0x7f)
                ent_buffer_printf(out, "\\u%04x", c);
            else
                ent_buffer_put_n(out, at, 1);
        }
    }
    ent_buffer_put(out, "\"");
}

static void put_pair(ent_buffer *out, const char *name, const ent_cell *cell) {
    ent_json_string(out, name);
    ent_buffer_put(out, ": ");
    switch (cell->type) {
    case ENT_CELL_NONE: ent_buffer_put(out, "null"); break;
    case ENT_CELL_TEXT: ent_json_string(out, cell->text); break;
    case ENT_CELL_INTEGER:
    case ENT_CELL_BOOL: ent_buffer_put(out, cell->text); break;
    case ENT_CELL_NUMBER: ent_double_print(out, cell->number); break;
    }
}

/* `type` is the column's: an empty number keeps its exact neighbour, so that rows look alike. */
static void put_cell(ent_buffer *out, const char *name, ent_cell_type type, const ent_cell *cell) {
    put_pair(out, name, cell);
    if (type != ENT_CELL_NUMBER && cell->type != ENT_CELL_NUMBER)
        return;
    ent_buffer exact = {0};
    ent_buffer_printf(&exact, "%s_exact", name);
    ent_cell text = {.type = cell->type == ENT_CELL_NONE ? ENT_CELL_NONE : ENT_CELL_TEXT,
                     .text = cell->text};
    ent_buffer_put(out, ", ");
    if (exact.failed)
        out->failed = true;
    else
        put_pair(out, exact.data, &text);
    ent_buffer_free(&exact);
}

static void put_facts(ent_buffer *out, const ent_answer *a) {
    const char *separator = "";
    for (size_t i = 0; i < a->n; i++) {
        const ent_block *block = &a->blocks[i];
        if (block->kind != ENT_BLOCK_FACT)
            continue;
        ent_buffer_printf(out, "%s\n    ", separator);
        put_cell(out, block->name, block->value.type, &block->value);
        separator = ",";
    }
}

static void put_table(ent_buffer *out, const ent_table *table) {
    ent_json_string(out, table->name);
    ent_buffer_put(out, ": [");
    for (size_t row = 0; row < table->n_rows; row++) {
        ent_buffer_put(out, row > 0 ? ",\n      {" : "\n      {");
        for (size_t i = 0; i < table->n_columns; i++) {
            ent_buffer_put(out, i > 0 ? ", " : "");
            put_cell(out, table->columns[i].name, table->columns[i].type,
                     &table->cells[row * table->n_columns + i]);
        }
        ent_buffer_put(out, "}");
    }
    ent_buffer_put(out, "]");
}

static void put_tables(ent_buffer *out, const ent_answer *a) {
    const char *separator = "";
    for (size_t i = 0; i < a->n; i++) {
        if (a->blocks[i].kind != ENT_BLOCK_TABLE)
            continue;
        ent_buffer_printf(out, "%s\n    ", separator);
        put_table(out, a->blocks[i].table);
        separator = ",";
    }
}

static void put_texts(ent_buffer *out, const ent_answer *a) {
    const char *separator = "";
    for (size_t i = 0; i < a->n; i++) {
        const ent_block *block = &a->blocks[i];
        if (block->kind == ENT_BLOCK_FACT || block->kind == ENT_BLOCK_TABLE ||
            block->shown == ENT_SHOWN_ON_PAGES)
            continue;
        ent_buffer_printf(out, "%s\n    ", separator);
        ent_json_string(out, block->text);
        separator = ",";
    }
}

ent_status ent_answer_render_json(ent_buffer *out, const ent_answer *a) {
    ent_buffer_put(out, "{\n  \"entente\": ");
    ent_json_string(out, ENT_VERSION);
    ent_buffer_put(out, ",\n  \"verb\": ");
    ent_json_string(out, a->verb);
    ent_buffer_printf(out, ",\n  \"partial\": %s", a->partial ? "true" : "false");
    ent_buffer_put(out, ",\n  \"facts\": {");
    put_facts(out, a);
    ent_buffer_put(out, "},\n  \"tables\": {");
    put_tables(out, a);
    ent_buffer_put(out, "},\n  \"text\": [");
    put_texts(out, a);
    ent_buffer_put(out, "]\n}\n");
    return out->failed ? ENT_NOMEM : ENT_OK;
}
