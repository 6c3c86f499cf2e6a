/* Expressions in words again, and the issues they name. */
#include "scenario/lexer.h"
#include "scenario/scenario.h"

static const char *const RELATIONS[] = {"=", "!=", "<", "<=", ">", ">="};

/* How tightly an expression binds: parentheses stand around what binds looser than its place. */
typedef enum level { LEVEL_IFF, LEVEL_IF, LEVEL_OR, LEVEL_AND, LEVEL_NOT, LEVEL_ATOM } level;

static level level_of(const ent_expr *expr) {
    switch (expr->op) {
    case ENT_EXPR_IFF: return LEVEL_IFF;
    case ENT_EXPR_IF: return LEVEL_IF;
    case ENT_EXPR_OR: return LEVEL_OR;
    case ENT_EXPR_AND: return LEVEL_AND;
    case ENT_EXPR_NOT: return LEVEL_NOT;
    case ENT_EXPR_CONST:
    case ENT_EXPR_OUTCOME:
    case ENT_EXPR_COMPARE:
    case ENT_EXPR_TOTAL: break;
    }
    return LEVEL_ATOM;
}

static void print(ent_buffer *out, const ent_scenario *scenario, const ent_expr *expr, level place);

static void print_issue(ent_buffer *out, const ent_scenario *scenario, uint32_t issue, bool bare) {
    const ent_issue *it = &scenario->issues[issue];
    ent_name_print(out, bare ? scenario->families[it->family].id : it->id);
}

/* Prints `word NAME` when the outcomes are `from` .. `to` - 1 and just those. */
static bool print_relation(ent_buffer *out, const ent_issue *issue, const ent_expr *expr) {
    for (uint32_t o = 0; o < issue->n_outcomes; o++) {
        uint64_t equal = UINT64_C(1) << o, below = equal - 1;
        uint64_t all = UINT64_MAX >> (64 - issue->n_outcomes);
        const uint64_t sets[] = {equal,         all & ~equal,           below,
                                 below | equal, all & ~(below | equal), all & ~below};
        if (sets[expr->relation] != expr->outcomes)
            continue;
        ent_buffer_printf(out, " %s ", RELATIONS[expr->relation]);
        ent_name_print(out, issue->outcomes[o].id);
        return true;
    }
    return false;
}

static void print_outcomes(ent_buffer *out, const ent_scenario *scenario, const ent_expr *expr) {
    const ent_issue *issue = &scenario->issues[expr->issue];
    const char *before = " in {";
    print_issue(out, scenario, expr->issue, expr->bare);
    if (print_relation(out, issue, expr))
        return;
    for (uint32_t o = 0; o < issue->n_outcomes; o++) {
        if ((expr->outcomes >> o & 1) == 0)
            continue;
        ent_buffer_put(out, before);
        ent_name_print(out, issue->outcomes[o].id);
        before = ", ";
    }
    ent_buffer_put(out, "}");
}

static void print_total(ent_buffer *out, const ent_scenario *scenario, const ent_expr *expr) {
    if (expr->resource == ENT_NONE) {
        ent_buffer_put(out, "count(actors where ");
    } else {
        ent_buffer_put(out, "total(");
        ent_name_print(out, scenario->resources[expr->resource]);
        ent_buffer_put(out, " where ");
    }
    print(out, scenario, expr->where, LEVEL_IFF);
    ent_buffer_printf(out, ") %s ", RELATIONS[expr->relation]);
    ent_number_print(out, expr->bound);
}

static void print_joined(ent_buffer *out, const ent_scenario *scenario, const ent_expr *expr,
                         const char *word, level place) {
    for (size_t i = 0; i < expr->n; i++) {
        ent_buffer_put(out, i > 0 ? word : "");
        print(out, scenario, expr->arg[i], place);
    }
}

static void print_bare(ent_buffer *out, const ent_scenario *scenario, const ent_expr *expr) {
    switch (expr->op) {
    case ENT_EXPR_CONST: ent_buffer_put(out, expr->value ? "true" : "false"); return;
    case ENT_EXPR_NOT:
        ent_buffer_put(out, "not ");
        print(out, scenario, expr->arg[0], LEVEL_NOT);
        return;
    case ENT_EXPR_AND: print_joined(out, scenario, expr, " and ", LEVEL_NOT); return;
    case ENT_EXPR_OR: print_joined(out, scenario, expr, " or ", LEVEL_AND); return;
    case ENT_EXPR_IF:
        ent_buffer_put(out, "if ");
        print(out, scenario, expr->arg[0], LEVEL_IFF);
        ent_buffer_put(out, " then ");
        print(out, scenario, expr->arg[1], LEVEL_IF);
        return;
    case ENT_EXPR_IFF:
        print(out, scenario, expr->arg[0], LEVEL_IFF);
        ent_buffer_put(out, " iff ");
        print(out, scenario, expr->arg[1], LEVEL_IF);
        return;
    case ENT_EXPR_OUTCOME: print_outcomes(out, scenario, expr); return;
    case ENT_EXPR_COMPARE:
        print_issue(out, scenario, expr->issue, expr->bare);
        ent_buffer_printf(out, " %s ", RELATIONS[expr->relation]);
        print_issue(out, scenario, expr->issue2, expr->bare2);
        return;
    case ENT_EXPR_TOTAL: print_total(out, scenario, expr); return;
    }
}

static void print(ent_buffer *out, const ent_scenario *scenario, const ent_expr *expr,
                  level place) {
    bool inner = level_of(expr) < place;
    ent_buffer_put(out, inner ? "(" : "");
    print_bare(out, scenario, expr);
    ent_buffer_put(out, inner ? ")" : "");
}

void ent_expr_print(ent_buffer *out, const ent_scenario *scenario, const ent_expr *expr) {
    print(out, scenario, expr, LEVEL_IFF);
}

static void add(uint64_t *issues, uint32_t issue) {
    issues[issue / 64] |= UINT64_C(1) << (issue % 64);
}

void ent_expr_issues(const ent_expr *expr, uint64_t *issues) {
    if (expr->op == ENT_EXPR_OUTCOME || expr->op == ENT_EXPR_COMPARE)
        add(issues, expr->issue);
    if (expr->op == ENT_EXPR_COMPARE)
        add(issues, expr->issue2);
    for (size_t i = 0; i < expr->n; i++)
        ent_expr_issues(expr->arg[i], issues);
}
