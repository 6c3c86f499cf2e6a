/* Diagnostics: what is wrong, where, and what to do.
 *
 * The library never prints and never stops the process: everything it has to say about a scenario
 * is collected here, each with a stable code (see diag_codes.def), the place in the author's text,
 * the data path and a hint. The reader goes on after an error, so several are reported in one run.
 */
#ifndef ENT_DIAG_H
#define ENT_DIAG_H

#include "base/base.h"

/* A text that spans point into: a file, or the value of a --set or --with option. */
typedef struct ent_source {
    const char *name; /* as shown to people: "new-yalta.yaml", "--with" */
    const char *text; /* UTF-8, NUL-terminated */
    size_t len;
    bool is_file; /* `name` is the path it was read from */
} ent_source;

/* Bytes start..end-1 of a source; source NULL where there is no place to point at. */
typedef struct ent_span {
    const ent_source *source;
    uint32_t start, end;
} ent_span;

typedef enum ent_diag_code {
#define ENT_DIAG_CODE(code, severity, title, explanation) ENT_##code,
#include "base/diag_codes.def"
#undef ENT_DIAG_CODE
    ENT_DIAG_CODES
} ent_diag_code;

typedef struct ent_diag_item {
    ent_diag_code code;
    ent_severity severity; /* from the code's entry in diag_codes.def */
    ent_span span;
    const char *path; /* "preferences.north.wants.strait"; "" when none */
    const char *
        message; /* one sentence, lower case start, no full stop: "unknown outcome 'shred' of issue strait" */
    const char *hint; /* what to do; NULL when none */
} ent_diag_item;

typedef struct ent_diags {
    ent_arena *arena; /* owns items, messages, and copies of the sources pointed to */
    ent_diag_item *items;
    size_t n, cap, errors;
    bool failed; /* out of memory while reporting */
} ent_diags;

/* Adds one. At most ENT_DIAG_LIMIT are kept; a last one says that there are more. */
#define ENT_DIAG_LIMIT 100
/* `hint` may be NULL and is copied. */
void ent_diag(ent_diags *diags, ent_diag_code code, ent_span span, const char *path,
              const char *hint, const char *format, ...) ENT_PRINTF(6, 7);

/* 1-based line and column (in code points) of a byte offset. */
void ent_span_position(ent_span span, unsigned *line, unsigned *column, unsigned *end_line,
                       unsigned *end_column);
/* "file:3:14: error E0103: message", the source line, a caret line, the path and the hint. */
void ent_diag_print(ent_buffer *out, const ent_diag_item *item, bool color);

const char *ent_diag_name(ent_diag_code code); /* "E0103" */
const char *ent_diag_title(ent_diag_code code);
const char *ent_diag_explanation(ent_diag_code code);
/* ENT_DIAG_CODES when there is no such code. */
ent_diag_code ent_diag_find(const char *name);

#endif
