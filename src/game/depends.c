/* Walking expressions and following lines down to decided issues. See depends.h. */
#include "game/depends.h"

#include <string.h>

#define WORDS (ENT_MAX_ISSUES / 64)

static bool has(const uint64_t *issues, uint32_t k) {
    return issues[k / 64] >> (k % 64) & 1;
}

/* Puts what following issues of the set are computed from in their place; an issue is computed from
 * earlier ones of the following order, so one pass backwards is enough. */
static void see_through(uint64_t *issues, const ent_scenario *s) {
    for (size_t i = s->n_following; i-- > 0;) {
        uint32_t k = s->following_order[i];
        if (!has(issues, k))
            continue;
        issues[k / 64] &= ~((uint64_t)1 << (k % 64));
        for (size_t l = 0; l < s->issues[k].n_follows; l++)
            if (s->issues[k].follows[l].when)
                ent_expr_issues(s->issues[k].follows[l].when, issues);
    }
}

static void add_through(uint64_t *to, uint64_t *named, const ent_scenario *s) {
    see_through(named, s);
    for (uint32_t k = 0; k < s->n_issues; k++)
        if (has(named, k) && s->issues[k].kind == ENT_DECIDED)
            to[k / 64] |= (uint64_t)1 << (k % 64);
}

void ent_depends_expr(uint64_t *issues, const ent_scenario *s, const ent_expr *expr) {
    uint64_t named[WORDS] = {0};
    ent_expr_issues(expr, named);
    add_through(issues, named, s);
}

void ent_depends_actor(uint64_t *issues, const ent_game *game, uint32_t actor) {
    const ent_scenario *s = game->scenario;
    const ent_aim *aim = &game->aims[actor];
    const ent_preference *p = &s->preferences[actor];
    uint64_t named[WORDS] = {0};
    for (size_t t = 0; t < aim->n_terms; t++) {
        if (aim->terms[t].condition)
            ent_expr_issues(aim->terms[t].condition, named);
        else
            named[aim->terms[t].issue / 64] |= (uint64_t)1 << (aim->terms[t].issue % 64);
    }
    for (size_t r = 0; r < p->n_red_lines; r++)
        ent_expr_issues(p->red_lines[r].never, named);
    add_through(issues, named, s);
}

void ent_depends_rules(uint64_t *issues, const ent_scenario *s) {
    bool grown = true;
    while (grown) {
        grown = false;
        for (size_t r = 0; r < s->n_rules; r++) {
            uint64_t of_rule[WORDS] = {0};
            bool touches = false, more = false;
            ent_depends_expr(of_rule, s, s->rules[r].expr);
            for (size_t w = 0; w < s->n_issues / 64 + 1 && w < WORDS; w++) {
                touches = touches || (of_rule[w] & issues[w]);
                more = more || (of_rule[w] & ~issues[w]);
            }
            if (!touches || !more)
                continue;
            for (size_t w = 0; w < s->n_issues / 64 + 1 && w < WORDS; w++)
                issues[w] |= of_rule[w];
            grown = true;
        }
    }
}
