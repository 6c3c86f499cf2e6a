/* The library in one page: load a scenario, ask for the deals of a coalition, read the answer.
 *
 * usage: example FILE ACTORS
 *
 *     cc example.c -lentente -o example
 *     ./example pact.yaml "north, east"
 */
#include <entente.h>
#include <stdio.h>

static int put(void *user, const char *data, size_t len) {
    return fwrite(data, 1, len, (FILE *)user) != len;
}

/* A fact, and the packages in a table: what a program would compute with. */
static void read_answer(const ent_answer *answer) {
    size_t minimal = ent_answer_table_find(answer, "minimal");
    printf("%s deals\n", ent_answer_fact(answer, "deals").text);
    for (size_t row = 0; row < ent_answer_rows(answer, minimal); row++)
        for (size_t column = 0; column < ent_answer_columns(answer, minimal); column++)
            printf("%s%s", ent_answer_cell(answer, minimal, row, column).text,
                   column + 1 < ent_answer_columns(answer, minimal) ? "\t" : "\n");
}

int main(int argc, char **argv) {
    if (argc != 3) {
        fprintf(stderr, "usage: example FILE ACTORS\n");
        return 2;
    }
    ent_context *context = NULL;
    ent_options *options = NULL;
    ent_scenario_handle *scenario = NULL;
    ent_answer *answer = NULL;

    ent_status status = ent_context_new(&context);
    if (status == ENT_OK)
        status = ent_scenario_load(&scenario, context, argv[1]);
    if (status == ENT_OK)
        status = ent_options_new(&options, context);
    if (status == ENT_OK)
        status = ent_options_set(options, "of", argv[2]);
    if (status == ENT_OK)
        status = ent_ask(&answer, scenario, "deals", options);

    if (status == ENT_OK)
        read_answer(answer);
    else if (context)
        (void)ent_diagnostics_write(context, ENT_FORMAT_TEXT, NULL, put, stderr);

    /* Freeing NULL does nothing, so one way out serves all. */
    ent_answer_free(answer);
    ent_options_free(options);
    ent_scenario_free(scenario);
    ent_context_free(context);
    return status == ENT_OK ? 0 : 1;
}
