/* history: what is kept in a store; one run's answer again, as it was or worked out anew. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

static int write_answer(const cli *c, const ent_answer *answer) {
    ent_style style = cli_style(c, stdout);
    ent_status status = ent_answer_write(
        answer, cli_format(c), ent_options_get(c->options, "table"), &style, cli_write, stdout);
    return status == ENT_OK ? EXIT_ANSWERED : cli_failed(c, status);
}

/* Works a run out anew; that it is the same to the byte, or not, is said on standard error. */
static int again(const cli *c, ent_store *store, unsigned run) {
    ent_answer *answer = NULL;
    int same = 0;
    ent_status status = ent_store_rerun(&answer, store, run, &same);
    if (status != ENT_OK)
        return cli_failed(c, status);
    int leave = write_answer(c, answer);
    ent_answer_free(answer);
    fprintf(stderr, "entente: run %u %s\n", run,
            same ? "gives the same bytes as it did" : "now gives another answer");
    return leave == EXIT_ANSWERED && !same ? EXIT_UNEXPECTED : leave;
}

int cmd_history(const cli *c) {
    const char *number = ent_options_get(c->options, "run");
    unsigned run = number ? (unsigned)strtoul(number, NULL, 10) : 0;
    ent_store *store = NULL;
    ent_answer *answer = NULL;
    int leave = EXIT_ANSWERED;
    FILE *there = fopen(c->argument, "rb");
    if (!there) {
        fprintf(stderr, "entente: %s: %s\n", c->argument, strerror(errno));
        return EXIT_INPUT;
    }
    fclose(there);
    ent_status status = ent_store_look(&store, c->context, c->argument);
    if (status == ENT_OK && run && cli_is_on(c, "again")) {
        leave = again(c, store, run);
    } else if (status == ENT_OK && run) {
        status = ent_store_answer(store, run, cli_write, stdout);
    } else if (status == ENT_OK) {
        status = ent_store_runs(&answer, store);
        if (status == ENT_OK)
            leave = write_answer(c, answer);
        ent_answer_free(answer);
    }
    ent_store_close(store);
    return status == ENT_OK ? leave : cli_failed(c, status);
}
