# A model of GMCR+ by statements, with everything that such a file can say.
entente import gmcr - <<'MODEL'
{"options": [{"name": "Release water", "permittedDirection": "both"},
             {"name": "Escalate", "permittedDirection": "fwd"}, {"name": "Escalate"}],
 "decisionMakers": [
   {"name": "Upstream", "options": [0, 1], "misperceptions": [[[0, "Y"], [2, "Y"]]],
    "preferences": [[[2, "N"]], {"compound": true, "members": [[[0, "N"], [1, "N"]], [[1, "Y"]]]}]},
   {"name": "Downstream", "options": [2], "preferences": [[[0, "Y"]], [[2, "N"]]]}],
 "infeasibles": [[[0, "Y"], [1, "Y"]]], "coalitions": [[0, 1]]}
MODEL
