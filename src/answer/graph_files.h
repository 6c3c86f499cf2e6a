/* The graph of a conflict as a file for other programs, or drawn: states, moves of every unit, ranks
 * of every actor, and where the conflict is stable.
 */
#ifndef ENT_ANSWER_GRAPH_FILES_H
#define ENT_ANSWER_GRAPH_FILES_H

#include "answer/moving.h"

/* Most arcs of a file, and most states of a drawing. */
#define ENT_FILE_ARCS 2000000u
#define ENT_DRAWN_STATES 400u
#define ENT_DRAWN_ARCS 8000u
/* Most states of a drawing on a page, which is made whether or not a page is asked for. */
#define ENT_PAGE_STATES 64u
/* Bytes of a state's name that fit its disc; else there is its number. */
#define ENT_SHORT_NAME 5u

typedef enum ent_graph_format {
    ENT_GRAPHML, /* Brandes, Eiglsperger, Herman, Himsolt and Marshall 2002 */
    ENT_DOT,     /* of Graphviz */
    ENT_SVG,
    ENT_EVOLUTION /* SVG of what improvements lead to from the status quo, layer by layer */
} ent_graph_format;

typedef struct ent_drawn_arc {
    uint32_t unit, from, to;
    bool better; /* for every member of the unit */
} ent_drawn_arc;

typedef struct ent_drawn {
    const ent_moving *moving; /* graph, scenario, stability */
    ent_arena *arena;
    size_t n_arcs;
    ent_drawn_arc *arcs; /* by unit, then state */
    uint32_t
        *layer; /* evolution: improvements that it takes to come to a state; ENT_NONE: it is not
                        drawn. NULL: all states are */
    uint32_t n_layers;
} ent_drawn;

/* The graph of a scenario in a format. ENT_ERROR with a diagnostic where it has too many states or
 * moves. */
ent_status ent_write_graph(ent_buffer *out, ent_graph_format format, const ent_scenario *scenario,
                           const ent_request *request);

/* Parts: graph_draw.c and graph_layers.c (places of states), and what all formats say of a state. */
ent_status ent_draw_graph(ent_buffer *out, const ent_drawn *d);
typedef struct ent_spot {
    double x, y;
} ent_spot;
/* Keeps what improvements lead to from the status quo: sets layers, drops the other arcs. */
ent_status ent_keep_evolution(ent_drawn *d);
/* Places of layered states, in units of the distance between layers. */
ent_status ent_place_layers(ent_spot *at, const ent_drawn *d);
/* The narrowest concept by which the state is an equilibrium, or NULL. */
const char *ent_drawn_concept(const ent_drawn *d, uint32_t state);
/* Text with <, >, & and quotes written as XML has them; no control characters. */
void ent_put_xml(ent_buffer *out, const char *text);

#endif
