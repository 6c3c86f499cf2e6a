/* The issues of a GENIUS domain and their outcomes, and which of them a profile means. */
#include "import/genius.h"

#include <string.h>
#include <strings.h>

/* ---- the tree of objectives ---- */

ent_status ent_genius_each(const ent_xml *element, const char *name, ent_genius_visit visit,
                           void *user) {
    for (size_t i = 0; i < element->n; i++) {
        const ent_xml *item = element->items[i];
        if (strcmp(item->name, name) == 0)
            ENT_TRY(visit(user, item));
        else if (strcmp(item->name, "objective") == 0 || strcmp(item->name, "utility_space") == 0)
            ENT_TRY(ent_genius_each(item, name, visit, user));
    }
    return ENT_OK;
}

ent_genius_type ent_genius_type_of(const ent_xml *issue) {
    static const char *const attributes[] = {"type", "vtype", "etype"};
    const char *type = NULL;
    for (size_t i = 0; i < ENT_COUNT(attributes) && !type; i++)
        type = ent_xml_get(issue, attributes[i]);
    if (type && strcasecmp(type, "integer") == 0)
        return ENT_GENIUS_INTEGER;
    return type && strcasecmp(type, "real") == 0 ? ENT_GENIUS_REAL : ENT_GENIUS_DISCRETE;
}

/* ---- issues ---- */

static ent_status add_items(ent_import *in, ent_import_issue *issue, const ent_xml *element) {
    size_t at = 0;
    issue->unordered = true;
    for (const ent_xml *item; (item = ent_xml_next(element, "item", &at)) != NULL;) {
        const char *value = ent_xml_get(item, "value");
        if (!value)
            return ent_import_refuse(in, ENT_E0505, item->span, NULL,
                                     "<item> lacks the attribute 'value'");
        if (ent_import_find_outcome(issue, value) == ENT_NONE)
            ENT_TRY(ent_import_add_outcome(in, issue, value, item->span));
    }
    return ENT_OK;
}

static ent_status add_range(ent_import *in, ent_import_issue *issue, const ent_xml *element) {
    const ent_xml *range = ent_xml_child(element, "range");
    const ent_xml *from = ent_xml_get(element, "lowerbound") || !range ? element : range;
    int64_t first, last;
    ENT_TRY(ent_genius_whole(&first, in, from, "lowerbound"));
    ENT_TRY(ent_genius_whole(&last, in, from, "upperbound"));
    return ent_import_add_range(in, issue, first, last, element->span);
}

static ent_status add_issue(void *user, const ent_xml *element) {
    ent_import *in = user;
    ent_import_issue *issue;
    const char *name = ent_xml_get(element, "name");
    int64_t number = (int64_t)in->n_issues + 1;
    if (!name)
        return ent_import_refuse(in, ENT_E0505, element->span, NULL,
                                 "<issue> lacks the attribute 'name'");
    if (ent_xml_get(element, "index"))
        ENT_TRY(ent_genius_whole(&number, in, element, "index"));
    ENT_TRY(ent_import_add_issue(&issue, in, name, element->span));
    issue->number = (uint32_t)number;
    switch (ent_genius_type_of(element)) {
    case ENT_GENIUS_DISCRETE: return add_items(in, issue, element);
    case ENT_GENIUS_INTEGER: return add_range(in, issue, element);
    case ENT_GENIUS_REAL: break;
    }
    return ent_import_refuse(in, ENT_E0506, element->span,
                             "write it as a discrete issue with the values that matter",
                             "issues of type real run over a continuum, not over outcomes");
}

ent_status ent_genius_domain(ent_import *in, const ent_xml *root) {
    ENT_TRY(ent_genius_each(root, "issue", add_issue, in));
    if (in->n_issues > 0)
        return ENT_OK;
    return ent_import_refuse(in, ENT_E0504, root->span, "name the domain first, then the profiles",
                             "this is no GENIUS domain: it has no <objective> with an <issue>");
}

uint32_t ent_genius_match(const ent_import *in, const ent_xml *element, bool *by_number) {
    const char *name = ent_xml_get(element, "name"), *index = ent_xml_get(element, "index");
    uint32_t named = ENT_NONE, numbered = ENT_NONE;
    ent_number number = ENT_ZERO;
    bool has_number = index && ent_number_parse(&number, index, strlen(index)) == ENT_OK;
    *by_number = false;
    for (uint32_t i = 0; i < in->n_issues; i++) {
        bool same_name = name && strcmp(in->issues[i].name, name) == 0;
        bool same_number = has_number && number.den == 1 && number.num == in->issues[i].number;
        if (same_name && same_number)
            return i;
        named = same_name && named == ENT_NONE ? i : named;
        numbered = same_number && numbered == ENT_NONE ? i : numbered;
    }
    *by_number = named == ENT_NONE && numbered != ENT_NONE;
    return named != ENT_NONE ? named : numbered;
}

/* ---- outcomes that only profiles list ---- */

typedef struct filling {
    ent_import *in;
    size_t n_issues;
} filling;

static ent_status fill_issue(void *user, const ent_xml *element) {
    filling *f = user;
    bool by_number;
    if (++f->n_issues > ENT_MAX_ISSUES)
        return ent_import_refuse(f->in, ENT_E0509, element->span, NULL,
                                 "there are more than %u issues", ENT_MAX_ISSUES);
    uint32_t i = ent_genius_match(f->in, element, &by_number);
    return i != ENT_NONE && f->in->issues[i].from_profiles
               ? add_items(f->in, &f->in->issues[i], element)
               : ENT_OK;
}

ent_status ent_genius_fill(ent_import *in, const ent_genius_profile *profile) {
    filling f = {in, 0};
    for (size_t i = 0; i < in->n_issues; i++)
        in->issues[i].from_profiles = in->issues[i].from_profiles || in->issues[i].n == 0;
    return ent_genius_each(profile->root, "issue", fill_issue, &f);
}

ent_status ent_genius_complete(ent_import *in) {
    for (size_t i = 0; i < in->n_issues; i++)
        if (in->issues[i].n == 0)
            return ent_import_refuse(in, ENT_E0504, in->issues[i].span, NULL,
                                     "issue '%s' has no items, neither here nor in a profile",
                                     in->issues[i].name);
    return ENT_OK;
}
