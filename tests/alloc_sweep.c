/* The n-th allocation fails, for every n: load a scenario, ask, write the answer.
 *
 * usage: alloc_sweep [--step N] FILE...
 *
 * For each file and each verb the whole run is repeated with its first, second, third ... allocation
 * failing (and every later one), until a run gets through. A run that was denied memory must say
 * ENT_NOMEM, leave nothing half made behind, and free cleanly (the address sanitizer watches). The
 * last run, denied nothing, must give what an undisturbed one gives, byte for byte. The idea is
 * SQLite's (https://sqlite.org/testing.html, "Out-Of-Memory Testing").
 *
 * It links the static library, because the switch that makes allocations fail is not exported.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/base.h"
#include "entente.h"

/* What a run leaves: its status and what it wrote, outside of the heap that fails. */
typedef struct outcome {
    ent_status status;
    size_t len;
    char *text;
} outcome;

static int keep(void *user, const char *data, size_t len) {
    outcome *result = user;
    char *longer = realloc(result->text, result->len + len + 1);
    if (longer == NULL)
        return 1;
    memcpy(longer + result->len, data, len);
    result->text = longer;
    result->len += len;
    result->text[result->len] = '\0';
    return 0;
}

/* "verb", and options parted by bars: "moves|why=1|actor=east", "show|diff". */
static ent_status set_options(ent_options *options, const char *asked) {
    ent_status status = ent_options_set(options, "limit", "3");
    for (const char *at = strchr(asked, '|'); at && status == ENT_OK; at = strchr(at + 1, '|')) {
        char name[32], value[64] = "";
        if (sscanf(at, "|%31[^=|]=%63[^|]", name, value) < 1)
            return ENT_ERROR;
        status = ent_options_set(options, name, value[0] ? value : NULL);
    }
    return status;
}

/* Everything that is not the scenario or the context; stops at the first failure. */
static ent_status ask_and_write(ent_context *context, ent_scenario_handle *scenario,
                                const char *verb, outcome *result) {
    const ent_style style = ENT_STYLE_INIT;
    ent_options *options = NULL;
    ent_answer *answer = NULL;
    ent_status status = ent_options_new(&options, context);
    char name[32] = "";
    if (sscanf(verb, "%31[^|]", name) != 1)
        status = ENT_ERROR;
    /* A file with views is asked of its last one; `show` says what that changes. */
    size_t views = status == ENT_OK ? ent_scenario_views(scenario) : 0;
    if (views > 1 && strcmp(name, "check") != 0 && strcmp(name, "views") != 0)
        status = ent_options_set(options, "view", ent_scenario_view(scenario, views - 1).id);
    if (status == ENT_OK && views > 1 && strcmp(name, "show") == 0)
        status = ent_options_set(options, "diff", NULL);
    if (status == ENT_OK)
        status = set_options(options, verb);
    if (status == ENT_OK)
        status = ent_ask(&answer, scenario, name, options);
    if (status == ENT_OK)
        status = ent_answer_write(answer, ENT_FORMAT_JSON, NULL, &style, keep, result);
    if (status == ENT_OK)
        status = ent_answer_write(answer, ENT_FORMAT_TEXT, NULL, &style, keep, result);
    ent_answer_free(answer);
    ent_options_free(options);
    return status;
}

/* *loaded: allocations until the scenario was loaded. */
static outcome run(const char *file, const char *verb, uint64_t *loaded) {
    const ent_style style = ENT_STYLE_INIT;
    outcome result = {ENT_OK, 0, NULL};
    ent_context *context = NULL;
    ent_scenario_handle *scenario = NULL;
    *loaded = 1;
    result.status = ent_context_new(&context);
    if (result.status != ENT_OK)
        return result;
    ent_context_set_threads(context, 2);
    result.status = ent_scenario_load(&scenario, context, file);
    *loaded = ent_heap_count();
    if (result.status == ENT_OK)
        result.status = ask_and_write(context, scenario, verb, &result);
    /* A scenario with mistakes ends here; what there is to say about them must survive as well. */
    if (result.status == ENT_ERROR) {
        ent_status written = ent_diagnostics_write(context, ENT_FORMAT_TEXT, &style, keep, &result);
        if (written != ENT_OK)
            result.status = written;
    }
    ent_scenario_free(scenario);
    ent_context_free(context);
    return result;
}

