/* entente, the program: reads the command line and calls the verb. */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "cli.h"

static int run_verb(const cli *c) {
    if (strcmp(c->verb, "explain") == 0)
        return cmd_explain(c);
    if (strcmp(c->verb, "format") == 0)
        return cmd_format(c);
    if (strcmp(c->verb, "history") == 0)
        return cmd_history(c);
    if (strcmp(c->verb, "help") == 0)
        return cmd_help(c);
    if (strcmp(c->verb, "import") == 0)
        return cmd_import(c);
    if (strcmp(c->verb, "export") == 0)
        return cmd_export(c);
    return cmd_ask(c);
}

static int run(cli *c, int argc, char **argv) {
    int status = cli_read(c, argc, argv);
    if (status != EXIT_ANSWERED)
        return status;
    if (cli_is_on(c, "version")) {
        printf("entente %s\n", ent_version());
        return EXIT_ANSWERED;
    }
    if (!c->verb && cli_is_on(c, "help")) {
        help_program(stdout);
        return EXIT_ANSWERED;
    }
    if (!c->verb) {
        help_usage(stderr);
        return EXIT_USAGE;
    }
    if (cli_is_on(c, "help")) {
        help_verb(stdout, cli_find_verb(c->verb));
        return EXIT_ANSWERED;
    }
    if (ent_options_check(c->options, c->verb) != ENT_OK) {
        cli_report(c);
        return EXIT_USAGE;
    }
    return run_verb(c);
}

/* Memory that is given back is mostly asked for again at once: the heap keeps it. */
static void keep_heap(void) {
#ifdef __GLIBC__
    (void)mallopt(M_TRIM_THRESHOLD, 256 << 20);
    (void)mallopt(M_MMAP_THRESHOLD, 32 << 20);
#endif
}

int main(int argc, char **argv) {
    keep_heap();
    /* A reader that goes away shows as a failed write, which is handled in one place. */
    signal(SIGPIPE, SIG_IGN);
    cli c = {0};
    int status = EXIT_LIMIT;
    if (ent_context_new(&c.context) == ENT_OK && ent_options_new(&c.options, c.context) == ENT_OK)
        status = cli_finish(run(&c, argc, argv));
    else
        fputs("entente: out of memory\n", stderr);
    ent_options_free(c.options);
    ent_context_free(c.context);
    return status;
}
