/* Elements and their places, from expat's events. See xml.h. */
#include "import/xml.h"

#include <expat.h>
#include <stdio.h>
#include <string.h>

typedef struct reading {
    ent_arena *arena;
    ent_diags *diags;
    const ent_source *source;
    XML_Parser parser;
    ent_buffer fed; /* the source with references for bare signs */
    size_t *bare;   /* places in `fed` of those that were bare, rising */
    size_t n_bare, cap_bare;
    ent_xml *root, *open;
    unsigned depth;
    uint32_t weight; /* elements and attributes so far */
    ent_status status;
} reading;

#define GROWTH 4u /* "&#38;" for "&", "&#60;" for "<" */

/* ---- bare signs ---- */

/* Whether a reference that XML itself knows begins here: &lt; &#233; &#xE9; and so on. */
static bool is_reference(const char *at) {
    static const char *const known[] = {"&amp;", "&lt;", "&gt;", "&quot;", "&apos;"};
    for (size_t i = 0; i < ENT_COUNT(known); i++)
        if (strncmp(at, known[i], strlen(known[i])) == 0)
            return true;
    if (strncmp(at, "&#", 2) != 0)
        return false;
    bool hex = at[2] == 'x';
    const char *digits = at + (hex ? 3 : 2);
    size_t n = strspn(digits, hex ? "0123456789abcdefABCDEF" : "0123456789");
    return n > 0 && digits[n] == ';';
}

/* Comments and the like, which are passed on as they are: their length; 0: none begins here. */
static size_t apart(const char *at) {
    static const char *const ends[][2] = {{"<!--", "-->"}, {"<![CDATA[", "]]>"}, {"<?", "?>"}};
    for (size_t i = 0; i < ENT_COUNT(ends); i++)
        if (strncmp(at, ends[i][0], strlen(ends[i][0])) == 0) {
            const char *end = strstr(at + strlen(ends[i][0]), ends[i][1]);
            return end ? (size_t)(end - at) + strlen(ends[i][1]) : strlen(at);
        }
    return 0;
}

/* Goes past one character. *in: '<' in a tag, '"' or '\'' in an attribute's value there, else 0. True
 * where a sign stands for itself that should have been written otherwise: & anywhere, < in a value that
 * ends on its line (else the end of a value may be missing, which expat tells at its place). */
static bool is_bare(char *in, const char *at) {
    char c = *at;
    bool value = *in == '"' || *in == '\'';
    if (value && c == '<') {
        size_t rest = strcspn(at, *in == '"' ? "\"\n" : "'\n");
        return at[rest] == *in;
    }
    if (value ? c == *in : *in == '<' && (c == '"' || c == '\''))
        *in = value ? '<' : c;
    else if (!value && (c == '<' || c == '>'))
        *in = c == '<' ? c : '\0';
    return c == '&' && !is_reference(at);
}

static ent_status feed_text(reading *r) {
    const char *text = r->source->text;
    char in = '\0';
    for (size_t at = 0; at < r->source->len;) {
        size_t as_it_is = in == '\0' ? apart(text + at) : 0;
        if (as_it_is == 0 && is_bare(&in, text + at)) {
            size_t *bare = ent_arena_grow(r->arena, r->bare, r->n_bare, &r->cap_bare, sizeof *bare);
            if (!bare)
                return ENT_NOMEM;
            r->bare = bare;
            bare[r->n_bare++] = r->fed.len;
            ent_buffer_put(&r->fed, text[at++] == '&' ? "&#38;" : "&#60;");
            continue;
        }
        as_it_is = as_it_is ? as_it_is : 1 + strcspn(text + at + 1, "&<>\"'");
        ent_buffer_put_n(&r->fed, text + at, as_it_is);
        at += as_it_is;
    }
    return r->fed.failed ? ENT_NOMEM : ENT_OK;
}

/* The place in the source of a place in what was fed. */
static uint32_t place(const reading *r, XML_Index fed) {
    size_t at = fed < 0 ? 0 : (size_t)fed, low = 0, high = r->n_bare;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (r->bare[middle] < at)
            low = middle + 1;
        else
            high = middle;
    }
    size_t shift = low * GROWTH, whole = r->source->len;
    size_t back = at > shift ? at - shift : 0;
    return (uint32_t)(back < whole ? back : whole);
}

static ent_span here(const reading *r) {
    XML_Index at = XML_GetCurrentByteIndex(r->parser);
    return (ent_span){r->source, place(r, at), place(r, at + XML_GetCurrentByteCount(r->parser))};
}

/* ---- events ---- */

static void halt(reading *r, ent_status status) {
    r->status = status;
    XML_StopParser(r->parser, XML_FALSE);
}

static void refuse(reading *r, ent_diag_code code, const char *hint, const char *message) {
    ent_diag(r->diags, code, here(r), "", hint, "%s", message);
    halt(r, r->diags->failed ? ENT_NOMEM : ENT_ERROR);
}

static ent_status read_attributes(reading *r, ent_xml *element, const XML_Char **pairs) {
    size_t n = 0;
    while (pairs[2 * n])
        n++;
    element->n_attributes = n;
    element->attributes = ENT_NEW(r->arena, ent_xml_attribute, n + 1);
    if (!element->attributes)
        return ENT_NOMEM;
    for (size_t i = 0; i < n; i++) {
        ent_xml_attribute *attribute = &element->attributes[i];
        attribute->name = ent_arena_text(r->arena, pairs[2 * i]);
        attribute->value = ent_arena_text(r->arena, pairs[2 * i + 1]);
        if (!attribute->name || !attribute->value)
            return ENT_NOMEM;
    }
    r->weight += (uint32_t)n + 1;
    return ENT_OK;
}

