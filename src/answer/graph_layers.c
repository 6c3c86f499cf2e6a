/* The evolution of a conflict: states that improvements lead to from the status quo, in layers.
 *
 * A state's layer is the least number of improvements that lead to it. Within a layer states are ordered
 * by the middle of those before them in the layer above, which keeps arrows from crossing (the barycentre
 * rule of Sugiyama, Tagawa and Toda 1981, doi:10.1109/TSMC.1981.4308636).
 */
#include "answer/graph_files.h"

/* Whether an arc was found to lead to a state in the next layer. */
static bool reach_next(ent_drawn *d, uint32_t layer) {
    bool found = false;
    for (size_t i = 0; i < d->n_arcs; i++) {
        const ent_drawn_arc *arc = &d->arcs[i];
        if (!arc->better || d->layer[arc->from] != layer || d->layer[arc->to] != ENT_NONE)
            continue;
        d->layer[arc->to] = layer + 1;
        found = true;
    }
    return found;
}

ent_status ent_keep_evolution(ent_drawn *d) {
    const ent_graph *g = d->moving->graph;
    size_t kept = 0;
    if (g->status_quo == ENT_NONE) {
        ent_diags *diags = d->moving->request->diags;
        ent_diag(diags, ENT_E0527, (ent_span){0}, "", "give every issue a status quo",
                 "there is no status quo to evolve from");
        return diags->failed ? ENT_NOMEM : ENT_ERROR;
    }
    d->layer = ENT_NEW(d->arena, uint32_t, g->n_states);
    if (!d->layer)
        return ENT_NOMEM;
    for (uint32_t s = 0; s < g->n_states; s++)
        d->layer[s] = s == g->status_quo ? 0 : ENT_NONE;
    for (d->n_layers = 1; reach_next(d, d->n_layers - 1); d->n_layers++)
        ;
    for (size_t i = 0; i < d->n_arcs; i++)
        if (d->arcs[i].better && d->layer[d->arcs[i].from] != ENT_NONE)
            d->arcs[kept++] = d->arcs[i];
    d->n_arcs = kept;
    return ENT_OK;
}

/* The middle of the states in the layer above from which arcs lead here. */
static double middle(const ent_drawn *d, const ent_spot *at, uint32_t s) {
    double sum = 0;
    size_t n = 0;
    for (size_t i = 0; i < d->n_arcs; i++)
        if (d->arcs[i].to == s && d->layer[d->arcs[i].from] + 1 == d->layer[s]) {
            sum += at[d->arcs[i].from].x;
            n++;
        }
    return n > 0 ? sum / (double)n : 0;
}

ent_status ent_place_layers(ent_spot *at, const ent_drawn *d) {
    uint32_t n = d->moving->graph->n_states;
    uint32_t *row = ENT_NEW(d->arena, uint32_t, (size_t)n + 1);
    double *wish = ENT_NEW(d->arena, double, (size_t)n + 1);
    if (!row || !wish)
        return ENT_NOMEM;
    for (uint32_t layer = 0; layer < d->n_layers; layer++) {
        uint32_t in_row = 0;
        for (uint32_t s = 0; s < n; s++) {
            if (d->layer[s] != layer)
                continue;
            wish[s] = layer > 0 ? middle(d, at, s) : 0;
            uint32_t k = in_row++;
            for (; k > 0 && wish[row[k - 1]] > wish[s]; k--)
                row[k] = row[k - 1];
            row[k] = s;
        }
        for (uint32_t k = 0; k < in_row; k++) {
            /* Every other state a little lower, so that arrows within a layer can be told. */
            at[row[k]].x = (double)k - (double)(in_row - 1) / 2;
            at[row[k]].y = (double)layer + (k % 2 ? 0.15 : 0.0);
        }
    }
    return ENT_OK;
}
