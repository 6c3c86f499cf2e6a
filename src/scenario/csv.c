/* Reading CSV, cell by cell, with the place of each cell. See csv.h. */
#include "scenario/csv.h"

#include <string.h>

#include "scenario/report.h"

typedef struct reader {
    const ent_csv_from *from;
    ent_arena *arena;
    ent_diags *diags;
    const char *text;
    size_t len, at;
    ent_node_walk places; /* of the scalar */
    char separator;
    size_t n, cap;
    ent_csv_cell *cells; /* the heading first */
} reader;

/* Bytes of the text in the file; to be asked for one place after the other. */
static ent_span place(reader *r, size_t start, size_t end) {
    return r->from->scalar ? ent_node_walk_span(&r->places, start, end)
                           : (ent_span){r->from->source, (uint32_t)start, (uint32_t)end};
}

static ent_status refuse(reader *r, ent_span span, const char *hint, const char *message) {
    bool inside = r->from->scalar != NULL;
    ent_report(r->diags, inside ? ENT_E0171 : ENT_E0522, span, inside ? r->from->path : "", hint,
               "%s", message);
    return r->diags->failed ? ENT_NOMEM : ENT_ERROR;
}

/* ---- characters ---- */

static bool at_end(const reader *r) {
    return r->at >= r->len;
}

static char peek(const reader *r) {
    return at_end(r) ? '\0' : r->text[r->at];
}

static bool is_blank(const reader *r, char c) {
    return (c == ' ' || c == '\t') && c != r->separator;
}

static bool ends_line(char c) {
    return c == '\n' || c == '\r';
}

/* Whether nothing more belongs to the cell that ends here. */
static bool ends_cell(const reader *r) {
    return at_end(r) || peek(r) == r->separator || ends_line(peek(r));
}

static void skip_blanks(reader *r) {
    while (is_blank(r, peek(r)))
        r->at++;
}

/* Empty lines, and the end of the line before. */
static void skip_lines(reader *r) {
    for (;;) {
        size_t start = r->at;
        skip_blanks(r);
        if (at_end(r) || !ends_line(peek(r))) {
            r->at = at_end(r) ? r->at : start;
            return;
        }
        r->at++;
    }
}

static char separator_of(const reader *r) {
    static const char known[] = ",;\t";
    for (const char *sign = known; *sign; sign++) {
        bool quoted = false;
        for (size_t i = r->at; i < r->len && (quoted || !ends_line(r->text[i])); i++) {
            quoted = quoted != (r->text[i] == '"');
            if (!quoted && r->text[i] == *sign)
                return *sign;
        }
    }
    return ',';
}

/* ---- cells ---- */

static ent_status read_quoted(reader *r, ent_csv_cell *cell) {
    size_t start = r->at, end = start + 1, n = 0;
    while (end < r->len && (r->text[end] != '"' || r->text[end + 1] == '"'))
        end += r->text[end] == '"' ? 2 : 1;
    if (end >= r->len)
        return refuse(r, place(r, start, start + 1), NULL, "this quote is never closed");
    char *text = ent_arena_alloc(r->arena, end - start);
    if (!text)
        return ENT_NOMEM;
    for (size_t i = start + 1; i < end; i++) {
        text[n++] = r->text[i];
        i += r->text[i] == '"';
    }
    text[n] = '\0';
    r->at = end + 1;
    *cell = (ent_csv_cell){text, place(r, start, r->at)};
    skip_blanks(r);
    return ends_cell(r) ? ENT_OK
                        : refuse(r, cell->span, "double the quotes inside of a quoted cell",
                                 "something follows the closing quote");
}

static ent_csv_cell *add_cell(reader *r) {
    ent_csv_cell *cells = ent_arena_grow(r->arena, r->cells, r->n, &r->cap, sizeof *cells);
    if (!cells)
        return NULL;
    r->cells = cells;
    cells[r->n] = (ent_csv_cell){"", place(r, r->at, r->at)};
    return &cells[r->n++];
}

