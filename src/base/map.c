/* Text to number: open addressing with linear probing, at most half full, in an arena.
 *
 * Hash: FNV-1a, 64 bits (Fowler, Noll and Vo; offset basis and prime from their page).
 */
#include "base/base.h"

#include <string.h>

#define FIRST_SLOTS ((size_t)16)

typedef struct slot {
    const char *key; /* NULL: free */
    uint64_t hash;
    uint32_t value;
} slot;

struct ent_map {
    ent_arena *arena;
    slot *slots;
    size_t n, n_slots; /* n_slots is a power of two */
};

static uint64_t hash_text(const char *text) {
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (; *text; text++)
        hash = (hash ^ (unsigned char)*text) * UINT64_C(0x100000001b3);
    return hash;
}

/* The slot that holds `key`, or the free slot where it belongs. */
static slot *find_slot(slot *slots, size_t n_slots, const char *key, uint64_t hash) {
    size_t at = (size_t)hash & (n_slots - 1);
    while (slots[at].key && (slots[at].hash != hash || strcmp(slots[at].key, key) != 0))
        at = (at + 1) & (n_slots - 1);
    return &slots[at];
}

ent_map *ent_map_new(ent_arena *arena) {
    ent_map *map = ENT_NEW(arena, ent_map, 1);
    if (!map)
        return NULL;
    map->arena = arena;
    map->n_slots = FIRST_SLOTS;
    map->slots = ENT_NEW(arena, slot, FIRST_SLOTS);
    return map->slots ? map : NULL;
}

static ent_status double_slots(ent_map *map) {
    size_t n_slots = map->n_slots * 2;
    slot *slots = ENT_NEW(map->arena, slot, n_slots);
    if (!slots)
        return ENT_NOMEM;
    for (size_t i = 0; i < map->n_slots; i++) {
        const slot *old = &map->slots[i];
        if (old->key)
            *find_slot(slots, n_slots, old->key, old->hash) = *old;
    }
    map->slots = slots;
    map->n_slots = n_slots;
    return ENT_OK;
}

ent_status ent_map_put(ent_map *map, const char *key, uint32_t value) {
    uint64_t hash = hash_text(key);
    slot *at = find_slot(map->slots, map->n_slots, key, hash);
    if (at->key) {
        at->value = value;
        return ENT_OK;
    }
    if ((map->n + 1) * 2 > map->n_slots) {
        ENT_TRY(double_slots(map));
        at = find_slot(map->slots, map->n_slots, key, hash);
    }
    *at = (slot){key, hash, value};
    map->n++;
    return ENT_OK;
}

uint32_t ent_map_get(const ent_map *map, const char *key) {
    const slot *at = find_slot(map->slots, map->n_slots, key, hash_text(key));
    return at->key ? at->value : UINT32_MAX;
}
