/* Draws, existence of deals and proofs of one scenario as JSON, for tests/oracle/test_models.py.
 *
 *     models_driver FILE SEED MODELS THREADS
 */
#include "game/models_inside.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void fail(const char *what) {
    fprintf(stderr, "models_driver: %s\n", what);
    exit(1);
}

static void print_number(ent_number x) {
    ent_buffer text = {0};
    ent_buffer_printf(&text, "%lld/%lld", (long long)x.num, (long long)x.den);
    printf("\"%s\"", text.data);
    ent_buffer_free(&text);
}

static void print_state(const uint8_t *state, size_t n) {
    printf("[");
    for (size_t k = 0; k < n; k++)
        printf("%s%u", k ? "," : "", state[k]);
    printf("]");
}

static ent_scenario *read_file(const char *path, ent_arena *arena, ent_diags *diags) {
    FILE *file = fopen(path, "rb");
    char *text = malloc(1 << 20);
    if (!file || !text)
        fail("cannot read");
    size_t len = fread(text, 1, (1 << 20) - 1, file);
    text[len] = 0;
    (void)fclose(file);
    const ent_source *source;
    ent_node *root;
    ent_scenario *scenario = NULL;
    if (ent_source_text(&source, arena, path, text, len, diags) != ENT_OK ||
        ent_node_parse(&root, arena, source, diags) != ENT_OK ||
        ent_scenario_build(&scenario, arena, source, root, diags) != ENT_OK)
        scenario = NULL;
    free(text);
    return scenario;
}

int main(int argc, char **argv) {
    if (argc != 5)
        fail("models_driver FILE SEED MODELS THREADS");
    ent_arena *arena = ent_arena_new();
    ent_diags diags = {.arena = arena};
    size_t n = (size_t)strtoull(argv[3], NULL, 10);
    ent_scenario *s = read_file(argv[1], arena, &diags);
    ent_models *models = NULL;
    if (!s || ent_models_new(&models, arena, s, strtoull(argv[2], NULL, 10), &diags) != ENT_OK) {
        printf("{\"error\": \"%s %s\"}\n", diags.n ? ent_diag_name(diags.items[0].code) : "?",
               diags.n ? diags.items[0].message : "");
        ent_arena_free(arena);
        return 0;
    }
    size_t unknowns = ent_models_unknowns(models);
    printf("{\"approximate\": %s, \"unknowns\": [",
           ent_models_approximate(models) ? "true" : "false");
    for (size_t i = 0; i < unknowns; i++)
        printf("%s\"%s\"", i ? ", " : "", ent_models_unknown(models, i)->name);
    printf("], \"draws\": [");
    ent_number *values = ENT_NEW(arena, ent_number, unknowns + 1);
    for (size_t m = 1; m <= n; m++) {
        if (ent_models_draw(values, arena, models, m) != ENT_OK)
            fail("draw");
        printf("%s[", m > 1 ? ", " : "");
        for (size_t i = 0; i < unknowns; i++) {
            printf("%s", i ? ", " : "");
            print_number(values[i]);
        }
        printf("]");
    }
    ent_ask_what what = {
        .coalition = s->question.coalition, .about = s->question.about, .with = s->question.with};
    ent_run run = {.threads = (unsigned)strtoul(argv[4], NULL, 10)};
    uint8_t *exists = ENT_NEW(arena, uint8_t, n + 1);
    uint8_t *witness = ENT_NEW(arena, uint8_t, (n + 1) * s->n_issues);
    uint8_t *always = ENT_NEW(arena, uint8_t, s->n_issues + 1);
    size_t done;
    ent_proof proof;
    if (ent_models_deals(exists, witness, models, &what, 1, n, &done, &run, &diags) != ENT_OK ||
        done != n)
        fail("deals");
    if (ent_models_prove(&proof, always, models, &what, &run, &diags) != ENT_OK)
        fail("prove");
    printf("], \"issues\": [");
    for (size_t k = 0; k < s->n_issues; k++)
        printf("%s\"%s\"", k ? ", " : "", s->issues[k].id);
    printf("], \"exists\": ");
    print_state(exists, n);
    printf(", \"witness\": [");
    for (size_t i = 0; i < n; i++) {
        printf("%s", i ? ", " : "");
        print_state(witness + i * s->n_issues, s->n_issues);
    }
    printf("], \"proof\": %d, \"always\": ", (int)proof);
    print_state(always, s->n_issues);
    printf("}\n");
    ent_arena_free(arena);
    return 0;
}
