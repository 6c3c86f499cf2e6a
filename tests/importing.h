/* What the tests of import and export share: one import of texts, and texts of GENIUS and GeniusWeb. */
#ifndef ENT_TESTS_IMPORTING_H
#define ENT_TESTS_IMPORTING_H

#include "import/export.h"
#include "import/import.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "reading.h"

#define MOST_FILES 4

/* One import: its files, what came out, and what was said. */
typedef struct trial {
    ent_arena *arena;
    ent_diags diags;
    ent_buffer out;
    ent_status status;
} trial;

typedef enum which { GENIUS, GENIUS_RAW, GENIUSWEB, NEGOLOG } which;

static inline void import(trial *t, which tool, const char *const *texts) {
    static const char *const names[] = {"a/domain.xml", "a/north.xml", "a/east.xml", "a/west.xml"};
    ent_import_file files[MOST_FILES];
    size_t n = 0;
    for (; texts[n]; n++)
        files[n] = (ent_import_file){names[n], texts[n], strlen(texts[n])};
    *t = (trial){.arena = ent_arena_new()};
    t->diags.arena = t->arena;
    ent_import in = {.arena = t->arena, .diags = &t->diags};
    t->status = tool == GENIUSWEB ? ent_import_geniusweb(&in, files, n)
                : tool == NEGOLOG ? ent_import_negolog(&in, files, n)
                                  : ent_import_genius(&in, files, n, tool == GENIUS_RAW);
    if (t->status == ENT_OK)
        t->status = ent_import_write(&t->out, &in);
}

#define IMPORT(t, tool, ...) import(t, tool, (const char *const[]){__VA_ARGS__, NULL})

static inline void end(trial *t) {
    ent_buffer_free(&t->out);
    ent_arena_free(t->arena);
}

static inline void assert_codes(const trial *t, const char *codes) {
    ent_buffer all = {0};
    for (size_t i = 0; i < t->diags.n; i++)
        ent_buffer_printf(&all, "%s%s", i > 0 ? " " : "", ent_diag_name(t->diags.items[i].code));
    assert_string_equal(all.data ? all.data : "", codes);
    ent_buffer_free(&all);
}

static inline void assert_has(const trial *t, const char *words) {
    if (!t->out.data || !strstr(t->out.data, words))
        fail_msg("'%s' is not in:\n%s", words, t->out.data ? t->out.data : "(nothing)");
}

/* What was written is a scenario that can be read without a word. */
static inline void assert_reads(const trial *t) {
    reading r;
    assert_int_equal(t->status, ENT_OK);
    read_scenario(&r, t->out.data);
    assert_string_equal(said(&r), "");
    assert_int_equal(r.status, ENT_OK);
    done(&r);
}

#define DOMAIN(issues)                                                                             \
    "<negotiation_template><utility_space><objective index=\"0\" name=\"root\">" issues            \
    "</objective></utility_space></negotiation_template>"
#define PROFILE(inside, after)                                                                     \
    "<utility_space><objective index=\"0\">" inside "</objective>" after "</utility_space>"
#define ISSUE(index, name, items) "<issue index=\"" index "\" name=\"" name "\">" items "</issue>"
#define ITEM(value) "<item value=\"" value "\"/>"
#define WORTH(value, evaluation) "<item value=\"" value "\" evaluation=\"" evaluation "\"/>"
#define WEIGHT(index, value) "<weight index=\"" index "\" value=\"" value "\"/>"

#define TOLLS ISSUE("2", "tolls", ITEM("high") ITEM("low"))
#define NORTH(high, low)                                                                           \
    PROFILE(WEIGHT("2", "0.5") ISSUE("2", "tolls", WORTH("high", high) WORTH("low", low)), "")

#define NUMBERS                                                                                    \
    "<issue index=\"3\" name=\"a\" type=\"integer\" lowerbound=\"0\" upperbound=\"9\"/>"           \
    "<issue index=\"4\" name=\"b\" type=\"integer\" lowerbound=\"0\" upperbound=\"9\"/>"
#define BOXES(boxes)                                                                               \
    PROFILE("<utility maxutility=\"10\"><ufun aggregation=\"sum\">" boxes "</ufun></utility>", "")
#define BOUND(kind, index, min, max)                                                               \
    "<" kind " index=\"" index "\" min=\"" min "\" max=\"" max "\"/>"

#define SPACE(utilities, bid)                                                                      \
    "{\"LinearAdditiveUtilitySpace\": {\"issueWeights\": {\"p\": 0.4, \"c\": 0.6},"                \
    " \"issueUtilities\": {" utilities "}, \"domain\": {\"name\": \"shop\", \"issuesValues\":"     \
    " {\"p\": {\"range\": [\"0\", \"3\", \"1.5\"]}, \"c\": {\"values\": [\"red\", "                \
    "\"blue\"]}}}" bid "}}"
#define LINE                                                                                       \
    "\"p\": {\"numberutils\": {\"lowValue\": 0, \"lowUtility\": 1, \"highValue\": 3, "             \
    "\"highUtility\": 0}}"
#define COLOURS "\"c\": {\"discreteutils\": {\"valueUtilities\": {\"red\": 0.5}}}"

#endif
