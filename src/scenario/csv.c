/* Reading CSV files, cell by cell, with the place of each cell. See csv.h. */
#include "scenario/csv.h"

#include <string.h>

typedef struct reader {
    const ent_source *source;
    ent_arena *arena;
    ent_diags *diags;
    size_t at;
    size_t n, cap;
    ent_csv_cell *cells; /* the heading first */
} reader;

static ent_status refuse(reader *r, ent_span span, const char *hint, const char *message) {
    ent_diag(r->diags, ENT_E0522, span, "", hint, "%s", message);
    return r->diags->failed ? ENT_NOMEM : ENT_ERROR;
}

static char peek(const reader *r) {
    return r->at < r->source->len ? r->source->text[r->at] : '\0';
}

static bool at_end(const reader *r) {
    return r->at >= r->source->len;
}

static bool is_blank(char c) {
    return c == ' ' || c == '\t';
}

static bool ends_line(char c) {
    return c == '\n' || c == '\r';
}

static void skip_blanks(reader *r) {
    while (is_blank(peek(r)))
        r->at++;
}

/* Empty lines, and the end of the line before. */
static void skip_lines(reader *r) {
    while (!at_end(r) && (ends_line(peek(r)) || is_blank(peek(r)))) {
        size_t start = r->at;
        skip_blanks(r);
        if (!at_end(r) && !ends_line(peek(r))) {
            r->at = start;
            return;
        }
        r->at += !at_end(r);
    }
}

static ent_status read_quoted(reader *r, ent_csv_cell *cell) {
    size_t start = r->at++, n = 0;
    size_t end = start + 1;
    while (end < r->source->len && (r->source->text[end] != '"' || r->source->text[end + 1] == '"'))
        end += r->source->text[end] == '"' ? 2 : 1;
    cell->span = (ent_span){r->source, (uint32_t)start, (uint32_t)(start + 1)};
    if (end >= r->source->len)
        return refuse(r, cell->span, NULL, "this quote is never closed");
    char *text = ent_arena_alloc(r->arena, end - start);
    if (!text)
        return ENT_NOMEM;
    for (size_t i = start + 1; i < end; i++) {
        text[n++] = r->source->text[i];
        i += r->source->text[i] == '"';
    }
    text[n] = '\0';
    r->at = end + 1;
    cell->text = text;
    cell->span.end = (uint32_t)r->at;
    skip_blanks(r);
    if (!at_end(r) && peek(r) != ',' && !ends_line(peek(r)))
        return refuse(r, cell->span, "double the quotes inside of a quoted cell",
                      "something follows the closing quote");
    return ENT_OK;
}

static ent_status read_cell(reader *r) {
    ent_csv_cell *cells = ent_arena_grow(r->arena, r->cells, r->n, &r->cap, sizeof *cells);
    if (!cells)
        return ENT_NOMEM;
    r->cells = cells;
    ent_csv_cell *cell = &cells[r->n++];
    skip_blanks(r);
    if (peek(r) == '"')
        return read_quoted(r, cell);
    size_t start = r->at;
    while (!at_end(r) && peek(r) != ',' && !ends_line(peek(r)))
        r->at++;
    size_t end = r->at;
    while (end > start && is_blank(r->source->text[end - 1]))
        end--;
    cell->span = (ent_span){r->source, (uint32_t)start, (uint32_t)(end > start ? end : start)};
    cell->text = ent_arena_text_n(r->arena, r->source->text + start, end - start);
    return cell->text ? ENT_OK : ENT_NOMEM;
}

static ent_status read_row(reader *r, size_t *n) {
    size_t before = r->n;
    for (;;) {
        if (r->n == ENT_CSV_CELLS)
            return refuse(r, (ent_span){r->source, (uint32_t)r->at, (uint32_t)r->at}, NULL,
                          "the table has more than 4 million cells");
        ENT_TRY(read_cell(r));
        if (peek(r) != ',')
            break;
        r->at++;
    }
    *n = r->n - before;
    return ENT_OK;
}

ent_status ent_csv_read(ent_csv *out, ent_arena *arena, const ent_source *source,
                        ent_diags *diags) {
    reader r = {.source = source, .arena = arena, .diags = diags};
    size_t n;
    *out = (ent_csv){0};
    skip_lines(&r);
    if (at_end(&r))
        return refuse(&r, (ent_span){source, 0, 0}, "its first line names the columns",
                      "the table is empty");
    ENT_TRY(read_row(&r, &out->n_columns));
    for (skip_lines(&r); !at_end(&r); skip_lines(&r)) {
        size_t first = r.n;
        ENT_TRY(read_row(&r, &n));
        if (n != out->n_columns) {
            ent_diag(diags, ENT_E0522, r.cells[first].span, "", NULL,
                     "this line has %zu cells, the first has %zu", n, out->n_columns);
            return diags->failed ? ENT_NOMEM : ENT_ERROR;
        }
        out->n_rows++;
    }
    out->heading = r.cells;
    out->cells = r.cells + out->n_columns;
    for (size_t c = 0; c < out->n_columns; c++)
        if (ent_csv_column(out, out->heading[c].text) != c)
            return refuse(&r, out->heading[c].span, NULL, "two columns have this name");
    return ENT_OK;
}

size_t ent_csv_column(const ent_csv *table, const char *name) {
    for (size_t c = 0; c < table->n_columns; c++)
        if (strcmp(table->heading[c].text, name) == 0)
            return c;
    return ENT_CSV_NONE;
}
