/* What outcomes are worth to a party: GENIUS evaluators times weights.
 *
 * Scoring `genius`, as the tool computes it: a discrete evaluation is divided by the highest of its
 * issue (0 where that is below 1e-5); an integer issue has offset + slope * (value - lower bound),
 * brought into [0, 1]. Scoring `raw`: both as they are written. Either is multiplied by the weight of
 * the issue; weights are taken as they are, whatever their sum.
 */
#include "import/genius.h"

#include <string.h>

#define MOST_ITEMS 1024u

typedef struct profile_reading {
    ent_import *in;
    const ent_genius_profile *profile;
    const ent_xml **issue_of;  /* per issue of the domain: the profile's element */
    const ent_xml **weight_of; /* per issue of the domain; NULL: none */
} profile_reading;

/* ---- weights ---- */

/* The index under which the profile has an issue, or else the domain. */
static ent_status number_of(int64_t *out, const profile_reading *r, uint32_t i) {
    *out = r->in->issues[i].number;
    return ent_xml_get(r->issue_of[i], "index")
               ? ent_genius_whole(out, r->in, r->issue_of[i], "index")
               : ENT_OK;
}

/* Weights of objectives that hold others match no issue; of several the last one counts. */
static ent_status take_weight(void *user, const ent_xml *element) {
    profile_reading *r = user;
    int64_t index, number;
    if (!ent_xml_get(element, "index"))
        return ENT_OK;
    ENT_TRY(ent_genius_whole(&index, r->in, element, "index"));
    for (uint32_t i = 0; i < r->in->n_issues; i++) {
        if (!r->issue_of[i])
            continue;
        ENT_TRY(number_of(&number, r, i));
        if (number == index)
            r->weight_of[i] = element;
    }
    return ENT_OK;
}

static ent_status read_weight(ent_number *out, profile_reading *r, uint32_t i) {
    *out = ENT_ZERO;
    if (r->weight_of[i])
        return ent_genius_number(out, r->in, r->weight_of[i], "value");
    ent_diag(r->in->diags, ENT_W0503, r->issue_of[i]->span, "", NULL,
             "issue '%s' has no weight here, so it counts nothing", r->in->issues[i].name);
    return r->in->diags->failed ? ENT_NOMEM : ENT_OK;
}

/* ---- evaluators ---- */

static const ent_xml *item_of(const ent_xml *issue, const char *value) {
    const ent_xml *last = NULL; /* of several with one value the last one counts, as in GENIUS */
    size_t at = 0;
    for (const ent_xml *item; (item = ent_xml_next(issue, "item", &at)) != NULL;) {
        const char *evaluation = ent_xml_get(item, "evaluation");
        const char *own = ent_xml_get(item, "value");
        if (own && evaluation && strcmp(own, value) == 0 && strcmp(evaluation, "null") != 0)
            last = item;
    }
    return last;
}

/* Also over items that the domain does not have, as in GENIUS. */
static ent_status highest(ent_number *out, ent_import *in, const ent_xml *issue) {
    bool any = false;
    size_t at = 0;
    *out = ENT_ZERO;
    if (issue->n > MOST_ITEMS)
        return ent_import_refuse(in, ENT_E0509, issue->span, NULL,
                                 "this issue has more than %u items", MOST_ITEMS);
    for (const ent_xml *item; (item = ent_xml_next(issue, "item", &at)) != NULL;) {
        const char *value = ent_xml_get(item, "value");
        if (!value || item_of(issue, value) != item)
            continue;
        ent_number evaluation;
        ENT_TRY(ent_genius_number(&evaluation, in, item, "evaluation"));
        if (!any || ent_number_cmp(evaluation, *out) > 0)
            *out = evaluation;
        any = true;
    }
    return ENT_OK;
}

static ent_status read_discrete(ent_number *out, profile_reading *r, uint32_t i,
                                ent_number weight) {
    const ent_number threshold = {1, 100000};
    const ent_xml *issue = r->issue_of[i];
    const ent_import_issue *domain = &r->in->issues[i];
    ent_number most, scale = weight;
    ENT_TRY(highest(&most, r->in, issue));
    if (!r->profile->raw && ent_number_cmp(most, threshold) < 0)
        scale = ENT_ZERO;
    else if (!r->profile->raw)
        ENT_TRY(ent_genius_product(&scale, r->in, issue, weight, (ent_number){most.den, most.num}));
    for (size_t o = 0; o < domain->n; o++) {
        const ent_xml *item = item_of(issue, domain->outcomes[o].name);
        ent_number evaluation;
        if (!item && weight.num == 0) /* worth nothing in any case; new_worth() says so */
            continue;
        if (!item)
            return ent_import_refuse(r->in, ENT_E0508, issue->span,
                                     "give every item of the domain an evaluation",
                                     "outcome '%s' of issue '%s' has no evaluation here",
                                     domain->outcomes[o].name, domain->name);
        ENT_TRY(ent_genius_number(&evaluation, r->in, item, "evaluation"));
        ENT_TRY(ent_genius_product(&out[o], r->in, item, scale, evaluation));
    }
    return ENT_OK;
}

/* offset + slope * x; older files call them parameter0 and parameter1. */
typedef struct line {
    ent_number offset, slope;
    int64_t lower;
} line;

static ent_status read_parameter(ent_number *out, ent_import *in, const ent_xml *evaluator,
                                 const char *name, const char *old_name) {
    *out = ENT_ZERO;
    if (ent_xml_get(evaluator, name))
        return ent_genius_number(out, in, evaluator, name);
    return ent_xml_get(evaluator, old_name) ? ent_genius_number(out, in, evaluator, old_name)
                                            : ENT_OK;
}

