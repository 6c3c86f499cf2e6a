/* Fuzzes the reader: any bytes are a scenario or a list of located mistakes, never a crash.
 *
 * Checked besides: a failure says why, every place points into the text, and the diagnostics can be
 * written both ways.
 */
#include <string.h>

#include "entente.h"
#include "fuzz.h"

static int count(void *user, const char *data, size_t len) {
    (void)data;
    *(size_t *)user += len;
    return 0;
}

static size_t lines_of(const uint8_t *data, size_t size) {
    size_t lines = 1;
    for (size_t i = 0; i < size; i++)
        lines += data[i] == '\n';
    return lines;
}

static void check_diagnostics(ent_context *context, size_t lines) {
    const ent_style style = ENT_STYLE_INIT;
    size_t written = 0;
    for (size_t i = 0; i < ent_diagnostics_count(context); i++) {
        const ent_diagnostic d = ent_diagnostics_at(context, i);
        FUZZ_CHECK(d.code != NULL && ent_explain(d.code) != NULL);
        FUZZ_CHECK(d.message != NULL && d.message[0] != '\0' && d.hint != NULL);
        FUZZ_CHECK(d.line <= lines && d.end_line <= lines && d.line <= d.end_line);
    }
    FUZZ_CHECK(ent_diagnostics_write(context, ENT_FORMAT_TEXT, &style, count, &written) == ENT_OK);
    FUZZ_CHECK(ent_diagnostics_write(context, ENT_FORMAT_JSON, &style, count, &written) == ENT_OK);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    ent_context *context;
    ent_scenario_handle *scenario = NULL;
    FUZZ_CHECK(ent_context_new(&context) == ENT_OK);
    const ent_status status =
        ent_scenario_load_text(&scenario, context, "input.yaml", (const char *)data, size);
    FUZZ_CHECK(status == ENT_OK || status == ENT_ERROR || status == ENT_LIMIT);
    FUZZ_CHECK((status == ENT_OK) == (scenario != NULL));
    FUZZ_CHECK(status == ENT_OK || ent_diagnostics_count(context) > 0);
    check_diagnostics(context, lines_of(data, size));
    ent_scenario_free(scenario);
    ent_context_free(context);
    return 0;
}
