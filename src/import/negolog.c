/* NegoLog: one JSON file per party with weights, values and a reservation value.
 *
 *     {"reservationValue": 0.2, "issueWeights": {"price": 0.7, ...},
 *      "issues": {"price": {"low": 1.0, "high": 0.2}, ...}}
 *
 * Format: Doğru, Keskin, Jonker, Baarslag and Aydoğan 2024, NegoLog, IJCAI 2024,
 * doi:10.24963/ijcai.2024/998. The domain is what the profiles have in common.
 */
#include "import/json.h"
#include "scenario/schema.h"

static ent_status add_issues(ent_import *in, const ent_node *issues) {
    for (size_t i = 0; i < issues->n; i++) {
        const ent_pair *pair = &issues->pairs[i];
        ent_import_issue *issue;
        ENT_TRY(ent_import_add_issue(&issue, in, pair->key->text, pair->key->span));
        issue->unordered = true;
        if (pair->value->kind != ENT_NODE_MAP || pair->value->n == 0)
            return ent_import_refuse(in, ENT_E0504, pair->key->span, NULL,
                                     "issue '%s' is no object from values to numbers",
                                     pair->key->text);
        for (size_t o = 0; o < pair->value->n; o++) {
            const ent_node *value = pair->value->pairs[o].key;
            ENT_TRY(ent_import_add_outcome(in, issue, value->text, value->span));
        }
    }
    if (in->n_issues > 0)
        return ENT_OK;
    return ent_import_refuse(in, ENT_E0504, issues->span, NULL, "the profile has no issues");
}

static ent_status read_issue(ent_import *in, ent_import_party *party, const ent_node *issues,
                             const ent_node *weights, size_t i) {
    const ent_import_issue *issue = &in->issues[i];
    const ent_node *values = ent_node_get(issues, issue->name);
    const ent_node *weight = ent_node_get(weights, issue->name);
    ent_number w, v;
    if (!values || values->kind != ENT_NODE_MAP || !weight || values->n != issue->n)
        return ent_import_refuse(
            in, ENT_E0507, values ? values->span : issues->span,
            "check that the profiles belong to one domain",
            "issue '%s' lacks its weight or has other values than in the first "
            "profile",
            issue->name);
    ENT_TRY(ent_json_number(&w, in, weight));
    ENT_TRY(ent_import_new_worth(in, party, i));
    for (size_t o = 0; o < issue->n; o++) {
        const ent_node *value = ent_node_get(values, issue->outcomes[o].name);
        if (!value)
            return ent_import_refuse(in, ENT_E0508, values->span, NULL,
                                     "outcome '%s' of issue '%s' has no value here",
                                     issue->outcomes[o].name, issue->name);
        ENT_TRY(ent_json_number(&v, in, value));
        ENT_TRY(ent_json_product(&party->worth[i][o], in, value, w, v));
    }
    return ENT_OK;
}

static ent_status read_profile(ent_import *in, ent_import_party *party,
                               const ent_import_file *file) {
    const ent_node *root, *issues, *weights;
    ENT_TRY(ent_json_parse(&root, in, file));
    ENT_TRY(ent_json_map(&issues, in, root, "issues"));
    ENT_TRY(ent_json_map(&weights, in, root, "issueWeights"));
    if (in->n_issues == 0)
        ENT_TRY(add_issues(in, issues));
    if (issues->n != in->n_issues)
        return ent_import_refuse(in, ENT_E0507, issues->span,
                                 "check that the profiles belong to one domain",
                                 "this profile has other issues than the first one");
    for (size_t i = 0; i < in->n_issues; i++)
        ENT_TRY(read_issue(in, party, issues, weights, i));
    const ent_node *reservation = ent_node_get(root, "reservationValue");
    party->has_reservation = reservation && !ent_node_is_empty(reservation);
    return party->has_reservation ? ent_json_number(&party->reservation, in, reservation) : ENT_OK;
}

ent_status ent_import_negolog(ent_import *in, const ent_import_file *files, size_t n) {
    in->tool = "NegoLog";
    if (n == 0)
        return ent_import_refuse(in, ENT_E0511, (ent_span){0},
                                 "entente import negolog profileA.json profileB.json",
                                 "at least one profile is needed");
    ENT_TRY(ent_import_add_parties(in, files, n));
    for (size_t p = 0; p < n; p++)
        ENT_TRY(read_profile(in, &in->parties[p], &files[p]));
    return ENT_OK;
}
