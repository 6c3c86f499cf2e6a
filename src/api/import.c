/* Other tools' files in and out. The library reads files, but writes none: that is the caller's. */
#include <stdlib.h>
#include <string.h>

#include "answer/graph_files.h"
#include "api/api.h"
#include "import/export.h"
#include "import/import.h"

typedef enum tool {
    TOOL_GENIUS,
    TOOL_GENIUSWEB,
    TOOL_NEGOLOG,
    TOOL_GMCR,
    TOOL_CSV,
    TOOL_VOTES,
    TOOL_WORTH,
    TOOL_UNKNOWN
} tool;

static const char *const tools[] = {"genius", "geniusweb", "negolog", "gmcr",
                                    "csv",    "votes",     "worth"};

static tool find_tool(const char *name) {
    size_t t = 0;
    while (t < TOOL_UNKNOWN && strcmp(tools[t], name) != 0)
        t++;
    return (tool)t;
}

static ent_status refuse_tool(ent_context *context, const char *name, const char *const *known,
                              size_t n_known) {
    const char *near = ent_nearest(name, known, n_known);
    ent_buffer hint = {0};
    if (near)
        ent_buffer_printf(&hint, "did you mean %s?", near);
    else
        for (size_t t = 0; t < n_known; t++)
            ent_buffer_printf(&hint, "%s%s", t > 0 ? ", " : "known: ", known[t]);
    ent_diag(&context->diags, ENT_E0512, (ent_span){0}, "", hint.data,
             "'%s' is no tool whose files are known here", name);
    bool failed = hint.failed || context->diags.failed;
    ent_buffer_free(&hint);
    return failed ? ENT_NOMEM : ENT_ERROR;
}

/* ---- import ---- */

static ent_status read_import(ent_import *in, tool which, const ent_import_file *files, size_t n,
                              const ent_options *options) {
    const char *scoring = options ? ent_options_get(options, "scoring") : NULL;
    switch (which) {
    case TOOL_GENIUS:
        return ent_import_genius(in, files, n, scoring && strcmp(scoring, "raw") == 0);
    case TOOL_GENIUSWEB: return ent_import_geniusweb(in, files, n);
    case TOOL_NEGOLOG: return ent_import_negolog(in, files, n);
    default: return ENT_ERROR;
    }
}

/* From files to the text of a scenario. */
static ent_status convert(ent_buffer *out, ent_import *in, tool which, const ent_import_file *files,
                          size_t n, const ent_options *options) {
    if (which == TOOL_GMCR)
        return ent_import_gmcr(out, in, files, n);
    if (which == TOOL_CSV)
        return ent_import_csv(out, in, files, n);
    if (which == TOOL_VOTES)
        return ent_import_votes(out, in, files, n);
    if (which == TOOL_WORTH)
        return ent_import_worth(out, in, files, n);
    const char *digits = options ? ent_options_get(options, "digits") : NULL;
    ENT_TRY(read_import(in, which, files, n, options));
    if (digits)
        ENT_TRY(ent_import_round(in, (unsigned)strtoul(digits, NULL, 10)));
    return ent_import_write(out, in);
}

static ent_status import_files(ent_arena *arena, ent_context *context, tool which,
                               const ent_import_file *files, size_t n, const ent_options *options,
                               ent_write_fn write, void *user) {
    ent_import in = {.arena = arena, .diags = &context->diags};
    ent_buffer out = {0};
    ent_status status = convert(&out, &in, which, files, n, options);
    if (status == ENT_OK)
        status = ent_write_buffer(&out, write, user);
    ent_buffer_free(&out);
    return context->diags.failed ? ENT_NOMEM : status;
}

/* A folder stands for the profiles in it. */
static ent_status read_files(ent_import_file **out, size_t *n, ent_arena *arena, tool which,
                             const char *const *paths, size_t n_paths, ent_diags *diags) {
    if (which == TOOL_NEGOLOG && n_paths == 1)
        ENT_TRY(ent_import_folder(&paths, &n_paths, arena, paths[0], diags));
    *out = ENT_NEW(arena, ent_import_file, n_paths + 1);
    if (!*out)
        return ENT_NOMEM;
    for (*n = 0; *n < n_paths; (*n)++)
        ENT_TRY(ent_import_read(&(*out)[*n], arena, paths[*n], diags));
    return ENT_OK;
}