static ent_status read_cell(reader *r) {
    skip_blanks(r);
    ent_csv_cell *cell = add_cell(r);
    if (!cell)
        return ENT_NOMEM;
    if (peek(r) == '"')
        return read_quoted(r, cell);
    size_t start = r->at, end = start;
    for (; !ends_cell(r); r->at++)
        end = is_blank(r, peek(r)) ? end : r->at + 1;
    *cell = (ent_csv_cell){ent_arena_text_n(r->arena, r->text + start, end - start),
                           place(r, start, end)};
    return cell->text ? ENT_OK : ENT_NOMEM;
}

static ent_status read_row(reader *r, size_t *n) {
    size_t before = r->n;
    for (;; r->at++) {
        if (r->n == ENT_CSV_CELLS)
            return refuse(r, r->cells[r->n - 1].span, NULL,
                          "the table has more than 4 million cells");
        ENT_TRY(read_cell(r));
        if (at_end(r) || peek(r) != r->separator)
            break;
    }
    *n = r->n - before;
    return ENT_OK;
}

/* ---- tables ---- */

/* What a row lacks at its end, where that may be. */
static ent_status fill_row(reader *r, size_t n, size_t n_columns) {
    if (n > n_columns && r->from->named)
        return refuse(r, r->cells[r->n - n + n_columns].span, NULL,
                      "there are more cells than headings");
    if (n != n_columns && !r->from->named) {
        ent_diag(r->diags, ENT_E0522, r->cells[r->n - n].span, "", NULL,
                 "this line has %zu cells, the first has %zu", n, n_columns);
        return r->diags->failed ? ENT_NOMEM : ENT_ERROR;
    }
    for (; n < n_columns; n++)
        if (!add_cell(r))
            return ENT_NOMEM;
    return ENT_OK;
}

static ent_status check_heading(reader *r, const ent_csv *table) {
    ent_map *names = ent_map_new(r->arena);
    if (!names)
        return ENT_NOMEM;
    for (size_t c = 0; c < table->n_columns; c++) {
        if (ent_map_get(names, table->heading[c].text) != UINT32_MAX)
            return refuse(r, table->heading[c].span, NULL, "two columns have this name");
        ENT_TRY(ent_map_put(names, table->heading[c].text, (uint32_t)c));
    }
    return ENT_OK;
}

static ent_status read_table(ent_csv *out, reader *r) {
    const char *hint = "the first line names the columns, every other line is a row: name,votes";
    size_t n;
    skip_lines(r);
    r->separator = separator_of(r);
    if (at_end(r))
        return refuse(r, place(r, 0, 0), hint, "the table is empty");
    ENT_TRY(read_row(r, &out->n_columns));
    if (r->from->named && out->n_columns < 2)
        return refuse(r, r->cells[0].span, hint, "at least two headings are needed");
    for (skip_lines(r); !at_end(r); skip_lines(r)) {
        ENT_TRY(read_row(r, &n));
        ENT_TRY(fill_row(r, n, out->n_columns));
        out->n_rows++;
    }
    out->heading = r->cells;
    out->cells = r->cells + out->n_columns;
    return check_heading(r, out);
}

ent_status ent_csv_read(ent_csv *out, ent_arena *arena, const ent_csv_from *from,
                        ent_diags *diags) {
    reader r = {.from = from, .arena = arena, .diags = diags};
    *out = (ent_csv){0};
    if (from->scalar)
        r.places = ent_node_walk_of(from->scalar);
    r.text = from->scalar ? from->scalar->text : from->source->text;
    r.len = from->scalar ? strlen(r.text) : from->source->len;
    return read_table(out, &r);
}

size_t ent_csv_column(const ent_csv *table, const char *name) {
    for (size_t c = 0; c < table->n_columns; c++)
        if (strcmp(table->heading[c].text, name) == 0)
            return c;
    return ENT_CSV_NONE;
}
