/* XML as a tree of elements with their places, read by expat.
 *
 * Files of negotiation tools are often not quite XML: text or comments before the declaration, a
 * bare & or < in a name, control characters. That much is mended, with a warning. What could do harm is
 * refused: a document type that declares anything or points anywhere (so entities never exist), deep
 * nesting, very many elements.
 */
#ifndef ENT_IMPORT_XML_H
#define ENT_IMPORT_XML_H

#include "scenario/node.h"

typedef struct ent_xml_attribute {
    const char *name, *value;
} ent_xml_attribute;

typedef struct ent_xml ent_xml;
struct ent_xml {
    const char *name;
    ent_span span; /* of its start tag */
    ent_xml *parent;
    size_t n_attributes;
    ent_xml_attribute *attributes;
    size_t n, cap;
    ent_xml **items; /* elements only; text between them means nothing in these files */
};

/* Bytes to a text that expat can read: UTF-8 (Latin-1 is converted), no control characters, nothing
 * before the first tag. */
ent_status ent_xml_source(const ent_source **out, ent_arena *arena, const char *name,
                          const char *data, size_t len, ent_diags *diags);
/* The root element. ENT_ERROR with a diagnostic at the place. */
ent_status ent_xml_parse(ent_xml **out, ent_arena *arena, const ent_source *source,
                         ent_diags *diags);
/* NULL: there is no such attribute. */
const char *ent_xml_get(const ent_xml *element, const char *attribute);
/* The first child of that name from item *at on, which is then moved behind it; NULL: no more. */
const ent_xml *ent_xml_next(const ent_xml *element, const char *name, size_t *at);
const ent_xml *ent_xml_child(const ent_xml *element, const char *name);
/* The first element of that name at or below this one, in the order of the file. */
const ent_xml *ent_xml_find(const ent_xml *element, const char *name);

#endif
