/* Building an answer: blocks, tables and cells, all copied into the answer's own arena.
 *
 * A verb builds its answer from top to bottom and asks once, at the end, whether memory ran out
 * (answer->failed); no builder in between has to be checked.
 */
#include "answer/answer.h"

#include <string.h>

#include "answer/text.h"

ent_answer *ent_answer_new(const char *verb) {
    ent_arena *arena = ent_arena_new();
    if (!arena)
        return NULL;
    ent_answer *a = ENT_NEW(arena, ent_answer, 1);
    if (!a) {
        ent_arena_free(arena);
        return NULL;
    }
    a->arena = arena;
    a->verb = ent_arena_text(arena, verb);
    a->failed = !a->verb;
    return a;
}

void ent_answer_free(ent_answer *a) {
    if (a)
        ent_arena_free(a->arena);
}

static const char *copy_text(ent_answer *a, const char *text) {
    const char *copy = text ? ent_arena_text(a->arena, text) : NULL;
    if (text && !copy)
        a->failed = true;
    return copy;
}

/* What a buffer holds, moved into the answer; never NULL, so that cells always have a text. */
static const char *keep_buffer(ent_answer *a, ent_buffer *buffer) {
    const char *copy = NULL;
    if (!buffer->failed)
        copy = ent_arena_text_n(a->arena, buffer->data ? buffer->data : "", buffer->len);
    ent_buffer_free(buffer);
    if (!copy)
        a->failed = true;
    return copy ? copy : "";
}

static ent_block *add_block(ent_answer *a, ent_block_kind kind, ent_tone tone) {
    ent_block *blocks = ent_arena_grow(a->arena, a->blocks, a->n, &a->cap, sizeof(ent_block));
    if (!blocks) {
        a->failed = true;
        return NULL;
    }
    a->blocks = blocks;
    ent_block *block = &blocks[a->n++];
    *block = (ent_block){.kind = kind, .tone = tone};
    return block;
}

static void add_text(ent_answer *a, ent_block_kind kind, ent_tone tone, unsigned indent,
                     const char *format, va_list args) {
    ent_buffer buffer = {0};
    ent_buffer_vprintf(&buffer, format, args);
    const char *text = keep_buffer(a, &buffer);
    ent_block *block = add_block(a, kind, tone);
    if (block) {
        block->text = text;
        block->indent = indent;
    }
}

void ent_answer_mark(ent_answer *a, const char *mark, double share) {
    ent_block *last = a->n ? &a->blocks[a->n - 1] : NULL;
    if (!last || last->kind != ENT_BLOCK_ITEM)
        return;
    last->mark = copy_text(a, mark);
    last->share = share;
}

void ent_answer_show_in_text(ent_answer *a) {
    if (a->n && a->blocks[a->n - 1].kind == ENT_BLOCK_TABLE)
        a->blocks[a->n - 1].shown = ENT_SHOWN_IN_TEXT;
}

void ent_answer_show_on_pages(ent_answer *a) {
    if (a->n)
        a->blocks[a->n - 1].shown = ENT_SHOWN_ON_PAGES;
}

void ent_answer_depth(ent_answer *a, unsigned depth) {
    ent_block *last = a->n ? &a->blocks[a->n - 1] : NULL;
    if (last && last->kind == ENT_BLOCK_HEADING)
        last->indent = depth;
}

void ent_answer_heading(ent_answer *a, const char *format, ...) {
    va_list args;
    va_start(args, format);
    add_text(a, ENT_BLOCK_HEADING, ENT_TONE_STRONG, 0, format, args);
    va_end(args);
}

void ent_answer_paragraph(ent_answer *a, ent_tone tone, const char *format, ...) {
    va_list args;
    va_start(args, format);
    add_text(a, ENT_BLOCK_PARAGRAPH, tone, 0, format, args);
    va_end(args);
}

void ent_answer_item(ent_answer *a, unsigned indent, const char *format, ...) {
    va_list args;
    va_start(args, format);
    add_text(a, ENT_BLOCK_ITEM, ENT_TONE_PLAIN, indent, format, args);
    va_end(args);
}

void ent_answer_add_fact(ent_answer *a, const char *name, const char *label, ent_cell value) {
    const char *name_copy = copy_text(a, name);
    const char *label_copy = copy_text(a, label);
    ent_block *block = add_block(a, ENT_BLOCK_FACT, ENT_TONE_PLAIN);
    if (block) {
        block->name = name_copy ? name_copy : "";
        block->text = label_copy;
        block->value = value;
    }
}

void ent_answer_drawing(ent_answer *a, ent_buffer *svg) {
    const char *text = keep_buffer(a, svg);
    ent_block *block = add_block(a, ENT_BLOCK_DRAWING, ENT_TONE_PLAIN);
    if (block) {
        block->text = text;
        block->shown = ENT_SHOWN_ON_PAGES;
    }
}

