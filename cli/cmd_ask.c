/* brief, check, show, deals: load the scenario, ask, write the answer. */
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

static ent_context *running;

/* The first Ctrl-C asks for what is known so far; SA_RESETHAND lets a second one kill. */
static void stop(int number) {
    (void)number;
    ent_context_stop(running);
}

static void stop_on_signals(ent_context *context) {
    running = context;
    struct sigaction action = {.sa_handler = stop};
    action.sa_flags = (int)SA_RESETHAND;
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
}

static ent_status write_answer(const cli *c, const ent_answer *answer) {
    ent_style style = cli_style(c, stdout);
    return ent_answer_write(answer, cli_format(c), ent_options_get(c->options, "table"), &style,
                            cli_write, stdout);
}

/* Warnings go first, so that on a terminal the answer is the last thing said. */
static int ask(const cli *c, ent_scenario_handle *scenario, ent_store *store) {
    ent_answer *answer = NULL;
    stop_on_signals(c->context);
    cli_progress_start(c);
    ent_status status = ent_ask(&answer, scenario, c->verb, c->options);
    cli_progress_end();
    if (!answer)
        return cli_failed(c, status);
    ent_status kept = store ? ent_store_put(store, scenario, c->verb, c->options, answer) : ENT_OK;
    cli_report(c);
    ent_status written = write_answer(c, answer);
    bool unexpected = ent_answer_fact(answer, "unexpected").number > 0;
    ent_answer_free(answer);
    status = written != ENT_OK ? written : kept != ENT_OK ? kept : status;
    if (status != ENT_OK)
        return cli_failed(c, status);
    return unexpected && cli_is_on(c, "strict") ? EXIT_UNEXPECTED : EXIT_ANSWERED;
}

/* A store that cannot be used is refused before any work is done. */
static int ask_and_keep(const cli *c, ent_scenario_handle *scenario) {
    const char *path = ent_options_get(c->options, "store");
    ent_store *store = NULL;
    ent_status status = path ? ent_store_open(&store, c->context, path) : ENT_OK;
    int leave = status == ENT_OK ? ask(c, scenario, store) : cli_failed(c, status);
    ent_store_close(store);
    return leave;
}

static bool is_mixed_format(const cli *c) {
    return cli_is_on(c, "json") + cli_is_on(c, "html") +
               (cli_is_on(c, "csv") || cli_is_on(c, "table")) >
           1;
}

/* The views that `compare` names after the file are options of the question. */
static ent_status take_views(const cli *c) {
    static const char *const options[] = {"view", "against"};
    for (size_t i = 1; i < c->n_arguments && i <= 2; i++) {
        ent_status status = ent_options_set(c->options, options[i - 1], c->arguments[i]);
        if (status != ENT_OK)
            return status;
    }
    return ENT_OK;
}

int cmd_ask(const cli *c) {
    ent_status taken = take_views(c);
    if (taken != ENT_OK)
        return cli_failed(c, taken);
    if (is_mixed_format(c)) {
        fputs("entente: choose one of --json, --csv and --html; --json has all tables\n", stderr);
        return EXIT_USAGE;
    }
    const char *threads = ent_options_get(c->options, "threads");
    if (threads)
        ent_context_set_threads(c->context, (unsigned)strtoul(threads, NULL, 10));
    ent_scenario_handle *scenario = NULL;
    ent_status status = ent_scenario_load(&scenario, c->context, c->argument);
    int leave = status == ENT_OK ? ask_and_keep(c, scenario) : cli_failed(c, status);
    ent_scenario_free(scenario);
    return leave;
}
