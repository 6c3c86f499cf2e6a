/* The table of the file format as a reference page in Markdown, whole or for one key. */
#include "scenario/claim.h"
#include "scenario/schema.h"

#include "scenario/schema_table.h"

#include <string.h>

#define MOST_KEYS 256u
#define HEADING_LEVELS 3u /* keys nested deeper are list items */

/* Calls `visit` for every key in the table, outer before inner, with its path. */
typedef struct walker {
    void (*visit)(struct walker *w, const ent_schema_field *field, unsigned level);
    ent_buffer path;
    ent_buffer *out;
    const char *wanted; /* NULL: all */
    bool found;
    const char *keys[MOST_KEYS];
    size_t n_keys;
} walker;

static void walk(walker *w, const ent_schema_type *type, unsigned level) {
    for (size_t i = 0; i < type->n_of; i++)
        walk(w, type->of[i], level);
    size_t len = w->path.len;
    for (size_t i = 0; i < type->n_fields; i++) {
        ent_buffer_printf(&w->path, "%s%s", len > 0 ? "." : "", type->fields[i].key);
        w->visit(w, &type->fields[i], level);
        walk(w, type->fields[i].type, level + 1);
        if (w->path.failed)
            return;
        w->path.len = len;
        w->path.data[len] = '\0';
    }
}

static ent_status run(walker *w) {
    walk(w, &ent_schema_root, 1);
    bool failed = w->path.failed;
    ent_buffer_free(&w->path);
    return failed ? ENT_NOMEM : ENT_OK;
}

/* ---- writing ---- */

static void put_example(ent_buffer *out, const char *example) {
    ent_buffer_put(out, "\n```yaml\n");
    ent_buffer_put(out, example);
    ent_buffer_put(out, "\n```\n");
}

/* The key `claim` is explained by the forms that a claim may have. */
static void put_forms(ent_buffer *out) {
    size_t n;
    const ent_claim_form_info *forms = ent_claim_forms(&n);
    ent_buffer_put(out,
                   "\nThe forms. C and D are coalitions (`{north, east}`, or one actor), A and B "
                   "actors, I an agenda or\n`{issues}`, E and F expressions, V a view:\n\n"
                   "| form | is true when | is a question of |\n| --- | --- | --- |\n");
    for (size_t i = 0; i < n; i++) {
        ent_buffer_put(out, "| `");
        for (const char *c = forms[i].pattern; *c != '\0'; c++) {
            if (*c == '|')
                ent_buffer_put(out, "\\");
            ent_buffer_put_n(out, c, 1);
        }
        ent_buffer_printf(out, "` | %s | %s |\n", forms[i].meaning, forms[i].question);
    }
}

static void put_section(walker *w, const ent_schema_field *field, unsigned level) {
    ent_buffer *out = w->out;
    ent_buffer_printf(out, "\n%.*s `%s`%s\n\n", (int)level + 1, "####", w->path.data,
                      field->required ? " (required)" : "");
    ent_buffer_printf(out, "%s\n\nExpected: ", ent_schema_doc(field));
    ent_schema_words(out, field->type);
    ent_buffer_put(out, ".\n");
    if (field->example)
        put_example(out, field->example);
    if (strcmp(field->key, "claim") == 0)
        put_forms(out);
}

static void put_item(walker *w, const ent_schema_field *field) {
    ent_buffer *out = w->out;
    ent_buffer_printf(out, "* `%s`%s: ", w->path.data, field->required ? " (required)" : "");
    ent_schema_words(out, field->type);
    ent_buffer_printf(out, ". %s", ent_schema_doc(field));
    if (field->example && !strchr(field->example, '\n'))
        ent_buffer_printf(out, " Example: `%s`", field->example);
    ent_buffer_put(out, "\n");
}

/* `name`, `from` and `note` are explained once, at the top of the page. */
static void visit_all(walker *w, const ent_schema_field *field, unsigned level) {
    if (w->path.failed || !field->doc)
        return;
    if (level < HEADING_LEVELS)
        put_section(w, field, level);
    else
        put_item(w, field);
}

static const char *last_part(const char *path) {
    const char *dot = strrchr(path, '.');
    return dot ? dot + 1 : path;
}

static bool is_within(const char *path, const char *outer) {
    size_t len = strlen(outer);
    return strncmp(path, outer, len) == 0 && (path[len] == '\0' || path[len] == '.');
}

static void visit_within(walker *w, const ent_schema_field *field, unsigned level) {
    if (w->path.failed || !is_within(w->path.data, w->wanted))
        return;
    if (!w->found)
        put_section(w, field, 1);
    else if (field->doc)
        put_item(w, field);
    w->found = true;
    (void)level;
}

static void visit_named(walker *w, const ent_schema_field *field, unsigned level) {
    if (w->path.failed || strcmp(last_part(w->path.data), w->wanted) != 0)
        return;
    if (field->doc || !w->found) /* what means the same everywhere is shown once */
        put_section(w, field, 1);
    w->found = true;
    (void)level;
}

static ent_status write_key(ent_buffer *out, const char *key) {
    walker w = {.visit = visit_within, .out = out, .wanted = key};
    ENT_TRY(run(&w));
    if (w.found && strcmp(last_part(key), "claims") == 0)
        put_forms(out);
    if (w.found)
        return ENT_OK;
    w.visit = visit_named;
    ENT_TRY(run(&w));
    return w.found ? ENT_OK : ENT_ERROR;
}

static const char introduction[] =
    "# The scenario file\n"
    "\n"
    "A scenario is one text file in YAML 1.2 or JSON, in UTF-8. It is a map of the keys below; "
    "those that are not\n"
    "marked as required may be left out. An unknown key is an error, so nothing is lost by a slip "
    "of the pen.\n"
    "\n"
    "**Short names** of actors, issues, outcomes, agendas and sources consist of letters, digits "
    "and `_ - ' %`. Words of\n"
    "the expression language (`and or not if then iff in where total count true false about of "
    "with`) cannot be names. An issue\n"
    "`for each` actor is named `patrol.north` for one of them.\n"
    "\n"
    "**Quantities** are numbers (`40`, `7.5`, `2/3`) or, where they are not known better, ranges "
    "(`[40, 60]`).\n"
    "\n"
    "**Every statement** that is a map may carry `name`, `from` and `note`:\n"
    "`from` says what it is taken from, such as `gazette ¶3` or a list of such; a statement "
    "without it counts as an assumption, unless what it\n"
    "belongs to has one. `note` holds the reasoning behind it.\n"
    "\n"
    "**A trap of YAML**: inside `{ }` or `[ ]`, a text that holds a comma, a colon or brackets "
    "must stand in double quotes:\n"
    "`control: {default: \"all of [north, east]\"}`.\n";

ent_status ent_schema_reference(ent_buffer *out, const char *key) {
    walker w = {.visit = visit_all, .out = out};
    if (key) {
        ENT_TRY(write_key(out, key));
    } else {
        ent_buffer_put(out, introduction);
        ENT_TRY(run(&w));
    }
    return out->failed ? ENT_NOMEM : ENT_OK;
}

static void visit_collect(walker *w, const ent_schema_field *field, unsigned level) {
    if (w->n_keys < MOST_KEYS)
        w->keys[w->n_keys++] = field->key;
    (void)level;
}

const char *ent_schema_nearest(const char *key) {
    walker w = {.visit = visit_collect};
    if (run(&w) != ENT_OK)
        return NULL;
    return ent_nearest(last_part(key), w.keys, w.n_keys);
}
