/* An import as a scenario file: no status quo, every issue settled by all, worth per actor. */
#include "import/import.h"

#include <string.h>

#include "scenario/lexer.h"

#define FEWER "--digits 12 rounds them"
#define WIDEST ((ent_i128)1000000000000000000 * (ent_i128)1000000000000000000) /* 10^36 */

/* Plain words that no reader of YAML takes for anything else stand as they are. */
static bool is_plain(const char *text) {
    static const char *const words[] = {"null", "true", "false", "yes", "no", "on", "off",
                                        "y",    "n",    "Yes",   "No",  "NO", "YES"};
    for (size_t i = 0; i < ENT_COUNT(words); i++)
        if (strcmp(text, words[i]) == 0)
            return false;
    size_t letters = strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_");
    return letters > 0 &&
           text[letters + strspn(text + letters, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVW"
                                                 "XYZ_0123456789")] == '\0';
}

void ent_import_put_id(ent_buffer *out, const char *id) {
    if (is_plain(id))
        ent_buffer_put(out, id);
    else
        ent_import_quote(out, id);
}

/* Whether the full name says more than the id. */
bool ent_import_is_told(const char *id, const char *name) {
    return *name && strcmp(id, name) != 0;
}

void ent_import_put_line(ent_buffer *out, const char *key, const char *text) {
    ent_buffer_put(out, key);
    ent_import_quote(out, text);
    ent_buffer_put(out, "\n");
}

/* ---- numbers ---- */

/* A number that the reader of scenarios takes; ENT_ERROR, reported, when it is too long. */
static ent_status put_number(ent_buffer *out, ent_import *in, const ent_import_party *party,
                             ent_number value) {
    if (value.num >= WIDEST || value.num <= -WIDEST || value.den >= WIDEST)
        return ent_import_refuse(in, ENT_E0510, (ent_span){0}, FEWER,
                                 "%s: the exact values have more than 36 digits", party->file);
    ent_number_print(out, value);
    return ENT_OK;
}

/* ---- heading, actors ---- */

static void put_base(ent_buffer *out, const char *path) {
    const char *slash = strrchr(path, '/');
    ent_buffer_put(out, slash ? slash + 1 : path);
}

static ent_status put_heading(ent_buffer *out, ent_import *in) {
    ent_buffer text = {0};
    const char *file = in->file ? in->file : in->parties[0].file;
    const char *title = in->title ? in->title : ent_import_stem(in->arena, file);
    if (!title)
        return ENT_NOMEM;
    ent_buffer_put(out, "entente: 1\n");
    if (ent_import_is_told("", title))
        ent_import_put_line(out, "title: ", title);
    ent_buffer_printf(&text, "Imported from %s", in->tool);
    if (in->scoring)
        ent_buffer_printf(&text, ", scoring %s", in->scoring);
    if (in->digits)
        ent_buffer_printf(&text, ", values rounded to %u decimals", in->digits);
    for (size_t p = 0; p < in->n_parties; p++)
        if (in->parties[p].discount)
            ent_buffer_printf(&text, "; the discount factor %s of %s is not used",
                              in->parties[p].discount, in->parties[p].id);
    if (!text.failed)
        ent_import_put_line(out, "note: ", text.data);
    text.len = 0;
    ent_buffer_put(&text, "deal of {");
    for (size_t p = 0; p < in->n_parties; p++) {
        ent_buffer_put(&text, p > 0 ? ", " : "");
        ent_name_print(&text, in->parties[p].id);
    }
    ent_buffer_put(&text, "}");
    if (!text.failed)
        ent_import_put_line(out, "question: ", text.data);
    bool failed = text.failed;
    ent_buffer_free(&text);
    return failed ? ENT_NOMEM : ENT_OK;
}

/* A source has the id of its party, so the domain's gets one that no party has. */
static const char *domain_source(const ent_import *in) {
    static const char *const ids[] = {"domain", "domain_file"};
    for (size_t p = 0; p < in->n_parties; p++)
        if (strcmp(in->parties[p].id, ids[0]) == 0)
            return ids[1];
    return ids[0];
}

