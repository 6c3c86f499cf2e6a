/* Other tools' negotiation domains in, as scenarios; and scenarios out, as other tools' files.
 *
 * A reader (genius.c, geniusweb.c, negolog.c) fills one ent_import: issues with their outcomes, and
 * for each party the exact worth of every outcome and of boxes of outcomes. What all of them need
 * stands here once: short names (names.c), what no deal is worth (minimum.c), fewer digits (round.c),
 * and the scenario as a text (write.c).
 */
#ifndef ENT_IMPORT_IMPORT_H
#define ENT_IMPORT_IMPORT_H

#include "scenario/node.h"
#include "scenario/scenario.h"

/* A file as it was found, not yet known to be text. */
typedef struct ent_import_file {
    const char *name; /* as shown to people, and for the names of parties */
    const char *data;
    size_t len;
} ent_import_file;

typedef struct ent_import_outcome {
    const char *name; /* the tool's own words */
    const char *id;   /* names.c */
} ent_import_outcome;

typedef struct ent_import_issue {
    const char *name, *id;
    bool unordered;
    bool from_profiles; /* the domain lists no outcomes */
    bool integer;       /* outcomes are first, first + 1, ... */
    int64_t first;
    uint32_t number; /* by which a GENIUS file refers to it */
    size_t n, cap;
    ent_import_outcome *outcomes;
    ent_span span;
} ent_import_issue;

/* Outcomes low..high of an issue. */
typedef struct ent_import_bound {
    uint32_t issue, low, high;
} ent_import_bound;

/* A condition on several issues at once, and what it adds where it holds. */
typedef struct ent_import_box {
    bool outside; /* holds where some bound does not */
    size_t n;
    ent_import_bound *bounds;
    ent_number worth;
} ent_import_box;

typedef struct ent_import_party {
    const char *name, *id;
    const char *file;
    ent_number **worth; /* [issue][outcome]; worth[i] NULL: the issue does not matter */
    size_t n_boxes, cap_boxes;
    ent_import_box *boxes;
    bool has_reservation; /* the file gives one */
    ent_number reservation;
    const char *discount; /* as written; NULL: none */
} ent_import_party;

typedef struct ent_import {
    ent_arena *arena;
    ent_diags *diags;
    const char *tool; /* "GENIUS" */
    const char *title;
    const char *scoring; /* "genius", "raw"; NULL where a tool has one way only */
    const char *file;    /* of the domain; NULL: told by the profiles alone */
    unsigned digits;     /* decimals to which something was rounded; 0: all is exact */
    size_t n_issues, cap_issues;
    ent_import_issue *issues;
    size_t n_parties;
    ent_import_party *parties;
} ent_import;

/* Reads the files of one domain. ENT_ERROR with diagnostics. `raw`: GENIUS evaluations as they are
 * written, not divided by the highest of their issue. */
ent_status ent_import_genius(ent_import *in, const ent_import_file *files, size_t n, bool raw);
ent_status ent_import_geniusweb(ent_import *in, const ent_import_file *files, size_t n);
ent_status ent_import_negolog(ent_import *in, const ent_import_file *files, size_t n);

/* A CSV file of voters, or of coalitions and their worth, as a scenario. (tables.c) */
ent_status ent_import_votes(ent_buffer *out, ent_import *in, const ent_import_file *files,
                            size_t n);
ent_status ent_import_worth(ent_buffer *out, ent_import *in, const ent_import_file *files,
                            size_t n);

/* Rounds what parties say to that many decimals, at most 18; reservation values down. W0508 names the
 * parties for whom that changed something. (round.c) */
ent_status ent_import_round(ent_import *in, unsigned digits);
/* The scenario as YAML. */
ent_status ent_import_write(ent_buffer *out, ent_import *in);
/* Models of the graph model for conflict resolution, straight to YAML: one .gmcr file; CSV files of
 * states, arcs and payoffs, told apart by the names of their columns. */
ent_status ent_import_gmcr(ent_buffer *out, ent_import *in, const ent_import_file *files, size_t n);
ent_status ent_import_csv(ent_buffer *out, ent_import *in, const ent_import_file *files, size_t n);

/* ---- parts ---- */

/* The bytes of a file ("-": standard input), at most ENT_FILE_LIMIT of them. */
ent_status ent_import_read(ent_import_file *out, ent_arena *arena, const char *path,
                           ent_diags *diags);
/* The profiles (*.json) of a folder, in the order of their names; `path` itself when it is none. */
ent_status ent_import_folder(const char *const **paths, size_t *n, ent_arena *arena,
                             const char *path, ent_diags *diags);

/* Reports, and returns ENT_ERROR (ENT_NOMEM when that failed). */
ent_status ent_import_refuse(ent_import *in, ent_diag_code code, ent_span span, const char *hint,
                             const char *format, ...) ENT_PRINTF(5, 6);
/* "party1_utility" of "deals/party1_utility.xml"; NULL when out of memory. */
const char *ent_import_stem(ent_arena *arena, const char *path);
/* One more issue or outcome at the end. ENT_ERROR past the limits of the format. */
ent_status ent_import_add_issue(ent_import_issue **out, ent_import *in, const char *name,
                                ent_span span);
ent_status ent_import_add_outcome(ent_import *in, ent_import_issue *issue, const char *name,
                                  ent_span span);
/* The outcomes first..last of an integer issue. */
ent_status ent_import_add_range(ent_import *in, ent_import_issue *issue, int64_t first,
                                int64_t last, ent_span span);
/* UINT32_MAX: none. */
uint32_t ent_import_find_outcome(const ent_import_issue *issue, const char *name);
uint32_t ent_import_find_issue(const ent_import *in, const char *name);
/* Room for the parties, named after their files. */
ent_status ent_import_add_parties(ent_import *in, const ent_import_file *files, size_t n);
/* Room for what the outcomes of an issue are worth, all 0 at first. */
ent_status ent_import_new_worth(ent_import *in, ent_import_party *party, size_t issue);

/* Gives every actor, issue and outcome a short name of its own (names.c). */
ent_status ent_import_names(ent_import *in);
/* One name, not yet in `taken`, where it then is. `what` ("outcome") is its name where nothing of the
 * text remains. */
ent_status ent_import_name(const char **out, ent_import *in, ent_map *taken, const char *text,
                           const char *what, bool actor);
/* A text in double quotes, as YAML and JSON read it. */
void ent_import_quote(ent_buffer *out, const char *text);
/* A name, in quotes where another reader of YAML could take it for something else. */
void ent_import_put_id(ent_buffer *out, const char *id);
/* "title: \"...\"" and the end of the line. */
void ent_import_put_line(ent_buffer *out, const char *key, const char *text);
/* Whether the full name says more than the id. */
bool ent_import_is_told(const char *id, const char *name);

/* The least that a package can be worth to a party. *exact: whether that was established; otherwise
 * *out is a bound below it. ENT_ERROR when 128 bits do not hold the sums. */
ent_status ent_import_minimum(ent_number *out, bool *exact, const ent_import *in,
                              const ent_import_party *party);

#endif