static ent_status read_line(line *out, ent_import *in, const ent_xml *issue, int64_t first) {
    const ent_xml *evaluator = ent_xml_child(issue, "evaluator");
    const ent_xml *range = ent_xml_child(issue, "range");
    const ent_xml *from = ent_xml_get(issue, "lowerbound") || !range ? issue : range;
    *out = (line){ENT_ZERO, ENT_ZERO, first};
    if (ent_xml_get(from, "lowerbound"))
        ENT_TRY(ent_genius_whole(&out->lower, in, from, "lowerbound"));
    if (!evaluator) {
        ent_diag(in->diags, ENT_W0503, issue->span, "", NULL,
                 "this issue has no evaluator, so it counts nothing");
        return in->diags->failed ? ENT_NOMEM : ENT_OK;
    }
    const char *type = ent_xml_get(evaluator, "ftype");
    bool constant = type && strcmp(type, "constant") == 0;
    if (type && !constant && strcmp(type, "linear") != 0)
        return ent_import_refuse(in, ENT_E0506, evaluator->span, NULL,
                                 "evaluators of type '%s' are not read, only linear and constant",
                                 type);
    ENT_TRY(read_parameter(&out->offset, in, evaluator, "offset", "parameter0"));
    return constant ? ENT_OK : read_parameter(&out->slope, in, evaluator, "slope", "parameter1");
}

static ent_status read_integer(ent_number *out, profile_reading *r, uint32_t i, ent_number weight) {
    const ent_import_issue *domain = &r->in->issues[i];
    const ent_xml *issue = r->issue_of[i];
    const ent_number one = {1, 1};
    line l;
    ENT_TRY(read_line(&l, r->in, issue, domain->first));
    for (size_t o = 0; o < domain->n; o++) {
        ent_number value, x = ent_number_int(domain->first + (int64_t)o - l.lower);
        ENT_TRY(ent_genius_product(&value, r->in, issue, l.slope, x));
        if (!ent_number_add(&value, value, l.offset))
            return ent_import_refuse(r->in, ENT_E0510, issue->span, NULL,
                                     "slope and offset have too many digits");
        if (!r->profile->raw && value.num < 0)
            value = ENT_ZERO;
        if (!r->profile->raw && ent_number_cmp(value, one) > 0)
            value = one;
        ENT_TRY(ent_genius_product(&out[o], r->in, issue, weight, value));
    }
    return ENT_OK;
}

/* ---- issues ---- */

/* Whether an issue matched by its number alone is one that the domain could mean. */
static bool shares_items(const ent_import_issue *domain, const ent_xml *element) {
    size_t at = 0;
    if (domain->integer)
        return true;
    for (const ent_xml *item; (item = ent_xml_next(element, "item", &at)) != NULL;) {
        const char *value = ent_xml_get(item, "value");
        if (value && ent_import_find_outcome(domain, value) != ENT_NONE)
            return true;
    }
    return false;
}

static ent_status take_issue(void *user, const ent_xml *element) {
    profile_reading *r = user;
    bool by_number;
    uint32_t i = ent_genius_match(r->in, element, &by_number);
    const char *name = ent_xml_get(element, "name");
    if (i == ENT_NONE || (by_number && !shares_items(&r->in->issues[i], element)))
        return ent_import_refuse(r->in, ENT_E0507, element->span,
                                 "check that this profile belongs to this domain",
                                 "the domain has no issue '%s'", name ? name : "");
    if (r->issue_of[i])
        return ent_import_refuse(r->in, ENT_E0507, element->span, NULL,
                                 "issue '%s' stands twice in this profile", r->in->issues[i].name);
    if (r->in->issues[i].integer != (ent_genius_type_of(element) == ENT_GENIUS_INTEGER))
        return ent_import_refuse(r->in, ENT_E0507, element->span, NULL,
                                 "issue '%s' has another type here than in the domain",
                                 r->in->issues[i].name);
    if (by_number)
        ent_diag(r->in->diags, ENT_W0506, element->span, "", NULL,
                 "'%s' is taken for issue '%s' of the domain, which has the same index",
                 name ? name : "", r->in->issues[i].name);
    r->issue_of[i] = element;
    return r->in->diags->failed ? ENT_NOMEM : ENT_OK;
}

static ent_status read_issue(profile_reading *r, uint32_t i) {
    ent_number weight;
    if (!r->issue_of[i])
        return ent_import_refuse(r->in, ENT_E0507, r->profile->root->span,
                                 "check that this profile belongs to this domain",
                                 "this profile says nothing of issue '%s'", r->in->issues[i].name);
    ENT_TRY(read_weight(&weight, r, i));
    ENT_TRY(ent_import_new_worth(r->in, r->profile->party, i));
    ent_number *worth = r->profile->party->worth[i];
    return r->in->issues[i].integer ? read_integer(worth, r, i, weight)
                                    : read_discrete(worth, r, i, weight);
}

ent_status ent_genius_worth(ent_import *in, const ent_genius_profile *profile) {
    profile_reading r = {.in = in, .profile = profile};
    bool wrong = false;
    r.issue_of = ENT_NEW(in->arena, const ent_xml *, in->n_issues + 1);
    r.weight_of = ENT_NEW(in->arena, const ent_xml *, in->n_issues + 1);
    if (!r.issue_of || !r.weight_of)
        return ENT_NOMEM;
    ENT_TRY(ent_genius_each(profile->root, "issue", take_issue, &r));
    ENT_TRY(ent_genius_each(profile->root, "weight", take_weight, &r));
    for (uint32_t i = 0; i < in->n_issues; i++) {
        ent_status status = read_issue(&r, i);
        if (status != ENT_OK && status != ENT_ERROR)
            return status;
        wrong = wrong || status == ENT_ERROR;
    }
    return wrong ? ENT_ERROR : ENT_OK;
}