static ent_status put_source(ent_buffer *out, const char *id, const char *file) {
    ent_buffer name = {0};
    put_base(&name, file);
    ent_buffer_put(out, "  ");
    ent_import_put_id(out, id);
    ent_buffer_put(out, ": {title: ");
    if (!name.failed)
        ent_import_quote(out, name.data ? name.data : "-");
    ent_buffer_put(out, "}\n");
    bool failed = name.failed;
    ent_buffer_free(&name);
    return failed ? ENT_NOMEM : ENT_OK;
}

static ent_status put_sources(ent_buffer *out, const ent_import *in) {
    ent_buffer_put(out, "\nsources:\n");
    if (in->file)
        ENT_TRY(put_source(out, domain_source(in), in->file));
    for (size_t p = 0; p < in->n_parties; p++)
        ENT_TRY(put_source(out, in->parties[p].id, in->parties[p].file));
    return ENT_OK;
}

/* "id:" and the full name where that is another. */
static void put_named(ent_buffer *out, const char *indent, const char *id, const char *name) {
    ent_buffer_put(out, indent);
    ent_import_put_id(out, id);
    ent_buffer_put(out, ":");
    if (ent_import_is_told(id, name)) {
        ent_buffer_put(out, " {name: ");
        ent_import_quote(out, name);
        ent_buffer_put(out, "}");
    }
    ent_buffer_put(out, "\n");
}

static void put_actors(ent_buffer *out, const ent_import *in) {
    ent_buffer_put(out, "\nactors:\n");
    for (size_t p = 0; p < in->n_parties; p++)
        put_named(out, "  ", in->parties[p].id, in->parties[p].name);
}

/* ---- issues ---- */

/* The format asks for two outcomes, of which a given issue only ever has the one. */
static const char *second_outcome(const ent_import_issue *issue) {
    return strcmp(issue->outcomes[0].id, "nothing_else") == 0 ? "nothing" : "nothing_else";
}

static void put_issue(ent_buffer *out, const ent_import *in, const ent_import_issue *issue) {
    ent_buffer_put(out, "  ");
    ent_import_put_id(out, issue->id);
    ent_buffer_put(out, ":\n");
    if (ent_import_is_told(issue->id, issue->name))
        ent_import_put_line(out, "    name: ", issue->name);
    ent_buffer_put(out, "    outcomes:\n");
    for (size_t o = 0; o < issue->n; o++)
        put_named(out, "      ", issue->outcomes[o].id, issue->outcomes[o].name);
    if (issue->n == 1) {
        ent_buffer_printf(out, "      %s:\n    given: ", second_outcome(issue));
        ent_import_put_id(out, issue->outcomes[0].id);
        ent_buffer_put(out, "\n");
    }
    if (issue->unordered)
        ent_buffer_put(out, "    unordered: true\n");
    if (issue->n > 1)
        ent_buffer_put(out, "    control: all of all\n");
    ent_buffer_put(out, "    from: ");
    ent_import_put_id(out, in->file ? domain_source(in) : in->parties[0].id);
    ent_buffer_put(out, "\n");
}

/* ---- preferences ---- */

static ent_status put_worth(ent_buffer *out, ent_import *in, const ent_import_party *party) {
    if (party->worth == NULL)
        return ENT_OK;
    ent_buffer_put(out, "    worth:\n");
    for (size_t i = 0; i < in->n_issues; i++) {
        const ent_import_issue *issue = &in->issues[i];
        if (party->worth[i] == NULL)
            continue;
        ent_buffer_put(out, "      ");
        ent_import_put_id(out, issue->id);
        ent_buffer_put(out, ":\n");
        for (size_t o = 0; o < issue->n; o++) {
            ent_buffer_put(out, "        ");
            ent_import_put_id(out, issue->outcomes[o].id);
            ent_buffer_put(out, ": ");
            ENT_TRY(put_number(out, in, party, party->worth[i][o]));
            ent_buffer_put(out, "\n");
        }
        if (issue->n == 1)
            ent_buffer_printf(out, "        %s: 0\n", second_outcome(issue));
    }
    return ENT_OK;
}

static void put_side(ent_buffer *out, const ent_import_issue *issue, const char *relation,
                     uint32_t outcome) {
    ent_name_print(out, issue->id);
    ent_buffer_printf(out, " %s ", relation);
    ent_name_print(out, issue->outcomes[outcome].id);
}

