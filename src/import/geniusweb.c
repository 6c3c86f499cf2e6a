/* GeniusWeb: linear additive profiles in JSON, each with its domain inside.
 *
 *     {"LinearAdditiveUtilitySpace": {
 *         "name": "...", "issueWeights": {"price": 0.7, ...},
 *         "issueUtilities": {
 *             "price": {"numberutils": {"lowValue": 0, "lowUtility": 1, "highValue": 9, ...}},
 *             "colour": {"discreteutils": {"valueUtilities": {"red": 1, "blue": 0.3}}}},
 *         "domain": {"name": "...", "issuesValues": {
 *             "price": {"range": ["0", "9", "1"]}, "colour": {"values": ["red", "blue"]}}},
 *         "reservationBid": {"issuevalues": {"price": "0", "colour": "red"}}}}
 *
 * A utility is the sum of weight times utility of the value; a value without a utility has 0, and
 * numbers lie on a straight line. A reservation bid is worth its utility. A domain may also stand in a
 * file of its own.
 */
#include "import/json.h"

#include <string.h>

/* ---- the domain ---- */

static ent_status add_values(ent_import *in, ent_import_issue *issue, const ent_node *values) {
    issue->unordered = true;
    for (size_t v = 0; v < values->n; v++) {
        const ent_node *value = values->items[v];
        if (value->kind != ENT_NODE_SCALAR)
            return ent_import_refuse(in, ENT_E0504, value->span, NULL, "a value is a text here");
        if (ent_import_find_outcome(issue, value->text) == ENT_NONE)
            ENT_TRY(ent_import_add_outcome(in, issue, value->text, value->span));
    }
    return ENT_OK;
}

static ent_status name_number(const char **out, ent_import *in, ent_number value) {
    ent_buffer text = {0};
    ent_number_print(&text, value);
    *out = text.failed ? NULL : ent_arena_text(in->arena, text.data);
    ent_buffer_free(&text);
    return *out ? ENT_OK : ENT_NOMEM;
}

/* From low to high in steps, each value written out. */
static ent_status add_steps(ent_import *in, ent_import_issue *issue, const ent_node *range) {
    ent_number end[3];
    for (size_t i = 0; i < 3; i++)
        ENT_TRY(ent_json_number(&end[i], in, range->items[i]));
    if (end[2].num <= 0 || ent_number_cmp(end[0], end[1]) > 0)
        return ent_import_refuse(in, ENT_E0505, range->span, "write [low, high, step]",
                                 "the range of issue '%s' is empty", issue->name);
    for (ent_number value = end[0]; ent_number_cmp(value, end[1]) <= 0;) {
        const char *name;
        ENT_TRY(name_number(&name, in, value));
        ENT_TRY(ent_import_add_outcome(in, issue, name, range->span));
        if (!ent_number_add(&value, value, end[2]))
            return ent_import_refuse(in, ENT_E0510, range->span, NULL,
                                     "the numbers here have too many digits");
    }
    return ENT_OK;
}

static ent_status add_domain(ent_import *in, const ent_node *domain) {
    const ent_node *issues, *name = ent_node_get(domain, "name");
    ENT_TRY(ent_json_map(&issues, in, domain, "issuesValues"));
    in->title = name && name->kind == ENT_NODE_SCALAR && *name->text ? name->text : NULL;
    for (size_t i = 0; i < issues->n; i++) {
        const ent_pair *pair = &issues->pairs[i];
        ent_import_issue *issue;
        bool map = pair->value->kind == ENT_NODE_MAP;
        const ent_node *values = map ? ent_node_get(pair->value, "values") : NULL;
        const ent_node *range = map ? ent_node_get(pair->value, "range") : NULL;
        ENT_TRY(ent_import_add_issue(&issue, in, pair->key->text, pair->key->span));
        if (values && values->kind == ENT_NODE_LIST && values->n > 0)
            ENT_TRY(add_values(in, issue, values));
        else if (range && range->kind == ENT_NODE_LIST && range->n == 3)
            ENT_TRY(add_steps(in, issue, range));
        else
            return ent_import_refuse(in, ENT_E0504, pair->key->span, NULL,
                                     "issue '%s' has neither 'values' nor a 'range' of low, high "
                                     "and step",
                                     issue->name);
    }
    if (in->n_issues > 0)
        return ENT_OK;
    return ent_import_refuse(in, ENT_E0504, issues->span, NULL, "the domain has no issues");
}

