/* entente: which alliances can form, which settlements all needed parties would sign, and why.
 *
 * This header is the manual of the library. Three tiers:
 *
 *   simple        load a scenario, ask a question, print the answer        (ent_scenario_load,
 *                 ent_ask, ent_answer_write)
 *   full          options, typed tables, diagnostics, progress and stopping
 *   experimental  marked so; may change between versions
 *
 * Grammar of the interface. Handles are opaque. Functions that can fail return an ent_status and
 * put what they make into their first argument; getters that cannot fail return the value. What a
 * getter returns as `const` is borrowed from the object it came from and lives as long as that.
 * Freeing NULL does nothing. Every text is UTF-8 and NUL-terminated.
 *
 * What went wrong is on the context: a list of diagnostics with code, place, message and hint. The
 * library never prints, never exits, never changes the locale, and starts no thread that outlives a
 * call. One context and what was made from it belong to one thread at a time; different contexts are
 * independent.
 */
#ifndef ENTENTE_H
#define ENTENTE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(_WIN32)
#define ENT_API
#else
#define ENT_API __attribute__((visibility("default")))
#endif

#define ENT_VERSION_MAJOR 0
#define ENT_VERSION_MINOR 1
#define ENT_VERSION_PATCH 0
#define ENT_VERSION "0.1.0"

/* "0.1.0": the version of the library that is running. */
ENT_API const char *ent_version(void);

/* What kind of thing went wrong; where and why is in the context's diagnostics. */
typedef enum ent_status {
    ENT_OK = 0,
    ENT_ERROR = 1,     /* the input is wrong: see the diagnostics */
    ENT_NOMEM = 2,     /* out of memory; nothing was changed */
    ENT_CANCELLED = 3, /* stopped by ent_context_stop(); an answer, if any, is partial */
    ENT_LIMIT = 4,     /* a stated limit was passed: see the diagnostics */
    ENT_IO = 5         /* the write callback reported a failure */
} ent_status;

ENT_API const char *ent_status_text(ent_status status);

/* ---- the context ---- */

typedef struct ent_context ent_context;

/* Makes a context: no diagnostics, as many threads as processors. ENT_NOMEM. */
ENT_API ent_status ent_context_new(ent_context **out);
/* Frees the context. What was loaded and asked through it must have been freed before. */
ENT_API void ent_context_free(ent_context *context);
/* Threads used by long scans, 1..256; 0: as many as processors. Answers are the same for any number. */
ENT_API void ent_context_set_threads(ent_context *context, unsigned threads);
/* Called now and then during long work, from the thread that called ent_ask(). `total` is 0 while it
 * is not known. `what` names the pass ("scanning packages"). */
typedef void (*ent_progress_fn)(void *user, const char *what, uint64_t done, uint64_t total);
ENT_API void ent_context_set_progress(ent_context *context, ent_progress_fn progress, void *user);
/* Asks running work to stop soon with what it has. May be called from a signal handler or another
 * thread. Stays in force until ent_context_resume(). */
ENT_API void ent_context_stop(ent_context *context);
ENT_API void ent_context_resume(ent_context *context);

/* ---- diagnostics ---- */

typedef enum ent_severity {
    ENT_SEVERITY_NOTE,
    ENT_SEVERITY_WARNING,
    ENT_SEVERITY_ERROR
} ent_severity;

/* One thing to say about a scenario or an option. Lines and columns count from 1, columns in code
 * points; line is 0 where there is no place to point at. Borrowed from the context until
 * ent_diagnostics_clear(). */
typedef struct ent_diagnostic {
    const char *code; /* "E0103", stable */
    ent_severity severity;
    const char *file;
    unsigned line, column, end_line, end_column;
    const char *path; /* "preferences.north.wants.strait" */
    const char *message;
    const char *hint; /* "" when there is none */
} ent_diagnostic;

ENT_API size_t ent_diagnostics_count(const ent_context *context);
/* The i-th, in the order they were found; all zero when i is out of range. */
ENT_API ent_diagnostic ent_diagnostics_at(const ent_context *context, size_t i);
ENT_API void ent_diagnostics_clear(ent_context *context);
/* Title and explanation of a code, for people; NULL when there is no such code. */
ENT_API const char *ent_explain_title(const char *code);
ENT_API const char *ent_explain(const char *code);
/* The i-th code there is, or NULL past the end. */
ENT_API const char *ent_explain_code(size_t i);

/* Receives a piece of output; returns 0, or anything else to stop with ENT_IO. */
typedef int (*ent_write_fn)(void *user, const char *data, size_t len);

/* How output looks; one set serves diagnostics and answers. */
typedef struct ent_style {
    size_t size;    /* sizeof(ent_style) */
    int color;      /* 0: none; 1: ANSI colours */
    unsigned width; /* columns for text; 0: 80 */
} ent_style;
#define ENT_STYLE_INIT                                                                             \
    { sizeof(ent_style), 0, 80 }

