/* The study store: scenarios, options and answers of runs in one SQLite file that any tool opens.
 *
 *     scenario  hash, name, text                       the file as it was, once for each content
 *     run       id, at, version, scenario, verb, partial, answer    the answer as JSON
 *     option    run, place, name, value                what was asked, in the order of options.def
 *
 * A run is written in one transaction, with a write-ahead log, so a store is whole whatever happens.
 * A file that is not a store of ours is never written to.
 */
#include <sha256.h>
#include <sqlite3.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "api/api.h"

#define APPLICATION_ID 0x656e7465 /* "ente" */
#define STORE_VERSION 1

struct ent_store {
    ent_context *context;
    sqlite3 *db;
};

static const char tables[] =
    "CREATE TABLE scenario (hash TEXT PRIMARY KEY, name TEXT NOT NULL, text BLOB NOT NULL);"
    "CREATE TABLE run (id INTEGER PRIMARY KEY, at TEXT NOT NULL, version TEXT NOT NULL,"
    " scenario TEXT NOT NULL REFERENCES scenario(hash), verb TEXT NOT NULL,"
    " partial INTEGER NOT NULL, answer BLOB NOT NULL);"
    "CREATE TABLE option (run INTEGER NOT NULL REFERENCES run(id), place INTEGER NOT NULL,"
    " name TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (run, place));";

static ent_status store_failed(const ent_store *store, const char *what) {
    ent_diags *diags = &store->context->diags;
    int code = store->db ? sqlite3_errcode(store->db) : SQLITE_NOMEM;
    if (code == SQLITE_NOMEM)
        return ENT_NOMEM;
    ent_diag(diags, ENT_E0384, (ent_span){0}, "",
             "look at the path, the permissions and the space on the disk", "%s: %s", what,
             sqlite3_errmsg(store->db));
    return diags->failed ? ENT_NOMEM : ENT_ERROR;
}

static ent_status execute(const ent_store *store, const char *sql, const char *what) {
    return sqlite3_exec(store->db, sql, NULL, NULL, NULL) == SQLITE_OK ? ENT_OK
                                                                       : store_failed(store, what);
}

static ent_status read_number(int64_t *out, const ent_store *store, const char *sql) {
    sqlite3_stmt *query = NULL;
    int step = sqlite3_prepare_v2(store->db, sql, -1, &query, NULL);
    if (step == SQLITE_OK)
        step = sqlite3_step(query);
    if (step == SQLITE_ROW)
        *out = sqlite3_column_int64(query, 0);
    sqlite3_finalize(query);
    return step == SQLITE_ROW ? ENT_OK : store_failed(store, "the store cannot be read");
}

static ent_status check(int64_t *n_tables, const ent_store *store, const char *path) {
    int64_t application = 0, version = 0;
    ENT_TRY(read_number(n_tables, store, "SELECT count(*) FROM sqlite_master"));
    ENT_TRY(read_number(&application, store, "PRAGMA application_id"));
    ENT_TRY(read_number(&version, store, "PRAGMA user_version"));
    if (!*n_tables || (application == APPLICATION_ID && version == STORE_VERSION))
        return ENT_OK;
    ent_diag(&store->context->diags, ENT_E0385, (ent_span){0}, "",
             "name a file that is not there yet, or a store that entente has made",
             "%s is a database, but no store of this version", path);
    return ENT_ERROR;
}

/* An empty file becomes a store; anything else must be one already, and one that can be written. */
static ent_status make_or_check(const ent_store *store, const char *path) {
    int64_t n_tables = 0;
    ENT_TRY(check(&n_tables, store, path));
    ENT_TRY(execute(store, "PRAGMA journal_mode = WAL; PRAGMA foreign_keys = ON;",
                    "the store cannot be opened"));
    if (n_tables && sqlite3_db_readonly(store->db, "main") == 1) {
        ent_diag(&store->context->diags, ENT_E0384, (ent_span){0}, "",
                 "look at the permissions of the file", "%s may be read, but not written", path);
        return ENT_ERROR;
    }
    if (n_tables)
        return ENT_OK;
    ENT_TRY(execute(store, "BEGIN IMMEDIATE", "the store cannot be made"));
    ENT_TRY(read_number(&n_tables, store, "SELECT count(*) FROM sqlite_master"));
    if (n_tables) /* somebody else has made it meanwhile */
        return execute(store, "COMMIT", "the store cannot be made");
    ENT_TRY(execute(store, tables, "the store cannot be made"));
    return execute(store, "PRAGMA application_id = 1701737573; PRAGMA user_version = 1; COMMIT",
                   "the store cannot be made");
}