static ent_status hang(reading *r, ent_xml *element) {
    ent_xml *parent = element->parent = r->open;
    r->open = element;
    if (!parent) {
        r->root = element;
        return ENT_OK;
    }
    ent_xml **items =
        ent_arena_grow(r->arena, parent->items, parent->n, &parent->cap, sizeof *items);
    if (!items)
        return ENT_NOMEM;
    parent->items = items;
    items[parent->n++] = element;
    return ENT_OK;
}

static void XMLCALL on_start(void *user, const XML_Char *name, const XML_Char **pairs) {
    reading *r = user;
    if (r->status != ENT_OK)
        return;
    if (++r->depth > ENT_DEPTH_LIMIT) {
        refuse(r, ENT_E0503, NULL, "elements are nested more than 64 deep");
        return;
    }
    ent_xml *element = ENT_NEW(r->arena, ent_xml, 1);
    if (element) {
        element->name = ent_arena_text(r->arena, name);
        element->span = here(r);
    }
    if (!element || !element->name || read_attributes(r, element, pairs) != ENT_OK ||
        hang(r, element) != ENT_OK)
        halt(r, ENT_NOMEM);
    else if (r->weight > ENT_NODE_LIMIT)
        refuse(r, ENT_E0503, NULL, "the file holds more than a million elements and attributes");
}

static void XMLCALL on_end(void *user, const XML_Char *name) {
    reading *r = user;
    (void)name;
    if (r->status != ENT_OK)
        return;
    r->depth--;
    r->open = r->open->parent;
}

/* Comes before anything the document type holds is read. A bare <!DOCTYPE name> says nothing. */
static void XMLCALL on_doctype(void *user, const XML_Char *name, const XML_Char *system,
                               const XML_Char *public, int has_subset) {
    reading *r = user;
    (void)name;
    if (r->status == ENT_OK && (system || public || has_subset))
        refuse(r, ENT_E0502, "take the <!DOCTYPE ...> out: negotiation files need none",
               has_subset ? "the document type declares entities or elements"
                          : "the document type points to another file");
}

/* ---- parsing ---- */

static ent_status report_malformed(reading *r) {
    enum XML_Error error = XML_GetErrorCode(r->parser);
    if (error == XML_ERROR_NO_MEMORY)
        return ENT_NOMEM;
    bool cut = error == XML_ERROR_NO_ELEMENTS || error == XML_ERROR_UNCLOSED_TOKEN;
    ent_diag(r->diags, ENT_E0501, here(r), "", cut ? "the end of the file may be missing" : NULL,
             "this is not well-formed XML: %s", XML_ErrorString(error));
    return r->diags->failed ? ENT_NOMEM : ENT_ERROR;
}

static ent_status run(reading *r) {
    XML_SetUserData(r->parser, r);
    XML_SetElementHandler(r->parser, on_start, on_end);
    XML_SetStartDoctypeDeclHandler(r->parser, on_doctype);
    enum XML_Status parsed =
        XML_Parse(r->parser, r->fed.data ? r->fed.data : "", (int)r->fed.len, XML_TRUE);
    if (r->status != ENT_OK)
        return r->status;
    return parsed == XML_STATUS_OK ? ENT_OK : report_malformed(r);
}

static ent_status report_bare(const reading *r) {
    if (r->n_bare == 0)
        return ENT_OK;
    uint32_t at = place(r, (XML_Index)r->bare[0]);
    ent_span bare = {r->source, at, at + 1};
    ent_diag(r->diags, ENT_W0501, bare, "", NULL,
             "%s: %c stands for itself here (XML writes it %s)", r->source->name,
             r->source->text[at], r->source->text[at] == '&' ? "&amp;" : "&lt;");
    return r->diags->failed ? ENT_NOMEM : ENT_OK;
}

ent_status ent_xml_parse(ent_xml **out, ent_arena *arena, const ent_source *source,
                         ent_diags *diags) {
    static const XML_Memory_Handling_Suite memory = {ent_heap_alloc, ent_heap_resize,
                                                     ent_heap_free};
    reading r = {.arena = arena, .diags = diags, .source = source};
    *out = NULL;
    r.parser = XML_ParserCreate_MM("UTF-8", &memory, NULL);
    ent_status status = r.parser ? feed_text(&r) : ENT_NOMEM;
    if (status == ENT_OK)
        status = run(&r);
    if (status == ENT_OK)
        status = report_bare(&r);
    if (status == ENT_OK)
        *out = r.root;
    if (r.parser)
        XML_ParserFree(r.parser);
    ent_buffer_free(&r.fed);
    return status;
}

/* ---- looking things up ---- */

const char *ent_xml_get(const ent_xml *element, const char *attribute) {
    for (size_t i = 0; i < element->n_attributes; i++)
        if (strcmp(element->attributes[i].name, attribute) == 0)
            return element->attributes[i].value;
    return NULL;
}

const ent_xml *ent_xml_next(const ent_xml *element, const char *name, size_t *at) {
    while (*at < element->n) {
        const ent_xml *item = element->items[(*at)++];
        if (strcmp(item->name, name) == 0)
            return item;
    }
    return NULL;
}

const ent_xml *ent_xml_child(const ent_xml *element, const char *name) {
    size_t at = 0;
    return ent_xml_next(element, name, &at);
}

const ent_xml *ent_xml_find(const ent_xml *element, const char *name) {
    if (strcmp(element->name, name) == 0)
        return element;
    for (size_t i = 0; i < element->n; i++) {
        const ent_xml *found = ent_xml_find(element->items[i], name);
        if (found)
            return found;
    }
    return NULL;
}
