/* The table of verbs, as the help and ent_ask() see it. */
#include <string.h>

#include "api/api.h"

typedef struct verb_row {
    ent_verb_info info;
    ent_verb_fn function;
    bool all_views;
} verb_row;

static const verb_row verbs[] = {
#define ENT_ASKING_VERB(name, arguments, summary, details)                                         \
    {{#name, arguments, summary, details, 1}, ent_answer_##name, false},
#define ENT_VIEWS_VERB(name, arguments, summary, details)                                          \
    {{#name, arguments, summary, details, 1}, ent_answer_##name, true},
#define ENT_OTHER_VERB(name, arguments, summary, details)                                          \
    {{#name, arguments, summary, details, 0}, NULL, false},
#include "api/verbs.def"
#undef ENT_ASKING_VERB
#undef ENT_VIEWS_VERB
#undef ENT_OTHER_VERB
};

const ent_verb_info *ent_verb_at(size_t i) {
    return i < ENT_COUNT(verbs) ? &verbs[i].info : NULL;
}

static void report_unknown(ent_context *context, const char *verb) {
    const char *names[ENT_COUNT(verbs)];
    for (size_t i = 0; i < ENT_COUNT(verbs); i++)
        names[i] = verbs[i].info.name;
    const char *near = ent_nearest(verb, names, ENT_COUNT(names));
    ent_buffer hint = {0};
    if (near)
        ent_buffer_printf(&hint, "did you mean %s?", near);
    ent_diag(&context->diags, ENT_E0451, (ent_span){0}, "", hint.data, "there is no verb '%s'",
             verb);
    ent_buffer_free(&hint);
}

ent_verb_fn ent_verb_function(ent_context *context, const char *verb) {
    for (size_t i = 0; i < ENT_COUNT(verbs); i++)
        if (verbs[i].function && strcmp(verbs[i].info.name, verb) == 0)
            return verbs[i].function;
    report_unknown(context, verb);
    return NULL;
}

bool ent_verb_asks_views(const char *verb) {
    for (size_t i = 0; i < ENT_COUNT(verbs); i++)
        if (strcmp(verbs[i].info.name, verb) == 0)
            return verbs[i].all_views;
    return false;
}
