/* Laying out text for people: width on a terminal, lines, numbers, tables (lines.c, numbers.c,
 * grid.c). What is shown is cleaned first: no control character of a scenario reaches a terminal.
 */
#ifndef ENT_ANSWER_TEXT_H
#define ENT_ANSWER_TEXT_H

#include "answer/answer.h"

/* How and where blocks are written. */
typedef struct ent_page {
    ent_buffer *out;
    size_t width;  /* columns */
    size_t margin; /* columns left of every line */
    bool color;
} ent_page;

/* ---- lines.c ---- */
/* Columns a text takes on a terminal: combining marks 0, East Asian wide characters 2. */
size_t ent_text_columns(const char *text, size_t len);
/* One line of clean text: runs of white space become one space, control characters "?". */
void ent_text_clean(ent_buffer *out, const char *text);
/* Cuts the next line of at most `width` columns off a clean text, between words where it can; false
 * when nothing is left. */
bool ent_text_line(const char **rest, size_t width, const char **line, size_t *len);
void ent_text_spaces(ent_buffer *out, size_t n);
/* Writes a piece of one line in its tone. */
void ent_text_toned(const ent_page *page, ent_tone tone, const char *text, size_t len);
/* Writes a text wrapped to the page, its first line led by `lead` and the others indented as much. */
void ent_text_wrapped(const ent_page *page, ent_tone tone, const char *lead, const char *text);

/* ---- numbers.c ---- */
/* A number rounded to `decimals` (0..3) with thousands separators; what is not 0 never shows as 0. */
void ent_text_number(ent_buffer *out, double value, unsigned decimals);
/* A cell as people read it: rounded, "yes" and "no", "" for none. */
void ent_text_cell(ent_buffer *out, const ent_cell *cell, unsigned decimals);
/* Decimals to show a number with: as many as it has, at most 3. */
unsigned ent_text_decimals(const ent_cell *cell);

/* ---- grid.c ---- */
void ent_text_table(const ent_page *page, const ent_table *table);

#endif
