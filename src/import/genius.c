/* GENIUS: one domain and its profiles, from XML to an import. See genius.h. */
#include "import/genius.h"

#include <string.h>
#include <strings.h>

#define WHOLE_LIMIT ((int64_t)1 << 40)

static bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

ent_status ent_genius_number(ent_number *out, ent_import *in, const ent_xml *element,
                             const char *attribute) {
    const char *text = ent_xml_get(element, attribute);
    if (!text)
        return ent_import_refuse(in, ENT_E0505, element->span, NULL,
                                 "<%s> lacks the attribute '%s'", element->name, attribute);
    size_t len = strlen(text);
    while (len > 0 && is_space(text[len - 1]))
        len--;
    while (len > 0 && is_space(*text)) {
        text++;
        len--;
    }
    if (len > 1 && text[len - 1] == '.') /* "5." is a number in Java */
        len--;
    if (len == 0 || ent_number_parse_wide(out, text, len) != ENT_OK)
        return ent_import_refuse(in, ENT_E0505, element->span, NULL,
                                 "'%s' of <%s> is not a number of at most 36 digits: '%s'",
                                 attribute, element->name, ent_xml_get(element, attribute));
    return ENT_OK;
}

ent_status ent_genius_whole(int64_t *out, ent_import *in, const ent_xml *element,
                            const char *attribute) {
    ent_number number;
    ENT_TRY(ent_genius_number(&number, in, element, attribute));
    if (number.den != 1 || number.num > WHOLE_LIMIT || number.num < -WHOLE_LIMIT)
        return ent_import_refuse(in, ENT_E0505, element->span, NULL,
                                 "'%s' of <%s> is not a whole number of usual size: '%s'",
                                 attribute, element->name, ent_xml_get(element, attribute));
    *out = (int64_t)number.num;
    return ENT_OK;
}

ent_status ent_genius_product(ent_number *out, ent_import *in, const ent_xml *element, ent_number a,
                              ent_number b) {
    if (ent_number_mul(out, a, b))
        return ENT_OK;
    return ent_import_refuse(in, ENT_E0510, element->span, NULL,
                             "the numbers here have too many digits for exact arithmetic");
}

/* ---- reservation value and discount factor ---- */

static bool begins(const char *name, const char *stem) {
    return strncasecmp(name, stem, strlen(stem)) == 0;
}

/* GENIUS writes <reservation value="0.5"/>; others <Reservation Value="0.5"/>, <reservation_value> and
 * so on, wherever it stands. */
static const ent_xml *find_side(const ent_xml *element, const char *stem) {
    if (begins(element->name, stem))
        return element;
    for (size_t i = 0; i < element->n; i++) {
        const ent_xml *found = find_side(element->items[i], stem);
        if (found)
            return found;
    }
    return NULL;
}

/* The name of the attribute that begins so; NULL: there is none. */
static const char *attribute_like(const ent_xml *element, const char *stem) {
    for (size_t i = 0; i < element->n_attributes; i++)
        if (begins(element->attributes[i].name, stem))
            return element->attributes[i].name;
    return NULL;
}

/* A value by the side of the utilities, in an element of its own or an attribute of the root; *text
 * NULL: there is none. */
static ent_status read_side(ent_number *out, const char **text, ent_import *in, const ent_xml *root,
                            const char *stem) {
    const ent_xml *element = find_side(root, stem);
    const char *attribute = element ? attribute_like(element, "value") : NULL;
    *text = NULL;
    if (!element) {
        element = root;
        attribute = attribute_like(root, stem);
        if (!attribute)
            return ENT_OK;
    }
    attribute = attribute ? attribute : "value";
    ENT_TRY(ent_genius_number(out, in, element, attribute));
    *text = ent_xml_get(element, attribute);
    return ENT_OK;
}

