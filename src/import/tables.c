/* CSV files as scenarios: members of a body with their votes, or coalitions with their worth.
 *
 * The table goes into the scenario as it stands, so that whoever reads the file sees what was read; the rule
 * of a body is more than half of its first column, to be changed by hand. Names of actors are those that
 * stand in the coalitions, in the order they come.
 */
#include "import/import.h"

#include <string.h>

#include "scenario/csv.h"
#include "scenario/lexer.h"

typedef struct table {
    ent_import *in;
    const ent_source *source;
    ent_csv csv;
} table;

static ent_status read(table *t, ent_import *in, const ent_import_file *files, size_t n) {
    t->in = in;
    if (n != 1)
        return ent_import_refuse(in, ENT_E0511, (ent_span){0},
                                 "entente import votes members.csv > council.yaml",
                                 "one CSV file is needed");
    ENT_TRY(ent_source_text(&t->source, in->arena, files[0].name, files[0].data, files[0].len,
                            in->diags));
    return ent_csv_read(&t->csv, in->arena, &(ent_csv_from){.source = t->source, .named = true},
                        in->diags);
}

/* With a quote sign about every cell that needs it; a line of it stands where the table's lines do. */
static void put_cell(ent_buffer *out, const char *cell, unsigned indent) {
    if (!strpbrk(cell, ",;\t\"\r\n")) {
        ent_buffer_put(out, cell);
        return;
    }
    ent_buffer_put(out, "\"");
    for (; *cell; cell++) {
        ent_buffer_put(out, *cell == '"' ? "\"" : "");
        ent_buffer_put_n(out, *cell == '\r' ? " " : cell, 1);
        if (*cell == '\n')
            ent_buffer_printf(out, "%*s", (int)indent, "");
    }
    ent_buffer_put(out, "\"");
}

/* The lines of the file, indented. */
static void put_table(ent_buffer *out, const table *t, unsigned indent) {
    for (size_t row = 0; row <= t->csv.n_rows; row++) {
        const ent_csv_cell *cells = row ? ent_csv_at(&t->csv, row - 1, 0) : t->csv.heading;
        ent_buffer_printf(out, "%*s", (int)indent, "");
        for (size_t c = 0; c < t->csv.n_columns; c++) {
            ent_buffer_put(out, c ? "," : "");
            put_cell(out, cells[c].text, indent);
        }
        ent_buffer_put(out, "\n");
    }
}

ent_status ent_import_votes(ent_buffer *out, ent_import *in, const ent_import_file *files,
                            size_t n) {
    table t;
    ENT_TRY(read(&t, in, files, n));
    const char *stem = ent_import_stem(in->arena, files[0].name);
    if (!stem)
        return ENT_NOMEM;
    ent_buffer_put(out, "# Imported from CSV. The rule is only a guess: more than half.\n"
                        "entente: 1\ntitle: ");
    ent_import_quote(out, stem);
    ent_buffer rule = {0};
    ent_name_print(&rule, t.csv.heading[1].text);
    ent_buffer_put(&rule, " > 50%");
    ent_buffer_put(out, "\nvotes:\n  body:\n    rule: ");
    ent_import_quote(out, rule.data ? rule.data : "");
    out->failed = out->failed || rule.failed;
    ent_buffer_free(&rule);
    ent_buffer_put(out, "\n    table: |\n");
    put_table(out, &t, 6);
    return out->failed ? ENT_NOMEM : ENT_OK;
}

/* Actors as they come in the coalitions. */
static ent_status put_actors(ent_buffer *out, const table *t) {
    ent_map *seen = ent_map_new(t->in->arena);
    if (!seen)
        return ENT_NOMEM;
    for (size_t row = 0; row < t->csv.n_rows; row++)
        for (const char *at = ent_csv_at(&t->csv, row, 0)->text; *at;) {
            size_t len = strcspn(at, ",+{} \t");
            const char *name = ent_arena_text_n(t->in->arena, at, len);
            if (!name)
                return ENT_NOMEM;
            at += len;
            at += strspn(at, ",+{} \t");
            if (!len || strcmp(name, "all") == 0 || ent_map_get(seen, name) != UINT32_MAX)
                continue;
            ENT_TRY(ent_map_put(seen, name, 0));
            ent_buffer_put(out, "  ");
            ent_import_quote(out, name);
            ent_buffer_put(out, ":\n");
        }
    return ENT_OK;
}

ent_status ent_import_worth(ent_buffer *out, ent_import *in, const ent_import_file *files,
                            size_t n) {
    table t;
    ENT_TRY(read(&t, in, files, n));
    const char *stem = ent_import_stem(in->arena, files[0].name);
    if (!stem)
        return ENT_NOMEM;
    ent_buffer_put(out, "# Imported from CSV. Coalitions that are not listed are worth 0.\n"
                        "entente: 1\ntitle: ");
    ent_import_quote(out, stem);
    ent_buffer_put(out, "\nactors:\n");
    ENT_TRY(put_actors(out, &t));
    ent_buffer_put(out, "worth of coalitions:\n  otherwise: 0\n  table: |\n");
    put_table(out, &t, 4);
    return out->failed ? ENT_NOMEM : ENT_OK;
}
