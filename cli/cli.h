/* What the files of the program share. The program sees the library through entente.h alone. */
#ifndef ENTENTE_CLI_H
#define ENTENTE_CLI_H

#include <stdbool.h>
#include <stdio.h>

#include "entente.h"

/* Exit statuses; they are part of the interface (README, manual page). */
enum {
    EXIT_ANSWERED = 0,
    EXIT_INPUT = 1,      /* the scenario or the question is wrong */
    EXIT_USAGE = 2,      /* the command line is wrong */
    EXIT_STOPPED = 3,    /* a partial answer was written */
    EXIT_UNEXPECTED = 1, /* --strict: a claim has not the answer that its author expects */
    EXIT_LIMIT = 4       /* a limit, no memory, or the output cannot be written */
};

/* A command line, read. */
typedef struct cli {
    ent_context *context;
    ent_options *options;
    const char *verb;             /* NULL: none was given */
    const char *argument;         /* FILE, CODE, KEY or VERB; NULL: none */
    const char *const *arguments; /* all of them, of verbs that take several */
    size_t n_arguments;
} cli;

/* arguments.c: reads the command line; EXIT_ANSWERED, or the status to leave with. */
int cli_read(cli *c, int argc, char **argv);
bool cli_is_on(const cli *c, const char *option);
const ent_verb_info *cli_find_verb(const char *name);

/* output.c */
int cli_write(void *stream, const char *data, size_t len); /* an ent_write_fn */
ent_style cli_style(const cli *c, FILE *stream);
ent_format cli_format(const cli *c);
/* Text wrapped at `width`; the first line begins at `column`, all others after `indent` spaces. A line
 * break in the text stays one, and a line that begins with a space is an example: not wrapped. */
void cli_wrap(FILE *out, const char *text, int column, int indent, int width);
/* Writes what there is to say to standard error, as text or, with --json, as JSON. */
void cli_report(const cli *c);
/* Diagnostics and exit status of a call that failed. */
int cli_failed(const cli *c, ent_status status);
/* Flushes standard output: the status to leave with, EXIT_LIMIT when it cannot be written. */
int cli_finish(int status);

/* progress.c: a line on standard error while long work runs, if that is a terminal. */
void cli_progress_start(const cli *c);
void cli_progress_end(void);

/* One function per verb, cmd_NAME.c. */
int cmd_ask(const cli *c); /* brief, check, show, deals */
int cmd_explain(const cli *c);
int cmd_export(const cli *c);
int cmd_format(const cli *c);
int cmd_help(const cli *c);
int cmd_history(const cli *c);
int cmd_import(const cli *c);

/* help.c, man.c, completion.c: written from the library's tables. */
void help_usage(FILE *out);
void help_program(FILE *out);
void help_verb(FILE *out, const ent_verb_info *verb);
void man_program(FILE *out);
void man_verb(FILE *out, const ent_verb_info *verb);
void completion(FILE *out, const char *shell);

#endif