/* Writes all diagnostics: with place, source line and caret as text, or as a JSON list. */
typedef enum ent_format {
    ENT_FORMAT_TEXT,
    ENT_FORMAT_JSON,
    ENT_FORMAT_CSV,
    ENT_FORMAT_HTML
} ent_format;
ENT_API ent_status ent_diagnostics_write(ent_context *context, ent_format format,
                                         const ent_style *style, ent_write_fn write, void *user);

/* ---- scenarios ---- */

typedef struct ent_scenario_handle ent_scenario_handle;

/* Loads a scenario from a file ("-": standard input) or from memory. ENT_ERROR with diagnostics when
 * it has mistakes; warnings leave it ENT_OK. */
ENT_API ent_status ent_scenario_load(ent_scenario_handle **out, ent_context *context,
                                     const char *path);
ENT_API ent_status ent_scenario_load_text(ent_scenario_handle **out, ent_context *context,
                                          const char *name, const char *text, size_t len);
ENT_API void ent_scenario_free(ent_scenario_handle *scenario);

/* The views of a scenario: number 0 is "base", the file itself; the others stand in its order. Texts
 * belong to the scenario; NULL where nothing was said. */
typedef struct ent_view_info {
    const char *id;         /* as --view takes it; NULL past the last one */
    const char *title;      /* a heading */
    const char *number;     /* as the discussion counts, "1a" */
    const char *by;         /* who holds it */
    const char *says;       /* in a sentence or two */
    const char *replies_to; /* the id of the view that it answers */
    const char *extends;    /* the id of the view that it changes */
    size_t changes, claims; /* how many */
} ent_view_info;
ENT_API size_t ent_scenario_views(const ent_scenario_handle *scenario);
ENT_API ent_view_info ent_scenario_view(const ent_scenario_handle *scenario, size_t i);

/* ---- options ---- */

/* Options are set by name, as on the command line without the dashes: ("of", "france, russia"),
 * ("set", "us.salience.assad=80"). An option that may stand several times adds a value each time. */
typedef struct ent_options ent_options;
ENT_API ent_status ent_options_new(ent_options **out, ent_context *context);
ENT_API void ent_options_free(ent_options *options);
/* ENT_ERROR with a diagnostic when there is no such option or the value is out of its range. `value`
 * of a switch: NULL, "true" or "false". */
ENT_API ent_status ent_options_set(ent_options *options, const char *name, const char *value);
/* What was given last under that name ("true" for a switch that is on), or NULL. */
ENT_API const char *ent_options_get(const ent_options *options, const char *name);
/* ENT_ERROR with a diagnostic for each option that was set and does not serve `verb`, or when there
 * is no such verb. ent_ask() leaves such options aside, so that one set may serve several verbs. */
ENT_API ent_status ent_options_check(const ent_options *options, const char *verb);

/* The tables behind --help, the manual pages and shell completion. NULL past the end. */
typedef struct ent_verb_info {
    const char *name;      /* "deals" */
    const char *arguments; /* "FILE" */
    const char *summary;   /* one line */
    const char *details;   /* paragraphs for the manual page, parted by an empty line */
    int asks;              /* 1: for ent_ask(); 0: the program answers it without a scenario */
} ent_verb_info;
typedef struct ent_option_info {
    const char *name;     /* "with" */
    const char *argument; /* "EXPR"; "" for a switch; "auto|always|never": one of these words */
    const char *summary;
    const char *verbs; /* space-separated verbs it serves; "asking": all that ask; "*": all */
    int repeatable;
    int asks;             /* 1: part of the question; 0: for the program that writes the answer */
    unsigned least, most; /* range of a whole number; 0, 0: no number */
} ent_option_info;
ENT_API const ent_verb_info *ent_verb_at(size_t i);
ENT_API const ent_option_info *ent_option_at(size_t i);
ENT_API int ent_option_serves(const ent_option_info *option, const char *verb);

/* ---- asking ---- */

typedef struct ent_answer ent_answer;

/* Asks `verb` ("brief", "check", "show", "deals") of a scenario. `options` may be NULL. On
 * ENT_CANCELLED *out holds a partial answer that says so; on other failures it is NULL. */
ENT_API ent_status ent_ask(ent_answer **out, ent_scenario_handle *scenario, const char *verb,
                           const ent_options *options);
ENT_API void ent_answer_free(ent_answer *answer);

/* Writes the answer: as text for people, as JSON, or one of its tables as CSV. `table` names it
 * (NULL: the first one; ENT_ERROR when there is none of that name). The bytes of JSON and CSV depend
 * on the scenario, the options and the version alone. */
ENT_API ent_status ent_answer_write(const ent_answer *answer, ent_format format, const char *table,
                                    const ent_style *style, ent_write_fn write, void *user);

