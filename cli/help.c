/* --help: from the library's tables of verbs and options. */
#include <string.h>

#include "cli.h"

#define WIDTH 80
#define OPTION_COLUMNS 27 /* of "--name ARGUMENT" */
#define VERB_COLUMNS 18

static const char examples[] =
    "  entente pact.yaml                       answer the question in the file\n"
    "  entente deals pact.yaml --of \"a, b\"     what could a and b sign?\n"
    "  entente check pact.yaml                 is the file right?\n";

/* "  left     right, wrapped in its column" */
static void put_entry(FILE *out, const char *left, int columns, const char *right) {
    int used = fprintf(out, "  %s", left);
    if (used > columns) {
        fputc('\n', out);
        used = 0;
    }
    fprintf(out, "%*s", columns + 2 - used, "");
    cli_wrap(out, right, columns + 2, columns + 2, WIDTH);
}

static void put_options(FILE *out, const char *verb) {
    for (size_t i = 0; ent_option_at(i); i++) {
        const ent_option_info *option = ent_option_at(i);
        if (!ent_option_serves(option, verb))
            continue;
        char left[80];
        snprintf(left, sizeof left, "--%s%s%s", option->name, option->argument[0] ? " " : "",
                 option->argument);
        put_entry(out, left, OPTION_COLUMNS, option->summary);
    }
}

void help_usage(FILE *out) {
    fprintf(out,
            "usage: entente FILE\n"
            "       entente VERB [OPTIONS] [FILE]\n\n%s\n"
            "More: entente help\n",
            examples);
}

void help_program(FILE *out) {
    cli_wrap(out,
             "entente tells which alliances can form and which settlements all needed parties "
             "would sign, and why, from a scenario file that a person can write and read.",
             0, 0, WIDTH);
    fprintf(out, "\nusage: entente FILE\n       entente VERB [OPTIONS] [FILE]\n\nVerbs:\n");
    for (size_t i = 0; ent_verb_at(i); i++) {
        char left[80];
        snprintf(left, sizeof left, "%s %s", ent_verb_at(i)->name, ent_verb_at(i)->arguments);
        put_entry(out, left, VERB_COLUMNS, ent_verb_at(i)->summary);
    }
    fprintf(out, "\nExamples:\n%s", examples);
    fputc('\n', out);
    cli_wrap(out,
             "Exit status: 0 answered, 1 the scenario or question is wrong, 2 the command line is "
             "wrong, 3 stopped (what is known so far was written), 4 a limit, no memory, or the "
             "output cannot be written.\n\nA file named like a verb: ./deals. Standard input: -. "
             "The options of a verb: entente help VERB.",
             0, 0, WIDTH);
}

void help_verb(FILE *out, const ent_verb_info *verb) {
    fprintf(out, "entente %s: %s\n\nusage: entente %s [OPTIONS] %s\n\n", verb->name, verb->summary,
            verb->name, verb->arguments);
    cli_wrap(out, verb->details, 0, 0, WIDTH);
    fprintf(out, "\nOptions:\n");
    put_options(out, verb->name);
}
