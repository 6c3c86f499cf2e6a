/* Reading the command line by the library's own tables: options in any place, then verb and file. */
#include <string.h>

#include "cli.h"

typedef struct positionals {
    char **items; /* verb and arguments, moved to the front of argv */
    int n;
} positionals;

bool cli_is_on(const cli *c, const char *option) {
    return ent_options_get(c->options, option) != NULL;
}

const ent_verb_info *cli_find_verb(const char *name) {
    for (size_t i = 0; ent_verb_at(i); i++)
        if (strcmp(ent_verb_at(i)->name, name) == 0)
            return ent_verb_at(i);
    return NULL;
}

static const ent_option_info *find_option(const char *name) {
    for (size_t i = 0; ent_option_at(i); i++)
        if (strcmp(ent_option_at(i)->name, name) == 0)
            return ent_option_at(i);
    return NULL;
}

/* Sets argv[i] ("--name", "--name=value", "--name" "value"); returns how many words it took. */
static int read_option(cli *c, int argc, char **argv, int i, ent_status *status) {
    const char *word = argv[i] + 2;
    const char *equals = strchr(word, '=');
    size_t len = equals ? (size_t)(equals - word) : strlen(word);
    char name[64];
    if (len >= sizeof name)
        len = sizeof name - 1; /* longer than any option there is: unknown all the same */
    memcpy(name, word, len);
    name[len] = '\0';
    const ent_option_info *option = find_option(name);
    const char *value = equals ? equals + 1 : NULL;
    int taken = 1;
    if (!equals && option && option->argument[0] && i + 1 < argc &&
        strncmp(argv[i + 1], "--", 2) != 0) {
        value = argv[i + 1];
        taken = 2;
    }
    *status = ent_options_set(c->options, name, value);
    return taken;
}

/* How many arguments "TOOL FILE DIR" asks for; "[CODE]" asks for none, "FILE..." for one or more. */
static int count_arguments(const char *arguments, bool *more) {
    int n = 0;
    *more = strstr(arguments, "...") != NULL;
    for (const char *at = arguments; *at != '\0' && *at != '['; at += strspn(at, " ")) {
        n++;
        at += strcspn(at, " ");
    }
    return n;
}

static int refuse_count(const cli *c, const ent_verb_info *verb, bool too_many) {
    const char *what = verb->arguments;
    fprintf(stderr, "entente: %s %s%s (entente help %s)\n", verb->name,
            too_many                    ? "takes one "
            : strchr(what, ' ') != NULL ? "needs "
                                        : "needs a ",
            what, c->verb);
    return EXIT_USAGE;
}

static int use_positionals(cli *c, const positionals *words) {
    if (words->n == 0)
        return EXIT_ANSWERED;
    const ent_verb_info *verb = cli_find_verb(words->items[0]);
    int n_arguments = verb ? words->n - 1 : words->n;
    if (!verb && n_arguments > 1) { /* "entente dels FILE": the library says which verb is near */
        (void)ent_options_check(c->options, words->items[0]);
        cli_report(c);
        return EXIT_USAGE;
    }
    c->verb = verb ? verb->name : "brief";
    c->arguments = (const char *const *)words->items + (verb ? 1 : 0);
    c->n_arguments = (size_t)n_arguments;
    c->argument = n_arguments == 0 ? NULL : c->arguments[0];
    if (!verb)
        return EXIT_ANSWERED;
    bool more, optional = strchr(verb->arguments, '[') != NULL;
    int least = count_arguments(verb->arguments, &more);
    if (!more && n_arguments > least + optional)
        return refuse_count(c, verb, true);
    if (n_arguments < least && !cli_is_on(c, "help") && !cli_is_on(c, "version"))
        return refuse_count(c, verb, false);
    return EXIT_ANSWERED;
}

int cli_read(cli *c, int argc, char **argv) {
    positionals words = {argv, 0};
    bool only_words = false, wrong = false;
    for (int i = 1; i < argc;) {
        ent_status status = ENT_OK;
        int taken = 1;
        if (!only_words && strcmp(argv[i], "--") == 0) {
            only_words = true;
        } else if (!only_words && strcmp(argv[i], "-h") == 0) {
            status = ent_options_set(c->options, "help", NULL);
        } else if (!only_words && strncmp(argv[i], "--", 2) == 0) {
            taken = read_option(c, argc, argv, i, &status);
        } else if (!only_words && argv[i][0] == '-' && argv[i][1] != '\0') {
            status = ent_options_set(c->options, argv[i] + 1, NULL); /* "-json": offers --json */
            if (status == ENT_OK || find_option(argv[i] + 1)) {
                fprintf(stderr, "entente: write --%s with two dashes\n", argv[i] + 1);
                return EXIT_USAGE;
            }
        } else {
            argv[words.n++] = argv[i]; /* argv[0] is free, so this never runs ahead */
        }
        if (status == ENT_NOMEM)
            return cli_failed(c, status);
        wrong = wrong || status != ENT_OK;
        i += taken;
    }
    if (wrong) {
        cli_report(c);
        return EXIT_USAGE;
    }
    return use_positionals(c, &words);
}
