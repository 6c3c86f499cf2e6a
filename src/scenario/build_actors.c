/* Sources, actors and what they have. */
#include "scenario/build.h"

ent_status ent_build_sources(ent_build *b) {
    const ent_node *map = ent_node_get(b->root, "sources");
    ent_scenario *scenario = b->scenario;
    if (!ent_is_map(map))
        return ENT_OK;
    scenario->sources = ENT_NEW(b->arena, ent_source_entry, map->n);
    if (scenario->sources == NULL && map->n > 0)
        return ENT_NOMEM;
    for (size_t i = 0; i < map->n; i++) {
        const ent_node *record = map->pairs[i].value;
        const char *id = map->pairs[i].key->text;
        const char *title = ent_is_text(record) ? record->text : ent_text_at(record, "title");
        scenario->sources[i] = (ent_source_entry){.id = id,
                                                  .title = title != NULL ? title : id,
                                                  .by = ent_text_at(record, "by"),
                                                  .date = ent_text_at(record, "date"),
                                                  .url = ent_text_at(record, "url")};
        ENT_TRY(ent_map_put(b->sources, id, (uint32_t)i));
        scenario->n_sources++;
    }
    return ENT_OK;
}

/* Gives every resource named by any actor a number, in the author's order. */
static ent_status number_resources(ent_build *b, const ent_node *actors) {
    ent_scenario *scenario = b->scenario;
    size_t cap = 0;
    for (size_t i = 0; i < scenario->n_actors; i++) {
        const ent_node *record = actors->pairs[i].value;
        const ent_node *map = ent_is_map(record) ? ent_node_get(record, "resources") : NULL;
        for (size_t k = 0; ent_is_map(map) && k < map->n; k++) {
            const ent_node *key = map->pairs[k].key;
            if (ent_map_get(b->resources, key->text) != ENT_NONE)
                continue;
            if (scenario->n_resources >= ENT_MAX_RESOURCES) {
                ent_report(b->diags, ENT_E0311, key->span, "actors", NULL,
                           "there are more than %u resources", ENT_MAX_RESOURCES);
                return ENT_OK;
            }
            const char **names = ent_arena_grow(b->arena, scenario->resources,
                                                scenario->n_resources, &cap, sizeof(*names));
            if (names == NULL)
                return ENT_NOMEM;
            ENT_TRY(ent_map_put(b->resources, key->text, (uint32_t)scenario->n_resources));
            scenario->resources = names;
            names[scenario->n_resources++] = key->text;
        }
    }
    return ENT_OK;
}

/* Resources are added up exactly in 128 bits, whatever the coalition: that needs some
 * moderation. */
static bool moderate(ent_number x) {
    const ent_i128 giga = 1000000000;
    return x.den <= giga && giga % x.den == 0 && x.num / x.den < giga * giga;
}

static ent_status build_resources(ent_build *b, ent_actor *actor, const ent_node *map) {
    ent_scenario *scenario = b->scenario;
    actor->resources = ENT_NEW(b->arena, ent_range, scenario->n_resources + 1);
    if (actor->resources == NULL)
        return ENT_NOMEM;
    for (size_t r = 0; r < scenario->n_resources; r++)
        actor->resources[r] = (ent_range){ENT_ZERO, ENT_ZERO};
    for (size_t k = 0; ent_is_map(map) && k < map->n; k++) {
        uint32_t resource = ent_map_get(b->resources, map->pairs[k].key->text);
        const ent_node *value = map->pairs[k].value;
        ent_range range;
        if (resource == ENT_NONE || !ent_read_range(value, &range))
            continue;
        if (!moderate(range.lo) || !moderate(range.hi))
            ent_report(b->diags, ENT_E0309, value->span, actor->said.path,
                       "write at most nine decimals, and amounts below 10^18",
                       "this amount cannot be added up exactly");
        else
            actor->resources[resource] = range;
    }
    return ENT_OK;
}

static ent_status build_actor(ent_build *b, ent_actor *actor, const ent_pair *pair) {
    const char *path;
    actor->id = pair->key->text;
    ENT_PATH(path, b, "actors.%s", actor->id);
    ENT_TRY(ent_read_said(b, &actor->said, pair->value, pair->key->span, path, NULL));
    actor->name = actor->said.name != NULL ? actor->said.name : actor->id;
    return build_resources(b, actor,
                           ent_is_map(pair->value) ? ent_node_get(pair->value, "resources") : NULL);
}

ent_status ent_build_actors(ent_build *b) {
    const ent_node *map = ent_node_get(b->root, "actors");
    ent_scenario *scenario = b->scenario;
    if (!ent_is_map(map))
        return ENT_OK;
    /* The schema has reported more than ENT_MAX_ACTORS. */
    size_t n = map->n < ENT_MAX_ACTORS ? map->n : ENT_MAX_ACTORS;
    scenario->actors = ENT_NEW(b->arena, ent_actor, n + 1);
    scenario->preferences = ENT_NEW(b->arena, ent_preference, n + 1);
    if (scenario->actors == NULL || scenario->preferences == NULL)
        return ENT_NOMEM;
    scenario->n_actors = n;
    ENT_TRY(number_resources(b, map));
    for (size_t i = 0; i < n; i++)
        ENT_TRY(build_actor(b, &scenario->actors[i], &map->pairs[i]));
    return ENT_OK;
}