ent_status ent_import_paths(ent_context *context, const char *name, const char *const *paths,
                            size_t n_paths, const ent_options *options, ent_write_fn write,
                            void *user) {
    tool which = find_tool(name);
    ent_import_file *files;
    size_t n;
    if (which == TOOL_UNKNOWN)
        return refuse_tool(context, name, tools, ENT_COUNT(tools));
    ent_arena *arena = ent_arena_new();
    if (!arena)
        return ENT_NOMEM;
    ent_status status = read_files(&files, &n, arena, which, paths, n_paths, &context->diags);
    if (status == ENT_OK)
        status = import_files(arena, context, which, files, n, options, write, user);
    ent_arena_free(arena);
    return context->diags.failed ? ENT_NOMEM : status;
}

ent_status ent_import_memory(ent_context *context, const char *name, const ent_file *given,
                             size_t n, const ent_options *options, ent_write_fn write, void *user) {
    tool which = find_tool(name);
    if (which == TOOL_UNKNOWN)
        return refuse_tool(context, name, tools, ENT_COUNT(tools));
    ent_arena *arena = ent_arena_new();
    ent_import_file *files = arena ? ENT_NEW(arena, ent_import_file, n + 1) : NULL;
    for (size_t f = 0; files && f < n; f++)
        files[f] = (ent_import_file){given[f].name, given[f].data, given[f].len};
    ent_status status =
        files ? import_files(arena, context, which, files, n, options, write, user) : ENT_NOMEM;
    ent_arena_free(arena);
    return status;
}

/* ---- export ---- */

static const struct {
    const char *name, *file;
    ent_graph_format format;
} graphs[] = {{"graphml", "graph.graphml", ENT_GRAPHML},
              {"dot", "graph.dot", ENT_DOT},
              {"svg", "graph.svg", ENT_SVG},
              {"evolution", "evolution.svg", ENT_EVOLUTION}};

static ent_status export_genius(const ent_scenario_handle *scenario, ent_file_fn write,
                                void *user) {
    ent_export_file *files;
    size_t n;
    ent_arena *arena = ent_arena_new();
    if (!arena)
        return ENT_NOMEM;
    ent_status status =
        ent_export_genius(&files, &n, arena, scenario->scenario, &scenario->context->diags);
    for (size_t f = 0; status == ENT_OK && f < n; f++)
        if (write(user, files[f].name, files[f].text.data, files[f].text.len) != 0)
            status = ENT_IO;
    ent_export_free(files, n);
    ent_arena_free(arena);
    return status;
}

static ent_status export_graph(const ent_scenario_handle *scenario, size_t which, ent_file_fn write,
                               void *user) {
    ent_context *context = scenario->context;
    ent_buffer text = {0};
    ent_request request = {.diags = &context->diags,
                           .run = {.threads = context->threads, .stop = &context->stop}};
    ent_status status = ent_write_graph(&text, graphs[which].format, scenario->scenario, &request);
    if (status == ENT_OK && write(user, graphs[which].file, text.data, text.len) != 0)
        status = ENT_IO;
    ent_buffer_free(&text);
    return context->diags.failed ? ENT_NOMEM : status;
}

ent_status ent_export_scenario(const ent_scenario_handle *scenario, const char *name,
                               ent_file_fn write, void *user) {
    static const char *const known[] = {"genius", "graphml", "dot", "svg", "evolution"};
    for (size_t g = 0; g < ENT_COUNT(graphs); g++)
        if (strcmp(name, graphs[g].name) == 0)
            return export_graph(scenario, g, write, user);
    if (strcmp(name, known[0]) != 0)
        return refuse_tool(scenario->context, name, known, ENT_COUNT(known));
    return export_genius(scenario, write, user);
}