static bool same(const outcome *a, const outcome *b) {
    return a->status == b->status && a->len == b->len &&
           (a->len == 0 || memcmp(a->text, b->text, a->len) == 0);
}

/* Sweeps one file with one verb; the number of faults. Loading is the same for every verb: it is swept
 * with `check` alone. */
static int sweep(const char *file, const char *verb, uint64_t step) {
    uint64_t loaded, ignored;
    ent_heap_fail_at(0);
    outcome calm = run(file, verb, &loaded);
    const uint64_t needed = ent_heap_count();
    int faults = 0;
    if (calm.status == ENT_NOMEM || needed == 0) {
        printf("%s %s: nothing to sweep (status %d, %llu allocations)\n", file, verb,
               (int)calm.status, (unsigned long long)needed);
        faults++;
    }
    /* The first hundred one by one: there the handles are made. Two threads may race for the n-th,
     * so a run is judged by whether it was denied anything, not by its number. */
    uint64_t from = strcmp(verb, "check") == 0 || calm.status != ENT_OK ? 1 : loaded;
    for (uint64_t n = from; n <= needed && faults < 5; n += n < from + 100 ? 1 : step) {
        ent_heap_fail_at(n);
        outcome got = run(file, verb, &ignored);
        const bool denied = ent_heap_count() >= n;
        ent_heap_fail_at(0);
        if (denied ? got.status != ENT_NOMEM : !same(&got, &calm)) {
            printf("%s %s: allocation %llu of %llu: status %d (%s)\n", file, verb,
                   (unsigned long long)n, (unsigned long long)needed, (int)got.status,
                   denied ? "was denied memory" : "was not denied");
            faults++;
        }
        free(got.text);
    }
    ent_heap_fail_at(0);
    outcome after = run(file, verb, &ignored);
    if (!same(&after, &calm)) {
        printf("%s %s: a later, undisturbed run differs\n", file, verb);
        faults++;
    }
    printf("%s %s: %llu allocations, status %d, %d faults\n", file, verb,
           (unsigned long long)needed, (int)calm.status, faults);
    free(after.text);
    free(calm.text);
    return faults;
}

int main(int argc, char **argv) {
    static const char *const verbs[] = {"check",
                                        "show",
                                        "deals|draw=3",
                                        "brief",
                                        "terms|engine=parts",
                                        "trades",
                                        "frontier",
                                        "views",
                                        "models|models=2",
                                        "claims|models=3",
                                        "thread|models=3",
                                        "power",
                                        "power|can=strait = shared",
                                        "worth",
                                        "blocs",
                                        "blocs|liking=deals|about=strait",
                                        "moves|about=strait,tolls",
                                        "moves|about=strait,tolls|models=3",
                                        "moves|about=strait|models=2|coalitions|blocs=north,east",
                                        "moves|about=strait|why=1",
                                        "moves|about=strait,tolls|make=1|concept=SMR",
                                        "moves|about=strait,tolls|make=2|concept=SIM",
                                        "moves|about=strait|to=strait=shared|by=farsighted",
                                        "moves|about=strait,tolls|coalitions|blocs=north,east",
                                        "moves|about=strait|to=strait=shared|order=any|of=north"};
    static const char *const coalitions[] = {"coalitions",
                                             "coalitions|models=2",
                                             "coalitions|stable",
                                             "coalitions|orders",
                                             "coalitions|join=north",
                                             "coalitions|every",
                                             "coalitions|deal=tolls = low",
                                             "coalitions|instead=north=raiders",
                                             "coalitions|models=2|join=north",
                                             "coalitions|models=2|stable|orders",
                                             "blocs|models=2|liking=deals",
                                             "power|models=2|can=tolls = low"};
    uint64_t step = 1;
    int first = 1, faults = 0;
    if (argc > 2 && strcmp(argv[1], "--step") == 0) {
        step = strtoull(argv[2], NULL, 10);
        first = 3;
    }
    if (step == 0 || first >= argc) {
        fputs("usage: alloc_sweep [--step N] FILE...\n", stderr);
        return 2;
    }
    for (int i = first; i < argc; i++)
        for (size_t v = 0; v < ENT_COUNT(verbs); v++)
            faults += sweep(argv[i], verbs[v], step);
    for (int i = first; i < argc; i++)
        for (size_t v = 0; v < ENT_COUNT(coalitions); v++)
            faults += sweep(argv[i], coalitions[v], step);
    return faults != 0;
}
