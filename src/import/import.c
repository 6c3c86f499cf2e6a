/* What the readers of all tools share: issues, outcomes and parties within the format's limits. */
#include "import/import.h"

#include <stdio.h>
#include <string.h>

ent_status ent_import_refuse(ent_import *in, ent_diag_code code, ent_span span, const char *hint,
                             const char *format, ...) {
    ent_buffer message = {0};
    va_list args;
    va_start(args, format);
    ent_buffer_vprintf(&message, format, args);
    va_end(args);
    if (!message.failed)
        ent_diag(in->diags, code, span, "", hint, "%s", message.data);
    bool failed = message.failed || in->diags->failed;
    ent_buffer_free(&message);
    return failed ? ENT_NOMEM : ENT_ERROR;
}

const char *ent_import_stem(ent_arena *arena, const char *path) {
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    const char *dot = strrchr(name, '.');
    return ent_arena_text_n(arena, name, dot && dot != name ? (size_t)(dot - name) : strlen(name));
}

ent_status ent_import_add_issue(ent_import_issue **out, ent_import *in, const char *name,
                                ent_span span) {
    if (in->n_issues == ENT_MAX_ISSUES)
        return ent_import_refuse(in, ENT_E0509, span, NULL, "there are more than %u issues",
                                 ENT_MAX_ISSUES);
    ent_import_issue *issues =
        ent_arena_grow(in->arena, in->issues, in->n_issues, &in->cap_issues, sizeof *issues);
    if (!issues)
        return ENT_NOMEM;
    in->issues = issues;
    *out = &issues[in->n_issues++];
    **out = (ent_import_issue){.name = name, .span = span};
    return ENT_OK;
}

ent_status ent_import_add_outcome(ent_import *in, ent_import_issue *issue, const char *name,
                                  ent_span span) {
    if (issue->n == ENT_MAX_OUTCOMES)
        return ent_import_refuse(in, ENT_E0509, span, "join outcomes that nobody tells apart",
                                 "issue '%s' has more than %u outcomes", issue->name,
                                 ENT_MAX_OUTCOMES);
    ent_import_outcome *outcomes =
        ent_arena_grow(in->arena, issue->outcomes, issue->n, &issue->cap, sizeof *outcomes);
    if (!outcomes)
        return ENT_NOMEM;
    issue->outcomes = outcomes;
    outcomes[issue->n++] = (ent_import_outcome){.name = name};
    return ENT_OK;
}

ent_status ent_import_add_range(ent_import *in, ent_import_issue *issue, int64_t first,
                                int64_t last, ent_span span) {
    issue->integer = true;
    issue->first = first;
    if (last < first)
        return ent_import_refuse(in, ENT_E0505, span, NULL, "the range of issue '%s' is empty",
                                 issue->name);
    if (last - first >= (int64_t)ENT_MAX_OUTCOMES)
        return ent_import_refuse(
            in, ENT_E0509, span, "write it as a discrete issue with at most 64 steps",
            "issue '%s' runs over %lld values; an issue has at most %u outcomes", issue->name,
            (long long)(last - first + 1), ENT_MAX_OUTCOMES);
    for (int64_t value = first; value <= last; value++) {
        char *name = ent_arena_printf(in->arena, "%lld", (long long)value);
        if (!name)
            return ENT_NOMEM;
        ENT_TRY(ent_import_add_outcome(in, issue, name, span));
    }
    return ENT_OK;
}

uint32_t ent_import_find_outcome(const ent_import_issue *issue, const char *name) {
    for (uint32_t o = 0; o < issue->n; o++)
        if (strcmp(issue->outcomes[o].name, name) == 0)
            return o;
    return ENT_NONE;
}

uint32_t ent_import_find_issue(const ent_import *in, const char *name) {
    for (uint32_t i = 0; i < in->n_issues; i++)
        if (strcmp(in->issues[i].name, name) == 0)
            return i;
    return ENT_NONE;
}

ent_status ent_import_add_parties(ent_import *in, const ent_import_file *files, size_t n) {
    if (n > ENT_MAX_ACTORS)
        return ent_import_refuse(in, ENT_E0509, (ent_span){0}, NULL,
                                 "there are %zu profiles; a scenario has at most %u actors", n,
                                 ENT_MAX_ACTORS);
    in->parties = ENT_NEW(in->arena, ent_import_party, n + 1);
    if (!in->parties)
        return ENT_NOMEM;
    in->n_parties = n;
    for (size_t p = 0; p < n; p++) {
        in->parties[p].file = files[p].name;
        in->parties[p].name = ent_import_stem(in->arena, files[p].name);
        if (!in->parties[p].name)
            return ENT_NOMEM;
    }
    return ENT_OK;
}

ent_status ent_import_new_worth(ent_import *in, ent_import_party *party, size_t issue) {
    if (!party->worth)
        party->worth = ENT_NEW(in->arena, ent_number *, in->n_issues + 1);
    if (!party->worth)
        return ENT_NOMEM;
    party->worth[issue] = ENT_NEW(in->arena, ent_number, in->issues[issue].n + 1);
    if (!party->worth[issue])
        return ENT_NOMEM;
    for (size_t o = 0; o < in->issues[issue].n; o++)
        party->worth[issue][o] = ENT_ZERO;
    return ENT_OK;
}