/* A profile's own domain is the one that was read, whatever the order of issues and values. */
static ent_status check_domain(ent_import *in, const ent_node *domain) {
    ent_import own = {.arena = in->arena, .diags = in->diags, .tool = in->tool};
    ENT_TRY(add_domain(&own, domain));
    bool same = own.n_issues == in->n_issues;
    for (size_t i = 0; i < own.n_issues && same; i++) {
        const ent_import_issue *issue = &own.issues[i];
        uint32_t k = ent_import_find_issue(in, issue->name);
        same = k != ENT_NONE && in->issues[k].n == issue->n;
        for (size_t o = 0; o < issue->n && same; o++)
            same = ent_import_find_outcome(&in->issues[k], issue->outcomes[o].name) != ENT_NONE;
        if (!same)
            return ent_import_refuse(
                in, ENT_E0507, issue->span, "check that the profiles belong to one domain",
                "issue '%s' has other values here than in the domain", issue->name);
    }
    return same ? ENT_OK
                : ent_import_refuse(in, ENT_E0507, domain->span,
                                    "check that the profiles belong to one domain",
                                    "this profile has other issues than the domain");
}

/* ---- utilities ---- */

/* Nothing outside low..high; between them low utility + (value - low) * rise / width. */
static ent_status number_utility(ent_number *out, ent_import *in, const ent_node *utils,
                                 const char *value) {
    static const char *const keys[] = {"lowValue", "lowUtility", "highValue", "highUtility"};
    ent_number k[4], x, width, rise, share;
    *out = ENT_ZERO;
    for (size_t i = 0; i < 4; i++) {
        const ent_node *node = ent_node_get(utils, keys[i]);
        if (!node)
            return ent_import_refuse(in, ENT_E0504, utils->span, NULL, "'%s' is missing here",
                                     keys[i]);
        ENT_TRY(ent_json_number(&k[i], in, node));
    }
    if (ent_number_parse_wide(&x, value, strlen(value)) != ENT_OK)
        return ent_import_refuse(in, ENT_E0507, utils->span, NULL,
                                 "'%s' is no number, but this issue is valued by its numbers",
                                 value);
    if (ent_number_cmp(x, k[0]) < 0 || ent_number_cmp(x, k[2]) > 0)
        return ENT_OK;
    *out = k[1];
    if (ent_number_cmp(k[0], k[2]) == 0)
        return ENT_OK;
    bool fits = ent_number_sub(&x, x, k[0]) && ent_number_sub(&width, k[2], k[0]) &&
                ent_number_sub(&rise, k[3], k[1]) && ent_number_div(&share, x, width) &&
                ent_number_mul(&share, share, rise) && ent_number_add(out, *out, share);
    return fits ? ENT_OK
                : ent_import_refuse(in, ENT_E0510, utils->span, NULL,
                                    "the numbers here have too many digits");
}

static ent_status utility_of(ent_number *out, ent_import *in, const ent_node *utils,
                             const char *value) {
    const ent_node *numbers = ent_node_get(utils, "numberutils");
    const ent_node *discrete, *found;
    if (numbers && numbers->kind == ENT_NODE_MAP)
        return number_utility(out, in, numbers, value);
    ENT_TRY(ent_json_map(&discrete, in, utils, "discreteutils"));
    ENT_TRY(ent_json_map(&discrete, in, discrete, "valueUtilities"));
    *out = ENT_ZERO;
    found = ent_node_get(discrete, value);
    return found ? ent_json_number(out, in, found) : ENT_OK;
}

static ent_status read_issue(ent_import *in, ent_import_party *party, const ent_node *utilities,
                             const ent_node *weights, size_t i) {
    const ent_import_issue *issue = &in->issues[i];
    const ent_node *utils = ent_node_get(utilities, issue->name);
    const ent_node *weight = ent_node_get(weights, issue->name);
    ent_number w, u;
    if (!utils || utils->kind != ENT_NODE_MAP || !weight)
        return ent_import_refuse(in, ENT_E0507, utilities->span,
                                 "check that this profile belongs to this domain",
                                 "issue '%s' has no utilities or no weight here", issue->name);
    ENT_TRY(ent_json_number(&w, in, weight));
    ENT_TRY(ent_import_new_worth(in, party, i));
    for (size_t o = 0; o < issue->n; o++) {
        ENT_TRY(utility_of(&u, in, utils, issue->outcomes[o].name));
        ENT_TRY(ent_json_product(&party->worth[i][o], in, utils, w, u));
    }
    return ENT_OK;
}

/* The outcome of that name, or of that number: "3.0" for 3. */
static uint32_t find_value(const ent_import_issue *issue, const char *text) {
    uint32_t found = ent_import_find_outcome(issue, text);
    ent_number wanted, own;
    if (found != ENT_NONE || ent_number_parse_wide(&wanted, text, strlen(text)) != ENT_OK)
        return found;
    for (uint32_t o = 0; o < issue->n; o++) {
        const char *name = issue->outcomes[o].name;
        if (ent_number_parse_wide(&own, name, strlen(name)) == ENT_OK &&
            ent_number_cmp(own, wanted) == 0)
            return o;
    }
    return ENT_NONE;
}

