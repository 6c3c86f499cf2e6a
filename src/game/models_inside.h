/* What the files of models share: how each unknown is drawn, and one model as numbers. */
#ifndef ENT_GAME_MODELS_INSIDE_H
#define ENT_GAME_MODELS_INSIDE_H

#include "game/models.h"
#include "game/region.h"
#include "game/values.h"

/* A number of its own range, drawn by itself. */
typedef struct ent_alone {
    ent_grid grid;
    uint64_t name;
    uint32_t amount; /* its number among those compared with others, plus 1; 0: none */
} ent_alone;

typedef struct ent_model_actor {
    ent_salience_region region;
    ent_want_values *values; /* per want */
    ent_alone reservation;
} ent_model_actor;

/* One model: the point that the game reads, and the numbers behind it. */
typedef struct ent_model_numbers {
    ent_model point;
    ent_number **position; /* per issue, per outcome */
    ent_number **ideal;    /* per actor, per want: where given as a position */
    ent_number *tie;
    ent_number *amount; /* what is compared */
} ent_model_numbers;

struct ent_models {
    const ent_scenario *scenario;
    ent_arena *arena;
    uint64_t seed;
    bool open, approximate;
    bool open_resources;
    size_t n_unknowns, cap_unknowns;
    ent_unknown *unknowns;
    ent_model_actor *actors;
    ent_alone *resource;  /* [resource * n_actors + actor] */
    ent_alone **position; /* per issue, per outcome */
    ent_alone *tie;
    ent_salience_region amounts;
    ent_model_numbers centre;
    ent_game *central;
    uint64_t unread; /* actors whose wants nobody reads */
    uint64_t n_kept;
    struct ent_kept_game **kept; /* per model from 1: NULL until asked for */
    size_t most_looks;           /* of contenders.h, when not 0: for tests of what is done beyond */
};

/* The numbers of model m. What is known is borrowed from the central model. */
ent_status ent_models_numbers(ent_model_numbers *out, ent_arena *arena, const ent_models *models,
                              uint64_t m);
/* Resources and states of model m alone: a game without aims. */
ent_status ent_models_states(ent_game **out, ent_arena *arena, const ent_models *models,
                             uint64_t m);

#endif
