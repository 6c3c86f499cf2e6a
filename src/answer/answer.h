/* An answer: what a question found, as typed facts and tables with stable names, and as words.
 *
 * An answer is a sequence of blocks in the order a person reads them. Facts and tables are the same
 * data in text, JSON, CSV and through the C interface; paragraphs are for people and stand in JSON
 * under "text". Renderings are in text.c, json.c, csv.c and html.c; what each verb says is in brief.c,
 * deals.c, show.c, check.c.
 */
#ifndef ENT_ANSWER_ANSWER_H
#define ENT_ANSWER_ANSWER_H

#include "base/diag.h"

typedef enum ent_block_kind {
    ENT_BLOCK_HEADING,   /* text */
    ENT_BLOCK_PARAGRAPH, /* text, wrapped to the width */
    ENT_BLOCK_ITEM,      /* text with a bullet and a hanging indent */
    ENT_BLOCK_FACT, /* name, value; shown as "label: value" unless label is NULL (then JSON only) */
    ENT_BLOCK_TABLE,
    ENT_BLOCK_DRAWING /* text: an SVG element of our own; on pages alone */
} ent_block_kind;

typedef enum ent_tone {
    ENT_TONE_PLAIN,
    ENT_TONE_STRONG,
    ENT_TONE_GOOD,
    ENT_TONE_BAD,
    ENT_TONE_FAINT
} ent_tone;

typedef struct ent_column {
    const char *name;  /* stable: JSON key and CSV header, "gain" */
    const char *label; /* for people: "Gain"; NULL: the column is not shown as text */
    ent_cell_type type;
} ent_column;

typedef struct ent_table {
    const char *name;
    size_t n_columns, n_rows, cap;
    ent_column *columns;
    ent_cell *cells; /* row by row */
} ent_table;

typedef struct ent_block {
    ent_block_kind kind;
    ent_tone tone;
    const char *text; /* heading, paragraph, item; fact: label or NULL; table: caption or NULL */
    const char *name; /* fact */
    ent_cell value;   /* fact */
    ent_table *table;
    unsigned indent;  /* columns; of a heading: how deep in a conversation, shown by pages */
    const char *mark; /* item: a verdict, "holds", which pages show as a badge; or NULL */
    enum { ENT_SHOWN_EVERYWHERE, ENT_SHOWN_IN_TEXT, ENT_SHOWN_ON_PAGES } shown;
    double share; /* with a mark: 0..1, which pages show as a bar; < 0: none */
} ent_block;

struct ent_answer {
    ent_arena *arena;
    const char *verb;
    bool partial;
    size_t n, cap;
    ent_block *blocks;
    bool failed; /* out of memory while building; asked for once at the end */
    ent_diags
        *diags; /* where ent_answer_write() says what is wrong; NULL until ent_ask() returns */
};

/* Builders. All text is copied; out of memory sticks in answer->failed. */
ent_answer *ent_answer_new(const char *verb); /* NULL when out of memory */
/* Ends an answering verb: ENT_OK, ENT_CANCELLED, or what failed; frees the answer on failure. `a` may be NULL. */
ent_status ent_answer_finish(ent_answer **out, ent_answer *a, ent_status status);
void ent_answer_heading(ent_answer *a, const char *format, ...) ENT_PRINTF(2, 3);
void ent_answer_paragraph(ent_answer *a, ent_tone tone, const char *format, ...) ENT_PRINTF(3, 4);
void ent_answer_item(ent_answer *a, unsigned indent, const char *format, ...) ENT_PRINTF(3, 4);
void ent_answer_add_fact(ent_answer *a, const char *name, const char *label, ent_cell value);
/* Marks the last item with a verdict and, where it has one, a share in 0..1 (else < 0). */
void ent_answer_mark(ent_answer *a, const char *mark, double share);
/* Shows the last table as text alone, or the last block on pages alone. */
void ent_answer_show_in_text(ent_answer *a);
void ent_answer_show_on_pages(ent_answer *a);
/* Says how deep in a conversation the last heading stands. */
void ent_answer_depth(ent_answer *a, unsigned depth);
/* An SVG element written by this library, which pages take over as it is: no reference to anything outside
 * it, and all that comes from a file escaped. The buffer is freed. */
void ent_answer_drawing(ent_answer *a, ent_buffer *svg);
/* Starts a table: columns are copied. Cells are then added row by row. A table without rows is
 * in JSON and CSV but not shown as text. */
ent_table *ent_answer_add_table(ent_answer *a, const char *name, const char *caption,
                                const ent_column *columns, size_t n_columns);
/* The next free row (n_columns cells to fill; all of type NONE) until the next row is asked for; NULL
 * when out of memory. ent_row_set() writes nothing through NULL, so builders need not look. */
ent_cell *ent_table_row(ent_answer *a, ent_table *table);
void ent_row_set(ent_cell *row, size_t column, ent_cell value);

/* Cells. Texts are copied into the answer. */
ent_cell ent_cell_text(ent_answer *a, const char *text);
ent_cell ent_cell_integer(ent_answer *a, int64_t value);
ent_cell ent_cell_count(ent_answer *a, uint64_t value);
ent_cell ent_cell_number(ent_answer *a, ent_number value);
/* A share in 0..1 rounded to a millionth, exactly that number in every rendering. */
ent_cell ent_cell_share(ent_answer *a, double share);
ent_cell ent_cell_bool(bool value);

/* Numbers as people read them inside sentences: "0.357", "12", "<0.001"; "118,098". */
const char *ent_answer_number_text(ent_answer *a, ent_number value);
const char *ent_answer_count_text(ent_answer *a, uint64_t value);

/* The table of that name, or NULL; NULL asks for the first one. */
const ent_table *ent_answer_table_named(const ent_answer *a, const char *name);

/* Renderings. CSV: ENT_ERROR when there is no such table. */
ent_status ent_answer_render_text(ent_buffer *out, const ent_answer *a, const ent_style *style);
ent_status ent_answer_render_json(ent_buffer *out, const ent_answer *a);
/* One self-contained page: no scripts, nothing from elsewhere, readable when printed. */
ent_status ent_answer_render_html(ent_buffer *out, const ent_answer *a);
ent_status ent_answer_render_csv(ent_buffer *out, const ent_answer *a, const char *table);
/* A JSON string literal with quotes. */
void ent_json_string(ent_buffer *out, const char *text);

#endif
