/* Rankings of blocs by the actors that would be in them. */
#include <string.h>

#include "scenario/build.h"

/* The blocs of one item, equal ones parted by "=". */
static ent_status read_item(ent_build *b, ent_bloc_ranking *ranking, size_t *cap, uint32_t actor,
                            const ent_node *item, uint32_t rank, const char *path) {
    for (const char *at = item->text; at;) {
        size_t len = strcspn(at, "=");
        const char *text = ent_arena_text_n(b->arena, at, len);
        uint64_t bloc, *blocs;
        bool ok;
        at = at[len] ? at + len + 1 : NULL;
        if (!text)
            return ENT_NOMEM;
        ENT_TRY(ent_read_members(b, text, item->span, path, &bloc, &ok));
        if (!ok)
            continue;
        bloc |= UINT64_C(1) << actor;
        for (size_t k = 0; k < ranking->n && ok; k++)
            ok = ranking->bloc[k] != bloc;
        if (!ok) {
            ent_report(b->diags, ENT_E0178, item->span, path, "keep one of them",
                       "this bloc stands twice in the ranking");
            continue;
        }
        if (ranking->n == *cap) { /* both grow together */
            size_t other = *cap;
            uint32_t *ranks =
                ent_arena_grow(b->arena, ranking->rank, ranking->n, &other, sizeof *ranks);
            blocs = ent_arena_grow(b->arena, ranking->bloc, ranking->n, cap, sizeof *blocs);
            if (!ranks || !blocs)
                return ENT_NOMEM;
            ranking->rank = ranks;
            ranking->bloc = blocs;
        }
        ranking->bloc[ranking->n] = bloc;
        ranking->rank[ranking->n++] = rank;
    }
    return ENT_OK;
}

static ent_status build_ranking(ent_build *b, const ent_pair *pair) {
    uint32_t actor = ent_find_actor(b->scenario, pair->key->text);
    const char *path;
    size_t cap = 0;
    ENT_PATH(path, b, "blocs.%s", pair->key->text);
    if (actor == ENT_NONE)
        return ent_go_on(ent_unknown_actor(
            b->scenario, (ent_place){b->diags, pair->key->span, path}, pair->key->text));
    ent_bloc_ranking *ranking = &b->scenario->blocs[actor];
    ENT_TRY(ent_read_said(b, &ranking->said, NULL, pair->key->span, path, NULL));
    ranking->given = true;
    for (size_t i = 0; ent_is_list(pair->value) && i < pair->value->n; i++)
        if (ent_is_text(pair->value->items[i]))
            ENT_TRY(read_item(b, ranking, &cap, actor, pair->value->items[i], (uint32_t)i, path));
    return ENT_OK;
}

ent_status ent_build_blocs(ent_build *b) {
    const ent_node *map = ent_node_get(b->root, "blocs");
    if (!ent_is_map(map) || b->scenario->n_actors == 0)
        return ENT_OK;
    b->scenario->blocs = ENT_NEW(b->arena, ent_bloc_ranking, b->scenario->n_actors);
    if (!b->scenario->blocs)
        return ENT_NOMEM;
    for (size_t i = 0; i < map->n; i++)
        ENT_TRY(build_ranking(b, &map->pairs[i]));
    return ENT_OK;
}
