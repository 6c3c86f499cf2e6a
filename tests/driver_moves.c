/* Asks the library about graphs of explicit states and arcs, for tests written in another language.
 *
 * Reads graphs and questions from standard input as words and whole numbers, and writes answers, a line
 * each, so that thousands of random graphs are compared with definitions in one run:
 *
 *     graph STATES ACTORS JOINT ARCS DIGITS STATUS_QUO
 *         JOINT bit sets; ARCS times "unit from to"; for each actor a rank of every state; DIGITS
 *         radices and for each state its digits
 *     stable SANCTION WORSE_ONLY PARETO SIM_INFEASIBLE LAST_MOVER CONCEPTS
 *         a line per concept asked for: the actors' bits over states, parted by spaces, or "none"
 *     reason SANCTION WORSE_ONLY PARETO SIM_INFEASIBLE CONCEPT ACTOR STATE
 *         a line: 1 or 0 for stable, then for each improvement " to/answered/end/reply/steps", where
 *         steps are "unit:state," in turn, or at the same time for SIM
 *     coalitions SANCTION WORSE_ONLY PARETO SIM_INFEASIBLE LAST_MOVER MERGED BLOCS
 *         BLOCS bit sets; a line per concept R, GMR, SMR, SEQ, SSEQ: the players' bits over states and
 *         the equilibria's. No blocs: the equilibria of all coalitions alone
 *     change SANCTION WORSE_ONLY PARETO SIM_INFEASIBLE CONCEPT STATE
 *         a line: equilibrium now, after; then for each actor "stays/swaps/can_leave/slack/rankings"
 *     horizon H
 *         a line: the two actors' bits over states, or "none" where it cannot be asked
 *     path KIND SANCTION PARETO UNITS FROM END
 *         a line: per state the number of steps, -1 where it is not reached; then a line with all
 *         paths "unit:state,unit:state;..."
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ask/change.h"
#include "ask/coalitions_stable.h"
#include "ask/horizon.h"
#include "ask/reasons.h"
#include "game/path.h"

static void die(const char *what) {
    fprintf(stderr, "driver_moves: %s\n", what);
    exit(2);
}

static int64_t number(void) {
    int64_t value;
    if (scanf("%" SCNd64, &value) != 1)
        die("a number is missing");
    return value;
}

static uint32_t count(void) {
    return (uint32_t)number();
}

static void *room(ent_arena *arena, size_t n, size_t size) {
    void *p = ent_arena_array(arena, n + 1, size);
    if (!p)
        die("out of memory");
    return p;
}

static ent_graph *read_graph(ent_arena *arena) {
    ent_graph_spec spec = {.n_states = count(), .n_actors = count(), .n_joint = count()};
    ent_graph *graph;
    spec.n_arcs = count();
    spec.n_digits = count();
    int64_t status_quo = number();
    spec.status_quo = status_quo < 0 ? ENT_NONE : (uint32_t)status_quo;
    uint64_t *joint = room(arena, spec.n_joint, sizeof *joint);
    ent_arc *arcs = room(arena, spec.n_arcs, sizeof *arcs);
    const int32_t **rank = room(arena, spec.n_actors, sizeof *rank);
    uint32_t *radix = room(arena, spec.n_digits, sizeof *radix);
    uint8_t *digits = room(arena, (size_t)spec.n_states * spec.n_digits, 1);
    for (uint32_t j = 0; j < spec.n_joint; j++)
        joint[j] = (uint64_t)number();
    for (size_t i = 0; i < spec.n_arcs; i++) {
        arcs[i].unit = count();
        arcs[i].from = count();
        arcs[i].to = count();
    }
    for (uint32_t a = 0; a < spec.n_actors; a++) {
        int32_t *of = room(arena, spec.n_states, sizeof *of);
        for (uint32_t s = 0; s < spec.n_states; s++)
            of[s] = (int32_t)number();
        rank[a] = of;
    }
    for (uint32_t d = 0; d < spec.n_digits; d++)
        radix[d] = count();
    for (size_t i = 0; i < (size_t)spec.n_states * spec.n_digits; i++)
        digits[i] = (uint8_t)number();
    spec.joint = joint;
    spec.arcs = arcs;
    spec.rank = rank;
    spec.radix = radix;
    spec.digits = digits;
    if (ent_graph_new(&graph, arena, &spec) != ENT_OK)
        die("the graph cannot be made");
    return graph;
}

static void print_bits(const uint64_t *bits, uint32_t n) {
    for (uint32_t s = 0; s < n; s++)
        putchar(ent_bit(bits, s) ? '1' : '0');
}

static const ent_run alone = {.threads = 1};

static void ask_stable(ent_arena *arena, const ent_graph *graph) {
    ent_moving_rules rules = {.sanction = (ent_sanction)number()};
    ent_stability *found;
    rules.worse_only = number() != 0;
    rules.pareto = number() != 0;
    rules.sim_infeasible = number() != 0;
    rules.last_mover = number() != 0;
    unsigned concepts = count();
    if (ent_ask_stability(&found, arena, graph, &rules, concepts, &alone) != ENT_OK)
        die("stability cannot be asked");
    for (unsigned c = 0; c < ENT_CONCEPTS; c++) {
        for (uint32_t a = 0; a < graph->n_actors && (concepts >> c & 1); a++) {
            print_bits(found->stable[c][a], graph->n_states);
            putchar(a + 1 < graph->n_actors ? ' ' : '\n');
        }
    }
}

static void ask_coalitions(ent_arena *arena, const ent_graph *graph) {
    ent_moving_rules rules = {.sanction = (ent_sanction)number()};
    ent_partition *found;
    rules.worse_only = number() != 0;
    rules.pareto = number() != 0;
    rules.sim_infeasible = number() != 0;
    rules.last_mover = number() != 0;
    bool merged = number() != 0;
    uint32_t n = count();
    unsigned all = ENT_CONCEPTS_QUICK | ENT_CONCEPT_BIT(ENT_CONCEPT_SIM);
    ent_graph *joined = NULL;
    uint64_t *blocs = room(arena, n, sizeof *blocs);
    for (uint32_t b = 0; b < n; b++)
        blocs[b] = (uint64_t)number();
    if (n && merged && ent_graph_merge(&joined, arena, graph, blocs, n) != ENT_OK)
        die("blocs cannot be merged");
    graph = joined ? joined : graph;
    ent_status status = n ? ent_ask_partition(&found, arena, graph, &rules, blocs, n, merged,
                                              graph->n_digits ? all : ENT_CONCEPTS_QUICK, &alone)
                          : ent_ask_universal(&found, arena, graph, &rules, &alone);
    if (status != ENT_OK)
        die("coalitions cannot be asked");
    for (unsigned c = 0; c < ENT_CONCEPTS; c++) {
        if (!(found->concepts >> c & 1))
            continue;
        for (uint32_t i = 0; i < found->n; i++) {
            print_bits(found->stable[c][i], graph->n_states);
            putchar(' ');
        }
        print_bits(found->equilibria[c], graph->n_states);
        putchar('\n');
    }
}

/* Parts are parted by &, ways by |, comparisons by commas. */
static void print_inverse(const ent_inverse *v) {
    for (uint32_t i = 0; i < v->n; i++)
        for (uint32_t k = 0; k < v->demands[i].n; k++) {
            const ent_way *way = &v->demands[i].ways[k];
            for (uint32_t c = 0; c < way->n; c++)
                printf("%s%s%" PRIu32,
                       c   ? ","
                       : k ? "|"
                       : i ? "&"
                           : "",
                       way->comparison[c].above ? ">" : "", way->comparison[c].state);
        }
    if (!v->known)
        putchar('-');
}

