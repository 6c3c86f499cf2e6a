/* Look-ups by id, and the errors for names that are not there. */
#include <string.h>

#include "scenario/names.h"
#include "scenario/report.h"

uint32_t ent_find_actor(const ent_scenario *scenario, const char *id) {
    for (uint32_t i = 0; i < scenario->n_actors; i++)
        if (strcmp(scenario->actors[i].id, id) == 0)
            return i;
    return ENT_NONE;
}

uint32_t ent_find_amount(const ent_scenario *scenario, ent_amount_kind kind, uint32_t of,
                         uint32_t index) {
    for (uint32_t i = 0; i < scenario->n_amounts; i++) {
        const ent_amount *amount = &scenario->amounts[i];
        if (amount->kind == kind && amount->of == of && amount->index == index)
            return i;
    }
    return ENT_NONE;
}

uint32_t ent_find_issue(const ent_scenario *scenario, const char *id) {
    uint32_t found = ent_map_get(scenario->names, id);
    return found < scenario->n_issues ? found : ENT_NONE;
}

uint32_t ent_find_family(const ent_scenario *scenario, const char *id) {
    uint32_t found = ent_map_get(scenario->names, id);
    return found != ENT_NONE && (found & ENT_FAMILY_BIT) != 0 ? found & ~ENT_FAMILY_BIT : ENT_NONE;
}

uint32_t ent_find_outcome(const ent_issue *issue, const char *id) {
    for (uint32_t o = 0; o < issue->n_outcomes; o++)
        if (strcmp(issue->outcomes[o].id, id) == 0)
            return o;
    return ENT_NONE;
}

uint32_t ent_find_agenda(const ent_scenario *scenario, const char *id) {
    for (uint32_t a = 0; a < scenario->n_agendas; a++)
        if (strcmp(scenario->agendas[a].id, id) == 0)
            return a;
    return ENT_NONE;
}

uint64_t ent_family_actors(const ent_scenario *scenario, uint32_t family) {
    uint64_t actors = 0;
    for (uint32_t a = 0; a < scenario->n_actors; a++)
        if (scenario->families[family].issue_of[a] != ENT_NONE)
            actors |= UINT64_C(1) << a;
    return actors;
}

bool ent_issue_broken(const ent_issue *issue) {
    return issue->n_outcomes == 0;
}

bool ent_name_excused(const ent_scenario *scenario, const char *id) {
    for (uint32_t f = 0; f < scenario->n_families; f++) {
        const char *family = scenario->families[f].id;
        size_t len = strlen(family);
        if (strncmp(id, family, len) == 0 && (id[len] == '\0' || id[len] == '.') &&
            ent_family_actors(scenario, f) == 0)
            return true;
    }
    return false;
}

ent_place ent_token_place(const ent_tokens *tokens, const ent_token *token) {
    return (ent_place){tokens->diags, token->span, tokens->path};
}

/* "did you mean 'X'?" into a buffer, when there is an X near enough. */
static void offer(ent_buffer *hint, const char *name, const char *const *candidates, size_t n) {
    const char *near = ent_nearest(name, candidates, n);
    if (near != NULL)
        ent_buffer_printf(hint, "did you mean '%s'?", near);
}

static const char *text_or_null(const ent_buffer *buffer) {
    return buffer->len > 0 ? buffer->data : NULL;
}

static ent_status finish(ent_buffer *hint) {
    bool failed = hint->failed;
    ent_buffer_free(hint);
    return failed ? ENT_NOMEM : ENT_ERROR;
}

/* The first issue of a family, to show how one of its issues is written. */
static const char *member_of(const ent_scenario *scenario, uint32_t family) {
    for (uint32_t a = 0; a < scenario->n_actors; a++)
        if (scenario->families[family].issue_of[a] != ENT_NONE)
            return scenario->issues[scenario->families[family].issue_of[a]].id;
    return scenario->families[family].id;
}

ent_status ent_no_member(const ent_scenario *scenario, ent_place place, uint32_t family,
                         uint32_t actor) {
    const char *id = scenario->families[family].id;
    ent_buffer hint = {0};
    if (ent_family_actors(scenario, family) == 0)
        return ENT_ERROR;
    ent_buffer_printf(&hint, "add %s to 'for each' of %s, or take the statement out",
                      scenario->actors[actor].id, id);
    ent_report(place.diags, ENT_E0212, place.span, place.path, text_or_null(&hint),
               "there is no issue %s.%s", id, scenario->actors[actor].id);
    return finish(&hint);
}

