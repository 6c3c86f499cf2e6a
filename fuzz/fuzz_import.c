/* Fuzzes import and export: any bytes are a domain of another tool or a list of located mistakes.
 *
 * The first line names the tool ("genius", "genius raw", "geniusweb", "negolog", "gmcr", "csv"); lines of three
 * percent signs part the files. Checked: a failure says why, what was imported is a scenario that can
 * be read, and what it is exported to can be imported again.
 */
#include <string.h>

#include "entente.h"
#include "fuzz.h"

#define MOST_FILES 6

typedef struct text {
    char *data;
    size_t len;
} text;

static int keep(void *user, const char *data, size_t len) {
    text *t = user;
    char *longer = realloc(t->data, t->len + len + 1);
    FUZZ_CHECK(longer != NULL);
    memcpy(longer + t->len, data, len);
    t->data = longer;
    t->len += len;
    t->data[t->len] = '\0';
    return 0;
}

typedef struct exported {
    size_t n;
    ent_file files[MOST_FILES];
} exported;

static int keep_file(void *user, const char *name, const char *data, size_t len) {
    exported *e = user;
    text copy = {NULL, 0};
    if (e->n == MOST_FILES)
        return 1;
    keep(&copy, data, len);
    e->files[e->n++] = (ent_file){e->n == 0 ? "domain.xml" : "party.xml", copy.data, len};
    (void)name;
    return 0;
}

static void check_export(ent_context *context, const ent_scenario_handle *scenario) {
    exported e = {0};
    text again = {NULL, 0};
    ent_status status = ent_export_scenario(scenario, "genius", keep_file, &e);
    FUZZ_CHECK(status != ENT_NOMEM);
    if (status == ENT_OK)
        FUZZ_CHECK(ent_import_memory(context, "genius", e.files, e.n, NULL, keep, &again) ==
                   ENT_OK);
    for (size_t f = 0; f < e.n; f++)
        free((void *)(uintptr_t)e.files[f].data);
    free(again.data);
}

static int count_bytes(void *user, const char *name, const char *data, size_t len) {
    (void)name;
    (void)data;
    *(size_t *)user += len;
    return 0;
}

/* What was imported has a graph, or something is said of why not. */
static void check_graph(ent_context *context, const ent_scenario_handle *scenario) {
    size_t bytes = 0;
    ent_diagnostics_clear(context);
    ent_status status = ent_export_scenario(scenario, "graphml", count_bytes, &bytes);
    FUZZ_CHECK(status == ENT_OK || ent_diagnostics_count(context) > 0);
    FUZZ_CHECK((status == ENT_OK) == (bytes > 0));
}

static void check(ent_context *context, const char *tool, const ent_options *options,
                  const ent_file *files, size_t n) {
    text out = {NULL, 0};
    ent_scenario_handle *scenario = NULL;
    ent_status status = ent_import_memory(context, tool, files, n, options, keep, &out);
    FUZZ_CHECK(status == ENT_OK || status == ENT_ERROR);
    FUZZ_CHECK(status == ENT_OK || ent_diagnostics_count(context) > 0);
    if (status == ENT_OK) {
        ent_diagnostics_clear(context);
        if (ent_scenario_load_text(&scenario, context, "imported", out.data, out.len) != ENT_OK) {
            const ent_style style = ENT_STYLE_INIT;
            text said = {NULL, 0};
            ent_diagnostics_write(context, ENT_FORMAT_TEXT, &style, keep, &said);
            fprintf(stderr, "%s\n%s\n", out.data, said.data ? said.data : "");
            FUZZ_CHECK(scenario != NULL);
        }
        check_export(context, scenario);
        check_graph(context, scenario);
    }
    ent_scenario_free(scenario);
    free(out.data);
}

/* Parts the input at its separators; the files point into it. */
static size_t part(ent_file *files, const char *at, const char *end) {
    static const char *const names[MOST_FILES] = {"domain.xml", "a b.xml", "all.json",
                                                  "c",          "c",       "d.json"};
    size_t n = 0;
    while (n < MOST_FILES && at <= end) {
        const char *stop = at;
        while (stop < end && (end - stop < 5 || memcmp(stop, "\n%%%\n", 5) != 0))
            stop++;
        files[n] = (ent_file){names[n], at, (size_t)(stop - at)};
        n++;
        at = stop + 5;
        if (stop == end)
            break;
    }
    return n;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const char *const tools[] = {"genius raw", "geniusweb", "genius",
                                        "negolog",    "gmcr",      "csv"};
    const char *at = (const char *)data, *end = at + size, *line = memchr(at, '\n', size);
    ent_context *context;
    ent_options *options;
    ent_file files[MOST_FILES];
    size_t tool = 0, n_tools = sizeof tools / sizeof *tools;
    if (size == 0 || line == NULL)
        return 0;
    while (tool < n_tools && ((size_t)(line - at) != strlen(tools[tool]) ||
                              memcmp(at, tools[tool], (size_t)(line - at)) != 0))
        tool++;
    if (tool == n_tools)
        return 0;
    FUZZ_CHECK(ent_context_new(&context) == ENT_OK);
    FUZZ_CHECK(ent_options_new(&options, context) == ENT_OK);
    if (tool == 0)
        FUZZ_CHECK(ent_options_set(options, "scoring", "raw") == ENT_OK);
    check(context, tool == 0 ? "genius" : tools[tool], options, files, part(files, line + 1, end));
    ent_options_free(options);
    ent_context_free(context);
    return 0;
}
