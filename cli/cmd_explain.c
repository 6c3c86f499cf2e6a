/* explain: what a diagnostic means; without a code, the list of them. */
#include "cli.h"

static int list_codes(void) {
    for (size_t i = 0; ent_explain_code(i); i++)
        printf("%s  %s\n", ent_explain_code(i), ent_explain_title(ent_explain_code(i)));
    return EXIT_ANSWERED;
}

int cmd_explain(const cli *c) {
    if (!c->argument)
        return list_codes();
    const char *title = ent_explain_title(c->argument);
    if (!title) {
        fprintf(stderr, "entente: there is no code %s (entente explain lists them)\n", c->argument);
        return EXIT_INPUT;
    }
    printf("%s: %s\n\n", c->argument, title);
    cli_wrap(stdout, ent_explain(c->argument), 0, 0, (int)cli_style(c, stdout).width);
    return EXIT_ANSWERED;
}
