/* A drawing of the graph of a conflict, as SVG: states as discs, moves as arrows in the mover's colour.
 *
 * Places are found by springs (Fruchterman and Reingold 1991, doi:10.1002/spe.4380211102): states push
 * each other off, moves pull them together, and steps become shorter. Only sums, products and quotients
 * are taken, and coordinates are rounded to whole numbers, so that the drawing is the same
 * everywhere.
 */
#include "answer/graph_files.h"

#include <string.h>

#define ROUNDS 300
#define MARGIN 60.0

typedef ent_spot place;

/* Colours that people with any colour vision tell apart (Okabe and Ito 2008). */
static const char *const COLOURS[] = {"#0072b2", "#d55e00", "#009e73", "#cc79a7",
                                      "#e69f00", "#56b4e9", "#000000", "#8a7a00"};

static const char *colour(uint32_t unit) {
    return COLOURS[unit % ENT_COUNT(COLOURS)];
}

/* Both drawings may stand on one page. */
static const char *marker(const ent_drawn *d) {
    return d->layer ? "e" : "a";
}

static place apart(place a, place b) {
    return (place){a.x - b.x, a.y - b.y};
}

static double square(place v) {
    double l = v.x * v.x + v.y * v.y;
    return l > 1e-9 ? l : 1e-9;
}

/* By Newton's method, for lengths of up to some thousand pixels. */
static double length(place v) {
    double l = square(v), root = l > 1 ? l : 1;
    for (int i = 0; i < 40; i++)
        root = (root + l / root) / 2;
    return root;
}

static double larger(place v) {
    double x = v.x < 0 ? -v.x : v.x, y = v.y < 0 ? -v.y : v.y;
    return x > y ? x : y;
}

/* Rows of a grid, each a little out of line so that no force is stuck in a symmetry. */
static void start(place *at, uint32_t n) {
    uint32_t columns = 1;
    while (columns * columns < n)
        columns++;
    for (uint32_t i = 0; i < n; i++) {
        at[i].x = (double)(i % columns) + (double)(i * 7919u % 97u) / 400.0;
        at[i].y = (double)(i / columns) + (double)(i * 104729u % 89u) / 400.0;
    }
}

static void push(place *force, place by, double factor) {
    force->x += by.x * factor;
    force->y += by.y * factor;
}

static void settle(place *at, place *force, const ent_drawn *d, uint32_t n) {
    for (int round = 0; round < ROUNDS; round++) {
        double most = 0.3 * (double)(ROUNDS - round) / ROUNDS;
        memset(force, 0, n * sizeof *force);
        for (uint32_t i = 0; i < n; i++)
            for (uint32_t j = i + 1; j < n; j++) {
                place v = apart(at[i], at[j]);
                double f = 1.0 / square(v);
                push(&force[i], v, f);
                push(&force[j], v, -f);
            }
        for (size_t k = 0; k < d->n_arcs; k++) {
            place v = apart(at[d->arcs[k].from], at[d->arcs[k].to]);
            double f = 0.5; /* most moves have one back */
            push(&force[d->arcs[k].from], v, -f);
            push(&force[d->arcs[k].to], v, f);
        }
        for (uint32_t i = 0; i < n; i++) {
            double l = larger(force[i]);
            push(&at[i], force[i], l > most ? most / l : 1.0);
        }
    }
}

static bool is_drawn(const ent_drawn *d, uint32_t state) {
    return !d->layer || d->layer[state] != ENT_NONE;
}

/* Scales to `side` pixels; both directions alike. */
static place fit(place *at, const ent_drawn *d, uint32_t n, double side) {
    uint32_t first = 0;
    while (!is_drawn(d, first))
        first++;
    place lo = at[first], hi = at[first];
    for (uint32_t i = first + 1; i < n; i++) {
        if (!is_drawn(d, i))
            continue;
        lo.x = at[i].x < lo.x ? at[i].x : lo.x;
        lo.y = at[i].y < lo.y ? at[i].y : lo.y;
        hi.x = at[i].x > hi.x ? at[i].x : hi.x;
        hi.y = at[i].y > hi.y ? at[i].y : hi.y;
    }
    double wide = hi.x - lo.x, high = hi.y - lo.y, most = wide > high ? wide : high;
    double scale = most > 1e-9 ? side / most : 1;
    for (uint32_t i = 0; i < n; i++) {
        at[i].x = (double)(int)((at[i].x - lo.x) * scale + MARGIN + 0.5);
        at[i].y = (double)(int)((at[i].y - lo.y) * scale + MARGIN + 0.5);
    }
    return (place){wide * scale + 2 * MARGIN, high * scale + 2 * MARGIN};
}

/* ---- writing ---- */

static int whole(double value) {
    return (int)(value < 0 ? value - 0.5 : value + 0.5);
}

/* From rim to rim, on the right-hand side of the line between the centres. */
static void put_arc(ent_buffer *out, const ent_drawn *d, const place *at, const ent_drawn_arc *arc,
                    double radius) {
    place from = at[arc->from], to = at[arc->to], v = apart(to, from);
    double l = length(v), side = 4.0 + 3.0 * arc->unit;
    place n = {-v.y / l * side, v.x / l * side}, along = {v.x / l * radius, v.y / l * radius};
    ent_buffer_printf(out,
                      "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"%s\" "
                      "marker-end=\"url(#%s%u)\"%s/>\n",
                      whole(from.x + along.x + n.x), whole(from.y + along.y + n.y),
                      whole(to.x - along.x + n.x), whole(to.y - along.y + n.y), colour(arc->unit),
                      marker(d), (unsigned)(arc->unit % ENT_COUNT(COLOURS)),
                      arc->better ? " stroke-width=\"2\""
                                  : " stroke-dasharray=\"3 4\" stroke-opacity=\"0.45\"");
}

