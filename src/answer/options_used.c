/* Options that are given and would change nothing in what is asked: these are refused, since whoever gave them
 * expects another answer. */
#include "answer/verbs.h"

ent_status ent_options_used(const ent_request *request, const ent_option_use *uses, size_t n) {
    for (size_t i = 0; i < n; i++) {
        if (!uses[i].given || uses[i].used)
            continue;
        ent_diag(request->diags, ENT_E0564, (ent_span){0}, "", uses[i].hint,
                 "--%s says nothing in what is asked here", uses[i].option);
        return request->diags->failed ? ENT_NOMEM : ENT_ERROR;
    }
    return ENT_OK;
}
