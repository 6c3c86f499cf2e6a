/* Wordings about alliances. See alliance.h. */
#include "answer/alliance.h"

#include "answer/deal_words.h"

const char *ent_buffer_words(ent_answer *a, const ent_buffer *buffer) {
    a->failed = a->failed || buffer->failed;
    return buffer->data && !buffer->failed ? buffer->data : "";
}

void ent_word_changes(ent_buffer *out, const ent_scenario *s, const uint8_t *from,
                      const uint8_t *state) {
    bool first = true;
    for (size_t k = 0; k < s->n_issues; k++) {
        if (s->issues[k].kind != ENT_DECIDED || (from && from[k] == state[k]))
            continue;
        ent_buffer_printf(out, "%s%s = %s", first ? "" : ", ", s->issues[k].id,
                          s->issues[k].outcomes[state[k]].id);
        first = false;
    }
    if (first)
        ent_buffer_put(out, "no change");
}

static ent_cell cell_of(ent_answer *a, ent_buffer *text) {
    ent_cell cell = ent_cell_text(a, ent_buffer_words(a, text));
    ent_buffer_free(text);
    return cell;
}

ent_cell ent_cell_changes(ent_answer *a, const ent_scenario *s, const uint8_t *from,
                          const uint8_t *state) {
    ent_buffer text = {0};
    ent_word_changes(&text, s, from, state);
    return cell_of(a, &text);
}

ent_cell ent_cell_coalition(ent_answer *a, const ent_scenario *s, uint64_t coalition) {
    ent_buffer text = {0};
    ent_word_coalition(&text, s, coalition);
    return cell_of(a, &text);
}

static const char *keep(ent_answer *a, ent_buffer *text) {
    const char *kept = ent_arena_text(a->arena, ent_buffer_words(a, text));
    ent_buffer_free(text);
    a->failed = a->failed || !kept;
    return kept ? kept : "";
}

const char *ent_ids_of(ent_answer *a, const ent_scenario *s, uint64_t coalition) {
    ent_buffer text = {0};
    ent_word_coalition(&text, s, coalition);
    if (!coalition)
        ent_buffer_put(&text, "nobody");
    return keep(a, &text);
}

const char *ent_gain_text(ent_alliance *l, uint32_t actor, ent_i128 gain) {
    ent_answer *a = l->answer;
    ent_buffer text = {0};
    ent_number size = ent_game_number(l->game, actor, gain < 0 ? -gain : gain);
    ent_buffer_printf(&text, "%s%s",
                      gain > 0   ? "+"
                      : gain < 0 ? "-"
                                 : "",
                      ent_answer_number_text(a, size));
    return keep(a, &text);
}

const char *ent_gains_text(ent_alliance *l, uint64_t coalition, const uint8_t *from,
                           const uint8_t *state) {
    ent_buffer text = {0};
    for (uint64_t left = coalition; left; left &= left - 1) {
        uint32_t actor = (uint32_t)__builtin_ctzll(left);
        ent_i128 gain =
            ent_game_utility(l->game, actor, state) -
            (from ? ent_game_utility(l->game, actor, from) : l->game->aims[actor].threshold);
        ent_buffer_printf(&text, "%s%s %s", text.len ? ", " : "", l->scenario->actors[actor].id,
                          ent_gain_text(l, actor, gain));
    }
    return keep(l->answer, &text);
}

void ent_say_indifferent(ent_alliance *l, uint64_t actors) {
    uint64_t some = 0;
    for (uint32_t k = 0; k < l->scenario->n_actors; k++)
        if ((actors >> k & 1) && !l->game->aims[k].n_terms && !l->game->aims[k].by_reservation)
            some |= (uint64_t)1 << k;
    if (some)
        ent_answer_paragraph(l->answer, ENT_TONE_FAINT,
                             "The file says nothing of what %s want%s: such an actor signs "
                             "anything that is not on its red lines.",
                             ent_ids_of(l->answer, l->scenario, some),
                             some & (some - 1) ? "" : "s");
}
