/* The outcomes of an issue and their places on its scale. */
#include "scenario/build.h"

static ent_number evenly(uint32_t o, uint32_t n) {
    ent_number at = ENT_ZERO;
    if (n > 1 && !ent_number_div(&at, ent_number_int(100 * (int64_t)o), ent_number_int(n - 1)))
        return ENT_ZERO;
    return at;
}

/* One entry of the list or map: its id, its record if any, and where it stands. */
typedef struct entry {
    const char *id;
    const ent_node *record, *at;
} entry;

static entry entry_of(const ent_node *outcomes, size_t i) {
    if (outcomes->kind == ENT_NODE_MAP)
        return (entry){outcomes->pairs[i].key->text, outcomes->pairs[i].value,
                       outcomes->pairs[i].key};
    const ent_node *item = outcomes->items[i];
    if (item->kind == ENT_NODE_SCALAR)
        return (entry){item->text, NULL, item};
    return (entry){ent_text_at(item, "id"), item, item};
}

static ent_status build_outcome(ent_build *b, ent_issue *issue, entry e, const char *path,
                                size_t *placed) {
    ent_outcome *outcome = &issue->outcomes[issue->n_outcomes];
    if (ent_find_outcome(issue, e.id) != ENT_NONE) {
        ent_report(b->diags, ENT_E0312, e.at->span, path, "take one of them out, or rename it",
                   "outcome '%s' stands here twice", e.id);
        return ENT_OK;
    }
    const char *name = ent_text_at(e.record, "name");
    const ent_node *position = ent_is_map(e.record) ? ent_node_get(e.record, "position") : NULL;
    *outcome = (ent_outcome){.id = e.id, .name = name != NULL ? name : e.id};
    issue->n_outcomes++;
    if (position != NULL && ent_read_range(position, &outcome->position))
        ++*placed;
    else
        outcome->position = (ent_range){{-1, 1}, {-1, 1}};
    return ENT_OK;
}

/* Positions: all given, or none and then evenly spaced; rising on an ordered scale. */
static void place_outcomes(ent_build *b, ent_issue *issue, const ent_node *outcomes,
                           const char *path, size_t placed) {
    if (placed == 0) {
        for (uint32_t o = 0; o < issue->n_outcomes; o++) {
            ent_number at = evenly(o, issue->n_outcomes);
            issue->outcomes[o].position = (ent_range){at, at};
        }
        return;
    }
    for (uint32_t o = 0; o < issue->n_outcomes; o++) {
        ent_outcome *outcome = &issue->outcomes[o];
        const ent_outcome *before = o > 0 ? &issue->outcomes[o - 1] : NULL;
        ent_span span = entry_of(outcomes, o).at->span;
        if (outcome->position.lo.num < 0) {
            ent_report(b->diags, ENT_E0319, span, path,
                       "give every outcome of this issue a position, or none",
                       "outcome '%s' has no position, others have", outcome->id);
            outcome->position = before != NULL ? before->position : (ent_range){ENT_ZERO, ENT_ZERO};
        } else if (issue->ordered && before != NULL &&
                   (ent_number_cmp(outcome->position.lo, before->position.lo) < 0 ||
                    ent_number_cmp(outcome->position.hi, before->position.hi) < 0)) {
            ent_report(b->diags, ENT_E0319, span, path,
                       "list the outcomes in rising order, or mark the issue 'unordered: true'",
                       "outcome '%s' stands after '%s' but lies below it", outcome->id, before->id);
        }
    }
}

ent_status ent_build_outcomes(ent_build *b, ent_issue *issue, const ent_node *record,
                              const char *path) {
    const ent_node *outcomes = ent_node_get(record, "outcomes");
    const char *here;
    size_t placed = 0;
    if (!ent_is_map(outcomes) && !ent_is_list(outcomes))
        return ENT_OK;
    ENT_PATH(here, b, "%s.outcomes", path);
    /* The schema has reported too few and too many; the issue then has none. */
    if (outcomes->n < 2 || outcomes->n > ENT_MAX_OUTCOMES)
        return ENT_OK;
    issue->outcomes = ENT_NEW(b->arena, ent_outcome, outcomes->n);
    if (issue->outcomes == NULL)
        return ENT_NOMEM;
    for (size_t i = 0; i < outcomes->n; i++) {
        entry e = entry_of(outcomes, i);
        if (e.id != NULL)
            ENT_TRY(build_outcome(b, issue, e, here, &placed));
    }
    if (issue->n_outcomes == outcomes->n)
        place_outcomes(b, issue, outcomes, here, placed);
    return ENT_OK;
}
