/* What the files of the C interface share: the handles' insides. */
#ifndef ENT_API_API_H
#define ENT_API_API_H

#include "answer/verbs.h"

struct ent_context {
    ent_diags diags; /* diags.arena is the context's own */
    ent_mark empty;  /* of diags.arena, before the first diagnostic */
    unsigned threads;
    volatile int stop;
    ent_progress_fn progress;
    void *user;
};

struct ent_scenario_handle {
    ent_context *context;
    ent_arena *arena; /* source, tree and scenario */
    const ent_source *source;
    ent_node *root; /* the file as it stands; never changed */
    ent_views views;
    ent_scenario *scenario;
};

typedef struct ent_texts {
    const char **items;
    size_t n, cap;
} ent_texts;

/* One field per option, named as in options.def. */
typedef struct ent_option_values {
#define ENT_FIELD_TEXT(name) const char *name;
#define ENT_FIELD_CHOICE(name) const char *name;
#define ENT_FIELD_TEXTS(name) ent_texts name;
#define ENT_FIELD_COUNT(name) unsigned name;
#define ENT_FIELD_SWITCH(name) bool name;
#define ENT_OPTION(user, kind, name, argument, least, most, verbs, summary) ENT_FIELD_##kind(name)
#include "api/options.def"
#undef ENT_OPTION
#undef ENT_FIELD_TEXT
#undef ENT_FIELD_CHOICE
#undef ENT_FIELD_TEXTS
#undef ENT_FIELD_COUNT
#undef ENT_FIELD_SWITCH
} ent_option_values;

enum {
#define ENT_OPTION(user, kind, name, argument, least, most, verbs, summary) ENT_OPTION_##name,
#include "api/options.def"
#undef ENT_OPTION
    ENT_N_OPTIONS
};

struct ent_options {
    ent_context *context;
    ent_arena *arena;
    ent_option_values values;
    const char *given[ENT_N_OPTIONS]; /* the text given last, or NULL */
};

typedef ent_status (*ent_verb_fn)(ent_answer **out, ent_scenario *scenario,
                                  const ent_request *request);

/* verbs.c: the function of a verb that asks; NULL with a diagnostic when there is none. */
ent_verb_fn ent_verb_function(ent_context *context, const char *verb);

/* Whether it is asked of the file with all its views: then --view is for the verb to read. */
bool ent_verb_asks_views(const char *verb);

/* A request's fields from the options; `options` may be NULL. */
void ent_options_request(ent_request *request, const ent_options *options);

/* scenario.c: the scenario of a view, with what-if settings applied, in an arena of its own, which
 * must not outlive the handle. */
ent_status ent_scenario_variant(ent_scenario **out, ent_arena *arena,
                                const ent_scenario_handle *handle, const ent_request *request);

/* diagnostics.c: a caller's style, whatever size its version has. */
ent_style ent_style_read(const ent_style *style);
ent_status ent_write_buffer(const ent_buffer *buffer, ent_write_fn write, void *user);

#endif
