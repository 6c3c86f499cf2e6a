/* Numbers as people read them: rounded, with thousands separators, never by way of the locale. */
#include <string.h>

#include "answer/text.h"

#define DECIMALS_MOST 3u
#define SCALE_LIMIT 1e15 /* above it a double has no decimals worth showing */

/* "118098" -> "118,098"; `digits` may have a leading minus. */
static void put_grouped(ent_buffer *out, const char *digits) {
    if (*digits == '-')
        ent_buffer_put_n(out, digits++, 1);
    size_t len = strlen(digits);
    for (size_t i = 0; i < len; i++) {
        if (i > 0 && (len - i) % 3 == 0)
            ent_buffer_put(out, ",");
        ent_buffer_put_n(out, digits + i, 1);
    }
}

void ent_text_number(ent_buffer *out, double value, unsigned decimals) {
    static const unsigned scales[] = {1, 10, 100, 1000};
    if (decimals > DECIMALS_MOST)
        decimals = DECIMALS_MOST;
    unsigned scale = scales[decimals];
    double size = value < 0 ? -value : value;
    if (!(size < SCALE_LIMIT)) {
        ent_double_print(out, value);
        return;
    }
    uint64_t rounded = (uint64_t)(size * scale + 0.5);
    if (rounded == 0 && size > 0) {
        ent_buffer_put(out, value < 0 ? ">-" : "<");
        rounded = 1;
    } else if (value < 0) {
        ent_buffer_put(out, "-");
    }
    ent_buffer whole = {0};
    ent_buffer_printf(&whole, "%llu", (unsigned long long)(rounded / scale));
    if (whole.failed)
        out->failed = true;
    else
        put_grouped(out, whole.data);
    ent_buffer_free(&whole);
    if (scale > 1)
        ent_buffer_printf(out, ".%0*llu", (int)decimals, (unsigned long long)(rounded % scale));
}

void ent_text_cell(ent_buffer *out, const ent_cell *cell, unsigned decimals) {
    switch (cell->type) {
    case ENT_CELL_NONE: break;
    case ENT_CELL_TEXT: ent_text_clean(out, cell->text); break;
    case ENT_CELL_INTEGER: put_grouped(out, cell->text); break;
    case ENT_CELL_NUMBER: ent_text_number(out, cell->number, decimals); break;
    case ENT_CELL_BOOL: ent_buffer_put(out, cell->number != 0 ? "yes" : "no"); break;
    }
}

unsigned ent_text_decimals(const ent_cell *cell) {
    if (cell->type != ENT_CELL_NUMBER)
        return 0;
    const char *point = strpbrk(cell->text, "./e");
    if (!point)
        return 0;
    size_t digits = strlen(point + 1);
    return *point == '.' && digits < DECIMALS_MOST ? (unsigned)digits : DECIMALS_MOST;
}
