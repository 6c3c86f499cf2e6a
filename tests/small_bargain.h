/* For unit tests of questions about deals: small random conflicts, and the definitions read one
 * state at a time.
 *
 * A conflict is written as a scenario text, so that reader, game and bargain are those of the program;
 * what is asked of states is then answered here by going through all of them.
 */
#ifndef ENT_TESTS_SMALL_BARGAIN_H
#define ENT_TESTS_SMALL_BARGAIN_H

#include "base/random.h"
#include "game/bargain.h"
#include "game/state.h"
#include "reading.h"
#include "scenario/eval.h"

#include <stdlib.h>

typedef struct small_bargain {
    reading r;
    char text[8192];
    ent_game *game;
    ent_bargain *b;
    bool anchored; /* has a status quo */
    uint32_t n_issues, radix[8];
    uint64_t seed, draw;
} small_bargain;

static inline unsigned pick(small_bargain *s, unsigned n) {
    return (unsigned)(ent_random(s->seed, 11, s->draw++) * n);
}

static inline bool chance(small_bargain *s, unsigned percent) {
    return pick(s, 100) < percent;
}

#define SAY(s, ...)                                                                                \
    (void)snprintf((s)->text + strlen((s)->text), sizeof(s)->text - strlen((s)->text), __VA_ARGS__)

/* "i0 = o1", perhaps joined to another. */
static inline void say_expr(small_bargain *s) {
    static const char *const joints[] = {"and", "or"};
    unsigned k = pick(s, s->n_issues), n = 1 + pick(s, 3);
    SAY(s, "%si%u = o%u", chance(s, 30) ? "not " : "", k, pick(s, s->radix[k]));
    for (unsigned i = 1; i < n; i++) {
        k = pick(s, s->n_issues);
        SAY(s, " %s i%u = o%u", joints[pick(s, 2)], k, pick(s, s->radix[k]));
    }
}

static inline void say_issues(small_bargain *s, unsigned n_actors) {
    static const char *const rules[] = {"any of all", "all of all", "2 of all"};
    SAY(s, "issues:\n");
    for (uint32_t k = 0; k < s->n_issues; k++) {
        SAY(s, "  i%u: {outcomes: [o0", k);
        for (uint32_t o = 1; o < s->radix[k]; o++)
            SAY(s, ", o%u", o);
        if (chance(s, 60))
            SAY(s, "], control: a%u", pick(s, n_actors));
        else
            SAY(s, "], control: %s", rules[pick(s, 3)]);
        if (s->anchored)
            SAY(s, ", status quo: o%u", pick(s, s->radix[k]));
        SAY(s, "}\n");
    }
    if (chance(s, 50)) {
        SAY(s, "  news: {outcomes: [bad, good], follows: [{when: \"");
        say_expr(s);
        SAY(s, "\", then: good}, {otherwise: bad}]}\n");
    }
}

static inline void say_preference(small_bargain *s, unsigned actor, bool news) {
    SAY(s, "  a%u:\n    worth:\n", actor);
    for (uint32_t k = 0; k < s->n_issues; k++) {
        if (k > 0 && chance(s, 15))
            continue;
        SAY(s, "      i%u: {", k);
        for (uint32_t o = 0; o < s->radix[k]; o++)
            SAY(s, "%so%u: %u/%u", o ? ", " : "", o, pick(s, 7), 1 + pick(s, 3));
        SAY(s, "}\n");
    }
    if (news)
        SAY(s, "      news: {bad: 0, good: %d}\n", (int)pick(s, 9) - 4);
    if (chance(s, 25)) {
        SAY(s, "    red lines: [\"");
        say_expr(s);
        SAY(s, "\"]\n");
    }
    if (!s->anchored || chance(s, 30))
        SAY(s, "    reservation: %u\n", pick(s, 4) + (s->n_issues == 8 ? 10 : 0));
}

/* A conflict of that seed and everybody's bargain in it, with what is wanted now and then; false
 * where there is none (the rules exclude its status quo). With `blocks` of some thousand states, so
 * that scans go through several blocks. */
