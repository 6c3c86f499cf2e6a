/* Options by name: parsing, range checks, and what they mean for a request; all from options.def. */
#include <string.h>

#include "api/api.h"

typedef enum option_kind {
    OPTION_TEXT,
    OPTION_TEXTS,
    OPTION_COUNT,
    OPTION_CHOICE,
    OPTION_SWITCH
} option_kind;

enum { IS_ASK = 1, IS_PROGRAM = 0 };

typedef struct option_row {
    ent_option_info info;
    option_kind kind;
    size_t offset; /* of its field in ent_option_values */
} option_row;

static const option_row rows[] = {
#define ENT_OPTION(user, kind, name, argument, least, most, verbs, summary)                        \
    {{#name, argument, summary, verbs, OPTION_##kind == OPTION_TEXTS, IS_##user, least, most},     \
     OPTION_##kind,                                                                                \
     offsetof(ent_option_values, name)},
#include "api/options.def"
#undef ENT_OPTION
};

const ent_option_info *ent_option_at(size_t i) {
    return i < ENT_N_OPTIONS ? &rows[i].info : NULL;
}

ent_status ent_options_new(ent_options **out, ent_context *context) {
    *out = NULL;
    ent_arena *arena = ent_arena_new();
    if (!arena)
        return ENT_NOMEM;
    ent_options *options = ENT_NEW(arena, ent_options, 1);
    if (!options) {
        ent_arena_free(arena);
        return ENT_NOMEM;
    }
    options->arena = arena;
    options->context = context;
    *out = options;
    return ENT_OK;
}

void ent_options_free(ent_options *options) {
    if (options)
        ent_arena_free(options->arena);
}

static size_t find_option(const char *name) {
    size_t i = 0;
    while (i < ENT_N_OPTIONS && strcmp(rows[i].info.name, name) != 0)
        i++;
    return i;
}

static ent_status report_unknown(ent_options *options, const char *name) {
    const char *names[ENT_N_OPTIONS];
    for (size_t i = 0; i < ENT_N_OPTIONS; i++)
        names[i] = rows[i].info.name;
    const char *near = ent_nearest(name, names, ENT_N_OPTIONS);
    ent_buffer hint = {0};
    if (near)
        ent_buffer_printf(&hint, "did you mean --%s?", near);
    ent_diags *diags = &options->context->diags;
    ent_diag(diags, ENT_E0452, (ent_span){0}, "", hint.data, "there is no option '--%s'", name);
    bool failed = hint.failed || diags->failed;
    ent_buffer_free(&hint);
    return failed ? ENT_NOMEM : ENT_ERROR;
}

/* Says that a value is not allowed, pointing into the value as it was written. */
static ent_status refuse(ent_options *options, const option_row *row, const char *value,
                         const char *message) {
    ent_buffer name = {0};
    ent_buffer_printf(&name, "--%s", row->info.name);
    if (name.failed)
        return ENT_NOMEM;
    ent_source source = {.name = name.data, .text = value, .len = value ? strlen(value) : 0};
    ent_span span = {0};
    if (value)
        span = (ent_span){.source = &source, .start = 0, .end = (uint32_t)source.len};
    ent_diags *diags = &options->context->diags;
    ent_diag(diags, ENT_E0453, span, "", NULL, "%s%s%s", value ? "" : name.data, value ? "" : " ",
             message);
    ent_buffer_free(&name);
    return diags->failed ? ENT_NOMEM : ENT_ERROR;
}

static ent_status refuse_count(ent_options *options, const option_row *row, const char *value) {
    ent_buffer message = {0};
    ent_buffer_printf(&message, "%s is not a whole number in %u..%u", value, row->info.least,
                      row->info.most);
    ent_status status = message.failed ? ENT_NOMEM : refuse(options, row, value, message.data);
    ent_buffer_free(&message);
    return status;
}

static ent_status set_count(ent_options *options, const option_row *row, const char *value) {
    unsigned *field = (unsigned *)(void *)((char *)&options->values + row->offset);
    unsigned count = 0;
    size_t len = strlen(value);
    for (size_t i = 0; i < len; i++) {
        if (value[i] < '0' || value[i] > '9' || len > 9)
            return refuse_count(options, row, value);
        count = count * 10 + (unsigned)(value[i] - '0');
    }
    if (len == 0 || count < row->info.least || count > row->info.most)
        return refuse_count(options, row, value);
    *field = count;
    return ENT_OK;
}

static bool is_among(const char *word, const char *words, char separator) {
    size_t len = strlen(word);
    for (const char *at = words; len > 0;) {
        const char *end = strchr(at, separator);
        size_t n = end ? (size_t)(end - at) : strlen(at);
        if (n == len && memcmp(at, word, n) == 0)
            return true;
        if (!end)
            return false;
        at = end + 1;
    }
    return false;
}

static ent_status refuse_choice(ent_options *options, const option_row *row, const char *value) {
    ent_buffer message = {0};
    ent_buffer_printf(&message, "'%s' is none of %s", value, row->info.argument);
    ent_status status = message.failed ? ENT_NOMEM : refuse(options, row, value, message.data);
    ent_buffer_free(&message);
    return status;
}

static ent_status set_text(ent_options *options, const option_row *row, const char *value) {
    const char **field = (const char **)(void *)((char *)&options->values + row->offset);
    if (row->kind == OPTION_CHOICE && !is_among(value, row->info.argument, '|'))
        return refuse_choice(options, row, value);
    *field = value;
    return ENT_OK;
}

static ent_status add_text(ent_options *options, const option_row *row, const char *value) {
    ent_texts *field = (ent_texts *)(void *)((char *)&options->values + row->offset);
    const char **items =
        ent_arena_grow(options->arena, (void *)field->items, field->n, &field->cap, sizeof *items);
    if (!items)
        return ENT_NOMEM;
    field->items = items;
    items[field->n++] = value;
    return ENT_OK;
}

static ent_status set_switch(ent_options *options, const option_row *row, const char *value) {
    bool *field = (bool *)(void *)((char *)&options->values + row->offset);
    if (!is_among(value, "true|false", '|'))
        return refuse(options, row, value, "this option is a switch and takes no value");
    *field = value[0] == 't';
    return ENT_OK;
}

/* `value` lives in the options' arena. */
static ent_status set_row(ent_options *options, const option_row *row, const char *value) {
    switch (row->kind) {
    case OPTION_TEXT:
    case OPTION_CHOICE: return set_text(options, row, value);
    case OPTION_TEXTS: return add_text(options, row, value);
    case OPTION_COUNT: return set_count(options, row, value);
    case OPTION_SWITCH: return set_switch(options, row, value);
    }
    return ENT_ERROR;
}

ent_status ent_options_set(ent_options *options, const char *name, const char *value) {
    size_t i = find_option(name);
    if (i == ENT_N_OPTIONS)
        return report_unknown(options, name);
    const option_row *row = &rows[i];
    if (!value && row->kind != OPTION_SWITCH)
        return refuse(options, row, NULL, "needs a value");
    if (value && ent_utf8_valid(value, strlen(value)) != strlen(value))
        return refuse(options, row, NULL, "is not valid UTF-8");
    const char *copy = ent_arena_text(options->arena, value ? value : "true");
    if (!copy)
        return ENT_NOMEM;
    ENT_TRY(set_row(options, row, copy));
    bool is_off = row->kind == OPTION_SWITCH && copy[0] == 'f';
    options->given[i] = is_off ? NULL : copy;
    return ENT_OK;
}

const char *ent_options_get(const ent_options *options, const char *name) {
    size_t i = find_option(name);
    return i < ENT_N_OPTIONS ? options->given[i] : NULL;
}

static bool is_verb(const char *verb) {
    for (size_t i = 0; ent_verb_at(i); i++)
        if (strcmp(ent_verb_at(i)->name, verb) == 0)
            return true;
    return false;
}

static bool is_asking(const char *verb) {
    for (size_t i = 0; ent_verb_at(i); i++)
        if (strcmp(ent_verb_at(i)->name, verb) == 0)
            return ent_verb_at(i)->asks;
    return false;
}

int ent_option_serves(const ent_option_info *info, const char *verb) {
    return strcmp(info->verbs, "*") == 0 || is_among(verb, info->verbs, ' ') ||
           (is_asking(verb) && is_among("asking", info->verbs, ' '));
}

ent_status ent_options_check(const ent_options *options, const char *verb) {
    ent_diags *diags = &options->context->diags;
    if (!is_verb(verb)) {
        (void)ent_verb_function(options->context, verb);
        return diags->failed ? ENT_NOMEM : ENT_ERROR;
    }
    bool all_serve = true;
    for (size_t i = 0; i < ENT_N_OPTIONS; i++) {
        if (!options->given[i] || ent_option_serves(&rows[i].info, verb))
            continue;
        all_serve = false;
        ent_buffer hint = {0};
        const char *before = "it serves: ";
        for (size_t v = 0; ent_verb_at(v); v++)
            if (ent_option_serves(&rows[i].info, ent_verb_at(v)->name)) {
                ent_buffer_printf(&hint, "%s%s", before, ent_verb_at(v)->name);
                before = " ";
            }
        ent_diag(diags, ENT_E0454, (ent_span){0}, "", hint.data, "--%s has no meaning for %s",
                 rows[i].info.name, verb);
        ent_buffer_free(&hint);
    }
    if (diags->failed)
        return ENT_NOMEM;
    return all_serve ? ENT_OK : ENT_ERROR;
}

/* Copies the fields of options marked ASK into the request's fields of the same name. */
#define COPY_ASK_TEXT(name) request->name = values->name;
#define COPY_ASK_CHOICE(name) request->name = values->name;
#define COPY_ASK_SWITCH(name) request->name = values->name;
#define COPY_ASK_COUNT(name) request->name = values->name ? values->name : request->name;
#define COPY_ASK_TEXTS(name)                                                                       \
    request->name##s = values->name.items;                                                         \
    request->n_##name##s = values->name.n;
#define COPY_PROGRAM_TEXT(name)
#define COPY_PROGRAM_SWITCH(name)
#define COPY_PROGRAM_COUNT(name)
#define COPY_PROGRAM_CHOICE(name)

void ent_options_request(ent_request *request, const ent_options *options) {
    request->limit = ENT_LIMIT_DEFAULT;
    if (!options)
        return;
    const ent_option_values *values = &options->values;
#define ENT_OPTION(user, kind, name, argument, least, most, verbs, summary)                        \
    COPY_##user##_##kind(name)
#include "api/options.def"
#undef ENT_OPTION
}
