/* Filled in below: stable section of the answer about alliances. */
#include "answer/alliance.h"
ent_status ent_alliance_stable(ent_alliance *l) { (void)l; return ENT_OK; }