static ent_status read_side_values(ent_import *in, const ent_genius_profile *profile) {
    ent_import_party *party = profile->party;
    ent_number factor;
    const char *text;
    ENT_TRY(read_side(&party->reservation, &text, in, profile->root, "reserv"));
    party->has_reservation = text != NULL;
    ENT_TRY(read_side(&factor, &text, in, profile->root, "discount"));
    if (text && ent_number_cmp(factor, ent_number_int(1)) != 0)
        party->discount = text;
    return ENT_OK;
}

/* ---- files ---- */

static ent_status read_profile(ent_import *in, const ent_genius_profile *profile) {
    const ent_xml *utility = ent_xml_find(profile->root, "utility");
    if (strcmp(profile->root->name, "negotiation_template") == 0 && !utility &&
        !ent_xml_find(profile->root, "weight"))
        return ent_import_refuse(in, ENT_E0504, profile->root->span,
                                 "name the domain first, then the profiles",
                                 "this is a domain, where a profile is expected");
    ENT_TRY(read_side_values(in, profile));
    if (ent_xml_find(profile->root, "constraint") || ent_xml_find(profile->root, "constraints"))
        return ent_import_refuse(in, ENT_E0506, profile->root->span, NULL,
                                 "this profile puts constraints on the whole package, which import "
                                 "does not read");
    return utility ? ent_genius_boxes(in, profile, utility) : ent_genius_worth(in, profile);
}

static ent_status parse(const ent_xml **out, ent_import *in, const ent_import_file *file) {
    const ent_source *source;
    ent_xml *root;
    ENT_TRY(ent_xml_source(&source, in->arena, file->name, file->data, file->len, in->diags));
    ENT_TRY(ent_xml_parse(&root, in->arena, source, in->diags));
    *out = root;
    return ENT_OK;
}

/* "root" and an empty name are what the tool puts where its user wrote nothing. */
static const char *title_of(const ent_xml *root) {
    const ent_xml *objective = ent_xml_find(root, "objective");
    const char *name = objective ? ent_xml_get(objective, "name") : NULL;
    return name && *name && strcmp(name, "root") != 0 ? name : NULL;
}

/* A mistake in one profile does not hide those of the next. */
static ent_status read_profiles(ent_import *in, const ent_genius_profile *profiles) {
    bool wrong = false;
    for (size_t p = 0; p < in->n_parties; p++)
        ENT_TRY(ent_genius_fill(in, &profiles[p]));
    ENT_TRY(ent_genius_complete(in));
    for (size_t p = 0; p < in->n_parties; p++) {
        ent_status status = read_profile(in, &profiles[p]);
        if (status != ENT_OK && status != ENT_ERROR)
            return status;
        wrong = wrong || status == ENT_ERROR;
    }
    return wrong ? ENT_ERROR : ENT_OK;
}

ent_status ent_import_genius(ent_import *in, const ent_import_file *files, size_t n, bool raw) {
    const ent_xml *domain = NULL;
    in->tool = "GENIUS";
    in->scoring = raw ? "raw" : "genius";
    if (n < 2)
        return ent_import_refuse(in, ENT_E0511, (ent_span){0},
                                 "entente import genius DOMAIN.xml PROFILE.xml PROFILE.xml",
                                 "a domain file and at least one profile are needed");
    in->file = files[0].name;
    ENT_TRY(parse(&domain, in, &files[0]));
    ENT_TRY(ent_genius_domain(in, domain));
    in->title = title_of(domain);
    ENT_TRY(ent_import_add_parties(in, files + 1, n - 1));
    ent_genius_profile *profiles = ENT_NEW(in->arena, ent_genius_profile, n);
    if (!profiles)
        return ENT_NOMEM;
    for (size_t p = 0; p < in->n_parties; p++) {
        profiles[p] = (ent_genius_profile){.party = &in->parties[p], .raw = raw};
        ENT_TRY(parse(&profiles[p].root, in, &files[p + 1]));
    }
    return read_profiles(in, profiles);
}