/* The reservation bid's utility; an issue it leaves open adds nothing. */
static ent_status read_reservation(ent_import *in, ent_import_party *party, const ent_node *space) {
    const ent_node *bid = ent_node_get(space, "reservationBid"), *values;
    ent_number sum = ENT_ZERO;
    if (!bid || bid->kind != ENT_NODE_MAP)
        return ENT_OK;
    ENT_TRY(ent_json_map(&values, in, bid, "issuevalues"));
    for (size_t i = 0; i < values->n; i++) {
        const ent_pair *pair = &values->pairs[i];
        uint32_t issue = ent_import_find_issue(in, pair->key->text);
        uint32_t outcome = issue != ENT_NONE && pair->value->kind == ENT_NODE_SCALAR
                               ? find_value(&in->issues[issue], pair->value->text)
                               : ENT_NONE;
        if (outcome == ENT_NONE)
            return ent_import_refuse(in, ENT_E0507, pair->key->span, NULL,
                                     "the reservation bid names what the domain does not have");
        if (!ent_number_add(&sum, sum, party->worth[issue][outcome]))
            return ent_import_refuse(in, ENT_E0510, values->span, NULL,
                                     "the numbers here have too many digits");
    }
    party->has_reservation = true;
    party->reservation = sum;
    return ENT_OK;
}

/* ---- files ---- */

static ent_status find_space(const ent_node **out, ent_import *in, const ent_node *root,
                             const char *file) {
    const ent_node *space = ent_node_get(root, "LinearAdditiveUtilitySpace");
    if (space && space->kind == ENT_NODE_MAP) {
        *out = space;
        return ENT_OK;
    }
    const ent_node *kind = root->n > 0 ? root->pairs[0].key : root;
    return ent_import_refuse(
        in, ENT_E0506, kind->span, NULL,
        "%s: only profiles of the kind LinearAdditiveUtilitySpace are read%s%s", file,
        root->n > 0 ? ", not " : "", root->n > 0 ? kind->text : "");
}

static ent_status read_profile(ent_import *in, ent_import_party *party, const ent_node *root) {
    const ent_node *space = NULL, *domain, *utilities, *weights;
    ENT_TRY(find_space(&space, in, root, party->file));
    if (in->n_issues == 0 || ent_node_get(space, "domain")) {
        ENT_TRY(ent_json_map(&domain, in, space, "domain"));
        ENT_TRY(in->n_issues == 0 ? add_domain(in, domain) : check_domain(in, domain));
    }
    ENT_TRY(ent_json_map(&utilities, in, space, "issueUtilities"));
    ENT_TRY(ent_json_map(&weights, in, space, "issueWeights"));
    if (utilities->n != in->n_issues)
        return ent_import_refuse(in, ENT_E0507, utilities->span,
                                 "check that this profile belongs to this domain",
                                 "this profile has other issues than the domain");
    for (size_t i = 0; i < in->n_issues; i++)
        ENT_TRY(read_issue(in, party, utilities, weights, i));
    return read_reservation(in, party, space);
}

ent_status ent_import_geniusweb(ent_import *in, const ent_import_file *files, size_t n) {
    const ent_node **roots = ENT_NEW(in->arena, const ent_node *, n + 1);
    ent_import_file *profiles = ENT_NEW(in->arena, ent_import_file, n + 1);
    size_t n_profiles = 0;
    in->tool = "GeniusWeb";
    if (!roots || !profiles)
        return ENT_NOMEM;
    for (size_t f = 0; f < n; f++) {
        const ent_node *root;
        ENT_TRY(ent_json_parse(&root, in, &files[f]));
        if (!ent_node_get(root, "issuesValues")) {
            roots[n_profiles] = root;
            profiles[n_profiles++] = files[f];
        } else if (!in->file) {
            in->file = files[f].name;
            ENT_TRY(add_domain(in, root));
        }
    }
    if (n_profiles == 0)
        return ent_import_refuse(in, ENT_E0511, (ent_span){0},
                                 "entente import geniusweb profile1.json profile2.json",
                                 "at least one profile is needed");
    ENT_TRY(ent_import_add_parties(in, profiles, n_profiles));
    for (size_t p = 0; p < n_profiles; p++)
        ENT_TRY(read_profile(in, &in->parties[p], roots[p]));
    return ENT_OK;
}
