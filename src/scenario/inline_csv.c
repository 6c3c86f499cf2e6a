/* Reads the tables of csv.h: cells, quotes, lines. */
#include "scenario/inline_csv.h"

#include <string.h>

#include "scenario/report.h"

typedef struct reader {
    ent_arena *arena;
    const char *at;
    char separator;
    unsigned line;
} reader;

static char separator_of(const char *text) {
    size_t line = strcspn(text, "\r\n");
    if (memchr(text, ',', line))
        return ',';
    if (memchr(text, ';', line))
        return ';';
    return memchr(text, '\t', line) ? '\t' : ',';
}

static bool is_blank(const reader *r, char c) {
    return (c == ' ' || c == '\t') && c != r->separator;
}

static bool ends_line(char c) {
    return c == '\n' || c == '\r' || c == '\0';
}

/* One cell; r->at then stands at the separator or the end of the line. NULL: out of memory;
 * *open: a quote was not closed. */
static const char *read_cell(reader *r, bool *open) {
    while (is_blank(r, *r->at))
        r->at++;
    if (*r->at != '"') {
        const char *start = r->at, *end = start;
        while (!ends_line(*r->at) && *r->at != r->separator) {
            if (!is_blank(r, *r->at))
                end = r->at + 1;
            r->at++;
        }
        return ent_arena_text_n(r->arena, start, (size_t)(end - start));
    }
    size_t len = 0;
    char *text = ent_arena_array(r->arena, strcspn(r->at + 1, "\n") + 1, 1);
    if (!text)
        return NULL;
    for (r->at++; *r->at != '\n' && *r->at != '\0'; r->at++) {
        if (*r->at == '"' && r->at[1] != '"')
            break;
        r->at += *r->at == '"';
        text[len++] = *r->at;
    }
    *open = *r->at != '"';
    r->at += !*open;
    while (!ends_line(*r->at) && *r->at != r->separator)
        r->at++;
    return text;
}

/* The cells of a line; n = 0: an empty one. */
static ent_status read_line(reader *r, const char **cells, size_t most, size_t *n, bool *open) {
    *n = 0;
    r->line++;
    while (is_blank(r, *r->at))
        r->at++;
    while (!ends_line(*r->at) || *n > 0) {
        const char *cell = read_cell(r, open);
        if (!cell)
            return ENT_NOMEM;
        if (*n < most)
            cells[*n] = cell;
        (*n)++;
        if (*open || *r->at != r->separator)
            break;
        r->at++;
    }
    r->at += *r->at == '\r';
    r->at += *r->at == '\n';
    return ENT_OK;
}

static ent_status complain(ent_diags *diags, const ent_node *scalar, const char *path,
                           unsigned line, const char *what) {
    ent_report(diags, ENT_E0171, scalar->span, path,
               "the first line holds headings, every other line a row: name,votes",
               "line %u of the table: %s", line, what);
    return ENT_ERROR;
}

ent_status ent_inline_csv_read(ent_inline_csv *out, ent_arena *arena, const ent_node *scalar,
                               const char *path, ent_diags *diags) {
    reader r = {.arena = arena, .at = scalar->text, .separator = separator_of(scalar->text)};
    size_t most = 1, rows = 1, n = 0;
    bool open = false;
    *out = (ent_inline_csv){0};
    for (const char *c = scalar->text; *c; c++) {
        rows += *c == '\n';
        most += rows == 1 && *c == r.separator;
    }
    out->headings = ENT_NEW(arena, const char *, most + 1);
    out->lines = ENT_NEW(arena, unsigned, rows + 1);
    if (!out->headings || !out->lines)
        return ENT_NOMEM;
    ENT_TRY(read_line(&r, out->headings, most, &n, &open));
    if (open || n < 2)
        return complain(diags, scalar, path, 1,
                        open ? "a quote is not closed" : "at least two headings are needed");
    out->n_columns = n;
    out->cells = ENT_NEW(arena, const char *, rows *n + 1);
    if (!out->cells)
        return ENT_NOMEM;
    while (*r.at) {
        const char **row = out->cells + out->n_rows * out->n_columns;
        ENT_TRY(read_line(&r, row, out->n_columns, &n, &open));
        if (open)
            return complain(diags, scalar, path, r.line, "a quote is not closed");
        if (n > out->n_columns)
            return complain(diags, scalar, path, r.line, "there are more cells than headings");
        if (n == 0)
            continue;
        for (; n < out->n_columns; n++)
            row[n] = "";
        out->lines[out->n_rows++] = r.line;
    }
    return ENT_OK;
}
