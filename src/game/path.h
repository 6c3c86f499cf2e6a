/* Paths: how a conflict can get from one state to others, shortest first.
 *
 * The one search behind paths of moves, of improvements and of farsighted steps, behind the sequences
 * that show a sanction, and behind orders of moving or joining. Breadth first; a state is entered at
 * most twice, through two different units, since only the last mover may not move again.
 */
#ifndef ENT_GAME_PATH_H
#define ENT_GAME_PATH_H

#include "game/worst.h"

typedef enum ent_path_kind {
    ENT_PATH_MOVES,        /* any moves */
    ENT_PATH_IMPROVEMENTS, /* each step is better for those who take it */
    ENT_PATH_FARSIGHTED    /* the end is better for those who take the step than where they stand
                              (Chwe 1994, https://doi.org/10.1006/jeth.1994.1044) */
} ent_path_kind;

typedef struct ent_path_what {
    uint32_t from;
    uint64_t units; /* who may move */
    ent_path_kind kind;
    uint32_t end; /* FARSIGHTED: the end that steps are measured by */
    bool pareto;
    ent_sanction sequence; /* which sequences are legal; FARSIGHTED: no rule but those steps */
} ent_path_what;

/* How a state was entered: before it, by which unit. */
typedef struct ent_entry {
    uint32_t state, before; /* `before`: an entry, ENT_NONE at the start */
    uint8_t unit;
    uint32_t steps;
} ent_entry;

/* Everything that can be reached, in order of the number of steps. */
typedef struct ent_paths {
    uint32_t n;
    ent_entry *entries;
    uint32_t *first; /* per state: its first entry, or ENT_NONE */
    uint32_t met;    /* the entry where the goal was met, or ENT_NONE */
} ent_paths;

typedef struct ent_step {
    uint32_t unit, to;
} ent_step;

/* Searches from what->from until everything is entered or `goal` (NULL: none) is met for the first time.
 * ONCE: sequences are told apart by who moved, ENT_LIMIT above 16 units. O(states + arcs) for SEQUENCE,
 * time and memory. */
ent_status ent_paths_find(ent_paths **out, ent_arena *arena, const ent_graph *graph,
                          const ent_path_what *what, bool (*goal)(const void *, uint32_t),
                          const void *user);
/* Many searches of one graph, one after the other: in a room each takes time in proportion to what it
 * enters. What is found is lost with the next search. */
typedef struct ent_path_room ent_path_room;
ent_status ent_path_room_new(ent_path_room **out, ent_arena *arena, const ent_graph *graph);
ent_status ent_paths_find_in(const ent_paths **out, ent_path_room *room, const ent_path_what *what,
                             bool (*goal)(const void *, uint32_t), const void *user);
/* The steps to a state that was entered: *n of them, none when it is where the search started. */
ent_status ent_path_to(ent_step **out, uint32_t *n, ent_arena *arena, const ent_paths *paths,
                       uint32_t state);

/* Whether the units can get from `from` to `goal` moving in exactly this order, each of them once,
 * with steps of this kind; the path has n_order steps. O(n_order * (states + arcs)). */
ent_status ent_path_in_order(bool *found, ent_step **out, ent_arena *arena, const ent_graph *graph,
                             const ent_path_what *what, const uint32_t *order, uint32_t n_order,
                             const uint64_t *goal);

#endif
