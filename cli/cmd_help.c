/* help: the program, one verb, manual pages, shell completion. */
#include "cli.h"

int cmd_help(const cli *c) {
    const char *shell = ent_options_get(c->options, "completion");
    const ent_verb_info *verb = c->argument ? cli_find_verb(c->argument) : NULL;
    if (c->argument && !verb) {
        (void)ent_options_check(c->options, c->argument); /* says which verb is near */
        cli_report(c);
        return EXIT_USAGE;
    }
    if (shell)
        completion(stdout, shell);
    else if (cli_is_on(c, "man"))
        verb ? man_verb(stdout, verb) : man_program(stdout);
    else
        verb ? help_verb(stdout, verb) : help_program(stdout);
    return EXIT_ANSWERED;
}
