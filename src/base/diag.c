/* Collecting diagnostics, and the catalogue of their codes (diag_codes.def). */
#include "base/diag.h"

#include <stdio.h>
#include <string.h>

typedef struct entry {
    const char *name, *title, *explanation;
    ent_severity severity;
} entry;

static const entry entries[] = {
#define ENT_DIAG_CODE(code, severity, title, explanation) {#code, title, explanation, severity},
#include "base/diag_codes.def"
#undef ENT_DIAG_CODE
};

const char *ent_diag_name(ent_diag_code code) {
    return entries[code].name;
}

const char *ent_diag_title(ent_diag_code code) {
    return entries[code].title;
}

const char *ent_diag_explanation(ent_diag_code code) {
    return entries[code].explanation;
}

ent_diag_code ent_diag_find(const char *name) {
    for (size_t i = 0; i < ENT_COUNT(entries); i++)
        if (strcmp(entries[i].name, name) == 0)
            return (ent_diag_code)i;
    return ENT_DIAG_CODES;
}

static bool same_source(const ent_source *a, const ent_source *b) {
    return a->len == b->len && strcmp(a->name, b->name) == 0 &&
           memcmp(a->text, b->text, a->len) == 0;
}

/* The diagnostics outlive the scenario, so they keep their own copy of a source, one for all items
 * that point into it. */
static const ent_source *keep_source(ent_diags *diags, const ent_source *source) {
    const ent_source *tried = NULL;
    for (size_t i = diags->n; i-- > 0;) {
        const ent_source *kept = diags->items[i].span.source;
        if (!kept || kept == tried)
            continue;
        if (kept == source || same_source(kept, source))
            return kept;
        tried = kept;
    }
    ent_source *copy = ENT_NEW(diags->arena, ent_source, 1);
    if (!copy)
        return NULL;
    copy->name = ent_arena_text(diags->arena, source->name);
    copy->text = ent_arena_text_n(diags->arena, source->text, source->len);
    copy->len = source->len;
    return copy->name && copy->text ? copy : NULL;
}

static ent_diag_item *next_item(ent_diags *diags) {
    ent_diag_item *items =
        ent_arena_grow(diags->arena, diags->items, diags->n, &diags->cap, sizeof *items);
    if (!items)
        return NULL;
    diags->items = items;
    return &items[diags->n];
}

static const char *format_message(ent_arena *arena, const char *format, va_list args) {
    va_list again;
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, format, again);
    va_end(again);
    char *text = len < 0 ? NULL : ent_arena_alloc(arena, (size_t)len + 1);
    if (text)
        vsnprintf(text, (size_t)len + 1, format, args);
    return text;
}

/* The item after the last one that is kept says that there are more. */
static void say_more(ent_diags *diags) {
    ent_diag_item *item = next_item(diags);
    if (!item) {
        diags->failed = true;
        return;
    }
    *item = (ent_diag_item){.code = ENT_W0001,
                            .severity = entries[ENT_W0001].severity,
                            .path = "",
                            .message = "there are more messages than these",
                            .hint = "mend the first ones and check again"};
    diags->n++;
}

void ent_diag(ent_diags *diags, ent_diag_code code, ent_span span, const char *path,
              const char *hint, const char *format, ...) {
    ent_severity severity = entries[code].severity;
    if (severity == ENT_SEVERITY_ERROR)
        diags->errors++;
    if (diags->n >= ENT_DIAG_LIMIT) {
        if (diags->n == ENT_DIAG_LIMIT)
            say_more(diags);
        return;
    }
    ent_diag_item made = {.code = code, .severity = severity, .span = span};
    va_list args;
    va_start(args, format);
    made.message = format_message(diags->arena, format, args);
    va_end(args);
    made.path = ent_arena_text(diags->arena, path ? path : "");
    if (hint)
        made.hint = ent_arena_text(diags->arena, hint);
    if (span.source)
        made.span.source = keep_source(diags, span.source);
    ent_diag_item *item = next_item(diags);
    if (!item || !made.message || !made.path || (hint && !made.hint) ||
        (span.source && !made.span.source)) {
        diags->failed = true;
        return;
    }
    *item = made;
    diags->n++;
}
