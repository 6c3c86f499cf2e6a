/* Conditional utilities of GENIUS: hyper-rectangles over integer issues.
 *
 * <hyperRectangle utility="8" weight="1"> adds utility times weight where every <INCLUDES index min
 * max> holds, both ends included; with <EXCLUDES> where some of them does not. The sum is divided by
 * the `maxutility` of the profile (scoring `genius`) or left as it is (`raw`). A rectangle with both
 * kinds counts its EXCLUDES only, one without any holds always; so does the tool.
 */
#include "import/genius.h"

#include <string.h>

typedef struct box_reading {
    ent_import *in;
    ent_import_party *party;
} box_reading;

static uint32_t numbered(const ent_import *in, int64_t number) {
    for (uint32_t i = 0; i < in->n_issues; i++)
        if (in->issues[i].number == number)
            return i;
    return ENT_NONE;
}

/* *empty: no outcome of the issue lies between the ends; *whole: all do. */
static ent_status read_bound(ent_import_bound *out, ent_import *in, const ent_xml *element,
                             bool *empty, bool *whole) {
    int64_t number, min, max;
    ENT_TRY(ent_genius_whole(&number, in, element, "index"));
    ENT_TRY(ent_genius_whole(&min, in, element, "min"));
    ENT_TRY(ent_genius_whole(&max, in, element, "max"));
    uint32_t i = numbered(in, number);
    if (i == ENT_NONE)
        return ent_import_refuse(in, ENT_E0507, element->span,
                                 "check that this profile belongs to this domain",
                                 "the domain has no issue with index %lld", (long long)number);
    const ent_import_issue *issue = &in->issues[i];
    if (!issue->integer)
        return ent_import_refuse(in, ENT_E0506, element->span, NULL,
                                 "bounds are given for issue '%s', which is not of type integer",
                                 issue->name);
    int64_t last = (int64_t)issue->n - 1, low = min - issue->first, high = max - issue->first;
    low = low < 0 ? 0 : low;
    high = high > last ? last : high;
    *empty = low > high;
    *whole = low == 0 && high == last;
    if (!*empty)
        *out = (ent_import_bound){i, (uint32_t)low, (uint32_t)high};
    return ENT_OK;
}

/* Adds a bound, or narrows the one that the issue has already. False: nothing is left. */
static bool narrow(ent_import_box *box, ent_import_bound bound) {
    size_t b = 0;
    while (b < box->n && box->bounds[b].issue != bound.issue)
        b++;
    if (b == box->n) {
        box->bounds[box->n++] = bound;
        return true;
    }
    ent_import_bound *old = &box->bounds[b];
    old->low = bound.low > old->low ? bound.low : old->low;
    old->high = bound.high < old->high ? bound.high : old->high;
    return old->low <= old->high;
}

/* The bounds that cut something, one per issue; *never: together they hold nowhere. */
static ent_status read_bounds(ent_import_box *box, ent_import *in, const ent_xml *element,
                              const char *kind, bool *never) {
    size_t at = 0;
    box->bounds = ENT_NEW(in->arena, ent_import_bound, element->n + 1);
    if (!box->bounds)
        return ENT_NOMEM;
    *never = false;
    for (const ent_xml *item; (item = ent_xml_next(element, kind, &at)) != NULL;) {
        ent_import_bound bound = {0};
        bool empty = false, whole = false;
        ENT_TRY(read_bound(&bound, in, item, &empty, &whole));
        *never = *never || empty || (!whole && !narrow(box, bound));
    }
    return ENT_OK;
}

static ent_status add_box(box_reading *r, const ent_import_box *box) {
    ent_import_party *party = r->party;
    ent_import_box *boxes = ent_arena_grow(r->in->arena, party->boxes, party->n_boxes,
                                           &party->cap_boxes, sizeof *boxes);
    if (!boxes)
        return ENT_NOMEM;
    party->boxes = boxes;
    boxes[party->n_boxes++] = *box;
    return ENT_OK;
}

