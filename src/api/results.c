/* Reading an answer: facts and tables by number and name, and the renderings. */
#include <string.h>

#include "api/api.h"

static const ent_cell no_cell = {ENT_CELL_NONE, "", 0};

int ent_answer_is_partial(const ent_answer *answer) {
    return answer->partial;
}

/* The i-th block of a kind, or NULL. */
static const ent_block *block_at(const ent_answer *answer, ent_block_kind kind, size_t i) {
    for (size_t b = 0; b < answer->n; b++)
        if (answer->blocks[b].kind == kind && i-- == 0)
            return &answer->blocks[b];
    return NULL;
}

static size_t count_blocks(const ent_answer *answer, ent_block_kind kind) {
    size_t n = 0;
    for (size_t b = 0; b < answer->n; b++)
        n += answer->blocks[b].kind == kind;
    return n;
}

size_t ent_answer_facts(const ent_answer *answer) {
    return count_blocks(answer, ENT_BLOCK_FACT);
}

const char *ent_answer_fact_name(const ent_answer *answer, size_t i) {
    const ent_block *block = block_at(answer, ENT_BLOCK_FACT, i);
    return block ? block->name : NULL;
}

ent_cell ent_answer_fact(const ent_answer *answer, const char *name) {
    for (size_t b = 0; b < answer->n; b++)
        if (answer->blocks[b].kind == ENT_BLOCK_FACT && strcmp(answer->blocks[b].name, name) == 0)
            return answer->blocks[b].value;
    return no_cell;
}

size_t ent_answer_tables(const ent_answer *answer) {
    return count_blocks(answer, ENT_BLOCK_TABLE);
}

static const ent_table *table_at(const ent_answer *answer, size_t i) {
    const ent_block *block = block_at(answer, ENT_BLOCK_TABLE, i);
    return block ? block->table : NULL;
}

const char *ent_answer_table_name(const ent_answer *answer, size_t table) {
    const ent_table *found = table_at(answer, table);
    return found ? found->name : NULL;
}

size_t ent_answer_table_find(const ent_answer *answer, const char *name) {
    size_t n = ent_answer_tables(answer);
    for (size_t i = 0; i < n; i++)
        if (strcmp(table_at(answer, i)->name, name) == 0)
            return i;
    return SIZE_MAX;
}

size_t ent_answer_rows(const ent_answer *answer, size_t table) {
    const ent_table *found = table_at(answer, table);
    return found ? found->n_rows : 0;
}

size_t ent_answer_columns(const ent_answer *answer, size_t table) {
    const ent_table *found = table_at(answer, table);
    return found ? found->n_columns : 0;
}

const char *ent_answer_column_name(const ent_answer *answer, size_t table, size_t column) {
    const ent_table *found = table_at(answer, table);
    return found && column < found->n_columns ? found->columns[column].name : NULL;
}

ent_cell ent_answer_cell(const ent_answer *answer, size_t table, size_t row, size_t column) {
    const ent_table *found = table_at(answer, table);
    if (!found || row >= found->n_rows || column >= found->n_columns)
        return no_cell;
    return found->cells[row * found->n_columns + column];
}

/* There is no such table: says which there are. */
static ent_status report_table(const ent_answer *answer, const char *name) {
    ent_buffer hint = {0};
    size_t n = ent_answer_tables(answer);
    for (size_t i = 0; i < n; i++)
        ent_buffer_printf(&hint, "%s%s", i == 0 ? "there are: " : ", ", table_at(answer, i)->name);
    if (name)
        ent_diag(answer->diags, ENT_E0455, (ent_span){0}, "", hint.data, "%s has no table '%s'",
                 answer->verb, name);
    else
        ent_diag(answer->diags, ENT_E0455, (ent_span){0}, "", "its facts are in the JSON form",
                 "%s has no tables", answer->verb);
    bool failed = hint.failed || answer->diags->failed;
    ent_buffer_free(&hint);
    return failed ? ENT_NOMEM : ENT_ERROR;
}

ent_status ent_answer_write(const ent_answer *answer, ent_format format, const char *table,
                            const ent_style *style, ent_write_fn write, void *user) {
    ent_buffer out = {0};
    ent_style look = ent_style_read(style);
    ent_status status = ENT_OK;
    switch (format) {
    case ENT_FORMAT_TEXT: status = ent_answer_render_text(&out, answer, &look); break;
    case ENT_FORMAT_JSON: status = ent_answer_render_json(&out, answer); break;
    case ENT_FORMAT_HTML: status = ent_answer_render_html(&out, answer); break;
    case ENT_FORMAT_CSV: status = ent_answer_render_csv(&out, answer, table); break;
    }
    if (status == ENT_OK)
        status = ent_write_buffer(&out, write, user);
    ent_buffer_free(&out);
    return status == ENT_ERROR ? report_table(answer, table) : status;
}
