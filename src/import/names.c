/* Short names from other tools' free texts: "800+" to 800, "Yes, with back pay" to Yes_with_back_pay.
 *
 * A text that can be a name stays as it is. In any other, what cannot stand in a name becomes an
 * underscore; names that come out the same are numbered. The full text is kept under `name`.
 */
#include "import/import.h"

#include <stdio.h>
#include <string.h>

#include "scenario/schema.h"

#define LONGEST 60u /* bytes of a short name made from a long text */

static bool can_stand(unsigned char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '%' ||
           c == '\'' || c == '-' || c >= 0x80;
}

/* U+0080..U+00A0 and the like are white space or control: no part of a name. */
static bool is_blank(const char *at) {
    const unsigned char *c = (const unsigned char *)at;
    return (c[0] == 0xC2 && c[1] <= 0xA0) || (c[0] == 0xE2 && c[1] == 0x80) ||
           (c[0] == 0xE3 && c[1] == 0x80 && c[2] == 0x80) ||
           (c[0] == 0xEF && (c[1] == 0xBB || c[1] == 0xBF));
}

static size_t step_of(const char *at) {
    size_t step = 1;
    while (((unsigned char)at[step] & 0xC0) == 0x80)
        step++;
    return step;
}

static bool is_name(const char *text, bool actor) {
    static const char *const not_actors[] = {"self", "nobody", "all", "any"};
    for (size_t i = 0; actor && i < ENT_COUNT(not_actors); i++)
        if (strcmp(text, not_actors[i]) == 0)
            return false;
    if (!ent_name_is_valid(text) || strcmp(text, "null") == 0 || strlen(text) > LONGEST)
        return false;
    for (const char *at = text; *at; at += step_of(at))
        if (is_blank(at))
            return false;
    return true;
}

/* What can stand, joined by single underscores. */
static void clean(ent_buffer *out, const char *text) {
    bool gap = false;
    for (const char *at = text; *at && out->len < LONGEST - 4; at += step_of(at)) {
        if (!can_stand((unsigned char)*at) || is_blank(at)) {
            gap = true;
            continue;
        }
        if (gap && out->len > 0)
            ent_buffer_put(out, "_");
        gap = false;
        ent_buffer_put_n(out, at, step_of(at));
    }
}

ent_status ent_import_name(const char **out, ent_import *in, ent_map *taken, const char *text,
                           const char *what, bool actor) {
    ent_buffer name = {0};
    if (is_name(text, actor))
        ent_buffer_put(&name, text);
    else
        clean(&name, text);
    if (name.len == 0)
        ent_buffer_put(&name, what);
    if (!name.failed && !is_name(name.data, actor))
        ent_buffer_put(&name, "_");
    *out = name.failed ? NULL : ent_arena_text(in->arena, name.data);
    for (unsigned n = 2; *out && ent_map_get(taken, *out) != UINT32_MAX; n++)
        *out = ent_arena_printf(in->arena, "%s_%u", name.data, n);
    ent_buffer_free(&name);
    return *out ? ent_map_put(taken, *out, 0) : ENT_NOMEM;
}

static ent_status name_outcomes(ent_import *in, ent_import_issue *issue) {
    ent_map *taken = ent_map_new(in->arena);
    if (!taken)
        return ENT_NOMEM;
    for (size_t o = 0; o < issue->n; o++)
        ENT_TRY(ent_import_name(&issue->outcomes[o].id, in, taken, issue->outcomes[o].name,
                                "outcome", false));
    return ENT_OK;
}

ent_status ent_import_names(ent_import *in) {
    ent_map *issues = ent_map_new(in->arena), *actors = ent_map_new(in->arena);
    if (!issues || !actors)
        return ENT_NOMEM;
    for (size_t i = 0; i < in->n_issues; i++) {
        ENT_TRY(ent_import_name(&in->issues[i].id, in, issues, in->issues[i].name, "issue", false));
        ENT_TRY(name_outcomes(in, &in->issues[i]));
    }
    for (size_t p = 0; p < in->n_parties; p++)
        ENT_TRY(
            ent_import_name(&in->parties[p].id, in, actors, in->parties[p].name, "party", true));
    return ENT_OK;
}

/* ---- quoting ---- */

/* Characters that YAML does not print: C1 controls, line and paragraph separators, the byte order
 * mark and the two that are none. */
static unsigned unprintable(const char *at) {
    const unsigned char *c = (const unsigned char *)at;
    if (c[0] < 0x20 || c[0] == 0x7F)
        return c[0];
    if (c[0] == 0xC2 && c[1] < 0xA0)
        return c[1];
    if (c[0] == 0xE2 && c[1] == 0x80 && (c[2] == 0xA8 || c[2] == 0xA9))
        return 0x2000u + (c[2] & 0x3Fu);
    if (c[0] == 0xEF && (c[1] == 0xBB || c[1] == 0xBF) && c[2] >= 0xBE)
        return 0xF000u | (c[1] & 0x3Fu) << 6 | (c[2] & 0x3Fu);
    return 0;
}

void ent_import_quote(ent_buffer *out, const char *text) {
    ent_buffer_put(out, "\"");
    for (size_t step; *text; text += step) {
        step = step_of(text);
        unsigned code = unprintable(text);
        if (code != 0)
            ent_buffer_printf(out, "\\u%04x", code);
        else if (*text == '"' || *text == '\\')
            ent_buffer_printf(out, "\\%c", *text);
        else
            ent_buffer_put_n(out, text, step);
    }
    ent_buffer_put(out, "\"");
}