static void ask_change(ent_arena *arena, const ent_graph *graph) {
    ent_moving_rules rules = {.sanction = (ent_sanction)number()};
    ent_change *change;
    rules.worse_only = number() != 0;
    rules.pareto = number() != 0;
    rules.sim_infeasible = number() != 0;
    ent_concept concept = (ent_concept)number();
    if (ent_ask_change(&change, arena, graph, &rules, concept, count(), &alone) != ENT_OK)
        die("changes cannot be asked");
    printf("%d %d", change->equilibrium, change->after || change->together);
    for (uint32_t a = 0; a < change->n; a++) {
        const ent_lever *l = &change->lever[a];
        printf(" %d/%" PRIu32 "/%d/%" PRIu32 "/%" PRIu32 "/%s/", l->stays, l->swaps, l->can_leave,
               l->slack,
               change->together ? l->together
               : l->stays       ? 0
                                : l->swaps,
               l->inverse.counted ? l->inverse.rankings : "-");
        print_inverse(&l->inverse);
    }
    putchar('\n');
}

static void ask_horizon(ent_arena *arena, const ent_graph *graph) {
    ent_horizon *found;
    ent_status status = ent_ask_horizon(&found, arena, graph, count());
    if (status == ENT_ERROR) {
        puts("none");
        return;
    }
    if (status != ENT_OK)
        die("horizons cannot be asked");
    print_bits(found->stable[0], graph->n_states);
    putchar(' ');
    print_bits(found->stable[1], graph->n_states);
    putchar('\n');
}

