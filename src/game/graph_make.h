/* What the two halves of making a graph of a game share: states and ranks (graph_game.c), templates of
 * moves (graph_template.c). */
#ifndef ENT_GAME_GRAPH_MAKE_H
#define ENT_GAME_GRAPH_MAKE_H

#include "game/graph.h"

typedef struct ent_graph_making {
    ent_graph *graph;
    const ent_game *game;
    const ent_graph_options *options;
    ent_arena *scratch;
    const ent_run *run;
    ent_diags *diags;
    uint64_t arcs; /* of all templates so far */
} ent_graph_making;

/* The units of the game and their templates; digits, strides and split are there. */
ent_status ent_graph_make_units(ent_graph_making *making);
/* Reports and returns `status`. */
ent_status ent_graph_refuse(const ent_graph_making *making, ent_status status, ent_diag_code code,
                            const char *hint, const char *message);

#endif
