/* Other tools' files in and out. The library reads files, but writes none: that is the caller's. */
#include <string.h>

#include "api/api.h"
#include "import/export.h"
#include "import/import.h"

typedef enum tool {
    TOOL_GENIUS,
    TOOL_GENIUSWEB,
    TOOL_NEGOLOG,
    TOOL_VOTES,
    TOOL_WORTH,
    TOOL_UNKNOWN
} tool;

static const char *const tools[] = {"genius", "geniusweb", "negolog", "votes", "worth"};

static tool find_tool(const char *name) {
    size_t t = 0;
    while (t < TOOL_UNKNOWN && strcmp(tools[t], name) != 0)
        t++;
    return (tool)t;
}

static ent_status refuse_tool(ent_context *context, const char *name, size_t n_known) {
    const char *near = ent_nearest(name, tools, n_known);
    ent_buffer hint = {0};
    if (near)
        ent_buffer_printf(&hint, "did you mean %s?", near);
    else
        for (size_t t = 0; t < n_known; t++)
            ent_buffer_printf(&hint, "%s%s", t > 0 ? ", " : "known: ", tools[t]);
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
    case TOOL_VOTES:
    case TOOL_WORTH:
    case TOOL_UNKNOWN: break;
    }
    return ENT_ERROR;
}

static ent_status import_files(ent_arena *arena, ent_context *context, tool which,
                               const ent_import_file *files, size_t n, const ent_options *options,
                               ent_write_fn write, void *user) {
    ent_import in = {.arena = arena, .diags = &context->diags};
    ent_buffer out = {0};
    ent_status status;
    if (which == TOOL_VOTES || which == TOOL_WORTH) {
        status = (which == TOOL_VOTES ? ent_import_votes : ent_import_worth)(&out, &in, files, n);
    } else {
        status = read_import(&in, which, files, n, options);
        if (status == ENT_OK)
            status = ent_import_write(&out, &in);
    }
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
        return refuse_tool(context, name, ENT_COUNT(tools));
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
        return refuse_tool(context, name, ENT_COUNT(tools));
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

ent_status ent_export_scenario(const ent_scenario_handle *scenario, const char *name,
                               ent_file_fn write, void *user) {
    ent_context *context = scenario->context;
    ent_export_file *files;
    size_t n;
    if (find_tool(name) != TOOL_GENIUS)
        return refuse_tool(context, name, 1);
    ent_arena *arena = ent_arena_new();
    if (!arena)
        return ENT_NOMEM;
    ent_status status = ent_export_genius(&files, &n, arena, scenario->scenario, &context->diags);
    for (size_t f = 0; status == ENT_OK && f < n; f++)
        if (write(user, files[f].name, files[f].text.data, files[f].text.len) != 0)
            status = ENT_IO;
    ent_export_free(files, n);
    ent_arena_free(arena);
    return status;
}
