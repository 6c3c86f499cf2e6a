/* Values rounded on demand: exact ones can have too many digits for exact arithmetic, as products of
 * weights and evaluations that are random numbers. See import.h. */
#include "import/import.h"

typedef struct rounding {
    ent_i128 scale; /* 10^digits */
    bool changed, fits;
} rounding;

/* To the nearest multiple of 1 / scale, halves up; with `down` to that at or below it. */
static void round_one(rounding *r, ent_number *value, bool down) {
    ent_i128 num = value->num, den = value->den;
    while (den > (ent_i128)1 << 64) { /* what this drops is far below what is kept */
        num /= 2;
        den /= 2;
    }
    ent_i128 whole = num / den, rest = num % den;
    whole -= rest < 0;
    rest += rest < 0 ? den : 0;
    ent_i128 parts = (rest * r->scale + (down ? 0 : den / 2)) / den;
    ent_i128 shared = ent_gcd(parts, r->scale);
    ent_number rounded, fraction = {parts / shared, r->scale / shared};
    r->fits = r->fits && ent_number_add(&rounded, (ent_number){whole, 1}, fraction);
    if (!r->fits)
        return;
    r->changed = r->changed || ent_number_cmp(rounded, *value) != 0;
    *value = rounded;
}

ent_status ent_import_round(ent_import *in, unsigned digits) {
    rounding r = {.scale = 1, .fits = true};
    for (unsigned d = 0; d < digits; d++)
        r.scale *= 10;
    for (size_t p = 0; p < in->n_parties; p++) {
        ent_import_party *party = &in->parties[p];
        r.changed = false;
        for (size_t i = 0; party->worth && i < in->n_issues; i++)
            for (size_t o = 0; party->worth[i] && o < in->issues[i].n; o++)
                round_one(&r, &party->worth[i][o], false);
        for (size_t b = 0; b < party->n_boxes; b++)
            round_one(&r, &party->boxes[b].worth, false);
        if (party->has_reservation)
            round_one(&r, &party->reservation, true);
        if (!r.fits)
            return ent_import_refuse(in, ENT_E0510, (ent_span){0}, NULL,
                                     "%s: the values are too large", party->file);
        in->digits = r.changed ? digits : in->digits;
        if (r.changed)
            ent_diag(in->diags, ENT_W0508, (ent_span){0}, "", NULL,
                     "%s: values were rounded to %u decimals", party->file, digits);
    }
    return in->diags->failed ? ENT_NOMEM : ENT_OK;
}