static void put_bound(ent_buffer *out, const ent_import *in, const ent_import_bound *bound) {
    const ent_import_issue *issue = &in->issues[bound->issue];
    if (bound->low == bound->high) {
        put_side(out, issue, "=", bound->low);
        return;
    }
    if (bound->low > 0)
        put_side(out, issue, ">=", bound->low);
    if (bound->low > 0 && bound->high + 1 < issue->n)
        ent_buffer_put(out, " and ");
    if (bound->high + 1 < issue->n)
        put_side(out, issue, "<=", bound->high);
}

static ent_status put_box(ent_buffer *out, ent_import *in, const ent_import_party *party,
                          const ent_import_box *box) {
    ent_buffer text = {0};
    ent_buffer_put(&text, box->outside ? "not (" : "");
    for (size_t b = 0; b < box->n; b++) {
        ent_buffer_put(&text, b > 0 ? " and " : "");
        put_bound(&text, in, &box->bounds[b]);
    }
    ent_buffer_put(&text, box->outside ? ")" : box->n == 0 ? "true" : "");
    ent_buffer_put(out, "      - {holds: ");
    if (!text.failed)
        ent_import_quote(out, text.data);
    bool failed = text.failed;
    ent_buffer_free(&text);
    if (failed)
        return ENT_NOMEM;
    ent_buffer_put(out, ", worth: ");
    ENT_TRY(put_number(out, in, party, box->worth));
    ent_buffer_put(out, "}\n");
    return ENT_OK;
}

/* What no deal is worth: what the file says, but never less than the worst package, since then the
 * party would sign anything; and that much where the file says nothing. */
static ent_status put_reservation(ent_buffer *out, ent_import *in, const ent_import_party *party) {
    ent_number least;
    bool exact;
    ent_status status = ent_import_minimum(&least, &exact, in, party);
    if (status == ENT_ERROR)
        return ent_import_refuse(in, ENT_E0510, (ent_span){0}, FEWER,
                                 "%s: the exact values have too many digits", party->file);
    ENT_TRY(status);
    bool given = party->has_reservation && ent_number_cmp(party->reservation, least) >= 0;
    ent_buffer_put(out, "    reservation: ");
    ENT_TRY(put_number(out, in, party, given ? party->reservation : least));
    if (!given && party->has_reservation) {
        ent_buffer_put(out, " # the least that a package is worth; the file says ");
        ent_number_print(out, party->reservation);
    } else if (!given) {
        ent_buffer_put(out, " # the least that a package is worth; the file says nothing");
    }
    ent_buffer_put(out, "\n");
    if (!given && !exact)
        ent_diag(
            in->diags, ENT_W0505, (ent_span){0}, "", NULL,
            "%s: the least worth of a package was not found; the reservation is a bound below it",
            party->file);
    return in->diags->failed ? ENT_NOMEM : ENT_OK;
}

static ent_status put_preference(ent_buffer *out, ent_import *in, const ent_import_party *party) {
    ent_buffer_put(out, "  ");
    ent_import_put_id(out, party->id);
    ent_buffer_put(out, ":\n    from: ");
    ent_import_put_id(out, party->id);
    ent_buffer_put(out, "\n");
    ENT_TRY(put_worth(out, in, party));
    if (party->n_boxes > 0)
        ent_buffer_put(out, "    conditions:\n");
    else if (party->worth == NULL) /* indifferent, on a scale of its own all the same */
        ent_buffer_put(out, "    conditions: [{holds: \"true\", worth: 0}]\n");
    for (size_t b = 0; b < party->n_boxes; b++)
        ENT_TRY(put_box(out, in, party, &party->boxes[b]));
    return put_reservation(out, in, party);
}

ent_status ent_import_write(ent_buffer *out, ent_import *in) {
    ENT_TRY(ent_import_names(in));
    ENT_TRY(put_heading(out, in));
    ENT_TRY(put_sources(out, in));
    put_actors(out, in);
    ent_buffer_put(out, "\nissues:\n");
    for (size_t i = 0; i < in->n_issues; i++)
        put_issue(out, in, &in->issues[i]);
    ent_buffer_put(out, "\npreferences:\n");
    for (size_t p = 0; p < in->n_parties; p++)
        ENT_TRY(put_preference(out, in, &in->parties[p]));
    if (out->failed)
        return ENT_NOMEM;
    if (out->len > ENT_FILE_LIMIT)
        return ent_import_refuse(in, ENT_E0509, (ent_span){0}, NULL,
                                 "the scenario would be larger than 16 MiB");
    return ENT_OK;
}
