/* Decoding quoted YAML texts. */
#ifndef ENT_SCENARIO_YAML_TEXT_H
#define ENT_SCENARIO_YAML_TEXT_H

#include "base/base.h"

/* Appends what a text between quotes means: `raw` is the source between them. False when an escape
 * stands for no character. */
bool ent_yaml_unquote(ent_buffer *out, char quote, const char *raw, size_t len);

#endif