static void put_text(ent_buffer *out, ent_buffer *text) {
    out->failed = out->failed || text->failed;
    if (!text->failed)
        ent_put_xml(out, text->data ? text->data : "");
    ent_buffer_free(text);
}

static void put_state(ent_buffer *out, const ent_drawn *d, place at, uint32_t s, int radius) {
    const ent_moving *m = d->moving;
    const char *concept = ent_drawn_concept(d, s);
    ent_buffer text = {0};
    ent_buffer_put(out, "<g><title>");
    ent_buffer_printf(&text, "%u: ", (unsigned)s + 1);
    ent_word_state(&text, m, s);
    if (concept)
        ent_buffer_printf(&text, "; equilibrium: %s", concept);
    put_text(out, &text);
    ent_buffer_printf(out,
                      "</title><circle cx=\"%d\" cy=\"%d\" r=\"%d\" fill=\"%s\" stroke=\"#333\" "
                      "stroke-width=\"%d\"/>",
                      whole(at.x), whole(at.y), radius,
                      !concept                    ? "#fff"
                      : strcmp(concept, "R") == 0 ? "#9fd49f"
                                                  : "#dff0c8",
                      s == m->graph->status_quo ? 4 : 1);
    ent_buffer_printf(out, "<text x=\"%d\" y=\"%d\">", whole(at.x), whole(at.y) + 4);
    ent_buffer name = {0};
    ent_word_state(&name, m, s);
    if (name.len > ENT_SHORT_NAME) {
        name.len = 0;
        ent_buffer_printf(&name, "%u", (unsigned)s + 1);
    }
    put_text(out, &name);
    ent_buffer_put(out, "</text></g>\n");
}

static void put_legend(ent_buffer *out, const ent_drawn *d, int y) {
    const ent_moving *m = d->moving;
    int at = y;
    for (uint32_t u = 0; u < m->graph->n_units; u++) {
        bool moves = false;
        for (size_t i = 0; i < d->n_arcs && !moves; i++)
            moves = d->arcs[i].unit == u;
        if (!moves)
            continue;
        ent_buffer text = {0};
        ent_word_unit(&text, m, u);
        ent_buffer_printf(out,
                          "<line x1=\"20\" y1=\"%d\" x2=\"50\" y2=\"%d\" stroke=\"%s\" "
                          "stroke-width=\"2\"/><text class=\"l\" x=\"60\" y=\"%d\">",
                          at, at, colour(u), at + 4);
        put_text(out, &text);
        ent_buffer_put(out, "</text>\n");
        at += 18;
    }
    ent_buffer_printf(
        out,
        "<text class=\"l\" x=\"20\" y=\"%d\">%s Bold rim: status quo.</text>\n"
        "<text class=\"l\" x=\"20\" y=\"%d\">Dark green: nobody has a better move (R); light: "
        "others deter it.</text>\n",
        at + 6, d->layer ? "Only moves better for the mover." : "Solid: better for the mover.",
        at + 24);
}

ent_status ent_draw_graph(ent_buffer *out, const ent_drawn *d) {
    const ent_graph *g = d->moving->graph;
    uint32_t n = g->n_states;
    place *at = ENT_NEW(d->arena, place, n), *force = ENT_NEW(d->arena, place, n);
    if (!at || !force)
        return ENT_NOMEM;
    double side = 180;
    if (d->layer) {
        ENT_TRY(ent_place_layers(at, d));
    } else {
        start(at, n);
        settle(at, force, d, n);
    }
    uint32_t drawn = 0;
    for (uint32_t s = 0; s < n; s++)
        drawn += is_drawn(d, s);
    for (uint32_t k = 1; k * k < drawn || k + 1 < d->n_layers; k++)
        side += 90;
    place size = fit(at, d, n, side);
    int width = whole(size.x) < 620 ? 620 : whole(size.x);
    for (uint32_t s = 0; s < n; s++) /* in the middle */
        at[s].x += (double)((width - whole(size.x)) / 2);
    int legend = whole(size.y) + 10;
    int high = legend + 18 * (int)g->n_units + 48;
    ent_buffer_printf(out,
                      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" "
                      "width=\"%d\" height=\"%d\" role=\"img\" font-family=\"sans-serif\" "
                      "font-size=\"12\" text-anchor=\"middle\">\n<title>",
                      width, high, width, high);
    ent_put_xml(out, d->moving->scenario->title ? d->moving->scenario->title : "States and moves");
    ent_buffer_put(out, "</title>\n<style>.l{text-anchor:start}</style>\n<defs>");
    for (unsigned c = 0; c < ENT_COUNT(COLOURS); c++)
        ent_buffer_printf(out,
                          "<marker id=\"%s%u\" viewBox=\"0 0 10 10\" refX=\"9\" refY=\"5\" "
                          "markerUnits=\"userSpaceOnUse\" markerWidth=\"9\" markerHeight=\"9\" "
                          "orient=\"auto\"><path d=\"M0 0L10 5L0 10z\" fill=\"%s\"/></marker>",
                          marker(d), c, COLOURS[c]);
    ent_buffer_put(out, "</defs>\n");
    for (unsigned better = 0; better < 2; better++) /* improvements on top */
        for (size_t i = 0; i < d->n_arcs; i++)
            if (d->arcs[i].better == (better == 1))
                put_arc(out, d, at, &d->arcs[i], 17);
    for (uint32_t s = 0; s < n; s++)
        if (is_drawn(d, s))
            put_state(out, d, at[s], s, 15);
    put_legend(out, d, legend);
    ent_buffer_put(out, "</svg>\n");
    return ENT_OK;
}