/* "patrol.raiders" where the family `patrol` has no issue of the raiders. */
static bool lacks_member(const ent_scenario *scenario, const char *name, uint32_t *family,
                         uint32_t *actor) {
    size_t len = strcspn(name, ".");
    if (name[len] == '\0')
        return false;
    *actor = ent_find_actor(scenario, name + len + 1);
    for (*family = 0; *family < scenario->n_families; ++*family) {
        const char *id = scenario->families[*family].id;
        if (strlen(id) == len && memcmp(id, name, len) == 0)
            return *actor != ENT_NONE;
    }
    return false;
}

ent_status ent_unknown_issue(const ent_scenario *scenario, ent_place place, const char *name) {
    if (ent_name_excused(scenario, name))
        return ENT_ERROR;
    ent_buffer hint = {0};
    uint32_t family = ent_find_family(scenario, name), actor;
    if (family != ENT_NONE) {
        ent_buffer_printf(&hint, "name the actor too, for example %s", member_of(scenario, family));
        ent_report(place.diags, ENT_E0209, place.span, place.path, text_or_null(&hint),
                   "'%s' stands for one issue per actor", name);
        return finish(&hint);
    }
    if (lacks_member(scenario, name, &family, &actor))
        return ent_no_member(scenario, place, family, actor);
    const char **ids =
        ent_heap_alloc((scenario->n_issues + scenario->n_families + 1) * sizeof(*ids));
    if (ids == NULL)
        return ENT_NOMEM;
    size_t n = 0;
    for (size_t i = 0; i < scenario->n_issues; i++)
        ids[n++] = scenario->issues[i].id;
    for (size_t f = 0; f < scenario->n_families; f++)
        ids[n++] = scenario->families[f].id;
    offer(&hint, name, ids, n);
    ent_heap_free(ids);
    ent_report(place.diags, ENT_E0203, place.span, place.path, text_or_null(&hint),
               "unknown issue '%s'", name);
    return finish(&hint);
}

ent_status ent_unknown_outcome(const ent_issue *issue, ent_place place, const char *name) {
    if (ent_issue_broken(issue))
        return ENT_ERROR;
    const char *ids[ENT_MAX_OUTCOMES];
    for (uint32_t o = 0; o < issue->n_outcomes; o++)
        ids[o] = issue->outcomes[o].id;
    ent_buffer hint = {0};
    offer(&hint, name, ids, issue->n_outcomes);
    if (hint.len == 0 && issue->n_outcomes <= 8) {
        ent_buffer_put(&hint, "its outcomes are ");
        for (uint32_t o = 0; o < issue->n_outcomes; o++)
            ent_buffer_printf(&hint, "%s%s", o > 0 ? ", " : "", ids[o]);
    }
    ent_report(place.diags, ENT_E0204, place.span, place.path, text_or_null(&hint),
               "unknown outcome '%s' of issue %s", name, issue->id);
    return finish(&hint);
}

ent_status ent_unknown_actor(const ent_scenario *scenario, ent_place place, const char *name) {
    const char *ids[ENT_MAX_ACTORS];
    for (size_t a = 0; a < scenario->n_actors; a++)
        ids[a] = scenario->actors[a].id;
    ent_buffer hint = {0};
    offer(&hint, name, ids, scenario->n_actors);
    ent_report(place.diags, ENT_E0205, place.span, place.path, text_or_null(&hint),
               "unknown actor '%s'", name);
    return finish(&hint);
}

ent_status ent_unknown_resource(const ent_scenario *scenario, ent_place place, const char *name) {
    ent_buffer hint = {0};
    offer(&hint, name, scenario->resources, scenario->n_resources);
    if (hint.len == 0)
        ent_buffer_put(&hint, "resources are named under the actors that have them");
    ent_report(place.diags, ENT_E0206, place.span, place.path, text_or_null(&hint),
               "unknown resource '%s'", name);
    return finish(&hint);
}