static void ask_reason(ent_arena *arena, const ent_graph *graph) {
    ent_moving_rules rules = {.sanction = (ent_sanction)number()};
    ent_reason *reason;
    rules.worse_only = number() != 0;
    rules.pareto = number() != 0;
    rules.sim_infeasible = number() != 0;
    ent_concept concept = (ent_concept)number();
    uint32_t actor = count(), state = count();
    if (ent_ask_reason(&reason, arena, graph, &rules, concept, actor, state) != ENT_OK)
        die("a reason cannot be asked");
    printf("%d", reason->stable);
    for (uint32_t i = 0; i < reason->n; i++) {
        const ent_answered *item = &reason->item[i];
        printf(" %" PRIu32 "/%d/%d/%d/", item->to, item->answered,
               item->end == ENT_NONE ? -1 : (int)item->end,
               item->reply == ENT_NONE ? -1 : (int)item->reply);
        for (uint32_t k = 0; k < item->n_steps; k++)
            printf("%" PRIu32 ":%" PRIu32 ",", item->steps[k].unit, item->steps[k].to);
        for (uint32_t k = 0; item->answered && item->together && k < item->together->n; k++)
            printf("%" PRIu32 ":%" PRIu32 ",", item->together->unit[k], item->together->to[k]);
    }
    putchar('\n');
}

static void ask_paths(ent_arena *arena, const ent_graph *graph) {
    ent_path_what what = {.kind = (ent_path_kind)number()};
    ent_paths *paths;
    what.sequence = (ent_sanction)number();
    what.pareto = number() != 0;
    what.units = (uint64_t)number();
    what.from = count();
    what.end = count();
    if (ent_paths_find(&paths, arena, graph, &what, NULL, NULL) != ENT_OK)
        die("paths cannot be found");
    for (uint32_t s = 0; s < graph->n_states; s++)
        printf("%d%c",
               paths->first[s] == ENT_NONE ? -1 : (int)paths->entries[paths->first[s]].steps,
               s + 1 < graph->n_states ? ' ' : '\n');
    for (uint32_t s = 0; s < graph->n_states; s++) {
        ent_step *steps;
        uint32_t n;
        if (paths->first[s] != ENT_NONE) {
            if (ent_path_to(&steps, &n, arena, paths, s) != ENT_OK)
                die("out of memory");
            for (uint32_t i = 0; i < n; i++)
                printf("%s%" PRIu32 ":%" PRIu32, i ? "," : "", steps[i].unit, steps[i].to);
        }
        putchar(s + 1 < graph->n_states ? ';' : '\n');
    }
}

int main(void) {
    ent_arena *arena = ent_arena_new();
    ent_graph *graph = NULL;
    ent_mark made = {0};
    char word[32];
    while (arena && scanf("%31s", word) == 1) {
        if (strcmp(word, "graph") == 0) {
            ent_arena_rewind(arena, (ent_mark){NULL, 0});
            graph = read_graph(arena);
            made = ent_arena_mark(arena);
        } else if (!graph) {
            die("a graph comes first");
        } else if (strcmp(word, "stable") == 0) {
            ask_stable(arena, graph);
        } else if (strcmp(word, "reason") == 0) {
            ask_reason(arena, graph);
        } else if (strcmp(word, "coalitions") == 0) {
            ask_coalitions(arena, graph);
        } else if (strcmp(word, "change") == 0) {
            ask_change(arena, graph);
        } else if (strcmp(word, "horizon") == 0) {
            ask_horizon(arena, graph);
        } else if (strcmp(word, "path") == 0) {
            ask_paths(arena, graph);
        } else {
            die("unknown word");
        }
        if (graph)
            ent_arena_rewind(arena, made);
    }
    ent_arena_free(arena);
    return 0;
}
