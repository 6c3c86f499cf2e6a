/* Payoffs from a CSV file that lies beside the scenario.
 *
 * A scenario may come from anybody, so the file it names is only looked for in the scenario's own
 * folder or below, must be an ordinary file of at most 16 MiB, and is never named by a scenario that
 * was not read from a file itself.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "scenario/build.h"
#include "scenario/csv.h"
#include "scenario/eval.h"

static ent_status refuse(ent_build *b, const ent_node *file, const char *path, const char *hint,
                         const char *why) {
    ent_report(b->diags, ENT_E0156, file->span, path, hint, "the file '%s' %s", file->text, why);
    return ENT_ERROR;
}

/* No step of the path leaves the folder or is hidden. */
static bool stays_inside(const char *name) {
    if (*name == '/' || *name == '\0' || strlen(name) > 4096)
        return false;
    for (const char *at = name; at != NULL; at = strchr(at, '/')) {
        at += *at == '/';
        if (*at == '.' || *at == '/' || *at == '\0')
            return false;
    }
    return true;
}

static ent_status read_file(ent_build *b, const ent_source **out, const ent_node *file,
                            const char *path) {
    const ent_source *scenario = b->scenario->source;
    struct stat about;
    if (scenario == NULL || !scenario->is_file)
        return refuse(b, file, path, "write the numbers into the scenario: payoff: {s1: 3, s2: 1}",
                      "is not read, since the scenario itself was not read from a file");
    if (!stays_inside(file->text))
        return refuse(b, file, path, "put it there, and write its name alone",
                      "does not lie in the folder of the scenario");
    const char *slash = strrchr(scenario->name, '/');
    const char *full = slash != NULL
                           ? ent_arena_printf(b->arena, "%.*s/%s", (int)(slash - scenario->name),
                                              scenario->name, file->text)
                           : file->text;
    if (full == NULL)
        return ENT_NOMEM;
    if (stat(full, &about) != 0)
        return refuse(b, file, path, "file names are relative to the scenario",
                      errno == EACCES ? "may not be read" : "is not there");
    if (!S_ISREG(about.st_mode))
        return refuse(b, file, path, NULL, "is no ordinary file");
    ent_status status = ent_source_read(out, b->arena, full, b->diags);
    if (status == ENT_ERROR)
        refuse(b, file, path, NULL, "cannot be used");
    return status;
}

/* ---- which state a row is about ---- */

typedef struct rows {
    const ent_csv *table;
    size_t state;   /* the column `state`, or ENT_CSV_NONE */
    size_t *column; /* per issue, else */
    uint8_t *outcome_of;
    const ent_number *resource_of;
} rows;

static ent_status find_columns(ent_build *b, rows *r, const ent_node *file, const char *path) {
    const ent_scenario *scenario = b->scenario;
    r->state = ent_csv_column(r->table, "state");
    r->column = ENT_NEW(b->arena, size_t, scenario->n_issues + 1);
    r->outcome_of = ENT_NEW(b->arena, uint8_t, scenario->n_issues + 1);
    r->resource_of = ent_resource_midpoints(scenario, b->arena);
    if (r->column == NULL || r->outcome_of == NULL || r->resource_of == NULL)
        return ENT_NOMEM;
    for (size_t i = 0; i < scenario->n_issues && r->state == ENT_CSV_NONE; i++) {
        if (scenario->issues[i].kind != ENT_DECIDED)
            continue;
        r->column[i] = ent_csv_column(r->table, scenario->issues[i].id);
        if (r->column[i] == ENT_CSV_NONE)
            return refuse(b, file, path, "its first line names the columns",
                          "has neither a column 'state' nor one for each decided issue");
    }
    return ENT_OK;
}

static ent_status row_state(ent_build *b, uint32_t *out, const rows *r, size_t row,
                            const char *path) {
    const ent_scenario *scenario = b->scenario;
    if (r->state != ENT_CSV_NONE) {
        const ent_csv_cell *cell = ent_csv_at(r->table, row, r->state);
        return ent_read_state_name(b, out, cell->text, cell->span, path);
    }
    *out = ENT_NONE;
    for (size_t i = 0; i < scenario->n_issues; i++) {
        if (scenario->issues[i].kind != ENT_DECIDED)
            continue;
        const ent_csv_cell *cell = ent_csv_at(r->table, row, r->column[i]);
        uint32_t outcome = ent_find_outcome(&scenario->issues[i], cell->text);
        if (outcome == ENT_NONE)
            return ent_go_on(ent_unknown_outcome(
                &scenario->issues[i], (ent_place){b->diags, cell->span, path}, cell->text));
        r->outcome_of[i] = (uint8_t)outcome;
    }
    ent_state_follow(scenario, r->outcome_of, NULL, r->resource_of);
    *out = ent_named_state_of(scenario, r->outcome_of);
    if (*out == ENT_NONE)
        ent_report(b->diags, ENT_E0151, ent_csv_at(r->table, row, 0)->span, path,
                   "name it under 'states'", "the state of this line has no name");
    return ENT_OK;
}

static ent_status read_rows(ent_build *b, ent_preference *preference, rows *r, size_t column,
                            const char *path) {
    const ent_scenario *scenario = b->scenario;
    bool *seen = ENT_NEW(b->arena, bool, scenario->n_states + 1);
    preference->payoff_of = ENT_NEW(b->arena, ent_number, scenario->n_states + 1);
    if (seen == NULL || preference->payoff_of == NULL)
        return ENT_NOMEM;
    size_t errors = b->diags->errors;
    for (size_t row = 0; row < r->table->n_rows; row++) {
        const ent_csv_cell *cell = ent_csv_at(r->table, row, column);
        uint32_t state;
        ENT_TRY(row_state(b, &state, r, row, path));
        if (state == ENT_NONE)
            continue;
        if (seen[state])
            ent_report(b->diags, ENT_E0155, cell->span, path, NULL,
                       "state '%s' has two payoffs in this table", scenario->states[state].id);
        seen[state] = true;
        if (ent_number_parse_wide(&preference->payoff_of[state], cell->text, strlen(cell->text)) !=
            ENT_OK)
            ent_report(b->diags, ENT_E0309, cell->span, path, "write 12.5 or 2/3",
                       "the payoff of a state is one number");
    }
    for (size_t s = 0; s < scenario->n_states && b->diags->errors == errors; s++)
        if (!seen[s]) {
            ent_report(b->diags, ENT_E0155, preference->form_said.span, path,
                       "give every state a line in the table",
                       "the payoff of state '%s' is missing", scenario->states[s].id);
            break;
        }
    return ENT_OK;
}

ent_status ent_build_payoff_file(ent_build *b, ent_preference *preference, const ent_node *file,
                                 const char *column, const char *path) {
    const ent_source *source = NULL;
    ent_csv table;
    ENT_TRY(ent_go_on(read_file(b, &source, file, path)));
    if (source == NULL)
        return ENT_OK;
    ent_status status = ent_csv_read(&table, b->arena, &(ent_csv_from){.source = source}, b->diags);
    if (status != ENT_OK)
        return ent_go_on(status);
    rows r = {.table = &table};
    size_t at = ent_csv_column(&table, column);
    if (at == ENT_CSV_NONE) {
        ent_report(b->diags, ENT_E0156, file->span, path,
                   "say which column it is: payoff: {file: payoffs.csv, column: ...}",
                   "the file '%s' has no column '%s'", file->text, column);
        return ENT_OK;
    }
    status = find_columns(b, &r, file, path);
    return status == ENT_OK ? read_rows(b, preference, &r, at, path) : ent_go_on(status);
}
