/* Minimal sufficient terms and breakers over a decision diagram. See terms.h.
 *
 * An outcome taken leads to a branch, an issue left open to the join of all branches (game/diagram.h).
 * A node under which all feasible states are of one kind is a set found, whatever is still open.
 */
#include "ask/terms_search.h"

#include "game/diagram.h"

#define JOIN_WORK 32u /* words that are looked at in the time of a join */

typedef struct over_diagram {
    ent_diagram *d;
    uint32_t want; /* the value sought: that of deals, or of what is feasible and none */
} over_diagram;

static void join_all(ent_term_search *s, const over_diagram *o, uint32_t node, uint32_t *out) {
    uint32_t joined = ENT_DIAGRAM_NEITHER;
    uint64_t before = o->d->joins;
    for (uint32_t i = 0; i < o->d->radix[o->d->level[node]] && s->halt == ENT_OK; i++) {
        ent_status status =
            ent_diagram_join(&joined, o->d, joined, ent_diagram_branch(o->d, node, i));
        s->halt = s->halt == ENT_OK ? status : s->halt;
    }
    ent_term_spend(s, JOIN_WORK * (o->d->joins - before));
    *out = joined;
}

static void search_node(ent_term_search *s, const over_diagram *o, uint32_t place, uint32_t node,
                        uint32_t size) {
    uint32_t has = o->d->has[node], want = 1u << o->want;
    if (s->halt != ENT_OK || !(has & want))
        return; /* what is joined only grows: no further term makes it all of one kind */
    if (size == s->level) {
        if (!(has & ~want & ~(1u << ENT_DIAGRAM_NEITHER)))
            ent_term_take(s);
        return;
    }
    if (s->n - place < s->level - size)
        return;
    bool asked = o->d->level[node] == place;
    for (uint32_t v = 0; asked && v < o->d->radix[place]; v++)
        if (ent_term_decide(s, place, (uint8_t)v))
            search_node(s, o, place + 1, ent_diagram_branch(o->d, node, v), size + 1);
    if (!ent_term_decide(s, place, ENT_TERMS_OPEN) || s->n - place - 1 < s->level - size)
        return;
    if (asked)
        join_all(s, o, node, &node);
    search_node(s, o, place + 1, node, size);
}

static void level_of(ent_term_search *s, void *user) {
    const over_diagram *o = user;
    search_node(s, o, 0, o->d->root, 0);
}

ent_status ent_terms_by_diagram(ent_terms *terms, ent_arena *scratch, const ent_bargain *b,
                                bool sufficient, size_t limit, uint64_t work, const ent_run *run) {
    ent_diagram *d;
    ENT_TRY(ent_diagram_by_parts(&d, scratch, b, run));
    for (unsigned i = 0; i < (sufficient ? 2u : 1u); i++) {
        ent_term_search s;
        over_diagram o = {d, i == 0 ? ENT_DIAGRAM_OTHER : ENT_DIAGRAM_DEAL};
        ENT_TRY(ent_term_search_new(&s, scratch, d->n, d->dim,
                                    i == 0 ? &terms->breakers : &terms->sufficient, limit, work,
                                    run));
        ENT_TRY(ent_term_search_run(&s, level_of, &o));
    }
    return ENT_OK;
}
