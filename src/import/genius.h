/* Reading GENIUS files: what the domain, the profiles and the boxes of conditional utility share.
 *
 * GENIUS (Lin, Kraus, Baarslag, Tykhonov, Hindriks and Jonker 2014, Computational Intelligence 30(1),
 * doi:10.1111/j.1467-8640.2012.00463.x) writes a domain and one profile per party as XML.
 */
#ifndef ENT_IMPORT_GENIUS_H
#define ENT_IMPORT_GENIUS_H

#include "import/import.h"
#include "import/xml.h"

typedef struct ent_genius_profile {
    const ent_xml *root;
    ent_import_party *party;
    bool raw;
} ent_genius_profile;

/* ---- genius_domain.c ---- */
ent_status ent_genius_domain(ent_import *in, const ent_xml *root);
/* Outcomes that only a profile lists, of issues for which the domain lists none. */
ent_status ent_genius_fill(ent_import *in, const ent_genius_profile *profile);
ent_status ent_genius_complete(ent_import *in);
/* The issue of the domain that a profile's element means; ENT_NONE: none. *by_number: only its
 * number tells. */
uint32_t ent_genius_match(const ent_import *in, const ent_xml *element, bool *by_number);

/* Whatever is neither integer nor real is discrete, as in GENIUS. */
typedef enum ent_genius_type {
    ENT_GENIUS_DISCRETE,
    ENT_GENIUS_INTEGER,
    ENT_GENIUS_REAL
} ent_genius_type;
ent_genius_type ent_genius_type_of(const ent_xml *issue);
/* Calls `visit` for every element `name` under objectives, however nested. */
typedef ent_status (*ent_genius_visit)(void *user, const ent_xml *element);
ent_status ent_genius_each(const ent_xml *element, const char *name, ent_genius_visit visit,
                           void *user);

/* ---- genius_profile.c ---- */
ent_status ent_genius_worth(ent_import *in, const ent_genius_profile *profile);
/* ---- genius_boxes.c ---- */
ent_status ent_genius_boxes(ent_import *in, const ent_genius_profile *profile,
                            const ent_xml *utility);

/* ---- numbers (genius.c) ---- */
/* An attribute as an exact number; ENT_ERROR, reported, when it is missing or none. */
ent_status ent_genius_number(ent_number *out, ent_import *in, const ent_xml *element,
                             const char *attribute);
ent_status ent_genius_whole(int64_t *out, ent_import *in, const ent_xml *element,
                            const char *attribute);
/* a * b, or ENT_ERROR with a diagnostic when 128 bits do not hold it. */
ent_status ent_genius_product(ent_number *out, ent_import *in, const ent_xml *element, ent_number a,
                              ent_number b);

#endif