/* To look at: nothing is made or changed. */
static ent_status check_only(const ent_store *store, const char *path) {
    int64_t n_tables = 0;
    ENT_TRY(check(&n_tables, store, path));
    if (n_tables)
        return ENT_OK;
    ent_diag(&store->context->diags, ENT_E0385, (ent_span){0}, "",
             "--store makes a store and keeps runs in it", "%s is empty, and no store yet", path);
    return ENT_ERROR;
}

static ent_status open_as(ent_store **out, ent_context *context, const char *path, int flags) {
    ent_store *store = ent_heap_alloc(sizeof *store);
    bool writes = flags & SQLITE_OPEN_CREATE;
    *out = NULL;
    if (!store)
        return ENT_NOMEM;
    *store = (ent_store){.context = context};
    ent_status status = ENT_OK;
    if (sqlite3_open_v2(path, &store->db, flags, NULL) != SQLITE_OK)
        status = store_failed(store, path);
    if (status == ENT_OK) {
        sqlite3_busy_timeout(store->db, 5000);
        status = writes ? make_or_check(store, path) : check_only(store, path);
    }
    if (status == ENT_OK)
        *out = store;
    else
        ent_store_close(store);
    return status;
}

ent_status ent_store_open(ent_store **out, ent_context *context, const char *path) {
    return open_as(out, context, path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
}

/* Whether a file is all that there is of a store, and not ours to write: no write-ahead log beside it. */
static bool is_still(const char *path) {
    ent_buffer log = {0};
    ent_buffer_printf(&log, "%s-wal", path);
    bool still = !log.failed && access(path, W_OK) != 0 && access(log.data, F_OK) != 0;
    ent_buffer_free(&log);
    return still;
}

/* SQLite reads such a file without making others beside it only when told that nobody writes it. */
static ent_status look_still(ent_store **out, ent_context *context, const char *path) {
    ent_buffer uri = {0};
    ent_buffer_put(&uri, path[0] == '/' ? "file://" : "file:");
    for (const char *at = path; *at; at++)
        ent_buffer_printf(&uri, strchr("%?#", *at) ? "%%%02X" : "%c", (unsigned char)*at);
    ent_buffer_put(&uri, "?immutable=1");
    ent_status status = ENT_NOMEM;
    if (!uri.failed)
        status = open_as(out, context, uri.data, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI);
    ent_buffer_free(&uri);
    return status;
}

ent_status ent_store_look(ent_store **out, ent_context *context, const char *path) {
    *out = NULL;
    return is_still(path) ? look_still(out, context, path)
                          : open_as(out, context, path, SQLITE_OPEN_READWRITE);
}

void ent_store_close(ent_store *store) {
    if (!store)
        return;
    sqlite3_close(store->db);
    ent_heap_free(store);
}

/* ---- writing a run ---- */

static void hash_text(char hex[SHA256_DIGEST_STRING_LENGTH], const char *text, size_t len) {
    SHA2_CTX sha;
    SHA256Init(&sha);
    SHA256Update(&sha, (const uint8_t *)text, len);
    SHA256End(&sha, hex);
}

/* Runs a statement with texts bound to it; `blob` (may be NULL) is bound last. */
static ent_status put(const ent_store *store, const char *sql, const char *const *texts, size_t n,
                      const char *blob, size_t len) {
    sqlite3_stmt *statement = NULL;
    int code = sqlite3_prepare_v2(store->db, sql, -1, &statement, NULL);
    for (size_t i = 0; i < n && code == SQLITE_OK; i++)
        code = sqlite3_bind_text(statement, (int)i + 1, texts[i], -1, SQLITE_TRANSIENT);
    if (blob && code == SQLITE_OK)
        code = sqlite3_bind_blob64(statement, (int)n + 1, blob, len, SQLITE_TRANSIENT);
    if (code == SQLITE_OK)
        code = sqlite3_step(statement);
    sqlite3_finalize(statement);
    return code == SQLITE_DONE ? ENT_OK : store_failed(store, "the run cannot be kept");
}

typedef struct option_writer {
    const ent_store *store;
    const char *run;
    unsigned place;
} option_writer;

static ent_status put_option(option_writer *w, const char *name, const char *value) {
    char place[16];
    size_t n = 0;
    unsigned digits = w->place++;
    char reversed[16];
    do
        reversed[n++] = (char)('0' + digits % 10);
    while ((digits /= 10) > 0);
    for (size_t i = 0; i < n; i++)
        place[i] = reversed[n - 1 - i];
    place[n] = '\0';
    const char *texts[] = {w->run, place, name, value};
    return put(w->store, "INSERT INTO option VALUES (?, ?, ?, ?)", texts, 4, NULL, 0);
}

/* Every option that is part of the question, each value of those that may stand several times. */
static ent_status put_options(const ent_store *store, const char *run, const ent_options *options) {
    option_writer w = {store, run, 0};
    if (!options)
        return ENT_OK;
    for (size_t i = 0; ent_option_at(i); i++) {
        const ent_option_info *info = ent_option_at(i);
        if (!info->asks || !options->given[i])
            continue;
        if (!info->repeatable)
            ENT_TRY(put_option(&w, info->name, options->given[i]));
        for (size_t k = 0; info->repeatable && k < options->values.set.n; k++)
            ENT_TRY(put_option(&w, info->name, options->values.set.items[k]));
    }
    return ENT_OK;
}

static ent_status put_run(const ent_store *store, const ent_scenario_handle *scenario,
                          const char *verb, const ent_options *options, const ent_answer *answer,
                          const ent_buffer *json) {
    char hash[SHA256_DIGEST_STRING_LENGTH], at[32] = "", id[32];
    const ent_source *source = scenario->source;
    time_t now = time(NULL);
    struct tm utc;
    if (gmtime_r(&now, &utc))
        (void)strftime(at, sizeof at, "%Y-%m-%dT%H:%M:%SZ", &utc);
    hash_text(hash, source->text, source->len);
    const char *file[] = {hash, source->name};
    ENT_TRY(put(store, "INSERT OR IGNORE INTO scenario VALUES (?, ?, ?)", file, 2, source->text,
                source->len));
    const char *run[] = {at, ENT_VERSION, hash, verb, answer->partial ? "1" : "0"};
    ENT_TRY(put(store,
                "INSERT INTO run (at, version, scenario, verb, partial, answer) VALUES (?, ?, ?, "
                "?, ?, ?)",
                run, 5, json->data, json->len));
    sqlite3_snprintf((int)sizeof id, id, "%lld", sqlite3_last_insert_rowid(store->db));
    return put_options(store, id, options);
}

ent_status ent_store_put(ent_store *store, const ent_scenario_handle *scenario, const char *verb,
                         const ent_options *options, const ent_answer *answer) {
    ent_buffer json = {0};
    ent_status status = ent_answer_render_json(&json, answer);
    if (status == ENT_OK)
        status = execute(store, "BEGIN IMMEDIATE", "the run cannot be kept");
    if (status == ENT_OK) {
        status = put_run(store, scenario, verb, options, answer, &json);
        if (status == ENT_OK)
            status = execute(store, "COMMIT", "the run cannot be kept");
        else
            (void)sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
    }
    ent_buffer_free(&json);
    return status;
}

/* ---- reading ---- */

static const char *column_text(sqlite3_stmt *query, int column) {
    const char *text = (const char *)sqlite3_column_text(query, column);
    return text ? text : "";
}

static const char runs[] =
    "SELECT run.id, at, version, verb, name, substr(hash, 1, 12), partial,"
    " (SELECT coalesce(group_concat('--' || name || ' ' || value, ' '), '') FROM"
    " (SELECT name, value FROM option WHERE run = run.id ORDER BY place))"
    " FROM run JOIN scenario ON hash = scenario ORDER BY run.id";

ent_status ent_store_runs(ent_answer **out, ent_store *store) {
    const ent_column columns[] = {
        {"run", "run", ENT_CELL_INTEGER}, {"at", "at", ENT_CELL_TEXT},
        {"version", NULL, ENT_CELL_TEXT}, {"verb", "verb", ENT_CELL_TEXT},
        {"file", "file", ENT_CELL_TEXT},  {"hash", NULL, ENT_CELL_TEXT},
        {"partial", NULL, ENT_CELL_BOOL}, {"options", "options", ENT_CELL_TEXT},
    };
    sqlite3_stmt *query = NULL;
    *out = NULL;
    if (sqlite3_prepare_v2(store->db, runs, -1, &query, NULL) != SQLITE_OK)
        return store_failed(store, "the store cannot be read");
    ent_answer *a = ent_answer_new("history");
    int step = SQLITE_DONE;
    if (a) {
        a->diags = &store->context->diags;
        ent_answer_heading(a, "Runs in this store");
        ent_table *table = ent_answer_add_table(a, "runs", NULL, columns, ENT_COUNT(columns));
        while ((step = sqlite3_step(query)) == SQLITE_ROW) {
            ent_cell *row = ent_table_row(a, table);
            ent_row_set(row, 0, ent_cell_integer(a, sqlite3_column_int64(query, 0)));
            for (int c = 1; c < 8; c++)
                ent_row_set(row, (size_t)c,
                            c == 6 ? ent_cell_bool(sqlite3_column_int(query, c) != 0)
                                   : ent_cell_text(a, column_text(query, c)));
        }
        if (table && !table->n_rows)
            ent_answer_paragraph(a, ENT_TONE_PLAIN, "None yet.");
    }
    sqlite3_finalize(query);
    ent_status status = !a || a->failed       ? ENT_NOMEM
                        : step != SQLITE_DONE ? store_failed(store, "the store cannot be read")
                                              : ENT_OK;
    if (status != ENT_OK)
        ent_answer_free(a);
    else
        *out = a;
    return status;
}

typedef struct kept_run {
    char *verb, *name;
    const char *text, *answer;
    size_t text_len, answer_len;
    sqlite3_stmt *query; /* owns the texts */
} kept_run;

static ent_status find_run(kept_run *out, const ent_store *store, unsigned run) {
    *out = (kept_run){0};
    int step = sqlite3_prepare_v2(store->db,
                                  "SELECT verb, name, text, answer FROM run JOIN scenario ON hash "
                                  "= scenario WHERE id = ?",
                                  -1, &out->query, NULL);
    if (step == SQLITE_OK)
        step = sqlite3_bind_int64(out->query, 1, run);
    if (step == SQLITE_OK)
        step = sqlite3_step(out->query);
    if (step == SQLITE_ROW) {
        out->verb = (char *)sqlite3_column_text(out->query, 0);
        out->name = (char *)sqlite3_column_text(out->query, 1);
        out->text = sqlite3_column_blob(out->query, 2);
        out->text_len = (size_t)sqlite3_column_bytes(out->query, 2);
        out->answer = sqlite3_column_blob(out->query, 3);
        out->answer_len = (size_t)sqlite3_column_bytes(out->query, 3);
        return ENT_OK;
    }
    if (step == SQLITE_DONE) {
        ent_diag(&store->context->diags, ENT_E0386, (ent_span){0}, "",
                 "`entente history FILE` lists the runs", "the store has no run %u", run);
        return ENT_ERROR;
    }
    return store_failed(store, "the store cannot be read");
}

ent_status ent_store_answer(ent_store *store, unsigned run, ent_write_fn write, void *user) {
    kept_run kept;
    ent_status status = find_run(&kept, store, run);
    if (status == ENT_OK && write(user, kept.answer, kept.answer_len) != 0)
        status = ENT_IO;
    sqlite3_finalize(kept.query);
    return status;
}

static ent_status set_options(ent_options *options, const ent_store *store, unsigned run) {
    sqlite3_stmt *query = NULL;
    ent_status status = ENT_OK;
    int step = sqlite3_prepare_v2(
        store->db, "SELECT name, value FROM option WHERE run = ? ORDER BY place", -1, &query, NULL);
    if (step == SQLITE_OK)
        step = sqlite3_bind_int64(query, 1, run);
    while (step == SQLITE_OK || step == SQLITE_ROW) {
        step = sqlite3_step(query);
        if (step != SQLITE_ROW)
            break;
        status = ent_options_set(options, column_text(query, 0), column_text(query, 1));
        if (status != ENT_OK)
            break;
    }
    sqlite3_finalize(query);
    if (status == ENT_OK && step != SQLITE_DONE)
        status = store_failed(store, "the store cannot be read");
    return status;
}

static ent_status ask_again(ent_answer **out, ent_store *store, unsigned run,
                            const kept_run *kept) {
    ent_scenario_handle *scenario = NULL;
    ent_options *options = NULL;
    ent_status status =
        ent_scenario_load_text(&scenario, store->context, kept->name, kept->text, kept->text_len);
    if (status == ENT_OK)
        status = ent_options_new(&options, store->context);
    if (status == ENT_OK)
        status = set_options(options, store, run);
    if (status == ENT_OK)
        status = ent_ask(out, scenario, kept->verb, options);
    ent_options_free(options);
    ent_scenario_free(scenario);
    return status;
}

ent_status ent_store_rerun(ent_answer **out, ent_store *store, unsigned run, int *same) {
    kept_run kept;
    ent_buffer json = {0};
    *out = NULL;
    *same = 0;
    ent_status status = find_run(&kept, store, run);
    if (status == ENT_OK)
        status = ask_again(out, store, run, &kept);
    if (status == ENT_OK)
        status = ent_answer_render_json(&json, *out);
    if (status == ENT_OK)
        *same = json.len == kept.answer_len && memcmp(json.data, kept.answer, json.len) == 0;
    ent_buffer_free(&json);
    sqlite3_finalize(kept.query);
    return status;
}