/* Facts: single named values. */
typedef enum ent_cell_type {
    ENT_CELL_NONE,
    ENT_CELL_TEXT,
    ENT_CELL_INTEGER,
    ENT_CELL_NUMBER,
    ENT_CELL_BOOL
} ent_cell_type;
/* A typed value. `text` is always there (exact: "3/7" for a rational, "118098" for a count);
 * `number` is its nearest double. */
typedef struct ent_cell {
    ent_cell_type type;
    const char *text;
    double number;
} ent_cell;

ENT_API int ent_answer_is_partial(const ent_answer *answer);
ENT_API size_t ent_answer_facts(const ent_answer *answer);
ENT_API const char *ent_answer_fact_name(const ent_answer *answer, size_t i);
ENT_API ent_cell ent_answer_fact(const ent_answer *answer,
                                 const char *name); /* type NONE: no such */
ENT_API size_t ent_answer_tables(const ent_answer *answer);
ENT_API const char *ent_answer_table_name(const ent_answer *answer, size_t table);
/* The table of that name, or SIZE_MAX. */
ENT_API size_t ent_answer_table_find(const ent_answer *answer, const char *name);
ENT_API size_t ent_answer_rows(const ent_answer *answer, size_t table);
ENT_API size_t ent_answer_columns(const ent_answer *answer, size_t table);
ENT_API const char *ent_answer_column_name(const ent_answer *answer, size_t table, size_t column);
ENT_API ent_cell ent_answer_cell(const ent_answer *answer, size_t table, size_t row, size_t column);

/* ---- the study store (experimental) ---- */

/* Scenarios, questions and answers of runs in one SQLite file (docs/store.md has its tables). */
typedef struct ent_store ent_store;
/* Opens a store to keep runs in, or makes one of a file that is not there or empty. ENT_ERROR with a
 * diagnostic, and the file as it was, when it is anything else or cannot be written. */
ENT_API ent_status ent_store_open(ent_store **out, ent_context *context, const char *path);
/* Opens a store to look at: it is there already, and nothing in it changes. */
ENT_API ent_status ent_store_look(ent_store **out, ent_context *context, const char *path);
ENT_API void ent_store_close(ent_store *store);
/* Keeps an answer, with the scenario and the options that it was asked with: all or nothing. */
ENT_API ent_status ent_store_put(ent_store *store, const ent_scenario_handle *scenario,
                                 const char *verb, const ent_options *options,
                                 const ent_answer *answer);
/* The runs there are, as a table `runs`. */
ENT_API ent_status ent_store_runs(ent_answer **out, ent_store *store);
/* A run's answer as it was kept, JSON. */
ENT_API ent_status ent_store_answer(ent_store *store, unsigned run, ent_write_fn write, void *user);
/* Asks again what a run asked. *same: its JSON is the kept one to the byte. */
ENT_API ent_status ent_store_rerun(ent_answer **out, ent_store *store, unsigned run, int *same);

/* ---- other tools' files (experimental) ---- */

/* Reads a negotiation domain of another tool and writes it as a scenario (YAML), with exact numbers;
 * with `tool` "votes" or "worth" a CSV file of voters, or of coalitions and their worth.
 * `tool`: "genius" (a domain, then profiles), "geniusweb" or "negolog" (profiles; for negolog also a
 * folder of them). The option `scoring` ("genius" or "raw") serves GENIUS files, `digits` rounds
 * the numbers of domains. ENT_ERROR with diagnostics. */
ENT_API ent_status ent_import_paths(ent_context *context, const char *tool,
                                    const char *const *paths, size_t n, const ent_options *options,
                                    ent_write_fn write, void *user);
/* A file in memory; parties are named after `name`, without its folder and ending. */
typedef struct ent_file {
    const char *name;
    const char *data;
    size_t len;
} ent_file;
ENT_API ent_status ent_import_memory(ent_context *context, const char *tool, const ent_file *files,
                                     size_t n, const ent_options *options, ent_write_fn write,
                                     void *user);

/* Receives a whole file; returns 0, or anything else to stop with ENT_IO. */
typedef int (*ent_file_fn)(void *user, const char *name, const char *data, size_t len);
/* Hands over the scenario as files of another tool ("genius"), where it fits: ENT_ERROR with a
 * diagnostic for each thing that does not, and then no file is handed over. With "graphml", "dot", "svg"
 * and "evolution" one file with its graph of states and moves, for other programs or drawn. */
ENT_API ent_status ent_export_scenario(const ent_scenario_handle *scenario, const char *tool,
                                       ent_file_fn write, void *user);

/* ---- the format ---- */

/* What a person may write: ENT_FORMAT_TEXT: the reference page (Markdown); ENT_FORMAT_JSON: a JSON Schema
 * for editors. `key` limits the text to one key ("issues", "preferences.salience"); NULL: all. */
ENT_API ent_status ent_format_write(ent_context *context, ent_format format, const char *key,
                                    ent_write_fn write, void *user);

#ifdef __cplusplus
}
#endif

#endif