static inline bool small_bargain_new(small_bargain *s, uint64_t seed, bool blocks) {
    *s = (small_bargain){.seed = seed};
    unsigned n_actors = 2 + pick(s, 3);
    s->anchored = chance(s, 75);
    s->n_issues = blocks ? 8 : 2 + pick(s, 4);
    for (uint32_t k = 0; k < s->n_issues; k++)
        s->radix[k] = blocks && k > 0 ? 3 : 2 + pick(s, 2);
    SAY(s, "entente: 1\nactors: {");
    for (unsigned a = 0; a < n_actors; a++)
        SAY(s, "%sa%u: ", a ? ", " : "", a);
    SAY(s, "}\n");
    say_issues(s, n_actors);
    bool news = strstr(s->text, "news") != NULL;
    for (unsigned n = chance(s, 40) ? 1 + pick(s, 2) : 0, i = 0; i < n; i++) {
        SAY(s, "%s  - \"", i ? "" : "rules:\n");
        say_expr(s);
        SAY(s, "\"\n");
    }
    if (s->anchored && chance(s, 40)) {
        unsigned k = pick(s, s->n_issues);
        SAY(s, "fallback: {i%u: o%u}\n", k, pick(s, s->radix[k]));
    }
    SAY(s, "preferences:\n");
    for (unsigned a = 0; a < n_actors; a++)
        say_preference(s, a, news);
    read_scenario(&s->r, s->text);
    uint64_t all = ((uint64_t)1 << n_actors) - 1;
    ent_ask_what what = {.coalition = s->anchored && chance(s, 30) ? all >> 1 : all};
    if (s->r.status == ENT_OK && chance(s, 25)) {
        char wanted[256], *end = s->text + strlen(s->text);
        say_expr(s);
        (void)snprintf(wanted, sizeof wanted, "%s", end);
        *end = '\0';
        s->r.status = ent_expr_parse(&what.with, s->r.scenario, s->r.arena,
                                     text_node(&s->r, wanted), "", &s->r.diags);
    }
    if (s->r.status == ENT_OK)
        s->r.status = ent_game_compile(&s->game, s->r.arena, s->r.scenario, &s->r.diags);
    if (s->r.status == ENT_OK)
        s->r.status = ent_bargain_new(&s->b, s->r.arena, s->game, what, &s->r.diags);
    return s->r.status == ENT_OK;
}

static inline bool holds(const small_bargain *s, const ent_expr *e, const uint8_t *state) {
    return ent_expr_holds(e, state, s->game->resource_of, s->r.scenario->n_actors);
}

static inline bool is_feasible(const small_bargain *s, const uint8_t *state) {
    for (size_t i = 0; i < s->r.scenario->n_rules; i++)
        if (!holds(s, s->r.scenario->rules[i].expr, state))
            return false;
    return true;
}

static inline bool on_red_line(const small_bargain *s, uint32_t actor, const uint8_t *state) {
    const ent_preference *p = &s->r.scenario->preferences[actor];
    for (size_t i = 0; i < p->n_red_lines; i++)
        if (holds(s, p->red_lines[i].never, state))
            return true;
    return false;
}

static inline ent_number utility_of(const small_bargain *s, uint32_t actor, const uint8_t *state) {
    return ent_game_number(s->game, actor, ent_game_utility(s->game, actor, state));
}

static inline bool is_fallback(const small_bargain *s, const uint8_t *state) {
    for (size_t k = 0; k < s->r.scenario->n_issues; k++)
        if (s->r.scenario->issues[k].kind == ENT_DECIDED &&
            (!s->game->fallback || state[k] != s->game->fallback[k]))
            return false;
    return true;
}

/* Whether the package is a deal for all members but one (ENT_NONE: for all), with what is wanted. */
static inline bool is_deal_but(const small_bargain *s, const uint8_t *state, uint32_t but) {
    bool reserved = true, gains = false;
    if (!is_feasible(s, state) || is_fallback(s, state))
        return false;
    if (s->b->what.with && !holds(s, s->b->what.with, state))
        return false;
    for (size_t m = 0; m < s->b->n_members; m++) {
        uint32_t actor = s->b->members[m];
        const ent_aim *aim = &s->game->aims[actor];
        int than_none = ent_number_cmp(utility_of(s, actor, state), aim->threshold_exact);
        reserved = reserved && aim->by_reservation;
        gains = gains || than_none > 0;
        if (actor != but && (than_none < 0 || on_red_line(s, actor, state)))
            return false;
    }
    return gains || reserved;
}

#endif