static ent_status read_box(box_reading *r, const ent_xml *element, ent_number factor) {
    ent_import_box box = {.outside = ent_xml_child(element, "EXCLUDES") != NULL};
    ent_number utility, weight = ent_number_int(1);
    bool never;
    ENT_TRY(ent_genius_number(&utility, r->in, element, "utility"));
    if (ent_xml_get(element, "weight"))
        ENT_TRY(ent_genius_number(&weight, r->in, element, "weight"));
    ENT_TRY(ent_genius_product(&box.worth, r->in, element, utility, weight));
    ENT_TRY(ent_genius_product(&box.worth, r->in, element, box.worth, factor));
    if (box.outside && ent_xml_child(element, "INCLUDES")) {
        ent_diag(r->in->diags, ENT_W0504, element->span, "", NULL,
                 "this rectangle has INCLUDES and EXCLUDES; as in GENIUS, only EXCLUDES count");
        if (r->in->diags->failed)
            return ENT_NOMEM;
    }
    ENT_TRY(read_bounds(&box, r->in, element, box.outside ? "EXCLUDES" : "INCLUDES", &never));
    if (never || box.n == 0) {
        bool holds = box.outside == never; /* outside of nothing, or inside of all: everywhere */
        box.outside = false;
        box.n = 0;
        return holds && box.worth.num != 0 ? add_box(r, &box) : ENT_OK;
    }
    return box.worth.num != 0 ? add_box(r, &box) : ENT_OK;
}

/* Functions may be nested, each with a weight; the element tree is at most 64 deep. */
static ent_status read_function(box_reading *r, const ent_xml *function, ent_number factor) {
    const char *aggregation = ent_xml_get(function, "aggregation");
    size_t at = 0;
    if (aggregation && strcmp(aggregation, "sum") != 0 && strcmp(aggregation, "SUM") != 0)
        return ent_import_refuse(r->in, ENT_E0506, function->span, NULL,
                                 "utilities joined by '%s' are not read, only sums", aggregation);
    for (const ent_xml *item; (item = ent_xml_next(function, "hyperRectangle", &at)) != NULL;)
        ENT_TRY(read_box(r, item, factor));
    at = 0;
    for (const ent_xml *item; (item = ent_xml_next(function, "ufun", &at)) != NULL;) {
        ent_number weight = ent_number_int(1);
        if (ent_xml_get(item, "weight"))
            ENT_TRY(ent_genius_number(&weight, r->in, item, "weight"));
        ENT_TRY(ent_genius_product(&weight, r->in, item, weight, factor));
        ENT_TRY(read_function(r, item, weight));
    }
    return ENT_OK;
}

/* GENIUS counts a total above 1 as 1, which no sum can say. */
static ent_status warn_of_cap(ent_import *in, const ent_genius_profile *profile,
                              const ent_xml *utility) {
    const ent_import_party *party = profile->party;
    ent_number sum = ENT_ZERO;
    bool fits = true;
    for (size_t b = 0; b < party->n_boxes && !profile->raw; b++)
        if (party->boxes[b].worth.num > 0)
            fits = fits && ent_number_add(&sum, sum, party->boxes[b].worth);
    if (!fits || ent_number_cmp(sum, ent_number_int(1)) > 0)
        ent_diag(in->diags, ENT_W0504, utility->span, "", NULL,
                 "a package in very many rectangles may be worth more than 1 here; GENIUS would "
                 "count 1");
    return in->diags->failed ? ENT_NOMEM : ENT_OK;
}

ent_status ent_genius_boxes(ent_import *in, const ent_genius_profile *profile,
                            const ent_xml *utility) {
    box_reading r = {.in = in, .party = profile->party};
    const ent_xml *function = ent_xml_child(utility, "ufun");
    ent_number most = ent_number_int(1), factor = most;
    if (!function)
        return ent_import_refuse(in, ENT_E0504, utility->span, NULL,
                                 "<utility> holds no <ufun> with rectangles");
    if (!profile->raw)
        ENT_TRY(ent_genius_number(&most, in, utility, "maxutility"));
    if (most.num <= 0)
        return ent_import_refuse(in, ENT_E0505, utility->span, NULL,
                                 "'maxutility' must be above 0");
    factor = (ent_number){most.den, most.num};
    ENT_TRY(read_function(&r, function, factor));
    return warn_of_cap(in, profile, utility);
}