ent_table *ent_answer_add_table(ent_answer *a, const char *name, const char *caption,
                                const ent_column *columns, size_t n_columns) {
    ent_table *table = ENT_NEW(a->arena, ent_table, 1);
    ent_column *copies = ENT_NEW(a->arena, ent_column, n_columns);
    const char *name_copy = copy_text(a, name);
    const char *caption_copy = copy_text(a, caption);
    if (!table || !copies || !name_copy) {
        a->failed = true;
        return NULL;
    }
    for (size_t i = 0; i < n_columns; i++) {
        const char *column_name = copy_text(a, columns[i].name);
        copies[i] = (ent_column){.name = column_name ? column_name : "",
                                 .label = copy_text(a, columns[i].label),
                                 .type = columns[i].type};
    }
    *table = (ent_table){.name = name_copy, .n_columns = n_columns, .columns = copies};
    ent_block *block = add_block(a, ENT_BLOCK_TABLE, ENT_TONE_PLAIN);
    if (!block)
        return NULL;
    block->text = caption_copy;
    block->table = table;
    return table;
}

ent_cell *ent_table_row(ent_answer *a, ent_table *table) {
    if (!table)
        return NULL; /* a->failed says so already */
    size_t row_size = table->n_columns * sizeof(ent_cell);
    ent_cell *cells = ent_arena_grow(a->arena, table->cells, table->n_rows, &table->cap, row_size);
    if (!cells) {
        a->failed = true;
        return NULL;
    }
    table->cells = cells;
    ent_cell *row = cells + table->n_rows * table->n_columns;
    for (size_t i = 0; i < table->n_columns; i++)
        row[i] = (ent_cell){.type = ENT_CELL_NONE, .text = ""};
    table->n_rows++;
    return row;
}

void ent_row_set(ent_cell *row, size_t column, ent_cell value) {
    if (row)
        row[column] = value;
}

const ent_table *ent_answer_table_named(const ent_answer *a, const char *name) {
    for (size_t i = 0; i < a->n; i++) {
        const ent_table *table = a->blocks[i].table;
        if (table && (!name || strcmp(table->name, name) == 0))
            return table;
    }
    return NULL;
}

ent_cell ent_cell_text(ent_answer *a, const char *text) {
    if (!text)
        return (ent_cell){.type = ENT_CELL_NONE, .text = ""};
    const char *copy = copy_text(a, text);
    return (ent_cell){.type = ENT_CELL_TEXT, .text = copy ? copy : ""};
}

ent_cell ent_cell_integer(ent_answer *a, int64_t value) {
    ent_buffer buffer = {0};
    ent_buffer_printf(&buffer, "%lld", (long long)value);
    return (ent_cell){
        .type = ENT_CELL_INTEGER, .text = keep_buffer(a, &buffer), .number = (double)value};
}

ent_cell ent_cell_count(ent_answer *a, uint64_t value) {
    ent_buffer buffer = {0};
    ent_buffer_printf(&buffer, "%llu", (unsigned long long)value);
    return (ent_cell){
        .type = ENT_CELL_INTEGER, .text = keep_buffer(a, &buffer), .number = (double)value};
}

ent_cell ent_cell_number(ent_answer *a, ent_number value) {
    ent_buffer buffer = {0};
    ent_number_print(&buffer, value);
    return (ent_cell){.type = ENT_CELL_NUMBER,
                      .text = keep_buffer(a, &buffer),
                      .number = ent_number_double(value)};
}

ent_cell ent_cell_share(ent_answer *a, double share) {
    ent_number n = ent_number_int((int64_t)(share * 1e6 + 0.5));
    (void)ent_number_div(&n, n, ent_number_int(1000000));
    return ent_cell_number(a, n);
}

ent_cell ent_cell_bool(bool value) {
    return (ent_cell){.type = ENT_CELL_BOOL, .text = value ? "true" : "false", .number = value};
}

static const char *shown_text(ent_answer *a, ent_cell cell) {
    ent_buffer buffer = {0};
    ent_text_cell(&buffer, &cell, ent_text_decimals(&cell));
    return keep_buffer(a, &buffer);
}

const char *ent_answer_number_text(ent_answer *a, ent_number value) {
    return shown_text(a, ent_cell_number(a, value));
}

const char *ent_answer_count_text(ent_answer *a, uint64_t value) {
    return shown_text(a, ent_cell_count(a, value));
}

ent_status ent_answer_finish(ent_answer **out, ent_answer *a, ent_status status) {
    *out = a;
    if (a && !a->failed)
        return status;
    ent_answer_free(a);
    *out = NULL;
    return ENT_NOMEM;
}
